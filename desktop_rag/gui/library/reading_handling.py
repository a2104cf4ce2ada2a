"""What of a folder is read, where moved files are, the library as one file: asks, and sees to it.

GUI thread; lanes read and write.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Unpack

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.app.moving import LibraryFile
from desktop_rag.app.settings import SettingsChange
from desktop_rag.app.values import RootSummary
from desktop_rag.app.whereabouts import Whereabouts
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.library.controller import LibraryController
from desktop_rag.gui.library.follow_controller import FollowController
from desktop_rag.gui.library.import_dialog import ImportDialog
from desktop_rag.gui.library.rules_dialog import RulesDialog
from desktop_rag.gui.library.where_dialog import WhereDialog
from desktop_rag.gui.widgets.dialogs import (
    choose_files,
    choose_folder,
    choose_library_export,
    choose_library_file,
)
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.notice import NoticeArea
from desktop_rag.gui.wording.language import translate

EXPORT_SUFFIX = ".zip"


class ReadingHandling(QObject):
    """Serves one window: `window` is what its dialogs lie over. `refused` when settings could not be kept."""

    refused = Signal()

    def __init__(
        self,
        context: AppContext,
        library: LibraryController,
        following: FollowController,
        notices: NoticeArea,
        icons: Icons,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._context = context
        self._library = library
        self._following = following
        self._notices = notices
        self._icons = icons
        self._window = window
        self._place = Path.home()
        self._changes = self._channel(self._on_changed)
        self._changes.failed.connect(lambda *_: self.refused.emit())
        self._guesses = self._channel(self._show_guesses, latest_only=True)
        self._looks = self._channel(self._ask_to_import)
        self._where: WhereDialog | None = None

    def stop(self) -> None:
        self._guesses.cancel()

    def read_scans(self) -> None:
        """Switches text recognition on."""
        self.change(read_scans=True)

    def edit_rules(self, root: RootSummary) -> None:
        dialog = RulesDialog(self._icons, root, self._window)
        dialog.chosen.connect(lambda rules: self._library.set_rules(root.path, rules))
        dialog.open()

    def ask_where(self, root: RootSummary) -> None:
        """Where the files of a root are that is not there now."""
        dialog = self._where = WhereDialog(self._icons, root, self._window)
        dialog.chosen.connect(lambda path: self._library.relocate(root.path, path))
        dialog.browse_requested.connect(lambda: self._browse(dialog))
        dialog.finished.connect(self._on_where_closed)
        dialog.open()
        self._guesses.start(lambda job: self._context.moving.whereabouts(root.path, job))

    def _channel(self, on_success: Callable[[Any], None], *, latest_only: bool = False) -> Channel:
        made = Channel(self._context.jobs, Lane.VIEW, latest_only=latest_only, parent=self)
        made.succeeded.connect(lambda _id, result: on_success(result))
        made.failed.connect(lambda _id, error: self._notices.say_error(error))
        return made

    def change(self, **changes: Unpack[SettingsChange]) -> None:
        """Keeps these settings, and sees to what follows from them at once."""

        def work(_job: JobContext) -> SettingsChange:
            self._context.settings.change(**changes)
            return changes

        self._changes.start(work)

    def _on_changed(self, made: SettingsChange) -> None:
        if "watch" in made:
            self._following.apply_settings()
        if made.get("read_scans"):
            self._library.check()
        self._library.refresh(soon=True)

    def _browse(self, dialog: WhereDialog) -> None:
        root = dialog.root

        def on_chosen(paths: list[Path]) -> None:
            dialog.choose(paths[0])

        place = next((each for each in root.path.parents if len(each.parts) > 1), Path.home())
        if root.is_folder:
            choose_folder(dialog, place, on_chosen, translate("Library", "Where are the files now?"))
        else:
            choose_files(dialog, place, on_chosen)

    def _show_guesses(self, guesses: tuple[Whereabouts, ...]) -> None:
        if self._where is not None:
            self._where.show_guesses(guesses)

    def _on_where_closed(self) -> None:
        self._where = None
        self._guesses.cancel()

    def choose_export(self) -> None:
        """Asks for a file and writes the library to it."""
        name = translate("Settings", "Desktop RAG library") + EXPORT_SUFFIX
        choose_library_export(self._window, self._place / name, self._on_export)

    def _on_export(self, file: Path) -> None:
        self._place = file.parent
        self._library.export_to(file)

    def choose_import(self) -> None:
        """Asks for a file, says what is in it and what it replaces, and takes it in if that is wanted."""
        choose_library_file(self._window, self._place, self._on_import)

    def _on_import(self, file: Path) -> None:
        self._place = file.parent
        self._looks.start(lambda _job: self._context.moving.look(file))

    def _ask_to_import(self, found: LibraryFile) -> None:
        listing = self._library.listing
        held = len(listing.files) if listing else 0
        dialog = ImportDialog(self._icons, found, held, self._window)
        dialog.confirmed.connect(lambda: self._library.import_from(found.file))
        dialog.open()
