"""Painters of the library's rows: an icon, a name, and plain words. GUI thread."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desktop_rag.gui.library.folders import BRANCH_ROLE, Branch
from desktop_rag.gui.library.items import FileItem, FileOrder, RootItem
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.row_delegate import ICON, ITEM_ROLE, Index, RowDelegate
from desktop_rag.gui.widgets.theme import Space, TypeSize
from desktop_rag.gui.wording import words

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Added to, since `fromtimestamp` fails on Windows for what claims to be older."""


class FileDelegate(RowDelegate):
    """Two lines: the name; one quiet line with the state, which has an icon and a colour only where something
    is to be done."""

    HEIGHT = 46

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.HEIGHT, parent)
        self.order = FileOrder.NAME
        """What the list goes by is told in each row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
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
            moment = _EPOCH + timedelta(microseconds=item.row.mtime_ns // 1000)
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

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
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
            beside = inner.width() - self._width(item.name, TypeSize.CONTROL)
            if counts + warning + ICON + 3 * Space.S <= beside:
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
