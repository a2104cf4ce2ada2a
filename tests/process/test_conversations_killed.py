"""`kill -9` while an answer is being written, or a conversation deleted: what was done is there, whole."""

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.conversation import TurnState
from desktop_rag.domain.errors import InputError
from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import Database
from desktop_rag.store.schema import MIGRATIONS
from tests.process.answering import question, story
from tests.process.deleting import CONVERSATIONS

KILLS = 20
LONGEST_S = 0.6
PROGRAM = Path(__file__).with_name("answering.py")
DELETING = Path(__file__).with_name("deleting.py")
ROOT = Path(__file__).parents[2]


def killed_after(path: Path, number: int, seconds: float) -> tuple[int, int]:
    """How many words were surely kept, and how many may have been, when the program was killed."""
    command = [sys.executable, str(PROGRAM), str(path), str(number)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        steps = [int(line) for line in process.stdout.read().split("\n")[:-1]]
    return -min([0, *steps]), max([0, *steps])


def check_sound(database: Database) -> None:
    """The file as a whole, and that the words that can be searched are exactly those that are there."""
    with database.read() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    sql = "INSERT INTO conversations_fts (conversations_fts, rank) VALUES ('integrity-check', 1)"
    database.write(lambda connection: connection.execute(sql))


def words_of(text: str) -> int:
    return len(text.split(" ")) // 2 if text else 0


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_twenty_random_moments(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    moments = random.Random(20261121)
    in_the_middle = 0
    for number in range(KILLS):
        surely, perhaps = killed_after(path, number, moments.uniform(0.0, LONGEST_S))
        with contextlib.closing(Database(path)) as database:
            check_sound(database)
            conversations = Conversations(database)
            (found,) = conversations.search(question(number))
            (turn,) = conversations.turns(found.id)
            assert (turn.question, turn.state) == (question(number), TurnState.INTERRUPTED)
            assert surely <= words_of(turn.text) <= perhaps
            assert turn.text == story(number, words_of(turn.text))
            assert turn.thought == story(number, words_of(turn.text) // 2)
            assert len(conversations.summaries()) == number + 1
        in_the_middle += words_of(turn.text) > 0
    assert in_the_middle > KILLS // 2  # or the test has not seen what it is about


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_while_the_other_program_lives_its_turn_is_being_written(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    command = [sys.executable, str(PROGRAM), str(path), "1"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        with contextlib.closing(Database(path)) as database:
            conversations = Conversations(database)
            (found,) = conversations.summaries()
            assert conversations.turns(found.id)[0].state is TurnState.WRITING
            process.kill()
            process.wait()
            assert conversations.turns(found.id)[0].state is TurnState.INTERRUPTED


def steps_until_killed(path: Path, seed: int, seconds: float) -> list[str]:
    """What the program said that it was about to do, in order; "done" behind each that had returned."""
    command = [sys.executable, str(DELETING), str(path), str(seed)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return process.stdout.read().split("\n")[:-1]


def after(steps: list[str], state: dict[int, tuple[bool, bool]]) -> dict[int, tuple[bool, bool]]:
    """(shown, pinned) of each conversation once the steps are done."""
    now = dict(state)
    for step in steps:
        way, _space, number = step.partition(" ")
        shown, pinned = now[int(number)]
        shown = {"delete": False, "restore": True}.get(way, shown)
        now[int(number)] = (shown, {"pin": True, "unpin": False}.get(way, pinned))
    return now


def as_stored(database: Database) -> dict[int, tuple[bool, bool]]:
    with database.read() as connection:
        rows = connection.execute("SELECT id, deleted_at IS NULL, pinned FROM conversations").fetchall()
    return {row[0]: (bool(row[1]), bool(row[2])) for row in rows}


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_deletion_its_undo_and_a_pin_are_done_or_not_whenever_the_program_is_killed(tmp_path: Path) -> None:
    path, moments, many = tmp_path / "library.db", random.Random(7), 0
    with contextlib.closing(Database(path)) as database:
        kept = Conversations(database)
        for number in range(CONVERSATIONS):
            kept.begin_turn(None, question(number), (), AnswerMode.EXTRACT, "", ())
    state = dict.fromkeys(range(1, CONVERSATIONS + 1), (True, False))
    for seed in range(8):
        steps = steps_until_killed(path, seed, moments.uniform(0.0, 0.3))
        begun = [step for step in steps if step != "done"]
        surely, perhaps = after(begun[: steps.count("done")], state), after(begun, state)
        with contextlib.closing(Database(path)) as database:
            check_sound(database)
            state = as_stored(database)
            assert state in (surely, perhaps)
            listed = [(each.id, each.pinned) for each in Conversations(database).summaries()]
            assert {each for each, _pinned in listed} == {each for each, (shown, _) in state.items() if shown}
        many += len(begun)
    assert many > 20  # or the test has not seen what it is about


def test_what_a_killed_program_left_deleted_is_erased_with_a_later_conversation(tmp_path: Path) -> None:
    path, now = tmp_path / "library.db", time.time()
    with contextlib.closing(Database(path)) as database:
        killed = Conversations(database, lambda: now)
        turn = killed.begin_turn(None, question(1), (), AnswerMode.EXTRACT, "", ())
        killed.delete(turn.conversation_id)
    with contextlib.closing(Database(path)) as database:
        again = Conversations(database, lambda: now + 60)
        again.purge()
        again.restore(turn.conversation_id)
        again.delete(turn.conversation_id)
        much_later = Conversations(database, lambda: now + 24 * 3600)
        much_later.purge()
        with pytest.raises(InputError):
            much_later.restore(turn.conversation_id)
        check_sound(database)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_program_that_is_killed_while_it_brings_a_library_up_to_date_loses_nothing(tmp_path: Path) -> None:
    """From the version before pins, with enough in it that the copy takes its time."""
    opening = "import sys; from pathlib import Path; from desktop_rag.store.database import Database;"
    command = [sys.executable, "-c", f"{opening} print('begun', flush=True); Database(Path(sys.argv[1]))"]
    moments = random.Random(11)
    for number in range(6):
        path = tmp_path / str(number) / "library.db"
        fourth_library(path)
        with subprocess.Popen(
            [*command, str(path)], stdout=subprocess.PIPE, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moments.uniform(0.0, 0.06))
            process.kill()
        with contextlib.closing(Database(path)) as database:
            check_sound(database)
            conversations = Conversations(database)
            assert len(conversations.summaries()) == 400
            conversations.pin(7, True)
            assert conversations.summaries()[0].id == 7


def fourth_library(path: Path) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for number, script in enumerate(MIGRATIONS[:4], start=1):
            connection.executescript(f"{script}; PRAGMA user_version = {number};")
        connection.execute("PRAGMA journal_mode = WAL")
        rows = [(number, story(number, 300)) for number in range(1, 401)]
        connection.executemany("INSERT INTO conversations VALUES (?, ?, 1.0, 2.0, NULL)", rows)
        connection.commit()
