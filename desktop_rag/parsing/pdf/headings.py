"""The printed headings of a PDF, which stand in where it has no outline. Parser child, main thread.

A running head is printed like a heading, too. It is known by the pages around, so a page is given out only
when a few more have been read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from desktop_rag.domain.documents import Block, Page
from desktop_rag.domain.furniture import has_heading_at_edge, mark_furniture
from desktop_rag.parsing.pdf.blocks import BOLD_HEADING_LEVEL
from desktop_rag.parsing.pdf.outline import SEPARATOR

PAGES_AROUND = 4
"""Before and after a page: with these, and no more, it is known whether a heading is a running head."""


def with_headings(pages: Iterable[Page], has_outline: bool) -> Iterator[Page]:
    """The pages with their headings nested and, where no outline names it, the section each begins in.

    Running heads that are printed like headings are marked as furniture and open no section.
    """
    printed = PrintedHeadings()
    for page in _without_running_heads(pages):
        heading = page.heading if has_outline else SEPARATOR.join(printed.path)
        yield replace(page, heading=heading, blocks=printed.nest(page.text, page.blocks))


def _without_running_heads(pages: Iterable[Page]) -> Iterator[Page]:
    near: list[Page] = []
    at = 0
    for page in pages:
        near.append(page)
        if len(near) - at > PAGES_AROUND:
            yield _marked(near, at)
            at += 1
        if at > PAGES_AROUND:
            del near[0]
            at -= 1
    for place in range(at, len(near)):
        yield _marked(near[max(0, place - PAGES_AROUND) :], min(place, PAGES_AROUND))


def _marked(near: Sequence[Page], at: int) -> Page:
    return mark_furniture(near)[at] if has_heading_at_edge(near[at]) else near[at]


class PrintedHeadings:
    """The headings that run on from page to page, which stand in for an outline where there is none."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    @property
    def path(self) -> list[str]:
        """The titles in force, outermost first."""
        return [title for _, title in self._open]

    def nest(self, text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """The blocks with the levels of headings turned from sizes of print into depths of nesting: a
        heading of level n stands below the first n - 1 titles of the path."""
        return tuple(self._enter(text, block) if block.level else block for block in blocks)

    def _enter(self, text: str, heading: Block) -> Block:
        above = [entry for entry in self._open if entry[0] < heading.level]
        if heading.level < BOLD_HEADING_LEVEL:  # bold lines of the text's size are too often no headings
            self._open = [*above, (heading.level, " ".join(text[heading.start : heading.end].split()))]
        return replace(heading, level=len(above) + 1)
