"""What all painters of list rows share: the background, an icon, a name, plain words. GUI thread."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import RADIUS, Space, TypeSize

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
"""What a row shows, as a value."""
ICON = 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class RowDelegate(QStyledItemDelegate):
    """The background, the icon and the text of one row; subclasses say what goes where.

    `height` is that at the usual size of text. Rows are laid out from left to right and turned round where
    the language is written the other way.
    """

    def __init__(self, icons: Icons, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._theme = icons.theme
        self._height = height
        self._theme.changed.connect(self._on_theme)

    @property
    def height(self) -> int:
        return self._theme.px(self._height)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, self.height)

    def _on_theme(self) -> None:
        """Text may be larger now."""
        self.sizeHintChanged.emit(QModelIndex())

    def _background(self, painter: QPainter, option: QStyleOptionViewItem) -> QRect:
        """Paints it and returns the rectangle inside the padding."""
        rect = option.rect.adjusted(0, 1, 0, -1)
        state = option.state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = self._fill(state)
        if fill:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(fill))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        return rect.adjusted(Space.S, 0, -Space.S, 0)

    @staticmethod
    def _fill(state: QStyle.StateFlag) -> str:
        if state & QStyle.StateFlag.State_Selected:
            return "selected"
        return "hover" if state & QStyle.StateFlag.State_MouseOver else ""

    def _two_lines(self, inner: QRect) -> tuple[QRect, QRect]:
        """Where a name and the words below it go, with what is left of the height around them."""
        upper = QFontMetrics(self._theme.font(TypeSize.CONTROL)).height()
        lower = QFontMetrics(self._theme.font(TypeSize.CAPTION)).height()
        top = inner.top() + max(0, inner.height() - upper - lower - 2) // 2
        return (
            QRect(inner.left(), top, inner.width(), upper),
            QRect(inner.left(), top + upper + 2, inner.width(), lower),
        )

    def _icon(self, painter: QPainter, name: str, colour: str, left: int, middle: int) -> None:
        scale = painter.device().devicePixelRatio()
        painter.drawPixmap(left, middle - 8, self._icons.pixmap(name, colour, ICON, scale))

    def _icon_in(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, name: str, colour: str
    ) -> None:
        turned = QStyle.visualRect(option.direction, option.rect, place)
        self._icon(painter, name, colour, turned.left(), turned.center().y() + 1)

    def _width(self, text: str, size: int) -> int:
        return QFontMetrics(self._theme.font(size)).horizontalAdvance(text) + 2

    def _text_in(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        text: str,
        place: QRect,
        colour: str,
        size: int,
        *,
        right: bool = False,
        bold: bool = False,
    ) -> None:
        turned = QStyle.visualRect(option.direction, option.rect, place)
        right ^= option.direction == Qt.LayoutDirection.RightToLeft
        self._text(painter, text, turned, colour, size, right=right, bold=bold)

    def _text(
        self,
        painter: QPainter,
        text: str,
        rect: QRect,
        colour: str,
        size: int,
        *,
        right: bool = False,
        bold: bool = False,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        painter.setFont(self._theme.font(size, bold=bold))
        painter.setPen(self._theme.color(colour))
        elided = painter.fontMetrics().elidedText(text, elide, rect.width())
        painter.drawText(rect, int(_RIGHT if right else _LEFT), elided)
