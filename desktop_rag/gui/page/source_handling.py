"""The source beside or over the conversation: opening, following, going through an answer's. GUI thread."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from desktop_rag.app.context import AppContext
from desktop_rag.gui.answers.source_list import shortened
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.frame.panes import Panes
from desktop_rag.gui.page.find_handling import FindHandling
from desktop_rag.gui.page.opening_handling import OpeningHandling
from desktop_rag.gui.page.source_controller import SourceController
from desktop_rag.gui.page.source_panel import SourcePanel
from desktop_rag.gui.page.source_ref import SourceEntry, SourceRef, among

ASKED_LETTERS = 600


class SourceHandling(QObject):
    """Serves one set of panes."""

    def __init__(self, context: AppContext, panes: Panes, panel: SourcePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._panes = panes
        self._panel = panel
        self._conversation: ConversationPanel = panes.conversation
        self.controller = SourceController(context, panel, self)
        self.finding = FindHandling(context, panel, self.controller)
        self.opening = OpeningHandling(context, panel, self)
        self._conversation.source_chosen.connect(self._on_chosen)
        self._conversation.source_glanced.connect(self._on_glanced)
        self._conversation.passages_lit.connect(self._on_passages_lit)
        panel.close_requested.connect(self.close_and_go_on)
        panel.source_requested.connect(self.step)
        panel.ask_requested.connect(self._on_ask)
        panel.page_shown.connect(self._on_page_shown)
        self._pointed_at: frozenset[int] = frozenset()

    @property
    def covering(self) -> bool:
        """Whether a source lies over the conversation."""
        return self._panes.source_open and self._panes.source_over

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is somewhere in the source."""
        focused = QApplication.focusWidget()
        return self._panes.source_open and focused is not None and self._panel.isAncestorOf(focused)

    def open(self, ref: SourceRef) -> None:
        """Opens a page that no answer led to."""
        self._conversation.unlight()
        self._open(ref)

    def step(self, step: int) -> None:
        """To the next (1) or the previous (−1) source of the answer whose source is open, or else of the
        last answer there is, also in another document."""
        answered = (each for each in reversed(self._conversation.turns) if _cited(each))
        turn = self._open_turn() or next(answered, None)
        if turn is None:
            return
        cited, opened = _cited(turn), _lit(turn)
        place = cited.index(opened) + step if opened in cited else 0 if step > 0 else len(cited) - 1
        if 0 <= place < len(cited):
            turn.choose(cited[place])

    def find(self, words: str = "") -> None:
        """Has words found on the open page's document."""
        if self._panes.source_open:
            self.finding.open(words)

    def find_next(self, step: int) -> None:
        if self._panes.source_open:
            self.finding.step(step)

    def open_first_of(self, turn: TurnView) -> None:
        """Opens an answer's first source, unless that would cover the answer."""
        if not self._panes.source_over:
            turn.open_first_source()

    def close(self) -> None:
        self.finding.close()
        self.controller.close()
        self._panes.close_source()
        self._conversation.unlight()
        self._colour_chips()

    def close_and_go_on(self) -> None:
        """Closes the source and puts the keyboard back where questions are typed."""
        self.close()
        self._conversation.box.take_focus()

    def uncover(self) -> None:
        """Takes a source that lies over the conversation away."""
        if self.covering:
            self.close()

    def _open(self, ref: SourceRef) -> None:
        self._panes.open_source()
        self._show_place()
        self.controller.open(ref)

    def _on_chosen(self, ref: SourceRef) -> None:
        """One of an answer's: shown with what else that answer cites on the page."""
        turn = self._open_turn()
        entry = _lit(turn) if turn else None
        self._open(among(entry, _cited(turn)) if turn and entry and entry.ref == ref else ref)

    def _on_glanced(self, turn: TurnView, entry: SourceEntry) -> None:
        """The pointer rests on a citation: an open page follows, but nothing is opened or covered.

        The citation that is open already stays where it was scrolled to.
        """
        if self._panes.source_open and not self._panes.source_over and entry != _lit(turn):
            turn.choose(entry)

    def _on_passages_lit(self, turn: TurnView, numbers: frozenset[int]) -> None:
        """A sentence is pointed at or selected: what it cites stands out on the page, if it is there."""
        if turn.sources:
            turn.sources.point_at(numbers)
        if _lit(turn) is not None or not numbers:
            self._pointed_at = numbers
            self._panel.strengthen(numbers)

    def _on_page_shown(self) -> None:
        self._panel.strengthen(self._pointed_at)
        self._colour_chips()

    def _on_ask(self, text: str) -> None:
        """Puts selected words into the question, in quotation marks, with the keyboard behind them."""
        box = self._conversation.box
        before = box.edit.toPlainText()
        gap = "" if not before or before[-1].isspace() else " "
        box.edit.setPlainText(f"{before}{gap}“{shortened(text, ASKED_LETTERS)}” ")
        box.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.uncover()
        box.take_focus()

    def _open_turn(self) -> TurnView | None:
        return next((turn for turn in self._conversation.turns if _lit(turn)), None)

    def _show_place(self) -> None:
        turn = self._open_turn()
        cited = _cited(turn) if turn else []
        opened = _lit(turn) if turn else None
        place = cited.index(opened) + 1 if opened in cited else 0
        self._panel.header.show_place(place, len(cited))

    def _colour_chips(self) -> None:
        """Gives the numbers in the answer the colours that their words have on the page that is shown."""
        shown, opened = self._panel.shown, self._open_turn()
        hues: dict[int, int] = {}
        if shown is not None and opened is not None and self._panes.source_open:
            ref = shown.ref
            pairs = [(ref.number, ref.hue), *((other.number, other.hue) for other in ref.beside)]
            hues = {number: hue for number, hue in pairs if number is not None}
        for turn in self._conversation.turns:
            if turn.text:
                turn.text.show_hues(hues if turn is opened else {})


def _cited(turn: TurnView) -> list[SourceEntry]:
    """What an answer cites, in order."""
    return turn.sources.cited if turn.sources else []


def _lit(turn: TurnView) -> SourceEntry | None:
    """Which of an answer's sources is open."""
    return turn.sources.lit if turn.sources else None
