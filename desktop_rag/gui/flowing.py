"""What holds text and rows that get their height from their width, on pages that scroll. GUI thread."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame

MEASURE = 800
"""The most that a page is wide, so that lines are read with ease."""


class Flowing(QFrame):
    """Holds what gets its height from its width.

    Left to itself Qt works that height out for the smallest and the best width too, of each row and of all
    that holds it: 260 ms for forty rows, where 30 are enough.
    """

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(MEASURE, 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, 0)
