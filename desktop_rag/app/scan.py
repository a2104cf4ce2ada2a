"""Lists the files below folders, cheaply and without following loops. Ingest lane's thread."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop_rag.domain.errors import PathMissing, PathUnreadable
from desktop_rag.store.records import FileStamp

SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "$RECYCLE.BIN", "System Volume Information"})
OFFICE_LOCK = "~$"
LATEST_NS = 2**63 - 1
"""What SQLite can hold: a file may claim to be from the year 2300, some nanoseconds beyond."""


@dataclass(slots=True)
class Scan:
    """What was seen. Nothing may be concluded about what lies below `unreadable`."""

    files: dict[Path, FileStamp] = field(default_factory=dict)
    unreadable: list[Path] = field(default_factory=list)
    locked: list[Path] = field(default_factory=list)
    """Of those, the folders below the scanned one that are there but may not be listed."""


def check_path(path: Path) -> bool:
    """Whether `path` is a folder (True) or a file (False). Raises `PathMissing` or `PathUnreadable`."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PathMissing(f"There is no file or folder “{path}”.") from error
    except (OSError, ValueError) as error:
        raise PathUnreadable(f"“{path}” cannot be opened.", detail=str(error)) from error
    if stat.S_ISDIR(mode):
        if not os.access(path, os.R_OK | os.X_OK):
            raise PathUnreadable(f"The folder “{path}” may not be read.")
        return True
    if not stat.S_ISREG(mode):
        raise PathUnreadable(f"“{path}” is not a file or folder.", hint="Choose a document or a folder.")
    return False


def stamp_of(status: os.stat_result) -> FileStamp:
    return FileStamp(status.st_size, max(-LATEST_NS, min(status.st_mtime_ns, LATEST_NS)))


def scan(
    path: Path, is_folder: bool, avoid: frozenset[Path], check: Callable[[], None] = lambda: None
) -> Scan:
    """All regular files at or below `path`, except hidden ones, caches, and what is in `avoid`.

    Links to folders are not followed, so loops cannot trap it; links to files are. `check` is called now
    and then, and ends the scan by raising.
    """
    found = Scan()
    if not is_folder:
        _take_file(found, path)
        return found
    waiting = [path]
    while waiting:
        check()
        waiting.extend(_list_folder(waiting.pop(), found, avoid))
    return found


def _list_folder(folder: Path, found: Scan, avoid: frozenset[Path]) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name, reverse=True)
    except PermissionError:
        found.unreadable.append(folder)
        found.locked.append(folder)
        return
    except OSError:
        found.unreadable.append(folder)
        return
    for entry in listed:
        path = folder / entry.name
        if entry.name.startswith((".", OFFICE_LOCK)) or path in avoid:
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in SKIPPED_FOLDERS:
                yield path
        else:
            _take_file(found, path)


def _take_file(found: Scan, path: Path) -> None:
    try:
        status = path.stat()
    except FileNotFoundError:
        if path.is_symlink():  # what it leads to may be on a drive that is away
            found.unreadable.append(path)
        return
    except OSError:
        found.unreadable.append(path)
        return
    if stat.S_ISREG(status.st_mode):
        found.files[path] = stamp_of(status)
