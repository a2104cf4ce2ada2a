"""The window that pictures are taken of, and the documents in it. GUI thread of screenshots.py."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop_rag.gui.main_window import MainWindow

Themes = tuple[str, ...]
BOTH: Themes = ("light", "dark")


class Studio:
    """One window on one temporary library, and the pictures taken of it, in no other than `themes`."""

    def __init__(self, window: MainWindow, out: Path, themes: Themes = BOTH) -> None:
        self.window = window
        self._out = out
        self._themes = themes

    def wait(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait_for(self, condition: Callable[[], bool], timeout_s: float = 180) -> None:
        """Raises `TimeoutError` if `condition` does not come true."""
        end = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")
            self.wait(50)

    def take(self, name: str, settle_ms: int = 350, themes: Themes = BOTH) -> None:
        for theme in (each for each in themes if each in self._themes):
            if self.window.theme.dark != (theme == "dark"):
                self.window.theme.toggle()
            self.wait(settle_ms)
            self._picture().save(str(self._out / f"{name}-{theme}.png"))

    def take_part(self, name: str, part: QWidget, height: int = 0, around: int = 0) -> None:
        """`part` of the window alone, or a popup, in the theme of now.

        No more than `height` from its top, and what is `around` it, both in pixels of the window.
        """
        self.wait(350)
        window = part.window()
        area = QRect(part.mapTo(window, QPoint()), part.size())
        area.setHeight(min(height or area.height(), area.height()))
        area = area.adjusted(-around, -around, around, around).intersected(window.rect())
        window.grab(area).save(str(self._out / f"{name}.png"))

    def ask(self, question: str) -> None:
        self.window.ask(question)
        self.wait_until_idle()
        self.wait(1200)

    def press(self, words: str) -> None:
        """Presses the button whose text begins with `words`."""
        buttons = self.window.findChildren(QPushButton)
        next(each for each in buttons if each.isVisible() and each.text().startswith(words)).click()

    def wait_until_idle(self) -> None:
        """Nothing is asked, read or loaded any more."""
        self.wait(400)
        window = self.window
        self.wait_for(lambda: not (window.asking.busy or window.library.busy or window.models.loading))

    def _picture(self) -> QPixmap:
        """The window with the popups over it, which are windows of their own."""
        picture = self.window.grab()
        painter = QPainter(picture)
        for each in QApplication.topLevelWidgets():
            if each is not self.window and each.isVisible():
                painter.drawPixmap(self.window.mapFromGlobal(each.pos()), each.grab())
        painter.end()
        return picture


def minutes_item(item: int, month: int) -> str:
    return (
        f"## Item {item}\n\nThe board discussed item {item} of month {month} and agreed to return to it with "
        "figures for each site, in the order in which the sites were opened."
    )


def make_papers(folder: Path) -> None:
    """A folder as people have them: minutes, notes, and a file that cannot be read."""
    folder.mkdir()
    for month in range(1, 13):
        items = "\n\n".join(minutes_item(item, month) for item in range(1, 60))
        (folder / f"Minutes 2025-{month:02}.md").write_text(f"# Minutes, month {month}\n\n{items}\n", "utf-8")
    (folder / "Signed contract.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    (folder / "Opening hours.txt").write_text("The reading room is open from nine to five.\n", "utf-8")
