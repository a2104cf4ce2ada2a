"""The JSON that scripts rely on: its names and types do not change by accident."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_rag.app.doctor import Check
from desktop_rag.app.values import (
    DocumentRow,
    IngestSummary,
    LibraryOverview,
    RootSummary,
    SearchResult,
    SourceView,
)
from desktop_rag.cli import shapes
from desktop_rag.cli.commands import say_answer
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Citation, Hit, Support
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.documents import Box, DocumentFormat, DocumentState, Page, PagePicture

PATH = Path("/docs/lease.pdf")
HIT = Hit(
    1, 0.1234567, 42, PATH, "Lease", DocumentFormat.PDF, 3, "iii", "Rent › Due", 10, 24, "The rent is 940"
)
CITATION = Citation(1, PATH, "Lease", DocumentFormat.PDF, 3, "iii", "Rent", 10, 24, "The rent is 940")
SENTENCE = AnswerSentence("The rent is 940", Support.SUPPORTED, (1,))


def view(picture: PagePicture | None, note: str = "") -> SourceView:
    return SourceView(PATH, "Lease", DocumentFormat.PDF, Page(1, "text"), 1, picture, (), True, note)


def test_a_summary_of_work() -> None:
    summary = IngestSummary(3, 1, 2, 4, pages=9, passages=20, embedded=5, seconds=1.23456)
    assert shapes.ingest(summary) == {
        "documents": {"ready": 3, "failed": 1, "skipped": 2, "unavailable": 4},
        "pages": 9,
        "passages": 20,
        "embedded": 5,
        "seconds": 1.235,
    }


def test_the_state_of_the_library() -> None:
    row = DocumentRow(
        PATH, PATH.parent, DocumentFormat.PDF, DocumentState.FAILED, "Damaged.", "Fetch it.", "", 0, 0, 99
    )
    root = RootSummary(PATH.parent, True, True, 0, 1, 0, 0)
    root = replace(root, ignored=7)
    assert shapes.status(LibraryOverview((root,), (row,), 0, 4096, "MiniLM"), (row,)) == {
        "roots": ["/docs"],
        "ignored": 7,
        "documents": [
            {
                "path": str(PATH),
                "state": "failed",
                "reason": "Damaged.",
                "pages": 0,
                "passages": 0,
                "scans_left": 0,
            }
        ],
        "passages": 0,
        "embedder": {"name": "MiniLM"},
        "bytes": {"library": 4096},
    }


def test_a_hit_tells_the_exact_place() -> None:
    found = shapes.search(SearchResult("rent?", True, 0.87654321, (HIT,)))
    assert found == {
        "question": "rent?",
        "answerable": True,
        "confidence": 0.8765,
        "hits": [
            {
                "rank": 1,
                "score": 0.123457,
                "path": str(PATH),
                "page": 3,
                "start": 10,
                "end": 24,
                "label": "iii",
                "heading": "Rent › Due",
                "text": "The rent is 940",
            }
        ],
    }


@pytest.mark.parametrize("question_id", [0, "", "q-7", 7, False])
def test_an_id_comes_back_as_it_was_given(question_id: object) -> None:
    assert shapes.search(SearchResult("q", False, 0.0, ()), question_id)["id"] == question_id


def test_a_single_question_has_no_id() -> None:
    assert "id" not in shapes.search(SearchResult("q", False, 0.0, ()))


def test_an_answer_with_its_sentences_and_citations() -> None:
    given = Answer(
        "rent?",
        AnswerMode.EXTRACT,
        AnswerState.ANSWERED,
        0.9,
        (SENTENCE,),
        (CITATION,),
        (HIT,),
        {"total_s": 0.123456},
    )
    assert shapes.answer(given) == {
        "question": "rent?",
        "asked": "rent?",
        "mode": "extract",
        "model": "",
        "adapters": [],
        "state": "answered",
        "confidence": 0.9,
        "answer": "The rent is 940",
        "sentences": [{"text": "The rent is 940", "support": "supported", "doubt": "", "citations": [1]}],
        "citations": [
            {"n": 1, "path": str(PATH), "page": 3, "start": 10, "end": 24, "quote": "The rent is 940"}
        ],
        "timings": {"total_s": 0.1235},
        "tokens": {},
        "unknown_citations": 0,
        "note": "",
    }


def test_an_answer_that_was_not_found_is_empty() -> None:
    answer = shapes.answer(Answer("q", AnswerMode.EXTRACT, AnswerState.NOT_FOUND, 0.1, (), (), (HIT,)))
    assert (answer["state"], answer["answer"], answer["sentences"]) == ("not_found", "", [])


def test_the_sentences_of_an_answer_are_its_text() -> None:
    second = AnswerSentence("It is due monthly.", Support.UNCITED, ())
    given = Answer("q", AnswerMode.EXTRACT, AnswerState.ANSWERED, 1.0, (SENTENCE, second), (), ())
    assert given.text == "The rent is 940 It is due monthly."


def test_a_drawn_page_tells_its_size_and_boxes() -> None:
    picture = PagePicture(2, 1, bytes(6), (Box(0.0, 0.5, 1.0, 1.0),), "rent")
    assert shapes.render(view(picture)) == {
        "width": 2,
        "height": 1,
        "boxes": [[0.0, 0.5, 1.0, 1.0]],
        "text_in_boxes": "rent",
        "note": "",
    }


def test_a_page_that_was_not_drawn_has_the_same_names() -> None:
    drawn, missing = view(PagePicture(1, 1, bytes(3), (), "")), view(None, "It is away.")
    assert shapes.render(missing).keys() == shapes.render(drawn).keys()
    assert shapes.render(missing)["note"] == "It is away."


def test_a_check_of_the_doctor() -> None:
    assert shapes.check(Check("Reading", False, "Broken.")) == {
        "name": "Reading",
        "ok": False,
        "detail": "Broken.",
    }


def test_a_path_that_is_no_text_becomes_json_too() -> None:
    path = Path(b"/docs/caf\xe9.txt".decode("utf-8", "surrogateescape"))
    row = DocumentRow(path, None, None, DocumentState.PENDING, "", "", "", 0, 0, 1)
    line = json.dumps(shapes.status(LibraryOverview((), (row,), 0, 0, ""), (row,)))
    assert Path(json.loads(line)["documents"][0]["path"]) == path


def test_what_is_below_a_folder_adds_up() -> None:
    assert RootSummary(PATH, True, True, ready=3, problems=2, skipped=1, pending=4).total == 10


def test_a_person_is_told_which_sentences_have_no_source(capsys: pytest.CaptureFixture[str]) -> None:
    uncited = AnswerSentence("It is 940 euros.", Support.UNCITED, ())
    doubt = "“weekly” does not occur."
    doubtful = AnswerSentence("It is due weekly.", Support.UNSUPPORTED, (1,), doubt=doubt)
    state = AnswerState.ANSWERED
    read = Answer("q", AnswerMode.RAG, state, 1.0, (uncited, doubtful), (), (), unknown_citations=2)
    say_answer(read)
    said = capsys.readouterr().out
    assert "No source given: “It is 940 euros.”" in said
    assert "Not in its source: “It is due weekly.” “weekly” does not occur." in said
    assert "left out: 2" in said
    say_answer(Answer("q", AnswerMode.BASE, state, 1.0, (uncited,), (), ()))
    alone = capsys.readouterr().out
    assert "own knowledge" in alone
    assert "No source given" not in alone
