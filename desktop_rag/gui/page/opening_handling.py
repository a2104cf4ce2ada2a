"""Opening the shown document in its own program, at its page if it can. GUI thread; a lane does it."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.app.opening import OpenPlan, Surroundings, environment_for_others, plan_to_open
from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.library.handling import open_outside
from desktop_rag.gui.page.source_panel import SourcePanel
from desktop_rag.gui.wording.language import number, translate


def opener_words(plan: OpenPlan, page: int) -> str:
    """What pressing the button will do."""
    if plan.at_page:
        words = translate("Page", "Open at page {page} in {program}")
        return words.format(page=number(page), program=plan.program)
    if plan.program:
        words = translate("Page", "Open in {program}, which begins where it likes")
        return words.format(program=plan.program)
    return translate("Page", "Open in its own program")


class OpeningHandling(QObject):
    """Serves one source panel. `around` is the system as it is when asked, if None."""

    def __init__(
        self, context: AppContext, panel: SourcePanel, parent: QObject, around: Surroundings | None = None
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self.around = around
        self._known: tuple[Path, OpenPlan] | None = None
        self._asking = Channel(context.jobs, Lane.VIEW, latest_only=True, parent=self)
        self._asking.succeeded.connect(lambda _id, known: self._on_known(*known))
        self._starting = Channel(context.jobs, Lane.VIEW, latest_only=False, parent=self)
        self._starting.succeeded.connect(lambda _id, left: self._on_started(left))
        panel.page_shown.connect(self._on_page_shown)
        panel.open_requested.connect(self.open)

    def open(self, path: Path) -> None:
        shown = self._panel.shown
        if shown is None or shown.view.format is not DocumentFormat.PDF:
            open_outside(path)
            return
        page, around = shown.view.page.number, self.around

        def work(_job: JobContext) -> Path | None:
            """The path, if the system is to open it instead."""
            place = around or Surroundings.now()
            plan = plan_to_open(path, page, place)
            return None if plan.command and _start(plan, place) else path

        self._starting.start(work)

    def _on_page_shown(self) -> None:
        shown = self._panel.shown
        if shown is None or shown.view.format is not DocumentFormat.PDF:
            self._panel.header.say_opener(opener_words(OpenPlan(), 1))
            return
        path, page, around = shown.view.path, shown.view.page.number, self.around
        if self._known and self._known[0] == path:
            self._say()
            return

        def work(_job: JobContext) -> tuple[Path, OpenPlan]:
            return path, plan_to_open(path, page, around or Surroundings.now())

        self._asking.start(work)

    def _on_known(self, path: Path, plan: OpenPlan) -> None:
        """Asked once a document: which program it is does not depend on the page."""
        self._known = path, plan
        self._say()

    def _say(self) -> None:
        shown = self._panel.shown
        if shown and self._known and self._known[0] == shown.view.path:
            self._panel.header.say_opener(opener_words(self._known[1], shown.view.page.number))

    def _on_started(self, left: Path | None) -> None:
        if left is not None:
            open_outside(left)


def _start(plan: OpenPlan, around: Surroundings) -> bool:
    """Starts the program on its own, so that it stays when this one ends; whether that worked."""
    process = QProcess()
    process.setProgram(plan.command[0])
    process.setArguments(list(plan.command[1:]))
    environment = QProcessEnvironment()
    frozen = bool(getattr(sys, "frozen", False))
    for name, value in environment_for_others(around.environment, frozen=frozen).items():
        environment.insert(name, value)
    process.setProcessEnvironment(environment)
    process.setStandardInputFile(QProcess.nullDevice())
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    started, _pid = process.startDetached()
    return bool(started)
