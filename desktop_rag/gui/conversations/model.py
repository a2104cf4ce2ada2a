"""The conversations as a list model, in groups, worded and ready to show. GUI thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import groupby

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_rag.domain.conversation import ConversationSummary
from desktop_rag.domain.display import display_text
from desktop_rag.gui.widgets.basics import plain_tooltip
from desktop_rag.gui.widgets.found_words import from_first_found, searched_words
from desktop_rag.gui.widgets.row_delegate import ITEM_ROLE
from desktop_rag.gui.wording import words
from desktop_rag.gui.wording.language import time_of_day, translate

_NO_PARENT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_FLAG = Qt.ItemFlag
_ITEM_FLAGS = _FLAG.ItemIsEnabled | _FLAG.ItemIsSelectable | _FLAG.ItemIsEditable | _FLAG.ItemNeverHasChildren


class Group(Enum):
    """Where in the list a conversation stands."""

    PINNED = auto()
    TODAY = auto()
    YESTERDAY = auto()
    EARLIER = auto()


@dataclass(frozen=True, slots=True)
class Heading:
    """The quiet line above a group."""

    group: Group
    text: str


@dataclass(frozen=True, slots=True)
class ConversationItem:
    """One row. `words` are the second line: when, how much, or what a search found in it; `found` the
    beginnings of words that were searched for; `group` what a screen reader says of where it stands."""

    id: int
    title: str
    words: str
    current: bool
    pinned: bool = False
    group: str = ""
    found: tuple[str, ...] = ()


Row = ConversationItem | Heading


def rows_of(
    summaries: Sequence[ConversationSummary], now: datetime, *, searched: str, current: int | None
) -> tuple[Row, ...]:
    """Every row of the list: in groups with a heading each, or as they were found."""
    if searched.strip():
        found = searched_words(searched)
        return tuple(_found_item(each, now, found, each.id == current) for each in summaries)
    return tuple(_grouped(summaries, now, current))


def _grouped(summaries: Sequence[ConversationSummary], now: datetime, current: int | None) -> Iterator[Row]:
    for group, members in groupby(summaries, key=lambda each: _group_of(each, now)):
        yield Heading(group, _group_words(group))
        for each in members:
            yield _item(each, now, group, each.id == current)


def _group_of(summary: ConversationSummary, now: datetime) -> Group:
    if summary.pinned:
        return Group.PINNED
    days = (now.date() - summary.updated.astimezone(now.tzinfo).date()).days
    return Group.TODAY if days <= 0 else Group.YESTERDAY if days == 1 else Group.EARLIER


def _group_words(group: Group) -> str:
    match group:
        case Group.PINNED:
            return translate("Conversations", "Pinned")
        case Group.TODAY:
            return translate("Conversations", "Today")
        case Group.YESTERDAY:
            return translate("Conversations", "Yesterday")
        case Group.EARLIER:
            return translate("Conversations", "Earlier")


def _item(summary: ConversationSummary, now: datetime, group: Group, current: bool) -> ConversationItem:
    local = summary.updated.astimezone(now.tzinfo)
    when = time_of_day(local) if group is Group.YESTERDAY else words.when_words(summary.updated, now)
    asked = translate("Conversations", "%Ln question(s)", None, summary.turns)
    return ConversationItem(
        id=summary.id,
        title=display_text(summary.title),
        words=f"{when} · {asked}",
        current=current,
        pinned=summary.pinned,
        group="" if group is Group.EARLIER else _group_words(group),
    )


def _found_item(
    summary: ConversationSummary, now: datetime, found: tuple[str, ...], current: bool
) -> ConversationItem:
    said = from_first_found(display_text(" ".join(summary.snippet.split())), found)
    rest = said or translate("Conversations", "%Ln question(s)", None, summary.turns)
    when = words.when_words(summary.updated, now)
    title = display_text(summary.title)
    return ConversationItem(summary.id, title, f"{when} · {rest}", current, summary.pinned, "", found)


class ConversationModel(QAbstractListModel):
    """`renamed(id, title)` when the person gave a row another title."""

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Rows that merely changed are updated in place, so that selection and an open editor stay."""
        if [_key(each) for each in rows] == [_key(each) for each in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, index: _Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def item(self, index: _Index) -> ConversationItem | None:
        """The conversation there; None for a heading."""
        row = self.row(index)
        return row if isinstance(row, ConversationItem) else None

    def index_of(self, conversation_id: int | None) -> QModelIndex:
        """Where it is shown, or an invalid index."""
        found = (
            number
            for number, row in enumerate(self._rows)
            if isinstance(row, ConversationItem) and row.id == conversation_id
        )
        number = next(found, None)
        return QModelIndex() if number is None else self.index(number)

    def nearest(self, number: int) -> QModelIndex:
        """The conversation at that row, or else the next one below it, or else above."""
        below = range(max(0, number), len(self._rows))
        above = range(min(number, len(self._rows)) - 1, -1, -1)
        items = (self.index(each) for each in (*below, *above) if self.item(self.index(each)) is not None)
        return next(items, QModelIndex())

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _ITEM_FLAGS if self.item(index) is not None else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self.row(index)
        if isinstance(row, Heading):
            spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return row.text if role in spoken else row if role == ITEM_ROLE else None
        return _data(row, role) if row is not None else None

    def setData(  # noqa: N802 - Qt's name
        self, index: _Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)
    ) -> bool:
        item = self.item(index)
        title = " ".join(str(value).split())
        if item is None or role != Qt.ItemDataRole.EditRole or not title or title == item.title:
            return False
        self.renamed.emit(item.id, title)
        return True


def _key(row: Row) -> object:
    return row.id if isinstance(row, ConversationItem) else row.group


def _data(item: ConversationItem, role: int) -> object:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
        return item.title
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tooltip(item.title)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        opened = translate("Conversations", "open now") if item.current else ""
        return ", ".join(part for part in (item.title, item.group, item.words, opened) if part)
    return item if role == ITEM_ROLE else None
