"""Words broken at line ends: what becomes of the hyphen, and that such words are found and lit."""

import sqlite3
from pathlib import Path

import pytest

from desktop_rag.domain.documents import Page
from desktop_rag.parsing.pdf.reader import open_pdf
from desktop_rag.parsing.pdf.render import render_page
from desktop_rag.parsing.pdf.text import clean_text
from tests.pdfs import at, lines, write_pdf


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "document.pdf"


def clean(raw: str) -> str:
    return clean_text(map(ord, raw)).text


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("an exam\x02ple", "an example"),
        ("com\x02pile", "compile"),
        ("THE PRO\x02VIDER", "THE PROVIDER"),
        ("Versiche\x02rung", "Versicherung"),
        ("Do\x02nau\x02dampf\x02schiff", "Donaudampfschiff"),
        ("the soft\xad\r\nened edge", "the softened edge"),
        ("exam\u2010\r\nple", "example"),
        ("exam- \r\nple", "example"),
    ],
)
def test_a_hyphen_that_breaks_a_word_goes(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("in\x02network", "in-network"),
        ("out-of\x02network", "out-of-network"),
        ("out\x02of-pocket", "out-of-pocket"),
        ("check-\r\nups", "check-ups"),
        ("well\xad\r\nknown", "well-known"),
        ("FDA\x02approved", "FDA-approved"),
        ("Anglo\x02American", "Anglo-American"),
        ("Non\x02participating", "Non-participating"),
        ("form W\x022", "form W-2"),
        ("x\x02rays", "x-rays"),
        ("cloud\x02based", "cloud-based"),
    ],
)
def test_the_hyphen_of_a_compound_stays(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("page", "cleaned"),
    [
        ("Vorxa\x02blin again", "Vorxablin again"),
        ("Vorxa-blin, Vorxa\x02blin", "Vorxa-blin, Vorxa-blin"),
        ("Vorxa-blin, Vorxa\x02blins", "Vorxa-blin, Vorxa-blins"),
        ("in\x02network", "in-network"),
        ("Innetwork, in\x02network", "Innetwork, innetwork"),
    ],
)
def test_how_the_page_writes_the_word_elsewhere_decides(page: str, cleaned: str) -> None:
    assert clean(page) == cleaned


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("pre\x02and post-war", "pre-\nand post-war"),
        ("Kranken-\r\nund Pflegekasse", "Kranken-\nund Pflegekasse"),
        ("in 2019-\r\n2020", "in 2019-\n2020"),
        ("a list -\r\nof things", "a list -\nof things"),
        ("the end-\r\n\r\nanother", "the end-\nanother"),
        ("mid\xaddle", "mid-dle"),
    ],
)
def test_a_hyphen_that_leads_to_no_other_half_stays_where_it_is(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def read(path: Path) -> Page:
    [page] = open_pdf(path).pages
    return page


def full_text_finds(text: str, word: str) -> bool:
    """As the library's own full-text table does."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize = 'porter unicode61')")
        database.execute("INSERT INTO t VALUES (?)", (text,))
        return database.execute("SELECT count(*) FROM t WHERE t MATCH ?", (f'"{word}"',)).fetchone() == (1,)
    finally:
        database.close()


@pytest.mark.parametrize("hyphen", ["-", "\xad"])
def test_a_broken_word_is_found_and_both_its_halves_are_lit(path: Path, hyphen: str) -> None:
    write_pdf(path, [lines(f"This makes a good exam{hyphen}", "ple of what is meant.")])
    page = read(path)
    assert full_text_finds(page.text, "example")
    start = page.text.index("example")
    picture = render_page(path, 1, 612, [(start, start + 7)], ["example"])
    assert picture.text_in_boxes == "example"
    above, below = picture.boxes
    assert above.x0 > 150
    assert below.x0 < 75
    assert above.y1 <= below.y0 + 3


def test_a_compound_is_found_by_its_parts_and_lit_with_its_hyphen(path: Path) -> None:
    write_pdf(path, [lines("We pay the in-", "network price.")])
    page = read(path)
    assert full_text_finds(page.text, "network")
    start = page.text.index("in-network")
    assert render_page(path, 1, 600, [(start, start + 10)], ["in-network"]).text_in_boxes == "in-network"


def test_a_hyphen_at_the_end_of_the_page_does_not_run_on_into_its_foot(path: Path) -> None:
    write_pdf(path, [lines("The text ends with half an exam-", y=200) + at(72, 40, "page seven")])
    assert read(path).text == "The text ends with half an exam-\npage seven"


def test_a_hyphen_at_the_end_of_a_column_runs_on_at_the_top_of_the_next(path: Path) -> None:
    left = lines("A column with some words", "that ends in half an exam-", y=120)
    right = lines("ple and goes on with that", "for another line or two.", x=330)
    assert "half an example and goes" in read(write_pdf(path, [left + right])).text
