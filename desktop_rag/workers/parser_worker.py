"""The parser child: opens untrusted documents and draws their pages. Main thread of the child."""

import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop_rag.domain.documents import BLOCK_KINDS, Box, Page, WordBox
from desktop_rag.domain.errors import InputError
from desktop_rag.parsing.drawing import draw_page, words_on
from desktop_rag.parsing.recognition.engine import Reader
from desktop_rag.parsing.recognition.scan import Scan
from desktop_rag.parsing.registry import open_document
from desktop_rag.workers.child import forbid, lower_priority, serve
from desktop_rag.workers.protocol import JsonObject, JsonValue, Message

ADDRESS_SPACE_BYTES = 6 * 1024**3
PROGRESS_LINES = 10


def main() -> int:
    lower_priority()
    forbid(ADDRESS_SPACE_BYTES)
    logging.disable(logging.WARNING)  # pypdf's warnings quote the document
    answers = {"parse": _parse, "render": _render, "words": _words, "recognise": _Recognition().answer}
    return serve(answers)


def _parse(parameters: JsonObject) -> Iterator[Message]:
    document = open_document(_path(parameters), password=_password(parameters))
    yield Message(
        {
            "event": "document",
            "format": document.format.value,
            "title": document.title[:1000],
            "page_count": document.page_count,
        }
    )
    for page in document.pages:
        yield Message({"event": "page", **_page_body(page)})
    yield Message({"event": "result"})


def _page_body(page: Page) -> JsonObject:
    blocks: list[JsonValue] = [
        [BLOCK_KINDS.index(block.kind), block.start, block.end, block.level] for block in page.blocks
    ]
    return {
        "number": page.number,
        "label": page.label[:100],
        "heading": page.heading[:1000],
        "text": page.text,
        "blocks": blocks,
        "anchors": [[anchor.start, anchor.number] for anchor in page.anchors],
        "is_scan": page.is_scan,
        "words": [_word(word) for word in page.words],
    }


def _word(word: WordBox) -> list[JsonValue]:
    return [word.start, word.end, word.x0, word.y0, word.x1, word.y1]


class _Recognition:
    """Keeps the models from one page to the next; they are loaded when the first one is asked for."""

    def __init__(self) -> None:
        self._reader = Reader()

    def answer(self, parameters: JsonObject) -> Iterator[Message]:
        """Says "progress" now and then, so that a dense page on a slow computer is not taken for a stall."""
        number = parameters.get("page")
        if not isinstance(number, int):
            raise InputError
        scan = Scan(_path(parameters), number, _password(parameters))
        for lines in scan.read(self._reader):
            if lines % PROGRESS_LINES == 0:
                yield Message({"event": "progress"})
        yield Message({"event": "result", **_page_body(scan.page())})


def _render(parameters: JsonObject) -> Iterator[Message]:
    page, width_px = parameters.get("page"), parameters.get("width_px")
    spans, quotes = parameters.get("spans"), parameters.get("quotes")
    if not isinstance(page, int) or not isinstance(width_px, int):
        raise InputError
    if not isinstance(spans, list) or not isinstance(quotes, list):
        raise InputError
    pairs = [(int(span[0]), int(span[1])) for span in spans if isinstance(span, list)]  # type: ignore[arg-type]  # our own parent wrote them
    password, path = _password(parameters), _path(parameters)
    words = [str(quote) for quote in quotes]
    picture = draw_page(path, page, width_px, pairs, words, password, _beside(parameters))
    body: JsonObject = {
        "event": "result",
        "width": picture.width,
        "height": picture.height,
        "boxes": _boxes(picture.boxes),
        "text_in_boxes": picture.text_in_boxes,
        "beside": [_boxes(boxes) for boxes in picture.beside],
    }
    yield Message(body, (picture.rgb,))


def _beside(parameters: JsonObject) -> list[tuple[int, int, str]]:
    beside = parameters.get("beside", [])
    if not isinstance(beside, list):
        raise InputError
    return [(int(one[0]), int(one[1]), str(one[2])) for one in beside if isinstance(one, list)]  # type: ignore[arg-type]  # our own parent wrote them


def _boxes(boxes: Sequence[Box]) -> list[JsonValue]:
    return [[box.x0, box.y0, box.x1, box.y1] for box in boxes]


def _words(parameters: JsonObject) -> Iterator[Message]:
    """The words of a page as it is drawn now, and the text that their offsets count in."""
    page = parameters.get("page")
    if not isinstance(page, int):
        raise InputError
    found = words_on(_path(parameters), page, _password(parameters))
    words: list[JsonValue] = [_word(word) for word in found.words]
    yield Message({"event": "result", "text": found.text, "words": words})


def _password(parameters: JsonObject) -> str:
    password = parameters.get("password", "")
    if not isinstance(password, str):
        raise InputError
    return password


def _path(parameters: JsonObject) -> Path:
    path = parameters.get("path")
    if not isinstance(path, str):
        raise InputError
    return Path(os.fsdecode(os.fsencode(path)))
