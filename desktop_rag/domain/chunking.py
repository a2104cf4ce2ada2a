"""Cuts pages into passages with exact offsets; pure.

A passage never crosses a page, nor what is printed on every page. It is a run of whole sentences that
follows headings and paragraphs; only a sentence longer than a passage may be is cut, at white space where
there is some. Sizes are counted in the embedder's own tokens by the function that the caller passes in.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop_rag.domain.documents import BlockKind, Page, Passage
from desktop_rag.domain.sentences import sentence_spans
from desktop_rag.domain.structure import covering_blocks

SEPARATOR = " › "
MAX_HEADING_CHARS = 120
TokenCounter = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class ChunkingRules:
    """Sizes in tokens. A passage ends at `target`; a heading ends it once it has `minimum`.

    `overlap` is how much of a passage's end is repeated at the next one's beginning, in whole sentences.
    """

    target: int = 212
    minimum: int = 70
    overlap: int = 64

    def within(self, limit: int) -> "ChunkingRules":
        """The same rules for an embedder that takes `limit` tokens a passage."""
        target = max(8, min(self.target, limit))
        return ChunkingRules(target, min(self.minimum, target // 3), min(self.overlap, target // 3))


@dataclass(frozen=True, slots=True)
class _Sentence:
    page: Page
    start: int
    end: int
    tokens: int
    heading: str
    opens_section: bool


def chunk_pages(pages: Sequence[Page], rules: ChunkingRules, count_tokens: TokenCounter) -> list[Passage]:
    """The passages of a document in reading order. `count_tokens` is called a few times, with many texts."""
    sentences = _measured(_outlined(pages), rules.target, count_tokens)
    return [passage for stretch in _stretches(sentences) for passage in _pack(stretch, rules)]


def _stretches(sentences: Sequence[_Sentence]) -> Iterator[list[_Sentence]]:
    """Sentences with neither a page's end nor furniture between them, which a passage would take in."""
    for _number, on_page in groupby(sentences, key=lambda sentence: sentence.page.number):
        of_page = list(on_page)
        blocks = of_page[0].page.blocks
        furniture = [block.start for block in blocks if block.kind is BlockKind.FURNITURE]
        for _place, stretch in groupby(of_page, key=lambda one: bisect_left(furniture, one.start)):
            yield list(stretch)


def _pack(sentences: Sequence[_Sentence], rules: ChunkingRules) -> Iterator[Passage]:
    current: list[_Sentence] = []
    tokens = 0
    for sentence in sentences:
        if current and _is_full(tokens, sentence, rules):
            yield _passage(current)
            current = [] if sentence.opens_section else _tail(current, rules, sentence.tokens)
            tokens = sum(kept.tokens for kept in current)
        current.append(sentence)
        tokens += sentence.tokens
    if current:
        yield _passage(current)


def _is_full(tokens: int, following: _Sentence, rules: ChunkingRules) -> bool:
    return tokens + following.tokens > rules.target or (following.opens_section and tokens >= rules.minimum)


def _tail(sentences: Sequence[_Sentence], rules: ChunkingRules, room_for: int) -> list[_Sentence]:
    """The last sentences that fit the overlap, never all of them."""
    allowed = min(rules.overlap, rules.target - room_for)
    tail: list[_Sentence] = []
    for sentence in reversed(sentences[1:]):
        allowed -= sentence.tokens
        if allowed < 0:
            break
        tail.insert(0, sentence)
    return tail


def _passage(sentences: Sequence[_Sentence]) -> Passage:
    heading = next((item.heading for item in sentences if not item.opens_section), sentences[0].heading)
    return Passage(sentences[0].page.number, sentences[0].start, sentences[-1].end, heading)


def _outlined(pages: Sequence[Page]) -> Iterator[tuple[Page, int, int, str, bool]]:
    """Every sentence with the path of headings over it and whether it is itself a heading."""
    for page in pages:
        path = _HeadingPath(page.heading)
        for block in covering_blocks(page):
            is_heading = block.kind is BlockKind.HEADING
            if is_heading:
                path.enter(block.level, " ".join(page.text[block.start : block.end].split()))
            for start, end in sentence_spans(page.text, block.start, block.end):
                yield page, start, end, path.text, is_heading


class _HeadingPath:
    """The headings in force, outermost first. What a page inherits counts as levels 1, 2, 3 and so on."""

    def __init__(self, inherited: str) -> None:
        self._levels = list(enumerate(inherited.split(SEPARATOR), start=1)) if inherited else []

    def enter(self, level: int, text: str) -> None:
        name = text[:MAX_HEADING_CHARS]
        if any(name == known for _level, known in self._levels):  # the page opens with what it inherits
            while self._levels[-1][1] != name:
                self._levels.pop()
            return
        self._levels = [(above, known) for above, known in self._levels if above < level]
        self._levels.append((level, name))

    @property
    def text(self) -> str:
        return SEPARATOR.join(name for _level, name in self._levels)


def _measured(
    outlined: Iterator[tuple[Page, int, int, str, bool]], limit: int, count_tokens: TokenCounter
) -> list[_Sentence]:
    """Counts every sentence's tokens and halves those over the limit until all fit."""
    waiting = list(outlined)
    measured: list[_Sentence] = []
    while waiting:
        counts = count_tokens([page.text[start:end] for page, start, end, _heading, _opens in waiting])
        too_long: list[tuple[Page, int, int, str, bool]] = []
        for (page, start, end, heading, opens), tokens in zip(waiting, counts, strict=True):
            if tokens <= limit or end - start < 2:
                measured.append(_Sentence(page, start, end, min(tokens, limit), heading, opens))
            else:
                too_long.extend(
                    (page, begin, stop, heading, opens and begin == start)
                    for begin, stop in _halves(page.text, start, end)
                )
        waiting = too_long
    return sorted(measured, key=lambda sentence: (sentence.page.number, sentence.start))


def _halves(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Two parts cut at the white space nearest to the middle, or in the middle where there is none."""
    middle = (start + end) // 2
    reach = (end - start) // 4
    spaces = [index for index in range(middle - reach, middle + reach) if text[index].isspace()]
    cut = min(spaces, key=lambda index: abs(index - middle), default=middle)
    return [part for half in ((start, cut), (cut, end)) for part in _trimmed(text, *half)]


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if start < end else []
