"""The section of the settings page about how documents are read. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desktop_rag.domain.settings import Settings
from desktop_rag.gui.settings.parts import ChoiceList, Option, Section, Setting, Switch
from desktop_rag.gui.settings.words import scans_ask_words
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.row_parts import RowQuestion, Way
from desktop_rag.gui.wording.language import number, translate


class ReadingSection(Section):
    """`scans_changed(bool)`, `watch_changed(bool)`, `battery_changed(bool)`, `cores_changed(int | None)`.

    Text recognition is switched on only after it was said how many pages that has read.
    """

    scans_changed = Signal(bool)
    watch_changed = Signal(bool)
    battery_changed = Signal(bool)
    cores_changed = Signal(object)

    def __init__(self, icons: Icons, cores: int) -> None:
        """`cores` is how many this computer has."""
        super().__init__(icons, translate("Settings", "Reading"))
        self._most = cores
        self._waiting = 0
        self.scans, self.watch, self.battery = _switches(icons)
        line = translate(
            "Settings",
            "Automatic keeps the computer usable; more is faster. Takes effect at the next start.",
        )
        name = translate("Settings", "Processor cores for reading")
        self.cores = ChoiceList[int | None](icons, name, _cores(cores), line)
        self._join()
        self.add(self.scans)
        self.add(self.watch)
        self.add(self.battery)
        self.add(Setting(name, line, self.cores))

    def show_settings(self, settings: Settings) -> None:
        """More cores than this computer has can have been chosen on another."""
        self.scans.show_value(settings.read_scans)
        self.watch.show_value(settings.watch)
        self.battery.show_value(settings.slower_on_battery)
        self.cores.offer(_cores(max(self._most, settings.cores or 1)))
        self.cores.show_value(settings.cores)

    def show_waiting(self, pages: int) -> None:
        """How many pages text recognition would read if it were switched on."""
        self._waiting = pages

    def _join(self) -> None:
        self.scans.switched.connect(self._on_scans)
        self.scans.body.chosen.connect(self._on_decided)
        self.scans.body.left.connect(self.scans.box.setFocus)
        self.watch.switched.connect(self.watch_changed)
        self.battery.switched.connect(self.battery_changed)
        self.cores.chosen.connect(self.cores_changed)

    def _on_scans(self, on: bool) -> None:
        if on and self._waiting:
            self.scans.show_value(False)
            self.scans.body.put(self._question(), take_focus=True)
        else:
            self.scans.body.put(None)
            self.scans_changed.emit(on)

    def _question(self) -> RowQuestion:
        ways: Sequence[Way] = (
            Way(translate("Settings", "Switch on"), True, "primary"),
            Way(translate("Common", "Not now"), False, gentle=True),
        )
        return RowQuestion(self.icons, scans_ask_words(self._waiting), ways)

    def _on_decided(self, go: object) -> None:
        self.scans.body.put(None)
        if go:
            self.scans.show_value(True)
            self.scans_changed.emit(True)


def _switches(icons: Icons) -> tuple[Switch, Switch, Switch]:
    return (
        Switch(
            icons,
            translate("Settings", "Read the words on scans and pictures"),
            translate(
                "Settings",
                "Text recognition (OCR), on this computer. It takes a few seconds a page and up to a "
                "gigabyte of memory, after everything else is read. Takes effect at once.",
            ),
        ),
        Switch(
            icons,
            translate("Settings", "Take in changes as they happen"),
            translate(
                "Settings",
                "New and changed files are read within seconds. Without it, folders are checked at the start "
                "and every ten minutes. Takes effect at once.",
            ),
        ),
        Switch(
            icons,
            translate("Settings", "Read more slowly on battery"),
            translate(
                "Settings",
                "Reading rests as long as it works while the computer is unplugged. Takes effect at once.",
            ),
        ),
    )


def _cores(most: int) -> list[Option[int | None]]:
    automatic: Option[int | None] = Option(None, translate("Settings", "Automatic"))
    counts: list[Option[int | None]] = [Option(each, number(each)) for each in range(1, most + 1)]
    return [automatic, *counts]
