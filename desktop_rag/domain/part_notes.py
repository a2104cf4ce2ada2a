"""The note beside an unfinished download, to and from JSON; pure. The download child writes it, the window
process and the command line read it to list what is unfinished.

A note may be damaged, of another version or of anybody's making: what does not fit is no note at all.
"""

import json

from desktop_rag.domain.checksums import is_sha256
from desktop_rag.domain.downloads import PartNote
from desktop_rag.domain.errors import BadLink
from desktop_rag.domain.links import MAX_LINK_CHARS, checked_url

VERSION = 1
MAX_NOTE_CHARS = 20_000
MAX_FILE_BYTES = 2**50
_LIMITS = {"name": 300, "url": MAX_LINK_CHARS, "sha256": 64, "validator": 500, "licence": 200}


def note_text(note: PartNote) -> str:
    return json.dumps(
        {
            "version": VERSION,
            "url": note.url,
            "name": note.name,
            "size_bytes": note.size_bytes,
            "sha256": note.sha256,
            "validator": note.validator,
            "licence": note.licence,
        },
        indent=1,
    )


def read_note(text: str) -> PartNote | None:
    """None for what is no note of this version."""
    if len(text) > MAX_NOTE_CHARS:
        return None
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or body.get("version") != VERSION:
        return None
    texts = {key: body.get(key) for key in _LIMITS}
    size_bytes = body.get("size_bytes")
    if not isinstance(size_bytes, int) or isinstance(size_bytes, bool):
        return None
    plain = {key: value for key, value in texts.items() if isinstance(value, str)}
    if len(plain) < len(texts) or any(len(plain[key]) > limit for key, limit in _LIMITS.items()):
        return None
    note = PartNote(size_bytes=size_bytes, **plain)
    return note if _is_sound(note) else None


def _is_sound(note: PartNote) -> bool:
    """Whether it names a link that may be asked for and a file that lies beside it."""
    try:
        checked_url(note.url)
    except BadLink:
        return False
    has_name = note.name not in ("", ".", "..") and not set("/\\").intersection(note.name)
    has_checksum = note.sha256 == "" or is_sha256(note.sha256)
    is_printable = (note.name + note.validator + note.licence).isprintable()
    return has_name and has_checksum and is_printable and 0 <= note.size_bytes <= MAX_FILE_BYTES
