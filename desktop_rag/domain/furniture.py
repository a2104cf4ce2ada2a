"""Finds what is printed on page after page: running heads and feet, page numbers; pure.

Only lines at the very beginning or end of a page's text are looked at, and only those that come again on
neighbouring pages: the same words, or the same words around a number that counts with the pages. Nothing
is taken from a document of one or two pages.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, product, takewhile
from statistics import mode

from desktop_rag.domain.documents import Block, BlockKind, Page

LEAST_PAGES = 3
_LEAST_PAGES_AS_HEADING = 5
"""What is printed like a heading may be one that a few pages, or slides, share."""
_DEPTH = 4  # lines at either edge that can be furniture
_LONGEST = 160  # characters of such a line
_REACH = 2  # pages to the next with the same line: left and right pages may have their own
_MOST_NUMBERS = 3  # in a line, beyond which it is no running head
_LEAST_BODY = 3  # lines that most pages of a repeated line have beside it
_ROUNDS = 4  # each leaves out lines that stand behind one left out before; the second rarely finds any
_ROMAN = r"[ivxl]{1,8}"
_NUMBER = re.compile(rf"\d{{1,9}}|(?<![\w.]){_ROMAN}(?![\w.])")
_COUNTING = "\0+"
_ROMAN_ONLY = re.compile(rf"\W*{_ROMAN}\W*")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}


_Place = tuple[int, int, str]
"""A line by its page's index, its edge and one of its keys."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page near its `edge` (0: the beginning, 1: the end). `level` is that of a heading, or 0."""

    page: int
    edge: int
    start: int
    end: int
    level: int
    keys: tuple[str, ...]


def mark_furniture(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with their furniture marked in their blocks; texts and offsets stay as they are.

    A block that holds furniture and other text is split where a line ends.
    """
    if len(pages) < LEAST_PAGES:
        return tuple(pages)
    edges = [list(_edge_lines(index, page)) for index, page in enumerate(pages)]
    table_heads = _TableHeads(pages)
    for _ in range(_ROUNDS):
        outermost = _outermost(edges, pages, table_heads)
        if outermost == edges:
            break
        edges = outermost
    return tuple(_marked(page, lines) for page, lines in zip(pages, edges, strict=True))


def has_heading_at_edge(page: Page) -> bool:
    """Whether a heading stands where furniture could."""
    spans = _line_spans(page.text)
    return any(_level(page, start) > 0 for start, _ in (*spans[:_DEPTH], *spans[-_DEPTH:]))


def _outermost(
    edges: Sequence[Sequence[_Line]], pages: Sequence[Page], table_heads: "_TableHeads"
) -> list[list[_Line]]:
    """Of each page's lines those that come again, from each edge inwards up to the first that does not."""
    repeated = _repeated(edges, pages, table_heads)
    return [
        [
            line
            for edge in (0, 1)
            for line in takewhile(
                lambda line: _is_found(line, repeated), (line for line in lines if line.edge == edge)
            )
        ]
        for lines in edges
    ]


def _edge_lines(index: int, page: Page) -> Iterator[_Line]:
    """From the edge inwards, the page's beginning first."""
    spans = _line_spans(page.text)
    for edge, chosen in enumerate((spans[:_DEPTH], spans[: -_DEPTH - 1 : -1])):
        for depth, (start, end) in enumerate(chosen):
            text = page.text[start:end]
            keys = tuple(_keys(text, index, depth)) if len(text) <= _LONGEST else ()
            yield _Line(index, edge, start, end, _level(page, start), keys)


def _line_spans(text: str) -> list[tuple[int, int]]:
    lines = text.split("\n")
    ends = accumulate(len(line) + 1 for line in lines)
    return [(end - 1 - len(line), end - 1) for line, end in zip(lines, ends, strict=True) if line.strip()]


def _level(page: Page, start: int) -> int:
    block = _block_at(page, start)
    return max(block.level, 1) if block and block.kind is BlockKind.HEADING else 0


def _block_at(page: Page, start: int) -> Block | None:
    place = bisect_right(page.blocks, start, key=lambda block: block.start) - 1
    return page.blocks[place] if place >= 0 and start < page.blocks[place].end else None


def _keys(text: str, index: int, depth: int) -> Iterator[str]:
    """The line with each of its numbers as it stands or as its distance from the page's own number.

    Two lines with a key in common are the same one, printed on two pages. Lines whose number counts must be
    equally far from the edge: the lines of a numbered list count as well.
    """
    plain = " ".join(text.casefold().split())
    numbers = list(_NUMBER.finditer(plain))
    if not _ROMAN_ONLY.fullmatch(plain):  # elsewhere "i" and "mix" are words
        numbers = [number for number in numbers if number[0][0].isdigit()]
    if len(numbers) > _MOST_NUMBERS:
        numbers = []
    pieces = [plain[end:start] for end, start in _between(numbers, len(plain))]
    for values in product(*(_readings(number[0], index, depth) for number in numbers)):
        yield "".join(part for pair in zip(pieces, (*values, ""), strict=True) for part in pair)


def _between(numbers: Sequence[re.Match[str]], length: int) -> Iterator[tuple[int, int]]:
    ends = [0, *(number.end() for number in numbers)]
    return zip(ends, [*(number.start() for number in numbers), length], strict=True)


def _readings(number: str, index: int, depth: int) -> tuple[str, str]:
    value = int(number) if number.isdigit() else _roman(number)
    return f"={value}", f"{_COUNTING}{value - index}@{depth}"


def _roman(number: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in number]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _repeated(
    edges: Sequence[Sequence[_Line]], pages: Sequence[Page], table_heads: "_TableHeads"
) -> set[_Place]:
    """Every line that comes again on enough neighbouring pages, under the keys by which it does."""
    seen: dict[tuple[int, str], list[_Line]] = {}
    for line in (line for lines in edges for line in lines):
        for key in line.keys:
            seen.setdefault((line.edge, key), []).append(line)
    runs = [
        (key, run)
        for (_, key), lines in seen.items()
        for run in map(_of_one_print, _runs(lines))
        if _is_enough(run, pages) and not table_heads.hold(run)
    ]
    found = _places(runs)
    return _places(
        (key, run) for key, run in runs if _is_bare_number(key) or _stands_apart(run, pages, edges, found)
    )


def _is_bare_number(key: str) -> bool:
    return _COUNTING in key and not any(map(str.isalpha, key))


def _places(runs: Iterable[tuple[str, Sequence[_Line]]]) -> set[_Place]:
    return {(line.page, line.edge, key) for key, run in runs for line in run}


def _stands_apart(
    run: Sequence[_Line], pages: Sequence[Page], edges: Sequence[Sequence[_Line]], found: set[_Place]
) -> bool:
    """Whether most of these lines share no paragraph with other text, as the head of a table would."""
    tight = 0
    for line in run:
        page = pages[line.page]
        block = _block_at(page, line.start)
        alike = [(one.start, one.end) for one in edges[line.page] if _is_found(one, found)]
        tight += block is not None and any(_without(page.text, block, sorted(alike)))
    return 2 * tight <= len(run)


def _is_found(line: _Line, found: set[_Place]) -> bool:
    return any((line.page, line.edge, key) in found for key in line.keys)


def _runs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines on neighbouring pages; of two on one page the outer one counts."""
    run: list[_Line] = []
    for line in lines:
        if run and line.page == run[-1].page:
            continue
        if run and line.page - run[-1].page > _REACH:
            yield run
            run = []
        run.append(line)
    yield run


def _of_one_print(run: Sequence[_Line]) -> list[_Line]:
    """Without the title that opens a chapter and then runs on, smaller, at the head of its pages."""
    usual = mode(line.level for line in run)
    return [line for line in run if line.level in (0, usual)]


def _is_enough(run: Sequence[_Line], pages: Sequence[Page]) -> bool:
    headings = 2 * sum(line.level > 0 for line in run) > len(run)
    least = min(_LEAST_PAGES_AS_HEADING, max(LEAST_PAGES, (len(pages) + 1) // 2)) if headings else LEAST_PAGES
    if len(run) < least:
        return False
    roomy = sum(pages[line.page].text.count("\n") >= _LEAST_BODY for line in run)
    return 2 * roomy >= len(run)


class _TableHeads:
    """Tells the head of a table, which is printed again where the table goes on, from that of a page: it
    first stands where the table begins, in the middle of a page."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._inner: dict[int, frozenset[str]] = {}

    def hold(self, run: Sequence[_Line]) -> bool:
        first = run[0]
        words = _plain(self._pages[first.page].text[first.start : first.end])
        return any(words in self._inside(page) for page in (first.page - 1, first.page) if page >= 0)

    def _inside(self, index: int) -> frozenset[str]:
        if index not in self._inner:
            page = self._pages[index]
            spans = _line_spans(page.text)[_DEPTH:-_DEPTH]
            lines = (page.text[start:end] for start, end in spans if not _level(page, start))
            self._inner[index] = frozenset(map(_plain, lines))
        return self._inner[index]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _marked(page: Page, lines: Sequence[_Line]) -> Page:
    if not lines:
        return page
    furniture = sorted({(line.start, line.end) for line in lines})
    blocks = [part for block in page.blocks for part in _without(page.text, block, furniture)]
    marks = [Block(BlockKind.FURNITURE, start, end) for start, end in furniture]
    return replace(page, blocks=tuple(sorted((*blocks, *marks), key=lambda block: block.start)))


def _without(text: str, block: Block, furniture: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """What is left of a block between furniture."""
    position = block.start
    for start, end in (*furniture, (block.end, block.end)):
        part = text[position : min(start, block.end)]
        if part.strip():
            begin = position + len(part) - len(part.lstrip())
            yield replace(block, start=begin, end=begin + len(part.strip()))
        position = max(position, end)
