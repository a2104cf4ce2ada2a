"""The folders of the library are a tree that opens where somebody wants to look, and counts what is in it."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.app.values import DocumentRow
from desktop_rag.domain.documents import DocumentState
from desktop_rag.gui.library.delegates import RootDelegate
from desktop_rag.gui.library.folders import FolderListModel, folders_below
from desktop_rag.gui.library.items import RootItem
from desktop_rag.gui.library.model import Listing, make_listing
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import TypeSize
from tests.gui.samples import LETTERS, PAPERS, listing, root, row, shown_panel
from tests.gui.screen import button, button_names, words_on
from tests.gui.test_large_library import Ticks, document
from tests.gui.test_library_panel import menu_of, names

FAILED, PENDING = DocumentState.FAILED, DocumentState.PENDING
TAX, TAX_24, HOUSE = PAPERS / "tax", PAPERS / "tax" / "2024", PAPERS / "house"


def filed() -> Listing:
    return listing(
        row(PAPERS / "loose.pdf"),
        row(TAX / "return.pdf"),
        row(TAX_24 / "a.pdf"),
        row(TAX_24 / "b.pdf", FAILED),
        row(TAX_24 / "c.pdf", PENDING),
        row(HOUSE / "lease.pdf"),
        row(LETTERS / "dear.pdf"),
        roots=(PAPERS, LETTERS),
    )


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> LibraryPanel:
    made = shown_panel(qtbot, icons)
    made.show_listing(filed())
    return made


def folders(panel: LibraryPanel) -> list[str]:
    return names_of(panel.root_list.model())


def names_of(model: FolderListModel) -> list[str]:
    return [model.index(number, 0).data() for number in range(model.rowCount())]


def spoken(panel: LibraryPanel, name: str) -> str:
    model = panel.root_list.model()
    number = folders(panel).index(name)
    return str(model.index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def press(qtbot: QtBot, panel: LibraryPanel, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(panel.root_list, key)


def chosen(panel: LibraryPanel) -> list[str]:
    return [folders(panel)[number] for number in panel.root_list.chosen_rows()]


def test_at_first_only_what_was_added_is_shown(panel: LibraryPanel) -> None:
    assert folders(panel) == ["All documents", "papers", "letters"]


def test_the_arrow_keys_open_and_close_and_go_in_and_out(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.root_list.setFocus()
    panel.root_list.choose_rows([1])
    press(qtbot, panel, Qt.Key.Key_Right)
    assert folders(panel) == ["All documents", "papers", "house", "tax", "letters"]
    assert chosen(panel) == ["papers"]
    press(qtbot, panel, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert folders(panel) == ["All documents", "papers", "house", "tax", "2024", "letters"]
    assert chosen(panel) == ["2024"]
    press(qtbot, panel, Qt.Key.Key_Right, Qt.Key.Key_Left)
    assert chosen(panel) == ["tax"]
    press(qtbot, panel, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert chosen(panel) == ["papers"]
    press(qtbot, panel, Qt.Key.Key_Left)
    assert folders(panel) == ["All documents", "papers", "letters"]
    press(qtbot, panel, Qt.Key.Key_Left)
    assert chosen(panel) == ["papers"]


def test_where_one_writes_from_right_to_left_the_arrows_are_turned_round(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.root_list.choose_rows([1])
    press(qtbot, panel, Qt.Key.Key_Left)
    assert "tax" in folders(panel)
    press(qtbot, panel, Qt.Key.Key_Right)
    assert "tax" not in folders(panel)


class RecordingDelegate(RootDelegate):
    """Records what it writes, and in how many pixels."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, parent)
        self.written: dict[str, int] = {}

    def _text_in(self, *parts: Any, **more: bool) -> None:
        self.written[parts[2]] = parts[3].width()


@pytest.mark.parametrize("width", range(200, 420, 10))
def test_how_many_of_how_many_is_left_out_before_the_name_is_cut(
    qtbot: QtBot, icons: Icons, width: int
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    model, delegate = FolderListModel(parent), RecordingDelegate(icons, parent)
    name = "Insurance 2024, all of it"
    model.set_roots((RootItem(PAPERS, name, "3 of 5", "folder", warning="2 problems"),))
    option, picture = QStyleOptionViewItem(), QPixmap(width, RootDelegate.HEIGHT)
    option.rect = picture.rect()
    painter = QPainter(picture)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    needed = QFontMetrics(icons.theme.font(TypeSize.CONTROL)).horizontalAdvance(name)
    both = {"2 problems", "3 of 5"} <= delegate.written.keys()
    assert both or width < 380
    assert not both or delegate.written[name] >= needed


def test_a_click_on_the_mark_opens_without_choosing_and_a_double_click_opens_too(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    view = panel.root_list
    rect = view.visualRect(view.model().index(1, 0))
    mark = QPoint(rect.left() + RootDelegate.branch_end(0) - 4, rect.center().y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=mark)
    assert "tax" in folders(panel)
    assert chosen(panel) == ["All documents"]
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert "tax" not in folders(panel)


def test_a_folder_narrows_the_files_and_can_be_asked_alone(qtbot: QtBot, panel: LibraryPanel) -> None:
    asked: list[object] = []
    panel.scope_requested.connect(asked.append)
    panel.root_list.choose_rows([1])
    press(qtbot, panel, Qt.Key.Key_Right)
    panel.root_list.choose_rows([folders(panel).index("tax")])
    assert names(panel) == ["a.pdf", "b.pdf", "c.pdf", "return.pdf"]
    assert "2 ready · 1 waiting · 1 problem" in words_on(panel.card)
    assert button_names(panel.card) == {"Open", "Ask only here", "Remove from library"}
    button(panel.card, "Ask only here").click()
    panel.root_list.customContextMenuRequested.emit(QPoint(-1, -1))
    assert menu_of(panel) == ["Ask only here", "Open", "Remove from library"]
    assert asked == [(TAX,)]


def test_rows_say_their_counts_their_place_and_what_is_wrong(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.root_list.choose_rows([1])
    press(qtbot, panel, Qt.Key.Key_Right)
    assert spoken(panel, "papers") == "papers, 4 of 6, 1 problem, open"
    assert spoken(panel, "tax") == "tax, 2 of 4, 1 problem, level 2, closed"
    assert spoken(panel, "house") == "house, 1, level 2"
    assert spoken(panel, "letters") == "letters, 1"


def test_open_folders_stay_open_and_chosen_ones_chosen_when_the_listing_comes_anew(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    panel.root_list.choose_rows([1])
    press(qtbot, panel, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert chosen(panel) == ["house"]
    more = [*filed().overview.documents, row(PAPERS / "car" / "bill.pdf"), row(HOUSE / "rent.pdf")]
    panel.show_listing(listing(*more, roots=(PAPERS, LETTERS)))
    assert folders(panel) == ["All documents", "papers", "car", "house", "tax", "letters"]
    assert chosen(panel) == ["house"]
    assert names(panel) == ["lease.pdf", "rent.pdf"]
    panel.show_listing(listing(row(PAPERS / "loose.pdf"), roots=(PAPERS,)))
    assert folders(panel) == ["All documents", "papers"]
    assert chosen(panel) == ["All documents"]
    assert names(panel) == ["loose.pdf"]


def test_closing_around_a_chosen_folder_chooses_the_one_that_closes(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    panel.root_list.choose_rows([1])
    press(qtbot, panel, Qt.Key.Key_Right)
    panel.root_list.choose_rows([folders(panel).index("house")])
    panel.root_list.model().toggle(1)
    panel.show_listing(filed())
    assert chosen(panel) in (["papers"], ["All documents"])
    assert len(names(panel)) == (6 if chosen(panel) == ["papers"] else 7)


def test_a_folder_that_is_not_there_now_says_so(panel: LibraryPanel) -> None:
    gone = DocumentRow(HOUSE / "x.pdf", PAPERS, None, DocumentState.UNAVAILABLE, "", "", "", 0, 3, 10)
    below = folders_below([root(PAPERS, [])], [gone, row(TAX / "y.pdf")])
    (house, tax) = below[str(PAPERS)]
    assert (house.icon, house.words) == ("warning", "not there now")
    assert (tax.icon, tax.words) == ("folder", "1")


def test_a_root_within_another_has_a_row_of_its_own_alone() -> None:
    rows = [row(TAX / "return.pdf"), row(TAX_24 / "a.pdf")]
    below = folders_below([root(PAPERS, rows), root(TAX, rows)], rows)
    assert str(PAPERS) not in below
    assert [item.path for item in below[str(TAX)]] == [TAX_24]


PARTS = st.lists(st.sampled_from("abc"), max_size=4)


@given(st.lists(st.tuples(PARTS, st.sampled_from(DocumentState)), max_size=40))
def test_each_folder_counts_what_lies_at_any_depth_in_it(
    files: list[tuple[list[str], DocumentState]],
) -> None:
    rows = [
        row(PAPERS.joinpath(*parts, f"{number}.pdf"), state) for number, (parts, state) in enumerate(files)
    ]
    below = folders_below([root(PAPERS, rows)], rows)
    items = {item.path: item for folder in below.values() for item in folder}
    holding = {folder for each in rows for folder in each.path.parents if folder.is_relative_to(PAPERS)}
    assert set(items) == holding - {PAPERS}
    for path, item in items.items():
        inside = Counter(each.state for each in rows if each.path.is_relative_to(path))
        problems = inside[FAILED] + inside[DocumentState.QUARANTINED]
        away = inside[DocumentState.UNAVAILABLE] > 0 and not inside[DocumentState.READY]
        assert ("problem" in item.warning) == (problems > 0 and not away)
        assert (item.icon == "warning") == away


@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
def test_hundreds_of_folders_open_while_the_window_goes_on_ticking(qtbot: QtBot, panel: LibraryPanel) -> None:
    rows = [document(number) for number in range(20_000)]
    deep = [
        DocumentRow(
            each.path.parent / f"box {number % 50}" / each.path.name,
            *(each.folder, each.format, each.state, "", "", "", 3, 9, 1000),
        )
        for number, each in enumerate(rows)
    ]
    made = make_listing(listing(*deep, roots=(Path("/archive"),)).overview)
    panel.show_listing(made)
    qtbot.wait(200)
    ticks = Ticks(panel)
    panel.root_list.model().toggle(1)
    qtbot.wait(30)
    for number in range(100, 1, -1):
        panel.root_list.model().toggle(number)
    qtbot.wait(30)
    panel.show_listing(made)
    qtbot.wait(30)
    assert panel.root_list.model().rowCount() > 200
    assert ticks.longest_gap_s() < 0.5


@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
def test_the_tree_of_twenty_thousand_files_is_made_in_a_moment(qtbot: QtBot) -> None:
    rows = [document(number) for number in range(20_000)]
    took = timed(lambda: folders_below([root(Path("/archive"), [])], rows))
    assert took < 0.5


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
