"""A password is asked for where the document is shown, said to be wrong there, and kept nowhere."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import BadPassword
from desktop_rag.gui.library.model import Listing
from desktop_rag.gui.library.panel import LibraryPanel
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.page.password_form import ENTER_PASSWORD
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.samples import PAPERS, listing, row, shown_panel
from tests.gui.screen import button, button_names, words_on
from tests.gui.test_window import add_and_wait, wait_until_idle
from tests.pdfs import encrypt_pdf, lines, write_pdf

LOCKED = PAPERS / "contract.pdf"
HINT = "Choose “Enter password …”."


def with_locked(hint: str = HINT) -> Listing:
    protected = row(LOCKED, DocumentState.FAILED, reason="It is protected by a password.", hint=hint)
    return listing(replace(protected, kind="encrypted"), row(PAPERS / "other.pdf"))


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> LibraryPanel:
    made = shown_panel(qtbot, icons)
    made.show_listing(with_locked())
    made.file_list.choose_rows([0])
    return made


def enter(qtbot: QtBot, panel: LibraryPanel, password: str) -> QLineEdit:
    button(panel.card, ENTER_PASSWORD).click()
    edit = panel.card.password.edit
    edit.setText(password)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    return edit


def test_a_protected_document_offers_a_field_that_hides_what_is_typed(panel: LibraryPanel) -> None:
    button(panel.card, ENTER_PASSWORD).click()
    form = panel.card.password
    assert form.isVisible()
    assert form.edit.hasFocus()
    assert form.edit.echoMode() is QLineEdit.EchoMode.Password
    button(form, "Show the password").click()
    assert form.edit.echoMode() is QLineEdit.EchoMode.Normal
    button(form, "Hide the password").click()
    assert form.edit.echoMode() is QLineEdit.EchoMode.Password


def test_enter_asks_for_the_document_to_be_opened_once(qtbot: QtBot, panel: LibraryPanel) -> None:
    asked: list[tuple[Path, str]] = []
    panel.unlock_requested.connect(lambda path, password: asked.append((path, password)))
    edit = enter(qtbot, panel, "open sesame")
    assert asked == [(LOCKED, "open sesame")]
    assert "Opening…" in words_on(panel.card)
    assert not edit.isEnabled()


def test_without_a_password_nothing_is_asked(qtbot: QtBot, panel: LibraryPanel) -> None:
    asked: list[object] = []
    panel.unlock_requested.connect(lambda *what: asked.append(what))
    enter(qtbot, panel, "")
    assert asked == []
    assert not button(panel.card.password, "Open").isEnabled()


def test_escape_closes_the_field_forgets_what_was_typed_and_pauses_nothing(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    button(panel.card, ENTER_PASSWORD).click()
    panel.card.password.edit.setText("half a pass")
    qtbot.keyClick(panel.card.password.edit, Qt.Key.Key_Escape)
    assert not panel.card.password.isVisible()
    assert panel.card.password.edit.text() == ""
    assert button(panel.card, ENTER_PASSWORD).hasFocus()


def test_a_wrong_password_is_said_in_the_card_and_can_be_typed_over(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    edit = enter(qtbot, panel, "wrong")
    assert panel.card.show_wrong_password(LOCKED, BadPassword())
    assert any(BadPassword.default_message in words for words in words_on(panel.card))
    assert (edit.hasFocus(), edit.selectedText()) == (True, "wrong")


def test_while_a_password_is_asked_for_the_field_alone_says_what_is_wrong_and_what_to_do(
    qtbot: QtBot, panel: LibraryPanel
) -> None:
    failed = row(LOCKED, DocumentState.FAILED, reason=BadPassword.default_message, hint=HINT)
    wrong = replace(failed, kind="encrypted")
    enter(qtbot, panel, "wrong")
    panel.show_listing(listing(wrong, row(PAPERS / "other.pdf")))  # it was tried, and listed anew
    panel.card.show_wrong_password(LOCKED, BadPassword())
    said = words_on(panel.card)
    assert sum(BadPassword.default_message in words for words in said) == 1
    assert not any("Enter password" in words for words in said)
    assert said.count("Open") == 1
    panel.card.password.leave()
    assert {BadPassword.default_message, HINT, "Open"} <= set(words_on(panel.card))


def test_what_is_being_typed_outlives_a_listing_but_not_another_choice(panel: LibraryPanel) -> None:
    button(panel.card, ENTER_PASSWORD).click()
    panel.card.password.edit.setText("half")
    panel.show_listing(with_locked())
    assert panel.card.password.edit.text() == "half"
    panel.file_list.choose_rows([1])
    assert panel.card.password.edit.text() == ""
    assert not panel.card.show_wrong_password(LOCKED, BadPassword())


def test_documents_that_only_other_programs_open_offer_no_field(panel: LibraryPanel) -> None:
    panel.show_listing(with_locked("Save a copy without a password."))
    assert ENTER_PASSWORD not in button_names(panel.card)


def test_the_menu_of_the_file_leads_to_the_field(panel: LibraryPanel) -> None:
    panel.file_list.customContextMenuRequested.emit(panel.file_list.rect().center())
    menu = panel.findChild(QMenu)
    next(action for action in menu.actions() if action.text() == ENTER_PASSWORD).trigger()
    menu.close()
    assert panel.card.password.isVisible()


def test_a_protected_document_is_read_with_its_password_after_a_wrong_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    locked = tmp_path / "contract.pdf"
    write_pdf(locked, [lines("The lease of the reading room ends in the year 2031.")])
    encrypt_pdf(locked, user="open sesame")
    window.add_paths([locked])
    panel = window.library_panel
    qtbot.waitUntil(lambda: panel.file_list.model().rowCount() == 1, timeout=30_000)
    panel.file_list.choose_rows([0])
    qtbot.waitUntil(lambda: ENTER_PASSWORD in button_names(panel.card), timeout=30_000)
    window.conversation.notices.clear()
    edit = enter(qtbot, panel, "wrong")
    qtbot.waitUntil(
        lambda: any(BadPassword.default_message in words for words in words_on(panel.card.password)),
        timeout=30_000,
    )
    assert window.conversation.notices.current is None
    edit.setText("open sesame")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait_until_idle(qtbot, window, 1)
    qtbot.waitUntil(lambda: not panel.card.password.isVisible() and ENTER_PASSWORD not in button_names(panel))
    assert edit.text() == ""


def test_a_page_whose_password_was_forgotten_is_drawn_once_it_is_entered(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window._context.settings.change(watch=False)  # or the change would be read
    path = write_pdf(tmp_path / "contract.pdf", [lines("The lease ends in the year 2031.")])
    add_and_wait(qtbot, window, [path], 1)
    stamp = path.stat()
    encrypt_pdf(path, user="open sesame")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    window.open_source(SourceRef(path, 1))
    panel = window.source_panel
    qtbot.waitUntil(lambda: ENTER_PASSWORD in button_names(panel), timeout=30_000)
    assert "The lease ends in the year 2031." in panel.text.toPlainText()
    button(panel, ENTER_PASSWORD).click()
    for password in ("wrong", "open sesame"):
        panel.password.edit.setText(password)
        qtbot.keyClick(panel.password.edit, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not panel.password.opening, timeout=30_000)
        said = "\n".join(words_on(panel.password))
        assert (BadPassword.default_message in said) is (password == "wrong")
    qtbot.waitUntil(lambda: panel.shown.image is not None, timeout=30_000)
    assert not panel.password.isVisible()
    assert ENTER_PASSWORD not in button_names(panel)
