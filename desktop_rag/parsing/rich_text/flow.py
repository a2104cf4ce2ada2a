"""Turns the paragraphs and cells of rich text into the events of markup. Parser child, main thread. Pure.

A paragraph is known only at its end: what list or table it belongs to is said anywhere before that.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.markup import MarkupWalker

BODY_TEXT = 9
"""The outline level of what is no heading."""

MOST_CELLS = 500
"""Of one row; the text of those behind goes into the last. Word allows 63."""

_DEEPEST_HEADING = 6
_DEEPEST_LIST = 8
_NUMBERED = re.compile(r"\(?(\d{1,9})[.)]?")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one face; line feeds are breaks inside the paragraph."""

    text: str
    is_bold: bool


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """`outline` is 0 to 8 for headings. `marker` is what a list puts before the paragraph."""

    outline: int = BODY_TEXT
    marker: str = ""
    list_level: int = 0
    in_table: bool = False


class RtfFlow:
    """Takes paragraphs, cells and rows in order; `take` gives the blocks complete so far."""

    def __init__(self) -> None:
        self._walker = MarkupWalker()
        self._in_table = self._in_row = self._in_cell = False
        self._cells = 0
        self.next_row_is_header = False
        self.has_news = False
        """Something was added since `take`."""

    def take(self) -> list[TextBlock]:
        self.has_news = False
        return self._walker.take()

    def close(self) -> None:
        self._walker.close()

    def paragraph(self, runs: Iterable[Run], layout: ParagraphFormat) -> None:
        self.has_news = True
        if layout.in_table:
            self._open_cell()
        else:
            self.end_table()
        tags = _tags(layout)
        for tag, attributes in tags:
            self._walker.start(tag, attributes)
        if _shown_marker(layout):
            self._walker.data(f"{layout.marker} ")
        for run in runs:
            self._run(run)
        for tag, _ in reversed(tags):
            self._walker.end(tag)

    def end_cell(self) -> None:
        self._open_cell()
        self._cells += 1
        if self._cells < MOST_CELLS:
            self._walker.end("td")
            self._in_cell = False

    def end_row(self) -> None:
        if not self._in_row:
            return
        self._walker.end("tr")
        if self.next_row_is_header:
            self._walker.end("thead")
        self._in_row = self._in_cell = False
        self._cells = 0
        self.has_news = True

    def end_table(self) -> None:
        if self._in_table:
            self.end_row()
            self._walker.end("table")
            self._in_table = False

    def _open_cell(self) -> None:
        if not self._in_table:
            self._walker.start("table", {})
        if not self._in_row:
            if self.next_row_is_header:
                self._walker.start("thead", {})
            self._walker.start("tr", {})
        if not self._in_cell:
            self._walker.start("td", {})
        self._in_table = self._in_row = self._in_cell = True

    def _run(self, run: Run) -> None:
        if run.is_bold:
            self._walker.start("b", {})
        for index, line in enumerate(_whole_characters(run.text).split("\n")):
            if index:
                self._walker.start("br", {})
            if line:
                self._walker.data(line)
        if run.is_bold:
            self._walker.end("b")


def _tags(layout: ParagraphFormat) -> list[tuple[str, dict[str, str]]]:
    if layout.outline < BODY_TEXT:
        return [(f"h{min(_DEEPEST_HEADING, layout.outline + 1)}", {})]
    if not layout.marker or _shown_marker(layout):
        return [("p", {})]
    number = _NUMBERED.fullmatch(layout.marker)
    outer: list[tuple[str, dict[str, str]]] = [("ul", {})] * min(_DEEPEST_LIST, max(0, layout.list_level))
    return [*outer, ("ol", {}), ("li", {"value": number[1]})] if number else [*outer, ("ul", {}), ("li", {})]


def _shown_marker(layout: ParagraphFormat) -> bool:
    """Markers such as "a)" or "1.2" that a list of markup has no way to say, and those of headings."""
    if not any(map(str.isalnum, layout.marker)):
        return False
    return layout.outline < BODY_TEXT or not _NUMBERED.fullmatch(layout.marker)


def _whole_characters(text: str) -> str:
    """Rich text writes characters beyond the first 65,536 as two halves."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
