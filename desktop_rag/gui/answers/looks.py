"""How the pieces and lines of an answer look, as Qt's text formats. GUI thread."""

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat

from desktop_rag.gui.answers.lines import LineHead, Look, Piece
from desktop_rag.gui.widgets.basics import plain_tooltip
from desktop_rag.gui.widgets.theme import Space, Theme, TypeSize

LINE_HEIGHT_PERCENT = 122
"""Of the font's own line height, which makes 1.5 times its size with the faces used here."""
CHIP_AIR = 4
_SMALL = (Look.CHIP, Look.WARNING, Look.QUIET)
_BOLD = (Look.CHIP, Look.WARNING)
_INKS = {
    Look.MARKER: "secondary",
    Look.CHIP: "accent",
    Look.WARNING: "warning",
    Look.QUIET: "secondary",
}


def line_format(head: LineHead, *, first: bool) -> QTextBlockFormat:
    look = QTextBlockFormat()
    look.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    look.setTopMargin(0 if first else Space.M if head.gap else Space.XS if head.is_item else 0)
    return look


def piece_format(piece: Piece, theme: Theme, size: TypeSize, ink: str) -> QTextCharFormat:
    """In text of `size` and the palette's colour `ink`."""
    look = QTextCharFormat()
    own = TypeSize.CAPTION if piece.look in _SMALL else size
    look.setFont(theme.font(own, bold=piece.look in _BOLD))
    look.setForeground(theme.color(_INKS.get(piece.look, ink)))
    if piece.look is Look.SPACE:
        look.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        look.setFontLetterSpacing(CHIP_AIR)
    if piece.look is Look.DOUBTED:
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        look.setUnderlineColor(theme.color("warning"))
    if piece.url:
        look.setAnchor(True)
        look.setAnchorHref(piece.url)
    if piece.tip:
        look.setToolTip(plain_tooltip(piece.tip))
    return look
