"""Keeps how answers are made: reads model files' headers, stores the choice, loads the model. GUI thread.

Lanes do the work. What the bar shows is what counts: `settled` sees to it, on the lane that answers, that the
stored settings say the same before a question is asked.
"""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.embedder import EmbedderFacts
from desktop_rag.domain.errors import AdapterMismatch, Cancelled, DesktopRagError
from desktop_rag.domain.language_model import AdapterFacts, ModelChoice, ModelFacts, ModelState, ModelStatus
from desktop_rag.domain.settings import Settings
from desktop_rag.domain.shelf import PeftFacts
from desktop_rag.gui.asking import answer_setup
from desktop_rag.gui.asking.answer_setup import AnswerSetup, KnownAdapter
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.widgets.inline_error import error_trace, error_words
from desktop_rag.gui.wording.language import listed, translate

POLL_MS = 100
MOVING = frozenset({ModelState.LOADING, ModelState.ANSWERING, ModelState.STOPPING})

Facts = ModelFacts | AdapterFacts
OnShelfOnly = EmbedderFacts | PeftFacts
"""What cannot be used for answers as it is, but has its place on the page about models."""
Inspected = Facts | OnShelfOnly | DesktopRagError


class Wanted(Enum):
    """What a file was chosen as."""

    MODEL = auto()
    ADAPTER = auto()
    EITHER = auto()
    """Dropped on the window: whatever it is."""


class ModelController(QObject):
    """`changed` when `setup` or `status` may have; `failed(Exception)` for a setting or an adapter.

    `refused(Exception, Wanted)` for a file that is no use as either model or adapter.
    `taken(ModelFacts | AdapterFacts)` when answers are made with a file from now on.
    `mistaken(ModelFacts | AdapterFacts)` when a file was chosen as what it is not; `take` takes it as what
    it is. `for_shelf(EmbedderFacts | PeftFacts)` for what the page about models sees to.
    `switched_off(str)` names adapters that do not go with a new model.
    """

    changed = Signal()
    failed = Signal(object)
    refused = Signal(object, object)
    taken = Signal(object)
    mistaken = Signal(object)
    for_shelf = Signal(object)
    switched_off = Signal(str)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.setup = AnswerSetup()
        self._kept: tuple[KnownAdapter, ...] | None = ()
        """Until the settings are known, the adapters that were switched off last time."""
        self._problem: ModelStatus | None = None
        self._read: ModelChoice | None = None
        """Whose header was read at the start: on a drive that is gone, long enough to choose another."""
        self._wanted: dict[int, Wanted] = {}
        self._asking = False
        self._settings = Channel(context.jobs, Lane.VIEW, latest_only=False, parent=self)
        self._inspect = Channel(context.jobs, Lane.MODEL, latest_only=False, parent=self)
        self._known = Channel(context.jobs, Lane.MODEL, latest_only=True, parent=self)
        self._load = Channel(context.jobs, Lane.ASK, latest_only=True, parent=self)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll)
        self._connect()

    @property
    def status(self) -> ModelStatus:
        return self._problem or self._context.model.status

    @property
    def loading(self) -> bool:
        return self._load.busy

    def begin(self, kept: Sequence[KnownAdapter]) -> None:
        """Fetches what was chosen last time; `kept` are adapters that were switched off then."""
        self._kept = tuple(kept)
        self._settings.start(lambda _job: self._context.settings.load())

    def inspect(self, paths: Sequence[Path], wanted: Wanted) -> None:
        """Reads what the files are, and takes them if they are what is wanted."""
        self._wanted[self._inspect.start(self._reading(paths))] = wanted

    def take(self, facts: Facts, context_tokens: int | None = None) -> None:
        """Takes a file as what its header says it is; a model with this context, if one is given."""
        if isinstance(facts, ModelFacts):
            self._take_model(facts, context_tokens)
        elif not answer_setup.fits(facts, self.setup.facts):
            self.failed.emit(_mismatch(facts, self.setup))
        else:
            self.change(answer_setup.with_adapter(self.setup, facts))
            self.taken.emit(facts)

    def choose_mode(self, mode: AnswerMode) -> None:
        self.change(answer_setup.with_mode(self.setup, mode))

    def change(self, setup: AnswerSetup) -> None:
        """Answers are made in this way from now on."""
        if setup.mode is AnswerMode.EXTRACT or setup.model != self.setup.model:
            self._problem = None
        self.setup = setup
        self._settings.start(self.settled())
        self.changed.emit()

    def settled(self) -> Callable[[JobContext], Settings]:
        """Work for a lane: makes the stored settings say what is shown at this moment."""
        settings, setup = self._context.settings, self.setup

        known = self._kept is None

        def work(_job: JobContext) -> Settings:
            stored = settings.load()
            if not known or _same(stored, setup):
                return stored
            adapters = tuple(each.adapter for each in setup.adapters_on)
            return settings.change(mode=setup.mode, model=setup.model, adapters=adapters)

        return work

    def load(self) -> None:
        """Loads the chosen model, in the background."""
        choice, model = self.setup.model, self._context.model
        if choice is not None:
            self._problem = None
            self._load.start(lambda job: model.prepare(choice, job))
            self._watch()

    def stop_loading(self) -> None:
        self._load.cancel()

    def unload(self) -> None:
        """Gives the model's memory back; the next question that needs it loads it again."""
        model = self._context.model
        self._problem = None
        self._load.start(lambda _job: model.unload())
        self._watch()

    def set_asking(self, asking: bool) -> None:
        """Follows the model's state while it answers."""
        self._asking = asking
        self._watch()

    def stop(self) -> None:
        """No more is heard of what is under way; the window is closing."""
        for channel in (self._load, self._inspect, self._known):
            channel.cancel()
        self._poll.stop()

    def _connect(self) -> None:
        self._settings.succeeded.connect(self._on_settings)
        self._settings.failed.connect(lambda _id, error: self.failed.emit(error))
        self._inspect.succeeded.connect(self._on_inspected)
        self._inspect.failed.connect(lambda _id, error: self.failed.emit(error))
        self._known.succeeded.connect(self._on_known)
        self._load.failed.connect(self._on_load_failed)
        self._load.busy_changed.connect(lambda _busy: self._watch())

    def _watch(self) -> None:
        """Asks for the model's state until nothing moves it any more."""
        self._poll.start()
        self.changed.emit()

    def _on_poll(self) -> None:
        if not (self._asking or self._load.busy or self.status.state in MOVING):
            self._poll.stop()
        self.changed.emit()

    def _take_model(self, facts: ModelFacts, context_tokens: int | None) -> None:
        before = {each.path for each in self.setup.adapters_on}
        self.change(answer_setup.with_model(self.setup, facts, context_tokens))
        after = {each.path for each in self.setup.adapters_on}
        gone = [each.name for each in self.setup.adapters if each.path in before - after]
        if gone:
            quoted = (translate("Common", "“{name}”").format(name=name) for name in gone)
            self.switched_off.emit(listed(quoted))
        self.taken.emit(facts)
        self.load()

    def _on_inspected(self, request_id: int, found: list[Inspected]) -> None:
        wanted = self._wanted.pop(request_id)
        # Models first, so that adapters dropped with theirs are held against it.
        for each in sorted(found, key=lambda one: not isinstance(one, ModelFacts)):
            if isinstance(each, DesktopRagError):
                self.refused.emit(each, wanted)
            elif isinstance(each, OnShelfOnly):
                self.for_shelf.emit(each)
            elif _is(each, wanted):
                self.take(each)
            else:
                self.mistaken.emit(each)

    def _on_settings(self, _request_id: int, stored: Settings) -> None:
        """What is stored, which only the first time is news to the window."""
        if self._kept is None:
            return
        on = tuple(KnownAdapter(adapter) for adapter in stored.adapters)
        chosen = {each.path for each in on}
        off = tuple(each for each in self._kept if each.path not in chosen)
        self._kept = None
        self.setup = answer_setup.possible(
            AnswerSetup(stored.mode, stored.model, None, (*on, *off), stored.recent_models)
        )
        self.changed.emit()
        self._read_chosen()

    def _read_chosen(self) -> None:
        """Finds out what the files that were chosen last time call themselves."""
        choice = self.setup.model
        paths = [*([choice.path] if choice else []), *(each.path for each in self.setup.adapters)]
        self._read = choice
        if paths:
            self._known.start(self._reading(paths))

    def _reading(self, paths: Sequence[Path]) -> Callable[[JobContext], list[Inspected]]:
        """Work for a lane: what each file is, or why it cannot be used; one bad file spoils nothing."""
        shelf = self._context.shelf

        def read(path: Path, job: JobContext) -> Inspected:
            try:
                return shelf.inspect(path, job)
            except Cancelled:
                raise
            except DesktopRagError as error:
                return error

        return lambda job: [read(path, job) for path in paths]

    def _on_known(self, _request_id: int, found: list[Inspected]) -> None:
        facts = [each for each in found if isinstance(each, Facts)]
        self.setup = answer_setup.with_facts(self.setup, facts)
        first = found[0]
        if self.setup.model and self.setup.model == self._read and isinstance(first, DesktopRagError):
            self._problem = _failure(first)
        self.changed.emit()

    def _on_load_failed(self, _request_id: int, error: Exception) -> None:
        self._problem = _failure(error)
        self.changed.emit()


def _is(facts: Facts, wanted: Wanted) -> bool:
    return wanted is Wanted.EITHER or isinstance(facts, ModelFacts) is (wanted is Wanted.MODEL)


def _failure(error: Exception) -> ModelStatus:
    reason, hint = error_words(error)
    return ModelStatus(ModelState.FAILED, reason=reason, hint=hint, detail=error_trace(error))


def _same(stored: Settings, setup: AnswerSetup) -> bool:
    adapters = tuple(each.adapter for each in setup.adapters_on)
    return (stored.mode, stored.model, stored.adapters) == (setup.mode, setup.model, adapters)


def _mismatch(facts: AdapterFacts, setup: AnswerSetup) -> AdapterMismatch:
    name = answer_setup.file_title(facts.path, facts.name)
    if facts.base_name:
        said = translate("Asking", "“{name}” was made for “{base}”, not for “{model}”.")
    else:
        said = translate("Asking", "“{name}” was made for {kind} models, not for “{model}”.")
    said = said.format(name=name, base=facts.base_name, kind=facts.architecture, model=setup.model_name)
    return AdapterMismatch(said)
