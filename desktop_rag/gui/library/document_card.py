"""What is chosen in the library: its state, why it is so, and what can be done with it. GUI thread."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop_rag.app.values import DocumentRow
from desktop_rag.domain.display import display_text
from desktop_rag.domain.errors import BadPassword
from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.gui.library.chosen import Chosen, chosen_files, chosen_roots
from desktop_rag.gui.library.items import FileItem, RootItem
from desktop_rag.gui.library.root_notes import RootNotes
from desktop_rag.gui.page.password_form import ENTER_PASSWORD, PasswordForm
from desktop_rag.gui.widgets.basics import IconLabel, TextButton, label, plain_tooltip, set_property
from desktop_rag.gui.widgets.flow_row import FlowRow
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import CopyDetails
from desktop_rag.gui.widgets.report import report_head
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording import words
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import translate
from desktop_rag.gui.wording.places import listed

_TITLE_LETTERS = 90
_STATE_LETTERS = 200
_PLACES_LISTED = 20
_TONES = {"danger": "danger", "warning": "warning"}


class DocumentCard(QFrame):
    """Hidden while nothing is chosen. Retry and remove carry a list of paths, `scope_requested` and
    `scope_added` a `Scope`, `rules_requested` and `where_requested` a `RootSummary`, the rest a path;
    `unlock_requested` the password too."""

    retry_requested = Signal(object)
    remove_requested = Signal(object)
    open_requested = Signal(object)
    show_requested = Signal(object)
    scope_requested = Signal(object)
    scope_added = Signal(object)
    unlock_requested = Signal(object, str)
    rules_requested = Signal(object)
    where_requested = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("detail")
        self._chosen: Chosen | None = None
        self._scope = EVERYWHERE
        self._title = label("", "strong", wrap=True)
        self._icon = IconLabel(icons, "check")
        self._state = label("", wrap=True)
        self._reason = label("", wrap=True, selectable=True)
        self._hint = label("", "caption", wrap=True)
        self._detail = ""
        self._copy = CopyDetails(lambda: self._detail, role="inline")
        self._enter = TextButton(ENTER_PASSWORD, "", icons, "lock")
        self.password = PasswordForm(icons)
        self._notes = RootNotes()
        self._retry = TextButton(translate("Library", "Retry"), "", icons, "retry")
        self._show = TextButton(translate("Library", "Show"), "", icons, "page")
        self._show.setToolTip(translate("Library", "Show it in this window"))
        self._open = TextButton(translate("Library", "Open"), "", icons, "external")
        self._ask = TextButton(translate("Library", "Ask only here"), "inline")
        self._ask.setToolTip(translate("Library", "Answer the next questions from this alone"))
        self._ask_too = TextButton(translate("Library", "Ask here too"), "inline")
        self._ask_too.setToolTip(translate("Library", "Answer the next questions from this as well"))
        self._folder = TextButton(translate("Library", "Show in its folder"), "inline")
        self._folder.setToolTip(translate("Library", "Open the folder that the file is in"))
        self._remove = TextButton(translate("Library", "Remove from library"), "inline")
        self._remove.setToolTip(translate("Library", "Nothing on the disk is touched (Delete)"))
        self._retry.clicked.connect(lambda: self._tell(self.retry_requested, lambda it: list(it.retryable)))
        self._remove.clicked.connect(lambda: self._tell(self.remove_requested, lambda it: list(it.paths)))
        self._open.clicked.connect(lambda: self._tell(self.open_requested, lambda it: it.paths[0]))
        self._folder.clicked.connect(lambda: self._tell(self.open_requested, lambda it: it.folder))
        self._show.clicked.connect(lambda: self._tell(self.show_requested, lambda it: it.paths[0]))
        self._ask.clicked.connect(lambda: self._tell(self.scope_requested, lambda it: it.askable))
        self._ask_too.clicked.connect(lambda: self._tell(self.scope_added, lambda it: it.askable))
        self._enter.clicked.connect(self.ask_password)
        self.password.entered.connect(self._on_password)
        self.password.left.connect(self._on_password_left)
        self.password.asking_changed.connect(self._make_way)
        self._notes.rules_requested.connect(self.rules_requested)
        self._notes.where_requested.connect(self.where_requested)
        self._arrange()
        self.hide()

    def show_files(self, items: Sequence[FileItem]) -> None:
        self._show_chosen(chosen_files(items) if items else None)
        if len(items) != 1:
            return
        row = items[0].row
        icon, colour = words.state_icon(row.state)
        self._show_head(display_text(row.title) or items[0].name, icon, colour)
        self._show_text(self._reason, in_words(row.reason))
        self._show_text(self._hint, in_words(row.hint) if row.reason else words.scans_left_words(row))
        if self._detail != (detail := _detail(row)):
            self._detail = detail
            self._copy.begin_again()
        self._open.setToolTip(translate("Library", "Open the file in its own program"))
        self._make_way()

    def show_roots(self, items: Sequence[RootItem]) -> None:
        """Shows folders or files that were added; nothing for "All documents"."""
        chosen = chosen_roots(items)
        self._show_chosen(chosen)
        if chosen is not None and len(items) == 1:
            self._show_head(chosen.name, items[0].icon, "secondary")
            self._open.setToolTip(translate("Library", "Open it outside this window"))

    def show_scope(self, scope: Scope) -> None:
        """Where questions are asked now, to which what is chosen can be added."""
        self._scope = scope
        self._ask_too.setVisible(self._chosen is not None and self._chosen.adds_to(scope))

    def ask_password(self) -> None:
        """For the one file that is chosen, if a password opens it."""
        if self._chosen is not None and self._chosen.locked:
            self._enter.hide()
            self.password.ask()

    def show_wrong_password(self, path: Path, error: BadPassword) -> bool:
        """Says so where it was entered, if that is still in view; whether it is."""
        here = self._chosen is not None and path in self._chosen.paths and self.password.opening
        if here:
            self.password.show_wrong(error)
        return here

    def _on_password(self, password: str) -> None:
        self._tell(self.unlock_requested, lambda it: it.paths[0], password)

    def _on_password_left(self) -> None:
        self._enter.show()
        self._enter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_locked(self, chosen: Chosen | None) -> None:
        """What is being typed stays while it is about the same file, whose listing may come anew."""
        same = bool(self._chosen and chosen and self._chosen.paths == chosen.paths)
        locked = bool(chosen and chosen.locked)
        stays = same and not self.password.isHidden() and (locked or self.password.opening)
        if not stays:
            self.password.close_form()
        self._enter.setVisible(locked and not stays)

    def _make_way(self) -> None:
        """While the password is asked for, that alone says what is wrong and what to do, and has "Open"."""
        alone = not self.password.isHidden()
        for each in (self._reason, self._hint):
            each.setVisible(bool(each.text()) and not alone)
        self._copy.setVisible(bool(self._reason.text()) and not alone)
        self._open.setVisible(self._chosen is not None and len(self._chosen.paths) == 1 and not alone)

    def _show_chosen(self, chosen: Chosen | None) -> None:
        """What is the same for one and for several."""
        self._show_locked(chosen)
        self._chosen = chosen
        self.setVisible(chosen is not None)
        if chosen is None:
            return
        self._show_head(chosen.name, "library", "secondary")
        self._state.setText(words.middle_elided(chosen.state, _STATE_LETTERS))
        self._show_text(self._reason, "")
        self._show_text(self._hint, "")
        self._copy.hide()
        self._notes.show_root(chosen.root, chosen.trouble)
        self._ask.setText(chosen.ask)
        self._ask.setVisible(bool(chosen.askable))
        self._ask_too.setText(chosen.ask_too)
        self._ask_too.setVisible(chosen.adds_to(self._scope))
        self._retry.setText(chosen.retry)
        self._retry.setVisible(bool(chosen.retryable))
        self._open.setVisible(len(chosen.paths) == 1)
        self._show.setVisible(chosen.shown)
        self._folder.setVisible(chosen.folder is not None)

    def _show_head(self, name: str, icon: str, colour: str) -> None:
        self._title.setText(words.middle_elided(name, _TITLE_LETTERS))
        places = self._chosen.paths if self._chosen else ()
        self._title.setToolTip("".join(plain_tooltip(line) for line in listed(places, _PLACES_LISTED)))
        self._icon.set_icon(icon, colour)
        set_property(self._state, "tone", _TONES.get(colour, ""))

    def _tell(self, signal: SignalInstance, of: Callable[[Chosen], object], *more: object) -> None:
        if self._chosen is not None:
            signal.emit(of(self._chosen), *more)

    @staticmethod
    def _show_text(target: QLabel, text: str) -> None:
        target.setText(text)
        target.setVisible(bool(text))

    def _arrange(self) -> None:
        state = QHBoxLayout()
        state.setSpacing(Space.S)
        state.addWidget(self._icon)
        state.addWidget(self._state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(self._title)
        column.addLayout(state)
        column.addWidget(self._reason)
        column.addWidget(self._hint)
        column.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._enter, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.password)
        column.addWidget(self._notes)
        column.addSpacing(Space.XS)
        column.addWidget(FlowRow(self._show, self._retry, self._open))
        column.addWidget(self._notes.links)
        for link in (self._ask, self._ask_too, self._folder, self._remove):
            footer = QHBoxLayout()
            footer.addWidget(link)
            footer.addStretch(1)
            column.addLayout(footer)


def _detail(row: DocumentRow) -> str:
    """Why a file could not be used, to be copied; without its name, which says nothing about that."""
    kind = row.format.value if row.format else "unknown"
    return f"{row.state.value} ({row.kind}), format {kind}\n{row.reason}\n{row.hint}\n\n{report_head()}\n"
