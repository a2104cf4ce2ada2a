"""Questions and answers: every outcome is said in words, sources come first, and one step leads on."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from desktop_rag.domain.errors import WorkerCrashed
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.answers.copying import answer_as_text
from desktop_rag.gui.answers.turn_scroll import TurnScroll
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.asking.conversation_start import EXAMPLES
from desktop_rag.gui.widgets.basics import plain_tooltip
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.samples import PAPERS, REPORT, answered, citation, hit, not_found
from tests.gui.screen import button, button_names, text_on, words_on

QUESTION = "What was found?"


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> ConversationPanel:
    made = ConversationPanel(icons)
    qtbot.addWidget(made)
    made.resize(700, 800)
    made.show()
    return made


@pytest.fixture
def turn(qtbot: QtBot, icons: Icons) -> TurnView:
    made = TurnView(QUESTION, (), icons)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


def test_while_the_library_is_unknown_nothing_can_be_asked(panel: ConversationPanel) -> None:
    assert not panel.box.isVisible()
    assert not panel.welcome.isVisible()


def test_an_empty_library_is_a_welcome_and_no_question_box(panel: ConversationPanel) -> None:
    panel.show_library_state(True, 0)
    assert panel.welcome.isVisible()
    assert not panel.box.isVisible()
    assert {"Add folder…", "Add files…", "Try the sample library"} <= button_names(panel)
    assert "Everything stays on this computer" in text_on(panel)


def test_the_keyboard_begins_at_the_first_step(qtbot: QtBot, panel: ConversationPanel) -> None:
    panel.show_library_state(True, 0)
    panel.take_focus()
    qtbot.waitUntil(panel.welcome.folder.hasFocus)
    panel.show_library_state(False, 0)
    qtbot.waitUntil(panel.box.edit.hasFocus)


@pytest.mark.parametrize(
    ("ready", "said"),
    [
        (0, "As soon as the first documents are read"),
        (1, "1 document is ready."),
        (2300, "2,300 documents are ready."),
    ],
)
def test_how_much_can_be_asked_about_is_said(panel: ConversationPanel, ready: int, said: str) -> None:
    panel.show_library_state(False, ready)
    assert said in text_on(panel)


def test_example_questions_are_asked_as_they_stand(panel: ConversationPanel) -> None:
    heard: list[str] = []
    panel.asked.connect(heard.append)
    panel.show_library_state(False, 9)
    assert not set(EXAMPLES) & button_names(panel)
    panel.show_examples(True)
    for question in EXAMPLES:
        button(panel, question).click()
    assert heard == list(EXAMPLES)


def test_a_question_takes_the_place_of_the_start(panel: ConversationPanel) -> None:
    panel.show_library_state(False, 3)
    panel.begin_turn(QUESTION, ())
    assert "What would you like to know?" not in words_on(panel)
    assert {QUESTION, "Looking through your documents…"} <= set(words_on(panel))


def test_answers_stay_when_the_library_is_emptied(panel: ConversationPanel) -> None:
    panel.show_library_state(False, 3)
    panel.begin_turn(QUESTION, ()).show_answer(answered(citation(1)))
    panel.show_library_state(True, 0)
    assert not panel.welcome.isVisible()
    assert QUESTION in words_on(panel)


def test_the_way_back_to_a_hidden_library_is_offered(qtbot: QtBot, panel: ConversationPanel) -> None:
    assert "Show the library" not in button_names(panel)
    panel.set_library_hidden(True)
    with qtbot.waitSignal(panel.library_requested, timeout=500):
        button(panel, "Show the library").click()


def test_only_the_source_that_is_open_is_marked_in_the_whole_conversation(panel: ConversationPanel) -> None:
    panel.show_library_state(False, 3)
    turns = [panel.begin_turn(QUESTION, ()) for _ in range(2)]
    for turn in turns:
        turn.show_answer(answered(citation(1), citation(2, 20, 30)))
    cards = [card for turn in turns for card in turn.sources.cards]
    for chosen in (cards[0], cards[3], cards[2]):
        chosen.click()
        assert [card for card in cards if card.lit] == [chosen]
    panel.unlight()
    assert not any(card.lit for card in cards)


def test_the_newest_question_is_in_view(qtbot: QtBot, panel: ConversationPanel) -> None:
    panel.show_library_state(False, 3)
    for _ in range(6):
        turn = panel.begin_turn(QUESTION, ())
        turn.show_answer(answered(*(citation(n, n * 20, n * 20 + 9) for n in range(1, 5))))
    qtbot.waitUntil(lambda: 0 <= turn.mapTo(panel, turn.rect().topLeft()).y() < 100)


def test_a_short_conversation_of_one_question_has_nothing_to_scroll(
    qtbot: QtBot, panel: ConversationPanel
) -> None:
    panel.show_library_state(False, 3)
    panel.begin_turn(QUESTION, ()).show_answer(answered(citation(1)))
    bar = panel.findChild(TurnScroll).verticalScrollBar()
    qtbot.waitUntil(lambda: panel.turns[0].isVisible() and bar.maximum() == 0)
    second = panel.begin_turn(QUESTION, ())
    second.show_answer(answered(citation(1)))
    qtbot.waitUntil(lambda: bar.maximum() > 0 and 0 <= second.mapTo(panel, QPoint()).y() < 100)


def test_a_question_asked_in_one_place_says_so(qtbot: QtBot, icons: Icons) -> None:
    turn = TurnView(QUESTION, (PAPERS,), icons)
    qtbot.addWidget(turn)
    turn.show()
    assert "Asked only in “papers”" in words_on(turn)


def test_an_answer_takes_the_place_of_waiting(turn: TurnView) -> None:
    assert turn.findChild(QProgressBar).isVisible()
    turn.show_answer(answered(citation(1)))
    assert "Looking through your documents…" not in words_on(turn)
    assert "Taken word for word from your documents" in words_on(turn)


def test_cited_sources_come_first_and_quieter_ones_after(turn: TurnView) -> None:
    others = tuple(hit(start, start + 50, page=9) for start in range(0, 1000, 100))
    turn.show_answer(answered(citation(1), citation(2, 20, 30), hits=(*others, hit(0, 40))))
    assert [card.entry.number for card in turn.sources.cards] == [1, 2, None, None, None, None, None]
    said = words_on(turn)
    assert said.index("Sources") < said.index("Also looked at")


def test_without_other_passages_there_is_no_empty_heading(turn: TurnView) -> None:
    turn.show_answer(answered(citation(1), hits=(hit(0, 40),)))
    assert "Also looked at" not in words_on(turn)


def test_a_source_card_is_spoken_with_title_page_and_quote(turn: TurnView) -> None:
    turn.show_answer(answered(citation(1, quote="Most of it rose."), hits=(hit(60, 90, page=5),)))
    cited, other = turn.sources.cards
    assert cited.accessibleName() == "Source 1: The report, p. 3 · Results"
    assert cited.accessibleDescription() == "Most of it rose."
    assert other.accessibleName() == "Passage: The report, p. 5 · Results"


def test_a_long_quote_is_shortened_on_its_card_and_whole_in_the_copy(turn: TurnView) -> None:
    quote = "word " * 200
    answer = answered(citation(1, quote=quote))
    turn.show_answer(answer)
    assert len(turn.sources.cards[0].accessibleDescription()) < 330
    assert quote in answer_as_text(answer)


def test_markup_in_a_quote_is_shown_as_text(turn: TurnView) -> None:
    turn.show_answer(answered(citation(1, quote="<b>bold</b> & <i>x</i>")))
    assert "<b>bold</b> & <i>x</i>" in words_on(turn)


def test_an_answer_opens_its_first_source(turn: TurnView) -> None:
    opened: list[object] = []
    turn.source_chosen.connect(opened.append)
    turn.show_answer(answered(citation(1, 4, 9, page=7), citation(2)))
    turn.open_first_source()
    assert [(ref.path, ref.page, ref.spans, ref.heading) for ref in opened] == [
        (REPORT, 7, ((4, 9),), "Results")
    ]
    assert turn.sources.cards[0].lit


def test_not_found_gives_the_closest_passages_but_opens_none(turn: TurnView) -> None:
    opened: list[object] = []
    turn.source_chosen.connect(opened.append)
    turn.show_answer(not_found(*(hit(start, start + 9) for start in range(0, 70, 10))))
    turn.open_first_source()
    assert {"Not in your documents", "Closest passages"} <= set(words_on(turn))
    assert "they are not an answer" in text_on(turn)
    assert [card.entry.number for card in turn.sources.cards] == [None] * 4
    assert opened == []
    turn.sources.cards[2].click()
    assert opened[0].spans == ((20, 29),)


def test_a_source_tells_the_pointer_which_file_it_is(turn: TurnView) -> None:
    turn.show_answer(answered(citation(1)))
    assert turn.sources.cards[0].toolTip() == plain_tooltip(str(REPORT))


def test_not_found_claims_no_more_than_was_read_when_it_was_asked(panel: ConversationPanel) -> None:
    panel.show_library_state(False, 3, unread=7)
    turn = panel.begin_turn("When is the heating repaired?", ())
    panel.show_library_state(False, 10)
    turn.show_answer(not_found(hit(0, 9)))
    assert "Not in what has been read so far" in words_on(turn)
    assert "Not in your documents" not in words_on(turn)
    assert "7 file" in text_on(turn)
    assert "they are not an answer" in text_on(turn)
    assert "Nothing in the library" not in text_on(turn)
    later = panel.begin_turn("When is the heating repaired?", ())
    later.show_answer(not_found(hit(0, 9)))
    assert "Not in your documents" in words_on(later)


def test_not_found_without_any_passage_promises_none(turn: TurnView) -> None:
    turn.show_answer(not_found())
    assert "Nothing in the library answers this." in words_on(turn)
    assert "Closest passages" not in words_on(turn)
    assert "Ask in the whole library" not in button_names(turn)


def test_not_found_in_one_place_leads_to_the_whole_library(qtbot: QtBot, icons: Icons) -> None:
    turn, heard = TurnView(QUESTION, (PAPERS,), icons), []
    qtbot.addWidget(turn)
    turn.show()
    turn.again_requested.connect(lambda *arguments: heard.append(arguments))
    turn.show_answer(not_found())
    assert {f"Not in “{PAPERS.name}”", "Nothing there answers this."} <= set(words_on(turn))
    assert "Not in your documents" not in words_on(turn)
    button(turn, "Ask in the whole library").click()
    assert heard == [(QUESTION, ())]


@pytest.mark.parametrize("scope", [(), (PAPERS,), (PAPERS, REPORT)])
def test_a_failed_question_says_why_and_can_be_asked_again_as_it_was(
    qtbot: QtBot, icons: Icons, scope: Scope
) -> None:
    turn, heard = TurnView(QUESTION, scope, icons), []
    qtbot.addWidget(turn)
    turn.show()
    turn.again_requested.connect(lambda *arguments: heard.append(arguments))
    error = WorkerCrashed()
    turn.show_error(error)
    assert {error.message, error.hint} <= set(words_on(turn))
    assert button_names(turn) == {"Edit this question", "Try again", "Copy details"}
    button(turn, "Try again").click()
    assert heard == [(QUESTION, scope)]


def test_a_stopped_question_has_one_button_that_asks_it_again(turn: TurnView) -> None:
    heard: list[tuple[object, ...]] = []
    turn.again_requested.connect(lambda *arguments: heard.append(arguments))
    turn.show_stopped()
    assert {"Stopped."} | {QUESTION} <= set(words_on(turn))
    assert button_names(turn) == {"Edit this question", "Ask again"}
    button(turn, "Ask again").click()
    assert heard == [(QUESTION, ())]


def test_copying_takes_the_answer_with_its_sources(turn: TurnView) -> None:
    turn.show_answer(answered(citation(1), citation(2, 20, 30, page=8, quote="the other quote")))
    button(turn, "Copy with sources").click()
    assert "Copied" in button_names(turn)
    assert QGuiApplication.clipboard().text() == (
        f"{QUESTION}\n\nFinding 1. [1] Finding 2. [2]\n\nSources\n"
        f"[1] The report, p. 3 · Results\n    “a quote”\n    {REPORT}\n"
        f"[2] The report, p. 8 · Results\n    “the other quote”\n    {REPORT}"
    )
