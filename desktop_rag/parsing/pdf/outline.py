"""Titles, page labels and the outline (bookmarks) of a PDF. Parser child, main thread."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium

from desktop_rag.parsing.pdf.library import read_label

MAX_ENTRIES = 5_000
MAX_DEPTH = 16
SEPARATOR = " › "
_TITLE_LIMIT = 200
_LABEL_LIMIT = 40
_NO_TITLE = re.compile(
    r"\W*(untitled|anonymous|unknown|title|document|slide|presentation)?[\W\d]*"
    r"|microsoft (word|powerpoint|excel) - .*|.*\.(docx?|dotx?|indd|qxd|tex|dvi|pptx?|xlsx?|odt|rtf|pdf|ps)",
    re.IGNORECASE,
)
# Where in the parameters of a destination's view the upper edge stands (PDF 1.7, table 151).
_TOP_PARAMETER = {pdfium.PDFDEST_VIEW_XYZ: 1, pdfium.PDFDEST_VIEW_FITH: 0, pdfium.PDFDEST_VIEW_FITBH: 0}


@dataclass(frozen=True, slots=True)
class Section:
    """An outline entry: the page it leads to (from 0), how high on it in points (None: its top), its path."""

    page_index: int
    top: float | None
    path: str


def read_title(document: Any) -> str:
    """The title in the metadata, unless it is only what a program puts there by itself."""
    title = read_label(lambda: document.get_metadata_value("Title"), _TITLE_LIMIT)
    return "" if _NO_TITLE.fullmatch(title) else title


def read_page_label(document: Any, index: int) -> str:
    """What is printed on the page, or nothing where that is just its number."""
    label = read_label(lambda: document.get_page_label(index), _LABEL_LIMIT)
    return "" if label == str(index + 1) else label


def read_sections(document: Any) -> list[Section]:
    """The outline by page: at most `MAX_ENTRIES`, cycles cut, entries that lead to no page left out."""
    sections = (_section(bookmark, path) for bookmark, path in _entries(document))
    return sorted((section for section in sections if section), key=lambda section: section.page_index)


def _entries(document: Any) -> Iterator[tuple[Any, str]]:
    titles: list[str] = []
    for bookmark in islice(document.get_toc(max_depth=MAX_DEPTH), MAX_ENTRIES):
        titles[bookmark.level :] = [read_label(bookmark.get_title, _TITLE_LIMIT)]
        yield bookmark, SEPARATOR.join(filter(None, titles))


def _section(bookmark: Any, path: str) -> Section | None:
    destination = bookmark.get_dest()
    index = destination.get_index() if destination else None
    if index is None or not path:
        return None
    mode, view = destination.get_view()
    place = _TOP_PARAMETER.get(mode, len(view))
    return Section(index, view[place] if place < len(view) else None, path)


def heading_at(sections: Sequence[Section], index: int, page: Any) -> str:
    """The path of the section in force where page `index` begins.

    An entry that leads to this very page counts if it leads to its upper quarter.
    """
    first = bisect_left(sections, index, key=lambda section: section.page_index)
    last = bisect_right(sections, index, key=lambda section: section.page_index)
    here = [section for section in sections[first:last] if _begins_page(section, page)]
    before = sections[:first][-1:]
    return (here or before or [Section(0, None, "")])[-1].path


def _begins_page(section: Section, page: Any) -> bool:
    if section.top is None or page.get_rotation():
        return True
    _, bottom, _, top = page.get_bbox()
    return section.top >= float(bottom + 0.75 * (top - bottom))
