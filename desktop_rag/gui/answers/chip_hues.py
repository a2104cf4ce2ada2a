"""The colours that an answer's numbers take from the open page, as their words have them. GUI thread."""

from collections.abc import Iterable, Mapping

from PySide6.QtGui import QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QTextEdit

from desktop_rag.gui.page.marks import HUES
from desktop_rag.gui.widgets.text_ranges import extra_selection
from desktop_rag.gui.widgets.theme import Theme

PLAIN = "accent_tint"


class ChipHues:
    """Which number has which hue; the names of colours are the palette's."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._hues: dict[int, int] = {}

    def take(self, hues: Mapping[int, int]) -> bool:
        """Whether they are others than before."""
        changed = dict(hues) != self._hues
        self._hues = dict(hues)
        return changed

    def colour(self, numbers: Iterable[int]) -> str:
        """The colour behind a chip."""
        return next((HUES[self._hues[number]] for number in numbers if number in self._hues), PLAIN)

    def inked(
        self, document: QTextDocument, chips: Iterable[tuple[int, int, Iterable[int]]]
    ) -> list[QTextEdit.ExtraSelection]:
        """Has numbers on a marker's colour written in the ink that can be read on it."""
        look = QTextCharFormat()
        look.setForeground(self._theme.color("on_marker"))
        coloured = [(start, end) for start, end, numbers in chips if self.colour(numbers) != PLAIN]
        return [extra_selection(document, start, end, look) for start, end in coloured]
