"""Draws a page of whatever can be drawn, for people and for text recognition. Parser child, main thread."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_rag.domain.documents import PagePicture
from desktop_rag.domain.errors import DocumentDamaged, NoSuchPage, PathMissing
from desktop_rag.domain.page_words import PageWords
from desktop_rag.parsing.assembly import unreadable
from desktop_rag.parsing.pdf.library import open_document, open_page
from desktop_rag.parsing.pdf.outline import read_page_label
from desktop_rag.parsing.pdf.render import MAX_WIDTH, MIN_WIDTH, Quoted, bounded_size, render_page
from desktop_rag.parsing.pdf.words import words_of_page
from desktop_rag.parsing.recognition.images import frame_size, load_frame
from desktop_rag.parsing.signatures import picture

READING_DPI = 200
MAX_READING_PIXELS = 12_000_000
MAX_READING_SIDE = 16_000
_POINTS_PER_INCH = 72
_HEAD_BYTES = 1024


@dataclass(frozen=True, slots=True)
class PageToRead:
    """`rgb` is height × width × 3. `label` is what the document says is printed on it, often nothing."""

    rgb: NDArray[np.uint8]
    label: str = ""


def draw_page(
    path: Path,
    number: int,
    width_px: int,
    spans: Sequence[tuple[int, int]],
    quotes: Sequence[str] = (),
    password: str = "",
    beside: Sequence[Quoted] = (),
) -> PagePicture:
    """See `render_page`. A picture is drawn without marks: its words are known to the library alone."""
    if not _is_picture(path):
        return render_page(path, number, width_px, spans, quotes, password, beside)
    width, height = _fitted(frame_size(path, number), width_px)
    frame = load_frame(path, number, (width, height)).resize((width, height), Image.Resampling.LANCZOS)
    return PagePicture(width, height, frame.tobytes(), (), "", tuple(() for _ in beside))


def words_on(path: Path, number: int, password: str = "") -> PageWords:
    """See `words_of_page`. Nothing of a picture: its words are known to the library alone."""
    return PageWords() if _is_picture(path) else words_of_page(path, number, password)


def draw_to_read(path: Path, number: int, password: str = "") -> PageToRead:
    """A page as large as text recognition wants it: `READING_DPI`, or all that a picture has, within limits.

    Raises PathMissing, NoSuchPage and any DocumentError.
    """
    if _is_picture(path):
        width, height = frame_size(path, number)
        share = _bounded(width, height)
        most = (max(1, int(width * share)), max(1, int(height * share)))
        return PageToRead(np.asarray(load_frame(path, number, most)))
    (width_pt, height_pt), label = _page_facts(path, number, password)
    scale = READING_DPI / _POINTS_PER_INCH
    scale *= _bounded(width_pt * scale, height_pt * scale)
    drawn = render_page(path, number, round(width_pt * scale), (), (), password)
    pixels = np.frombuffer(drawn.rgb, dtype=np.uint8).reshape(drawn.height, drawn.width, 3)
    return PageToRead(pixels, label)


def _is_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise PathMissing(detail=str(error)) from error
    except OSError as error:
        raise unreadable(error) from error
    return b"%PDF-" not in head and picture(head)


def _page_facts(path: Path, number: int, password: str) -> tuple[tuple[float, float], str]:
    """Width and height in points, and the label."""
    with open_document(path, password) as document:
        if not 1 <= number <= len(document):
            raise NoSuchPage(detail=f"page {number} of {len(document)}")
        with open_page(document, number - 1) as (page, _):
            width, height = page.get_size()
        if not (width > 0 and height > 0 and math.isfinite(width * height)):
            raise DocumentDamaged(detail=f"page of {width} × {height} points")
        return (width, height), read_page_label(document, number - 1)


def _bounded(width: float, height: float) -> float:
    """By how much a picture must shrink to be read, at most 1."""
    return min(1.0, MAX_READING_SIDE / max(width, height), math.sqrt(MAX_READING_PIXELS / (width * height)))


def _fitted(size: tuple[int, int], width_px: int) -> tuple[int, int]:
    """As `render_page` bounds it."""
    return bounded_size(float(min(max(width_px, MIN_WIDTH), MAX_WIDTH)), size[1] / size[0])
