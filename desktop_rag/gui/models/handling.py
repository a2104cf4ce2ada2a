"""Joins the models page to the rest of the window: opens and fills it, adds files. GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import Progress
from desktop_rag.app.shelf_values import Added
from desktop_rag.domain.display import display_text
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.asking.model_controller import ModelController
from desktop_rag.gui.frame.over_place import OverPlaces
from desktop_rag.gui.models.controller import ModelsController, ModelsListing
from desktop_rag.gui.models.download_handling import DownloadHandling
from desktop_rag.gui.models.embedder_handling import EmbedderHandling
from desktop_rag.gui.models.page import ModelsPage
from desktop_rag.gui.models.shelf_handling import ShelfHandling
from desktop_rag.gui.models.words import added_words
from desktop_rag.gui.widgets.dialogs import choose_folder, choose_model_files
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.wording.language import translate


@dataclass(frozen=True, slots=True)
class Around:
    """What the page works with in the rest of the window."""

    places: OverPlaces
    panel: ConversationPanel
    answering: ModelController


class ModelsHandling(QObject):
    """The page is built with the window, and filled each time it is opened."""

    def __init__(self, context: AppContext, around: Around, icons: Icons) -> None:
        super().__init__(around.places)
        self._notices = around.panel.notices
        self._folder = Path.home()
        self._adding_for = ShelfKind.MODEL
        self._refused: list[Path] = []
        """Adapters from training whose model was not found; with its name they may be taken."""
        self.page = ModelsPage(icons, _now, context.downloads.host_of)
        self.place = around.places.add(self.page)
        self.models = ModelsController(context, self)
        self.shelf = ShelfHandling(self, around.answering)
        self.downloads = DownloadHandling(context, self, icons)
        self.embedders = EmbedderHandling(context, self)
        around.panel.add_below(self.downloads.strip)
        self._join()

    def open(self, kind: ShelfKind | None = None) -> None:
        """Opens the page at one of its parts, or as it was left."""
        if kind is not None:
            self.page.show_section(kind)
        self.place.open()

    def add(self, paths: list[Path], kind: ShelfKind) -> None:
        """Puts files on the list; what came of it is told where things of this kind are shown."""
        self._adding_for = kind
        self.models.add(paths)

    def say(self, text: str, action: tuple[str, Callable[[], None]] | None = None, *, tone: str = "") -> None:
        self._notices.say(text, action=action, tone=tone)

    def say_error(self, error: Exception) -> None:
        self._notices.say_error(error)

    def stop(self) -> None:
        """The window is closing."""
        self.models.stop()
        self.downloads.controller.stop()
        self.embedders.controller.stop()

    def _join(self) -> None:
        models = self.models
        self.place.opened.connect(models.refresh)
        self.page.foot.allowed.connect(models.allow)
        for kind, section in self.page.sections.items():
            section.files_requested.connect(lambda wanted=kind: self._on_files(wanted))
            section.folder_requested.connect(lambda wanted=kind: self._on_folder(wanted))
            section.find_requested.connect(self._on_find)
            section.stop_requested.connect(models.stop_adding)
            section.base_requested.connect(self._on_base)
        models.listed.connect(self._on_listed)
        models.adding.connect(self._on_adding)
        models.added.connect(self._on_added)
        models.failed.connect(self.say_error)

    def _on_listed(self, listing: ModelsListing) -> None:
        page = self.page
        page.show_machine(listing.machine, listing.disk_free_bytes)
        page.foot.show_permission(listing.permission)
        for kind, section in page.sections.items():
            section.show_programs(listing.programs)
            first = kind is ShelfKind.MODEL and not listing.shelf_of(kind)
            section.show_offers(listing.offers_of(kind), listing.bases, listing.permission, first=first)
        self.shelf.show()
        self.downloads.show()
        self.embedders.show()
        if listing.broken is not None:
            self.say_error(listing.broken)

    def _on_adding(self, progress: Progress | None) -> None:
        self.page.sections[self._adding_for].show_adding(progress)

    def _on_added(self, added: Added | None) -> None:
        kinds = {item.kind for item in added.items} if added else set()
        if len(kinds) == 1 and self._adding_for not in kinds:
            # It turned out to be something else: shown where it belongs.
            self.page.sections[self._adding_for].show_added(None)
            self._adding_for = kinds.pop()
            if self.place.is_open:
                self.page.show_section(self._adding_for)
        self._refused = [each.path for each in added.refused if each.base_missing] if added else []
        base = self.shelf.chosen if self._refused else None
        self.page.sections[self._adding_for].show_added(added, display_text(base.name) if base else "")
        if added is not None and not self.place.is_open:
            kind, tone = self._adding_for, "warning" if added.refused else ""
            self.say(
                added_words(added), (translate("Models", "Open Models"), lambda: self.open(kind)), tone=tone
            )

    def _on_files(self, kind: ShelfKind) -> None:
        choose_model_files(self.page.window(), self._folder, lambda paths: self._on_chosen(paths, kind))

    def _on_folder(self, kind: ShelfKind) -> None:
        choose_folder(self.page.window(), self._folder, lambda paths: self._on_chosen(paths, kind))

    def _on_chosen(self, paths: list[Path], kind: ShelfKind) -> None:
        self._folder = paths[0].parent
        self.add(paths, kind)

    def _on_base(self) -> None:
        """The person knows that the adapter was made for the model in use."""
        self._adding_for = ShelfKind.ADAPTER
        self.models.add(self._refused, self.shelf.chosen)

    def _on_find(self) -> None:
        self._adding_for = ShelfKind.MODEL
        self.models.find()


def _now() -> datetime:
    return datetime.now().astimezone()
