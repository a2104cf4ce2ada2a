"""The first run: what this is, where to begin, and that nothing leaves the machine. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.widgets.basics import IconLabel, TextButton, label, paragraph
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate

_WIDTH = 560


class Welcome(QFrame):
    """`add_folder_requested`, `add_files_requested`, `sample_requested`, `models_requested`."""

    add_folder_requested = Signal()
    add_files_requested = Signal()
    sample_requested = Signal()
    models_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self._icons = icons
        self.block = block = QWidget()
        block.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(label(translate("Help", "Ask your own documents"), "welcome", wrap=True))
        said = translate(
            "Help",
            "Ask a question in your own words. The answer appears beside the page it comes from, with the "
            "exact words marked.",
        )
        column.addWidget(paragraph(said, "reading-secondary"))
        column.addSpacing(Space.S)
        column.addWidget(self._drop_target())
        column.addLayout(self._ways_row())
        column.addSpacing(Space.S)
        column.addWidget(self._privacy())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(2)
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, 0, Space.XL, 0)
        row.addStretch(1)
        row.addWidget(block, 1000)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)

    def show_model(self, chosen: bool) -> None:
        """Offers to get a model that writes answers, or to look at those there are."""
        have, wanted = translate("Help", "A model is chosen."), translate("Help", "Written answers?")
        self._models_question.setText(have if chosen else wanted)
        look, get = translate("Help", "Models…"), translate("Help", "Get a model")
        self.models.setText(look if chosen else get)
        self.models.set_icon("edit" if chosen else "download")

    def _drop_target(self) -> QFrame:
        target = QFrame()
        target.setObjectName("dropTarget")
        column = QVBoxLayout(target)
        column.setContentsMargins(Space.L, Space.XL, Space.L, Space.XL)
        column.setSpacing(Space.M)
        words = label(translate("Help", "Drop a folder or files here"), "reading", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        kinds = translate(
            "Help",
            "PDF, Word, Excel and PowerPoint, e-books, e-mail, web pages, plain text, scans and photos",
        )
        read = label(kinds, "caption", wrap=True)
        read.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(IconLabel(self._icons, "folder", "secondary", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words)
        column.addLayout(self._add_row())
        column.addWidget(read)
        return target

    def _add_row(self) -> QHBoxLayout:
        """The one obvious next step, and its smaller sister."""
        self.folder = TextButton(translate("Help", "Add folder…"), "primary", self._icons, "folder")
        files = TextButton(translate("Help", "Add files…"), "", self._icons, "file")
        self.folder.clicked.connect(self.add_folder_requested)
        files.clicked.connect(self.add_files_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        buttons.addWidget(self.folder)
        buttons.addWidget(files)
        buttons.addStretch(1)
        return buttons

    def _ways_row(self) -> QGridLayout:
        """Two quiet ways besides, one below the other."""
        self.sample = TextButton(
            translate("Help", "Try the sample library"), "inline", self._icons, "library"
        )
        self.sample.clicked.connect(self.sample_requested)
        self.models = TextButton(translate("Help", "Get a model"), "inline", self._icons, "download")
        self.models.clicked.connect(self.models_requested)
        self._models_question = label("", "secondary", wrap=True)
        self.show_model(False)
        ways = (
            (label(translate("Help", "Nothing at hand?"), "secondary", wrap=True), self.sample),
            (self._models_question, self.models),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        for row, (question, button) in enumerate(ways):
            grid.addWidget(question, row, 0)
            grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeading)
        grid.setColumnStretch(1, 1)
        return grid

    def _privacy(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(IconLabel(self._icons, "lock"))
        said = translate(
            "Help",
            "Everything stays on this computer. Your files are read where they are and never changed.",
        )
        row.addWidget(label(said, "caption", wrap=True), 1)
        return holder
