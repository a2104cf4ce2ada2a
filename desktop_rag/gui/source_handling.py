"""The source beside or over the conversation: opening, following, closing it. GUI thread."""

from PySide6.QtCore import QObject

from desktop_rag.app.context import AppContext
from desktop_rag.gui.conversation_panel import ConversationPanel
from desktop_rag.gui.panes import Panes
from desktop_rag.gui.source_controller import SourceController
from desktop_rag.gui.source_panel import SourcePanel
from desktop_rag.gui.source_ref import SourceEntry, SourceRef
from desktop_rag.gui.turn_view import TurnView


class SourceHandling(QObject):
    """Serves one set of panes."""

    def __init__(self, context: AppContext, panes: Panes, panel: SourcePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._panes = panes
        self._conversation: ConversationPanel = panes.conversation
        self.controller = SourceController(context, panel, self)
        self._conversation.source_chosen.connect(self.open)
        self._conversation.source_glanced.connect(self._on_glanced)
        panel.close_requested.connect(self.close_and_go_on)

    @property
    def covering(self) -> bool:
        """Whether a source lies over the conversation."""
        return self._panes.source_open and self._panes.source_over

    def open(self, ref: SourceRef) -> None:
        self._panes.open_source()
        self.controller.open(ref)

    def open_first_of(self, turn: TurnView) -> None:
        """Opens an answer's first source, unless that would cover the answer."""
        if not self._panes.source_over:
            turn.open_first_source()

    def close(self) -> None:
        self.controller.close()
        self._panes.close_source()
        self._conversation.unlight()

    def close_and_go_on(self) -> None:
        """Closes the source and puts the keyboard back where questions are typed."""
        self.close()
        self._conversation.box.take_focus()

    def uncover(self) -> None:
        """Takes a source that lies over the conversation away."""
        if self.covering:
            self.close()

    def _on_glanced(self, turn: TurnView, entry: SourceEntry) -> None:
        """The pointer rests on a citation: an open page follows, but nothing is opened or covered."""
        if self._panes.source_open and not self._panes.source_over:
            turn.choose(entry)
