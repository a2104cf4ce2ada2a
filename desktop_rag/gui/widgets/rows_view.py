"""A list of which several rows can be chosen: with Ctrl or Shift, by mouse and keyboard. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

_Index = QModelIndex | QPersistentModelIndex
_Flag = QItemSelectionModel.SelectionFlag


class RowsView(QListView):
    """`chosen_changed` when other rows are chosen, by the person or by `choose_rows`.

    Programs change the rows through `choose_rows` only: Qt's own `setCurrentIndex` asks which keys are held
    at that moment, and would add to what is chosen while a listing arrives under a held Ctrl key.
    """

    chosen_changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)

    def chosen_rows(self) -> list[int]:
        """From the top; by ranges, since there can be thousands."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})

    def choose_rows(self, rows: Sequence[int], current: int | None = None) -> None:
        """Chooses these rows and no others. The keyboard is at `current`, or at the first of them."""
        wanted = sorted(rows)
        current = current if current is not None else wanted[0] if wanted else None
        here = self.model().index(current, 0) if current is not None else QModelIndex()
        if here != self.currentIndex():
            self.selectionModel().setCurrentIndex(here, _Flag.NoUpdate)
        if wanted != self.chosen_rows():
            self.selectionModel().select(self._selection(wanted), _Flag.ClearAndSelect)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        super().setModel(model)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())

    def dataChanged(  # noqa: N802 - Qt's name
        self, first: _Index, last: _Index, roles: Sequence[int] = ()
    ) -> None:
        """Rows are all equally high, so that other words in them move none. Left to itself QListView lays all
        out anew for it: 100 ms for 20,000 rows."""
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        # Qt makes the first row current, but does not choose it, when Tab reaches the list.
        by_keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_keyboard and self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.choose_rows([self.currentIndex().row()])

    def _selection(self, rows: Sequence[int]) -> QItemSelection:
        """Neighbours become one range: a thousand ranges are slow, a thousand rows in one are not."""
        selection, model = QItemSelection(), self.model()
        begin = 0
        for place in range(1, len(rows) + 1):
            if place == len(rows) or rows[place] != rows[place - 1] + 1:
                selection.select(model.index(rows[begin], 0), model.index(rows[place - 1], 0))
                begin = place
        return selection
