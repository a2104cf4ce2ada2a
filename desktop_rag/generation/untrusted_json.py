"""Reads small JSON files that strangers wrote. Shelf child, main thread.

A file is read up to a limit, its nesting is bounded before it is decoded, and every value is checked by
whoever takes it out. What cannot be read is a `ValueError`; no path in a file is followed.
"""

import json
import stat
from pathlib import Path

MAX_BYTES = 1 << 20
MAX_CONTAINERS = 1 << 16


def read_json(path: Path, max_bytes: int = MAX_BYTES) -> object:
    """Raises `ValueError` for what is no JSON or too large, `OSError` for what cannot be read."""
    return decode_json(read_bounded(path, max_bytes))


def read_object(path: Path, max_bytes: int = MAX_BYTES) -> dict[str, object]:
    """As `read_json`, for a file that holds an object."""
    value = read_json(path, max_bytes)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def decode_json(content: bytes) -> object:
    if content.count(b"{") + content.count(b"[") > MAX_CONTAINERS:
        raise ValueError("too many lists and objects")
    try:
        value: object = json.loads(content)
    except RecursionError as error:
        raise ValueError("too deep") from error
    return value


def read_bounded(path: Path, max_bytes: int) -> bytes:
    """The whole file; a pipe or a device is never opened."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("not a file")
    with path.open("rb") as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise ValueError(f"more than {max_bytes} bytes")
    return content


def text_of(body: dict[str, object], key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def number_of(body: dict[str, object], key: str, highest: int) -> int:
    """0 for what is no whole number or out of bounds."""
    value = body.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return value if 0 < value <= highest else 0
