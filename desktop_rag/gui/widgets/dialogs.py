"""The few dialogs: fatal failures, bugs, choosing files. GUI thread."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
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
from desktop_rag.gui.widgets.basics import TextButton, label
from desktop_rag.gui.widgets.inline_error import CopyDetails, error_detail, error_words
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.widgets.trouble_steps import is_about_library, steps_for
from desktop_rag.gui.wording.language import translate


class ErrorDialog(QDialog):
    """What happened, what to do step by step, and the details to look at and to copy.

    `place` is the folder of the library, for errors that are about it.
    """

    def __init__(self, error: Exception, parent: QWidget | None = None, place: Path | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Desktop RAG")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        message, hint = error_words(error)
        self.setAccessibleName(f"{message} {hint}")
        self.detail = error_detail(error)
        self._place = place if is_about_library(error) else None
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addStrut(480 - 2 * Space.XL)
        column.addWidget(label(message, "title", wrap=True, selectable=True))
        column.addWidget(label(hint, "reading", wrap=True))
        column.addLayout(self._what_to_do(steps_for(error)))
        self._shown_detail = self._make_detail()
        column.addWidget(self._shown_detail)
        column.addStretch(1)
        column.addLayout(self._buttons())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """As high as its words are at its width, which Qt does not see to for a window."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _what_to_do(self, steps: Sequence[str]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        if steps:
            column.addWidget(label(translate("Help", "What you can do"), "section"))
        for number, step in enumerate(steps, start=1):
            row = QHBoxLayout()
            row.setSpacing(Space.S)
            mark = label(f"{number}.", "secondary")
            mark.setMinimumWidth(mark.fontMetrics().horizontalAdvance("00."))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(step, wrap=True), 1)
            column.addLayout(row)
        if self._place is not None:
            column.addSpacing(Space.S)
            said = translate("Help", "The library is in “{place}”.").format(place=self._place)
            column.addWidget(label(said, "caption", wrap=True, selectable=True))
        return column

    def _make_detail(self) -> QPlainTextEdit:
        detail = QPlainTextEdit(self.detail)
        detail.setReadOnly(True)
        detail.setTabChangesFocus(True)
        detail.setMinimumHeight(160)
        detail.setAccessibleName(translate("Common", "Details"))
        detail.hide()
        return detail

    def _buttons(self) -> QHBoxLayout:
        self._fold = TextButton(translate("Common", "Show details"), "link")
        self._fold.clicked.connect(self._on_fold)
        close = TextButton(translate("Common", "Close"), "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        row = QHBoxLayout()
        row.addWidget(CopyDetails(lambda: self.detail))
        row.addWidget(self._fold)
        if self._place is not None:
            show = TextButton(translate("Help", "Show the folder"), "link")
            show.clicked.connect(self._on_show_place)
            row.addWidget(show)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _on_fold(self) -> None:
        shown = self._shown_detail.isHidden()
        self._shown_detail.setVisible(shown)
        folded, unfolded = translate("Common", "Show details"), translate("Common", "Hide details")
        self._fold.setText(unfolded if shown else folded)
        self.adjustSize()

    def _on_show_place(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._place)))


def choose_folder(
    parent: QWidget, place: Path, on_chosen: Callable[[list[Path]], None], title: str = ""
) -> None:
    """Lets the person pick a folder, beginning at `place`; returns at once."""
    dialog = QFileDialog(parent, title or translate("Library", "Add a folder"))
    _choose(dialog, QFileDialog.FileMode.Directory, place, on_chosen)


def choose_library_file(parent: QWidget, place: Path, on_chosen: Callable[[Path], None]) -> None:
    """Lets the person pick an exported library, beginning at `place`; returns at once."""
    dialog = QFileDialog(parent, translate("Library", "Import a library"))
    dialog.setNameFilters(_library_files())
    _choose(dialog, QFileDialog.FileMode.ExistingFile, place, lambda paths: on_chosen(paths[0]))


def choose_library_export(parent: QWidget, suggested: Path, on_chosen: Callable[[Path], None]) -> None:
    """Lets the person say where to write the library; asks before a file is replaced. Returns at once."""
    dialog = QFileDialog(parent, translate("Library", "Export the library"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(_library_files()[0])
    dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
    dialog.selectFile(suggested.name)
    _choose(dialog, QFileDialog.FileMode.AnyFile, suggested.parent, lambda paths: on_chosen(paths[0]))


def choose_files(parent: QWidget, place: Path, on_chosen: Callable[[list[Path]], None]) -> None:
    """Lets the person pick files, beginning at `place`; returns at once."""
    dialog = QFileDialog(parent, translate("Library", "Add files"))
    _choose(dialog, QFileDialog.FileMode.ExistingFiles, place, on_chosen)


def choose_model_file(
    parent: QWidget, title: str, place: Path, on_chosen: Callable[[list[Path]], None]
) -> None:
    """Lets the person pick a GGUF file, beginning at `place`; returns at once."""
    dialog = QFileDialog(parent, title)
    dialog.setNameFilters(_model_files())
    _choose(dialog, QFileDialog.FileMode.ExistingFile, place, on_chosen)


def choose_model_files(parent: QWidget, place: Path, on_chosen: Callable[[list[Path]], None]) -> None:
    """Lets the person pick any number of model files, beginning at `place`; returns at once."""
    dialog = QFileDialog(parent, translate("Models", "Add model files"))
    dialog.setNameFilters(_model_files())
    _choose(dialog, QFileDialog.FileMode.ExistingFiles, place, on_chosen)


def choose_export(
    parent: QWidget, suggested: Path, kind: ExportFormat, on_chosen: Callable[[Path], None]
) -> None:
    """Lets the person say where to save a conversation; asks before a file is replaced. Returns at once."""
    name, suffix = _export_words(kind)
    dialog = QFileDialog(parent, translate("Conversations", "Export the conversation"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"{name} (*.{suffix})")
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(f"{suggested.name}.{suffix}")
    _choose(dialog, QFileDialog.FileMode.AnyFile, suggested.parent, lambda paths: on_chosen(paths[0]))


def _model_files() -> tuple[str, str]:
    return translate("Models", "Model files (*.gguf *.GGUF)"), translate("Common", "All files (*)")


def _library_files() -> tuple[str, str]:
    return translate("Library", "Desktop RAG libraries (*.zip)"), translate("Common", "All files (*)")


def _export_words(kind: ExportFormat) -> tuple[str, str]:
    """What a format is called, and the ending of its files."""
    names = {
        ExportFormat.MARKDOWN: ("Markdown", "md"),
        ExportFormat.HTML: (translate("Conversations", "Web page"), "html"),
        ExportFormat.PDF: ("PDF", "pdf"),
    }
    return names[kind]


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
