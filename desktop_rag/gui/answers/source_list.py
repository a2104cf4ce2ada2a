"""The "Sources" below an answer: cited ones with their quote first, the rest quieter. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_rag.domain.display import display_name, display_path, display_text
from desktop_rag.gui.page.source_ref import SourceEntry
from desktop_rag.gui.widgets.basics import (
    ElidedLabel,
    TextButton,
    label,
    paragraph,
    plain_tooltip,
    press_on_enter,
)
from desktop_rag.gui.widgets.theme import RADIUS, Space, Theme, TypeSize
from desktop_rag.gui.wording.language import number, translate
from desktop_rag.gui.wording.places import place_words

QUOTE_LIMIT = 320
QUIET_LIMIT = 140
OTHERS_SHOWN = 5
NAME_LETTERS = 28
"""A name that leaves no room for all of its place is cut to about so many."""


class SourceTitle(ElidedLabel):
    """ "Benefits_Det…tails.pdf · p. 12 · Dental": the name is cut only where there is no room for all of it,
    and no shorter than the page needs, which is seen first."""

    def __init__(self, title: str, place: str, role: str) -> None:
        super().__init__(" · ".join(part for part in (title, place) if part), role, at_end=True)
        self._name, self._place = title, place

    def cut(self, metrics: QFontMetrics, width: int) -> str:
        over = metrics.horizontalAdvance(self.text) - width
        if over <= 0 or not self._place:
            return super().cut(metrics, width)
        page = self._place.split(" · ")[0]
        least = width - metrics.horizontalAdvance(f" · {page} …")
        long = metrics.horizontalAdvance(self._name) - over
        room = min(least, max(long, metrics.averageCharWidth() * NAME_LETTERS))
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, room)
        return metrics.elidedText(f"{name} · {self._place}", Qt.TextElideMode.ElideRight, width)


class SourceCard(QAbstractButton):
    """One source; the whole of it is a button. `chosen(SourceEntry)`. `numbered` keeps room for a number."""

    chosen = Signal(object)

    def __init__(self, entry: SourceEntry, theme: Theme, *, numbered: bool = True) -> None:
        super().__init__()
        self.entry = entry
        self._numbered = numbered
        self._theme = theme
        self._lit = self._pointed_at = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.clicked.connect(lambda: self.chosen.emit(self.entry))
        self._arrange()
        theme.changed.connect(self._refresh)
        self._refresh()

    @property
    def lit(self) -> bool:
        return self._lit

    @property
    def pointed_at(self) -> bool:
        return self._pointed_at

    def set_lit(self, lit: bool) -> None:
        """Marks the card of the source that is open."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def set_pointed_at(self, pointed_at: bool) -> None:
        """As if the pointer were on it: a sentence that comes from it is pointed at."""
        if pointed_at != self._pointed_at:
            self._pointed_at = pointed_at
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not press_on_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect().adjusted(1, 1, -1, -1)
        hovered = self._pointed_at or self.underMouse()
        fill = "selected" if self._lit else "hover" if hovered else ""
        painter.setBrush(self._theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        painter.end()

    def _arrange(self) -> None:
        entry = self.entry
        title = display_text(entry.title) or display_name(entry.ref.path)
        heading = display_text(entry.heading).removeprefix(title).removeprefix(" › ")
        place = place_words(entry.format, entry.ref.page, display_text(entry.label), heading)
        quote = shortened(without_heading(entry), QUOTE_LIMIT if entry.cited else QUIET_LIMIT)
        self.setAccessibleName(spoken_source(entry, title, place))
        self.setAccessibleDescription(quote)
        self._number = label(str(entry.number or ""), "caption")
        self._title = SourceTitle(title, place, "strong" if entry.cited else "")
        self.setToolTip(plain_tooltip(display_path(entry.ref.path)))
        self._quote = paragraph(quote, "")
        for child in (self._number, self._title, self._quote):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lay_out()

    def _lay_out(self) -> None:
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text = QVBoxLayout()
        text.setSpacing(Space.XS)
        text.addWidget(self._title)
        text.addWidget(self._quote)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.S)
        if self._numbered:
            row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        else:
            self._number.setParent(self)
            self._number.hide()
        row.addLayout(text, 1)

    def _refresh(self) -> None:
        palette, cited = self._theme.palette, self.entry.cited
        self._number.setFixedSize(self._theme.px(20), self._theme.px(20))
        if self.entry.number:
            tint = f"background: {palette.accent_tint}; color: {palette.accent};"
            quiet = f"border: 1px solid {palette.hairline}; color: {palette.secondary};"
            self._number.setStyleSheet(f"{tint if cited else quiet} border-radius: 4px; font-weight: 600;")
        size = TypeSize.READING if cited else TypeSize.CONTROL
        ink = palette.text if cited else palette.secondary
        self._quote.setFont(self._theme.font(size, serif=True))
        self._quote.setStyleSheet(
            f"color: {ink}; font-family: '{self._theme.serif}'; font-size: {self._theme.px(size)}px;"
        )
        self.update()


class SourceList(QWidget):
    """Headings and cards. `chosen(SourceEntry)` when one is clicked or entered.

    Of the `others`, `shown` stand there at once and the rest behind a button.
    """

    chosen = Signal(object)

    def __init__(
        self,
        cited: list[SourceEntry],
        others: list[SourceEntry],
        theme: Theme,
        heading: str,
        shown: int = OTHERS_SHOWN,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self.cards: list[SourceCard] = []
        self.cited = list(cited)
        self.lit: SourceEntry | None = None
        self._numbered = any(entry.number for entry in (*cited, *others))
        if cited:
            self._add(label(translate("Page", "Sources"), "section"), cited)
        if cited and others:
            self._column.addSpacing(Space.S)
        if others:
            self._add(label(heading, "section"), others[:shown])
            self._offer(others[shown:])

    def light(self, entry: SourceEntry | None) -> None:
        self.lit = entry
        for card in self.cards:
            card.set_lit(card.entry == entry)

    def point_at(self, numbers: frozenset[int]) -> None:
        """Marks the cards of the sources with these numbers as those that a sentence comes from."""
        for card in self.cards:
            card.set_pointed_at(card.entry.cited and card.entry.number in numbers)

    def take_focus_from(self, former: "SourceList") -> None:
        """Keeps the keyboard where it is when this list replaces another: on the source of that number."""
        focused = next((card for card in former.cards if card.hasFocus()), None)
        if focused:
            same = (card for card in self.cards if card.entry.number == focused.entry.number)
            next(same, self.cards[0] if self.cards else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, heading: QLabel, entries: list[SourceEntry]) -> None:
        heading.setContentsMargins(Space.M, 0, 0, 0)
        self._column.addWidget(heading)
        self._add_cards(entries)

    def _add_cards(self, entries: list[SourceEntry]) -> None:
        for entry in entries:
            card = SourceCard(entry, self._theme, numbered=self._numbered)
            card.set_lit(entry == self.lit)
            card.chosen.connect(self.chosen)
            self._column.addWidget(card)
            if self.cards:
                QWidget.setTabOrder(self.cards[-1], card)
            self.cards.append(card)

    def _offer(self, rest: list[SourceEntry]) -> None:
        if rest:
            words = translate("Page", "Show %Ln more passage(s)", None, len(rest))
            more = TextButton(words, "link")
            more.clicked.connect(lambda: self._on_more(more, rest))
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_more(self, more: TextButton, rest: list[SourceEntry]) -> None:
        self._column.removeWidget(more)
        before = len(self.cards)
        self._add_cards(rest)
        self.cards[before].setFocus(Qt.FocusReason.OtherFocusReason)
        more.hide()
        more.deleteLater()


def spoken_source(entry: SourceEntry, title: str, place: str) -> str:
    """ "Source 2: Lease, p. 3"; a passage that nothing cites is called so."""
    if entry.number is None:
        source = translate("Page", "Source: {title}, {place}")
        passage = translate("Page", "Passage: {title}, {place}")
    else:
        source = translate("Page", "Source {number}: {title}, {place}")
        passage = translate("Page", "Passage {number}: {title}, {place}")
    words = source if entry.cited else passage
    return words.format(number=number(entry.number or 0), title=title, place=place)


def shortened(text: str, limit: int) -> str:
    """`text` on one line and at most `limit` characters, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0].rstrip(",;:. ") + " …"


def without_heading(entry: SourceEntry) -> str:
    """The quote less the title and headings it may begin with, which stand above it already."""
    text = entry.quote.lstrip()
    for part in (entry.title, *entry.heading.split(" › ")):
        text = text.removeprefix(part).lstrip()
    return text or entry.quote
