"""Joins the bar and its menu to what keeps and loads the model, and says in notices what came of it.

GUI thread.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.errors import AdapterMismatch, ModelStopped
from desktop_rag.domain.language_model import ModelFacts, ModelState, ModelStatus
from desktop_rag.domain.shelf import PeftFacts, ShelfKind
from desktop_rag.gui.asking import answer_setup
from desktop_rag.gui.asking.answer_setup import AnswerSetup, file_title
from desktop_rag.gui.asking.ask_controller import AskController
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.asking.model_controller import Facts, ModelController, OnShelfOnly, Wanted
from desktop_rag.gui.asking.model_menu import ModelMenu
from desktop_rag.gui.models.handling import ModelsHandling
from desktop_rag.gui.widgets.dialogs import choose_model_file
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import error_words
from desktop_rag.gui.widgets.notice import Notice
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import translate


class ModelHandling(QObject):
    """Serves the bar of one conversation."""

    def __init__(
        self,
        models: ModelController,
        asking: AskController,
        panel: ConversationPanel,
        shelf: ModelsHandling,
        icons: Icons,
    ) -> None:
        super().__init__(models)
        self._shelf = shelf
        self._models = models
        self._asking = asking
        self._panel = panel
        self._bar = panel.box.model_bar
        self._place = Path.home()
        self._told: Exception | None = None
        self._refusal: Notice | None = None
        """What was said of a file that cannot be used in this way; over with the next file or question."""
        self.menu = ModelMenu(icons, panel)
        self._join_bar()
        self._join_menu()
        self._join_models()

    def open_menu(self) -> None:
        self.menu.show_setup(self._models.setup, self._status())
        on_first_run = not self._bar.button.isVisible()
        self.menu.open_above(self._panel if on_first_run else self._bar.button)

    def use_files(self, paths: list[Path]) -> None:
        """Takes each file as the model or adapter that it is."""
        if paths:
            self._inspect(paths, Wanted.EITHER)

    def _join_bar(self) -> None:
        self._bar.menu_requested.connect(self.open_menu)
        self._panel.model_requested.connect(self.open_menu)
        self._bar.cancel_requested.connect(self._on_cancel)
        failure = self._panel.box.model_bar.failure
        failure.again_requested.connect(self._models.load)
        failure.extract_requested.connect(partial(self._models.choose_mode, AnswerMode.EXTRACT))

    def _join_menu(self) -> None:
        menu, models = self.menu, self._models
        menu.mode_chosen.connect(models.choose_mode)
        menu.model.choose_requested.connect(self._on_choose_model)
        menu.model.unload_requested.connect(self._on_unload)
        menu.model.page_requested.connect(self._on_page)
        menu.model.recent_chosen.connect(lambda path: self._inspect([path], Wanted.MODEL))
        adapters = menu.adapters
        adapters.add_requested.connect(self._on_add_adapter)
        adapters.switched.connect(
            lambda path, on: models.change(answer_setup.with_adapter_switched(models.setup, path, on))
        )
        adapters.scaled.connect(
            lambda path, scale: models.change(answer_setup.with_adapter_scale(models.setup, path, scale))
        )
        adapters.removed.connect(lambda path: models.change(answer_setup.without_adapter(models.setup, path)))

    def _join_models(self) -> None:
        self._models.changed.connect(self._show)
        self._models.failed.connect(self._panel.notices.say_error)
        self._models.refused.connect(self._on_refused)
        self._models.taken.connect(self._on_taken)
        self._models.mistaken.connect(self._on_mistaken)
        self._models.for_shelf.connect(self._on_for_shelf)
        self._models.switched_off.connect(self._on_switched_off)
        self._asking.busy_changed.connect(self._on_asking)
        self._asking.failed.connect(self._on_ask_failed)

    def _show(self) -> None:
        setup, status = self._models.setup, self._status()
        self._panel.box.show_setup(setup, untold(status, self._told))
        self._panel.offer_model(setup.model is None)
        if self.menu.isVisible():
            self.menu.show_setup(setup, status)
        loading = self._models.status
        if loading.state is ModelState.LOADING:
            self._asking.wait_for_model(loading.share)

    def _status(self) -> ModelStatus:
        """Of the model that is chosen, while another one may be there for a question of its own."""
        other = self._asking.other_way
        told = self._asking.busy or self._told is not None
        return status_of_chosen(self._models.status, self._models.setup, other if told else None)

    def _on_asking(self, asking: bool) -> None:
        if asking:
            self._told = None
            self._forget_refusal()
        self._models.set_asking(asking)

    def _on_ask_failed(self, error: Exception) -> None:
        self._told = error
        self._show()
        if isinstance(error, AdapterMismatch) and self._asking.other_way is None:
            said = translate("Asking", "“{name}” can answer without adapters.")
            said = said.format(name=self._models.setup.model_name)
            action = (translate("Asking", "Ask without adapters"), self._on_ask_without_adapters)
            self._panel.notices.say(said, tone="warning", action=action)
            self._refusal = self._panel.notices.current

    def _on_ask_without_adapters(self) -> None:
        self._shelf.place.close()
        self._models.change(answer_setup.without_adapters(self._models.setup))
        if self._panel.turns:
            last = self._panel.turns[-1]
            self._panel.asked_again.emit(last.question, last.scope)

    def _on_cancel(self) -> None:
        """Stops the loading, and a question that would begin it anew."""
        self._models.stop_loading()
        self._asking.stop()

    def _on_unload(self) -> None:
        self._asking.stop()
        self._models.unload()

    def _on_choose_model(self) -> None:
        self._choose(translate("Asking", "Choose a model"), Wanted.MODEL)

    def _on_add_adapter(self) -> None:
        self._choose(translate("Asking", "Add an adapter"), Wanted.ADAPTER)

    def _choose(self, title: str, wanted: Wanted) -> None:
        self.menu.close()

        def chosen(paths: list[Path]) -> None:
            self._place = paths[0].parent
            self._inspect(paths, wanted)
            self._panel.take_focus()

        choose_model_file(self._window(), title, self._place, chosen)

    def _inspect(self, paths: list[Path], wanted: Wanted) -> None:
        """What was said of a file before is over with the next one."""
        self._forget_refusal()
        self._models.inspect(paths, wanted)

    def _forget_refusal(self) -> None:
        notices = self._panel.notices
        if self._refusal is not None and notices.current is self._refusal:
            notices.clear()
        self._refusal = None

    def _on_refused(self, error: Exception, wanted: Wanted) -> None:
        ways = {Wanted.MODEL: self._on_choose_model, Wanted.ADAPTER: self._on_add_adapter}
        way = ways.get(wanted)
        action = (translate("Asking", "Choose another file…"), way) if way else None
        self._panel.notices.say_error(error, action)
        self._refusal = self._panel.notices.current

    def _on_taken(self, facts: Facts) -> None:
        """Says it where the bar does not: on the first run, and for an adapter without a model."""
        name = file_title(facts.path, facts.name)
        if isinstance(facts, ModelFacts):
            if not self._panel.box.isVisible():
                said = translate("Asking", "“{name}” will write the answers to your questions.")
                self._panel.notices.say(said.format(name=name))
        elif self._models.setup.model is None:
            choose = (translate("Asking", "Choose a model file…"), self._on_choose_model)
            said = translate("Asking", "“{name}” is used as soon as there is the model that it was made for.")
            self._panel.notices.say(said.format(name=name), action=choose)

    def _on_mistaken(self, facts: Facts) -> None:
        name = file_title(facts.path, facts.name)
        take = partial(self._models.take, facts)
        if isinstance(facts, ModelFacts):
            said = translate("Asking", "“{name}” is a model, not an adapter.")
            hint = translate("Asking", "It can be used as the model that answers.")
            action = (translate("Asking", "Use this model"), take)
        else:
            said = translate(
                "Asking", "“{name}” is an adapter: it changes a model and cannot answer by itself."
            )
            hint = translate("Asking", "It can be added to the model that answers.")
            action = (translate("Asking", "Add as an adapter"), take)
        self._panel.notices.say(said.format(name=name), tone="warning", hint=hint, action=action)
        self._refusal = self._panel.notices.current

    def _on_for_shelf(self, facts: OnShelfOnly) -> None:
        """A search model is offered to the page; what a training program wrote is brought into shape."""
        if isinstance(facts, PeftFacts):
            self._shelf.add([facts.path], ShelfKind.ADAPTER)
            return
        path = facts.path or Path()
        name = file_title(path, facts.name)
        said = translate("Asking", "“{name}” is a search model: it finds passages and cannot answer.")
        said = said.format(name=name)
        hint = translate("Asking", "It can be added to the models that your documents are searched with.")
        action = (translate("Models", "Open Models"), partial(self._on_search_model, path))
        self._panel.notices.say(said, tone="warning", hint=hint, action=action)
        self._refusal = self._panel.notices.current

    def _on_search_model(self, path: Path) -> None:
        self._shelf.add([path], ShelfKind.EMBEDDER)
        self._shelf.open(ShelfKind.EMBEDDER)

    def _on_page(self) -> None:
        self.menu.close()
        self._shelf.open(ShelfKind.MODEL)

    def _on_switched_off(self, names: str) -> None:
        said = translate("Asking", "{names} switched off: made for another kind of model.")
        self._panel.notices.say(said.format(names=names), tone="warning")

    def _window(self) -> QWidget:
        return self._panel.window()


def status_of_chosen(status: ModelStatus, setup: AnswerSetup, other: AnswerSetup | None) -> ModelStatus:
    """`status` if it is that of the chosen model; else that it is loaded when it is needed.

    `other` is how a question alone is answered, or was when it failed.
    """
    if setup.model is None:
        return status
    loaded = status.model.facts.path if status.model else None
    strange = other is not None and other.uses_model and other.model != setup.model
    if (loaded and loaded != setup.model.path) or (strange and not loaded):
        return ModelStatus(ModelState.EMPTY)
    return status


def untold(status: ModelStatus, told: Exception | None) -> ModelStatus:
    """What is left for the bar to say of a failure that the answer above it tells already.

    A model that stopped in an answer is loaded anew with the next question: there is nothing to decide. The
    details to copy are with the answer too.
    """
    if (
        told is None
        or status.state is not ModelState.FAILED
        or in_words(status.reason) != error_words(told)[0]
    ):
        return status
    if isinstance(told, ModelStopped):
        return ModelStatus(ModelState.EMPTY)
    return replace(status, hint="", detail="")
