"""Joins the search models on the page to the change from one to another, and gives advice. GUI thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_rag.app.context import AppContext
from desktop_rag.app.shelf_values import EmbedderRow, LanguageAdvice
from desktop_rag.domain.display import display_text
from desktop_rag.domain.embedder import EmbedderChoice
from desktop_rag.domain.languages import embedder_languages
from desktop_rag.domain.shelf import ShelfItem, ShelfKind
from desktop_rag.gui.library.handling import open_outside
from desktop_rag.gui.models.embedder_controller import EmbedderController
from desktop_rag.gui.models.embedder_state import EmbedderWish, Switch
from desktop_rag.gui.models.shelf_rows import ShelfWish
from desktop_rag.gui.models.words import advice_words
from desktop_rag.gui.wording.language import translate

if TYPE_CHECKING:
    from desktop_rag.gui.models.handling import ModelsHandling


class EmbedderHandling(QObject):
    """Serves the part of the page about search models."""

    def __init__(self, context: AppContext, models: "ModelsHandling") -> None:
        super().__init__(models)
        self._service = context.embedders
        self._models = models
        self._section = models.page.sections[ShelfKind.EMBEDDER]
        self._advice: LanguageAdvice | None = None
        self._told = False
        self.controller = EmbedderController(context, self)
        self._join()

    @property
    def switch(self) -> Switch | None:
        return self.controller.switch

    def use(self, item: ShelfItem) -> None:
        """Asks on the page what a change to this one would take."""
        self._models.open(ShelfKind.EMBEDDER)
        self.controller.use(self._service.choice_for(item))

    def show(self) -> None:
        listing, embedders = self._models.models.listing, self._section.embedders
        if listing is None or embedders is None:
            return
        languages = {row.choice: embedder_languages(row.facts) for row in listing.embedders}
        embedders.show_rows(listing.embedders, languages, self.switch)

    def seek_advice(self) -> None:
        """After documents were added: is the search model the right one for them?"""
        self._models.models.seek_advice()

    def _join(self) -> None:
        models = self._models.models
        self.controller.changed.connect(self._on_changed)
        self.controller.finished.connect(self._on_finished)
        models.advised.connect(self._on_advised)
        self._models.place.opened.connect(models.seek_advice)
        self._section.advice.wanted.connect(self._on_advice_wanted)
        if self._section.embedders is not None:
            self._section.embedders.wished.connect(self._on_wish)

    def _on_wish(self, row: EmbedderRow, wish: EmbedderWish | ShelfWish) -> None:
        match wish:
            case EmbedderWish.USE:
                self.controller.use(row.choice)
            case EmbedderWish.CHANGE:
                self.controller.go()
            case EmbedderWish.NOT_NOW:
                self.controller.not_now()
            case EmbedderWish.CANCEL:
                self.controller.cancel()
            case ShelfWish.SHOW if row.item is not None:
                open_outside(row.item.path.parent)
            case ShelfWish.REMOVE if row.item is not None:
                self._models.shelf.remove(row.item)
            case _:
                pass

    def _on_changed(self) -> None:
        self.show()
        self._models.downloads.show()

    def _on_finished(self, choice: EmbedderChoice) -> None:
        listing = self._models.models.listing
        rows = [row for row in listing.embedders if row.choice == choice] if listing else []
        name = display_text(rows[0].facts.name) if rows else translate("Models", "another search model")
        said = translate("Models", "Your documents are now searched with “{name}”.").format(name=name)
        self._models.say(said)
        self._models.models.refresh()
        self._models.models.seek_advice()

    def _on_advised(self, advice: LanguageAdvice | None) -> None:
        """On the page in any case; as a notice once, when nobody has the page open."""
        self._advice = advice
        self._section.advice.show_advice(advice)
        if advice is not None and not self._told and not self._models.place.is_open:
            self._told = True
            action = (translate("Models", "Search models…"), lambda: self._models.open(ShelfKind.EMBEDDER))
            self._models.say(advice_words(advice), action, tone="warning")

    def _on_advice_wanted(self) -> None:
        """Leads to what was named: what there is can be used, what there is not can be fetched."""
        advice = self._advice
        if advice is not None and advice.on_shelf is not None:
            self.use(advice.on_shelf)
        elif advice is not None and advice.better is not None:
            row = self._section.offers.row(advice.better.id)
            if row is not None:
                row.take_focus()
                self._models.page.bring_into_view(row)
