"""Asks the parser child and checks everything it says. Window process or command line, any thread."""

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_rag.domain.documents import (
    BLOCK_KINDS,
    Anchor,
    Block,
    Box,
    DocumentFormat,
    Page,
    PagePicture,
    ParsedDocument,
    WordBox,
)
from desktop_rag.domain.errors import DocumentTooLarge, WorkerProtocolError
from desktop_rag.domain.furniture import mark_furniture
from desktop_rag.domain.page_words import PageWords
from desktop_rag.runtime import worker_command
from desktop_rag.workers import untrusted
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.process import ChildProcess, ChildSpec
from desktop_rag.workers.protocol import JsonObject, JsonValue, Message

MAX_PAGES = 20_000
MAX_PAGE_CHARS = 2_000_000
MAX_DOCUMENT_CHARS = 100_000_000
MAX_BLOCKS = 200_000
MAX_DOCUMENT_BLOCKS = 2_000_000
MAX_PICTURE_SIDE_PX = 20_000
MAX_BOXES = 50_000
MAX_LINE = 2**40
MAX_PROGRESS = 200
"""Messages that a page is still being read; the longest page sends half as many."""
EDGES = ("x0", "y0", "x1", "y1")


def parser_spec(stall_s: float = 60.0, memory_bytes: int = 2 * 1024**3) -> ChildSpec:
    """The parser child of this program. 60 s without a page is far beyond the slowest real one seen."""
    return ChildSpec("parser", tuple(worker_command("parser")), stall_s, memory_bytes, 1024**3)


class ParserClient:
    """One parser child. `close` ends it."""

    def __init__(self, spec: ChildSpec) -> None:
        self.child = ChildProcess(spec)

    def close(self) -> None:
        self.child.close()

    def parse(
        self,
        path: Path,
        cancelled: Callable[[], bool] = lambda: False,
        on_page: Callable[[int, int], None] = lambda _done, _total: None,
        password: str = "",
    ) -> ParsedDocument:
        """Reads a whole document. `on_page` hears pages done and in all (0 while unknown).

        Raises:
            DocumentError: the document cannot be used, with a reason for the person.
            WorkerError: the child crashed, stalled, ate memory or sent nonsense.
            Cancelled: `cancelled()` became true.
        """
        collected = _Collector()
        with self.child.checking():
            for message in self.child.request("parse", _named(path, password), cancelled):
                raise_if_error(message.body)
                if collected.take(message):
                    on_page(len(collected.pages), collected.page_count)
            return collected.document()

    def recognise(
        self, path: Path, page: int, password: str = "", cancelled: Callable[[], bool] = lambda: False
    ) -> Page:
        """Page `page` (from 1) with the text that is recognised in its picture, and where each word stands.

        Raises as `parse` does; `InputError` when there is no such page.
        """
        parameters: JsonObject = {**_named(path, password), "page": page}
        with self.child.checking():
            body: JsonObject = {}
            for count, message in enumerate(self.child.request("recognise", parameters, cancelled)):
                body = message.body
                raise_if_error(body)
                if body.get("event") not in ("progress", "result") or count > MAX_PROGRESS:
                    raise WorkerProtocolError(detail="neither progress nor a page")
            return checked_page(body, page)

    def render(
        self,
        path: Path,
        page: int,
        width_px: int,
        spans: Sequence[tuple[int, int]],
        quotes: Sequence[str],
        cancelled: Callable[[], bool] = lambda: False,
        password: str = "",
        beside: Sequence[tuple[int, int, str]] = (),
    ) -> PagePicture:
        """Draws a page `width_px` wide with boxes over `spans` of its text, which should read `quotes`, and
        over each slice of `beside` for itself.

        Raises as `parse` does; `InputError` when there is no such page.
        """
        span_lists: list[JsonValue] = [[start, end] for start, end in spans]
        quote_list: list[JsonValue] = list(quotes)
        parameters: JsonObject = {
            **_named(path, password),
            "page": page,
            "width_px": width_px,
            "spans": span_lists,
            "quotes": quote_list,
            "beside": [[start, end, quote] for start, end, quote in beside],
        }
        with self.child.checking():
            message = self.child.request_one("render", parameters, cancelled)
            raise_if_error(message.body)
            return _picture(message, len(beside))

    def words(
        self, path: Path, page: int, password: str = "", cancelled: Callable[[], bool] = lambda: False
    ) -> PageWords:
        """The words that page `page` (from 1) holds as text, where they stand on its picture.

        Raises as `parse` does; `InputError` when there is no such page.
        """
        parameters: JsonObject = {**_named(path, password), "page": page}
        with self.child.checking():
            message = self.child.request_one("words", parameters, cancelled)
            raise_if_error(message.body)
            return checked_words(message.body)


class _Collector:
    """Puts a document together from messages that a hostile document may have shaped."""

    def __init__(self) -> None:
        self.format: DocumentFormat | None = None
        self.title = ""
        self.page_count = 0
        self.pages: list[Page] = []
        self._chars = 0
        self._blocks = 0

    def take(self, message: Message) -> bool:
        """Whether the message was a page."""
        event = message.body.get("event")
        if event == "document" and self.format is None:
            self._begin(message.body)
        elif event == "page" and self.format is not None:
            self.pages.append(self._page(message.body))
            return True
        elif event != "result" or self.format is None:
            raise WorkerProtocolError(detail=f"unexpected event {event!r}"[:200])
        return False

    def document(self) -> ParsedDocument:
        if self.format is None:
            raise WorkerProtocolError(detail="no document was announced")
        is_pdf = self.format is DocumentFormat.PDF
        pages = mark_furniture(self.pages) if is_pdf else tuple(self.pages)
        return ParsedDocument(self.format, self.title, pages)

    def _begin(self, body: JsonObject) -> None:
        try:
            self.format = DocumentFormat(untrusted.text(body, "format", 20))
        except ValueError as error:
            raise WorkerProtocolError(detail="unknown format") from error
        self.title = " ".join(untrusted.text(body, "title", 1000).split())
        if body.get("page_count") is not None:
            self.page_count = untrusted.integer(body, "page_count", 0, MAX_PAGES)

    def _page(self, body: JsonObject) -> Page:
        if len(self.pages) >= MAX_PAGES:
            raise DocumentTooLarge(f"This document has more than {MAX_PAGES:,} pages.")
        page = checked_page(body, len(self.pages) + 1)
        self._chars += len(page.text)
        if self._chars > MAX_DOCUMENT_CHARS:
            raise DocumentTooLarge(f"This document has more than {MAX_DOCUMENT_CHARS:,} characters.")
        self._blocks += len(page.blocks)
        if self._blocks > MAX_DOCUMENT_BLOCKS:
            raise DocumentTooLarge(f"This document has more than {MAX_DOCUMENT_BLOCKS:,} paragraphs.")
        return page


def _named(path: Path, password: str) -> JsonObject:
    return {"path": str(path), "password": password} if password else {"path": str(path)}


def checked_page(body: JsonObject, number: int) -> Page:
    """The page in a message, which must be page `number`. Raises `WorkerProtocolError`."""
    text = untrusted.text(body, "text", MAX_PAGE_CHARS)
    return Page(
        untrusted.integer(body, "number", number, number),
        text,
        untrusted.text(body, "label", 100),
        untrusted.text(body, "heading", 1000),
        _blocks(body, len(text)),
        _anchors(body, len(text)),
        body.get("is_scan") is True,
        _words(body, len(text)),
    )


def _anchors(body: JsonObject, text_length: int) -> tuple[Anchor, ...]:
    anchors: list[Anchor] = []
    position = 0
    for item in untrusted.items(body, "anchors", MAX_BLOCKS):
        fields = _fields(item, ("start", "number"))
        position = untrusted.integer(fields, "start", position, text_length)
        anchors.append(Anchor(position, untrusted.integer(fields, "number", 1, MAX_LINE)))
    return tuple(anchors)


def _words(body: JsonObject, text_length: int) -> tuple[WordBox, ...]:
    words: list[WordBox] = []
    position = 0
    for item in untrusted.items(body, "words", MAX_BOXES):
        fields = _fields(item, ("start", "end", *EDGES))
        start = untrusted.integer(fields, "start", position, text_length)
        position = untrusted.integer(fields, "end", start, text_length)
        words.append(WordBox(start, position, *(untrusted.number(fields[edge], 0.0, 1.0) for edge in EDGES)))
    return tuple(words)


def checked_words(body: JsonObject) -> PageWords:
    """The words in a message, none of them empty or turned inside out. Raises `WorkerProtocolError`."""
    text = untrusted.text(body, "text", MAX_PAGE_CHARS)
    words = _words(body, len(text))
    if any(word.start == word.end or word.x0 > word.x1 or word.y0 > word.y1 for word in words):
        raise WorkerProtocolError(detail="a word without letters, or turned inside out")
    return PageWords(text, words)


def _fields(item: JsonValue, names: Sequence[str]) -> JsonObject:
    if not isinstance(item, list) or len(item) != len(names):
        raise WorkerProtocolError(detail=f"expected a list of {', '.join(names)}")
    return dict(zip(names, item, strict=True))


def _blocks(body: JsonObject, text_length: int) -> tuple[Block, ...]:
    blocks: list[Block] = []
    position = 0
    for item in untrusted.items(body, "blocks", MAX_BLOCKS):
        fields = _fields(item, ("kind", "start", "end", "level"))
        kind = BLOCK_KINDS[untrusted.integer(fields, "kind", 0, len(BLOCK_KINDS) - 1)]
        start = untrusted.integer(fields, "start", position, text_length)
        position = untrusted.integer(fields, "end", start, text_length)
        blocks.append(Block(kind, start, position, untrusted.integer(fields, "level", 0, 100)))
    return tuple(blocks)


def _picture(message: Message, beside: int = 0) -> PagePicture:
    body = message.body
    width = untrusted.integer(body, "width", 1, MAX_PICTURE_SIDE_PX)
    height = untrusted.integer(body, "height", 1, MAX_PICTURE_SIDE_PX)
    if len(message.attachments) != 1 or len(message.attachments[0]) != width * height * 3:
        raise WorkerProtocolError(detail="the picture's size does not fit its bytes")
    boxes = _boxes(body, "boxes", width, height)
    text = untrusted.text(body, "text_in_boxes", MAX_PAGE_CHARS)
    others = untrusted.items(body, "beside", beside) if beside else []
    if len(others) != beside:
        raise WorkerProtocolError(detail="boxes for other words than those asked for")
    more = tuple(_boxes({"boxes": one}, "boxes", width, height) for one in others)
    return PagePicture(width, height, message.attachments[0], boxes, text, more)


def _boxes(body: JsonObject, key: str, width: int, height: int) -> tuple[Box, ...]:
    return tuple(_box(item, width, height) for item in untrusted.items(body, key, MAX_BOXES))


def _box(item: JsonValue, width: int, height: int) -> Box:
    if not isinstance(item, list) or len(item) != 4:
        raise WorkerProtocolError(detail="a box has four numbers")
    x0, y0, x1, y1 = (untrusted.number(value, -1e6, 1e6) for value in item)
    return Box(max(0.0, x0), max(0.0, y0), min(float(width), x1), min(float(height), y1))
