"""Finding words in the document that is shown: the bar, the places, going through them. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.domain.finding import Found
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.page.source_controller import SourceController
from desktop_rag.gui.page.source_panel import SourcePanel


class FindHandling(QObject):
    """Serves one source panel. The whole document is looked through, on a lane of its own."""

    def __init__(self, context: AppContext, panel: SourcePanel, controller: SourceController) -> None:
        super().__init__(controller)
        self._source = context.source
        self._panel = panel
        self._controller = controller
        self._bar = panel.find_bar
        self._found: Found | None = None
        self._path: Path | None = None
        self._current = 0
        self._seeks = self._stays = False
        self._focus_before: QWidget | None = None
        # Not the lane that draws pages: a long document must not keep the page from coming.
        self._channel = Channel(context.jobs, Lane.VIEW, latest_only=True, parent=self)
        self._channel.succeeded.connect(lambda _id, found: self._on_found(found))
        self._bar.words_changed.connect(self._look)
        self._bar.step_requested.connect(self.step)
        self._bar.close_requested.connect(self.close)
        panel.find_requested.connect(self.open)
        panel.page_shown.connect(self._on_page_shown)

    @property
    def is_open(self) -> bool:
        return not self._bar.isHidden()

    def open(self, words: str = "") -> None:
        """Opens the bar, if there is a document to look through; `words` are looked for at once."""
        if self._panel.shown is None:
            return
        focused = QApplication.focusWidget()
        if focused is not None and not self._bar.isAncestorOf(focused):
            self._focus_before = focused
        self._bar.open(words)

    def step(self, step: int) -> None:
        """To the next place (1) or the one before (−1), round and round; opens the bar where it is closed."""
        if not self.is_open:
            self.open()
        elif self._bar.waiting:
            self._bar.seek_now()
        elif self._found and self._found.places:
            ahead = 0 if self._stays and step > 0 else step
            self._current = (self._current + ahead) % len(self._found.places)
            self._go()

    def close(self) -> None:
        """Puts the found words' light out, and the keyboard back where it was."""
        if not self.is_open:
            return
        had_focus = self._bar.isAncestorOf(QApplication.focusWidget() or self._panel)
        self._forget()
        self._bar.shut()
        before, self._focus_before = self._focus_before, None
        if had_focus:
            target = before if before is not None and before.isVisible() else self._panel.page_view
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self, words: str) -> None:
        shown = self._panel.shown
        if shown is None or not words:
            self._forget()
            self._bar.show_found(None, 0)
            return
        path, source = shown.view.path, self._source
        self._path, self._stays = path, False

        def work(job: JobContext) -> Found:
            return source.find(path, words, job.cancel)

        self._channel.start(work)

    def _on_found(self, found: Found) -> None:
        if not self.is_open or self._panel.shown is None:
            return
        self._found = found
        wanted = self._controller.wanted
        here = wanted.page if wanted else 1
        self._current = found.first_from(here)
        if self._stays:
            self._bar.show_found(found, self._current)
            self._light(seek=False)
        else:
            self._go()

    def _go(self) -> None:
        """To the current place, on its page."""
        found, self._stays = self._found, False
        self._bar.show_found(found, self._current)
        if found is None or not found.places:
            self._light(seek=False)
            return
        page = found.places[self._current].page
        wanted = self._controller.wanted
        self._seeks = True
        if wanted is not None and wanted.page == page and self._is_shown(page):
            self._light(seek=True)
            self._seeks = False
        elif wanted is None or wanted.page != page:
            self._controller.go_to_page(page)

    def _on_page_shown(self) -> None:
        shown = self._panel.shown
        if not self.is_open or shown is None:
            return
        if self._path is not None and shown.view.path != self._path:
            self._look_on()
            return
        self._light(seek=self._seeks and self._current_page() == shown.view.page.number)
        self._seeks = False

    def _look_on(self) -> None:
        """Looks for the same words in another document, which stays at the page that it was opened at."""
        self._forget()
        self._bar.seek_now()
        self._stays = True

    def _light(self, *, seek: bool) -> None:
        shown = self._panel.shown
        if shown is None:
            return
        number = shown.view.page.number
        spans = self._found.on_page(number) if self._found else []
        current = -1
        if self._found and self._found.places and self._current_page() == number:
            place = self._found.places[self._current]
            current = spans.index((place.start, place.end))
        self._panel.show_found(spans, current, seek=seek)

    def _current_page(self) -> int:
        places = self._found.places if self._found else ()
        return places[self._current].page if places else 0

    def _is_shown(self, page: int) -> bool:
        shown = self._panel.shown
        return shown is not None and shown.view.page.number == page

    def _forget(self) -> None:
        self._channel.cancel()
        self._found, self._path, self._current, self._seeks = None, None, 0, False
        if self._panel.shown is not None:
            self._panel.show_found((), -1, seek=False)
