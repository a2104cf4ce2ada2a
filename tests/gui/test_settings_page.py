"""The settings page says what each setting is, and each setting does what it says, also after a restart."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QListView, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from desktop_rag.app.context import AppContext
from desktop_rag.app.place import settled
from desktop_rag.app.privacy import Connection, Part, ProcessRow
from desktop_rag.app.settings import SettingsService
from desktop_rag.domain.chat import AnswerStyle
from desktop_rag.domain.errors import DiskFull
from desktop_rag.domain.settings import Settings
from desktop_rag.gui import restarting
from desktop_rag.gui.application import open_window
from desktop_rag.gui.frame.over_page import OverPage
from desktop_rag.gui.library.import_dialog import ImportDialog
from desktop_rag.gui.main_window import MainWindow
from desktop_rag.gui.settings.page import Here, SettingsPage, SettingsPart
from desktop_rag.gui.settings.words import again_words, never_words, process_words
from desktop_rag.gui.widgets.basics import ElidedButton
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.row_parts import RowQuestion
from desktop_rag.gui.widgets.theme import Look, Theme, TypeSize
from desktop_rag.gui.wording.language import Language
from desktop_rag.runtime import RuntimePaths
from tests.gui.conftest import delete_deferred
from tests.gui.samples import PAPERS
from tests.gui.screen import button, settle, text_on, words_on
from tests.gui.test_window import add_and_wait, press

LANGUAGES = (Language("en", "English"), Language("de", "Deutsch"))


class Catcher(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.seen.append(Path(url.toLocalFile()))


@pytest.fixture
def page(qtbot: QtBot, icons: Icons) -> SettingsPage:
    """By itself, as narrow as the window can be."""
    made = SettingsPage(icons, Here(PAPERS, 8, LANGUAGES))
    qtbot.addWidget(made)
    made.resize(640, 800)
    made.show()
    return made


@pytest.fixture
def again(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], MainWindow]]:
    """Opens the window on one library, having closed the one before as a person does."""
    paths = RuntimePaths.at(tmp_path / "library")
    open_now: list[tuple[AppContext, MainWindow]] = []

    def close() -> None:
        while open_now:
            context, window = open_now.pop()
            window.close()
            context.close()
            window.deleteLater()
            delete_deferred()

    def open_() -> MainWindow:
        close()
        context = AppContext.open(paths)
        window = open_window(context, paths)
        open_now.append((context, window))
        window.show()
        qtbot.waitUntil(lambda: window.library.listing is not None, timeout=10_000)
        return window

    yield open_
    close()


@pytest.fixture
def opened_outside(qapp: QApplication) -> Iterator[list[Path]]:
    """What was handed to the system to show, in place of the system."""
    catcher = Catcher()
    QDesktopServices.setUrlHandler("file", catcher, "take")
    yield catcher.seen
    QDesktopServices.unsetUrlHandler("file")


def shown(qtbot: QtBot, window: MainWindow, part: SettingsPart) -> SettingsPage:
    """The page in the window at one of its parts, filled."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.settings.open(part)
    page = window.settings.page
    qtbot.waitUntil(lambda: any(each.isChecked() for each in page.answers.styles.buttons.values()))
    return page


def stored(window: MainWindow) -> Settings:
    return window._context.settings.load()


class TestThePage:
    def test_the_key_and_the_foot_lead_to_it_and_escape_leads_back(
        self, qtbot: QtBot, window: MainWindow
    ) -> None:
        press(qtbot, window, "Ctrl+,")
        assert isinstance(window.places.current, SettingsPage)
        press(qtbot, window, "Esc")
        assert window.places.current is None
        button(window.side, "Settings").click()
        assert window.places.current is window.settings.page

    def test_it_is_not_built_before_it_is_wanted(self, window: MainWindow) -> None:
        assert not any(isinstance(each, SettingsPage) for each in window.findChildren(OverPage))

    def test_every_part_is_reached_with_the_arrow_keys(self, qtbot: QtBot, page: SettingsPage) -> None:
        page.activateWindow()
        page.take_focus()
        seen = []
        for _ in SettingsPart:
            seen.append(page.shown)
            qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Right)
        assert seen == list(SettingsPart)

    @pytest.mark.parametrize("part", SettingsPart)
    @pytest.mark.parametrize("scale", [1.0, 1.5])
    def test_nothing_is_cut_off_in_the_narrowest_window(
        self, page: SettingsPage, theme: Theme, part: SettingsPart, scale: float
    ) -> None:
        theme.set_text_scale(scale)
        page.show_part(part)
        settle()
        settle()
        cut = []
        for each in page.findChildren(QLabel):
            right = each.mapTo(page, QPoint(each.width(), 0)).x()
            low = each.wordWrap() and each.height() < each.heightForWidth(each.width())
            if each.isVisible() and each.text() and (right > page.width() or low):
                cut.append(each.text())
        assert cut == []

    def test_a_question_is_taken_back_before_the_page_is_left(self, qtbot: QtBot, window: MainWindow) -> None:
        page = shown(qtbot, window, SettingsPart.READING)
        page.reading.show_settings(Settings(read_scans=False))
        page.reading.show_waiting(3)
        page.reading.scans.box.click()
        settle()
        assert page.findChildren(RowQuestion)
        press(qtbot, window, "Esc")
        settle()
        assert page.reading.scans.body.part is None
        assert window.places.current is page
        assert not page.reading.scans.box.isChecked()

    def test_the_wheel_scrolls_the_page_and_changes_no_setting(self, page: SettingsPage) -> None:
        page.show_part(SettingsPart.APPEARANCE)
        page.appearance.show_look(Look(text_scale=1.15))
        chosen: list[object] = []
        page.appearance.scale_chosen.connect(chosen.append)
        scales = page.appearance.scales
        down, buttons, keys = QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        middle = QPointF(scales.rect().center())
        phase = Qt.ScrollPhase.NoScrollPhase
        wheel = QWheelEvent(middle, scales.mapToGlobal(middle), down, down, buttons, keys, phase, False)
        QApplication.sendEvent(scales, wheel)
        assert (scales.currentText(), chosen) == ("115%", [])


class TestAnswers:
    def test_a_style_counts_at_once_and_after_a_restart(
        self, qtbot: QtBot, again: Callable[[], MainWindow]
    ) -> None:
        window = again()
        page = shown(qtbot, window, SettingsPart.ANSWERS)
        assert page.answers.styles.buttons[AnswerStyle.NORMAL].isChecked()
        page.answers.styles.buttons[AnswerStyle.BRIEF].click()
        qtbot.waitUntil(lambda: stored(window).answer_style is AnswerStyle.BRIEF)
        window = again()
        page = shown(qtbot, window, SettingsPart.ANSWERS)
        qtbot.waitUntil(page.answers.styles.buttons[AnswerStyle.BRIEF].isChecked)

    def test_how_answers_are_made_is_told_in_words_with_the_way_to_models(
        self, qtbot: QtBot, window: MainWindow
    ) -> None:
        page = shown(qtbot, window, SettingsPart.ANSWERS)
        assert "Word for word" in text_on(page.answers)
        assert "Answers word for word are not affected" in text_on(page.answers)
        button(page.answers, "Open Models").click()
        assert window.shelf.place.is_open


class TestTheSearchModel:
    def test_what_a_change_costs_is_measured_here_and_now(
        self, qtbot: QtBot, window: MainWindow, documents: Path
    ) -> None:
        add_and_wait(qtbot, window, [documents], 2)
        passages = window.library.listing.overview.passages
        page = shown(qtbot, window, SettingsPart.SEARCH)
        said = f"prepares all {passages} passages again. With this one that takes less than a minute"
        qtbot.waitUntil(lambda: said in text_on(page.search), timeout=30_000)
        assert "all-MiniLM-L6-v2" in text_on(page.search)
        button(page.search, "Choose a search model…").click()
        assert window.shelf.place.is_open

    def test_hours_are_told_in_minutes_and_nothing_costs_nothing(self) -> None:
        assert "about 90 minutes" in again_words(120_000, 5400)
        assert "120,000 passages" in again_words(120_000, 5400)
        assert "less than a minute" in again_words(3, 0.2)
        assert "costs nothing" in again_words(0, None)


class TestReading:
    def test_what_is_switched_counts_at_once_and_after_a_restart(
        self, qtbot: QtBot, again: Callable[[], MainWindow]
    ) -> None:
        window = again()
        page = shown(qtbot, window, SettingsPart.READING)
        page.reading.scans.box.click()
        page.reading.watch.box.click()
        page.reading.battery.box.click()
        page.reading.cores.setCurrentIndex(1)
        page.reading.cores.activated.emit(1)
        wanted = (False, False, False, 1)

        def read() -> tuple[object, ...]:
            now = stored(window)
            return now.read_scans, now.watch, now.slower_on_battery, now.cores

        qtbot.waitUntil(lambda: read() == wanted)
        window = again()
        page = shown(qtbot, window, SettingsPart.READING)
        qtbot.waitUntil(lambda: not page.reading.scans.box.isChecked())
        assert not page.reading.watch.box.isChecked()
        assert not page.reading.battery.box.isChecked()
        assert page.reading.cores.currentText() == "1"

    def test_what_could_not_be_kept_is_shown_as_it_is(
        self, qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_arguments: object, **_changes: object) -> None:
            raise DiskFull

        page = shown(qtbot, window, SettingsPart.READING)
        qtbot.waitUntil(page.privacy.downloads.switch.isChecked)
        monkeypatch.setattr(SettingsService, "change", full)
        page.reading.watch.box.click()
        page.privacy.downloads.switch.click()
        assert not page.reading.watch.box.isChecked()
        qtbot.waitUntil(page.reading.watch.box.isChecked)
        qtbot.waitUntil(page.privacy.downloads.switch.isChecked)
        assert stored(window).watch
        assert DiskFull.default_message in text_on(window.conversation.notices)

    def test_text_recognition_is_switched_on_only_after_its_pages_were_told(self, page: SettingsPage) -> None:
        page.show_part(SettingsPart.READING)
        page.reading.show_settings(Settings(read_scans=False))
        page.reading.show_waiting(12)
        changed: list[bool] = []
        page.reading.scans_changed.connect(changed.append)
        page.reading.scans.box.click()
        assert changed == []
        assert "12 pages are waiting to have their words read." in text_on(page.reading)
        button(page.reading, "Not now").click()
        assert (changed, page.reading.scans.box.isChecked()) == ([], False)
        page.reading.scans.box.click()
        button(page.reading, "Switch on").click()
        assert (changed, page.reading.scans.box.isChecked()) == ([True], True)

    def test_where_nothing_waits_nothing_is_asked(self, page: SettingsPage) -> None:
        page.reading.show_settings(Settings(read_scans=False))
        changed: list[bool] = []
        page.reading.scans_changed.connect(changed.append)
        page.reading.scans.box.click()
        assert changed == [True]

    def test_more_cores_than_this_computer_has_can_have_been_chosen_on_another(
        self, page: SettingsPage
    ) -> None:
        page.reading.show_settings(Settings(cores=12))
        assert page.reading.cores.currentText() == "12"
        page.reading.show_settings(Settings(cores=None))
        assert page.reading.cores.currentText() == "Automatic"


class TestTheLibrary:
    def test_it_says_where_it_is_how_large_it_is_and_shows_it(
        self, qtbot: QtBot, window: MainWindow, documents: Path, opened_outside: list[Path]
    ) -> None:
        add_and_wait(qtbot, window, [documents], 2)
        page = shown(qtbot, window, SettingsPart.LIBRARY)
        folder = window._context.paths.library
        qtbot.waitUntil(lambda: "Together" in text_on(page.library), timeout=10_000)
        assert str(folder) in text_on(page.library)
        assert "Text of your documents" in text_on(page.library)
        button(page.library, "Show in folder").click()
        assert opened_outside == [folder]

    def test_check_for_changes_is_there_too(self, qtbot: QtBot, window: MainWindow, documents: Path) -> None:
        add_and_wait(qtbot, window, [documents], 2)
        (documents / "new.txt").write_text("The canteen opens at eight.")
        page = shown(qtbot, window, SettingsPart.LIBRARY)
        button(page.library, "Check for changes").click()
        qtbot.waitUntil(lambda: window.library.listing.ready == 3, timeout=60_000)

    def test_an_import_is_asked_before_it_takes_the_place_of_a_library(
        self, qtbot: QtBot, window: MainWindow, documents: Path, tmp_path: Path
    ) -> None:
        add_and_wait(qtbot, window, [documents], 2)
        file = tmp_path / "kept.zip"
        window.library.export_to(file)
        qtbot.waitUntil(file.exists, timeout=30_000)
        qtbot.waitUntil(lambda: not window.library.busy, timeout=30_000)
        window.reading._on_import(file)
        qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None, timeout=30_000)
        dialog = window.findChild(ImportDialog)
        said = text_on(dialog)
        assert "Replace this library?" in said
        assert "with its 3 documents and all conversations" in said
        button(dialog, "Cancel").click()

    def test_a_library_that_was_named_at_the_start_says_why_it_stays(
        self, qtbot: QtBot, window: MainWindow
    ) -> None:
        page = shown(qtbot, window, SettingsPart.LIBRARY)
        assert "named when Desktop RAG was started" in text_on(page.library)
        assert not page.library.moving.button.isVisible()

    def test_it_is_copied_to_another_place_and_used_there_from_the_next_start_on(
        self, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: Path
    ) -> None:
        usual, drive = tmp_path / "usual", tmp_path / "drive"
        monkeypatch.setattr("platformdirs.user_data_dir", lambda *_args, **_more: str(usual))
        monkeypatch.delenv("DESKTOP_RAG_LIBRARY", raising=False)
        paths = RuntimePaths.default()
        context = AppContext.open(paths)
        window = open_window(context, paths)
        window.show()
        qtbot.waitUntil(lambda: window.library.listing is not None, timeout=10_000)
        add_and_wait(qtbot, window, [documents], 2)
        page = shown(qtbot, window, SettingsPart.LIBRARY)
        drive.mkdir()
        window.settings._moving.ask_for(usual / "models")
        notices = window.conversation.notices
        qtbot.waitUntil(lambda: "lies in the old one" in text_on(notices), timeout=10_000)
        window.settings._moving.ask_for(drive)
        qtbot.waitUntil(lambda: f"are copied to {drive}" in text_on(page.library), timeout=10_000)
        button(page.library, "Copy it there").click()
        qtbot.waitUntil(lambda: "was checked" in text_on(page.library), timeout=60_000)
        button(page.library, "Later").click()
        page.show_part(SettingsPart.READING)
        page.show_part(SettingsPart.LIBRARY)
        qtbot.waitUntil(lambda: "was checked" in text_on(page.library), timeout=10_000)
        window.close()
        context.close()
        window.deleteLater()
        delete_deferred()
        moved = settled(RuntimePaths.default())
        assert moved.library == drive
        context = AppContext.open(moved)
        window = open_window(context, moved)
        window.show()
        qtbot.waitUntil(lambda: window.library.listing is not None, timeout=10_000)
        page = shown(qtbot, window, SettingsPart.PRIVACY)
        assert f"delete the folders {drive} and {usual}" in text_on(page.privacy)
        page.show_part(SettingsPart.LIBRARY)
        qtbot.waitUntil(lambda: "The old place" in text_on(page.library), timeout=10_000)
        button(page.library, "Delete the old copy…").click()
        button(page.library, "Delete the copy").click()
        qtbot.waitUntil(lambda: not (usual / "library.db").exists(), timeout=10_000)
        window.close()
        context.close()
        window.deleteLater()
        delete_deferred()


class TestAppearance:
    def test_what_is_chosen_is_seen_at_once_and_after_a_restart(
        self, qtbot: QtBot, again: Callable[[], MainWindow]
    ) -> None:
        window = again()
        page = shown(qtbot, window, SettingsPart.APPEARANCE)
        assert page.appearance.schemes.buttons[None].isChecked()
        page.appearance.schemes.buttons[Qt.ColorScheme.Dark].click()
        page.appearance.scales.activated.emit(3)
        page.appearance.motions.buttons[True].click()
        page.appearance.languages.activated.emit(2)
        wanted = Look(Qt.ColorScheme.Dark, 1.5, True, "de")
        assert window.theme.dark
        assert QApplication.font().pixelSize() == round(1.5 * TypeSize.CONTROL)
        assert not window.theme.motion
        assert window.theme.look == wanted
        window = again()
        assert window.theme.look == wanted
        page = shown(qtbot, window, SettingsPart.APPEARANCE)
        assert page.appearance.scales.currentText() == "150%"
        assert page.appearance.languages.currentText() == "Deutsch"
        assert page.appearance.schemes.buttons[Qt.ColorScheme.Dark].isChecked()

    def test_the_button_for_light_and_dark_is_followed_by_the_page(
        self, qtbot: QtBot, window: MainWindow
    ) -> None:
        page = shown(qtbot, window, SettingsPart.APPEARANCE)
        press(qtbot, window, "Ctrl+Shift+D")
        chosen = Qt.ColorScheme.Dark if window.theme.dark else Qt.ColorScheme.Light
        assert page.appearance.schemes.buttons[chosen].isChecked()

    def test_without_motion_the_source_is_there_at_once(self, window: MainWindow) -> None:
        window.resize(800, 700)
        window.theme.set_reduced_motion(True)
        window.panes.open_source()
        place = window.panes.source.geometry()
        assert place.right() == window.panes.width() - 1
        window.panes.close_source()
        window.theme.set_reduced_motion(False)
        window.panes.open_source()
        assert window.panes.source.geometry() != place

    def test_a_language_counts_from_the_next_start_which_is_offered(
        self, qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        started: list[list[str]] = []

        def start(program: str, arguments: list[str]) -> tuple[bool, int]:
            started.append([program, *arguments])
            return True, 1

        monkeypatch.setattr(restarting.QProcess, "startDetached", start)
        page = shown(qtbot, window, SettingsPart.APPEARANCE)
        page.appearance.languages.activated.emit(1)
        assert window.theme.look.language == "en"
        assert "from the next start on" in text_on(page.appearance)
        button(page.appearance, "Restart now").click()
        assert not window.isVisible()
        assert restarting.start_again_if_wanted()
        assert started[0][:2] == [sys.executable, "-P"]
        assert not restarting.start_again_if_wanted()


class TestPrivacy:
    def test_it_states_what_never_happens_and_shows_what_runs(
        self, qtbot: QtBot, window: MainWindow, documents: Path
    ) -> None:
        add_and_wait(qtbot, window, [documents], 2)
        page = shown(qtbot, window, SettingsPart.PRIVACY)
        children = ("Reads documents and draws pages", "Search model")
        qtbot.waitUntil(lambda: set(children) <= set(words_on(page.privacy)), timeout=30_000)
        said = words_on(page.privacy)
        assert set(never_words()) <= set(said)
        assert "Desktop RAG itself, with this window" in said
        # The process of the tests itself may hold connections of pytest's.
        for name in children:
            assert said[said.index(name) + 1].endswith(" MB · no connections")

    def test_the_system_is_asked_only_while_it_is_looked_at(self, qtbot: QtBot, window: MainWindow) -> None:
        page = shown(qtbot, window, SettingsPart.PRIVACY)
        assert window.settings._timer.isActive()
        page.show_part(SettingsPart.ABOUT)
        assert not window.settings._timer.isActive()
        page.show_part(SettingsPart.PRIVACY)
        press(qtbot, window, "Esc")
        assert not window.settings._timer.isActive()

    def test_a_connection_is_shown_with_where_it_leads(self, page: SettingsPage) -> None:
        page.show_part(SettingsPart.PRIVACY)
        row = ProcessRow(7, Part.DOWNLOAD, 40_000_000, (Connection("10.0.0.7:50122", "203.0.113.9:443"),))
        page.privacy.show_processes([row])
        assert "1 network connection." in text_on(page.privacy)
        assert "40 MB · connected to 203.0.113.9:443" in text_on(page.privacy)
        assert process_words(replace(row, connections=None))[1].endswith("connections are not told")

    def test_downloads_are_forbidden_here_as_on_the_models_page(
        self, qtbot: QtBot, window: MainWindow
    ) -> None:
        page = shown(qtbot, window, SettingsPart.PRIVACY)
        switch = page.privacy.downloads.switch
        qtbot.waitUntil(switch.isChecked)
        switch.click()
        qtbot.waitUntil(lambda: not stored(window).downloads_allowed)
        window.shelf.open()
        qtbot.waitUntil(lambda: window.shelf.models.listing is not None, timeout=10_000)
        assert not window.shelf.page.foot.switch.isChecked()


class TestAbout:
    def test_the_licences_are_shown_in_the_page(self, qtbot: QtBot, window: MainWindow) -> None:
        page = shown(qtbot, window, SettingsPart.ABOUT)
        button(page.about, "Show the licences").click()
        qtbot.waitUntil(lambda: "PySide6-Essentials" in page.about.text.toPlainText(), timeout=10_000)
        assert page.about.text.isVisible()

    def test_a_report_has_versions_and_counts_and_no_name_of_a_document(
        self, qtbot: QtBot, window: MainWindow, documents: Path
    ) -> None:
        add_and_wait(qtbot, window, [documents], 2)
        page = shown(qtbot, window, SettingsPart.ABOUT)
        button(page.about, "Copy details for a report").click()
        copied = QGuiApplication.clipboard().text()
        assert copied.startswith("Desktop RAG ")
        assert "3 files" in copied
        assert "Qt 6" in copied
        assert not [path.name for path in documents.iterdir() if path.name in copied]
        assert str(documents) not in copied


class TestLargerTextInTheWholeWindow:
    def test_everything_in_view_grows_at_once_and_no_button_loses_its_words(
        self, qtbot: QtBot, window: MainWindow, documents: Path
    ) -> None:
        add_and_wait(qtbot, window, [documents], 2)
        window.ask("How many weeks of parental leave are there?")
        qtbot.waitUntil(lambda: window.source_panel.shown is not None, timeout=60_000)
        before = text_heights(window)
        assert len(before) > 8
        window.theme.set_text_scale(1.5)

        def all_grew() -> None:
            after = text_heights(window)
            assert [name for name in before if after.get(name, 0) < 1.3 * before[name]] == []

        qtbot.waitUntil(all_grew)

        def none_cut() -> None:
            cut = [
                (each.text(), each.width(), each.minimumSizeHint().width())
                for each in window.findChildren(QPushButton)
                if each.isVisible() and not isinstance(each, ElidedButton) and each.text()
                if each.width() < each.minimumSizeHint().width()
            ]
            assert cut == []

        qtbot.waitUntil(none_cut)  # the layouts follow a moment later


def text_heights(window: MainWindow) -> dict[str, int]:
    """How high letters are in each label, list and text in view."""
    found = {}
    for each in window.findChildren(QLabel):
        if each.isVisible() and each.text():
            found[f"label {each.text()}"] = each.fontMetrics().height()
    for text in window.findChildren(QTextEdit):
        if text.isVisible() and text.toPlainText():
            block = text.document().begin().begin()
            found[type(text).__name__] = block.fragment().charFormat().font().pixelSize()
    for view in window.findChildren(QListView):
        if view.isVisible() and view.model() is not None and view.model().rowCount():
            found[f"list {view.accessibleName()}"] = view.sizeHintForRow(0)
    return found
