"""An answer's sentences, each followed by the numbers of its sources, all of them links. GUI thread.

The text is put together with cursors and formats, never as HTML, so nothing in it can be markup.
"""

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, QUrl, Signal, SignalInstance
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QSizePolicy, QTextBrowser, QWidget

from desktop_rag.domain.answers import Answer, AnswerSentence, Support
from desktop_rag.gui.text_ranges import range_rects
from desktop_rag.gui.theme import Theme, TypeSize

LINE_HEIGHT_PERCENT = 122
"""Of the font's own line height, which makes 1.5 times its size with the faces used here."""
HOVER_MS = 350


def _wide_space() -> QTextCharFormat:
    """For the space behind a chip, whose tint reaches past its text and would touch the next word."""
    look = QTextCharFormat()
    look.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    look.setFontLetterSpacing(4)
    return look


@dataclass(frozen=True, slots=True)
class _Range:
    start: int
    end: int
    url: str
    chip: bool


class AnswerText(QTextBrowser):
    """As tall as its text. `citation_chosen(n)` on a click or Enter, `citation_glanced(n)` while hovered."""

    citation_chosen = Signal(int)
    citation_glanced = Signal(int)

    def __init__(self, answer: Answer, theme: Theme) -> None:
        super().__init__()
        self._answer = answer
        self._theme = theme
        self._ranges: list[_Range] = []
        self._hovered = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(HOVER_MS)
        self._rest.timeout.connect(lambda: self._choose(self._hovered, self.citation_glanced))
        self._set_up()
        theme.changed.connect(self._build)
        self._build()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(400, math.ceil(self.document().size().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for item in self._ranges:
            if item.chip:
                self._paint_range(painter, item, "accent_tint", 4)
            elif item.url == self._hovered:
                self._paint_range(painter, item, "hover", 2)
        self._paint_focus(painter)
        painter.end()
        super().paintEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """WORKAROUND(Qt 6.11): Shift+Tab finds a link at the very start again and again, a trap for keys."""
        cursor = self.textCursor()
        if next or not cursor.hasSelection() or cursor.selectionStart() > 0:
            return super().focusNextPrevChild(next)
        cursor.clearSelection()
        self.setTextCursor(cursor)
        return QWidget.focusNextPrevChild(self, next)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._on_highlighted(QUrl())

    def _set_up(self) -> None:
        self.setAccessibleName(f"Answer: {self._answer.text}")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(False)
        self.document().setDocumentMargin(0)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.anchorClicked.connect(lambda url: self._choose(url.toString(), self.citation_chosen))
        self.highlighted.connect(self._on_highlighted)

    def _build(self) -> None:
        self._ranges.clear()
        self.clear()
        self.document().setDefaultFont(self._theme.font(TypeSize.READING))
        cursor = QTextCursor(self.document())
        lines = QTextBlockFormat()
        lines.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(lines)
        for number, sentence in enumerate(self._answer.sentences):
            if number:
                cursor.insertText(" ", _wide_space())
            self._insert_sentence(cursor, number, sentence)
        self._fit()

    def _insert_sentence(self, cursor: QTextCursor, number: int, sentence: AnswerSentence) -> None:
        plain = QTextCharFormat()
        plain.setForeground(self._theme.color("text"))
        words = " ".join(sentence.text.split())
        url = f"sentence:{number}" if sentence.citations else ""
        self._insert(cursor, words, plain, url)
        for n in sentence.citations:
            cursor.insertText("\u00a0", QTextCharFormat())
            self._insert(cursor, f"\u2009{n}\u2009", self._chip_format(), f"citation:{n}", chip=True)
        if sentence.support is not Support.SUPPORTED:
            doubt = self._chip_format()
            doubt.setForeground(self._theme.color("warning"))
            word = "not supported by a source" if sentence.support is Support.UNSUPPORTED else "no source"
            cursor.insertText(f" ⚠\u00a0{word}", doubt)

    def _insert(
        self, cursor: QTextCursor, text: str, look: QTextCharFormat, url: str, *, chip: bool = False
    ) -> None:
        start = cursor.position()
        if url:
            look.setAnchor(True)
            look.setAnchorHref(url)
        cursor.insertText(text, look)
        if url:
            self._ranges.append(_Range(start, cursor.position(), url, chip))

    def _chip_format(self) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFont(self._theme.font(TypeSize.CAPTION, bold=True))
        look.setForeground(self._theme.color("accent"))
        return look

    def _paint_range(self, painter: QPainter, item: _Range, colour: str, radius: int) -> None:
        painter.setBrush(self._theme.color(colour))
        size = TypeSize.CAPTION if item.chip else TypeSize.READING
        metrics = QFontMetrics(self._theme.font(size))
        for rect in range_rects(self.document(), item.start, item.end):
            middle = rect.center().y() + 1
            height = metrics.height() + 3
            side = 2 if item.chip else 1
            box = QRectF(rect.left() - side, middle - height / 2, rect.width() + 2 * side, height)
            painter.drawRoundedRect(box, radius, radius)

    def _paint_focus(self, painter: QPainter) -> None:
        """A ring around the link that Tab has reached."""
        cursor = self.textCursor()
        reached = (cursor.selectionStart(), cursor.selectionEnd())
        for item in self._ranges:
            if self.hasFocus() and (item.start, item.end) == reached:
                painter.setPen(QPen(self._theme.color("accent"), 2))
                self._paint_range(painter, item, "accent_tint", 4)

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(math.ceil(self.document().size().height()) + 2)

    def _on_highlighted(self, url: QUrl) -> None:
        self._hovered = url.toString()
        self.viewport().update()
        if self._hovered:
            self._rest.start()
        else:
            self._rest.stop()

    def _choose(self, url: str, signal: SignalInstance) -> None:
        kind, _, number = url.partition(":")
        if kind == "citation":
            signal.emit(int(number))
        elif kind == "sentence":
            signal.emit(self._answer.sentences[int(number)].citations[0])
