"""Gets the rows out of an XLSX workbook, as a stream. Parser child, main thread.

The libraries that read this format hold a sheet whole, as a rectangle: two cells in far corners are enough to
fill any memory. Here only the row being read is held, and the strings that cells share.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lxml import etree

from desktop_rag.domain.errors import DocumentTooLarge
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.office.sheet_numbers import BUILT_IN, shown
from desktop_rag.parsing.office.sheet_rows import SheetCell, SheetRow
from desktop_rag.parsing.packages import Package, child, local, open_package, relation_id
from desktop_rag.parsing.xml_stream import Silence, feed

MAX_SHARED_STRINGS = 3_000_000
MAX_SHARED_CHARS = 200_000_000
_MOST_COLUMNS = 16_384
_MOST_MERGED = 20_000
_LOOKED_THROUGH_BYTES = 32 << 20
"""Of a sheet whose merged cells are looked for before its rows: they stand behind them."""

_LONGEST_CELL = 40_000
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_AFTER_ROWS = re.compile(rb'<(?:\w+:)?(mergeCell|autoFilter)\s[^<>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")
_TRUE = frozenset({"1", "true"})
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Style:
    code: str
    is_bold: bool


_NO_STYLE = _Style("", is_bold=False)


@dataclass(frozen=True, slots=True)
class _Workbook:
    """What the sheets share."""

    strings: list[str]
    styles: list[_Style]
    epoch_1904: bool


@dataclass(frozen=True, slots=True)
class _Marks:
    """Cells that reach over others, by row and column, as (columns, rows); and rows that are headers."""

    merged: Mapping[tuple[int, int], tuple[int, int]]
    headers: frozenset[int]


def read_xlsx(path: Path, noun: str, titles: list[str]) -> Iterator[SheetRow]:
    """The rows that hold something, sheet by sheet. Raises `DocumentError` and `OSError`."""
    with open_package(path, noun) as package:
        main = package.relation("", "officeDocument") or "xl/workbook.xml"
        root = package.tree(main)
        titles.append(package.core_title())
        properties = child(root, "workbookPr")
        workbook = _Workbook(
            _shared_strings(package, package.relation(main, "sharedStrings")),
            _styles(package.optional(package.relation(main, "styles"))),
            properties is not None and properties.get("date1904") in _TRUE,
        )
        relations = package.relations(main)
        for number, sheet in enumerate(_children(root, "sheets"), start=1):
            part = relations.get(relation_id(sheet), "")
            if part in package and "/chartsheets/" not in part:
                yield from _rows(package, part, number, sheet.get("name", ""), workbook)


def _rows(package: Package, part: str, number: int, name: str, workbook: _Workbook) -> Iterator[SheetRow]:
    silence = Silence(package.noun)
    chunks: Iterable[bytes] = package.chunks(part)
    headers = _table_headers(package, part)
    marks = _Marks({}, headers)
    if package.size_bytes(part) <= _LOOKED_THROUGH_BYTES:
        chunks = list(chunks)
        marks = _marks_after_rows(b"".join(chunks), headers)
    target = _SheetTarget(number, name, workbook, marks)
    for _ in feed(silence.watch(chunks), target, package.noun):
        if target.rows:
            silence.broken()
            rows, target.rows = target.rows, []
            yield from rows


class _SheetTarget:
    """Gathers `rows` from the tags of one sheet."""

    def __init__(self, number: int, name: str, workbook: _Workbook, marks: _Marks) -> None:
        self.rows: list[SheetRow] = []
        self._number = number
        self._name = name
        self._workbook = workbook
        self._marks = marks
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._cells: list[SheetCell] = []
        self._type = self._style = ""
        self._text: list[str] = []
        self._size = 0
        self._gathers = False
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._column = self._column_of(attributes.get("r", ""))
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._text, self._size = [], 0
        elif name in ("v", "t"):
            self._gathers = not self._phonetic
        elif name == "row":
            number = attributes.get("r", "")
            given = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else 0
            self._row = max(self._row + 1, given)
            self._column = 0
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "c":
            if self._text and self._column <= _MOST_COLUMNS:
                self._add_cell()
        elif name in ("v", "t"):
            self._gathers = False
        elif name == "row":
            if self._cells:
                is_header = self._row in self._marks.headers
                self.rows.append(SheetRow(self._number, self._name, self._row, self._cells, is_header))
                self._cells = []
        elif name == "rPh":
            self._phonetic = False

    def data(self, text: str) -> None:
        if self._gathers and self._size <= _LONGEST_CELL:
            self._text.append(text)
            self._size += len(text)

    def _column_of(self, reference: str) -> int:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            return self._column + 1
        return max(self._column + 1, column_number(found[1]))

    def _add_cell(self) -> None:
        style = _at(self._workbook.styles, self._style) or _NO_STYLE
        raw = "".join(self._text)
        text, is_figure = self._shown(raw, style.code)
        if not text:
            return
        columns, rows = self._marks.merged.get((self._row, self._column), (1, 1))
        self._cells.append(SheetCell(self._column, text, is_figure, style.is_bold, columns, rows))

    def _shown(self, raw: str, code: str) -> tuple[str, bool]:
        """The cell's text, and whether it is a figure. Errors ("#N/A") are nothing to search for."""
        match self._type:
            case "s":
                return _at(self._workbook.strings, raw.strip()) or "", False
            case "str" | "inlineStr":
                return tidy(raw), False
            case "b":
                return ("TRUE" if raw.strip() in _TRUE else "FALSE"), False
            case "e":
                return "", False
            case "d":
                return tidy(raw).removesuffix("T00:00:00"), True
        try:
            return shown(float(raw), code, epoch_1904=self._workbook.epoch_1904), True
        except (ValueError, OverflowError):  # no number, or none that can be written
            return tidy(raw), False


class _StringsTarget:
    """Gathers the strings that cells share; how they are pronounced (rPh) is left out."""

    def __init__(self, noun: str) -> None:
        self.strings: list[str] = []
        self._noun = noun
        self._parts: list[str] = []
        self._chars = 0
        self._gathers = self._phonetic = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "t":
            self._gathers = not self._phonetic
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self._gathers = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.strings.append(tidy("".join(self._parts))[:_LONGEST_CELL])
            self._parts = []
            if len(self.strings) > MAX_SHARED_STRINGS or self._chars > MAX_SHARED_CHARS:
                raise DocumentTooLarge(f"This {self._noun} holds more text than this program reads.")

    def data(self, text: str) -> None:
        if self._gathers:
            self._chars += len(text)
            self._parts.append(text)


def _shared_strings(package: Package, part: str) -> list[str]:
    if not part:
        return []
    target = _StringsTarget(package.noun)
    for _ in feed(package.chunks(part), target, package.noun):
        pass
    return target.strings


def _styles(root: etree._Element) -> list[_Style]:
    codes = {
        identifier: element.get("formatCode", "")
        for element in _children(root, "numFmts")
        if (identifier := element.get("numFmtId"))
    }
    fonts = [_is_bold(font) for font in _children(root, "fonts")]
    return [
        _Style(
            codes.get(style.get("numFmtId", ""), "") or BUILT_IN.get(_number(style.get("numFmtId")), ""),
            _at(fonts, style.get("fontId", "")) or False,
        )
        for style in _children(root, "cellXfs")
    ]


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    found = child(root, name)
    return [] if found is None else [inner for inner in found if local(inner)]


def _is_bold(font: etree._Element) -> bool:
    bold = child(font, "b")
    return bold is not None and bold.get("val", "1") in _TRUE


def _table_headers(package: Package, part: str) -> frozenset[int]:
    """The first rows of the tables that the sheet itself knows."""
    rows: set[int] = set()
    for target in package.relations(part).values():
        if "/tables/" in target and target in package and len(rows) < _MOST_MERGED:
            table = package.tree(target)
            found = _RANGE.fullmatch(table.get("ref", ""))
            if found and table.get("headerRowCount", "1") != "0":
                rows.add(int(found[2]))
    return frozenset(rows)


def _marks_after_rows(content: bytes, headers: frozenset[int]) -> _Marks:
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    filtered: set[int] = set()
    for found in _AFTER_ROWS.finditer(content, max(0, content.rfind(b"sheetData>"))):
        area = _RANGE.fullmatch(found[2].decode("ascii"))
        if area is None or len(merged) >= _MOST_MERGED:
            continue
        left, right, top, bottom = column_number(area[1]), column_number(area[3]), int(area[2]), int(area[4])
        if found[1] == b"autoFilter":
            filtered.add(top)
        elif left <= right and top <= bottom:
            merged[top, left] = (right - left + 1, bottom - top + 1)
    return _Marks(merged, headers | filtered)


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def tidy(text: str) -> str:
    """A cell's text on one line; "_x000D_" is how Excel writes a carriage return."""
    return " ".join(clean(text.replace("_x000D_", " ")).split())


def _number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else -1


def _at(values: list[_Value], index: str) -> _Value | None:
    number = _number(index)
    return values[number] if 0 <= number < len(values) else None
