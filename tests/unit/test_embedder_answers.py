"""Nothing that an embed child can send gets past the checks as anything but sound vectors and counts."""

import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.embedder import EmbedderChoice, EmbedderKind, Pooling, TextKind
from desktop_rag.domain.errors import EmbedderUnusable, InputError, WorkerProtocolError
from desktop_rag.embedding.encoder import Vectors
from desktop_rag.workers.embed_client import (
    BATCH_S,
    COUNT_AT_ONCE_CHARS,
    MOST_TEXTS,
    _batches,
    _counts,
    _info,
    _Pace,
    _Turn,
    _vectors,
    embedder_spec,
    spec_for,
)
from desktop_rag.workers.embed_requests import choice_body, read_choice
from desktop_rag.workers.embed_worker import _EmbedService
from desktop_rag.workers.protocol import JsonObject, JsonValue, Message

INFO: JsonObject = {"fingerprint": "f" * 64, "name": "MiniLM", "dimension": 4, "max_tokens": 256}
GOOD = np.arange(8, dtype="<f4").tobytes()


def test_what_the_embedder_is() -> None:
    info = _info(INFO)
    assert (info.fingerprint, info.name, info.dimension, info.max_tokens) == ("f" * 64, "MiniLM", 4, 256)


@pytest.mark.parametrize(
    "change",
    [
        {"dimension": 0},
        {"dimension": -4},
        {"dimension": 10**9},
        {"dimension": 4.0},
        {"dimension": True},
        {"max_tokens": 1},
        {"max_tokens": None},
        {"name": "x" * 201},
        {"name": "a\x00b"},
        {"fingerprint": 5},
    ],
)
def test_an_embedder_that_makes_no_sense_is_refused(change: JsonObject) -> None:
    with pytest.raises(WorkerProtocolError):
        _info({**INFO, **change})


def test_vectors_come_in_rows() -> None:
    assert _vectors(Message({}, (GOOD,)), 2, 4).tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_vector_that_is_not_finite_is_refused(value: float) -> None:
    spoiled = np.array([0, 1, 2, value], dtype="<f4").tobytes()
    with pytest.raises(WorkerProtocolError, match="no sense"):
        _vectors(Message({}, (spoiled,)), 1, 4)


@pytest.mark.parametrize("attachments", [(), (GOOD[:-1],), (GOOD + b"x",), (b"",)])
def test_vectors_of_another_size_are_refused(attachments: tuple[bytes, ...]) -> None:
    with pytest.raises(WorkerProtocolError):
        _vectors(Message({}, attachments), 2, 4)


@given(st.binary(max_size=64), st.integers(1, 4), st.integers(1, 4))
def test_any_bytes_are_taken_whole_or_refused(noise: bytes, count: int, dimension: int) -> None:
    try:
        vectors = _vectors(Message({}, (noise,)), count, dimension)
    except WorkerProtocolError:
        return
    assert vectors.shape == (count, dimension)
    assert np.isfinite(vectors).all()


@pytest.mark.parametrize("counts", [[1], [1, 2, 3], "12", None, [1, "2"], [1, -1], [1, True], [1, 1e300]])
def test_counts_that_do_not_fit_the_texts_are_refused(counts: object) -> None:
    with pytest.raises(WorkerProtocolError):
        _counts({"counts": counts}, 2)  # type: ignore[dict-item]  # any JSON value


@given(st.lists(st.text()))
def test_batches_hold_all_texts_in_order(texts: list[str]) -> None:
    assert [text for batch in _batches(texts) for text in batch] == texts


def test_no_message_grows_without_bound() -> None:
    texts = ["x" * (COUNT_AT_ONCE_CHARS // 3)] * 12
    sizes = [sum(len(str(text)) for text in batch) for batch in _batches(texts)]
    assert len(sizes) > 2
    assert max(sizes) <= 2 * COUNT_AT_ONCE_CHARS


def started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_a_question_goes_before_passages_that_wait() -> None:
    turn, order = _Turn(), list[str]()
    waiting = threading.Semaphore(0)

    def passages() -> None:
        waiting.release()
        with turn.later():
            order.append("passages")

    def question() -> None:
        waiting.release()
        with turn.first():
            order.append("question")

    with turn.later():
        threads = [started(passages), started(passages)]
        threads.append(started(question))
        for _ in threads:
            assert waiting.acquire(timeout=5)
        while turn._first_waiting == 0:
            pass
    for thread in threads:
        thread.join(5)
    assert order == ["question", "passages", "passages"]


def test_a_turn_that_failed_lets_the_next_go() -> None:
    turn = _Turn()
    for take in (turn.first, turn.later, turn.first):
        with pytest.raises(ZeroDivisionError), take():
            raise ZeroDivisionError
    with turn.later():
        pass


@pytest.mark.parametrize("seconds_each", [0.0, 0.001, 0.05, 0.3, 6.0, 100.0])
def test_as_many_texts_are_asked_for_as_take_a_moment(seconds_each: float) -> None:
    pace = _Pace()
    for _request in range(8):
        pace.took(pace.texts, pace.texts * seconds_each)
    assert 1 <= pace.texts <= MOST_TEXTS
    assert pace.texts == 1 or pace.texts * seconds_each <= BATCH_S
    assert pace.texts == MOST_TEXTS or (pace.texts + 1) * seconds_each > BATCH_S


def test_one_fast_answer_does_not_bring_a_flood() -> None:
    pace = _Pace()
    pace.took(pace.texts, 100.0)
    pace.took(1, 0.001)
    assert pace.texts == 2


class Counting:
    """Counts what is loaded and closed."""

    fingerprint, name, dimension, max_tokens = "print", "Test", 2, 16

    def __init__(self) -> None:
        self.loaded: list[EmbedderChoice] = []
        self.closed = 0
        self.kinds: list[TextKind] = []

    def __call__(self, choice: EmbedderChoice) -> "Counting":
        self.loaded.append(choice)
        return self

    def encode(self, texts: Sequence[str], kind: TextKind = TextKind.PASSAGE) -> Vectors:
        self.kinds.append(kind)
        return np.ones((len(texts), 2), np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def close(self) -> None:
        self.closed += 1


BUNDLED = EmbedderChoice()
GGUF = EmbedderChoice(EmbedderKind.GGUF, Path("/models/a.gguf"), Pooling.CLS, "query: ", "")


def asked(choice: EmbedderChoice = BUNDLED, **more: JsonValue) -> JsonObject:
    return {"choice": choice_body(choice), "kind": "passage", "fingerprint": "print", **more}


def test_a_child_loads_its_model_once_and_speaks_what_the_client_takes() -> None:
    load = Counting()
    service = _EmbedService(load)
    assert load.loaded == []
    (described,) = service.describe(asked())
    (encoded,) = service.encode(asked(texts=["a", "b c"]))
    (counted,) = service.count(asked(texts=["a", "b c"]))
    assert load.loaded == [EmbedderChoice()]
    assert _info(described.body).name == "Test"
    assert _vectors(encoded, 2, 2).tolist() == [[1, 1], [1, 1]]
    assert _counts(counted.body, 2) == [1, 2]


def test_a_child_that_is_asked_for_another_embedder_frees_the_first() -> None:
    load = Counting()
    service = _EmbedService(load)
    for choice in (GGUF, GGUF, EmbedderChoice(), GGUF):
        list(service.describe(asked(choice)))
    assert load.loaded == [GGUF, EmbedderChoice(), GGUF]
    assert load.closed == 2


def test_an_embedder_that_could_not_be_loaded_is_tried_again_and_leaves_no_other_in_its_place() -> None:
    load = Counting()

    def failing(choice: EmbedderChoice) -> Counting:
        if choice == GGUF and len(load.loaded) < 2:
            load.loaded.append(choice)
            raise EmbedderUnusable
        return load(choice)

    service = _EmbedService(failing)
    list(service.describe(asked()))
    with pytest.raises(EmbedderUnusable):
        list(service.describe(asked(GGUF)))
    list(service.describe(asked(GGUF)))
    assert load.loaded == [EmbedderChoice(), GGUF, GGUF]


def test_what_a_text_is_reaches_the_embedder() -> None:
    load = Counting()
    service = _EmbedService(load)
    for kind in TextKind:
        list(service.encode(asked(texts=["a"], kind=kind.value)))
    assert load.kinds == list(TextKind)


def test_vectors_of_files_that_were_exchanged_are_refused() -> None:
    """A child that is started again reads what lies there now."""
    with pytest.raises(EmbedderUnusable, match="changed"):
        list(_EmbedService(Counting()).encode(asked(texts=["a"], fingerprint="another")))


@given(
    st.builds(
        EmbedderChoice,
        st.sampled_from(EmbedderKind),
        st.none() | st.text(min_size=1).map(Path),
        st.none() | st.sampled_from(Pooling),
        st.none() | st.text(),
        st.none() | st.text(),
    )
)
def test_a_choice_arrives_as_it_was_sent(choice: EmbedderChoice) -> None:
    assert read_choice(json.loads(json.dumps(choice_body(choice)))) == choice


@pytest.mark.parametrize(
    "body",
    [None, "bundled", {}, {"kind": "onnx"}, {"kind": "gguf", "path": 7}, {"kind": "gguf", "pooling": "rank"}],
)
def test_a_request_without_a_sound_choice_is_refused(body: JsonValue) -> None:
    with pytest.raises(InputError):
        list(_EmbedService(Counting()).describe({"choice": body}))


@pytest.mark.parametrize(
    "change", [{"texts": None}, {"texts": "text"}, {"texts": {"a": 1}}, {"kind": "title"}]
)
def test_a_request_without_texts_or_their_kind_is_refused(change: JsonObject) -> None:
    with pytest.raises(InputError):
        list(_EmbedService(Counting()).encode({**asked(texts=["a"]), **change}))


def test_a_larger_embedder_may_take_more_memory_and_the_bundled_one_no_more_than_before() -> None:
    spec = embedder_spec()
    assert spec_for(spec, EmbedderChoice(), 10**12) == spec
    assert spec_for(spec, GGUF, 30 * 2**20).memory_bytes == spec.memory_bytes == 3 * 2**30
    assert spec_for(spec, GGUF, 600 * 2**20).memory_bytes == 1200 * 2**20 + 2 * 2**30
    folder = EmbedderChoice(EmbedderKind.SENTENCE_TRANSFORMERS, Path("folder"))
    assert spec_for(spec, folder, 600 * 2**20).memory_bytes == 1800 * 2**20 + 2 * 2**30
