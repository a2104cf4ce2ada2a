"""The section of the settings page about the program itself: version, licences, logs. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTextBrowser

from desktop_rag import __version__
from desktop_rag.gui.settings.parts import Section, Setting, SettingsWish
from desktop_rag.gui.widgets.basics import TextButton
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.wording.language import translate

LICENCES_HEIGHT = 360


class AboutSection(Section):
    """`licences_requested` when they are to be shown for the first time."""

    licences_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons, translate("Settings", "About"))
        self.details = ""
        version = Setting(
            translate("Settings", "Desktop RAG {version}").format(version=__version__),
            translate("Settings", "Free software under the MIT licence. It looks for no updates by itself."),
        )
        self.copy = TextButton(translate("Settings", "Copy details for a report"))
        self.copy.clicked.connect(self._on_copy)
        version.add_buttons(self.copy)
        self.add(version)
        self.add(self._logs())
        self.add(self._licences())

    def show_details(self, details: str) -> None:
        """What is copied: versions and counts, nothing of what is in the documents."""
        self.details = details
        self.copy.setToolTip(details)

    def show_licences(self, markdown: str) -> None:
        self.text.setMarkdown(markdown)
        self.text.show()

    def _logs(self) -> Setting:
        logs = Setting(
            translate("Settings", "Logs"),
            translate(
                "Settings",
                "Warnings and errors of this program, at most a few megabytes. Text of documents and "
                "questions are never written there.",
            ),
        )
        show = TextButton(translate("Settings", "Show in folder"))
        show.clicked.connect(lambda: self.wished.emit(SettingsWish.SHOW_LOGS))
        logs.add_buttons(show)
        return logs

    def _licences(self) -> Setting:
        licences = Setting(
            translate("Settings", "Licences"),
            translate("Settings", "Of the libraries and models that this program is made of."),
        )
        self.show_button = TextButton(translate("Settings", "Show the licences"))
        self.show_button.clicked.connect(self._on_licences)
        licences.add_buttons(self.show_button)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAcceptDrops(False)  # files are for the window around it
        self.text.setMinimumHeight(LICENCES_HEIGHT)
        self.text.setAccessibleName(translate("Settings", "Licences"))
        self.text.hide()
        licences.below.addWidget(self.text)
        return licences

    def _on_licences(self) -> None:
        if self.text.isVisible():
            self.text.hide()
        else:
            self.licences_requested.emit()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details)
        self.copy.setText(translate("Settings", "Copied"))
