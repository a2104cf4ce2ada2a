"""A field for a document's password, where the document is shown; nothing typed is kept. GUI thread."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from desktop_rag.domain.errors import BadPassword
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import IconButton, IconLabel, TextButton, label, set_property
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

ENTER_PASSWORD = QT_TRANSLATE_NOOP("Page", "Enter password…")
"""Words on a button, to be translated where they are shown."""


class PasswordForm(QFrame):
    """`entered(str)` for Enter or Open; `left` when it closed by itself and the keyboard is to go on.

    `asking_changed` when it comes and when it goes.
    """

    entered = Signal(str)
    left = Signal()
    asking_changed = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setPlaceholderText(translate("Page", "Password"))
        self.edit.setAccessibleName(translate("Page", "Password of the document"))
        self.edit.setAcceptDrops(False)  # files are for the window around it
        self._eye = IconButton(icons, "eye", translate("Page", "Show the password"))
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye)
        self._open = TextButton(translate("Page", "Open"))
        self._open.setEnabled(False)
        self._icon = IconLabel(icons, "lock")
        self._says = label("", "caption", wrap=True)
        self.edit.textChanged.connect(lambda text: self._open.setEnabled(bool(text)))
        self.edit.returnPressed.connect(self._on_open)
        self._open.clicked.connect(self._on_open)
        self._arrange()
        self.hide()

    def ask(self) -> None:
        """Opens empty, with the keyboard in it."""
        self._reset()
        self._say("lock", "", translate("Page", "It is forgotten when you close Desktop RAG."))
        self.show()
        self.asking_changed.emit()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def opening(self) -> bool:
        """Whether a password was entered and it is not known yet whether it is right."""
        return not self.isHidden() and not self.edit.isEnabled()

    def end_opening(self) -> None:
        """It was right, or nothing came of it."""
        if self.opening:
            self.close_form()

    def show_opening(self) -> None:
        self.edit.setEnabled(False)
        self._open.setEnabled(False)
        self._say("lock", "", translate("Page", "Opening…"))

    def show_wrong(self, error: BadPassword) -> None:
        """Says so beside what was typed, which can be typed over."""
        self.edit.setEnabled(True)
        self._open.setEnabled(bool(self.edit.text()))
        self._say("error", "danger", f"{in_words(error.message)} {in_words(error.hint)}")
        announce(self.edit, in_words(error.message))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def close_form(self) -> None:
        """Goes, and forgets what was typed."""
        self._reset()
        self.hide()
        self.asking_changed.emit()

    def event(self, event: QEvent) -> bool:
        """Keeps Esc for itself: for the window it ends reading."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        self.close_form()
        self.left.emit()

    def _reset(self) -> None:
        self.edit.clear()
        self.edit.setEnabled(True)
        self._eye.setChecked(False)

    def _say(self, icon: str, tone: str, text: str) -> None:
        self._icon.set_icon(icon, tone or "secondary")
        set_property(self._says, "tone", tone)
        self._says.setText(text)

    def _on_open(self) -> None:
        if password := self.edit.text():
            self.show_opening()
            self.entered.emit(password)

    def _on_eye(self, shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.set_icon("eye-off" if shown else "eye")
        name = translate("Page", "Hide the password") if shown else translate("Page", "Show the password")
        self._eye.setAccessibleName(name)
        self._eye.setToolTip(self._eye.accessibleName())

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        row.addWidget(self.edit, 1)
        row.addWidget(self._eye)
        row.addWidget(self._open)
        says = QHBoxLayout()
        says.setSpacing(Space.XS)
        says.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        says.addWidget(self._says, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.XS, 0, Space.XS)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        column.addLayout(says)
