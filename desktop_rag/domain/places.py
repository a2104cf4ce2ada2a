"""Where in a document something stands, in words; pure, used by the window, for prompts and for exports."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from desktop_rag.domain.documents import Anchor, DocumentFormat, Page
from desktop_rag.domain.formats import Unit, unit_of

_CELLS = re.compile(r"([A-Z]+)\d+:([A-Z]+)\d+")


def place_words(format: DocumentFormat, page: int, label: str, heading: str) -> str:  # noqa: A002 - the field's own name
    """ "p. 12 · Benefits › Dental", "slide 3", "Budget · B4:F9", "lines 12–19"; never empty.

    `label` is that of the passage, or where it has none of its own, of the page.
    """
    match unit_of(format):
        case Unit.PAGE:
            places = (f"p. {label or page}", heading)
        case Unit.SLIDE:
            places = (f"slide {page}", heading)
        case Unit.CELLS | Unit.LINES:
            places = (heading, label) if heading or label else (f"part {page}", "")
        case Unit.MESSAGE:
            places = (heading, label) if heading or label else (f"message {page}", "")
        case _:
            places = ("" if heading else label or f"part {page}", heading)
    return " · ".join(part for part in places if part)


def passage_label(format: DocumentFormat, page: Page, start: int, end: int) -> str:  # noqa: A002 - the field's own name
    """The lines or cells of `page.text[start:end]`, or nothing where the page's own label is all there is."""
    if not page.anchors or end <= start:
        return ""
    unit = unit_of(format)
    first, last = _number_at(page, start), _number_at(page, end - 1)
    if unit is Unit.LINES:
        return f"line {first}" if first == last else f"lines {first}–{last}"
    cells = _CELLS.fullmatch(page.label)
    if unit is Unit.CELLS and cells:
        return f"{cells[1]}{first}:{cells[2]}{last}"
    return ""


def _number_at(page: Page, offset: int) -> int:
    """The line or row at `offset`: line breaks count on from the anchor before it."""
    anchor = _anchor_at(page.anchors, offset)
    return anchor.number + page.text.count("\n", anchor.start, offset)


def _anchor_at(anchors: Sequence[Anchor], offset: int) -> Anchor:
    """The last one at or before `offset`; the first for what stands before all."""
    after = bisect_right(anchors, offset, key=lambda anchor: anchor.start)
    return anchors[max(0, after - 1)]
