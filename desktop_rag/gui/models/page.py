"""The page about models: answer models, adapters and search models. It lies over the rest of the window.

GUI thread. It shows and asks; `ModelsHandling` has things done.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup

from desktop_rag.domain.fit import Machine
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.frame.over_page import OverPage, segmented
from desktop_rag.gui.models.foot import ModelsFoot
from desktop_rag.gui.models.section import WORDS, ModelsSection
from desktop_rag.gui.models.words import machine_words
from desktop_rag.gui.widgets.basics import SegmentButton, hairline, label
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate


class ModelsPage(OverPage):
    """`section_shown(ShelfKind)` when another part comes into view."""

    section_shown = Signal(object)

    def __init__(self, icons: Icons, now: Callable[[], datetime], host_of: Callable[[str], str]) -> None:
        super().__init__(icons, translate("Models", "Models"))
        self._machine = label(machine_words(None, None), "caption", wrap=True)
        self._group = QButtonGroup(self)
        self.sections = {kind: ModelsSection(icons, kind, now, host_of) for kind in WORDS}
        self.tabs = {kind: self._tab(kind) for kind in WORDS}
        self.foot = ModelsFoot(icons)
        self._fill()
        self.show_section(ShelfKind.MODEL)

    @property
    def shown(self) -> ShelfKind:
        return next(kind for kind, tab in self.tabs.items() if tab.isChecked())

    def show_section(self, kind: ShelfKind) -> None:
        self.tabs[kind].setChecked(True)

    def show_machine(self, machine: Machine | None, disk_free_bytes: int | None) -> None:
        self._machine.setText(machine_words(machine, disk_free_bytes))

    def take_focus(self) -> None:
        self.tabs[self.shown].setFocus(Qt.FocusReason.OtherFocusReason)

    def _tab(self, kind: ShelfKind) -> SegmentButton:
        tab = SegmentButton(translate("Models", WORDS[kind].tab))
        tab.toggled.connect(lambda on: self._on_tab(kind) if on else None)
        return tab

    def _on_tab(self, kind: ShelfKind) -> None:
        for each, section in self.sections.items():
            section.setVisible(each is kind)
        self.scroll_to_top()
        self.section_shown.emit(kind)

    def _fill(self) -> None:
        self.head.addWidget(self._machine)
        self.head.addSpacing(Space.S)
        self.head.addLayout(segmented(self._group, list(self.tabs.values())))
        for section in self.sections.values():
            self.column.addWidget(section)
        self.column.addSpacing(Space.XL)
        self.column.addWidget(hairline())
        self.column.addSpacing(Space.M)
        self.column.addWidget(self.foot)
