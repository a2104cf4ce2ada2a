"""The picture of a PDF page, with boxes over the words to light. Parser child, main thread."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from desktop_rag.domain.documents import Box, PagePicture
from desktop_rag.domain.errors import DocumentDamaged, DocumentError, NoSuchPage
from desktop_rag.parsing.pdf.boxes import boxes_over, text_within
from desktop_rag.parsing.pdf.library import open_document, open_page, read_text
from desktop_rag.parsing.pdf.placement import PageCharacters, PagePlacement
from desktop_rag.parsing.pdf.second_try import open_second_try
from desktop_rag.parsing.pdf.text import locate

MIN_WIDTH, MAX_WIDTH = 64, 6000
MAX_PIXELS = 25_000_000
MAX_HEIGHT = 20_000
_FLAGS = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER | pdfium.FPDF_RENDER_LIMITEDIMAGECACHE
_WHITE = (255, 255, 255, 255)
_TEXT_ONLY_HINT = "Its text can be searched and shown, but its pages cannot be drawn."

Quoted = tuple[int, int, str]
"""A slice of a page's text and what it held when it was indexed."""


@dataclass(frozen=True, slots=True)
class _Marks:
    boxes: tuple[Box, ...] = ()
    text: str = ""
    beside: tuple[tuple[Box, ...], ...] = ()


def render_page(
    path: Path,
    number: int,
    width_px: int,
    spans: Sequence[tuple[int, int]],
    quotes: Sequence[str] = (),
    password: str = "",
    beside: Sequence[Quoted] = (),
) -> PagePicture:
    """Page `number` (from 1) as it would be printed, forms and annotations included.

    The picture is `width_px` wide within `MIN_WIDTH` … `MAX_WIDTH`, less where it would pass `MAX_PIXELS` or
    `MAX_HEIGHT`.
    `spans` are slices of the page's text to mark. `quotes[i]` is what `spans[i]` held when it was indexed:
    if it has moved since, it is marked where it stands now; if it cannot be found, or not only once, nothing
    is marked at all. Without `quotes` the spans are taken as they are. `beside` are more slices with what
    they held, each marked for itself.

    Raises PathMissing, NoSuchPage and any DocumentError; the hint of DocumentDamaged says so where the text
    alone can be shown.
    """
    try:
        with open_document(path, password) as document:
            if not 1 <= number <= len(document):
                raise NoSuchPage(detail=f"page {number} of {len(document)}")
            if document.get_formtype() != pdfium.FORMTYPE_NONE:
                document.init_forms()
            with open_page(document, number - 1) as (page, text_page):
                width, height = picture_size(page, width_px)
                marks = _mark(page, text_page, (width, height), spans, quotes, beside)
                rgb = _draw(document, page, width, height)
                return PagePicture(width, height, rgb, marks.boxes, marks.text, marks.beside)
    except DocumentDamaged as damage:
        raise _explained(path, password, damage) from damage


def _explained(path: Path, password: str, damage: DocumentDamaged) -> DocumentError:
    try:
        open_second_try(path, password)
    except DocumentDamaged:
        return damage
    except DocumentError as reason:
        return reason
    return DocumentDamaged("This page cannot be drawn.", hint=_TEXT_ONLY_HINT, detail=damage.detail)


def picture_size(page: Any, width_px: int) -> tuple[int, int]:
    """The width and height in pixels that a page is drawn with. Raises DocumentDamaged."""
    page_width, page_height = page.get_size()
    if not (page_width > 0 and page_height > 0 and math.isfinite(page_width * page_height)):
        raise DocumentDamaged(detail=f"page of {page_width} × {page_height} points")
    width = float(min(max(width_px, MIN_WIDTH), MAX_WIDTH))
    return bounded_size(width, page_height / page_width)


def bounded_size(width: float, ratio: float) -> tuple[int, int]:
    """Width and height of a picture that is `ratio` times as high as wide, less wide where it would be too
    large: a web page that was saved in one piece is often twenty times as high."""
    width = min(width, math.sqrt(MAX_PIXELS / ratio), MAX_HEIGHT / ratio)
    return max(1, int(width)), max(1, min(MAX_HEIGHT, int(width * ratio)))


def _draw(document: Any, page: Any, width: int, height: int) -> bytes:
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR, rev_byteorder=True)
    try:
        bitmap.fill_rect(_WHITE, 0, 0, width, height)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, _FLAGS)
        if document.formenv:
            pdfium.FPDF_FFLDraw(document.formenv, bitmap, page, 0, 0, width, height, 0, _FLAGS)
        return bytes(bitmap.buffer)
    finally:
        bitmap.close()


def _mark(
    page: Any,
    text_page: Any,
    size: tuple[int, int],
    spans: Sequence[tuple[int, int]],
    quotes: Sequence[str],
    beside: Sequence[Quoted],
) -> _Marks:
    if not spans and not beside:
        return _Marks()
    page_text = read_text(text_page)
    places = _places(page_text.text, spans, quotes) or []
    others = [locate(page_text.text, *quoted) for quoted in beside]
    characters = PageCharacters(text_page, page_text, PagePlacement(page, *size))
    boxes = boxes_over(characters, places)
    return _Marks(
        boxes,
        text_within(characters, boxes),
        tuple(boxes_over(characters, [place]) if place else () for place in others),
    )


def _places(
    text: str, spans: Sequence[tuple[int, int]], quotes: Sequence[str]
) -> list[tuple[int, int]] | None:
    """Where the spans are now; None if that cannot be said of every one of them."""
    if not quotes:
        return [(max(0, start), min(end, len(text))) for start, end in spans]
    found = [locate(text, *span, quote) for span, quote in zip(spans, quotes, strict=True)]
    places = [place for place in found if place is not None]
    return places if len(places) == len(found) else None
