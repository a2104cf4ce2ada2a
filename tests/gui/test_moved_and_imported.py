"""Where moved files are, and the library as one file: asked calmly, done as asked."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import JobContext
from desktop_rag.app.moving import LibraryFile
from desktop_rag.app.whereabouts import Whereabouts
from desktop_rag.gui.library.import_dialog import ImportDialog
from desktop_rag.gui.library.root_notes import ELSEWHERE
from desktop_rag.gui.library.where_dialog import LOOKING, NOT_FOUND, WhereDialog
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.samples import PAPERS, root
from tests.gui.screen import button, button_names, settle, text_on, words_on
from tests.gui.test_window import add_and_wait, visible_words, wait_until_idle

FILE = LibraryFile(PAPERS / "library.zip", 10**8, 1234, 9, 12, datetime(2026, 5, 3, 12, tzinfo=UTC), "1.0")


@pytest.fixture
def below(qtbot: QtBot) -> QWidget:
    """What dialogs lie over."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_likely_places_are_offered_and_one_is_enough(icons: Icons, below: QWidget) -> None:
    chosen: list[Path] = []
    dialog = WhereDialog(icons, root(PAPERS, [], available=False), below)
    dialog.chosen.connect(chosen.append)
    dialog.open()
    assert LOOKING in words_on(dialog)
    dialog.show_guesses((Whereabouts(Path("/media/stick/papers"), 1.0), Whereabouts(Path("/old"), 0.7)))
    settle()
    spoken = {each.accessibleName() for each in dialog.findChildren(QAbstractButton) if each.isVisible()}
    assert {"/media/stick/papers", "/old · most of them"} <= spoken
    assert {"Choose folder…", "Cancel"} <= button_names(dialog)
    button(dialog, "/media/stick/papers").click()
    assert chosen == [Path("/media/stick/papers")]
    assert not dialog.isVisible()


def test_when_nothing_is_found_it_is_said_what_to_do(icons: Icons, below: QWidget) -> None:
    dialog = WhereDialog(icons, root(PAPERS, [], available=False), below)
    dialog.open()
    dialog.show_guesses(())
    assert NOT_FOUND in words_on(dialog)
    dialog.reject()


def test_what_an_import_replaces_is_said_before_and_leaving_is_the_default(
    icons: Icons, below: QWidget
) -> None:
    confirmed: list[int] = []
    dialog = ImportDialog(icons, FILE, 55, below)
    dialog.confirmed.connect(lambda: confirmed.append(1))
    dialog.open()
    said = text_on(dialog)
    assert "holds 1,234 documents and 12 conversations, made on 3 May 2026." in said
    assert "with its 55 documents and all conversations" in said
    button(dialog, "Cancel").click()
    assert confirmed == []


def test_into_an_empty_library_nothing_is_replaced(icons: Icons, below: QWidget) -> None:
    dialog = ImportDialog(icons, FILE, 0, below)
    dialog.open()
    assert button_names(dialog) == {"Cancel", "Import"}
    dialog.reject()


def test_moved_files_are_found_again_without_being_read(
    qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    moved = tmp_path / "Archive" / "Handbook"
    moved.parent.mkdir()
    shutil.move(documents, moved)
    window.library.sync()
    panel = window.library_panel
    panel.root_list.choose_rows([1])
    qtbot.waitUntil(lambda: ELSEWHERE in button_names(panel.card), timeout=30_000)
    button(panel.card, ELSEWHERE).click()
    dialog = window.findChild(WhereDialog)
    qtbot.waitUntil(lambda: LOOKING not in words_on(dialog), timeout=30_000)
    dialog.choose(moved)
    qtbot.waitUntil(lambda: "documents were found in the new place." in visible_words(window), timeout=30_000)
    wait_until_idle(qtbot, window, 2)
    qtbot.waitUntil(lambda: [each.path for each in window.library.listing.overview.roots] == [moved])
    assert window._context.ingest.sync(JobContext()).embedded == 0


def test_a_wrong_place_is_refused_in_words_with_a_way_to_choose_again(
    qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    wrong = tmp_path / "Elsewhere"
    wrong.mkdir()
    window.library.relocate(documents, wrong)
    qtbot.waitUntil(lambda: "are not in “" in visible_words(window), timeout=30_000)
    button(window, "Choose again…").click()
    dialog = window.findChild(WhereDialog)
    assert dialog is not None
    dialog.reject()


def test_a_library_is_exported_and_imported_in_place_of_another(
    qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    file = tmp_path / "kept.zip"
    window.library.export_to(file)
    qtbot.waitUntil(lambda: "The library is in “kept.zip”, with" in visible_words(window), timeout=30_000)
    window.library.remove([documents])
    qtbot.waitUntil(lambda: window.library.listing.empty, timeout=30_000)
    window.reading._on_import(file)
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None, timeout=30_000)
    button(window.findChild(ImportDialog), "Import").click()
    wait_until_idle(qtbot, window, 2)
    assert [each.path for each in window.library.listing.overview.roots] == [documents]


def test_a_file_that_is_no_library_is_refused_before_anything_is_asked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "notes.zip"
    file.write_text("no library", "utf-8")
    window.reading._on_import(file)
    qtbot.waitUntil(lambda: window.conversation.notices.current is not None, timeout=30_000)
    assert window.findChild(ImportDialog) is None
