"""Gathers running text into blocks within one container: a document, or one cell of a table.

Parser child, main thread. White space collapses as a browser would; nesting is counted, never recursed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_rag.domain.documents import BlockKind
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.characters import clean

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_BOLD = frozenset({"b", "strong", "th"})
_BREAKING = (
    _LISTS
    | frozenset(_HEADINGS)
    | frozenset(
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption"
        " figure footer form header hgroup hr html legend li main nav optgroup option p pre search section"
        " summary table tbody td tfoot th thead tr".split()
    )
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(" {2,}")
_AROUND_BREAK = re.compile(" *\n *")
_NOTE = re.compile("(?:foot|end)note-")
_LONGEST_HEADING = 300
_NUMBER = re.compile(r"-?\d{1,9}")


@dataclass(slots=True)
class _List:
    ordered: bool
    next_number: int


class BlockFlow:
    """Fed with tags and text in document order; `blocks` holds what is complete."""

    def __init__(self) -> None:
        self.blocks: list[TextBlock] = []
        self.has_plain_text = False
        """Some text was not bold: such a cell heads no column."""
        self._parts: list[str] = []
        self._heading = self._preformatted = self._quotes = self._bold = 0
        self._lists: list[_List] = []
        self._marker = ""
        self._last_kind: BlockKind | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _BREAKING:
            self.flush()
            self._open(tag, attributes)
        elif tag in _BOLD:
            self._bold += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "img":
            self.data(attributes.get("alt", ""))
        elif tag == "input" and attributes.get("type", "").lower() == "checkbox":
            self._parts.append("☑ " if "checked" in attributes else "☐ ")

    def end(self, tag: str) -> None:
        if tag in _BREAKING:
            self.flush()
            self._close(tag)
        elif tag in _BOLD:
            self._bold = max(0, self._bold - 1)

    def data(self, text: str) -> None:
        if not self._bold and not self.has_plain_text and not text.isspace():
            self.has_plain_text = True
        self._parts.append(text if self._preformatted else _SPACE.sub(" ", text))

    def flush(self) -> None:
        """End the block being gathered, if it holds anything."""
        if not self._parts:
            return
        text = clean("".join(self._parts))
        self._parts.clear()
        text = text.strip("\n").rstrip() if self._preformatted else _collapsed(text)
        if text.strip():
            self.add(self._block(text))

    def add(self, block: TextBlock) -> None:
        self.blocks.append(block)
        self._last_kind = block.kind

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "blockquote":
            self._quotes += 1
        elif tag in _LISTS:
            self._lists.append(_List(tag == "ol", _number(attributes.get("start"), 1)))
        elif tag == "li":
            self._marker = self._next_marker(attributes)

    def _close(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._heading = 0
        elif tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._marker = ""

    def _next_marker(self, attributes: Mapping[str, str]) -> str:
        if not self._lists or not self._lists[-1].ordered:
            return "• "
        number = _number(attributes.get("value"), self._lists[-1].next_number)
        self._lists[-1].next_number = number + 1
        return f"[{number}] " if _NOTE.match(attributes.get("id", "")) else f"{number}. "

    def _block(self, text: str) -> TextBlock:
        if self._heading and len(text) <= _LONGEST_HEADING:
            return TextBlock(BlockKind.HEADING, text.replace("\n", " "), self._heading)
        if self._preformatted:
            return TextBlock(BlockKind.CODE, text)
        if self._marker:
            marked = self._marker + text
            self._marker = ""
            tight = self._last_kind is BlockKind.LIST_ITEM
            return TextBlock(BlockKind.LIST_ITEM, marked, max(1, len(self._lists)), tight)
        return TextBlock(BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH, text)


def _collapsed(text: str) -> str:
    return _AROUND_BREAK.sub("\n", _SPACES.sub(" ", text)).strip()


def _number(value: str | None, default: int) -> int:
    return int(value) if value and _NUMBER.fullmatch(value.strip()) else default
