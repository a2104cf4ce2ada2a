"""What is stored as JSON comes back as it was, and nothing else is taken for it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.answers import Answer, AnswerSentence, Citation, Hit
from desktop_rag.domain.chat import Adapter, Sampling
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.store.codec import Undecodable, decoded, from_json, storable, to_json
from tests.unit.answer_samples import answer, citation


def _name(raw: bytes) -> str:
    return "/" + raw.decode("utf-8", "surrogateescape")


TEXTS = st.text(st.characters(), max_size=20)
NUMBERS = st.floats(allow_nan=False)
PATHS = st.binary(max_size=20).map(lambda raw: Path(_name(raw)))
PLACES = {"path": PATHS, "title": TEXTS, "label": TEXTS, "heading": TEXTS}
CITATIONS = st.builds(Citation, quote=TEXTS, **PLACES)
HITS = st.builds(Hit, score=NUMBERS, text=TEXTS, **PLACES)
SENTENCES = st.builds(AnswerSentence, text=TEXTS, lead=TEXTS, doubt=TEXTS)
ANSWERS = st.builds(
    Answer,
    question=TEXTS,
    confidence=NUMBERS,
    sentences=st.lists(SENTENCES, max_size=3).map(tuple),
    citations=st.lists(CITATIONS, max_size=3).map(tuple),
    hits=st.lists(HITS, max_size=3).map(tuple),
    timings=st.dictionaries(TEXTS, NUMBERS, max_size=3),
    tokens=st.dictionaries(TEXTS, st.integers(), max_size=3),
    thought=TEXTS,
    adapters=st.lists(TEXTS, max_size=3).map(tuple),
    note=TEXTS,
)


@given(ANSWERS)
def test_any_answer_comes_back_as_it_was(value: Answer) -> None:
    stored = to_json(value)
    assert from_json(Answer, stored) == value
    assert stored.isascii()


@pytest.mark.parametrize("name", [b"caf\xe9.pdf", b"\xff\xfe", "日本.pdf".encode(), b"a\nb"])
def test_a_name_that_is_not_text_comes_back(name: bytes) -> None:
    path = Path(_name(name))
    assert from_json(Adapter, to_json(Adapter(path))).path == path


def test_a_field_that_was_added_later_takes_its_default() -> None:
    plain = json.loads(to_json(answer()))
    del plain["note"], plain["unknown_citations"]
    assert from_json(Answer, json.dumps(plain)) == answer()


def test_a_field_of_a_later_version_is_passed_over() -> None:
    plain = json.loads(to_json(answer())) | {"mood": "good"}
    assert from_json(Answer, json.dumps(plain)) == answer()


@pytest.mark.parametrize(
    "change",
    [
        {"state": "excellent"},
        {"confidence": "0.5"},
        {"confidence": True},
        {"unknown_citations": 1.5},
        {"unknown_citations": False},
        {"sentences": {}},
        {"sentences": [["text"]]},
        {"citations": [{"n": 1}]},
        {"timings": [1.0]},
        {"timings": {"total_s": "long"}},
        {"model": None},
        {"question": 7},
    ],
    ids=str,
)
def test_an_answer_with_one_wrong_value_is_no_answer(change: dict[str, object]) -> None:
    plain = json.loads(to_json(answer())) | change
    with pytest.raises(Undecodable):
        from_json(Answer, json.dumps(plain))


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "7", '"text"', "{}", "[" * 100_000])
def test_what_is_no_answer_at_all_is_refused(text: str) -> None:
    with pytest.raises(Undecodable):
        from_json(Answer, text)


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (int, 700),
        (float, 2.0),
        (ModelChoice | None, None),
        (ModelChoice | None, ModelChoice(Path("/m.gguf"), 4096)),
        (tuple[Path, ...], (Path("/a"), Path("/b"))),
        (tuple[Adapter, ...], (Adapter(Path("/a"), 0.5),)),
        (Sampling, Sampling(temperature=0.7, seed=3)),
    ],
    ids=str,
)
def test_any_type_a_field_has_comes_back(hint: object, value: object) -> None:
    back = decoded(hint, to_json(value))
    assert (back, type(back)) == (value, type(value))


def test_a_whole_number_stands_for_a_float() -> None:
    assert isinstance(decoded(float, "1"), float)


@given(TEXTS)
def test_what_is_made_storable_can_be_stored_and_keeps_all_whole_characters(text: str) -> None:
    kept = storable(text + "\ud800 end\ud83d\ude00")
    assert kept.encode("utf-8")
    assert kept.endswith("\ufffd end😀")


def test_text_without_trouble_is_stored_as_it_is() -> None:
    assert storable("Zürich 日本 \ufeff😀\0") == "Zürich 日本 \ufeff😀\0"


def test_a_citation_keeps_its_offsets() -> None:
    back = from_json(Answer, to_json(answer()))
    assert back.citations == (citation(1),)
