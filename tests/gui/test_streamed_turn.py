"""An answer that a model writes: seen from the first word, never jumping, kept whatever ends it."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QShortcut, QTextCursor
from PySide6.QtWidgets import QAbstractSlider, QApplication, QProgressBar
from pytestqt.qtbot import QtBot

from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.domain.answers import AnswerState, Support
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.conversation import TurnState
from desktop_rag.domain.errors import WorkerCrashed
from desktop_rag.gui.answers.spoken_stream import PAUSE_S, SpokenStream
from desktop_rag.gui.answers.turn_scroll import TurnScroll
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.conftest import delete_deferred
from tests.gui.samples import PAPERS, answered, citation, not_found, passages, sentence, stored, written
from tests.gui.screen import button, button_names, settle, text_on, words_on

QUESTION = "What was found?"
TEXT = (
    "Leave is twenty-eight days a year [2]. Parents get sixteen weeks more [1][3].\n\n"
    "What else there is:\n\n- dental care [1]\n- sport, which is\n  - yoga [3]\n  - climbing\n\nThat is all."
)
LONG = " ".join(
    f"Sentence {n} says something that is worth the reading of it [{n % 5 + 1}]." for n in range(70)
)


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> ConversationPanel:
    made = ConversationPanel(icons)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    made.show_library_state(False, 3)
    settle()
    return made


@pytest.fixture
def turn(panel: ConversationPanel) -> TurnView:
    return panel.begin_turn(QUESTION, ())


def writing(text: str, hits: int = 5, **more: str) -> AnswerUpdate:
    return AnswerUpdate(AnswerPhase.WRITING, None, hits=passages(hits), text=text, **more)


def growing(text: str, step: int = 5) -> Iterator[str]:
    return (text[:end] for end in range(1, len(text) + step, step))


def said(turn: TurnView) -> str:
    assert turn.text is not None
    return " ".join(turn.text.toPlainText().split())


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (AnswerUpdate(AnswerPhase.LOADING, 0.4), "Loading the model… 40\u00a0%"),
        (AnswerUpdate(AnswerPhase.REWRITING), "Understanding the question…"),
        (AnswerUpdate(AnswerPhase.SEARCHING), "Looking through your documents…"),
        (AnswerUpdate(AnswerPhase.READING, 0.6, hits=passages(2)), "Reading the passages… 60\u00a0%"),
        (AnswerUpdate(AnswerPhase.READING, 0.6), "Reading… 60\u00a0%"),
        (AnswerUpdate(AnswerPhase.CHECKING, hits=passages(2), text="Done."), "Checking the sources…"),
    ],
)
def test_what_is_being_done_is_said_in_plain_words(turn: TurnView, update: AnswerUpdate, words: str) -> None:
    turn.show_update(update)
    assert words in words_on(turn)
    bar = turn.findChild(QProgressBar)
    assert bar.isVisible()
    assert bar.maximum() == (0 if update.share is None else 100)


def test_the_passages_are_there_before_the_first_word(turn: TurnView) -> None:
    opened: list[object] = []
    turn.source_chosen.connect(opened.append)
    turn.show_update(AnswerUpdate(AnswerPhase.READING, 0.1, hits=passages(3)))
    settle()
    assert turn.text is None
    assert [card.entry.number for card in turn.sources.cards] == [1, 2, 3]
    turn.sources.cards[1].click()
    assert [(ref.page, ref.spans) for ref in opened] == [(2, ((0, 40),))]
    cards = turn.sources.cards
    turn.show_update(writing("A word"))
    turn.show_update(writing("A word more"))
    assert turn.sources.cards is not cards  # five passages now
    again = turn.sources.cards
    turn.show_update(writing("A word more yet"))
    assert turn.sources.cards is again


def test_a_citation_can_be_opened_while_the_rest_is_written(qtbot: QtBot, turn: TurnView) -> None:
    opened: list[object] = []
    turn.source_chosen.connect(opened.append)
    turn.show_update(writing("[2] says so and there is more to"))
    settle()
    assert said(turn) == "2 says so and there is more to"
    qtbot.mouseClick(turn.text.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    assert [ref.page for ref in opened] == [2]
    assert [card.lit for card in turn.sources.cards] == [False, True, False, False, False]


def test_half_a_citation_and_half_a_bullet_are_not_shown(turn: TurnView) -> None:
    for text, shown in (
        ("So it is [", "So it is"),
        ("So it is [1", "So it is"),
        ("So it is [12] ", "So it is [12]"),
    ):
        turn.show_update(writing(text))
        assert said(turn) == shown
    turn.show_update(writing("First:\n\n-"))
    assert said(turn) == "First:"


def test_a_stream_and_its_end_look_alike(turn: TurnView) -> None:
    turn.show_update(writing("It is **so** [1]. And so [2][1]"))
    assert said(turn) == "It is so. 1 And so 2 1"
    turn.show_answer(written(sentence("It is so.", 1, lead=""), sentence("And so", 2, 1)))
    assert said(turn) == "It is so. 1 And so 2 1"


def test_text_grows_downward_and_nothing_written_moves(turn: TurnView) -> None:
    height, text = 0, ""
    for part in growing(TEXT, 1):
        turn.show_update(writing(part))
        if turn.text:
            now = said(turn)
            assert turn.text.height() >= height
            assert now.startswith(text[:-8])  # a number moves behind the full stop that follows it
            height, text = turn.text.height(), now
    assert text.startswith("Leave is twenty-eight days a year. 2 Parents get sixteen weeks more. 1 3")


def test_what_grew_is_what_would_have_been_shown_at_once(panel: ConversationPanel) -> None:
    grown, whole = panel.begin_turn(QUESTION, ()), panel.begin_turn(QUESTION, ())
    for part in growing(TEXT, 3):
        grown.show_update(writing(part))
    whole.show_update(writing(TEXT))
    settle()
    assert grown.text.document().toHtml() == whole.text.document().toHtml()
    assert grown.text.height() == whole.text.height()


def test_lists_are_lists_and_are_copied_as_such(turn: TurnView) -> None:
    turn.show_update(writing("Two things:\n\n1. yoga [1]\n2. skiing\n   - in winter\n\nThat is all."))
    document = turn.text.document()
    items = [document.findBlockByNumber(n).textList() for n in range(document.blockCount())]
    assert [item is not None for item in items] == [False, True, True, True, False]
    assert items[1] == items[2]
    assert items[2].itemText(document.findBlockByNumber(2)) == "2."
    turn.text.selectAll()
    turn.text.copy()
    assert QGuiApplication.clipboard().text() == (
        "Two things:\n1. yoga [1]\n2. skiing\n  • in winter\nThat is all."
    )


def test_a_selection_survives_what_is_written_after_it(turn: TurnView) -> None:
    turn.show_update(writing("Leave is twenty-eight days."))
    cursor = turn.text.textCursor()
    cursor.setPosition(0)
    cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor)
    turn.text.setTextCursor(cursor)
    turn.show_update(writing("Leave is twenty-eight days. [1] And more."))
    assert turn.text.textCursor().selectedText() == "Leave "


def stream(turn: TurnView, text: str, step: int = 90) -> Iterator[None]:
    for part in growing(text, step):
        turn.show_update(writing(part))
        settle()
        yield


def test_the_page_stays_put_until_the_text_leaves_it_and_then_follows(panel: ConversationPanel) -> None:
    scroll = panel.findChild(TurnScroll)
    turn = panel.begin_turn(QUESTION, ())
    settle()
    bar, values = scroll.verticalScrollBar(), []
    for _ in stream(turn, LONG):
        values.append(bar.value())
        end = turn.writing_end
        assert end is None or end.mapTo(scroll.viewport(), end.rect().bottomLeft()).y() <= scroll.height()
    assert values == sorted(values)
    assert values[5] == values[0]
    assert values[-1] > values[0]


def test_reading_above_is_not_disturbed_until_the_reader_comes_back(panel: ConversationPanel) -> None:
    scroll = panel.findChild(TurnScroll)
    turn = panel.begin_turn(QUESTION, ())
    settle()
    bar = scroll.verticalScrollBar()
    parts = stream(turn, LONG)
    for _ in range(30):
        next(parts)
    bar.triggerAction(QAbstractSlider.SliderAction.SliderSingleStepSub)
    reading = bar.value()
    for _ in range(10):
        next(parts)
        assert bar.value() == reading
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)
    bar.triggerAction(QAbstractSlider.SliderAction.SliderSingleStepAdd)
    back = bar.value()
    for _ in parts:
        pass
    assert bar.value() >= back
    end = turn.writing_end
    assert end.mapTo(scroll.viewport(), end.rect().bottomLeft()).y() <= scroll.viewport().height()


def test_the_end_of_an_answer_leaves_the_page_where_it_is(panel: ConversationPanel) -> None:
    scroll = panel.findChild(TurnScroll)
    turn = panel.begin_turn(QUESTION, ())
    settle()
    for _ in stream(turn, LONG):
        pass
    value, top = scroll.verticalScrollBar().value(), turn.text.mapTo(scroll, QPoint()).y()
    sentences = [
        sentence(f"Sentence {n} says something that is worth the reading of it.", 1) for n in range(70)
    ]
    turn.show_answer(written(*sentences))
    settle()
    settle()
    assert scroll.verticalScrollBar().value() == value
    assert turn.text.mapTo(scroll, QPoint()).y() == top


def test_writing_seven_hundred_words_never_holds_the_window_up(panel: ConversationPanel) -> None:
    for _ in range(8):
        panel.begin_turn(QUESTION, ()).show_answer(written(*(sentence("It is so.", n) for n in (1, 2, 3))))
    turn = panel.begin_turn(QUESTION, ())
    settle()
    words = [f"word{n} " if n % 12 else f"[{n % 5 + 1}]. " for n in range(700)]
    took = []
    for number in range(1, 701):
        update = writing("".join(words[:number]))
        began = time.thread_time()  # what else runs on the machine is not this window's doing
        turn.show_update(update)
        settle()
        took.append(time.thread_time() - began)
    took.sort()
    assert took[int(0.95 * len(took))] < 0.016


def test_thoughts_are_folded_away_and_unfold_by_key(qtbot: QtBot, turn: TurnView) -> None:
    assert not turn.thought.isVisible()
    turn.show_update(writing("", thought="First I look at the leave."))
    assert "Thinking…" in button_names(turn)
    assert "Writing…" not in words_on(turn)
    turn.show_update(writing("Leave", thought="First I look at the leave.\n\nThen at pay."))
    assert "Thought for a while" in button_names(turn)
    assert not turn.thought.text.isVisible()
    turn.thought.button.setFocus()
    qtbot.keyClick(turn.thought.button, Qt.Key.Key_Return)
    assert turn.thought.text.isVisible()
    assert turn.thought.text.toPlainText() == "First I look at the leave.\nThen at pay."
    qtbot.keyClick(turn.thought.button, Qt.Key.Key_Space)
    assert not turn.thought.text.isVisible()


def test_what_a_source_does_not_say_is_marked_and_explained(turn: TurnView) -> None:
    doubted = sentence("It ends in April.", 2, support=Support.UNSUPPORTED, doubt="“April” is not there.")
    turn.show_answer(written(sentence("Leave is long.", 1, lead=""), doubted, sentence("Everyone has it.")))
    assert said(turn) == (
        "Leave is long. 1 It ends in April. 2 ⚠\ufe0e not in its source Everyone has it. no source given"
    )
    assert "“April” is not there." in turn.text.accessibleDescription()
    cursor = QTextCursor(turn.text.document())
    cursor.setPosition(turn.text.toPlainText().index("ends"))
    assert "“April” is not there." in cursor.charFormat().toolTip()
    explained = [words for words in words_on(turn) if "does not say this" in words]
    assert len(explained) == 1
    assert any("the model named no passage" in words for words in words_on(turn))
    asked: list[str] = []
    turn.help_requested.connect(asked.append)
    button(turn, "What does this mean?").click()
    assert asked == ["02-asking-and-reading"]


def test_without_marks_there_is_nothing_to_explain(turn: TurnView) -> None:
    turn.show_answer(written(sentence("These are:", lead=""), sentence("Leave is long.", 1)))
    assert "no source given" not in said(turn)
    assert "the model named no passage" not in text_on(turn)
    assert "Written by Qwen from 3 passages" in words_on(turn)


def test_an_answer_that_names_no_source_at_all_says_so_once(turn: TurnView) -> None:
    turn.show_answer(written(sentence("So it is.", lead=""), sentence("And so.")))
    assert said(turn) == "So it is. And so."
    assert "No sentence of this answer names a source." in text_on(turn)
    assert {"Passages read"} <= set(words_on(turn))


@pytest.mark.parametrize("mode", [AnswerMode.BASE, AnswerMode.LORA])
def test_the_models_own_knowledge_is_named_as_such(turn: TurnView, mode: AnswerMode) -> None:
    answer = replace(written(sentence("So it is.", lead=""), mode=mode, hits=0), adapters=("legal", "style"))
    turn.show_answer(answer)
    assert said(turn) == "So it is."
    assert "From the model's own knowledge; no source" in words_on(turn)
    assert "Written by Qwen with legal and style" in words_on(turn)
    assert "Copy" in button_names(turn)


def test_what_a_model_did_not_find_is_not_called_missing_from_the_library(turn: TurnView) -> None:
    missed = replace(not_found(*passages(2)), mode=AnswerMode.RAG, model="Qwen", tokens={"answer": 6})
    turn.show_answer(missed)
    assert "Qwen found no answer in what it read." in text_on(turn)
    assert "Nothing in the library" not in text_on(turn)


def test_what_the_search_did_not_find_is_not_put_down_to_a_model_that_was_not_asked(turn: TurnView) -> None:
    turn.show_answer(replace(not_found(*passages(2)), mode=AnswerMode.RAG, model="Qwen", tokens={}))
    assert "Nothing in the library answers this." in text_on(turn)
    assert "Qwen" not in text_on(turn)


def test_passages_that_no_model_came_to_read_are_only_found(turn: TurnView) -> None:
    turn.show_update(AnswerUpdate(AnswerPhase.READING, hits=passages(2)))
    turn.show_error(WorkerCrashed())
    assert "Passages found" in words_on(turn)
    assert "Passages read" not in words_on(turn)


def test_what_there_is_to_know_of_an_answer_stands_under_it(turn: TurnView) -> None:
    answer = written(sentence("So it is.", 1, lead=""))
    turn.show_answer(replace(answer, note="The answer was cut short.", unknown_citations=2))
    assert "The answer was cut short." in words_on(turn)
    assert "2 citations to passages that do not exist were left out" in words_on(turn)


def test_cited_passages_come_first_and_all_keep_their_numbers(turn: TurnView) -> None:
    turn.show_answer(written(sentence("So it is.", 3, lead=""), hits=4))
    assert [(card.entry.number, card.entry.cited) for card in turn.sources.cards] == [
        (3, True),
        (1, False),
        (2, False),
        (4, False),
    ]
    words = words_on(turn)
    assert words.index("Sources") < words.index("Also read")


def test_a_great_many_passages_wait_behind_a_button(turn: TurnView) -> None:
    opened: list[object] = []
    turn.source_chosen.connect(opened.append)
    turn.show_answer(written(sentence("So it is.", 1, lead=""), hits=40))
    assert len(turn.sources.cards) == 9
    button(turn, "Show 31 more passages").click()
    assert len(turn.sources.cards) == 40
    assert "Show 31 more passages" not in button_names(turn)


def test_a_source_opened_while_reading_stays_the_one_that_is_open(turn: TurnView) -> None:
    opened: list[object] = []
    turn.show_update(writing("So it is [1]. And so [2]."))
    turn.sources.cards[1].click()
    turn.source_chosen.connect(opened.append)
    turn.show_answer(written(sentence("So it is.", 1, lead=""), sentence("And so.", 2)))
    turn.open_first_source()
    assert opened == []
    assert [card.entry.number for card in turn.sources.cards if card.lit] == [2]


def test_the_keyboard_stays_on_a_source_when_the_answer_ends(qtbot: QtBot, turn: TurnView) -> None:
    turn.show_update(writing("So it is [1]. And so [2]."))
    settle()
    turn.sources.cards[1].setFocus()
    qtbot.waitUntil(turn.sources.cards[1].hasFocus)
    turn.show_answer(written(sentence("And so.", 2, lead="")))
    settle()
    assert turn.sources.cards[0].hasFocus()
    assert turn.sources.cards[0].entry.number == 2


def test_what_was_looked_up_for_a_follow_up_can_be_changed(qtbot: QtBot, panel: ConversationPanel) -> None:
    heard: list[tuple[object, ...]] = []
    QShortcut("Esc", panel).activated.connect(lambda: heard.append(("the window took it",)))
    panel.asked_edited.connect(lambda *arguments: heard.append(arguments))
    turn = panel.begin_turn("And parents?", (PAPERS,))
    assert "Change what was looked up" not in button_names(turn)
    turn.show_update(writing("Parents", asked="What leave do parents get?"))
    assert "Looked up: “What leave do parents get?”" in words_on(turn)
    turn.show_answer(replace(written(sentence("So.", 1)), asked="What leave do parents get?"))
    pencil = button(turn, "Change what was looked up")
    pencil.setFocus()
    qtbot.keyClick(pencil, Qt.Key.Key_Return)
    edit = turn.asked_row.edit
    assert edit.hasFocus()
    assert edit.text() == "What leave do parents get?"
    qtbot.keyClicks(edit, "Parental leave")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert not edit.isVisible()
    assert "Looked up: “What leave do parents get?”" in words_on(turn)
    assert heard == []
    pencil.click()
    qtbot.keyClicks(edit, "Parental leave")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert heard == [("And parents?", (PAPERS,), "Parental leave")]
    assert not edit.isVisible()


def test_a_question_looked_up_as_it_stands_shows_no_such_row(turn: TurnView) -> None:
    turn.show_answer(replace(written(sentence("So.", 1)), asked=QUESTION))
    assert not turn.asked_row.isVisible()


def test_stopping_keeps_what_was_written_with_its_sources(turn: TurnView) -> None:
    opened: list[object] = []
    turn.source_chosen.connect(opened.append)
    turn.show_update(writing("Leave is long [2]. It is al"))
    turn.show_stopped()
    assert said(turn) == "Leave is long. 2 It is al"
    assert "Stopped. What was written so far is kept." in words_on(turn)
    assert button_names(turn) >= {"Ask again", "Copy with sources"}
    turn.text.citation_chosen.emit(2)
    assert [(ref.page, ref.spans) for ref in opened] == [(2, ((0, 40),))]
    assert [card.entry.number for card in turn.sources.cards][:2] == [2, 1]
    turn.show_update(writing("A late word"))
    assert said(turn) == "Leave is long. 2 It is al"
    button(turn, "Copy with sources").click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"{QUESTION}\n\nLeave is long. [2] It is al\n\nSources\n[2] The report, p. 2")


def test_a_failure_in_the_middle_keeps_and_marks_what_was_written(turn: TurnView) -> None:
    heard: list[tuple[object, ...]] = []
    turn.again_requested.connect(lambda *arguments: heard.append(arguments))
    turn.show_update(writing("Leave is long [2]. It is al"))
    error = WorkerCrashed()
    turn.show_error(error)
    assert said(turn) == "Leave is long. 2 It is al"
    words = words_on(turn)
    assert {error.message, error.hint, "The answer broke off here."} <= set(words)
    button(turn, "Ask again").click()
    assert heard == [(QUESTION, ())]


STORED = [
    (stored(TurnState.ANSWERED, answer=written(sentence("So it is.", 1))), "Written by Qwen from 3 passages"),
    (stored(TurnState.NOT_FOUND, answer=not_found()), "Not in your documents"),
    (
        stored(TurnState.STOPPED, answer=replace(written(sentence("So", 1)), state=AnswerState.STOPPED)),
        "Stopped. What was written so far is kept.",
    ),
    (stored(TurnState.STOPPED), "Stopped."),
    (stored(TurnState.FAILED, text="So it", reason="The model failed."), "The answer broke off here."),
    (stored(TurnState.FAILED, text="So it", reason="The model failed."), "The model failed."),
    (stored(TurnState.FAILED, reason="The model failed."), "Do this."),
    (
        stored(TurnState.INTERRUPTED, text="So it [1]."),
        "This answer was interrupted. Its sources were not kept.",
    ),
    (stored(TurnState.INTERRUPTED), "This answer was interrupted."),
    (stored(TurnState.WRITING, text="So it"), "This answer is still being written."),
]


@pytest.mark.parametrize(("kept", "words"), STORED, ids=lambda each: getattr(each, "state", None))
def test_a_kept_turn_says_how_it_ended(panel: ConversationPanel, kept: object, words: str) -> None:
    panel.show_conversation([kept])
    assert {QUESTION, words} <= set(words_on(panel))
    assert not any(bar.isVisible() for bar in panel.turns[0].findChildren(QProgressBar))
    if kept.text:
        assert said(panel.turns[0]).startswith("So it")
        assert "[1]" not in said(panel.turns[0])


def test_another_conversation_leaves_nothing_of_the_one_before(panel: ConversationPanel) -> None:
    first = stored(TurnState.ANSWERED, answer=written(sentence("First.", 1)))
    panel.show_conversation([first, first])
    before = list(panel.turns)
    panel.show_conversation([replace(first, question="Another?")])
    assert [turn.question for turn in panel.turns] == ["Another?"]
    delete_deferred()
    assert not any(shiboken6.isValid(turn) for turn in before)
    assert QUESTION not in words_on(panel)
    panel.clear()
    delete_deferred()
    assert panel.turns == []
    assert "What would you like to know?" in words_on(panel)


def test_a_long_conversation_is_there_at_once_and_its_beginning_soon(
    qtbot: QtBot, panel: ConversationPanel
) -> None:
    kept = [
        replace(stored(TurnState.ANSWERED, answer=written(sentence("So.", 1))), question=f"Number {n}?")
        for n in range(30)
    ]
    began = time.thread_time()
    panel.show_conversation(kept)
    assert time.thread_time() - began < 0.1
    settle()
    scroll = panel.findChild(TurnScroll)
    qtbot.waitUntil(lambda: 0 <= panel.turns[-1].mapTo(scroll, QPoint()).y() < 60)
    scroll.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderSingleStepSub)
    last, top = panel.turns[-1], panel.turns[-1].mapTo(scroll, QPoint()).y()
    while len(panel.turns) < len(kept):
        settle()
        assert last.mapTo(scroll, QPoint()).y() == top
    assert [turn.question for turn in panel.turns] == [turn.question for turn in kept]
    tops = [turn.y() for turn in panel.turns]
    assert tops == sorted(tops)


def test_a_kept_turn_can_be_asked_again_and_its_sources_opened(panel: ConversationPanel) -> None:
    opened, heard = [], []
    panel.source_chosen.connect(opened.append)
    panel.asked_again.connect(lambda *arguments: heard.append(arguments))
    answer = stored(TurnState.ANSWERED, answer=written(sentence("So it is.", 1)))
    panel.show_conversation([answer, stored(TurnState.INTERRUPTED, text="So it")])
    panel.turns[0].sources.cards[0].click()
    assert [ref.page for ref in opened] == [1]
    button(panel, "Ask again").click()
    assert heard == [(QUESTION, ())]


def test_tab_goes_from_top_to_bottom_however_the_parts_came(qtbot: QtBot, turn: TurnView) -> None:
    turn.show_update(writing("", asked="Stand alone?", thought="Hm."))
    turn.show_update(writing("So it is [1].", asked="Stand alone?", thought="Hm."))
    turn.show_answer(replace(written(sentence("So it is.", 1)), asked="Stand alone?", thought="Hm."))
    settle()
    start = turn.asked_row.button
    start.setFocus()
    qtbot.waitUntil(start.hasFocus)
    reached = [start]
    while reached[-1] is not turn.sources.cards[-1] and len(reached) < 20:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    tops = [each.mapTo(turn, QPoint()).y() for each in reached]
    assert tops == sorted(tops)
    assert {turn.thought.button, turn.text, *turn.sources.cards} <= set(reached)


def test_tab_goes_from_the_first_turn_to_the_last(qtbot: QtBot, panel: ConversationPanel) -> None:
    panel.show_conversation([stored(TurnState.ANSWERED, answer=written(sentence("So.", 1)))] * 6)
    qtbot.waitUntil(lambda: len(panel.turns) == 6)
    start = panel.turns[0].text
    start.setFocus()
    qtbot.waitUntil(start.hasFocus)
    reached = [start]
    while reached[-1] is not panel.turns[-1].sources.cards[-1] and len(reached) < 80:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    turns = [next(n for n, turn in enumerate(panel.turns) if turn.isAncestorOf(each)) for each in reached]
    assert turns == sorted(turns)
    assert set(turns) == set(range(6))


def test_a_screen_reader_hears_whole_sentences_now_and_then() -> None:
    spoken = SpokenStream()
    assert spoken.due("Leave is", 0.0) == ""
    assert spoken.due("Leave is long [1]. It", 1.0) == ""
    assert spoken.due("Leave is long [1]. It ends. And", PAUSE_S) == "Leave is long. It ends."
    assert spoken.due("Leave is long [1]. It ends. And so. Yes", PAUSE_S + 1) == ""
    assert spoken.due("Leave is long [1]. It ends. And so. Yes", 2 * PAUSE_S) == "And so."
    assert spoken.rest("Leave is long. It ends. And so. Yes, it is.") == "Yes, it is."
    assert SpokenStream().rest("All of it.") == "All of it."


def test_the_end_is_announced_with_its_doubts(turn: TurnView, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(TurnView, "_announce", lambda _self, text: heard.append(text) if text else None)
    for part in growing(TEXT):
        turn.show_update(writing(part))
    assert heard == []  # all of it came at once
    turn.show_answer(written(sentence("It is so.", 1, lead="", support=Support.UNSUPPORTED)))
    assert heard == ["It is so. 1 sentence is not in its source."]


def test_an_extract_is_as_it_was(turn: TurnView) -> None:
    turn.show_answer(answered(citation(1)))
    assert "Taken word for word from your documents" in words_on(turn)
    assert said(turn) == "Finding 1. 1"
