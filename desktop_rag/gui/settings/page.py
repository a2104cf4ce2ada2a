"""The page with all settings. It lies over the rest of the window.

GUI thread. It shows and asks; `SettingsHandling` has things done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout

from desktop_rag.gui.frame.over_page import OverPage
from desktop_rag.gui.settings.about import AboutSection
from desktop_rag.gui.settings.answers import AnswersSection, SearchSection
from desktop_rag.gui.settings.appearance import AppearanceSection
from desktop_rag.gui.settings.library import LibrarySection
from desktop_rag.gui.settings.parts import Section
from desktop_rag.gui.settings.privacy import PrivacySection
from desktop_rag.gui.settings.reading import ReadingSection
from desktop_rag.gui.widgets.basics import SegmentButton
from desktop_rag.gui.widgets.flow_row import FlowRow
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import Language, translate


class SettingsPart(StrEnum):
    ANSWERS = "answers"
    SEARCH = "search"
    READING = "reading"
    LIBRARY = "library"
    APPEARANCE = "appearance"
    PRIVACY = "privacy"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Here:
    """What does not change while the program runs: the library's folder, and the usual one if it was moved
    from there, this computer's cores."""

    library: Path
    cores: int
    languages: Sequence[Language]
    usual: Path | None = None


class SettingsPage(OverPage):
    """`part_shown(SettingsPart)` when another part comes into view; `seen(bool)` when the page itself comes
    into view or goes."""

    part_shown = Signal(object)
    seen = Signal(bool)

    def __init__(self, icons: Icons, here: Here) -> None:
        super().__init__(icons, translate("Settings", "Settings"))
        self.answers = AnswersSection(icons)
        self.search = SearchSection(icons)
        self.reading = ReadingSection(icons, here.cores)
        self.library = LibrarySection(icons, here.library)
        self.appearance = AppearanceSection(icons, here.languages)
        self.privacy = PrivacySection(icons, here.library, here.usual)
        self.about = AboutSection(icons)
        self.sections: dict[SettingsPart, Section] = {
            SettingsPart.ANSWERS: self.answers,
            SettingsPart.SEARCH: self.search,
            SettingsPart.READING: self.reading,
            SettingsPart.LIBRARY: self.library,
            SettingsPart.APPEARANCE: self.appearance,
            SettingsPart.PRIVACY: self.privacy,
            SettingsPart.ABOUT: self.about,
        }
        self._group = QButtonGroup(self)
        self.tabs = {part: self._tab(part) for part in SettingsPart}
        self._fill()
        self.show_part(SettingsPart.ANSWERS)

    @property
    def shown(self) -> SettingsPart:
        return next(part for part, tab in self.tabs.items() if tab.isChecked())

    def show_part(self, part: SettingsPart) -> None:
        self.tabs[part].setChecked(True)

    def take_focus(self) -> None:
        self.tabs[self.shown].setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.seen.emit(False)

    def _tab(self, part: SettingsPart) -> SegmentButton:
        tab = SegmentButton(self.sections[part].title)
        self._group.addButton(tab)
        tab.toggled.connect(lambda on: self._on_tab(part) if on else None)
        return tab

    def _on_tab(self, part: SettingsPart) -> None:
        for each, section in self.sections.items():
            section.setVisible(each is part)
        self.scroll_to_top()
        self.part_shown.emit(part)

    def _fill(self) -> None:
        segments = QFrame()
        segments.setObjectName("segments")
        index = QHBoxLayout(segments)
        index.setContentsMargins(2, 2, 2, 2)
        index.addWidget(FlowRow(*self.tabs.values(), spacing=2))
        self.head.addSpacing(Space.S)
        row = QHBoxLayout()
        row.addWidget(segments)
        row.addStretch(1)
        self.head.addLayout(row)
        for section in self.sections.values():
            section.hide()
            self.column.addWidget(section)
