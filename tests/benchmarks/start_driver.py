"""Starts the window as the program does and types a question at once: `start_driver.py LIBRARY QUESTION`.

Prints, as JSON, the monotonic times at which the window was usable, the question stood in its box and the
answer stood on screen, and which modules were loaded when the window was usable. Then it closes the window.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_rag import __main__ as program
from desktop_rag.domain.conversation import Turn
from desktop_rag.gui import application
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.start_times import StartTimes


class Walk(QObject):
    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question
        self.seen: dict[str, object] = {}

    def begin(self) -> None:
        self.seen["usable"] = time.monotonic()
        self.seen["modules"] = sorted({name.split(".")[0] for name in sys.modules} | set(sys.modules))
        self._window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        QTest.keyClick(self._window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        for letter in self._question:
            QTest.keyClick(QApplication.focusWidget(), letter)
        box = self._window.conversation.box
        assert box.edit.toPlainText() == self._question
        self.seen["typed"] = time.monotonic()
        self._window.asking.answered.connect(self._on_answered)
        QTest.keyClick(box.edit, Qt.Key.Key_Return)

    def _on_answered(self, _view: TurnView, turn: Turn) -> None:
        self.seen["state"] = turn.answer.state if turn.answer else turn.reason
        QTimer.singleShot(0, self, self._end)

    def _end(self) -> None:
        self._window.grab()
        self.seen["answered"] = time.monotonic()
        self._window.close()


def main(library: Path, question: str) -> int:
    walk = Walk(question)

    class Heard(StartTimes):
        def __init__(self) -> None:
            super().__init__()
            self.usable.connect(walk.begin)

    application.StartTimes = Heard  # type: ignore[misc] # the one place where a start can be listened to
    sys.argv[1:] = ["--library", str(library)]
    code = program.main()
    print(json.dumps(walk.seen))
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
