"""The one walker that turns HTML, whatever it was made from, into text blocks. Parser child, main thread.

It takes the parser's events instead of a tree: memory stays flat, and no depth of nesting can
overflow a stack. Nothing is fetched: the events carry text, and links are not followed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.flow import BlockFlow
from desktop_rag.parsing.tables import TableBuilder

_UNSEEN = frozenset("script style template noscript svg iframe canvas audio video title".split())
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_DEEPEST_TABLE = 8
"""Tables nested deeper are layout; their text is kept, their rows are not."""


class MarkupWalker:
    """Target of an lxml parser. `title` is the first <title>; `take` gives the blocks complete so far."""

    def __init__(self) -> None:
        self._title: list[str] = []
        self._in_title = False
        self._unseen_depth = 0
        self._flow = self._root = BlockFlow()
        self._tables: list[tuple[TableBuilder, BlockFlow]] = []
        self._flat_tables = 0

    @property
    def title(self) -> str:
        return "".join(self._title)

    def take(self) -> list[TextBlock]:
        blocks, self._root.blocks = self._root.blocks, []
        return blocks

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._unseen_depth:
            self._unseen_depth += tag not in _VOID
        elif tag in _UNSEEN or _is_hidden(attributes):
            self._in_title = tag == "title" and not self._title
            self._unseen_depth = tag not in _VOID
        elif not self._start_table_part(tag, attributes):
            self._flow.start(tag, attributes)

    def end(self, tag: str) -> None:
        if self._unseen_depth:
            self._unseen_depth -= tag not in _VOID
            self._in_title = False
        elif not self._end_table_part(tag):
            self._flow.end(tag)

    def data(self, text: str) -> None:
        if self._in_title:
            self._title.append(text)
        elif not self._unseen_depth:
            self._flow.data(text)

    def comment(self, text: str) -> None:
        """Not shown, so not read."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Not shown, so not read."""

    def close(self) -> None:
        while self._tables:
            self._end_table()
        self._root.flush()

    def _start_table_part(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether `tag` belongs to a table, and has been dealt with."""
        if tag == "table":
            self._start_table()
            return not self._flat_tables
        if not self._tables or self._flat_tables:
            return False
        table, _ = self._tables[-1]
        if tag in _CELLS:
            self._flow.flush()
            self._flow = table.start_cell(tag, attributes)
        elif tag == "tr":
            self._end_row()
        elif tag in _SECTIONS:
            self._end_row()
            table.start_section(tag)
        else:
            return False
        return True

    def _end_table_part(self, tag: str) -> bool:
        if self._flat_tables:
            self._flat_tables -= tag == "table"
            return False
        if not self._tables:
            return False
        if tag == "table":
            self._end_table()
        elif tag == "tr" or tag in _SECTIONS:
            self._end_row()
            if tag in _SECTIONS:
                self._tables[-1][0].end_section()
        elif tag in _CELLS:
            self._end_cell()
        else:
            return False
        return True

    def _start_table(self) -> None:
        if self._flat_tables or len(self._tables) >= _DEEPEST_TABLE:
            self._flat_tables += 1
            return
        self._flow.flush()
        self._tables.append((TableBuilder(), self._flow))

    def _end_cell(self) -> None:
        table, around = self._tables[-1]
        table.end_cell()
        self._flow = around

    def _end_row(self) -> None:
        self._end_cell()
        table, around = self._tables[-1]
        _add_all(around, table.end_row())

    def _end_table(self) -> None:
        self._end_cell()
        table, around = self._tables.pop()
        _add_all(around, table.end())


def _add_all(flow: BlockFlow, blocks: list[TextBlock]) -> None:
    flow.flush()
    for block in blocks:
        flow.add(block)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if not attributes:
        return False
    return "hidden" in attributes or bool(_HIDING_STYLE.search(attributes.get("style", "")))


def walk(chunks: Iterable[str], walker: MarkupWalker) -> Iterator[TextBlock]:
    """The blocks of the HTML in `chunks`, each as soon as it is complete; broken HTML included."""
    parser = etree.HTMLParser(
        target=walker,  # type: ignore[arg-type]  # the stubs let a target expect bytes; it gets text only
        huge_tree=True,
        no_network=True,
    )
    for chunk in chunks:
        parser.feed(chunk)
        yield from walker.take()
    try:
        parser.close()
    except etree.XMLSyntaxError:  # there was nothing to parse at all
        walker.close()
    yield from walker.take()
