"""The library as list models. `make_listing` runs on a lane's thread; the models live on the GUI thread."""

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_rag.app.values import DocumentRow, LibraryOverview, RootSummary
from desktop_rag.domain.display import display_name, display_path
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import DocumentEncrypted
from desktop_rag.gui import words
from desktop_rag.gui.row_changes import RowChanges, row_changes
from desktop_rag.gui.widgets import plain_tooltip

ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
_NO_PARENT = QModelIndex()
_NO_TROUBLES: Mapping[Path, str] = MappingProxyType({})
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class FileItem:
    """One row of the file list with everything that painting and filtering need already worked out."""

    row: DocumentRow
    name: str
    words: str
    key: str
    """To sort by."""
    haystack: str
    """What the filter looks in: the name and the state."""
    place: str
    """Its path as text, which is compared faster."""

    @property
    def path(self) -> Path:
        return self.row.path

    @property
    def problem(self) -> bool:
        return self.row.state in words.PROBLEM_STATES

    @property
    def locked(self) -> bool:
        """Whether a password opens it; there are files that other programs alone can open."""
        row = self.row
        return row.kind == DocumentEncrypted.kind and "Enter password" in row.hint


@dataclass(frozen=True, slots=True)
class RootItem:
    """One row of the folder list; `path` is None for "All documents"."""

    path: Path | None
    name: str
    words: str
    icon: str
    state: str = ""
    """All its counts in words."""
    summary: RootSummary | None = None
    trouble: str = ""
    """Why its changes are not noticed at once."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A library overview made ready to show."""

    overview: LibraryOverview
    roots: tuple[RootItem, ...]
    files: tuple[FileItem, ...]
    problems: int
    ready: int
    reads_scans: bool = True

    @property
    def empty(self) -> bool:
        return not self.overview.roots

    @property
    def pending(self) -> int:
        """Files known but not read yet, in places that are there."""
        return sum(root.pending for root in self.overview.roots if root.available)

    @property
    def scans_off(self) -> int:
        """Pages that are pictures and stay unread, text recognition being off."""
        states = (DocumentState.READY, DocumentState.SCANNED)
        rows = () if self.reads_scans else self.overview.documents
        return sum(row.scans_left for row in rows if row.state in states)


def make_listing(
    overview: LibraryOverview, reads_scans: bool = True, troubles: Mapping[Path, str] = _NO_TROUBLES
) -> Listing:
    """Sorts and words an overview. Slow for large libraries, so called on a lane's thread.

    `troubles` says of roots why their changes are not noticed at once.
    """
    files = [_file_item(row, reads_scans) for row in overview.documents]
    files.sort(key=lambda item: (item.key, item.place))
    problems = sum(item.problem for item in files)
    ready = sum(root.ready for root in overview.roots)
    everything = RootItem(None, "All documents", f"{len(files):,}", "library")
    shown = [_root_item(root, reads_scans, troubles.get(root.path, "")) for root in overview.roots]
    return Listing(overview, (everything, *shown), tuple(files), problems, ready, reads_scans)


def _file_item(row: DocumentRow, reads_scans: bool) -> FileItem:
    name = display_name(row.path)
    said = words.state_words(row, reads_scans=reads_scans)
    return FileItem(row, name, said, name.casefold(), f"{name} {said}".casefold(), str(row.path))


def _root_item(root: RootSummary, reads_scans: bool, trouble: str) -> RootItem:
    icon = "warning" if not root.available else "folder" if root.is_folder else "file"
    said, state = words.root_words(root, reads_scans=reads_scans), words.root_state_words(root)
    return RootItem(root.path, display_name(root.path), said, icon, state, root, trouble)


def _data_of(item: FileItem | RootItem, role: int) -> object:
    if role == Qt.ItemDataRole.DisplayRole:
        return item.name
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tooltip(display_path(item.path)) if item.path else ""
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{item.name}, {item.words}"
    return item if role == ITEM_ROLE else None


class FileListModel(QAbstractListModel):
    """The files that pass the filter, the "only problems" switch and the chosen folders."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[FileItem, ...] = ()
        self._shown: list[FileItem] = []
        self._text = ""
        self._only_problems = False
        self._roots: frozenset[str] = frozenset()
        self._folders: tuple[str, ...] = ()

    @property
    def filtered(self) -> bool:
        return bool(self._text or self._only_problems or self._roots)

    def set_files(self, files: tuple[FileItem, ...]) -> None:
        """Takes a new listing; rows that merely changed are updated in place, so that selection stays."""
        self._all = files
        self._update()

    def set_filter(self, text: str) -> None:
        self._text = text.casefold().strip()
        self._update()

    def set_only_problems(self, only: bool) -> None:
        self._only_problems = only
        self._update()

    def set_roots(self, roots: Collection[Path]) -> None:
        """Shows what is at or below any of these; everything when there are none."""
        wanted = frozenset(_comparable(root) for root in roots)
        if wanted == self._roots:
            return
        self._roots = wanted
        self._folders = tuple(root.rstrip(os.sep) + os.sep for root in self._roots)
        self._update()

    def item(self, index: _Index) -> FileItem | None:
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def items(self, rows: Iterable[int]) -> list[FileItem]:
        return [self._shown[row] for row in rows if row < len(self._shown)]

    def rows_of(self, paths: Collection[Path]) -> list[int]:
        """Where these are shown, from the top; those that are not are left out."""
        wanted = {str(path) for path in paths}
        if not wanted:
            return []
        return [row for row, item in enumerate(self._shown) if item.place in wanted]

    def rowCount(self, _parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return len(self._shown)  # whether a parent is valid is not asked: a layout calls this for each row

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        item = self.item(index)
        return None if item is None else _data_of(item, role)

    def _passes(self, item: FileItem) -> bool:
        if self._only_problems and not item.problem:
            return False
        if self._roots:
            path = os.path.normcase(item.place)  # twenty times as fast as asking the path
            if not path.startswith(self._folders) and path not in self._roots:
                return False
        return self._text in item.haystack

    def _update(self) -> None:
        shown = [item for item in self._all if self._passes(item)] if self.filtered else list(self._all)
        changes = row_changes([item.place for item in self._shown], [item.place for item in shown])
        if changes is None:
            self.beginResetModel()
            self._shown = shown
            self.endResetModel()
            return
        self._change(changes, shown)

    def _change(self, changes: RowChanges, shown: list[FileItem]) -> None:
        """Rows that stay keep their place on screen, and stay chosen."""
        for first, last in reversed(changes.gone):
            self.beginRemoveRows(_NO_PARENT, first, last)
            del self._shown[first : last + 1]
            self.endRemoveRows()
        for first, last in changes.new:
            self.beginInsertRows(_NO_PARENT, first, last)
            self._shown[first:first] = shown[first : last + 1]
            self.endInsertRows()
        self._shown = shown
        if shown:
            self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))


def _comparable(path: Path) -> str:
    return os.path.normcase(str(path))


class RootListModel(QAbstractListModel):
    """ "All documents", then every folder or file that was added."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: tuple[RootItem, ...] = ()

    def set_roots(self, roots: tuple[RootItem, ...]) -> None:
        same = [root.path for root in roots] == [root.path for root in self._roots]
        if same:
            self._roots = roots
            if roots:
                self.dataChanged.emit(self.index(0), self.index(len(roots) - 1))
            return
        self.beginResetModel()
        self._roots = roots
        self.endResetModel()

    def item(self, index: _Index) -> RootItem | None:
        return self._roots[index.row()] if index.isValid() and index.row() < len(self._roots) else None

    def items(self, rows: Iterable[int]) -> list[RootItem]:
        return [self._roots[row] for row in rows if row < len(self._roots)]

    def rows_of(self, paths: Collection[Path]) -> list[int]:
        """The rows of these; that of "All documents" when none of them is there."""
        return [row for row, root in enumerate(self._roots) if root.path in paths] or [0]

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._roots)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        item = self.item(index)
        return None if item is None else _data_of(item, role)
