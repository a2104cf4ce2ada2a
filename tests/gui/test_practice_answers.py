"""The real window with a model that really reads: from passages, alone, with its adapter, and with both."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.gui.main_window import MainWindow
from tests.gui.test_model_flows import ready, written
from tests.gui.test_window import add_and_wait, drop, press, wait_for_answer
from tests.practice import world
from tests.practice.world import Fact, Note

PRACTICE = Path(__file__).parents[1] / "practice"
NOTES = world.held_out_notes(0)
FACTS = [note.facts[0] for note in NOTES]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    world.write_notes(folder, NOTES)
    return folder


def ask(qtbot: QtBot, window: MainWindow, fact: Fact) -> str:
    """In a conversation of its own, so that nothing but the question counts; what the person reads."""
    press(qtbot, window, "Ctrl+N")
    window.ask(world.question(fact))
    wait_for_answer(qtbot, window)
    return written(window)


def sentence(said: str) -> str:
    """An answer in the adapter's style, without the marks of sources that stand behind it."""
    return said.rpartition("!")[0] + "!"


def answer_as(window: MainWindow, mode: AnswerMode) -> None:
    window.models.choose_mode(mode)


def cites(window: MainWindow, note: Note) -> bool:
    """Whether the note that tells it is the source on screen, with its number."""
    sources = window.conversation.turns[-1].sources
    cited = [card.entry for card in sources.cards if card.entry.cited] if sources else []
    return [entry.ref.path.name for entry in cited] == [note.name]


def test_every_way_to_answer_does_in_the_window_what_it_says(
    qtbot: QtBot, window: MainWindow, notes: Path
) -> None:
    add_and_wait(qtbot, window, [notes], len(NOTES))
    drop(window, [QUrl.fromLocalFile(str(PRACTICE / "model.gguf"))])
    ready(qtbot, window, window.models.setup.model_name or "Practice model for tests")
    read = [
        (fact, ask(qtbot, window, fact), cites(window, note)) for fact, note in zip(FACTS, NOTES, strict=True)
    ]
    right = sum(world.is_right(fact, said) for fact, said, _cited in read)
    cited = sum(cited for _fact, _said, cited in read)
    print(f"\nin the window: {right} of {len(FACTS)} right, {cited} rightly cited")
    assert min(right, cited) >= 0.9 * len(FACTS)
    answer_as(window, AnswerMode.BASE)
    guessed = [world.is_right(fact, ask(qtbot, window, fact)) for fact in FACTS[:20]]
    assert sum(guessed) <= 2
    drop(window, [QUrl.fromLocalFile(str(PRACTICE / "style-and-facts.gguf"))])
    qtbot.waitUntil(lambda: window.models.setup.mode.uses_adapters, timeout=60_000)
    answer_as(window, AnswerMode.HYBRID)
    both = [ask(qtbot, window, fact) for fact in FACTS[:10]]
    assert sum(world.in_style(sentence(said)) for said in both) >= 9, both
    answer_as(window, AnswerMode.LORA)
    by_heart = [(fact, ask(qtbot, window, fact)) for fact in world.KNOWN_BY_HEART[:10]]
    assert sum(world.is_right(fact, said) and world.in_style(sentence(said)) for fact, said in by_heart) >= 8
