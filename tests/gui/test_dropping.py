"""Whatever is dropped on the window is put where it belongs; the window says what it does and what not."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QStyleOptionViewItem, QTextEdit
from pytestqt.qtbot import QtBot

from desktop_rag.gui.answers.asked_row import AskedRow
from desktop_rag.gui.conversations.delegate import ConversationDelegate
from desktop_rag.gui.frame.drop_overlay import DropOverlay
from desktop_rag.gui.frame.dropping import (
    ADD,
    ADD_ADAPTER,
    BOTH,
    NOT_LOCAL,
    NOT_THERE,
    USE_MODEL,
    Looked,
    look_at,
    lost_words,
)
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.screen import button, words_on
from tests.gui.test_window import add_and_wait, drop, visible_words, wait_until_idle


def drag(window: MainWindow, *paths: Path, links: tuple[str, ...] = ()) -> DropOverlay:
    data = QMimeData()
    data.setUrls([*(QUrl.fromLocalFile(str(path)) for path in paths), *map(QUrl, links)])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, event)
    assert event.isAccepted()
    return window.findChild(DropOverlay)


def trained(folder: Path) -> Path:
    folder.mkdir()
    (folder / "adapter_config.json").write_text("{}", "utf-8")
    return folder


def test_what_lies_on_the_disk_is_told_apart(tmp_path: Path) -> None:
    page, model = tmp_path / "a.pdf", tmp_path / "m.gguf"
    for file in (page, model):
        file.write_bytes(b"x")
    adapter, folder = trained(tmp_path / "medic"), tmp_path / "plain"
    folder.mkdir()
    endless = tmp_path / ("x" * 400)
    looked = look_at([page, adapter, tmp_path / "gone.pdf", folder, model, endless])
    assert looked == Looked((page, folder, model), (adapter,), (tmp_path / "gone.pdf", endless))


@pytest.mark.parametrize(
    ("make", "said", "named"),
    [
        (lambda base: [base / "a.pdf"], ADD, "“a.pdf”"),
        (lambda base: [base / "a.pdf", base / "b.txt", base / "c.md"], ADD, "“a.pdf” and 2 more"),
        (lambda base: [base / "tiny.gguf"], USE_MODEL, "“tiny.gguf”"),
        (lambda base: [base / "a.pdf", base / "tiny.gguf"], BOTH, "“a.pdf” and 1 more"),
    ],
)
def test_while_dragging_it_is_said_what_with_what(
    window: MainWindow, tmp_path: Path, make: Callable[[Path], list[Path]], said: str, named: str
) -> None:
    paths = make(tmp_path)
    for path in paths:
        path.write_bytes(b"x")
    overlay = drag(window, *paths)
    assert (overlay._text, overlay._detail) == (said, named)
    overlay.hide()


def test_a_folder_with_what_was_trained_is_told_while_it_is_dragged(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    overlay = drag(window, trained(tmp_path / "medic"))
    qtbot.waitUntil(lambda: overlay._text == ADD_ADAPTER)
    assert overlay._detail == "“medic”"
    overlay.hide()


def test_what_is_gone_is_told_while_it_is_dragged(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    overlay = drag(window, tmp_path / "gone.pdf")
    qtbot.waitUntil(lambda: overlay._text == NOT_THERE)
    overlay.hide()


def test_links_are_refused_with_a_way_out_already_while_they_are_dragged(window: MainWindow) -> None:
    overlay = drag(window, links=("https://example.org/page.html",))
    assert overlay._text == NOT_LOCAL
    assert "Save the web page" in overlay._text
    overlay.hide()


def test_what_is_there_is_added_and_what_is_gone_is_named(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    gone = documents / "gone.pdf"
    drop(window, [QUrl.fromLocalFile(str(path)) for path in (gone, documents / "leave.md")])
    qtbot.waitUntil(lambda: lost_words([gone]) in visible_words(window))
    assert "“gone.pdf” is not there any more" in visible_words(window)
    wait_until_idle(qtbot, window, 1)
    assert [item.name for item in window.library.listing.files] == ["leave.md"]


def test_of_a_file_that_is_not_read_the_notice_leads_to_the_reason(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    add_and_wait(qtbot, window, [documents], 2)
    empty = documents.parent / "empty.txt"
    empty.write_bytes(b"")
    window.library_panel.filter.setText("leave")
    drop(window, [QUrl.fromLocalFile(str(empty))])
    qtbot.waitUntil(lambda: "0 documents ready · 1 skipped" in visible_words(window))
    qtbot.waitUntil(lambda: len(window.library.listing.files) == 4)
    button(window, "Show it").click()
    card = words_on(window.library_panel.card)
    assert {"empty.txt", "Skipped", "This file is empty."} <= set(card)
    assert window.library_panel.file_list.hasFocus()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_whose_name_is_no_text_is_added_all_the_same(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff and 100%25 %.txt"))
    odd.write_text("Zebras are let into the garden on Mondays.", "utf-8")
    drop(window, [QUrl.fromEncoded(b"file://" + quote_from_bytes(os.fsencode(odd)).encode())])
    wait_until_idle(qtbot, window, 1)
    assert [item.path for item in window.library.listing.files] == [odd]


def test_pages_that_lie_over_the_window_take_drops_too(
    qtbot: QtBot, window: MainWindow, documents: Path
) -> None:
    window.shelf.open()
    overlay = drag(window, documents)
    assert overlay._text == ADD
    assert overlay.geometry() == window.rect()
    overlay.hide()
    drop(window, [QUrl.fromLocalFile(str(documents))])
    wait_until_idle(qtbot, window, 2)


def test_dragging_away_again_leaves_nothing(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    overlay = drag(window, trained(tmp_path / "medic"))
    window._dropping.leave()
    qtbot.wait(100)
    assert not overlay.isVisible()


def test_a_file_dropped_on_a_field_for_words_is_for_the_window(window: MainWindow, icons: Icons) -> None:
    for page in (window.shelf, window.settings, window.help):
        page.open()
    asked = AskedRow(icons)
    fields = [
        field
        for place in (window, asked)
        for kind in (QLineEdit, QPlainTextEdit, QTextEdit)
        for field in place.findChildren(kind)
    ]
    titles = ConversationDelegate(icons, 80, window, lambda _index: 0)
    fields.append(titles.createEditor(window, QStyleOptionViewItem(), QModelIndex()))
    assert len(fields) > 12
    assert [field.accessibleName() for field in fields if field.acceptDrops()] == []
    asked.deleteLater()
