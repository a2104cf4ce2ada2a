"""Which program a Linux desktop opens a kind of file with. Any lane's thread.

It is in files that freedesktop.org's "Association between MIME types and applications" and "Desktop Entry
Specification" describe.
"""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

ASKING_S = 2.0
MOST_BYTES = 1024 * 1024
_ESCAPES = (("\\\\", "\0"), ("\\s", " "), ("\\n", "\n"), ("\\t", "\t"), ("\\r", "\r"), ("\0", "\\"))
_DOLLAR_OR_TICK = re.compile(r"(\\\\)|\\([$`])")
"""What the specification has escaped in quotes and `shlex` leaves as it is; behind a backslash it is none."""
_DROPPED = frozenset({"%i", "%d", "%D", "%n", "%N", "%v", "%m"})
Groups = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class DesktopEntry:
    """`words` are the command's, with %f, %F, %u or %U where the file goes."""

    name: str
    words: tuple[str, ...]


def default_entry(mime: str, environment: Mapping[str, str], home: Path) -> DesktopEntry | None:
    """The program that opens files of this kind; None where none is told, is there and has a window."""
    folders = Folders.of(environment, home)
    seen: set[str] = set()
    for entry_id in chain(_told(mime, folders), _asked(mime, environment)):
        if entry_id not in seen and (path := folders.entry(entry_id)):
            seen.add(entry_id)
            groups = read_groups(path)
            if _runs(groups.get("Desktop Entry", {}), folders.path):
                return _entry(groups["Desktop Entry"], path, folders.language)
    return None


@dataclass(frozen=True, slots=True)
class Folders:
    """Where associations and programs' entries are, in the order in which they count."""

    config: tuple[Path, ...]
    data: tuple[Path, ...]
    desktops: tuple[str, ...]
    path: str
    language: str

    @classmethod
    def of(cls, environment: Mapping[str, str], home: Path) -> "Folders":
        def folders(own: str, usual: Path, shared: str, usual_shared: str) -> tuple[Path, ...]:
            mine = environment.get(own) or str(usual)
            return tuple(map(Path, [mine, *(environment.get(shared) or usual_shared).split(":")]))

        names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        return cls(
            folders("XDG_CONFIG_HOME", home / ".config", "XDG_CONFIG_DIRS", "/etc/xdg"),
            folders("XDG_DATA_HOME", home / ".local/share", "XDG_DATA_DIRS", "/usr/local/share:/usr/share"),
            tuple(name.lower() for name in environment.get("XDG_CURRENT_DESKTOP", "").split(":") if name),
            environment.get("PATH", ""),
            next((name for name in names if name), "").partition(".")[0],
        )

    def lists(self) -> Iterator[Path]:
        """Every file of associations that there may be."""
        for folder in (*self.config, *(data / "applications" for data in self.data)):
            for desktop in self.desktops:
                yield folder / f"{desktop}-mimeapps.list"
            yield folder / "mimeapps.list"

    def entry(self, entry_id: str) -> Path | None:
        """The file of a program; each dash of its id may stand for a folder."""
        if "/" in entry_id or not entry_id.endswith(".desktop"):
            return None
        names = [entry_id.replace("-", "/", dashes) for dashes in range(entry_id.count("-") + 1)]
        places = (data / "applications" / name for data in self.data for name in names)
        return next((place for place in places if place.is_file()), None)


def read_groups(path: Path) -> Groups:
    """The groups of a file of keys and values; nothing of one that cannot be read."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return {}
    groups: Groups = {}
    group: dict[str, str] = {}
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            group = groups.setdefault(line[1:-1], {})
        elif "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            group.setdefault(key.strip(), value.strip())
    return groups


def _told(mime: str, folders: Folders) -> Iterator[str]:
    """Ids of programs by the files: what was chosen, then what can open it."""
    lists = [read_groups(path) for path in folders.lists()]
    for group in ("Default Applications", "Added Associations"):
        for groups in lists:
            yield from _ids(groups.get(group, {}).get(mime, ""))
    for data in folders.data:
        cache = read_groups(data / "applications" / "mimeinfo.cache")
        yield from _ids(cache.get("MIME Cache", {}).get(mime, ""))


def _asked(mime: str, environment: Mapping[str, str]) -> Iterator[str]:
    """What the desktop's own tool says, asked only where the files told of nothing that is there."""
    tool = shutil.which("xdg-mime", path=environment.get("PATH", ""))
    if tool:
        try:
            said = subprocess.run(
                [tool, "query", "default", mime],
                capture_output=True,
                timeout=ASKING_S,
                check=False,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired):
            return
        yield from _ids(said.stdout.decode("utf-8", "replace").strip())


def _ids(value: str) -> list[str]:
    return [name.strip() for name in value.split(";") if name.strip()]


def _runs(entry: Mapping[str, str], path: str) -> bool:
    """Whether it is a program, is there, and has a window of its own; a hidden one counts as taken away."""
    words = _words(entry.get("Exec", ""))
    barred = "true" in (entry.get("Terminal"), entry.get("Hidden"))
    if entry.get("Type", "Application") != "Application" or not words or barred:
        return False
    wanted = (entry.get("TryExec") or words[0], words[0])
    return all(shutil.which(program, path=path) for program in wanted)


def _entry(entry: Mapping[str, str], path: Path, language: str) -> DesktopEntry:
    keys = (f"Name[{language}]", f"Name[{language.partition('_')[0]}]", "Name")
    name = next((entry[key] for key in keys if entry.get(key)), path.stem)
    filled = {"%c": name, "%k": str(path)}
    words = (filled.get(word, word) for word in _words(entry.get("Exec", "")) if word not in _DROPPED)
    return DesktopEntry(name, tuple(word.replace("%%", "%") for word in words))


def _words(command: str) -> list[str]:
    for written, meant in _ESCAPES:
        command = command.replace(written, meant)
    try:
        return shlex.split(_DOLLAR_OR_TICK.sub(r"\1\2", command))
    except ValueError:
        return []
