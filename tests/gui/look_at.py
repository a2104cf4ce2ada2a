"""Looks at every scene of the window: `python -m tests.gui.look_at WHAT LANGUAGE TEXT_SCALE LIBRARY SIZE…`.

WHAT is "room", for what is cut off or covered, or "colours", which are looked at in both themes but at the
first size only, since they do not depend on it. Prints, as JSON, what is wrong. A process of its own, since
Qt reads QT_SCALE_FACTOR once.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from desktop_rag.app.context import AppContext
from desktop_rag.gui.application import open_window
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.wording.language import install_language
from desktop_rag.runtime import RuntimePaths, assets_dir
from tests.gui.looks import Flaw, clipped, faint_focus, low_contrast, overlapping, painted_in, speaking
from tests.gui.scenes import EMPTY_SCENES, SCENES, Scene, Stage


@dataclass(slots=True)
class Report:
    """`looked_at` counts what had words, over all scenes and sizes; `flaws` names scene and size of each."""

    looked_at: int = 0
    flaws: dict[str, list[str]] = field(default_factory=dict)
    known: dict[bool, set[str]] = field(default_factory=lambda: {True: set(), False: set()})
    """Whose way to show the keyboard was looked at, in dark and in light."""

    def add(self, scene: str, flaws: Iterable[Flaw]) -> None:
        for flaw in flaws:
            self.flaws.setdefault(str(flaw), []).append(scene)


def look_at(stage: Stage, scene: Scene, sizes: list[QSize], report: Report) -> None:
    scene(stage)
    for size in sizes:
        stage.window.resize(size)
        stage.settle()
        for each in stage.in_sight():
            report.looked_at += len(speaking(each))
            where = f"{scene.__name__} at {size.width()}x{size.height()}"
            painted = painted_in(each)
            report.add(where, [*clipped(each, painted), *overlapping(each, painted)])
    stage.window.resize(sizes[0])
    stage.clear()


def look_at_colours(stage: Stage, scene: Scene, report: Report) -> None:
    scene(stage)
    for _ in range(2):
        stage.settle()
        name = f"{scene.__name__}, {'dark' if stage.window.theme.dark else 'light'}"
        for each in stage.in_sight():
            report.looked_at += len(speaking(each))
            report.add(name, [*low_contrast(each), *faint_focus(each, report.known[stage.window.theme.dark])])
        stage.window.theme.toggle()
    stage.clear()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look at, and how: `library` lies in a folder with the Handbook it was made of."""

    colours: bool
    language: str
    text_scale: float
    library: Path
    sizes: list[QSize]


def main(wanted: Wanted) -> Report:
    report = Report()
    app = QApplication(sys.argv[:1])
    install_language(app, wanted.language)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(wanted.library, Path(folder) / "filled")
        for name, scenes in (("empty", EMPTY_SCENES), ("filled", SCENES)):
            look_at_window(RuntimePaths.at(Path(folder) / name), scenes, wanted, report)
    return report


def look_at_window(paths: RuntimePaths, scenes: Iterable[Scene], wanted: Wanted, report: Report) -> None:
    context = AppContext.open(paths)
    try:
        window = open_window(context, paths)
        window.theme.set_text_scale(wanted.text_scale)
        window.resize(wanted.sizes[0])
        window.show()
        icons = Icons(assets_dir() / "icons", window.theme)
        stage = Stage(window, icons, wanted.library.parent / "Handbook")
        stage.wait_for(lambda: window.library.listing is not None)
        stage.settle()
        stage.clear()
        for scene in scenes:
            if wanted.colours:
                look_at_colours(stage, scene, report)
            else:
                look_at(stage, scene, wanted.sizes, report)
        window.close()
    finally:
        context.close()


if __name__ == "__main__":
    what, language, text_scale, library, *given = sys.argv[1:]
    sizes = [QSize(*map(int, size.split("x"))) for size in given]
    seen = main(Wanted(what == "colours", language, float(text_scale), Path(library), sizes))
    print(json.dumps({"looked_at": seen.looked_at, "flaws": seen.flaws}))
