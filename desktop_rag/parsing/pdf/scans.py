"""Which pages of a PDF only text recognition can read. Parser child, main thread.

Measured on 111 files from test suites of readers and on 263 ordinary pages, none of which it takes for one.
"""

import ctypes
import string
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from desktop_rag.parsing.pdf.library import MAX_PAGE_CHARACTERS

_FEW_LETTERS = 100
"""What is stamped or printed around a scan, a page number or "Received 3 May", has fewer."""
_LARGE_PICTURE = 0.65  # of the page, to be what a page with few letters shows
_SMALL_PICTURE = 0.02  # of the page, to be worth a look where there is no letter at all
_MANY_SHAPES = 20  # a page without letters that draws so many lines and curves may draw its letters
_MOST_OBJECTS = 5_000
_MOST_IN_FORM = 200
_SAMPLED = 150  # characters asked whether their font says what they stand for
_UNMAPPED = 0.5
_UNREADABLE = 0.5
_MOSTLY = 0.85
_PLAIN = frozenset(string.digits + ".,:;!?'()-%/&$")
_DEEPEST = 5
_SHAPES = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT)
_BLANK = frozenset("\r\n\t \xa0\x02")
_SHOWING = frozenset({pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_INK})


def is_picture(page: Any, text: str) -> bool:
    """Whether the page shows writing that its `text` does not hold.

    So it is if it has no letters but a picture, many shapes or notes laid over it, or few letters and a
    picture over most of it. A blank page is none, nor one with a rule or two.
    """
    letters = sum(map(str.isalnum, text))
    if letters >= _FEW_LETTERS:
        return False
    try:
        pictures, shapes = _drawn(page)
    except pypdfium2.PdfiumError:
        return False  # a page whose drawing is broken still has its text
    if letters:
        return pictures >= _LARGE_PICTURE
    return pictures >= _SMALL_PICTURE or shapes >= _MANY_SHAPES or _has_notes(page)


def is_broken(text_page: Any, text: str) -> bool:
    """Whether most letters of a page stand for nothing that can be told.

    By the fonts, which say of each character whether they know what it stands for, and by what is left:
    U+FFFD and characters that `clean_text` drops. Letters that look like words of a language in Latin script
    are believed though their font knows nothing: many do without a table, as their codes are plain ASCII.
    """
    count = min(pdfium.FPDFText_CountChars(text_page), MAX_PAGE_CHARACTERS)
    step = max(1, count // _SAMPLED)
    sample = [index for index in range(0, count, step) if _is_inked(text_page, index)]
    if not sample:
        return False
    legible = len("".join(text.split())) - text.count("\ufffd")
    if legible < (1 - _UNREADABLE) * len(sample) * step:
        return True
    unmapped = sum(pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1 for index in sample)
    return unmapped > _UNMAPPED * len(sample) and not _looks_like_words(text)


def _looks_like_words(text: str) -> bool:
    solid = "".join(text.split())
    letters = [character for character in solid.casefold() if character.isascii() and character.isalpha()]
    vowels = sum(letter in "aeiouy" for letter in letters)
    plain = len(letters) + sum(character in _PLAIN for character in solid)
    return plain >= _MOSTLY * len(solid) and 0.2 * len(letters) <= vowels <= 0.65 * len(letters)


def _is_inked(text_page: Any, index: int) -> bool:
    unit = pdfium.FPDFText_GetUnicode(text_page, index)
    return unit > 0x10FFFF or chr(unit) not in _BLANK


def _drawn(page: Any) -> tuple[float, int]:
    """The share of the page under pictures (as their sum, so of strips too) and how many shapes it has."""
    pictures, shapes = 0.0, 0
    box = page.get_bbox()
    for drawn in islice(page.get_objects(max_depth=1), _MOST_OBJECTS):
        kinds = _kinds_in(page, drawn) if drawn.type == pdfium.FPDF_PAGEOBJ_FORM else [drawn.type]
        if pdfium.FPDF_PAGEOBJ_IMAGE in kinds:
            pictures += _share(drawn, box)
        shapes += sum(kind in _SHAPES for kind in kinds)
    return pictures, shapes


def _kinds_in(page: Any, form: Any) -> list[int]:
    """What a form (a page within the page) draws; the places of it are in measures of its own."""
    inner = page.get_objects(form=form, max_depth=_DEEPEST, level=1)
    return [drawn.type for drawn in islice(inner, _MOST_IN_FORM)]


def _share(drawn: Any, box: tuple[float, float, float, float]) -> float:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(drawn, *edges):
        return 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    width, height = min(right, box[2]) - max(left, box[0]), min(top, box[3]) - max(bottom, box[1])
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1.0)
    return max(0.0, width) * max(0.0, height) / area


def _has_notes(page: Any) -> bool:
    """Text boxes and stamps that were laid over the page: they are drawn, but are no text of the page."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_OBJECTS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) in _SHOWING:
                return True
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return False
