"""Walks a page by its blocks and sentences; pure."""

import re
from collections.abc import Iterator

from desktop_rag.domain.documents import Block, BlockKind, Page
from desktop_rag.domain.sentences import sentence_spans

_LIST_MARK = re.compile(r"[•‣◦▪●○■–—*-]\s+")


def covering_blocks(page: Page) -> Iterator[Block]:
    """The page's blocks, with what lies between them as paragraphs, so that only furniture is left out."""
    position = 0
    for block in page.blocks:
        if block.start > position and not page.text[position : block.start].isspace():
            yield Block(BlockKind.PARAGRAPH, position, block.start)
        if block.kind is not BlockKind.FURNITURE:
            yield block
        position = block.end
    if position < len(page.text):
        yield Block(BlockKind.PARAGRAPH, position, len(page.text))


def prose_sentences(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences between two offsets of a page, without headings and without the marks of list items."""
    spans: list[tuple[int, int]] = []
    for block in covering_blocks(page):
        if block.kind is not BlockKind.HEADING and block.start < end and block.end > start:
            spans.extend(sentence_spans(page.text, max(start, block.start), min(end, block.end)))
    return [(_after_list_mark(page.text, begin, stop), stop) for begin, stop in spans]


def _after_list_mark(text: str, start: int, end: int) -> int:
    mark = _LIST_MARK.match(text, start, end)
    return mark.end() if mark and mark.end() < end else start
