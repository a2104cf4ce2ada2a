"""What the life of a child needs from the operating system. Window process or command line, any thread."""

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

import psutil

from desktop_rag.runtime import worker_environment


def spawn(command: Sequence[str], environment: Iterable[tuple[str, str]] = ()) -> subprocess.Popen[bytes]:
    """Starts a child in a process group of its own, with pipes to all its ends. Raises `OSError`."""
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=worker_environment() | dict(environment),
        start_new_session=True,
        creationflags=flags,
    )


def resident_bytes(process: psutil.Process) -> int:
    """A Windows virtual environment's python.exe only starts the real one, which is what grows there."""
    processes = [process, *process.children()] if sys.platform == "win32" else [process]
    return sum(member.memory_info().rss for member in processes)


def private_bytes(pid: int) -> int:
    """The memory that comes free when the process ends: not the pages of files, which the system counts as
    free already. 0 when it is gone."""
    try:
        memory = psutil.Process(pid).memory_info()
    except psutil.Error:
        return 0
    return int(getattr(memory, "private", memory.rss - getattr(memory, "shared", 0)))


def family(pid: int) -> list[psutil.Process]:
    """The process and all it started, itself last; empty when it is gone."""
    try:
        process = psutil.Process(pid)
        return [*process.children(recursive=True), process]
    except psutil.Error:
        return []


def out_of_memory_kills() -> int:
    """How many processes Linux has killed so far because memory ran out; 0 where nobody tells."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/vmstat").read_text().splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    return 0


def clean(untrusted_stderr: bytes) -> str:
    """The end of what a child wrote to standard error, one printable line, for a log."""
    text = untrusted_stderr[-600:].decode("utf-8", "replace")
    return re.sub(r"[^\x20-\x7e]+", " ", text).strip()


def close_quietly(pipe: IO[bytes] | None) -> None:
    with contextlib.suppress(OSError, ValueError):
        if pipe:
            pipe.close()
