"""The library as list models. `make_listing` runs on a lane's thread; the models live on the GUI thread."""

import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_rag.app.values import DocumentRow, LibraryOverview, RootSummary
from desktop_rag.domain.display import display_name, display_path, display_text
from desktop_rag.domain.documents import DocumentState
from desktop_rag.gui.library.folders import Folders, folders_below, warning_words
from desktop_rag.gui.library.items import (
    UNTOLD_STATES,
    FileItem,
    FileOrder,
    Narrowing,
    RootItem,
    folded,
    in_order,
    kind_of_row,
)
from desktop_rag.gui.library.row_changes import RowChanges, row_changes
from desktop_rag.gui.widgets.basics import plain_tooltip
from desktop_rag.gui.widgets.row_delegate import ITEM_ROLE
from desktop_rag.gui.wording import words
from desktop_rag.gui.wording.language import number, translate

_NO_PARENT = QModelIndex()
_NO_TROUBLES: Mapping[Path, str] = MappingProxyType({})
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Listing:
    """A library overview made ready to show, with `files` in the order `order`."""

    overview: LibraryOverview
    roots: tuple[RootItem, ...]
    files: tuple[FileItem, ...]
    problems: int
    ready: int
    reads_scans: bool = True
    folders: Folders = field(default_factory=dict, repr=False)
    kinds: Mapping[Narrowing, int] = field(default_factory=dict)
    """How many files each narrowing shows; those that show none are left out."""
    order: FileOrder = FileOrder.NAME

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
    overview: LibraryOverview,
    reads_scans: bool = True,
    troubles: Mapping[Path, str] = _NO_TROUBLES,
    order: FileOrder = FileOrder.NAME,
) -> Listing:
    """Sorts and words an overview. Slow for large libraries, so called on a lane's thread.

    `troubles` says of roots why their changes are not noticed at once.
    """
    files = [_file_item(row, reads_scans) for row in overview.documents]
    files.sort(key=lambda item: (item.key, item.place))
    everything = RootItem(None, translate("Library", "All documents"), number(len(files)), "library")
    shown = [_root_item(root, reads_scans, troubles.get(root.path, "")) for root in overview.roots]
    return Listing(
        overview,
        (everything, *shown),
        in_order(files, order),
        problems=sum(item.problem for item in files),
        ready=sum(root.ready for root in overview.roots),
        reads_scans=reads_scans,
        folders=folders_below(overview.roots, overview.documents, reads_scans),
        kinds=_kinds(files),
        order=order,
    )


def _kinds(files: Sequence[FileItem]) -> Mapping[Narrowing, int]:
    counts = Counter(item.kind for item in files)
    if scans := sum(item.scan for item in files):
        counts[Narrowing.SCANS] = scans
    return MappingProxyType(counts)


def _file_item(row: DocumentRow, reads_scans: bool) -> FileItem:
    name = display_name(row.path)
    said = words.state_words(row, reads_scans=reads_scans)
    state = "" if row.state in UNTOLD_STATES else said
    haystack = folded(f"{name} {display_text(row.title)} {state}")
    return FileItem(row, name, said, folded(name), haystack, str(row.path), kind_of_row(row))


def _root_item(root: RootSummary, reads_scans: bool, trouble: str) -> RootItem:
    icon = "warning" if not root.available else "folder" if root.is_folder else "file"
    said, state = words.root_words(root, reads_scans=reads_scans), words.root_state_words(root)
    name = display_name(root.path)
    return RootItem(root.path, name, said, icon, state, root, trouble, warning_words(root))


def _data_of(item: FileItem, role: int) -> object:
    if role == Qt.ItemDataRole.DisplayRole:
        return item.name
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tooltip(display_path(item.path))
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{item.name}, {item.words}"
    return item if role == ITEM_ROLE else None


class FileListModel(QAbstractListModel):
    """The files that pass the filter, the "only problems" switch and the chosen folders."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[FileItem, ...] = ()
        self._shown: list[FileItem] = []
        self._words: tuple[str, ...] = ()
        self._only_problems = False
        self._order = FileOrder.NAME
        self._narrowing = Narrowing.ALL
        self._roots: frozenset[str] = frozenset()
        self._folders: tuple[str, ...] = ()

    @property
    def filtered(self) -> bool:
        return bool(self._words or self._only_problems or self._roots or self._narrowing is not Narrowing.ALL)

    @property
    def narrowing(self) -> Narrowing:
        return self._narrowing

    @property
    def order(self) -> FileOrder:
        return self._order

    def set_files(self, files: tuple[FileItem, ...], order: FileOrder = FileOrder.NAME) -> None:
        """Takes a new listing, which is in that `order`; rows that merely changed are updated in place, so
        that selection stays."""
        self._all = files if order is self._order else self._sorted(files)
        self._update()

    def set_order(self, order: FileOrder) -> None:
        if order is not self._order:
            self._order = order
            self._all = self._sorted(self._all)
            self._update()

    def set_narrowing(self, narrowing: Narrowing) -> None:
        self._narrowing = narrowing
        self._update()

    def matching(self, text: str, most: int) -> tuple[tuple[FileItem, ...], int]:
        """The best of the files shown that have all words of `text`, and how many have them: names that begin
        so go first, then names that hold it, then those with its words anywhere."""
        wanted, found = " ".join(folded(text).split()), self._shown
        for word in wanted.split():
            found = [item for item in found if word in item.haystack]
        begin = [*islice((item for item in found if item.key.startswith(wanted)), most)]
        if len(begin) == most:
            return tuple(begin), len(found)
        rest = [item for item in found if not item.key.startswith(wanted)]
        rest.sort(key=lambda item: wanted not in item.key)
        return tuple([*begin, *rest][:most]), len(found)

    def set_filter(self, text: str) -> None:
        """Shows only files that have all words of `text`."""
        self._words = tuple(folded(text).split())
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

    def _sorted(self, files: Iterable[FileItem]) -> tuple[FileItem, ...]:
        by_name = sorted(files, key=lambda item: (item.key, item.place))
        return in_order(by_name, self._order)

    def _passes(self, item: FileItem) -> bool:
        if self._only_problems and not item.problem:
            return False
        if not item.is_shown(self._narrowing):
            return False
        if self._roots:
            path = os.path.normcase(item.place)  # twenty times as fast as asking the path
            if not path.startswith(self._folders) and path not in self._roots:
                return False
        return all(word in item.haystack for word in self._words)

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
