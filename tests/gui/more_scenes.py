"""More states of the real window, for looking at it: what lies behind a tab, a field, a key. GUI thread.

Together with `scenes` they have every kind of part that the window is made of in view at least once;
`test_looks` holds them to that.
"""

from dataclasses import replace

from PySide6.QtCore import Qt

from desktop_rag.app.moving import LibraryFile
from desktop_rag.app.place import OldPlace
from desktop_rag.app.privacy import Part, ProcessRow
from desktop_rag.app.shelf_values import Added, Refused
from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.domain.folder_rules import FolderRules
from desktop_rag.domain.language_model import ModelState, ModelStatus
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.conversations.panel import ConversationList
from desktop_rag.gui.frame.drop_overlay import DropOverlay
from desktop_rag.gui.frame.side_panel import Tab
from desktop_rag.gui.library.import_dialog import ImportDialog
from desktop_rag.gui.page.password_form import ENTER_PASSWORD
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.settings.page import SettingsPart
from tests.gui.models_samples import NOW, item, model, plan
from tests.gui.samples import hit, root
from tests.gui.scenes import LONG_NAME, QUESTION, Scene, Stage
from tests.gui.screen import button
from tests.gui.test_answer_setup import with_adapter
from tests.gui.test_conversation_list import summaries

PARTS = tuple(enumerate(Part, start=1))


def settings_search(stage: Stage) -> None:
    stage.window.settings.open(SettingsPart.SEARCH)


def settings_reading(stage: Stage) -> None:
    stage.window.settings.open(SettingsPart.READING)


def settings_appearance(stage: Stage) -> None:
    stage.window.settings.open(SettingsPart.APPEARANCE)


def settings_privacy(stage: Stage) -> None:
    """With the same processes each time, whatever runs."""
    settings = stage.window.settings
    settings.open(SettingsPart.PRIVACY)
    settings._timer.stop()
    stage.wait_for(lambda: not settings._looks.busy)
    settings.page.privacy.show_processes([ProcessRow(number, part, 10**8, ()) for number, part in PARTS])


def settings_about(stage: Stage) -> None:
    stage.window.settings.open(SettingsPart.ABOUT)


def moving_the_library(stage: Stage) -> None:
    settings = stage.window.settings
    settings.open(SettingsPart.LIBRARY)
    stage.wait_for(lambda: not settings._moving._olds.busy)
    section = settings.page.library
    section.moving.ask(stage.handbook / "Another place", 1_234_567_890)
    section.old.show_old(OldPlace(stage.handbook / "The place before", 1_234_567_890))


def conversation_rows(stage: Stage) -> None:
    stage.window.side.show_tab(Tab.CONVERSATIONS)
    handling = stage.window.conversations
    stage.wait_for(lambda: not handling.controller._list.busy)
    rows = stage.window.findChild(ConversationList)
    rows.show_summaries(summaries("Parental leave", LONG_NAME, "Fire drill"))
    rows.view.setFocus()
    rows.view.setCurrentIndex(rows.view.model().index(1, 0))


def page_picture(stage: Stage) -> None:
    stage.window.open_source(SourceRef(stage.handbook / "lease.pdf", 1, ((10, 40),)))
    stage.wait_for(lambda: bool(stage.window.source_panel.shown and stage.window.source_panel.shown.image))


def found_on_the_page(stage: Stage) -> None:
    page_picture(stage)
    stage.window.sources.find()
    bar = stage.window.source_panel.find_bar
    bar.edit.setText("tenant")
    stage.wait_for(lambda: bool(bar.count.text()))
    stage.window.source_panel.tools.field.edit_number()


def locked_document(stage: Stage) -> None:
    files = stage.window.library_panel.file_list
    model = files.model()
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    files.choose_rows([names.index("locked.pdf")])
    card = stage.window.library_panel.card
    stage.wait_for(card.isVisible)
    button(card, ENTER_PASSWORD).click()


def folder_notes(stage: Stage) -> None:
    panel = stage.window.library_panel
    panel.root_list.choose_rows([1])
    rules = FolderRules(("*.tmp",), (), 10**6)
    panel.card._notes.show_root(replace(root(stage.handbook, []), rules=rules), "It is on a network drive.")


def search_results(stage: Stage) -> None:
    panel = stage.window.library_panel
    panel.filter.setText("leave")
    stage.wait_for(lambda: bool(panel.results.found.words))


def guide_results(stage: Stage) -> None:
    stage.window.help.open()
    page = stage.window.help.page
    stage.wait_for(lambda: page.text.chapter is not None)
    page.search.setText("password")
    stage.wait_for(page.results.isVisible)


def thinking(stage: Stage) -> None:
    """A follow-up that is looked up in other words, in a place, while the model thinks."""
    stage.window.conversation.box.set_scope((stage.handbook, stage.handbook / "Minutes" / LONG_NAME))
    turn = stage.window.conversation.begin_turn("And the year after?", ())
    update = AnswerUpdate(
        AnswerPhase.WRITING, asked=QUESTION, hits=(hit(0, 40),), text="Every", thought="First the leave."
    )
    turn.show_update(update)
    turn.thought.button.click()


def question_edited(stage: Stage) -> None:
    thinking(stage)
    turn = stage.window.conversation.turns[-1]
    turn.question_row.begin()
    turn.asked_row.button.click()


def dragging(stage: Stage) -> None:
    overlay = stage.window.findChild(DropOverlay)
    overlay.appear("Add to your library", LONG_NAME)


def adapters_in_the_menu(stage: Stage) -> None:
    stage.press(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    stage.window.model_handling.menu.show_setup(with_adapter(), ModelStatus(ModelState.READY))


def from_a_link(stage: Stage) -> None:
    shelf = stage.window.shelf
    shelf.open(ShelfKind.MODEL)
    stage.wait_for(lambda: shelf.models.listing is not None)
    section = shelf.page.sections[ShelfKind.MODEL]
    refused = Refused(stage.handbook / LONG_NAME, "This is not a GGUF model file.", "Download it again.")
    section.show_added(Added((item(1, model()),), (refused,), 1))
    section.link.show_found([plan()])
    section.link.show_downloads([plan()], {})


def downloading(stage: Stage) -> None:
    stage.window.shelf.downloads.strip.show_work(f"Getting {LONG_NAME}, 40 %", 0.4)


def import_dialog(stage: Stage) -> None:
    found = LibraryFile(stage.handbook / "library.zip", 10**8, 1234, 9, 12, NOW, "1.0")
    stage.show_dialog(ImportDialog(stage.icons, found, 55, stage.window))


MORE_SCENES: tuple[Scene, ...] = (
    settings_search, settings_reading, settings_appearance, settings_privacy, settings_about,
    moving_the_library, conversation_rows, page_picture, found_on_the_page, locked_document, folder_notes,
    search_results, guide_results, thinking, question_edited, dragging, adapters_in_the_menu, from_a_link,
    downloading, import_dialog,
)  # fmt: skip
