"""What this program runs and is connected to just now, as the system tells it. Any lane's thread.

Shown on the page about privacy, so that what is said there can be seen. It asks the system about this process
and all that it started; it opens nothing itself.
"""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import psutil

from desktop_rag.runtime import WORKER_FLAG


class Part(StrEnum):
    """What a process of this program is for. The workers' values are their names."""

    PROGRAM = "program"
    """The window or the command line itself."""
    READER = "parser"
    SEARCH = "embedder"
    MODEL = "chat"
    SHELF = "shelf"
    CONVERTER = "converter"
    DOWNLOAD = "download"
    OTHER = "other"
    """Something that a process of this program started, such as the system's own file chooser."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A network connection that is open, or a door that waits for one: then `remote` is empty.

    `local` and `remote` are written "address:port".
    """

    local: str
    remote: str


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """One process. `connections` are None where the system does not tell."""

    pid: int
    part: Part
    memory_bytes: int
    connections: tuple[Connection, ...] | None


def look(pid: int | None = None) -> tuple[ProcessRow, ...]:
    """This process, or the one called `pid`, and all it started: itself first, then by part.

    Processes that end meanwhile are left out.
    """
    own = psutil.Process(pid)
    family = [own, *own.children(recursive=True)]
    rows = [row for process in family if (row := _row(process, is_own=process.pid == own.pid)) is not None]
    order = list(Part)
    return tuple(sorted(rows, key=lambda row: (order.index(row.part), row.pid)))


def open_connections(rows: Iterable[ProcessRow]) -> int:
    return sum(len(row.connections or ()) for row in rows)


def _row(process: psutil.Process, *, is_own: bool) -> ProcessRow | None:
    try:
        with process.oneshot():
            if process.status() == psutil.STATUS_ZOMBIE:
                return None
            part = Part.PROGRAM if is_own else _part(process)
            memory = process.memory_info().rss
            return ProcessRow(process.pid, part, memory, _connections(process))
    except psutil.Error:
        return None


def _part(process: psutil.Process) -> Part:
    """By the name that `worker_command` gave it."""
    words = process.cmdline()
    with contextlib.suppress(ValueError, IndexError):
        name = words[words.index(WORKER_FLAG) + 1]
        if name in {part.value for part in Part}:
            return Part(name)
    return Part.OTHER


def _connections(process: psutil.Process) -> tuple[Connection, ...] | None:
    """Those over a network, also to this computer itself; not those between processes by files."""
    try:
        found = process.net_connections(kind="inet")
    except psutil.AccessDenied:
        return None
    return tuple(Connection(_written(each.laddr), _written(each.raddr)) for each in found)


def _written(address: object) -> str:
    """psutil gives an empty tuple where there is no other end."""
    host, port = getattr(address, "ip", ""), getattr(address, "port", None)
    if port is None:
        return ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
