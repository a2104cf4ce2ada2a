"""One "…" button for a whole list, at the end of the row that has the pointer or the keyboard. GUI thread."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QSinglePointEvent
from PySide6.QtWidgets import QListView, QStyle

from desktop_rag.gui.widgets.basics import IconButton
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space

_Index = QModelIndex | QPersistentModelIndex
SIZE = QSize(28, 28)
_MOVES = (QEvent.Type.Resize, QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Show)


class RowButton(IconButton):
    """Lies on `view`. `wanted(row)` when its menu is to be opened, by mouse or by keyboard.

    Nothing is at a row that cannot be chosen.
    """

    wanted = Signal(object)

    def __init__(self, icons: Icons, name: str, view: QListView) -> None:
        super().__init__(icons, "more", name)
        self.setParent(view.viewport())
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.hide()
        self._view = view
        self._name = name
        self._pointed = QPersistentModelIndex()
        self._row = QPersistentModelIndex()
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._on_moved)
        self.clicked.connect(self._on_clicked)

    def join_model(self) -> None:
        """Follows the list from here on; to be called when the view has its model."""
        self._view.selectionModel().currentChanged.connect(self._on_current_changed)
        self._view.model().dataChanged.connect(self.follow)
        self._view.model().modelReset.connect(self._on_moved)

    def room(self, index: _Index) -> int:
        """How much of the row's end the button takes, in pixels."""
        return SIZE.width() if self.isVisible() and index == self._row else 0

    def follow(self) -> None:
        """Goes where it belongs now."""
        index = self._wanted_row()
        if index != self._row:
            self._row = index
            self._view.viewport().update()
        shown = index.isValid()
        if not shown and self.hasFocus():
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        if shown:
            self.setGeometry(self._place(self._plain(index)))
            self.setAccessibleDescription(str(index.data(Qt.ItemDataRole.DisplayRole)))
        self.setVisible(shown)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        on_rows = watched is self._view.viewport()
        if on_rows and isinstance(event, QSinglePointEvent) and event.type() == QEvent.Type.MouseMove:
            self._point_at(event.position().toPoint())
        elif on_rows and event.type() == QEvent.Type.Leave:
            self._point_at(None)
        elif event.type() in _MOVES:
            self.follow()
        return False

    def _point_at(self, place: QPoint | None) -> None:
        pointed = self._view.indexAt(place) if place is not None else QModelIndex()
        if pointed != self._pointed:
            self._pointed = QPersistentModelIndex(pointed)
            self.follow()

    def _on_current_changed(self) -> None:
        """What was used last counts: the pointer may only have been left there."""
        self._pointed = QPersistentModelIndex()
        self.follow()

    def _on_moved(self) -> None:
        if self._view.viewport().underMouse():
            self._point_at(self._view.viewport().mapFromGlobal(self.cursor().pos()))
        self.follow()

    def _wanted_row(self) -> QPersistentModelIndex:
        with_keyboard = self._view.hasFocus() or self.hasFocus()
        current = QPersistentModelIndex(self._view.currentIndex() if with_keyboard else QModelIndex())
        for index in (self._pointed, current):
            usable = index.isValid() and index.flags() & Qt.ItemFlag.ItemIsSelectable
            if usable and not self._view.isPersistentEditorOpen(self._plain(index)):
                return index
        return QPersistentModelIndex()

    def _place(self, index: QModelIndex) -> QRect:
        row = self._view.visualRect(index)
        mine = QRect(QPoint(row.right() - SIZE.width() - Space.XS, 0), SIZE)
        mine.moveTop(row.center().y() - SIZE.height() // 2)
        return QStyle.visualRect(self._view.layoutDirection(), row, mine)

    def _on_clicked(self) -> None:
        self.wanted.emit(self._plain(self._row))

    def _plain(self, index: QPersistentModelIndex) -> QModelIndex:
        return self._view.model().index(index.row(), index.column())
