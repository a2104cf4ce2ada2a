"""Sees to moving the library's folder, as the section about the library asks for it. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QObject

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane, Progress
from desktop_rag.app.place import OldPlace
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.settings.library import LibrarySection
from desktop_rag.gui.widgets.dialogs import choose_folder
from desktop_rag.gui.widgets.notice import NoticeArea
from desktop_rag.gui.wording.language import translate


class MovingHandling(QObject):
    """Serves one settings page."""

    def __init__(self, context: AppContext, section: LibrarySection, notices: NoticeArea) -> None:
        super().__init__(section)
        self._place = context.place
        self._section = section
        self._notices = notices
        self._copies = Channel(context.jobs, Lane.INGEST, latest_only=False, parent=self)
        self._needs = Channel(context.jobs, Lane.VIEW, latest_only=True, parent=self)
        self._olds = Channel(context.jobs, Lane.VIEW, latest_only=True, parent=self)
        self._prepared = Channel(context.jobs, Lane.VIEW, latest_only=True, parent=self)
        self._join()

    def refresh(self) -> None:
        """When the section comes into view."""
        self._section.moving.show_possible(self._place.can_move)
        self._olds.start(lambda _job: self._place.old_place())
        self._prepared.start(lambda _job: self._place.prepared())

    def stop(self) -> None:
        """The window is closing: half a copy is deleted again."""
        self._copies.cancel()

    def ask_for(self, chosen: Path) -> None:
        """Says what would be copied where, or why it cannot be."""

        def work(_job: JobContext) -> tuple[Path, int]:
            target = self._place.target_in(chosen)
            self._place.check(target)
            return target, self._place.needed_bytes()

        self._needs.start(work)

    def _join(self) -> None:
        moving = self._section.moving
        moving.move_requested.connect(self._on_move)
        moving.confirmed.connect(self._on_confirmed)
        moving.cancel_requested.connect(self._copies.cancel)
        self._section.old.delete_requested.connect(self._on_delete)
        self._needs.succeeded.connect(lambda _id, found: moving.ask(*found))
        self._copies.progressed.connect(self._on_progress)
        self._copies.succeeded.connect(lambda *_: moving.show_copied())
        self._copies.cancelled.connect(lambda _id: moving.show_stopped())
        self._copies.failed.connect(self._on_failed)
        self._olds.succeeded.connect(lambda _id, old: self._section.old.show_old(old))
        self._prepared.succeeded.connect(
            lambda _id, target: moving.show_prepared(prepared=target is not None)
        )
        for channel in (self._needs, self._olds, self._prepared):
            channel.failed.connect(lambda _id, error: self._notices.say_error(error))

    def _on_move(self) -> None:
        title = translate("Settings", "Where the library is to be")
        choose_folder(self._section.window(), Path.home(), lambda paths: self.ask_for(paths[0]), title)

    def _on_confirmed(self, target: Path) -> None:
        self._section.moving.show_progress(None)
        self._copies.start(lambda job: self._place.copy_to(target, job))

    def _on_progress(self, _request_id: int, progress: Progress) -> None:
        self._section.moving.show_progress(progress.done / progress.total if progress.total else None)

    def _on_failed(self, _request_id: int, error: Exception) -> None:
        self._section.moving.show_stopped()
        self._notices.say_error(error)

    def _on_delete(self) -> None:
        def work(_job: JobContext) -> OldPlace | None:
            self._place.forget_old_place()
            return self._place.old_place()

        self._olds.start(work)
