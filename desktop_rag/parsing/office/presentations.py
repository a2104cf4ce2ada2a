"""Reads presentations (.pptx): one page per slide, its speaker's notes at the end. Parser child, main thread.

One slide is held at a time. Slides that are hidden in a show are read like the others.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from lxml import etree

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.office.pptx_layouts import Layouts, shapes_of
from desktop_rag.parsing.office.pptx_shapes import SlideText
from desktop_rag.parsing.office.slides import NOUN, assemble_slides, with_notes
from desktop_rag.parsing.packages import Package, child, local, open_package, relation_id

MAX_SLIDE_BYTES = 4 << 20
"""Of one slide's XML; a full one has some 100 kB."""


def open_pptx(path: Path) -> OpenedDocument:
    """Raises `DocumentError` and `OSError`."""
    with ExitStack() as stack:
        package = stack.enter_context(open_package(path, NOUN))
        main = package.relation("", "officeDocument") or "ppt/presentation.xml"
        relations = package.relations(main)
        listed = child(package.tree(main), "sldIdLst")
        parts = [relations.get(relation_id(slide), "") for slide in (() if listed is None else listed)]
        slides = _slides(package, [part for part in parts if part in package], stack.pop_all())
        return assemble_slides(DocumentFormat.PPTX, slides, package.core_title(), len(parts))


def _slides(package: Package, parts: list[str], stack: ExitStack) -> Iterator[list[TextBlock]]:
    layouts = Layouts(package)
    with stack:
        for part in parts:
            text = SlideText(package, part, layouts.of_slide(part))
            tree = child(package.tree(part, MAX_SLIDE_BYTES), "cSld", "spTree")
            yield with_notes(text.blocks(tree), _notes(package, package.relation(part, "notesSlide")))


def _notes(package: Package, part: str) -> list[TextBlock]:
    if not part:
        return []
    text = SlideText(package, part, Layouts(package).of_slide(""))
    tree = child(package.tree(part, MAX_SLIDE_BYTES), "cSld", "spTree")
    said = [shape for shape in shapes_of(tree) if _is_body(shape)]
    return text.blocks(said)


def _is_body(shape: etree._Element) -> bool:
    mark = child(shape, "nvSpPr", "nvPr", "ph")
    return local(shape) == "sp" and mark is not None and mark.get("type") == "body"
