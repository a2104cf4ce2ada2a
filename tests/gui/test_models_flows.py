"""Models in the real window, with real children, real small files and a server on this machine."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.embedder import EmbedderKind
from desktop_rag.domain.errors import NotThere
from desktop_rag.domain.fit import Machine, memory_need
from desktop_rag.domain.language_model import ModelFacts, ModelState
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.application import open_window
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.models.download_state import DownloadWish, Stage
from desktop_rag.gui.models.section import ModelsSection
from desktop_rag.gui.models.shelf_rows import ShelfRowView
from desktop_rag.runtime import RuntimePaths
from tests.catalogues import entry, write_catalogue
from tests.embedder_files import write_embedder
from tests.ggufs import Shape, write_adapter, write_model
from tests.gui.conftest import delete_deferred, running_timers
from tests.gui.screen import button, button_names, settle, text_on
from tests.gui.test_window import add_and_wait, drop, wait_for_answer
from tests.hostile_server import Behaviour, HostileServer, honest, hostile_server
from tests.peft_folders import write_peft

WAIT_MS = 60_000
SLOW = 400_000.0
"""Bytes a second: a file takes long enough to be paused on the way."""


@dataclass
class Place:
    """A library of the test's own, whose catalogue leads to the test's server."""

    paths: RuntimePaths
    catalogue: Path


class Opened:
    """The window on such a library; closing it leaves the library for the next one."""

    def __init__(self, qtbot: QtBot, place: Place) -> None:
        self.context = AppContext.open(place.paths, catalogue=place.catalogue)
        self.window = open_window(self.context, place.paths)
        self.window.resize(1000, 800)
        self.window.show()
        qtbot.waitUntil(lambda: self.window.library.listing is not None, timeout=WAIT_MS)

    def close(self) -> None:
        self.window.close()
        self.context.close()
        self.window.deleteLater()
        delete_deferred()


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_model(tmp_path_factory.mktemp("published") / "tiny.gguf", name="Tiny One").read_bytes()


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, server: HostileServer, body: bytes) -> Place:
    return placed(tmp_path, server, body, honest(body, bytes_per_s=SLOW))


@pytest.fixture
def window(qtbot: QtBot, place: Place) -> Iterator[MainWindow]:
    opened = Opened(qtbot, place)
    yield opened.window
    opened.close()


def placed(tmp_path: Path, server: HostileServer, body: bytes, behaviour: Behaviour) -> Place:
    url = server.page("/tiny.gguf", behaviour)
    catalogue = write_catalogue(tmp_path / "catalogue.json", entry(url, body))
    return Place(RuntimePaths.at(tmp_path / "library"), catalogue)


def open_page(qtbot: QtBot, window: MainWindow, kind: ShelfKind = ShelfKind.MODEL) -> ModelsSection:
    window.shelf.open(kind)
    qtbot.waitUntil(lambda: window.shelf.models.listing is not None, timeout=WAIT_MS)
    settle()
    return window.shelf.page.sections[kind]


def press(qtbot: QtBot, widget: QWidget, name: str) -> None:
    """With the keyboard, as soon as it can be pressed."""
    qtbot.waitUntil(lambda: name in all_names(widget), timeout=WAIT_MS)
    wanted = button(widget, name)
    qtbot.waitUntil(wanted.isEnabled, timeout=WAIT_MS)
    wanted.setFocus()
    qtbot.keyClick(wanted, Qt.Key.Key_Return)


def all_names(widget: QWidget) -> set[str]:
    return button_names(widget) | {
        each.accessibleName() for each in widget.findChildren(QWidget) if each.isVisible()
    }


def stage(window: MainWindow) -> Stage | None:
    return next((each.stage for each in window.shelf.downloads.controller.downloads.values()), None)


def wait_for(qtbot: QtBot, widget: QWidget, words: str) -> None:
    qtbot.waitUntil(lambda: words in text_on(widget), timeout=WAIT_MS)


def add(qtbot: QtBot, window: MainWindow, path: Path, kind: ShelfKind = ShelfKind.MODEL) -> ShelfRowView:
    """Puts a file on the list; its row."""
    window.shelf.add([path], kind)

    def row() -> ShelfRowView | None:
        listing = window.shelf.models.listing
        ids = [each.item.id for each in listing.shelf if each.item.path == path] if listing else []
        shelf = window.shelf.page.sections[kind].shelf
        return shelf.row(ids[0]) if ids else None

    qtbot.waitUntil(lambda: row() is not None, timeout=WAIT_MS)
    return row()


def download_children() -> list[psutil.Process]:
    return [
        child for child in psutil.Process().children(recursive=True) if "download" in child.cmdline()[-1:]
    ]


def german(folder: Path) -> Path:
    sentences = (
        "Jede Mitarbeiterin und jeder Mitarbeiter hat Anspruch auf achtundzwanzig Tage Urlaub im Jahr. ",
        "Die Reisekosten werden innerhalb von zehn Tagen nach Abgabe der Belege zurückgezahlt. ",
        "Während der Elternzeit wird das volle Gehalt sechzehn Wochen lang weitergezahlt. ",
    )
    path = folder / "Handbuch.md"
    path.write_text("# Handbuch\n\n" + "\n\n".join(sentence * 4 for sentence in sentences), "utf-8")
    return path


def test_from_a_first_start_without_a_model_to_one_that_writes_the_answers(
    qtbot: QtBot, window: MainWindow, body: bytes, server: HostileServer
) -> None:
    press(qtbot, window.conversation.welcome, "Get a model")
    page = window.shelf.page
    wait_for(qtbot, page, "Recommended for this computer")
    press(qtbot, page, "Get Tiny One")
    wait_for(qtbot, page, "Connects to 127.0.0.1")
    assert server.asked == []
    press(qtbot, page, "Download")
    wait_for(qtbot, page, "Pause")
    wait_for(qtbot, page, "“Tiny One” is ready to write answers.")
    assert download_children() == []
    assert "Get Tiny One" not in button_names(page)
    press(qtbot, page, "Use it now")
    assert not window.shelf.place.is_open
    qtbot.waitUntil(lambda: window.models.setup.model is not None, timeout=WAIT_MS)
    (file,) = window._context.paths.models.iterdir()
    assert file.read_bytes() == body
    assert window.models.setup.model.path == file
    assert window.models.setup.mode is AnswerMode.RAG


def test_a_download_goes_on_while_the_page_is_closed_and_the_strip_leads_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    open_page(qtbot, window)
    press(qtbot, window.shelf.page, "Get Tiny One")
    press(qtbot, window.shelf.page, "Download")
    press(qtbot, window.shelf.page, "Close this page")
    strip = window.shelf.downloads.strip
    wait_for(qtbot, strip, "Downloading “Tiny One”")
    strip.button.click()
    assert window.shelf.place.is_open
    press(qtbot, window.shelf.page, "Cancel")
    qtbot.waitUntil(lambda: stage(window) is None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not strip.isVisible(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not list(window._context.paths.models.glob("*")), timeout=WAIT_MS)


def test_closing_the_window_pauses_and_the_next_start_goes_on(
    qtbot: QtBot, place: Place, server: HostileServer, body: bytes
) -> None:
    first = Opened(qtbot, place)
    open_page(qtbot, first.window)
    press(qtbot, first.window.shelf.page, "Get Tiny One")
    press(qtbot, first.window.shelf.page, "Download")
    qtbot.waitUntil(lambda: any(asked.sent_bytes > 65_536 for asked in server.asked), timeout=WAIT_MS)
    first.close()
    second = Opened(qtbot, place)
    try:
        window = second.window
        open_page(qtbot, window)
        wait_for(qtbot, window.shelf.page, "Paused: ")
        server.asked.clear()
        press(qtbot, window.shelf.page, "Resume")
        wait_for(qtbot, window.shelf.page, "is ready to write answers")
        assert min(asked.first_byte for asked in server.gets()) > 0
        (file,) = window._context.paths.models.iterdir()
        assert file.read_bytes() == body
    finally:
        second.close()


def test_a_paused_download_can_be_discarded_and_leaves_nothing(qtbot: QtBot, window: MainWindow) -> None:
    open_page(qtbot, window)
    press(qtbot, window.shelf.page, "Get Tiny One")
    press(qtbot, window.shelf.page, "Download")
    qtbot.waitUntil(lambda: "of 0.4 MB" in text_on(window.shelf.page), timeout=WAIT_MS)
    press(qtbot, window.shelf.page, "Pause")
    press(qtbot, window.shelf.page, "Discard")
    qtbot.waitUntil(lambda: not list(window._context.paths.models.glob("*")), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Get Tiny One" in all_names(window.shelf.page), timeout=WAIT_MS)


@pytest.mark.parametrize("way", ["Cancel", "Discard"])
def test_much_that_came_is_kept_unless_it_is_given_up_twice(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr("desktop_rag.gui.models.download_state.DEAR_BYTES", 1)
    page, models = window.shelf.page, window._context.paths.models
    open_page(qtbot, window)
    press(qtbot, page, "Get Tiny One")
    press(qtbot, page, "Download")
    qtbot.waitUntil(lambda: "of 0.4 MB" in text_on(page), timeout=WAIT_MS)
    if way == "Discard":
        press(qtbot, page, "Pause")
    press(qtbot, page, way)
    press(qtbot, page, "Keep it")
    wait_for(qtbot, page, "Paused: ")
    assert len(list(models.iterdir())) > 0
    press(qtbot, page, "Discard")
    press(qtbot, page, "Throw it away")
    qtbot.waitUntil(lambda: list(models.iterdir()) == [], timeout=WAIT_MS)


def test_downloads_wait_for_each_other_and_one_that_waits_can_be_taken_back(
    qtbot: QtBot, tmp_path: Path, server: HostileServer, body: bytes
) -> None:
    offers = []
    for number, name in enumerate(("First", "Second", "Third")):
        published = body + bytes(number)  # what follows the last tensor is no matter
        url = server.page(f"/{name}.gguf", honest(published, bytes_per_s=SLOW if number == 0 else 0))
        offers.append(entry(url, published, id=name.lower(), name=name, file_name=f"{name}.gguf"))
    catalogue = write_catalogue(tmp_path / "catalogue.json", *offers)
    opened = Opened(qtbot, Place(RuntimePaths.at(tmp_path / "library"), catalogue))
    try:
        page, downloads = opened.window.shelf.page, opened.window.shelf.downloads.controller.downloads
        rows = open_page(qtbot, opened.window).offers
        for name in ("First", "Second", "Third"):
            press(qtbot, page, f"Get {name}")
            qtbot.waitUntil(
                lambda wanted=name: "Download" in all_names(rows.list.rows[wanted.lower()]), timeout=WAIT_MS
            )
            press(qtbot, rows.list.rows[name.lower()], "Download")
        qtbot.waitUntil(
            lambda: [each.stage for each in downloads.values()] == [Stage.RUNNING, Stage.QUEUED, Stage.QUEUED]
        )
        press(qtbot, rows.list.rows["second"], "Cancel")
        qtbot.waitUntil(lambda: downloads == {}, timeout=WAIT_MS)
        names = sorted(path.name for path in opened.context.paths.models.iterdir())
        assert names == ["First.gguf", "Third.gguf"]
        assert server.gets("/Second.gguf") == []
    finally:
        opened.close()


def test_a_file_that_is_not_there_is_told_in_the_row(
    qtbot: QtBot, tmp_path: Path, server: HostileServer, body: bytes
) -> None:
    catalogue = write_catalogue(tmp_path / "catalogue.json", entry(f"{server.base}/none.gguf", body))
    opened = Opened(qtbot, Place(RuntimePaths.at(tmp_path / "library"), catalogue))
    try:
        open_page(qtbot, opened.window)
        press(qtbot, opened.window.shelf.page, "Get Tiny One")
        press(qtbot, opened.window.shelf.page, "Download")
        wait_for(qtbot, opened.window.shelf.page, NotThere.default_message)
        press(qtbot, opened.window.shelf.page, "Copy the link")
        assert QApplication.clipboard().text() == f"{server.base}/none.gguf"
        press(qtbot, opened.window.shelf.page, "Close")
        qtbot.waitUntil(lambda: stage(opened.window) is None, timeout=WAIT_MS)
    finally:
        opened.close()


def test_a_link_is_looked_up_and_its_file_fetched(
    qtbot: QtBot, window: MainWindow, server: HostileServer, body: bytes
) -> None:
    section = open_page(qtbot, window)
    section.link.edit.setText(server.page("/else/other.gguf", honest(body)))
    press(qtbot, section, "Look it up")
    wait_for(qtbot, section, "No checksum is published")
    press(qtbot, section, "Get other.gguf" if "Get other.gguf" in all_names(section) else "Get other")
    press(qtbot, section, "Download")
    wait_for(qtbot, window.shelf.page, "is ready to write answers")


def test_with_downloads_switched_off_nothing_can_be_got(qtbot: QtBot, window: MainWindow) -> None:
    section = open_page(qtbot, window)
    window.shelf.page.foot.switch.click()
    qtbot.waitUntil(lambda: not button(section, "Get Tiny One").isEnabled(), timeout=WAIT_MS)
    assert "switched off" in button(section, "Get Tiny One").toolTip()
    assert not window._context.downloads.permission().allowed
    window.shelf.page.foot.switch.click()
    qtbot.waitUntil(lambda: button(section, "Get Tiny One").isEnabled(), timeout=WAIT_MS)


def test_the_page_opens_by_key_and_gives_the_keyboard_back(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.activateWindow()
    window.conversation.box.take_focus()
    qtbot.keyClick(
        window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert window.shelf.place.is_open
    assert QApplication.focusWidget() is window.shelf.page.tabs[ShelfKind.MODEL]
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.shelf.place.is_open
    assert QApplication.focusWidget() is window.conversation.box.edit


def test_the_menu_leads_to_the_page(qtbot: QtBot, window: MainWindow, documents: Path) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    window.model_handling.open_menu()
    button(window.model_handling.menu, "Models…").click()
    assert window.shelf.place.is_open
    assert not window.model_handling.menu.isVisible()


def test_a_file_is_added_used_and_taken_off_the_list_with_undo(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    model = write_model(tmp_path / "mine.gguf", name="Mine")
    section = open_page(qtbot, window)
    row = add(qtbot, window, model)
    wait_for(qtbot, section, "1 answer model added")
    press(qtbot, section, "Use Mine")
    wait_for(qtbot, row, "In use")
    assert window.models.setup.model.path == model
    row.menu_actions["Remove from the list"].trigger()
    wait_for(qtbot, window.shelf.page, "Removed “Mine” from the list. The file was not touched.")
    qtbot.waitUntil(lambda: window.models.setup.model is None, timeout=WAIT_MS)
    assert model.exists()
    press(qtbot, window.shelf.page, "Undo")
    qtbot.waitUntil(lambda: "Use Mine" in all_names(section), timeout=WAIT_MS)


def test_a_model_that_fits_only_with_a_shorter_context_is_loaded_with_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = write_model(tmp_path / "long.gguf", name="Long", context_length=131_072)
    facts = window._context.model.inspect(model, JobContext())
    assert isinstance(facts, ModelFacts)
    free_bytes = memory_need(facts, 4096).total_bytes + 500_000
    room = Machine(4 * free_bytes, free_bytes)
    monkeypatch.setattr(window._context.shelf, "_machine", lambda _kind: room)
    monkeypatch.setattr(window._context.model, "_machine", lambda: room)
    section = open_page(qtbot, window)
    row = add(qtbot, window, model)
    wait_for(qtbot, row, "with 4,096 tokens it would fit")
    press(qtbot, section, "Use with a shorter context Long")
    qtbot.waitUntil(lambda: window.models.status.state is ModelState.READY, timeout=WAIT_MS)
    loaded = window.models.status.model
    assert loaded is not None
    assert loaded.context_tokens == 4096
    wait_for(qtbot, row, "In use")


def test_a_file_is_checked_and_deleted_only_when_asked_twice(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    model = write_model(tmp_path / "mine.gguf", name="Mine")
    section = open_page(qtbot, window)
    row = add(qtbot, window, model)
    row.menu_actions["Check the file"].trigger()
    wait_for(qtbot, row, "The file can be read from end to end.")
    row.menu_actions["Delete the file…"].trigger()
    settle()
    assert model.exists()
    press(qtbot, row, "Delete the file")
    qtbot.waitUntil(lambda: not model.exists(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Use Mine" not in all_names(section), timeout=WAIT_MS)


def test_one_bad_file_spoils_nothing(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    write_model(folder / "good.gguf", name="Good")
    (folder / "bad.gguf").write_bytes(b"GGUF" + bytes(60))
    section = open_page(qtbot, window)
    window.shelf.add([folder], ShelfKind.MODEL)
    wait_for(qtbot, section, "1 answer model added, 1 could not be used")
    press(qtbot, section, "Show why")
    wait_for(qtbot, section, "bad.gguf")
    qtbot.waitUntil(lambda: "Use Good" in all_names(section), timeout=WAIT_MS)


def test_an_adapter_added_among_the_models_is_shown_where_it_belongs(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    adapter = write_adapter(tmp_path / "style.gguf", name="Style")
    open_page(qtbot, window)
    window.shelf.add([adapter], ShelfKind.MODEL)
    page = window.shelf.page
    qtbot.waitUntil(lambda: page.shown is ShelfKind.ADAPTER, timeout=WAIT_MS)
    wait_for(qtbot, page, "1 adapter added")
    qtbot.waitUntil(lambda: "Use Style" in all_names(page), timeout=WAIT_MS)


def test_what_is_used_by_other_ways_is_on_the_list_too(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    model = write_model(tmp_path / "dropped.gguf", name="Dropped")
    window.add_paths([model])
    qtbot.waitUntil(lambda: window.models.setup.model is not None, timeout=WAIT_MS)
    section = open_page(qtbot, window)
    wait_for(qtbot, section, "Dropped")
    wait_for(qtbot, section, "In use")


def test_the_bundled_search_model_is_listed_and_in_use(qtbot: QtBot, window: MainWindow) -> None:
    section = open_page(qtbot, window, ShelfKind.EMBEDDER)
    wait_for(qtbot, section, "all-MiniLM-L6-v2")
    wait_for(qtbot, section, "In use")
    (row,) = window.shelf.models.listing.embedders
    assert row.choice.kind is EmbedderKind.BUNDLED


def test_a_catalogue_that_cannot_be_read_costs_only_the_offers(
    qtbot: QtBot, tmp_path: Path, server: HostileServer
) -> None:
    catalogue = tmp_path / "catalogue.json"
    catalogue.write_text("{", "utf-8")
    opened = Opened(qtbot, Place(RuntimePaths.at(tmp_path / "library"), catalogue))
    try:
        section = open_page(qtbot, opened.window)
        wait_for(qtbot, opened.window.shelf.page, "missing or broken")
        assert "Get a model" not in text_on(section)
        add(qtbot, opened.window, write_model(tmp_path / "mine.gguf", name="Mine"))
        wait_for(qtbot, section, "1 answer model added")
    finally:
        opened.close()


def test_a_search_model_is_told_as_such_and_offered_to_the_page(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    drop(window, [QUrl.fromLocalFile(str(write_embedder(tmp_path / "search.gguf", name="Searcher")))])
    notices = window.conversation.notices
    wait_for(qtbot, notices, "“Searcher” is a search model: it finds passages and cannot answer.")
    assert window.models.setup.model is None
    press(qtbot, notices, "Open Models")
    assert window.shelf.page.shown is ShelfKind.EMBEDDER
    press(qtbot, window.shelf.page, "Use Searcher")


def test_the_search_model_is_changed_after_its_cost_was_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    path = write_embedder(tmp_path / "search.gguf", name="Searcher")
    section = open_page(qtbot, window, ShelfKind.EMBEDDER)
    window.shelf.add([path], ShelfKind.EMBEDDER)
    press(qtbot, section, "Use Searcher")
    wait_for(qtbot, section, "to be read anew")
    assert window._context.embedders.current().kind is EmbedderKind.BUNDLED
    press(qtbot, section, "Change")
    wait_for(qtbot, window.shelf.page, "Your documents are now searched with “Searcher”.")
    assert window._context.embedders.current().path == path
    qtbot.waitUntil(lambda: "Use all-MiniLM-L6-v2" in all_names(section), timeout=WAIT_MS)
    press(qtbot, window.shelf.page, "Close this page")
    window.ask("How long is parental leave?")
    wait_for_answer(qtbot, window)


def test_a_change_that_is_not_wanted_leaves_everything_as_it_was(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    section = open_page(qtbot, window, ShelfKind.EMBEDDER)
    window.shelf.add([write_embedder(tmp_path / "search.gguf", name="Searcher")], ShelfKind.EMBEDDER)
    press(qtbot, section, "Use Searcher")
    wait_for(qtbot, section, "to be read anew")
    press(qtbot, section, "Not now")
    assert QApplication.focusWidget() is button(section, "Use Searcher")
    assert window._context.embedders.current().kind is EmbedderKind.BUNDLED


def test_documents_in_another_language_lead_to_a_search_model_that_knows_it(
    qtbot: QtBot, tmp_path: Path, server: HostileServer
) -> None:
    body = write_embedder(tmp_path / "published.gguf", name="Searcher").read_bytes()
    url = server.page("/search.gguf", honest(body))
    many = entry(
        url,
        body,
        kind="embedder",
        name="Many tongues",
        file_name="multilingual.gguf",
        languages=["*"],
        dimension=32,
        kv_bytes_per_token=0,
    )
    catalogue = write_catalogue(tmp_path / "catalogue.json", many)
    opened = Opened(qtbot, Place(RuntimePaths.at(tmp_path / "library"), catalogue))
    try:
        window = opened.window
        add_and_wait(qtbot, window, [german(tmp_path)], 1)
        wait_for(qtbot, window.conversation.notices, "Most of your documents are in German")
        press(qtbot, window.conversation.notices, "Search models…")
        assert window.shelf.page.shown is ShelfKind.EMBEDDER
        section = window.shelf.page.sections[ShelfKind.EMBEDDER]
        qtbot.waitUntil(lambda: "Get Many tongues" in all_names(section), timeout=WAIT_MS)
        press(qtbot, section, "Show it")
        assert QApplication.focusWidget() is button(section, "Get Many tongues")
    finally:
        opened.close()


def test_nothing_moves_by_itself_while_the_page_is_open_and_idle(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    open_page(qtbot, window)
    add(qtbot, window, write_model(tmp_path / "mine.gguf", name="Mine"))
    press(qtbot, window.shelf.page, "Use Mine")
    wait_for(qtbot, window.shelf.page, "In use")
    qtbot.waitUntil(lambda: not window.models.loading, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not quick_timers(), timeout=WAIT_MS)


def quick_timers() -> list[QTimer]:
    """Those that could move something; the folders are looked after every 15 seconds."""
    return [timer for timer in running_timers() if timer.interval() < 5_000]


def test_a_dropped_training_folder_becomes_an_adapter_and_no_documents(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    open_page(qtbot, window)
    add(qtbot, window, write_model(tmp_path / "base.gguf", name="Tiny"))
    drop(window, [QUrl.fromLocalFile(str(write_peft(tmp_path / "trained")))])
    qtbot.waitUntil(lambda: len(window.shelf.models.listing.shelf) == 2, timeout=WAIT_MS)
    (adapter,) = window.shelf.models.listing.shelf_of(ShelfKind.ADAPTER)
    assert adapter.item.source == str(tmp_path / "trained")
    assert window.library.listing.empty


def test_a_training_folder_whose_model_goes_by_another_name_can_be_tried_with_the_one_in_use(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    section = open_page(qtbot, window)
    add(qtbot, window, write_model(tmp_path / "renamed.gguf", name="Somebody Else"))
    press(qtbot, section, "Use Somebody Else")
    wait_for(qtbot, section, "In use")
    window.shelf.add([write_peft(tmp_path / "trained")], ShelfKind.ADAPTER)
    window.shelf.open(ShelfKind.ADAPTER)
    window.shelf.page.show_section(ShelfKind.ADAPTER)
    press(qtbot, window.shelf.page, "Try with “Somebody Else”")
    wait_for(qtbot, window.shelf.page, "1 adapter added")


def test_a_training_folder_without_its_model_is_refused_in_plain_words(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    drop(window, [QUrl.fromLocalFile(str(write_peft(tmp_path / "trained")))])
    wait_for(qtbot, window.conversation.notices, "1 could not be used")
    press(qtbot, window.conversation.notices, "Open Models")
    assert window.shelf.page.shown is ShelfKind.ADAPTER
    press(qtbot, window.shelf.page, "Show why")
    wait_for(qtbot, window.shelf.page, "which is not here")
    assert not any(name.startswith("Try with") for name in all_names(window.shelf.page))


def test_what_was_tried_with_the_model_in_use_in_vain_is_not_offered_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    section = open_page(qtbot, window)
    other = write_model(tmp_path / "other.gguf", name="Somebody Else", shape=Shape(layers=1))
    add(qtbot, window, other)
    press(qtbot, section, "Use Somebody Else")
    wait_for(qtbot, section, "In use")
    window.shelf.add([write_peft(tmp_path / "trained"), other.with_name("none.gguf")], ShelfKind.ADAPTER)
    window.shelf.page.show_section(ShelfKind.ADAPTER)
    press(qtbot, window.shelf.page, "Try with “Somebody Else”")
    wait_for(qtbot, window.shelf.page, "Nothing was added, 1 could not be used")
    assert not any(name.startswith("Try with") for name in all_names(window.shelf.page))


def test_pausing_leaves_the_keyboard_where_it_can_be_resumed(qtbot: QtBot, window: MainWindow) -> None:
    open_page(qtbot, window)
    press(qtbot, window.shelf.page, "Get Tiny One")
    press(qtbot, window.shelf.page, "Download")
    qtbot.waitUntil(lambda: "of 0.4 MB" in text_on(window.shelf.page), timeout=WAIT_MS)
    press(qtbot, window.shelf.page, "Pause")
    qtbot.waitUntil(lambda: stage(window) is Stage.PAUSED, timeout=WAIT_MS)
    assert QApplication.focusWidget() is button(window.shelf.page, "Resume")


def test_a_pause_takes_no_cancel_back(qtbot: QtBot, window: MainWindow) -> None:
    open_page(qtbot, window)
    press(qtbot, window.shelf.page, "Get Tiny One")
    press(qtbot, window.shelf.page, "Download")
    qtbot.waitUntil(lambda: "of 0.4 MB" in text_on(window.shelf.page), timeout=WAIT_MS)
    controller = window.shelf.downloads.controller
    (key,) = controller.downloads
    controller.do(key, DownloadWish.CANCEL)
    controller.do(key, DownloadWish.PAUSE)
    qtbot.waitUntil(lambda: stage(window) is None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not list(window._context.paths.models.glob("*")), timeout=WAIT_MS)


def test_what_has_come_is_called_what_it_was_called_when_it_was_asked_for(
    qtbot: QtBot, tmp_path: Path, server: HostileServer, body: bytes
) -> None:
    url = server.page("/tiny.gguf", honest(body))
    catalogue = write_catalogue(tmp_path / "catalogue.json", entry(url, body, name="Friendly Name 1B"))
    opened = Opened(qtbot, Place(RuntimePaths.at(tmp_path / "library"), catalogue))
    try:
        open_page(qtbot, opened.window)
        press(qtbot, opened.window.shelf.page, "Get Friendly Name 1B")
        press(qtbot, opened.window.shelf.page, "Download")
        wait_for(qtbot, opened.window.shelf.page, "“Friendly Name 1B” is ready to write answers.")
    finally:
        opened.close()


def test_models_of_one_name_are_told_apart_by_their_files(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    section = open_page(qtbot, window)
    add(qtbot, window, write_model(tmp_path / "first.gguf", name="Twin"))
    assert "first.gguf" not in text_on(section)
    add(qtbot, window, write_model(tmp_path / "second.gguf", name="Twin"))
    wait_for(qtbot, section, f"first.gguf, in the folder “{tmp_path.name}”")
    wait_for(qtbot, section, f"second.gguf, in the folder “{tmp_path.name}”")


@pytest.mark.skipif(sys.platform != "linux", reason="which files a process holds is asked of Linux here")
def test_the_model_in_use_is_let_go_of_before_its_file_is_deleted(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows deletes no file that is open."""
    model = write_model(tmp_path / "mine.gguf", name="Mine")
    section = open_page(qtbot, window)
    row = add(qtbot, window, model)
    press(qtbot, section, "Use Mine")
    qtbot.waitUntil(lambda: window.models.status.state is ModelState.READY, timeout=WAIT_MS)
    assert holders(model)
    at_deletion: list[list[int]] = []
    unlink = Path.unlink

    def watched(path: Path, missing_ok: bool = False) -> None:
        if path == model:
            at_deletion.append(holders(model))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", watched)
    row.menu_actions["Delete the file…"].trigger()
    press(qtbot, row, "Delete the file")
    qtbot.waitUntil(lambda: not model.exists(), timeout=WAIT_MS)
    assert at_deletion == [[]]
    wait_for(qtbot, window.shelf.page, "Deleted “Mine” from the disk.")


def holders(file: Path) -> list[int]:
    """The children that have the file open or in their memory."""
    found = []
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            held = {each.path for each in (*child.memory_maps(), *child.open_files())}
            found += [child.pid] if str(file) in held else []
    return found


def test_a_catalogue_that_cannot_be_read_promises_nothing_below(qtbot: QtBot, tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue.json"
    catalogue.write_text("{}", "utf-8")
    opened = Opened(qtbot, Place(RuntimePaths.at(tmp_path / "library"), catalogue))
    try:
        section = open_page(qtbot, opened.window)
        wait_for(qtbot, section, "There is none yet. Add files that you have.")
        assert "below" not in text_on(section)
    finally:
        opened.close()


def test_the_first_page_offers_no_model_to_who_has_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    welcome = window.conversation.welcome
    assert "Get a model" in button_names(welcome)
    window.take_paths([write_model(tmp_path / "mine.gguf", name="Mine")])
    wait_for(qtbot, welcome, "A model is chosen.")
    assert "Get a model" not in button_names(welcome)
    press(qtbot, welcome, "Models…")
    assert window.shelf.place.is_open
