"""The parts around llama.cpp: held-back text, reasons for failures, and stopping inside of it."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.chat import ChatMessage, Role
from desktop_rag.domain.errors import Cancelled, ModelDamaged, ModelError, ModelOutOfMemory, ModelUnsupported
from desktop_rag.domain.language_model import Completion, CompletionRequest, ModelChoice
from desktop_rag.generation.engine import Engine, load_engine
from desktop_rag.generation.load_errors import NativeLog, load_failure
from desktop_rag.generation.loading import threads_for
from desktop_rag.generation.memory import BATCH_TOKENS_WITHOUT_GPU
from desktop_rag.generation.text_stream import TextStream
from desktop_rag.generation.vocabulary import Vocabulary
from tests.ggufs import Shape, write_model


def pieces_of(text: str, cuts: list[int]) -> list[bytes]:
    data = text.encode()
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[begin:end] for begin, end in itertools.pairwise(edges)]


def streamed(stream: TextStream, pieces: list[bytes]) -> list[str]:
    texts = []
    for piece in pieces:
        texts.append(stream.take(piece))
        if stream.stopped:
            return texts
    return [*texts, stream.finish()]


class TestTextStream:
    @given(st.text(), st.lists(st.integers(0, 1000)))
    def test_no_character_is_torn_however_its_bytes_come(self, text: str, cuts: list[int]) -> None:
        texts = streamed(TextStream(), pieces_of(text, cuts))
        assert "".join(texts) == text

    @given(st.text("ab</s>\n", max_size=40), st.lists(st.integers(0, 1000)))
    def test_the_text_ends_before_a_stop_however_it_is_split(self, text: str, cuts: list[int]) -> None:
        stops = ("</s>", "\n\na")
        stream = TextStream(stops)
        shown = "".join(streamed(stream, pieces_of(text, cuts)))
        found = [text.find(stop) for stop in stops if stop in text]
        assert stream.stopped == bool(found)
        if found:
            # With two stops close together, the one that was written out first counts.
            assert text.startswith(shown)
            assert not any(stop in shown for stop in stops)
        else:
            assert shown == text

    def test_what_only_looks_like_a_stop_is_shown_when_it_turned_out(self) -> None:
        stream = TextStream(("</s>",))
        assert [stream.take(piece) for piece in (b"a<", b"/", b"b")] == ["a", "", "</b"]

    def test_what_was_held_back_at_the_end_is_shown(self) -> None:
        stream = TextStream(("</s>",))
        assert stream.take(b"a</") == "a"
        assert stream.finish() == "</"

    def test_half_a_character_at_the_end_is_shown_as_such(self) -> None:
        stream = TextStream()
        assert stream.take("é".encode()[:1]) == ""
        assert stream.finish() == "\ufffd"


class TestReasons:
    @pytest.mark.parametrize(
        ("log", "error", "words"),
        [
            ("error loading model: unknown model architecture: 'quasar-9'", ModelUnsupported, "quasar-9"),
            ("ggml_backend_alloc: unable to allocate CPU buffer", ModelOutOfMemory, "memory"),
            ("alloc_tensor_range: failed to allocate CUDA0 buffer of size 9", ModelOutOfMemory, "memory"),
            ("error loading model vocabulary: unknown pre-tokenizer type: 'x'", ModelUnsupported, "words"),
            ("missing tensor 'blk.0.attn_q.weight'", ModelDamaged, "damaged"),
            ("tensor 'x' data is not within the file bounds, model is corrupted", ModelDamaged, "damaged"),
            ("something nobody has seen", ModelUnsupported, "could not be loaded"),
        ],
    )
    def test_are_told_in_plain_words(self, log: str, error: type[ModelError], words: str) -> None:
        failure = load_failure(log)
        assert type(failure) is error
        assert words in failure.message
        assert failure.detail == log

    def test_do_not_repeat_what_a_file_wants_said(self) -> None:
        failure = load_failure("unknown model architecture: '<b>\x1b[31m" + "x" * 500 + "'")
        assert failure.message.isprintable()
        assert len(failure.message) < 200


@pytest.fixture(scope="session")
def log() -> NativeLog:
    """llama.cpp keeps the callback for as long as the process lives."""
    return NativeLog()


Load = Callable[..., Engine]


@pytest.fixture
def load(log: NativeLog) -> Load:
    def build(
        path: Path,
        stopped: Callable[[], bool] = lambda: False,
        on_progress: Callable[[float], None] = lambda _share: None,
    ) -> Engine:
        return load_engine(ModelChoice(path), log, on_progress, stopped)

    return build


def request(text: str, max_tokens: int) -> CompletionRequest:
    return CompletionRequest((ChatMessage(Role.USER, text),), max_tokens)


def written(engine: Engine, text: str, max_tokens: int = 12) -> tuple[str, Completion]:
    events = list(engine.complete(request(text, max_tokens)))
    completion = events[-1]
    assert isinstance(completion, Completion)
    return "".join(event for event in events if isinstance(event, str)), completion


def test_loading_ends_at_the_share_where_it_is_stopped(load: Load, tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.gguf", shape=Shape(layers=12))
    shares: list[float] = []
    with pytest.raises(Cancelled):
        load(path, lambda: bool(shares) and shares[-1] > 0.4, shares.append)
    assert 0.4 < shares[-1] < 0.9


def test_a_failed_load_gives_the_reason_of_llama_cpp(load: Load, tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.gguf", metadata={"llama.block_count": 3})
    with pytest.raises(ModelDamaged) as caught:
        load(path)
    assert "blk.2" in caught.value.detail


def test_reading_a_prompt_ends_in_the_middle_of_a_batch(load: Load, tmp_path: Path) -> None:
    """llama.cpp asks at each step of the computation whether to go on; from some time on it hears no."""
    calls, last = [0], [10**9]

    def stopped() -> bool:
        calls[0] += 1
        return calls[0] > last[0]

    engine = load(write_model(tmp_path / "m.gguf", shape=Shape(layers=12)), stopped)
    prompt = "The tower stands by the sea. " * 3
    calls[0] = 0
    expected, whole = written(engine, prompt, max_tokens=1)
    asked_in_one_batch = calls[0]
    calls[0], last[0] = 0, asked_in_one_batch // 3
    with pytest.raises(Cancelled):
        written(engine, f"A{prompt[1:]}")
    stopped_after = calls[0]
    last[0] = 10**9
    again, completion = written(engine, prompt, max_tokens=1)
    engine.close()
    assert whole.prompt_tokens <= BATCH_TOKENS_WITHOUT_GPU
    assert asked_in_one_batch > 30
    assert stopped_after <= asked_in_one_batch // 3 + 5
    assert again == expected
    assert completion.reused_tokens < whole.prompt_tokens


@pytest.mark.parametrize("tokenizer", ["gpt2", "llama"])
def test_thoughts_are_marked_in_the_text_and_other_control_tokens_are_not_shown(
    load: Load, tmp_path: Path, tokenizer: str
) -> None:
    path = write_model(tmp_path / "m.gguf", tokenizer=tokenizer)  # type: ignore[arg-type]  # one of two
    engine = load(path)
    vocabulary = engine._vocabulary
    pieces = {text: piece(vocabulary, text) for text in ("<think>", "</think>", "<|im_start|>", "</s>", "a")}
    ends = [vocabulary.ends(token) for token in vocabulary.tokens("<|im_end|>a", has_bos=True)]
    engine.close()
    assert pieces == {
        "<think>": b"<think>",
        "</think>": b"</think>",
        "<|im_start|>": b"",
        "</s>": b"",
        "a": b"a",
    }
    assert ends == [True, False]


def piece(vocabulary: Vocabulary, text: str) -> bytes:
    (token,) = vocabulary.tokens(text, has_bos=True)
    return vocabulary.piece(token)


@pytest.mark.parametrize("add_bos", [False, True])
def test_a_first_token_stands_there_once(load: Load, tmp_path: Path, add_bos: bool) -> None:
    engine = load(write_model(tmp_path / "m.gguf", add_bos=add_bos))
    without, with_own = (engine._vocabulary.tokens(text, has_bos=text != "a") for text in ("a", "<s>a"))
    engine.close()
    assert len(with_own) == 2
    assert len(without) == (2 if add_bos else 1)


def test_a_small_model_gets_one_thread_and_a_large_one_what_there_is() -> None:
    assert threads_for(1_000_000) == 1
    assert 1 <= threads_for(40 * 1024**2) <= threads_for(8 * 1024**3)
