"""Lists the files below folders, cheaply and without following loops. Ingest lane's thread, or one of
`patience` for drives that may hang."""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop_rag.app.folder_filter import (
    FOLDER_MARKS,
    FolderFilter,
    is_no_folder_of_documents,
    relative_text,
)
from desktop_rag.domain.errors import InputError, PathMissing, PathUnreadable
from desktop_rag.domain.folder_rules import FolderRules
from desktop_rag.store.records import FileStamp

LATEST_NS = 2**63 - 1
"""What SQLite can hold: a file may claim to be from the year 2300, some nanoseconds beyond."""
CHECK_EVERY = 500
"""Entries of one folder."""
HAS_HIDING_MARKS = sys.platform in ("win32", "darwin")
JUNCTION = 0xA0000003
"""Windows' `IO_REPARSE_TAG_MOUNT_POINT`: a link to a folder that Python before 3.12 takes for the folder."""
MOST_PATTERNS = 1_000
ALL = FolderRules()


@dataclass(slots=True)
class Scan:
    """What was seen. Nothing may be concluded about what lies below `unreadable`."""

    files: dict[Path, FileStamp] = field(default_factory=dict)
    unreadable: list[Path] = field(default_factory=list)
    locked: list[Path] = field(default_factory=list)
    """Of those, the folders below the scanned one that are there but may not be listed."""
    ignored: int = 0
    """Files that were seen and left out, by a person's rules or as what is never a document."""
    ignored_folders: int = 0
    """Folders that were not looked into, so that their files are counted nowhere."""
    is_bare: bool = False
    """The scanned folder holds nothing at all, like a mount point whose drive is away."""
    identity: str = ""
    """That of the scanned root itself, see `identity_of`."""


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


def identity_of(path: Path) -> str:
    """What tells a folder from another one of the same name; empty if that cannot be said."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_dev}:{status.st_ino}" if status.st_ino else ""


def was_deleted(path: Path, identity: str) -> bool:
    """Whether a file is gone though the drive that it was on is there; `identity` as it was seen last."""
    drive, _, _ = identity_of(path.parent).partition(":")
    return bool(drive) and identity.startswith(f"{drive}:") and not os.path.lexists(path)


def stamp_of(status: os.stat_result) -> FileStamp:
    return FileStamp(status.st_size, max(-LATEST_NS, min(status.st_mtime_ns, LATEST_NS)))


def check_rules(rules: FolderRules) -> None:
    """Raises `InputError` for a pattern that means nothing, and for rules that leave no file over."""
    if len(rules.ignore) > MOST_PATTERNS:
        raise InputError(f"There are more than {MOST_PATTERNS} patterns.", hint="Use fewer patterns.")
    if rules.kinds is not None and not rules.kinds:
        raise InputError("No kind of file is chosen.", hint="Choose at least one kind of file.")
    if rules.max_bytes < 1:
        raise InputError("The size limit leaves no file over.", hint="Choose a larger limit.")
    FolderFilter(Path(), rules)


def scan(
    path: Path,
    is_folder: bool,
    avoid: frozenset[Path],
    check: Callable[[], None] = lambda: None,
    rules: FolderRules = ALL,
) -> Scan:
    """All regular files at or below `path`, except what `rules` or the defaults leave out or is in `avoid`.

    Links to folders are not followed, so loops cannot trap it; links to files are. A single file is taken
    whatever the rules say. `check` is called now and then, and ends the scan by raising.
    """
    found = Scan()
    if is_folder:
        _Look(found, path, FolderFilter(path, rules, avoid), check).through(str(path))
    elif status := _status(found, str(path)):
        found.files[path] = stamp_of(status)
    return found


def scan_some(
    root: Path,
    paths: Iterable[Path],
    avoid: frozenset[Path],
    check: Callable[[], None] = lambda: None,
    rules: FolderRules = ALL,
) -> Scan:
    """What `scan` finds of the folder `root` at or below `paths`, some of which may be gone by now.

    Whatever else is known at or below `paths` is not there any more, unless it is below `unreadable`. Paths
    outside `root` are passed over. The counts are of what was looked at, not of the whole root.
    """
    found = Scan()
    look = _Look(found, root, FolderFilter(root, rules, avoid), check)
    try:
        with os.scandir(root) as entries:
            found.is_bare = next(entries, None) is None
    except OSError:
        found.unreadable.append(root)
        return found
    for path in _outermost(paths):
        look.at(str(path))
    return found


def _outermost(paths: Iterable[Path]) -> Iterator[Path]:
    wanted = frozenset(paths)
    for path in sorted(wanted):
        if wanted.isdisjoint(path.parents):
            yield path


class _Look:
    """Goes through one root. Paths are text here: a `Path` costs more than asking the disk does."""

    def __init__(self, found: Scan, root: Path, takes: FolderFilter, check: Callable[[], None]) -> None:
        self._found = found
        self._root = str(root)
        self._takes = takes
        self._check = check
        self._seen = 0

    def through(self, folder: str) -> None:
        waiting = [folder]
        while waiting:
            self._check()
            waiting.extend(reversed(self._list(waiting.pop())))

    def at(self, path: str) -> None:
        """One place below the root, if the way to it is open."""
        self._check()
        relative = relative_text(path, self._root)
        if relative == "":
            self.through(path)
        elif relative is not None and self._is_open(relative):
            self._take_place(path, relative)

    def _is_open(self, relative: str) -> bool:
        above = relative.split("/")[:-1]
        for depth, name in enumerate(above, 1):
            part = "/".join(above[:depth])
            folder = os.path.join(self._root, *above[:depth])
            if not self._takes.takes_folder(part, name) or os.path.islink(folder):
                return False
            marks = {mark for mark in (*FOLDER_MARKS, "Contents") if os.path.lexists(f"{folder}/{mark}")}
            if is_no_folder_of_documents(folder, marks):
                return False
        return True

    def _take_place(self, path: str, relative: str) -> None:
        try:
            status = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return
        except (OSError, ValueError):
            self._found.unreadable.append(Path(path))
            return
        name = os.path.basename(path)
        if not stat.S_ISDIR(status.st_mode):
            self._take_file(path, relative, name)
        elif _is_left_out_by_system(status) or not self._takes.takes_folder(relative, name):
            self._found.ignored_folders += 1
        else:
            self.through(path)

    def _list(self, folder: str) -> list[str]:
        """Takes the files of a folder, and returns the folders in it that are to be looked into."""
        try:
            with os.scandir(folder) as entries:
                listed = {entry.name: entry for entry in self._counted(entries)}
        except OSError as error:
            self._found.unreadable.append(Path(folder))
            if isinstance(error, PermissionError):
                self._found.locked.append(Path(folder))
            return []
        if folder == self._root:
            self._found.is_bare = not listed
        elif is_no_folder_of_documents(folder, listed):
            self._found.ignored_folders += 1
            return []
        prefix = relative_text(folder, self._root)
        prefix = f"{prefix}/" if prefix else ""
        names = sorted(listed)
        return [listed[name].path for name in names if self._is_to_enter(listed[name], prefix + name)]

    def _counted(self, entries: Iterator["os.DirEntry[str]"]) -> Iterator["os.DirEntry[str]"]:
        for entry in entries:
            self._seen += 1
            if self._seen % CHECK_EVERY == 0:
                self._check()
            yield entry

    def _is_to_enter(self, entry: "os.DirEntry[str]", relative: str) -> bool:
        """Whether it is a folder to look into. A file is taken on the way."""
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
            hidden = HAS_HIDING_MARKS and _is_left_out_by_system(entry.stat(follow_symlinks=False))
        except OSError:
            self._found.unreadable.append(Path(entry.path))
            return False
        if is_folder:
            takes = not hidden and self._takes.takes_folder(relative, entry.name)
            self._found.ignored_folders += not takes
            return takes
        if hidden:
            self._found.ignored += 1
        else:
            self._take_file(entry, relative, entry.name)
        return False

    def _take_file(self, file: "os.DirEntry[str] | str", relative: str, name: str) -> None:
        takes = self._takes.takes_file(relative, name)
        status = _status(self._found, file)
        if status is None:
            return
        if takes and self._takes.takes_size(status.st_size):
            self._found.files[Path(file)] = stamp_of(status)
        else:
            self._found.ignored += 1


def _status(found: Scan, file: "os.DirEntry[str] | str") -> os.stat_result | None:
    """That of a regular file, through links; of anything else None."""
    try:
        status = os.stat(file)
    except FileNotFoundError:
        if os.path.islink(file):  # what it leads to may be on a drive that is away
            found.unreadable.append(Path(file))
        return None
    except (OSError, ValueError):
        found.unreadable.append(Path(file))
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _is_left_out_by_system(status: os.stat_result) -> bool:
    """What Windows or macOS hides, and links to folders in the way of Windows."""
    hidden_on_windows = getattr(status, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN
    hidden_on_macos = getattr(status, "st_flags", 0) & stat.UF_HIDDEN
    return bool(hidden_on_windows or hidden_on_macos) or getattr(status, "st_reparse_tag", 0) == JUNCTION
