"""Whatever a child does, its client answers with one typed error, and the next request works."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from desktop_rag.domain.chat import ChatMessage, Role
from desktop_rag.domain.errors import (
    Cancelled,
    DesktopRagError,
    InputError,
    InstallationError,
    ModelOutOfMemory,
    ModelStopped,
    WorkerCrashed,
    WorkerOutOfMemory,
    WorkerProtocolError,
    WorkerStalled,
)
from desktop_rag.domain.language_model import CompletionRequest, ModelChoice
from desktop_rag.workers.chat_client import ChatClient, chat_spec
from desktop_rag.workers.embed_client import EmbedClient, embedder_spec
from desktop_rag.workers.parser_client import ParserClient, parser_spec
from desktop_rag.workers.process import ChildProcess, ChildSpec
from desktop_rag.workers.shelf_client import ShelfClient, shelf_spec
from tests.ggufs import write_model

MISBEHAVING = Path(__file__).with_name("misbehaving.py")
IsCancelled = Callable[[], bool]


def never() -> bool:
    return False


@dataclass
class Subject:
    """A client under test, with one request that a healthy child answers, and its own words for failures."""

    client: ParserClient | EmbedClient | ChatClient | ShelfClient
    ask: Callable[[IsCancelled], None]
    words: dict[type[DesktopRagError], type[DesktopRagError]] = field(default_factory=dict)

    def fails_with(self, *errors: type[DesktopRagError]) -> tuple[type[DesktopRagError], ...]:
        return tuple(self.words.get(error, error) for error in errors)

    @property
    def pid(self) -> int:
        pid = self.client.child.pid
        assert pid is not None
        return pid


def make_parser(spec: ChildSpec, folder: Path) -> Subject:
    client = ParserClient(spec)
    path = folder / "note.txt"
    path.write_text("The meeting is on Tuesday.")

    def ask(cancelled: IsCancelled) -> None:
        assert client.parse(path, cancelled).pages[0].text == "The meeting is on Tuesday."

    return Subject(client, ask)


def make_embedder(spec: ChildSpec, _folder: Path) -> Subject:
    client = EmbedClient(spec)

    def ask(cancelled: IsCancelled) -> None:
        assert client.encode_passages(["The meeting is on Tuesday."], cancelled).shape == (1, 384)

    return Subject(client, ask)


def make_chat(spec: ChildSpec, folder: Path) -> Subject:
    client = ChatClient(spec)
    client.choose(ModelChoice(write_model(folder / "model.gguf")))
    request = CompletionRequest((ChatMessage(Role.USER, "When is the meeting?"),), max_tokens=8)

    def ask(cancelled: IsCancelled) -> None:
        pieces: list[str] = []
        assert client.complete(request, pieces.append, cancelled).answer_tokens == 8
        assert len("".join(pieces)) == 8

    words = {
        WorkerCrashed: ModelStopped,
        WorkerStalled: ModelStopped,
        WorkerProtocolError: ModelStopped,
        WorkerOutOfMemory: ModelOutOfMemory,
    }
    return Subject(client, ask, {**words})


def make_shelf(spec: ChildSpec, folder: Path) -> Subject:
    client = ShelfClient(spec)
    path = write_model(folder / "model.gguf", name="Shelved")

    def ask(cancelled: IsCancelled) -> None:
        assert client.inspect(path, cancelled).name == "Shelved"

    return Subject(client, ask)


Make = Callable[..., Subject]
MAKERS: dict[str, tuple[Callable[[], ChildSpec], Callable[[ChildSpec, Path], Subject]]] = {
    "parser": (parser_spec, make_parser),
    "embedder": (embedder_spec, make_embedder),
    "chat": (chat_spec, make_chat),
    "shelf": (shelf_spec, make_shelf),
}


@pytest.fixture(params=list(MAKERS))
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes a client whose child misbehaves at first as told, or not at all."""
    made: list[Subject] = []

    def build(behaviour: str = "", **limits: float) -> Subject:
        spec_of, make_subject = MAKERS[request.param]
        spec = dataclasses.replace(spec_of(), **limits)
        if behaviour:
            command = (sys.executable, str(MISBEHAVING), behaviour, str(tmp_path / "marker"), *spec.command)
            spec = dataclasses.replace(spec, command=command)
        subject = make_subject(spec, tmp_path)
        made.append(subject)
        return subject

    yield build
    for subject in made:
        subject.client.close()


def gone(pid: int, within_s: float = 2.0) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


class TestEveryChild:
    def test_completes_and_serves_the_next_request_in_the_same_process(self, make: Make) -> None:
        subject = make()
        subject.ask(never)
        first = subject.pid
        subject.ask(never)
        assert subject.pid == first

    def test_is_gone_soon_after_close(self, make: Make) -> None:
        subject = make()
        subject.ask(never)
        pid = subject.pid
        began = time.monotonic()
        subject.client.close()
        assert gone(pid)
        assert time.monotonic() - began < 2.0

    @pytest.mark.parametrize(
        ("behaviour", "errors"),
        [
            ("die_mid_frame", (WorkerProtocolError, WorkerCrashed)),
            ("send_garbage", (WorkerProtocolError,)),
            ("send_huge_header", (WorkerProtocolError,)),
            ("answer_something_else", (WorkerProtocolError,)),
            ("answer_nonsense", (WorkerProtocolError,)),
            ("crash", (WorkerCrashed,)),
            ("die_at_start", (InstallationError,)),
        ],
    )
    def test_failure_is_one_typed_error_and_the_next_request_works(
        self, make: Make, behaviour: str, errors: tuple[type[DesktopRagError], ...]
    ) -> None:
        subject = make(behaviour)
        with pytest.raises(subject.fails_with(*errors)):
            subject.ask(never)
        subject.ask(never)

    def test_one_that_hangs_is_stopped_after_the_stall_limit(self, make: Make) -> None:
        subject = make("linger", stall_s=1.0)
        with pytest.raises(subject.fails_with(WorkerStalled)):
            subject.ask(never)
        subject.client.child.spec = dataclasses.replace(subject.client.child.spec, stall_s=60.0)
        subject.ask(never)

    def test_one_that_never_says_it_is_ready_is_not_kept(self, make: Make) -> None:
        subject = make("hang", stall_s=1.0)
        with pytest.raises(InstallationError):
            subject.client.child.start()
        assert subject.client.child.pid is None

    def test_one_that_sends_without_end_is_stopped(self, make: Make) -> None:
        subject = make("send_too_much", answer_bytes=5_000_000)
        with pytest.raises(subject.fails_with(WorkerProtocolError)):
            subject.ask(never)
        subject.ask(never)

    def test_one_that_outgrows_its_memory_is_stopped(self, make: Make) -> None:
        subject = make("eat_memory", memory_bytes=400 * 1024**2)
        with pytest.raises(subject.fails_with(WorkerOutOfMemory)):
            subject.ask(never)
        subject.ask(never)

    def test_a_grandchild_goes_with_it(
        self, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pid_file = tmp_path / "grandchild"
        monkeypatch.setenv("GRANDCHILD_PID_FILE", str(pid_file))
        subject = make("leave_grandchild")
        with pytest.raises(subject.fails_with(WorkerCrashed)):
            subject.ask(never)
        assert gone(int(pid_file.read_text()))

    @pytest.mark.alone
    def test_cancelling_acts_within_a_second_in_the_middle_of_a_request(self, make: Make) -> None:
        subject = make("linger")
        token = threading.Event()
        threading.Timer(0.7, token.set).start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            subject.ask(token.is_set)
        assert time.monotonic() - began < 2.5
        subject.ask(never)

    def test_a_request_beside_a_close_is_answered_by_a_new_child(self, make: Make) -> None:
        subject = make()
        subject.ask(never)
        closing = threading.Thread(target=subject.client.close)
        closing.start()
        time.sleep(0.05)
        subject.ask(never)
        closing.join()

    def test_one_that_speaks_unasked_fills_no_memory(self, make: Make) -> None:
        subject = make("speak_unasked")
        before = psutil.Process().memory_info().rss
        with pytest.raises(InputError):
            subject.ask(never)
        time.sleep(1.0)
        assert psutil.Process().memory_info().rss - before < 120_000_000

    def test_closing_from_another_thread_ends_a_request(self, make: Make) -> None:
        subject = make("linger")
        threading.Timer(1.0, subject.client.close).start()
        with pytest.raises(Cancelled):
            subject.ask(never)

    def test_it_leaves_when_its_parent_is_killed(self, make: Make) -> None:
        subject = make()
        subject.ask(never)
        command = [sys.executable, "-c", ORPHANING, *subject.client.child.spec.command]
        parent = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert parent.stdout is not None
        child_pid = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
        assert gone(child_pid, within_s=5.0)


ORPHANING = """
import subprocess, sys, time
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
print(child.pid, flush=True)
time.sleep(60)
"""


def test_what_a_dying_child_said_is_kept_printable_for_the_log(tmp_path: Path) -> None:
    command = (sys.executable, str(MISBEHAVING), "crash", str(tmp_path / "marker"), *parser_spec().command)
    client = ParserClient(dataclasses.replace(parser_spec(), command=command))
    with pytest.raises(WorkerCrashed) as caught:
        client.parse(tmp_path / "any.txt")
    client.close()
    assert "assertion failed" in caught.value.detail
    assert caught.value.detail.isprintable()


class TestOneThatDoesNotRead:
    """What is sent to it blocks once the pipe is full."""

    @pytest.fixture
    def deaf(self, tmp_path: Path) -> Iterator[EmbedClient]:
        command = (sys.executable, str(MISBEHAVING), "be_deaf", str(tmp_path / "marker"))
        client = EmbedClient(dataclasses.replace(embedder_spec(), command=command))
        yield client
        client.close()

    def test_can_be_cancelled(self, deaf: EmbedClient) -> None:
        token = threading.Event()
        threading.Timer(0.7, token.set).start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            deaf.count_tokens(["x" * 900_000], token.is_set)
        assert time.monotonic() - began < 2.5

    def test_can_be_closed(self, deaf: EmbedClient) -> None:
        threading.Timer(0.7, deaf.close).start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            deaf.count_tokens(["x" * 900_000])
        assert time.monotonic() - began < 2.5


class TestOneThatCanBeAskedToStop:
    @pytest.fixture
    def child(self, tmp_path: Path) -> Iterator[Callable[[str, float], ChildProcess]]:
        made: list[ChildProcess] = []

        def build(behaviour: str, stop_grace_s: float) -> ChildProcess:
            command = (sys.executable, str(MISBEHAVING), behaviour, str(tmp_path / "marker"))
            spec = dataclasses.replace(embedder_spec(), command=command, stop_grace_s=stop_grace_s)
            made.append(ChildProcess(spec))
            return made[-1]

        yield build
        for child in made:
            child.close()

    def cancel_after_the_first_event(self, child: ChildProcess) -> None:
        token = threading.Event()
        messages = child.request("work", {}, token.is_set)
        assert next(messages).body["event"] == "begun"
        token.set()
        with pytest.raises(Cancelled):
            next(messages)

    def test_stays_and_what_it_still_says_is_dropped(
        self, child: Callable[[str, float], ChildProcess]
    ) -> None:
        process = child("stop_when_asked", 5.0)
        self.cancel_after_the_first_event(process)
        pid = process.pid
        assert process.alive
        assert process.request_one("work", {}, never).body["event"] == "result"
        assert process.pid == pid

    @pytest.mark.parametrize("behaviour", ["linger", "stop_with_nonsense"])
    def test_is_ended_when_it_does_not(
        self, child: Callable[[str, float], ChildProcess], behaviour: str
    ) -> None:
        process = child(behaviour, 0.5)
        token = threading.Event()
        threading.Timer(0.7, token.set).start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            list(process.request("work", {}, token.is_set))
        assert time.monotonic() - began < 2.5
        assert not process.alive

    def test_without_time_to_stop_it_is_ended_at_once(
        self, child: Callable[[str, float], ChildProcess]
    ) -> None:
        process = child("stop_when_asked", 0.0)
        self.cancel_after_the_first_event(process)
        assert not process.alive
