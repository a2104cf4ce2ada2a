"""Finds the sections of the guide that fit a question: by words, and by meaning where that is known; pure.

The guide is no document of the library, so its few sections are scored here, by the same BM25 and the same
fusion as passages. A word is found by its beginning too, since it may still be being typed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop_rag.domain.fusion import FusionRules, bm25_ceiling, fuse, rarity
from desktop_rag.domain.guide import Guide, GuideSection
from desktop_rag.domain.keywords import keywords, words

MOST_HITS = 12
MOST_TERMS = 16
NEAR = 0.35
"""The least cosine at which a section without any of the words is worth showing."""
HEADING_COUNTS = 4
"""A word in the heading counts as often as this."""
EXCERPT_CHARS = 180
PASSAGE_CHARS = 800
_K1, _B = 1.2, 0.75
_SHORTEST_BEGINNING = 3
_RULES = FusionRules()


@dataclass(frozen=True, slots=True)
class GuideHit:
    """A section that was found, and what of it to show: `marks` are spans of the `excerpt`."""

    section: GuideSection
    title: str
    excerpt: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class GuidePassage:
    """A piece of a section that an embedder can read at once, with its headings; `section` is its number."""

    section: int
    text: str


class GuideIndex:
    """The words of every section, counted once, so that a search takes a few milliseconds."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self._titles = [chapter.title for chapter in guide.chapters for _ in chapter.sections]
        counts = [_counted(section) for section in guide.sections]
        self._lengths = [sum(each.values()) for each in counts]
        self._places: dict[str, list[tuple[int, int]]] = {}
        """Of each word: the sections that have it, by their numbers, and how often."""
        for number, each in enumerate(counts):
            for word, times in each.items():
                self._places.setdefault(word, []).append((number, times))

    def search(self, query: str, similarities: Mapping[int, float] | None = None) -> tuple[GuideHit, ...]:
        """The best first. `similarities` are cosines of sections by their numbers, where they are known."""
        terms = wanted_words(query)
        by_words = self._by_words(terms)
        near = {
            number: cosine
            for number, cosine in (similarities or {}).items()
            if cosine >= NEAR or number in by_words
        }
        ranked = fuse(near, by_words, (), _RULES)[:MOST_HITS]
        return tuple(self._hit(number, terms) for number, _score in ranked)

    def passages(self) -> tuple[GuidePassage, ...]:
        """What an embedder is given of each section."""
        return tuple(
            GuidePassage(number, text)
            for number, section in enumerate(self.guide.sections)
            for text in _pieces(self._titles[number], section)
        )

    def _by_words(self, terms: tuple[str, ...]) -> dict[int, float]:
        """BM25 of each section with any of the terms, as a share of the most there could be."""
        total = len(self._lengths)
        tallies = {term: self._tallies(term) for term in terms}
        frequencies = {term: len(found) for term, found in tallies.items()}
        ceiling = bm25_ceiling(frequencies, total)
        mean = sum(self._lengths) / max(1, total)
        scores: dict[int, float] = {}
        for term, found in tallies.items():
            for number, tally in found.items():
                slack = _K1 * (1 - _B + _B * self._lengths[number] / mean)
                gain = rarity(frequencies[term], total) * tally * (_K1 + 1) / (tally + slack)
                scores[number] = scores.get(number, 0.0) + gain / ceiling
        return scores

    def _tallies(self, term: str) -> Counter[int]:
        """How often each section has it, under its number; only those that do."""
        found = Counter[int]()
        for word, places in self._places.items():
            if _matches(word, term):
                for number, times in places:
                    found[number] += times
        return found

    def _hit(self, number: int, terms: tuple[str, ...]) -> GuideHit:
        section = self.guide.sections[number]
        excerpt = _excerpt(section, terms)
        return GuideHit(section, self._titles[number], excerpt, marks_in(excerpt, terms))


def wanted_words(query: str) -> tuple[str, ...]:
    """What to look for, in small letters; the words that only hold a sentence together are left out, and of
    a whole text all but the first."""
    terms = (word for term in keywords(query).terms for word in words(term))
    return tuple(dict.fromkeys(terms))[:MOST_TERMS]


def marks_in(text: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Spans of the words that were looked for."""
    written = {match.group() for match in re.finditer(r"\w+", text)}
    wanted = {word for word in written if any(_matches(word.lower(), term) for term in terms)}
    return tuple(match.span() for match in re.finditer(r"\w+", text) if match.group() in wanted)


def _counted(section: GuideSection) -> Counter[str]:
    counts = Counter(words(section.body))
    for word in words(section.heading):
        counts[word] += HEADING_COUNTS
    return counts


def _matches(word: str, term: str) -> bool:
    """Also where one is the beginning of the other but for an ending: "folder" and "folders"."""
    if word == term:
        return True
    if len(term) < _SHORTEST_BEGINNING:
        return False
    return word.startswith(term) or (len(word) > _SHORTEST_BEGINNING and term in (f"{word}s", f"{word}es"))


def _pieces(title: str, section: GuideSection) -> Iterator[str]:
    """Of bounded length, cut between blocks."""
    head = title if title == section.heading else f"{title} › {section.heading}"
    piece = ""
    for line in section.body.splitlines():
        if piece and len(piece) + len(line) > PASSAGE_CHARS:
            yield f"{head}\n{piece}"
            piece = ""
        piece = f"{piece}\n{line}" if piece else line
    yield f"{head}\n{piece}"


def _excerpt(section: GuideSection, terms: tuple[str, ...]) -> str:
    """The line with the most of the words, from a little before the first of them."""
    lines = section.body.splitlines() or [""]
    best = max(lines, key=lambda line: len({line[a:b].lower() for a, b in marks_in(line, terms)}))
    found = marks_in(best, terms)
    if not found or found[-1][1] <= EXCERPT_CHARS:
        start = 0
    else:
        start = best.rfind(" ", 0, max(1, found[0][0] - EXCERPT_CHARS // 4)) + 1
    end = len(best) if len(best) - start <= EXCERPT_CHARS else best.rfind(" ", start, start + EXCERPT_CHARS)
    end = end if end > start else start + EXCERPT_CHARS
    return ("…" if start else "") + best[start:end] + ("…" if end < len(best) else "")
