"""Looks things up while somebody types: words at once, what is related when the keys rest. GUI thread; two
lanes do the work."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from desktop_rag.app.context import AppContext
from desktop_rag.app.instant_search import FoundPassage
from desktop_rag.app.jobs import Lane
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.library.panel import LibraryPanel

REST_MS = 300
"""After the last key: what is related to half a word is of use to nobody."""


class SearchController(QObject):
    """Serves the search field of one library panel. What is not wanted any more is dropped.

    What fails here has found nothing: it fails where it is asked for in earnest too, and is told there.
    """

    def __init__(self, context: AppContext, panel: LibraryPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._search = context.instant
        self._panel = panel
        self._typed = ""
        self._words = Channel(context.jobs, Lane.WORDS, latest_only=True, parent=self)
        self._related = Channel(context.jobs, Lane.RELATED, latest_only=True, parent=self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self._words.succeeded.connect(self._on_words)
        self._words.failed.connect(lambda request_id, _error: self._on_words(request_id, ()))
        self._related.succeeded.connect(self._on_related)
        self._related.failed.connect(lambda request_id, _error: self._on_related(request_id, ()))
        panel.search_changed.connect(self.look)

    def look(self, typed: str) -> None:
        """For this and no longer for what was wanted before; for nothing when it is empty."""
        self._typed = typed
        self._related.cancel()
        if not typed.strip():
            self.stop()
            return
        scope, search = self._panel.search_scope, self._search
        self._words.start(lambda _job: search.words(typed, scope))
        self._rest.start()

    def look_again(self) -> None:
        """The library has changed: what went from it is not shown any more, and what came is."""
        if self._panel.searching:
            self.look(self._typed)

    def stop(self) -> None:
        self._rest.stop()
        self._words.cancel()
        self._related.cancel()

    def _on_words(self, _request_id: int, words: tuple[FoundPassage, ...]) -> None:
        """What was related to fewer letters stays until it is known what is now."""
        found = self._panel.results.found
        new = {passage.passage_id for passage in words}
        related = tuple(passage for passage in found.related if passage.passage_id not in new)
        self._panel.show_found(replace(found, words=words, related=related), looking=True)

    def _on_rest(self) -> None:
        """The words are there by now, or come first: what they found is not found again."""
        if self._words.busy:
            self._rest.start()
            return
        typed, scope, search = self._typed, self._panel.search_scope, self._search
        words = self._panel.results.found.words
        self._related.start(lambda job: search.related(typed, job, scope, words))

    def _on_related(self, _request_id: int, related: tuple[FoundPassage, ...]) -> None:
        found = self._panel.results.found
        self._panel.show_found(replace(found, related=related), looking=False)
