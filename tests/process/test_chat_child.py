"""A model answers through its child: every state, every way to stop it, and every way it can be lost."""

import dataclasses
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from desktop_rag.domain.chat import ChatMessage, Role, Sampling
from desktop_rag.domain.errors import (
    Cancelled,
    ModelDamaged,
    ModelMissing,
    ModelOutOfMemory,
    ModelStopped,
    ModelUnsupported,
    NoModel,
    PromptTooLong,
)
from desktop_rag.domain.language_model import (
    Completion,
    CompletionRequest,
    FinishReason,
    ModelChoice,
    ModelState,
    ModelStatus,
)
from desktop_rag.workers.chat_client import ChatClient, chat_spec
from desktop_rag.workers.chat_requests import choice_body
from tests.ggufs import Shape, write_model

SLOW = Shape(layers=6, width=384, hidden=1024, heads=6)
"""11 million parameters: reads 6,000 tokens in many seconds."""
LONG = "The keeper of the tower wrote the number of each ship into the book. " * 85


def never() -> bool:
    return False


def asked(text: str = "Who keeps the tower?", max_tokens: int = 40, **changes: object) -> CompletionRequest:
    request = CompletionRequest((ChatMessage(Role.USER, text),), max_tokens)
    return dataclasses.replace(request, **changes)  # type: ignore[arg-type]  # the fields of a request


class Watched:
    """A client that remembers what it was told."""

    def __init__(self, **limits: float) -> None:
        self.statuses: list[ModelStatus] = []
        self.on_status: Callable[[ModelStatus], None] = lambda _status: None
        self.client = ChatClient(dataclasses.replace(chat_spec(), **limits), self._hear)
        self.pieces: list[str] = []

    def _hear(self, status: ModelStatus) -> None:
        self.statuses.append(status)
        self.on_status(status)

    @property
    def states(self) -> list[str]:
        """In order, each once in a row."""
        states = [status.state.value for status in self.statuses]
        return [state for n, state in enumerate(states) if n == 0 or states[n - 1] != state]

    @property
    def pid(self) -> int:
        pid = self.client.child.pid
        assert pid is not None
        return pid

    def kill(self) -> None:
        """As it happens while nothing is asked."""
        os.kill(self.pid, signal.SIGKILL)
        deadline = time.monotonic() + 2
        while self.client.child.alive and time.monotonic() < deadline:
            time.sleep(0.01)

    def write(
        self, request: CompletionRequest, cancelled: Callable[[], bool] = never
    ) -> tuple[str, Completion]:
        pieces: list[str] = []
        completion = self.client.complete(request, pieces.append, cancelled)
        return "".join(pieces), completion


@pytest.fixture
def watched() -> Iterator[Watched]:
    subject = Watched()
    yield subject
    subject.client.close()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("tiny") / "tiny.gguf")


@pytest.fixture(scope="session")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("slow") / "slow.gguf"
    return write_model(path, name="Slow", shape=SLOW, context_length=8192, seed=4)


class TestStates:
    def test_go_from_empty_over_loading_to_ready_and_through_an_answer(
        self, watched: Watched, tiny: Path
    ) -> None:
        assert watched.client.status.state is ModelState.EMPTY
        watched.client.choose(ModelChoice(tiny))
        text, completion = watched.write(asked())
        assert watched.states == ["loading", "ready", "answering", "ready"]
        shares = [status.share for status in watched.statuses if status.state is ModelState.LOADING]
        assert shares[0] == 0
        assert shares == sorted(shares)
        assert shares[-1] > 0.9
        assert len(text) == completion.answer_tokens == 40
        assert completion.reason is FinishReason.LENGTH

    def test_what_is_loaded_is_told(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny, context_tokens=512))
        loaded = watched.client.prepare()
        assert (loaded.facts.name, loaded.context_tokens, loaded.gpu_layers) == ("Tiny", 512, 0)
        assert loaded.facts.path == tiny
        assert watched.client.status.model == loaded

    def test_the_context_is_never_longer_than_the_model_was_trained_for(
        self, watched: Watched, tiny: Path
    ) -> None:
        watched.client.choose(ModelChoice(tiny, context_tokens=100_000))
        assert watched.client.prepare().context_tokens == 2048

    def test_a_model_is_loaded_once(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny))
        watched.client.prepare()
        pid = watched.pid
        watched.client.choose(ModelChoice(tiny))
        watched.write(asked())
        assert watched.states.count("loading") == 1
        assert watched.pid == pid

    def test_without_a_choice_there_is_no_model(self, watched: Watched, tiny: Path) -> None:
        with pytest.raises(NoModel):
            watched.write(asked())
        watched.client.choose(ModelChoice(tiny))
        watched.write(asked())
        watched.client.choose(None)
        assert watched.client.status.state is ModelState.EMPTY
        with pytest.raises(NoModel):
            watched.client.prepare()

    def test_choosing_another_model_ends_the_answer_of_the_first(
        self, watched: Watched, slow: Path, tiny: Path
    ) -> None:
        watched.client.choose(ModelChoice(slow))
        watched.client.prepare()
        first = watched.pid
        threading.Timer(0.3, lambda: watched.client.choose(ModelChoice(tiny))).start()
        with pytest.raises(Cancelled):
            watched.write(asked(LONG))
        text, _completion = watched.write(asked())
        assert len(text) == 40
        assert watched.client.status.state is ModelState.READY
        deadline = time.monotonic() + 3
        while psutil.pid_exists(first) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not psutil.pid_exists(first)

    def test_choosing_does_not_wait(self, watched: Watched, tiny: Path, slow: Path) -> None:
        watched.client.choose(ModelChoice(tiny))
        watched.client.prepare()
        began = time.monotonic()
        watched.client.choose(ModelChoice(slow))
        assert time.monotonic() - began < 0.1

    def test_whether_llama_cpp_starts_is_tried_beside_the_model(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny))
        watched.client.prepare()
        pid = watched.pid
        watched.client.check_engine()
        assert (watched.pid, watched.client.status.state) == (pid, ModelState.READY)
        assert [child.pid for child in psutil.Process().children()] == [pid]


class TestStopping:
    """Each time within a second, with the child alive and the next answer right."""

    def stopped_after(self, token: threading.Event, work: Callable[[Callable[[], bool]], object]) -> float:
        """Seconds from the wish to stop until it was done."""
        stopped_at: list[float] = []

        def wanted() -> bool:
            if token.is_set() and not stopped_at:
                stopped_at.append(time.monotonic())
            return token.is_set()

        with pytest.raises(Cancelled):
            work(wanted)
        return time.monotonic() - stopped_at[0]

    def test_while_the_prompt_is_read(self, watched: Watched, slow: Path) -> None:
        watched.client.choose(ModelChoice(slow))
        expected, _completion = watched.write(asked(max_tokens=8))
        pid, token = watched.pid, threading.Event()
        pieces: list[str] = []

        def work(cancelled: Callable[[], bool]) -> None:
            watched.client.complete(asked(LONG), pieces.append, cancelled, lambda _done, _total: token.set())

        assert self.stopped_after(token, work) < 1.0
        assert (pieces, watched.pid) == ([], pid)
        assert watched.states[-3:] == ["answering", "stopping", "ready"]
        assert watched.write(asked(max_tokens=8))[0] == expected

    def test_while_it_writes(self, watched: Watched, slow: Path) -> None:
        watched.client.choose(ModelChoice(slow))
        expected, _completion = watched.write(asked(max_tokens=20))
        pid, token = watched.pid, threading.Event()
        pieces: list[str] = []

        def hear(piece: str) -> None:
            pieces.append(piece)
            if len(pieces) == 5:
                token.set()

        def work(cancelled: Callable[[], bool]) -> None:
            watched.client.complete(asked(max_tokens=2000), hear, cancelled)

        assert self.stopped_after(token, work) < 1.0
        assert watched.pid == pid
        assert expected.startswith("".join(pieces[:5]))
        assert watched.write(asked(max_tokens=20))[0] == expected

    def test_while_it_loads(self, watched: Watched, tiny: Path, slow: Path) -> None:
        watched.client.choose(ModelChoice(slow))
        # A child that has loaded something before: starting llama.cpp itself cannot be stopped, only ended.
        list(watched.client.child.request("load", choice_body(ModelChoice(tiny))))
        token = threading.Event()
        token.set()
        pid = watched.pid
        assert self.stopped_after(token, watched.client.prepare) < 1.0
        assert watched.states == ["loading", "stopping", "empty"]
        assert watched.pid == pid
        assert watched.write(asked(max_tokens=8))[1].answer_tokens == 8
        assert watched.pid == pid

    def test_while_it_starts(self, watched: Watched, slow: Path) -> None:
        watched.client.choose(ModelChoice(slow))
        token = threading.Event()
        token.set()
        assert self.stopped_after(token, watched.client.prepare) < 1.5
        assert watched.client.status.state is ModelState.EMPTY
        assert watched.write(asked(max_tokens=8))[1].answer_tokens == 8

    def test_while_it_waits_for_its_turn(self, watched: Watched, slow: Path) -> None:
        watched.client.choose(ModelChoice(slow))
        watched.client.prepare()
        first, second = threading.Event(), threading.Event()

        def answer() -> None:
            with pytest.raises(Cancelled):
                watched.write(asked(LONG), first.is_set)

        answering = threading.Thread(target=answer)
        answering.start()
        second.set()
        assert self.stopped_after(second, lambda cancelled: watched.write(asked(), cancelled)) < 1.0
        first.set()
        answering.join()

    def test_a_child_that_does_not_listen_is_ended(self, watched: Watched, slow: Path) -> None:
        watched.client.choose(ModelChoice(slow))
        watched.client.prepare()
        pid, token = watched.pid, threading.Event()

        def freeze(_piece: str) -> None:
            if not token.is_set():
                os.kill(pid, signal.SIGSTOP)
                token.set()

        def work(cancelled: Callable[[], bool]) -> None:
            watched.client.complete(asked(max_tokens=2000), freeze, cancelled)

        assert self.stopped_after(token, work) < 1.5
        assert watched.client.status.state is ModelState.EMPTY
        assert watched.write(asked(max_tokens=8))[1].answer_tokens == 8
        assert watched.pid != pid


class TestLoss:
    def lose(self, watched: Watched, by: signal.Signals) -> tuple[str, ModelStopped]:
        """What was written before the child was killed in the middle of an answer."""
        pieces: list[str] = []

        def hear(piece: str) -> None:
            pieces.append(piece)
            if len(pieces) == 3:
                os.kill(watched.pid, by)

        with pytest.raises(ModelStopped) as caught:
            watched.client.complete(asked(max_tokens=2000), hear)
        return "".join(pieces), caught.value

    def test_in_an_answer_is_told_and_the_next_one_loads_the_model_again(
        self, watched: Watched, slow: Path
    ) -> None:
        watched.client.choose(ModelChoice(slow))
        expected, _completion = watched.write(asked(max_tokens=30))
        partial, error = self.lose(watched, signal.SIGKILL)
        assert expected.startswith(partial[:30])
        assert "kept" in error.message
        status = watched.client.status
        assert (status.state, status.reason, status.hint) == (ModelState.FAILED, error.message, error.hint)
        assert watched.write(asked(max_tokens=30))[0] == expected
        assert watched.states[-5:] == ["failed", "loading", "ready", "answering", "ready"]

    def test_by_an_instruction_that_the_processor_lacks_is_told_as_such(
        self, watched: Watched, slow: Path
    ) -> None:
        watched.client.choose(ModelChoice(slow))
        _partial, error = self.lose(watched, signal.SIGILL)
        assert "processor" in error.message
        assert "older processors" in error.hint

    def test_by_a_file_that_cannot_be_read_any_more_is_told_as_such(
        self, watched: Watched, slow: Path
    ) -> None:
        watched.client.choose(ModelChoice(slow))
        _partial, error = self.lose(watched, signal.SIGBUS)
        assert "file" in error.message

    def test_while_nothing_is_asked_costs_only_another_loading(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny))
        expected, _completion = watched.write(asked())
        watched.kill()
        assert watched.write(asked())[0] == expected
        assert "failed" not in watched.states

    def test_for_want_of_memory_is_told_as_such(self, slow: Path) -> None:
        watched = Watched(memory_bytes=150_000_000)
        watched.client.choose(ModelChoice(slow))
        with pytest.raises(ModelOutOfMemory):
            watched.write(asked(LONG))
        assert "memory" in watched.client.status.reason
        watched.client.close()

    @pytest.mark.parametrize(
        ("change", "error"),
        [
            (lambda path: path.unlink(), ModelMissing),
            (lambda path: path.write_bytes(b""), ModelDamaged),
            (lambda path: path.write_bytes(path.read_bytes()[:-1000]), ModelDamaged),
            (lambda path: path.write_text("<!doctype html><title>Sign in</title>"), ModelUnsupported),
        ],
    )
    def test_of_the_file_too_is_told_when_the_model_is_loaded_again(
        self, watched: Watched, tmp_path: Path, change: Callable[[Path], object], error: type[Exception]
    ) -> None:
        path = write_model(tmp_path / "mine.gguf")
        watched.client.choose(ModelChoice(path))
        watched.write(asked())
        watched.kill()
        change(path)
        with pytest.raises(error):
            watched.write(asked())
        status = watched.client.status
        assert status.state is ModelState.FAILED
        assert status.reason
        write_model(path)
        watched.write(asked())
        assert watched.client.status.state is ModelState.READY


class TestMemory:
    def test_a_follow_up_reads_only_what_is_new(self, watched: Watched, slow: Path) -> None:
        watched.client.choose(ModelChoice(slow))
        watched.client.prepare()
        prompt = LONG[:2000]
        _text, first = watched.write(asked(prompt, 4))
        _text, second = watched.write(asked(f"{prompt} And then?", 4))
        assert first.reused_tokens == 0
        assert second.reused_tokens > 0.95 * first.prompt_tokens
        assert second.first_token_s <= first.first_token_s / 2

    def test_forgetting_reads_it_all_again_and_writes_the_same(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny))
        expected, _first = watched.write(asked())
        again, reused = watched.write(asked())
        text, forgotten = watched.write(asked(forget=True))
        assert again == text == expected
        assert reused.reused_tokens == reused.prompt_tokens - 1
        assert forgotten.reused_tokens == 0

    def test_an_answer_does_not_depend_on_what_was_asked_before(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny))
        expected, _completion = watched.write(asked("What is red?"))
        watched.write(asked("What is blue and has a much longer question?"))
        watched.write(asked("What"))
        assert watched.write(asked("What is red?"))[0] == expected

    def test_a_prompt_that_is_too_long_is_refused_and_the_model_goes_on(
        self, watched: Watched, tiny: Path
    ) -> None:
        watched.client.choose(ModelChoice(tiny, context_tokens=256))
        watched.client.prepare()
        pid = watched.pid
        with pytest.raises(PromptTooLong):
            watched.write(asked("long " * 60))
        with pytest.raises(PromptTooLong):
            watched.write(asked("long " * 2_000_000))
        assert watched.client.status.state is ModelState.READY
        watched.write(asked())
        assert watched.pid == pid

    def test_an_answer_ends_where_the_context_does(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny, context_tokens=128))
        text, completion = watched.write(asked(max_tokens=1000))
        assert completion.prompt_tokens + completion.answer_tokens == 128
        assert len(text) == completion.answer_tokens
        assert completion.reason is FinishReason.LENGTH

    def test_the_prompt_is_counted_as_it_is_read(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny))
        messages = (ChatMessage(Role.SYSTEM, "Be brief."), ChatMessage(Role.USER, "Who keeps the tower?"))
        count = watched.client.count(messages)
        _text, completion = watched.write(CompletionRequest(messages, 4))
        assert count == completion.prompt_tokens
        assert count > len("Be brief.Who keeps the tower?")

    def test_reading_a_long_prompt_is_told_on_the_way(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny))
        heard: list[tuple[int, int]] = []
        _completion = watched.client.complete(
            asked(LONG[:1500], 4), lambda _piece: None, never, lambda done, total: heard.append((done, total))
        )
        assert len(heard) >= 3
        assert heard == sorted(heard)
        assert heard[-1][0] == heard[-1][1] == _completion.prompt_tokens


class TestWriting:
    def test_ends_when_the_model_says_so(self, watched: Watched, tmp_path: Path) -> None:
        watched.client.choose(ModelChoice(write_model(tmp_path / "m.gguf", reply="Tobek livs")))
        text, completion = watched.write(asked(max_tokens=100))
        assert text == "Tobek livs"
        assert completion.reason is FinishReason.STOP
        assert completion.answer_tokens == len(text)

    def test_is_repeatable_with_a_seed(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny))

        def text(seed: int, forget: bool = False) -> str:
            sampling = Sampling(temperature=1.5, top_k=0, top_p=1.0, min_p=0.0, seed=seed)
            return watched.write(asked(sampling=sampling, forget=forget))[0]

        assert text(1) == text(1) == text(1, forget=True)
        assert len({text(seed) for seed in range(5)}) == 5

    def test_a_repeat_penalty_changes_what_is_written(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny))
        plain, _completion = watched.write(asked(max_tokens=60))
        fresh, _completion = watched.write(asked(max_tokens=60, sampling=Sampling(repeat_penalty=1.8)))
        assert len(set(fresh)) > len(set(plain))

    @pytest.mark.parametrize("mark", ["<think>", "<thinking>"])
    def test_a_thought_that_the_template_begins_is_begun_in_the_text_too(
        self, watched: Watched, tmp_path: Path, mark: str
    ) -> None:
        template = (
            "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
            f"<|im_start|>assistant\n{mark}\n"
        )
        path = write_model(tmp_path / "m.gguf", chat_template=template)
        watched.client.choose(ModelChoice(path))
        text, completion = watched.write(asked())
        assert text.startswith(f"{mark}\n")
        assert len(text.removeprefix(f"{mark}\n")) == completion.answer_tokens

    def test_the_answer_comes_in_pieces_as_it_is_written(self, watched: Watched, slow: Path) -> None:
        watched.client.choose(ModelChoice(slow))
        times: list[float] = []
        completion = watched.client.complete(
            asked(max_tokens=30), lambda _piece: times.append(time.monotonic())
        )
        assert len(times) > 10
        assert times[-1] - times[0] > 0.5 * completion.writing_s

    def test_costs_nothing_on_disk(self, watched: Watched, tiny: Path) -> None:
        watched.client.choose(ModelChoice(tiny))
        watched.write(asked())
        child = psutil.Process(watched.pid)
        assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
        assert child.net_connections() == []
