"""What a person does with conversations: find one, open it, name it, delete it and think better of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.app.conversations import ConversationService
from desktop_rag.app.export import Render, as_html, as_markdown
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.conversation import LONGEST_NAME
from desktop_rag.domain.errors import InputError, LibraryReadOnly, PathMissing
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


def test_several_are_brought_back_together(
    service: ConversationService, store: Conversations, flat: int
) -> None:
    other = store.begin_turn(None, "Who pays?", (), AnswerMode.RAG, "", ()).conversation_id
    for each in (flat, other):
        service.delete(each)
    service.restore(flat, other)
    assert {summary.id for summary in service.list()} == {flat, other}


def test_what_is_erased_cannot_be_brought_back_and_takes_nothing_with_it(
    service: ConversationService, store: Conversations, flat: int
) -> None:
    other = store.begin_turn(None, "Who pays?", (), AnswerMode.RAG, "", ()).conversation_id
    for each in (flat, other):
        service.delete(each)
    service.erase(flat)
    with pytest.raises(InputError, match="not there any more"):
        service.restore(flat, other)
    assert service.list() == ()
    service.restore(other)
    assert [summary.id for summary in service.list()] == [other]


def test_erasing_leaves_what_was_brought_back_or_never_deleted(
    service: ConversationService, flat: int
) -> None:
    service.delete(flat)
    service.restore(flat)
    service.erase(flat)
    assert [summary.id for summary in service.list()] == [flat]


def test_at_the_end_a_deletion_is_final_and_what_was_brought_back_stays(
    service: ConversationService, store: Conversations, flat: int
) -> None:
    gone = store.begin_turn(None, "Who pays?", (), AnswerMode.RAG, "", ()).conversation_id
    for each in (flat, gone):
        service.delete(each)
    service.restore(flat)
    service.close()
    assert store.turns(gone) == ()
    assert [summary.id for summary in service.list()] == [flat]


def test_a_library_that_cannot_be_written_does_not_keep_the_program_from_ending(
    service: ConversationService, flat: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_ids: int) -> None:
        raise LibraryReadOnly

    service.delete(flat)
    monkeypatch.setattr(Conversations, "erase", refuse)
    service.close()


def test_a_pinned_conversation_stays_at_the_top_until_it_is_unpinned(
    service: ConversationService, store: Conversations, flat: int
) -> None:
    newer = store.begin_turn(None, "Who pays?", (), AnswerMode.RAG, "", ()).conversation_id
    assert [summary.id for summary in service.list()] == [newer, flat]
    service.pin(flat, True)
    assert [(summary.id, summary.pinned) for summary in service.list()] == [(flat, True), (newer, False)]
    assert service.search("rent")[0].pinned
    service.pin(flat, False)
    assert [(summary.id, summary.pinned) for summary in service.list()] == [(newer, False), (flat, False)]


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
        service.export(flat, tmp_path / "flat.md", as_markdown)
    assert not (tmp_path / "flat.md").exists()


@pytest.mark.parametrize(
    ("render", "begins"), [(as_markdown, "# What is the rent?"), (as_html, "<!doctype html>")]
)
def test_a_conversation_is_exported_with_its_source_and_page(
    service: ConversationService, flat: int, tmp_path: Path, render: Render, begins: str
) -> None:
    path = tmp_path / "flat"
    service.export(flat, path, render)
    text = path.read_text("utf-8")
    assert text.startswith(begins)
    assert "Lease · p. iv · Money" in text
    assert "/home/ada/lease.pdf" in text


def test_exporting_into_a_folder_that_is_not_there_says_so(
    service: ConversationService, flat: int, tmp_path: Path
) -> None:
    with pytest.raises(PathMissing):
        service.export(flat, tmp_path / "nowhere" / "flat.md", as_markdown)
