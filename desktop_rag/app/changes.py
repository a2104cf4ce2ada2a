"""Compares what is on disk with what the library knows; decides, changes nothing. Ingest lane's thread."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    locked: list[Path] = field(default_factory=list)
    """Folders that are there but may not be listed."""


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
    scans: Sequence[Scan],
    freshness: Freshness,
    sha256_of: Callable[[Path], bytes | None],
) -> Changes:
    """The changes that lead from `records` to the scanned files.

    `sha256_of` is asked only for new files that have the size of one that went away, to recognise a rename.
    """
    known = {record.path: record for record in records}
    files: dict[Path, FileStamp] = {}
    unreadable: set[Path] = set()
    for scan in scans:
        files.update(scan.files)
        unreadable.update(scan.unreadable)
    changes = Changes(locked=sorted({path for scan in scans for path in scan.locked}))
    gone: dict[Path, DocumentRecord] = {}
    for record in (record for path, record in known.items() if path not in files):
        if unreadable.isdisjoint((record.path, *record.path.parents)):
            gone[record.path] = record
        elif record.passages or record.state not in SETTLED:
            changes.unavailable.append(record.path)
    new = {path: stamp for path, stamp in files.items() if path not in known}
    for path, record in _renamed(new, gone.values(), sha256_of).items():
        del gone[record.path]
        changes.moved.append((record.path, path, files[path]))
        known[path] = replace(record, path=path, stamp=files[path])
    changes.gone.extend(gone)
    for path, stamp in files.items():
        _consider(changes, path, stamp, known.get(path), freshness)
    return changes


def _consider(
    changes: Changes, path: Path, stamp: FileStamp, record: DocumentRecord | None, freshness: Freshness
) -> None:
    if record is None:
        changes.to_read.append(FileToRead(path, stamp))
    elif not freshness.settles(record, stamp):
        is_good = record.passages > 0 and freshness.reading_is_good(record)
        changes.to_read.append(FileToRead(record.path, stamp, record.sha256 if is_good else None))
    elif record.state is DocumentState.UNAVAILABLE:
        changes.available_again.append(record.path)


def _renamed(
    new: Mapping[Path, FileStamp],
    gone: Iterable[DocumentRecord],
    sha256_of: Callable[[Path], bytes | None],
) -> dict[Path, DocumentRecord]:
    """New files that hold what a document that went away held, each with another such document."""
    lost: defaultdict[tuple[int, bytes | None], list[DocumentRecord]] = defaultdict(list)
    for record in gone:
        if record.passages:
            lost[record.stamp.size_bytes, record.sha256].append(record)
    sizes = {size for size, _sha256 in lost}
    renamed: dict[Path, DocumentRecord] = {}
    for path, stamp in new.items():
        alike = lost.get((stamp.size_bytes, sha256_of(path))) if stamp.size_bytes in sizes else None
        if alike:
            renamed[path] = alike.pop()
    return renamed
