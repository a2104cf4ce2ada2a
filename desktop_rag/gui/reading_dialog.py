"""How documents are read, and the library as one file: a small dialog. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop_rag.app.moving import LibraryFile
from desktop_rag.domain.display import display_name
from desktop_rag.domain.settings import Settings
from desktop_rag.gui import words
from desktop_rag.gui.choices import CheckChoice
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.sheet import Sheet
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import TextButton, hairline, label

SCANS = "Read the words on scans and pictures"
SCANS_HINT = "Text recognition (OCR), on this computer, after everything else is read."
WATCH = "Take in changes as they happen"
WATCH_HINT = "Without it, choose Check for changes when files have changed."
CORES = "Processor cores for reading"
CORES_HINT = "Automatic keeps the computer usable. Takes effect at the next start."
AUTOMATIC = "Automatic"
MOVING = "The whole library as one file, to keep it or to take it to another computer."


class ReadingDialog(Sheet):
    """What is switched counts at once: `scans_changed(bool)`, `watch_changed(bool)`,
    `cores_changed(int | None)`. The others close the dialog and ask."""

    scans_changed = Signal(bool)
    watch_changed = Signal(bool)
    cores_changed = Signal(object)
    export_requested = Signal()
    import_requested = Signal()
    check_requested = Signal()

    def __init__(self, icons: Icons, settings: Settings, cores: int, parent: QWidget) -> None:
        """`cores` is how many this computer has."""
        super().__init__(icons, "Reading", "", parent)
        self.scans = self._switch(icons, SCANS, SCANS_HINT, settings.read_scans)
        self.scans.toggled.connect(self.scans_changed)
        self.watch = self._switch(icons, WATCH, WATCH_HINT, settings.watch)
        self.watch.toggled.connect(self.watch_changed)
        self.cores = self._add_cores(settings.cores, cores)
        self.cores.currentIndexChanged.connect(lambda: self.cores_changed.emit(self.cores.currentData()))
        self._add_moving()
        done = self.add_button("Done", "primary")
        done.clicked.connect(self.accept)
        done.setDefault(True)
        self.scans.setFocus(Qt.FocusReason.OtherFocusReason)

    def _switch(self, icons: Icons, text: str, hint: str, on: bool) -> CheckChoice:
        box = CheckChoice(icons)
        box.setText(text)
        box.setChecked(on)
        box.setAccessibleDescription(hint)
        self.column.addWidget(box)
        self._add_hint(hint)
        return box

    def _add_hint(self, hint: str) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, 0, 0, Space.S)
        row.addWidget(label(hint, "caption", wrap=True))
        self.column.addLayout(row)

    def _add_cores(self, chosen: int | None, most: int) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(CORES)
        box.setAccessibleDescription(CORES_HINT)
        box.addItem(AUTOMATIC, None)
        for number in range(1, max(most, chosen or 1) + 1):
            box.addItem(f"{number}", number)
        box.setCurrentIndex(chosen or 0)
        row = QHBoxLayout()
        row.addWidget(label(CORES))
        row.addStretch(1)
        row.addWidget(box)
        self.column.addLayout(row)
        self.column.addWidget(label(CORES_HINT, "caption", wrap=True))
        return box

    def _add_moving(self) -> None:
        self.column.addSpacing(Space.S)
        self.column.addWidget(hairline())
        self.column.addSpacing(Space.S)
        self.column.addWidget(label(MOVING, "caption", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for text, signal in (
            ("Export library…", self.export_requested),
            ("Import library…", self.import_requested),
            ("Check for changes", self.check_requested),
        ):
            button = TextButton(text)
            button.clicked.connect(self.accept)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)


class ImportDialog(Sheet):
    """Says what an exported library holds and what it replaces; `confirmed` when it is to be."""

    confirmed = Signal()

    def __init__(self, icons: Icons, found: LibraryFile, documents: int, parent: QWidget) -> None:
        """`documents` are those of the library that is replaced."""
        title = "Replace this library?" if documents else "Import this library?"
        super().__init__(icons, title, _holds(found), parent)
        if documents:
            self.column.addWidget(label(_replaces(documents), wrap=True))
        self.column.addWidget(label("No document on the disk is touched.", "caption", wrap=True))
        cancel = self.add_button("Cancel")
        cancel.clicked.connect(self.reject)
        go = self.add_button("Replace" if documents else "Import", "danger" if documents else "primary")
        go.clicked.connect(self._on_go)
        cancel.setDefault(True)
        cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_go(self) -> None:
        self.confirmed.emit()
        self.accept()


def _replaces(documents: int) -> str:
    lost = f"its {words.count(documents, 'document')} and all conversations"
    return f"It takes the place of the library you have now, with {lost}. Export that first if you need it."


def _holds(found: LibraryFile) -> str:
    made = found.made_at.astimezone()
    return (
        f"“{display_name(found.file)}” holds {words.count(found.documents, 'document')} and "
        f"{words.count(found.conversations, 'conversation')}, made on {words.day_words(made)}."
    )
