"""Painters of the rows of the lists: an icon, a name, and plain words. GUI thread."""

from datetime import datetime

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_rag.gui import words
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.library_folders import BRANCH_ROLE, Branch
from desktop_rag.gui.library_items import ITEM_ROLE, FileItem, FileOrder, RootItem
from desktop_rag.gui.theme import RADIUS, Space, TypeSize

_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
ICON = 16


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

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802 - Qt's name
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


class FileDelegate(RowDelegate):
    """Two lines: the name; one quiet line with the state, which has an icon and a colour only where something
    is to be done."""

    HEIGHT = 46

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.HEIGHT, parent)
        self.order = FileOrder.NAME
        """What the list goes by is told in each row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item = index.data(ITEM_ROLE)
        if not isinstance(item, FileItem):
            return
        painter.save()
        self._paint_file(painter, option, self._background(painter, option), item)
        painter.restore()

    def _paint_file(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, item: FileItem
    ) -> None:
        icon, colour = words.state_icon(item.row.state)
        place = QRect(inner.left(), inner.top(), ICON, inner.height())
        self._icon_in(painter, option, place, icon, colour)
        upper, lower = self._two_lines(inner.adjusted(ICON + Space.S, 0, 0, 0))
        self._text_in(painter, option, item.name, upper, "text", TypeSize.CONTROL)
        self._text_in(painter, option, quiet_line(item, self.order), lower, colour, TypeSize.CAPTION)


def quiet_line(item: FileItem, order: FileOrder) -> str:
    """ "Ready · 3 pages", and before it what the list goes by where the name does not tell."""
    match order:
        case FileOrder.CHANGED if item.row.mtime_ns:
            now = datetime.now().astimezone()
            moment = datetime.fromtimestamp(item.row.mtime_ns / 1e9, now.tzinfo)
            return f"{words.when_words(moment, now)} · {item.words}"
        case FileOrder.SIZE:
            return f"{QLocale().formattedDataSize(item.row.size_bytes, 1)} · {item.words}"
        case _:
            return item.words


class RootDelegate(RowDelegate):
    """One line of the tree: what opens it, an icon, the name, and at the end the counts, with what is wrong
    in it before them where there is room, and else instead."""

    HEIGHT = 32
    INDENT = 14
    DEEPEST = 6
    """Deeper folders are not moved in further, so that their names keep some room."""
    NAME_NEEDS = 80

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.HEIGHT, parent)

    @classmethod
    def branch_end(cls, depth: int) -> int:
        """How far from the row's beginning the mark reaches that opens and closes a folder."""
        return Space.S + cls.INDENT * min(depth, cls.DEEPEST) + ICON

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item, branch = index.data(ITEM_ROLE), index.data(BRANCH_ROLE)
        if not isinstance(item, RootItem) or not isinstance(branch, Branch):
            return
        painter.save()
        inner = self._background(painter, option)
        inner.setLeft(self._paint_head(painter, option, inner, item, branch))
        inner.setRight(self._paint_counts(painter, option, inner, item) - Space.S)
        self._text_in(painter, option, item.name, inner, "text", TypeSize.CONTROL)
        painter.restore()

    def _paint_head(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, item: RootItem, branch: Branch
    ) -> int:
        """Where the name begins."""
        left = option.rect.left() + self.branch_end(branch.depth) - ICON
        if branch.opens:
            icon = "chevron-down" if branch.is_open else "chevron-right"
            if option.direction == Qt.LayoutDirection.RightToLeft and not branch.is_open:
                icon = "chevron-left"
            self._icon_in(painter, option, QRect(left, inner.top(), ICON, inner.height()), icon, "secondary")
        left += ICON + Space.XS
        colour = "warning" if item.icon == "warning" else "secondary"
        self._icon_in(painter, option, QRect(left, inner.top(), ICON, inner.height()), item.icon, colour)
        return left + ICON + Space.S

    def _paint_counts(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, item: RootItem
    ) -> int:
        """Where they begin."""
        size, right = TypeSize.CAPTION, inner.right() + 1
        counts, warning = self._width(item.words, size), self._width(item.warning, size)
        room = inner.width() - min(self.NAME_NEEDS, self._width(item.name, TypeSize.CONTROL))
        if item.warning and warning + ICON + Space.XS <= room:
            if counts + warning + ICON + 3 * Space.S <= room:
                right = self._paint_end(painter, option, inner, right, item.words, "secondary") - Space.S
            right = self._paint_end(painter, option, inner, right, item.warning, "warning") - Space.XS - ICON
            place = QRect(right, inner.top(), ICON, inner.height())
            self._icon_in(painter, option, place, "warning", "warning")
            return right
        colour = "warning" if item.icon == "warning" else "secondary"
        return self._paint_end(painter, option, inner, right, item.words, colour)

    def _paint_end(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        inner: QRect,
        right: int,
        text: str,
        colour: str,
    ) -> int:
        """Paints words that end at `right`; where they begin."""
        width = self._width(text, TypeSize.CAPTION)
        place = QRect(right - width, inner.top(), width, inner.height())
        self._text_in(painter, option, text, place, colour, TypeSize.CAPTION, right=True)
        return right - width
