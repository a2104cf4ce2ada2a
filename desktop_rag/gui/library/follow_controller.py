"""Has changes in the folders taken in while the window is open. GUI thread; lanes do the work."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.library.controller import LibraryController
from desktop_rag.gui.library.requests import Change

LOOK_MS = 15_000
FOLLOWED = (
    Change.ADD,
    Change.GO_ON,
    Change.BRING_BACK,
    Change.REMOVE,
    Change.SYNC,
    Change.CHECK,
    Change.RULES,
    Change.RELOCATE,
    Change.IMPORT,
)
"""After these, other folders may be in the library than before."""


class FollowController(QObject):
    """Serves one `LibraryController`, from its first listing on."""

    _seen = Signal()

    def __init__(self, context: AppContext, library: LibraryController, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._library = library
        self._troubles: dict[Path, str] = {}
        self._channel = Channel(context.jobs, Lane.VIEW, latest_only=False, parent=self)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._on_timer)
        self._seen.connect(library.take_in, Qt.ConnectionType.QueuedConnection)
        library.begun.connect(self._on_begun)
        library.finished.connect(lambda change, *_: self._on_finished(change))

    def begin(self) -> None:
        self._follow()
        self._timer.start()

    def stop(self) -> None:
        """No more is taken in; the context ends the watch."""
        self._timer.stop()

    def apply_settings(self) -> None:
        """After watching was switched on or off."""
        self._follow()

    def _follow(self) -> None:
        self._channel.start(self._work)

    def _work(self, _job: JobContext) -> None:
        """On a lane's thread."""
        following = self._context.following
        if self._context.settings.load().watch:
            following.follow(self._seen.emit)
        else:
            following.stop()

    def _on_begun(self, change: Change) -> None:
        if change in (Change.SYNC, Change.CHECK):
            self._context.following.note_check()

    def _on_finished(self, change: Change) -> None:
        if change in FOLLOWED:
            self._follow()
        self._library.take_in()

    def _note_troubles(self) -> None:
        """The listing says of folders that their changes are not noticed at once."""
        troubles = self._context.following.troubles
        if troubles != self._troubles:
            self._troubles = troubles
            self._library.refresh()

    def _on_timer(self) -> None:
        self._context.following.look_at_unwatched()
        self._note_troubles()
        if self._context.following.check_is_due():
            self._library.check()
        else:
            self._library.take_in()
