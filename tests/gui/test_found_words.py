"""What is lit in a line is what the search found: beginnings of words, whatever the accents and capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.gui.conversations.delegate import ConversationDelegate
from desktop_rag.gui.widgets.found_words import found_spans, from_first_found, searched_words
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import TypeSize


def lit(line: str, searched: str) -> list[str]:
    return [line[begin:end] for begin, end in found_spans(line, searched_words(searched))]


@pytest.mark.parametrize(
    ("line", "searched", "found"),
    [
        ("The rent is 940 euros; the renter pays.", "rent", ["rent", "rent"]),
        ("Current rent", "rent", ["rent"]),
        ("Das Café und die Straße", "cafe STRASSE", ["Café"]),
        ("Das Café und die Straße", "stra", ["Stra"]),
        ("ΔΕΛΤΊΟ και δελτίο", "δελτιο", ["ΔΕΛΤΊΟ", "δελτίο"]),
        ("An invoice of 2,300", "inv invoice 2", ["invoice", "2"]),
        ("What (is) it?", "(is) .*", ["is"]),
        ("Nothing here", "", []),
        ("Nothing here", "?!", []),
    ],
)
def test_the_beginnings_of_words_are_lit(line: str, searched: str, found: list[str]) -> None:
    assert lit(line, searched) == found


@given(st.text(max_size=60), st.text(max_size=12))
def test_whatever_is_searched_the_spans_lie_in_the_line_in_order(line: str, searched: str) -> None:
    spans = found_spans(line, searched_words(searched))
    ends = [0, *(edge for span in spans for edge in span), len(line)]
    assert ends == sorted(ends)


@given(st.text(max_size=120), st.text(min_size=1, max_size=8))
def test_a_line_that_is_cut_keeps_what_was_found(line: str, searched: str) -> None:
    beginnings = searched_words(searched)
    cut = from_first_found(line, beginnings)
    assert cut == line or (cut.startswith("…") and line.endswith(cut[1:]))
    assert len(found_spans(cut, beginnings)) == len(found_spans(line, beginnings))


def test_a_line_is_cut_between_two_words_before_the_first_that_was_found() -> None:
    line = "Everything that was agreed on in the long meeting is in the minutes, with the rent for spring."
    assert from_first_found(line, searched_words("rent")) == "…with the rent for spring."
    assert from_first_found(line, searched_words("everything rent")) == line
    assert from_first_found(line, searched_words("nothing")) == line


@pytest.mark.parametrize("before", ["", "before ", "🙂🙂🙂 "])
def test_what_is_lit_in_a_painted_line_is_the_word_whatever_stands_before_it(
    qtbot: QtBot, icons: Icons, before: str
) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    delegate = ConversationDelegate(icons, 80, view, lambda _index: 0)
    font, canvas = icons.theme.font(TypeSize.CONTROL), QImage(300, 30, QImage.Format.Format_RGB32)
    canvas.fill(icons.theme.color("surface"))
    painter = QPainter(canvas)
    direction, place = Qt.LayoutDirection.LeftToRight, QRect(0, 0, 300, 30)
    delegate._line(painter, direction, f"{before}leave it", place, font, "text", ("leave",))
    painter.end()
    marker = icons.theme.color("marker")
    columns = [x for x in range(300) if any(canvas.pixelColor(x, y) == marker for y in range(30))]
    advance = QFontMetrics(font).horizontalAdvance
    begins, ends = advance(before), advance(f"{before}leave")
    assert abs(min(columns) - begins) <= 2
    assert abs(max(columns) - ends) <= 2
