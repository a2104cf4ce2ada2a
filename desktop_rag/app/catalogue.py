"""What the library holds, for lists and counts. Any lane's thread."""

from collections import Counter
from collections.abc import Sequence
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
        return LibraryOverview(
            roots=tuple(_summary(root, records) for root in roots),
            documents=tuple(_row(record, roots) for record in records),
            passages=sum(record.passages for record in records),
            size_bytes=_size_bytes(self._folder),
            embedder=self._vectors.embedder_name(),
        )


def _summary(root: RootRecord, records: Sequence[DocumentRecord]) -> RootSummary:
    below = [record for record in records if record.path.is_relative_to(root.path)]
    states = Counter(record.state for record in below)
    away = states[DocumentState.UNAVAILABLE]
    return RootSummary(
        path=root.path,
        is_folder=root.is_folder,
        available=not away or away < len(below),
        ready=states[DocumentState.READY] + away,
        problems=sum(states[state] for state in PROBLEMS),
        skipped=states[DocumentState.SKIPPED],
        pending=states[DocumentState.PENDING],
    )


def _row(record: DocumentRecord, roots: Sequence[RootRecord]) -> DocumentRow:
    owners = [root.path for root in roots if root.is_folder and record.path.is_relative_to(root.path)]
    return DocumentRow(
        path=record.path,
        folder=max(owners, key=lambda path: len(path.parts), default=None),
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
