"""Hands, keys and ears for the walks through the real window: what a person can do, and see or hear."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QPushButton,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_rag.gui.main_window import MainWindow
from tests.gui.screen import settle

_SEEN_AROUND = 4
"""Pixels around a control in which the mark of the keyboard may be drawn."""

PATIENCE_MS = 60_000


def named(root: QWidget, words: str) -> QAbstractButton | None:
    """The button in view that says, or is called, `words`."""
    for each in root.findChildren(QAbstractButton):
        said = (each.text().replace("&", ""), each.accessibleName())
        if words in said and each.isVisible():
            return each
    return None


def wait_for_button(qtbot: QtBot, root: QWidget, words: str) -> QAbstractButton:
    qtbot.waitUntil(lambda: named(root, words) is not None, timeout=PATIENCE_MS)
    found = named(root, words)
    assert found is not None
    return found


def wait_for_dialog(qtbot: QtBot, window: MainWindow) -> QFileDialog:
    """Qt's own dialog, which is what systems without one show."""

    def dialogs() -> list[QFileDialog]:
        return [each for each in window.findChildren(QFileDialog) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(dialogs()), timeout=10_000)
    return dialogs()[0]


def wait_for_answer(qtbot: QtBot, window: MainWindow) -> None:
    def answered() -> None:
        assert window.conversation.turns
        assert not window.asking.busy

    qtbot.waitUntil(answered, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.source_panel.shown is not None, timeout=PATIENCE_MS)


def click(qtbot: QtBot, widget: QWidget, at: Callable[[], QPoint] | None = None) -> None:
    """A press of the mouse where the widget is seen. It goes to the window, which finds what lies there.

    `at` tells a place in the widget, once nothing moves any more.
    """
    qtbot.waitUntil(lambda: widget.isVisible() and widget.isEnabled(), timeout=10_000)
    wait_until_still(qtbot, widget)
    window = widget.window()
    point = widget.mapTo(window, at() if at else widget.rect().center())
    hit = window.childAt(point)
    assert hit is widget or (hit is not None and widget.isAncestorOf(hit)), f"{hit} lies over {widget}"
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    settle()


def wait_until_still(qtbot: QtBot, widget: QWidget) -> None:
    """Until a widget lies where it lay a moment ago, as somebody waits who aims at it."""
    places: list[QRect] = []

    def is_still() -> bool:
        places.append(QRect(widget.mapToGlobal(QPoint()), widget.size()))
        return len(places) > 2 and places[-1] == places[-2] == places[-3]

    qtbot.waitUntil(is_still, timeout=10_000)


def click_row(qtbot: QtBot, view: QAbstractItemView, words: str) -> None:
    """The row of a list that says `words`, once it is there."""

    def found() -> list[QModelIndex]:
        model, root = view.model(), view.rootIndex()
        rows = [model.index(row, 0, root) for row in range(model.rowCount(root))]
        return [each for each in rows if each.data() == words]

    qtbot.waitUntil(lambda: bool(found()), timeout=10_000)
    click(qtbot, view.viewport(), lambda: view.visualRect(found()[0]).center())


def press(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys as the system gives them to the window that has the keyboard."""
    for key in keys:
        QTest.keyClick(_keyboard_window(), key, modifier)
        settle()


def type_words(text: str) -> None:
    for letter in text:
        QTest.keyClick(_keyboard_window(), letter)
    settle()


def _keyboard_window() -> object:
    focus = QApplication.focusWidget()
    active = QApplication.activeWindow()
    window = focus.window() if focus is not None else active
    assert window is not None, "no window has the keyboard"
    return window.windowHandle()


def where() -> QWidget:
    """What has the keyboard, which must be in view and must show that it has it."""
    focus = _in_view()
    # What is read by Tab, link after link, would begin anew once the keyboard has left it.
    if not isinstance(focus, QTextBrowser):
        window, area = focus.window(), _around(focus)
        settle()
        reached = window.grab(area).toImage()
        focus.clearFocus()
        settle()
        left = window.grab(area).toImage()
        focus.setFocus(Qt.FocusReason.OtherFocusReason)
        settle()
        assert reached != left, f"it cannot be seen that the keyboard is here: {name_of(focus)}"
    return focus


def tab_to(wanted: Callable[[QWidget], bool], *, back: bool = False, most: int = 60) -> QWidget:
    """Presses Tab until it reaches what is wanted; every stop on the way must be in view and seen."""
    focus = where()
    for _ in range(most):
        if wanted(focus):
            return focus
        settle()
        before = focus.window().grab()
        if back:
            press(Qt.Key.Key_Backtab, modifier=Qt.KeyboardModifier.ShiftModifier)
        else:
            press(Qt.Key.Key_Tab)
        focus = _in_view()
        settle()
        area = _around(focus)
        changed = before.copy(area).toImage() != focus.window().grab(area).toImage()
        assert changed, f"Tab leads here and nothing shows it: {name_of(focus)}"
    raise AssertionError(f"Tab never reached it; the last was {name_of(where())}")


def _in_view() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None, "the keyboard is nowhere"
    assert not focus.visibleRegion().isEmpty(), f"the keyboard is out of sight: {name_of(focus)}"
    return focus


def _around(focus: QWidget) -> QRect:
    """The widget with what shows in its stead that the keyboard is there, such as the frame of a box."""
    window, shown = focus.window(), focus
    parent = focus.parentWidget()
    if parent is not None and parent.property("active") is not None:
        shown = parent
    frame = shown.rect().translated(shown.mapTo(window, QPoint()))
    return frame.adjusted(-_SEEN_AROUND, -_SEEN_AROUND, _SEEN_AROUND, _SEEN_AROUND)


def called(words: str) -> Callable[[QWidget], bool]:
    return lambda widget: (
        words
        in (
            getattr(widget, "text", str)().replace("&", "") if isinstance(widget, QPushButton) else "",
            widget.accessibleName(),
        )
    )


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return f"{type(widget).__name__} {interface.text(QAccessible.Text.Name)!r}"


INTERACTIVE = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
        QAccessible.Role.EditableText,
        QAccessible.Role.ComboBox,
        QAccessible.Role.SpinBox,
        QAccessible.Role.List,
        QAccessible.Role.ListItem,
        QAccessible.Role.Tree,
        QAccessible.Role.TreeItem,
        QAccessible.Role.Table,
        QAccessible.Role.Link,
        QAccessible.Role.PageTab,
        QAccessible.Role.MenuItem,
        QAccessible.Role.ProgressBar,
    }
)


class Reader:
    """What a screen reader knows of a window: its accessibility tree, and what is announced."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.heard: list[str] = []
        tell = QAccessible.updateAccessibility

        def hear(event: QAccessibleEvent) -> None:
            if isinstance(event, QAccessibleAnnouncementEvent):
                self.heard.append(event.message())
            tell(event)

        monkeypatch.setattr(QAccessible, "updateAccessibility", hear)

    @property
    def said(self) -> str:
        return "\n".join(self.heard)

    def find(self, window: QWidget, role: QAccessible.Role, name: str) -> QAccessibleInterface | None:
        for each in in_tree(window):
            if each.role() == role and each.text(QAccessible.Text.Name).replace("&", "") == name:
                return each
        return None

    def wait_for(
        self, qtbot: QtBot, window: QWidget, role: QAccessible.Role, name: str
    ) -> QAccessibleInterface:
        qtbot.waitUntil(lambda: self.find(window, role, name) is not None, timeout=PATIENCE_MS)
        found = self.find(window, role, name)
        assert found is not None
        return found

    def press(self, qtbot: QtBot, window: QWidget, name: str) -> None:
        """Presses a button as a screen reader does, by its role, its name and its action."""
        found = self.wait_for(qtbot, window, QAccessible.Role.Button, name)
        assert not found.state().disabled, f"“{name}” cannot be pressed"
        found.actionInterface().doAction("Press")
        settle()

    def unnamed(self, window: QWidget) -> list[str]:
        """What could be used and has no name to speak."""
        return [
            f"{each.role()} {type(each.object()).__name__}"
            for each in in_tree(window)
            if each.role() in INTERACTIVE and not each.text(QAccessible.Text.Name).strip()
        ]

    def unknown(self, window: QWidget) -> list[str]:
        """What Tab reaches and neither has a role nor is at least a named part of the window."""
        return [
            f"{type(each.object()).__name__} {each.text(QAccessible.Text.Name)!r}"
            for each in in_tree(window)
            if _is_tab_stop(each.object()) and not _is_known(each)
        ]


def in_tree(window: QWidget) -> Iterator[QAccessibleInterface]:
    """Everything in view, from the top. What is not in view is passed over with all that it holds."""
    yield from _below(QAccessible.queryAccessibleInterface(window))


def _below(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is None or not child.isValid() or child.state().invisible:
            continue
        yield child
        yield from _below(child)


def _is_tab_stop(thing: object) -> bool:
    if not isinstance(thing, QWidget) or thing.focusProxy() is not None:
        return False
    return bool(thing.focusPolicy() & Qt.FocusPolicy.TabFocus) and thing.isEnabled()


def _is_known(interface: QAccessibleInterface) -> bool:
    """Qt gives what scrolls the role of a mere part; its name has to say what it is."""
    if interface.role() is QAccessible.Role.Client:
        return bool(interface.text(QAccessible.Text.Name))
    return interface.role() not in (QAccessible.Role.NoRole, QAccessible.Role.Window)
