"""A library of 20,000 files keeps the window quick while it changes."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop_rag.app.values import DocumentRow, LibraryOverview, RootSummary
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.gui.library.items import FileOrder
from desktop_rag.gui.library.model import FileListModel, Listing, make_listing
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.library.row_changes import row_changes
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.samples import shown_panel

FOLDER = Path("/archive")
FILES = 20_000
TICK_MS, LONGEST_GAP_S = 10, 0.1


def document(number: int, state: DocumentState = DocumentState.READY) -> DocumentRow:
    path = FOLDER / f"year {number % 100}" / f"letter {number:05}.pdf"
    return DocumentRow(path, FOLDER, DocumentFormat.PDF, state, "", "", "", 3, 9, 1000)


def listed(rows: list[DocumentRow]) -> Listing:
    root = RootSummary(FOLDER, True, True, len(rows), 0, 0, 0)
    return make_listing(LibraryOverview((root,), tuple(rows), 1, 1, "MiniLM"))


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> LibraryPanel:
    return shown_panel(qtbot, icons)


class Ticks:
    """When a timer of the window's thread ticked, in the time that thread worked: what else the computer does
    meanwhile is left out."""

    def __init__(self, panel: LibraryPanel) -> None:
        self._timer = QTimer(panel)
        self._timer.timeout.connect(lambda: self.at.append(time.thread_time()))
        self.at = [time.thread_time()]
        self._timer.start(TICK_MS)

    def longest_gap_s(self) -> float:
        self._timer.stop()
        return max(later - earlier for earlier, later in zip(self.at, self.at[1:], strict=False))


@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
def test_the_window_goes_on_ticking_while_a_large_listing_changes_a_little(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    rows = [document(number) for number in range(FILES)]
    read = [replace(row, state=DocumentState.PENDING) if n % 50 == 0 else row for n, row in enumerate(rows)]
    listings = [listed(rows), listed(read), listed(read[20:]), listed(rows[:-20])]
    panel.show_listing(listings[0])
    qtbot.wait(200)
    ticks = Ticks(panel)
    for listing in (*listings[1:], listings[0]) * 2:
        panel.show_listing(listing)
        qtbot.wait(30)
    assert len(ticks.at) > 8
    assert ticks.longest_gap_s() < LONGEST_GAP_S


@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
def test_typing_sorting_and_choosing_folders_keep_the_window_ticking(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    panel.show_listing(listed([document(number) for number in range(FILES)]))
    qtbot.wait(200)
    ticks = Ticks(panel)
    for typed in ("l", "le", "letter 0", "letter 01", "x", ""):
        panel.filter.setText(typed)
        qtbot.wait(30)
    for order in (*FileOrder, FileOrder.NAME):
        panel.lists.set_order(order)
        qtbot.wait(30)
    panel.root_list.model().toggle(1)
    for row in (40, 90, 0):
        panel.root_list.choose_rows([row])
        qtbot.wait(30)
    assert len(ticks.at) > 12
    assert ticks.longest_gap_s() < LONGEST_GAP_S


def test_files_that_come_and_go_leave_the_list_where_it_was_scrolled_to(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    rows = [document(number) for number in range(2_000)]
    panel.show_listing(listed(rows))
    panel.file_list.choose_rows([1_000])
    panel.file_list.scrollTo(panel.file_list.currentIndex())
    qtbot.wait(20)
    seen = panel.file_list.visualRect(panel.file_list.currentIndex()).top()
    scrolled = panel.file_list.verticalScrollBar().value()
    panel.show_listing(listed(rows[:1_500]))
    qtbot.wait(20)
    assert panel.file_list.verticalScrollBar().value() == scrolled > 0
    assert panel.file_list.visualRect(panel.file_list.currentIndex()).top() == seen
    assert panel.file_list.chosen_rows() == [1_000]


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_the_changes_make_the_new_rows_of_the_old(before: set[int], after: set[int]) -> None:
    old, new = [f"{n:02}" for n in sorted(before)], [f"{n:02}" for n in sorted(after)]
    changes = row_changes(old, new)
    rows = list(old)
    for first, last in reversed(changes.gone):
        del rows[first : last + 1]
    for first, last in changes.new:
        rows[first:first] = new[first : last + 1]
    assert rows == new


def test_another_order_and_too_many_changes_are_shown_anew() -> None:
    assert row_changes(["a", "b"], ["b", "a"]) is None
    assert row_changes([f"{n:04}" for n in range(0, 1000, 2)], [f"{n:04}" for n in range(1000)]) is None


def test_rows_that_stay_are_not_reset_and_hold_what_is_new_in_them(qtbot: QtBot) -> None:
    model, resets = FileListModel(), []
    model.set_files(listed([document(n) for n in range(9)]).files)
    model.modelReset.connect(lambda: resets.append(1))
    changed = listed([document(n, DocumentState.FAILED) for n in range(4, 12)])
    model.set_files(changed.files)
    assert resets == []
    assert [item.row for item in model.items(range(model.rowCount()))] == [item.row for item in changed.files]


def test_a_row_that_changed_is_painted_anew(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.show_listing(listed([document(n) for n in range(9)]))
    qtbot.wait(50)
    painted: list[object] = []
    delegate = panel.file_list.itemDelegate()
    paint = delegate.paint
    delegate.paint = lambda *what: (painted.append(what[2].row()), paint(*what))
    panel.show_listing(listed([*(document(n) for n in range(8)), document(8, DocumentState.FAILED)]))
    qtbot.waitUntil(lambda: 8 in painted)
