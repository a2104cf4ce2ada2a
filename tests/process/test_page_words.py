"""The words of a page from the real child, and what becomes of a child that lies about them; finding them."""

import sys
import time
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext
from desktop_rag.domain.documents import DocumentFormat, Page, ParsedDocument
from desktop_rag.domain.errors import Cancelled, NoSuchPage, WorkerProtocolError
from desktop_rag.domain.page_words import PageWords
from desktop_rag.store.records import FileStamp
from desktop_rag.workers.parser_client import ParserClient, parser_spec
from desktop_rag.workers.process import ChildSpec
from tests.pdfs import encrypt_pdf, lines, write_pdf

ROOT = Path(__file__).parents[2]
LIAR = """
import sys
sys.path.insert(0, ROOT)
from desktop_rag.workers.protocol import READY_ID, Message, read_message, write_message
answers, requests = sys.stdout.buffer, sys.stdin.buffer
write_message(answers, Message({"id": READY_ID, "event": "ready"}))
while (request := read_message(requests)) is not None:
    lie = LIES[request.body["parameters"]["page"] - 1]
    write_message(answers, Message({"id": request.body["id"], **lie}))
"""
LIES: list[dict[str, object]] = [
    {"event": "result", "text": "short", "words": [[0, 900, 0, 0, 1, 1]]},
    {"event": "result", "text": "short", "words": [[0, 5, 0.5, 0, 0.1, 1]]},
    {"event": "result", "text": "short", "words": [[0, 5, 0, 0, 9e9, 1]]},
    {"event": "result", "text": "short", "words": [[3, 5, 0, 0, 1, 1], [0, 2, 0, 0, 1, 1]]},
    {"event": "result", "text": "short", "words": [[0, 5, 0, 0, 1, 1]] * 60_000},
    {"event": "result", "text": ["short"], "words": []},
    {"event": "result", "words": []},
    {"event": "surprise"},
]


@pytest.fixture
def lease(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    return write_pdf(folder / "lease.pdf", [lines("The rent is 940 euros."), lines("Pets may stay.")])


def texts(words: PageWords) -> list[str]:
    return [words.text[word.start : word.end] for word in words.words]


def test_the_words_of_a_page_are_those_of_the_text_that_is_kept(context: AppContext, lease: Path) -> None:
    context.ingest.add([lease], JobContext())
    words = context.source.words(lease, 1)
    assert texts(words) == ["The", "rent", "is", "940", "euros."]
    assert words.text == context.source.view(lease, 1, (), 64).page.text


def test_several_citations_are_placed_on_one_page(context: AppContext, lease: Path) -> None:
    context.ingest.add([lease], JobContext())
    view = context.source.view(lease, 1, [(4, 8)], 600, [(12, 15), (900, 905), (16, 21)])
    assert view.picture is not None
    assert (view.placed, view.picture.text_in_boxes) == (True, "rent")
    assert [len(boxes) for boxes in view.picture.beside] == [1, 0, 1]


def test_what_is_not_drawn_or_not_there_has_no_words(context: AppContext, lease: Path) -> None:
    note = lease.with_name("note.txt")
    note.write_text("The rent is 940 euros.")
    locked = write_pdf(lease.with_name("locked.pdf"), [lines("Nobody may see this.")])
    context.ingest.add([lease.parent], JobContext())
    encrypt_pdf(locked, user="secret")
    assert context.source.words(note, 1) == PageWords()
    assert context.source.words(locked, 1) == PageWords()
    context.source.unlock(locked, "secret")
    assert texts(context.source.words(locked, 1)) == ["Nobody", "may", "see", "this."]
    lease.unlink()
    assert context.source.words(lease, 1) == PageWords()
    with pytest.raises(NoSuchPage):
        context.source.words(lease, 3)


def test_a_file_that_changed_since_is_selected_as_it_looks_now(context: AppContext, lease: Path) -> None:
    context.ingest.add([lease], JobContext())
    write_pdf(lease, [lines("Something else."), lines("Pets may stay.")])
    words = context.source.words(lease, 1)
    assert texts(words) == ["Something", "else."]
    assert words.text != context.source.view(lease, 1, (), 64).page.text


@pytest.mark.parametrize("page", range(1, len(LIES) + 1))
def test_a_child_that_lies_about_words_is_not_believed_and_goes(tmp_path: Path, page: int) -> None:
    script = tmp_path / "liar.py"
    script.write_text(f"ROOT, LIES = {str(ROOT)!r}, {LIES!r}\n{LIAR}")
    spec = ChildSpec("parser", (sys.executable, "-P", str(script)), 20.0, 2 * 1024**3, 1024**3)
    client = ParserClient(spec)
    try:
        with pytest.raises(WorkerProtocolError):
            client.words(tmp_path / "any.pdf", page)
        assert not client.child.alive
    finally:
        client.close()


def test_a_child_that_died_is_replaced_for_the_next_page(lease: Path) -> None:
    client = ParserClient(parser_spec())
    try:
        assert texts(client.words(lease, 2)) == ["Pets", "may", "stay."]
        client.close()
        assert texts(client.words(lease, 1))[:2] == ["The", "rent"]
    finally:
        client.close()


def test_a_broken_file_has_no_words_rather_than_an_error(context: AppContext, lease: Path) -> None:
    context.ingest.add([lease], JobContext())
    lease.write_bytes(b"%PDF-1.4 nonsense")
    assert context.source.words(lease, 1) == PageWords()


# Finding


def test_words_are_found_on_every_page_also_of_a_file_that_is_away(context: AppContext, lease: Path) -> None:
    context.ingest.add([lease], JobContext())
    lease.unlink()
    found = context.source.find(lease, "PETS  may", CancelToken())
    assert [(place.page, place.start, place.end) for place in found.places] == [(2, 0, 8)]
    assert not found.cut
    assert context.source.find(lease.with_name("unknown.pdf"), "pets", CancelToken()).places == ()


@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
def test_a_document_of_three_thousand_pages_answers_at_once(context: AppContext, tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    body = "Every paragraph of this handbook speaks of one thing and of another.\n" * 45
    pages = tuple(Page(n, f"{body}The needle of page {n} lies here.") for n in range(1, 3001))
    library = context.source._library
    library.note_files([(path, FileStamp(1, 1))])
    document = ParsedDocument(DocumentFormat.PDF, "Handbook", pages)
    library.store(path, document, (), 1, FileStamp(1, 1), b"x" * 32, 1)
    took = []
    for words, count in (("the NEEDLE of", 3000), ("needle of page 2999", 1), ("zebra", 0)):
        began = time.perf_counter()
        found = context.source.find(path, words, CancelToken())
        took.append(time.perf_counter() - began)
        assert len(found.places) == count
    assert max(took) < 1.0
    many = context.source.find(path, "of", CancelToken())
    assert (len(many.places), many.cut) == (5000, True)


def test_looking_stops_when_it_is_not_wanted_any_more(context: AppContext, lease: Path) -> None:
    context.ingest.add([lease], JobContext())
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        context.source.find(lease, "rent", cancel)
    assert context.source.find(lease, "rent", CancelToken()).places, "reading goes on after that"
