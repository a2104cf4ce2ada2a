"""Which words of a page's picture are selected, from word to word in reading order; no Qt. GUI thread."""

from enum import Enum, auto

from desktop_rag.domain.page_words import PageWords


class Reach(Enum):
    """Where a key moves the end of a selection."""

    NEXT = auto()
    PREVIOUS = auto()
    BELOW = auto()
    ABOVE = auto()
    LINE_START = auto()
    LINE_END = auto()


class PageSelection:
    """A selection begins at one word and ends at another, either way round; `span` is what lies between."""

    def __init__(self) -> None:
        self.words = PageWords()
        self.span: tuple[int, int] | None = None
        self._anchor: int | None = None
        self._head: int | None = None

    @property
    def text(self) -> str:
        return self.words.text[slice(*self.span)] if self.span else ""

    @property
    def head(self) -> int | None:
        """The word that the selection was moved to last."""
        return self._head if self.span else None

    def take(self, words: PageWords) -> None:
        """Selects on another page; on the same one at another size what is selected stays."""
        same = (words.text, words.words) == (self.words.text, self.words.words)
        self.words = words
        if not same:
            self.clear()

    def clear(self) -> None:
        self.span = self._anchor = self._head = None

    def begin(self, x: float, y: float) -> None:
        """A press: nothing is selected yet, what follows counts from here."""
        self.clear()
        self._anchor = self.words.nearest(x, y)

    def drag(self, x: float, y: float) -> None:
        """The pointer moved on from where it was pressed."""
        self._reach(self.words.nearest(x, y))

    def whole_word(self, x: float, y: float) -> None:
        number = self.words.at(x, y)
        self.clear()
        if number is not None:
            self._anchor = self._head = number
            self.span = self.words.whole(number)

    def whole_line(self, x: float, y: float) -> None:
        number = self.words.at(x, y)
        self.clear()
        if number is not None:
            self._between(*self.words.line(number))

    def everything(self) -> None:
        if self.words.words:
            self._between(0, len(self.words.words) - 1)

    def extend(self, reach: Reach, start: int = 0) -> None:
        """Moves the end by key; where nothing is selected, the word `start` is first."""
        if not self.words.words:
            return
        if self._anchor is None or self._head is None:
            self._between(start, start)
            return
        self._reach(self._moved(self._head, reach))

    def _moved(self, head: int, reach: Reach) -> int:
        match reach:
            case Reach.NEXT:
                return min(len(self.words.words) - 1, head + 1)
            case Reach.PREVIOUS:
                return max(0, head - 1)
            case Reach.BELOW:
                return self.words.below(head, 1)
            case Reach.ABOVE:
                return self.words.below(head, -1)
            case Reach.LINE_START:
                return self.words.line(head)[0]
            case Reach.LINE_END:
                return self.words.line(head)[1]

    def _between(self, anchor: int, head: int) -> None:
        self._anchor = anchor
        self._reach(head)

    def _reach(self, head: int | None) -> None:
        if head is not None and self._anchor is not None:
            self._head = head
            self.span = self.words.between(self._anchor, head)
