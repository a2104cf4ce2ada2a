"""The pages that lie over the window, and a dialog, for screenshots.py: its GUI thread."""

from studio import BOTH, Studio, Themes

from desktop_rag.domain.errors import DiskFull
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.frame.shortcuts import ShortcutsDialog
from desktop_rag.gui.settings.page import SettingsPart
from desktop_rag.gui.widgets.dialogs import ErrorDialog


def take_pages(studio: Studio) -> None:
    take_models_page(studio, "16-models")
    take_settings(studio)
    take_help(studio)
    dialog = ErrorDialog(DiskFull(detail="ENOSPC while writing library.db-wal"), studio.window)
    dialog.open()
    studio.take("19-error")
    dialog.close()


def take_models_page(studio: Studio, name: str, themes: Themes = BOTH) -> None:
    """What there is and what can be had; the memory it tells is that of the machine it is taken on."""
    page = studio.window.shelf
    page.open(ShelfKind.MODEL)
    studio.wait_for(lambda: page.models.listing is not None)
    studio.wait(900)
    studio.take(name, themes=themes)
    page.place.close()


def take_settings(studio: Studio) -> None:
    settings = studio.window.settings
    for part in SettingsPart:
        settings.open(part)
        studio.wait(900)
        studio.take(f"17-settings-{part.name.lower()}")
    settings.place.close()


def take_help(studio: Studio) -> None:
    window = studio.window
    window.help.open()
    studio.wait(1200)
    studio.take("18-help")
    window.places.close()
    dialog = ShortcutsDialog(window)
    dialog.open()
    studio.take("18-shortcuts")
    dialog.close()
