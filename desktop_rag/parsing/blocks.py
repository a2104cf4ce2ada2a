"""Text blocks and how they become pages of bounded size. Parser child, main thread. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from desktop_rag.domain.documents import Anchor, Block, BlockKind, Page
from desktop_rag.parsing.characters import cut_near

PAGE_LIMIT = 20_000
_DEEPEST_INDENT = 6
_PATH = " › "


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block before it has a place on a page. `text` is clean and neither empty nor only white space.

    `tight` keeps it on the line below its predecessor (list items, table rows). `first_line` is its
    line in the file, or its row in a sheet, from 1, or 0 where such numbers mean nothing to the reader.
    `last_line` says where it ends if its own line breaks do not: a record of many lines shown as one row.
    """

    kind: BlockKind
    text: str
    level: int = 0
    tight: bool = False
    first_line: int = 0
    last_line: int = 0


def line_label(texts: list[TextBlock]) -> str:
    """ "lines 3–60" for the page that these make up; empty where lines mean nothing."""
    first, last = texts[0], texts[-1]
    if not first.first_line:
        return ""
    end = last.last_line or last.first_line + last.text.count("\n")
    return f"lines {first.first_line}–{end}"


def paginate(
    blocks: Iterable[TextBlock],
    limit: int = PAGE_LIMIT,
    label: Callable[[list[TextBlock]], str] = line_label,
) -> Iterator[Page]:
    """Lay `blocks` out on pages of at most `limit` characters, cut where a new section begins if possible.

    `label` names the page that some blocks make up.
    """
    layout = _Layout(label)
    waiting: list[TextBlock] = []
    size = 0
    for block in blocks:
        for piece in _pieces(block, limit):
            while waiting and size + len(_gap(piece)) + len(piece.text) > limit:
                cut = _best_cut(waiting, piece, limit)
                yield layout.page(waiting[:cut])
                waiting = waiting[cut:]
                size = _size(waiting)
            size += len(piece.text) + (len(_gap(piece)) if waiting else 0)
            waiting.append(piece)
    if waiting:
        yield layout.page(waiting)


class _Layout:
    """Numbers pages and remembers the headings in force."""

    def __init__(self, label: Callable[[list[TextBlock]], str]) -> None:
        self._label = label
        self._number = 0
        self._headings: list[tuple[int, str]] = []

    def page(self, texts: list[TextBlock]) -> Page:
        self._number += 1
        if texts[0].kind is BlockKind.HEADING:
            self._close(texts[0].level)
        heading = _PATH.join(text for _, text in self._headings)
        parts: list[str] = []
        blocks: list[Block] = []
        anchors: list[Anchor] = []
        position = 0
        for text in texts:
            gap = _gap(text) if parts else ""
            start = position + len(gap)
            position = start + len(text.text)
            parts += (gap, text.text)
            blocks.append(Block(text.kind, start, position, text.level))
            anchors += _anchors(text, start)
            self._follow(text)
        label = self._label(texts)
        return Page(self._number, "".join(parts), label, heading, tuple(blocks), tuple(anchors))

    def _follow(self, text: TextBlock) -> None:
        if text.kind is BlockKind.HEADING:
            self._close(text.level)
            self._headings.append((text.level, text.text))

    def _close(self, level: int) -> None:
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()


def _anchors(text: TextBlock, start: int) -> list[Anchor]:
    """Its first line, and its last at its last character, where whoever quotes all of it looks."""
    if not text.first_line:
        return []
    first, last = Anchor(start, text.first_line), Anchor(start + len(text.text) - 1, text.last_line)
    return [first, last] if text.last_line > text.first_line and last.start > start else [first]


def _gap(block: TextBlock) -> str:
    """What stands between `block` and the one before it on the same page."""
    if block.kind is BlockKind.LIST_ITEM:
        indent = "  " * min(block.level - 1, _DEEPEST_INDENT)
        return ("\n" if block.tight else "\n\n") + indent
    return "\n" if block.tight else "\n\n"


def _size(blocks: list[TextBlock]) -> int:
    gaps = sum(len(_gap(block)) for block in blocks[1:])
    return gaps + sum(len(block.text) for block in blocks)


def _best_cut(waiting: list[TextBlock], incoming: TextBlock, limit: int) -> int:
    """How many of `waiting` go on this page: up to the most important heading that leaves it well filled."""
    best, best_level = 0, 7
    size = 0
    for index, following in enumerate([*waiting[1:], incoming], start=1):
        before = waiting[index - 1]
        size += len(before.text) + len(_gap(before))
        opens_section = following.kind is BlockKind.HEADING and before.kind is not BlockKind.HEADING
        if opens_section and size >= limit // 4 and following.level <= best_level:
            best, best_level = index, following.level
    return best or _without_last_headings(waiting)


def _without_last_headings(waiting: list[TextBlock]) -> int:
    """A heading belongs on the page of what it heads."""
    end = len(waiting)
    while end > 1 and waiting[end - 1].kind is BlockKind.HEADING:
        end -= 1
    return end if waiting[end - 1].kind is not BlockKind.HEADING else len(waiting)


def _pieces(block: TextBlock, limit: int) -> Iterator[TextBlock]:
    """`block`, cut up if it alone is longer than a page."""
    if len(block.text) <= limit:
        yield block
        return
    text, start, line = block.text, 0, block.first_line
    is_code = block.kind is BlockKind.CODE
    while start < len(text):
        end = cut_near(text, start, limit, by_line=is_code)
        if kept := text[start:end].rstrip():
            tight, last = block.tight and start == 0, block.last_line if end == len(text) else 0
            yield replace(block, text=kept, tight=tight, first_line=line, last_line=last)
        following = _skip_space(text, end, "\n" if is_code else None)
        line += text.count("\n", start, following) if line else 0
        start = following


def _skip_space(text: str, position: int, characters: str | None) -> int:
    while position < len(text) and (text[position] in characters if characters else text[position].isspace()):
        position += 1
    return position
