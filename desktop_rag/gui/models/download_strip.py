"""One quiet line below the question: what goes on with models while their page is closed. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_rag.gui.widgets.basics import ElidedButton
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate


class DownloadStrip(QWidget):
    """`opened` when the person wants to see more. It takes no room while there is nothing to say."""

    opened = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.button = ElidedButton("bar", icons, "chevron-right")
        # Against the window's direction, so that the icon comes after the words.
        mirrored = self.isRightToLeft()
        direction = Qt.LayoutDirection.LeftToRight if mirrored else Qt.LayoutDirection.RightToLeft
        self.button.setLayoutDirection(direction)
        self.button.clicked.connect(self.opened)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(translate("Models", "Progress"))
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.bar)
        column.addLayout(row)
        self.hide()

    def show_work(self, words: str, share: float | None = None) -> None:
        """`share` (0–1) of the work, None where there is nothing to measure; no words take it away."""
        self.setVisible(bool(words))
        if not words:
            return
        self.bar.setVisible(share is not None)
        self.bar.setValue(round(100 * share) if share is not None else 0)
        self.button.set_words(words)
        self.button.setAccessibleName(translate("Models", "{what}. Press to see it.").format(what=words))
