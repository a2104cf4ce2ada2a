"""Frames survive any content, and anything that is not a frame is refused."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.errors import WorkerProtocolError
from desktop_rag.workers.protocol import (
    HEADER,
    JSON_KIND,
    MAX_ATTACHMENTS,
    MAX_JSON_CONTAINERS,
    Message,
    read_message,
    write_message,
)

scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text()
objects = st.dictionaries(st.text().filter(lambda key: key != "attachments"), scalars | st.lists(scalars))


@given(objects, st.lists(st.binary(max_size=200), max_size=MAX_ATTACHMENTS))
def test_what_is_written_is_read_back(body: dict[str, object], attachments: list[bytes]) -> None:
    stream = io.BytesIO()
    write_message(stream, Message(body, tuple(attachments)))  # type: ignore[arg-type]  # any JSON value will do
    stream.seek(0)
    message = read_message(stream)
    assert message is not None
    assert message.body == body
    assert message.attachments == tuple(attachments)
    assert read_message(stream) is None


@given(objects, st.integers(min_value=1))
def test_a_frame_cut_anywhere_is_refused(body: dict[str, object], cut: int) -> None:
    stream = io.BytesIO()
    write_message(stream, Message(body, (b"attachment",)))  # type: ignore[arg-type]  # any JSON value will do
    whole = stream.getvalue()
    with pytest.raises(WorkerProtocolError):
        read_message(io.BytesIO(whole[: 1 + cut % (len(whole) - 1)]))


@given(st.binary(min_size=1, max_size=300))
def test_random_bytes_never_do_more_than_raise_or_parse(noise: bytes) -> None:
    try:
        message = read_message(io.BytesIO(noise))
    except WorkerProtocolError:
        return
    assert isinstance(message, Message)


@pytest.mark.parametrize(
    "payload", [b"[]", b"12", b"not json", b'{"attachments": -1}', b'{"attachments": true}', b"[" * 100_000]
)
def test_payloads_that_are_no_message_are_refused(payload: bytes) -> None:
    with pytest.raises(WorkerProtocolError):
        read_message(io.BytesIO(HEADER.pack(JSON_KIND, len(payload)) + payload))


def test_a_message_of_countless_small_lists_is_refused_before_it_is_decoded() -> None:
    payload = b'{"x":[' + b"[]," * MAX_JSON_CONTAINERS + b"[]]}"
    with pytest.raises(WorkerProtocolError) as caught:
        read_message(io.BytesIO(HEADER.pack(JSON_KIND, len(payload)) + payload))
    assert "too many" in caught.value.detail


def test_a_name_that_is_no_text_crosses_unharmed() -> None:
    name = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    stream = io.BytesIO()
    write_message(stream, Message({"path": name}))
    stream.seek(0)
    message = read_message(stream)
    assert message is not None
    assert message.body["path"] == name
    assert json.dumps(name).isascii()
