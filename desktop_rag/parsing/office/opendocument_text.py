"""Turns the text of an OpenDocument into the events of `markup`. Parser child, main thread.

What was deleted or remarked on by others is no part of the text, nor is the table of contents. A note stands
behind the paragraph, list or table that it belongs to.
"""

from dataclasses import dataclass, field

from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.markup import MarkupWalker
from desktop_rag.parsing.office.opendocument_styles import Styles

_UNREAD = frozenset(
    "text:tracked-changes office:annotation text:table-of-content text:ruby-text office:forms office:scripts"
    " office:binary-data draw:object draw:object-ole svg:title svg:desc office:event-listeners"
    " presentation:footer-decl presentation:header-decl presentation:date-time-decl".split()
)
_PARTS_OF_TABLES = {
    "table:table": "table",
    "table:table-header-rows": "thead",
    "table:table-row": "tr",
    "table:table-cell": "td",
}
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_MOST_SPACES = 100
_MOST_NOTES = 10_000


@dataclass(slots=True)
class _List:
    style: str
    is_numbered: bool
    count: int = 0


@dataclass(slots=True)
class _Note:
    citation: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    part: str = ""


class OpenDocumentText:
    """A target for `xml_stream.feed`. `as_heading`: all of it is one heading, a slide's title."""

    def __init__(self, styles: Styles, *, as_heading: bool = False) -> None:
        self._styles = styles
        self._walker = MarkupWalker()
        self._as_heading = as_heading
        self._unread = 0
        self._paragraphs: list[tuple[str, ...]] = []
        self._lists: list[_List] = []
        self._counts: dict[str, int] = {}
        self._blocks = 0
        self._note: _Note | None = None
        self._notes: list[str] = []
        if as_heading:
            self._walker.start("h1", {})

    def take(self) -> list[TextBlock]:
        return self._walker.take()

    def close(self) -> list[TextBlock]:
        """The rest."""
        if self._as_heading:
            self._walker.end("h1")
        self._walker.close()
        return self._walker.take()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._unread or name in _UNREAD:
            self._unread += 1
        elif self._note is not None:
            self._note.part = name if name in ("text:note-citation", "text:note-body") else self._note.part
            self._note.body.append(" " if name == "text:p" else "")
        elif name == "text:note":
            self._note = _Note()
        elif name in _PARAGRAPHS:
            self._start_paragraph(name, attributes)
        elif name == "text:list":
            self._start_list(attributes)
        elif name in ("text:list-item", "text:list-header"):
            self._start_item(name, attributes)
        elif name in _PARTS_OF_TABLES:
            self._start_table_part(_PARTS_OF_TABLES[name], attributes)
        else:
            self._space(name, attributes)

    def end(self, name: str) -> None:
        if self._unread:
            self._unread -= 1
        elif self._note is not None:
            if name == "text:note":
                self._end_note(self._note)
        elif name in _PARAGRAPHS:
            self._end_paragraph()
        elif name == "text:list" and self._lists:
            ended = self._lists.pop()
            self._walker.end("ol" if ended.is_numbered else "ul")
            if not self._lists and len(self._counts) < _MOST_NOTES:
                self._counts[ended.style] = ended.count
            self._end_block()
        elif name == "text:list-item":
            self._walker.end("li")
        elif name in _PARTS_OF_TABLES:
            self._walker.end(_PARTS_OF_TABLES[name])
            if name == "table:table":
                self._end_block()

    def data(self, text: str) -> None:
        if self._unread:
            return
        if self._note is not None:
            (self._note.citation if self._note.part == "text:note-citation" else self._note.body).append(text)
        elif self._paragraphs:
            self._walker.data(text)

    def _start_paragraph(self, name: str, attributes: dict[str, str]) -> None:
        self._blocks += 1
        if self._as_heading:
            tags: tuple[str, ...] = ()
            self._walker.data(" ")
        elif name == "text:h":
            level = attributes.get("text:outline-level", "1")
            tags = (f"h{min(6, int(level))}" if level in set("123456789") else "h6",)
        else:
            tags = self._styles.tags(attributes.get("text:style-name", ""))
        self._paragraphs.append(tags)
        for tag in tags:
            self._walker.start(tag, {})

    def _end_paragraph(self) -> None:
        for tag in reversed(self._paragraphs.pop() if self._paragraphs else ()):
            self._walker.end(tag)
        self._end_block()

    def _start_list(self, attributes: dict[str, str]) -> None:
        self._blocks += 1
        style = attributes.get("text:style-name") or (self._lists[-1].style if self._lists else "")
        started = _List(style, self._styles.is_numbered(style, len(self._lists) + 1))
        if attributes.get("text:continue-numbering") == "true" or "text:continue-list" in attributes:
            started.count = self._counts.get(style, 0)
        self._lists.append(started)
        self._walker.start("ol" if started.is_numbered else "ul", {"start": str(started.count + 1)})

    def _start_item(self, name: str, attributes: dict[str, str]) -> None:
        if name == "text:list-header" or not self._lists:
            return
        given = attributes.get("text:start-value", "")
        is_number = given.isascii() and given.isdigit() and len(given) < 9
        self._lists[-1].count = int(given) if is_number else self._lists[-1].count + 1
        self._walker.start("li", {"value": str(self._lists[-1].count)})

    def _start_table_part(self, tag: str, attributes: dict[str, str]) -> None:
        self._blocks += tag == "table"
        repeated = attributes.get("table:number-columns-repeated", "")
        self._walker.start(
            tag,
            {
                "colspan": attributes.get("table:number-columns-spanned", repeated),
                "rowspan": attributes.get("table:number-rows-spanned", ""),
            }
            if tag == "td"
            else {},
        )

    def _space(self, name: str, attributes: dict[str, str]) -> None:
        if name == "text:line-break":
            self._walker.start("br", {})
        elif name == "text:tab":
            self._walker.data("\t")
        elif name == "text:s":
            count = attributes.get("text:c", "1")
            is_number = count.isascii() and count.isdigit() and len(count) < 4
            self._walker.data(" " * min(_MOST_SPACES, int(count) if is_number else 1))

    def _end_note(self, note: _Note) -> None:
        citation, body = ("".join(part).strip()[:_MOST_SPACES] for part in (note.citation, note.body))
        self._note = None
        if self._paragraphs:
            self._walker.data(f"[{citation}]")
        if len(self._notes) < _MOST_NOTES:
            self._notes.append(f"[{citation}] {''.join(note.body).strip()}" if body else "")

    def _end_block(self) -> None:
        self._blocks = max(0, self._blocks - 1)
        if self._blocks:
            return
        notes, self._notes = self._notes, []
        for text in notes:
            self._walker.start("p", {})
            self._walker.data(text)
            self._walker.end("p")
