"""A row of a CSV file makes sense alone, says its line, and costs no more than itself."""

import csv
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.domain.documents import BlockKind, DocumentFormat, Page
from desktop_rag.domain.errors import DocumentError, DocumentTooLarge
from desktop_rag.domain.places import passage_label
from desktop_rag.parsing.registry import open_document


def _pages(path: Path, content: str | bytes, kind: DocumentFormat = DocumentFormat.CSV) -> list[Page]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    document = open_document(path)
    assert document.format is kind
    return list(document.pages)


def _text(path: Path, content: str | bytes, kind: DocumentFormat = DocumentFormat.CSV) -> str:
    return "\n".join(page.text for page in _pages(path, content, kind))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_row_repeats_the_names_of_its_columns(tmp_path: Path, delimiter: str) -> None:
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([["Plan", "Deductible"], ["Plus", "$500"], ["Basic, small", "$1;000"], ["Max", ""]])
    assert _text(tmp_path / "a.csv", (tmp_path / "a.csv").read_bytes()) == (
        "Plan | Deductible\nPlan: Plus | Deductible: $500\nPlan: Basic, small | Deductible: $1;000\nPlan: Max"
    )


def test_rows_know_their_lines_through_quoted_line_breaks(tmp_path: Path) -> None:
    content = 'name,note\r\nAnna,"first\r\nsecond\r\nthird"\r\n\r\nBen,"said ""no"""\r\n'
    (page,) = _pages(tmp_path / "a.csv", content)
    assert page.text.split("\n") == [
        "name | note",
        "name: Anna | note: first second third",
        'name: Ben | note: said "no"',
    ]
    assert {block.kind for block in page.blocks} == {BlockKind.TABLE_ROW}
    labels = [passage_label(DocumentFormat.CSV, page, block.start, block.end) for block in page.blocks]
    assert labels == ["line 1", "lines 2–4", "line 6"]
    assert page.label == "lines 1–6"


def test_a_title_above_the_header_is_text(tmp_path: Path) -> None:
    text = _text(tmp_path / "a.csv", "Price list 2026\n\nPlan;Fee;City\nPlus;5;Bern\n")
    assert text.split("\n") == ["Price list 2026", "Plan | Fee | City", "Plan: Plus | Fee: 5 | City: Bern"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("\ufeffName,Ort\nJörg,Köln\n", "Name | Ort\nName: Jörg | Ort: Köln"),
        ("1,2\n3,4\n", "1 | 2\n3 | 4"),
        ("red,round\nred,square\nblue,round\n", "red | round\nred | square\nblue | round"),
        ("Region,2023,2024\nEast,5,6\n", "Region | 2023 | 2024\nRegion: East | 2023: 5 | 2024: 6"),
        ("a,b\n1\n1,2,3\n", "a | b\na: 1\na: 1 | b: 2 | 3"),
        ("a,b\r1,2\r", "a | b\na: 1 | b: 2"),
        ("a,b\n,\n5,\n", "a | b\na: 5"),
    ],
)
def test_headers_and_rows_as_files_have_them(tmp_path: Path, content: str, text: str) -> None:
    assert _text(tmp_path / "a.csv", content) == text


def test_windows_letters_and_two_bytes_a_letter(tmp_path: Path) -> None:
    place = "Die Übergabe der Schlüssel erfolgt spätestens am zwölften März"
    content = f"Straße;Größe\nHauptstraße;fünf\n{place};größere Möbel früher\n"
    for codec in ("cp1252", "utf-16"):
        assert "Straße: Hauptstraße | Größe: fünf" in _text(tmp_path / "a.csv", content.encode(codec))


def test_what_has_no_columns_is_text(tmp_path: Path) -> None:
    assert (
        _text(tmp_path / "a.csv", "just words\nand more words\n", DocumentFormat.TEXT)
        == "just words\nand more words"
    )


def test_a_quote_that_never_ends_costs_its_own_row(tmp_path: Path) -> None:
    rows = "".join(f"{number},name {number}\n" for number in range(2_000))
    text = _text(tmp_path / "a.csv", f'id,name\n1,"open\n{rows}')
    assert 'id: 1 | name: "open' in text
    assert "id: 1999 | name: name 1999" in text


def test_pages_are_small_in_small_files_and_few_in_large_ones(tmp_path: Path) -> None:
    row = "Anna Maria,5,Bern\n"
    small = _pages(tmp_path / "a.csv", "name,price,city\n" + row * 1_000)
    assert max(len(page.text) for page in small) <= 2_000
    large = _pages(tmp_path / "a.csv", "name,price,city\n" + row * 50_000)
    assert len(large) < 150
    assert large[-1].label.endswith("–50001")


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("name,price,city\n" + "Anna Maria,5,Bern\n" * 20_000, encoding="utf-8")
    open_document(path)
    tracemalloc.start()
    try:
        blocks = sum(len(page.blocks) for page in open_document(path).pages)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert blocks == 20_001
    assert peak < 4 << 20


@pytest.mark.parametrize(
    "content",
    [
        'a,b\n"' + "x" * 2_000_000,
        "a,b\n" + '"x\n' * 30_000,
        "a" + ",b" * 500_000,
        "a,b\n" + ("x" * 300_000 + ",") * 3,
        "a,b\n" + "," * 1_000_000,
        "a,b\n1," + "y" * 24_000_000 + "\n2,end\n",
    ],
)
def test_bombs_are_read_in_bounds(tmp_path: Path, content: str) -> None:
    pages = _pages(tmp_path / "a.csv", content)
    assert all(len(page.text) <= 20_000 for page in pages)
    assert sum(len(page.text) for page in pages) < 3 * len(content)


def test_empty_rows_without_end_are_given_up_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_rag.parsing.text.delimited._MOST_EMPTY", 1_000)
    assert "end" in _pages(tmp_path / "a.csv", "a,b\n1,2\n" + ",\n" * 1_000 + "3,end\n")[-1].text
    with pytest.raises(DocumentTooLarge, match="empty rows"):
        _pages(tmp_path / "a.csv", "a,b\n1,2\n" + ",\n" * 1_001 + "3,end\n")


CELLS = st.text(st.sampled_from('abé7 ,;"\n\t|'), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=12))
def test_nothing_in_any_cell_is_lost(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Plan", "Deductible of it"], *rows])
    shown = "".join("".join(page.text.split()) for page in open_document(path).pages)
    for cell in (cell for row in rows for cell in row):
        for word in cell.replace(",", " ").replace(";", " ").replace("|", " ").replace('"', " ").split():
            assert word in shown


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_gives_text_or_a_reason(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(b'name,note\nAnna,"first\nsecond"\nBen;x\t|y\n' * 4)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "a.csv"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        assert list(open_document(path).pages)
    except DocumentError:
        return  # a reason is as good as text
