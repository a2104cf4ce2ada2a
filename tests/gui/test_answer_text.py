"""An answer's sentences and numbers lead to their sources, and nothing in them is markup."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Citation, Hit, Support
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.gui.answers.copying import answer_as_text
from desktop_rag.gui.answers.source_list import shortened
from desktop_rag.gui.answers.text import AnswerText
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.page.source_ref import uncited_hits
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Theme

LEAVE = Path("/papers/leave.md")


def citation(n: int, start: int, end: int) -> Citation:
    return Citation(n, LEAVE, "Leave", DocumentFormat.MARKDOWN, 1, "", "Pay", start, end, "a quote")


def hit(start: int, end: int) -> Hit:
    return Hit(1, 1.0, 1, LEAVE, "Leave", DocumentFormat.MARKDOWN, 1, "", "Pay", start, end, "a passage")


@pytest.fixture
def answer() -> Answer:
    sentences = (
        AnswerSentence("Leave is <b>28 days</b>.", Support.SUPPORTED, (1,)),
        AnswerSentence("It is paid.", Support.SUPPORTED, (2, 1)),
        AnswerSentence("Everyone likes it.", Support.UNSUPPORTED, ()),
    )
    citations = (citation(1, 0, 10), citation(2, 20, 30))
    hits = (hit(0, 40), hit(50, 90))
    return Answer("How long?", AnswerMode.EXTRACT, AnswerState.ANSWERED, 0.9, sentences, citations, hits)


def test_text_numbers_and_doubt_are_all_there(qtbot: QtBot, theme: Theme, answer: Answer) -> None:
    view = AnswerText(theme)
    qtbot.addWidget(view)
    view.show_answer(answer)
    words = " ".join(view.toPlainText().split())
    assert words.startswith("Leave is <b>28 days</b>. 1 It is paid. 2 1 Everyone likes it.")
    assert words.endswith("not in its source")


def test_keys_reach_each_sentence_and_number(qtbot: QtBot, theme: Theme, answer: Answer) -> None:
    view = AnswerText(theme)
    qtbot.addWidget(view)
    view.show_answer(answer)
    view.resize(500, 100)
    view.show()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    chosen: list[int] = []
    view.citation_chosen.connect(chosen.append)
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen == [1, 1, 2, 2, 1]


def test_a_click_on_a_sentence_opens_its_source(qtbot: QtBot, theme: Theme, answer: Answer) -> None:
    view = AnswerText(theme)
    qtbot.addWidget(view)
    view.show_answer(answer)
    view.resize(500, 100)
    view.show()
    chosen: list[int] = []
    view.citation_chosen.connect(chosen.append)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert chosen == [1]


def test_a_source_is_opened_at_its_words(qtbot: QtBot, icons: Icons, answer: Answer) -> None:
    turn = TurnView("How long?", (), icons)
    qtbot.addWidget(turn)
    turn.show_answer(answer)
    assert turn.sources is not None
    opened = []
    turn.source_chosen.connect(opened.append)
    turn.sources.cards[1].click()
    assert opened[0].spans == ((20, 30),)
    assert [card.lit for card in turn.sources.cards] == [False, True, False]


def test_passages_that_are_cited_are_not_listed_twice(answer: Answer) -> None:
    assert uncited_hits(answer.hits, answer.citations) == [answer.hits[1]]


def test_a_copied_answer_carries_its_sources(answer: Answer) -> None:
    text = answer_as_text(answer)
    assert "It is paid. [2] [1]" in text
    assert "[1] Leave, Pay\n    “a quote”\n    /papers/leave.md" in text


def test_long_quotes_are_cut_between_words() -> None:
    assert shortened("one two\nthree", 50) == "one two three"
    assert shortened("one two three", 9) == "one two …"
