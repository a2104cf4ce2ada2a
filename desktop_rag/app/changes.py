"""Compares what is on disk with what the library knows; decides, changes nothing. Ingest lane's thread."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_rag.app.reading import LOOK_AGAIN_NS, FileToRead
from desktop_rag.app.scan import Scan
from desktop_rag.domain.documents import DocumentState
from desktop_rag.store.records import DocumentRecord, FileStamp

SETTLED = (
    DocumentState.READY,
    DocumentState.FAILED,
    DocumentState.QUARANTINED,
    DocumentState.SKIPPED,
    DocumentState.SCANNED,
)


@dataclass(slots=True)
class Changes:
    """What has to happen so that the library agrees with the disk."""

    to_read: list[FileToRead] = field(default_factory=list)
    moved: list[tuple[Path, Path, FileStamp]] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    unavailable: list[Path] = field(default_factory=list)
    available_again: list[Path] = field(default_factory=list)
    as_before: list[tuple[DocumentRecord, FileStamp]] = field(default_factory=list)
    """Without passages, and by their content just what was read; only their stamp is new."""
    locked: list[Path] = field(default_factory=list)
    """Folders that are there but may not be listed."""

    def leave(self, in_hand: Collection[Path]) -> set[Path]:
        """Takes out what has to do with these documents, which are being read; the files to look at later."""
        later = {file.path for file in self.to_read if file.path in in_hand}
        later.update(path for path in (*self.gone, *self.unavailable) if path in in_hand)
        for old, new, _stamp in self.moved:
            if old in in_hand or new in in_hand:
                later |= {old, new}
        self.to_read = [file for file in self.to_read if file.path not in later]
        self.gone = [path for path in self.gone if path not in later]
        self.unavailable = [path for path in self.unavailable if path not in later]
        self.moved = [move for move in self.moved if move[0] not in later]
        return later


@dataclass(frozen=True, slots=True)
class Freshness:
    """What a document must match to be left as it is."""

    parser_version: int
    lacking_vectors: frozenset[int]

    def settles(self, record: DocumentRecord, stamp: FileStamp) -> bool:
        """Whether nothing about the file or the program changed since the document was read.

        A stamp kept with `LOOK_AGAIN_NS` says nothing, also not of a file that claims just that time.
        """
        known = record.state in SETTLED or (record.state is DocumentState.UNAVAILABLE and record.passages > 0)
        is_same = record.stamp == stamp and stamp.mtime_ns != LOOK_AGAIN_NS
        return known and is_same and self.reading_is_good(record)

    def reading_is_good(self, record: DocumentRecord) -> bool:
        return record.parser_version == self.parser_version and record.id not in self.lacking_vectors


def compare(
    records: Iterable[DocumentRecord],
    scans: Sequence[Scan],
    freshness: Freshness,
    sha256_of: Callable[[Path], bytes | None],
) -> Changes:
    """The changes that lead from `records` to the scanned files.

    `sha256_of` is asked only for new files that have the size of one that went away, to recognise a rename,
    and for files that could not be used when they were fresh.
    """
    known = {record.path: record for record in records}
    files: dict[Path, FileStamp] = {}
    unreadable: set[Path] = set()
    for scan in scans:
        files.update(scan.files)
        unreadable.update(scan.unreadable)
    changes = Changes(locked=sorted({path for scan in scans for path in scan.locked}))
    gone: dict[Path, DocumentRecord] = {}
    is_out_of_sight = _below(unreadable)
    for record in (record for path, record in known.items() if path not in files):
        if not is_out_of_sight(record.path):
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
        before = known.get(path)
        if before is not None and _is_as_before(before, stamp, freshness, sha256_of):
            changes.as_before.append((before, stamp))
        else:
            _consider(changes, path, stamp, before, freshness)
    return changes


def _is_as_before(
    record: DocumentRecord,
    stamp: FileStamp,
    freshness: Freshness,
    sha256_of: Callable[[Path], bytes | None],
) -> bool:
    """Whether a file that was fresh when it was tried is not worth another try, as one that ended the parser:
    its content is what it was."""
    was_fresh = record.stamp == FileStamp(stamp.size_bytes, LOOK_AGAIN_NS)
    if not was_fresh or record.passages or record.sha256 is None or record.state not in SETTLED:
        return False
    return freshness.reading_is_good(record) and sha256_of(record.path) == record.sha256


def _below(places: set[Path]) -> Callable[[Path], bool]:
    """Whether a path is one of `places` or below one; asked once for each folder, since paths are slow."""
    known: dict[Path, bool] = {}

    def is_below(path: Path) -> bool:
        if not places or path in places:
            return bool(places)
        folder = path.parent
        if folder not in known:
            known[folder] = not places.isdisjoint((folder, *folder.parents))
        return known[folder]

    return is_below


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
        if record.passages or record.scans_left:
            lost[record.stamp.size_bytes, record.sha256].append(record)
    sizes = {size for size, _sha256 in lost}
    renamed: dict[Path, DocumentRecord] = {}
    for path, stamp in new.items():
        alike = lost.get((stamp.size_bytes, sha256_of(path))) if stamp.size_bytes in sizes else None
        if alike:
            renamed[path] = alike.pop()
    return renamed
