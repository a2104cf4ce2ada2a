"""Spreadsheets, made here by openpyxl and odfpy, are read row by row with the cells they stand in."""

import struct
import time
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import openpyxl
import pytest
from odf import office, table
from odf.opendocument import OpenDocumentSpreadsheet
from odf.text import P
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentError,
    DocumentHasNoText,
    DocumentProtected,
    DocumentTooLarge,
)
from desktop_rag.domain.places import passage_label, place_words
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.office.sheet_numbers import shown
from desktop_rag.parsing.registry import open_document
from tests.msgs import compound
from tests.office_files import Value, broken_copies, broken_parts, pack, parts_of, record, workbook
from tests.reading import outcome, refusal

MOMENT = datetime(2024, 3, 1, 9, 30)  # noqa: DTZ001 - a sheet's dates have no time zone
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def _saved(tmp_path: Path, book: Workbook) -> Path:
    path = tmp_path / "file.xlsx"
    book.save(path)
    return path


def _open(tmp_path: Path, book: Workbook) -> OpenedDocument:
    return open_document(_saved(tmp_path, book))


def _book(*rows: object) -> tuple[Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    return book, sheet


def _lines(document: OpenedDocument) -> list[str]:
    return [line for page in document.pages for line in page.text.split("\n") if line]


def _place(page: Page, words: str, kind: DocumentFormat = DocumentFormat.XLSX) -> str:
    start = page.text.index(words)
    return passage_label(kind, page, start, start + len(words))


def test_rows_name_their_columns_and_know_their_cells(tmp_path: Path) -> None:
    book, sheet = _book(["Region", "Sales"], ["North", 1250.0], ["South", 980.5])
    sheet.title = "Budget"
    book.properties.title = "Plan 2026"
    opened = _open(tmp_path, book)
    assert (opened.format, opened.title) == (DocumentFormat.XLSX, "Plan 2026")
    (page,) = opened.pages
    assert page.text == "Budget\n\nRegion | Sales\nRegion: North | Sales: 1250\nRegion: South | Sales: 980.5"
    assert [(block.kind.value, block.level) for block in page.blocks] == [("heading", 1)] + [
        ("table_row", 0)
    ] * 3
    assert page.label == "A1:B3"
    assert _place(page, "Region: South") == "A3:B3"
    assert _place(page, "North | Sales: 1250\nRegion: South") == "A2:B3"


def test_a_place_is_that_of_the_rows_wherever_the_table_stands(tmp_path: Path) -> None:
    book, sheet = _book()
    sheet.title = "Budget"
    for row in range(12, 60):
        for column in range(28, 40):
            sheet.cell(row, column, f"item {row}" if column == 28 else row * column)
    pages = list(_open(tmp_path, book).pages)
    assert pages[0].label.startswith("AB12:AM")
    assert _place(pages[0], "546\nitem 15") == "AB14:AM15"
    assert pages[1].heading == "Budget"
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    last = pages[-1]
    place = place_words(DocumentFormat.XLSX, last.number, _place(last, "item 59"), last.heading)
    assert place == "Budget · AB59:AM59"
    assert sum(page.text.count("item") for page in pages) == 48


def test_no_page_holds_rows_of_two_sheets_and_hidden_ones_are_read(tmp_path: Path) -> None:
    book, sheet = _book(["one", "two"])
    sheet.title = "First"
    book.create_sheet("Empty")
    hidden = book.create_sheet("Third")
    hidden["C5"] = "far"
    hidden.sheet_state = "veryHidden"
    assert [(page.text, page.label) for page in _open(tmp_path, book).pages] == [
        ("First\n\none | two", "A1:B1"),
        ("Third\n\nfar", "C5:C5"),
    ]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1250.0, "General", "1250"),
        (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, "#,##0.00;[Red](#,##0.00)", "-1,234.50"),
        (0.125, "0.0%", "12.5%"),
        (0.5, "0%", "50%"),
        (1234.5, '"$"#,##0.00_);\\("$"#,##0.00\\)', "$1,234.50"),
        (1234.5, "_-* #,##0.00 €_-;-* #,##0.00 €_-", "1,234.50 €"),
        (99, "[$£-809]#,##0", "£99"),
        (5, '0.0#" kg"', "5.0 kg"),
        (7, "00000", "00007"),
        (1e20, "0", "1e+20"),
        (12345, "0.00E+00", "12345"),
        (45352, "d/m/yyyy", "2024-03-01"),
        (45352, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2024-03-01"),
        (45352.75, "dd/mm/yy hh:mm", "2024-03-01 18:00"),
        (0.75, "h:mm AM/PM", "18:00"),
        (1.5, "[h]:mm", "36:00"),
        (1, "yyyy", "1900-01-01"),
        (-1, "yyyy", "-1"),
    ],
)  # fmt: skip
def test_numbers_read_as_the_sheet_shows_them(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_formats_dates_and_kinds_of_cells(tmp_path: Path) -> None:
    book, sheet = _book(["Share", 0.5, date(2024, 3, 1), MOMENT, clock(8, 15), True])
    sheet["B1"].number_format = "0.0%"
    sheet["G1"] = "a\nb"
    sheet["H1"] = "=1/0"
    assert _lines(_open(tmp_path, book))[1:] == [
        "Share | 50.0% | 2024-03-01 | 2024-03-01 09:30 | 08:15 | TRUE | a b"
    ]


def _with_strings(parts: dict[str, bytes], strings: str) -> dict[str, bytes]:
    """As Excel writes them: once, for all cells that have them."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    name = "xl/_rels/workbook.xml.rels"
    relations = parts[name].replace(b"</Relationships>", relation.encode())
    return {**parts, name: relations, STRINGS: f"<sst>{strings}</sst>".encode()}


def test_shared_strings_are_put_where_they_belong(tmp_path: Path) -> None:
    path = _saved(tmp_path, _book()[0])
    rich = "<si><r><rPr><b/></rPr><t>To</t></r><r><t>tal</t></r><rPh sb='0' eb='1'><t>said</t></rPh></si>"
    parts = _with_strings(parts_of(path), f"<si><t>Item_x000D_\none</t></si>{rich}")
    cells = '<c r="B7" t="s"><v>1</v></c><c r="D7" t="s"><v>0</v></c><c r="E7" t="s"><v>2</v></c>'
    parts[SHEET] = f'<worksheet><sheetData><row r="7">{cells}</row></sheetData></worksheet>'.encode()
    (page,) = open_document(pack(path, parts)).pages
    assert (page.text, page.label) == ("Sheet\n\nTotal | Item one", "B7:D7")


def test_dates_count_from_1904_where_the_book_says_so(tmp_path: Path) -> None:
    book, _ = _book(["Day", date(2024, 3, 1)])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert _lines(_open(tmp_path, book))[1:] == ["Day | 2024-03-01"]


def test_headers_are_found_below_titles_and_again_after_gaps(tmp_path: Path) -> None:
    rows = [["Costs of the house"], [], ["Item", "Price"], ["Roof", 9], ["Door", 3], [], ["Person", "Age"]]
    book, _ = _book(*rows, ["Ann", 40], ["Ben", 41], ["All are well"])
    assert _lines(_open(tmp_path, book))[1:] == [
        "Costs of the house",
        "Item | Price",
        "Item: Roof | Price: 9",
        "Item: Door | Price: 3",
        "Person | Age",
        "Person: Ann | Age: 40",
        "Person: Ben | Age: 41",
        "All are well",
    ]


def test_a_gap_inside_a_table_keeps_its_headers(tmp_path: Path) -> None:
    book, _ = _book(["Item", "Price"], ["Roof", 9], ["Door", 3], [], ["Lamp", 5], ["Sum", 17])
    assert _lines(_open(tmp_path, book))[-2:] == ["Item: Lamp | Price: 5", "Item: Sum | Price: 17"]


def test_words_alone_have_headers_when_they_are_bold_or_a_wide_table(tmp_path: Path) -> None:
    form = [["Name", "Ann"], ["Town", "Bern"], ["Road", "Long Lane"]]
    book, sheet = _book(*form)
    assert _lines(_open(tmp_path, book))[1:] == ["Name | Ann", "Town | Bern", "Road | Long Lane"]
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    assert _lines(_open(tmp_path, book))[2] == "Name: Town | Ann: Bern"
    wide = [
        ["Name", "Town", "Role"],
        ["Ann", "Bern", "Chair"],
        ["Ben", "Rome", "Clerk"],
        ["Cem", "Oslo", "Cook"],
    ]
    book, _ = _book(*wide)
    assert _lines(_open(tmp_path, book))[2] == "Name: Ann | Town: Bern | Role: Chair"


def test_years_head_columns_and_merged_headers_reach_over_theirs(tmp_path: Path) -> None:
    book, _ = _book(["Item", 2024, 2025], ["Roof", 9, 8], ["Door", 3, 4])
    assert _lines(_open(tmp_path, book))[2] == "Item: Roof | 2024: 9 | 2025: 8"
    book, sheet = _book(["Item", "North", None, "South", None], [None, "Q1", "Q2", "Q1", "Q2"])
    for row in (["Roof", 1, 2, 3, 4], ["Door", 5, 6, 7, 8]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    line = _lines(_open(tmp_path, book))[3]
    assert line == "Item: Roof | North Q1: 1 | North Q2: 2 | South Q1: 3 | South Q2: 4"


def test_a_merged_label_goes_with_each_of_its_rows(tmp_path: Path) -> None:
    book, sheet = _book(["Team", "Who", "Age"], ["Red", "Ann", 40], [None, "Ben", 41], ["Blue", "Cem", 42])
    sheet.merge_cells("A2:A3")
    lines = _lines(_open(tmp_path, book))
    assert lines[3:] == ["Team: Red | Who: Ben | Age: 41", "Team: Blue | Who: Cem | Age: 42"]


def test_a_table_that_the_sheet_knows_has_its_headers(tmp_path: Path) -> None:
    book, sheet = _book(["x"], ["Name", "Town"], ["Ann", "Bern"])
    sheet.add_table(Table(displayName="People", ref="A2:B3"))
    assert _lines(_open(tmp_path, book))[-1] == "Name: Ann | Town: Bern"


def test_a_large_book_has_pages_of_bounded_number_and_flat_memory(tmp_path: Path) -> None:
    path = _saved(tmp_path, _book()[0])
    parts = parts_of(path)
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c>'
        f'<c r="B{n}" t="inlineStr"><is><t>{"word " * 200}</t></is></c></row>'
        for n in range(1, 12_001)
    )
    parts[SHEET] = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    pages = list(open_document(pack(path, parts)).pages)
    assert len(pages[0].text) <= 2_000
    assert len(pages) < 8_000_000 // 1_000 + 4_000_000 // 15_000
    assert len(pages[-2].text) > 10_000
    assert pages[-1].heading == "Sheet"
    assert pages[-1].label.endswith(":B12000")


def test_an_empty_book_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(DocumentHasNoText):
        _open(tmp_path, openpyxl.Workbook())


# The old kind.


def _xls(tmp_path: Path, stream: bytes) -> Path:
    path = tmp_path / "file.xls"
    path.write_bytes(compound({"Workbook": stream, "\x05SummaryInformation": b"x"}))
    return path


ROWS: list[list[Value]] = [["Item", "Price"], ["Tea", 2.5], ["Nut", 1250.0], [], ["Sum"]]


@pytest.mark.parametrize("padding", [0, 5_000])
def test_sheets_of_the_old_kind_are_read(tmp_path: Path, padding: int) -> None:
    stream = workbook({"Costs": ROWS, "More": [[None, "x"]]}) + bytes(padding)
    opened = open_document(_xls(tmp_path, stream))
    assert opened.format is DocumentFormat.XLS
    pages = list(opened.pages)
    assert [(page.text, page.label) for page in pages] == [
        ("Costs\n\nItem | Price\nItem: Tea | Price: 2.5\nItem: Nut | Price: 1250\n\nSum", "A1:B5"),
        ("More\n\nx", "B1:B1"),
    ]
    assert _place(pages[0], "Tea | Price: 2.5\nItem: Nut", DocumentFormat.XLS) == "A2:B3"


@pytest.mark.parametrize(
    "extra",
    [
        record(0x0203, struct.pack("<3Hd", 65_535, 255, 0, 1.0)),
        record(0x0200, struct.pack("<2I3H", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)),
        record(0x00BD, struct.pack("<2HHIH", 65_535, 0, 0, 0, 255)),
    ],
    ids=["a cell in the far corner", "a size that lies", "a run of cells that lies"],
)
def test_no_size_that_the_file_claims_is_believed(tmp_path: Path, extra: bytes) -> None:
    assert "Tea" in outcome(_xls(tmp_path, workbook({"Costs": ROWS}, extra)))


def test_other_cells_of_the_old_kind_and_their_formats(tmp_path: Path) -> None:
    """Packed numbers, formulas with numbers, text and errors, truth, plain text; formats and a merge."""
    formats = b"".join(
        (
            record(0x041E, struct.pack("<HHB", 164, 4, 0) + b"0.0%"),
            *(record(0x00E0, struct.pack("<2H16x", 0, code)) for code in (0, 164, 14)),
        )
    )
    extra = b"".join(
        (
            record(0x027E, struct.pack("<3HI", 9, 0, 1, (5 << 2) | 3)),
            record(0x00BD, struct.pack("<2H HI HI H", 9, 1, 0, (7 << 2) | 2, 0, 0xFFFFFFFC << 0 | 2, 2)),
            record(0x0006, struct.pack("<3Hd6x", 10, 0, 2, 45_352.0)),
            record(0x0006, struct.pack("<3HB5x", 10, 1, 0, 0) + b"\xff\xff" + bytes(6)),
            record(0x0207, struct.pack("<HB", 2, 1) + "né".encode("utf-16-le")),
            record(0x0006, struct.pack("<3HB5x", 10, 2, 0, 2) + b"\xff\xff" + bytes(6)),
            record(0x0205, struct.pack("<3H2B", 10, 3, 0, 1, 0)),
            record(0x0204, struct.pack("<3HHB", 10, 4, 0, 3, 0) + b"old"),
            record(0x00E5, struct.pack("<H4H", 1, 10, 11, 4, 4)),
            record(0x0203, struct.pack("<3Hd", 11, 0, 0, 1.0)),
        )
    )
    (page,) = open_document(_xls(tmp_path, workbook({"S": []}, extra, formats))).pages
    assert page.text.split("\n")[2:] == ["5.0% | 7 | -1", "2024-03-01 | né | TRUE | old", "1 | old"]
    assert page.label == "A10:E12"


def test_books_older_than_unicode_are_read_in_their_code_page(tmp_path: Path) -> None:
    begin = struct.pack("<2H4x", 0x0500, 0x0005)
    shared = record(0x0809, begin) + record(0x0042, struct.pack("<H", 1251))
    name = record(0x0085, struct.pack("<IHB", len(shared) + 4 + 12 + 4, 0, 5) + "Лист1".encode("cp1251"))
    sheet = record(0x0809, begin) + record(0x0204, struct.pack("<4H", 1, 1, 0, 3) + "чай".encode("cp1251"))
    path = tmp_path / "file.xls"
    path.write_bytes(compound({"Book": shared + name + record(0x000A) + sheet + record(0x000A)}))
    (page,) = open_document(path).pages
    assert (page.text, page.label) == ("Лист1\n\nчай", "B2:B2")


def test_shared_strings_go_on_in_the_next_record_in_letters_of_another_width(tmp_path: Path) -> None:
    stream = workbook({"S": [["abcdef", "x"]]})
    shared = struct.pack("<2I", 9_999, 2) + struct.pack("<HBHI", 6, 12, 1, 2) + b"abc"
    rest = b"\1" + "déf".encode("utf-16-le") + bytes(4 + 2) + struct.pack("<HB", 1, 0) + b"x"
    old = stream[stream.index(struct.pack("<2H", 0x00FC, 8 + 15 + 5)) :][: 4 + 28]
    new = record(0x00FC, shared.replace(b"\x0c", b"\x0c")) + record(0x003C, rest)
    moved = stream.replace(old, new)
    sheet = stream.index(record(0x0809, struct.pack("<4H8x", 0x0600, 0x0010, 0, 0)))
    moved = moved.replace(struct.pack("<I", sheet), struct.pack("<I", sheet + len(new) - len(old)), 1)
    (page,) = open_document(_xls(tmp_path, moved)).pages
    assert page.text == "S\n\nabcdéf | x"


def test_another_reader_sees_the_same_in_the_book_that_these_tests_write(tmp_path: Path) -> None:
    path = _xls(tmp_path, workbook({"Costs": ROWS}))
    seen = CalamineWorkbook.from_path(path).get_sheet_by_name("Costs").to_python()
    assert [[value for value in row if value != ""] for row in seen] == ROWS


def test_a_protected_sheet_of_the_old_kind_is_encrypted(tmp_path: Path) -> None:
    stream = workbook({"Costs": ROWS}, shared=record(0x002F, bytes(6)))
    assert isinstance(refusal(_xls(tmp_path, stream)), DocumentProtected)


def test_damage_of_the_old_kind_is_text_or_a_reason(tmp_path: Path) -> None:
    stream = workbook({"Costs": ROWS, "More": [[None, "x"]]})
    for broken in broken_copies(stream, 150):
        assert outcome(_xls(tmp_path, broken))
    path = _xls(tmp_path, stream)
    for broken in broken_copies(path.read_bytes(), 150):
        path.write_bytes(broken)
        assert outcome(path)


# OpenDocument.


def _ods(tmp_path: Path, fill: Callable[[table.Table], None]) -> Path:
    document = OpenDocumentSpreadsheet()
    sheet = table.Table(name="Costs")
    fill(sheet)
    document.spreadsheet.addElement(sheet)
    path = tmp_path / "file.ods"
    document.save(str(path))
    return path


def _ods_row(*values: Value | date, repeated: int = 1) -> table.TableRow:
    row = table.TableRow(numberrowsrepeated=repeated)
    for value in values:
        if isinstance(value, date):
            cell = table.TableCell(valuetype="date", datevalue=value.isoformat())
            cell.addElement(P(text=value.strftime("%d. %m. %y")))
        elif isinstance(value, float):
            cell = table.TableCell(valuetype="float", value=value)
            cell.addElement(P(text=f"{value:,.2f}"))
        else:
            cell = table.TableCell(valuetype="string") if value else table.TableCell()
            if value:
                cell.addElement(P(text=value))
        row.addElement(cell)
    return row


def test_opendocument_sheets_are_read_with_their_cells(tmp_path: Path) -> None:
    def fill(sheet: table.Table) -> None:
        for row in (
            ["Item", "Price", "Since"],
            ["Tea", 2.5, date(2024, 3, 1)],
            ["Nut", 1250.0, date(2024, 4, 1)],
        ):
            sheet.addElement(_ods_row(*row))
        sheet.addElement(_ods_row(None, repeated=500))
        sheet.addElement(_ods_row("twice", repeated=2))
        sheet.addElement(_ods_row(None, repeated=1_048_000))
        far = _ods_row()
        far.addElement(table.TableCell(numbercolumnsrepeated=27))
        far.addElement(_noted("far", "a remark"))
        sheet.addElement(far)

    opened = open_document(_ods(tmp_path, fill))
    assert opened.format is DocumentFormat.ODS
    (page,) = opened.pages
    assert page.text.split("\n\n") == [
        "Costs",
        "Item | Price | Since\nItem: Tea | Price: 2.50 | Since: 2024-03-01\n"
        "Item: Nut | Price: 1,250.00 | Since: 2024-04-01",
        "twice\ntwice",
        "far",
    ]
    assert page.label == "A1:AB1048506"
    assert _place(page, "twice\ntwice", DocumentFormat.ODS) == "A504:AB505"


def _noted(text: str, remark: str) -> table.TableCell:
    cell = table.TableCell(valuetype="string")
    note = office.Annotation()
    note.addElement(P(text=remark))
    cell.addElement(note)
    cell.addElement(P(text=text))
    return cell


def test_repeats_without_end_are_held_to_reason(tmp_path: Path) -> None:
    def fill(sheet: table.Table) -> None:
        for _ in range(20):
            row = table.TableRow(numberrowsrepeated=1_000_000_000)
            cell = table.TableCell(valuetype="string", numbercolumnsrepeated=1_000_000_000)
            cell.addElement(P(text="ha"))
            row.addElement(cell)
            sheet.addElement(row)

    started = time.process_time()
    path = _ods(tmp_path, fill)
    assert sum(len(page.text) for page in open_document(path).pages) < 100_000_000
    assert time.process_time() - started < 20


# What may go wrong.


def _small(tmp_path: Path) -> Path:
    book, sheet = _book(["Item", "Price"], ["Tea", 2.5], ["Nut", date(2024, 3, 1)])
    sheet.merge_cells("A5:B6")
    sheet["A5"] = "Sum"
    return _saved(tmp_path, book)


def test_damage_is_text_or_a_reason(tmp_path: Path) -> None:
    path = _small(tmp_path)
    content, parts = (
        path.read_bytes(),
        _with_strings(parts_of(path), "<si><r><t>Te</t></r><r><t>a</t></r></si>"),
    )
    parts[SHEET] = parts[SHEET].replace(b"</row>", b'<c t="s" s="1"><v>0</v></c></row>', 1)
    for broken in broken_copies(content, 120):
        path.write_bytes(broken)
        assert outcome(path)
    read = [name for name in parts if name.endswith((".rels", SHEET, STRINGS, "workbook.xml", "styles.xml"))]
    for changed in broken_parts(parts, read, 200):
        assert outcome(pack(path, changed))


def test_two_cells_in_far_corners_take_no_more_than_two(tmp_path: Path) -> None:
    book, sheet = _book(["here"])
    sheet.cell(1_048_576, 16_384, "there")
    pages = list(_open(tmp_path, book).pages)
    assert [page.label for page in pages] == ["A1:XFD1048576"]


@pytest.mark.parametrize(
    ("part", "kind", "words"),
    [
        ("<row>" * 5_000 + "</row>" * 5_000, DocumentDamaged, "nested"),
        ("<row><c><v>1</v></c></row>" * 400_000, DocumentTooLarge, "200 times"),
        (f'<row x="{"y" * (6 << 20)}"/>', DocumentTooLarge, "more markup than text"),
    ],
)
def test_bombs_are_refused(tmp_path: Path, part: str, kind: type[DocumentError], words: str) -> None:
    path = _small(tmp_path)
    parts = parts_of(path)
    parts[SHEET] = f"<worksheet><sheetData>{part}</sheetData></worksheet>".encode()
    refused = refusal(pack(path, parts))
    assert isinstance(refused, kind)
    assert words in refused.message


def test_entities_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    path = _small(tmp_path)
    parts = _with_strings(parts_of(path), "<si><t>Tea</t></si>")
    entity = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    for name in (SHEET, STRINGS, "xl/workbook.xml", "xl/styles.xml"):
        head, brace, rest = (
            parts[name].rpartition(b"?>") if parts[name].startswith(b"<?") else (b"", b"", parts[name])
        )
        refused = refusal(pack(path, parts | {name: head + brace + entity + rest}))
        assert "declarations" in refused.message


def test_the_widest_sheet_of_merged_headers_is_read_in_time(tmp_path: Path) -> None:
    path = _small(tmp_path)
    parts = parts_of(path)
    heads = "".join(f'<c t="inlineStr"><is><t>h{n}</t></is></c>' for n in range(16_384))
    merged = "".join(f'<mergeCell ref="{get_column_letter(n)}1:XFD1"/>' for n in range(1, 16_384))
    rows = f"<row>{heads}</row>" + f"<row>{'<c><v>1</v></c>' * 16_384}</row>" * 3
    parts[SHEET] = (
        f"<worksheet><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>".encode()
    )
    started = time.process_time()
    pages = list(open_document(pack(path, parts)).pages)
    assert pages[-1].text.endswith("1")
    assert time.process_time() - started < 10


def test_a_string_that_all_cells_share_does_not_multiply_without_end(tmp_path: Path) -> None:
    path = _small(tmp_path)
    parts = _with_strings(parts_of(path), f"<si><t>{'ha ' * 11_000}</t></si>")
    cells = (
        "".join(f'<c r="{column}1" t="s"><v>0</v></c>' for column in ("A", "B", "C"))
        + '<c t="s"><v>0</v></c>' * 90
    )
    parts[SHEET] = f'<worksheet><sheetData><row r="1">{cells}</row></sheetData></worksheet>'.encode()
    refused = refusal(pack(path, parts))
    assert isinstance(refused, DocumentTooLarge)
    assert "row" in refused.message
