"""Every expected failure says in plain words what happened and what to do, and has its exit code."""

from collections.abc import Iterator

import pytest

from desktop_rag.domain import errors
from desktop_rag.domain.errors import DesktopRagError, DocumentError
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.child import _answer
from desktop_rag.workers.protocol import Message


def tree(root: type[DesktopRagError] = DesktopRagError) -> Iterator[type[DesktopRagError]]:
    yield root
    for below in root.__subclasses__():
        yield from tree(below)


KINDS = sorted(set(tree()), key=lambda kind: kind.__name__)
DOCUMENT_KINDS = [kind for kind in KINDS if issubclass(kind, DocumentError)]
JARGON = ("traceback", "exception", "errno", "null", "sqlite", "vector", "embedding", "chunk", "subprocess")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_words_are_whole_sentences_without_jargon(kind: type[DesktopRagError]) -> None:
    for text in (kind().message, kind().hint):
        assert text[0].isupper()
        assert text.endswith(".")
        assert not any(word in text.lower() for word in JARGON)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_failure_is_never_mistaken_for_success(kind: type[DesktopRagError]) -> None:
    assert 1 <= kind.exit_code <= 255


def test_classes_of_failure_have_codes_of_their_own() -> None:
    codes = {branch: branch.exit_code for branch in (DesktopRagError, *DesktopRagError.__subclasses__())}
    assert len(set(codes.values())) == len(codes)
    for branch in DesktopRagError.__subclasses__():
        assert {kind.exit_code for kind in tree(branch)} == {branch.exit_code}


def test_the_drawing_at_the_top_shows_every_class() -> None:
    assert [kind.__name__ for kind in KINDS if kind.__name__ not in (errors.__doc__ or "")] == []


def test_own_words_take_the_place_of_the_usual_ones() -> None:
    error = errors.PathMissing("There is no “a”.", hint="Look again.", detail="ENOENT")
    assert (error.message, str(error), error.hint, error.detail) == (
        "There is no “a”.",
        "There is no “a”.",
        "Look again.",
        "ENOENT",
    )


def test_kinds_of_document_trouble_are_told_apart() -> None:
    assert len({kind.kind for kind in DOCUMENT_KINDS}) == len(DOCUMENT_KINDS)  # type: ignore[attr-defined]  # all are DocumentErrors


CROSSING = [*DOCUMENT_KINDS, errors.InputError, errors.InstallationError]


@pytest.mark.parametrize("kind", CROSSING, ids=lambda kind: kind.__name__)
def test_an_error_of_a_child_arrives_with_its_class_and_words(kind: type[DesktopRagError]) -> None:
    def fail(_parameters: object) -> Iterator[Message]:
        raise kind("It went wrong.", hint="Do this.")
        yield

    (answer,) = _answer({"parse": fail}, {"id": 7, "method": "parse", "parameters": {}})
    assert answer.body["id"] == 7
    with pytest.raises(kind) as caught:
        raise_if_error(answer.body)
    assert type(caught.value) is kind
    assert (caught.value.message, caught.value.hint) == ("It went wrong.", "Do this.")


def test_an_answer_that_is_no_error_passes() -> None:
    raise_if_error({"event": "result", "kind": "damaged"})


@pytest.mark.parametrize(
    "request_body",
    [
        {"id": 1, "method": "unknown", "parameters": {}},
        {"id": 1, "method": None, "parameters": {}},
        {"id": 1, "method": ["parse"], "parameters": {}},
        {"id": 1, "method": "parse", "parameters": "text"},
        {"id": 1, "method": "parse"},
        {},
    ],
)
def test_a_request_that_no_handler_knows_is_answered_not_died_of(request_body: dict[str, object]) -> None:
    def handle(_parameters: object) -> Iterator[Message]:
        yield Message({"event": "result"})

    (answer,) = _answer({"parse": handle}, request_body)  # type: ignore[arg-type]  # any JSON
    assert answer.body["event"] == "error"
    with pytest.raises(errors.WorkerProtocolError):
        raise_if_error(answer.body)


def test_messages_before_a_failure_are_kept_and_all_carry_the_id() -> None:
    def half(_parameters: object) -> Iterator[Message]:
        yield Message({"event": "page"}, (b"raw",))
        raise errors.DocumentDamaged

    page, error = _answer({"parse": half}, {"id": 3, "method": "parse", "parameters": {}})
    assert (page.body, page.attachments) == ({"event": "page", "id": 3}, (b"raw",))
    assert (error.body["event"], error.body["id"], error.body["kind"]) == ("error", 3, "damaged")


def test_a_bug_of_the_child_is_not_dressed_up_as_an_answer() -> None:
    def bug(_parameters: object) -> Iterator[Message]:
        raise ZeroDivisionError
        yield

    with pytest.raises(ZeroDivisionError):
        list(_answer({"parse": bug}, {"id": 1, "method": "parse", "parameters": {}}))
