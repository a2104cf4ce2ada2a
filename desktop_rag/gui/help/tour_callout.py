"""A small note beside a real control, with a ring around that control. Never modal. GUI thread."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.widgets.basics import TextButton, label, native_keys
from desktop_rag.gui.widgets.theme import RADIUS, Space, Theme
from desktop_rag.gui.wording.language import translate

WIDTH = 320
_RING = 3
"""How far the ring stands off what it is around."""


class TourCallout(QFrame):
    """`next_requested`, `skip_requested`. It lies over `window` and takes the keyboard only by Tab."""

    next_requested = Signal()
    skip_requested = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("tourCallout")
        self._title = label("", "heading", wrap=True)
        self._text = label("", wrap=True)
        self._count = label("", "caption")
        self.skip = TextButton(translate("Help", "Skip the tour"), "link")
        self.skip.setToolTip(native_keys("Esc"))
        self.next = TextButton("")
        self.skip.clicked.connect(self.skip_requested)
        self.next.clicked.connect(self.next_requested)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self._count, 1)
        foot.addWidget(self.skip)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(foot)
        self.hide()

    def show_step(self, title: str, text: str, number: int, total: int) -> None:
        last = number == total
        self._title.setText(title)
        self._text.setText(text)
        count = translate("Help", "Step {number} of {total}").format(number=number, total=total)
        self._count.setText(count)
        self.next.setText(translate("Help", "Done") if last else translate("Help", "Next"))
        self.skip.setVisible(not last)
        self.setAccessibleName(f"{count}. {title}. {text}")

    def wanted_size(self, theme: Theme) -> QSize:
        """As wide as the scale of text asks, and as high as its words need."""
        width = max(theme.px(WIDTH), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))


class TourRing(QWidget):
    """Painted around a control; the mouse goes through it."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def put_around(self, target: QRect) -> None:
        self.setGeometry(target.adjusted(-_RING, -_RING, _RING, _RING))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), RADIUS + 2, RADIUS + 2)
        painter.end()


def beside(target: QRect, size: QSize, room: QRect, control: QRect | None = None) -> QRect:
    """Where a note of `size` stands: below its target, above it, or beside it, where it covers least of it.

    It stays in `room`, and begins where the `control` in the target begins, or the target itself, which is
    at the right where one reads from there.
    """
    gap = Space.S + _RING
    mirrored = QApplication.isRightToLeft()
    first = control or target
    lead = first.right() + 1 - size.width() if mirrored else first.left()
    left, right = target.left() - gap - size.width(), target.right() + 1 + gap
    places = (
        QPoint(lead, target.bottom() + 1 + gap),
        QPoint(lead, target.top() - gap - size.height()),
        QPoint(left if mirrored else right, target.top()),
        QPoint(right if mirrored else left, target.top()),
    )
    notes = [_pushed_in(QRect(place, size), room) for place in places]
    return min(notes, key=lambda note: _area(note.intersected(target)))


def at_foot_of(target: QRect, size: QSize, room: QRect) -> QRect:
    """Within the target, in the middle of its foot."""
    foot = QPoint(target.center().x() - size.width() // 2, target.bottom() - Space.XL - size.height())
    return _pushed_in(QRect(foot, size), room)


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())


def _pushed_in(note: QRect, room: QRect) -> QRect:
    x = min(max(note.left(), room.left()), room.right() + 1 - note.width())
    y = min(max(note.top(), room.top()), room.bottom() + 1 - note.height())
    return QRect(QPoint(x, y), note.size())
