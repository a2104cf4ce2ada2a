"""Pictures as documents: PNG, JPEG, and TIFF with its pages. Parser child, main thread.

Pillow decodes. A picture is made small right after that, strip by strip, so that the largest one that is read
(`MAX_PIXELS`) needs little more than it takes decoded: 700 MB at most, for a moment.
"""

import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, TiffImagePlugin

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentTooLarge,
    NoSuchPage,
    PictureHasNoWords,
)
from desktop_rag.parsing.assembly import unreadable
from desktop_rag.parsing.document import OpenedDocument

MAX_PIXELS = 178_000_000
"""A little over 13,000 × 13,000; a page of A0 at 300 dpi has 140 million."""
MAX_FRAMES = 5_000
MIN_SIDE = 50
"""Pixels; below it a picture is an icon or a rule, which holds no line of text worth a citation."""

_FORMATS = ("PNG", "JPEG", "TIFF")
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to undo what EXIF says of a picture (EXIF 2.32, tag 274)."""
_SIDEWAYS = (5, 6, 7, 8)
_DEEP = ("I", "F")
_STRIP_ROWS = 64
# What Pillow was seen to raise, or by its source can, for a file that is not as it should be.
_FAILURES = (
    *(SyntaxError, ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError),
    *(EOFError, RuntimeError, struct.error, zlib.error),
)
_DAMAGED = "This picture is damaged and cannot be opened."
_DAMAGED_HINT = "Open it in another program and save it again, or fetch a fresh copy."


def open_image(path: Path) -> OpenedDocument:
    """Its pages hold no text: that is read from their pictures later.

    Raises DocumentDamaged, DocumentTooLarge, DocumentUnreadable, and PictureHasNoWords for icons.
    """
    with _open(path) as image:
        count = _count_frames(image)
        if count == 1 and min(image.size) < MIN_SIDE:
            raise PictureHasNoWords(
                f"This picture is only {image.width} × {image.height} pixels large, too small to show text.",
                hint="Nothing to do, unless it should show text: then add a larger copy.",
            )
    return OpenedDocument(DocumentFormat.IMAGE, "", count, _pages(count))


def _pages(count: int) -> Iterator[Page]:
    return (Page(number, "", is_scan=True) for number in range(1, count + 1))


def load_frame(path: Path, number: int, most: tuple[int, int]) -> Image.Image:
    """Frame `number` (from 1) upright in RGB on white, made smaller to fit `most` (width, height) pixels.

    Raises NoSuchPage and what `open_image` does.
    """
    with _open(path) as image:
        _seek(image, number)
        _check_size(image)
        image.draft(None, most)  # a JPEG is decoded at a half, a quarter or an eighth at no cost
        image.load()
        turn = _orientation(image)
        if turn in _SIDEWAYS:
            most = (most[1], most[0])
        small = _reduced(image, most)
        small.thumbnail(most, Image.Resampling.LANCZOS)
        return small.transpose(_TURNS[turn]) if turn in _TURNS else small


def frame_size(path: Path, number: int) -> tuple[int, int]:
    """Width and height of frame `number` (from 1), upright. Raises as `load_frame` does."""
    with _open(path) as image:
        _seek(image, number)
        _check_size(image)
        width, height = image.size
        return (height, width) if _orientation(image) in _SIDEWAYS else (width, height)


@contextmanager
def _open(path: Path) -> Iterator[Image.Image]:
    """The file as Pillow sees it, and what its failures mean."""
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise DocumentEmpty
            file.seek(0)
            with _as_damage(), Image.open(file, formats=_FORMATS) as image:
                _check_size(image)
                yield image
    except OSError as error:
        raise unreadable(error) from error


@contextmanager
def _as_damage() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are about odd metadata, and quote the file
            yield
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _too_large() from error
    except _FAILURES as error:
        raise _damaged(type(error).__name__) from error
    except OSError as error:
        if error.errno is not None:  # the system's own; Pillow's come without a number
            raise
        raise _damaged(type(error).__name__) from error


def _damaged(detail: str) -> DocumentDamaged:
    return DocumentDamaged(_DAMAGED, hint=_DAMAGED_HINT, detail=detail)


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_large()
    if image.width * image.height == 0:
        raise _damaged(f"{image.width} × {image.height}")


def _too_large() -> DocumentTooLarge:
    return DocumentTooLarge(
        f"This picture is too large to be read: it has more than {MAX_PIXELS // 1_000_000} million pixels.",
        hint="Save a smaller copy of it, and add that.",
    )


def _count_frames(image: Image.Image) -> int:
    """Pages of a TIFF; of other files the first picture alone (a JPEG may carry a preview, a PNG move)."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return 1
    count = 1
    while count <= MAX_FRAMES:
        try:
            image.seek(count)
        except EOFError:
            image.seek(0)
            return count
        count += 1
    raise DocumentTooLarge(f"This picture has more than {MAX_FRAMES:,} pages.")


def _seek(image: Image.Image, number: int) -> None:
    several = isinstance(image, TiffImagePlugin.TiffImageFile)
    if number < 1 or (number > 1 and not several):
        raise NoSuchPage(detail=f"frame {number}")
    try:
        if number > 1:
            image.seek(number - 1)
    except EOFError as error:
        raise NoSuchPage(detail=f"frame {number}") from error


def _orientation(image: Image.Image) -> int:
    """As in `_TURNS`, 1 where nothing is to be done: Pillow itself turns a TIFF, and tells its size so."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return 1
    found = image.getexif().get(_ORIENTATION)
    return found if isinstance(found, int) else 1


def _reduced(image: Image.Image, most: tuple[int, int]) -> Image.Image:
    """In colour on white, smaller by a whole number. In strips: Pillow keeps four bytes for each pixel in
    colour, so that the whole would need several times the memory that the picture takes already."""
    factor = max(1, math.floor(max(image.width / most[0], image.height / most[1])))
    reduced = Image.new("RGB", (math.ceil(image.width / factor), math.ceil(image.height / factor)))
    levels = _levels(image)
    for top in range(0, image.height, factor * _STRIP_ROWS):
        bottom = min(image.height, top + factor * _STRIP_ROWS)
        strip = _in_colour(_in_bytes(image.crop((0, top, image.width, bottom)), levels))
        reduced.paste(strip.reduce(factor), (0, top // factor))
    return reduced


def _levels(image: Image.Image) -> tuple[float, float]:
    """What is black and what white where a pixel has more than eight bits."""
    if image.mode.startswith("I;16"):
        return 0.0, 65535.0
    if image.mode not in _DEEP:
        return 0.0, 255.0
    low, high = image.getextrema()
    if not isinstance(low, int | float) or not isinstance(high, int | float) or not math.isfinite(high - low):
        raise ValueError("pixels that are no numbers")
    return low, high


def _in_bytes(strip: Image.Image, levels: tuple[float, float]) -> Image.Image:
    if strip.mode not in _DEEP and not strip.mode.startswith("I;16"):
        return strip
    low, high = levels
    values = np.asarray(strip).astype(np.float32)
    scaled = np.clip((values - low) * (255.0 / max(high - low, 1e-9)), 0, 255)
    return Image.fromarray(np.nan_to_num(scaled).astype(np.uint8))


def _in_colour(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")
