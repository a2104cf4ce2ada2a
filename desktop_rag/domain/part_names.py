"""How the files of a split model are called, as llama.cpp's gguf-split names them; pure."""

import re
from pathlib import Path

MAX_PARTS = 1000
PART_NAME = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf", re.IGNORECASE)


def named_parts(path: Path) -> tuple[Path, ...]:
    """All parts of the model that begins with `path`, there or not; `path` alone if no part is meant."""
    name = PART_NAME.fullmatch(path.name)
    if name is None or not is_first_part(path.name):
        return (path,)
    count, ending = int(name["count"]), path.suffix
    others = (f"{name['stem']}-{number:05}-of-{count:05}{ending}" for number in range(2, count + 1))
    return (path, *(path.with_name(other) for other in others))


def is_first_part(name: str) -> bool:
    """Whether a file of this name should have others beside it."""
    part = PART_NAME.fullmatch(name)
    return part is not None and int(part["number"]) == 1 and 1 < int(part["count"]) <= MAX_PARTS


def is_later_part(name: str) -> bool:
    """Whether a file of this name is a part of a split model, but not its first."""
    part = PART_NAME.fullmatch(name)
    return part is not None and int(part["number"]) > 1
