"""The order in which text that stands in columns is read."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.parsing.pdf.reader import open_pdf
from desktop_rag.parsing.pdf.render import render_page
from tests.pdfs import PdfPage, at, lines, row_by_row, write_pdf

LEFT = (
    "The plan pays for all visits to",
    "a dentist within the network and",
    "for half of those outside of it.",
    "Members who travel should ask",
    "before they leave which offices",
    "at their destination take part,",
    "as the list changes every year",
    "and is not sent out on paper.",
)
RIGHT = (
    "Claims are to be sent within a",
    "month after the last treatment,",
    "with the bill and the name of the",
    "member on every single page. What",
    "comes later is paid for only when",
    "there is a reason that the member",
    "could not help, such as a stay in",
    "a hospital or a long strike.",
)
THIRD = (
    "Who is not happy with an answer",
    "may write to the board, which has",
    "two weeks to look at the matter",
    "and then tells all of those who",
    "took part in it what it found. No",
    "fee is asked for this, whichever",
    "way it goes, and no lawyer has to",
    "be present at any time.",
)
SIDE = ("See also the leaflet", "about the eyes, that", "comes with this one in", "every summer for free.")


def read(path: Path, content: bytes, extra: str = "") -> str:
    [page] = open_pdf(write_pdf(path, [PdfPage(content, extra)])).pages
    return page.text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "document.pdf"


def test_two_columns_drawn_row_by_row_are_read_one_after_the_other(path: Path) -> None:
    text = read(path, row_by_row(LEFT, RIGHT, left=(72, 320)))
    assert text.splitlines() == [*LEFT, *RIGHT]


def test_so_are_three(path: Path) -> None:
    text = read(path, row_by_row(LEFT, RIGHT, THIRD, left=(20, 215, 410)))
    assert text.splitlines() == [*LEFT, *RIGHT, *THIRD]


@pytest.mark.parametrize(("longer", "shorter"), [(8, 5), (5, 8)])
def test_columns_need_not_be_of_one_length(path: Path, longer: int, shorter: int) -> None:
    text = read(path, row_by_row(LEFT[:longer], RIGHT[:shorter], left=(72, 320)))
    assert text.splitlines() == [*LEFT[:longer], *RIGHT[:shorter]]


def test_what_runs_across_both_columns_stays_before_and_after_them(path: Path) -> None:
    title = "A title that runs across both columns and so belongs to neither one of them"
    foot = "A last line below, which again runs across both of the columns from end to end"
    content = at(72, 740, title) + row_by_row(LEFT, RIGHT, left=(72, 320)) + at(72, 560, foot)
    assert read(path, content).splitlines() == [title, *LEFT, *RIGHT, foot]


def test_a_page_number_below_the_columns_stays_last(path: Path) -> None:
    content = row_by_row(LEFT, RIGHT[:5], left=(72, 320)) + at(72, 40, "17")
    assert read(path, content).splitlines() == [*LEFT, *RIGHT[:5], "17"]


def test_a_sidebar_is_read_after_the_text_beside_it(path: Path) -> None:
    wide = [f"{one} {other}" for one, other in zip(LEFT, THIRD, strict=True)]
    text = read(path, row_by_row(wide, SIDE, left=(50, 480)))
    assert text.splitlines() == [*wide, *SIDE]


def test_columns_drawn_one_after_the_other_are_left_as_they_are(path: Path) -> None:
    text = read(path, lines(*LEFT) + lines(*RIGHT, x=320))
    assert text.splitlines() == [*LEFT, *RIGHT]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("Deductible", "$500 a year"),
            ("Copay for visits", "$20"),
            ("Dental care", "none"),
            ("Eyes", "$15"),
        ],
        [
            ("search QUESTION", "Lists the passages that fit it best."),
            ("ask QUESTION", "Answers it with sentences and their citations"),
            ("doctor", "Tests every part of the program and says"),
            ("rebuild", "Makes the search index anew"),
            ("status", "Lists every document with its state"),
        ],
        [
            ("Chief Executive Officer", "Reports to the board of directors"),
            ("Vice President of Sales", "Reports to the chief executive"),
            ("Director of Marketing", "Reports to the vice president"),
            ("Manager of Campaigns", "Reports to the director above"),
            ("Writer of Newsletters", "Reports to the manager above"),
        ],
    ],
)
def test_a_table_is_read_row_by_row(path: Path, rows: list[tuple[str, str]]) -> None:
    one, other = zip(*rows, strict=True)
    text = read(path, row_by_row(one, other, left=(72, 320)))
    assert text.splitlines() == [f"{left} {right}" for left, right in rows]


def test_words_broken_inside_interleaved_columns_are_joined(path: Path) -> None:
    left = ("The plan pays for all visits to den-", "tists within the network, and for", *LEFT[2:])
    right = (*RIGHT[:-1], "a hospital or a very long stop-")
    text = read(path, row_by_row(left, right, left=(72, 320)))
    assert "visits to dentists within" in text
    assert text.endswith("long stop-")


def test_a_page_of_blanks_takes_no_time(path: Path) -> None:
    began = time.perf_counter()
    assert read(path, at(72, 700, " " * 30_000 + "x", size=0.001)) == "x"
    assert time.perf_counter() - began < 10


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), extra=st.sampled_from(["", "/Rotate 90", "/CropBox [20 40 600 760]"]))
def test_what_was_put_into_order_is_lit_where_it_is_printed(
    path: Path, data: st.DataObject, extra: str
) -> None:
    left = ("The plan pays for all visits to den-", "tists within the network, and for", *LEFT[2:])
    text = read(path, row_by_row(left, RIGHT, left=(72, 320)), extra)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    picture = render_page(path, 1, 500, [(start, end)], [text[start:end]])
    assert "".join(picture.text_in_boxes.split()) == "".join(text[start:end].split())
