"""One question and what came of it: waiting, an answer, not found, stopped, failed. GUI thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_rag.domain.answers import Answer, AnswerState
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.display import display_name
from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.gui.answer_text import AnswerText
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.inline_error import InlineError
from desktop_rag.gui.source_list import SourceList
from desktop_rag.gui.source_ref import SourceEntry, cited_entry, looked_at_entry, uncited_hits
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import ElidedLabel, IconLabel, TextButton, label, paragraph
from desktop_rag.gui.words import place_words

CLOSEST_SHOWN = 4
OTHERS_SHOWN = 5


class TurnView(QWidget):
    """`source_chosen(SourceRef)`, `source_glanced(SourceEntry)`; `again_requested(question, scope)`."""

    source_chosen = Signal(object)
    source_glanced = Signal(object)
    again_requested = Signal(str, object)

    def __init__(self, question: str, scope: Path | None, icons: Icons) -> None:
        super().__init__()
        self.question = question
        self.scope = scope
        self._icons = icons
        self._answer: Answer | None = None
        self.sources: SourceList | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self._column.addWidget(_inset(label(question, "title", wrap=True, selectable=True)))
        if scope:
            self._column.addWidget(_inset(ElidedLabel(f"Asked only in “{display_name(scope)}”", "caption")))
        self._body: list[QWidget] = []
        self._show(self._waiting())

    def show_answer(self, answer: Answer) -> None:
        """Shows what was found, and tells screen readers."""
        self._answer = answer
        not_found = answer.state is AnswerState.NOT_FOUND
        self._show(self._not_found(answer) if not_found else self._found(answer))
        self._announce("Not in your documents" if not_found else answer.text)

    def show_error(self, error: Exception) -> None:
        view = InlineError(error, self._icons, "Try again")
        view.action_requested.connect(self._on_again)
        self._show([view])
        self._announce(view.accessibleName())

    def show_stopped(self) -> None:
        again = TextButton("Ask again", "link", self._icons, "retry")
        again.clicked.connect(self._on_again)
        self._show([_row(label("Stopped.", "secondary"), again)])

    def open_first_source(self) -> None:
        """Opens the first cited source, if there is one."""
        if self.sources and self.sources.cards and self.sources.cards[0].entry.number:
            self.choose(self.sources.cards[0].entry)

    def choose(self, entry: SourceEntry) -> None:
        """Opens one of this turn's sources and marks its card."""
        self.source_chosen.emit(entry.ref)
        if self.sources:
            self.sources.light(entry)

    def unlight(self) -> None:
        """Forgets which source is open; another turn's has been."""
        if self.sources:
            self.sources.light(None)

    def _waiting(self) -> list[QWidget]:
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(160)
        bar.setAccessibleName("Looking through your documents")
        return [_column(label("Looking through your documents…", "secondary"), bar)]

    def _found(self, answer: Answer) -> list[QWidget]:
        text = AnswerText(answer, self._icons.theme)
        text.citation_chosen.connect(lambda number: self._with_cited(number, self.choose))
        text.citation_glanced.connect(lambda number: self._with_cited(number, self.source_glanced.emit))
        cited = [cited_entry(citation) for citation in answer.citations]
        others = [looked_at_entry(hit) for hit in uncited_hits(answer.hits, answer.citations)]
        self.sources = SourceList(cited, others[:OTHERS_SHOWN], self._icons.theme, "Also looked at")
        self.sources.chosen.connect(self.choose)
        return [_inset(text), self._footer(answer), self.sources]

    def _footer(self, answer: Answer) -> QWidget:
        copy = TextButton("Copy with sources", "link", self._icons, "copy")
        copy.clicked.connect(lambda: self._on_copy(copy))
        said = "Taken word for word from your documents" if answer.mode is AnswerMode.EXTRACT else ""
        return _row(label(said, "caption"), copy)

    def _not_found(self, answer: Answer) -> list[QWidget]:
        head = _row(IconLabel(self._icons, "search"), label("Not in your documents", "strong"))
        closest = [looked_at_entry(hit) for hit in answer.hits[:CLOSEST_SHOWN]]
        words = f"Nothing {'there' if self.scope else 'in the library'} answers this."
        words += " These passages come closest; they are not an answer." if closest else ""
        self.sources = SourceList([], closest, self._icons.theme, "Closest passages")
        self.sources.chosen.connect(self.choose)
        said = _inset(paragraph(words, "reading-secondary"))
        return [head, said, self._wider(), self.sources] if self.scope else [head, said, self.sources]

    def _wider(self) -> QWidget:
        wider = TextButton("Ask in the whole library", "", self._icons, "library")
        wider.clicked.connect(lambda: self.again_requested.emit(self.question, None))
        return _row(wider)

    def _show(self, widgets: list[QWidget]) -> None:
        for old in self._body:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._body = widgets
        for widget in widgets:
            self._column.addWidget(widget)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _with_cited(self, number: int, act: Callable[[SourceEntry], object]) -> None:
        for card in self.sources.cards if self.sources else ():
            if card.entry.number == number:
                act(card.entry)
                return

    def _on_again(self) -> None:
        self.again_requested.emit(self.question, self.scope)

    def _on_copy(self, button: TextButton) -> None:
        if self._answer:
            QGuiApplication.clipboard().setText(answer_as_text(self._answer))
            button.setText("Copied")


def answer_as_text(answer: Answer) -> str:
    """Question, answer with numbers, and the sources, as plain text to paste elsewhere."""
    sentences = (
        sentence.text + "".join(f" [{number}]" for number in sentence.citations)
        for sentence in answer.sentences
    )
    lines = [answer.question, "", " ".join(sentences), "", "Sources"]
    for citation in answer.citations:
        paged = citation.format is DocumentFormat.PDF
        place = place_words(citation.page, citation.label, citation.heading, paged=paged)
        name = citation.title or display_name(citation.path)
        lines.append(f"[{citation.n}] {name}, {place}\n    “{citation.quote}”\n    {citation.path}")
    return "\n".join(lines)


def _inset(widget: QWidget) -> QWidget:
    """`widget` in line with the text of the source cards and of the question box."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(Space.M, 0, Space.M, 0)
    row.addWidget(widget)
    return holder


def _row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(Space.M, 0, Space.M, 0)
    row.setSpacing(Space.S)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder


def _column(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(Space.M, 0, Space.M, 0)
    column.setSpacing(Space.S)
    for widget in widgets:
        column.addWidget(widget)
    return holder
