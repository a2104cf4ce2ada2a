"""Typing in the search field finds files and words at once, and opens what is found, in the real window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_rag.app.instant_search import FoundPassage, InstantSearch
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.domain.errors import ModelError
from desktop_rag.domain.snippets import snippet
from desktop_rag.gui.library.items import FileItem
from desktop_rag.gui.library.panel import FILES_SHOWN, LibraryPanel
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.search.model import AllFiles, Found, Heading
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.samples import LETTERS, PAPERS, listing, row, shown_panel
from tests.gui.screen import button, settle, words_on
from tests.gui.test_library_panel import names
from tests.gui.test_window import add_and_wait, press
from tests.gui.walking import Reader

LOOKED = 60_000


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> LibraryPanel:
    made = shown_panel(qtbot, icons)
    rows = [row(PAPERS / f"report {number}.pdf") for number in range(8)]
    made.show_listing(
        listing(
            *rows,
            row(PAPERS / "bad report.pdf", DocumentState.FAILED, reason="It is damaged.", hint="Fetch it."),
            row(LETTERS / "dear.pdf", title="Report of the year"),
            roots=(PAPERS, LETTERS),
        )
    )
    return made


def passage(
    number: int, body: str = "Every report is kept for ten years.", word: str = "report"
) -> FoundPassage:
    at = body.find(word)
    spans = ((at, at + len(word)),) if at >= 0 else ()
    return FoundPassage(
        number, PAPERS / f"report {number}.pdf", "The report", DocumentFormat.PDF, number, "", "Keeping", 0,
        len(body), spans, snippet(body, spans),
    )  # fmt: skip


def rows_of(panel: LibraryPanel) -> list[str]:
    model = panel.results.view.model()
    return [str(model.index(number, 0).data()) for number in range(model.rowCount())]


def show_words(panel: LibraryPanel, *passages: FoundPassage, related: tuple[FoundPassage, ...] = ()) -> None:
    found = panel.results.found
    panel.show_found(Found(found.files, found.files_in_all, passages, related), looking=False)


def test_files_are_found_by_the_letter_and_names_that_begin_so_go_first(panel: LibraryPanel) -> None:
    panel.filter.setText("rep")
    assert rows_of(panel) == ["Files", *(f"report {n}.pdf" for n in range(FILES_SHOWN)), "Show all 10 files"]
    panel.filter.setText("report 7")
    assert rows_of(panel) == ["Files", "report 7.pdf"]
    panel.filter.setText("of the year")
    assert rows_of(panel) == ["Files", "dear.pdf"]
    panel.filter.setText("could not")
    assert rows_of(panel) == ["Files", "bad report.pdf"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("year report", ["dear.pdf"]),
        ("7 report", ["report 7.pdf"]),
        ("ubung", ["Übung.pdf"]),
        ("U\u0308BUNG", ["Übung.pdf"]),
        ("STRASSE", ["Straße.pdf"]),
        ("page", []),
        ("ready", []),
    ],
)
def test_files_are_found_by_all_their_words_however_they_are_written(
    panel: LibraryPanel, typed: str, found: list[str]
) -> None:
    rows = (*panel.listing.overview.documents, row(PAPERS / "Übung.pdf"), row(PAPERS / "Straße.pdf"))
    panel.show_listing(listing(*rows, roots=(PAPERS, LETTERS)))
    panel.filter.setText(typed)
    assert rows_of(panel)[1:] == found


def test_names_with_accents_stand_where_they_are_looked_for() -> None:
    names = ("zoo.pdf", "Ähre.pdf", "apple.pdf", "A\u0308pfel.pdf")
    files = listing(*(row(PAPERS / name) for name in names)).files
    assert [item.name for item in files] == ["Ähre.pdf", "A\u0308pfel.pdf", "apple.pdf", "zoo.pdf"]


def test_typing_leaves_the_thousands_of_rows_of_the_list_alone(panel: LibraryPanel) -> None:
    changes: list[object] = []
    files = panel.lists.files
    for signal in (files.modelReset, files.rowsInserted, files.rowsRemoved, files.dataChanged):
        signal.connect(lambda *told: changes.append(told))
    for typed in ("r", "report 7", "zebra", ""):
        panel.filter.setText(typed)
    assert changes == []


def test_while_searching_folders_and_files_give_way_and_come_back(panel: LibraryPanel) -> None:
    panel.filter.setText("rep")
    assert not panel.root_list.isVisible()
    assert not panel.file_list.isVisible()
    panel.filter.clear()
    assert panel.root_list.isVisible()
    assert panel.file_list.isVisible()
    assert len(names(panel)) == 10
    assert rows_of(panel) == []


def test_spaces_are_no_search(panel: LibraryPanel) -> None:
    panel.filter.setText("   ")
    assert panel.file_list.isVisible()


def test_the_arrow_keys_go_through_what_was_found_while_the_keyboard_stays(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    panel.filter.setFocus()
    qtbot.keyClicks(panel.filter, "report 7")
    show_words(panel, passage(3), passage(4), related=(passage(5),))
    assert rows_of(panel) == [
        "Files", "report 7.pdf", "In the documents", "report 3.pdf", "report 4.pdf", "Related",
        "report 5.pdf",
    ]  # fmt: skip
    seen = []
    for key in (Qt.Key.Key_Down,) * 5 + (Qt.Key.Key_Up, Qt.Key.Key_PageUp):
        qtbot.keyClick(panel.filter, key)
        seen.append(panel.results.view.currentIndex().data())
    assert [name[-5] for name in seen] == ["7", "3", "4", "5", "5", "4", "7"]
    assert panel.filter.text() == "report 7"
    assert panel.filter.hasFocus()


def test_enter_opens_the_chosen_one_or_the_first(qtbot: QtBot, panel: LibraryPanel) -> None:
    opened: list[object] = []
    panel.found_opened.connect(opened.append)
    panel.show_requested.connect(opened.append)
    panel.filter.setText("report 7")
    show_words(panel, passage(3))
    qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    qtbot.keyClick(panel.filter, Qt.Key.Key_Down)
    qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert opened == [
        PAPERS / "report 7.pdf", SourceRef(PAPERS / "report 3.pdf", 3, ((6, 12),), "Keeping"),
    ]  # fmt: skip


def test_a_click_opens_and_a_related_passage_is_lit_whole(qtbot: QtBot, panel: LibraryPanel) -> None:
    opened: list[object] = []
    panel.found_opened.connect(opened.append)
    panel.filter.setText("archive")
    body = "Every report is kept for ten years."
    show_words(panel, related=(passage(2, body, "archive"),))
    settle()
    view = panel.results.view
    place = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [SourceRef(PAPERS / "report 2.pdf", 2, ((0, len(body)),), "Keeping")]


def test_a_file_that_cannot_be_read_shows_why_instead(qtbot: QtBot, panel: LibraryPanel) -> None:
    opened: list[object] = []
    panel.show_requested.connect(opened.append)
    panel.filter.setText("bad")
    qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert opened == []
    assert {"It is damaged.", "Fetch it."} <= set(words_on(panel.card))


def test_all_files_whose_names_fit_are_a_list_like_any_other(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.filter.setText("report")
    for _ in range(FILES_SHOWN + 1):
        qtbot.keyClick(panel.filter, Qt.Key.Key_Down)
    assert isinstance(panel.results.current, AllFiles)
    qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert panel.file_list.isVisible()
    assert len(names(panel)) == 10
    qtbot.keyClick(panel.file_list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(panel.file_list.chosen_rows()) == 10
    panel.filter.setText("report 1")
    assert not panel.file_list.isVisible()
    assert rows_of(panel) == ["Files", "report 1.pdf"]


def test_the_chosen_folder_is_where_is_looked_and_a_click_leads_out(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    asked: list[str] = []
    panel.search_changed.connect(asked.append)
    panel.root_list.choose_rows([2])
    panel.filter.setText("report")
    assert panel.search_scope == (LETTERS,)
    assert rows_of(panel) == ["Files", "dear.pdf"]
    button(panel, "in: letters: look everywhere").click()
    assert panel.search_scope == ()
    assert len(rows_of(panel)) == FILES_SHOWN + 2
    assert asked == ["report", "report"]


def test_what_is_chosen_stays_so_when_more_is_found(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.filter.setText("report 7")
    show_words(panel, passage(3), passage(4))
    panel.results.step(1)
    panel.results.step(2)
    assert panel.results.view.currentIndex().data() == "report 4.pdf"
    show_words(panel, passage(1), passage(3), passage(4), related=(passage(6),))
    assert panel.results.view.currentIndex().data() == "report 4.pdf"


def test_nothing_found_is_said_only_when_all_was_looked_at(panel: LibraryPanel) -> None:
    panel.filter.setText("zebra")
    panel.show_found(Found(), looking=True)
    assert "Nothing found. Try other words." not in words_on(panel)
    panel.show_found(Found(), looking=False)
    assert "Nothing found. Try other words." in words_on(panel)
    panel.filter.clear()
    assert "Nothing found. Try other words." not in words_on(panel)


def test_results_are_spoken_with_place_and_words(panel: LibraryPanel) -> None:
    panel.filter.setText("report 7")
    show_words(panel, passage(3))
    model, role = panel.results.view.model(), Qt.ItemDataRole.AccessibleTextRole
    assert [model.index(number, 0).data(role) for number in range(4)] == [
        "Files", "report 7.pdf, Ready · 3 pages", "In the documents",
        "report 3.pdf, p. 3 · Keeping, Every report is kept for ten years.",
    ]  # fmt: skip
    kinds = [type(model.item(model.index(number, 0))) for number in range(4)]
    assert kinds == [Heading, FileItem, Heading, FoundPassage]
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_what_the_arrow_keys_choose_is_spoken_while_the_keyboard_stays_in_the_field(
    qtbot: QtBot, panel: LibraryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.filter.setText("report 7")
    show_words(panel, passage(3))
    reader = Reader(monkeypatch)
    qtbot.keyClick(panel.filter, Qt.Key.Key_Down)
    qtbot.keyClick(panel.filter, Qt.Key.Key_Down)
    assert reader.heard == [
        "report 7.pdf, Ready · 3 pages",
        "report 3.pdf, p. 3 · Keeping, Every report is kept for ten years.",
    ]


def test_as_many_found_for_other_words_are_spoken_again_but_not_for_the_same(
    panel: LibraryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(monkeypatch)
    for typed in ("report 7", "report 6"):
        panel.filter.setText(typed)
        show_words(panel, passage(3))
        panel.show_listing(panel.listing)
    assert reader.heard == ["1 file · 1 passage"] * 2


def test_headings_are_passed_over_by_mouse_and_keyboard(qtbot: QtBot, panel: LibraryPanel) -> None:
    opened: list[object] = []
    panel.found_opened.connect(opened.append)
    panel.filter.setText("archive")
    show_words(panel, passage(3))
    settle()
    view = panel.results.view
    heading = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert panel.results.current is None
    qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert len(opened) == 1
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 1


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_long_strange_and_bold_words_are_painted_in_any_direction(
    panel: LibraryPanel, direction: Qt.LayoutDirection
) -> None:
    panel.setLayoutDirection(direction)
    panel.filter.setText("report")
    strange = passage(1, "🙂🙂 emoji before the report " + "and a very long line " * 20)
    show_words(panel, strange, passage(2, "x" * 400), passage(3, ""), passage(4, "\u202e report"))
    panel.results.step(1)
    settle()
    shot = QPixmap(panel.size())
    panel.render(shot)
    assert not shot.isNull()


@pytest.fixture
def read(qtbot: QtBot, window: MainWindow, documents: Path) -> MainWindow:
    add_and_wait(qtbot, window, [documents], 2)
    return window


def type_in(qtbot: QtBot, window: MainWindow, text: str) -> None:
    press(qtbot, window, "Ctrl+F")
    qtbot.waitUntil(window.library_panel.filter.hasFocus)
    qtbot.keyClicks(window.library_panel.filter, text)


def test_words_are_found_and_opened_lit_without_a_question_or_a_conversation(
    qtbot: QtBot, read: MainWindow
) -> None:
    panel = read.library_panel
    type_in(qtbot, read, "parental lea")
    qtbot.waitUntil(lambda: bool(panel.results.found.words), timeout=LOOKED)
    assert rows_of(panel)[:2] == ["In the documents", "leave.md"]
    qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: read.source_panel.shown is not None, timeout=LOOKED)
    qtbot.waitUntil(lambda: "arental" in read.source_panel.text.lit_text, timeout=LOOKED)
    assert read.conversation.turns == []
    assert not read.asking.busy
    press(qtbot, read, "Ctrl+F")
    press(qtbot, read, "Esc")
    assert panel.filter.text() == ""
    assert panel.file_list.isVisible()


def test_what_is_related_follows_and_other_words_take_its_place(qtbot: QtBot, read: MainWindow) -> None:
    panel = read.library_panel
    type_in(qtbot, read, "holidays for staff")
    qtbot.waitUntil(lambda: bool(panel.results.found.related), timeout=LOOKED)
    assert "Related" in rows_of(panel)
    assert "leave.md" in rows_of(panel)
    panel.filter.setText("receipts")
    qtbot.waitUntil(lambda: bool(panel.results.found.words), timeout=LOOKED)
    qtbot.waitUntil(lambda: not panel.results.looking, timeout=LOOKED)
    assert rows_of(panel)[:2] == ["In the documents", "travel.txt"]


def test_what_was_removed_meanwhile_is_not_offered_any_more_and_what_came_is(
    qtbot: QtBot, read: MainWindow, documents: Path
) -> None:
    panel = read.library_panel
    type_in(qtbot, read, "receipts")
    qtbot.waitUntil(lambda: bool(panel.results.found.words), timeout=LOOKED)
    read.library.remove([documents / "travel.txt"])
    qtbot.waitUntil(lambda: not panel.results.found.words, timeout=LOOKED)
    read.library.bring_back([documents / "travel.txt"])
    qtbot.waitUntil(lambda: bool(panel.results.found.words), timeout=LOOKED)


def test_when_the_chosen_folder_goes_all_others_are_looked_in(
    qtbot: QtBot, panel: LibraryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes: list[object] = []
    panel.root_list.choose_rows([2])
    panel.filter.setText("report")
    panel.search_changed.connect(lambda typed: wishes.append((typed, panel.search_scope)))
    panel.show_listing(panel.listing)
    assert wishes == []
    panel.show_listing(listing(row(PAPERS / "report 1.pdf"), roots=(PAPERS,)))
    assert wishes == [("report", ())]


def test_what_other_words_found_goes_when_a_search_fails(
    qtbot: QtBot, read: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = read.library_panel
    type_in(qtbot, read, "annual days of leave")
    qtbot.waitUntil(lambda: bool(panel.results.found.words), timeout=LOOKED)
    qtbot.waitUntil(lambda: not panel.results.looking, timeout=LOOKED)
    panel.show_found(replace(panel.results.found, related=(passage(9),)), looking=False)

    def fail(*_: object) -> None:
        raise ModelError("The search model is not there.")

    for part in ("words", "related"):
        monkeypatch.setattr(InstantSearch, part, fail)
    panel.filter.setText("receipts")
    qtbot.waitUntil(lambda: not panel.results.looking, timeout=LOOKED)
    assert rows_of(panel) == []


def test_only_the_latest_wish_is_shown(qtbot: QtBot, read: MainWindow) -> None:
    panel = read.library_panel
    for text in ("receipts", "parental", "receipts", "parental", "annual"):
        panel.filter.setText(text)
    qtbot.waitUntil(lambda: not panel.results.looking, timeout=LOOKED)
    assert {each.path.name for each in panel.results.found.words} == {"leave.md"}


def test_escape_leads_back_from_the_list_of_what_was_found(qtbot: QtBot, read: MainWindow) -> None:
    panel = read.library_panel
    type_in(qtbot, read, "leave")
    qtbot.waitUntil(lambda: bool(panel.results.found.words), timeout=LOOKED)
    panel.results.view.setFocus()
    qtbot.waitUntil(panel.results.view.hasFocus)
    press(qtbot, read, "Esc")
    assert panel.filter.text() == ""
    assert panel.filter.hasFocus()
    assert QApplication.focusWidget() is panel.filter


def test_closing_the_window_in_the_middle_of_a_search_leaves_nothing_behind(
    qtbot: QtBot, read: MainWindow
) -> None:
    read.library_panel.filter.setText("holidays for sta")
    read.close()
