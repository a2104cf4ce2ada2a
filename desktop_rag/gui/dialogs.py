"""The few dialogs: fatal failures, bugs, shortcuts, choosing files. GUI thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_rag.app.export import ExportFormat
from desktop_rag.gui.inline_error import error_detail, error_words
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import TextButton, label

MODEL_FILES = ("Model files (*.gguf *.GGUF)", "All files (*)")
LIBRARY_FILES = ("Desktop RAG libraries (*.zip)", "All files (*)")
_EXPORTS = {ExportFormat.MARKDOWN: ("Markdown", "md"), ExportFormat.HTML: ("Web page", "html")}


class ErrorDialog(QDialog):
    """Message, hint, and the detail to copy."""

    def __init__(self, error: Exception, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Desktop RAG")
        self.setMinimumWidth(520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        message, hint = error_words(error)
        self.setAccessibleName(message)
        self.detail = error_detail(error)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(label(message, "title", wrap=True, selectable=True))
        column.addWidget(label(hint, wrap=True))
        detail = QPlainTextEdit(self.detail)
        detail.setReadOnly(True)
        detail.setMinimumHeight(160)
        detail.setAccessibleName("Details")
        column.addWidget(detail)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self._copy = TextButton("Copy details", "link")
        self._copy.clicked.connect(self._on_copy)
        close = TextButton("Close", "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self._copy)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.detail)
        self._copy.setText("Copied")


def choose_folder(
    parent: QWidget, place: Path, on_chosen: Callable[[list[Path]], None], title: str = "Add a folder"
) -> None:
    """Lets the person pick a folder, beginning at `place`; returns at once."""
    _choose(QFileDialog(parent, title), QFileDialog.FileMode.Directory, place, on_chosen)


def choose_library_file(parent: QWidget, place: Path, on_chosen: Callable[[Path], None]) -> None:
    """Lets the person pick an exported library, beginning at `place`; returns at once."""
    dialog = QFileDialog(parent, "Import a library")
    dialog.setNameFilters(LIBRARY_FILES)
    _choose(dialog, QFileDialog.FileMode.ExistingFile, place, lambda paths: on_chosen(paths[0]))


def choose_library_export(parent: QWidget, suggested: Path, on_chosen: Callable[[Path], None]) -> None:
    """Lets the person say where to write the library; asks before a file is replaced. Returns at once."""
    dialog = QFileDialog(parent, "Export the library")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(LIBRARY_FILES[0])
    dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
    dialog.selectFile(suggested.name)
    _choose(dialog, QFileDialog.FileMode.AnyFile, suggested.parent, lambda paths: on_chosen(paths[0]))


def choose_files(parent: QWidget, place: Path, on_chosen: Callable[[list[Path]], None]) -> None:
    """Lets the person pick files, beginning at `place`; returns at once."""
    _choose(QFileDialog(parent, "Add files"), QFileDialog.FileMode.ExistingFiles, place, on_chosen)


def choose_model_file(
    parent: QWidget, title: str, place: Path, on_chosen: Callable[[list[Path]], None]
) -> None:
    """Lets the person pick a GGUF file, beginning at `place`; returns at once."""
    dialog = QFileDialog(parent, title)
    dialog.setNameFilters(MODEL_FILES)
    _choose(dialog, QFileDialog.FileMode.ExistingFile, place, on_chosen)


def choose_model_files(parent: QWidget, place: Path, on_chosen: Callable[[list[Path]], None]) -> None:
    """Lets the person pick any number of model files, beginning at `place`; returns at once."""
    dialog = QFileDialog(parent, "Add model files")
    dialog.setNameFilters(MODEL_FILES)
    _choose(dialog, QFileDialog.FileMode.ExistingFiles, place, on_chosen)


def choose_export(
    parent: QWidget, suggested: Path, kind: ExportFormat, on_chosen: Callable[[Path], None]
) -> None:
    """Lets the person say where to save a conversation; asks before a file is replaced. Returns at once."""
    name, suffix = _EXPORTS[kind]
    dialog = QFileDialog(parent, "Export the conversation")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"{name} (*.{suffix})")
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(f"{suggested.name}.{suffix}")
    _choose(dialog, QFileDialog.FileMode.AnyFile, suggested.parent, lambda paths: on_chosen(paths[0]))


def _choose(
    dialog: QFileDialog, mode: QFileDialog.FileMode, place: Path, on_chosen: Callable[[list[Path]], None]
) -> None:
    dialog.setFileMode(mode)
    dialog.setDirectory(str(place))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(
        lambda chosen: on_chosen(_meant(dialog, mode, [Path(path) for path in chosen]))
    )
    dialog.open()


def _meant(dialog: QFileDialog, mode: QFileDialog.FileMode, chosen: list[Path]) -> list[Path]:
    """What was chosen: of one folder or file, that whose name stands in the line.

    WORKAROUND(Qt 6.11): its own dialog, used where the system has none, completes what is typed while folders
    are still being listed, and then gives the folder on the way too. All of that would have been read.
    """
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    if mode is QFileDialog.FileMode.ExistingFiles or len(chosen) < 2 or line is None:
        return chosen
    typed = dialog.directory().path() / Path(line.text().strip('"'))
    return [path for path in chosen if path == typed or path.name == typed.name][:1] or chosen[-1:]
