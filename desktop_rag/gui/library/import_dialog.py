"""The question before an exported library is taken in. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_rag.app.moving import LibraryFile
from desktop_rag.domain.display import display_name
from desktop_rag.gui.widgets.basics import label
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.sheet import Sheet
from desktop_rag.gui.wording.language import date, translate


class ImportDialog(Sheet):
    """Says what an exported library holds and what it replaces; `confirmed` when it is to be."""

    confirmed = Signal()

    def __init__(self, icons: Icons, found: LibraryFile, documents: int, parent: QWidget) -> None:
        """`documents` are those of the library that is replaced."""
        super().__init__(icons, _title(documents), _holds(found), parent)
        if documents:
            self.column.addWidget(label(_replaces(documents), wrap=True))
        untouched = translate("Settings", "No document on the disk is touched.")
        self.column.addWidget(label(untouched, "caption", wrap=True))
        cancel = self.add_button(translate("Common", "Cancel"))
        cancel.clicked.connect(self.reject)
        go_on = translate("Settings", "Replace") if documents else translate("Settings", "Import")
        go = self.add_button(go_on, "danger" if documents else "primary")
        go.clicked.connect(self._on_go)
        cancel.setDefault(True)
        cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_go(self) -> None:
        self.confirmed.emit()
        self.accept()


def _title(documents: int) -> str:
    if documents:
        return translate("Settings", "Replace this library?")
    return translate("Settings", "Import this library?")


def _replaces(documents: int) -> str:
    return translate(
        "Settings",
        "It takes the place of the library you have now, with its %Ln document(s) and all conversations. "
        "Export that first if you need it.",
        None,
        documents,
    )


def _holds(found: LibraryFile) -> str:
    documents = translate("Settings", "%Ln document(s)", None, found.documents)
    conversations = translate("Settings", "%Ln conversation(s)", None, found.conversations)
    return translate("Settings", "“{file}” holds {documents} and {conversations}, made on {day}.").format(
        file=display_name(found.file),
        documents=documents,
        conversations=conversations,
        day=date(found.made_at.astimezone()),
    )
