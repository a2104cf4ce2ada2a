"""Finds out how what is on disk differs from what the library knows. Ingest lane's thread."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop_rag.app.changes import Changes, Freshness, compare
from desktop_rag.app.embedding import Embedding
from desktop_rag.app.file_looks import FileLooks
from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.patience import HangGuard, scan_root_patiently
from desktop_rag.app.scan import Scan
from desktop_rag.domain.documents import PARSER_VERSION
from desktop_rag.domain.errors import DocumentUnreadable
from desktop_rag.domain.scopes import is_within
from desktop_rag.store.library import Library
from desktop_rag.store.records import DocumentRecord
from desktop_rag.store.roots import RootStore


class FolderCheck:
    """Changes nothing but the notes on what was seen of each root."""

    def __init__(self, roots: RootStore, library: Library, embedding: Embedding, folder: Path) -> None:
        self._roots = roots
        self._library = library
        self._embedding = embedding
        self._folder = folder
        self._guard = HangGuard()
        self._looks = FileLooks()

    def everything(self, paths: Sequence[Path], cancel: CancelToken) -> Changes:
        """All that changed at or below these roots.

        A root below another is looked at as itself: it may be hidden from the outer one, or on a drive of its
        own that is away. One around them may read what they leave out.
        """
        wanted, avoid = frozenset(paths), self._roots.out_of_bounds(self._folder)
        records: dict[Path, DocumentRecord] = {}
        scans: list[Scan] = []
        for root in self._roots.all():
            if not is_within(root.path, wanted):
                if below := _below(root.path, paths):
                    scans.append(scan_root_patiently(self._guard, root, avoid, True, cancel, below))
                continue
            known = self._library.documents((root.path,))
            records.update((record.path, record) for record in known)
            found = scan_root_patiently(self._guard, root, avoid, bool(known), cancel)
            scans.append(found)
            if root.path not in found.unreadable:
                self._roots.note_seen(root.path, found.ignored, found.identity)
        return self._compare(records, scans, cancel)

    def some(self, paths: Sequence[Path], cancel: CancelToken) -> Changes:
        """All that changed at or below these files and folders, which may be gone by now."""
        avoid = self._roots.out_of_bounds(self._folder)
        records: dict[Path, DocumentRecord] = {}
        scans: list[Scan] = []
        for root in self._roots.all():
            below = _below(root.path, paths)
            if below:
                known = self._library.documents(tuple(below))
                records.update((record.path, record) for record in known)
                scans.append(scan_root_patiently(self._guard, root, avoid, True, cancel, below))
        return self._compare(records, scans, cancel)

    def _compare(
        self, records: Mapping[Path, DocumentRecord], scans: Sequence[Scan], cancel: CancelToken
    ) -> Changes:
        return compare(records.values(), scans, self._freshness(), lambda path: self._sha256(path, cancel))

    def _sha256(self, path: Path, cancel: CancelToken) -> bytes | None:
        try:
            return self._looks.sha256(path, cancel)
        except DocumentUnreadable:
            return None

    def _freshness(self) -> Freshness:
        vectors = self._embedding.vectors
        lacking = vectors.documents_without(self._embedding.in_use().id)
        return Freshness(PARSER_VERSION, frozenset(lacking))


def _below(root: Path, paths: Sequence[Path]) -> list[Path]:
    """Those of the paths that lie in `root`, or `root` itself if it lies in one of them."""
    if any(root.is_relative_to(path) for path in paths):
        return [root]
    return [path for path in paths if path.is_relative_to(root)]
