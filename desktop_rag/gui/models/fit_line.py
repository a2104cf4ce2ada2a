"""An icon and words as a line to read, and such a line about the memory. GUI thread."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_rag.domain.fit import Fit, Verdict
from desktop_rag.gui.models.words import fit_icon, fit_words
from desktop_rag.gui.widgets.basics import IconLabel, label, set_property
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space


class IconLine(QWidget):
    """An icon, and beside its first line words that say the same; not in view at first."""

    def __init__(self, icons: Icons, role: str) -> None:
        super().__init__()
        self.icon = IconLabel(icons, "check", "accent")
        self.words = label("", role, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()


class FitLine(IconLine):
    """Whether something fits the memory."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons, "caption")

    def show_fit(self, fit: Fit | None, step: str = "") -> None:
        """`step` is the next best one for what will not fit, see `fit_words`."""
        self.setVisible(fit is not None)
        if fit is not None:
            self.icon.set_icon(*fit_icon(fit.verdict))
            self.words.setText(fit_words(fit, step))
            set_property(self.words, "tone", "warning" if fit.verdict is Verdict.TIGHT else "")
