"""The words of one PPTX slide, shape by shape in reading order. Parser child, main thread.

Shapes become the events of `markup`, so that lists and tables read as they do everywhere. Pictures, sounds
and embedded files are not looked at.
"""

from collections.abc import Iterable

from lxml import etree

from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.markup import MarkupWalker
from desktop_rag.parsing.office.pptx_graphics import write_chart, write_diagram
from desktop_rag.parsing.office.pptx_layouts import Role, SlideLayout, paragraph_level, shapes_of
from desktop_rag.parsing.office.slide_order import Placed, reading_order
from desktop_rag.parsing.packages import Package, child, local, relation_id

_CHANGING_FIELDS = ("slidenum", "datetime")
_TRUE = frozenset({"1", "true", "on"})


class SlideText:
    """Reads the shapes of the slide `part`."""

    def __init__(self, package: Package, part: str, layout: SlideLayout) -> None:
        self._package = package
        self._relations = package.relations(part)
        self._layout = layout
        self._walker = MarkupWalker()

    def blocks(self, tree: Iterable[etree._Element] | None) -> list[TextBlock]:
        """The title, then what else is in `tree`, as a person reads it."""
        if tree is not None:
            self._write_all(list(shapes_of(tree)))  # type: ignore[arg-type]  # it is iterated only
        self._walker.close()
        return self._walker.take()

    def _write_all(self, shapes: list[etree._Element]) -> None:
        roles = [(shape, self._layout.role(shape)) for shape in shapes]
        shown = [(shape, role) for shape, role in roles if not role.is_furniture]
        titles = [pair for pair in shown if pair[1].is_title]
        placed, nowhere = [], []
        for shape, role in shown:
            if role.is_title:
                continue
            box = _box(shape, role)
            if box is None:
                nowhere.append((shape, role))
            else:
                placed.append(Placed((shape, role), *box))
        for shape, role in [*titles, *nowhere, *reading_order(placed)]:
            self._write(shape, role)

    def _write(self, shape: etree._Element, role: Role) -> None:
        match local(shape):
            case "grpSp":
                self._write_all(list(shapes_of(shape)))
            case "sp":
                self._write_text(shape, role)
            case "graphicFrame":
                self._write_graphic(child(shape, "graphic", "graphicData"))

    def _write_text(self, shape: etree._Element, role: Role) -> None:
        body = child(shape, "txBody")
        paragraphs = [] if body is None else [element for element in body if local(element) == "p"]
        if role.is_title:
            self._walker.start("h1", {})
            for paragraph in paragraphs:
                self._write_runs(paragraph)
                self._walker.data(" ")
            self._walker.end("h1")
            return
        lists = _Lists(self._walker)
        for paragraph in paragraphs:
            tag = lists.enter(role.bullet(shape, paragraph), paragraph_level(paragraph))
            self._walker.start(tag, {})
            self._write_runs(paragraph)
            self._walker.end(tag)
        lists.leave()

    def _write_runs(self, paragraph: etree._Element) -> None:
        for element in paragraph:
            match local(element):
                case "r":
                    self._write_run(element)
                case "br":
                    self._walker.start("br", {})
                case "fld" if not element.get("type", "").startswith(_CHANGING_FIELDS):
                    self._write_run(element)
                case "m" | "AlternateContent":
                    self._walker.data("".join(e.text or "" for e in element.iter() if local(e) == "t"))

    def _write_run(self, run: etree._Element) -> None:
        properties, text = child(run, "rPr"), child(run, "t")
        is_bold = properties is not None and properties.get("b") in _TRUE
        if is_bold:
            self._walker.start("b", {})
        self._walker.data("" if text is None else text.text or "")
        if is_bold:
            self._walker.end("b")

    def _write_graphic(self, data: etree._Element | None) -> None:
        for element in () if data is None else data:
            match local(element):
                case "tbl":
                    self._write_table(element)
                case "chart":
                    part = self._relations.get(relation_id(element), "")
                    if part in self._package:
                        write_chart(self._package.tree(part), self._walker)
                case "relIds":
                    part = self._relations.get(relation_id(element, "dm"), "")
                    if part in self._package:
                        write_diagram(self._package.tree(part), self._walker)

    def _write_table(self, table: etree._Element) -> None:
        properties = child(table, "tblPr")
        tag = "th" if properties is not None and properties.get("firstRow") in _TRUE else "td"
        self._walker.start("table", {})
        for row in table:
            if local(row) != "tr":
                continue
            self._walker.start("tr", {})
            for cell in row:
                self._write_cell(cell, tag)
            self._walker.end("tr")
            tag = "td"
        self._walker.end("table")

    def _write_cell(self, cell: etree._Element, tag: str) -> None:
        if local(cell) != "tc" or cell.get("hMerge") in _TRUE or cell.get("vMerge") in _TRUE:
            return
        self._walker.start(tag, {"colspan": cell.get("gridSpan", ""), "rowspan": cell.get("rowSpan", "")})
        body = child(cell, "txBody")
        for paragraph in () if body is None else body:
            if local(paragraph) == "p":
                self._walker.start("p", {})
                self._write_runs(paragraph)
                self._walker.end("p")
        self._walker.end(tag)


class _Lists:
    """Opens and closes lists as the levels of paragraphs ask."""

    def __init__(self, walker: MarkupWalker) -> None:
        self._walker = walker
        self._open: list[str] = []

    def enter(self, bullet: etree._Element | None, level: int) -> str:
        """The tag for a paragraph with `bullet` on `level`."""
        if bullet is None:
            self.leave()
            return "p"
        tag = "ol" if local(bullet) == "buAutoNum" else "ul"
        while len(self._open) > level or (len(self._open) == level and self._open[-1] != tag):
            self._walker.end(self._open.pop())
        while len(self._open) < level:
            self._open.append(tag)
            self._walker.start(tag, {"start": bullet.get("startAt", "1")})
        return "li"

    def leave(self) -> None:
        while self._open:
            self._walker.end(self._open.pop())


def _box(shape: etree._Element, role: Role) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom, in the units of the file; the shape's own or those it inherits."""
    for like in (shape, *role.inherited):
        frame = child(like, "xfrm")
        if frame is None:
            properties = next((inner for inner in like if local(inner) in ("spPr", "grpSpPr")), None)
            frame = child(properties, "xfrm")
        start, size = child(frame, "off"), child(frame, "ext")
        if start is not None and size is not None:
            left, top = _length(start.get("x")), _length(start.get("y"))
            return left, top, left + _length(size.get("cx")), top + _length(size.get("cy"))
    return None


def _length(value: str | None) -> float:
    text = (value or "").removeprefix("-")
    is_number = text.isascii() and text.isdigit() and len(text) < 12
    return float(value) if value and is_number else 0.0
