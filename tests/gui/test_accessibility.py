"""What a screen reader speaks, and that the keyboard's place can be seen."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.privacy import Connection, Part, ProcessRow
from desktop_rag.app.shelf_values import LanguageAdvice, Permission, SwitchCost
from desktop_rag.app.whereabouts import Whereabouts
from desktop_rag.domain.documents import DocumentState, Page
from desktop_rag.domain.errors import NotThere, WorkerCrashed
from desktop_rag.domain.language_model import ModelState, ModelStatus
from desktop_rag.domain.settings import Settings
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.asking.model_menu import ModelMenu
from desktop_rag.gui.asking.question_box import QuestionBox
from desktop_rag.gui.conversations.panel import ConversationList
from desktop_rag.gui.frame.side_panel import SidePanel, Tab
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.library.rules_dialog import RulesDialog
from desktop_rag.gui.library.where_dialog import WhereDialog
from desktop_rag.gui.models.download_state import Download, Stage
from desktop_rag.gui.models.embedder_state import Switch, SwitchStage
from desktop_rag.gui.models.page import ModelsPage
from desktop_rag.gui.models.shelf_rows import ShelfState
from desktop_rag.gui.page.source_panel import SourcePanel
from desktop_rag.gui.settings.page import Here, SettingsPage, SettingsPart
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Theme
from desktop_rag.gui.wording.language import Language
from tests.gui.models_samples import (
    bundled_row,
    clock,
    embedder_row,
    model,
    no_host,
    offer,
    offer_row,
    plan,
    shelf_row,
)
from tests.gui.samples import PAPERS, answered, citation, hit, listing, not_found, root, row, text_source
from tests.gui.screen import settle
from tests.gui.test_answer_setup import OTHER, with_adapter
from tests.gui.test_conversation_list import summaries

SPOKEN = (
    QAbstractButton,
    QLineEdit,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QProgressBar,
)


def library(icons: Icons) -> QWidget:
    panel = LibraryPanel(icons)
    panel.show_listing(listing(row(PAPERS / "a.pdf"), row(PAPERS / "b.pdf", DocumentState.FAILED)))
    panel.file_list.setCurrentIndex(panel.file_list.model().index(0, 0))
    panel.progress.begin()
    panel.progress.show_progress(Progress(Phase.READING, 3, 9))
    return panel


def several_chosen(icons: Icons) -> QWidget:
    panel = LibraryPanel(icons)
    panel.show_listing(listing(row(PAPERS / "a.pdf"), row(PAPERS / "b.pdf", DocumentState.FAILED)))
    panel.show_scope((PAPERS / "c.pdf",))
    panel.file_list.choose_rows([0, 1])
    return panel


def welcome(icons: Icons) -> QWidget:
    panel = ConversationPanel(icons)
    panel.show_library_state(True, 0)
    return panel


def conversation(icons: Icons) -> QWidget:
    panel = ConversationPanel(icons)
    panel.show_library_state(False, 3)
    panel.set_library_hidden(True)
    panel.begin_turn("One?", ()).show_answer(answered(citation(1), hits=(hit(50, 60),)))
    panel.begin_turn("Two?", (PAPERS,)).show_answer(not_found(hit(0, 9)))
    panel.begin_turn("Three?", ()).show_error(WorkerCrashed())
    panel.begin_turn("Four?", ()).show_stopped()
    panel.begin_turn("Five?", ())
    panel.notices.say("Removed", action=("Undo", lambda: None))
    panel.box.set_scope((PAPERS, PAPERS / "a.pdf"))
    return panel


def source(icons: Icons) -> QWidget:
    panel = SourcePanel(icons)
    panel.show_source(text_source(Page(2, "Some words."), pages=3))
    return panel


def conversations(icons: Icons) -> QWidget:
    listed = ConversationList(icons)
    listed.show_summaries(summaries("Parental leave", "Travel expenses"))
    listed.set_current(1)
    panel = SidePanel(icons, LibraryPanel(icons), listed)
    panel.show_tab(Tab.CONVERSATIONS)
    return panel


def model_failure(icons: Icons) -> QWidget:
    box = QuestionBox(icons)
    failed = ModelStatus(ModelState.FAILED, reason="There is no file tiny.gguf.", hint="Reconnect the drive.")
    box.show_setup(with_adapter(), failed)
    return box


def model_menu(icons: Icons) -> QWidget:
    owner = QWidget()
    menu = ModelMenu(icons, owner)
    menu.setWindowFlags(Qt.WindowType.Widget)  # a popup would take the keyboard from the tests
    column = QVBoxLayout(owner)
    column.addWidget(menu)
    menu.show_setup(replace(with_adapter(), recent=(OTHER,)), ModelStatus(ModelState.READY))
    return owner


def answer_models(icons: Icons) -> QWidget:
    page = ModelsPage(icons, clock, no_host)
    section = page.sections[ShelfKind.MODEL]
    gone = shelf_row(2, model("Gone"), problem="The file is not there now.", hint="Reconnect the drive.")
    section.shelf.show_rows([ShelfState(shelf_row(), True), ShelfState(gone, False)])
    section.shelf.row(1).menu_actions["Delete the file…"].trigger()
    stages = {offer(str(stage)): stage for stage in (Stage.ASKING, Stage.RUNNING, Stage.PAUSED, Stage.FAILED)}
    offers = [*stages, offer("Free")]
    section.show_offers([offer_row(each) for each in offers], {}, Permission(True), first=True)
    section.offers.show_downloads(
        {each.url: Download(plan(each), stage, error=NotThere()) for each, stage in stages.items()}
    )
    section.show_adding(Progress(Phase.LOOKING, 1, 3, "tiny.gguf"))
    section.link.show_downloads((plan(offer("Behind a link")),), {})
    return page


def search_models(icons: Icons) -> QWidget:
    page = ModelsPage(icons, clock, no_host)
    page.show_section(ShelfKind.EMBEDDER)
    section, other = page.sections[ShelfKind.EMBEDDER], embedder_row()
    asking = Switch(other.choice, SwitchStage.ASKING, SwitchCost(9, 9, 60, 1))
    section.embedders.show_rows((bundled_row(), other), {}, asking)
    section.advice.show_advice(LanguageAdvice("German", 0.8, offer("e5", ShelfKind.EMBEDDER), None))
    return page


def password_asked(icons: Icons) -> QWidget:
    locked = row(PAPERS / "a.pdf", DocumentState.FAILED, reason="Protected.", hint="Enter password …")
    panel = LibraryPanel(icons)
    panel.show_listing(listing(replace(locked, kind="encrypted")))
    panel.file_list.choose_rows([0])
    panel.card.ask_password()
    panel.progress.show_rest(0, interrupted=False, scans_off=9)
    return panel


def _over(make: Callable[[QWidget], QWidget]) -> QWidget:
    """A dialog as a part of what it lies over; one of its own would take the keyboard from the tests."""
    owner = QWidget()
    column = QVBoxLayout(owner)
    dialog = make(owner)
    dialog.setWindowFlags(Qt.WindowType.Widget)
    column.addWidget(dialog)
    return owner


def folder_rules(icons: Icons) -> QWidget:
    return _over(lambda owner: RulesDialog(icons, root(PAPERS, []), owner))


def _settings(icons: Icons, part: SettingsPart) -> SettingsPage:
    languages = (Language("en", "English"), Language("de", "Deutsch"))
    page = SettingsPage(icons, Here(PAPERS, 8, languages))
    page.show_part(part)
    page.answers.show_settings(Settings())
    page.reading.show_settings(Settings(read_scans=False))
    return page


def reading_settings(icons: Icons) -> QWidget:
    page = _settings(icons, SettingsPart.READING)
    page.reading.show_waiting(12)
    page.reading.scans.box.click()
    return page


def answer_settings(icons: Icons) -> QWidget:
    return _settings(icons, SettingsPart.ANSWERS)


def appearance_settings(icons: Icons) -> QWidget:
    return _settings(icons, SettingsPart.APPEARANCE)


def privacy_settings(icons: Icons) -> QWidget:
    page = _settings(icons, SettingsPart.PRIVACY)
    connections = (Connection("10.0.0.7:50122", "203.0.113.9:443"),)
    page.privacy.show_processes((ProcessRow(7, Part.DOWNLOAD, 4 * 10**7, connections),))
    return page


def about_settings(icons: Icons) -> QWidget:
    page = _settings(icons, SettingsPart.ABOUT)
    page.about.show_licences("# Licences\n\nMIT")
    return page


def moved_files(icons: Icons) -> QWidget:
    def make(owner: QWidget) -> QWidget:
        dialog = WhereDialog(icons, root(PAPERS, [], available=False), owner)
        dialog.show_guesses((Whereabouts(PAPERS, 1.0),))
        return dialog

    return _over(make)


STATES = [
    library,
    several_chosen,
    password_asked,
    folder_rules,
    reading_settings,
    answer_settings,
    appearance_settings,
    privacy_settings,
    about_settings,
    moved_files,
    welcome,
    conversation,
    source,
    conversations,
    model_failure,
    model_menu,
    answer_models,
    search_models,
]


@pytest.fixture(params=STATES, ids=lambda make: make.__name__)
def panel(qtbot: QtBot, icons: Icons, request: pytest.FixtureRequest) -> QWidget:
    made = request.param(icons)
    qtbot.addWidget(made)
    made.resize(600, 900)
    made.show()
    settle()
    return made


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


def in_view(panel: QWidget) -> list[QWidget]:
    return [each for each in panel.findChildren(QWidget) if each.isVisible()]


def test_what_can_be_used_has_a_spoken_name(panel: QWidget) -> None:
    used = [each for each in in_view(panel) if isinstance(each, SPOKEN)]
    used = [
        each
        for each in used
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(each, QProgressBar)
    ]
    assert used
    unnamed = [each for each in used if not spoken_name(each)]
    assert [each.metaObject().className() for each in unnamed] == []


def test_spoken_names_hold_no_technical_words(panel: QWidget) -> None:
    names = " ".join(spoken_name(each) for each in in_view(panel) if isinstance(each, SPOKEN)).casefold()
    assert not [word for word in ("chunk", "vector", "embedding", "rag ", "none", "null") if word in names]


def test_buttons_that_show_only_an_icon_say_what_they_do_when_pointed_at(panel: QWidget) -> None:
    bare = [each for each in in_view(panel) if isinstance(each, QAbstractButton) and not each.icon().isNull()]
    assert [each.accessibleName() for each in bare if not (each.text() or each.toolTip())] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_where_the_keyboard_is_can_be_seen(qtbot: QtBot, panel: QWidget, theme: Theme, dark: bool) -> None:
    if theme.dark is not dark:
        theme.toggle()
    panel.activateWindow()
    unseen = []
    for each in in_view(panel):
        if not (each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled()) or each.focusProxy():
            continue
        if not isinstance(each, QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox):
            continue
        each.clearFocus()
        before = each.grab().toImage()
        each.setFocus(Qt.FocusReason.TabFocusReason)
        if each.hasFocus() and each.grab().toImage() == before:
            unseen.append(spoken_name(each))
    assert unseen == []


def test_states_are_told_by_word_and_not_by_colour_alone(qtbot: QtBot, icons: Icons) -> None:
    panel = LibraryPanel(icons)
    qtbot.addWidget(panel)
    rows = [row(PAPERS / f"{state}.pdf", state) for state in DocumentState]
    panel.show_listing(listing(*rows))
    model, role = panel.file_list.model(), Qt.ItemDataRole.AccessibleTextRole
    spoken = [model.index(number, 0).data(role) for number in range(len(rows))]
    assert all(", " in each for each in spoken)
    assert len({each.split(", ")[1] for each in spoken}) == len(rows)
