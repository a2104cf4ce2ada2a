"""The list of conversations by mouse and by keyboard: what is shown of each, and what can be done with it."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_rag.app.export import ExportFormat
from desktop_rag.domain.conversation import ConversationSummary
from desktop_rag.gui.conversation_list import NONE_YET, NOTHING_FOUND, ConversationList
from desktop_rag.gui.icons import Icons
from tests.gui.screen import button, settle, text_on, words_on

NOW = datetime.now(UTC)
TITLES = ("Parental leave", "Travel expenses", "Fire drill")


def summaries(*titles: str) -> tuple[ConversationSummary, ...]:
    return tuple(
        ConversationSummary(number, title, NOW - timedelta(days=number), number, f"About {title.lower()}.")
        for number, title in enumerate(titles, 1)
    )


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> ConversationList:
    made = ConversationList(icons)
    qtbot.addWidget(made)
    made.resize(280, 600)
    made.show_summaries(summaries(*TITLES))
    made.show()
    settle()
    return made


def rows(panel: ConversationList) -> list[str]:
    """What a screen reader speaks of each row."""
    model = panel.view.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(number, 0).data(role) for number in range(model.rowCount())]


def go_to(panel: ConversationList, row: int) -> None:
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.view.model().index(row, 0))


def heard(signal: object) -> list[tuple[object, ...]]:
    caught: list[tuple[object, ...]] = []
    signal.connect(lambda *values: caught.append(values))
    return caught


def test_before_the_list_is_known_nothing_is_said_about_it(qtbot: QtBot, icons: Icons) -> None:
    made = ConversationList(icons)
    qtbot.addWidget(made)
    made.show()
    assert NONE_YET not in text_on(made)
    assert button(made, "New conversation").isVisible()


def test_an_empty_list_says_what_will_be_here(panel: ConversationList) -> None:
    panel.show_summaries(())
    assert NONE_YET in words_on(panel)
    assert not panel.search.isVisible()


def test_each_row_says_when_it_was_and_how_much_was_asked(panel: ConversationList) -> None:
    assert rows(panel)[0] == "Parental leave, Yesterday · 1 question"
    assert rows(panel)[1].endswith(" · 2 questions")


def test_while_searching_each_row_shows_what_was_found(qtbot: QtBot, panel: ConversationList) -> None:
    searched = heard(panel.search_changed)
    qtbot.keyClicks(panel.search, "lea")
    assert searched[-1] == ("lea",)
    panel.show_summaries(summaries(TITLES[0]))
    assert rows(panel) == ["Parental leave, Yesterday · About parental leave."]


def test_a_search_without_a_find_says_so_and_can_be_mended(qtbot: QtBot, panel: ConversationList) -> None:
    qtbot.keyClicks(panel.search, "zzz")
    panel.show_summaries(())
    assert NOTHING_FOUND in words_on(panel)
    assert panel.search.isVisible()


def test_the_open_conversation_is_marked_for_eyes_and_ears(panel: ConversationList) -> None:
    before = panel.view.grab().toImage()
    panel.set_current(2)
    assert rows(panel)[1].endswith(", open now")
    panel.view.clearSelection()
    assert panel.view.grab().toImage() != before


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_chosen_row(qtbot: QtBot, panel: ConversationList, key: Qt.Key) -> None:
    opened = heard(panel.open_requested)
    go_to(panel, 1)
    qtbot.keyClick(panel.view, key)
    assert opened == [(2,)]


def test_a_click_opens_the_row(qtbot: QtBot, panel: ConversationList) -> None:
    opened = heard(panel.open_requested)
    place = panel.view.visualRect(panel.view.model().index(2, 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [(3,)]


def test_from_the_search_the_keyboard_goes_on_in_what_was_found(
    qtbot: QtBot, panel: ConversationList
) -> None:
    opened = heard(panel.open_requested)
    panel.search.setFocus()
    qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    assert panel.view.hasFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened == [(1,)]


def test_f2_renames_in_place(qtbot: QtBot, panel: ConversationList) -> None:
    renamed = heard(panel.rename_requested)
    go_to(panel, 1)
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.findChild(QLineEdit)
    assert editor.selectedText() == "Travel expenses"
    qtbot.keyClicks(editor, "Trips")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: renamed == [(2, "Trips")])


@pytest.mark.parametrize("typed", ["", "   ", "Travel expenses"])
def test_an_empty_or_unchanged_name_changes_nothing(
    qtbot: QtBot, panel: ConversationList, typed: str
) -> None:
    renamed = heard(panel.rename_requested)
    panel.begin_renaming(2)
    editor = panel.view.findChild(QLineEdit)
    editor.setText(typed)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.wait(20)
    assert renamed == []
    assert rows(panel)[1].startswith("Travel expenses, ")


def test_escape_gives_a_new_name_up(qtbot: QtBot, panel: ConversationList) -> None:
    renamed = heard(panel.rename_requested)
    panel.begin_renaming(2)
    editor = panel.view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "Trips")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.wait(20)
    assert renamed == []


def test_a_list_that_changes_meanwhile_leaves_the_name_being_typed(
    qtbot: QtBot, panel: ConversationList
) -> None:
    panel.begin_renaming(2)
    editor = panel.view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "Trips")
    panel.show_summaries(summaries(*TITLES))
    assert editor.isVisible()
    assert editor.text() == "Trips"


def test_delete_asks_for_the_chosen_row_and_the_keyboard_stays_near(
    qtbot: QtBot, panel: ConversationList
) -> None:
    deleted = heard(panel.delete_requested)
    go_to(panel, 1)
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert deleted == [(2,)]
    first, _second, third = summaries(*TITLES)
    panel.show_summaries((first, third))
    assert panel.view.currentIndex().data() == "Fire drill"


def test_the_row_that_was_chosen_stays_so_when_the_order_changes(panel: ConversationList) -> None:
    go_to(panel, 2)
    panel.show_summaries(tuple(reversed(summaries(*TITLES))))
    assert panel.view.currentIndex().data() == "Fire drill"
    assert panel.view.currentIndex().row() == 0


def test_the_menu_offers_everything_and_names_the_keys(panel: ConversationList) -> None:
    opened, deleted, exported = (
        heard(panel.open_requested),
        heard(panel.delete_requested),
        heard(panel.export_requested),
    )
    menu = panel.menu_for(3)
    actions = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text() for action in actions] == [
        "Open",
        "Rename\tF2",
        "Export as Markdown…",
        "Export as HTML…",
        "Delete\tDel",
    ]
    for action in actions:
        action.trigger()
    assert (opened, deleted) == ([(3,)], [(3,)])
    assert exported == [(3, ExportFormat.MARKDOWN), (3, ExportFormat.HTML)]
    assert panel.view.findChild(QLineEdit).text() == "Fire drill"
    menu.deleteLater()


def test_the_menu_key_opens_the_menu_of_the_chosen_row(qtbot: QtBot, panel: ConversationList) -> None:
    go_to(panel, 1)
    panel.view.customContextMenuRequested.emit(QPoint(-1, -1))
    menu = next(each for each in panel.children() if each.metaObject().className() == "QMenu")
    assert menu.isVisible()
    menu.close()


def test_titles_of_strangers_are_shown_for_what_they_are(panel: ConversationList) -> None:
    panel.show_summaries(summaries("<b>big</b>\u202egnp"))
    index = panel.view.model().index(0, 0)
    assert index.data() == "<b>big</b>[U+202E]gnp"
    assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_the_list_has_a_spoken_name(panel: ConversationList) -> None:
    interface = QAccessible.queryAccessibleInterface(panel.view)
    assert interface.text(QAccessible.Text.Name) == "Conversations"
