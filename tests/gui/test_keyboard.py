"""Every key the guide names does what the guide says, in the real window."""

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.domain.documents import Page
from desktop_rag.gui.answers.source_list import SourceCard
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.frame.shortcuts import SHORTCUTS, ShortcutsDialog
from desktop_rag.gui.frame.side_panel import Tab
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.basics import IconButton, TextButton
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.runtime import assets_dir
from tests.gui.samples import PAPERS, answered, citation, listing, row, text_source
from tests.gui.screen import button, settle
from tests.gui.test_window import press

GUIDE = assets_dir() / "guide" / "09-keyboard-and-accessibility.md"
LOCAL = set(
    "Enter Shift+Enter Up Backspace Delete Right Left Shift+F10 Ctrl+Home Ctrl+End Shift+Right Ctrl+C".split()
)
"""Keys of the widget that has the keyboard; tested with that widget."""


def keys_of_the_guide() -> list[str]:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    names = [name.replace("Plus", "+").replace("Minus", "-").replace("PgDn", "PgDown") for name in rows]
    return [name for name in names if name != "Keys"]


def close_dialogs(window: MainWindow) -> None:
    for dialog in [*window.findChildren(QFileDialog), *window.findChildren(ShortcutsDialog)]:
        dialog.close()


def test_the_guide_names_the_keys_that_the_window_has(window: MainWindow) -> None:
    bound = {shortcut.key() for shortcut in window.findChildren(QShortcut)}
    named = [keys for keys in keys_of_the_guide() if keys not in LOCAL]
    assert len(named) >= 13
    assert [keys for keys in named if QKeySequence(keys) not in bound] == []


def test_the_list_behind_f1_holds_every_key_of_the_guide() -> None:
    listed = " ".join(keys for keys, _meaning in SHORTCUTS).replace("·", " ").split()
    assert [keys for keys in keys_of_the_guide() if keys not in listed] == []


def test_no_key_means_two_things(window: MainWindow) -> None:
    everywhere = Qt.ShortcutContext.WindowShortcut
    keys = [each.key().toString() for each in window.findChildren(QShortcut) if each.context() is everywhere]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("keys", "mode"),
    [("Ctrl+O", QFileDialog.FileMode.Directory), ("Ctrl+Shift+O", QFileDialog.FileMode.ExistingFiles)],
)
def test_adding_by_keyboard(qtbot: QtBot, window: MainWindow, keys: str, mode: QFileDialog.FileMode) -> None:
    press(qtbot, window, keys)
    dialog = window.findChild(QFileDialog)
    assert dialog.isVisible()
    assert dialog.fileMode() is mode
    close_dialogs(window)


def test_ctrl_q_closes_the_window(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "Ctrl+Q")
    qtbot.waitUntil(lambda: not window.isVisible())


def test_going_to_the_question_and_to_the_filter(qtbot: QtBot, window: MainWindow) -> None:
    window.library_panel.show_listing(listing(row(PAPERS / "a.pdf")))
    window.conversation.show_library_state(False, 1)
    press(qtbot, window, "Ctrl+F")
    qtbot.waitUntil(window.library_panel.filter.hasFocus)
    press(qtbot, window, "Ctrl+L")
    qtbot.waitUntil(window.conversation.box.edit.hasFocus)


def test_the_filter_is_reached_even_while_the_library_is_hidden(qtbot: QtBot, window: MainWindow) -> None:
    window.library_panel.show_listing(listing(row(PAPERS / "a.pdf")))
    window.resize(660, 700)
    qtbot.waitUntil(lambda: not window.library_panel.isVisible())
    press(qtbot, window, "Ctrl+F")
    qtbot.waitUntil(window.library_panel.filter.hasFocus)


def test_the_arrow_keys_go_between_documents_and_conversations(qtbot: QtBot, window: MainWindow) -> None:
    documents = button(window.side, "Documents")
    documents.setFocus()
    qtbot.keyClick(documents, Qt.Key.Key_Right)
    assert window.side.tab is Tab.CONVERSATIONS
    assert window.conversation_list.isVisible()
    assert not window.library_panel.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert window.library_panel.isVisible()


def test_the_menu_of_the_model_opens_even_before_there_is_a_question_box(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert window.conversation.welcome.isVisible()
    press(qtbot, window, "Ctrl+M")
    menu = window.model_handling.menu
    qtbot.waitUntil(menu.isVisible)
    assert menu.screen().availableGeometry().contains(menu.geometry())
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()
    assert window.isVisible()


def test_checking_for_changes(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.library.finished, timeout=30_000):
        press(qtbot, window, "F5")


def test_the_source_is_enlarged_made_smaller_and_fitted(qtbot: QtBot, window: MainWindow) -> None:
    zooms = []
    for keys in ("Ctrl++", "Ctrl+=", "Ctrl+0", "Ctrl+-", "Ctrl+0"):
        press(qtbot, window, keys)
        zooms.append(window.source_panel.picture.zoom)
    assert zooms[1] > zooms[0] > 1.0 > zooms[3]
    assert zooms[2] == zooms[4] == 1.0


def test_light_and_dark(qtbot: QtBot, window: MainWindow) -> None:
    before = window.theme.dark
    press(qtbot, window, "Ctrl+Shift+D")
    assert window.theme.dark is not before
    press(qtbot, window, "Ctrl+Shift+D")
    assert window.theme.dark is before


def test_f1_opens_the_guide(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "F1")
    assert window.places.current is window.help.page
    qtbot.waitUntil(lambda: window.help.page.text.chapter is not None, timeout=20_000)


def test_shift_f1_shows_the_list(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "Shift+F1")
    assert window.findChild(ShortcutsDialog).isVisible()
    close_dialogs(window)


def test_escape_with_nothing_to_end_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    window.conversation.show_library_state(False, 1)
    window.conversation.box.edit.setPlainText("half a question")
    press(qtbot, window, "Esc")
    assert window.isVisible()
    assert window.conversation.box.edit.toPlainText() == "half a question"


def test_turning_pages_with_no_source_open_does_no_harm(qtbot: QtBot, window: MainWindow) -> None:
    for keys in ("Ctrl+PgDown", "Ctrl+PgUp"):
        press(qtbot, window, keys)
    assert window.source_panel.shown is None


Make = Callable[[Icons], QWidget]


def card(icons: Icons) -> QWidget:
    turn = TurnView("What?", (), icons)
    turn.show_answer(answered(citation(1)))
    found = turn.findChild(SourceCard)
    found.setParent(None)
    turn.deleteLater()
    return found


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize(
    "make",
    [
        lambda icons: TextButton("Retry", "", icons, "retry"),
        lambda icons: TextButton("Copy", "link"),
        lambda icons: IconButton(icons, "close", "Close"),
        card,
    ],
    ids=["button", "link", "icon", "source"],
)
def test_enter_or_space_presses_the_selected_button(
    qtbot: QtBot, icons: Icons, make: Make, key: Qt.Key
) -> None:
    made, pressed = make(icons), []
    qtbot.addWidget(made)
    made.clicked.connect(lambda: pressed.append(1))
    made.show()
    made.setFocus()
    qtbot.keyClick(made, key)
    assert pressed == [1]


def shown_window(window: MainWindow) -> None:
    """A library, an answer and its page, without any child at work."""
    window.library_panel.show_listing(listing(row(PAPERS / "a.pdf"), row(PAPERS / "b.pdf")))
    window.conversation.show_library_state(False, 2)
    window.conversation.begin_turn("What was found?", ()).show_answer(
        answered(citation(1), citation(2, 20, 30))
    )
    window.panes.open_source()
    window.source_panel.show_source(text_source(Page(1, "Some words."), pages=3))
    window.conversation.box.edit.setPlainText("And then?")
    settle()


def tab_round(qtbot: QtBot, start: QWidget, key: Qt.Key) -> list[QWidget]:
    """What the key reaches, in order, until it comes round."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    reached: list[QWidget] = [start]
    for _ in range(80):
        qtbot.keyClick(QApplication.focusWidget(), key)
        now = QApplication.focusWidget()
        if now is start:
            return reached
        if now is not reached[-1]:  # links within an answer are stops of their own
            reached.append(now)
    raise AssertionError("Tab never came round")


def test_tab_reaches_everything_and_comes_round(qtbot: QtBot, window: MainWindow) -> None:
    shown_window(window)
    start = window.conversation.box.edit
    reached = tab_round(qtbot, start, Qt.Key.Key_Tab)
    can = [
        each
        for each in window.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
    ]
    assert [
        f"{each.metaObject().className()} {each.accessibleName()}" for each in can if each not in reached
    ] == []
    assert len(reached) >= 15


def test_shift_tab_goes_the_same_way_back(qtbot: QtBot, window: MainWindow) -> None:
    shown_window(window)
    start = window.conversation.box.edit
    forth = tab_round(qtbot, start, Qt.Key.Key_Tab)
    back = tab_round(qtbot, start, Qt.Key.Key_Backtab)
    assert back[1:] == forth[:0:-1]


def test_tab_goes_through_the_panes_from_left_to_right(qtbot: QtBot, window: MainWindow) -> None:
    shown_window(window)
    panes = (window.side, window.conversation, window.source_panel)
    start = next(each for each in window.side.findChildren(QAbstractButton) if each.text() == "Documents")
    reached = tab_round(qtbot, start, Qt.Key.Key_Tab)
    order = [next(number for number, pane in enumerate(panes) if pane.isAncestorOf(each)) for each in reached]
    assert order == sorted(order)
