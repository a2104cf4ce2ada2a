"""The library as a person sees it: what is there, how it is, and what can be done about it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_rag.domain.documents import DocumentState
from desktop_rag.gui.library.delegates import RootDelegate
from desktop_rag.gui.library.model import Listing
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.samples import LETTERS, PAPERS, empty_listing, listing, row, shown_panel
from tests.gui.screen import button, button_names, text_on, words_on

READY, FAILED = DocumentState.READY, DocumentState.FAILED
GOOD, BAD = PAPERS / "good.pdf", PAPERS / "bad.pdf"


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> LibraryPanel:
    return shown_panel(qtbot, icons)


def names(panel: LibraryPanel) -> list[str]:
    model = panel.file_list.model()
    return [model.index(number, 0).data() for number in range(model.rowCount())]


def choose(panel: LibraryPanel, name: str) -> None:
    panel.file_list.setCurrentIndex(panel.file_list.model().index(names(panel).index(name), 0))


def choose_root(panel: LibraryPanel, number: int) -> None:
    panel.root_list.setCurrentIndex(panel.root_list.model().index(number, 0))


def mixed() -> Listing:
    return listing(row(GOOD), row(BAD, FAILED), row(LETTERS / "dear.pdf"), roots=(PAPERS, LETTERS))


def test_before_the_library_is_known_nothing_is_said_about_it(panel: LibraryPanel) -> None:
    assert "Nothing here yet" not in text_on(panel)
    assert not panel.filter.isVisible()


def test_an_empty_library_says_what_to_do_and_offers_no_lists(panel: LibraryPanel) -> None:
    panel.show_listing(empty_listing())
    assert "Nothing here yet. Add a folder, or drop files anywhere on this window." in words_on(panel)
    assert not panel.filter.isVisible()
    assert not panel.root_list.isVisible()
    assert not panel.sync_button.isVisible()


def test_a_folder_without_documents_is_told_apart_from_an_empty_library(panel: LibraryPanel) -> None:
    panel.show_listing(listing())
    assert "No documents found here." in words_on(panel)
    assert panel.sync_button.isVisible()


def test_adding_and_checking_are_asked_for_by_their_buttons(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.show_listing(mixed())
    header = panel.header
    for signal, name in (
        (header.add_folder_requested, "Add folder…"),
        (header.add_files_requested, "Add files…"),
        (panel.sync_requested, "Check for changes"),
    ):
        with qtbot.waitSignal(signal, timeout=500):
            qtbot.mouseClick(button(panel, name), Qt.MouseButton.LeftButton)


def test_rows_are_spoken_with_their_state(panel: LibraryPanel) -> None:
    panel.show_listing(mixed())
    model, role = panel.file_list.model(), Qt.ItemDataRole.AccessibleTextRole
    assert [model.index(number, 0).data(role) for number in range(3)] == [
        "bad.pdf, Could not be read",
        "dear.pdf, Ready · 3 pages",
        "good.pdf, Ready · 3 pages",
    ]
    roots = panel.root_list.model()
    assert roots.index(0, 0).data(role) == "All documents, 3"
    assert roots.index(1, 0).data(role) == "papers, 1 of 2, 1 problem"


def test_a_row_tells_its_whole_path_when_pointed_at(panel: LibraryPanel) -> None:
    panel.show_listing(mixed())
    assert str(BAD) in panel.file_list.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert str(LETTERS) in panel.root_list.model().index(2, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_problems_are_offered_only_when_there_are_some(panel: LibraryPanel) -> None:
    panel.show_listing(listing(row(GOOD)))
    assert not any("problems" in name for name in button_names(panel))
    panel.show_listing(mixed())
    assert "Show only problems (1)" in button_names(panel)


def test_only_problems_can_be_shown_and_everything_again(panel: LibraryPanel) -> None:
    panel.show_listing(mixed())
    toggle = button(panel, "Show only problems (1)")
    toggle.click()
    assert names(panel) == ["bad.pdf"]
    toggle.click()
    assert len(names(panel)) == 3


def test_when_the_last_problem_is_solved_the_way_back_is_still_there(panel: LibraryPanel) -> None:
    panel.show_listing(mixed())
    button(panel, "Show only problems (1)").click()
    panel.show_listing(listing(row(GOOD), row(BAD)))
    assert "No file matches." in words_on(panel)
    button(panel, "Show only problems (0)").click()
    assert names(panel) == ["bad.pdf", "good.pdf"]


@pytest.mark.parametrize(
    ("typed", "left"),
    [("GOOD", ["good.pdf"]), ("could not", ["bad.pdf"]), ("  dear ", ["dear.pdf"]), ("zebra", [])],
)
def test_the_filter_looks_in_names_and_states(panel: LibraryPanel, typed: str, left: list[str]) -> None:
    panel.show_listing(mixed())
    panel.filter.setText(typed)
    rows = panel.results.view.model()
    assert [rows.index(number, 0).data() for number in range(1, rows.rowCount())] == left


def test_a_chosen_folder_narrows_the_files_to_its_own(panel: LibraryPanel) -> None:
    panel.show_listing(mixed())
    choose_root(panel, 2)
    assert names(panel) == ["dear.pdf"]
    choose_root(panel, 0)
    assert len(names(panel)) == 3


def test_what_is_chosen_stays_chosen_while_files_are_read(panel: LibraryPanel) -> None:
    panel.show_listing(listing(row(GOOD, DocumentState.PENDING), row(BAD)))
    choose(panel, "good.pdf")
    panel.show_listing(listing(row(PAPERS / "aardvark.pdf"), row(GOOD), row(BAD)))
    assert panel.file_list.currentIndex().data() == "good.pdf"
    assert "Ready · 3 pages" in words_on(panel.card)


def test_a_chosen_folder_stays_chosen_when_another_is_added(panel: LibraryPanel) -> None:
    panel.show_listing(listing(row(GOOD)))
    choose_root(panel, 1)
    panel.show_listing(listing(row(GOOD), row(LETTERS / "dear.pdf"), roots=(LETTERS, PAPERS)))
    assert panel.root_list.currentIndex().data() == "papers"
    assert names(panel) == ["good.pdf"]


def test_a_chosen_file_that_is_gone_leaves_no_card_behind(panel: LibraryPanel) -> None:
    panel.show_listing(mixed())
    choose(panel, "dear.pdf")
    panel.show_listing(listing(row(GOOD), row(BAD, FAILED)))
    assert "dear.pdf" not in text_on(panel.card)


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (DocumentState.READY, {"Show", "Open", "Ask only here"}),
        (DocumentState.PENDING, {"Open"}),
        (DocumentState.FAILED, {"Retry", "Open"}),
        (DocumentState.QUARANTINED, {"Retry", "Open"}),
        (DocumentState.SKIPPED, {"Retry", "Open"}),
        (DocumentState.UNAVAILABLE, {"Retry", "Open"}),
    ],
)
def test_the_card_offers_what_a_file_in_that_state_allows(
    panel: LibraryPanel, state: DocumentState, offered: set[str]
) -> None:
    panel.show_listing(listing(row(GOOD, state)))
    choose(panel, "good.pdf")
    assert button_names(panel.card) == offered | {"Remove from library"}


def test_the_card_says_why_and_what_to_do(panel: LibraryPanel) -> None:
    panel.show_listing(listing(row(BAD, FAILED, reason="It is damaged.", hint="Fetch a fresh copy.")))
    choose(panel, "bad.pdf")
    assert {"Could not be read", "It is damaged.", "Fetch a fresh copy."} <= set(words_on(panel.card))


def test_the_card_of_a_good_file_gives_no_reasons(panel: LibraryPanel) -> None:
    panel.show_listing(listing(row(GOOD, title="Yearly report")))
    choose(panel, "good.pdf")
    assert set(words_on(panel.card)) - button_names(panel.card) == {"Yearly report", "Ready · 3 pages"}


def test_the_card_of_a_folder_gives_all_its_counts(panel: LibraryPanel) -> None:
    panel.show_listing(listing(row(GOOD), row(BAD, FAILED), row(PAPERS / "x.odt", DocumentState.SKIPPED)))
    choose_root(panel, 1)
    assert "1 ready · 1 problem · 1 skipped" in words_on(panel.card)
    assert button_names(panel.card) == {"Open", "What is read…", "Ask only here", "Remove from library"}


def test_the_buttons_of_the_card_are_about_the_file_shown(panel: LibraryPanel) -> None:
    heard: list[object] = []
    for signal in (panel.show_requested, panel.open_requested, panel.scope_requested, panel.remove_requested):
        signal.connect(heard.append)
    panel.show_listing(mixed())
    choose(panel, "good.pdf")
    for name in ("Show", "Open", "Ask only here", "Remove from library"):
        button(panel.card, name).click()
    assert heard == [GOOD, GOOD, (GOOD,), [GOOD]]


def test_retry_is_about_the_file_shown(panel: LibraryPanel) -> None:
    heard: list[object] = []
    panel.retry_requested.connect(heard.append)
    panel.show_listing(mixed())
    choose(panel, "bad.pdf")
    button(panel.card, "Retry").click()
    assert heard == [[BAD]]


def test_long_and_hostile_titles_keep_the_card_small_and_plain(panel: LibraryPanel) -> None:
    panel.show_listing(listing(row(GOOD, title="<h1>" + "very " * 100 + "long\u202e"), row(BAD)))
    choose(panel, "good.pdf")
    shown = next(text for text in words_on(panel.card) if text.startswith("<h1>"))
    assert len(shown) <= 90
    assert "…" in shown
    assert shown.endswith("[U+202E]")


def test_enter_on_a_file_shows_it(qtbot: QtBot, panel: LibraryPanel) -> None:
    heard: list[object] = []
    panel.show_requested.connect(heard.append)
    panel.show_listing(mixed())
    for name in ("good.pdf", "bad.pdf"):
        choose(panel, name)
        qtbot.keyClick(panel.file_list, Qt.Key.Key_Return)
    assert heard == [GOOD]


def test_the_arrow_keys_move_the_card_along(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.show_listing(mixed())
    choose(panel, "bad.pdf")
    qtbot.keyClick(panel.file_list, Qt.Key.Key_Down)
    assert "dear.pdf" in words_on(panel.card)


def test_the_delete_key_removes_a_folder_but_never_everything(qtbot: QtBot, panel: LibraryPanel) -> None:
    heard: list[object] = []
    panel.remove_requested.connect(heard.append)
    panel.show_listing(mixed())
    panel.root_list.setFocus()
    for number in (0, 2):
        choose_root(panel, number)
        qtbot.keyClick(panel.root_list, Qt.Key.Key_Delete)
    assert heard == [[LETTERS]]


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("good.pdf", ["Show", "Ask only here", "Open in its own program", "Remove from library"]),
        ("bad.pdf", ["Retry", "Open in its own program", "Remove from library"]),
    ],
)
def test_the_menu_of_a_file_offers_what_its_card_does(
    panel: LibraryPanel, name: str, offered: list[str]
) -> None:
    panel.show_listing(mixed())
    choose(panel, name)
    panel.file_list.customContextMenuRequested.emit(QPoint(-1, -1))
    assert menu_of(panel) == offered


def test_all_documents_together_have_no_menu(panel: LibraryPanel) -> None:
    panel.show_listing(mixed())
    choose_root(panel, 0)
    panel.root_list.customContextMenuRequested.emit(QPoint(-1, -1))
    assert panel.findChild(QMenu) is None
    choose_root(panel, 1)
    panel.root_list.customContextMenuRequested.emit(QPoint(-1, -1))
    assert menu_of(panel) == ["Ask only here", "Open", "What is read…", "Remove from library"]


def test_the_folder_list_leaves_room_for_the_files(panel: LibraryPanel) -> None:
    folders = tuple(Path(f"/home/ann/{number}") for number in range(12))
    panel.show_listing(listing(*(row(folder / "a.pdf") for folder in folders), roots=folders))
    assert panel.root_list.height() <= 5 * RootDelegate.HEIGHT + 2
    assert panel.file_list.height() > 200


def menu_of(panel: LibraryPanel) -> list[str]:
    """What the open menu offers; closes it."""
    menu = panel.findChild(QMenu)
    assert menu is not None
    offered = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    return offered


def test_all_problems_that_are_listed_can_be_retried_at_once(panel: LibraryPanel) -> None:
    asked: list[object] = []
    panel.retry_requested.connect(asked.append)
    states = (FAILED, DocumentState.QUARANTINED, DocumentState.UNAVAILABLE, READY, DocumentState.SCANNED)
    panel.show_listing(listing(*(row(PAPERS / f"{state}.pdf", state) for state in states)))
    assert "Retry all" not in button_names(panel)
    panel.show_problems()
    assert "Show only problems (3)" in button_names(panel)
    button(panel, "Retry all").click()
    assert asked == [[PAPERS / f"{state}.pdf" for state in (FAILED, *states[1:3])]]
    panel.filter.setText("could not")
    assert "Retry all" not in button_names(panel)
