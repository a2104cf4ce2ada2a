"""The list of conversations by mouse and by keyboard: what is shown of each, and what can be done with it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop_rag.app.export import ExportFormat
from desktop_rag.domain.conversation import ConversationSummary
from desktop_rag.gui.conversations import model
from desktop_rag.gui.conversations.panel import NONE_YET, NOTHING_FOUND, ConversationList
from desktop_rag.gui.widgets.icons import Icons
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


def items(panel: ConversationList) -> list[QModelIndex]:
    """The conversations, without the headings between them."""
    model = panel.view.model()
    indexes = [model.index(number, 0) for number in range(model.rowCount())]
    return [each for each in indexes if each.flags() & Qt.ItemFlag.ItemIsSelectable]


def rows(panel: ConversationList) -> list[str]:
    """What a screen reader speaks of each conversation."""
    return [each.data(Qt.ItemDataRole.AccessibleTextRole) for each in items(panel)]


def headings(panel: ConversationList) -> list[str]:
    model = panel.view.model()
    indexes = [model.index(number, 0) for number in range(model.rowCount())]
    return [each.data() for each in indexes if not each.flags() & Qt.ItemFlag.ItemIsSelectable]


def go_to(panel: ConversationList, row: int) -> None:
    panel.view.setFocus()
    panel.view.setCurrentIndex(items(panel)[row])


def open_menu(panel: ConversationList) -> QMenu:
    settle()
    return next(each for each in panel.findChildren(QMenu) if each.isVisible())


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
    assert re.fullmatch(r"Parental leave, Yesterday, \d\d:\d\d · 1 question", rows(panel)[0])
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
    place = panel.view.visualRect(items(panel)[2]).center()
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
    assert panel.view.currentIndex() == items(panel)[0]


def test_the_menu_offers_everything_and_names_the_keys(panel: ConversationList) -> None:
    opened, deleted, exported = (
        heard(panel.open_requested),
        heard(panel.delete_requested),
        heard(panel.export_requested),
    )
    pinned, copied = heard(panel.pin_requested), heard(panel.copy_requested)
    menu = panel.menu_for(3)
    actions = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text() for action in actions] == [
        "Open",
        "Pin to the top\tCtrl+D",
        "Rename\tF2",
        "Copy as Markdown",
        "Export as Markdown…",
        "Export as HTML…",
        "Export as PDF…",
        "Delete\tDel",
    ]
    for action in actions:
        action.trigger()
    assert (opened, pinned, copied, deleted) == ([(3,)], [(3, True)], [(3,)], [(3,)])
    assert exported == [(3, kind) for kind in ExportFormat]
    assert panel.view.findChild(QLineEdit).text() == "Fire drill"
    menu.deleteLater()


def test_shift_f10_opens_the_menu_of_the_chosen_row(qtbot: QtBot, panel: ConversationList) -> None:
    opened = heard(panel.open_requested)
    go_to(panel, 1)
    qtbot.keyClick(panel.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = open_menu(panel)
    menu.actions()[0].trigger()
    assert opened == [(2,)]
    menu.close()


@pytest.mark.parametrize("reason", list(QContextMenuEvent.Reason))
def test_the_menu_is_that_of_the_row_pointed_at_or_else_of_the_one_with_the_keyboard(
    panel: ConversationList, reason: QContextMenuEvent.Reason
) -> None:
    opened = heard(panel.open_requested)
    go_to(panel, 2)
    place = panel.view.visualRect(items(panel)[0]).center()
    event = QContextMenuEvent(reason, place, panel.view.viewport().mapToGlobal(place))
    QApplication.sendEvent(panel.view.viewport(), event)
    menu = open_menu(panel)
    menu.actions()[0].trigger()
    assert opened == ([(1,)] if reason is QContextMenuEvent.Reason.Mouse else [(3,)])
    menu.close()


def test_a_heading_has_no_menu_and_cannot_be_chosen(qtbot: QtBot, panel: ConversationList) -> None:
    place = panel.view.visualRect(panel.view.model().index(0, 0)).center()
    mouse = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(panel.view.viewport(), QContextMenuEvent(mouse, place, place))
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert [each for each in panel.findChildren(QMenu) if each.isVisible()] == []
    go_to(panel, 0)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Home):
        qtbot.keyClick(panel.view, key)
        assert panel.view.currentIndex() == items(panel)[0]
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    assert panel.view.currentIndex() == items(panel)[1]


def on_day(days: int, title: str, *, pinned: bool = False) -> ConversationSummary:
    return ConversationSummary(100 + days, title, NOW - timedelta(days=days), 1, "", pinned)


def test_the_pinned_come_first_and_then_the_days(panel: ConversationList) -> None:
    panel.show_summaries(
        (
            on_day(9, "Kept", pinned=True),
            on_day(0, "Now"),
            on_day(1, "Before"),
            on_day(2, "Old"),
            on_day(8, "Older"),
        )
    )
    assert headings(panel) == ["Pinned", "Today", "Yesterday", "Earlier"]
    assert [each.data() for each in items(panel)] == ["Kept", "Now", "Before", "Old", "Older"]
    spoken = rows(panel)
    assert spoken[0].startswith("Kept, Pinned, ")
    assert spoken[1].startswith("Now, Today, ")


def test_what_a_search_found_stands_in_the_order_of_the_search_without_headings(
    qtbot: QtBot, panel: ConversationList
) -> None:
    qtbot.keyClicks(panel.search, "o")
    panel.show_summaries((on_day(2, "Old"), on_day(9, "Kept", pinned=True), on_day(0, "Now")))
    assert headings(panel) == []
    assert [each.data() for each in items(panel)] == ["Old", "Kept", "Now"]


def marked(panel: ConversationList) -> int:
    """How many pixels of the list have the colour of lit words."""
    image = panel.view.viewport().grab().toImage()
    colour = panel.theme.color("marker").rgb()
    return sum(image.pixel(x, y) == colour for x in range(image.width()) for y in range(image.height()))


def test_the_words_that_were_searched_for_are_lit(qtbot: QtBot, panel: ConversationList) -> None:
    panel.show_summaries(summaries(TITLES[0]))
    assert marked(panel) == 0
    qtbot.keyClicks(panel.search, "lea")
    panel.show_summaries(summaries(TITLES[0]))
    assert marked(panel) > 100


def test_words_found_late_in_an_answer_are_brought_into_view(qtbot: QtBot, panel: ConversationList) -> None:
    said = "Everything that was agreed on in the long meeting of the spring is in the minutes, with the rent."
    qtbot.keyClicks(panel.search, "rent")
    panel.show_summaries((ConversationSummary(1, "Minutes", NOW, 1, said),))
    assert rows(panel)[0].endswith("· …with the rent.")
    assert marked(panel) > 50


def test_ctrl_d_pins_and_unpins_the_chosen_row(qtbot: QtBot, panel: ConversationList) -> None:
    wanted = heard(panel.pin_requested)
    panel.show_summaries((on_day(9, "Kept", pinned=True), on_day(0, "Now")))
    for row in (0, 1):
        go_to(panel, row)
        qtbot.keyClick(panel.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert wanted == [(109, False), (100, True)]


def test_ctrl_z_brings_back_what_was_deleted(qtbot: QtBot, panel: ConversationList) -> None:
    wanted = heard(panel.undo_requested)
    go_to(panel, 0)
    qtbot.keyClick(panel.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert wanted == [()]


def test_the_row_with_the_keyboard_has_a_button_for_its_menu(qtbot: QtBot, panel: ConversationList) -> None:
    assert not panel.more.isVisible()
    go_to(panel, 1)
    settle()
    assert panel.more.isVisible()
    assert panel.view.visualRect(items(panel)[1]).contains(panel.more.geometry())
    panel.more.setFocus()
    opened = heard(panel.open_requested)
    qtbot.keyClick(panel.more, Qt.Key.Key_Return)
    menu = open_menu(panel)
    menu.actions()[0].trigger()
    assert opened == [(2,)]
    menu.close()
    panel.search.setFocus()
    settle()
    assert not panel.more.isVisible()


def test_the_button_goes_to_the_row_under_the_pointer_and_away_with_it(
    qtbot: QtBot, panel: ConversationList
) -> None:
    go_to(panel, 0)
    view = panel.view.viewport()
    place = panel.view.visualRect(items(panel)[2]).center()
    qtbot.mouseMove(view, place)
    settle()
    assert panel.view.visualRect(items(panel)[2]).contains(panel.more.geometry())
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert panel.view.visualRect(items(panel)[0]).contains(panel.more.geometry())


def test_the_button_is_out_of_the_way_while_a_name_is_typed(qtbot: QtBot, panel: ConversationList) -> None:
    go_to(panel, 1)
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    settle()
    assert not panel.more.isVisible()


@pytest.mark.parametrize("keys", [(Qt.Key.Key_F2,), (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)])
def test_a_name_being_typed_is_left_alone_by_the_keys_of_the_list(
    qtbot: QtBot, panel: ConversationList, keys: tuple[Qt.Key]
) -> None:
    pinned = heard(panel.pin_requested)
    panel.set_current(2)
    panel.begin_renaming(1)
    editor = panel.view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "Trips")
    qtbot.keyClick(editor, *keys)
    assert [each.text() for each in panel.view.findChildren(QLineEdit)] == ["Trips"]
    assert editor.hasFocus()
    assert pinned == []


def test_the_button_speaks_of_its_conversation(panel: ConversationList) -> None:
    go_to(panel, 1)
    settle()
    interface = QAccessible.queryAccessibleInterface(panel.more)
    assert interface.text(QAccessible.Text.Name) == "More for this conversation"
    assert interface.text(QAccessible.Text.Description) == "Travel expenses"


def test_written_from_right_to_left_the_list_is_turned_round(panel: ConversationList) -> None:
    go_to(panel, 1)
    settle()
    assert panel.more.geometry().center().x() > panel.view.viewport().width() / 2
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.more.follow()
    settle()
    assert panel.more.geometry().center().x() < panel.view.viewport().width() / 2
    row = panel.view.visualRect(items(panel)[2])
    place = panel.view.viewport().mapTo(panel, row.topLeft())
    image = panel.grab(QRect(place, row.size())).toImage()
    dark = [
        x
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 110
    ]
    assert min(dark) > image.width() / 3


def test_titles_of_strangers_are_shown_for_what_they_are(panel: ConversationList) -> None:
    panel.show_summaries(summaries("<b>big</b>\u202egnp"))
    (index,) = items(panel)
    assert index.data() == "<b>big</b>[U+202E]gnp"
    assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_the_list_has_a_spoken_name(panel: ConversationList) -> None:
    interface = QAccessible.queryAccessibleInterface(panel.view)
    assert interface.text(QAccessible.Text.Name) == "Conversations"


def test_a_thousand_conversations_are_shown_and_marked_without_being_felt(
    panel: ConversationList, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes long is wording a row: only those that are seen are."""
    worded: list[datetime] = []
    when_words = model.words.when_words
    monkeypatch.setattr(
        model.words, "when_words", lambda moment, now: worded.append(moment) or when_words(moment, now)
    )
    panel.show_summaries(summaries(*(f"Title {number}" for number in range(1000))))
    panel.set_current(500)
    settle()
    assert 10 < len(set(worded)) < 100
