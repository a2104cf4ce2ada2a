"""What the person adds, by button, key or drop: each thing is put where it belongs. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_rag.app.jobs import JobRunner, Lane
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.asking.model_handling import ModelHandling
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.frame.dropping import Dropping, Looked, look_at, lost_words, told_apart
from desktop_rag.gui.library.controller import LibraryController
from desktop_rag.gui.models.handling import ModelsHandling
from desktop_rag.gui.widgets.dialogs import choose_files, choose_folder
from desktop_rag.gui.widgets.notice import NoticeArea
from desktop_rag.gui.widgets.theme import Theme


class Adding(QObject):
    """Serves one window; `dropping` is for its drag and drop events."""

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        jobs: JobRunner,
        library: LibraryController,
        shelf: ModelsHandling,
        models: ModelHandling,
        notices: NoticeArea,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._library = library
        self._shelf = shelf
        self._models = models
        self._notices = notices
        self._place = Path.home()
        self._looking = Channel(jobs, Lane.VIEW, latest_only=False, parent=self)
        self._looking.succeeded.connect(self._on_looked)
        self.dropping = Dropping(theme, window, lambda: shelf.place.is_open, jobs)
        self.dropping.dropped.connect(self.take)
        self.dropping.refused.connect(lambda why: notices.say(why, tone="warning"))

    def add(self, paths: list[Path]) -> None:
        """Adds files and folders to the library, and takes model files as such; in the background."""
        documents, models = told_apart(paths)
        if documents:
            self._library.add(documents)
        if models and self._shelf.place.is_open:
            self._shelf.add(models, self._shelf.page.shown)
        else:
            self._models.use_files(models)

    def take(self, paths: list[Path]) -> None:
        """As `add`; folders that are one model, and what is gone, are told apart first, which asks the
        disk."""
        self._looking.start(lambda _job: look_at(paths))

    def ask_for_folder(self) -> None:
        choose_folder(self._window, self._place, self._on_chosen)

    def ask_for_files(self) -> None:
        choose_files(self._window, self._place, self._on_chosen)

    def _on_chosen(self, paths: list[Path]) -> None:
        self._place = paths[0].parent
        self.take(paths)

    def _on_looked(self, _request_id: int, looked: Looked) -> None:
        if looked.lost:
            self._notices.say(lost_words(looked.lost), tone="warning")
        self.add(list(looked.others))
        if looked.trained:
            self._shelf.add(list(looked.trained), ShelfKind.ADAPTER)
