"""Short notices above the question box: what was done or went wrong, and what can be done now. GUI thread.

Never modal, and never over what is being read: the conversation above gives them room.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import IconButton, IconLabel, TextButton, label
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import CopyDetails, error_detail, error_words
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate

SHOWN_MS = 8000
ACTION_SHOWN_MS = 30_000
"""Longer where there is something to decide, such as Undo."""
HELD_MS = 2000
"""While the keyboard or the pointer is on it a notice stays, and so long after."""
_ICONS = {"": ("check", "accent"), "warning": ("warning", "warning"), "danger": ("error", "danger")}

Action = tuple[str, Callable[[], None]]


class Notice(QFrame):
    """One notice. `acted` when its action was chosen, `closed` when it is to go away without."""

    closed = Signal()
    acted = Signal()

    def __init__(self, icons: Icons, tone: str, message: str, hint: str = "") -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("tone", tone)
        self.setAccessibleName(f"{message} {hint}".strip())
        self.message, self.hint = message, hint
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self._on_time)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        self._row.setSpacing(Space.S)
        self._row.addWidget(IconLabel(icons, *_ICONS[tone]))
        self._text = QVBoxLayout()
        self._text.setSpacing(0)
        self._text.addWidget(label(message, "strong" if hint else "", wrap=True))
        if hint:
            self._text.addWidget(label(hint, wrap=True))
        self._row.addLayout(self._text, 1)
        self._ways = self._row
        close = IconButton(icons, "close", translate("Common", "Close this notice"))
        close.clicked.connect(self.closed)
        self._row.addWidget(close)

    @property
    def has_keyboard(self) -> bool:
        keyboard = QApplication.focusWidget()
        return keyboard is not None and self.isAncestorOf(keyboard)

    def take_focus(self) -> None:
        """To the first thing that can be done."""
        first = self.findChild(TextButton) or self.findChild(IconButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_ways_below(self) -> None:
        """Where there are several, they stand below the words, which keep their room."""
        self._ways = QHBoxLayout()
        self._ways.setContentsMargins(0, Space.XS, 0, 0)
        self._ways.setSpacing(Space.M)
        self._ways.addStretch(1)
        self._text.addLayout(self._ways)

    def add_action(self, text: str, action: Callable[[], None]) -> None:
        button = TextButton(text, "link")
        button.clicked.connect(self.timer.stop)
        button.clicked.connect(action)
        button.clicked.connect(self.acted)
        self._ways.insertWidget(self._ways.count() - 1, button)

    def offer_detail(self, detail: str) -> None:
        self._ways.insertWidget(self._ways.count() - 1, CopyDetails(lambda: detail))

    def _on_time(self) -> None:
        if self.has_keyboard or self.underMouse():
            self.timer.start(HELD_MS)
        else:
            self.closed.emit()


class NoticeArea(QWidget):
    """Holds the newest notice, which takes the place of the one before.

    One with a `place` of its own stays beside it: the next piece of news does not take Undo away.
    """

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._shown: dict[str, Notice] = {}
        self._keyboard: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self.hide()

    @property
    def current(self) -> Notice | None:
        """The newest that is shown."""
        return next(reversed(self._shown.values()), None)

    def say(
        self,
        message: str,
        *,
        tone: str = "",
        hint: str = "",
        action: Action | None = None,
        place: str = "",
        on_gone: Callable[[], None] | None = None,
    ) -> None:
        """Shows a notice. Good news leaves by itself; the rest stays until closed.

        `on_gone` is called when it has left without its action, and no other has taken its place.
        """
        notice = Notice(self._icons, tone, message, hint)
        if action:
            notice.add_action(*action)
        if on_gone:
            notice.closed.connect(on_gone)
        self._put(notice, place, 0 if tone else ACTION_SHOWN_MS if action else SHOWN_MS)

    def say_error(self, error: Exception, action: Action | None = None) -> None:
        """What happened, what to do, `action` for doing it, and the details to copy. Stays until closed."""
        message, hint = error_words(error)
        notice = Notice(self._icons, "danger", message, hint)
        if action:
            notice.put_ways_below()
            notice.add_action(*action)
        notice.offer_detail(error_detail(error))
        self._put(notice, "", 0)

    def clear(self, place: str = "") -> None:
        """Takes away what is said in that place; what has another stays."""
        if notice := self._shown.get(place):
            self._leave(notice)

    def take_focus(self) -> None:
        """The keyboard goes to the newest notice, and back to where it was when that leaves."""
        if self.current is not None and not self.current.has_keyboard:
            self._keyboard = QApplication.focusWidget()
            self.current.take_focus()

    def _put(self, notice: Notice, place: str, shown_ms: int) -> None:
        if before := self._shown.get(place):
            self._leave(before)
        self._shown[place] = notice
        notice.closed.connect(lambda: self._leave(notice))
        notice.acted.connect(lambda: self._leave(notice))
        self._column.addWidget(notice)
        notice.show()
        self.show()
        _announce(notice)
        if shown_ms:
            notice.timer.start(shown_ms)

    def _leave(self, notice: Notice) -> None:
        """What its action had to say stays, though it may stand in the same place."""
        place = next((key for key, shown in self._shown.items() if shown is notice), None)
        if place is None:
            return
        del self._shown[place]
        notice.timer.stop()
        if notice.has_keyboard:
            self._give_keyboard_back()
        self._column.removeWidget(notice)
        notice.hide()
        notice.deleteLater()
        self.setVisible(bool(self._shown))

    def _give_keyboard_back(self) -> None:
        before, self._keyboard = self._keyboard, None
        each = before if before in self.window().findChildren(QWidget) else self.previousInFocusChain()
        while each is not None and each is not self and not _can_type(each, self):
            each = each.previousInFocusChain()
        if each is not None and each is not self:
            each.setFocus(Qt.FocusReason.OtherFocusReason)


def _can_type(widget: QWidget, area: NoticeArea) -> bool:
    """Whether the keyboard can go there, which is not in the area that it is leaving."""
    reached = widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(reached) and not area.isAncestorOf(widget)


def _announce(notice: Notice) -> None:
    """A failure at once."""
    announce(notice, notice.accessibleName(), at_once=notice.property("tone") == "danger")
