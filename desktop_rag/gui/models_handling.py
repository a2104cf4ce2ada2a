"""Joins the models page to what lists, adds, checks and uses models. GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from desktop_rag.app.context import AppContext
from desktop_rag.app.shelf_values import Added, ShelfRow
from desktop_rag.domain.display import display_text
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.domain.shelf import ShelfItem, ShelfKind
from desktop_rag.gui import answer_setup
from desktop_rag.gui.conversation_panel import ConversationPanel
from desktop_rag.gui.dialogs import choose_folder, choose_model_files
from desktop_rag.gui.download_handling import DownloadHandling
from desktop_rag.gui.embedder_handling import EmbedderHandling
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.library_handling import open_outside
from desktop_rag.gui.model_controller import ModelController
from desktop_rag.gui.models_controller import ModelsController, ModelsListing
from desktop_rag.gui.models_page import ModelsPage
from desktop_rag.gui.models_place import ModelsPlace
from desktop_rag.gui.models_words import added_words
from desktop_rag.gui.shelf_rows import ShelfRowView, ShelfState, ShelfWish


@dataclass(frozen=True, slots=True)
class Around:
    """What the page works with in the rest of the window."""

    stack: QStackedWidget
    panel: ConversationPanel
    answering: ModelController


class ModelsHandling(QObject):
    """The page is built with the window and filled when it is opened for the first time."""

    def __init__(self, context: AppContext, around: Around, icons: Icons) -> None:
        super().__init__(around.stack)
        self._panel = around.panel
        self._answering = around.answering
        self._folder = Path.home()
        self._adding_for = ShelfKind.MODEL
        self._shown: object = None
        self.page = ModelsPage(icons, _now, context.downloads.host_of)
        self.place = ModelsPlace(around.stack, self.page, around.panel)
        self.models = ModelsController(context, self)
        self.downloads = DownloadHandling(context, self, icons)
        self.embedders = EmbedderHandling(context, self)
        self._join_page()
        self._join_models()

    def open(self, kind: ShelfKind | None = None) -> None:
        self.place.open(kind)

    def add(self, paths: list[Path], kind: ShelfKind) -> None:
        """Puts files on the list; what came of it is told where things of this kind are shown."""
        self._adding_for = kind
        self.models.add(paths)

    def say(self, text: str, action: tuple[str, Callable[[], None]] | None = None, *, tone: str = "") -> None:
        self._panel.notices.say(text, action=action, tone=tone)

    def say_error(self, error: Exception) -> None:
        self._panel.notices.say_error(error)

    def use(self, item: ShelfItem) -> None:
        """Answers with this model, or with this adapter too."""
        if isinstance(item.facts, ModelFacts | AdapterFacts):
            self._answering.take(item.facts)

    def remove(self, item: ShelfItem, *, delete_file: bool = False) -> None:
        if delete_file and self._is_chosen(item):
            self._answering.unload()
        self.models.remove(item, delete_file=delete_file)

    def has_model(self) -> bool:
        """Whether one is chosen to write answers."""
        return self._answering.setup.model is not None

    def stop(self) -> None:
        """The window is closing."""
        self.models.stop()
        self.downloads.controller.stop()
        self.embedders.controller.stop()

    def _join_page(self) -> None:
        self.place.opened.connect(self.models.refresh)
        self.page.foot.allowed.connect(self.models.allow)
        for kind, section in self.page.sections.items():
            section.files_requested.connect(lambda wanted=kind: self._on_files(wanted))
            section.folder_requested.connect(lambda wanted=kind: self._on_folder(wanted))
            section.find_requested.connect(self._on_find)
            section.stop_requested.connect(self.models.stop_adding)
            if section.shelf is not None:
                section.shelf.wished.connect(self._on_wish)

    def _join_models(self) -> None:
        models = self.models
        models.listed.connect(self._on_listed)
        models.adding.connect(lambda progress: self.page.sections[self._adding_for].show_adding(progress))
        models.added.connect(self._on_added)
        models.checking.connect(lambda item_id, progress: self._with_row(item_id, "show_checking", progress))
        models.checked.connect(lambda item_id, item: self._with_row(item_id, "show_checked", item.sha256))
        models.check_failed.connect(lambda item_id, error: self._with_row(item_id, "show_failure", error))
        models.check_stopped.connect(lambda item_id: self._with_row(item_id, "close_body"))
        models.removed.connect(self._on_removed)
        models.remove_failed.connect(lambda item_id, error: self._with_row(item_id, "show_failure", error))
        models.failed.connect(self.say_error)
        self._answering.changed.connect(self._on_answering)
        self._answering.taken.connect(self._on_taken)

    def _on_listed(self, listing: ModelsListing) -> None:
        page = self.page
        page.show_machine(listing.machine, listing.disk_free_bytes)
        page.foot.show_permission(listing.permission)
        for kind, section in page.sections.items():
            section.show_programs(listing.programs)
            section.offers.show_offers(listing.offers_of(kind), listing.bases, listing.permission)
            if section.link is not None:
                section.link.show_permission(listing.permission)
        self._shown = None
        self._show_shelf()
        self.downloads.show()
        self.embedders.show()

    def _show_shelf(self) -> None:
        """The rows with what is true of them at this moment."""
        listing = self.models.listing
        now = (listing, self._answering.setup, self._answering.status)
        if listing is None or now == self._shown:
            return
        self._shown = now
        for kind, section in self.page.sections.items():
            if section.shelf is not None:
                section.shelf.show_rows([self._state(row) for row in listing.shelf_of(kind)])

    def _state(self, row: ShelfRow) -> ShelfState:
        setup, facts = self._answering.setup, row.item.facts
        if isinstance(facts, AdapterFacts):
            known = setup.adapter(row.item.path)
            goes = answer_setup.fits(facts, setup.facts)
            unfit = "" if goes else f"It does not go with “{setup.model_name}”, the model in use."
            return ShelfState(row, known is not None and known.on, None, unfit)
        on = setup.model is not None and setup.model.path == row.item.path
        return ShelfState(row, on, self._answering.status if on and setup.uses_model else None)

    def _on_answering(self) -> None:
        """The list is made anew only when something else is chosen: how it loads needs no disk."""
        if not self.place.is_open:
            return
        before = self._shown[1] if isinstance(self._shown, tuple) else None
        self._show_shelf()
        if before is not None and before != self._answering.setup:
            self.models.refresh()

    def _on_taken(self, facts: ModelFacts | AdapterFacts) -> None:
        """What is used for answers is on the list from then on."""
        listing = self.models.listing
        known = {row.item.path for row in listing.shelf} if listing else set()
        if facts.path not in known:
            self.models.put(facts.path)

    def _on_wish(self, item_id: int, wish: ShelfWish) -> None:
        listing = self.models.listing
        row = next((each for each in listing.shelf if each.item.id == item_id), None) if listing else None
        if row is None:
            return
        item = row.item
        match wish:
            case ShelfWish.USE:
                self._switch(item)
            case ShelfWish.SHOW:
                open_outside(item.path.parent)
            case ShelfWish.CHECK:
                self.models.check(item_id)
            case ShelfWish.STOP:
                self.models.stop_check(item_id)
            case ShelfWish.REMOVE:
                self.remove(item)
            case ShelfWish.DELETE_NOW:
                self.remove(item, delete_file=True)
            case _:  # the row has done it by itself
                pass

    def _switch(self, item: ShelfItem) -> None:
        known = self._answering.setup.adapter(item.path)
        if known is not None and known.on:
            setup = answer_setup.with_adapter_switched(self._answering.setup, item.path, False)
            self._answering.change(setup)
        else:
            self.use(item)

    def _on_added(self, added: Added | None) -> None:
        kinds = {item.kind for item in added.items} if added else set()
        asked_for = self._adding_for
        if len(kinds) == 1 and asked_for not in kinds:
            # It turned out to be something else: shown where it belongs.
            self.page.sections[asked_for].show_added(None)
            self._adding_for = kinds.pop()
            if self.place.is_open:
                self.page.show_section(self._adding_for)
        self.page.sections[self._adding_for].show_added(added)
        if added is not None and not self.place.is_open:
            tone = "warning" if added.refused else ""
            self.say(added_words(added), ("Open Models", lambda: self.open(self._adding_for)), tone=tone)

    def _on_removed(self, item: ShelfItem, deleted: bool) -> None:
        self._forget(item)
        name = display_text(item.name)
        if deleted:
            self.say(f"Deleted “{name}” from the disk.")
        else:
            undo = ("Undo", lambda: self.add([item.path], item.kind))
            self.say(f"Removed “{name}” from the list. The file was not touched.", undo)

    def _forget(self, item: ShelfItem) -> None:
        """What is off the list does not write answers any more."""
        setup = self._answering.setup
        recent = tuple(path for path in setup.recent if path != item.path)
        if self._is_chosen(item):
            self._answering.unload()
            self._answering.change(replace(answer_setup.without_model(setup), recent=recent))
        elif setup.adapter(item.path) is not None:
            self._answering.change(answer_setup.without_adapter(setup, item.path))

    def _is_chosen(self, item: ShelfItem) -> bool:
        chosen = self._answering.setup.model
        return chosen is not None and chosen.path == item.path

    def _on_files(self, kind: ShelfKind) -> None:
        choose_model_files(self.page.window(), self._folder, lambda paths: self._on_chosen(paths, kind))

    def _on_folder(self, kind: ShelfKind) -> None:
        choose_folder(self.page.window(), self._folder, lambda paths: self._on_chosen(paths, kind))

    def _on_chosen(self, paths: list[Path], kind: ShelfKind) -> None:
        self._folder = paths[0].parent
        self.add(paths, kind)

    def _on_find(self) -> None:
        self._adding_for = ShelfKind.MODEL
        self.models.find()

    def _with_row(self, item_id: int, method: str, *arguments: object) -> None:
        """The row may have gone meanwhile."""
        row = self._row(item_id)
        if row is not None:
            getattr(row, method)(*arguments)

    def _row(self, item_id: int) -> ShelfRowView | None:
        shelves = [section.shelf for section in self.page.sections.values() if section.shelf is not None]
        return next((row for shelf in shelves if (row := shelf.row(item_id)) is not None), None)


def _now() -> datetime:
    return datetime.now().astimezone()
