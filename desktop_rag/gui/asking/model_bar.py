"""The line below the question: what is searched, how the answer is made, how the model is. GUI thread.

It shows and asks; `ModelController` does.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop_rag.domain.language_model import ModelState, ModelStatus
from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.asking.model_words import model_state_words, searched_words, way_words
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import (
    ElidedButton,
    IconButton,
    IconLabel,
    TextButton,
    label,
    plain_tooltip,
)
from desktop_rag.gui.widgets.flow_row import FlowRow
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import CopyDetails
from desktop_rag.gui.widgets.report import report_head
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import translate
from desktop_rag.gui.wording.places import listed

PLACES_LISTED = 20


class ModelFailure(QFrame):
    """Why the model cannot answer, two ways on, and the details to copy where nothing else offers them."""

    again_requested = Signal()
    extract_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("modelFailure")
        self._reason = label("", "strong", wrap=True)
        self._hint = label("", wrap=True)
        again = TextButton(translate("Asking", "Try again"), "inline")
        again.clicked.connect(self.again_requested)
        extract = TextButton(translate("Asking", "Answer word for word"), "inline")
        extract.clicked.connect(self.extract_requested)
        self._detail = ""
        self._copy = CopyDetails(lambda: f"{self._detail}\n{report_head()}\n", role="inline")
        buttons = FlowRow(again, extract, self._copy, spacing=Space.L)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._reason)
        text.addWidget(self._hint)
        text.addWidget(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.S, Space.S, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(IconLabel(icons, "error", "danger"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        self.hide()

    def show_failure(self, status: ModelStatus) -> None:
        """Says it once to a screen reader, however often the state is shown again."""
        reason, hint = in_words(status.reason), in_words(status.hint)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        if self._detail != status.detail:
            self._detail = status.detail
            self._copy.begin_again()
        self._copy.setVisible(bool(status.detail))
        if self.isHidden() or reason != self._reason.text():
            self._reason.setText(reason)
            self.setAccessibleName(f"{reason} {hint}".strip())
            announce(self, self.accessibleName())
        self.show()


class ModelBar(FlowRow):
    """`menu_requested`, `cancel_requested` for a model being loaded; `failure` has requests of its own.

    Its parts go on in a second line where the window is narrow: what is searched, and with what, is there to
    read at all times.
    """

    menu_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__(spacing=Space.XS)
        self._scope, self._ready = EVERYWHERE, 0
        self._setup = AnswerSetup()
        self.failure = ModelFailure(icons)
        self.searched = label("", "caption")
        self.button = ElidedButton("bar", icons, "chevron-down")
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.button.clicked.connect(self.menu_requested)
        self.state: QLabel = label("", "caption")
        self._cancel = IconButton(icons, "close", translate("Asking", "Stop loading the model"))
        self._cancel.clicked.connect(self.cancel_requested)
        for part in (IconLabel(icons, "search"), self.searched, self.button, self.state, self._cancel):
            self.add(part)
        self.show_setup(AnswerSetup(), ModelStatus(ModelState.EMPTY))

    @property
    def words(self) -> str:
        """All of it: "Searching all 29 documents · Word for word"."""
        return f"{self.searched.text()} · {way_words(self._setup)}"

    def show_setup(self, setup: AnswerSetup, status: ModelStatus) -> None:
        self._setup = setup
        said = way_words(setup)
        self.button.set_words(said)
        spoken = translate("Asking", "How answers are made: {way}. Press to change it.")
        self.button.setAccessibleName(spoken.format(way=said))
        self.button.setToolTip(plain_tooltip(self.button.accessibleName()))
        loading = status.state is ModelState.LOADING
        self.state.setVisible(loading)
        self.state.setText(model_state_words(status) if loading else "")
        self._cancel.setVisible(loading)
        self._show_searched()
        if setup.uses_model and status.state is ModelState.FAILED:
            self.failure.show_failure(status)
        else:
            self.failure.hide()

    def show_scope(self, scope: Scope) -> None:
        self._scope = scope
        self._show_searched()

    def show_ready(self, documents: int) -> None:
        """So many documents can be searched in all."""
        self._ready = documents
        self._show_searched()

    def _show_searched(self) -> None:
        reads = self._setup.mode.reads_passages
        self.searched.setText(searched_words(self._scope, self._ready, reads=reads))
        places = listed(self._scope, PLACES_LISTED) if reads else ()
        self.searched.setToolTip("".join(plain_tooltip(line) for line in places))
