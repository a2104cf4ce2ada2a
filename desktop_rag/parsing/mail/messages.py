"""Reads mail messages (EML) and mailboxes (MBOX). Parser child, main thread.

A mailbox is read message by message; memory holds one of them at a time. Attachments are named, and read only
where they are text or messages themselves.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.parsing.assembly import assemble_pages
from desktop_rag.parsing.blocks import TextBlock, paginate
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.mail.headers import Headers
from desktop_rag.parsing.mail.letters import (
    MAX_ENCLOSED_BYTES,
    Attachment,
    Letter,
    body_blocks,
    can_be_enclosed,
    enclosed_blocks,
    is_text,
    letter_blocks,
)
from desktop_rag.parsing.mail.mime_parts import MAX_TEXT_BYTES, MimeMessage, Part, read_messages

MOST_SINGLE_MESSAGES = 12_000
"""A mailbox with more puts short messages together: a document has at most 20,000 pages."""

GROUP_CHARS = 16_000

_PIECE_BYTES = 64 * 1024
_SCANNED_BYTES = 1 << 20
_SEPARATOR = re.compile(rb"From \S.*(?:\d:\d\d.*\d{4}|\d{4}.*\d:\d\d)")
_QUOTED_SEPARATOR = re.compile(rb">+From ")
_BODY_TYPES = frozenset({"text/plain", "text/html"})
_ENCRYPTED_TYPES = frozenset(
    {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
)
_SHOWN = re.compile(r"""cid:([^"'\s>)]{1,300})""")
_PGP = "-----BEGIN PGP MESSAGE-----"
_ENCRYPTED_NOTE = "This message is encrypted; what it says cannot be read."
_CUT_NOTE = "The rest of this message is too long to be read."


def open_eml(path: Path) -> OpenedDocument:
    """The title is the subject. Raises `DocumentError` and `OSError`."""
    with path.open("rb") as file:
        letters = _letters(Mailbox(file).one_message())
    blocks = (block for letter in letters for block in letter_blocks(letter))
    return assemble_pages(DocumentFormat.EML, paginate(blocks), lambda: letters[0].subject, 1)


def open_mbox(path: Path) -> OpenedDocument:
    """Each message begins a page, labelled with its date; in huge mailboxes short ones share a page.

    Raises `DocumentError` and `OSError`; its pages do too.
    """
    return assemble_pages(DocumentFormat.MBOX, _mailbox_pages(path))


def _mailbox_pages(path: Path) -> Iterator[Page]:
    limit = 0 if _count_separators(path) <= MOST_SINGLE_MESSAGES else GROUP_CHARS
    number = 0
    with path.open("rb") as file:
        messages = ((letters, _blocks(letters)) for letters in map(_letters, Mailbox(file).messages()))
        for label, blocks in _grouped(messages, limit):
            for page in paginate(blocks, label=_always(label)):
                number += 1
                yield replace(page, number=number)


def _always(label: str) -> Callable[[list[TextBlock]], str]:
    return lambda _blocks: label


def _blocks(letters: list[Letter]) -> list[TextBlock]:
    return [block for letter in letters for block in letter_blocks(letter)]


def _grouped(
    messages: Iterable[tuple[list[Letter], list[TextBlock]]], limit: int
) -> Iterator[tuple[str, list[TextBlock]]]:
    """Labels and blocks of messages that together have at most `limit` characters, or are one."""
    dates: list[str] = []
    waiting: list[TextBlock] = []
    size = 0
    for letters, blocks in messages:
        length = sum(len(block.text) for block in blocks)
        if waiting and size + length > limit:
            yield _label(dates), waiting
            dates, waiting, size = [], [], 0
        if letters[0].date:
            dates.append(f"{letters[0].date:%Y-%m-%d}")
        waiting += blocks
        size += length
    if waiting:
        yield _label(dates), waiting


def _label(dates: list[str]) -> str:
    if not dates:
        return ""
    first, last = min(dates), max(dates)
    return first if first == last else f"{first} – {last}"


def _count_separators(path: Path) -> int:
    """How many messages there seem to be."""
    count, rest = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_SCANNED_BYTES):
            count += (rest + chunk).count(b"\nFrom ")
            rest = chunk[-5:]
    return count


class Mailbox:
    """Lines of a file, cut into pieces where they are endless, message by message."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._is_over = False

    def one_message(self) -> Iterator[bytes]:
        """All of the file, without the line that mail programs put before a message."""
        first = self._file.readline(_PIECE_BYTES)
        if not _SEPARATOR.match(first):
            yield first.removeprefix(b"\xef\xbb\xbf")
        while piece := self._file.readline(_PIECE_BYTES):
            yield piece

    def messages(self) -> Iterator[Iterator[bytes]]:
        """Each is to be read to its end before the next is asked for."""
        first = self._file.readline(_PIECE_BYTES)
        if _SEPARATOR.match(first):
            yield self._message()
        else:
            yield self._message(first)
        while not self._is_over:
            yield self._message()

    def _message(self, first: bytes = b"") -> Iterator[bytes]:
        if first:
            yield first
        starts_line, after_blank = True, False
        while piece := self._file.readline(_PIECE_BYTES):
            if starts_line and after_blank and piece.startswith(b"From ") and _SEPARATOR.match(piece):
                return
            after_blank = starts_line and piece in (b"\n", b"\r\n")
            quoted = starts_line and piece.startswith(b">") and _QUOTED_SEPARATOR.match(piece)
            starts_line = piece.endswith(b"\n")
            yield piece[1:] if quoted else piece
        self._is_over = True


def _letters(lines: Iterable[bytes]) -> list[Letter]:
    """The message that `lines` are, and those attached to it."""
    return [_letter(message) for message in read_messages(lines, _kept_bytes)]


def _kept_bytes(headers: Headers) -> int:
    if _is_body(headers):
        return MAX_TEXT_BYTES
    encloses = can_be_enclosed(headers.content_type, headers.filename)
    return MAX_ENCLOSED_BYTES * 4 // 3 if encloses else 0


def _is_body(headers: Headers) -> bool:
    return headers.content_type in _BODY_TYPES and not headers.is_attachment and not headers.filename


def _letter(message: MimeMessage) -> Letter:
    headers = message.headers
    body = [part for part in message.parts if _is_body(part.headers)]
    drawn = _pictures_in_text(message.parts, body)
    attached = [part for part in message.parts if _is_listed(part) and part.headers.content_id not in drawn]
    return Letter(
        subject=headers.text("subject"),
        sender=headers.text("from") or headers.text("sender"),
        to=headers.text("to"),
        cc=headers.text("cc"),
        date=headers.date,
        body=_body(body),
        attachments=[Attachment(_name(part.headers), part.size_bytes) for part in attached],
        more_attachments=message.left_out,
        enclosed=[(_name(part.headers), _enclosed(part)) for part in attached if _is_enclosed(part)],
        notes=_notes(message.parts, body),
        depth=message.depth,
    )


def _body(parts: list[Part]) -> list[TextBlock]:
    """All parts in order; of those that say the same in several ways the best."""
    blocks: list[TextBlock] = []
    chosen: set[int] = set()
    for part in parts:
        if not part.choice:
            blocks += _shown([part])
        elif part.choice not in chosen:
            chosen.add(part.choice)
            blocks += _shown([other for other in parts if other.choice == part.choice])
    return blocks


def _shown(parts: list[Part]) -> list[TextBlock]:
    plain = [part for part in parts if part.headers.content_type == "text/plain"]
    html = [part.text() for part in parts if part.headers.content_type == "text/html"]
    is_flowed = any(part.headers.is_flowed for part in plain)
    return body_blocks("\n\n".join(part.text() for part in plain), "\n".join(html), is_flowed=is_flowed)


def _is_listed(part: Part) -> bool:
    """What has a name or is said to be attached."""
    return not _is_body(part.headers) and (part.headers.is_attachment or bool(part.headers.filename))


def _pictures_in_text(parts: list[Part], body: list[Part]) -> frozenset[str]:
    """The identifiers of those that the formatted text shows where they belong."""
    identifiers = {
        part.headers.content_id for part in parts if part.headers.content_type.startswith("image/")
    }
    if not identifiers - {""}:
        return frozenset()
    html = "\n".join(part.text() for part in body if part.headers.content_type == "text/html")
    shown = set(_SHOWN.findall(html))
    return frozenset(identifier for identifier in identifiers if identifier in shown)


def _is_enclosed(part: Part) -> bool:
    headers = part.headers
    said = headers.content_type if headers.raw("content-type") else ""
    return not part.is_cut and can_be_enclosed(said, headers.filename) and is_text(part.content())


def _enclosed(part: Part) -> list[TextBlock]:
    return enclosed_blocks(part.headers.content_type, part.headers.filename, part.text())


def _name(headers: Headers) -> str:
    return headers.filename or f"unnamed {headers.content_type}"


def _notes(parts: list[Part], body: list[Part]) -> list[str]:
    notes = [_CUT_NOTE] if any(part.is_cut for part in body) else []
    sealed = any(
        part.headers.content_type in _ENCRYPTED_TYPES
        and part.headers.parameter("smime-type") != "signed-data"
        for part in parts
    )
    if sealed or any(part.body.lstrip().startswith(_PGP.encode()) for part in body):
        notes.append(_ENCRYPTED_NOTE)
    return notes
