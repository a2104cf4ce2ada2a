"""What stands where on screen leads back to exactly the page's own characters."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.gui.page.text_offsets import TextOffsets

LETTERS = st.text(alphabet="ab Ä🦉\U0001f600", max_size=8)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=6), st.data())
def test_positions_and_offsets_lead_to_each_other(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    """Pieces of the page, each with something in front that only the screen has."""
    offsets, page, screen = TextOffsets(), "", ""
    for decoration, text in parts:
        screen += decoration
        offsets.add(len(page), utf16(screen), text)
        page, screen = page + text, screen + text
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, len(page)))
    ranges = offsets.ranges(start, end)
    units = screen.encode("utf-16-le")
    shown = "".join(units[2 * low : 2 * high].decode("utf-16-le") for low, high in ranges)
    assert shown == page[start:end]
    if ranges:
        assert offsets.span(ranges[0][0], ranges[-1][1]) == (start, end)


def test_where_only_the_screen_has_something_there_is_no_text() -> None:
    offsets = TextOffsets()
    offsets.add(0, 2, "apples")
    assert offsets.span(0, 2) is None
    assert offsets.span(0, 5) == (0, 3)
