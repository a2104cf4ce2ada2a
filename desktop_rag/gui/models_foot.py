"""Whether this program may download anything, as a switch and one sentence. GUI thread."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_rag.app.shelf_values import Permission
from desktop_rag.gui.choices import CheckChoice
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import label

SENTENCE = (
    "Downloads are the only time this program connects to anything. A process of its own does it, and ends "
    "with the download."
)


class ModelsFoot(QWidget):
    """`allowed(bool)` when the person switches."""

    allowed = Signal(bool)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.switch = CheckChoice(icons)
        self.switch.setText("Allow downloads")
        self.switch.clicked.connect(self.allowed)
        self._reason = label(SENTENCE, "caption", wrap=True)
        self._reason.setContentsMargins(26, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._reason)

    def show_permission(self, permission: Permission) -> None:
        with QSignalBlocker(self.switch):
            self.switch.setChecked(permission.allowed)
        self.switch.setEnabled(not permission.by_administrator)
        said = f"{permission.reason} {SENTENCE}" if permission.by_administrator else SENTENCE
        self._reason.setText(said)
        self.switch.setAccessibleDescription(said)
