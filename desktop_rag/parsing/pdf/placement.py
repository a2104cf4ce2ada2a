"""Where the characters of a PDF page are on its picture. Parser child, main thread.

All boxes are in pixels of the picture, so rotated pages, crop boxes and user units are already dealt with.
"""

import ctypes
import math
from bisect import bisect_left, bisect_right
from enum import Enum
from typing import Any

import pypdfium2.raw as pdfium

from desktop_rag.domain.boxes import union
from desktop_rag.domain.documents import Box
from desktop_rag.parsing.pdf.text import PageText

_SUBPIXELS = 4096
_LEVEL = 0.02  # sine of the slope up to which writing counts as level: one degree


class Writing(Enum):
    """How a character's line runs on the picture."""

    LEVEL = "level"
    UPRIGHT = "upright"
    """Up or down, as beside a table or on a page that is turned."""
    SLANTED = "slanted"


class PagePlacement:
    """Turns points of the page into pixels of a picture of `width` × `height` pixels that shows all of it."""

    def __init__(self, page: Any, width: int, height: int) -> None:
        self._page = page
        self._size = (width * _SUBPIXELS, height * _SUBPIXELS)
        span = max(page.get_size())
        origin, right, up = (self._ask(*point) for point in ((0.0, 0.0), (span, 0.0), (0.0, span)))
        self._origin = origin
        self._x_axis = ((right[0] - origin[0]) / span, (right[1] - origin[1]) / span)
        self._y_axis = ((up[0] - origin[0]) / span, (up[1] - origin[1]) / span)

    def _ask(self, x: float, y: float) -> tuple[float, float]:
        """PDFium answers in whole pixels: a picture many times as large gives the fractions."""
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self._page, 0, 0, *self._size, 0, x, y, device_x, device_y)
        return device_x.value / _SUBPIXELS, device_y.value / _SUBPIXELS

    def writing(self, angle: float) -> Writing:
        """How writing at `angle` (radians) on the page runs on the picture."""
        x = math.cos(angle) * self._x_axis[0] + math.sin(angle) * self._y_axis[0]
        y = math.cos(angle) * self._x_axis[1] + math.sin(angle) * self._y_axis[1]
        if abs(y) <= _LEVEL * abs(x):
            return Writing.LEVEL
        return Writing.UPRIGHT if abs(x) <= _LEVEL * abs(y) else Writing.SLANTED

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        (x0, y0), (x1, y1) = self._point(left, bottom), self._point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return (
            self._origin[0] + x * self._x_axis[0] + y * self._y_axis[0],
            self._origin[1] + x * self._x_axis[1] + y * self._y_axis[1],
        )


class PageCharacters:
    """The inked characters of a page by their offset in `text`; white space has no place.

    A character's *tight* box is its ink, its *loose* one is as high as its font, which gives even lines.
    """

    def __init__(self, text_page: Any, page_text: PageText, placement: PagePlacement) -> None:
        self._text_page = text_page
        self._indexes = page_text.indexes
        self._placement = placement
        self.text = page_text.text
        self._tight = {i: self._ink(i) for i, character in enumerate(self.text) if not character.isspace()}
        self._by_height = sorted((_middle(box.y0, box.y1), offset) for offset, box in self._tight.items())

    def _ink(self, offset: int) -> Box:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self._text_page, self._indexes[offset], left, right, bottom, top)
        return self._placement.box(left.value, bottom.value, right.value, top.value)

    def tight(self, offset: int) -> Box | None:
        return self._tight.get(offset)

    def loose(self, offset: int) -> Box:
        """Holds the tight one: some fonts give no height, or a wrong one."""
        rectangle, tight = pdfium.FS_RECTF(), self._tight[offset]
        if not pdfium.FPDFText_GetLooseCharBox(self._text_page, self._indexes[offset], rectangle):
            return tight
        edges = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        return union(self._placement.box(*edges), tight)

    def writing(self, offset: int) -> Writing:
        return self._placement.writing(pdfium.FPDFText_GetCharAngle(self._text_page, self._indexes[offset]))

    def within(self, box: Box) -> set[int]:
        """The offsets of the characters whose tight box has its centre inside."""
        first = bisect_left(self._by_height, (box.y0, -1))
        last = bisect_right(self._by_height, (box.y1, len(self.text)))
        return {offset for _, offset in self._by_height[first:last] if self._centre_between(offset, box)}

    def _centre_between(self, offset: int, box: Box) -> bool:
        tight = self._tight[offset]
        return box.x0 <= _middle(tight.x0, tight.x1) <= box.x1


def _middle(low: float, high: float) -> float:
    return (low + high) / 2
