"""The page beside an answer: drawn if it can be, else its text with a word on why."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.values import SourceView
from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import NoSuchPage, NotInLibrary
from desktop_rag.runtime import RuntimePaths
from tests.pdfs import lines, write_pdf

AWAY = "The file is not there now; this is the text that was read from it."
NOT_MARKED = "The exact words could not be marked on this page."
SENTENCE = "The train to Oslo leaves at seven."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "Reise 旅"
    folder.mkdir()
    write_pdf(folder / "trip.pdf", [lines("Day one."), lines(SENTENCE, "Bring a coat.")], title="Our trip")
    (folder / "note.txt").write_text(SENTENCE)
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[AppContext]:
    opened = AppContext.open(RuntimePaths.at(tmp_path_factory.mktemp("library")))
    opened.ingest.add([folder], JobContext())
    yield opened
    opened.close()


@contextlib.contextmanager
def without(path: Path) -> Iterator[None]:
    """While its drive is away."""
    hidden = path.with_name(f".{path.name}")
    path.rename(hidden)
    try:
        yield
    finally:
        hidden.rename(path)


@contextlib.contextmanager
def holding(path: Path, content: bytes) -> Iterator[None]:
    """While a file holds something else than what was read."""
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


def marked(view: SourceView) -> list[str]:
    return [view.page.text[start:end] for start, end in view.marks]


def view(context: AppContext, path: Path, page: int = 1, *words: str, width: int = 300) -> SourceView:
    """A page with these of its words to be marked."""
    text = context.source.view(path, page, [], 16).page.text
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    return context.source.view(path, page, spans, width)


def test_a_pdf_page_is_drawn_with_the_words_in_boxes(context: AppContext, folder: Path) -> None:
    shown = view(context, folder / "trip.pdf", 2, "Oslo")
    assert shown.picture is not None
    assert (shown.picture.width, shown.picture.text_in_boxes.strip()) == (300, "Oslo")
    assert len(shown.picture.rgb) == shown.picture.width * shown.picture.height * 3
    assert (shown.placed, shown.note, shown.page_count, shown.title) == (True, "", 2, "Our trip")


def test_a_page_without_words_to_mark_is_just_shown(context: AppContext, folder: Path) -> None:
    shown = view(context, folder / "trip.pdf", 1)
    assert shown.picture is not None
    assert (shown.picture.boxes, shown.placed, shown.note) == ((), True, "")


def test_other_formats_are_text_with_marks(context: AppContext, folder: Path) -> None:
    shown = view(context, folder / "note.txt", 1, "Oslo", "seven")
    assert (shown.format, shown.picture, shown.note) == (DocumentFormat.TEXT, None, "")
    assert (shown.placed, marked(shown)) == (True, ["Oslo", "seven"])


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 10**9)])
@pytest.mark.parametrize("name", ["trip.pdf", "note.txt"])
def test_a_span_that_is_not_on_the_page_is_left_out_and_told(
    context: AppContext, folder: Path, name: str, span: tuple[int, int]
) -> None:
    shown = context.source.view(folder / name, 1, [span], 100)
    assert (shown.marks, shown.placed, shown.note) == ((), False, NOT_MARKED)


def test_a_good_span_beside_a_bad_one_is_marked(context: AppContext, folder: Path) -> None:
    shown = context.source.view(folder / "note.txt", 1, [(4, 9), (9, 10**9)], 100)
    assert (marked(shown), shown.placed) == (["train"], True)


@pytest.mark.parametrize("name", ["trip.pdf", "note.txt"])
def test_a_file_that_is_away_is_shown_as_the_text_that_was_read(
    context: AppContext, folder: Path, name: str
) -> None:
    with without(folder / name):
        shown = context.source.view(folder / name, 1, [(0, 3)], 300)
    assert (shown.picture, shown.note, shown.placed) == (None, AWAY, True)
    assert len(marked(shown)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such permissions")
@pytest.mark.parametrize("name", ["trip.pdf", "note.txt"])
def test_a_folder_that_may_not_be_entered_any_more_is_away_too(
    context: AppContext, folder: Path, name: str
) -> None:
    folder.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        shown = context.source.view(folder / name, 1, [], 300)
    finally:
        os.seteuid(user)
        folder.chmod(0o755)
    assert (shown.picture, shown.note) == (None, AWAY)


@pytest.mark.parametrize("content", [b"%PDF-1.4 nonsense", b"", b"\x00" * 100])
def test_a_pdf_that_was_damaged_since_is_shown_as_text_with_the_reason(
    context: AppContext, folder: Path, content: bytes
) -> None:
    with holding(folder / "trip.pdf", content):
        shown = view(context, folder / "trip.pdf", 2, "Oslo")
    assert shown.picture is None
    assert shown.note.startswith("The page cannot be drawn; this is the text that was read from it. ")
    assert marked(shown) == ["Oslo"]
    assert view(context, folder / "trip.pdf", 2, "Oslo").picture, "drawn again once it is whole"


def test_words_that_moved_since_are_not_marked_somewhere_else(
    context: AppContext, folder: Path, tmp_path: Path
) -> None:
    other = write_pdf(tmp_path / "b.pdf", [lines("Day one."), lines("Nothing of the kind is said here now.")])
    with holding(folder / "trip.pdf", other.read_bytes()):
        shown = view(context, folder / "trip.pdf", 2, "Oslo")
    assert shown.picture is not None
    assert (shown.picture.boxes, shown.placed, shown.note) == ((), False, NOT_MARKED)


def test_a_pdf_that_lost_the_page_is_shown_as_text(context: AppContext, folder: Path, tmp_path: Path) -> None:
    shorter = write_pdf(tmp_path / "b.pdf", [lines("Day one.")])
    with holding(folder / "trip.pdf", shorter.read_bytes()):
        shown = view(context, folder / "trip.pdf", 2, "Oslo")
    assert (shown.picture, marked(shown)) == (None, ["Oslo"])
    assert shown.note.startswith("The page cannot be drawn")


@pytest.mark.parametrize("page", [0, -1, 3, 10**12])
def test_a_page_that_is_not_there_is_told_with_how_many_there_are(
    context: AppContext, folder: Path, page: int
) -> None:
    with pytest.raises(NoSuchPage, match=r"“trip\.pdf” has 2 pages") as caught:
        context.source.view(folder / "trip.pdf", page, [], 300)
    assert str(page) in caught.value.message


@pytest.mark.parametrize("name", ["empty.txt", "unknown.pdf", "."])
def test_what_was_never_read_is_not_in_the_library(context: AppContext, folder: Path, name: str) -> None:
    with pytest.raises(NotInLibrary):
        context.source.view(folder / name, 1, [], 300)


def test_a_roundabout_path_is_the_same_document(context: AppContext, folder: Path) -> None:
    path = folder / ".." / folder.name / "note.txt"
    assert context.source.view(path, 1, [], 300).path == folder / "note.txt"
