"""Fetching a file: what is asked for and how far it is; pure values, used in the window process and the
download child."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MARGIN_BYTES = 64 * 1024**2
"""So much of the disk is left free, so that the rest of the system goes on working."""


class DownloadPhase(StrEnum):
    CONNECTING = "connecting"
    FETCHING = "fetching"
    WAITING = "waiting"
    """The connection broke, or the server asked for a pause; it is tried again by itself."""
    CHECKING = "checking"
    """The checksum is being computed."""


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """Bytes that are there, of all (0 while unknown); in `CHECKING`, bytes that were checked."""

    phase: DownloadPhase
    done_bytes: int = 0
    total_bytes: int = 0
    rate_bytes_per_s: float | None = None
    remaining_s: float | None = None


@dataclass(frozen=True, slots=True)
class DownloadRequest:
    """One file to fetch. `size_bytes` 0 and `sha256` empty are unknown: then the server's word counts.

    It grows as `target` + ".part", with a note beside it (see `PartNote`), and gets its name when it is
    whole and checked.
    """

    url: str
    target: Path
    size_bytes: int = 0
    sha256: str = ""
    licence: str = ""
    """Goes into the note, to be shown when the download is gone on with."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as its server describes it. `sha256` is empty where the server does not say."""

    url: str
    name: str
    size_bytes: int
    sha256: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class PartNote:
    """What is written beside an unfinished file (as JSON, `target` + ".part.json"), so that it can go on
    after a restart. `validator` is the server's ETag, which says whether it still has the same file."""

    url: str
    name: str
    size_bytes: int
    sha256: str
    validator: str
    licence: str = ""


def part_path(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def note_path(target: Path) -> Path:
    return target.with_name(f"{target.name}.part.json")
