"""What of a folder is read can be said in plain words, and is shown where the folder is."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.app.values import LibraryOverview
from desktop_rag.domain.folder_rules import DEFAULT_MAX_BYTES, FileKind, FolderRules
from desktop_rag.gui.library.model import Listing, make_listing
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.library.root_notes import ELSEWHERE, EVERY_MINUTE, WHAT_IS_READ
from desktop_rag.gui.library.rules_dialog import RulesDialog
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.samples import PAPERS, root, row, shown_panel
from tests.gui.screen import button, button_names, text_on, words_on
from tests.gui.test_window import add_and_wait, wait_until_idle

BEFORE = FolderRules(("drafts/", "*.bak"), (FileKind.DOCUMENTS, FileKind.MAIL), 20 * 1024**2)


def summary(rules: FolderRules = BEFORE, *, available: bool = True) -> object:
    made = root(PAPERS, [row(PAPERS / "a.pdf")], available=available)
    return replace(made, rules=rules, ignored=14)


def listed(rules: FolderRules = BEFORE, *, available: bool = True, trouble: str = "") -> Listing:
    overview = LibraryOverview((summary(rules, available=available),), (row(PAPERS / "a.pdf"),), 9, 1, "x")
    return make_listing(overview, troubles={PAPERS: trouble} if trouble else {})


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> LibraryPanel:
    return shown_panel(qtbot, icons)


@pytest.fixture
def below(qtbot: QtBot) -> QWidget:
    """What dialogs lie over."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(icons: Icons, below: QWidget) -> RulesDialog:
    made = RulesDialog(icons, summary(), below)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.open()
    return made


def saved(dialog: RulesDialog) -> list[FolderRules]:
    chosen: list[FolderRules] = []
    dialog.chosen.connect(chosen.append)
    button(dialog, "Save").click()
    return chosen


def test_the_rules_stand_in_the_dialog_as_they_are(dialog: RulesDialog) -> None:
    assert dialog.rules() == BEFORE
    assert dialog.patterns.toPlainText() == "drafts/\n*.bak"
    assert [kind for kind, box in dialog.kinds.items() if box.isChecked()] == [
        FileKind.DOCUMENTS,
        FileKind.MAIL,
    ]


def test_nothing_is_asked_for_when_nothing_was_changed(dialog: RulesDialog) -> None:
    assert saved(dialog) == []
    assert not dialog.isVisible()


def test_what_was_changed_is_saved_without_empty_lines(dialog: RulesDialog) -> None:
    dialog.patterns.setPlainText("\n*.log  \n\n!keep.log\n")
    for box in dialog.kinds.values():
        box.setChecked(True)
    dialog.largest.setValue(512)
    assert saved(dialog) == [FolderRules(("*.log", "!keep.log"), None, DEFAULT_MAX_BYTES)]


def test_a_limit_that_was_set_elsewhere_is_not_rounded_by_looking_at_it(icons: Icons, below: QWidget) -> None:
    exact = FolderRules(max_bytes=1_234_567)
    made = RulesDialog(icons, summary(exact), below)
    assert made.rules() == exact


@pytest.mark.parametrize(("pattern", "said"), [("a[--z]", "a[--z]"), ("*a" * 9, "means nothing")])
def test_a_pattern_that_means_nothing_is_said_in_the_dialog_which_stays(
    dialog: RulesDialog, pattern: str, said: str
) -> None:
    dialog.patterns.setPlainText(pattern)
    assert saved(dialog) == []
    assert said in text_on(dialog)
    assert dialog.isVisible()
    dialog.patterns.setPlainText("*.log")
    assert len(saved(dialog)) == 1


def test_at_least_one_kind_is_read(dialog: RulesDialog) -> None:
    for box in dialog.kinds.values():
        box.setChecked(False)
    assert saved(dialog) == []
    assert "No kind of file is chosen." in text_on(dialog)


def test_a_problem_is_shown_whole(dialog: RulesDialog) -> None:
    height = dialog.height()
    dialog.patterns.setPlainText("a[--z]")
    saved(dialog)
    text_on(dialog)
    assert dialog.height() > height


def test_the_card_of_a_folder_sums_its_rules_up_and_leads_to_them(panel: LibraryPanel) -> None:
    asked: list[object] = []
    panel.rules_requested.connect(asked.append)
    panel.show_listing(listed())
    panel.root_list.choose_rows([1])
    assert "Leaves out drafts/, *.bak · only documents and mail · files up to 20 MB" in words_on(panel.card)
    assert "1 ready · 14 ignored" in words_on(panel.card)
    button(panel.card, WHAT_IS_READ).click()
    panel.root_list.customContextMenuRequested.emit(panel.root_list.rect().center())
    menu = panel.findChild(QMenu)
    next(action for action in menu.actions() if action.text() == WHAT_IS_READ).trigger()
    menu.close()
    assert asked == [summary(), summary()]


def test_a_folder_whose_changes_are_not_heard_of_says_how_soon_they_are_noticed(panel: LibraryPanel) -> None:
    panel.show_listing(listed(FolderRules(), trouble="It is on a network drive."))
    panel.root_list.choose_rows([1])
    notes = next(each for each in panel.card.findChildren(QWidget) if each.toolTip().count("network drive"))
    assert notes.isVisible()
    assert EVERY_MINUTE in words_on(panel.card)
    panel.show_listing(listed(FolderRules()))
    assert EVERY_MINUTE not in words_on(panel.card)


def test_only_a_folder_that_is_away_asks_where_its_files_are(panel: LibraryPanel) -> None:
    asked: list[object] = []
    panel.where_requested.connect(asked.append)
    panel.show_listing(listed())
    panel.root_list.choose_rows([1])
    assert ELSEWHERE not in button_names(panel.card)
    panel.show_listing(listed(available=False))
    button(panel.card, ELSEWHERE).click()
    assert asked == [summary(available=False)]


def test_rules_that_are_saved_take_files_out_and_count_them(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    panel = window.library_panel
    panel.root_list.choose_rows([1])
    button(panel.card, WHAT_IS_READ).click()
    dialog = window.findChild(RulesDialog)
    dialog.patterns.setPlainText("*.txt\nbroken.*")
    button(dialog, "Save").click()
    wait_until_idle(qtbot, window, 1)
    qtbot.waitUntil(lambda: "1 ready · 2 ignored" in words_on(panel.card), timeout=30_000)
    assert "Leaves out *.txt, broken.*" in words_on(panel.card)
