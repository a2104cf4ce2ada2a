"""The menu of what is chosen in the library: the same as its card, at the pointer. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_rag.app.values import RootSummary
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.library.chosen import Chosen
from desktop_rag.gui.library.root_notes import ELSEWHERE, WHAT_IS_READ
from desktop_rag.gui.page.password_form import ENTER_PASSWORD
from desktop_rag.gui.wording.language import translate


class LibraryMenu(QMenu):
    """The signals carry what those of `DocumentCard` do. Deletes itself when it closes."""

    retry_requested = Signal(object)
    remove_requested = Signal(object)
    open_requested = Signal(object)
    show_requested = Signal(object)
    scope_requested = Signal(object)
    scope_added = Signal(object)
    password_requested = Signal()
    rules_requested = Signal(object)
    where_requested = Signal(object)

    def __init__(self, chosen: Chosen, scope: Scope, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if chosen.shown:
            self.addAction(translate("Library", "Show"), lambda: self.show_requested.emit(chosen.paths[0]))
        if chosen.askable:
            self.addAction(chosen.ask, lambda: self.scope_requested.emit(chosen.askable))
        if chosen.adds_to(scope):
            self.addAction(chosen.ask_too, lambda: self.scope_added.emit(chosen.askable))
        if chosen.retryable:
            self.addAction(chosen.retry, lambda: self.retry_requested.emit(list(chosen.retryable)))
        if len(chosen.paths) == 1:
            self.addAction(chosen.open, lambda: self.open_requested.emit(chosen.paths[0]))
        if chosen.folder is not None:
            self.addAction(
                translate("Library", "Show in its folder"), lambda: self.open_requested.emit(chosen.folder)
            )
        if chosen.locked:
            self.addAction(ENTER_PASSWORD, self.password_requested.emit)
        if chosen.root is not None:
            self._add_of_root(chosen.root)
        self.addSeparator()
        self.addAction(
            translate("Library", "Remove from library"),
            lambda: self.remove_requested.emit(list(chosen.paths)),
        )

    def _add_of_root(self, root: RootSummary) -> None:
        if root.is_folder:
            self.addAction(translate("Library", WHAT_IS_READ), lambda: self.rules_requested.emit(root))
        if not root.available:
            self.addAction(translate("Library", ELSEWHERE), lambda: self.where_requested.emit(root))
