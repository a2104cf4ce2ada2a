"""The first run as a screen reader knows it: by roles and names, acting through them, hearing the rest."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from desktop_rag.gui.main_window import MainWindow
from tests.gui.handbook import ANSWER, QUESTION
from tests.gui.walking import PATIENCE_MS, Reader, wait_for_answer, wait_for_dialog

ROLE = QAccessible.Role


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(monkeypatch)


def check_screen(reader: Reader, window: MainWindow) -> None:
    assert reader.unnamed(window) == []
    assert reader.unknown(window) == []


def test_from_the_first_start_to_the_answer_and_its_page_by_names_and_roles(
    qtbot: QtBot, reader: Reader, first_window: MainWindow, handbook: Path
) -> None:
    window = first_window
    qtbot.waitUntil(lambda: window.tours.tour.showing)
    assert "Step 1 of 3. Add a folder." in reader.said
    check_screen(reader, window)

    reader.press(qtbot, window, "Add folder…")
    dialog = wait_for_dialog(qtbot, window)
    line = reader.wait_for(qtbot, dialog, ROLE.EditableText, "Directory:")
    line.editableTextInterface().insertText(0, str(handbook))
    reader.press(qtbot, dialog, "Choose")
    qtbot.waitUntil(lambda: window.library.listing.ready == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "1 document ready" in reader.said, timeout=PATIENCE_MS)
    check_screen(reader, window)

    box = reader.wait_for(qtbot, window, ROLE.EditableText, window.conversation.box.edit.accessibleName())
    assert box.text(QAccessible.Text.Name)
    box.editableTextInterface().insertText(0, QUESTION)
    reader.press(qtbot, window, "Ask")
    wait_for_answer(qtbot, window)
    qtbot.waitUntil(lambda: ANSWER in reader.said, timeout=PATIENCE_MS)
    check_screen(reader, window)

    assert window.source_panel.shown.view.page.number == 2
    reader.press(qtbot, window, "Next page")
    qtbot.waitUntil(lambda: window.source_panel.shown.view.page.number == 3, timeout=PATIENCE_MS)
    reader.press(qtbot, window, "Close the source")
    qtbot.waitUntil(lambda: not window.panes.source_open, timeout=10_000)
    check_screen(reader, window)
    assert window.close()


def test_help_settings_and_models_name_all_that_can_be_used(
    qtbot: QtBot, reader: Reader, first_window: MainWindow
) -> None:
    window = first_window
    window.tours.tour.skip()
    reader.press(qtbot, window, "Help")
    qtbot.waitUntil(lambda: window.help.page is not None and window.help.page.text.chapter is not None)
    check_screen(reader, window)
    search = reader.wait_for(qtbot, window, ROLE.EditableText, "Search the guide")
    search.editableTextInterface().insertText(0, "password")
    qtbot.waitUntil(lambda: "places found in the guide" in reader.said, timeout=10_000)
    check_screen(reader, window)
    assert any(
        "The password is not right" in each.text(QAccessible.Text.Name)
        for row in range(window.help.page.results.model().rowCount())
        if (each := QAccessible.queryAccessibleInterface(window.help.page.results).child(row))
    )
    window.places.close()
    reader.press(qtbot, window, "Settings")
    qtbot.waitUntil(lambda: window.places.current is not None, timeout=10_000)
    check_screen(reader, window)
    window.places.close()
    window.shelf.open()
    qtbot.waitUntil(lambda: window.shelf.models.listing is not None, timeout=PATIENCE_MS)
    check_screen(reader, window)
