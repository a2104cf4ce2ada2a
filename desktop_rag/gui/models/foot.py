"""Whether this program may download anything, as a switch and one sentence. GUI thread."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_rag.app.shelf_values import Permission
from desktop_rag.gui.widgets.basics import label
from desktop_rag.gui.widgets.choices import CheckChoice
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

SENTENCE = QT_TRANSLATE_NOOP(
    "Models",
    "Downloads are the only time this program connects to anything. A process of its own does it, and ends "
    "with the download.",
)


class ModelsFoot(QWidget):
    """`allowed(bool)` when the person switches."""

    allowed = Signal(bool)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.switch = CheckChoice(icons)
        self.switch.setText(translate("Models", "Allow downloads"))
        self.switch.clicked.connect(self.allowed)
        self._reason = label(translate("Models", SENTENCE), "caption", wrap=True)
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
        sentence = translate("Models", SENTENCE)
        said = f"{in_words(permission.reason)} {sentence}" if permission.by_administrator else sentence
        self._reason.setText(said)
        self.switch.setAccessibleDescription(said)
