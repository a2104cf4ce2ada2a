"""The language model as the use cases see it: chosen, loaded, and writing. Any lane's thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.jobs import JobContext, Report
from desktop_rag.app.values import AnswerPhase, AnswerPlan, AnswerUpdate
from desktop_rag.domain.chat import ChatMessage
from desktop_rag.domain.citations import CitationReader
from desktop_rag.domain.embedder import EmbedderFacts
from desktop_rag.domain.errors import (
    AdapterUnusable,
    ModelError,
    ModelOutOfMemory,
    ModelUnsupported,
    NoModel,
    PromptTooLong,
)
from desktop_rag.domain.fit import Machine, Verdict, advice, judge, memory_need, too_large, usual_context
from desktop_rag.domain.language_model import (
    AdapterFacts,
    Completion,
    CompletionRequest,
    LoadedModel,
    ModelChoice,
    ModelFacts,
    ModelState,
    ModelStatus,
)
from desktop_rag.domain.shelf import PeftFacts
from desktop_rag.domain.thinking import ThoughtSplitter
from desktop_rag.workers.chat_client import ChatClient
from desktop_rag.workers.process import ChildSpec
from desktop_rag.workers.shelf_client import ShelfClient

LEAST_ROOM_TOKENS = 64
"""An answer gets at least this much of the context where passages can be left out for it. With less than half
of it, and less than the answer may have, the prompt counts as too long."""

SEARCHES = "This model turns text into numbers for searching; it cannot write answers."
NOT_CONVERTED = "This adapter is as the training program wrote it; it must be converted first."


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote, read: citations of unknown passages are gone and counted."""

    text: str
    thought: str
    unknown_citations: int
    completion: Completion


class _Reader:
    """Reads a reply as it comes: thoughts apart, citations normalised."""

    def __init__(self, known: int) -> None:
        self._known = known
        self._thoughts = ThoughtSplitter()
        self._citations = CitationReader(known)
        self._read = ""

    def feed(self, piece: str) -> None:
        self._thoughts.feed(piece)
        self._follow()

    def finish(self) -> None:
        self._thoughts.finish()
        self._follow()
        self._citations.finish()

    @property
    def text(self) -> str:
        return self._citations.text

    @property
    def thought(self) -> str:
        return self._thoughts.thought

    @property
    def unknown(self) -> int:
        return self._citations.unknown

    def _follow(self) -> None:
        answer = self._thoughts.answer
        if not answer.startswith(self._read):  # what looked like the answer turned out to be a thought
            self._citations, self._read = CitationReader(self._known), ""
        self._citations.feed(answer[len(self._read) :])
        self._read = answer


class ModelService:
    """Loads a model at its first use, and again after a failure."""

    def __init__(
        self,
        spec: ChildSpec,
        files: ShelfClient,
        machine: Callable[[], Machine],
        on_written: Callable[[Path, Completion], None] = lambda _path, _completion: None,
    ) -> None:
        """`machine` tells the memory as it is at the moment; `on_written` hears how each text was written,
        and by which model."""
        self._client = ChatClient(spec, self._on_status)
        self._files = files
        self._machine = machine
        self._on_written = on_written
        self._report: Callable[[Report], None] | None = None

    @property
    def status(self) -> ModelStatus:
        return self._client.status

    @property
    def occupied_bytes(self) -> int:
        """What the loaded model would give back if it made room for another one."""
        return self._client.child.private_bytes

    def start(self) -> str:
        """Loads what models are run with, in a child; says what that is. Raises `InstallationError`."""
        self._client.check_engine()
        return "llama.cpp starts"

    def inspect(self, path: Path, job: JobContext) -> ModelFacts | AdapterFacts:
        """What a file's header says. Raises `ModelError`, also for a file that is neither a model nor an
        adapter, `WorkerError`, `Cancelled`."""
        facts = self._files.inspect(path, lambda: job.cancel.cancelled)
        if isinstance(facts, EmbedderFacts):
            raise ModelUnsupported(SEARCHES, hint="Add it to the search models instead.")
        if isinstance(facts, PeftFacts):
            raise AdapterUnusable(NOT_CONVERTED, hint="Add the folder to the adapters first.")
        return facts

    def prepare(self, choice: ModelChoice | None, job: JobContext) -> LoadedModel:
        """Loads `choice` unless it is loaded, and reports how far it is.

        Raises `ModelError`, `ModelOutOfMemory` among them before anything is loaded that will not fit,
        `WorkerError`, `Cancelled`.
        """
        if choice is None:
            raise NoModel
        self._client.choose(choice)
        if self._client.status.state in (ModelState.EMPTY, ModelState.FAILED):
            try:
                self._check_fit(choice, job)
            except ModelError as error:
                self._client.refuse(error)
                raise
        self._report = job.report
        try:
            return self._client.prepare(lambda: job.cancel.cancelled, choice)
        finally:
            self._report = None

    def unload(self) -> None:
        self._client.choose(None)

    def release(self, job: JobContext) -> None:
        """As `unload`, and waits until nothing holds the model's files any more. Raises `Cancelled`."""
        self._client.choose(None)
        self._client.await_unloaded(lambda: job.cancel.cancelled)

    def close(self) -> None:
        """Ends the children; whoever waits for them hears `Cancelled`."""
        self._client.close()

    def _on_status(self, status: ModelStatus) -> None:
        report = self._report
        if report and status.state is ModelState.LOADING:
            report(AnswerUpdate(AnswerPhase.LOADING, status.share))

    def count(self, messages: Sequence[ChatMessage], plan: AnswerPlan, job: JobContext) -> int:
        """Tokens of the whole prompt, as the plan's model counts them.

        From here on `Cancelled` is also what another choice of model means: it may come at any moment from
        another lane, and one answer is not to be written by two models.
        """
        return self._client.count(messages, lambda: job.cancel.cancelled, plan.model)

    def room(self, plan: AnswerPlan, job: JobContext) -> int:
        """The tokens that a prompt may take so that the answer still has room."""
        context = self._context(plan, job)
        return context - min(plan.max_tokens, max(LEAST_ROOM_TOKENS, context // 4))

    def write(
        self,
        messages: tuple[ChatMessage, ...],
        known: int,
        plan: AnswerPlan,
        job: JobContext,
        on_change: Callable[[str, str], None] = lambda _text, _thought: None,
        on_reading: Callable[[float], None] = lambda _share: None,
        max_tokens: int | None = None,
        aside: bool = False,
    ) -> Written:
        """Has the loaded model write; `on_change` hears text and thought so far.

        `known` is how many passages may be cited. An `aside` leaves the passages read before in the model's
        memory. Raises `ModelError`, `WorkerError`, `Cancelled`.
        """
        wanted = max_tokens or plan.max_tokens
        left = self._context(plan, job) - self.count(messages, plan, job)
        if left < min(wanted, LEAST_ROOM_TOKENS // 2):
            raise PromptTooLong
        reader = _Reader(known)

        def on_text(piece: str) -> None:
            reader.feed(piece)
            on_change(reader.text, reader.thought)

        request = CompletionRequest(
            messages=messages,
            max_tokens=min(wanted, left),
            adapters=plan.adapters_in_use,
            sampling=plan.sampling,
            forget=plan.forget,
            aside=aside,
        )
        completion = self._client.complete(
            request,
            on_text,
            lambda: job.cancel.cancelled,
            lambda done, total: on_reading(done / max(1, total)),
            plan.model,
        )
        reader.finish()
        if plan.model is not None and not aside:
            self._on_written(plan.model.path, completion)
        return Written(reader.text.strip(), reader.thought.strip(), reader.unknown, completion)

    def _check_fit(self, choice: ModelChoice, job: JobContext) -> None:
        """Reckons with the memory that there is once the model before is gone: while it goes, what it gives
        back would be counted twice or not at all."""
        facts = self.inspect(choice.path, job)
        if isinstance(facts, AdapterFacts):
            return  # loading says what is wrong with that
        context = usual_context(facts.trained_context_tokens, choice.context_tokens)
        self._client.await_unloaded(lambda: job.cancel.cancelled)
        fit = judge(memory_need(facts, context), self._machine(), context)
        if fit.verdict is Verdict.NO:
            raise ModelOutOfMemory(too_large(fit), hint=advice(fit, facts))

    def _context(self, plan: AnswerPlan, job: JobContext) -> int:
        """The tokens of prompt and answer together; the model is loaded again if its child was lost."""
        return self._client.prepare(lambda: job.cancel.cancelled, plan.model).context_tokens
