"""Joins Get buttons and links to the downloads, and tells what came of them. GUI thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_rag.app.context import AppContext
from desktop_rag.app.shelf_values import DownloadPlan
from desktop_rag.domain.display import display_text
from desktop_rag.domain.downloads import DownloadPhase
from desktop_rag.domain.shelf import ShelfItem, ShelfKind
from desktop_rag.gui.models.download_controller import DownloadController
from desktop_rag.gui.models.download_state import Download, Stage
from desktop_rag.gui.models.download_strip import DownloadStrip
from desktop_rag.gui.models.words import strip_words
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

if TYPE_CHECKING:
    from desktop_rag.gui.models.handling import ModelsHandling

_READY = {
    ShelfKind.MODEL: QT_TRANSLATE_NOOP("Models", "“{name}” is ready to write answers."),
    ShelfKind.ADAPTER: QT_TRANSLATE_NOOP("Models", "“{name}” is ready to be switched on."),
    ShelfKind.EMBEDDER: QT_TRANSLATE_NOOP("Models", "“{name}” is ready to search with."),
}


class DownloadHandling(QObject):
    """Serves the models page, and the strip below the question."""

    def __init__(self, context: AppContext, models: "ModelsHandling", icons: Icons) -> None:
        super().__init__(models)
        self._models = models
        self._page = models.page
        self.controller = DownloadController(context, self)
        self.strip = DownloadStrip(icons)
        self._join()

    def begin(self) -> None:
        """Finds what earlier sessions did not finish."""
        self.controller.begin()

    def show(self) -> None:
        """Each download where it was asked for; what stands nowhere else below the link."""
        downloads = self.controller.downloads
        shown: set[str] = set()
        for section in self._page.sections.values():
            section.offers.show_downloads(downloads)
            shown |= section.offers.keys
        link = self._page.sections[ShelfKind.MODEL].link
        if link is not None:
            others = [each.plan for key, each in downloads.items() if key not in shown]
            plans = {plan.url: plan for plan in (*link.found, *others)}
            link.show_downloads(tuple(plans.values()), downloads)
        self._show_strip()

    def _join(self) -> None:
        controller = self.controller
        controller.changed.connect(self.show)
        controller.finished.connect(self._on_finished)
        controller.failed.connect(self._models.say_error)
        for section in self._page.sections.values():
            section.offers.get_requested.connect(controller.ask)
            section.offers.wished.connect(controller.do)
        link = self._page.sections[ShelfKind.MODEL].link
        if link is not None:
            link.look_requested.connect(controller.look)
            link.stop_requested.connect(controller.stop_looking)
            link.plans.get_requested.connect(controller.ask_plan)
            link.plans.wished.connect(controller.do)
            controller.looking.connect(lambda _text: link.show_looking())
            controller.found.connect(self._on_found)
            controller.not_found.connect(link.show_failed)
        self.strip.opened.connect(self._on_strip)

    def _on_found(self, plans: tuple[DownloadPlan, ...]) -> None:
        link = self._page.sections[ShelfKind.MODEL].link
        if link is not None:
            link.show_found(plans)
            self.show()

    def _show_strip(self) -> None:
        downloads = list(self.controller.downloads.values())
        current = self.controller.current
        failed = next((each for each in downloads if each.stage is Stage.FAILED), None)
        shown = current or failed
        switch = self._models.embedders.switch
        share = current.share if current is not None and _measured(current) else None
        if shown is None and switch is not None:
            share = switch.share
        self.strip.show_work(strip_words(shown, switch), share)

    def _on_strip(self) -> None:
        """Opens the page where the download is to be seen."""
        shown = self.controller.current or next(iter(self.controller.downloads.values()), None)
        kind = ShelfKind.MODEL if shown else ShelfKind.EMBEDDER
        for each, section in self._page.sections.items():
            if shown is not None and shown.key in section.offers.keys:
                kind = each
        self._models.open(kind)

    def _on_finished(self, item: ShelfItem, name: str) -> None:
        """Says that it is there, with the way to use it; a first model is one press away from a question.

        `name` is what it was called when the person pressed Get: the file may call itself otherwise.
        """
        self._models.models.refresh()
        said = translate("Models", _READY[item.kind]).format(name=display_text(name))
        announce(self._page, said)
        self._models.say(said, (translate("Models", "Use it now"), lambda: self._use(item)))

    def _use(self, item: ShelfItem) -> None:
        if item.kind is ShelfKind.EMBEDDER:
            self._models.embedders.use(item)
        else:
            self._models.shelf.use(item)
            self._models.place.close_to_question()


def _measured(download: Download) -> bool:
    progress = download.progress
    return progress is None or progress.phase is not DownloadPhase.CHECKING
