"""An answer as it is read: its sentences and the numbers of their sources, all of them links. GUI thread."""

from PySide6.QtCore import SignalInstance

from desktop_rag.domain.answers import Answer, Support
from desktop_rag.gui.answers.cited_text import CitedText
from desktop_rag.gui.answers.lines import answer_lines, streamed_lines
from desktop_rag.gui.widgets.theme import Theme
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import translate


class AnswerText(CitedText):
    """Shows an answer while it is written and when it is whole, in the same place."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._answer: Answer | None = None
        self.setAccessibleName(translate("Asking", "Answer, being written"))

    def show_stream(self, text: str, known: int) -> None:
        """What is written so far, citing `known` passages as `[n]`; a longer text grows downward."""
        self._answer = None
        self.show_lines(streamed_lines(text, known))

    def show_answer(self, answer: Answer) -> None:
        self._answer = answer
        self.setAccessibleName(translate("Asking", "Answer: {text}").format(text=answer.text))
        self.setAccessibleDescription(_spoken_doubts(answer))
        self.show_lines(answer_lines(answer))

    def cited_by(self, url: str) -> frozenset[int]:
        kind, _, number = url.partition(":")
        if kind == "sentence" and self._answer:
            return frozenset(self._answer.sentences[int(number)].citations)
        return super().cited_by(url)

    def _choose(self, url: str, signal: SignalInstance) -> None:
        kind, _, number = url.partition(":")
        if kind == "sentence" and self._answer:
            signal.emit(self._answer.sentences[int(number)].citations[0])
        else:
            super()._choose(url, signal)


def _spoken_doubts(answer: Answer) -> str:
    """The marks in words, which a screen reader cannot see."""
    said = translate("Asking", "Not in its source: “{sentence}” {doubt}")
    return " ".join(
        said.format(sentence=sentence.text, doubt=in_words(sentence.doubt)).rstrip()
        for sentence in answer.sentences
        if sentence.support is Support.UNSUPPORTED
    )
