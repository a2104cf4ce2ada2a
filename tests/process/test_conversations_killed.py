"""`kill -9` while an answer is being written: the question is there, and what was written so far."""

import contextlib
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_rag.domain.conversation import TurnState
from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import Database
from tests.process.answering import question, story

KILLS = 20
LONGEST_S = 0.6
PROGRAM = Path(__file__).with_name("answering.py")
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
