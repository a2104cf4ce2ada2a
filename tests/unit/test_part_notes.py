"""The note beside an unfinished file comes back as it was written, and nothing else passes for one."""

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.downloads import PartNote
from desktop_rag.domain.part_notes import MAX_FILE_BYTES, note_text, read_note

NOTE = PartNote(
    url="https://models.test/m.gguf?token=x",
    name="m.gguf",
    size_bytes=123_456_789_012,
    sha256="ab" * 32,
    validator='"etag"',
    licence="apache-2.0",
)
printable = st.text(st.characters(codec="utf-8").filter(str.isprintable), max_size=100)
notes = st.builds(
    PartNote,
    url=st.from_regex(r"\Ahttps://[a-z]{1,20}\.test/[a-z0-9/]{0,30}m\.gguf\Z"),
    name=printable.map(lambda name: name.replace("/", "_").replace("\\", "_") + ".gguf"),
    size_bytes=st.integers(0, MAX_FILE_BYTES),
    sha256=st.just("") | st.from_regex(r"\A[0-9a-f]{64}\Z"),
    validator=printable,
    licence=printable,
)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(notes)
def test_comes_back_as_it_was(note: PartNote) -> None:
    assert read_note(note_text(note)) == note


@given(notes, st.data())
def test_cut_short_it_is_no_note(note: PartNote, data: st.DataObject) -> None:
    text = note_text(note)
    assert read_note(text[: data.draw(st.integers(0, len(text) - 1))]) is None


@given(st.text() | json_values.map(json.dumps))
def test_anything_else_is_no_note(text: str) -> None:
    assert read_note(text) is None


@given(st.sampled_from([field.name for field in dataclasses.fields(PartNote)]), json_values)
def test_a_field_of_another_kind_is_no_note_or_a_sound_one(key: str, value: Any) -> None:
    note = read_note(json.dumps({**json.loads(note_text(NOTE)), key: value}))
    assert note is None or getattr(note, key) == value
    assert note is None or type(getattr(note, key)) is type(getattr(NOTE, key))


@pytest.mark.parametrize(
    "change",
    [
        {"url": "http://models.test/m.gguf"},
        {"url": "file:///etc/passwd"},
        {"url": "https://a:b@models.test/m.gguf"},
        {"name": ""},
        {"name": ".."},
        {"name": "../m.gguf"},
        {"name": "a\\m.gguf"},
        {"name": "m\n.gguf"},
        {"size_bytes": -1},
        {"size_bytes": True},
        {"size_bytes": 2**60},
        {"size_bytes": 1.5},
        {"sha256": "AB" * 32},
        {"sha256": "ab"},
        {"validator": "a\r\nb"},
        {"validator": "x" * 501},
        {"version": 2},
    ],
)
def test_a_note_that_could_do_harm_is_none(change: dict[str, object]) -> None:
    assert read_note(json.dumps({**json.loads(note_text(NOTE)), **change})) is None


def test_deep_or_endless_json_is_no_note() -> None:
    assert read_note("[" * 15_000) is None
    assert read_note(note_text(NOTE) + " " * 30_000) is None
