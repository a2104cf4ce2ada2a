"""What the head of an answer says of the file that follows. Download child, main thread; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_rag.domain.errors import WrongFile
from desktop_rag.downloading.web import Answer

MAGIC = b"GGUF"
_CONTENT_RANGE = re.compile(r"bytes\s+(\d{1,16})-(\d{1,16})/(\d{1,16}|\*)")
_PAGES = ("text/html", "application/xhtml+xml")
MAX_VALIDATOR_CHARS = 400


@dataclass(frozen=True, slots=True)
class Range:
    """The bytes of a 206 answer: `last` is the last one's place; `total_bytes` is 0 where it is not said."""

    first: int
    last: int
    total_bytes: int


def content_range(headers: Mapping[str, str]) -> Range | None:
    match = _CONTENT_RANGE.fullmatch(headers.get("Content-Range", "").strip())
    if not match or int(match[1]) > int(match[2]):
        return None
    return Range(int(match[1]), int(match[2]), 0 if match[3] == "*" else int(match[3]))


def check_is_file(answer: Answer) -> None:
    """Raises `WrongFile` for a page: networks in hotels and offices answer any link with their login page."""
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind in _PAGES:
        raise WrongFile(
            f"{answer.host} sent a web page instead of the model file.",
            hint="Open the link in your browser: perhaps this network or that server wants a login first.",
        )
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise WrongFile(f"{answer.host} sent the file packed, which was not asked for.")


def validator(answer: Answer, *, has_checksum: bool) -> str:
    """What tells whether the server still has the same file; empty if nothing does.

    A hub's own checksum counts before the ETag of the store it sends on to: a hub keeps a file in several.
    With a checksum to hold the whole against, only marks that are exact are worth giving up for.
    """
    if answer.linked.sha256:
        return f"linked:{answer.linked.sha256}"
    etag = _short(answer.headers.get("ETag", ""))
    if is_strong(etag) or (etag and not has_checksum):
        return etag
    modified = _short(answer.headers.get("Last-Modified", ""))
    return f"date:{modified}" if modified and not has_checksum else ""


def is_strong(etag: str) -> bool:
    """Whether it may stand in `If-Range` (RFC 9110, 13.1.5)."""
    return len(etag) > 2 and etag.startswith('"') and etag.endswith('"')


def _short(text: str) -> str:
    return text.strip() if len(text) <= MAX_VALIDATOR_CHARS and text.isprintable() and text.isascii() else ""
