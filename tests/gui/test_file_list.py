"""The list of files goes by what somebody wants, shows some of them, and is found so again."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_rag.app.values import DocumentRow
from desktop_rag.domain import errors
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.domain.errors import DocumentError
from desktop_rag.gui.frame.window_state import WindowState
from desktop_rag.gui.library.delegates import quiet_line
from desktop_rag.gui.library.items import FileOrder, Narrowing, in_order
from desktop_rag.gui.library.model import Listing
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.samples import PAPERS, listing, row, shown_panel
from tests.gui.screen import button, button_names, settle, words_on
from tests.gui.test_library_panel import choose, names

READY, FAILED, SCANNED = DocumentState.READY, DocumentState.FAILED, DocumentState.SCANNED
DOCX, IMAGE, XLSX = DocumentFormat.DOCX, DocumentFormat.IMAGE, DocumentFormat.XLSX
DAY_NS = 86_400 * 10**9


def of(made: DocumentRow, size: int, day: int) -> DocumentRow:
    return replace(made, size_bytes=size, mtime_ns=day * DAY_NS)


def mixed() -> Listing:
    return listing(
        of(row(PAPERS / "a.pdf"), 500, 3),
        of(row(PAPERS / "b.docx", kind=DOCX), 9_000_000, 1),
        of(row(PAPERS / "c.pdf", FAILED, reason="It is damaged."), 20, 4),
        of(row(PAPERS / "d.png", kind=IMAGE), 1_000, 2),
        of(row(PAPERS / "e.pdf", SCANNED), 800, 5),
        of(row(PAPERS / "f.xlsx", kind=XLSX), 600, 6),
    )


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> LibraryPanel:
    made = shown_panel(qtbot, icons)
    made.show_listing(mixed())
    return made


def letters(panel: LibraryPanel) -> str:
    return "".join(name[0] for name in names(panel))


def pick(panel: LibraryPanel, opener: str, entry: str) -> None:
    """Opens a menu by its button and takes one of its entries."""
    button(panel, opener).click()
    menu = next(each for each in panel.findChildren(QMenu) if each.isVisible())
    next(action for action in menu.actions() if action.text() == entry).trigger()
    menu.close()
    settle()


@pytest.mark.parametrize(
    ("entry", "said", "shown"),
    [
        ("By name", "Sorted by name", "abcdef"),
        ("By kind", "Sorted by kind", "acebfd"),
        ("By when they were changed", "Newest first", "fecadb"),
        ("By size", "Largest first", "bdefac"),
        ("By state, problems first", "Sorted by state", "ceabdf"),
    ],
)
def test_the_list_goes_by_what_is_chosen(panel: LibraryPanel, entry: str, said: str, shown: str) -> None:
    pick(panel, "Sorted by name", entry)
    assert letters(panel) == shown
    assert said in button_names(panel)


def test_the_order_stays_when_the_listing_comes_anew_in_either_order(panel: LibraryPanel) -> None:
    panel.lists.set_order(FileOrder.SIZE)
    panel.show_listing(mixed())
    assert letters(panel) == "bdefac"
    by_size = replace(mixed(), files=in_order(mixed().files, FileOrder.SIZE), order=FileOrder.SIZE)
    panel.show_listing(by_size)
    assert letters(panel) == "bdefac"
    panel.lists.set_order(FileOrder.NAME)
    panel.show_listing(by_size)
    assert letters(panel) == "abcdef"


def test_what_is_chosen_stays_chosen_in_another_order(panel: LibraryPanel) -> None:
    choose(panel, "c.pdf")
    panel.lists.set_order(FileOrder.SIZE)
    assert panel.file_list.currentIndex().data() == "c.pdf"
    assert "It is damaged." in words_on(panel.card)


def test_each_row_tells_what_the_list_goes_by(panel: LibraryPanel) -> None:
    item = next(item for item in mixed().files if item.name == "b.docx")
    assert quiet_line(item, FileOrder.NAME) == "Ready"
    assert quiet_line(item, FileOrder.SIZE).startswith("8.6 M")
    assert quiet_line(item, FileOrder.CHANGED) in ("2 January 1970 · Ready", "1 January 1970 · Ready")


@pytest.mark.parametrize(("mtime_ns", "year"), [(2**63 - 1, "2262"), (-(2**63), "1677")])
def test_a_file_that_claims_to_be_of_another_time_has_that_date(mtime_ns: int, year: str) -> None:
    (item,) = listing(replace(row(PAPERS / "odd.pdf"), mtime_ns=mtime_ns)).files
    assert f"{year} · Ready" in quiet_line(item, FileOrder.CHANGED)


@pytest.mark.parametrize(
    ("entry", "shown"),
    [("PDF (3)", "ace"), ("Word and other texts (1)", "b"), ("Scans and pictures (2)", "de")],
)
def test_one_kind_can_be_shown_and_a_chip_says_so_and_ends_it(
    panel: LibraryPanel, entry: str, shown: str
) -> None:
    pick(panel, "Which files are shown", entry)
    assert letters(panel) == shown
    chip = panel.lists.filters.chip
    assert chip.isVisible()
    assert chip.text() == entry.rpartition(" (")[0]
    chip.click()
    assert letters(panel) == "abcdef"
    assert not chip.isVisible()


def test_only_kinds_that_are_there_are_offered(panel: LibraryPanel) -> None:
    button(panel, "Which files are shown").click()
    menu = next(each for each in panel.findChildren(QMenu) if each.isVisible())
    offered = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    assert offered == [
        "All files", "Scans and pictures (2)", "PDF (3)", "Word and other texts (1)", "Spreadsheets (1)",
        "Pictures (1)", "Show only problems (1)",
    ]  # fmt: skip


def test_a_kind_and_only_problems_go_together(panel: LibraryPanel) -> None:
    panel.lists.set_narrowing(Narrowing.PDF)
    button(panel, "Show only problems (1)").click()
    assert letters(panel) == "c"
    panel.lists.set_narrowing(Narrowing.DOCUMENTS)
    assert letters(panel) == ""
    assert "No file matches." in words_on(panel)
    panel.show_problems()
    assert letters(panel) == "c"


def test_the_order_is_kept_to_the_next_start(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.library_panel.lists.set_order(FileOrder.CHANGED)
    assert window.library.order is FileOrder.CHANGED
    state = WindowState(tmp_path)
    state.save(window, window.panes, window.theme.look, ())
    assert WindowState(tmp_path).file_order() is FileOrder.CHANGED
    (tmp_path / "window.ini").write_text("[General]\nfile_order=zebra\n", "utf-8")
    assert WindowState(tmp_path).file_order() is FileOrder.NAME


KINDS = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, DocumentError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_failure_has_its_reason_its_next_step_and_a_button_for_it(
    qtbot: QtBot, panel: LibraryPanel, kind: type[DocumentError]
) -> None:
    error = kind()
    bad = row(PAPERS / "bad.pdf", FAILED, reason=error.message, hint=error.hint)
    panel.show_listing(listing(replace(bad, kind=kind.kind)))
    choose(panel, "bad.pdf")
    assert {error.message, error.hint} <= set(words_on(panel.card))
    offered = button_names(panel.card)
    assert {"Retry", "Open", "Show in its folder", "Remove from library"} <= offered
    assert ("Enter password…" in offered) is (kind is errors.DocumentEncrypted)


def test_the_folder_of_a_file_can_be_shown(qtbot: QtBot, panel: LibraryPanel) -> None:
    opened: list[object] = []
    panel.open_requested.connect(opened.append)
    choose(panel, "c.pdf")
    qtbot.mouseClick(button(panel.card, "Show in its folder"), Qt.MouseButton.LeftButton)
    assert opened == [PAPERS]
