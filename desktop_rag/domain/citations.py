"""Reads the citations of a model's answer, while it streams and when it is whole; pure.

Models are asked for `[1]` and also write `[1, 2]`, `[1-3]`, `[^1]`, `[Passage 2]`, `[1, page 3]`,
`【1†source】`. All of these become `[1]` or `[1][2]`; numbers of no passage are left out and counted. A list
with a zero in it is mathematics or an index, never a citation, and what stands in code is left as it is.
"""

import re
from dataclasses import dataclass

from desktop_rag.domain.facts import MONTH
from desktop_rag.domain.sentences import sentence_spans

LONGEST_MARK = 44
"""A bracket that has not closed after so many characters is text."""
LONGEST_TARGET = 200
"""The same for the address of a link that a citation was made into, `[1](https://…)`."""

_OPENING, _CLOSING = "[【［", "]】］"
_NO_SPACE_BEFORE = ".,;:!?…)]}。，、；：！？）"
_LABEL = (
    r"(?:(?:passages?|sources?|documents?|docs?|refs?|references?|citations?|cites?|notes?|chunks?|contexts?|"
    r"excerpts?|quellen?|textstellen?|fundstellen?|dokumente?|extraits?|fuentes?|pasajes?|"
    r"documentos?)\b\.?\s*)?"
    r"(?:(?:nr|nos?|num|number|nummer)\b\.?\s*|n[°º]\s*|\#\s*)?[:\s]*\^?"
)
_NUMBERS = rf"{_LABEL}\d{{1,6}}(?:\s*[-–—]\s*{_LABEL}\d{{1,6}})?"
_PAGE = (
    r"(?:pages?|pp?\.?|seiten?|s\.|p[áa]g(?:inas?|s?\.)|slides?|folien?|lines?|zeilen?|sections?|sec\.|"
    r"abschnitte?|chapters?|kapitel|§)\s*\d[^\[\]]*"
)
_CONTENT = re.compile(
    rf"\s*(?P<numbers>{_NUMBERS}(?:(?:\s*[,;&]\s*|\s+)(?:(?:and|und|et|y)\s+)?{_NUMBERS})*)\s*"
    rf"(?:(?::\d+(?:-\d+)?)?†.*|[,;:]?\s*(?:[^\d\[\]]*[,;]\s*)?{_PAGE})?",
    re.IGNORECASE | re.ASCII,
)
_RANGE = re.compile(rf"(\d+)(?:\s*[-–—]\s*{_LABEL}(\d+))?", re.IGNORECASE | re.ASCII)
_TARGET = re.compile(r"\((?:https?:|www\.|mailto:|file:|#|/|\./)[^\s()]*\)")
_BEGINS_MARK = re.compile(r"[\[【［(][\s\d,;^–-]*", re.ASCII)

_MARKS = re.compile(r"[ \t]*\[([1-9][0-9]{0,5})\](?:[ \t]*\[[1-9][0-9]{0,5}\])*")
_OPEN_MARK = re.compile(r"\[[1-9][0-9]{0,5}\Z")
_NUMBER = re.compile(r"\d+")
_DECORATION = re.compile(
    r"(?<!\w)\*{2,3}|\*{2,3}(?!\w)|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)|^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE
)
_BULLET = re.compile(
    rf"[ \t]*(?:(?:[•‣◦▪●○■–—*+-]|\(?\d{{1,3}}[.)](?!\s+{MONTH}))[ \t]+)?(?:\[[ x]\][ \t]+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """`lead` is what stands before: nothing, a space, line breaks, a list's bullet."""

    lead: str
    text: str
    citations: tuple[int, ...]


class CitationReader:
    """Takes an answer in pieces of any size and keeps `text`, what can be shown of it so far.

    `text` only ever grows: white space and brackets are held back until it is clear what becomes of them.
    `known` is the number of passages; `unknown` counts the numbers left out because no passage has them.
    """

    def __init__(self, known: int) -> None:
        self.text = ""
        self.unknown = 0
        self._known = known
        self._code = _Code()
        self._shown: list[str] = []
        self._held = ""
        self._space = ""
        self._space_before_dropped: str | None = None
        self._beside: set[int] = set()
        self._after_mark = False

    def feed(self, piece: str) -> None:
        for char in piece:
            self._take(char)
        self._publish()

    def finish(self) -> None:
        """The answer is whole: what was held back is shown, but for half a citation."""
        while self._held:
            if _BEGINS_MARK.fullmatch(self._held) and self._held[0] != "(":
                self._held = ""
            else:
                self._release()
        self._publish()

    def _publish(self) -> None:
        self.text += "".join(self._shown)
        self._shown.clear()

    def _take(self, char: str) -> None:
        if self._held:
            self._held += char
            if self._held[0] == "(":
                self._settle_target(char)
            else:
                self._settle_mark(char)
            return
        in_code = self._code.step(char)
        if not in_code and (char in _OPENING or (char == "(" and self._after_mark and not self._space)):
            self._held = char
        elif char.isspace():
            self._space += char
        elif in_code or char != "]" or not self._would_look_like_a_mark():
            self._show(char)

    def _settle_mark(self, char: str) -> None:
        """Decides what the bracket in hand is, if that can be said by now."""
        doubled = self._held.startswith("[[")
        if char in _CLOSING and (not doubled or self._held.endswith("]]")):
            numbers = _cited_numbers(self._held.strip(_OPENING + _CLOSING))
            if numbers is None:
                self._release()
            else:
                self._held = ""
                self._cite(numbers)
        elif (doubled and self._held[:-1].endswith("]")) or self._cannot_close_after(char):
            self._release()

    def _would_look_like_a_mark(self) -> bool:
        """Whether what is left of nested brackets, as in `[1[9]]`, would read as a citation, closed here."""
        return _OPEN_MARK.search((self.text + "".join(self._shown))[-8:] + self._gap("]")) is not None

    def _cannot_close_after(self, char: str) -> bool:
        reopened = char in _OPENING and self._held != "[["
        return reopened or char in "\n`" or len(self._held) > LONGEST_MARK

    def _settle_target(self, char: str) -> None:
        if char == ")" and _TARGET.fullmatch(self._held):
            self._held = ""
        elif char == ")" or char.isspace() or len(self._held) > LONGEST_TARGET:
            self._release()

    def _release(self) -> None:
        """What was held begins no citation; its rest may."""
        first, rest = self._held[0], self._held[1:]
        self._held = ""
        self._show(first)
        for char in rest:
            self._take(char)

    def _cite(self, numbers: list[tuple[int, int]]) -> None:
        if "\n" in self._space:
            self._beside.clear()
        cited: list[int] = []
        for first, last in numbers:
            self.unknown += sum(number > self._known for number in {first, last})
            cited.extend(range(first, min(last, self._known) + 1))
        new = [number for number in dict.fromkeys(cited) if number not in self._beside]
        gap = self._gap("[")
        if new:
            self._shown.append(gap + "".join(f"[{number}]" for number in new))
            self._space_before_dropped = None
        else:
            self._space_before_dropped = gap
        self._space = ""
        self._beside.update(new)
        self._after_mark = True

    def _show(self, char: str) -> None:
        self._shown.append(self._gap(char) + char)
        self._space, self._space_before_dropped = "", None
        self._beside.clear()
        self._after_mark = False

    def _gap(self, following: str) -> str:
        """The white space to show before the next character; a citation left out leaves no hole."""
        before, after = self._space_before_dropped, self._space
        if not self.text and not self._shown:
            return ""
        if before is None:
            return after
        if "\n" in before or "\n" in after:
            return before if "\n" in before else after
        return "" if following in _NO_SPACE_BEFORE else after or before


class _Code:
    """Whether a character stands in code: between backticks on a line, or between three and three."""

    def __init__(self) -> None:
        self._fenced = self._inline = False
        self._ticks = 0

    def step(self, char: str) -> bool:
        """Takes the next character; true for those inside."""
        if char == "`":
            self._ticks += 1
            fence = self._ticks == 3
            self._fenced ^= fence
            self._inline = not self._fenced and not fence and not self._inline
            return True
        self._ticks = 0
        self._inline &= char != "\n"
        return self._fenced or self._inline


def cited_sentences(text: str, known: int = 999_999) -> tuple[CitedSentence, ...]:
    """The sentences of a whole answer as `CitationReader` shows it, without marks of citation and emphasis.

    A citation belongs to the sentence it stands in or behind, full stop or not; at the beginning of a line,
    to the one that follows. `lead` and `text` of all sentences, joined, read as the answer. Of numbers that
    became citations only here (`[**7**]`, without its emphasis) those beyond `known` are left out as well.
    """
    plain, marks = _without_marks(_without_decoration(text))
    spans = _spans(plain)
    cited: list[list[int]] = [[] for _ in spans]
    for position, leads, numbers in marks:
        owner = sum(start < position or (leads and start == position) for start, _end in spans) - 1
        if spans:
            cited[max(owner, 0)].extend(number for number in numbers if number <= known)
    ends = [0, *(end for _start, end in spans)]
    return tuple(
        CitedSentence(plain[before:start], plain[start:end], tuple(dict.fromkeys(numbers)))
        for before, (start, end), numbers in zip(ends, spans, cited, strict=False)
    )


def _cited_numbers(content: str) -> list[tuple[int, int]] | None:
    """First and last of each number or range in a bracket, or None if it is no citation."""
    match = _CONTENT.fullmatch(content)
    if match is None:
        return None
    ranges = [(int(found[1]), int(found[2] or found[1])) for found in _RANGE.finditer(match["numbers"])]
    if any(0 in pair for pair in ranges):
        return None
    return [part for pair in ranges for part in ([pair] if pair[0] <= pair[1] else [(n, n) for n in pair])]


def _without_decoration(text: str) -> str:
    code = code_mask(text)
    return _DECORATION.sub(lambda found: found[0] if code[found.start()] else "", text).strip()


def code_mask(text: str) -> list[bool]:
    """For each character whether it stands in code, where nothing is a citation."""
    scanner = _Code()
    return [scanner.step(char) for char in text]


def _without_marks(text: str) -> tuple[str, list[tuple[int, bool, list[int]]]]:
    """The text without citations, and these: position there, whether they begin a line, numbers."""
    code = code_mask(text)
    plain, marks, copied = "", list[tuple[int, bool, list[int]]](), 0
    for found in _MARKS.finditer(text):
        if code[found.end() - 1]:
            continue
        plain += text[copied : found.start()]
        copied = found.end()
        leads = _begins_line(plain) and bool(text[copied:].partition("\n")[0].strip(" \t" + _NO_SPACE_BEFORE))
        if _begins_line(plain):
            copied += len(text[copied:]) - len(text[copied:].lstrip(" \t"))
            plain += found[0][: found[0].index("[")]
        elif text[copied : copied + 1].isalnum():
            plain += " "
        marks.append((len(plain), leads, [int(number) for number in _NUMBER.findall(found[0])]))
    return plain + text[copied:], marks


def _begins_line(plain: str) -> bool:
    return _BULLET.fullmatch(plain.rpartition("\n")[2] + " ") is not None


def _spans(plain: str) -> list[tuple[int, int]]:
    """Sentences as offsets; a model's line breaks are meant, unlike those of a page."""
    spans: list[tuple[int, int]] = []
    position = 0
    for line in plain.split("\n"):
        bullet = _BULLET.match(line)
        begin = position + (bullet.end() if bullet else 0)
        spans.extend(sentence_spans(plain, begin, position + len(line)))
        position += len(line) + 1
    return [(start, end) for start, end in spans if any(char.isalnum() for char in plain[start:end])]
