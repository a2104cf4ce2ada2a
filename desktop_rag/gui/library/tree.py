"""The view of the folders: a list that opens and closes like a tree, by mouse and keyboard. GUI thread."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from desktop_rag.gui.library.delegates import RootDelegate
from desktop_rag.gui.library.folders import FolderListModel
from desktop_rag.gui.widgets.rows_view import RowsView

_Key = Qt.Key


class FoldersView(RowsView):
    """The arrow to the end opens a folder or goes into it, the other closes it or goes out of it; so does a
    double click, and a click on the mark before its name."""

    def __init__(self, name: str, folders: FolderListModel) -> None:
        super().__init__(name)
        self._folders = folders
        self.setModel(folders)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        row = self.currentIndex().row()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row < 0 or not plain or not self._go(event.key(), row):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The mark opens a folder without choosing it."""
        row = self._marked(event)
        if row is None:
            super().mousePressEvent(event)
        else:
            self._folders.toggle(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._marked(event) is None:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        index = self.indexAt(event.position().toPoint())
        if self._marked(event) is not None:
            self.mousePressEvent(event)
        elif index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._folders.toggle(index.row())

    def _go(self, key: int, row: int) -> bool:
        """Whether the key meant anything here."""
        inwards, outwards = (_Key.Key_Right, _Key.Key_Left)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            inwards, outwards = outwards, inwards
        branch = self._folders.branch(row)
        if key == inwards and branch.opens:
            if branch.is_open:
                self.choose_rows([row + 1])
            else:
                self._folders.toggle(row)
        elif key == outwards and branch.is_open:
            self._folders.toggle(row)
        elif key == outwards and (parent := self._folders.parent_of(row)) is not None:
            self.choose_rows([parent])
        else:
            return key in (inwards, outwards)
        self.scrollTo(self.currentIndex())
        return True

    def _marked(self, event: QMouseEvent) -> int | None:
        """The row whose mark is under the pointer."""
        place = event.position().toPoint()
        index: QModelIndex = self.indexAt(place)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return None
        branch, rect = self._folders.branch(index.row()), self.visualRect(index)
        end = RootDelegate.branch_end(branch.depth)
        turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        inside = rect.right() - place.x() if turned else place.x() - rect.left()
        return index.row() if branch.opens and inside < end else None
