"""Gets the rows out of an Excel workbook of the old kind (.xls), as a stream. Parser child, main thread.

calamine 0.37, which reads this format too, takes the memory that the file asks for: four changed bytes end
the process. Here the records are followed as they come, and nothing but the shared strings is kept.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop_rag.domain.errors import DocumentProtected, DocumentTooLarge
from desktop_rag.parsing.compound import CompoundFile
from desktop_rag.parsing.office import xls_records as xls
from desktop_rag.parsing.office.sheet_numbers import BUILT_IN, shown
from desktop_rag.parsing.office.sheet_rows import SheetCell, SheetRow
from desktop_rag.parsing.office.xls_records import Record, SharedStrings, records, short_text
from desktop_rag.parsing.office.xlsx import tidy
from desktop_rag.parsing.xml_stream import damaged

MAX_STREAM_BYTES = 256 << 20
_MOST_STRINGS = 5_000_000
_MOST_MERGED = 20_000
_UNUSED_FONT = 4
_BOLD = 600


@dataclass(frozen=True, slots=True)
class _Style:
    code: str
    is_bold: bool


_NO_STYLE = _Style("", is_bold=False)


@dataclass(slots=True)
class _Workbook:
    """What the sheets share. `encoding` is empty for Unicode."""

    sheets: dict[int, str] = field(default_factory=dict)
    """Their names by where they begin."""
    strings: list[str] = field(default_factory=list)
    styles: list[_Style] = field(default_factory=list)
    epoch_1904: bool = False
    encoding: str = "cp1252"


def read_xls(path: Path, noun: str, _titles: list[str]) -> Iterator[SheetRow]:
    """The rows that hold something, sheet by sheet. Raises `DocumentError` and `OSError`."""
    stream = _stream(path, noun)
    try:
        workbook = _workbook(stream, noun)
        for number, (start, name) in enumerate(workbook.sheets.items(), start=1):
            yield from _Sheet(number, name, workbook, _merged(stream, start)).rows(stream, start)
    except struct.error as error:  # a record is shorter than its kind
        raise damaged(noun, str(error)) from error


def _stream(path: Path, noun: str) -> bytes:
    """Only one at the top counts: sheets may hold others."""
    with path.open("rb") as file:
        compound = CompoundFile(file)
        found = compound.root.streams.get("Workbook") or compound.root.streams.get("Book")
        if found is None:
            raise damaged(noun, "there is no workbook in it")
        if found.size_bytes > MAX_STREAM_BYTES:
            raise DocumentTooLarge(f"This {noun} has more than {MAX_STREAM_BYTES >> 20} MB.")
        return compound.read(found, MAX_STREAM_BYTES)


def _workbook(stream: bytes, noun: str) -> _Workbook:
    shared = _Shared()
    before = 0
    for record in records(stream):
        if record.kind == xls.END:
            break
        if record.kind == xls.CONTINUE and before == xls.STRINGS:
            shared.strings.append(record.body)
            continue
        shared.take(record)
        before = record.kind
    workbook = shared.workbook
    for text in SharedStrings(shared.strings).read():
        workbook.strings.append(tidy(text))
        if len(workbook.strings) > _MOST_STRINGS:
            raise DocumentTooLarge(f"This {noun} holds more text than this program reads.")
    return workbook


class _Shared:
    """Reads the records before the sheets."""

    def __init__(self) -> None:
        self.workbook = _Workbook()
        self.strings: list[bytes] = []
        self._codes: dict[int, str] = {}
        self._fonts: list[bool] = []

    def take(self, record: Record) -> None:
        body, number = record.body, int.from_bytes(record.body[:2], "little")
        match record.kind:
            case xls.PROTECTED:
                raise DocumentProtected
            case xls.DATE_MODE:
                self.workbook.epoch_1904 = number == 1
            case xls.FONT:
                self._fonts.append(int.from_bytes(body[6:8], "little") >= _BOLD)
            case xls.STYLE:
                self.workbook.styles.append(_style(body, self._codes, self._fonts))
            case xls.STRINGS:
                self.strings.append(body)
            case _:
                self._take_text(record.kind, body, number)

    def _take_text(self, kind: int, body: bytes, number: int) -> None:
        encoding = self.workbook.encoding
        if kind == xls.BEGIN and number == xls.UNICODE_VERSION:
            self.workbook.encoding = ""
        elif kind == xls.CODE_PAGE and encoding:
            self.workbook.encoding = xls.code_page(number)
        elif kind == xls.FORMAT:
            self._codes[number] = short_text(body, 2, 1 if encoding else 2, encoding)
        elif kind == xls.BOUND_SHEET and body[5:6] == b"\0":
            start = int.from_bytes(body[:4], "little")
            self.workbook.sheets.setdefault(start, short_text(body, 6, 1, encoding))


def _style(body: bytes, codes: Mapping[int, str], fonts: list[bool]) -> _Style:
    font, code = struct.unpack_from("<2H", body)
    font -= font > _UNUSED_FONT
    return _Style(codes.get(code) or BUILT_IN.get(code, ""), font < len(fonts) and fonts[font])


def _merged(stream: bytes, start: int) -> dict[tuple[int, int], tuple[int, int]]:
    """How many columns and rows merged cells reach over; this stands behind the cells."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for record in _of_sheet(stream, start):
        if record.kind == xls.MERGED and len(found) < _MOST_MERGED:
            for position in range(2, len(record.body) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<4H", record.body, position)
                if top <= bottom and left <= right:
                    found[top, left] = (right - left + 1, bottom - top + 1)
    return found


def _of_sheet(stream: bytes, start: int) -> Iterator[Record]:
    """Those of the sheet itself, not of charts that stand on it."""
    depth = 0
    for record in records(stream, start):
        if record.kind == xls.BEGIN:
            depth += 1
        elif record.kind == xls.END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield record


class _Sheet:
    """Puts the cells of one sheet together to rows."""

    def __init__(
        self, number: int, name: str, workbook: _Workbook, merged: Mapping[tuple[int, int], tuple[int, int]]
    ) -> None:
        self._number = number
        self._name = name
        self._workbook = workbook
        self._merged = merged
        self._row = 0
        self._cells: dict[int, SheetCell] = {}
        self._awaiting: tuple[int, int, int] | None = None

    def rows(self, stream: bytes, start: int) -> Iterator[SheetRow]:
        for record in _of_sheet(stream, start):
            for row, column, style, value in self._values(record):
                if row != self._row and self._cells:
                    yield self._taken()
                self._row = row
                self._keep(row, column, style, value)
        if self._cells:
            yield self._taken()

    def _taken(self) -> SheetRow:
        cells, self._cells = self._cells, {}
        return SheetRow(self._number, self._name, self._row + 1, [cells[column] for column in sorted(cells)])

    def _values(self, record: Record) -> Iterator[tuple[int, int, int, str | float]]:
        """Row, column, style and value of each cell in `record`; rows and columns are from 0 here."""
        kind, body = record.kind, record.body
        if kind == xls.FORMULA_STRING:
            if self._awaiting:
                yield *self._awaiting, short_text(body, 0, 2, self._workbook.encoding)
            self._awaiting = None
        elif kind == xls.SMALLS:
            row, first = struct.unpack_from("<2H", body)
            for index in range((len(body) - 6) // 6):
                style, value = struct.unpack_from("<HI", body, 4 + index * 6)
                yield row, first + index, style, xls.decode_small(value)
        elif kind in _ONE_CELL:
            place = struct.unpack_from("<3H", body)
            value = self._value(kind, body, place)
            if value is not None:
                yield *place, value

    def _value(self, kind: int, body: bytes, place: tuple[int, int, int]) -> str | float | None:
        """None for a formula whose text is yet to come, and for errors ("#N/A"): nothing to search for."""
        match kind:
            case xls.LABEL_SHARED:
                (index,) = struct.unpack_from("<I", body, 6)
                return self._workbook.strings[index] if index < len(self._workbook.strings) else ""
            case xls.NUMBER:
                return float(struct.unpack_from("<d", body, 6)[0])
            case xls.SMALL:
                return xls.decode_small(struct.unpack_from("<I", body, 6)[0])
            case xls.BOOLEAN:
                return None if body[7:8] != b"\0" else _truth(body[6:7])
            case xls.FORMULA:
                return self._result(body[6:14], place)
        return short_text(body, 6, 2, self._workbook.encoding)

    def _result(self, result: bytes, place: tuple[int, int, int]) -> str | float | None:
        self._awaiting = None
        if result[6:] != b"\xff\xff":
            return float(struct.unpack("<d", result)[0])
        if result[:1] == b"\0":
            self._awaiting = place
        return _truth(result[2:3]) if result[:1] == b"\1" else None

    def _keep(self, row: int, column: int, style_index: int, value: str | float) -> None:
        styles = self._workbook.styles
        style = styles[style_index] if style_index < len(styles) else _NO_STYLE
        text = tidy(value) if isinstance(value, str) else self._number_text(value, style.code)
        if text:
            columns, rows = self._merged.get((row, column), (1, 1))
            is_figure = not isinstance(value, str)
            self._cells[column] = SheetCell(column + 1, text, is_figure, style.is_bold, columns, rows)

    def _number_text(self, value: float, code: str) -> str:
        try:
            return shown(value, code, epoch_1904=self._workbook.epoch_1904)
        except (ValueError, OverflowError):  # infinite or no number
            return ""


_ONE_CELL = frozenset(
    {xls.LABEL_SHARED, xls.LABEL, xls.RICH_LABEL, xls.NUMBER, xls.SMALL, xls.BOOLEAN, xls.FORMULA}
)


def _truth(value: bytes) -> str:
    return "FALSE" if value == b"\0" else "TRUE"
