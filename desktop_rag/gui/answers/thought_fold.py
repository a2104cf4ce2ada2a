"""What a model thought before it answered, folded away behind one quiet line. GUI thread."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.answers.cited_text import CitedText
from desktop_rag.gui.answers.lines import plain_lines
from desktop_rag.gui.widgets.basics import TextButton
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space, TypeSize
from desktop_rag.gui.wording.language import translate


class ThoughtFold(QWidget):
    """Hidden while there is no thought. Its text is laid out only while it is unfolded."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._thought = ""
        self.button = TextButton(translate("Asking", "Thinking…"), "fold", icons, "chevron-right")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._on_toggled)
        self.text = CitedText(icons.theme, TypeSize.CONTROL, "secondary")
        self.text.setAccessibleName(translate("Asking", "What the model thought"))
        self.text.hide()
        column = QVBoxLayout(self)
        # The chevron stands in line with the text above and below; its button reaches out to the left.
        column.setContentsMargins(Space.M - 10, 0, Space.M, 0)
        column.setSpacing(Space.XS)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column.addLayout(row)
        inner = QHBoxLayout()
        inner.setContentsMargins(Space.XL, 0, 0, 0)
        inner.addWidget(self.text)
        column.addLayout(inner)
        self.hide()

    def show_thought(self, thought: str, *, thinking: bool) -> None:
        if thought.strip():
            self._thought = thought
            done = translate("Asking", "Thought for a while")
            self.button.setText(translate("Asking", "Thinking…") if thinking else done)
            self.show()
            self._fill()

    def _on_toggled(self, unfolded: bool) -> None:
        self.button.set_icon("chevron-down" if unfolded else "chevron-right")
        self._fill()
        self.text.setVisible(unfolded)

    def _fill(self) -> None:
        if self.button.isChecked():
            self.text.show_lines(plain_lines(self._thought.strip()))
