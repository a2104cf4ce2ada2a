"""The user guide in the window: reading it, following it, and finding things in it."""

import html
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QTextDocument, QTextFormat, QTextImageFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_rag import __version__
from desktop_rag.app.guide import read_guide
from desktop_rag.domain.guide import GuidePlace
from desktop_rag.domain.guide_search import GuideIndex
from desktop_rag.gui.frame.shortcuts import SHORTCUTS, ShortcutsDialog
from desktop_rag.gui.help.page import HelpPage
from desktop_rag.gui.help.text import TEXT_WIDTH
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Theme
from desktop_rag.runtime import assets_dir
from tests.gui.screen import button, settle, text_on
from tests.gui.test_window import press


@pytest.fixture(scope="module")
def index() -> GuideIndex:
    return GuideIndex(read_guide(assets_dir() / "guide"))


@pytest.fixture
def page(qtbot: QtBot, icons: Icons, index: GuideIndex) -> HelpPage:
    made = HelpPage(icons)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    made.show_guide(index.guide)
    made.searched.connect(lambda words: made.show_hits(index.search(words)))
    settle()
    return made


def heading_at_top(page: HelpPage) -> str:
    """The first heading that is in view."""
    text = page.text
    cursor = text.cursorForPosition(text.viewport().rect().topLeft())
    block = cursor.block()
    while block.isValid() and not block.blockFormat().headingLevel():
        block = block.next()
    return block.text()


def test_the_guide_opens_at_its_first_chapter_with_the_keyboard_in_the_search_field(page: HelpPage) -> None:
    page.open()
    page.take_focus()
    assert page.text.toPlainText().startswith("Getting started")
    assert page.chapters.currentItem().text() == "Getting started"
    assert page.search.hasFocus()


def test_a_chapter_is_opened_by_name_before_the_guide_was_read(
    qtbot: QtBot, icons: Icons, index: GuideIndex
) -> None:
    page = HelpPage(icons)
    qtbot.addWidget(page)
    page.open("privacy")
    assert page.text.toPlainText() == ""
    page.show_guide(index.guide)
    assert page.text.toPlainText().startswith("Privacy")


def test_a_name_that_no_chapter_has_does_no_harm(page: HelpPage) -> None:
    page.open("no-such-chapter", "no-such-heading")
    assert page.text.toPlainText().startswith("Getting started")


def test_going_through_the_chapters_shows_each(qtbot: QtBot, page: HelpPage, index: GuideIndex) -> None:
    page.chapters.setFocus()
    seen = []
    for _ in index.guide.chapters:
        seen.append(page.text.toPlainText().partition("\n")[0])
        qtbot.keyClick(page.chapters, Qt.Key.Key_Down)
    assert seen == [chapter.title for chapter in index.guide.chapters]


def test_an_anchor_brings_its_heading_to_the_top(qtbot: QtBot, page: HelpPage) -> None:
    page.open("when-something-goes-wrong", "the-disk-is-full")
    qtbot.waitUntil(lambda: heading_at_top(page) == "The disk is full")


def test_a_link_leads_to_its_chapter(qtbot: QtBot, page: HelpPage) -> None:
    page.open("getting-started")
    page.text.anchorClicked.emit(QUrl("07-your-library#"))
    assert page.text.chapter.title == "Your library"
    assert page.chapters.currentItem().text() == "Your library"


def test_links_are_reached_and_followed_by_keyboard(qtbot: QtBot, page: HelpPage) -> None:
    page.open("getting-started")
    page.text.setFocus()
    qtbot.keyClick(page.text, Qt.Key.Key_Tab)
    assert page.text.textCursor().selectedText() == "Your library"
    qtbot.keyClick(page.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.text.chapter.title == "Your library")


def test_nothing_is_opened_outside(qtbot: QtBot, page: HelpPage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", opened.append)
    page.text.anchorClicked.emit(QUrl("https://example.org/"))
    settle()
    assert opened == []
    assert page.text.chapter is not None
    assert not page.text.openExternalLinks()


def test_what_is_typed_is_found_at_once_and_opened_with_the_words_marked(
    qtbot: QtBot, page: HelpPage, theme: Theme
) -> None:
    page.take_focus()
    qtbot.keyClicks(page.search, "password right")
    assert page.results.isVisible()
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.text.isVisible()
    assert page.text.chapter.title == "When something goes wrong"
    qtbot.waitUntil(lambda: heading_at_top(page) == "The password is not right")
    cursor = page.text.document().find("password")
    assert cursor.charFormat().background().color() == theme.color("marker")


def test_results_are_gone_through_by_arrow_keys_from_the_field_and_back(qtbot: QtBot, page: HelpPage) -> None:
    page.activateWindow()
    page.take_focus()
    qtbot.keyClicks(page.search, "folder")
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    qtbot.waitUntil(page.results.hasFocus)
    qtbot.keyClick(page.results, Qt.Key.Key_Down)
    assert page.results.currentIndex().row() == 1
    qtbot.keyClick(page.results, Qt.Key.Key_Up)
    qtbot.keyClick(page.results, Qt.Key.Key_Up)
    qtbot.waitUntil(page.search.hasFocus)


def test_escape_goes_back_to_what_was_found_then_to_the_chapter(qtbot: QtBot, page: HelpPage) -> None:
    page.open("privacy")
    qtbot.keyClicks(page.search, "folder")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert not page.results.isVisible()
    assert page.dismiss()
    assert page.results.isVisible()
    assert page.dismiss()
    assert page.search.text() == ""
    assert page.text.isVisible()
    assert not page.dismiss()


def test_that_nothing_was_found_is_said_in_words(qtbot: QtBot, page: HelpPage) -> None:
    qtbot.keyClicks(page.search, "xylophone")
    assert "Nothing in the guide fits these words." in text_on(page)
    page.search.clear()
    assert "Nothing in the guide" not in text_on(page)


def test_what_is_found_by_meaning_joins_without_taking_the_page_from_who_reads(
    qtbot: QtBot, page: HelpPage, index: GuideIndex
) -> None:
    qtbot.keyClicks(page.search, "folder")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    title = page.text.chapter.title
    page.add_hits(index.search("folder", {5: 0.9}))
    assert page.text.isVisible()
    assert page.text.chapter.title == title


def test_a_heading_that_is_shortened_can_be_read_whole(page: HelpPage, index: GuideIndex) -> None:
    hits = index.search("disk full")
    page.show_hits(hits)
    said = page.results.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert html.escape(hits[0].section.heading) in said
    assert html.escape(hits[0].title) in said


def test_each_row_found_is_spoken_with_its_chapter_and_words(page: HelpPage, index: GuideIndex) -> None:
    page.show_hits(index.search("disk full"))
    model = page.results.model()
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("The disk is full, in When something goes wrong: ")


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("width", [640, 1440])
def test_the_text_never_runs_off_the_side(
    qtbot: QtBot, page: HelpPage, theme: Theme, width: int, scale: float
) -> None:
    theme.set_text_scale(scale)
    try:
        page.resize(width, 700)
        settle()
        for name in ("keyboard-and-accessibility", "command-line", "getting-started"):
            page.open(name)
            settle()
            assert page.text.horizontalScrollBar().maximum() == 0, name
        assert page.chapters.geometry().right() < page.text.mapTo(page, page.text.rect().topLeft()).x()
    finally:
        theme.set_text_scale(1.0)


def pictures_of(page: HelpPage) -> list[QTextImageFormat]:
    block = page.text.document().begin()
    shown = []
    while block.isValid():
        # An iterator of PySide does not follow Python's protocol.
        fragments = block.begin()
        while not fragments.atEnd():
            form = fragments.fragment().charFormat()
            if form.isImageFormat():
                shown.append(form.toImageFormat())
            fragments += 1
        block = block.next()
    return shown


def test_a_picture_stands_in_its_chapter_with_its_words(page: HelpPage) -> None:
    page.open("getting-started")
    settle()
    (picture,) = pictures_of(page)
    assert QUrl(picture.name()).scheme() == "picture", "nothing that a file or a server could answer to"
    said = picture.property(QTextFormat.Property.ImageAltText.value)
    assert said.startswith("The window: ")
    assert said in page.text.toPlainText()
    kind = QTextDocument.ResourceType.ImageResource.value
    drawn = page.text.document().resource(kind, QUrl(picture.name()))
    assert drawn.deviceIndependentSize().toSize() == QSize(round(picture.width()), round(picture.height()))
    assert QImage(drawn).pixelColor(drawn.width() // 2, drawn.height() // 2).alpha() == 255


@pytest.mark.parametrize("width", [640, 800, 1440])
def test_pictures_are_never_wider_than_the_text_nor_out_of_shape(page: HelpPage, width: int) -> None:
    page.resize(width, 700)
    for name in ("getting-started", "models", "settings"):
        page.open(name)
        settle()
        (picture,) = pictures_of(page)
        assert 200 < picture.width() <= TEXT_WIDTH
        assert page.text.horizontalScrollBar().maximum() == 0
        block = next(b for s in page.text.chapter.sections for b in s.blocks if b.picture)
        file = QImage.fromData(block.picture.png)
        assert picture.width() <= file.width() / 2
        assert picture.height() / picture.width() == pytest.approx(file.height() / file.width(), rel=0.01)


def test_another_theme_or_text_size_keeps_the_place(qtbot: QtBot, page: HelpPage, theme: Theme) -> None:
    page.open("when-something-goes-wrong", "the-disk-is-full")
    qtbot.waitUntil(lambda: heading_at_top(page) == "The disk is full")
    theme.toggle()
    try:
        assert heading_at_top(page) == "The disk is full"
    finally:
        theme.toggle()


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow) -> HelpPage:
    press(qtbot, window, "F1")
    qtbot.waitUntil(lambda: window.help.page.text.chapter is not None, timeout=20_000)
    return window.help.page


def test_f1_opens_the_guide_and_escape_leads_back_to_where_the_keyboard_was(
    qtbot: QtBot, window: MainWindow, opened: HelpPage
) -> None:
    assert opened.isVisible()
    assert opened.text.toPlainText().startswith("Getting started")
    press(qtbot, window, "Esc")
    assert not opened.isVisible()
    assert window.conversation.isVisible()


def test_ctrl_f_searches_the_guide_while_it_is_open(
    qtbot: QtBot, window: MainWindow, opened: HelpPage
) -> None:
    opened.text.setFocus()
    press(qtbot, window, "Ctrl+F")
    qtbot.waitUntil(opened.search.hasFocus)
    assert opened.isVisible()


def test_a_question_in_other_words_finds_its_section_by_meaning(
    qtbot: QtBot, window: MainWindow, opened: HelpPage
) -> None:
    qtbot.keyClicks(opened.search, "is my private stuff uploaded somewhere")
    model: Callable[[], list[str]] = lambda: [  # noqa: E731 - asked again and again
        opened.results.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(opened.results.model().rowCount())
    ]
    qtbot.waitUntil(lambda: any(", in Privacy" in said for said in model()), timeout=60_000)


def test_searching_the_guide_puts_nothing_into_the_library(
    qtbot: QtBot, window: MainWindow, opened: HelpPage, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.help._meaning.succeeded, timeout=60_000):
        qtbot.keyClicks(opened.search, "privacy")
    assert window.library.listing.empty
    assert window._context.catalogue.overview().passages == 0


def test_the_list_of_shortcuts_is_one_step_away(qtbot: QtBot, window: MainWindow, opened: HelpPage) -> None:
    button(opened, "Keyboard shortcuts").click()
    dialog = window.findChild(ShortcutsDialog)
    assert dialog.isVisible()
    said = text_on(dialog)
    assert [meaning for _keys, meaning in SHORTCUTS if meaning not in said] == []
    dialog.close()


def test_details_for_a_report_name_the_program_and_the_machine_and_no_document(
    qtbot: QtBot, window: MainWindow, opened: HelpPage, documents: Path
) -> None:
    opened.report.click()
    copied = QGuiApplication.clipboard().text()
    assert f"Desktop RAG {__version__}" in copied
    assert "Qt 6." in copied
    assert "Library: 0 places, 0 files" in copied
    assert str(documents.parent) not in copied
    assert opened.report.text() == "Copied"


def test_links_of_others_open_a_chapter(qtbot: QtBot, window: MainWindow) -> None:
    window.keys.open_help("answers-written-by-a-model")
    qtbot.waitUntil(lambda: window.help.page.text.chapter is not None, timeout=20_000)
    assert window.help.page.text.chapter.title == "Answers written by a model"
    assert QApplication.focusWidget() is window.help.page.search


def test_places_are_compared_by_what_they_name() -> None:
    assert GuidePlace("08-privacy") == GuidePlace("08-privacy", "")
