"""Conversations are there before the first word of an answer, and stay what they were."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.domain.answers import Answer, AnswerState
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.conversation import TITLE_LETTERS, ConversationSummary, Turn, TurnState, title_for
from desktop_rag.domain.errors import InputError
from desktop_rag.domain.scopes import Scope
from desktop_rag.store.conversations import KEPT_DELETED_S, UNREADABLE, Conversations
from desktop_rag.store.database import Database
from desktop_rag.store.writer_id import new_writer
from tests.unit.answer_samples import NOTICE, RENT, answer, not_found, sentence

MINUTE_S = 60.0
QUESTION = "What is the rent?"


class Kept:
    """Conversations in a database of their own, at a time of the test's."""

    def __init__(self, path: Path) -> None:
        self.now = 1_000_000.0
        self.path = path
        self.database = Database(path)
        self.conversations = self.again()

    def again(self) -> Conversations:
        """As after the program was started anew."""
        return Conversations(self.database, lambda: self.now)

    def ask(self, question: str = QUESTION, within: int | None = None) -> Turn:
        self.now += 1
        return self.conversations.begin_turn(within, question, (), AnswerMode.RAG, "Tiny", ())

    def answered(self, question: str = QUESTION, within: int | None = None, said: str = RENT) -> Turn:
        turn = self.ask(question, within)
        return self.conversations.finish_turn(turn.id, answer(sentence(said, 1), question=question))

    def found(self, text: str, limit: int = 50) -> list[int]:
        return [summary.id for summary in self.conversations.search(text, limit)]

    def only(self) -> ConversationSummary:
        (summary,) = self.conversations.summaries()
        return summary

    def set(self, column: str, value: object) -> None:
        """What only damage, or another program, would write."""
        self.database.write(lambda connection: connection.execute(f"UPDATE turns SET {column} = ?", (value,)))

    def check_words(self) -> None:
        """Raises `LibraryDamaged` unless the full text is exactly that of turns and titles."""
        sql = "INSERT INTO conversations_fts (conversations_fts, rank) VALUES ('integrity-check', 1)"
        self.database.write(lambda connection: connection.execute(sql))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    opened = Kept(tmp_path / "library.db")
    yield opened
    opened.check_words()
    opened.database.close()


# Turns


def test_a_question_is_kept_before_it_is_answered(kept: Kept) -> None:
    adapters = (Adapter(Path("/a/style\udce9.gguf"), 0.5), Adapter(Path("/b.gguf")))
    scope = (Path("/docs/a b\n.txt"), Path("/docs/caf\udce9"))
    turn = kept.conversations.begin_turn(None, QUESTION, scope, AnswerMode.HYBRID, "Tiny 3B", adapters)
    (stored,) = kept.conversations.turns(turn.conversation_id)
    assert stored == turn
    assert (turn.state, turn.question, turn.scope) == (TurnState.WRITING, QUESTION, scope)
    assert (turn.mode, turn.model, turn.adapters) == (AnswerMode.HYBRID, "Tiny 3B", adapters)
    assert turn.asked_at == datetime.fromtimestamp(kept.now, UTC)


@pytest.mark.parametrize(
    ("blob", "scope"), [(b"/docs/caf\xe9 x", (Path("/docs/caf\udce9 x"),)), (b"/", (Path("/"),)), (None, ())]
)
def test_a_place_kept_by_an_earlier_version_reads_as_before(
    kept: Kept, blob: bytes | None, scope: Scope
) -> None:
    """It kept the bytes of one path, or nothing for everything."""
    turn = kept.ask()
    kept.database.write(lambda connection: connection.execute("UPDATE turns SET scope = ?", (blob,)))
    assert kept.conversations.turns(turn.conversation_id)[0].scope == scope


def test_thousands_of_places_come_back_in_order(kept: Kept) -> None:
    scope = tuple(Path(f"/docs/{number:04}.txt") for number in range(4_000))
    turn = kept.conversations.begin_turn(None, QUESTION, scope, AnswerMode.RAG, "", ())
    assert kept.conversations.turns(turn.conversation_id)[0].scope == scope


def test_a_new_conversation_is_named_by_its_first_question_only(kept: Kept) -> None:
    first = kept.answered("How long is the notice period?")
    kept.answered("And the rent?", first.conversation_id)
    assert kept.only().title == "How long is the notice period?"
    assert kept.only().turns == 2


def test_an_answer_comes_back_whole(kept: Kept) -> None:
    said = replace(
        answer(sentence(RENT, 1), sentence("Ask Ada.", lead="\n- ", doubt="who?")),
        thought="Hm.",
        note="Cut short.",
    )
    turn = kept.conversations.finish_turn(kept.ask().id, said)
    assert turn.answer == said
    assert (turn.state, turn.text, turn.thought) == (TurnState.ANSWERED, said.text, "Hm.")
    assert kept.conversations.turns(turn.conversation_id) == (turn,)


@pytest.mark.parametrize("state", AnswerState)
def test_a_turn_ends_as_its_answer_did(kept: Kept, state: AnswerState) -> None:
    turn = kept.conversations.finish_turn(kept.ask().id, replace(answer(), state=state))
    assert turn.state == TurnState(state.value)


def test_turns_keep_their_order_and_each_conversation_its_own(kept: Kept) -> None:
    first = kept.answered("One?")
    other = kept.answered("Elsewhere?")
    kept.answered("Two?", first.conversation_id)
    kept.answered("Three?", first.conversation_id)
    asked = [turn.question for turn in kept.conversations.turns(first.conversation_id)]
    assert asked == ["One?", "Two?", "Three?"]
    assert [turn.id for turn in kept.conversations.turns(other.conversation_id)] == [other.id]


def test_what_is_being_written_is_kept_and_read_by_others_meanwhile(kept: Kept) -> None:
    turn = kept.ask()
    kept.conversations.save_partial(turn.id, "The monthly", "Let me see.")
    kept.conversations.save_partial(turn.id, "The monthly rent", "Let me see.")
    (stored,) = kept.conversations.turns(turn.conversation_id)
    assert (stored.state, stored.text, stored.thought) == (
        TurnState.WRITING,
        "The monthly rent",
        "Let me see.",
    )


def test_a_late_piece_does_not_undo_the_finished_answer(kept: Kept) -> None:
    turn = kept.answered()
    kept.conversations.save_partial(turn.id, "The mon")
    assert kept.conversations.turns(turn.conversation_id) == (turn,)


def test_a_failed_turn_keeps_why_and_what_was_written(kept: Kept) -> None:
    turn = kept.ask()
    kept.conversations.save_partial(turn.id, "The monthly")
    failed = kept.conversations.fail_turn(turn.id, "The model stopped.", "Ask again.")
    assert (failed.state, failed.reason, failed.hint) == (
        TurnState.FAILED,
        "The model stopped.",
        "Ask again.",
    )
    assert (failed.text, failed.answer) == ("The monthly", None)


def test_a_failed_turn_takes_the_partial_answer_with_its_sources(kept: Kept) -> None:
    partial = replace(answer(), state=AnswerState.FAILED)
    failed = kept.conversations.fail_turn(kept.ask().id, "Out of memory.", "Close something.", partial)
    assert (failed.state, failed.answer, failed.text) == (TurnState.FAILED, partial, RENT)


def test_a_turn_stopped_before_its_answer_keeps_what_was_written(kept: Kept) -> None:
    turn = kept.ask()
    kept.conversations.save_partial(turn.id, "The mon")
    stopped = kept.conversations.stop_turn(turn.id)
    assert (stored := kept.conversations.turns(turn.conversation_id)) == (stopped,)
    assert (stored[0].state, stored[0].text) == (TurnState.STOPPED, "The mon")


def test_asking_in_a_conversation_that_is_gone_says_so_and_leaves_nothing(kept: Kept) -> None:
    with pytest.raises(InputError, match="not there any more"):
        kept.ask(within=77)
    assert kept.conversations.summaries() == ()


def test_ending_a_turn_that_is_gone_says_so(kept: Kept) -> None:
    with pytest.raises(InputError, match="not there any more"):
        kept.conversations.finish_turn(77, answer())


@given(question=st.text(st.characters(), min_size=1), text=st.text(st.characters()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_no_text_that_a_person_or_a_model_sends_cannot_be_kept(kept: Kept, question: str, text: str) -> None:
    turn = kept.ask(question)
    kept.conversations.save_partial(turn.id, text, text)
    (stored,) = kept.conversations.turns(turn.conversation_id)
    kept.conversations.search(question)
    assert len(stored.question.encode("utf-16-le")) == len(question.encode("utf-16-le", "surrogatepass"))
    assert stored.text == stored.thought


# Interrupted turns


def test_a_turn_whose_program_was_closed_in_the_middle_shows_as_interrupted(kept: Kept) -> None:
    turn = kept.ask()
    kept.conversations.save_partial(turn.id, "The mon")
    (after,) = kept.again().turns(turn.conversation_id)
    assert (after.state, after.text) == (TurnState.INTERRUPTED, "The mon")


def test_a_finished_turn_is_not_interrupted_by_a_new_start(kept: Kept) -> None:
    turn = kept.answered()
    assert kept.again().turns(turn.conversation_id) == (turn,)


def test_a_turn_of_another_program_is_being_written_as_long_as_that_lives(kept: Kept) -> None:
    turn = kept.ask()
    code = "import desktop_rag.store.writer_id as w; print(w.new_writer(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        kept.set("writer", other.stdout.readline().strip())
        assert kept.conversations.turns(turn.conversation_id)[0].state is TurnState.WRITING
        other.kill()
        other.wait()
        assert kept.conversations.turns(turn.conversation_id)[0].state is TurnState.INTERRUPTED


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="no programs that ended and are still listed")
def test_a_program_that_ended_but_was_not_collected_yet_writes_no_more(kept: Kept) -> None:
    turn = kept.ask()
    code = "import desktop_rag.store.writer_id as w; print(w.new_writer(), flush=True)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        kept.set("writer", other.stdout.read().strip())
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and is left as it is
        assert kept.conversations.turns(turn.conversation_id)[0].state is TurnState.INTERRUPTED


def test_a_process_number_that_was_given_again_is_not_the_writer(kept: Kept) -> None:
    turn = kept.ask()
    parent_like = "1:12.5:abc"  # process 1 lives, and did not begin in 1970
    kept.set("writer", parent_like)
    assert kept.conversations.turns(turn.conversation_id)[0].state is TurnState.INTERRUPTED


@pytest.mark.parametrize("writer", ["", "x", "1", "1:", ":2", "1:x:y", "-5:1:a"])
def test_a_writer_that_makes_no_sense_writes_no_more(kept: Kept, writer: str) -> None:
    turn = kept.ask()
    kept.set("writer", writer)
    assert kept.conversations.turns(turn.conversation_id)[0].state is TurnState.INTERRUPTED


def test_every_writer_has_a_name_of_its_own() -> None:
    assert len({new_writer() for _ in range(10)}) == 10


# Damage


@pytest.mark.parametrize("damage", ["{", "{}", "null", "[]"])
def test_an_answer_that_cannot_be_read_leaves_its_text_and_the_others(kept: Kept, damage: str) -> None:
    first = kept.answered()
    kept.set("answer", damage)
    second = kept.answered("And the notice?", first.conversation_id, NOTICE)
    hurt, whole = kept.conversations.turns(first.conversation_id)
    assert (hurt.state, hurt.answer, hurt.text, hurt.reason) == (TurnState.FAILED, None, RENT, UNREADABLE)
    assert whole == second


# The list


def test_the_latest_conversation_comes_first_whichever_was_begun_first(kept: Kept) -> None:
    old, new = kept.answered("Old?"), kept.answered("New?")
    assert [summary.title for summary in kept.conversations.summaries()] == ["New?", "Old?"]
    kept.answered("Again?", old.conversation_id)
    assert [summary.title for summary in kept.conversations.summaries()] == ["Old?", "New?"]
    assert new.id


def test_a_line_of_the_list_tells_how_the_latest_answer_begins(kept: Kept) -> None:
    first = kept.answered(said="The monthly\n\nrent is 940 euros.")
    assert kept.only().snippet == "The monthly rent is 940 euros."
    kept.ask("And the notice?", first.conversation_id)
    assert kept.only().snippet == "And the notice?"
    assert kept.only().updated == datetime.fromtimestamp(kept.now, UTC)


def test_a_conversation_without_a_question_can_be_listed(kept: Kept) -> None:
    kept.conversations.create("Plans")
    assert (kept.only().title, kept.only().turns, kept.only().snippet) == ("Plans", 0, "")


def test_a_name_can_be_changed(kept: Kept) -> None:
    turn = kept.answered()
    kept.conversations.rename(turn.conversation_id, "Flat")
    assert kept.only().title == "Flat"


# Deleting


def test_a_deleted_conversation_is_nowhere_until_it_is_brought_back(kept: Kept) -> None:
    turn = kept.answered()
    kept.conversations.delete(turn.conversation_id)
    assert kept.conversations.summaries() == ()
    assert kept.conversations.conversation(turn.conversation_id) is None
    assert kept.found("rent") == []
    kept.conversations.restore(turn.conversation_id)
    conversation = kept.conversations.conversation(turn.conversation_id)
    assert conversation is not None
    assert conversation.turns == (turn,)
    assert kept.found("rent") == [turn.conversation_id]


def test_only_what_was_deleted_long_ago_is_removed_for_good(kept: Kept) -> None:
    old, recent, alive = (kept.answered(f"{name}?").conversation_id for name in ("Old", "Recent", "Alive"))
    kept.conversations.delete(old)
    kept.now += KEPT_DELETED_S - MINUTE_S
    kept.conversations.delete(recent)
    kept.conversations.purge()
    assert len(kept.conversations.turns(old)) == 1
    kept.now += 2 * MINUTE_S
    kept.conversations.purge()
    assert kept.conversations.turns(old) == ()
    with pytest.raises(InputError):
        kept.conversations.restore(old)
    kept.conversations.restore(recent)
    assert {summary.id for summary in kept.conversations.summaries()} == {recent, alive}


def test_deleting_twice_does_not_prolong_its_stay(kept: Kept) -> None:
    turn = kept.answered()
    kept.conversations.delete(turn.conversation_id)
    kept.now += KEPT_DELETED_S - 1
    kept.conversations.delete(turn.conversation_id)
    kept.now += 2
    kept.conversations.purge()
    with pytest.raises(InputError):
        kept.conversations.restore(turn.conversation_id)
    assert kept.conversations.summaries() == ()


def test_what_is_removed_for_good_leaves_no_word_behind(kept: Kept) -> None:
    gone, stays = kept.answered(), kept.answered("How long?", said=NOTICE)
    kept.conversations.delete(gone.conversation_id)
    kept.conversations.purge(kept_s=-1)
    kept.check_words()
    assert kept.found("rent") == []
    assert kept.found("notice") == [stays.conversation_id]
    with kept.database.read() as connection:
        rows = connection.execute("SELECT rowid FROM conversations_fts WHERE conversations_fts MATCH 'rent'")
        assert rows.fetchall() == []


def test_what_is_erased_leaves_no_word_behind(kept: Kept) -> None:
    gone, stays = kept.answered(), kept.answered()
    for turn in (gone, stays):
        kept.conversations.delete(turn.conversation_id)
    kept.conversations.restore(stays.conversation_id)
    kept.conversations.erase(gone.conversation_id, stays.conversation_id, 99)
    kept.check_words()
    assert kept.found("rent") == [stays.conversation_id]
    assert kept.conversations.turns(gone.conversation_id) == ()


def test_a_pin_outlives_a_new_start_a_question_and_a_deletion_that_was_undone(kept: Kept) -> None:
    first = kept.answered().conversation_id
    kept.conversations.pin(first, True)
    newer = kept.answered("How long?").conversation_id
    kept.answered("And now?", within=newer)
    kept.conversations.delete(first)
    kept.conversations.restore(first)
    listed = [(summary.id, summary.pinned) for summary in kept.again().summaries()]
    assert listed == [(first, True), (newer, False)]


def test_of_several_pinned_the_latest_comes_first(kept: Kept) -> None:
    first, second, third = (kept.answered(f"{name}?").conversation_id for name in ("One", "Two", "Three"))
    for each in (second, first):
        kept.conversations.pin(each, True)
    assert [summary.id for summary in kept.conversations.summaries()] == [second, first, third]


def test_asking_in_a_deleted_conversation_brings_it_back(kept: Kept) -> None:
    turn = kept.answered()
    kept.conversations.delete(turn.conversation_id)
    kept.ask("And now?", turn.conversation_id)
    assert kept.only().turns == 2


# Searching


@pytest.mark.parametrize("text", ["rent", "REN", "euros 940", "940 what", "is the r", "“rent”?"])
def test_questions_and_answers_are_found_by_how_their_words_begin(kept: Kept, text: str) -> None:
    turn = kept.answered()
    kept.answered("How long?", said="Three months.")
    assert kept.found(text) == [turn.conversation_id]


def test_words_may_stand_in_different_turns_or_in_the_name(kept: Kept) -> None:
    turn = kept.answered()
    kept.answered("How long?", turn.conversation_id, NOTICE)
    kept.conversations.rename(turn.conversation_id, "Zürich flat")
    other = kept.answered("Rent of a car?", said="Ten a day.")
    assert kept.found("zurich euros three") == [turn.conversation_id]
    assert set(kept.found("rent")) == {turn.conversation_id, other.conversation_id}
    assert kept.found("zurich car") == []


def test_an_old_name_is_not_found_any_more(kept: Kept) -> None:
    turn = kept.answered("Parking?")
    kept.conversations.rename(turn.conversation_id, "Garage")
    kept.conversations.rename(turn.conversation_id, "Cellar")
    assert (kept.found("garage"), kept.found("cellar")) == ([], [turn.conversation_id])


def test_a_snippet_shows_the_words_that_were_found(kept: Kept) -> None:
    filler = "Nothing of note here. " * 40
    kept.answered("Tell me all.", said=f"{filler}The caretaker is Ms Quill.\n{filler}")
    (found,) = kept.conversations.search("quill")
    assert "Ms Quill." in found.snippet
    assert len(found.snippet) < 200
    assert "\n" not in found.snippet


def test_a_conversation_found_by_its_name_shows_its_latest_answer(kept: Kept) -> None:
    turn = kept.answered()
    kept.conversations.rename(turn.conversation_id, "Garage")
    (found,) = kept.conversations.search("garage")
    assert (found.title, found.snippet) == ("Garage", RENT)


def test_a_conversation_is_found_once_however_often_it_matches(kept: Kept) -> None:
    turn = kept.answered()
    for _ in range(3):
        kept.answered(within=turn.conversation_id)
    assert kept.found("rent") == [turn.conversation_id]


def test_no_more_are_found_than_asked_for(kept: Kept) -> None:
    for _ in range(5):
        kept.answered()
    assert len(kept.found("rent", limit=3)) == 3


@pytest.mark.parametrize("text", ["", "  ", "?!", "_", '"', "*", "\0", "\ud800"])
def test_a_text_without_words_finds_nothing(kept: Kept, text: str) -> None:
    kept.answered()
    assert kept.found(text) == []


@pytest.mark.parametrize(
    "text", ['rent" OR "x', "rent AND nothing", "heading: rent", "NEAR(rent, 940)", "-rent x"]
)
def test_a_search_is_never_taken_for_a_command(kept: Kept, text: str) -> None:
    kept.answered()
    assert kept.found(text) == []


def test_a_turn_in_work_is_found_by_what_is_written_so_far(kept: Kept) -> None:
    turn = kept.ask()
    kept.conversations.save_partial(turn.id, "The caretaker")
    kept.conversations.save_partial(turn.id, "The caretaker Quill")
    assert kept.found("quill") == [turn.conversation_id]


# Titles


@given(st.text(st.characters()))
def test_a_title_is_one_short_line(question: str) -> None:
    title = title_for(question)
    assert 0 < len(title) <= TITLE_LETTERS
    assert "\n" not in title
    assert title.strip() == title


def test_a_long_question_is_cut_between_two_words() -> None:
    question = "Which of the two leases says that the deposit must be returned, and within how many days?"
    assert title_for(question) == "Which of the two leases says that the deposit must be…"


def test_a_question_without_spaces_is_cut_where_it_must_be() -> None:
    assert title_for("x" * 200) == "x" * (TITLE_LETTERS - 1) + "…"
    assert title_for("x" * TITLE_LETTERS) == "x" * TITLE_LETTERS


def test_two_libraries_do_not_share_conversations(kept: Kept, tmp_path: Path) -> None:
    kept.answered()
    other = Kept(tmp_path / "other.db")
    assert other.conversations.summaries() == ()
    other.database.close()


def test_an_answer_that_was_not_found_is_a_state_of_its_own(kept: Kept) -> None:
    turn = kept.conversations.finish_turn(kept.ask().id, not_found())
    assert (turn.state, turn.text) == (TurnState.NOT_FOUND, "")
    assert isinstance(turn.answer, Answer)
