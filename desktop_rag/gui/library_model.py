"""The library as list models. `make_listing` runs on a lane's thread; the models live on the GUI thread."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_rag.app.values import DocumentRow, LibraryOverview, RootSummary
from desktop_rag.domain.display import display_name, display_path
from desktop_rag.gui import words
from desktop_rag.gui.widgets import plain_tooltip

ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
_NO_PARENT = QModelIndex()
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

    @property
    def path(self) -> Path:
        return self.row.path

    @property
    def problem(self) -> bool:
        return self.row.state in words.PROBLEM_STATES


@dataclass(frozen=True, slots=True)
class RootItem:
    """One row of the folder list; `path` is None for "All documents"."""

    path: Path | None
    name: str
    words: str
    icon: str
    state: str = ""
    """All its counts in words."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A library overview made ready to show."""

    overview: LibraryOverview
    roots: tuple[RootItem, ...]
    files: tuple[FileItem, ...]
    problems: int
    ready: int

    @property
    def empty(self) -> bool:
        return not self.overview.roots

    @property
    def pending(self) -> int:
        """Files known but not read yet, in places that are there."""
        return sum(root.pending for root in self.overview.roots if root.available)


def make_listing(overview: LibraryOverview) -> Listing:
    """Sorts and words an overview. Slow for large libraries, so called on a lane's thread."""
    files = [_file_item(row) for row in overview.documents]
    files.sort(key=lambda item: (item.key, str(item.path)))
    problems = sum(item.problem for item in files)
    ready = sum(root.ready for root in overview.roots)
    everything = RootItem(None, "All documents", f"{len(files):,}", "library")
    roots = (everything, *map(_root_item, overview.roots))
    return Listing(overview, roots, tuple(files), problems, ready)


def _file_item(row: DocumentRow) -> FileItem:
    name = display_name(row.path)
    said = words.state_words(row)
    return FileItem(row, name, said, name.casefold(), f"{name} {said}".casefold())


def _root_item(root: RootSummary) -> RootItem:
    icon = "warning" if not root.available else "folder" if root.is_folder else "file"
    state = words.root_state_words(root)
    return RootItem(root.path, display_name(root.path), words.root_words(root), icon, state)


def _data_of(item: FileItem | RootItem, role: int) -> object:
    if role == Qt.ItemDataRole.DisplayRole:
        return item.name
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tooltip(display_path(item.path)) if item.path else ""
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{item.name}, {item.words}"
    return item if role == ITEM_ROLE else None


class FileListModel(QAbstractListModel):
    """The files that pass the filter, the "only problems" switch and the chosen folder."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[FileItem, ...] = ()
        self._shown: list[FileItem] = []
        self._text = ""
        self._only_problems = False
        self._root: Path | None = None

    @property
    def filtered(self) -> bool:
        return bool(self._text or self._only_problems or self._root)

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

    def set_root(self, root: Path | None) -> None:
        self._root = root
        self._update()

    def item(self, index: _Index) -> FileItem | None:
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def index_of(self, path: Path) -> QModelIndex:
        """Where `path` is shown, or an invalid index."""
        for number, item in enumerate(self._shown):
            if item.path == path:
                return self.index(number)
        return QModelIndex()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        item = self.item(index)
        return None if item is None else _data_of(item, role)

    def _passes(self, item: FileItem) -> bool:
        if self._only_problems and not item.problem:
            return False
        if self._root and not item.path.is_relative_to(self._root):
            return False
        return self._text in item.haystack

    def _update(self) -> None:
        shown = [item for item in self._all if self._passes(item)] if self.filtered else list(self._all)
        before = self._shown
        if _same_paths(shown, before):
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()


def _same_paths(ones: list[FileItem], others: list[FileItem]) -> bool:
    return len(ones) == len(others) and all(map(_same_path, ones, others))


def _same_path(one: FileItem, other: FileItem) -> bool:
    return one.path == other.path


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

    def row_of(self, path: Path | None) -> int:
        """The row of `path`; 0 ("All documents") when it is not there."""
        return next((row for row, root in enumerate(self._roots) if root.path == path), 0)

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._roots)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        item = self.item(index)
        return None if item is None else _data_of(item, role)
