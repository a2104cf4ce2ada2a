"""Suggests questions on the empty page once nothing else is wanted. GUI thread; a lane makes them."""

from PySide6.QtCore import QObject, QTimer

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import Lane
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.library.controller import LibraryController

QUIET_MS = 400
"""The window shows itself, and a listing comes, before anything is searched."""

_Key = tuple[int, int, Scope, int]


class SuggestController(QObject):
    """Makes none while something is typed, while documents are read, and none that are not seen.

    The same library gets the same questions; what fails is not told, since nobody asked for it.
    """

    def __init__(self, context: AppContext, panel: ConversationPanel, library: LibraryController) -> None:
        super().__init__(panel)
        self._suggestions = context.suggestions
        self._panel = panel
        self._library = library
        self._turn = 0
        self._shown: set[str] = set()
        self._made: _Key | None = None
        self._wanted: _Key | None = None
        self._channel = Channel(context.jobs, Lane.SUGGEST, latest_only=True, parent=self)
        self._channel.succeeded.connect(lambda _id, questions: self._on_made(questions))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(QUIET_MS)
        self._pause.timeout.connect(self._make)
        for changed in (
            panel.start_changed,
            panel.box.scope_changed,
            panel.box.edit.textChanged,
            library.listing_changed,
            library.busy_changed,
        ):
            changed.connect(lambda *_: self._look())
        panel.start.others_requested.connect(self._on_others)

    def stop(self) -> None:
        """The window is closing."""
        self._pause.stop()
        self._channel.cancel()

    def _key(self) -> _Key | None:
        """What questions are wanted for; None while none are."""
        listing, panel = self._library.listing, self._panel
        if listing is None or not listing.ready or self._library.busy or not panel.on_start:
            return None
        if panel.box.edit.toPlainText() or (panel.start.has_examples and not self._turn):
            return None
        return listing.ready, listing.overview.passages, panel.box.scope, self._turn

    def _look(self) -> None:
        key = self._key()
        if key is None or key == self._made:
            self._wanted = None
            self._pause.stop()
            if self._channel.busy:
                self._channel.cancel()
        elif key != self._wanted:
            self._wanted = key
            self._pause.start()

    def _make(self) -> None:
        if self._wanted is not None:
            service, (_ready, _passages, scope, turn) = self._suggestions, self._wanted
            shown = frozenset(self._shown) if turn else frozenset()
            self._channel.start(lambda job: service.suggest(job, scope, turn, shown))

    def _on_made(self, questions: tuple[str, ...]) -> None:
        """Those from before stay where there are no others."""
        if not questions and self._shown and self._turn:  # all were shown: from the beginning again
            self._shown.clear()
            self._make()
            return
        key, self._wanted = self._wanted, None
        before, self._made = self._made, key
        self._shown.update(questions)
        if questions or (key and before and key[:3] != before[:3]):
            self._panel.start.show_suggestions(questions)

    def _on_others(self) -> None:
        self._turn += 1
        self._look()
