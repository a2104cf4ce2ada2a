"""The frame that the small dialogs share: a title, what it is about, a problem line, buttons. GUI thread."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import IconLabel, TextButton, label
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import error_words
from desktop_rag.gui.widgets.theme import Space

WIDTH = 480


class Sheet(QDialog):
    """`column` holds what a subclass adds; problems are said above the buttons, never in another dialog."""

    def __init__(self, icons: Icons, title: str, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.icons = icons
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.column = QVBoxLayout()
        self.column.setSpacing(Space.S)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(Space.S)
        self.buttons.addStretch(1)
        self._problem = label("", wrap=True)
        self._problem_icon = IconLabel(icons, "error", "danger")
        self._arrange(title, about)
        self.show_problem(None)

    def add_button(self, text: str, role: str = "") -> TextButton:
        button = TextButton(text, role)
        self.buttons.addWidget(button)
        return button

    def show_problem(self, error: Exception | None) -> None:
        """None takes it away."""
        said = " ".join(error_words(error)) if error else ""
        self._problem.setText(said)
        self._problem.setVisible(bool(said))
        self._problem_icon.setVisible(bool(said))
        if said:
            announce(self, said)

    def _fit(self) -> None:
        """As high as what it holds, which may have become more."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(WIDTH))

    def event(self, event: QEvent) -> bool:
        heard = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return heard

    def _arrange(self, title: str, about: str) -> None:
        problem = QHBoxLayout()
        problem.setSpacing(Space.S)
        problem.addWidget(self._problem_icon, 0, Qt.AlignmentFlag.AlignTop)
        problem.addWidget(self._problem, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        outer.setSpacing(Space.S)
        outer.addWidget(label(title, "title", wrap=True))
        if about:
            outer.addWidget(label(about, "secondary", wrap=True))
        outer.addSpacing(Space.S)
        outer.addLayout(self.column)
        outer.addLayout(problem)
        outer.addSpacing(Space.S)
        outer.addLayout(self.buttons)
