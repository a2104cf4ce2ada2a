"""What the formats have in common: what their pages are, and which can be drawn; pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from desktop_rag.domain.documents import DocumentFormat


class Unit(StrEnum):
    """What one `Page` of a format is to its reader."""

    PAGE = "page"
    SLIDE = "slide"
    CELLS = "cells"
    LINES = "lines"
    MESSAGE = "message"
    PART = "part"
    """A portion that the reader knows nothing of: headings say where something stands."""


_UNITS: Mapping[DocumentFormat, Unit] = MappingProxyType(
    {
        DocumentFormat.PDF: Unit.PAGE,
        DocumentFormat.IMAGE: Unit.PAGE,
        DocumentFormat.PPTX: Unit.SLIDE,
        DocumentFormat.ODP: Unit.SLIDE,
        DocumentFormat.XLSX: Unit.CELLS,
        DocumentFormat.XLS: Unit.CELLS,
        DocumentFormat.ODS: Unit.CELLS,
        DocumentFormat.TEXT: Unit.LINES,
        DocumentFormat.CODE: Unit.LINES,
        DocumentFormat.CSV: Unit.LINES,
        DocumentFormat.JSON: Unit.LINES,
        DocumentFormat.XML: Unit.LINES,
        DocumentFormat.EML: Unit.MESSAGE,
        DocumentFormat.MBOX: Unit.MESSAGE,
        DocumentFormat.MSG: Unit.MESSAGE,
    }
)
DRAWN = frozenset({DocumentFormat.PDF, DocumentFormat.IMAGE})
"""Formats whose pages can be shown as pictures."""


def unit_of(format: DocumentFormat) -> Unit:  # noqa: A002 - the field's own name
    return _UNITS.get(format, Unit.PART)
