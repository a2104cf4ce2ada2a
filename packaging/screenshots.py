"""Takes pictures of the real window in its main states: `python packaging/screenshots.py OUTDIR`.

With `--readme` it writes the README's few into assets/screenshots, small enough to be kept with the code.
Works on a temporary library with the real children; nothing of the person's own is touched. Runs offscreen
unless QT_QPA_PLATFORM says otherwise.
"""

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PIL import Image, ImageColor
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton
from written_scenes import PRACTICE, take_model_and_menu, take_written

from desktop_rag.app.context import AppContext
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.application import open_window
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.theme import DARK, LIGHT
from desktop_rag.runtime import RuntimePaths

SIZE = (1440, 900)
QUESTION = "Does Desktop RAG send my documents over the internet?"
UNKNOWN = "Which moons of Jupiter were discovered by Galileo?"
README_QUESTION = "How do I remove a folder?"
README_FOLDER = Path(__file__).parents[1] / "assets" / "screenshots"
MAX_BYTES = 120_000


class Studio:
    """One window on one temporary library, and the pictures taken of it."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        self.window = window
        self._out = out

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

    def take(self, name: str, settle_ms: int = 350, themes: tuple[str, ...] = ("light", "dark")) -> None:
        for theme in themes:
            if self.window.theme.dark != (theme == "dark"):
                self.window.theme.toggle()
            self.wait(settle_ms)
            self._picture().save(str(self._out / f"{name}-{theme}.png"))

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


def take_all(studio: Studio, samples: Path, papers: Path) -> None:
    window = studio.window
    studio.wait_for(lambda: window.library.listing is not None)
    studio.take("1-welcome")
    window.add_paths([samples, papers])
    studio.wait_for(lambda: bool(window.library.listing and window.library.listing.ready > 2))
    studio.take("2-indexing", 120)
    studio.wait_for(lambda: not window.library.busy)
    studio.wait(1200)
    studio.take("3-ready")
    window.conversation.notices.clear()
    window.conversation.box.set_scope((samples / "Desktop RAG guide.pdf",))
    studio.ask(QUESTION)
    studio.take("4-answer-pdf")
    window.conversation.box.set_scope((samples / "08-privacy.md",))
    studio.ask(QUESTION)
    studio.take("5-answer-text")
    window.conversation.box.set_scope(())
    window.panes.close_source()
    studio.ask(UNKNOWN)
    studio.take("6-not-found")
    window.library_panel.show_problems()
    studio.take("7-failed-file")
    wide = window.panes.splitter.sizes()
    window.resize(900, 800)
    window.conversation.turns[0].open_first_source()
    studio.wait(900)
    studio.take("8-narrow")
    window.resize(*SIZE)
    window.panes.splitter.setSizes(wide)
    models = papers.parent / "Written"
    models.mkdir()
    take_written(studio, models)
    take_models_page(studio, "9-models", ("light", "dark"))


def take_readme(studio: Studio, samples: Path, papers: Path) -> None:
    window = studio.window
    studio.wait_for(lambda: window.library.listing is not None)
    studio.take("welcome", themes=("light",))
    window.add_paths([samples])
    studio.wait_for(lambda: not window.library.busy)
    studio.wait(600)
    window.conversation.notices.clear()
    before = window.library.listing.ready
    window.add_paths([papers])
    studio.wait_for(lambda: bool(window.library.listing and window.library.listing.ready > before))
    studio.take("indexing", 120, themes=("light",))
    studio.wait_for(lambda: not window.library.busy)
    studio.wait(1200)
    window.conversation.notices.clear()
    window.conversation.box.set_scope((samples / "Desktop RAG guide.pdf",))
    studio.ask(README_QUESTION)
    studio.wait_for(lambda: bool(window.source_panel.shown and window.source_panel.shown.image))
    studio.take("answer")
    window.conversation.box.set_scope(())
    window.library_panel.show_problems()
    studio.take("problem", themes=("light",))
    if (PRACTICE / "model.gguf").exists():
        studio.press("Show only problems")
        window.library_panel.file_list.choose_rows([])
        written = papers.parent / "Written"
        written.mkdir()
        take_model_and_menu(studio, written, ("", "model"), ("light",))
        take_models_page(studio, "models", ("light",))
    for picture in README_FOLDER.glob("*.png"):
        shrink(picture)


def take_models_page(studio: Studio, name: str, themes: tuple[str, ...]) -> None:
    """What there is and what can be had; the memory it tells is that of the machine it is taken on."""
    page = studio.window.shelf
    page.open(ShelfKind.MODEL)
    studio.wait_for(lambda: page.models.listing is not None)
    studio.wait(900)
    studio.take(name, themes=themes)
    page.place.close()


def shrink(picture: Path) -> None:
    """Reduces a picture to a palette, of fewer colours until it is small enough to keep."""
    with Image.open(picture) as opened:
        whole = opened.convert("RGB")
    for colours in (256, 192, 128, 96):
        reduced(whole, colours).save(picture, optimize=True)
        if picture.stat().st_size < MAX_BYTES:
            return


def reduced(picture: Image.Image, colours: int) -> Image.Image:
    """`picture` in the themes' own colours and the commonest, so that flat areas and rare reds stay true.

    Pillow's own `quantize` looks colours up in coarse cells and tints what is white.
    """
    flat = picture.tobytes()
    pixels = list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))
    themes = (value for theme in (LIGHT, DARK) for value in asdict(theme).values() if isinstance(value, str))
    common = (colour for colour, _count in Counter(pixels).most_common())
    kept = list(dict.fromkeys([*(ImageColor.getrgb(value)[:3] for value in themes), *common]))[:colours]
    nearest = {
        colour: min(range(len(kept)), key=lambda n: distance(kept[n], colour)) for colour in set(pixels)
    }
    result = Image.frombytes("P", picture.size, bytes(nearest[pixel] for pixel in pixels))
    result.putpalette([part for colour in kept for part in colour])
    return result


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def screen_options() -> list[str]:
    """Gives the screen that is not there the size of a laptop's: popups stay within it."""
    if os.environ["QT_QPA_PLATFORM"] != "offscreen":
        return []
    width, height = SIZE
    screen = {"name": "laptop", "x": 0, "y": 0, "width": width, "height": height + 60, "dpr": 1}
    sizes = {"logicalDpi": 96, "logicalBaseDpi": 96}
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump({"screens": [{**screen, **sizes}]}, file)
    return ["-platform", f"offscreen:configfile={file.name}"]


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python packaging/screenshots.py OUTDIR | --readme", file=sys.stderr)
        return 2
    readme = arguments[0] == "--readme"
    out = README_FOLDER if readme else Path(arguments[0])
    take_wanted = take_readme if readme else take_all
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication([*sys.argv[:1], *screen_options()])
    with tempfile.TemporaryDirectory() as folder:
        paths = RuntimePaths.at(Path(folder) / "library")
        papers = Path(folder) / "Board papers"
        make_papers(papers)
        context = AppContext.open(paths)
        try:
            window = open_window(context, paths)
            window.resize(*SIZE)
            window.show()
            take_wanted(Studio(window, out), context.sample_folder, papers)
            window.close()
        finally:
            context.close()
    app.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
