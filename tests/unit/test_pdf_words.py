"""The words of a PDF page, each where it is printed, and nothing from the child that makes no sense."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop_rag.domain.documents import WordBox
from desktop_rag.domain.errors import InputError, NoSuchPage, WorkerProtocolError
from desktop_rag.domain.page_words import PageWords
from desktop_rag.parsing.pdf.render import render_page
from desktop_rag.parsing.pdf.words import words_of_page
from desktop_rag.workers.parser_client import MAX_BOXES, checked_words
from desktop_rag.workers.parser_worker import _words
from desktop_rag.workers.protocol import JsonObject
from tests.pdfs import PdfPage, at, lines, write_pdf

GOOD: JsonObject = {
    "event": "result",
    "text": "One two.",
    "words": [[0, 3, 0.1, 0.1, 0.2, 0.12], [4, 8, 0.22, 0.1, 0.3, 0.12]],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "page.pdf"


def texts(words: PageWords) -> list[str]:
    return [words.text[word.start : word.end] for word in words.words]


def ink(picture_of: Path, word: WordBox, number: int = 1) -> int:
    """How many dark pixels a word's box has."""
    picture = render_page(picture_of, number, 1000, (), ())
    x0, x1 = round(word.x0 * picture.width), round(word.x1 * picture.width)
    y0, y1 = round(word.y0 * picture.height), round(word.y1 * picture.height)
    rows = (picture.rgb[3 * (y * picture.width + x0) : 3 * (y * picture.width + x1)] for y in range(y0, y1))
    return sum(value < 128 for row in rows for value in row)


def test_each_word_has_the_place_where_it_is_printed(path: Path) -> None:
    write_pdf(path, [lines("The rent is 940 euros", "a month.")])
    words = words_of_page(path, 1)
    assert words.text == "The rent is 940 euros\na month."
    assert texts(words) == words.text.split()
    assert all(ink(path, word) > 10 for word in words.words)
    first = next(word for word in words.words if words.text[word.start : word.end] == "a")
    assert first.y0 > words.words[0].y1 - 0.005


@pytest.mark.parametrize("extra", ["/Rotate 90", "/Rotate 180", "/CropBox [50 400 400 780]", "/UserUnit 2"])
def test_on_turned_and_cut_pages_too(path: Path, extra: str) -> None:
    write_pdf(path, [PdfPage(lines("Turned words here"), extra)])
    words = words_of_page(path, 1)
    assert texts(words) == ["Turned", "words", "here"]
    assert all(ink(path, word) > 10 for word in words.words)


def test_a_word_broken_at_a_line_end_has_two_places(path: Path) -> None:
    write_pdf(path, [lines("It is an infor-", "mation about rent")])
    words = words_of_page(path, 1)
    assert "information" in words.text
    assert [text for text in texts(words) if text in "information"] == ["infor", "mation"]
    number = texts(words).index("mation")
    assert words.text[slice(*words.whole(number))] == "information"


def test_what_is_beyond_the_edge_of_the_page_cannot_be_selected(path: Path) -> None:
    write_pdf(path, [PdfPage(lines("Seen") + at(900, 500, "Unseen"))])
    words = words_of_page(path, 1)
    assert texts(words) == ["Seen"]


def test_a_page_the_document_does_not_have(path: Path) -> None:
    write_pdf(path, [lines("One")])
    with pytest.raises(NoSuchPage):
        words_of_page(path, 2)


def test_what_the_child_says_is_what_its_client_takes(path: Path) -> None:
    write_pdf(path, [lines("The rent is 940 euros"), lines("Second page")])
    (message,) = _words({"path": str(path), "page": 2})
    words = checked_words(message.body)
    assert (words.text, texts(words)) == ("Second page", ["Second", "page"])


@pytest.mark.parametrize("change", [{"page": "1"}, {"page": None}, {"path": 5}])
def test_a_request_that_makes_no_sense_is_refused(path: Path, change: JsonObject) -> None:
    write_pdf(path, [lines("One")])
    with pytest.raises(InputError):
        list(_words({"path": str(path), "page": 1, **change}))


def test_a_picture_file_holds_no_words(tmp_path: Path) -> None:
    picture = tmp_path / "scan.png"
    Image.new("RGB", (40, 30), "white").save(picture)
    (message,) = _words({"path": str(picture), "page": 1})
    assert checked_words(message.body) == PageWords()


@pytest.mark.parametrize(
    "change",
    [
        {"text": 5},
        {"text": "x" * 2_000_001},
        {"text": "a\x00b"},
        {"words": "none"},
        {"words": [[0, 3, 0.1, 0.1, 0.2]]},
        {"words": [[0, 9, 0.1, 0.1, 0.2, 0.2]]},
        {"words": [[-1, 3, 0.1, 0.1, 0.2, 0.2]]},
        {"words": [[3, 3, 0.1, 0.1, 0.2, 0.2]]},
        {"words": [[4, 8, 0.1, 0.1, 0.2, 0.2], [0, 3, 0.1, 0.1, 0.2, 0.2]]},
        {"words": [[0, 3, 0.1, 0.1, 1.2, 0.2]]},
        {"words": [[0, 3, 0.3, 0.1, 0.2, 0.2]]},
        {"words": [[0, 3, 0.1, 0.3, 0.2, 0.2]]},
        {"words": [[0, 3, 0.1, True, 0.2, 0.2]]},
        {"words": [[0, 3, 0.1, 0.1, 0.2, 0.2]] * (MAX_BOXES + 1)},
    ],
)
def test_words_that_make_no_sense_are_refused(change: JsonObject) -> None:
    assert len(checked_words(GOOD).words) == 2
    with pytest.raises(WorkerProtocolError):
        checked_words({**GOOD, **change})


@given(
    st.sampled_from(sorted(GOOD)),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(), st.lists
    ),
)
def test_any_value_in_any_field_is_taken_whole_or_refused(field: str, value: object) -> None:
    try:
        words = checked_words({**GOOD, field: value})  # type: ignore[dict-item]  # any JSON value
    except WorkerProtocolError:
        return
    for word in words.words:
        assert 0 <= word.start < word.end <= len(words.text)
        assert 0 <= word.x0 <= word.x1 <= 1
        assert 0 <= word.y0 <= word.y1 <= 1
