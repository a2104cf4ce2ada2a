"""What the library holds, for lists and counts. Any lane's thread."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop_rag.app.folder_filter import FolderFilter, relative_text
from desktop_rag.app.values import DocumentRow, LibraryOverview, RootSummary
from desktop_rag.domain.documents import DocumentState
from desktop_rag.store.library import Library
from desktop_rag.store.records import DocumentRecord, RootRecord
from desktop_rag.store.roots import RootStore
from desktop_rag.store.vectors import VectorStore

PROBLEMS = (DocumentState.FAILED, DocumentState.QUARANTINED)


class CatalogueService:
    def __init__(self, roots: RootStore, library: Library, vectors: VectorStore, folder: Path) -> None:
        self._roots = roots
        self._library = library
        self._vectors = vectors
        self._folder = folder

    def overview(self) -> LibraryOverview:
        """All that was added and all documents, by path."""
        roots, records = self._roots.all(), self._library.documents()
        owners = _owners(roots, records)
        below: defaultdict[Path, list[DocumentRecord]] = defaultdict(list)
        for record in records:
            for root in owners[record.path]:
                below[root.path].append(record)
        return LibraryOverview(
            roots=tuple(_summary(root, below[root.path]) for root in roots),
            documents=tuple(_row(record, owners[record.path]) for record in records),
            passages=sum(record.passages for record in records),
            size_bytes=_size_bytes(self._folder),
            embedder=self._vectors.embedder_name(),
        )


def _owners(
    roots: Sequence[RootRecord], records: Sequence[DocumentRecord]
) -> Mapping[Path, Sequence[RootRecord]]:
    """The roots that read each document, innermost first; folders are walked up once, not per document."""
    readers = _Readers()
    by_path = {root.path: root for root in roots}
    above: dict[Path, list[RootRecord]] = {}
    owners: dict[Path, Sequence[RootRecord]] = {}
    for record in records:
        folder = record.path.parent
        if folder not in above:
            above[folder] = [by_path[place] for place in (folder, *folder.parents) if place in by_path]
        own = by_path.get(record.path)
        owners[record.path] = readers.of(record, [own, *above[folder]] if own else above[folder])
    return owners


class _Readers:
    """Of folders in folders one may leave out what the other reads; it counts that as ignored already."""

    def __init__(self) -> None:
        self._filters: dict[Path, FolderFilter] = {}

    def of(self, record: DocumentRecord, around: Sequence[RootRecord]) -> Sequence[RootRecord]:
        """All of them if none reads it any more, as before the next check."""
        if len(around) < 2 or all(root.rules == around[0].rules for root in around):
            return around
        return [root for root in around if self._reads(root, record)] or around

    def _reads(self, root: RootRecord, record: DocumentRecord) -> bool:
        relative = relative_text(str(record.path), str(root.path))
        if not root.is_folder or not relative:
            return True
        if root.path not in self._filters:
            self._filters[root.path] = FolderFilter(root.path, root.rules)
        takes = self._filters[root.path]
        return takes.takes_path(relative, is_folder=False) and takes.takes_size(record.stamp.size_bytes)


def _summary(root: RootRecord, below: Sequence[DocumentRecord]) -> RootSummary:
    states = Counter(record.state for record in below)
    unavailable = [record for record in below if record.state is DocumentState.UNAVAILABLE]
    away = sum(record.passages > 0 for record in unavailable)
    return RootSummary(
        path=root.path,
        is_folder=root.is_folder,
        available=not unavailable or states[DocumentState.READY] > 0,
        ready=states[DocumentState.READY] + away,
        problems=sum(states[state] for state in PROBLEMS),
        skipped=states[DocumentState.SKIPPED],
        pending=states[DocumentState.PENDING] + len(unavailable) - away,
        scanned=states[DocumentState.SCANNED],
        ignored=root.ignored,
        rules=root.rules,
    )


def _row(record: DocumentRecord, owners: Sequence[RootRecord]) -> DocumentRow:
    return DocumentRow(
        path=record.path,
        folder=next((root.path for root in owners if root.is_folder), None),
        format=record.format,
        state=record.state,
        reason=record.reason,
        hint=record.hint,
        title=record.title,
        pages=record.pages,
        passages=record.passages,
        size_bytes=record.stamp.size_bytes,
        kind=record.kind,
        scans_left=len(record.scans_left),
        mtime_ns=record.stamp.mtime_ns,
    )


def _size_bytes(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:  # it went away in between
            continue
    return total
