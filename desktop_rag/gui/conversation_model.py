"""The conversations as a list model, worded and ready to show. GUI thread."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_rag.domain.conversation import ConversationSummary
from desktop_rag.domain.display import display_text
from desktop_rag.gui import words
from desktop_rag.gui.library_model import ITEM_ROLE
from desktop_rag.gui.widgets import plain_tooltip

_NO_PARENT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ConversationItem:
    """One row. `words` are the second line: when, how much, or what a search found in it."""

    id: int
    title: str
    words: str
    current: bool


def conversation_item(
    summary: ConversationSummary, now: datetime, *, searching: bool, current: bool
) -> ConversationItem:
    when = words.when_words(summary.updated, now)
    rest = display_text(" ".join(summary.snippet.split())) if searching else ""
    said = f"{when} · {rest or words.count(summary.turns, 'question')}"
    return ConversationItem(summary.id, display_text(summary.title), said, current)


class ConversationModel(QAbstractListModel):
    """`renamed(id, title)` when the person gave a row another title."""

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[ConversationItem, ...] = ()

    def set_items(self, items: tuple[ConversationItem, ...]) -> None:
        """Rows that merely changed are updated in place, so that selection and an open editor stay."""
        if [each.id for each in items] == [each.id for each in self._items]:
            self._items = items
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def item(self, index: _Index) -> ConversationItem | None:
        return self._items[index.row()] if index.isValid() and index.row() < len(self._items) else None

    def index_of(self, conversation_id: int | None) -> QModelIndex:
        """Where it is shown, or an invalid index."""
        rows = (row for row, item in enumerate(self._items) if item.id == conversation_id)
        row = next(rows, None)
        return QModelIndex() if row is None else self.index(row)

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        item = self.item(index)
        if item is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return item.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(item.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            opened = ", open now" if item.current else ""
            return f"{item.title}, {item.words}{opened}"
        return item if role == ITEM_ROLE else None

    def setData(  # noqa: N802 - Qt's name
        self, index: _Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)
    ) -> bool:
        item = self.item(index)
        title = " ".join(str(value).split())
        if item is None or role != Qt.ItemDataRole.EditRole or not title or title == item.title:
            return False
        self.renamed.emit(item.id, title)
        return True
