"""Lists in a text: which list an item joins, its bullet, and what is copied of it. GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextList,
    QTextListFormat,
)

from desktop_rag.gui.answers.lines import LineHead
from desktop_rag.gui.widgets.theme import Theme, TypeSize

BULLET_GAP = 11
BULLET_RADIUS = 2.5
_NUMBERED = QTextListFormat.Style.ListDecimal
_BULLETED = QTextListFormat.Style.ListStyleUndefined
"""Bullets are painted here: Qt would put them right before the text."""


def join_list(cursor: QTextCursor, head: LineHead) -> None:
    """Makes the cursor's block an item: of the list above it, or the first of a new one."""
    known = None if head.gap else _list_above(cursor.block(), head)
    if known:
        known.add(cursor.block())
        return
    look = QTextListFormat()
    look.setIndent(head.level + 1)
    look.setStyle(_BULLETED if head.number is None else _NUMBERED)
    if head.number is not None:
        look.setStart(head.number)
    cursor.createList(look)


def paint_bullets(painter: QPainter, document: QTextDocument, theme: Theme, size: TypeSize) -> None:
    """A disc before each item, a ring before those within an item, in line with the small letters."""
    raised = QFontMetricsF(theme.font(size)).xHeight() / 2
    painter.save()
    painter.setPen(QPen(theme.color("secondary"), 1))
    block = document.begin()
    while block.isValid():
        known = block.textList()
        if known and known.format().style() == _BULLETED and block.layout().lineCount():
            origin = document.documentLayout().blockBoundingRect(block).topLeft()
            line, inner = block.layout().lineAt(0), known.format().indent() > 1
            painter.setBrush(Qt.BrushStyle.NoBrush if inner else theme.color("secondary"))
            middle = origin + QPointF(line.x() - BULLET_GAP, line.y() + line.ascent() - raised)
            painter.drawEllipse(middle, BULLET_RADIUS, BULLET_RADIUS)
        block = block.next()
    painter.restore()


def text_between(document: QTextDocument, start: int, end: int, chips: Sequence[tuple[int, int]]) -> str:
    """Plain text with bullets and numbers; what stands in `chips`, by offsets, is put in brackets."""
    texts: list[str] = []
    block = document.findBlock(start)
    while block.isValid() and block.position() <= end:
        texts.append(_block_text(block, start, end, chips))
        block = block.next()
    return "\n".join(texts)


def _list_above(block: QTextBlock, head: LineHead) -> QTextList | None:
    """The list that an item goes on with: of its level and kind, with none shallower between."""
    above = block.previous()
    while above.isValid() and above.textList():
        known = above.textList()
        look = known.format()
        if look.indent() < head.level + 1:
            return None
        if look.indent() == head.level + 1:
            return known if (look.style() == _NUMBERED) == (head.number is not None) else None
        above = above.previous()
    return None


def _block_text(block: QTextBlock, start: int, end: int, chips: Sequence[tuple[int, int]]) -> str:
    first, last = max(0, start - block.position()), min(block.length() - 1, end - block.position())
    text = block.text()
    for begin, stop in reversed([(one - block.position(), other - block.position()) for one, other in chips]):
        if first <= begin and stop <= last:
            marked = f"[{text[begin:stop].strip()}]"
            text = text[:begin] + marked + text[stop:]
            last += len(marked) - (stop - begin)
    words = text[first:last].replace("\u00a0", " ")
    known = block.textList()
    if first or not known:
        return words
    marker = known.itemText(block) if known.format().style() == _NUMBERED else "•"
    return f"{'  ' * (known.format().indent() - 1)}{marker} {words}"
