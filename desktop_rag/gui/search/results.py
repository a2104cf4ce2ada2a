"""The list of what was found while somebody types, in place of folders and files. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop_rag.app.instant_search import FoundPassage
from desktop_rag.domain.display import display_path
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.library.items import FileItem
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.search.delegate import FoundDelegate
from desktop_rag.gui.search.model import AllFiles, Found, Row, SearchModel, found_words, spoken
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import ElidedButton, label, plain_tooltip, set_up_rows
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate
from desktop_rag.gui.wording.places import short_words

_SHOWABLE = (DocumentState.READY, DocumentState.UNAVAILABLE)


class SearchResults(QWidget):
    """`opened(SourceRef)` for a passage, `file_opened(Path)` for a file, `all_files_requested` for the list
    of all whose names fit; `current_changed(FileItem | None)` when another row is chosen;
    `everywhere_requested` to look in all folders."""

    opened = Signal(object)
    file_opened = Signal(object)
    all_files_requested = Signal()
    current_changed = Signal(object)
    everywhere_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.found = Found()
        self.looking = False
        self._said = ""
        self._model = SearchModel(self)
        self.view = QListView()
        self.view.setAccessibleName(translate("Library", "What was found"))
        self.view.setModel(self._model)
        self.view.setItemDelegate(FoundDelegate(icons, self.view))
        set_up_rows(self.view)
        self.view.setUniformItemSizes(False)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.chip = ElidedButton("chip", icons, "close")
        self._says = label("", "caption", wrap=True)
        self._says.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._connect()
        self._arrange()
        self.show_scope(())

    @property
    def current(self) -> Row | None:
        return self._model.item(self.view.currentIndex())

    def show_scope(self, scope: Scope) -> None:
        """Where is looked; none for everywhere."""
        said = translate("Library", "in: {name}").format(name=short_words(scope)) if scope else ""
        self.chip.set_words(said)
        self.chip.setAccessibleName(translate("Library", "{place}: look everywhere").format(place=said))
        self.chip.setToolTip("".join(plain_tooltip(display_path(path)) for path in scope[:20]))
        self.chip.setVisible(bool(scope))

    def show_found(self, found: Found, *, looking: bool) -> None:
        """What is known so far; `looking` while more may come. The row that is chosen stays chosen."""
        chosen = self.current
        if looking:
            self._said = ""  # as many may be found again, but they are others
        self.found, self.looking = found, looking
        self._model.set_rows(found.rows)
        row = self._model.row_of(chosen)
        if row is not None:
            self._choose(row)
        elif chosen is not None:
            self.current_changed.emit(None)
        self._say(looking=looking)

    def step(self, by: int) -> None:
        """Goes on by so many rows, and not beyond the ends. Spoken, since the keyboard is elsewhere."""
        rows = self._model.choosable()
        if not rows:
            return
        here = self.view.currentIndex().row()
        at = rows.index(here) + by if here in rows else 0 if by > 0 else len(rows) - 1
        self._choose(rows[max(0, min(len(rows) - 1, at))])
        if rows[0] == self.view.currentIndex().row():
            self.view.scrollToTop()  # its heading too
        if self.current is not None:
            announce(self.view, spoken(self.current))

    def open_current(self) -> None:
        """Opens the chosen row, or the first."""
        rows = self._model.choosable()
        if self.current is None and rows:
            self._choose(rows[0])
        self._open(self.current)

    def clear(self) -> None:
        self._said = ""
        self.show_found(Found(), looking=False)

    def _choose(self, row: int) -> None:
        self.view.setCurrentIndex(self._model.index(row))
        self.view.scrollTo(self.view.currentIndex())

    def _open(self, item: Row | None) -> None:
        if isinstance(item, FoundPassage):
            spans = item.spans or ((item.start, item.end),)
            self.opened.emit(SourceRef(item.path, item.page, spans, item.heading))
        elif isinstance(item, FileItem):
            self._open_file(item.path, item.row.state)
        elif isinstance(item, AllFiles):
            self.all_files_requested.emit()

    def _open_file(self, path: Path, state: DocumentState) -> None:
        """One that holds no text yet has its card alone, which says why."""
        if state in _SHOWABLE:
            self.file_opened.emit(path)

    def _say(self, *, looking: bool) -> None:
        """What stands below the rows; a screen reader hears the counts once all is found."""
        nothing = not self._model.rowCount()
        said = ""
        if looking and not self.found.related:
            said = translate("Library", "Looking for related passages…") if not nothing else ""
        elif nothing:
            said = translate("Library", "Nothing found. Try other words.")
        self._says.setText(said)
        self._says.setVisible(bool(said))
        self.view.setVisible(not nothing)
        counted = found_words(self.found) or said
        if self.isVisible() and not looking and counted != self._said:
            self._said = counted
            announce(self, counted)

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        item = self._model.item(now)
        self.current_changed.emit(item if isinstance(item, FileItem) else None)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._open(self._model.item(index))

    def _connect(self) -> None:
        self.chip.clicked.connect(self.everywhere_requested)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.view.clicked.connect(self._on_clicked)
        for key in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):  # Qt's `activated` comes with clicks on some systems
            shortcut = QShortcut(QKeySequence(key), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.open_current)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.chip)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        column.addWidget(self._says)
        column.addStretch(0)
