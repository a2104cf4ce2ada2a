"""Painters of the rows of the lists: an icon, a name, and plain words. GUI thread."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_rag.gui import words
from desktop_rag.gui.conversation_model import ConversationItem
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.library_model import ITEM_ROLE, FileItem, RootItem
from desktop_rag.gui.theme import RADIUS, Space, TypeSize

_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class _RowDelegate(QStyledItemDelegate):
    """The background, the icon and the text of one row; subclasses say what goes where."""

    def __init__(self, icons: Icons, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._theme = icons.theme
        self._height = height

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, self._height)

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

    def _icon(self, painter: QPainter, name: str, colour: str, left: int, middle: int) -> None:
        scale = painter.device().devicePixelRatio()
        painter.drawPixmap(left, middle - 8, self._icons.pixmap(name, colour, 16, scale))

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
        flags = _LEFT if not right else Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(flags), elided)


class FileDelegate(_RowDelegate):
    """Two lines: the name; an icon and the state in words."""

    HEIGHT = 46

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.HEIGHT, parent)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item = index.data(ITEM_ROLE)
        if not isinstance(item, FileItem):
            return
        painter.save()
        inner = self._background(painter, option)
        icon, colour = words.state_icon(item.row.state)
        self._icon(painter, icon, colour, inner.left(), inner.center().y() + 1)
        inner.setLeft(inner.left() + 16 + Space.S)
        top = QRect(inner.left(), inner.top() + 4, inner.width(), 18)
        self._text(painter, item.name, top, "text", TypeSize.CONTROL)
        self._text(painter, item.words, top.translated(0, 18), colour, TypeSize.CAPTION)
        painter.restore()


class RootDelegate(_RowDelegate):
    """One line: an icon, the name, and the counts at the right."""

    HEIGHT = 32

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.HEIGHT, parent)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item = index.data(ITEM_ROLE)
        if not isinstance(item, RootItem):
            return
        painter.save()
        inner = self._background(painter, option)
        self._icon(painter, item.icon, "secondary", inner.left(), inner.center().y() + 1)
        inner.setLeft(inner.left() + 16 + Space.S)
        painter.setFont(self._theme.font(TypeSize.CAPTION))
        width = painter.fontMetrics().horizontalAdvance(item.words) + 2
        counts = QRect(inner.right() - width, inner.top(), width + 1, inner.height())
        self._text(painter, item.words, counts, "secondary", TypeSize.CAPTION, right=True)
        inner.setRight(counts.left() - Space.S)
        self._text(painter, item.name, inner, "text", TypeSize.CONTROL)
        painter.restore()


class ConversationDelegate(_RowDelegate):
    """Two lines: the title; when it was and what is in it. The open one has a bar and a bold title."""

    HEIGHT = 46

    def __init__(self, icons: Icons, longest: int, parent: QWidget) -> None:
        super().__init__(icons, self.HEIGHT, parent)
        self._longest = longest

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item = index.data(ITEM_ROLE)
        if not isinstance(item, ConversationItem):
            return
        painter.save()
        inner = self._background(painter, option)
        if item.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(QRect(inner.left() - Space.S + 2, inner.top() + 12, 3, 20), 1.5, 1.5)
        inner.setLeft(inner.left() + Space.XS)
        top = QRect(inner.left(), inner.top() + 4, inner.width(), 18)
        end = Qt.TextElideMode.ElideRight
        self._text(painter, item.title, top, "text", TypeSize.CONTROL, bold=item.current, elide=end)
        below = top.translated(0, 18)
        self._text(painter, item.words, below, "secondary", TypeSize.CAPTION, elide=end)
        painter.restore()

    def createEditor(  # noqa: N802 - Qt's name
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setMaxLength(self._longest)
        editor.setAccessibleName("Name of the conversation")
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:  # noqa: N802 - Qt's name
        # A list that is refreshed while somebody types must not take the typed words away.
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(  # noqa: N802 - Qt's name
        self, editor: QWidget, model: QAbstractItemModel, index: _Index
    ) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(2, 8, -2, -8))
