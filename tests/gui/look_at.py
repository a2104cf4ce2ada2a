"""Looks at every scene of the window: `python -m tests.gui.look_at WHAT LANGUAGE TEXT_SCALE LIBRARY SIZE…`.

WHAT is "room", for what is cut off or covered, or "colours", which are looked at in both themes but at the
first size only, since they do not depend on it. Prints, as JSON, what is wrong, which classes of the window
were in view, and which words never came into view. A process of its own, since Qt reads QT_SCALE_FACTOR once.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from desktop_rag.app.context import AppContext
from desktop_rag.gui.application import open_window
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.wording.language import install_language
from desktop_rag.runtime import RuntimePaths, assets_dir
from tests.gui.looks import Flaw, clipped, faint_focus, low_contrast, overlapping, painted_in, speaking
from tests.gui.looks_parts import in_view, words_of
from tests.gui.more_scenes import MORE_SCENES
from tests.gui.scenes import EMPTY_SCENES, SCENES, Scene, Stage

ROOMY = QSize(1360, 860)
"""In which a scene is set up, with every panel in view, before the window takes the size to be looked at."""


@dataclass(slots=True)
class Report:
    """`looked_at` counts what had words, over all scenes and sizes; `flaws` names scene and size of each."""

    looked_at: int = 0
    flaws: dict[str, list[str]] = field(default_factory=dict)
    known: dict[bool, set[str]] = field(default_factory=lambda: {True: set(), False: set()})
    """Whose way to show the keyboard was looked at, in dark and in light."""
    kinds: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    unseen: set[str] = field(default_factory=set)
    """Words that were in view, and those that somewhere were scrolled out of it."""

    def note(self, window: QWidget) -> None:
        """What there is to see of `window` at the moment."""
        for each in in_view(window):
            self.kinds |= {kind.__name__ for kind in type(each).__mro__ if _is_ours(kind)}
        for each in speaking(window):
            words = self.unseen if each.visibleRegion().isEmpty() else self.seen
            words.add(words_of(each))
        self.looked_at += len(speaking(window))

    def add(self, scene: str, flaws: Iterable[Flaw]) -> None:
        for flaw in flaws:
            self.flaws.setdefault(str(flaw), []).append(scene)


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith("desktop_rag.")


def look_at(stage: Stage, scene: Scene, sizes: list[QSize], report: Report) -> None:
    scene(stage)
    for size in sizes:
        stage.window.resize(size)
        stage.settle()
        for each in stage.in_sight():
            report.note(each)
            where = f"{scene.__name__} at {size.width()}x{size.height()}"
            painted = painted_in(each)
            report.add(where, [*clipped(each, painted), *overlapping(each, painted)])
    stage.window.resize(ROOMY)
    stage.clear()


def look_at_colours(stage: Stage, scene: Scene, report: Report) -> None:
    scene(stage)
    stage.settle()
    dark = stage.window.theme.dark
    for each in stage.in_sight():
        name = f"{scene.__name__}, {'dark' if dark else 'light'}"
        for _place in scrolled(each):
            report.note(each)
            report.add(name, low_contrast(each))
        report.add(name, faint_focus(each, report.known[dark]))
    stage.clear()


def scrolled(window: QWidget) -> Iterator[None]:
    """As it stands; and where words are out of sight, with all that scrolls at its begin and at its end."""
    yield
    if any(each.visibleRegion().isEmpty() for each in speaking(window)):
        for end in (QScrollBar.minimum, QScrollBar.maximum):
            for bar in window.findChildren(QScrollBar):
                bar.setValue(end(bar))
            yield


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
        for name, scenes in (("empty", EMPTY_SCENES), ("filled", (*SCENES, *MORE_SCENES))):
            look_at_window(RuntimePaths.at(Path(folder) / name), scenes, wanted, report)
    return report


def look_at_window(paths: RuntimePaths, scenes: Iterable[Scene], wanted: Wanted, report: Report) -> None:
    context = AppContext.open(paths)
    try:
        window = open_window(context, paths)
        if wanted.text_scale != 1:
            window.theme.set_text_scale(wanted.text_scale)
        window.resize(wanted.sizes[0] if wanted.colours else ROOMY)
        window.show()
        icons = Icons(assets_dir() / "icons", window.theme)
        stage = Stage(window, icons, wanted.library.parent / "Handbook")
        stage.wait_for(lambda: window.library.listing is not None)
        stage.settle()
        stage.clear()
        for _theme in range(2 if wanted.colours else 1):
            for scene in scenes:
                if wanted.colours:
                    look_at_colours(stage, scene, report)
                else:
                    look_at(stage, scene, wanted.sizes, report)
            window.theme.toggle()
        window.close()
    finally:
        context.close()


if __name__ == "__main__":
    what, language, text_scale, library, *given = sys.argv[1:]
    sizes = [QSize(*map(int, size.split("x"))) for size in given]
    seen = main(Wanted(what == "colours", language, float(text_scale), Path(library), sizes))
    unseen = sorted(seen.unseen - seen.seen)
    focused = min(len(known) for known in seen.known.values())
    found = {"looked_at": seen.looked_at, "focused": focused, "flaws": seen.flaws, "unseen": unseen}
    print(json.dumps({**found, "kinds": sorted(seen.kinds)}))
