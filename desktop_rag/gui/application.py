"""Starts the window: Qt's set-up, the library, the last net for bugs, a clean end. GUI thread."""

import gc
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import Lane
from desktop_rag.app.place import settled
from desktop_rag.domain.errors import DesktopRagError
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.frame.window_state import WindowState
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.restarting import start_again_if_wanted
from desktop_rag.gui.start_times import StartTimes
from desktop_rag.gui.widgets.dialogs import ErrorDialog
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Theme
from desktop_rag.gui.wording.language import install_language
from desktop_rag.runtime import RuntimePaths, assets_dir, start_logging

logger = logging.getLogger(__name__)


class BugReporter(QObject):
    """Shows an exception nobody handled as one dialog, from whichever thread it came; never two at once."""

    _raised = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.dialog: ErrorDialog | None = None
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        logger.critical("unhandled exception", exc_info=(kind, error, trace))
        if isinstance(error, Exception):
            self._raised.emit(error)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if isinstance(arguments.exc_value, Exception):
            self._on_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _show(self, error: Exception) -> None:
        if self.dialog is None:
            self.dialog = ErrorDialog(error, QApplication.activeWindow())
            self.dialog.finished.connect(self._on_closed)
            self.dialog.open()

    def _on_closed(self) -> None:
        self.dialog = None


def open_window(context: AppContext, paths: RuntimePaths) -> MainWindow:
    """Builds the window on `context`, with the look it had last time. Not shown yet."""
    state = WindowState(paths.library)
    theme = Theme(state.look(), QApplication.instance())
    icons = Icons(assets_dir() / "icons", theme)
    QApplication.setWindowIcon(icons.app_icon())
    window = MainWindow(context, theme, icons, state)
    theme.setParent(window)
    return window


def run_window(paths: RuntimePaths) -> int:
    """Shows the window until it is closed; returns the exit code."""
    times = StartTimes()
    times.mark("loaded")
    app = _application()
    not_moved: list[DesktopRagError] = []
    try:
        paths = settled(paths, not_moved.append)
    except DesktopRagError as error:
        _speak(app, paths.usual or paths.library)
        return _cannot_open(error, paths.library)
    _speak(app, paths.library)
    times.mark("Qt")
    reporter = BugReporter()
    reporter.install()
    try:
        context = AppContext.open(paths)
    except DesktopRagError as error:
        return _cannot_open(error, paths.library)
    start_logging(paths.logs)
    times.mark("library")
    try:
        window = open_window(context, paths)
        times.mark("window")
        times.watch(window, lambda: window.library.listing is not None)
        times.painted.connect(lambda: _prepare(context, window))
        for failure in not_moved:
            window.conversation.notices.say_error(failure)
        window.show()
        gc.freeze()
        gc.enable()
        code = app.exec()
    finally:
        # The window is off the screen by now, so nobody sees the wait for the children to end.
        context.close()
        reporter.remove()
    start_again_if_wanted()
    return code


def _prepare(context: AppContext, window: MainWindow) -> None:
    """Starts the children once the window is there. What fails here is told when it is needed."""
    asking = Channel(context.jobs, Lane.ASK, latest_only=False, parent=window)
    asking.start(lambda _job: context.retrieve.prepare())
    drawing = Channel(context.jobs, Lane.SOURCE, latest_only=False, parent=window)
    drawing.start(lambda _job: context.source.prepare())


def _application() -> QApplication:
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Desktop RAG")
    app.setApplicationDisplayName("Desktop RAG")
    app.setDesktopFileName("desktop-rag")
    return app


def _speak(app: QApplication, library: Path) -> None:
    """As was chosen for this library. What Qt's own file dialogs remember is kept there too, as all else."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(library))
    install_language(app, WindowState(library).look().language)


def _cannot_open(
    error: DesktopRagError, place: Path, run: Callable[[ErrorDialog], object] = ErrorDialog.exec
) -> int:
    logger.error("the library cannot be opened: %s", error.detail or error)
    theme = Theme()
    run(ErrorDialog(error, place=place))
    theme.deleteLater()
    return error.exit_code
