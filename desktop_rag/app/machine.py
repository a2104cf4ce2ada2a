"""How much memory and disk this machine has for a model. Window process or command line, any thread but the
window's own, since it asks the system."""

import contextlib
import shutil
import sys
from pathlib import Path

import psutil

from desktop_rag.domain.fit import Machine

CONTROL_GROUPS = Path("/sys/fs/cgroup")
OWN_GROUP = Path("/proc/self/cgroup")


def machine(reclaimable_bytes: int = 0) -> Machine:
    """The memory that there is for a model to be loaded. `reclaimable_bytes` are given back before: those of
    our own model that is loaded now.

    What the system keeps of files only because nobody needs the room counts as free.
    """
    memory = psutil.virtual_memory()
    total, free = memory.total, memory.available
    limit = group_limit()
    if limit is not None:
        total, free = min(total, limit.total_bytes), min(free, limit.free_bytes)
    return Machine(total, max(0, min(free + reclaimable_bytes, total)))


def free_disk(folder: Path) -> int:
    """Bytes that can be written where `folder` is or is going to be. Raises `OSError` for a lost drive."""
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    return shutil.disk_usage(there).free


def group_limit(groups: Path = CONTROL_GROUPS, own: Path = OWN_GROUP) -> Machine | None:
    """What a container or a service manager leaves this process on Linux (control groups, version 2): the
    tightest limit from its own group upwards; None where there is none."""
    if sys.platform != "linux":
        return None
    limits = [limit for folder in _own_groups(groups, own) if (limit := _limit(folder)) is not None]
    if not limits:
        return None
    return Machine(min(each.total_bytes for each in limits), min(each.free_bytes for each in limits))


def _own_groups(groups: Path, own: Path) -> list[Path]:
    """From the root down. A container sees itself as the root, whatever the file says of its path outside."""
    with contextlib.suppress(OSError, ValueError):
        for line in own.read_text().splitlines():
            number, _, path = line.split(":", 2)
            if number == "0":
                folder = groups / path.strip("/")
                return [each for each in (folder, *folder.parents) if each.is_relative_to(groups)]
    return [groups]


def _limit(folder: Path) -> Machine | None:
    most, used = _number(folder / "memory.max"), _number(folder / "memory.current")
    if most is None or used is None:
        return None
    return Machine(most, max(0, most - used + _file_bytes(folder)))


def _number(file: Path) -> int | None:
    """None for no limit ("max") too."""
    with contextlib.suppress(OSError, ValueError):
        return int(file.read_text())
    return None


def _file_bytes(folder: Path) -> int:
    """Pages of files that nobody uses: they count as used, and go when room is wanted."""
    with contextlib.suppress(OSError, ValueError):
        for line in (folder / "memory.stat").read_text().splitlines():
            name, _, value = line.partition(" ")
            if name == "inactive_file":
                return int(value)
    return 0
