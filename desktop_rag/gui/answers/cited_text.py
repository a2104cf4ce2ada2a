"""Lines of text with citations in them, which can grow while they are read. GUI thread.

The text is put together with cursors and formats, never as HTML, so nothing in it can be markup. Other lines
change only what differs: a text that grows is added to, and what stands there is not laid out again.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, QTimer, QUrl, Signal, SignalInstance
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QTextBrowser, QWidget

from desktop_rag.gui.answers.chip_hues import ChipHues
from desktop_rag.gui.answers.lines import LineHead, Look, Piece, TextLine
from desktop_rag.gui.answers.looks import line_format, piece_format
from desktop_rag.gui.answers.text_lists import join_list, paint_bullets, text_between
from desktop_rag.gui.widgets.clipboard import copied_text
from desktop_rag.gui.widgets.text_ranges import range_rects
from desktop_rag.gui.widgets.theme import Theme, TypeSize

HOVER_MS = 350
LIST_INDENT = 24


@dataclass(frozen=True, slots=True)
class _Range:
    start: int
    end: int
    url: str
    chip: bool


class CitedText(QTextBrowser):
    """As tall as its text. `citation_chosen(n)` on a click or Enter, `citation_glanced(n)` while hovered.

    `passages_lit(frozenset[int])` with the numbers that what is pointed at cites, or what is selected; empty
    when that is over.
    """

    citation_chosen = Signal(int)
    citation_glanced = Signal(int)
    passages_lit = Signal(object)

    def __init__(self, theme: Theme, size: TypeSize = TypeSize.READING, ink: str = "text") -> None:
        super().__init__()
        self._theme = theme
        self._size = size
        self._ink = ink
        self._lines: list[TextLine] = []
        self._starts: list[list[int]] = []
        self._ranges: list[_Range] = []
        self._rects: dict[_Range, list[QRectF]] = {}
        self._hovered = ""
        self._hues = ChipHues(theme)
        self._numbers_lit: frozenset[int] = frozenset()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(HOVER_MS)
        self._rest.timeout.connect(lambda: self._choose(self._hovered, self.citation_glanced))
        self._set_up()
        theme.changed.connect(self._rebuild)

    def show_lines(self, lines: Sequence[TextLine]) -> None:
        """Makes `lines` the text. What they have in common with it, from the top, is not touched."""
        kept, pieces = _in_common(self._lines, lines)
        if kept == len(self._lines) == len(lines):
            return
        self._forget_rects(kept, pieces)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        if kept < len(self._lines) and not self._grow(cursor, kept, pieces, lines):
            self._cut(cursor, kept, pieces)
            if pieces:
                self._insert_pieces(cursor, kept, lines[kept].pieces[pieces:])
        for number in range(len(self._starts), len(lines)):
            self._begin_line(cursor, lines[number].head)
            self._insert_pieces(cursor, number, lines[number].pieces)
        cursor.endEditBlock()
        self._lines = list(lines)
        self._ink_chips()
        self._fit()

    def show_hues(self, hues: Mapping[int, int]) -> None:
        """Gives the numbers that are keys here the colour that their words have on the open page."""
        if self._hues.take(hues):
            self._ink_chips()
            self.viewport().update()

    def cited_by(self, url: str) -> frozenset[int]:
        """The numbers that a link stands for."""
        kind, _, number = url.partition(":")
        return frozenset({int(number)}) if kind == "citation" else frozenset()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(400, math.ceil(self.document().size().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._rects.clear()
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shown = QRectF(event.rect())
        for item in self._ranges:
            if item.chip and any(rect.intersects(shown) for rect in self._boxes(item)):
                self._paint_range(painter, item, self._hues.colour(self.cited_by(item.url)), 4)
            elif not item.chip and item.url == self._hovered:
                self._paint_range(painter, item, "hover", 2)
        paint_bullets(painter, self.document(), self._theme, self._size)
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

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copies plain text with bullets, numbers and `[n]`, as "Copy with sources" does."""
        cursor = self.textCursor()
        chips = [(item.start, item.end) for item in self._ranges if item.chip]
        text = text_between(self.document(), cursor.selectionStart(), cursor.selectionEnd(), chips)
        return copied_text(text)

    def _set_up(self) -> None:
        _lay_bare(self)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(LIST_INDENT)
        self.document().setDefaultFont(self._theme.font(self._size))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.anchorClicked.connect(lambda url: self._choose(url.toString(), self.citation_chosen))
        self.highlighted.connect(self._on_highlighted)
        self.selectionChanged.connect(self._tell_passages)

    def _rebuild(self) -> None:
        """Draws everything anew, in the theme that is now in force."""
        lines, self._lines, self._starts = self._lines, [], []
        self._ranges.clear()
        self._rects.clear()
        self.clear()
        self.document().setDefaultFont(self._theme.font(self._size))
        self.show_lines(lines)

    def _grow(self, cursor: QTextCursor, line: int, pieces: int, lines: Sequence[TextLine]) -> bool:
        """Adds to the last piece of the text, if that is all there is to change in the last line."""
        old = self._lines[line].pieces
        if line != len(self._lines) - 1 or line >= len(lines) or self._lines[line].head != lines[line].head:
            return False
        new = lines[line].pieces
        if pieces == len(old):
            cursor.movePosition(QTextCursor.MoveOperation.End)
            self._insert_pieces(cursor, line, new[pieces:])
            return True
        if pieces != len(old) - 1 or pieces >= len(new) or not _extends(old[-1], new[pieces]):
            return False
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(new[pieces].text[len(old[-1].text) :], self._format(new[pieces]))
        self._insert_pieces(cursor, line, new[pieces + 1 :])
        return True

    def _cut(self, cursor: QTextCursor, line: int, pieces: int) -> None:
        """Takes away everything from the piece on, and the line itself if none of it is kept."""
        begin = self._starts[line][pieces] if pieces else max(0, self._starts[line][0] - 1)
        cursor.setPosition(begin)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self._ranges = [item for item in self._ranges if item.end <= begin]
        del self._starts[line + bool(pieces) :]
        if pieces:
            del self._starts[line][pieces:]

    def _begin_line(self, cursor: QTextCursor, head: LineHead) -> None:
        look, marker = line_format(head, first=not self._starts), self._format(Piece("", Look.MARKER))
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if self._starts:
            cursor.insertBlock(look, marker)
        else:
            if former := cursor.block().textList():
                former.remove(cursor.block())
            cursor.setBlockFormat(look)
            cursor.setBlockCharFormat(marker)
        if head.is_item:
            join_list(cursor, head)
        self._starts.append([])

    def _insert_pieces(self, cursor: QTextCursor, line: int, pieces: Sequence[Piece]) -> None:
        if not pieces and not self._starts[line]:
            self._starts[line].append(cursor.position())
        for piece in pieces:
            start = cursor.position()
            self._starts[line].append(start)
            cursor.insertText(piece.text, self._format(piece))
            if piece.url:
                self._ranges.append(_Range(start, cursor.position(), piece.url, piece.look is Look.CHIP))

    def _format(self, piece: Piece) -> QTextCharFormat:
        return piece_format(piece, self._theme, self._size, self._ink)

    def _paint_range(self, painter: QPainter, item: _Range, colour: str, radius: int) -> None:
        painter.setBrush(self._theme.color(colour))
        for box in self._boxes(item):
            painter.drawRoundedRect(box, radius, radius)

    def _boxes(self, item: _Range) -> list[QRectF]:
        """What is painted behind a link, one a line."""
        if item not in self._rects:
            size = TypeSize.CAPTION if item.chip else self._size
            height = QFontMetrics(self._theme.font(size)).height() + 3
            side = 2 if item.chip else 1
            self._rects[item] = [
                QRectF(
                    rect.left() - side, rect.center().y() + 1 - height / 2, rect.width() + 2 * side, height
                )
                for rect in range_rects(self.document(), item.start, item.end)
            ]
        return self._rects[item]

    def _forget_rects(self, line: int, pieces: int) -> None:
        """Those that a change from this piece on may move: more text can push a word onto the next line."""
        steady = _steady_until(self.document(), self._starts, line, pieces)
        self._rects = {item: boxes for item, boxes in self._rects.items() if item.end <= steady}

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
        self._tell_passages()
        if self._hovered:
            self._rest.start()
        else:
            self._rest.stop()

    def _tell_passages(self) -> None:
        """What is pointed at comes before what is selected."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        selected = [item.url for item in self._ranges if item.start < end and item.end > start]
        chosen = [self._hovered] if self._hovered else selected if cursor.hasSelection() else []
        numbers = frozenset().union(*map(self.cited_by, chosen))
        if numbers != self._numbers_lit:
            self._numbers_lit = numbers
            self.passages_lit.emit(numbers)

    def _ink_chips(self) -> None:
        chips = [(item.start, item.end, self.cited_by(item.url)) for item in self._ranges if item.chip]
        self.setExtraSelections(self._hues.inked(self.document(), chips))

    def _choose(self, url: str, signal: SignalInstance) -> None:
        kind, _, number = url.partition(":")
        if kind == "citation":
            signal.emit(int(number))


def _lay_bare(view: QTextBrowser) -> None:
    """Without anything around the text, which neither scrolls nor takes what is dropped on it."""
    view.setOpenLinks(False)
    view.setUndoRedoEnabled(False)
    view.setFrameShape(QTextBrowser.Shape.NoFrame)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    view.setAcceptDrops(False)


def _steady_until(document: QTextDocument, starts: Sequence[Sequence[int]], line: int, pieces: int) -> int:
    """The position up to which nothing moves when the text changes from a piece of a line on."""
    if line >= len(starts):
        line, pieces = len(starts) - 1, 0
    known = starts[line] if line >= 0 else [0]
    first = known[min(pieces, len(known) - 1)]
    block = document.findBlock(first)
    layout = block.layout()
    number = layout.lineForTextPosition(first - block.position()).lineNumber() if layout.lineCount() else 0
    return block.position() + layout.lineAt(number - 1).textStart() if number > 0 else block.position()


def _in_common(old: Sequence[TextLine], new: Sequence[TextLine]) -> tuple[int, int]:
    """How many lines are the same from the top, and how many pieces of the next."""
    pairs = zip(old, new, strict=False)
    same = next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))
    if same >= min(len(old), len(new)) or old[same].head != new[same].head:
        return same, 0
    here, there = old[same].pieces, new[same].pieces
    pairs_of_pieces = zip(here, there, strict=False)
    shorter = min(len(here), len(there))
    return same, next((n for n, (one, other) in enumerate(pairs_of_pieces) if one != other), shorter)


def _extends(old: Piece, new: Piece) -> bool:
    alike = (old.look, old.url, old.tip) == (new.look, new.url, new.tip)
    return alike and not old.url and new.text.startswith(old.text)
