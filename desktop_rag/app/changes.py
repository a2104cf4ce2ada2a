"""Compares what is on disk with what the library knows; decides, changes nothing. Ingest lane's thread."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from desktop_rag.app.reading import FileToRead
from desktop_rag.app.scan import Scan
from desktop_rag.domain.documents import DocumentState
from desktop_rag.store.records import DocumentRecord, FileStamp

SETTLED = (DocumentState.READY, DocumentState.FAILED, DocumentState.QUARANTINED, DocumentState.SKIPPED)


@dataclass(slots=True)
class Changes:
    """What has to happen so that the library agrees with the disk."""

    to_read: list[FileToRead] = field(default_factory=list)
    moved: list[tuple[Path, Path, FileStamp]] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    unavailable: list[Path] = field(default_factory=list)
    available_again: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Freshness:
    """What a document must match to be left as it is."""

    parser_version: int
    lacking_vectors: frozenset[int]

    def settles(self, record: DocumentRecord, stamp: FileStamp) -> bool:
        """Whether nothing about the file or the program changed since the document was read."""
        known = record.state in SETTLED or (record.state is DocumentState.UNAVAILABLE and record.passages > 0)
        return known and record.stamp == stamp and self.reading_is_good(record)

    def reading_is_good(self, record: DocumentRecord) -> bool:
        return record.parser_version == self.parser_version and record.id not in self.lacking_vectors


def compare(
    records: Iterable[DocumentRecord],
    scans: Iterable[Scan],
    freshness: Freshness,
    sha256_of: Callable[[Path], bytes | None],
) -> Changes:
    """The changes that lead from `records` to the scanned files.

    `sha256_of` is asked only for new files that have the size of one that went away, to recognise a rename.
    """
    known = {record.path: record for record in records}
    files: dict[Path, FileStamp] = {}
    unreadable: list[Path] = []
    for scan in scans:
        files.update(scan.files)
        unreadable.extend(scan.unreadable)
    changes = Changes()
    for path, stamp in files.items():
        _consider(changes, path, stamp, known.get(path), freshness)
    missing = [record for path, record in known.items() if path not in files]
    for record in missing:
        hidden = any(record.path.is_relative_to(folder) for folder in unreadable)
        (changes.unavailable if hidden else changes.gone).append(record.path)
    _recognise_renames(changes, {path: known[path] for path in changes.gone}, known, sha256_of)
    return changes


def _consider(
    changes: Changes, path: Path, stamp: FileStamp, record: DocumentRecord | None, freshness: Freshness
) -> None:
    if record is None:
        changes.to_read.append(FileToRead(path, stamp))
    elif not freshness.settles(record, stamp):
        is_good = record.passages > 0 and freshness.reading_is_good(record)
        changes.to_read.append(FileToRead(path, stamp, record.sha256 if is_good else None))
    elif record.state is DocumentState.UNAVAILABLE:
        changes.available_again.append(path)


def _recognise_renames(
    changes: Changes,
    gone: dict[Path, DocumentRecord],
    known: dict[Path, DocumentRecord],
    sha256_of: Callable[[Path], bytes | None],
) -> None:
    candidates = {
        (record.stamp.size_bytes, record.sha256): record for record in gone.values() if record.passages
    }
    sizes = {size for size, _sha256 in candidates}
    for file in list(changes.to_read):
        if file.path in known or file.stamp.size_bytes not in sizes:
            continue
        record = candidates.pop((file.stamp.size_bytes, sha256_of(file.path)), None)
        if record:
            changes.moved.append((record.path, file.path, file.stamp))
            changes.to_read.remove(file)
            changes.gone.remove(record.path)
