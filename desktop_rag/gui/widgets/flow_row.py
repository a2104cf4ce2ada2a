"""A row whose parts go on in a next line when it is short of room, as words do. GUI thread."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from desktop_rag.gui.widgets.theme import Space


class FlowRow(QWidget):
    """As high as its lines at the width that it is given. Each part is as wide as it wants to be, the whole
    line at most; parts of a line stand on its middle. Mirrored where text runs from right to left.

    A widget and no layout: one written in Python is taken apart in the wrong order when its window goes.
    """

    def __init__(self, *parts: QWidget, spacing: int = Space.S, filled: bool = False) -> None:
        """`spacing` between the parts of a line; those of one that is `filled` share what room is left."""
        super().__init__()
        self._filled = filled
        self._parts: list[QWidget] = []
        self._spacing = spacing
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for part in parts:
            self.add(part)

    def add(self, part: QWidget) -> None:
        """Puts `part` at the end; it is seen unless it was hidden."""
        hidden = part.isHidden() and part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        part.setParent(self)
        part.setVisible(not hidden)
        self._parts.append(part)
        self.updateGeometry()

    def clear(self) -> None:
        """Has all parts deleted."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts.clear()
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All in one line."""
        sizes = [_wanted(part) for part in self._shown()]
        width = sum(size.width() for size in sizes) + self._spacing * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One below the other, each as narrow as it may be."""
        sizes = [part.minimumSizeHint().expandedTo(part.minimumSize()) for part in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def event(self, event: QEvent) -> bool:
        """A part that comes, goes or wants another size has the row laid out anew."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place(self.rect(), move=True)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place(self.rect(), move=True)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lays the parts out from the top of `rect`; how high they are together."""
        y, line, x = 0, list[tuple[QWidget, QRect]](), 0
        for part in self._shown():
            size = _size(part, rect.width())
            if line and x + size.width() > rect.width():
                y = self._end_line(line, y, rect, move=move) + min(self._spacing, Space.S)
                line, x = [], 0
            line.append((part, QRect(QPoint(x, y), size)))
            x += size.width() + self._spacing
        return self._end_line(line, y, rect, move=move)

    def _end_line(self, line: list[tuple[QWidget, QRect]], y: int, rect: QRect, *, move: bool) -> int:
        """Where it ends."""
        height = max((place.height() for _part, place in line), default=0)
        if self._filled and line and move:
            _share_out(rect.width() - line[-1][1].right() - 1, [place for _part, place in line])
        for part, place in line if move else ():
            place.moveTop(y + (height - place.height()) // 2)
            part.setGeometry(QStyle.visualRect(self.layoutDirection(), rect, place))
        return y + height


def _share_out(room: int, places: list[QRect]) -> None:
    """Makes each wider by its share of `room`."""
    for number, place in enumerate(places):
        before, after = (room * end // len(places) for end in (number, number + 1))
        place.adjust(before, 0, after, 0)


def _wanted(part: QWidget) -> QSize:
    """Of a label that wraps, its text in one line, which `in_one_line_if_it_fits` made its greatest width."""
    part.ensurePolished()
    if isinstance(part, QLabel) and part.wordWrap():
        return QSize(part.maximumWidth(), part.fontMetrics().height())
    return part.sizeHint().expandedTo(part.minimumSize()).boundedTo(part.maximumSize())


def _size(part: QWidget, room: int) -> QSize:
    wanted = _wanted(part)
    width = max(min(wanted.width(), room), min(part.minimumSizeHint().width(), room))
    if isinstance(part, QLabel) and part.wordWrap():
        return QSize(width, max(wanted.height(), part.heightForWidth(width)))
    return QSize(width, wanted.height())


def in_one_line_if_it_fits(words: QLabel) -> QLabel:
    """Has a label that wraps take the room its text needs; Qt would break the line long before.

    To be called again when it has other words.
    """
    words.ensurePolished()
    words.setMaximumWidth(_width_of(words))
    if words.findChild(_OneLine) is None:
        _OneLine(words)
    return words


class _OneLine(QObject):
    """Follows the size that text has in the window."""

    def __init__(self, words: QLabel) -> None:
        super().__init__(words)
        self._words = words
        words.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.FontChange:
            self._words.setMaximumWidth(_width_of(self._words))
        return False


def _width_of(words: QLabel) -> int:
    return words.fontMetrics().horizontalAdvance(words.text()) + 4
