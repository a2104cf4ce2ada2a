"""Asks a question again: as answers are made now, or once in another way, which a menu offers. GUI thread.

The view lane looks at the models on the shelf.
"""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import Lane
from desktop_rag.app.shelf_values import ShelfRow
from desktop_rag.domain.scopes import Scope
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.asking.again_ways import AgainWay, again_ways
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.asking.model_controller import ModelController
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.wording.language import translate


class AgainHandling(QObject):
    """`asked(question, scope, asked, AnswerSetup | None)`; None for how answers are made anyway.

    `models_requested` for the page about models.
    """

    asked = Signal(str, object, str, object)
    models_requested = Signal()

    def __init__(self, context: AppContext, panel: ConversationPanel, models: ModelController) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._models = models
        self._waiting: tuple[TurnView, QWidget] | None = None
        self._menu: QMenu | None = None
        self._rows = Channel(context.jobs, Lane.VIEW, latest_only=True, parent=self)
        self._rows.succeeded.connect(lambda _id, rows: self._on_rows(rows))
        self._rows.failed.connect(lambda _id, _error: self._on_rows(()))
        panel.ways_requested.connect(self._on_ways)
        panel.kept_requested.connect(self._on_kept)

    def ask_last(self) -> None:
        """Asks the last question again, as answers are made now."""
        if self._panel.turns:
            last = self._panel.turns[-1]
            self.asked.emit(last.question, last.scope, _stand_alone(last), None)

    def stop(self) -> None:
        self._rows.cancel()

    def _on_ways(self, turn: TurnView, at: QWidget) -> None:
        self._waiting = (turn, at)
        shelf = self._context.shelf
        self._rows.start(lambda _job: shelf.rows(ShelfKind.MODEL))

    def _on_rows(self, rows: tuple[ShelfRow, ...]) -> None:
        if self._waiting is None or self._waiting[0] not in self._panel.turns:
            return
        (turn, at), self._waiting = self._waiting, None
        menu = self._make_menu(turn, rows, at)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(_over(at, menu))

    def _make_menu(self, turn: TurnView, rows: tuple[ShelfRow, ...], at: QWidget) -> QMenu:
        ways, menu = again_ways(turn.answer, self._models.setup, rows), QMenu(at)
        menu.setAccessibleName(translate("Asking", "Ask again"))
        if ways.same:
            said = translate("Asking", "The same way: {way}").format(way=ways.same.words)
            self._add(menu, turn, ways.same, said)
        if ways.modes:
            menu.addSection(translate("Asking", "Another way"))
        for way in ways.modes:
            self._add(menu, turn, way, way.words)
        menu.addSection(translate("Asking", "Another model, for this question"))
        for way in ways.models:
            self._add(menu, turn, way, way.words)
        menu.addAction(translate("Asking", "Models…"), self.models_requested.emit)
        return menu

    def _add(self, menu: QMenu, turn: TurnView, way: AgainWay, words: str) -> None:
        action = menu.addAction(words.replace("&", "&&"))
        action.setEnabled(way.setup is not None)
        setup = None if way.is_set else way.setup
        action.triggered.connect(lambda: self._ask(turn.question, turn.scope, _stand_alone(turn), setup))

    def _ask(self, question: str, scope: Scope, asked: str, setup: AnswerSetup | None) -> None:
        self.asked.emit(question, scope, asked, setup)

    def _on_kept(self, setup: AnswerSetup) -> None:
        """What was used once is how answers are made from now on."""
        if setup.facts is not None and setup.model != self._models.setup.model and setup.uses_model:
            self._models.take(setup.facts, setup.model.context_tokens if setup.model else None)
        self._models.choose_mode(setup.mode)


def _stand_alone(turn: TurnView) -> str:
    """What was looked up for it: asked again later, it follows other questions than it did."""
    if turn.answer is None:
        return ""
    return turn.answer.asked or turn.question


def _over(at: QWidget, menu: QMenu) -> QPoint:
    """So that the menu stands right over its button, which is mostly at the foot."""
    return at.mapToGlobal(QPoint(0, -menu.sizeHint().height()))
