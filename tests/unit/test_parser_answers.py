"""Nothing that a parser child can send gets past the checks as anything but valid values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.documents import Anchor, BlockKind, DocumentFormat, WordBox
from desktop_rag.domain.errors import (
    DesktopRagError,
    DocumentEncrypted,
    DocumentTooLarge,
    InputError,
    WorkerProtocolError,
)
from desktop_rag.workers import parser_client
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.parser_client import _Collector, _picture
from desktop_rag.workers.protocol import JsonObject, Message

BEGIN: JsonObject = {"event": "document", "format": "text", "title": "Notes", "page_count": 1}
PAGE: JsonObject = {
    "event": "page",
    "number": 1,
    "label": "",
    "heading": "",
    "text": "One. Two.",
    "blocks": [[1, 0, 4, 0]],
    "anchors": [[0, 1], [5, 2]],
    "is_scan": False,
    "words": [[0, 4, 0.1, 0.2, 0.3, 0.4]],
}
PICTURE: JsonObject = {
    "event": "result",
    "width": 2,
    "height": 1,
    "boxes": [[0, 0, 1, 1]],
    "text_in_boxes": "a",
}

values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.lists(st.integers())
)


def collect(*bodies: JsonObject) -> _Collector:
    collector = _Collector()
    for body in bodies:
        collector.take(Message(body))
    return collector


def test_a_document_of_too_many_blocks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_client, "MAX_DOCUMENT_BLOCKS", 1)
    with pytest.raises(DocumentTooLarge):
        collect(BEGIN, PAGE, {**PAGE, "number": 2})


def test_a_document_is_put_together() -> None:
    document = collect(BEGIN, PAGE, {"event": "result"}).document()
    assert document.format is DocumentFormat.TEXT
    assert document.title == "Notes"
    assert document.pages[0].text == "One. Two."
    assert document.pages[0].blocks[0].kind is BlockKind.PARAGRAPH
    assert document.pages[0].anchors == (Anchor(0, 1), Anchor(5, 2))
    assert document.pages[0].words == (WordBox(0, 4, 0.1, 0.2, 0.3, 0.4),)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 2},
        {"number": "1"},
        {"number": True},
        {"text": 5},
        {"text": "a\x00b"},
        {"text": "\ud800"},
        {"blocks": [[1, 0, 10, 0]]},
        {"blocks": [[1, 4, 2, 0]]},
        {"blocks": [[1, 0, 4, 0], [1, 3, 5, 0]]},
        {"blocks": [[99, 0, 4, 0]]},
        {"blocks": [[1, 0, 4]]},
        {"blocks": "none"},
        {"label": "x" * 101},
        {"anchors": [[5, 1], [0, 2]]},
        {"anchors": [[10, 1]]},
        {"anchors": [[0, 0]]},
        {"words": [[0, 4, 0.1, 0.2, 0.3, 1.5]]},
        {"words": [[0, 10, 0.1, 0.2, 0.3, 0.4]]},
        {"words": [[4, 5, 0, 0, 1, 1], [0, 4, 0, 0, 1, 1]]},
        {"words": [[0, 4, 0.1]]},
        {"event": "surprise"},
    ],
)
def test_a_page_that_makes_no_sense_is_refused(change: JsonObject) -> None:
    with pytest.raises(WorkerProtocolError):
        collect(BEGIN, {**PAGE, **change})


@given(st.sampled_from(sorted(PAGE)), values)
def test_any_value_in_any_field_is_taken_whole_or_refused(field: str, value: object) -> None:
    try:
        pages = collect(BEGIN, {**PAGE, field: value}).document().pages  # type: ignore[dict-item]  # any JSON value
    except (WorkerProtocolError, DocumentTooLarge):
        return
    for page in pages:
        page.text.encode()
        assert all(0 <= block.start <= block.end <= len(page.text) for block in page.blocks)
        assert all(0 <= anchor.start <= len(page.text) for anchor in page.anchors)
        assert all(0 <= word.start <= word.end <= len(page.text) for word in page.words)


def test_pages_before_the_document_or_two_documents_are_refused() -> None:
    with pytest.raises(WorkerProtocolError):
        collect(PAGE)
    with pytest.raises(WorkerProtocolError):
        collect(BEGIN, BEGIN)
    with pytest.raises(WorkerProtocolError):
        collect().document()


def test_a_document_without_end_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_client, "MAX_DOCUMENT_CHARS", 12)
    with pytest.raises(DocumentTooLarge):
        collect(BEGIN, PAGE, {**PAGE, "number": 2})


@pytest.mark.parametrize(
    ("change", "rgb"),
    [
        ({"width": 3}, b"123456"),
        ({"width": 0}, b""),
        ({"width": 10**9}, b"123456"),
        ({"boxes": [[0, 0, 1]]}, b"123456"),
        ({"boxes": [[0, 0, 1, "1"]]}, b"123456"),
        ({"boxes": [[0, 0, 1, 1e300]]}, b"123456"),
        ({}, b"12345"),
    ],
)
def test_a_picture_that_does_not_fit_its_bytes_is_refused(change: JsonObject, rgb: bytes) -> None:
    assert _picture(Message(PICTURE, (b"123456",))).width == 2
    with pytest.raises(WorkerProtocolError):
        _picture(Message({**PICTURE, **change}, (rgb,)))


@pytest.mark.parametrize(
    ("kind", "error"),
    [("encrypted", DocumentEncrypted), ("input", InputError), ("invented", WorkerProtocolError)],
)
def test_an_error_arrives_as_its_class(kind: str, error: type[DesktopRagError]) -> None:
    with pytest.raises(error):
        raise_if_error({"event": "error", "kind": kind, "message": "m", "hint": "h"})


def test_an_errors_words_are_made_short_and_printable() -> None:
    with pytest.raises(DocumentEncrypted) as caught:
        raise_if_error(
            {"event": "error", "kind": "encrypted", "message": "\x1b[31m\n" + "x" * 9000, "hint": 7}
        )
    assert caught.value.message.isprintable()
    assert len(caught.value.message) <= 400
    assert caught.value.hint == DocumentEncrypted.default_hint


@pytest.mark.parametrize("beside", [None, [], "x", [[[0, 0, 1]]], [[[0, 0, 1, 1]], []], [5]])
def test_boxes_beside_that_do_not_fit_what_was_asked_are_refused(beside: object) -> None:
    asked: JsonObject = {**PICTURE, "beside": [[[0, 0, 1, 1]]]}
    assert len(_picture(Message(asked, (b"123456",)), 1).beside) == 1
    with pytest.raises(WorkerProtocolError):
        _picture(Message({**asked, "beside": beside}, (b"123456",)), 1)  # type: ignore[dict-item]  # any JSON value
