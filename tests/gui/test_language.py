"""The window in German, in a made-up language, from right to left, and back."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_rag.app.context import AppContext
from desktop_rag.app.export import as_html, as_markdown
from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.domain.answers import Support
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.conversation import TurnState
from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import DiskFull
from desktop_rag.gui.application import open_window
from desktop_rag.gui.asking.model_words import size_words
from desktop_rag.gui.conversations.export_voice import window_voice
from desktop_rag.gui.frame.over_page import OverPage
from desktop_rag.gui.frame.side_panel import Tab
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.widgets.basics import ElidedLabel, native_keys
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import error_words
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import (
    Language,
    available_languages,
    date,
    install_language,
    language_in_force,
    listed,
    number,
    percent,
    time_of_day,
    translate,
    translations_dir,
    weekday,
)
from desktop_rag.gui.wording.places import place_words, scope_words
from desktop_rag.gui.wording.pseudo_language import CLOSED, OPENED, PSEUDO, pseudo
from desktop_rag.gui.wording.words import progress_words, root_state_words, summary_words, when_words
from desktop_rag.runtime import RuntimePaths, assets_dir
from tests.gui.conftest import delete_deferred
from tests.gui.samples import PAPERS, root, row
from tests.gui.scenes import SCENES, Stage, make_library
from tests.gui.screen import settle, words_on
from tests.unit.answer_samples import RENT, answer, not_found, sentence
from tests.unit.test_export import conversation, turn

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


@contextmanager
def speaking(app: QApplication, language: str, folder: Path | None = None) -> Iterator[str]:
    try:
        yield install_language(app, language, folder)
    finally:
        install_language(app, "en-GB")


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    with speaking(qapp, "de-DE"):
        yield


@contextmanager
def window_of(library: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    paths = RuntimePaths.at(library)
    context = AppContext.open(paths)
    opened = open_window(context, paths)
    opened.resize(1440, 900)
    opened.show()
    qtbot.waitUntil(lambda: opened.library.listing is not None, timeout=10_000)
    try:
        yield opened
    finally:
        opened.close()
        context.close()
        opened.deleteLater()
        delete_deferred()


def said_by(window: QWidget) -> set[str]:
    """All that is to be read, pointed at or heard on what is in view."""
    settle()
    texts = set(words_on(window))
    for each in window.findChildren(QWidget):
        if each.isVisible():
            tooltip = re.sub(r"<[^>]+>", "", each.toolTip())
            texts |= {tooltip, each.accessibleName(), each.accessibleDescription()}
            if isinstance(each, QAbstractButton):
                texts.add(each.text().replace("&&", "&"))
            if isinstance(each, QLineEdit | QTextEdit):
                texts.add(each.placeholderText())
    return {text for text in texts if text.strip()}


def every_page(window: MainWindow) -> Iterator[set[str]]:
    """What the window says with each page that lies over it open, and with neither."""
    yield said_by(window)
    window.side.show_tab(Tab.CONVERSATIONS)
    yield said_by(window)
    for page in window.findChildren(OverPage):
        window.places.show(page)
        yield said_by(window)
        window.places.close()


# --- Numbers, forms, dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-GB", ["0 problems", "1 problem", "2 problems", "2,300 problems"]),
        ("de-DE", ["0 Probleme", "1 Problem", "2 Probleme", "2.300 Probleme"]),
    ],
)
def test_a_number_decides_the_form_of_the_word(qapp: QApplication, language: str, said: list[str]) -> None:
    with speaking(qapp, language):
        assert [translate("Library", "%Ln problem(s)", None, n) for n in (0, 1, 2, 2300)] == said


def test_numbers_dates_and_sizes_are_written_as_in_the_language(german: None) -> None:
    moment = datetime(2025, 12, 3, 14, 5, tzinfo=UTC)
    assert number(2300) == "2.300"
    assert percent(0.4) == "40\N{NO-BREAK SPACE}%"
    assert size_words(1_915_305_312) == "1,9 GB"
    assert (date(moment), date(moment, with_year=False)) == ("3. Dezember 2025", "3. Dezember")
    assert (weekday(moment), time_of_day(moment)) == ("Mittwoch", "14:05")
    assert when_words(datetime(2026, 5, 19, 9, tzinfo=UTC), NOW) == "Gestern"
    assert listed(["Englisch", "Französisch", "Deutsch"]) == "Englisch, Französisch und Deutsch"


def test_sentences_with_numbers_are_german_sentences(german: None) -> None:
    reading = Progress(Phase.READING, 132, 4600, remaining_s=170)
    assert progress_words(reading) == "132 von 4.600 Dateien gelesen, noch etwa 3 Minuten"
    summary = root(PAPERS, [row(PAPERS / "a.pdf"), row(PAPERS / "b.pdf")])
    assert root_state_words(summary) == "2 bereit"
    assert place_words(DocumentFormat.PDF, 12, "xii", "Zähne") == "S. xii · Zähne"
    assert place_words(DocumentFormat.TEXT, 1, "lines 12–19", "") == "Zeilen 12–19"
    assert scope_words((PAPERS, PAPERS / "a", PAPERS / "b"), 1) == "„papers“ und 2 weitere"


def test_the_keys_are_those_of_a_german_keyboard(german: None) -> None:
    assert native_keys("Ctrl+Shift+F") == "Strg+Umschalt+F"
    assert native_keys("Ctrl+PgDown") == "Strg+Bild ab"
    assert native_keys("Shift+Enter") == "Umschalt+Eingabe"
    assert native_keys("Esc") == "Esc"


# --- What the core says -------------------------------------------------------------------------------------


def test_errors_of_the_core_are_told_in_the_language(german: None) -> None:
    message, hint = error_words(DiskFull())
    assert message == "Der Datenträger ist voll. Was bisher fertig wurde, bleibt erhalten."
    assert hint.startswith("Schaffen Sie Platz")


@pytest.mark.parametrize(
    ("said", "german_words"),
    [
        ("", ""),
        ("Try again.", "Versuchen Sie es erneut."),
        (
            "This file is 2.1 GB; files up to 1 GB are read.",
            "Diese Datei ist 2,1 GB groß; gelesen werden Dateien bis 1 GB.",
        ),
        (
            "This spreadsheet is damaged and cannot be opened.",
            "Diese Datei (Tabelle) ist beschädigt und lässt sich nicht öffnen.",
        ),
        (
            "This document has more than 20000 pages.",
            "Dieses Dokument hat mehr als 20.000 Seiten.",
        ),
        ("“Löhne (neu).pdf” is a folder.", "„Löhne (neu).pdf“ ist ein Ordner."),
        (
            "The file is not there now. Try again later.",
            "Die Datei ist gerade nicht da. Versuchen Sie es später erneut.",
        ),
        ("From an older version of this program.", "From an older version of this program."),
        ("Nobody has translated this: 12 of 14.", "Nobody has translated this: 12 of 14."),
    ],
)
def test_a_sentence_of_the_core_is_recognised_with_its_values(
    german: None, said: str, german_words: str
) -> None:
    assert in_words(said) == german_words


def test_in_english_the_core_is_quoted_letter_for_letter() -> None:
    said = "This document has more than 20000 pages."
    assert in_words(said) == said


# --- The window ---------------------------------------------------------------------------------------------


def catalogue() -> dict[str, str]:
    """English texts of the window with their German, where that differs."""
    file = translations_dir() / "desktop_rag_de.ts"
    pairs = (
        (message.findtext("source", ""), message.findtext("translation", ""))
        for message in ET.parse(file).iterfind("context/message")
    )
    return {source: said for source, said in pairs if said.strip() and source != said}


def test_a_german_window_has_no_english_left(german: None, qtbot: QtBot, tmp_path: Path) -> None:
    english = catalogue()
    with window_of(tmp_path / "library", qtbot) as window:
        for said in every_page(window):
            assert "\n".join(text for text in said if text in english) == ""
            assert len(said) > 10


def test_every_state_of_the_window_is_german(german: None, qtbot: QtBot, tmp_path: Path) -> None:
    english = catalogue()
    make_library(tmp_path)
    left = set[str]()
    with window_of(tmp_path / "library", qtbot) as window:
        stage = Stage(window, Icons(assets_dir() / "icons", window.theme), tmp_path / "Handbook")
        stage.clear()
        for scene in SCENES:
            scene(stage)
            stage.settle()
            for shown in stage.in_sight():
                left |= {f"{scene.__name__}: {text}" for text in said_by(shown) if text in english}
            stage.clear()
    assert "\n".join(sorted(left)) == ""


def test_no_text_on_screen_goes_past_translate(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    with speaking(qapp, PSEUDO), window_of(tmp_path / "library", qtbot) as window:
        past = set[str]()
        for said in every_page(window):
            past |= {text for text in said if goes_past(text)}
    assert "\n".join(sorted(past)) == ""


def test_the_language_is_the_same_after_a_restart(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "window.ini").write_text("[General]\nlanguage=de\n", "utf-8")
    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from desktop_rag.gui.application import run_window\n"
        "from desktop_rag.gui.wording.language import language_in_force\n"
        "from desktop_rag.gui.main_window import MainWindow\n"
        "from desktop_rag.runtime import RuntimePaths, assets_dir\n"
        "app = QApplication(sys.argv); timer = QTimer()\n"
        "def look():\n"
        "    for each in app.topLevelWidgets():\n"
        "        if isinstance(each, MainWindow) and each.isVisible():\n"
        "            timer.stop(); print(language_in_force()); each.close()\n"
        "timer.timeout.connect(look); timer.start(50)\n"
        "sys.exit(run_window(RuntimePaths.at(Path(sys.argv[1]))))\n"
    )
    for _start in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script, library], capture_output=True, text=True, check=True, timeout=120
        )
        assert done.stdout.split() == ["de"]


# --- Languages that come and go -----------------------------------------------------------------------------


def test_every_language_that_has_a_file_is_offered_by_its_own_name() -> None:
    assert available_languages()[:2] == (Language("en", "English"), Language("de", "Deutsch"))


@pytest.mark.parametrize(
    ("wanted", "spoken", "direction"),
    [
        ("de", "de", "LeftToRight"),
        ("de_AT", "de", "LeftToRight"),
        ("de-CH", "de", "LeftToRight"),
        ("en-US", "en", "LeftToRight"),
        ("tlh", "en", "LeftToRight"),
    ],
)
def test_a_language_nobody_has_is_english(
    qapp: QApplication, wanted: str, spoken: str, direction: str
) -> None:
    with speaking(qapp, wanted) as in_force:
        assert in_force == language_in_force() == spoken
        assert qapp.layoutDirection() is Qt.LayoutDirection[direction]


def test_without_a_choice_the_system_is_followed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _self: ["tlh", "de-AT", "en"])
    with speaking(qapp, "") as in_force:
        assert in_force == "de"


@pytest.mark.parametrize("content", [b"", b"no translations at all"])
def test_a_language_whose_file_is_broken_is_english(
    qapp: QApplication, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "desktop_rag_de.qm").write_bytes(content)
    copy(translations_dir() / "desktop_rag_en.qm", tmp_path)
    with speaking(qapp, "de", tmp_path) as in_force:
        assert in_force == language_in_force() == "en"
        assert translate("Library", "%Ln file(s)", None, 1) == "1 file"
        assert number(2300) == "2,300"


def test_changing_the_language_leaves_nothing_of_the_one_before(qapp: QApplication) -> None:
    with speaking(qapp, "de-DE"):
        assert translate("Common", "Close") == "Schließen"
    assert translate("Common", "Close") == "Close"
    assert number(2300) == "2,300"


@pytest.fixture
def arabic(tmp_path: Path) -> Path:
    """A third language as somebody would add it: a file."""
    folder = tmp_path / "translations"
    folder.mkdir()
    ts = folder / "desktop_rag_ar.ts"
    ts.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<TS version="2.1" language="ar" sourcelanguage="en">'
        "<context><name>Common</name><message><source>Close</source><translation>إغلاق</translation>"
        "</message></context></TS>\n",
        "utf-8",
    )
    tool = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run([tool, "-silent", ts, "-qm", ts.with_suffix(".qm")], check=True, timeout=60)
    return folder


def test_a_third_language_is_a_file_and_turns_the_window_round(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, arabic: Path
) -> None:
    assert [each.code for each in available_languages(arabic)] == ["en", "ar"]
    with speaking(qapp, "ar", arabic) as in_force:
        assert in_force == "ar"
        assert translate("Common", "Close") == "إغلاق"
        with window_of(tmp_path / "library", qtbot) as window:
            panes = window.panes
            assert window.isRightToLeft()
            assert panes.side.x() > panes.conversation.x()
            panes.open_source()
            settle()
            assert panes.source.x() < panes.conversation.x() < panes.side.x()
            window.resize(880, 700)
            qtbot.waitUntil(lambda: panes.source_over)
            assert panes.source.x() == 0
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_a_line_that_is_cut_begins_at_the_side_where_reading_does(qtbot: QtBot) -> None:
    def inked(direction: Qt.LayoutDirection) -> tuple[bool, bool]:
        line = ElidedLabel("Word")
        qtbot.addWidget(line)
        line.setLayoutDirection(direction)
        line.resize(300, 30)
        line.show()
        image = line.grab().toImage()
        paper = image.pixelColor(150, 15)
        columns = [any(image.pixelColor(x, y) != paper for y in range(30)) for x in range(300)]
        return any(columns[:100]), any(columns[200:])

    assert inked(Qt.LayoutDirection.LeftToRight) == (True, False)
    assert inked(Qt.LayoutDirection.RightToLeft) == (False, True)


# --- The language for tests ---------------------------------------------------------------------------------

_KEYS = r"(?:(?:Ctrl|Shift|Alt)\+)*(?:.|F\d+|Esc|Up|Down|PgUp|PgDown|Home|End|Del|Enter)"
_ALLOWED = re.compile(rf"[\d\W_]*|Desktop RAG(?: [\d.]+)?|\W*{_KEYS}\W*")
"""The program's name, numbers, keys."""
_MARKED = re.compile(rf"{OPENED}[^{OPENED}{CLOSED}]*{CLOSED}")


def goes_past(text: str) -> bool:
    """Whether there is something to read outside of the marks."""
    while _MARKED.search(text):
        text = _MARKED.sub("", text)
    return not _ALLOWED.fullmatch(text.strip())


def test_the_language_for_tests_marks_and_lengthens_and_leaves_values_alone() -> None:
    said = pseudo("Read {done} of %Ln files")
    assert said.startswith(OPENED)
    assert said.endswith(CLOSED)
    assert "{done}" in said
    assert "%Ln" in said
    assert len(said) >= 1.3 * len("Read {done} of %Ln files")
    assert pseudo("d MMMM yyyy") == "d MMMM yyyy"


def test_what_goes_past_translate_is_noticed() -> None:
    assert goes_past("Choose a file")
    assert goes_past(f"{OPENED}Réad{CLOSED} of all")
    assert not goes_past(f"{OPENED}ín: {OPENED}x{CLOSED}{CLOSED} · 12")


def test_a_summary_is_whole_in_the_language_for_tests(qapp: QApplication) -> None:
    from desktop_rag.app.values import IngestSummary

    with speaking(qapp, PSEUDO):
        assert not goes_past(summary_words(IngestSummary(3, 2, 1, 0, 1, 1, 1, 0.1)))


def test_an_exported_conversation_speaks_german(german: None) -> None:
    doubted = sentence("It is 950.", 2, support=Support.UNSUPPORTED)
    said = replace(answer(sentence(RENT, 1), doubted), mode=AnswerMode.HYBRID, unknown_citations=2)
    adapters = (Adapter(Path("/models/legal.gguf"), 0.5),)
    stopped = turn(None, TurnState.STOPPED, scope=(Path("/home/ada/contracts"),))
    whole = conversation(turn(said, adapters=adapters), turn(not_found()), stopped)
    voice = window_voice()
    page = as_html(whole, voice)
    assert '<html lang="de">' in page
    for made in (page, as_markdown(whole, voice)):
        for words in (
            "Quellen",
            "S. iv",
            "Gefragt am 21. November 2026, ",
            "LoRA-Adapter: legal.gguf × 0.5.",
            "contracts",
        ):
            assert words in made
        for english in ("Asked", "Exported", "Sources", "Closest", "adapters", "not supported", "left out"):
            assert english not in made
