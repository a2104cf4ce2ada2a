"""File names in the database: as the bytes the system uses, since a name need not be text. Any thread."""

import json
import os
import sqlite3
from pathlib import Path

from desktop_rag.domain.scopes import EVERYWHERE, Scope

BELOW = "(path = ? OR (path >= ? AND path < ?))"
"""A condition on `path`, for the values that `below` gives."""
FEW_PLACES = 32
_BETWEEN_PATHS = b"\0"
"""No system allows it in a path."""


def to_blob(path: Path) -> bytes:
    return os.fsencode(path)


def from_blob(blob: bytes) -> Path:
    return Path(os.fsdecode(blob))


def below(path: Path) -> tuple[bytes, bytes, bytes]:
    """The values for `BELOW`: a path itself and all that is below it."""
    blob = to_blob(path)
    prefix = blob if blob.endswith(os.fsencode(os.sep)) else blob + os.fsencode(os.sep)
    return blob, prefix, prefix[:-1] + bytes([prefix[-1] + 1])


def within(connection: sqlite3.Connection, scope: Scope) -> tuple[str, tuple[object, ...]]:
    """A condition on the rows of `documents` that lie in a scope, and its values.

    Each of a few places is a range of the index on paths. Of many the documents are looked up first: a
    statement takes only so many values, and conditions only so deep.
    """
    if not scope:
        return "TRUE", ()
    if len(scope) <= FEW_PLACES:
        ranges = tuple(value for path in scope for value in below(path))
        return f"({' OR '.join([BELOW] * len(scope))})", ranges
    sql = f"SELECT id FROM documents WHERE {BELOW}"
    ids = {row[0] for path in scope for row in connection.execute(sql, below(path))}
    return "documents.id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),)


def scope_to_blob(scope: Scope) -> bytes | None:
    """None for everything; a single path is its own bytes."""
    return _BETWEEN_PATHS.join(map(to_blob, scope)) or None


def scope_from_blob(blob: bytes | None) -> Scope:
    return tuple(map(from_blob, blob.split(_BETWEEN_PATHS))) if blob else EVERYWHERE
