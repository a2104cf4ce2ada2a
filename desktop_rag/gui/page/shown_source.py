"""A page as a job hands it over, ready to be shown. Made on the source lane, used on the GUI thread."""

from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from desktop_rag.app.values import SourceView
from desktop_rag.domain.documents import Box, PagePicture
from desktop_rag.domain.formats import DRAWN
from desktop_rag.domain.page_words import PageWords
from desktop_rag.gui.page.marks import PageMark
from desktop_rag.gui.page.source_ref import SourceRef


@dataclass(frozen=True, slots=True)
class ShownSource:
    """What a source job answers with: the view, its picture (None for text), and where its words stand."""

    ref: SourceRef
    view: SourceView
    image: QImage | None
    words: PageWords = field(default_factory=PageWords)

    @property
    def heading(self) -> str:
        """The lit words', or a part's own. A page's own is the one before its first line: misleading."""
        drawn = self.view.format in DRAWN
        return self.ref.heading or ("" if drawn else self.view.page.heading)

    def same_page(self, ref: SourceRef) -> bool:
        return (self.ref.path, self.ref.page) == (ref.path, ref.page)

    def marks(self, strong: frozenset[int] = frozenset()) -> tuple[PageMark, ...]:
        """Every citation of the answer on this page. The opened one is strong, or those numbered `strong`."""
        ref, view = self.ref, self.view
        boxes, beside = _boxes(view.picture) if view.picture else ((), ())
        emphasis = strong & {ref.number, *(other.number for other in ref.beside)}
        marks = [
            PageMark(others, (other.span,), other.number, other.hue, other.number in emphasis)
            for other, others in zip(ref.beside, beside or ((),) * len(ref.beside), strict=False)
        ]
        opened = not emphasis or ref.number in emphasis
        if view.marks:
            marks.append(PageMark(boxes, view.marks, ref.number, ref.hue, opened))
        return tuple(marks)

    def spoken(self, strong: frozenset[int] = frozenset()) -> str:
        """The words that stand out on the page, or else all that it holds, to be read aloud."""
        text = self.view.page.text
        spans = sorted(span for mark in self.marks(strong) if mark.strong for span in mark.spans)
        return " … ".join(text[start:end] for start, end in spans) or text


def _boxes(picture: PagePicture) -> tuple[tuple[Box, ...], tuple[tuple[Box, ...], ...]]:
    """Those of the opened words and of each other citation, in shares of the picture."""
    width, height = picture.width, picture.height

    def shares(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
        return tuple(Box(box.x0 / width, box.y0 / height, box.x1 / width, box.y1 / height) for box in boxes)

    return shares(picture.boxes), tuple(map(shares, picture.beside))
