"""Takes pictures of the real window in its main states: `python packaging/screenshots.py OUTDIR`.

Three times over: in English, light and dark; in German, into OUTDIR/german; and at 200 %, into
OUTDIR/200-percent, in a window as large as a screen of 1920 × 1200 has room for. One of them alone with
`--language` and `--scale`.
With `--readme` it writes the README's few into assets/screenshots and the user guide's into
assets/guide/pictures, small enough to be kept with the code; with `--guide` the guide's alone.
Works on a temporary library with the real children; nothing of the person's own is touched. Runs offscreen
unless QT_QPA_PLATFORM says otherwise.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from answer_scenes import take_answers_found
from guide_scenes import WHOLE, take_guide
from library_scenes import end_tour, show_all_files, take_first_run, take_library
from page_scenes import take_models_page, take_pages
from PySide6.QtWidgets import QApplication
from small_pictures import shrink
from studio import BOTH, Studio, Themes, make_papers
from written_scenes import PRACTICE, take_model_and_menu, take_written

from desktop_rag.app.context import AppContext
from desktop_rag.gui.application import open_window
from desktop_rag.gui.wording.language import install_language
from desktop_rag.runtime import RuntimePaths

SIZE, SIZE_AT_200 = (1440, 900), (960, 560)
README_QUESTION = "How do I remove a folder?"
README_FOLDER = Path(__file__).parents[1] / "assets" / "screenshots"
GUIDE_FOLDER = Path(__file__).parents[1] / "assets" / "guide" / "pictures"
GUIDE_WIDEST = 1280
"""Pixels of a picture of the guide, which stands in a column of half as many."""


Scenes = Callable[[Studio, Path, Path], None]
"""Takes pictures of a window on an empty library, of the sample library and of a folder of papers."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One window's worth of pictures."""

    out: Path
    language: str = "en"
    scale: int = 1
    themes: Themes = BOTH
    size: tuple[int, int] = SIZE
    scenes: Scenes | None = None
    """All main states, unless others are named."""


def take_all(studio: Studio, samples: Path, papers: Path) -> None:
    take_first_run(studio)
    take_library(studio, samples, papers)
    take_answers_found(studio, samples)
    models = papers.parent / "Written"
    models.mkdir()
    take_written(studio, models)
    take_pages(studio)


def take_readme(studio: Studio, samples: Path, papers: Path) -> None:
    window = studio.window
    studio.wait_for(lambda: window.library.listing is not None)
    end_tour(studio)
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
    end_tour(studio)
    window.conversation.notices.clear()
    window.conversation.box.set_scope((samples / "Desktop RAG guide.pdf",))
    studio.ask(README_QUESTION)
    studio.wait_for(lambda: bool(window.source_panel.shown and window.source_panel.shown.image))
    studio.take("answer")
    window.conversation.box.set_scope(())
    window.library_panel.show_problems()
    studio.take("problem", themes=("light",))
    if (PRACTICE / "model.gguf").exists():
        show_all_files(studio)
        written = papers.parent / "Written"
        written.mkdir()
        take_model_and_menu(studio, written, ("", "model"), ("light",))
        take_models_page(studio, "models", ("light",))
    for picture in README_FOLDER.glob("*.png"):
        shrink(picture)


def screen_options(size: tuple[int, int]) -> list[str]:
    """Gives the screen that is not there the size of a laptop's: popups stay within it."""
    if os.environ["QT_QPA_PLATFORM"] != "offscreen":
        return []
    width, height = size
    screen = {"name": "laptop", "x": 0, "y": 0, "width": width, "height": height + 60, "dpr": 1}
    sizes = {"logicalDpi": 96, "logicalBaseDpi": 96}
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump({"screens": [{**screen, **sizes}]}, file)
    return ["-platform", f"offscreen:configfile={file.name}"]


def take(wanted: Wanted) -> None:
    if wanted.scale != 1:
        os.environ["QT_SCALE_FACTOR"] = str(wanted.scale)
    wanted.out.mkdir(parents=True, exist_ok=True)
    pixels = (wanted.size[0] * wanted.scale, wanted.size[1] * wanted.scale)
    app = QApplication([*sys.argv[:1], *screen_options(pixels)])
    install_language(app, wanted.language)
    with tempfile.TemporaryDirectory() as folder:
        paths = RuntimePaths.at(Path(folder) / "library")
        papers = Path(folder) / "Board papers"
        make_papers(papers)
        context = AppContext.open(paths)
        try:
            window = open_window(context, paths)
            window.resize(*wanted.size)
            window.show()
            studio = Studio(window, wanted.out, wanted.themes)
            (wanted.scenes or take_all)(studio, context.sample_folder, papers)
            window.close()
        finally:
            context.close()
    app.quit()


def take_for_guide() -> None:
    """At 200 %, in light; only what is taken now is left in the folder."""
    for old in GUIDE_FOLDER.glob("*.png"):
        old.unlink()
    take(Wanted(GUIDE_FOLDER, scale=2, themes=("light",), size=WHOLE, scenes=take_guide))
    for picture in GUIDE_FOLDER.glob("*.png"):
        shrink(picture, GUIDE_WIDEST)


def take_each(out: Path) -> int:
    """All three, each in a process of its own: Qt reads its scale once."""
    passes = {out: "--language=en", out / "german": "--language=de", out / "200-percent": "--scale=2"}
    for folder, option in passes.items():
        done = subprocess.run([sys.executable, __file__, str(folder), option], check=False)
        if done.returncode:
            return done.returncode
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Takes pictures of the window in its main states.")
    parser.add_argument("out", type=Path, nargs="?", default=README_FOLDER)
    parser.add_argument("--readme", action="store_true", help="the README's few and the guide's, into assets")
    parser.add_argument("--guide", action="store_true", help="the guide's alone, into assets/guide/pictures")
    parser.add_argument("--language", help="one language alone, such as de")
    parser.add_argument("--scale", type=int, help="one scale alone, such as 2")
    given = parser.parse_args()
    if given.guide:
        take_for_guide()
    elif given.readme:
        take(Wanted(README_FOLDER, scenes=take_readme))
        return subprocess.run([sys.executable, __file__, "--guide"], check=False).returncode
    elif given.language or given.scale:
        plain = given.language in (None, "en") and given.scale in (None, 1)
        themes = BOTH if plain else ("light",)
        size = SIZE if given.scale in (None, 1) else SIZE_AT_200
        take(Wanted(given.out, given.language or "en", given.scale or 1, themes, size))
    elif given.out == README_FOLDER:
        parser.error("OUTDIR or --readme is wanted")
    else:
        return take_each(given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
