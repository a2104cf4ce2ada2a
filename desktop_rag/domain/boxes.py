"""How rectangles on a page's picture lie to each other; pure."""

from desktop_rag.domain.documents import Box

MAX_GAP = 2.0
"""Between two pieces of writing in one box, in heights of it; wider is the gap between two columns."""
MIN_OVERLAP = 0.5
"""Of two pieces on one line, in heights of the lower one: an index overlaps by more."""


def union(one: Box, other: Box) -> Box:
    """The smallest that holds both."""
    return Box(
        min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1)
    )  # fmt: skip


def turned(box: Box) -> Box:
    """With across and down exchanged: lines that run up or down the picture are then judged like others."""
    return Box(box.y0, box.x0, box.y1, box.x1)


def stand_level(one: Box, other: Box) -> bool:
    """Whether two boxes stand beside each other on one line, near enough for one box over both."""
    height = min(one.y1 - one.y0, other.y1 - other.y0)
    overlap = min(one.y1, other.y1) - max(one.y0, other.y0)
    gap = max(one.x0, other.x0) - min(one.x1, other.x1)
    return overlap >= MIN_OVERLAP * height and gap <= MAX_GAP * height
