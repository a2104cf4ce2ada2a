"""FictionBook (FB2), as the HTML it would be. Parser child, main thread."""

from collections.abc import Mapping

from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.markup import MarkupWalker

_AS_HTML: Mapping[str, str] = {
    "p": "p",
    "v": "p",
    "text-author": "p",
    "cite": "blockquote",
    "epigraph": "blockquote",
    "annotation": "div",
    "poem": "div",
    "stanza": "div",
    "code": "code",
    "strong": "b",
    "table": "table",
    "tr": "tr",
    "td": "td",
    "th": "th",
}
_UNSEEN = frozenset(
    {"binary", "document-info", "publish-info", "custom-info", "genre", "lang", "src-lang", "date"}
)


class FictionBook:
    """Fed with a book's elements. Sections become headings at their depth; `title` is the book's."""

    def __init__(self) -> None:
        self._walker = MarkupWalker()
        self._title: list[str] = []
        self._in_title = False
        self._unseen = self._sections = self._headings = 0

    @property
    def title(self) -> str:
        return "".join(self._title)

    def take(self) -> list[TextBlock]:
        return self._walker.take()

    def start(self, tag: str, attributes: Mapping[str, str], _line: int) -> None:
        if self._unseen or tag in _UNSEEN:
            self._unseen += 1
            return
        self._in_title = tag == "book-title"
        self._sections += tag == "section"
        if tag in ("title", "subtitle"):
            self._headings += 1
            self._walker.start(self._heading, {})
        elif tag in ("body", "section", "author", "empty-line"):
            self._walker.start("div", {})
        elif self._headings and tag == "p":
            self._walker.start("br", {})
        elif tag in _AS_HTML:
            self._walker.start(_AS_HTML[tag], attributes)

    def data(self, text: str) -> None:
        if self._in_title:
            self._title.append(text)
        elif not self._unseen:
            self._walker.data(text)

    def end(self, tag: str, _line: int) -> None:
        if self._unseen:
            self._unseen -= 1
            return
        self._in_title = False
        if tag in ("title", "subtitle"):
            self._walker.end(self._heading)
            self._headings -= 1
        elif tag in ("body", "section", "author", "empty-line"):
            self._walker.end("div")
        elif tag in _AS_HTML and not (self._headings and tag == "p"):
            self._walker.end(_AS_HTML[tag])
        self._sections -= tag == "section"
        if tag == "FictionBook":
            self._walker.close()

    @property
    def _heading(self) -> str:
        return f"h{min(6, max(1, self._sections))}"
