"""The search models that the person has, and what a change to one of them takes. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop_rag.app.shelf_values import EmbedderRow, LanguageAdvice, SwitchCost
from desktop_rag.domain.display import display_text
from desktop_rag.domain.embedder import EmbedderChoice, EmbedderKind
from desktop_rag.domain.fit import Verdict
from desktop_rag.gui.models.embedder_state import EmbedderWish, Switch, SwitchStage
from desktop_rag.gui.models.rows import ModelRow, RowList, set_line
from desktop_rag.gui.models.shelf_rows import ShelfWish
from desktop_rag.gui.models.words import (
    advice_words,
    cost_words,
    embedder_detail,
    facts_words,
    fit_words,
    language_words,
    switch_words,
)
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import IconLabel, TextButton, label, plain_tooltip
from desktop_rag.gui.widgets.flowing import Flowing
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import error_words
from desktop_rag.gui.widgets.row_parts import RowPart, RowProblem, RowProgress, RowQuestion, Way
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

WEAK = QT_TRANSLATE_NOOP(
    "Models",
    "It gives related and unrelated texts about the same mark, so searching would become worse. "
    "It may be damaged, or made for another purpose.",
)


class EmbedderRowView(ModelRow):
    """One search model. `chosen(EmbedderWish | ShelfWish)`."""

    def __init__(self, icons: Icons, *, removable: bool) -> None:
        super().__init__(icons, translate("Models", "Use"))
        self._shown: object = None
        self.facts = self.add_line()
        self.add_fit()
        self.button.clicked.connect(lambda: self.chosen.emit(EmbedderWish.USE))
        if removable:
            self.add_menu(
                translate("Models", "More for this search model"),
                {
                    QT_TRANSLATE_NOOP("Models", "Show in its folder"): ShelfWish.SHOW,
                    QT_TRANSLATE_NOOP("Models", "Remove from the list"): ShelfWish.REMOVE,
                },
            )

    def show_row(self, row: EmbedderRow, languages: Sequence[str], switch: Switch | None) -> None:
        """`languages` is empty where they are not known. `switch` is a change to this model."""
        name = display_text(row.facts.name) or translate("Models", "Search model")
        self.name.setText(name)
        said = " · ".join(part for part in (language_words(languages), facts_words(row.facts)) if part)
        set_line(self.facts, said)
        self.facts.setToolTip("".join(plain_tooltip(line) for line in embedder_detail(row.facts)))
        bundled = row.facts.kind is EmbedderKind.BUNDLED
        self.fit.show_fit(None if row.problem or bundled or row.in_use else row.fit)
        why_not = in_words(row.problem)
        if not why_not and row.fit is not None and row.fit.verdict is Verdict.NO:
            why_not = fit_words(row.fit)
        self.in_use.show_words(translate("Models", "In use") if row.in_use else "")
        self.button.setAccessibleName(translate("Models", "Use {name}").format(name=name))
        self.show_action(shown=not row.in_use and switch is None, why_not=why_not)
        if self.more is not None:
            self.more.setAccessibleName(translate("Models", "More for {name}").format(name=name))
        self._show_switch(switch, row)

    def _show_switch(self, switch: Switch | None, row: EmbedderRow) -> None:
        kind = (switch.stage, id(switch.error)) if switch else (row.problem or None)
        if kind != self._shown:
            self._shown = kind
            part = self._make(switch) if switch else self._problem(row)
            # From the button that was pressed, and from then on from part to part.
            pressed = switch is not None and switch.stage is SwitchStage.MEASURING
            self.body.put(part, take_focus=pressed)
            if part is not None:
                announce(part, part.accessibleName())
        part = self.body.part
        if switch is not None and isinstance(part, RowProgress):
            _bring_up_to_date(part, switch)

    def _make(self, switch: Switch) -> RowPart:
        match switch.stage:
            case SwitchStage.ASKING if switch.cost is not None:
                return self._question(switch.cost)
            case SwitchStage.FAILED if switch.error is not None:
                reason, hint = error_words(switch.error)
                again = Way(QT_TRANSLATE_NOOP("Models", "Try again"), EmbedderWish.USE, "", "retry")
                return RowProblem(
                    self.icons,
                    reason,
                    hint,
                    (again, Way(QT_TRANSLATE_NOOP("Models", "Close"), EmbedderWish.NOT_NOW, "inline")),
                    error=switch.error,
                )
            case _:
                way = Way(QT_TRANSLATE_NOOP("Models", "Cancel"), EmbedderWish.CANCEL, "inline")
                said = translate("Models", "Change to {name}").format(name=self.name.text())
                return RowProgress(self.icons, said, (way,))

    def _question(self, cost: SwitchCost) -> RowPart:
        words = cost_words(cost)
        weak = not cost.tells_apart
        said = (translate("Models", WEAK), words) if weak else (words,)
        change = Way(QT_TRANSLATE_NOOP("Models", "Change"), EmbedderWish.CHANGE, "" if weak else "primary")
        not_now = Way(QT_TRANSLATE_NOOP("Models", "Not now"), EmbedderWish.NOT_NOW, gentle=weak)
        return RowQuestion(self.icons, said, (change, not_now), warning=weak)

    def _problem(self, row: EmbedderRow) -> RowPart | None:
        ways = (
            (Way(QT_TRANSLATE_NOOP("Models", "Remove from the list"), ShelfWish.REMOVE, "inline"),)
            if row.item
            else ()
        )
        if not row.problem:
            return None
        return RowProblem(self.icons, in_words(row.problem), in_words(row.hint), ways, warning=True)


class EmbedderList(Flowing):
    """`wished(EmbedderRow, EmbedderWish | ShelfWish)`."""

    wished = Signal(object, object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._rows: dict[EmbedderChoice, EmbedderRow] = {}
        self._languages: dict[EmbedderChoice, tuple[str, ...]] = {}
        self._switch: Switch | None = None
        self.list = RowList[EmbedderChoice, EmbedderRow, EmbedderRowView](self._make, self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    def show_rows(
        self,
        rows: Sequence[EmbedderRow],
        languages: dict[EmbedderChoice, tuple[str, ...]],
        switch: Switch | None,
    ) -> None:
        self._languages, self._switch = languages, switch
        self._rows = {row.choice: row for row in rows}
        self.list.show_values(self._rows)

    def row(self, choice: EmbedderChoice) -> EmbedderRowView | None:
        return self.list.rows.get(choice)

    def _make(self, choice: EmbedderChoice) -> EmbedderRowView:
        row = EmbedderRowView(self._icons, removable=self._rows[choice].item is not None)
        row.chosen.connect(lambda wish: self.wished.emit(self._rows[choice], wish))
        return row

    def _show(self, view: EmbedderRowView, row: EmbedderRow) -> None:
        switch = self._switch if self._switch and self._switch.choice == row.choice else None
        view.show_row(row, self._languages.get(row.choice, ()), switch)


class AdviceBanner(QFrame):
    """Says that the documents are in a language that the search model does not know. `wanted`: go on."""

    wanted = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("adviceBanner")
        self._words = label("", wrap=True)
        self.button = TextButton(translate("Models", "Show it"), "link")
        self.button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(IconLabel(icons, "info", "warning"))
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self.hide()

    def show_advice(self, advice: LanguageAdvice | None) -> None:
        self.setVisible(advice is not None)
        if advice is not None:
            self._words.setText(advice_words(advice))
            self.setAccessibleName(self._words.text())
            self.button.setVisible(advice.better is not None or advice.on_shelf is not None)


def _bring_up_to_date(part: RowProgress, switch: Switch) -> None:
    match switch.stage:
        case SwitchStage.MEASURING:
            part.show_progress(translate("Models", "Finding out what the change would take"))
        case SwitchStage.STOPPING:
            part.show_progress(translate("Models", "Stopping. The present search model stays in use."))
        case _:
            progress = switch.progress
            done, total = (progress.done, progress.total) if progress else (0, 0)
            part.show_progress(switch_words(progress), done, total)
