"""File names in the database: as the bytes the system uses, since a name need not be text. Any thread."""

import os
from pathlib import Path

BELOW = "(path = ? OR (path >= ? AND path < ?))"
"""A condition on `path`, for the values that `below` gives."""


def to_blob(path: Path) -> bytes:
    return os.fsencode(path)


def from_blob(blob: bytes) -> Path:
    return Path(os.fsdecode(blob))


def below(path: Path) -> tuple[bytes, bytes, bytes]:
    """The values for `BELOW`: a path itself and all that is below it."""
    blob = to_blob(path)
    prefix = blob if blob.endswith(os.fsencode(os.sep)) else blob + os.fsencode(os.sep)
    return blob, prefix, prefix[:-1] + bytes([prefix[-1] + 1])
