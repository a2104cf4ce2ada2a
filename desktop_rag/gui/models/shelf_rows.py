"""The files that the person has, one row each: what they are, whether they fit, what to do with them.

GUI thread.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from desktop_rag.app.jobs import Progress
from desktop_rag.app.shelf_values import ShelfRow
from desktop_rag.domain.display import display_text
from desktop_rag.domain.fit import Verdict, advice
from desktop_rag.domain.language_model import AdapterFacts, ModelState, ModelStatus
from desktop_rag.domain.shelf import ShelfItem, ShelfKind
from desktop_rag.gui.asking.model_words import model_state_words, size_words
from desktop_rag.gui.models.rows import ModelRow, RowList, set_line
from desktop_rag.gui.models.words import (
    facts_words,
    fit_words,
    shelf_progress_words,
    shorter_tooltip,
    speed_tooltip,
    speed_words,
    used_words,
)
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import label, plain_tooltip, set_property
from desktop_rag.gui.widgets.flowing import Flowing
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import error_words
from desktop_rag.gui.widgets.row_parts import RowProblem, RowProgress, RowQuestion, Way
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate


class ShelfWish(Enum):
    """What can be wished of a row."""

    USE = auto()
    SHOW = auto()
    CHECK = auto()
    STOP = auto()
    REMOVE = auto()
    DELETE = auto()
    """Asked for the first time; the row asks back."""
    DELETE_NOW = auto()
    COPY = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class ShelfState:
    """A row and all that is known of it besides.

    `status` of the model in use; `unfit` says why an adapter does not go with it. `on` is whether it is used
    for answers at this moment. With `has_twin` another one has the same name: then the file tells them apart.
    """

    row: ShelfRow
    on: bool
    status: ModelStatus | None = None
    unfit: str = ""
    has_twin: bool = False


class ShelfRowView(ModelRow):
    """One file. `chosen(ShelfWish)`; what is only shown, as the question before deleting, it does itself."""

    def __init__(self, icons: Icons, now: Callable[[], datetime]) -> None:
        super().__init__(icons, translate("Models", "Use"))
        self._now = now
        self._item: ShelfItem | None = None
        self.facts = self.add_line()
        self.file = self.add_line()
        self.made_for = self.add_line()
        self.add_fit()
        self.speed = self.add_line()
        self.state = self.add_line()
        self.speed.setToolTip(plain_tooltip(speed_tooltip()))
        self.button.clicked.connect(lambda: self.chosen.emit(ShelfWish.USE))
        self.menu_actions = self.add_menu(
            translate("Models", "More for this file"),
            {
                QT_TRANSLATE_NOOP("Models", "Show in its folder"): ShelfWish.SHOW,
                QT_TRANSLATE_NOOP("Models", "Check the file"): ShelfWish.CHECK,
                QT_TRANSLATE_NOOP("Models", "Remove from the list"): ShelfWish.REMOVE,
                QT_TRANSLATE_NOOP("Models", "Delete the file…"): ShelfWish.DELETE,
            },
        )
        self.chosen.connect(self._on_chosen)
        self._gone = ""
        """The problem that the row shows already."""
        self._sha256 = ""

    def show_state(self, state: ShelfState) -> None:
        row, item = state.row, state.row.item
        self._item = item
        name = display_text(item.name)
        self.name.setText(name)
        self.name.setToolTip(plain_tooltip(str(item.path)))
        set_line(self.facts, facts_words(item.facts))
        self.facts.setToolTip("".join(plain_tooltip(line) for line in _details(item)))
        set_line(self.file, _file_words(item) if state.has_twin else "")
        set_line(self.made_for, _made_for(item, state.unfit))
        set_property(self.made_for, "tone", "warning" if state.unfit else "")
        self.fit.show_fit(None if row.problem else row.fit, _step(row))
        used = used_words(item.last_used_at, self._now())
        set_line(self.speed, " · ".join(part for part in (speed_words(item.speed), used) if part))
        self._show_use(state, name)
        self._show_problem(row)
        if self.more is not None:
            self.more.setAccessibleName(translate("Models", "More for {name}").format(name=name))

    def show_checking(self, progress: Progress | None) -> None:
        """The file is being read from end to end."""
        if not isinstance(self.body.part, RowProgress):
            stop = Way(QT_TRANSLATE_NOOP("Models", "Stop"), ShelfWish.STOP, "inline")
            said = translate("Models", "Check of {name}").format(name=self.name.text())
            self.body.put(RowProgress(self.icons, said, (stop,)))
        part = self.body.part
        if isinstance(part, RowProgress):
            waiting = translate("Models", "Waiting to be checked")
            words = shelf_progress_words(progress) if progress else waiting
            part.show_progress(words, progress.done if progress else 0, progress.total if progress else 0)

    def show_checked(self, sha256: str) -> None:
        """What came of it: the checksum, short, to be compared or copied."""
        self._sha256 = sha256
        short = f"{sha256[:8]}…{sha256[-8:]}"
        said = translate(
            "Models", "The file can be read from end to end. Its checksum (SHA-256) is {sum}."
        ).format(sum=short)
        ways = (
            Way(QT_TRANSLATE_NOOP("Models", "Copy the checksum"), ShelfWish.COPY, "inline", "copy"),
            Way(QT_TRANSLATE_NOOP("Models", "Close"), ShelfWish.CLOSE, "inline"),
        )
        self._put_said(RowQuestion(self.icons, (said,), ways), said)

    def show_failure(self, error: Exception) -> None:
        reason, hint = error_words(error)
        close = Way(QT_TRANSLATE_NOOP("Models", "Close"), ShelfWish.CLOSE, "inline")
        self._put_said(RowProblem(self.icons, reason, hint, (close,), error=error), f"{reason} {hint}")

    def close_body(self) -> None:
        self._gone = ""
        self.body.put(None)

    def _show_use(self, state: ShelfState, name: str) -> None:
        row, adapter = state.row, isinstance(state.row.item.facts, AdapterFacts)
        why_not = in_words(row.problem) or state.unfit
        shorter = bool(row.shorter_context) and not why_not
        if row.fit is not None and row.fit.verdict is Verdict.NO and not (why_not or shorter):
            why_not = fit_words(row.fit, _step(row))
        said, spoken = _use_words(shorter=shorter, off=adapter and state.on)
        self.button.setText(said)
        self.button.setAccessibleName(spoken.format(name=name))
        self.show_action(shown=adapter or shorter or not state.on, why_not="" if state.on else why_not)
        if shorter:
            self.button.setToolTip(plain_tooltip(shorter_tooltip()))
        self.in_use.show_words(translate("Models", "In use") if state.on and not row.problem else "")
        status = state.status
        loading = status is not None and status.state is ModelState.LOADING
        failed = status is not None and status.state is ModelState.FAILED
        said = model_state_words(status) if status is not None and loading else ""
        if status is not None and failed:
            said = f"{in_words(status.reason)} {in_words(status.hint)}".strip()
        set_line(self.state, said)
        set_property(self.state, "tone", "danger" if failed else "")

    def _show_problem(self, row: ShelfRow) -> None:
        """A file that is gone says so until it is back; other things that are open in the row stay."""
        if row.problem == self._gone or isinstance(self.body.part, RowQuestion):
            return
        self._gone = row.problem
        remove = Way(QT_TRANSLATE_NOOP("Models", "Remove from the list"), ShelfWish.REMOVE, "inline")
        said = in_words(row.problem), in_words(row.hint)
        part = RowProblem(self.icons, *said, (remove,), warning=True) if row.problem else None
        self.body.put(part)

    def _on_chosen(self, wish: ShelfWish) -> None:
        if wish is ShelfWish.DELETE and self._item is not None:
            self._ask_to_delete(self._item)
        elif wish is ShelfWish.COPY:
            QGuiApplication.clipboard().setText(self._sha256)
            self.close_body()
            self.take_focus()
        elif wish is ShelfWish.CLOSE:
            self.close_body()
            self.take_focus()

    def _ask_to_delete(self, item: ShelfItem) -> None:
        asked = translate("Models", "Delete this file from the disk? {path}, {size}.")
        said = (
            asked.format(path=item.path, size=size_words(item.facts.size_bytes)),
            translate(
                "Models", "This cannot be undone. “Remove from the list” would leave the file where it is."
            ),
        )
        delete = Way(QT_TRANSLATE_NOOP("Models", "Delete the file"), ShelfWish.DELETE_NOW, "danger", "remove")
        keep = Way(QT_TRANSLATE_NOOP("Models", "Keep it"), ShelfWish.CLOSE, gentle=True)
        self.body.put(RowQuestion(self.icons, said, (delete, keep), warning=True), take_focus=True)

    def _put_said(self, part: RowQuestion | RowProblem, said: str) -> None:
        self.body.put(part)
        announce(self, said)


class ShelfList(Flowing):
    """The rows of one kind, or a sentence about what would be there. `wished(int, ShelfWish)`."""

    wished = Signal(int, object)

    def __init__(self, icons: Icons, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._icons = icons
        self._now = now
        self._nothing = label("", "secondary", wrap=True)
        self._nothing.hide()
        self.list = RowList[int, ShelfState, ShelfRowView](self._make, ShelfRowView.show_state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._nothing)
        column.addWidget(self.list)

    def show_nothing(self, said: str) -> None:
        """What stands here while there are no rows."""
        self._nothing.setText(said)

    def show_rows(self, states: Sequence[ShelfState]) -> None:
        self._nothing.setVisible(not states)
        self.list.show_values({state.row.item.id: state for state in states})

    def row(self, item_id: int) -> ShelfRowView | None:
        return self.list.rows.get(item_id)

    def _make(self, item_id: int) -> ShelfRowView:
        row = ShelfRowView(self._icons, self._now)
        row.chosen.connect(lambda wish: self.wished.emit(item_id, wish))
        return row


def _use_words(*, shorter: bool, off: bool) -> tuple[str, str]:
    """What the row's button says, and what a screen reader says of it."""
    if off:
        return translate("Models", "Switch off"), translate("Models", "Switch off {name}")
    if shorter:
        return (
            translate("Models", "Use with a shorter context"),
            translate("Models", "Use with a shorter context {name}"),
        )
    return translate("Models", "Use"), translate("Models", "Use {name}")


def _step(row: ShelfRow) -> str:
    """The next best one for a file whose header is known."""
    facts = row.item.facts
    return "" if row.fit is None or isinstance(facts, AdapterFacts) else advice(row.fit, facts)


def _made_for(item: ShelfItem, unfit: str) -> str:
    if item.kind is not ShelfKind.ADAPTER or not isinstance(item.facts, AdapterFacts):
        return ""
    base, kind = display_text(item.facts.base_name), item.facts.architecture
    if base:
        said = translate("Models", "Made for {name}").format(name=base)
    elif kind:
        said = translate("Models", "Made for {kind} models").format(kind=kind)
    else:
        said = translate("Models", "Made for a model it does not name")
    return f"{said}. {unfit}" if unfit else said


def _file_words(item: ShelfItem) -> str:
    path = item.path
    folder = display_text(path.parent.name or str(path.parent))
    said = translate("Models", "{file}, in the folder “{folder}”")
    return said.format(file=display_text(path.name), folder=folder)


def _details(item: ShelfItem) -> list[str]:
    """Where it lies and where it came from."""
    came = translate("Models", "From {source}").format(source=item.source) if item.source else ""
    checked = f"SHA-256 {item.sha256}" if item.sha256 else ""
    return [part for part in (str(item.path), came, checked) if part]
