"""Asks where the files of a folder are now that is not there any more. GUI thread."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_rag.app.values import RootSummary
from desktop_rag.app.whereabouts import Whereabouts
from desktop_rag.domain.display import display_name, display_path
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import ElidedButton, label
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.sheet import Sheet
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

ABOUT = QT_TRANSLATE_NOOP(
    "Library", "What was read of them, and the answers from them, follow. Nothing is read again."
)
LOOKING = QT_TRANSLATE_NOOP("Library", "Looking in likely places…")
NOT_FOUND = QT_TRANSLATE_NOOP(
    "Library", "They are in none of the likely places. Choose the folder that they are in."
)
FOUND = QT_TRANSLATE_NOOP("Library", "They seem to be here:")


class WhereDialog(Sheet):
    """`chosen(Path)` for a place that was offered; `browse_requested` to choose another."""

    chosen = Signal(object)
    browse_requested = Signal()

    def __init__(self, icons: Icons, root: RootSummary, parent: QWidget) -> None:
        title = translate("Library", "Where are the files of “{name}” now?")
        title = title.format(name=display_name(root.path))
        super().__init__(icons, title, translate("Library", ABOUT), parent)
        self.root = root
        self._says = label(translate("Library", LOOKING), "caption", wrap=True)
        self.column.addWidget(self._says)
        cancel = self.add_button(translate("Library", "Cancel"))
        cancel.clicked.connect(self.reject)
        self.browse = self.add_button(
            translate("Library", "Choose folder…") if root.is_folder else translate("Library", "Choose file…")
        )
        self.browse.clicked.connect(self.browse_requested)
        self.browse.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_guesses(self, guesses: Sequence[Whereabouts]) -> None:
        """The likeliest first."""
        for guess in guesses:
            self.column.addWidget(self._offer(guess))
        said = translate("Library", FOUND if guesses else NOT_FOUND)
        self._says.setText(said)
        announce(self, said)

    def _offer(self, guess: Whereabouts) -> ElidedButton:
        words = display_path(guess.path)
        if guess.share < 1:
            words = translate("Library", "{path} · most of them").format(path=words)
        button = ElidedButton("", self.icons, "folder" if self.root.is_folder else "file")
        button.set_words(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self.choose(guess.path))
        return button

    def choose(self, path: Path) -> None:
        self.chosen.emit(path)
        self.accept()
