"""Asks the parser child and checks everything it says. Window process or command line, any thread."""

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_rag.domain.documents import (
    BLOCK_KINDS,
    Block,
    Box,
    DocumentFormat,
    Page,
    PagePicture,
    ParsedDocument,
)
from desktop_rag.domain.errors import DocumentTooLarge, WorkerProtocolError
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
    ) -> ParsedDocument:
        """Reads a whole document. `on_page` hears pages done and in all (0 while unknown).

        Raises:
            DocumentError: the document cannot be used, with a reason for the person.
            WorkerError: the child crashed, stalled, ate memory or sent nonsense.
            Cancelled: `cancelled()` became true.
        """
        collected = _Collector()
        with self.child.checking():
            for message in self.child.request("parse", {"path": str(path)}, cancelled):
                raise_if_error(message.body)
                if collected.take(message):
                    on_page(len(collected.pages), collected.page_count)
            return collected.document()

    def render(
        self,
        path: Path,
        page: int,
        width_px: int,
        spans: Sequence[tuple[int, int]],
        quotes: Sequence[str],
        cancelled: Callable[[], bool] = lambda: False,
    ) -> PagePicture:
        """Draws a page `width_px` wide with boxes over `spans` of its text, which should read `quotes`.

        Raises as `parse` does; `InputError` when there is no such page.
        """
        span_lists: list[JsonValue] = [[start, end] for start, end in spans]
        quote_list: list[JsonValue] = list(quotes)
        parameters: JsonObject = {
            "path": str(path),
            "page": page,
            "width_px": width_px,
            "spans": span_lists,
            "quotes": quote_list,
        }
        with self.child.checking():
            message = self.child.request_one("render", parameters, cancelled)
            raise_if_error(message.body)
            return _picture(message)


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
        return ParsedDocument(self.format, self.title, tuple(self.pages))

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
        text = untrusted.text(body, "text", MAX_PAGE_CHARS)
        self._chars += len(text)
        if self._chars > MAX_DOCUMENT_CHARS:
            raise DocumentTooLarge(f"This document has more than {MAX_DOCUMENT_CHARS:,} characters.")
        number = untrusted.integer(body, "number", len(self.pages) + 1, len(self.pages) + 1)
        label, heading = untrusted.text(body, "label", 100), untrusted.text(body, "heading", 1000)
        blocks = _blocks(body, len(text))
        self._blocks += len(blocks)
        if self._blocks > MAX_DOCUMENT_BLOCKS:
            raise DocumentTooLarge(f"This document has more than {MAX_DOCUMENT_BLOCKS:,} paragraphs.")
        return Page(number, text, label, heading, blocks)


def _blocks(body: JsonObject, text_length: int) -> tuple[Block, ...]:
    blocks: list[Block] = []
    position = 0
    for item in untrusted.items(body, "blocks", MAX_BLOCKS):
        if not isinstance(item, list) or len(item) != 4:
            raise WorkerProtocolError(detail="a block has four numbers")
        fields: JsonObject = dict(zip(("kind", "start", "end", "level"), item, strict=True))
        kind = BLOCK_KINDS[untrusted.integer(fields, "kind", 0, len(BLOCK_KINDS) - 1)]
        start = untrusted.integer(fields, "start", position, text_length)
        position = untrusted.integer(fields, "end", start, text_length)
        blocks.append(Block(kind, start, position, untrusted.integer(fields, "level", 0, 100)))
    return tuple(blocks)


def _picture(message: Message) -> PagePicture:
    body = message.body
    width = untrusted.integer(body, "width", 1, MAX_PICTURE_SIDE_PX)
    height = untrusted.integer(body, "height", 1, MAX_PICTURE_SIDE_PX)
    if len(message.attachments) != 1 or len(message.attachments[0]) != width * height * 3:
        raise WorkerProtocolError(detail="the picture's size does not fit its bytes")
    boxes = tuple(_box(item, width, height) for item in untrusted.items(body, "boxes", MAX_BOXES))
    text = untrusted.text(body, "text_in_boxes", MAX_PAGE_CHARS)
    return PagePicture(width, height, message.attachments[0], boxes, text)


def _box(item: JsonValue, width: int, height: int) -> Box:
    if not isinstance(item, list) or len(item) != 4:
        raise WorkerProtocolError(detail="a box has four numbers")
    x0, y0, x1, y1 = (untrusted.number(value, -1e6, 1e6) for value in item)
    return Box(max(0.0, x0), max(0.0, y0), min(float(width), x1), min(float(height), y1))
