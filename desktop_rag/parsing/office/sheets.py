"""Reads spreadsheets: XLSX, XLS and ODS. Parser child, main thread.

A page is a run of rows of one sheet, under the sheet's name, and small: its cells are what a citation names.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, groupby
from pathlib import Path

from desktop_rag.domain.documents import BlockKind, DocumentFormat, Page
from desktop_rag.parsing.assembly import assemble_pages
from desktop_rag.parsing.blocks import TextBlock, paginate
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.office.opendocument_sheets import read_ods
from desktop_rag.parsing.office.sheet_rows import RowText, SheetRow
from desktop_rag.parsing.office.xls import read_xls
from desktop_rag.parsing.office.xlsx import read_xlsx

NOUN = "spreadsheet"
PAGE_CHARS = 2_000
LARGE_PAGE_CHARS = 20_000
CHARS_ON_SMALL_PAGES = 8_000_000
"""After so much of a workbook its pages are large, so that the largest one has fewer than 20,000."""

_LONGEST_NAME = 100


def open_xlsx(path: Path) -> OpenedDocument:
    """Raises `DocumentError` and `OSError`, as do the others; hidden sheets are read too."""
    return _open(DocumentFormat.XLSX, path, read_xlsx)


def open_xls(path: Path) -> OpenedDocument:
    return _open(DocumentFormat.XLS, path, read_xls)


def open_ods(path: Path) -> OpenedDocument:
    return _open(DocumentFormat.ODS, path, read_ods)


Reader = Callable[[Path, str, list[str]], Iterator[SheetRow]]
"""Gives the rows of a workbook, sheet by sheet, and adds its title to the list if it has one."""


def _open(kind: DocumentFormat, path: Path, reader: Reader) -> OpenedDocument:
    titles: list[str] = []
    return assemble_pages(kind, _pages(reader(path, NOUN, titles)), lambda: "".join(titles[:1]))


def _pages(rows: Iterator[SheetRow]) -> Iterator[Page]:
    number = chars = 0
    for _, sheet in groupby(rows, key=lambda row: row.sheet):
        for page in _sheet_pages(sheet, max(0, CHARS_ON_SMALL_PAGES - chars)):
            number += 1
            chars += len(page.text)
            yield replace(page, number=number)


def _sheet_pages(rows: Iterator[SheetRow], small_chars: int) -> Iterator[Page]:
    first = next(rows)
    name = " ".join(clean(first.name).split())[:_LONGEST_NAME] or f"Sheet {first.sheet}"
    text = RowText(NOUN)
    blocks = _blocks(chain((first,), rows), text, name)

    def label(texts: list[TextBlock]) -> str:
        return _cells(texts, text.columns)

    yield from paginate(_at_most(blocks, small_chars), PAGE_CHARS, label)
    for page in paginate(blocks, LARGE_PAGE_CHARS, label):
        yield page if page.heading or page.text == name else replace(page, heading=name)


def _blocks(rows: Iterator[SheetRow], text: RowText, name: str) -> Iterator[TextBlock]:
    yield TextBlock(BlockKind.HEADING, name, 1)
    for row in rows:
        yield from text.take(row)
    yield from text.end()


def _at_most(blocks: Iterator[TextBlock], chars: int) -> Iterator[TextBlock]:
    """Of `blocks` so many as have `chars` characters, at least two: a name belongs to its sheet's rows."""
    for index, block in enumerate(blocks):
        yield block
        chars -= len(block.text)
        if chars <= 0 and index:
            return


def _cells(texts: list[TextBlock], columns: dict[int, tuple[int, int]]) -> str:
    """ "A1:F30" for the cells that these rows cover; all but the last, which may go on, are forgotten."""
    rows = [text.first_line for text in texts if text.first_line]
    if not rows:
        return ""
    spans = [columns.get(row, (1, 1)) for row in rows]
    for row in rows[:-1]:
        columns.pop(row, None)
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return f"{_letters(first)}{min(rows)}:{_letters(last)}{max(rows)}"


def _letters(column: int) -> str:
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
