"""Length-prefixed frames over pipes, used on both sides of the process boundary.

A frame is one byte of kind (`J` for JSON, `B` for raw bytes), four bytes of length (big endian) and the
payload. A message is one JSON object whose `attachments` says how many raw frames follow it. Never pickle:
the other side may be owned by the document it read.
"""

import json
import struct
from dataclasses import dataclass, field
from typing import IO

from desktop_rag.domain.errors import WorkerProtocolError

JSON_KIND = b"J"
BYTES_KIND = b"B"
HEADER = struct.Struct(">cI")
MAX_JSON_BYTES = 32 * 1024 * 1024
MAX_JSON_CONTAINERS = 2_500_000
"""Lists and objects in one message, counted by their brackets before decoding: 64 MB of `[],` took 11 s with
the interpreter's lock held and 1.7 GB. A page of two million brackets still passes."""
MAX_ATTACHMENT_BYTES = 128 * 1024 * 1024
MAX_ATTACHMENTS = 1
STOP_METHOD = "stop"
"""A message with this method and the id of a request that runs asks to end that request; only children that
are served with a `StopFlag` understand it. The request is answered all the same."""
READY_ID = 0
"""The id of the one message a child sends unasked, once it has loaded; requests count from 1."""

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Message:
    """One JSON object with its attachments. What a child sent stays untrusted until it was checked."""

    body: JsonObject
    attachments: tuple[bytes, ...] = field(default=())
    size_bytes: int = 0
    """How much came over the pipe; set by `read_message`."""


def write_message(stream: IO[bytes], message: Message) -> None:
    """Writes and flushes. Raises `OSError` when the other side is gone."""
    body = {**message.body, "attachments": len(message.attachments)}
    payload = json.dumps(body, allow_nan=False, separators=(",", ":")).encode("ascii")
    stream.write(HEADER.pack(JSON_KIND, len(payload)) + payload)
    for attachment in message.attachments:
        stream.write(HEADER.pack(BYTES_KIND, len(attachment)))
        stream.write(attachment)
    stream.flush()


def read_message(stream: IO[bytes]) -> Message | None:
    """The next message, or None at a clean end.

    Raises:
        WorkerProtocolError: the bytes are no frame, are cut off, or announce more than the limits.
    """
    untrusted_payload = _read_frame(stream, JSON_KIND, MAX_JSON_BYTES)
    if untrusted_payload is None:
        return None
    if untrusted_payload.count(b"[") + untrusted_payload.count(b"{") > MAX_JSON_CONTAINERS:
        raise WorkerProtocolError(detail="too many lists and objects in one message")
    try:
        body = json.loads(untrusted_payload)
    except (ValueError, RecursionError) as error:
        raise WorkerProtocolError(detail=f"not JSON: {error!r}") from error
    if not isinstance(body, dict):
        raise WorkerProtocolError(detail="the message is not an object")
    count = body.pop("attachments", 0)
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MAX_ATTACHMENTS:
        raise WorkerProtocolError(detail=f"impossible attachment count {count!r}"[:200])
    attachments = tuple(_read_attachment(stream) for _ in range(count))
    return Message(body, attachments, len(untrusted_payload) + sum(map(len, attachments)))


def _read_attachment(stream: IO[bytes]) -> bytes:
    payload = _read_frame(stream, BYTES_KIND, MAX_ATTACHMENT_BYTES)
    if payload is None:
        raise WorkerProtocolError(detail="the stream ended before an attachment")
    return payload


def _read_frame(stream: IO[bytes], expected_kind: bytes, limit_bytes: int) -> bytes | None:
    header = stream.read(HEADER.size)
    if not header:
        return None
    if len(header) < HEADER.size:
        raise WorkerProtocolError(detail="the stream ended inside a frame header")
    kind, size_bytes = HEADER.unpack(header)
    if kind != expected_kind or size_bytes > limit_bytes:
        raise WorkerProtocolError(detail=f"bad frame: kind {kind!r}, {size_bytes} bytes")
    payload = stream.read(size_bytes)
    if len(payload) < size_bytes:
        raise WorkerProtocolError(detail="the stream ended inside a frame")
    return payload
