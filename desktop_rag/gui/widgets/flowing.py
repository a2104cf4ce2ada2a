"""What holds text and rows that get their height from their width, on pages that scroll. GUI thread."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

MEASURE = 800
"""The most that a page is wide, so that lines are read with ease."""
SCROLL_BAR = 12
"""Its width in the style sheet; kept free beside the text so that nothing shifts when it appears."""


class Flowing(QFrame):
    """Holds what gets its height from its width.

    Left to itself Qt works that height out for the smallest and the best width too, of each row and of all
    that holds it: 260 ms for forty rows, where 30 are enough.
    """

    def __init__(self, measure: int = MEASURE) -> None:
        super().__init__()
        self._measure = measure

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._measure, 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, 0)


def centred(widget: QWidget) -> QHBoxLayout:
    """`widget` in the middle, as wide as it may be."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row
