"""A conversation as a PDF to print or to pass on: the HTML export, laid out by Qt. Any lane's thread.

The document, its pages and its painter are made, used and left on that one thread, which Qt allows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLine,
    QTextListFormat,
)

from desktop_rag.app.export_html import html_parts
from desktop_rag.app.export_words import ENGLISH, Voice
from desktop_rag.domain.conversation import Conversation
from desktop_rag.domain.display import display_text
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate

RESOLUTION_DPI = 600
MARGIN_MM = 20.0
FOOT_MM = 10.0
_READING_PT, _FOOT_PT = 10.5, 8.5
_TURN_PX = 32
_IN = RESOLUTION_DPI // 6
"""Qt takes the margins beside a paragraph in dots of the paper, and those above and below it in pixels."""
_INK, _QUIET = "#1f2328", "#59636e"
_STYLE = f"""
h1, h2, h3 {{ font-weight: 600; margin: 0 0 4px 0; }}
h2 {{ white-space: pre-wrap; }}
h3 {{ color: {_QUIET}; margin-top: 14px; }}
p {{ margin: 0 0 8px 0; line-height: 120%; }}
p.quiet {{ color: {_QUIET}; font-size: 9pt; margin: 0 0 3px 0; }}
div.quiet {{ color: {_QUIET}; font-size: 8.5pt; margin: 0 0 8px 0; }}
p.note {{ font-weight: 600; }}
em.doubt {{ color: #8a4b00; }}
li {{ margin: 0 0 4px 0; line-height: 120%; }}
ul.sources {{ -qt-list-indent: 0; list-style-type: none; }}
blockquote {{ margin: 2px 0 2px {_IN}px; line-height: 120%; }}
.deep-1 {{ margin-left: {_IN}px; }} .deep-2 {{ margin-left: {2 * _IN}px; }}
.deep-3 {{ margin-left: {3 * _IN}px; }}
"""

# Source: the Unicode CLDR, supplemental data, paperSize "US-Letter".
_LETTER = frozenset(
    QLocale.Country[name]
    for name in (
        "Belize", "Canada", "Chile", "Colombia", "CostaRica", "ElSalvador", "Guatemala", "Mexico",
        "Nicaragua", "Panama", "Philippines", "PuertoRico", "UnitedStates", "Venezuela",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Print:
    """How it is to look on paper; families of fonts by name. Made anywhere, used on a lane's thread."""

    sans: str
    serif: str
    paper: QPageSize.PageSizeId = QPageSize.PageSizeId.A4
    voice: Voice = ENGLISH


def paper_of(locale: QLocale) -> QPageSize.PageSizeId:
    """What printers of the country are filled with."""
    return QPageSize.PageSizeId.Letter if locale.territory() in _LETTER else QPageSize.PageSizeId.A4


def as_pdf(conversation: Conversation, look: Print) -> bytes:
    """The whole conversation with sources and pages; its text can be selected, its fonts are in it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, conversation, look)
    painter = QPainter(writer)
    try:
        _Pages(writer, painter, look).draw(_document(conversation, look, writer))
    finally:
        painter.end()
    return bytes(buffer.data().data())


def _writer(buffer: QBuffer, conversation: Conversation, look: Print) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setTitle(display_text(conversation.title))
    writer.setCreator("Desktop RAG")
    writer.setResolution(RESOLUTION_DPI)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(look.paper), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
        )
    )
    return writer


def _document(conversation: Conversation, look: Print, writer: QPdfWriter) -> QTextDocument:
    """The text at the width of the paper. One turn after the other, so that other threads get their turn
    between: while it reads one, Qt lets no other run any Python."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(look.sans, _READING_PT))
    document.setDefaultStyleSheet(f"{_STYLE}\nblockquote {{ font-family: '{look.serif}'; }}")
    cursor = QTextCursor(document)
    for number, part in enumerate(html_parts(conversation, look.voice, links=False)):
        if number:
            cursor.insertBlock()
        begin = cursor.position()
        cursor.insertHtml(part)
        if number:
            _begin_turn(document.findBlock(begin))
    return document


def _begin_turn(block: QTextBlock) -> None:
    """The question, which Qt takes for a part of the paragraph that it was put into."""
    form = QTextBlockFormat()
    form.setTopMargin(_TURN_PX)
    form.setBottomMargin(Space.XS)
    form.setHeadingLevel(2)
    QTextCursor(block).setBlockFormat(form)


class _Pages:
    """Draws a document page by page, with a number at the foot of each."""

    def __init__(self, writer: QPdfWriter, painter: QPainter, look: Print) -> None:
        self._writer = writer
        self._painter = painter
        self._look = look
        whole = writer.pageLayout().paintRectPixels(writer.resolution())
        foot = round(FOOT_MM / 25.4 * writer.resolution())
        self._body = QSizeF(whole.width(), whole.height() - foot)
        self._foot = QRectF(0, self._body.height(), whole.width(), foot)

    def draw(self, document: QTextDocument) -> None:
        """Line by line: drawn as a whole, Qt writes what is near the edge of a page into both, and only hides
        it from the eye."""
        document.setPageSize(self._body)
        pages = self._keep_headings(document)
        current = 0
        for block in _blocks(document):
            for number in range(block.layout().lineCount()):
                line = block.layout().lineAt(number)
                page = self._page(block, number)
                if page > current:
                    self._draw_foot(current, pages)
                    self._writer.newPage()
                    current = page
                origin = block.layout().position() - QPointF(0, page * self._body.height())
                self._painter.setPen(QColor(_INK))
                line.draw(self._painter, origin)
                if number == 0 and block.textList() is not None:
                    self._draw_marker(block, line, origin)
        self._draw_foot(current, pages)

    def _keep_headings(self, document: QTextDocument) -> int:
        """A heading goes to the next page with the first line below it. Returns how many pages there are."""
        document.pageCount()  # lays all of it out: Qt counts wrongly what is changed before that
        for block in _blocks(document):
            form, below = block.blockFormat(), block.next()
            if form.headingLevel() and below.isValid() and self._page(block) != self._page(below):
                form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(block).setBlockFormat(form)
                document.pageCount()
        return 1 + self._page(document.lastBlock(), max(0, document.lastBlock().layout().lineCount() - 1))

    def _page(self, block: QTextBlock, line: int = 0) -> int:
        """Where a line of it is, from 0."""
        lines = block.layout()
        below = lines.lineAt(line).y() if lines.lineCount() else 0.0
        return int((lines.position().y() + below + 1) // self._body.height())

    def _draw_marker(self, block: QTextBlock, line: QTextLine, origin: QPointF) -> None:
        """The number or the dot of an item, before its first line."""
        style = block.textList().format().style()
        if style == QTextListFormat.Style.ListStyleUndefined:
            return
        numbered = style == QTextListFormat.Style.ListDecimal
        words = block.textList().itemText(block) if numbered else "•"
        font = _font(self._look.sans, _READING_PT)
        gap = QFontMetricsF(font, self._writer).horizontalAdvance("n")
        top = origin.y() + line.y()
        if block.textDirection() == Qt.LayoutDirection.RightToLeft:
            room = QRectF(line.x() + line.width() + gap, top, self._body.width(), line.height())
            side = Qt.AlignmentFlag.AlignLeft
        else:
            room = QRectF(0, top, line.x() - gap, line.height())
            side = Qt.AlignmentFlag.AlignRight
        self._painter.setFont(font)
        self._painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, words)

    def _draw_foot(self, page: int, pages: int) -> None:
        words = translate("Conversations", "Page {page} of {pages}").format(page=page + 1, pages=pages)
        self._painter.setFont(_font(self._look.sans, _FOOT_PT))
        self._painter.setPen(QColor(_QUIET))
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        self._painter.drawText(self._foot, centred, words)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _font(family: str, points: float) -> QFont:
    """Letter for letter: what a font draws in place of others, such as another colon between digits, could
    not be copied out of the file again."""
    font = QFont(family)
    font.setPointSizeF(points)
    for tag in ("calt", "clig", "liga", "dlig"):
        font.setFeature(QFont.Tag(tag), 0)
    return font
