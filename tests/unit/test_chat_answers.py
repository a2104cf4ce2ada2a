"""Nothing that a chat child can send gets past the checks as anything but sound values; and both sides of the
boundary mean the same by what they say."""

import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.chat import Adapter, ChatMessage, Role, Sampling
from desktop_rag.domain.errors import (
    AdapterMismatch,
    Cancelled,
    InputError,
    ModelDamaged,
    ModelError,
    ModelOutOfMemory,
    ModelStopped,
    WorkerCrashed,
    WorkerOutOfMemory,
    WorkerProtocolError,
    WorkerStalled,
)
from desktop_rag.domain.language_model import (
    Completion,
    CompletionRequest,
    FinishReason,
    LoadedModel,
    ModelChoice,
    ModelFacts,
    ModelShape,
)
from desktop_rag.workers import chat_answers, chat_requests
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.chat_failures import model_error
from desktop_rag.workers.child import StopFlag
from desktop_rag.workers.protocol import JsonObject

PATH = Path("/models/tower.gguf")
MODEL = ModelFacts(
    PATH, "Tower", "llama", 10**9, "Q4_K_M", 700_000_000, 8192, True, "MIT", ModelShape(16, 2048, 99, 5, 9), 2
)
LOADED = LoadedModel(MODEL, 4096, 0, 1.5)
COMPLETION = Completion(FinishReason.STOP, 900, 850, 42, 0.001, 0.25, 1.75)


def test_what_the_child_says_of_its_work_arrives() -> None:
    assert chat_answers.loaded_model(chat_requests.loaded_body(LOADED), PATH) == LOADED
    assert chat_answers.completion(chat_requests.completion_body(COMPLETION)) == COMPLETION


texts = st.text(max_size=30)
scales = st.floats(-4, 4)


@given(
    st.lists(st.tuples(st.sampled_from(Role), texts), max_size=4),
    st.lists(st.tuples(st.sampled_from(["a.gguf", "b c.gguf", "ä/ß.gguf"]), scales), max_size=3),
    st.integers(0, chat_requests.MAX_SEED),
    st.booleans(),
)
def test_a_request_arrives_as_it_was_sent(
    messages: list[tuple[Role, str]], adapters: list[tuple[str, float]], seed: int, forget: bool
) -> None:
    request = CompletionRequest(
        tuple(ChatMessage(role, content) for role, content in messages),
        max_tokens=300,
        adapters=tuple(Adapter(Path(path), scale) for path, scale in adapters),
        sampling=Sampling(temperature=0.7, top_k=5, top_p=0.5, min_p=0.1, repeat_penalty=1.1, seed=seed),
        forget=forget,
    )
    assert chat_requests.read_request(chat_requests.request_body(request)) == request


@pytest.mark.parametrize("choice", [ModelChoice(PATH), ModelChoice(PATH, 512, 12)])
def test_a_choice_arrives_as_it_was_sent(choice: ModelChoice) -> None:
    assert chat_requests.read_choice(chat_requests.choice_body(choice)) == choice


@pytest.mark.parametrize("seed", [-1, 2**32 - 1, 2**70])
def test_no_seed_means_another_one_each_time(seed: int) -> None:
    request = CompletionRequest((), 10, sampling=Sampling(seed=seed))
    read = chat_requests.read_request(chat_requests.request_body(request))
    assert 0 <= read.sampling.seed < 2**32 - 1


@pytest.mark.parametrize(
    "change", [{"messages": 1}, {"messages": [["user"]]}, {"sampling": None}, {"adapters": [["a", "b"]]}]
)
def test_a_request_that_makes_no_sense_is_refused(change: JsonObject) -> None:
    body = {**chat_requests.request_body(CompletionRequest((), 10)), **change}
    with pytest.raises(InputError):
        chat_requests.read_request(body)


@pytest.mark.parametrize(
    "change",
    [
        {"context_tokens": 0},
        {"gpu_layers": -1},
        {"load_s": None},
        {"parameters": -1},
        {"shape": []},
        {"has_template": 1},
    ],
)
def test_a_loaded_model_that_makes_no_sense_is_refused(change: JsonObject) -> None:
    with pytest.raises(WorkerProtocolError):
        chat_answers.loaded_model({**chat_requests.loaded_body(LOADED), **change}, PATH)


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "tired"},
        {"reason": 1},
        {"prompt_tokens": -1},
        {"reused_tokens": 901},
        {"answer_tokens": 10**9},
        {"first_token_s": -0.1},
        {"writing_s": 1e9},
        {"switch_s": None},
    ],
)
def test_a_completion_that_makes_no_sense_is_refused(change: JsonObject) -> None:
    with pytest.raises(WorkerProtocolError):
        chat_answers.completion({**chat_requests.completion_body(COMPLETION), **change})


@pytest.mark.parametrize("share", [-0.1, 1.1, None, "1", True])
def test_a_share_is_between_nothing_and_all(share: str | float | None) -> None:
    with pytest.raises(WorkerProtocolError):
        chat_answers.share({"share": share})


@pytest.mark.parametrize(("done", "total"), [(2, 1), (-1, 5), (1, -1), (1, 10**10), (0.5, 1)])
def test_no_more_is_read_than_there_is(done: float, total: int) -> None:
    with pytest.raises(WorkerProtocolError):
        chat_answers.reading({"done": done, "total": total})


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=50))
def test_whatever_a_model_writes_can_be_stored(text: str) -> None:
    piece = chat_answers.piece({"text": text})
    assert "\x00" not in piece
    assert piece.encode("utf-8").decode("utf-8") == piece
    assert len(piece) == len(text)


@pytest.mark.parametrize("text", [None, 5, ["a"], "x" * (chat_answers.MAX_PIECE_CHARS + 1)])
def test_a_piece_that_is_no_text_or_too_much_is_refused(text: object) -> None:
    with pytest.raises(WorkerProtocolError):
        chat_answers.piece({"text": text})  # type: ignore[dict-item]  # any JSON value


@pytest.mark.parametrize("error", [ModelError, *ModelError.__subclasses__()])
def test_an_error_about_a_model_keeps_its_kind_and_its_words(error: type[ModelError]) -> None:
    with pytest.raises(error) as caught:
        raise_if_error({"event": "error", "kind": error.kind, "message": "Why.", "hint": "What now."})
    assert type(caught.value) is error
    assert (caught.value.message, caught.value.hint) == ("Why.", "What now.")


def test_the_kinds_of_errors_are_all_different() -> None:
    kinds = [error.kind for error in (ModelError, *ModelError.__subclasses__())]
    assert len(set(kinds)) == len(kinds)
    assert {ModelDamaged.kind, AdapterMismatch.kind} < set(kinds)


def test_that_it_stopped_is_no_failure() -> None:
    with pytest.raises(Cancelled):
        raise_if_error({"event": "error", "kind": "cancelled", "message": "", "hint": ""})


class TestLossOfTheChild:
    def test_by_memory(self) -> None:
        error = model_error(WorkerOutOfMemory(detail="chat: over"), -9)
        assert isinstance(error, ModelOutOfMemory)
        assert error.detail == "chat: over"

    def test_is_told_differently_for_each_cause(self) -> None:
        causes = [
            (WorkerCrashed(), -signal.SIGKILL),
            (WorkerStalled(), -signal.SIGKILL),
            (WorkerCrashed(), -signal.SIGILL),
            (WorkerCrashed(), -signal.SIGBUS),
        ]
        errors = [model_error(error, status) for error, status in causes]
        assert all(isinstance(error, ModelStopped) for error in errors)
        assert len({error.message for error in errors}) == len(causes)

    @pytest.mark.parametrize("status", [None, 0, 1, -6, 134])
    def test_by_anything_else_is_a_plain_stop(self, status: int | None) -> None:
        assert model_error(WorkerCrashed(), status).message == ModelStopped.default_message

    def test_by_a_missing_instruction_is_known_on_windows_too(self) -> None:
        assert "processor" in model_error(WorkerCrashed(), 0xC000001D).message


class TestStopFlag:
    def test_is_set_by_a_stop_for_the_request_that_runs(self) -> None:
        stop = StopFlag()
        assert not stop.take({"id": 1, "method": "complete"})
        assert not stop()
        assert stop.take({"id": 1, "method": "stop"})
        assert stop()

    def test_is_not_set_by_one_that_comes_too_late(self) -> None:
        stop = StopFlag()
        stop.take({"id": 1, "method": "complete"})
        stop.take({"id": 2, "method": "complete"})
        assert stop.take({"id": 1, "method": "stop"})
        assert not stop()

    def test_is_cleared_by_the_next_request(self) -> None:
        stop = StopFlag()
        stop.take({"id": 1, "method": "complete"})
        stop.take({"id": 1, "method": "stop"})
        stop.take({"id": 2, "method": "complete"})
        assert not stop()
