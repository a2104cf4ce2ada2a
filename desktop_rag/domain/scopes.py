"""Where to search: everything, a folder, a file, or a chosen set of them; pure. Any process and thread."""

from collections.abc import Collection, Iterable
from pathlib import Path

from desktop_rag.domain.display import display_name, display_path

Scope = tuple[Path, ...]
"""What is at or below any of these paths; none of them stands for everything."""

EVERYWHERE: Scope = ()


def normalised(paths: Iterable[Path]) -> Scope:
    """The same places in order and once each, without those that lie below another."""
    places = set(paths)
    folders = {path: path.parent for path in places}
    covered = {folder: is_within(folder, places) for folder in set(folders.values())}
    kept = (path for path, folder in folders.items() if path == folder or not covered[folder])
    return tuple(sorted(kept, key=str))


def without(scope: Scope, removed: Iterable[Path]) -> Scope:
    """What is left of a scope when these places are gone; `EVERYWHERE` when nothing is."""
    gone = set(removed)
    return tuple(path for path in scope if not is_within(path, gone))


def is_within(path: Path, places: Collection[Path]) -> bool:
    """Whether `path` is one of `places` or below one; quick for thousands of them in a set."""
    return any(place in places for place in (path, *path.parents))


def scope_words(scope: Scope, most: int = 1) -> str:
    """ "“Benefits”", or "“Benefits” and 2 more", with at most so many names: to stand within a sentence."""
    if not scope:
        return "everything"
    *names, last = [f"“{display_name(path)}”" for path in scope[:most]]
    if left := len(scope) - most if len(scope) > most else 0:
        names, last = [*names, last], f"{left:,} more"
    return f"{', '.join(names)} and {last}" if names else last


def short_words(scope: Scope) -> str:
    """ "Benefits", or "3 places": to stand for a scope where there is little room."""
    return f"{len(scope):,} places" if len(scope) > 1 else display_name(scope[0]) if scope else "everything"


def listed(scope: Scope, most: int) -> list[str]:
    """The whole paths, a line each, at most so many of them and then how many more there are."""
    paths = [display_path(path) for path in scope[:most]]
    return [*paths, f"and {len(scope) - most:,} more"] if len(scope) > most else paths
