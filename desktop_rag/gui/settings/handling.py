"""Joins the settings page to what it sets: fills it each time it is opened, keeps what is chosen. GUI thread.

Lanes read and write. The page is built when it is opened for the first time.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop_rag.app import privacy
from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.app.shelf_values import SwitchCost
from desktop_rag.domain.errors import DesktopRagError
from desktop_rag.domain.settings import Settings
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.asking.model_controller import ModelController
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.frame.over_place import OverPlace, OverPlaces
from desktop_rag.gui.library.controller import LibraryController
from desktop_rag.gui.library.handling import open_outside
from desktop_rag.gui.library.reading_handling import ReadingHandling
from desktop_rag.gui.models.handling import ModelsHandling
from desktop_rag.gui.restarting import restart
from desktop_rag.gui.settings.moving_handling import MovingHandling
from desktop_rag.gui.settings.page import Here, SettingsPage, SettingsPart
from desktop_rag.gui.settings.parts import SettingsWish
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.notice import NoticeArea
from desktop_rag.gui.widgets.report import report
from desktop_rag.gui.widgets.theme import Theme
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import available_languages
from desktop_rag.runtime import assets_dir

LOOK_MS = 2000


@dataclass(frozen=True, slots=True)
class SettingsAround:
    """What the page works with in the rest of the window."""

    places: OverPlaces
    notices: NoticeArea
    answering: ModelController
    models: ModelsHandling
    library: LibraryController
    reading: ReadingHandling
    theme: Theme
    window: QWidget


class SettingsHandling(QObject):
    """Serves one window."""

    def __init__(self, context: AppContext, around: SettingsAround, icons: Icons) -> None:
        super().__init__(around.places)
        self._context = context
        self._around = around
        self._icons = icons
        self._page: SettingsPage | None = None
        self._place: OverPlace | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def page(self) -> SettingsPage:
        """Built at the first use."""
        if self._page is None:
            cores, paths = os.cpu_count() or 1, self._context.paths
            usual = paths.usual if paths.was_moved else None
            here = Here(paths.library, cores, available_languages(), usual)
            self._page = SettingsPage(self._icons, here)
            self._make_channels(self._page)
            self._moving = MovingHandling(self._context, self._page.library, self._around.notices)
            self._join(self._page)
        return self._page

    @property
    def place(self) -> OverPlace:
        if self._place is None:
            self._place = self._around.places.add(self.page)
        return self._place

    def open(self, part: SettingsPart | None = None) -> None:
        """Opens the page at one of its parts, or as it was left."""
        if part is not None:
            self.page.show_part(part)
        self.place.open()

    def stop(self) -> None:
        """The window is closing."""
        self._rest()
        if self._page is not None:
            self._moving.stop()

    def _rest(self) -> None:
        """What is only to be looked at is asked for no more."""
        self._timer.stop()
        if self._page is not None:
            for channel in (self._costs, self._sizes, self._looks):
                channel.cancel()

    def _make_channels(self, page: SettingsPage) -> None:
        self._loads = self._channel(Lane.VIEW, self._on_settings)
        self._sizes = self._channel(Lane.VIEW, page.library.show_sizes)
        self._permits = self._channel(Lane.VIEW, page.privacy.downloads.show_permission)
        self._allows = self._channel(Lane.VIEW, page.privacy.downloads.show_permission)
        self._allows.failed.connect(lambda *_: self._load_permission())
        self._looks = self._channel(Lane.VIEW, page.privacy.show_processes)
        self._texts = self._channel(Lane.VIEW, page.about.show_licences)
        self._costs = self._channel(Lane.SHELF, self._on_cost)

    def _channel(self, lane: Lane, on_success: Callable[[Any], None]) -> Channel:
        made = Channel(self._context.jobs, lane, latest_only=True, parent=self)
        made.succeeded.connect(lambda _id, result: on_success(result))
        made.failed.connect(lambda _id, error: self._around.notices.say_error(error))
        return made

    def _join(self, page: SettingsPage) -> None:
        around, theme, reading = self._around, self._around.theme, self._around.reading
        page.seen.connect(self._on_seen)
        page.part_shown.connect(self._on_part)
        for section in page.sections.values():
            section.wished.connect(self._on_wish)
        reading.refused.connect(self._load_settings)
        page.answers.style_chosen.connect(lambda style: reading.change(answer_style=style))
        page.reading.scans_changed.connect(lambda on: reading.change(read_scans=on))
        page.reading.watch_changed.connect(lambda on: reading.change(watch=on))
        page.reading.battery_changed.connect(lambda on: reading.change(slower_on_battery=on))
        page.reading.cores_changed.connect(lambda cores: reading.change(cores=cores))
        page.appearance.scheme_chosen.connect(theme.set_scheme)
        page.appearance.scale_chosen.connect(theme.set_text_scale)
        page.appearance.motion_chosen.connect(theme.set_reduced_motion)
        page.appearance.language_chosen.connect(theme.set_language)
        page.privacy.downloads_allowed.connect(self._on_downloads)
        page.about.licences_requested.connect(lambda: self._texts.start(_licences))
        theme.changed.connect(self._show_look)
        around.answering.changed.connect(self._show_setup)
        around.library.listing_changed.connect(lambda _listing: self._show_waiting())

    def _on_seen(self, seen: bool) -> None:
        if not seen:
            self._rest()
            return
        self._load_settings()
        self._load_permission()
        self._show_look()
        self._show_setup()
        self._show_waiting()
        self._on_part(self.page.shown)

    def _load_settings(self) -> None:
        settings = self._context.settings
        self._loads.start(lambda _job: settings.load())

    def _load_permission(self) -> None:
        downloads = self._context.downloads
        self._permits.start(lambda _job: downloads.permission())

    def _on_part(self, part: SettingsPart) -> None:
        """What takes asking is asked for only where it is looked at."""
        if not self.page.isVisible():
            return
        self._timer.stop()
        match part:
            case SettingsPart.SEARCH:
                self._costs.start(self._measure)
            case SettingsPart.LIBRARY:
                self._sizes.start(lambda _job: self._context.storage.sizes())
                self._moving.refresh()
            case SettingsPart.PRIVACY:
                self._look()
                self._timer.start()
            case SettingsPart.ABOUT:
                listing = self._around.library.listing
                self.page.about.show_details(
                    report(listing.overview if listing else None, self._around.theme)
                )
            case _:
                pass

    def _look(self) -> None:
        if not self._looks.busy:
            self._looks.start(lambda _job: privacy.look())

    def _measure(self, job: JobContext) -> tuple[str, SwitchCost | DesktopRagError]:
        """On a lane's thread. A search model that does not start is told where it is shown."""
        embedders = self._context.embedders
        name = next((row.facts.name for row in embedders.rows() if row.in_use), "")
        try:
            return name, embedders.again(job)
        except DesktopRagError as error:
            job.cancel.raise_if_cancelled()
            return name, error

    def _on_cost(self, found: tuple[str, SwitchCost | DesktopRagError]) -> None:
        name, cost = found
        self.page.search.show_name(name)
        if isinstance(cost, SwitchCost):
            self.page.search.show_cost(cost.passages, cost.seconds)
        else:
            self.page.search.cost.say(f"{in_words(cost.message)} {in_words(cost.hint)}".strip())

    def _on_settings(self, settings: Settings) -> None:
        self.page.answers.show_settings(settings)
        self.page.reading.show_settings(settings)

    def _show_look(self) -> None:
        if self._page is not None:
            self._page.appearance.show_look(self._around.theme.look)

    def _show_setup(self) -> None:
        if self._page is not None:
            self._page.answers.show_setup(self._around.answering.setup)

    def _show_waiting(self) -> None:
        listing = self._around.library.listing
        if self._page is not None and listing is not None:
            self._page.reading.show_waiting(sum(item.row.scans_left for item in listing.files))

    def _on_downloads(self, allowed: bool) -> None:
        downloads = self._context.downloads

        def work(_job: JobContext) -> object:
            downloads.allow(allowed)
            return downloads.permission()

        self._allows.start(work)

    def _on_wish(self, wish: SettingsWish) -> None:
        around, paths = self._around, self._context.paths
        actions: dict[SettingsWish, Callable[[], object]] = {
            SettingsWish.MODELS: lambda: around.models.open(ShelfKind.MODEL),
            SettingsWish.SEARCH_MODELS: lambda: around.models.open(ShelfKind.EMBEDDER),
            SettingsWish.SHOW_LIBRARY: lambda: open_outside(paths.library),
            SettingsWish.SHOW_LOGS: lambda: open_outside(paths.logs),
            SettingsWish.EXPORT: around.reading.choose_export,
            SettingsWish.IMPORT: around.reading.choose_import,
            SettingsWish.CHECK: around.library.sync,
            SettingsWish.RESTART: lambda: restart(around.window),
        }
        actions[wish]()


def _licences(_job: JobContext) -> str:
    return (assets_dir() / "THIRD-PARTY.md").read_text("utf-8")
