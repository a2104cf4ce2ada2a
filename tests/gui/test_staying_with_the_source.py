"""Reading goes where the person meant: whatever comes late, has changed meanwhile or is asked for again."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.app.opening import Surroundings
from desktop_rag.app.values import SourceView
from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.gui.answers.turn_view import TurnView
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.page.page_field import PageField
from tests.gui.screen import button
from tests.gui.test_reading_beside import (
    FIRST,
    LAST,
    answered,
    find,
    folder,
    open_page,
    reading,
    wait_for_page,
)
from tests.gui.test_window import press, wait_until_idle
from tests.pdfs import lines, write_pdf

__all__ = ["answered", "folder", "reading"]  # fixtures


# Citations


def test_a_citation_pressed_again_brings_its_words_back_into_view(
    qtbot: QtBot, reading: MainWindow, answered: TurnView
) -> None:
    reading.source_panel.zoom(2)
    reading.source_panel.zoom(2)
    bar = reading.source_panel.picture.verticalScrollBar()
    at_words = bar.value()
    bar.setValue(bar.maximum())
    assert bar.value() > at_words
    answered.choose(answered.sources.cited[0])
    qtbot.waitUntil(lambda: bar.value() == at_words, timeout=30_000)


def test_resting_on_the_open_citation_leaves_the_page_where_it_was_scrolled_to(
    qtbot: QtBot, reading: MainWindow, answered: TurnView
) -> None:
    shown = []
    reading.source_panel.page_shown.connect(lambda: shown.append(reading.source_panel.shown.ref.number))
    answered.source_glanced.emit(answered.sources.cited[0])
    answered.source_glanced.emit(answered.sources.cited[1])
    qtbot.waitUntil(lambda: bool(shown), timeout=30_000)
    assert shown == [2]


def test_a_citation_opens_at_its_page_also_while_words_are_looked_for(
    qtbot: QtBot, reading: MainWindow, answered: TurnView, folder: Path
) -> None:
    answered.choose(answered.sources.cited[3])
    wait_for_page(qtbot, reading, folder / "notes.md", 1)
    press(qtbot, reading, "Ctrl+Shift+F")
    find(qtbot, reading, "clause", "Not found")
    answered.choose(answered.sources.cited[0])
    count = reading.source_panel.find_bar.count
    qtbot.waitUntil(lambda: count.text() == "1 of 30", timeout=30_000)
    qtbot.wait(100)
    wait_for_page(qtbot, reading, folder / "lease.pdf", 1)
    press(qtbot, reading, "F3")
    wait_for_page(qtbot, reading, folder / "lease.pdf", 2)
    assert count.text() == "1 of 30"


def test_a_screen_reader_hears_the_lit_words_of_a_picture_then_what_is_selected(
    qtbot: QtBot, reading: MainWindow, answered: TurnView, folder: Path
) -> None:
    view = reading.source_panel.picture
    assert view.accessibleDescription() == FIRST[0]
    reading.source_panel.strengthen(frozenset({1, 2}))
    assert view.accessibleDescription() == f"{FIRST[0]} … {FIRST[1]}"
    view.selecting.select_all()
    assert view.accessibleDescription() == "\n".join(FIRST)
    open_page(qtbot, reading, folder / "lease.pdf", 3)
    assert view.accessibleDescription() == "\n".join(LAST)


# Finding


def test_words_found_on_another_part_of_a_long_text_are_in_view(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    filling = "\n\n".join(f"Sentence {number} fills a part of this text." for number in range(1500))
    (folder / "long.txt").write_text(f"{filling}\n\nA zebra.\n\n{filling}", "utf-8")
    window.add_paths([folder])
    wait_until_idle(qtbot, window, 3)
    open_page(qtbot, window, folder / "long.txt")
    text = window.source_panel.text
    press(qtbot, window, "Ctrl+Shift+F")
    find(qtbot, window, "zebra", "1 of 1")
    qtbot.waitUntil(lambda: len(text.extraSelections()) == 1, timeout=30_000)
    qtbot.wait(50)
    assert window.source_panel.shown.view.page.number > 1
    assert 0 <= text.cursorRect(text.extraSelections()[0].cursor).top() < text.viewport().height()


# The page's number


@pytest.fixture(params=["de_DE", "en_US", "ar_EG"])
def locale(request: pytest.FixtureRequest) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


@pytest.mark.parametrize("typed", ["1234", "1.234", "1,234", "+1234", "١٢٣٤"])
def test_the_number_of_a_page_is_understood_however_it_is_written(
    qtbot: QtBot, locale: str, typed: str
) -> None:
    field = PageField()
    qtbot.addWidget(field)
    field.show()
    view = SourceView(Path("/a"), "", DocumentFormat.PDF, Page(1, "Words."), 2000, None, (), True, "")
    field.show_page(view)
    chosen: list[int] = []
    field.chosen.connect(chosen.append)
    field.edit_number()
    for letter in typed:
        field.edit.insert(letter)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert chosen == [1234], locale


# What changed meanwhile


def test_words_are_those_of_the_file_as_it_is_drawn(qtbot: QtBot, reading: MainWindow, folder: Path) -> None:
    reading._context.settings.change(watch=False)  # or the change would be read
    canvas = reading.source_panel.picture.canvas
    assert FIRST[0] in canvas.words.text
    write_pdf(folder / "lease.pdf", [lines("Everything is new."), lines("Here"), lines("as well.")])
    reading.source_panel.zoom(1)
    qtbot.waitUntil(lambda: canvas.words.text == "Everything is new.", timeout=30_000)


def test_a_program_that_is_known_late_is_not_said_to_open_another_document(
    qtbot: QtBot, reading: MainWindow, folder: Path, tmp_path: Path
) -> None:
    opening = reading.sources.opening
    qtbot.waitUntil(lambda: opening._known is not None, timeout=30_000)
    opening._known, opening.around = None, a_desk_with_okular(tmp_path / "home")
    gate = threading.Event()
    before = Channel(reading._context.jobs, Lane.VIEW, latest_only=False, parent=reading)

    def wait(_job: JobContext) -> None:
        gate.wait(30)

    before.start(wait)
    open_page(qtbot, reading, folder / "lease.pdf", 2)
    open_page(qtbot, reading, folder / "notes.md")
    gate.set()
    qtbot.waitUntil(lambda: opening._known is not None, timeout=30_000)
    opener = button(reading.source_panel, "Open in its own program")
    assert opener.accessibleDescription() == "Open in its own program"
    open_page(qtbot, reading, folder / "lease.pdf", 2)
    assert opener.accessibleDescription() == "Open at page 2 in Viewer"


def a_desk_with_okular(home: Path) -> Surroundings:
    entries = home / ".local/share/applications"
    entries.mkdir(parents=True)
    program = home / "okular"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (entries / "okular.desktop").write_text(f"[Desktop Entry]\nName=Viewer\nExec={program} %u\n")
    (entries / "mimeinfo.cache").write_text("[MIME Cache]\napplication/pdf=okular.desktop;\n")
    environment = {"PATH": "/usr/bin:/bin", "XDG_DATA_DIRS": str(home), "XDG_CONFIG_DIRS": str(home)}
    return Surroundings("linux", environment, home, lambda _key, _name: "")
