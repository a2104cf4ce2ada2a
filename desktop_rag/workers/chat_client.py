"""Asks the chat child and keeps a model loaded in it. Window process or command line, any thread.

The child is started at the first request and again, with the model, after it was lost: a crash of llama.cpp
costs one answer, never the window. Requests wait for each other.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import psutil

from desktop_rag.domain.chat import ChatMessage
from desktop_rag.domain.errors import (
    AdapterMismatch,
    AdapterUnusable,
    Cancelled,
    DesktopRagError,
    InputError,
    InstallationError,
    ModelError,
    NoModel,
    PromptTooLong,
    WorkerError,
    WorkerProtocolError,
)
from desktop_rag.domain.language_model import (
    Completion,
    CompletionRequest,
    LoadedModel,
    ModelChoice,
    ModelState,
    ModelStatus,
)
from desktop_rag.runtime import worker_command
from desktop_rag.workers import chat_answers, chat_requests
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.chat_failures import model_error
from desktop_rag.workers.process import ChildProcess, ChildSpec
from desktop_rag.workers.protocol import JsonObject

MAX_PROMPT_CHARS = 6_000_000
"""Fits a message even if each character takes five bytes in it; far beyond any model's context."""
TURN_S = 0.05

IsCancelled = Callable[[], bool]
Result = TypeVar("Result")
_HARMLESS = (PromptTooLong, AdapterUnusable, AdapterMismatch, NoModel, InputError, Cancelled)
"""What can be wrong with one request while the model stays as it is."""
_BUSY = (ModelState.LOADING, ModelState.ANSWERING, ModelState.STOPPING)


def _never() -> bool:
    return False


def chat_spec(stall_s: float = 120.0, memory_bytes: int | None = None) -> ChildSpec:
    """The chat child of this program. Mapped weights count as its memory while they are used, so that all the
    machine has is the limit. `stop_grace_s` leaves time for a kill within the second that a stop may take."""
    return ChildSpec(
        "chat",
        tuple(worker_command("chat")),
        stall_s,
        memory_bytes or psutil.virtual_memory().total,
        answer_bytes=256 * 1024**2,
        stop_grace_s=0.7,
    )


class ChatClient:
    """One chat child with the model that was chosen. `on_status` is called in order, from the thread that
    asks or chooses, and must not wait for anything. `close` ends the child."""

    def __init__(
        self, spec: ChildSpec, on_status: Callable[[ModelStatus], None] = lambda _status: None
    ) -> None:
        self.child = ChildProcess(spec)
        self._trial = ChildProcess(spec)
        self._spec = spec
        self._turn = threading.Lock()
        self._lock = threading.RLock()
        self._on_status = on_status
        self._status = ModelStatus(ModelState.EMPTY)
        self._choice: ModelChoice | None = None
        self._loaded: LoadedModel | None = None
        self._ending: list[threading.Thread] = []

    @property
    def status(self) -> ModelStatus:
        with self._lock:
            return self._status

    def choose(self, choice: ModelChoice | None) -> None:
        """Remembers what to answer with; it is loaded when it is needed. Does not wait.

        What another model is doing is ended, and raises `Cancelled` where it was asked for.
        """
        with self._lock:
            if choice == self._choice:
                return
            old, self.child = self.child, ChildProcess(self._spec)
            self._choice, self._loaded = choice, None
            self._report(self.child, ModelStatus(ModelState.EMPTY))
            ending = threading.Thread(target=old.close, name="model-unloading", daemon=True)
            self._ending = [*(thread for thread in self._ending if thread.is_alive()), ending]
            ending.start()

    def await_unloaded(self, cancelled: IsCancelled = _never) -> None:
        """Waits until the models before have given their memory back. Raises `Cancelled`."""
        with self._lock:
            ending = self._ending
        for thread in ending:
            while thread.is_alive():
                if cancelled():
                    raise Cancelled
                thread.join(TURN_S)

    def check_engine(self) -> None:
        """Has a child of its own load llama.cpp without a model, whatever the other one is doing.

        Raises `InstallationError` or `WorkerError`.
        """
        try:
            raise_if_error(self._trial.request_one("engine", {}, _never).body)
        finally:
            self._trial.close()

    def prepare(self, cancelled: IsCancelled = _never, meant: ModelChoice | None = None) -> LoadedModel:
        """Loads the chosen model unless it is loaded.

        Raises `NoModel` when none is chosen, `ModelError` with the reason, `InstallationError`, `Cancelled`,
        also when it is another one than is `meant`.
        """
        return self._with_model(lambda _child, loaded, _watched: loaded, cancelled, meant)

    def refuse(self, error: ModelError) -> None:
        """The chosen model is not even tried; its state says why."""
        self._fail(self.child, error)

    def count(
        self,
        messages: Sequence[ChatMessage],
        cancelled: IsCancelled = _never,
        meant: ModelChoice | None = None,
    ) -> int:
        """The tokens of the whole prompt, as the chosen model counts them. Raises as `prepare` does."""
        _check_size(messages)
        body = chat_requests.messages_body(messages)

        def ask(child: ChildProcess, _loaded: LoadedModel, watched: IsCancelled) -> int:
            message = child.request_one("count", body, watched)
            raise_if_error(message.body)
            return chat_answers.tokens(message.body)

        return self._with_model(ask, cancelled, meant)

    def complete(
        self,
        request: CompletionRequest,
        on_text: Callable[[str], None],
        cancelled: IsCancelled = _never,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
        meant: ModelChoice | None = None,
    ) -> Completion:
        """Has the chosen model write, loaded first if need be. `on_text` hears each piece as it comes,
        `on_progress` how many tokens of the prompt are read, and of how many. What a model says to itself
        first stands between `<think>` and `</think>`.

        Raises as `prepare` does, `PromptTooLong`, `AdapterUnusable` and `AdapterMismatch`; `ModelStopped` or
        `ModelOutOfMemory` when the child was lost. In each case the next request works as if it had not been.
        """
        _check_size(request.messages)
        body = chat_requests.request_body(request)

        def ask(child: ChildProcess, loaded: LoadedModel, watched: IsCancelled) -> Completion:
            self._report(child, ModelStatus(ModelState.ANSWERING, model=loaded))
            return _completion(child, body, watched, on_text, on_progress)

        return self._with_model(ask, cancelled, meant)

    def close(self) -> None:
        with self._lock:
            child, self._loaded = self.child, None
        child.close()
        self._trial.close()
        self._report(child, ModelStatus(ModelState.EMPTY))

    def _with_model(
        self,
        ask: Callable[[ChildProcess, LoadedModel, IsCancelled], Result],
        cancelled: IsCancelled,
        meant: ModelChoice | None,
    ) -> Result:
        with self._my_turn(cancelled):
            try:
                return self._ask_once(ask, cancelled, meant)
            except NoModel:
                with self._lock:
                    self._loaded = None
                    if self._choice is None:
                        raise
                return self._ask_once(ask, cancelled, meant)  # the child was lost between two looks at it

    def _ask_once(
        self,
        ask: Callable[[ChildProcess, LoadedModel, IsCancelled], Result],
        cancelled: IsCancelled,
        meant: ModelChoice | None,
    ) -> Result:
        with self._lock:
            child, choice, loaded = self.child, self._choice, self._loaded
        if meant not in (None, choice):
            raise Cancelled
        if choice is None:
            raise NoModel
        with self._minding(child, cancelled) as watched, child.checking():
            if loaded is None or not child.alive:
                loaded = self._load(child, choice, watched)
            return ask(child, loaded, watched)

    def _load(self, child: ChildProcess, choice: ModelChoice, watched: IsCancelled) -> LoadedModel:
        self._report(child, ModelStatus(ModelState.LOADING))
        with contextlib.closing(
            child.request("load", chat_requests.choice_body(choice), watched)
        ) as messages:
            for message in messages:
                raise_if_error(message.body)
                if message.body.get("event") == "progress":
                    share = chat_answers.share(message.body)
                    self._report(child, ModelStatus(ModelState.LOADING, share))
                    continue
                loaded = chat_answers.loaded_model(message.body, choice.path)
                with self._lock:
                    if child is not self.child:
                        raise Cancelled
                    self._loaded = loaded
                    self._report(child, _idle(loaded))
                return loaded
        raise WorkerProtocolError(detail="no answer")

    @contextlib.contextmanager
    def _minding(self, child: ChildProcess, cancelled: IsCancelled) -> Iterator[IsCancelled]:
        """Tells what state the model is in while it works, and what a failure means. Yields what is to be
        asked in the place of `cancelled`."""

        def watched() -> bool:
            if not cancelled():
                return False
            self._report(child, ModelStatus(ModelState.STOPPING, model=self.status.model))
            return True

        try:
            yield watched
        except _HARMLESS:
            raise
        except WorkerError as error:
            failure = model_error(error, child.exit_status)
            self._fail(child, failure)
            raise failure from error
        except (ModelError, InstallationError) as error:
            self._fail(child, error)
            raise
        finally:
            self._settle(child)

    @contextlib.contextmanager
    def _my_turn(self, cancelled: IsCancelled) -> Iterator[None]:
        while not self._turn.acquire(timeout=TURN_S):
            if cancelled():
                raise Cancelled
        try:
            yield
        finally:
            self._turn.release()

    def _fail(self, child: ChildProcess, error: DesktopRagError) -> None:
        """Also ends a child that still lives: what it holds is of no use, and may be large."""
        child.close()
        detail = f"{type(error).__name__}: {error}\n{error.detail}".strip()
        failed = ModelStatus(ModelState.FAILED, reason=error.message, hint=error.hint, detail=detail)
        self._report(child, failed)

    def _settle(self, child: ChildProcess) -> None:
        """Whatever happened, nothing is under way any more."""
        with self._lock:
            is_current = child is self.child
            if is_current and not child.alive:
                self._loaded = None
            if self._status.state in _BUSY:
                self._report(child, _idle(self._loaded))
        if not is_current:
            child.close()  # another model was chosen while this one was on its way

    def _report(self, child: ChildProcess, status: ModelStatus) -> None:
        """Only what the current child does is told."""
        with self._lock:
            if child is self.child and status != self._status:
                self._status = status
                self._on_status(status)


def _completion(
    child: ChildProcess,
    body: JsonObject,
    cancelled: IsCancelled,
    on_text: Callable[[str], None],
    on_progress: Callable[[int, int], None],
) -> Completion:
    with contextlib.closing(child.request("complete", body, cancelled)) as messages:
        for message in messages:
            event = message.body.get("event")
            if event == "text":
                on_text(chat_answers.piece(message.body))
            elif event == "reading":
                on_progress(*chat_answers.reading(message.body))
            else:
                raise_if_error(message.body)
                return chat_answers.completion(message.body)
    raise WorkerProtocolError(detail="no answer")


def _idle(loaded: LoadedModel | None) -> ModelStatus:
    return ModelStatus(ModelState.READY, 1.0, loaded) if loaded else ModelStatus(ModelState.EMPTY)


def _check_size(messages: Sequence[ChatMessage]) -> None:
    if sum(len(message.content) for message in messages) > MAX_PROMPT_CHARS:
        raise PromptTooLong
