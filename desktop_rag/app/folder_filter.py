"""Decides what of a folder is left out: a person's rules, and what is never a document. Pure; any thread.

Paths are text relative to the folder, with “/” between their parts, as `.gitignore` has them.
"""

import os
import re
import sys
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from desktop_rag.domain.errors import InputError
from desktop_rag.domain.folder_rules import DEFAULT_MAX_BYTES, FileKind, FolderRules, kind_of

SKIPPED_FOLDERS = frozenset(
    {
        "node_modules",
        "bower_components",
        "site-packages",
        "__pycache__",
        "__macosx",
        "$recycle.bin",
        "system volume information",
        "lost+found",
        "@eadir",
        "#recycle",
    }
)
"""In lower case. The last two are made by network drives of their own accord."""
BUNDLE_SUFFIXES = (".photoslibrary", ".photolibrary", ".musiclibrary", ".tvlibrary", ".imovielibrary")
"""Folders that macOS shows as one file; what is in them is a program's own."""
SKIPPED_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
UNFINISHED_SUFFIXES = (".part", ".partial", ".crdownload", ".opdownload", ".download", ".tmp")
LEADING_MARKS = (".", "~$")
"""Hidden things, and the lock that Office puts beside an open file."""
FOLDER_MARKS = ("pyvenv.cfg", "conda-meta", "CACHEDIR.TAG")
"""What a folder holds that is an environment of Python, or says of itself that it is a cache
(https://bford.info/cachedir/)."""
LONGEST_PATTERN = 1_000
MOST_STARS = 8
"""In one pattern: each multiplies the time that a long name may take to match."""
UNCLEAR = re.compile(r"[\0\r\n]|\[[^\]]*(?:\[|--|&&|~~|\|\|)")
"""What no pattern holds, and sets of which Python's expressions may once make something else."""
ANY_CASE = sys.platform in ("win32", "darwin")
"""Where names differ by more than their case, patterns do too; Git holds it the same way."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    leaves_out: bool
    regex: re.Pattern[str]

    def says_of_file(self, relative: str) -> bool:
        match = self.regex.search(relative)
        return match is not None and match.groupdict().get("ps_d") is None

    def says_of_folder(self, relative: str) -> bool:
        """Of this very folder, not of one that it is in: those were decided before it was entered."""
        slashed = f"{relative}/"
        ends = (match.groupdict().get("ps_d") and match.end() for match in self.regex.finditer(slashed))
        return len(slashed) in ends or self.says_of_file(relative)


def _compiled(pattern: str) -> _Pattern | None:
    """None for blank lines and comments. Raises `InputError`."""
    if not pattern.strip() or pattern.startswith("#"):
        return None
    bad = InputError(
        f"The pattern “{pattern[:80]}” means nothing.",
        hint="Patterns are those of .gitignore, such as *.log or drafts/.",
    )
    too_much = len(pattern) > LONGEST_PATTERN or pattern.replace("**", "").count("*") > MOST_STARS
    if too_much or UNCLEAR.search(pattern):
        raise bad
    from pathspec import GitIgnoreSpec

    try:
        (compiled,) = GitIgnoreSpec.from_lines([pattern]).patterns
    except (ValueError, re.error) as error:
        raise bad from error
    if compiled.include is None or compiled.regex is None:
        raise bad
    regex = re.compile(compiled.regex.pattern, re.IGNORECASE) if ANY_CASE else compiled.regex
    return _Pattern(compiled.include, regex)


class FolderFilter:
    """What is taken of the folder `root`. Raises `InputError` for a pattern that means nothing.

    Git's own order holds: the last pattern that speaks of a path decides, and nothing below a folder that is
    left out is taken. GitIgnoreSpec decides by whole paths instead, so that “*”, “!*/”, “!*.pdf” leaves
    every folder out; only its expressions are used.
    """

    def __init__(self, root: Path, rules: FolderRules, avoid: Iterable[Path] = ()) -> None:
        compiled = (_compiled(pattern) for pattern in reversed(rules.ignore))
        self._patterns = [pattern for pattern in compiled if pattern is not None]
        self._kinds: Container[FileKind] | None = rules.kinds and frozenset(rules.kinds)
        self._max_bytes = rules.max_bytes if rules.max_bytes < DEFAULT_MAX_BYTES else None
        self.avoids = frozenset(
            path.relative_to(root).as_posix() for path in avoid if path != root and path.is_relative_to(root)
        )

    def takes_folder(self, relative: str, name: str) -> bool:
        if name.startswith(LEADING_MARKS) or relative in self.avoids:
            return False
        lower = name.lower()
        if lower in SKIPPED_FOLDERS or lower.endswith(BUNDLE_SUFFIXES):
            return False
        decided = (each.leaves_out for each in self._patterns if each.says_of_folder(relative))
        return not next(decided, False)

    def takes_file(self, relative: str, name: str) -> bool:
        """By its name alone; see `takes_size`."""
        if name.startswith(LEADING_MARKS) or relative in self.avoids:
            return False
        lower = name.lower()
        if lower in SKIPPED_FILES or lower.endswith(UNFINISHED_SUFFIXES):
            return False
        if self._kinds is not None and kind_of(PurePath(name)) not in self._kinds:
            return False
        decided = (each.leaves_out for each in self._patterns if each.says_of_file(relative))
        return not next(decided, False)

    def takes_size(self, size_bytes: int) -> bool:
        """Beyond the program's own limit a file is taken, and told to be too large when it is read."""
        return self._max_bytes is None or size_bytes <= self._max_bytes

    def takes_path(self, relative: str, is_folder: bool | None) -> bool:
        """The same for a path anywhere below, with all folders over it; None if its kind is not known."""
        *above, name = relative.split("/")
        for depth, folder in enumerate(above, 1):
            if not self.takes_folder("/".join(above[:depth]), folder):
                return False
        as_file = is_folder is not True and self.takes_file(relative, name)
        return as_file or (is_folder is not False and self.takes_folder(relative, name))


def is_no_folder_of_documents(folder: str, names: Container[str]) -> bool:
    """Whether what is in a folder tells that it is an environment, a cache or a program of macOS."""
    is_program = folder.lower().endswith(".app") and "Contents" in names
    return is_program or any(mark in names for mark in FOLDER_MARKS)


def relative_text(path: str, root: str) -> str | None:
    """`path` relative to `root` as the filter takes it; empty for the root itself, None if not below it."""
    prefix = root if root.endswith(os.sep) else root + os.sep
    if path == root:
        return ""
    return path[len(prefix) :].replace(os.sep, "/") if path.startswith(prefix) else None
