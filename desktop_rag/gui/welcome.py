"""The first run: what this is, where to begin, and that nothing leaves the machine. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.icons import Icons
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import IconLabel, TextButton, label, paragraph

_PRIVACY = "Everything stays on this computer. Your files are read where they are and never changed."


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
        block = QWidget()
        block.setMaximumWidth(560)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(label("Ask your own documents", "welcome", wrap=True))
        column.addWidget(
            paragraph(
                "Add your folders of documents, scans, mail and notes, then ask a question in your own "
                "words. The answer appears beside the page it comes from, with the exact words marked.",
                "reading-secondary",
            )
        )
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
        said = "A model is chosen." if chosen else "Written answers?"
        self._models_question.setText(said)
        self.models.setText("Models…" if chosen else "Get a model")
        self.models.set_icon("edit" if chosen else "download")

    def _drop_target(self) -> QFrame:
        target = QFrame()
        target.setObjectName("dropTarget")
        column = QVBoxLayout(target)
        column.setContentsMargins(Space.M, Space.XXL, Space.M, Space.XXL)
        column.setSpacing(Space.M)
        icon = IconLabel(self._icons, "folder", "secondary", 32)
        words = label("Drop a folder or files here", "reading")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.folder = folder = TextButton("Add folder…", "primary", self._icons, "folder")
        files = TextButton("Add files…", "", self._icons, "file")
        folder.clicked.connect(self.add_folder_requested)
        files.clicked.connect(self.add_files_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        buttons.addWidget(folder)
        buttons.addWidget(files)
        buttons.addStretch(1)
        column.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words)
        column.addLayout(buttons)
        return target

    def _ways_row(self) -> QGridLayout:
        """Two quiet ways besides, one below the other."""
        self.sample = TextButton("Try the sample library", "inline", self._icons, "library")
        self.sample.clicked.connect(self.sample_requested)
        self.models = TextButton("Get a model", "inline", self._icons, "download")
        self.models.clicked.connect(self.models_requested)
        self._models_question = label("", "secondary")
        self.show_model(False)
        ways = (
            (label("Nothing at hand?", "secondary"), self.sample),
            (self._models_question, self.models),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        for row, (question, button) in enumerate(ways):
            grid.addWidget(question, row, 0)
            grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        return grid

    def _privacy(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(IconLabel(self._icons, "lock"))
        row.addWidget(
            label(_PRIVACY, "caption", wrap=True),
            1,
        )
        return holder
