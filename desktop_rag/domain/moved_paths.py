"""Paths whose files were moved, and paths that another system wrote; pure text, any process and thread.

A library may have been made on another system: stored paths are then spelled so that they are absolute here,
have the same parts, and lead nowhere until they are relocated: `C:\\Users\\ada` is `/C:/Users/ada` on Linux,
and `/home/ada` is `C:\\home\\ada` on Windows.
"""

import re
from dataclasses import dataclass

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_DRIVE_HERE = re.compile(r"/[A-Za-z]:(/|$)")
_LONG = "\\\\?\\"
_LONG_SHARE = "\\\\?\\UNC\\"
_SYSTEM_DRIVE = "C:"


def is_foreign(path: str, windows: bool) -> bool:
    """Whether an absolute path was written by the other kind of system than the one that is asked about."""
    if windows:
        return path.startswith("/")
    return bool(_DRIVE.match(path)) or path.startswith("\\\\")


def spelled_here(path: str, windows: bool) -> str:
    """A path of either kind of system, absolute, as it is spelled on this one. Paths of its own stay."""
    if not is_foreign(path, windows):
        return path
    return _on_windows(path) if windows else _on_posix(path)


def _on_posix(path: str) -> str:
    path = path.removeprefix(_LONG_SHARE)
    path = path.removeprefix(_LONG).replace("\\", "/").strip("/")
    return f"/{path}"


def _on_windows(path: str) -> str:
    """Bytes that are no text, and backslashes in names, cannot be here: they are written as `%E9`."""
    escaped = "".join(_escaped(character) for character in path).replace("/", "\\")
    if _DRIVE_HERE.match(path):  # it came from Windows before
        return escaped[1:] if len(escaped) > len("\\C:") else f"{escaped[1:]}\\"
    return _SYSTEM_DRIVE + escaped


def _escaped(character: str) -> str:
    if 0xDC80 <= ord(character) <= 0xDCFF:
        return f"%{ord(character) - 0xDC00:02X}"
    return "%5C" if character == "\\" else character


@dataclass(frozen=True, slots=True)
class PathMove:
    """Everything at or below `old` is now at or below `new`; both absolute and spelled as on this system."""

    old: str
    new: str
    windows: bool = False

    def moved(self, path: str) -> str | None:
        """Where `path` is now, or None when it is not at or below `old`; `/a/bc` is not below `/a/b`."""
        separator = "\\" if self.windows else "/"
        if self._same(path, self.old):
            return self.new
        prefix = self.old.rstrip(separator) + separator
        if not self._same(path[: len(prefix)], prefix):
            return None
        rest = path[len(prefix) :]
        return self.new.rstrip(separator) + separator + rest if rest else self.new

    def _same(self, one: str, other: str) -> bool:
        """Windows takes names in capitals for the same, also names that it wrote and that are here now."""
        if self.windows or _DRIVE_HERE.match(self.old):
            return one.lower() == other.lower()
        return one == other


@dataclass(frozen=True, slots=True)
class Relocated:
    """`merged` documents were there twice and are kept once; `missing` files are not at their new place;
    `answers` are those whose sources or scope changed."""

    moved: int
    merged: int = 0
    missing: int = 0
    roots: int = 0
    answers: int = 0
