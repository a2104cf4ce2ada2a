"""Reads OpenDocument texts (.odt) and presentations (.odp). Parser child, main thread.

Only the parts with text are unpacked, as a stream: no pictures, no embedded files, nothing that is linked to.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.office.opendocument_package import CONTENT, check_readable, meta_title
from desktop_rag.parsing.office.opendocument_styles import Styles
from desktop_rag.parsing.office.opendocument_text import OpenDocumentText
from desktop_rag.parsing.office.slide_order import Placed, reading_order
from desktop_rag.parsing.office.slides import NOUN, assemble_slides, with_notes
from desktop_rag.parsing.packages import Package, open_package
from desktop_rag.parsing.xml_stream import Silence, XmlTarget, feed

_STYLES = "styles.xml"
_FURNITURE = frozenset({"page", "footer", "header", "date-time", "page-number", "handout"})
_LENGTH = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,9})?)(cm|mm|in|pt|pc|px)")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}

Box = tuple[float, float, float, float]


def open_odt(path: Path) -> OpenedDocument:
    """Raises `DocumentError` and `OSError`."""
    titles: list[str] = []
    blocks = _text_blocks(path, titles)
    return assemble(DocumentFormat.ODT, blocks, lambda: "".join(titles), heading_as_title=6)


def open_odp(path: Path) -> OpenedDocument:
    """Slide by slide, each with its speaker's notes at the end. Raises `DocumentError` and `OSError`."""
    with ExitStack() as stack:
        package = stack.enter_context(open_package(path, NOUN))
        check_readable(package)
        title = meta_title(package)
        return assemble_slides(DocumentFormat.ODP, _slides(package, stack.pop_all()), title)


def _text_blocks(path: Path, titles: list[str]) -> Iterator[TextBlock]:
    with open_package(path, "document") as package:
        check_readable(package)
        titles.append(meta_title(package))
        styles = _styles(package)
        text = OpenDocumentText(styles)
        for _ in _fed(package, _Body("office:text", text, styles)):
            yield from text.take()
        yield from text.close()


def _slides(package: Package, stack: ExitStack) -> Iterator[list[TextBlock]]:
    with stack:
        styles = _styles(package)
        slides = _SlidesTarget(styles)
        for _ in _fed(package, _Body("office:presentation", slides, styles)):
            ready, slides.ready = slides.ready, []
            yield from ready


def _styles(package: Package) -> Styles:
    styles = Styles()
    if _STYLES in package:
        for _ in feed(package.chunks(_STYLES), styles, package.noun):
            pass
    return styles


def _fed(package: Package, body: "_Body") -> Iterator[None]:
    silence = Silence(package.noun)
    for _ in feed(silence.watch(package.chunks(CONTENT)), body, package.noun):
        if body.has_text:
            silence.broken()
            body.has_text = False
        yield


class _Body:
    """Sends what is in the element `name` to `inside`, and what stands before it to `styles`."""

    def __init__(self, name: str, inside: XmlTarget, styles: Styles) -> None:
        self.has_text = False
        self._name = name
        self._inside = inside
        self._styles = styles
        self._is_in = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._is_in:
            self._inside.start(name, attributes)
        elif name == self._name:
            self._is_in = True
        else:
            self._styles.start(name, attributes)

    def end(self, name: str) -> None:
        if name == self._name:
            self._is_in = False
        elif self._is_in:
            self._inside.end(name)
        else:
            self._styles.end(name)

    def data(self, text: str) -> None:
        if self._is_in:
            self.has_text = self.has_text or not text.isspace()
            self._inside.data(text)


class _SlidesTarget:
    """Gathers slides; `ready` are complete. The shapes directly on a slide are put in reading order."""

    def __init__(self, styles: Styles) -> None:
        self.ready: list[list[TextBlock]] = []
        self._styles = styles
        self._depth = 0
        self._in_notes = False
        self._shape: _Shape | None = None
        self._titles: list[TextBlock] = []
        self._placed: list[Placed[list[TextBlock]]] = []
        self._notes: list[TextBlock] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._shape is not None:
            self._shape.start(name, attributes)
        elif name == "draw:page":
            self._depth = 1
            self._titles, self._placed, self._notes = [], [], []
        elif name == "presentation:notes":
            self._in_notes = bool(self._depth)
        elif self._depth and name.startswith("draw:"):
            self._shape = _Shape(self._styles, attributes)
            self._shape.start(name, attributes)

    def end(self, name: str) -> None:
        if self._shape is not None:
            self._shape.end(name)
            if self._shape.is_complete:
                self._keep(self._shape)
                self._shape = None
        elif name == "presentation:notes":
            self._in_notes = False
        elif name == "draw:page" and self._depth:
            self._depth = 0
            body = [block for blocks in reading_order(self._placed) for block in blocks]
            self.ready.append(with_notes(self._titles + body, self._notes))

    def data(self, text: str) -> None:
        if self._shape is not None:
            self._shape.text.data(text)

    def _keep(self, shape: "_Shape") -> None:
        blocks = shape.text.close()
        if shape.role in _FURNITURE or not blocks:
            return
        if self._in_notes:
            self._notes += blocks
        elif shape.role == "title":
            self._titles += blocks
        else:
            self._placed.append(Placed(blocks, *(shape.box or (0.0, 0.0, 0.0, 0.0))))


class _Shape:
    """A shape on a slide, a group with all that is in it."""

    def __init__(self, styles: Styles, attributes: dict[str, str]) -> None:
        self.role = attributes.get("presentation:class", "")
        self.text = OpenDocumentText(styles, as_heading=self.role == "title")
        self.box: Box | None = None
        self._depth = 0

    @property
    def is_complete(self) -> bool:
        return not self._depth

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if "svg:x" in attributes and "svg:y" in attributes:
            self._reach(_box(attributes))
        self.text.start(name, attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        self.text.end(name)

    def _reach(self, box: Box) -> None:
        if self.box is None:
            self.box = box
        else:
            left, top, right, bottom = self.box
            self.box = (min(left, box[0]), min(top, box[1]), max(right, box[2]), max(bottom, box[3]))


def _box(attributes: dict[str, str]) -> Box:
    left, top = _points(attributes.get("svg:x")), _points(attributes.get("svg:y"))
    width, height = _points(attributes.get("svg:width")), _points(attributes.get("svg:height"))
    return left, top, left + width, top + height


def _points(length: str | None) -> float:
    found = _LENGTH.fullmatch(length or "")
    return float(found[1]) * _POINTS[found[2]] if found else 0.0
