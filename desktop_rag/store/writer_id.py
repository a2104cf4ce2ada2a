"""Who is writing an answer, so that one whose writer is gone can be told from one still in work. Any thread.

A writer is named by its process and by when that process began, since process ids are used again. Unlike a
heartbeat this needs no timer, and a killed program's turns show as interrupted at once; unlike a lock file it
leaves nothing behind.
"""

import os
import uuid

import psutil

SAME_BEGINNING_S = 60.0
"""How far two readings of when a process began may lie apart: on Linux they move when the clock is set."""


def new_writer() -> str:
    """A name for a writer in this process."""
    process = psutil.Process()
    return f"{process.pid}:{process.create_time():.3f}:{uuid.uuid4().hex}"


def may_still_write(writer: str, own: str) -> bool:
    """Whether `writer` is `own` or lives in another process.

    An earlier writer of this very process is gone: its library was closed.
    """
    if writer == own:
        return True
    pid, began = _parts(writer)
    if pid <= 0 or pid == os.getpid():
        return False
    try:
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE
        return alive and abs(process.create_time() - began) < SAME_BEGINNING_S
    except psutil.Error:  # no such process, or another person's that got the same number
        return False


def _parts(writer: str) -> tuple[int, float]:
    pid, _colon, rest = writer.partition(":")
    try:
        return int(pid), float(rest.partition(":")[0])
    except ValueError:
        return 0, 0.0
