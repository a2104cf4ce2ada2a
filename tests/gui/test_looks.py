"""The window looks right: no word is cut off or covered, and every word can be made out.

Scaling of the screen leaves a window as it is, in its own pixels, but rounds text otherwise and leaves less
room: at 200 % a screen of 1920 × 1080 is one of 960 × 540. So larger scales are looked at in smaller windows,
and larger text in the same ones.
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_rag import gui
from desktop_rag.gui.widgets.basics import ElidedButton, ElidedLabel, TextButton, label
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Theme
from tests.gui.looks import clipped, faint_focus, low_contrast, overlapping
from tests.gui.scenes import make_library

ROOT = Path(__file__).parents[2]
LARGE, MIDDLE, SMALL = "1360x860", "900x600", "640x480"
SCREEN = {
    "name": "only", "x": 0, "y": 0, "width": 1920, "height": 1080,
    "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
}  # fmt: skip
"""Menus stay within it."""
OTHER_SYSTEMS = "task_bar_windows"
MENUS = {"LibraryMenu"}
"""Qt itself makes a menu as large as its words."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("looks")
    make_library(folder)
    (folder / "screens.json").write_text(json.dumps({"screens": [SCREEN]}), "utf-8")
    return folder / "library"


def looked_at(
    library: Path, what: str, language: str, *sizes: str, scale: float = 1, text: float = 1
) -> dict:
    platform = f"offscreen:configfile={library.parent / 'screens.json'}"
    environment = {**os.environ, "QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": str(scale)}
    program = [sys.executable, "-X", "faulthandler", "-m", "tests.gui.look_at"]
    command = [*program, what, language, str(text), str(library), *sizes]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def told(flaws: dict[str, list[str]]) -> str:
    """One line a flaw, with the first of the places it was seen in."""
    return "\n".join(f"{flaw}  ({len(where)}: {where[0]})" for flaw, where in sorted(flaws.items()))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("scale", "sizes"), [(1, (LARGE, MIDDLE, SMALL)), (1.5, (MIDDLE,)), (2, (SMALL,))])
def test_every_word_has_its_room(library: Path, language: str, scale: float, sizes: tuple[str, ...]) -> None:
    seen = looked_at(library, "room", language, *sizes, scale=scale)
    assert seen["looked_at"] > 400 * len(sizes)
    assert told(seen["flaws"]) == ""


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_word_has_its_room_when_text_is_large(library: Path, language: str) -> None:
    seen = looked_at(library, "room", language, LARGE, text=1.5)
    assert told(seen["flaws"]) == ""


@pytest.fixture(scope="module")
def colours(library: Path) -> dict:
    """What a window has to show that is so tall that next to nothing is scrolled out of view."""
    return looked_at(library, "colours", "en", "1100x1400")


def test_every_word_and_the_keyboards_place_can_be_made_out_in_both_themes(colours: dict) -> None:
    assert colours["looked_at"] > 2000
    assert colours["focused"] > 25, "hardly anything was given the keyboard"
    assert told(colours["flaws"]) == ""


def test_every_word_of_a_scene_is_looked_at(colours: dict) -> None:
    assert colours["unseen"] == []


def test_every_kind_of_part_that_the_window_is_made_of_is_looked_at(colours: dict) -> None:
    names = [each.name for each in walk_packages(gui.__path__, "desktop_rag.gui.")]
    modules = [import_module(name) for name in names if not name.endswith(OTHER_SYSTEMS)]
    parts = {
        name
        for module in modules
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, QWidget) and kind.__module__ == module.__name__
    }
    assert len(parts) > 100
    assert sorted(parts - MENUS - set(colours["kinds"])) == []


# That each of these would be found is shown on a window with just that.


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


def shown(page: QWidget, *parts: QWidget) -> QWidget:
    for each in parts:
        each.setParent(page)
    page.show()
    QApplication.processEvents()
    return page


def placed(widget: QWidget, x: int, y: int, wide: int, tall: int) -> QWidget:
    widget.setGeometry(x, y, wide, tall)
    return widget


WORDS = "More words than there is room for"


class Painted(QWidget):
    """Draws words as our painters do."""

    def __init__(self, rect: QRect, text: str = WORDS, *, short: bool = False) -> None:
        super().__init__()
        self._rect, self._text, self._short = rect, text, short

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        text = self._text
        if self._short:
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self._rect.width())
        painter.drawText(self._rect, int(Qt.AlignmentFlag.AlignLeft), text)
        painter.end()


CUT = {
    "label too narrow": lambda: placed(label(WORDS), 0, 0, 60, 20),
    "wrapped label too low": lambda: placed(label(WORDS, wrap=True), 0, 0, 80, 20),
    "a word wider than its wrapped label": lambda: placed(
        label("Unbreakablelongword", wrap=True), 0, 0, 40, 90
    ),
    "button too narrow": lambda: placed(TextButton(WORDS), 0, 0, 80, 30),
    "button too low": lambda: placed(TextButton(WORDS), 0, 0, 300, 9),
    "hint of a field too long": lambda: placed(_field(WORDS), 0, 0, 80, 30),
    "text of an answer too low": lambda: placed(_answer(), 0, 0, 100, 30),
    "reaches out of what it lies in": lambda: placed(label(WORDS), 350, 0, 300, 20),
    "painted in too little room": lambda: placed(Painted(QRect(0, 0, 50, 20)), 0, 0, 200, 20),
    "painted too low": lambda: placed(Painted(QRect(0, 0, 300, 6)), 0, 0, 300, 20),
    "shortened, and the rest nowhere": lambda: placed(Painted(QRect(0, 0, 90, 20), short=True), 0, 0, 90, 20),
}


def _field(hint: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(hint)
    return field


def _answer() -> QTextBrowser:
    text = QTextBrowser()
    text.setPlainText(WORDS * 3)
    text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return text


@pytest.mark.parametrize("make", CUT.values(), ids=CUT.keys())
def test_a_word_that_is_cut_off_is_found(page: QWidget, make) -> None:
    assert len(clipped(shown(page, make()))) >= 1


def test_words_with_enough_room_are_no_flaw(page: QWidget, icons: Icons) -> None:
    column = QVBoxLayout(page)
    elided, button = ElidedLabel(), ElidedButton("bar", icons, "ask")
    elided.set_text(WORDS * 9)
    button.set_words(WORDS * 9)
    for each in (label(WORDS), label(WORDS * 5, wrap=True), TextButton(WORDS), _field(WORDS), elided, button):
        column.addWidget(each)
    column.addWidget(Painted(QRect(0, 0, 300, 30)), 1)
    shown(page)
    assert clipped(page) == []
    assert overlapping(page) == []


def test_parts_over_each_other_are_found(page: QWidget) -> None:
    one, other = placed(label("One"), 0, 0, 60, 20), placed(label("Other"), 40, 10, 60, 20)
    assert len(overlapping(shown(page, one, other))) == 1


def test_words_over_words_that_lie_elsewhere_are_found(page: QWidget) -> None:
    holder = placed(QWidget(), 0, 0, 200, 40)
    inner = placed(label("Inner"), 0, 0, 60, 20)
    inner.setParent(holder)
    shown(page, holder, placed(label("Other"), 40, 10, 60, 20))
    assert len(overlapping(page)) == 1
    holder.setObjectName("tourCallout")
    assert overlapping(page) == []


def test_parts_that_a_layout_had_no_room_for_are_found(page: QWidget) -> None:
    row = QHBoxLayout(page)
    one, other = QWidget(), QPushButton("Press")
    row.addWidget(one)
    row.addWidget(other)
    shown(page)
    assert overlapping(page) == []
    one.setGeometry(other.geometry().translated(QPoint(-5, 0)))
    assert len(overlapping(page)) == 1


def test_words_painted_over_each_other_are_found(page: QWidget) -> None:
    class Twice(Painted):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)
            painter = QPainter(self)
            painter.drawText(QRect(10, 3, 300, 20), int(Qt.AlignmentFlag.AlignLeft), "Other words")
            painter.end()

    assert len(overlapping(shown(page, placed(Twice(QRect(0, 0, 300, 20)), 0, 0, 300, 40)))) == 1


@pytest.mark.parametrize(
    ("style", "flaws"),
    [
        ("color: #767676; background: #ffffff", 0),
        ("color: #7f7f7f; background: #ffffff", 1),
        ("color: #949494; background: #ffffff; font-size: 24px", 0),
        ("color: #9f9f9f; background: #ffffff; font-size: 24px", 1),
        ("color: #ffffff; background: #2a5db8", 0),
        ("color: #444444; background: #222225", 1),
    ],
)
@pytest.mark.parametrize("kind", [QLabel, QPushButton])
def test_words_too_faint_are_found(
    page: QWidget, kind: type[QLabel | QPushButton], style: str, flaws: int
) -> None:
    words = kind("Faint words, perhaps")
    words.setStyleSheet(f"* {{ {style}; border: none; }}")
    assert len(low_contrast(shown(page, placed(words, 10, 10, 300, 40)))) == flaws


def test_faint_words_of_a_painter_and_in_a_text_are_found_and_what_is_switched_off_is_exempt(
    page: QWidget,
) -> None:
    class Faint(Painted):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            painter = QPainter(self)
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            painter.setPen(Qt.GlobalColor.lightGray)
            painter.drawText(self.rect(), 0, "Painted")
            painter.end()

    text = placed(QTextBrowser(), 10, 100, 300, 60)
    text.setStyleSheet("background: white")
    text.setHtml('<p><span style="color: #1f1e1b">Clear</span> <span style="color: #aaaaaa">Faint</span></p>')
    off = placed(label("Switched off"), 10, 200, 200, 20)
    off.setStyleSheet("color: #eeeeee")
    off.setEnabled(False)
    shown(page, placed(Faint(QRect()), 10, 10, 200, 40), text, off)
    assert sorted(flaw.text.strip() for flaw in low_contrast(page)) == ["Faint", "Painted"]


@pytest.mark.parametrize(("ring", "flaws"), [("#2a5db8", 0), ("#e3e0da", 1), ("#ffffff", 1)])
def test_a_ring_too_faint_around_what_has_the_keyboard_is_found(page: QWidget, ring: str, flaws: int) -> None:
    button = placed(QPushButton("Press"), 20, 20, 100, 30)
    button.setStyleSheet(
        f"QPushButton {{ background: #ffffff; border: 2px solid #ffffff; outline: none }}"
        f"QPushButton:focus {{ border: 2px solid {ring} }}"
    )
    page.setStyleSheet("background: #ffffff")
    shown(page, button)
    page.activateWindow()
    assert len(faint_focus(page)) == flaws
