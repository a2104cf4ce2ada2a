"""Joins the rows of answer models and adapters to what is used for answers. GUI thread."""

from collections import Counter
from collections.abc import Container
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_rag.app.jobs import Progress
from desktop_rag.app.shelf_values import ShelfRow
from desktop_rag.domain.display import display_text
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.domain.shelf import ShelfItem
from desktop_rag.gui.asking import answer_setup
from desktop_rag.gui.asking.model_controller import ModelController
from desktop_rag.gui.library.handling import open_outside
from desktop_rag.gui.models.controller import ModelsListing
from desktop_rag.gui.models.shelf_rows import ShelfRowView, ShelfState, ShelfWish
from desktop_rag.gui.wording.language import translate

if TYPE_CHECKING:
    from desktop_rag.gui.models.handling import ModelsHandling


class ShelfHandling(QObject):
    """What is in use is what `answering` says: the stored settings follow it."""

    def __init__(self, models: "ModelsHandling", answering: ModelController) -> None:
        super().__init__(models)
        self._models = models
        self._controller = models.models
        self._answering = answering
        self._page = models.page
        self._shown: object = None
        self._setup = answering.setup
        self._join()

    def show(self) -> None:
        """The rows with what is true of them at this moment."""
        listing, setup, status = self._controller.listing, self._answering.setup, self._answering.status
        if listing is None or self._shown == (listing, setup, status):
            return
        self._shown, self._setup = (listing, setup, status), setup
        for kind, section in self._page.sections.items():
            if section.shelf is not None:
                rows = listing.shelf_of(kind)
                names = Counter(display_text(row.item.name) for row in rows)
                twice = {name for name, times in names.items() if times > 1}
                section.shelf.show_rows([self._state(row, twice) for row in rows])

    @property
    def chosen(self) -> ShelfItem | None:
        """The model that is chosen to write answers, if it is on the list."""
        rows = self._controller.listing.shelf if self._controller.listing else ()
        return next((row.item for row in rows if self._is_chosen(row.item)), None)

    def use(self, item: ShelfItem, context_tokens: int = 0) -> None:
        """Answers with this model, or with this adapter too; with a shorter context if one is given."""
        if isinstance(item.facts, ModelFacts | AdapterFacts):
            self._answering.take(item.facts, context_tokens or None)

    def remove(self, item: ShelfItem, *, delete_file: bool = False) -> None:
        chosen = self._is_chosen(item)
        if delete_file and chosen:
            self._answering.unload()  # the bar follows; the deletion waits for it
        self._controller.remove(item, delete_file=delete_file, loaded=chosen)

    def _join(self) -> None:
        controller = self._controller
        for section in self._page.sections.values():
            if section.shelf is not None:
                section.shelf.wished.connect(self._on_wish)
        controller.checking.connect(self._on_checking)
        controller.checked.connect(self._on_checked)
        controller.check_stopped.connect(self._on_check_stopped)
        controller.check_failed.connect(self._on_failed)
        controller.remove_failed.connect(self._on_failed)
        controller.removed.connect(self._on_removed)
        self._answering.changed.connect(self._on_answering)
        self._answering.taken.connect(self._on_taken)

    def _state(self, row: ShelfRow, twice: Container[str]) -> ShelfState:
        """`twice` are names that several rows have."""
        setup, facts = self._answering.setup, row.item.facts
        told = display_text(row.item.name) in twice
        if isinstance(facts, AdapterFacts):
            known = setup.adapter(row.item.path)
            goes = answer_setup.fits(facts, setup.facts)
            unfit = translate("Models", "It does not go with “{name}”, the model in use.")
            unfit = "" if goes else unfit.format(name=setup.model_name)
            return ShelfState(row, known is not None and known.on, None, unfit, told)
        on = self._is_chosen(row.item)
        return ShelfState(row, on, self._answering.status if on and setup.uses_model else None, "", told)

    def _on_answering(self) -> None:
        """The list is made anew only when something else is chosen: how it loads needs no disk."""
        if self._models.place.is_open:
            chosen_anew = self._setup != self._answering.setup
            self.show()
            if chosen_anew:
                self._controller.refresh()

    def _on_taken(self, facts: ModelFacts | AdapterFacts) -> None:
        """What is used for answers is on the list from then on."""
        listing = self._controller.listing
        known = {row.item.path for row in listing.shelf} if listing else set()
        if facts.path not in known:
            self._controller.put(facts.path)

    def _on_wish(self, item_id: int, wish: ShelfWish) -> None:
        row = _listed(self._controller.listing, item_id)
        if row is None:
            return
        item = row.item
        match wish:
            case ShelfWish.USE:
                self._switch(row)
            case ShelfWish.SHOW:
                open_outside(item.path.parent)
            case ShelfWish.CHECK:
                self._controller.check(item_id)
            case ShelfWish.STOP:
                self._controller.stop_check(item_id)
            case ShelfWish.REMOVE:
                self.remove(item)
            case ShelfWish.DELETE_NOW:
                self.remove(item, delete_file=True)
            case _:  # the row has done it by itself
                pass

    def _switch(self, row: ShelfRow) -> None:
        item, setup = row.item, self._answering.setup
        known = setup.adapter(item.path)
        if known is not None and known.on:
            self._answering.change(answer_setup.with_adapter_switched(setup, item.path, False))
        else:
            self.use(item, row.shorter_context)

    def _on_checking(self, item_id: int, progress: Progress | None) -> None:
        if row := self._row(item_id):
            row.show_checking(progress)

    def _on_checked(self, item_id: int, item: ShelfItem) -> None:
        if row := self._row(item_id):
            row.show_checked(item.sha256)

    def _on_check_stopped(self, item_id: int) -> None:
        if row := self._row(item_id):
            row.close_body()

    def _on_failed(self, item_id: int, error: Exception) -> None:
        row = self._row(item_id)
        if row is not None:
            row.show_failure(error)
        else:
            self._models.say_error(error)

    def _on_removed(self, item: ShelfItem, deleted: bool) -> None:
        self._forget(item)
        name = display_text(item.name)
        if deleted:
            said = translate("Models", "Deleted “{name}” from the disk.").format(name=name)
            self._models.say(said)
        else:
            undo = (translate("Models", "Undo"), lambda: self._models.add([item.path], item.kind))
            said = translate("Models", "Removed “{name}” from the list. The file was not touched.")
            self._models.say(said.format(name=name), undo)

    def _forget(self, item: ShelfItem) -> None:
        """What is off the list does not write answers any more."""
        setup = self._answering.setup
        if self._is_chosen(item):
            recent = tuple(path for path in setup.recent if path != item.path)
            self._answering.unload()
            self._answering.change(replace(answer_setup.without_model(setup), recent=recent))
        elif setup.adapter(item.path) is not None:
            self._answering.change(answer_setup.without_adapter(setup, item.path))

    def _is_chosen(self, item: ShelfItem) -> bool:
        chosen = self._answering.setup.model
        return chosen is not None and chosen.path == item.path

    def _row(self, item_id: int) -> ShelfRowView | None:
        """The row may have gone meanwhile."""
        shelves = [section.shelf for section in self._page.sections.values() if section.shelf is not None]
        return next((row for shelf in shelves if (row := shelf.row(item_id)) is not None), None)


def _listed(listing: ModelsListing | None, item_id: int) -> ShelfRow | None:
    rows = listing.shelf if listing else ()
    return next((row for row in rows if row.item.id == item_id), None)
