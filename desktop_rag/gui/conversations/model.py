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
    """One row, worded when it is looked at: few of a thousand are seen, and words for all would be felt.

    `group` is where it stands, None for what a search found by the beginnings of words `found`.
    """

    summary: ConversationSummary
    now: datetime
    current: bool
    group: Group | None = None
    found: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        return self.summary.id

    @property
    def pinned(self) -> bool:
        return self.summary.pinned

    @property
    def title(self) -> str:
        return display_text(self.summary.title)

    @property
    def words(self) -> str:
        """The second line: when, and how much, or what a search found in it."""
        summary, said = self.summary, ""
        when = words.when_words(summary.updated, self.now)
        if self.group is Group.YESTERDAY:
            when = time_of_day(summary.updated.astimezone(self.now.tzinfo))
        if self.group is None:
            said = from_first_found(display_text(" ".join(summary.snippet.split())), self.found)
        asked = translate("Conversations", "%Ln question(s)", None, summary.turns)
        return f"{when} · {said or asked}"

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        place = "" if self.group is None or self.group is Group.EARLIER else _group_words(self.group)
        opened = translate("Conversations", "open now") if self.current else ""
        return ", ".join(part for part in (self.title, place, self.words, opened) if part)


Row = ConversationItem | Heading


def rows_of(
    summaries: Sequence[ConversationSummary], now: datetime, *, searched: str, current: int | None
) -> tuple[Row, ...]:
    """Every row of the list: in groups with a heading each, or as they were found."""
    if searched.strip():
        found = searched_words(searched)
        return tuple(ConversationItem(each, now, each.id == current, found=found) for each in summaries)
    return tuple(_grouped(summaries, now, current))


def _grouped(summaries: Sequence[ConversationSummary], now: datetime, current: int | None) -> Iterator[Row]:
    for group, members in groupby(summaries, key=lambda each: _group_of(each, now)):
        yield Heading(group, _group_words(group))
        for each in members:
            yield ConversationItem(each, now, each.id == current, group)


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
        return item.spoken
    return item if role == ITEM_ROLE else None
