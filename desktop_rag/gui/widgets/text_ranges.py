"""Where a run of text lies on screen, and how it is given another look. GUI thread."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextLayout
from PySide6.QtWidgets import QTextEdit


def format_range(text: str, start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    """A look for the characters of `text` from `start` to `end`, for a `QTextLayout` of it."""
    result = QTextLayout.FormatRange()
    result.start = _units(text[:start])
    result.length = _units(text[start:end])
    result.format = look
    return result


def _units(text: str) -> int:
    """Qt counts in halves of UTF-16: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def range_rects(document: QTextDocument, start: int, end: int) -> list[QRectF]:
    """One rectangle a line for the characters from `start` to `end`, in the document's coordinates."""
    rects: list[QRectF] = []
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        rects += _block_rects(document, block, start - block.position(), end - block.position())
        block = block.next()
    return rects


def extra_selection(
    document: QTextDocument, start: int, end: int, look: QTextCharFormat
) -> QTextEdit.ExtraSelection:
    """A look for the characters from `start` to `end` that is laid over the text without changing it."""
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    selection = QTextEdit.ExtraSelection()
    selection.cursor, selection.format = cursor, look
    return selection


def _block_rects(document: QTextDocument, block: QTextBlock, start: int, end: int) -> list[QRectF]:
    origin = document.documentLayout().blockBoundingRect(block).topLeft()
    layout = block.layout()
    rects: list[QRectF] = []
    # Straight to its first line: a long paragraph is asked this for each of its chips, and has many lines.
    number = layout.lineForTextPosition(max(start, 0)).lineNumber() if layout.lineCount() else 0
    for line in (layout.lineAt(each) for each in range(max(0, number), layout.lineCount())):
        first = max(start, line.textStart())
        last = min(end, line.textStart() + line.textLength())
        if line.textStart() >= end:
            break
        if first < last:
            left, right = _x(line.cursorToX(first)), _x(line.cursorToX(last))
            rect = QRectF(min(left, right), line.y(), abs(right - left), line.height())
            rects.append(rect.translated(origin))
    return rects


def _x(answer: object) -> float:
    """PySide hands back the position alone or with the cursor, depending on its version."""
    return float(answer[0] if isinstance(answer, tuple) else answer)  # type: ignore[arg-type]  # two return types
