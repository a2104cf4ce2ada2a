"""The folders of the library as a tree. `folders_below` runs on a lane's thread; the model lives on the GUI
thread.

The tree is shown as a list of the rows in view: folders are opened one by one, so that it is as quick with
five thousand of them as with five.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_rag.app.values import DocumentRow, RootSummary
from desktop_rag.domain.display import display_name, display_path
from desktop_rag.domain.documents import DocumentState
from desktop_rag.gui.library.items import RootItem, folded
from desktop_rag.gui.library.row_changes import row_changes
from desktop_rag.gui.widgets.basics import plain_tooltip
from desktop_rag.gui.widgets.row_delegate import ITEM_ROLE
from desktop_rag.gui.wording import words
from desktop_rag.gui.wording.language import translate

BRANCH_ROLE = ITEM_ROLE + 1
Folders = Mapping[str, tuple[RootItem, ...]]
"""The folders in each folder, by its path as text; only those that hold documents."""
NO_FOLDERS: Folders = MappingProxyType({})
_NO_PARENT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_PROBLEMS = (DocumentState.FAILED, DocumentState.QUARANTINED)


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a row stands in the tree: `depth` from 0, and whether it can be opened, and is."""

    depth: int = 0
    opens: bool = False
    is_open: bool = False


@dataclass(slots=True)
class _Counts:
    """As `RootSummary` counts. `away` is not there now but can be asked, `gone` neither."""

    ready: int = 0
    away: int = 0
    gone: int = 0
    problems: int = 0
    skipped: int = 0
    pending: int = 0
    scanned: int = 0

    def count(self, row: DocumentRow) -> None:
        state = row.state
        if state is DocumentState.READY:
            self.ready += 1
        elif state in _PROBLEMS:
            self.problems += 1
        elif state is DocumentState.UNAVAILABLE:
            self.away += row.passages > 0
            self.gone += row.passages == 0
        elif state is DocumentState.SKIPPED:
            self.skipped += 1
        elif state is DocumentState.PENDING:
            self.pending += 1
        else:
            self.scanned += 1

    def add(self, other: "_Counts") -> None:
        self.ready += other.ready
        self.away += other.away
        self.gone += other.gone
        self.problems += other.problems
        self.skipped += other.skipped
        self.pending += other.pending
        self.scanned += other.scanned

    def summary(self, path: Path) -> RootSummary:
        there = self.ready > 0 or not (self.away or self.gone)
        return RootSummary(
            path, True, there, self.ready + self.away, self.problems, self.skipped,
            self.pending + self.gone, self.scanned,
        )  # fmt: skip


def folders_below(
    roots: Iterable[RootSummary], rows: Iterable[DocumentRow], reads_scans: bool = True
) -> Folders:
    """What is in each folder at or below a root. A root within another one is a row of its own, and no folder
    of the other's."""
    own = _counted(rows)
    places = {str(root.path) for root in roots if root.is_folder}
    whole: defaultdict[str, _Counts] = defaultdict(_Counts)
    inside: defaultdict[str, set[str]] = defaultdict(set)
    for folder, counts in own.items():
        below, place = "", folder
        for place in _upwards(folder, places):
            whole[place].add(counts)
            if below and below not in places:
                inside[place].add(below)
            below = place
    return {
        place: tuple(sorted((_item(each, whole[each], reads_scans) for each in below), key=_by_name))
        for place, below in inside.items()
    }


def _counted(rows: Iterable[DocumentRow]) -> dict[str, _Counts]:
    """By folder, without what is deeper."""
    own: defaultdict[str, _Counts] = defaultdict(_Counts)
    for row in rows:
        own[os.path.dirname(str(row.path))].count(row)
    return own


def _upwards(folder: str, roots: Collection[str]) -> list[str]:
    """`folder` and the folders around it up to the outermost root; none when it lies in no root."""
    around = [folder]
    while (above := os.path.dirname(around[-1])) != around[-1]:
        around.append(above)
    outermost = max((number for number, place in enumerate(around) if place in roots), default=-1)
    return around[: outermost + 1]


def _item(place: str, counts: _Counts, reads_scans: bool) -> RootItem:
    path = Path(place)
    summary = counts.summary(path)
    icon = "folder" if summary.available else "warning"
    return RootItem(
        path,
        display_name(path),
        words.root_words(summary, reads_scans=reads_scans),
        icon,
        words.root_state_words(summary),
        warning=warning_words(summary),
    )


def warning_words(summary: RootSummary) -> str:
    """ "3 problems", or nothing."""
    if not summary.problems or not summary.available:
        return ""
    return translate("Library", "%Ln problem(s)", None, summary.problems)


def _by_name(item: RootItem) -> tuple[str, str]:
    return folded(item.name), str(item.path)


class FolderListModel(QAbstractListModel):
    """ "All documents", then every folder or file that was added, and below the open ones what is in them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: tuple[RootItem, ...] = ()
        self._folders: Folders = NO_FOLDERS
        self._open: set[Path] = set()
        self._rows: list[tuple[RootItem, Branch]] = []

    def set_roots(self, roots: tuple[RootItem, ...], folders: Folders = NO_FOLDERS) -> None:
        """What is open stays open."""
        self._roots, self._folders = roots, folders
        self._show()

    def toggle(self, row: int) -> None:
        """Opens or closes a folder with folders in it."""
        item, branch = self._rows[row]
        if branch.opens and item.path is not None:
            self._open ^= {item.path}
            self._show()

    @property
    def has_open(self) -> bool:
        return any(branch.is_open for _item, branch in self._rows)

    def branch(self, row: int) -> Branch:
        return self._rows[row][1]

    def parent_of(self, row: int) -> int | None:
        depth = self._rows[row][1].depth
        return next((each for each in range(row - 1, -1, -1) if self._rows[each][1].depth < depth), None)

    def item(self, index: _Index) -> RootItem | None:
        return self._rows[index.row()][0] if index.isValid() and index.row() < len(self._rows) else None

    def items(self, rows: Iterable[int]) -> list[RootItem]:
        return [self._rows[row][0] for row in rows if row < len(self._rows)]

    def rows_of(self, paths: Collection[Path]) -> list[int]:
        """The rows of these, or of the nearest folder in view around them; that of "All documents" when none
        of them is there."""
        shown = {item.path: row for row, (item, _branch) in enumerate(self._rows) if item.path is not None}
        known = self._known() if paths else frozenset()
        found = {_nearest(path, shown) for path in paths if path in shown or str(path) in known}
        return sorted(row for row in found if row is not None) or [0]

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        item = self.item(index)
        if item is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tooltip(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(item, self._rows[index.row()][1])
        return {ITEM_ROLE: item, BRANCH_ROLE: self._rows[index.row()][1]}.get(role)

    def _known(self) -> frozenset[str]:
        return frozenset(str(item.path) for below in self._folders.values() for item in below)

    def _show(self) -> None:
        rows = self._flat()
        changes = row_changes(_keys(self._rows), _keys(rows))
        if changes is None:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        for first, last in reversed(changes.gone):
            self.beginRemoveRows(_NO_PARENT, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        for first, last in changes.new:
            self.beginInsertRows(_NO_PARENT, first, last)
            self._rows[first:first] = rows[first : last + 1]
            self.endInsertRows()
        self._rows = rows
        if rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def _flat(self) -> list[tuple[RootItem, Branch]]:
        rows: list[tuple[RootItem, Branch]] = []
        left = [(root, 0) for root in reversed(self._roots)]
        while left:
            item, depth = left.pop()
            below = self._folders.get(str(item.path), ()) if item.path is not None else ()
            is_open = bool(below) and item.path in self._open
            rows.append((item, Branch(depth, bool(below), is_open)))
            if is_open:
                left += [(folder, depth + 1) for folder in reversed(below)]
        return rows


def _keys(rows: Sequence[tuple[RootItem, Branch]]) -> list[str]:
    return [f"{branch.depth} {item.path}" for item, branch in rows]


def _nearest(path: Path, shown: Mapping[Path, int]) -> int | None:
    return next((shown[place] for place in (path, *path.parents) if place in shown), None)


def _tooltip(item: RootItem) -> str:
    if item.path is None:
        return ""
    return plain_tooltip(display_path(item.path)) + plain_tooltip(item.state)


def _spoken(item: RootItem, branch: Branch) -> str:
    """A list knows no tree: what it would tell of one is said in words."""
    said = [item.name, item.words]
    if item.warning:
        said.append(item.warning)
    if branch.depth:
        said.append(translate("Library", "level {number}").format(number=branch.depth + 1))
    if branch.opens:
        said.append(translate("Library", "open") if branch.is_open else translate("Library", "closed"))
    return ", ".join(said)
