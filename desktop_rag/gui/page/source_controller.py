"""Fetches the page to show; only the latest wish counts. GUI thread; a lane fetches."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.domain.errors import BadPassword
from desktop_rag.domain.page_words import PageWords
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.page.picture import page_image
from desktop_rag.gui.page.shown_source import ShownSource
from desktop_rag.gui.page.source_panel import SourcePanel
from desktop_rag.gui.page.source_ref import SourceRef


class SourceController(QObject):
    """Serves one `SourcePanel`."""

    def __init__(self, context: AppContext, panel: SourcePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._panel = panel
        self._wanted: SourceRef | None = None
        self._opened: SourceRef | None = None
        self._channel = Channel(context.jobs, Lane.SOURCE, latest_only=True, parent=self)
        self._channel.succeeded.connect(lambda _id, shown: panel.show_source(shown))
        self._channel.failed.connect(self._on_failed)
        panel.page_requested.connect(self.turn_page)
        panel.page_chosen.connect(self.go_to_page)
        panel.width_changed.connect(self._on_width_changed)
        panel.again_requested.connect(self._fetch)
        self._unlocking = Channel(context.jobs, Lane.SOURCE, latest_only=True, parent=self)
        self._unlocking.succeeded.connect(lambda *_: self._on_unlocked())
        self._unlocking.failed.connect(self._on_locked)
        panel.unlock_requested.connect(self._unlock)

    @property
    def wanted(self) -> SourceRef | None:
        """What is shown or about to be; None while nothing is open."""
        return self._wanted

    def open(self, ref: SourceRef) -> None:
        self._opened = ref
        self._go_to(ref)

    def turn_page(self, step: int) -> None:
        """Goes `step` pages on, where there are such; the marks are there again on the way back."""
        if self._wanted is not None:
            self.go_to_page(self._wanted.page + step)

    def go_to_page(self, page: int) -> None:
        """Goes to a page of the document that is open, from 1, where there is such."""
        shown, opened = self._panel.shown, self._opened
        if shown is None or self._wanted is None or opened is None or shown.ref.path != opened.path:
            return  # nothing is open, or a document that is still to come: how many pages it has is not known
        if page != self._wanted.page and 1 <= page <= shown.view.page_count:
            self._go_to(opened if page == opened.page else SourceRef(opened.path, page))

    def close(self) -> None:
        self._wanted = None
        self._channel.cancel()
        self._unlocking.cancel()

    def _go_to(self, ref: SourceRef) -> None:
        if self._wanted is not None and ref.path != self._wanted.path:
            self._unlocking.cancel()
        self._wanted = ref
        self._panel.show_waiting(ref)
        self._fetch()

    def _fetch(self) -> None:
        ref, width_px, source = self._wanted, self._panel.width_px, self._context.source
        if ref is None:
            return
        shown = self._panel.shown
        known = shown.words if shown and shown.ref == ref else PageWords()

        def work(_job: JobContext) -> ShownSource:
            beside = [other.span for other in ref.beside]
            view = source.view(ref.path, ref.page, ref.spans, width_px, beside)
            if view.picture is None:
                return ShownSource(ref, view, None)
            # Asked for each time: the file may have changed since. The same ones are quickly told to be so.
            words = source.words(ref.path, ref.page)
            slim = replace(view, picture=replace(view.picture, rgb=b""))
            return ShownSource(ref, slim, page_image(view.picture), known if words == known else words)

        self._channel.start(work)

    def _unlock(self, path: Path, password: str) -> None:
        source = self._context.source
        self._unlocking.start(lambda _job: source.unlock(path, password))

    def _on_unlocked(self) -> None:
        self._panel.password.close_form()
        self._fetch()

    def _on_locked(self, _request_id: int, error: Exception) -> None:
        if isinstance(error, BadPassword):
            self._panel.password.show_wrong(error)
        elif self._wanted:
            self._panel.show_error(self._wanted, error)

    def _on_width_changed(self) -> None:
        shown = self._panel.shown
        if shown and shown.image is not None and shown.image.width() != self._panel.width_px:
            self._fetch()

    def _on_failed(self, _request_id: int, error: Exception) -> None:
        if self._wanted:
            self._panel.show_error(self._wanted, error)
