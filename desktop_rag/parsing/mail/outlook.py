"""Reads Outlook messages (MSG, MS-OXMSG). Parser child, main thread.

Each property of a message is a stream named by its number and type, or eight bytes in a list of those of
fixed size.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.charsets import decoded, text_codec
from desktop_rag.parsing.compound import CompoundFile, Folder
from desktop_rag.parsing.document import OpenedDocument
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
from desktop_rag.parsing.rich_text.compressed import unpacked_rtf
from desktop_rag.parsing.rich_text.reader import RtfReader

MAX_TEXT_BYTES = 32 << 20
_MAX_PROPERTIES_BYTES = 1 << 20
_MAX_WORDS_BYTES = 64 * 1024
_MOST_ATTACHMENTS = 2_000
_MOST_RECIPIENTS = 200
_DEEPEST = 10
_MOST_LETTERS = 200

_SUBJECT, _SENDER, _BEHALF = 0x0037, 0x0C1A, 0x0042
_SENDER_ADDRESSES = (0x5D01, 0x5D02, 0x0C1F, 0x0065)
_SENT, _RECEIVED = 0x0039, 0x0E06
_TO, _CC = 0x0E04, 0x0E03
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_NAME, _LONG_FILE_NAME, _FILE_NAME, _DATA = 0x3001, 0x3707, 0x3704, 0x3701
_SMTP, _ADDRESS, _RECIPIENT_KIND = 0x39FE, 0x3003, 0x0C15
_CODE_PAGES = (0x3FFD, 0x3FDE)
_SIZE, _HIDDEN, _MEDIA_TYPE = 0x0E20, 0x7FFE, 0x370E
_WIDE, _NARROW, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_KINDS = MappingProxyType({1: _TO, 2: _CC})
_PROPERTY = struct.Struct("<HHI8s")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def open_msg(path: Path) -> OpenedDocument:
    """The title is the subject. Raises `DocumentError` and `OSError`."""
    with path.open("rb") as file:
        content = CompoundFile(file)
        letters = list(_letters(content))
    blocks = (block for letter in letters for block in letter_blocks(letter))
    return assemble(DocumentFormat.MSG, blocks, lambda: letters[0].subject)


def _letters(content: CompoundFile) -> Iterator[Letter]:
    """The message, then those attached to it, each followed by its own."""
    waiting = [(content.root, 0)]
    for _ in range(_MOST_LETTERS):
        if not waiting:
            return
        folder, depth = waiting.pop()
        item = _Item(content, folder, 24 if depth else 32)
        attachments = [_Item(content, inner, 8) for inner in _inner(folder, "__attach", _MOST_ATTACHMENTS)]
        yield replace(_letter(item, attachments), depth=depth)
        nested = [found for attachment in attachments if (found := attachment.message()) is not None]
        if depth < _DEEPEST:
            waiting += [(found, depth + 1) for found in reversed(nested)]


def _inner(folder: Folder, prefix: str, most: int) -> list[Folder]:
    names = sorted(name for name in folder.folders if name.startswith(prefix))
    return [folder.folders[name] for name in names[:most]]


class _Item:
    """A message, recipient or attachment and its properties. `skipped` bytes stand before the fixed ones."""

    def __init__(self, content: CompoundFile, folder: Folder, skipped: int) -> None:
        self._content = content
        self.folder = folder
        self._fixed = self._read_fixed(skipped)
        self._charset = self._read_charset()

    def words(self, *properties: int) -> str:
        """The first of `properties` that holds text."""
        found = (" ".join(clean(self.text(item, _MAX_WORDS_BYTES)).split()) for item in properties)
        return next((words for words in found if words), "")

    def text(self, identifier: int, most: int = MAX_TEXT_BYTES) -> str:
        if wide := self.data(identifier, most, _WIDE):
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.data(identifier, most, _NARROW)
        return decoded(narrow, self._charset).rstrip("\0") if narrow else ""

    def data(self, identifier: int, most: int = MAX_TEXT_BYTES, kind: int = _BINARY) -> bytes:
        stream = self.folder.streams.get(f"__substg1.0_{identifier:04X}{kind:04X}")
        return self._content.read(stream, most) if stream else b""

    def size_bytes(self, identifier: int) -> int:
        stream = self.folder.streams.get(f"__substg1.0_{identifier:04X}{_BINARY:04X}")
        return stream.size_bytes if stream else 0

    def number(self, identifier: int) -> int:
        """Of the fixed properties; 0 if it is not there."""
        return int.from_bytes(self._fixed.get(identifier, b"")[:4], "little")

    def moment(self, identifier: int) -> datetime | None:
        ticks = int.from_bytes(self._fixed.get(identifier, b""), "little")
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def message(self) -> Folder | None:
        """What is attached, where that is a message."""
        return self.folder.folders.get(f"__substg1.0_{_DATA:04X}{_OBJECT:04X}")

    def beside(self, folder: Folder) -> "_Item":
        """A recipient of this message."""
        return _Item(self._content, folder, 8)

    def html(self) -> str:
        return decoded(self.data(_HTML), self._charset) or self.text(_HTML)

    def _read_fixed(self, skipped: int) -> dict[int, bytes]:
        stream = self.folder.streams.get("__properties_version1.0")
        content = self._content.read(stream, _MAX_PROPERTIES_BYTES) if stream else b""
        whole = content[skipped : skipped + (len(content) - skipped) // _PROPERTY.size * _PROPERTY.size]
        return {number: value for _kind, number, _flags, value in _PROPERTY.iter_unpack(whole)}

    def _read_charset(self) -> str:
        names = (f"cp{self.number(item)}" for item in _CODE_PAGES if self.number(item))
        return next((name for name in names if text_codec(name)), "")


def _letter(item: _Item, attachments: list[_Item]) -> Letter:
    recipients = _recipients(item)
    listed = [attachment for attachment in attachments if _is_listed(attachment)]
    return Letter(
        subject=item.words(_SUBJECT),
        sender=_person(item.words(_SENDER, _BEHALF), item.words(*_SENDER_ADDRESSES)),
        to=recipients[_TO] or item.words(_TO),
        cc=recipients[_CC] or item.words(_CC),
        date=item.moment(_SENT) or item.moment(_RECEIVED),
        body=_body(item),
        attachments=[Attachment(_file_name(found), _size(found)) for found in listed],
        enclosed=[(_file_name(found), blocks) for found in listed if (blocks := _enclosed(found))],
    )


def _recipients(item: _Item) -> dict[int, str]:
    people: dict[int, list[str]] = {_TO: [], _CC: []}
    for folder in _inner(item.folder, "__recip", _MOST_RECIPIENTS):
        recipient = item.beside(folder)
        kind = _KINDS.get(recipient.number(_RECIPIENT_KIND))
        if kind is not None:
            people[kind].append(_person(recipient.words(_NAME), recipient.words(_SMTP, _ADDRESS)))
    return {kind: ", ".join(filter(None, names)) for kind, names in people.items()}


def _person(name: str, address: str) -> str:
    """ "Ann Lee <ann@example.org>"; an address inside Exchange ("/O=…") says nothing to a reader."""
    if "@" not in address:
        return name
    return f"{name} <{address}>" if name and name.strip("'\"").lower() != address.lower() else address


def _body(item: _Item) -> list[TextBlock]:
    plain, html = item.text(_BODY), item.html()
    if plain.strip() or html.strip():
        return body_blocks(plain, html)
    packed = item.data(_RTF)
    return list(RtfReader().read(io.BytesIO(unpacked_rtf(packed, MAX_TEXT_BYTES)))) if packed else []


def _is_listed(attachment: _Item) -> bool:
    """Messages speak for themselves, and pictures that stand in the text are not shown as attached."""
    return attachment.message() is None and not attachment.number(_HIDDEN) & 1


def _file_name(attachment: _Item) -> str:
    return attachment.words(_LONG_FILE_NAME, _FILE_NAME, _NAME)[:200] or "unnamed"


def _size(attachment: _Item) -> int:
    return attachment.size_bytes(_DATA) or attachment.number(_SIZE)


def _enclosed(attachment: _Item) -> list[TextBlock]:
    kind, name = attachment.words(_MEDIA_TYPE).lower(), _file_name(attachment)
    kind = "" if kind in ("", "application/octet-stream") else kind
    if not can_be_enclosed(kind, name) or attachment.size_bytes(_DATA) > MAX_ENCLOSED_BYTES:
        return []
    data = attachment.data(_DATA, MAX_ENCLOSED_BYTES)
    return enclosed_blocks(kind, name, decoded(data)) if is_text(data) else []
