"""How a document is opened in its own program, at a page where that program can be told one. A lane's thread.

Nothing is started here and no shell is asked. The options are those that each program's own documentation
names, as of 2026.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from desktop_rag.app.desktop_entries import DesktopEntry, default_entry

PDF = "application/pdf"
_FILE, _URI = ("%f", "%F"), ("%u", "%U")
_OPTIONS = {
    **dict.fromkeys(("evince", "papers", "atril", "xreader"), "--page-index={page}"),
    **dict.fromkeys(("okular", "zathura"), "--page={page}"),
}
_BEHIND = {**dict.fromkeys(("mupdf", "mupdf-x11", "mupdf-gl"), "{page}"), "xpdf": ":{page}"}
_BROWSERS = (
    "firefox", "librewolf", "waterfox", "google-chrome", "chromium", "brave", "microsoft-edge", "vivaldi",
    "opera",
)  # fmt: skip
_WINDOWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "acrobat.exe": ("Adobe Acrobat", ("/A", "page={page}", "{file}")),
    "acrord32.exe": ("Adobe Acrobat Reader", ("/A", "page={page}", "{file}")),
    "foxitpdfreader.exe": ("Foxit PDF Reader", ("/A", "page={page}", "{file}")),
    "foxitreader.exe": ("Foxit Reader", ("/A", "page={page}", "{file}")),
    "sumatrapdf.exe": ("SumatraPDF", ("-page", "{page}", "{file}")),
    "msedge.exe": ("Microsoft Edge", ("{uri}#page={page}",)),
    "chrome.exe": ("Google Chrome", ("{uri}#page={page}",)),
    "firefox.exe": ("Firefox", ("{uri}#page={page}",)),
    "brave.exe": ("Brave", ("{uri}#page={page}",)),
}
_CHOSEN = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.pdf\UserChoice"
Registry = Callable[[str, str], str]
"""The value of a name under a key of Windows' registry; empty for what is not there."""


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """`command` starts the program; where it is empty the system is to open the file in its own way.

    `program` is its name for people, empty when it is not known.
    """

    command: tuple[str, ...] = ()
    program: str = ""

    @property
    def at_page(self) -> bool:
        return bool(self.command)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The system as far as it says which program opens what. `platform` as `sys.platform` has it."""

    platform: str
    environment: Mapping[str, str]
    home: Path
    registry: Registry

    @classmethod
    def now(cls) -> "Surroundings":
        return cls(sys.platform, dict(os.environ), Path.home(), _registry_value)


def plan_to_open(pdf: Path, page: int, around: Surroundings) -> OpenPlan:
    """How to open a PDF at `page` (from 1). Without a command where no known program can be told it."""
    if not _is_text(str(pdf)):
        return OpenPlan()  # its name could not be handed over
    if around.platform == "win32":
        return _on_windows(pdf, page, around.registry)
    if around.platform == "darwin":
        return OpenPlan()
    entry = default_entry(PDF, around.environment, around.home)
    if entry is None:
        return OpenPlan()
    return OpenPlan(command_for(entry, pdf, page), entry.name)


def command_for(entry: DesktopEntry, pdf: Path, page: int) -> tuple[str, ...]:
    """The command of a program that is known to open files at a page; empty for any other."""
    program, in_flatpak = program_of(entry.words)
    words = list(entry.words)
    if not any(word in (*_FILE, *_URI) for word in words):
        words.append("%f")
    place = next(number for number, word in enumerate(words) if word in (*_FILE, *_URI))
    before, after = words[:place], words[place + 1 :]
    target = pdf.as_uri() if words[place] in _URI else str(pdf)
    if option := _OPTIONS.get(program):
        # What forwards a file into a sandbox stays with it, and behind "--" there are no options any more.
        head = before[:-1] if before[-1].startswith("@@") or before[-1] == "--" else before
        return (*head, option.format(page=page), *before[len(head) :], target, *after)
    if behind := _BEHIND.get(program):
        return (*before, target, *after, behind.format(page=page))
    # What is forwarded into a sandbox must be the name of a file, to which nothing can be added.
    if not in_flatpak and program == "qpdfview":
        return (*before, f"{pdf}#{page}", *after)
    if not in_flatpak and program.startswith(_BROWSERS):
        return (*before, f"{pdf.as_uri()}#page={page}", *after)
    return ()


def program_of(words: Sequence[str]) -> tuple[str, bool]:
    """The program that a command runs, without its folder and in small letters; and whether in Flatpak."""
    rest = list(words)
    while rest and (PurePath(rest[0]).name == "env" or ("=" in rest[0] and not rest[0].startswith("-"))):
        rest.pop(0)
    if not rest:
        return "", False
    name = PurePath(rest[0]).name.lower()
    if name == "flatpak":
        command = (word.partition("=")[2] for word in rest if word.startswith("--command="))
        app = (word for word in rest[2:] if not word.startswith("-"))
        found = next(command, "") or next(app, "").rpartition(".")[2]
        return PurePath(found).name.lower(), True
    if name == "snap" and rest[1:2] == ["run"]:
        return (rest[2].lower() if len(rest) > 2 else ""), False
    return name, False


def environment_for_others(environment: Mapping[str, str], *, frozen: bool) -> dict[str, str]:
    """The environment for a program of the system: a packaged one of ours has its own libraries in front,
    and keeps what was there before under other names."""
    result = dict(environment)
    if not frozen:
        return result
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        result.pop(name, None)
        if before := result.pop(f"{name}_ORIG", ""):
            result[name] = before
    return {name: value for name, value in result.items() if not name.startswith(("QT_PLUGIN", "_PYI_"))}


def _on_windows(pdf: Path, page: int, registry: Registry) -> OpenPlan:
    kind = registry(_CHOSEN, "ProgId") or registry(r"HKEY_CLASSES_ROOT\.pdf", "")
    command = registry(rf"HKEY_CLASSES_ROOT\{kind}\shell\open\command", "") if kind else ""
    program = _executable(command)
    known = _WINDOWS.get(program.replace("\\", "/").rpartition("/")[2].lower())
    if known is None:
        return OpenPlan()
    name, arguments = known
    filled = (word.format(page=page, file=str(pdf), uri=pdf.as_uri()) for word in arguments)
    return OpenPlan((program, *filled), name)


def _executable(command: str) -> str:
    """The program at the head of a command as Windows writes it, in quotes or up to its ending."""
    if command.startswith('"'):
        return command[1:].partition('"')[0]
    head, ending, _ = command.lower().partition(".exe")
    return command[: len(head) + len(ending)] if ending else ""


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _registry_value(key: str, name: str) -> str:
    if sys.platform == "win32":
        import winreg

        root, _, rest = key.partition("\\")
        with contextlib.suppress(OSError), winreg.OpenKey(getattr(winreg, root), rest) as opened:
            return str(winreg.QueryValueEx(opened, name)[0])
    return ""
