"""Several files or folders are chosen by mouse and keyboard, then asked, retried or removed as one."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListView, QMenu
from pytestqt.qtbot import QtBot

from desktop_rag.domain.documents import DocumentState
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.rows_view import RowsView
from tests.gui.samples import LETTERS, PAPERS, listing, row
from tests.gui.screen import button, button_names, settle, text_on, words_on
from tests.gui.test_newcomer import add_and_wait, root_names
from tests.gui.test_window import press, visible_words, wait_for_answer

A, B, C, D = (PAPERS / f"{name}.pdf" for name in "abcd")
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FAILED, PENDING, READY = DocumentState.FAILED, DocumentState.PENDING, DocumentState.READY
CONTRACTS = Path("/home/ann/contracts")


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> LibraryPanel:
    made = LibraryPanel(icons)
    qtbot.addWidget(made)
    made.resize(300, 900)
    made.show()
    made.show_listing(listing(row(A), row(B), row(C, FAILED), row(D)))
    settle()
    return made


@pytest.fixture
def folders(panel: LibraryPanel) -> LibraryPanel:
    rows = (row(A), row(LETTERS / "dear.pdf"), row(CONTRACTS / "flat.pdf"))
    panel.show_listing(listing(*rows, roots=(PAPERS, LETTERS, CONTRACTS)))
    settle()
    return panel


def click(
    qtbot: QtBot, view: QListView, number: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    place = view.visualRect(view.model().index(number, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, place)


def right_click(qtbot: QtBot, view: QListView, number: int) -> None:
    """What Qt makes of it on every system: the press may choose, then the menu is asked for."""
    place = view.visualRect(view.model().index(number, 0)).center()
    button, none = Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier
    qtbot.mousePress(view.viewport(), button, none, place)
    qtbot.mouseRelease(view.viewport(), button, none, place)  # or Qt holds it to be down in later tests
    view.customContextMenuRequested.emit(place)


def names(view: QListView) -> list[str]:
    return [view.model().index(number, 0).data() for number in range(view.model().rowCount())]


def chosen(view: RowsView) -> list[str]:
    return [names(view)[number] for number in view.chosen_rows()]


def menu_of(panel: LibraryPanel) -> QMenu:
    return next(menu for menu in panel.findChildren(QMenu) if menu.isVisible())


def actions_of(panel: LibraryPanel) -> list[str]:
    menu = menu_of(panel)
    offered = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    return offered


def test_ctrl_and_shift_click_choose_several_files(qtbot: QtBot, panel: LibraryPanel) -> None:
    files = panel.file_list
    click(qtbot, files, 0, CONTROL)
    assert chosen(files) == ["a.pdf"]
    click(qtbot, files, 2, CONTROL)
    assert chosen(files) == ["a.pdf", "c.pdf"]
    click(qtbot, files, 0, CONTROL)
    assert chosen(files) == ["c.pdf"]
    click(qtbot, files, 1)
    click(qtbot, files, 3, SHIFT)
    assert chosen(files) == ["b.pdf", "c.pdf", "d.pdf"]
    click(qtbot, files, 3)
    assert chosen(files) == ["d.pdf"]
    assert "d.pdf" in words_on(panel.card)


def test_the_keyboard_chooses_several_files(qtbot: QtBot, panel: LibraryPanel) -> None:
    files = panel.file_list
    files.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(files.hasFocus)
    assert chosen(files) == ["a.pdf"]
    qtbot.keyClick(files, Qt.Key.Key_Down, SHIFT)
    assert chosen(files) == ["a.pdf", "b.pdf"]
    qtbot.keyClick(files, Qt.Key.Key_Down, CONTROL)
    qtbot.keyClick(files, Qt.Key.Key_Down, CONTROL)
    assert chosen(files) == ["a.pdf", "b.pdf"]
    qtbot.keyClick(files, Qt.Key.Key_Space, CONTROL)
    assert chosen(files) == ["a.pdf", "b.pdf", "d.pdf"]
    qtbot.keyClick(files, Qt.Key.Key_A, CONTROL)
    assert len(chosen(files)) == 4
    qtbot.keyClick(files, Qt.Key.Key_Up)
    assert chosen(files) == ["c.pdf"]


def test_the_card_of_several_files_counts_their_states_and_acts_on_all(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    heard: list[object] = []
    for signal in (panel.scope_requested, panel.retry_requested, panel.remove_requested):
        signal.connect(heard.append)
    panel.file_list.choose_rows([0, 1])
    assert {"2 files", "2 ready"} <= set(words_on(panel.card))
    assert button_names(panel.card) == {"Ask only these 2", "Remove from library"}
    button(panel.card, "Ask only these 2").click()
    button(panel.card, "Remove from library").click()
    panel.file_list.choose_rows([0, 1, 2, 3])
    assert "3 ready · 1 could not be read" in words_on(panel.card)
    button(panel.card, "Ask only the 3 that are ready").click()
    button(panel.card, "Retry 1 of them").click()
    assert heard == [(A, B), [A, B], (A, B, D), [C]]


def test_what_none_of_them_allows_is_not_offered(panel: LibraryPanel) -> None:
    panel.show_listing(listing(row(A, FAILED), row(B, FAILED), row(C, PENDING)))
    panel.file_list.choose_rows([0, 1])
    assert button_names(panel.card) == {"Retry", "Remove from library"}
    panel.file_list.choose_rows([0, 1, 2])
    assert button_names(panel.card) == {"Retry 2 of them", "Remove from library"}


def test_the_menu_is_about_all_chosen_files_or_else_the_one_under_the_pointer(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    heard: list[object] = []
    panel.scope_requested.connect(heard.append)
    panel.file_list.choose_rows([0, 1])
    right_click(qtbot, panel.file_list, 1)
    assert actions_of(panel) == ["Ask only these 2", "Remove from library"]
    right_click(qtbot, panel.file_list, 3)
    assert chosen(panel.file_list) == ["d.pdf"]
    menu = menu_of(panel)
    next(action for action in menu.actions() if action.text() == "Ask only here").trigger()
    menu.close()
    assert heard == [(D,)]


def test_the_delete_key_removes_all_chosen_files(qtbot: QtBot, panel: LibraryPanel) -> None:
    heard: list[object] = []
    panel.remove_requested.connect(heard.append)
    panel.file_list.setFocus()
    panel.file_list.choose_rows([1, 3])
    qtbot.keyClick(panel.file_list, Qt.Key.Key_Delete)
    assert heard == [[B, D]]


def test_several_folders_show_the_files_of_all_and_can_be_asked_or_removed(
    qtbot: QtBot, folders: LibraryPanel
) -> None:
    heard: list[object] = []
    folders.scope_requested.connect(heard.append)
    folders.remove_requested.connect(heard.append)
    click(qtbot, folders.root_list, 1)
    click(qtbot, folders.root_list, 3, CONTROL)
    assert names(folders.file_list) == ["a.pdf", "flat.pdf"]
    assert "2 places" in words_on(folders.card)
    assert button_names(folders.card) == {"Ask only these 2", "Remove from library"}
    button(folders.card, "Ask only these 2").click()
    folders.root_list.setFocus()
    qtbot.keyClick(folders.root_list, Qt.Key.Key_Delete)
    assert heard == [(CONTRACTS, PAPERS), [PAPERS, CONTRACTS]]
    click(qtbot, folders.root_list, 3, CONTROL)
    assert names(folders.file_list) == ["a.pdf"]


def test_all_documents_among_the_chosen_folders_is_everything_and_cannot_be_removed(
    qtbot: QtBot, folders: LibraryPanel
) -> None:
    heard: list[object] = []
    folders.remove_requested.connect(heard.append)
    folders.root_list.setFocus()
    qtbot.keyClick(folders.root_list, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(folders.root_list, Qt.Key.Key_Delete)
    assert heard == []
    assert len(names(folders.file_list)) == 3
    assert not folders.card.isVisible()


def test_a_folder_taken_out_of_the_choice_leaves_everything(qtbot: QtBot, folders: LibraryPanel) -> None:
    click(qtbot, folders.root_list, 2)
    click(qtbot, folders.root_list, 2, CONTROL)
    assert chosen(folders.root_list) == ["All documents"]
    assert len(names(folders.file_list)) == 3


def test_a_click_on_the_chosen_folder_leads_back_from_its_files(qtbot: QtBot, folders: LibraryPanel) -> None:
    click(qtbot, folders.root_list, 1)
    click(qtbot, folders.file_list, 0)
    assert "Show" in button_names(folders.card)
    click(qtbot, folders.root_list, 1)
    assert "papers" in words_on(folders.card)


def test_the_choice_stays_while_files_are_read_and_folders_added(panel: LibraryPanel) -> None:
    panel.file_list.choose_rows([0, 1, 3], current=3)
    new = PAPERS / "aardvark.pdf"
    rows = (row(new), row(A), row(B, PENDING), row(C), row(D), row(LETTERS / "dear.pdf"))
    panel.show_listing(listing(*rows, roots=(LETTERS, PAPERS)))
    assert chosen(panel.file_list) == ["a.pdf", "b.pdf", "d.pdf"]
    assert panel.file_list.currentIndex().data() == "d.pdf"
    assert "2 ready · 1 waiting to be read" in text_on(panel.card)


def test_what_a_filter_hides_is_chosen_no_longer(panel: LibraryPanel) -> None:
    panel.file_list.choose_rows([0, 1, 3])
    panel.lists.set_filter("d.pdf")
    assert chosen(panel.file_list) == ["d.pdf"]
    panel.lists.set_filter("")
    assert chosen(panel.file_list) == ["d.pdf"]


def test_a_search_leaves_what_was_chosen_before_as_it_was(panel: LibraryPanel) -> None:
    panel.file_list.choose_rows([0, 1, 3])
    before = chosen(panel.file_list)
    for typed in ("d", "d.p", "zebra", ""):
        panel.filter.setText(typed)
    assert chosen(panel.file_list) == before
    assert panel.file_list.isVisible()


def test_to_what_is_asked_in_more_can_be_added_but_not_what_is_in_it(folders: LibraryPanel) -> None:
    heard: list[object] = []
    folders.scope_added.connect(heard.append)
    folders.root_list.choose_rows([2])
    assert "Ask here too" not in button_names(folders.card)
    folders.show_scope((PAPERS,))
    button(folders.card, "Ask here too").click()
    folders.root_list.customContextMenuRequested.emit(QPoint(-1, -1))
    assert "Ask here too" in actions_of(folders)
    folders.root_list.choose_rows([0])
    folders.file_list.choose_rows([0])
    assert "Ask here too" not in button_names(folders.card)
    folders.file_list.choose_rows([0, 1, 2])
    button(folders.card, "Ask these 3 too").click()
    assert heard == [(LETTERS,), (A, LETTERS / "dear.pdf", CONTRACTS / "flat.pdf")]


@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
def test_twenty_thousand_chosen_files_do_not_hold_up_the_window(panel: LibraryPanel) -> None:
    papers = [row(PAPERS / f"{number:05}.pdf") for number in range(20_000)]
    one, other = listing(*papers), listing(*papers, row(PAPERS / "new.pdf"))
    panel.show_listing(one)
    panel.file_list.selectAll()
    took = []
    for shown in (other, one, other):
        began = time.perf_counter()
        panel.show_listing(shown)
        took.append(time.perf_counter() - began)
        assert len(panel.file_list.chosen_rows()) == 20_000
    assert sorted(took)[1] < 0.25


def test_asking_in_a_chosen_set_finds_only_there_and_a_new_conversation_asks_everywhere(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    (documents / "pets.txt").write_text("Dogs may come along to work on Fridays.\n", "utf-8")
    add_and_wait(qtbot, window, [documents], 3)
    files = window.library_panel.file_list
    files.choose_rows([names(files).index(name) for name in ("pets.txt", "travel.txt")])
    button(window, "Ask only these 2").click()
    assert len(window.conversation.box.scope) == 2
    window.ask("How many days of annual leave are there?")
    wait_for_answer(qtbot, window)
    turn = window.conversation.turns[-1]
    assert "Asked only in “pets.txt” and 1 more" in words_on(turn)
    assert {card.entry.ref.path.name for card in turn.sources.cards} <= {"pets.txt", "travel.txt"}
    files.choose_rows([names(files).index("leave.md")])
    button(window, "Ask here too").click()
    assert len(window.conversation.box.scope) == 3
    press(qtbot, window, "Ctrl+N")
    assert window.conversation.box.scope == ()
    assert "Ask here too" not in button_names(window.library_panel.card)


def test_several_files_are_removed_and_brought_back_at_once(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    files = window.library_panel.file_list
    files.choose_rows([names(files).index(name) for name in ("leave.md", "travel.txt")])
    button(window, "Ask only these 2").click()
    button(window, "Remove from library").click()
    qtbot.waitUntil(lambda: names(files) == ["broken.pdf"], timeout=30_000)
    qtbot.waitUntil(lambda: not window.library.busy)
    assert window.conversation.box.scope == ()
    assert "Removed 2 items from the library." in visible_words(window)
    button(window, "Undo").click()
    qtbot.waitUntil(lambda: len(names(files)) == 3 and not window.library.busy, timeout=30_000)
    assert root_names(window) == ["All documents", "Handbook"]
