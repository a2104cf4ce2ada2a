"""What a person does with conversations: find one, open it, name it, delete it and think better of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.app.conversations import ConversationService
from desktop_rag.app.export import ExportFormat
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.conversation import LONGEST_NAME
from desktop_rag.domain.errors import InputError, PathMissing
from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import Database
from tests.unit.answer_samples import RENT, answer


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Conversations]:
    database = Database(tmp_path / "library.db")
    yield Conversations(database)
    database.close()


@pytest.fixture
def service(store: Conversations) -> ConversationService:
    return ConversationService(store)


@pytest.fixture
def flat(store: Conversations) -> int:
    """A conversation of one answered question."""
    turn = store.begin_turn(None, "What is the rent?", (), AnswerMode.RAG, "Tiny 3B", ())
    return store.finish_turn(turn.id, answer()).conversation_id


def test_a_conversation_opens_with_its_turns_as_they_were(service: ConversationService, flat: int) -> None:
    conversation = service.open(flat)
    assert (conversation.title, conversation.id) == ("What is the rent?", flat)
    assert [turn.answer for turn in conversation.turns] == [answer()]


def test_the_list_leads_to_the_conversation(service: ConversationService, flat: int) -> None:
    (summary,) = service.list()
    assert (summary.id, summary.title, summary.turns, summary.snippet) == (flat, "What is the rent?", 1, RENT)
    assert service.open(summary.id).updated == summary.updated


def test_a_search_without_words_shows_the_whole_list(service: ConversationService, flat: int) -> None:
    assert [found.id for found in service.search(" ")] == [flat]
    assert [found.id for found in service.search("euro")] == [flat]
    assert service.search("dollar") == ()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  The \n flat ", "The flat"), ("x" * 500, "x" * LONGEST_NAME), ("y" * 119 + " z", "y" * 119)],
)
def test_a_name_is_one_line_of_bearable_length(
    service: ConversationService, flat: int, typed: str, kept: str
) -> None:
    assert service.rename(flat, typed) == kept
    assert service.open(flat).title == kept


@pytest.mark.parametrize("typed", ["", "  ", "\n\t"])
def test_an_empty_name_is_refused_and_the_old_one_stays(
    service: ConversationService, flat: int, typed: str
) -> None:
    with pytest.raises(InputError, match="needs a name"):
        service.rename(flat, typed)
    assert service.open(flat).title == "What is the rent?"


def test_deleting_can_be_undone(service: ConversationService, flat: int) -> None:
    before = service.open(flat)
    service.delete(flat)
    assert service.list() == service.search("rent") == ()
    service.restore(flat)
    assert service.open(flat) == before


@pytest.mark.parametrize("gone", [0, 99])
def test_a_conversation_that_is_not_there_says_so(service: ConversationService, gone: int) -> None:
    with pytest.raises(InputError, match="not there any more"):
        service.open(gone)


def test_a_deleted_conversation_cannot_be_opened_or_exported(
    service: ConversationService, flat: int, tmp_path: Path
) -> None:
    service.delete(flat)
    with pytest.raises(InputError):
        service.open(flat)
    with pytest.raises(InputError):
        service.export(flat, tmp_path / "flat.md", ExportFormat.MARKDOWN)
    assert not (tmp_path / "flat.md").exists()


@pytest.mark.parametrize(
    ("kind", "begins"),
    [(ExportFormat.MARKDOWN, "# What is the rent?"), (ExportFormat.HTML, "<!doctype html>")],
)
def test_a_conversation_is_exported_with_its_source_and_page(
    service: ConversationService, flat: int, tmp_path: Path, kind: ExportFormat, begins: str
) -> None:
    path = tmp_path / "flat"
    service.export(flat, path, kind)
    text = path.read_text("utf-8")
    assert text.startswith(begins)
    assert "Lease · p. iv · Money" in text
    assert "/home/ada/lease.pdf" in text


def test_exporting_into_a_folder_that_is_not_there_says_so(
    service: ConversationService, flat: int, tmp_path: Path
) -> None:
    with pytest.raises(PathMissing):
        service.export(flat, tmp_path / "nowhere" / "flat.md", ExportFormat.MARKDOWN)
