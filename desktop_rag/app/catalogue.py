"""What the library holds, for lists and counts. Any lane's thread."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop_rag.app.values import DocumentRow, LibraryOverview, RootSummary
from desktop_rag.domain.documents import DocumentState
from desktop_rag.store.library import Library
from desktop_rag.store.records import DocumentRecord, RootRecord
from desktop_rag.store.vectors import VectorStore

PROBLEMS = (DocumentState.FAILED, DocumentState.QUARANTINED)


class CatalogueService:
    def __init__(self, library: Library, vectors: VectorStore, folder: Path) -> None:
        self._library = library
        self._vectors = vectors
        self._folder = folder

    def overview(self) -> LibraryOverview:
        """All that was added and all documents, by path."""
        roots, records = self._library.roots(), self._library.documents()
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
    """The roots over each document, innermost first; folders are walked up once, not per document."""
    by_path = {root.path: root for root in roots}
    above: dict[Path, list[RootRecord]] = {}
    owners: dict[Path, list[RootRecord]] = {}
    for record in records:
        folder = record.path.parent
        if folder not in above:
            above[folder] = [by_path[place] for place in (folder, *folder.parents) if place in by_path]
        own = by_path.get(record.path)
        owners[record.path] = [own, *above[folder]] if own else above[folder]
    return owners


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
    )


def _size_bytes(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:  # it went away in between
            continue
    return total
