"""The section of the settings page about privacy: what never happens, and what is seen of it. GUI thread."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_rag.app.privacy import ProcessRow
from desktop_rag.domain.display import display_text
from desktop_rag.gui.models.foot import ModelsFoot
from desktop_rag.gui.settings.parts import Facts, Section, Setting, SettingsWish
from desktop_rag.gui.settings.words import connections_words, never_words, process_words
from desktop_rag.gui.widgets.basics import IconLabel, TextButton, label
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate


class PrivacySection(Section):
    """`downloads_allowed(bool)` when the person switches."""

    downloads_allowed = Signal(bool)

    def __init__(self, icons: Icons, folder: Path, usual: Path | None = None) -> None:
        """`usual` is the folder that `folder` was moved from at first, where something stays that leads to
        it; None where it was not."""
        super().__init__(icons, translate("Settings", "Privacy"))
        self.never = Setting(translate("Settings", "What never happens"))
        for sentence in never_words():
            self.never.below.addWidget(_never(icons, sentence))
        self.running = Setting(
            translate("Settings", "What runs just now"), translate("Settings", "Asking the system…")
        )
        self.connections = label("", "strong", wrap=True)
        self.processes = Facts()
        self.running.below.addWidget(self.connections)
        self.running.below.addWidget(self.processes)
        self.downloads = ModelsFoot(icons)
        self.downloads.allowed.connect(self.downloads_allowed)
        self.stored = _stored(folder)
        show = TextButton(translate("Settings", "Show in folder"))
        show.clicked.connect(lambda: self.wished.emit(SettingsWish.SHOW_LIBRARY))
        self.stored.add_buttons(show)
        for each in (self.never, self.running, self.downloads, self.stored, _deleting(folder, usual)):
            self.add(each)

    def show_processes(self, rows: Sequence[ProcessRow]) -> None:
        """As the system told it a moment ago."""
        self.running.say(
            translate(
                "Settings",
                "Each process of this program, the memory it takes, and its network connections. The system "
                "is asked every two seconds while you look at this.",
            )
        )
        self.connections.setText(connections_words(rows))
        self.processes.show_facts([process_words(row) for row in rows])


def _never(icons: Icons, sentence: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    row.addWidget(IconLabel(icons, "check", "accent"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(sentence, wrap=True), 1)
    return made


def _stored(folder: Path) -> Setting:
    return Setting(
        translate("Settings", "Where everything is stored"),
        translate(
            "Settings",
            "{folder} holds all there is: the text that was read, the search index, conversations, settings, "
            "downloaded models and a small log. It is not encrypted by this program.",
        ).format(folder=display_text(str(folder))),
    )


def _deleting(folder: Path, usual: Path | None) -> Setting:
    if usual is None:
        said = translate(
            "Settings",
            "Close Desktop RAG and delete the folder {folder}. Nothing else is left on this computer, and "
            "your own documents stay as they are.",
        )
    else:
        said = translate(
            "Settings",
            "Close Desktop RAG and delete the folders {folder} and {usual}, from where it was moved. Nothing "
            "else is left on this computer, and your own documents stay as they are.",
        )
    return Setting(
        translate("Settings", "Delete everything"),
        said.format(folder=display_text(str(folder)), usual=display_text(str(usual))),
    )
