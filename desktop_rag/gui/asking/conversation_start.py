"""What stands where the first question will be: how much can be asked, and what for example. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_rag.gui.widgets.basics import ElidedButton, TextButton, label, paragraph, set_paragraph
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate

EXAMPLES = (
    "Does Desktop RAG send my documents over the internet?",
    "How do I remove a folder?",
    "What happens when a drive is unplugged?",
)
"""Of the sample library, in its language, whatever the window speaks: a search has to find their words."""


class ConversationStart(QWidget):
    """`asked(question)`, `others_requested` for other suggestions, `model_requested`."""

    asked = Signal(str)
    others_requested = Signal()
    model_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._shown: tuple[str, ...] = ()
        self._examples = False
        self._hint = paragraph("", "reading-secondary")
        self._questions, self._rows = self._make_questions()
        self._others = TextButton(translate("Asking", "Other questions"), "inline", icons, "retry")
        self._others.setToolTip(translate("Asking", "Suggest other questions, made from your documents"))
        self._others.clicked.connect(self.others_requested)
        self._others.hide()
        said = translate("Asking", "Have a model write the answers…")
        self.model = TextButton(said, "inline", icons, "edit")
        self.model.clicked.connect(self.model_requested)
        keys = translate("Asking", "Enter asks · Esc stops · Shift+F1 shows all shortcuts")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, 0, Space.M, 0)
        column.setSpacing(Space.S)
        column.addWidget(label(translate("Asking", "What would you like to know?"), "welcome", wrap=True))
        column.addWidget(self._hint)
        column.addWidget(self._questions)
        column.addWidget(self._others, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.model, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(label(keys, "caption", wrap=True))

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What is offered to ask."""
        return self._shown

    @property
    def has_examples(self) -> bool:
        """Whether the sample library's own questions are offered."""
        return self._examples

    def show_ready(self, ready: int) -> None:
        """Says how many documents can be asked about."""
        set_paragraph(self._hint, _ready_words(ready))

    def show_examples(self, shown: bool) -> None:
        """Offers questions that the sample library answers."""
        if shown != self._examples:
            self._examples = shown
            self.show_suggestions(EXAMPLES if shown else ())

    def show_suggestions(self, questions: Sequence[str]) -> None:
        """Offers to ask these, in place of those before."""
        if tuple(questions) != self._shown:
            self._shown = tuple(questions)
            self._fill()

    def _fill(self) -> None:
        while item := self._rows.takeAt(0):
            if button := item.widget():
                button.hide()
                button.deleteLater()
        for question in self._shown:
            button = ElidedButton("", self._icons, "ask")
            button.set_words(question)
            button.setAccessibleName(question)
            button.clicked.connect(lambda _checked=False, text=question: self.asked.emit(text))
            self._rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self._questions.setVisible(bool(self._shown))
        self._others.setVisible(bool(self._shown))

    def _make_questions(self) -> tuple[QWidget, QVBoxLayout]:
        holder = QWidget()
        holder.setAccessibleName(translate("Asking", "Questions to begin with"))
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, Space.S, 0, 0)
        rows.setSpacing(Space.S)
        holder.hide()
        return holder, rows


def _ready_words(ready: int) -> str:
    if not ready:
        return translate("Asking", "As soon as the first documents are read you can ask about them.")
    if ready == 1:
        return translate(
            "Asking",
            "1 document is ready. Every sentence from it leads to its page, with the words marked.",
        )
    return translate(
        "Asking",
        "%Ln documents are ready. Every sentence from them leads to its page, with the words marked.",
        None,
        ready,
    )
