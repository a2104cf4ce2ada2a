"""The main states of the real window, one function each, for looking at it. GUI thread.

The library is a real one, made by `make_library`; what only models and children say is put into the window's
hands as values. A scene is set up in a window that is at rest, and `Stage.clear` brings it back to that.
"""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Phase, Progress
from desktop_rag.app.shelf_values import LanguageAdvice, Permission, SwitchCost
from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.app.whereabouts import Whereabouts
from desktop_rag.domain.answers import Support
from desktop_rag.domain.errors import DiskFull, NotThere, WorkerCrashed
from desktop_rag.domain.language_model import ModelState, ModelStatus
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.frame.side_panel import Tab
from desktop_rag.gui.library.rules_dialog import RulesDialog
from desktop_rag.gui.library.where_dialog import WhereDialog
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.models.download_state import Download
from desktop_rag.gui.models.download_state import Stage as Step
from desktop_rag.gui.models.embedder_state import Switch, SwitchStage
from desktop_rag.gui.models.shelf_rows import ShelfState
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.widgets.dialogs import ErrorDialog
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.runtime import RuntimePaths
from tests.gui.models_samples import (
    adapter,
    bundled_row,
    embedder_row,
    model,
    offer,
    offer_row,
    plan,
    shelf_row,
)
from tests.gui.samples import hit, not_found, root, sentence, written
from tests.gui.test_answer_setup import with_adapter
from tests.pdfs import encrypt_pdf, lines, write_pdf

QUESTION = "How many days of annual leave does an employee have who works only three days of the week?"
LONG_NAME = "Minutes of the extraordinary meeting of the board of 12 March 2025, second draft (signed).md"


def make_library(folder: Path) -> None:
    """A library in `folder`/library of a few documents in `folder`/Handbook, one broken and one locked."""
    documents = folder / "Handbook"
    (documents / "Minutes").mkdir(parents=True)
    leave = "# Leave\n\nEvery employee has twenty-eight days of annual leave a year.\n"
    (documents / "leave.md").write_text(leave, "utf-8")
    (documents / "Minutes" / LONG_NAME).write_text("# Minutes\n\nThe board met at nine.\n", "utf-8")
    (documents / "travel.txt").write_text("Travel expenses are paid back within ten days.\n", "utf-8")
    (documents / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    lease = lines("The rent is 940 euros a month.", "Heating is paid by the tenant.")
    write_pdf(documents / "lease.pdf", [lease, lease])
    encrypt_pdf(write_pdf(documents / "locked.pdf", [lease]), user="open sesame")
    context = AppContext.open(RuntimePaths.at(folder / "library"))
    try:
        context.ingest.add([documents], JobContext())
    finally:
        context.close()


class Stage:
    """One window, and `icons` for what is shown beside it."""

    def __init__(self, window: MainWindow, icons: Icons, handbook: Path) -> None:
        self.window = window
        self.icons = icons
        self.handbook = handbook
        self._dialogs: list[QDialog] = []
        self._loop = QEventLoop()
        # Not QTimer.singleShot: the timers that it makes and deletes, in their hundreds, once in a dozen runs
        # ended PySide 6.11 with a segmentation fault.
        self._timer = QTimer(self._loop)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._loop.quit)

    def settle(self) -> None:
        """Lets layouts and animations come to an end: twice in a row everything is where it was."""
        end, before, now = time.monotonic() + 3, "", self._places()
        while (now != before or self._is_moving()) and time.monotonic() < end:
            self.wait(15)
            before, now = now, self._places()

    def _places(self) -> str:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        shown = [each for window in self.in_sight() for each in window.findChildren(QWidget)]
        return "".join(str(each.geometry().getRect()) for each in shown if each.isVisible())

    def _is_moving(self) -> bool:
        running = QAbstractAnimation.State.Running
        return any(each.state() == running for each in self.window.findChildren(QAbstractAnimation))

    def wait(self, milliseconds: int) -> None:
        self._timer.start(milliseconds)
        self._loop.exec()

    def wait_for(self, condition: Callable[[], bool], timeout_s: float = 20) -> None:
        """Raises `TimeoutError` if `condition` does not come true."""
        end = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")
            self.wait(10)

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for each in modifiers:
            held |= each
        QTest.keyClick(self.window, key, held)

    def show_dialog(self, dialog: QDialog) -> None:
        self._dialogs.append(dialog)
        dialog.open()

    def in_sight(self) -> list[QWidget]:
        """The window, and the dialogs and menus over it."""
        return [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.width() > 1]

    def clear(self) -> None:
        for each in self.in_sight():
            if each is not self.window:
                each.close()
        self._dialogs.clear()
        window = self.window
        window.activateWindow()  # as a system does, once a dialog has closed
        self.wait_for(window.isActiveWindow)
        if window.tours.tour.showing:
            window.tours.tour.skip()
        window.places.close()
        window.adding.dropping.leave()
        window.conversations.begin_new()
        window.conversation.box.set_scope(())
        window.conversation.notices.clear()
        window.shelf.downloads.strip.show_work("")
        window.panes.close_source()
        window.side.show_tab(Tab.DOCUMENTS)
        window.library_panel.filter.clear()
        window.library_panel.root_list.choose_rows([0])
        window.library_panel.file_list.choose_rows([])
        window.library_panel.progress.show_rest(0, interrupted=False)
        self.settle()


# The scenes.


def at_rest(_stage: Stage) -> None:
    """The first run on an empty library, the empty conversation on any other."""


def tour(stage: Stage) -> None:
    stage.window.tours.begin_again()


def indexing(stage: Stage) -> None:
    strip = stage.window.library_panel.progress
    strip.begin()
    strip.show_progress(Progress(Phase.READING, 132, 460, LONG_NAME, 2.4, 3 * 60.0))


def problems(stage: Stage) -> None:
    stage.window.library_panel.show_problems()


def answer(stage: Stage) -> None:
    turn = stage.window.conversation.begin_turn(QUESTION, (stage.handbook,))
    told = written(
        sentence("Every employee has twenty-eight days of annual leave a year.", 1),
        sentence("Whoever works three days a week has seventeen.", 2, support=Support.UNSUPPORTED,
                 doubt="“seventeen” does not occur in the cited passage."),
        sentence("Leave is taken in whole days.", support=Support.UNCITED),
    )  # fmt: skip
    turn.show_answer(told)


def writing(stage: Stage) -> None:
    turn = stage.window.conversation.begin_turn(QUESTION, ())
    turn.show_update(AnswerUpdate(AnswerPhase.READING, hits=(hit(0, 40),), share=0.4))
    turn = stage.window.conversation.begin_turn("And the year after?", ())
    turn.show_update(AnswerUpdate(AnswerPhase.WRITING, hits=(hit(0, 40),), text="Every employee has [1]"))
    stage.window.conversation.box.set_busy(True)


def nothing_found(stage: Stage) -> None:
    stage.window.conversation.box.set_busy(False)
    stage.window.conversation.begin_turn(QUESTION, ()).show_answer(not_found(hit(0, 40), hit(50, 90)))


def failures(stage: Stage) -> None:
    stage.window.conversation.begin_turn(QUESTION, ()).show_error(WorkerCrashed())
    stage.window.conversation.begin_turn("And the year after?", ()).show_stopped()
    reason, hint = "There is no file tiny.gguf.", "Reconnect the drive."
    failed = ModelStatus(ModelState.FAILED, reason=reason, hint=hint, detail="ModelMissing")
    stage.window.conversation.box.show_setup(with_adapter(), failed)
    stage.window.conversation.notices.say_error(DiskFull())


def source(stage: Stage) -> None:
    stage.window.conversation.box.show_setup(with_adapter(), ModelStatus(ModelState.READY))
    answer(stage)
    stage.window.open_source(SourceRef(stage.handbook / "leave.md", 1, ((10, 40),)))
    stage.wait_for(lambda: stage.window.source_panel.shown is not None)


def conversations(stage: Stage) -> None:
    stage.window.side.show_tab(Tab.CONVERSATIONS)


def answer_menu(stage: Stage) -> None:
    stage.press(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)


def settings(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    stage.wait(100)


def help_page(stage: Stage) -> None:
    stage.press(Qt.Key.Key_F1)
    stage.wait(100)


def shortcuts(stage: Stage) -> None:
    stage.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)


def answer_models(stage: Stage) -> None:
    shelf = stage.window.shelf
    shelf.open(ShelfKind.MODEL)
    stage.wait_for(lambda: shelf.models.listing is not None)
    section = shelf.page.sections[ShelfKind.MODEL]
    gone = shelf_row(2, model("Gone"), problem="The file is not there now.", hint="Reconnect the drive.")
    section.shelf.show_rows([ShelfState(shelf_row(), True), ShelfState(gone, False)])
    steps = {offer(str(each)): each for each in (Step.ASKING, Step.RUNNING, Step.PAUSED, Step.FAILED)}
    offers = [*steps, offer("Free")]
    section.show_offers([offer_row(each) for each in offers], {}, Permission(True), first=True)
    section.offers.show_downloads(
        {each.url: Download(plan(each), step, error=NotThere()) for each, step in steps.items()}
    )
    section.show_adding(Progress(Phase.LOOKING, 1, 3, "tiny.gguf"))


def adapters(stage: Stage) -> None:
    shelf = stage.window.shelf
    shelf.open(ShelfKind.ADAPTER)
    stage.wait_for(lambda: shelf.models.listing is not None)
    shelf.page.sections[ShelfKind.ADAPTER].shelf.show_rows([ShelfState(shelf_row(3, adapter()), False)])


def search_models(stage: Stage) -> None:
    shelf = stage.window.shelf
    shelf.open(ShelfKind.EMBEDDER)
    stage.wait_for(lambda: shelf.models.listing is not None and not shelf.models._advise.busy)
    section, other = shelf.page.sections[ShelfKind.EMBEDDER], embedder_row()
    asking = Switch(other.choice, SwitchStage.ASKING, SwitchCost(9, 9, 60, 1))
    section.embedders.show_rows((bundled_row(), other), {}, asking)
    section.advice.show_advice(LanguageAdvice("German", 0.8, offer("e5", ShelfKind.EMBEDDER), None))


def error_dialog(stage: Stage) -> None:
    stage.show_dialog(ErrorDialog(DiskFull(detail="ENOSPC"), stage.window))


def folder_rules(stage: Stage) -> None:
    stage.show_dialog(RulesDialog(stage.icons, root(stage.handbook, []), stage.window))


def moved_files(stage: Stage) -> None:
    dialog = WhereDialog(stage.icons, root(stage.handbook, [], available=False), stage.window)
    dialog.show_guesses((Whereabouts(stage.handbook, 1.0),))
    stage.show_dialog(dialog)


Scene = Callable[[Stage], None]

EMPTY_SCENES: tuple[Scene, ...] = (at_rest, tour)
SCENES: tuple[Scene, ...] = (
    at_rest, tour, indexing, problems, answer, writing, nothing_found, failures, source, conversations,
    answer_menu, settings, help_page, shortcuts, answer_models, adapters, search_models, error_dialog,
    folder_rules, moved_files,
)  # fmt: skip
