"""Sets the chapters of the user guide and paints them as PDF pages; the Qt half of build_guide.py.

Same process and thread as build_guide.py. Coordinates are CSS pixels (96 per inch) from the top left of
the page, or of the chapter while it is one endless column.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from guide_pictures import picture_size
from markdown_it import MarkdownIt
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontDatabase,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtSvg import QSvgRenderer

# Inter is not used: its contextual alternates turn the hyphen of "LANTERN-4417" into a glyph without a
# character, so that the text read back from the PDF says "LANTERN%4417" (seen with Qt 6.12).
SERIF, SANS, MONO = "Noto Serif", "Noto Sans", "Noto Sans Mono"
PX_PER_PT = 96 / 72
RESOLUTION = 1200
PAGE_W, PAGE_H = 793.7, 1122.5  # A4
LEFT, TOP = 104.0, 86.0
TEXT_W, TEXT_H = PAGE_W - 2 * LEFT, 932.0
TABLE_GAP = 14.0
WORD_JOINER = "\u2060"
PICTURE = re.compile(r'<p><img src="(pictures/[a-z0-9-]+\.png)" alt="([^"]+)" /></p>')
PICTURE_MARK = "\ue000"
"""Before the name of a picture in a paragraph of its own, which is then emptied to hold the room for it."""
INK, GREY, ACCENT, HAIRLINE = "#1f1e1b", "#5f5c56", "#244f9c", "#dcd9d2"

STYLE = f"""
body {{ font-family: '{SERIF}'; font-size: 11pt; color: {INK}; }}
h1 {{ font-family: '{SANS}'; font-size: 24pt; font-weight: 600; color: {ACCENT}; margin: 0 0 20px 0; }}
h2 {{ font-family: '{SANS}'; font-size: 14pt; font-weight: 600; color: {INK}; margin: 28px 0 8px 0; }}
p {{ margin: 0 0 10px 0; }}
ul, ol {{ margin: 0 0 10px 0; }}
li {{ margin: 0 0 6px 0; }}
code, pre {{ font-family: '{MONO}'; font-size: 9.5pt; }}
pre {{ margin: 0 0 0 20px; }}
p.said {{ font-family: '{SANS}'; font-size: 9pt; color: {GREY}; margin: 6px 0 18px 0; }}
th {{ font-family: '{SANS}'; font-size: 9pt; font-weight: 600; color: {GREY}; text-align: left; }}
td {{ font-size: 10pt; }}
"""
LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT_MIDDLE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a chapter's endless column."""

    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Chapter:
    """`pages` are the spans of the column, in order; `first_page` counts from 0 in the file.

    `pictures` are the files by the number of the block that holds their room.
    """

    title: str
    document: QTextDocument
    pages: tuple[Span, ...]
    first_page: int
    pictures: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading and where it stands: `page` from 0 in the file, `y` from the top of that page."""

    level: int
    text: str
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture's file and its words, `page` from 0 in the file, `area` from the top left of that page."""

    name: str
    words: str
    page: int
    area: QRectF


@dataclass(frozen=True, slots=True)
class TocLine:
    """A line of the contents page and the page, from 0, that it leads to."""

    left: float
    top: float
    right: float
    bottom: float
    target: int


def require_fonts() -> None:
    missing = {SERIF, SANS, MONO} - set(QFontDatabase.families())
    if missing:
        raise SystemExit(f"Install these fonts first: {', '.join(sorted(missing))}")


def lay_out(markdown: str, first_page: int, folder: Path) -> Chapter:
    """One chapter as a column of TEXT_W, and where to cut it into pages; `folder` is that of its pictures."""
    document = QTextDocument()
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    document.setIndentWidth(20)
    document.setDefaultFont(font(SERIF, 11))
    document.setDefaultStyleSheet(STYLE)
    html = MarkdownIt("commonmark").enable("table").render(unbroken(markdown))
    html = html.replace("\n</code></pre>", "</code></pre>")
    html = PICTURE.sub(rf'<p>{PICTURE_MARK}\1</p><p class="said">\2</p>', html)
    document.setHtml(f"<body>{html}</body>")
    for block in blocks(document):
        set_line_height(block)
    for table in tables(document):
        style_table(table)
    pictures = dict(keep_room(document, folder))
    document.setTextWidth(TEXT_W)
    spans = tuple(cut(list(units(document))))
    return Chapter(words_of(document.begin()), document, spans, first_page, pictures)


def keep_room(document: QTextDocument, folder: Path) -> Iterator[tuple[int, str]]:
    """Empties the paragraphs that name pictures and makes them as high; the number of each and its file."""
    for block in blocks(document):
        if block.text().startswith(PICTURE_MARK):
            name = words_of(block).removeprefix(PICTURE_MARK)
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            change = QTextBlockFormat()
            fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
            change.setLineHeight(picture_size(folder / name, TEXT_W)[1], fixed)
            cursor.mergeBlockFormat(change)
            yield block.blockNumber(), name


def unbroken(markdown: str) -> str:
    """Keeps "fine-tuning" on one line: text read back from a PDF loses a hyphen that ends a line.

    Names of pictures stay as they are.
    """
    return re.sub(r"(?<=[\w/-])([-/])(?=\w)(?!\S*\.png\))", rf"\1{WORD_JOINER}", markdown)


def blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def words_of(block: QTextBlock) -> str:
    return block.text().replace(WORD_JOINER, "")


def tables(document: QTextDocument) -> list[QTextTable]:
    frames = document.rootFrame().childFrames()
    return [frame for frame in frames if isinstance(frame, QTextTable)]


def set_line_height(block: QTextBlock) -> None:
    """Qt's style sheets do not carry line-height to every block."""
    change = QTextBlockFormat()
    percent = 115 if block.blockFormat().headingLevel() else 130
    change.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    QTextCursor(block).mergeBlockFormat(change)


def style_table(table: QTextTable) -> None:
    """Full width, hairlines under the rows and nothing else."""
    form = table.format()
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setBorder(0)
    form.setCellSpacing(0)
    form.setBorderCollapse(True)
    form.setTopMargin(2)
    form.setBottomMargin(TABLE_GAP)
    form.setColumnWidthConstraints(column_widths(table))
    table.setFormat(form)
    for row in range(table.rows()):
        for column in range(table.columns()):
            style_cell(table, row, column)


def column_widths(table: QTextTable) -> list[QTextLength]:
    """Shares of the width that grow, less than in proportion, with the longest cell."""
    rows, columns = range(table.rows()), range(table.columns())
    cells = [[table.cellAt(row, column) for row in rows] for column in columns]
    longest = [max(cell.lastPosition() - cell.firstPosition() for cell in column) for column in cells]
    shares = [max(length, 6) ** 0.6 for length in longest]
    return [QTextLength(QTextLength.Type.PercentageLength, 100 * share / sum(shares)) for share in shares]


def style_cell(table: QTextTable, row: int, column: int) -> None:
    cell = table.cellAt(row, column)
    form = cell.format().toTableCellFormat()
    form.setTopPadding(5)
    form.setBottomPadding(6)
    form.setRightPadding(12)
    form.setLeftPadding(0)
    form.setBottomBorder(1)
    form.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBottomBorderBrush(QColor(HAIRLINE if row else GREY))
    cell.setFormat(form)


# ── Cutting the column into pages ───────────────────────────────────────────────────────────────────────


def units(document: QTextDocument) -> Iterator[Span]:
    """What no page end may cut: whole paragraphs and tables, headings and "this:" with what follows them.

    A paragraph that stays whole keeps its sentences findable, since a passage never spans two pages.
    """
    open_top: float | None = None
    for span, leads in pieces(document):
        top = span.top if open_top is None else open_top
        if leads:
            open_top = top
        else:
            open_top = None
            yield Span(top, span.bottom)


def pieces(document: QTextDocument) -> Iterator[tuple[Span, bool]]:
    """Paragraphs and tables in order, each with whether it must stay with the next one."""
    layout = document.documentLayout()
    boxes = {table.firstPosition(): table for table in tables(document)}
    past = 0
    for block in blocks(document):
        if block.position() < past:
            continue
        table = boxes.get(block.position())
        if table is None:
            rect = layout.blockBoundingRect(block)
            yield Span(rect.top(), rect.bottom()), leads_on(block) or block.next().position() in boxes
        else:
            rect = layout.frameBoundingRect(table)
            past = table.lastPosition() + 1
            yield Span(rect.top(), rect.bottom() - TABLE_GAP), False


def leads_on(block: QTextBlock) -> bool:
    """True for a heading, an introducing "this:", a line of code that is not the last, an empty line."""
    words = block.text().strip()
    if block.blockFormat().nonBreakableLines():
        return block.next().blockFormat().nonBreakableLines()
    return not words or bool(block.blockFormat().headingLevel()) or words.endswith(":")


def cut(parts: list[Span]) -> Iterator[Span]:
    """Fills page after page. Raises SystemExit for a part that is longer than a page."""
    top = parts[0].top
    for before, part in zip([parts[0], *parts], parts, strict=False):
        if part.bottom - part.top > TEXT_H:
            raise SystemExit(f"Longer than a page: the part at {part.top:.0f} px")
        if part.bottom - top > TEXT_H:
            yield Span(top, before.bottom)
            top = part.top
    yield Span(top, parts[-1].bottom)


def marks(chapter: Chapter) -> Iterator[Mark]:
    for block in blocks(chapter.document):
        level = block.blockFormat().headingLevel()
        if level:
            y = chapter.document.documentLayout().blockBoundingRect(block).top()
            page = next(n for n, span in enumerate(chapter.pages) if span.top <= y < span.bottom)
            yield Mark(level, words_of(block), chapter.first_page + page, TOP + y - chapter.pages[page].top)


def placed(chapter: Chapter, folder: Path) -> Iterator[Placed]:
    """Where the pictures go, whose room was kept."""
    for number, name in chapter.pictures.items():
        block = chapter.document.findBlockByNumber(number)
        rect = chapter.document.documentLayout().blockBoundingRect(block)
        page = next(n for n, span in enumerate(chapter.pages) if span.top <= rect.top() < span.bottom)
        y = TOP + rect.top() - chapter.pages[page].top
        area = QRectF(LEFT, y, *picture_size(folder / name, TEXT_W))
        yield Placed(name, words_of(block.next()), chapter.first_page + page, area)


# ── Painting ────────────────────────────────────────────────────────────────────────────────────────────


def font(family: str, size_pt: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    made = QFont(family)
    made.setPixelSize(round(size_pt * PX_PER_PT))
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def write(
    painter: QPainter, area: QRectF, words: str, colour: str, alignment: Qt.AlignmentFlag = LEFT_MIDDLE
) -> None:
    painter.setPen(QColor(colour))
    painter.drawText(area, words, alignment)


def paint_title_page(painter: QPainter, icon: Path, version: str) -> None:
    QSvgRenderer(str(icon)).render(painter, QRectF(LEFT - 4, 262, 112, 112))
    painter.setFont(font(SANS, 36, QFont.Weight.DemiBold))
    write(painter, QRectF(LEFT, 404, TEXT_W, 66), "Desktop RAG", ACCENT)
    painter.setFont(font(SERIF, 17))
    write(painter, QRectF(LEFT, 474, TEXT_W, 40), "User guide and sample library", INK)
    painter.setFont(font(SANS, 10))
    write(painter, QRectF(LEFT, PAGE_H - 82, TEXT_W, 20), f"Version {version}", GREY)


def paint_contents(painter: QPainter, chapters: list[Chapter]) -> list[TocLine]:
    painter.setFont(font(SANS, 24, QFont.Weight.DemiBold))
    write(painter, QRectF(LEFT, TOP, TEXT_W, 44), "Contents", ACCENT)
    painter.setFont(font(SERIF, 12))
    lines = []
    for n, chapter in enumerate(chapters):
        area = QRectF(LEFT, TOP + 72 + 44 * n, TEXT_W, 44)
        write(painter, area, str(n + 1), GREY)
        write(painter, area.adjusted(32, 0, 0, 0), chapter.title, INK)
        write(painter, area, str(chapter.first_page + 1), GREY, RIGHT_MIDDLE)
        painter.setPen(QColor(HAIRLINE))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        lines.append(TocLine(area.left(), area.top(), area.right(), area.bottom(), chapter.first_page))
    return lines


def paint_chapter_page(painter: QPainter, chapter: Chapter, page: int) -> None:
    span = chapter.pages[page]
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, span.top, TEXT_W, span.bottom - span.top)
    painter.save()
    painter.translate(LEFT, TOP - span.top)
    painter.setClipRect(context.clip.adjusted(-20, 0, 20, 2))
    chapter.document.documentLayout().draw(painter, context)
    painter.restore()
    footer = QRectF(LEFT, PAGE_H - 82, TEXT_W, 20)
    painter.setFont(font(SANS, 8.5))
    write(painter, footer, chapter.title, GREY)
    write(painter, footer, str(chapter.first_page + page + 1), GREY, RIGHT_MIDDLE)


def paint(chapters: list[Chapter], icon: Path, version: str) -> tuple[bytes, list[TocLine]]:
    """The whole file as Qt writes it, and the lines of its contents page (page 1, from 0)."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())
    painter = QPainter(writer)
    painter.scale(RESOLUTION / 96, RESOLUTION / 96)
    paint_title_page(painter, icon, version)
    writer.newPage()
    lines = paint_contents(painter, chapters)
    for chapter in chapters:
        for page in range(len(chapter.pages)):
            writer.newPage()
            paint_chapter_page(painter, chapter, page)
    painter.end()
    return bytes(buffer.data().data()), lines
