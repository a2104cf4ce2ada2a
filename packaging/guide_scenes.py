"""The pictures of the user guide, for screenshots.py: its GUI thread, in a window at 200 %."""

from pathlib import Path

from library_scenes import end_tour
from studio import Studio
from written_scenes import make_models, use_model

from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.settings.page import SettingsPart
from desktop_rag.gui.widgets.theme import Space

QUESTION = "Does Desktop RAG send my documents over the internet?"
WHOLE, LOW, COLUMN = (1280, 800), (1280, 720), (640, 800)
"""Of the window: for all its parts side by side, for the library, and for a page as wide as the guide."""
ANSWER_HEIGHT, SETTINGS_HEIGHT, MODELS_HEIGHT = 338, 440, 590


def take_guide(studio: Studio, samples: Path, papers: Path) -> None:
    window = studio.window
    studio.wait_for(lambda: window.library.listing is not None)
    end_tour(studio)
    window.resize(*COLUMN)
    take_pages(studio)
    window.resize(*WHOLE)
    window.add_paths([samples, papers])
    studio.wait_for(lambda: bool(window.library.listing and window.library.listing.ready > 2))
    studio.wait_until_idle()
    end_tour(studio)
    window.conversation.notices.clear()
    studio.ask(QUESTION)
    studio.wait_for(lambda: bool(window.source_panel.shown))
    studio.wait(1200)
    studio.take_part("window", window)
    studio.take_part("answer", window.conversation.turns[-1], ANSWER_HEIGHT, around=Space.M)
    window.resize(*LOW)
    window.library_panel.show_problems()
    studio.take_part("library", window.side)
    take_ways(studio, papers.parent / "Models")


def take_pages(studio: Studio) -> None:
    """Models and Settings, which lie over the whole window."""
    window = studio.window
    shelf = window.shelf
    shelf.open(ShelfKind.MODEL)
    studio.wait_for(lambda: shelf.models.listing is not None)
    studio.wait(900)
    studio.take_part("models", shelf.page, MODELS_HEIGHT)
    shelf.place.close()
    window.settings.open(SettingsPart.READING)
    studio.wait(900)
    studio.take_part("settings", window.settings.page, SETTINGS_HEIGHT)
    window.settings.place.close()


def take_ways(studio: Studio, folder: Path) -> None:
    """The menu with the ways to answer, a model and an adapter."""
    handling = studio.window.model_handling
    for file in make_models(folder):
        use_model(studio, file)
    handling.open_menu()
    studio.take_part("ways-to-answer", handling.menu)
    handling.menu.close()
