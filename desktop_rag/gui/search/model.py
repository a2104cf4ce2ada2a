"""What was found while somebody types, as one list under headings. GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_rag.app.instant_search import FoundPassage
from desktop_rag.domain.display import display_name, display_path, display_text
from desktop_rag.gui.library.items import FileItem
from desktop_rag.gui.widgets.basics import plain_tooltip
from desktop_rag.gui.widgets.row_delegate import ITEM_ROLE
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate
from desktop_rag.gui.wording.places import place_words

_NO_PARENT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class Group(StrEnum):
    FILES = "files"
    WORDS = "words"
    RELATED = "related"


_HEADINGS = {
    Group.FILES: QT_TRANSLATE_NOOP("Library", "Files"),
    Group.WORDS: QT_TRANSLATE_NOOP("Library", "In the documents"),
    Group.RELATED: QT_TRANSLATE_NOOP("Library", "Related"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class AllFiles:
    """Leads to the list of all files whose names fit."""

    text: str


Row = Heading | FileItem | AllFiles | FoundPassage


@dataclass(frozen=True, slots=True)
class Found:
    """All that is known so far; `files_in_all` may be more than there are rows for."""

    files: tuple[FileItem, ...] = ()
    files_in_all: int = 0
    words: tuple[FoundPassage, ...] = ()
    related: tuple[FoundPassage, ...] = ()

    @property
    def rows(self) -> list[Row]:
        rows: list[Row] = []
        files: list[Row] = list(self.files)
        if self.files_in_all > len(self.files):
            said = translate("Library", "Show all %Ln file(s)", None, self.files_in_all)
            files.append(AllFiles(said))
        groups: tuple[tuple[Group, Sequence[Row]], ...] = (
            (Group.FILES, files),
            (Group.WORDS, self.words),
            (Group.RELATED, self.related),
        )
        for group, found in groups:
            if found:
                rows += [Heading(translate("Library", _HEADINGS[group])), *found]
        return rows


def name_of(found: FoundPassage) -> str:
    return display_name(found.path)


def place_of(found: FoundPassage) -> str:
    """ "p. 12 · Benefits › Dental"."""
    return display_text(place_words(found.format, found.page, found.label, found.heading))


class SearchModel(QAbstractListModel):
    """Headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def set_rows(self, rows: list[Row]) -> None:
        """Rows that only follow those there are (what is related) leave these as they are."""
        old = len(self._rows)
        if old and rows[:old] == self._rows:
            if len(rows) > old:
                self.beginInsertRows(_NO_PARENT, old, len(rows) - 1)
                self._rows = rows
                self.endInsertRows()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def item(self, index: _Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def row_of(self, item: Row | None) -> int | None:
        """Where the same thing is now, if it is there."""
        key = _key(item)
        return next((row for row, each in enumerate(self._rows) if key and _key(each) == key), None)

    def choosable(self) -> list[int]:
        return [row for row, each in enumerate(self._rows) if not isinstance(each, Heading)]

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.item(index), Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        item = self.item(index)
        if item is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _name(item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tooltip(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(item)
        return item if role == ITEM_ROLE else None


def spoken(item: Row) -> str:
    """ "report.pdf, p. 3 · Leave, Every employee has twenty-eight days"."""
    if isinstance(item, FoundPassage):
        return f"{name_of(item)}, {place_of(item)}, {item.snippet.text}"
    return f"{item.name}, {item.words}" if isinstance(item, FileItem) else item.text


def _key(item: Row | None) -> object:
    if isinstance(item, FoundPassage):
        return item.passage_id
    return item.path if isinstance(item, FileItem) else None


def _name(item: Row) -> str:
    if isinstance(item, FoundPassage):
        return name_of(item)
    return item.name if isinstance(item, FileItem) else item.text


def _tooltip(item: Row) -> str:
    if isinstance(item, FoundPassage):
        title = display_text(item.title)
        whole = [title] if title and title != name_of(item) else []
        return "".join(map(plain_tooltip, [*whole, display_path(item.path), place_of(item)]))
    return plain_tooltip(display_path(item.path)) if isinstance(item, FileItem) else ""


def found_words(found: Found) -> str:
    """What a screen reader is told: "3 files · 12 passages"."""
    passages = len(found.words) + len(found.related)
    parts = []
    if found.files_in_all:
        parts.append(translate("Library", "%Ln file(s)", None, found.files_in_all))
    if passages:
        parts.append(translate("Library", "%Ln passage(s)", None, passages))
    return " · ".join(parts)
