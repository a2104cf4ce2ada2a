"""The header fields of a mail message or one of its parts, decoded. Parser child, main thread. Pure.

The standard library splits parameters; what it does with damaged fields (it raises in several ways) is kept
out by reading the fields and their encoded words here.
"""

import binascii
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cached_property

from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.charsets import decoded

MAX_FIELD_CHARS = 16_384
"""Of one field. The standard library takes time in the square of a field's length."""

_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:[ \t]*(.*)", re.DOTALL)
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?\n]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?)")
_LONGEST_NAME = 200
# What the standard library lets through for fields that no mail program would write.
_ODD_FIELD = (ValueError, LookupError, TypeError, AttributeError)


class Headers:
    """`fields` are undecoded, by their name in lower case."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def __bool__(self) -> bool:
        return bool(self._fields)

    def raw(self, name: str) -> str:
        return self._fields.get(name, "")

    def text(self, name: str) -> str:
        """The field as a person would read it; empty if there is none."""
        return " ".join(clean(decoded_words(self.raw(name))).split())

    @cached_property
    def content_type(self) -> str:
        """Like "text/plain", in lower case."""
        return self._message.get_content_type()

    @cached_property
    def charset(self) -> str:
        return self.parameter("charset")

    @cached_property
    def boundary(self) -> str:
        return self.parameter("boundary").rstrip()

    @cached_property
    def encoding(self) -> str:
        """How the bytes were made fit for mail, in lower case."""
        return self.raw("content-transfer-encoding").strip().lower()

    @property
    def is_flowed(self) -> bool:
        return self.parameter("format").lower() == "flowed"

    @property
    def is_attachment(self) -> bool:
        return self.raw("content-disposition").strip().lower().startswith("attachment")

    @cached_property
    def filename(self) -> str:
        """Without folders; empty if it has none."""
        name = decoded_words(self.parameter("filename", "content-disposition") or self.parameter("name"))
        return " ".join(clean(re.split(r"[/\\]", name)[-1]).split())[:_LONGEST_NAME]

    @cached_property
    def content_id(self) -> str:
        return self.raw("content-id").strip().removeprefix("<").removesuffix(">")

    @cached_property
    def date(self) -> datetime | None:
        try:
            return parsedate_to_datetime(self.raw("date").strip())
        except (*_ODD_FIELD, OverflowError):
            return None

    def parameter(self, name: str, field: str = "content-type") -> str:
        """Of the content type or another field; empty if it has none."""
        try:
            value = self._message.get_param(name, "", field)
        except _ODD_FIELD:
            return ""
        if isinstance(value, tuple):  # RFC 2231: encoding, language, bytes as characters
            return decoded(value[2].encode("latin-1", "replace"), value[0] or "utf-8")
        return value or ""

    @cached_property
    def _message(self) -> Message:
        message = Message()
        for name in ("content-type", "content-disposition"):
            if value := self.raw(name):
                message[name] = value
        return message


def parsed(lines: Iterable[bytes]) -> Headers:
    """From unfolded lines, each one field. Recipients may stand in several; else the first counts."""
    fields: dict[str, str] = {}
    for line in lines:
        match = _FIELD.match(line)
        if match is None:
            continue
        name = match[1].decode("ascii").lower()
        value = decoded(match[2][:MAX_FIELD_CHARS].strip())
        if name not in fields:
            fields[name] = value
        elif name in ("to", "cc") and len(fields[name]) < MAX_FIELD_CHARS:
            fields[name] += f", {value}"
    return Headers(fields)


def is_field(line: bytes) -> bool:
    return _FIELD.match(line) is not None


def decoded_words(text: str) -> str:
    """`text` with its encoded words (RFC 2047) read; neighbours in one encoding may share a character."""
    if "=?" not in text:
        return text
    parts: list[str] = []
    pending, pending_charset, end = b"", "", 0
    joined = _BETWEEN_WORDS.sub(r"\1", text)
    for match in _WORD.finditer(joined):
        charset, data = match[1].lower(), _word_bytes(match[2], match[3])
        if match.start() > end or charset != pending_charset:
            parts += (_decoded_if_any(pending, pending_charset), joined[end : match.start()])
            pending = b""
        pending, pending_charset, end = pending + data, charset, match.end()
    return "".join((*parts, _decoded_if_any(pending, pending_charset), joined[end:]))


def _decoded_if_any(data: bytes, charset: str) -> str:
    return decoded(data, charset) if data else ""


def _word_bytes(way: str, written: str) -> bytes:
    data = written.encode("utf-8", "replace")
    return from_base64(data) if way in "bB" else binascii.a2b_qp(data, header=True)


def from_base64(data: bytes) -> bytes:
    """Whatever of it makes sense."""
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
