"""Guesses where the files of a folder that is not there any more may be now. Ingest lane's thread.

Only names and sizes are looked at, of a few of the files, in likely places: where drives are mounted, in the
person's own folder, and beside where it was.
"""

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from desktop_rag.store.records import DocumentRecord

SAMPLE = 20
LEAST_SHARE = 0.6
MOST_BESIDE = 200
MOST_FOUND = 3
_MOUNTED_BELOW = ("/media", "/run/media", "/mnt", "/Volumes")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A folder or file, and which share (0–1) of some files of the old place it has, by name and size."""

    path: Path
    share: float


def whereabouts(
    root: Path, documents: Sequence[DocumentRecord], check: Callable[[], None]
) -> tuple[Whereabouts, ...]:
    """The likeliest places first, at most three; nothing when no place holds most of the files.

    `documents` are those at or below `root`. `check` is called now and then, and ends this by raising.
    """
    sample = [
        (record.path.relative_to(root), record.stamp.size_bytes)
        for record in documents[:: max(1, len(documents) // SAMPLE)][:SAMPLE]
        if record.passages
    ]
    found: dict[Path, float] = {}
    for path in dict.fromkeys(_likely(root)) if sample else ():
        check()
        share = sum(_has_size(path / part, size) for part, size in sample) / len(sample)
        if path != root and share >= LEAST_SHARE:
            found[path] = share
    best = sorted(found, key=lambda path: -found[path])[:MOST_FOUND]
    return tuple(Whereabouts(path, found[path]) for path in best)


def _likely(root: Path) -> Iterator[Path]:
    """The last parts of the path, as many as there may be, below each place."""
    parts = root.parts[1:]
    for place in (*_drives(), Path.home(), *_existing_parents(root)):
        for begin in range(len(parts)):
            yield place.joinpath(*parts[begin:])
        yield place
    for parent in itertools.islice(_existing_parents(root), 1):
        yield from _folders_in(parent)


def _existing_parents(root: Path) -> Iterator[Path]:
    return (parent for parent in root.parents if parent.is_dir())


def _drives() -> Iterator[Path]:
    """Network drives are left out: one that hangs would hold everything up."""
    for partition in psutil.disk_partitions(all=False):
        yield Path(partition.mountpoint)
    for name in _MOUNTED_BELOW if os.name == "posix" else ():
        for folder in _folders_in(Path(name)):
            yield folder
            yield from _folders_in(folder)  # /media/ada/stick


def _folders_in(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            yield from [
                Path(entry.path) for entry in itertools.islice(entries, MOST_BESIDE) if entry.is_dir()
            ]
    except OSError:
        return


def _has_size(path: Path, size_bytes: int) -> bool:
    try:
        return path.stat().st_size == size_bytes
    except (OSError, ValueError):
        return False
