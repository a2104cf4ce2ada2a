"""Blocks become pages of bounded size whose offsets are exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.documents import BlockKind, Page
from desktop_rag.parsing.blocks import TextBlock, paginate
from desktop_rag.parsing.characters import clean, cut_near

_WORDS = st.text(st.sampled_from("ab cé.\n日\u0301😀"), min_size=1, max_size=120)


@st.composite
def text_blocks(draw: st.DrawFn) -> TextBlock:
    kind = draw(st.sampled_from(list(BlockKind)))
    text = draw(_WORDS.filter(lambda text: bool(text.strip()) and text == text.strip()))
    level = draw(st.integers(1, 6)) if kind in (BlockKind.HEADING, BlockKind.LIST_ITEM) else 0
    return TextBlock(kind, text, level, tight=draw(st.booleans()))


def _heading(text: str, level: int) -> TextBlock:
    return TextBlock(BlockKind.HEADING, text, level)


def _paragraph(text: str) -> TextBlock:
    return TextBlock(BlockKind.PARAGRAPH, text)


def _texts(page: Page) -> list[str]:
    return [page.text[block.start : block.end] for block in page.blocks]


@given(st.lists(text_blocks(), max_size=12), st.integers(10, 200))
def test_pages_are_bounded_and_blocks_lie_in_order(blocks: list[TextBlock], limit: int) -> None:
    pages = list(paginate(blocks, limit))
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert 0 < len(page.text) <= limit
        end = 0
        for block in page.blocks:
            assert end <= block.start < block.end
            assert not page.text[end : block.start].strip()
            end = block.end
        assert end == len(page.text)


@given(st.lists(text_blocks(), max_size=12), st.integers(10, 200))
def test_no_character_is_lost_but_white_space(blocks: list[TextBlock], limit: int) -> None:
    laid_out = "".join(text for page in paginate(blocks, limit) for text in _texts(page))
    given_text = "".join(block.text for block in blocks)
    assert "".join(laid_out.split()) == "".join(given_text.split())


@given(st.lists(text_blocks(), max_size=12))
def test_blocks_that_fit_keep_their_text(blocks: list[TextBlock]) -> None:
    pages = list(paginate(blocks, 2_000))
    assert [text for page in pages for text in _texts(page)] == [block.text for block in blocks]


def test_a_short_document_is_one_page() -> None:
    (page,) = paginate([_heading("Benefits", 1), _paragraph("Dental."), _paragraph("Vision.")])
    assert page.text == "Benefits\n\nDental.\n\nVision."
    assert page.heading == page.label == ""


def test_list_items_and_rows_stand_on_lines_of_their_own() -> None:
    items = [TextBlock(BlockKind.LIST_ITEM, "• a", 1), TextBlock(BlockKind.LIST_ITEM, "• b", 2, tight=True)]
    rows = [TextBlock(BlockKind.TABLE_ROW, "1 | 2"), TextBlock(BlockKind.TABLE_ROW, "3 | 4", tight=True)]
    (page,) = paginate(items + rows)
    assert page.text == "• a\n  • b\n\n1 | 2\n3 | 4"


def test_a_page_ends_before_the_most_important_heading_that_leaves_it_filled() -> None:
    filler = _paragraph("x" * 30)
    blocks = [_heading("One", 1), filler, _heading("Two", 1), filler, _heading("Sub", 2), filler, filler]
    pages = list(paginate(blocks, 110))
    assert [_texts(page)[0] for page in pages] == ["One", "Two"]


def test_a_page_knows_the_headings_over_its_start() -> None:
    filler = _paragraph("x" * 60)
    blocks = [_heading("Benefits", 1), _heading("Dental", 2), filler, filler, _heading("Vision", 2), filler]
    pages = list(paginate(blocks, 90))
    assert [page.heading for page in pages] == ["", "Benefits › Dental", "Benefits"]


def test_a_heading_is_not_left_behind_at_the_foot_of_a_page() -> None:
    blocks = [_paragraph("x" * 10), _heading("Plans", 1), _heading("Plus", 2), _paragraph("y" * 80)]
    pages = list(paginate(blocks, 100))
    assert [_texts(page)[0] for page in pages] == ["x" * 10, "Plans"]


def test_a_long_block_is_cut_after_a_sentence() -> None:
    pages = list(paginate([_paragraph("A sentence of words. " * 100)], 500))
    assert len(pages) > 1
    assert all(page.text.startswith("A ") and page.text.endswith("words.") for page in pages)


def test_code_is_cut_between_lines_and_keeps_its_indent() -> None:
    pages = list(paginate([TextBlock(BlockKind.CODE, "\n".join(["    return 1."] * 100))], 300))
    assert len(pages) > 1
    assert all(line == "    return 1." for page in pages for line in page.text.split("\n"))


def test_pages_of_text_say_which_lines_they_hold() -> None:
    lines = "\n".join(["some words here."] * 40)
    pages = list(paginate([TextBlock(BlockKind.PARAGRAPH, lines, first_line=5)], 340))
    labels = [page.label for page in pages]
    assert labels[0].startswith("lines 5–")
    assert labels[-1].endswith("–44")
    ends = [int(label.split("–")[1]) for label in labels]
    starts = [int(label.split()[1].split("–")[0]) for label in labels]
    assert starts[1:] == [end + 1 for end in ends[:-1]]


@pytest.mark.parametrize("cluster", ["e\u0301", "👩\u200d👩\u200d👧", "👍🏽", "ก\u0e33\u0e4d"])
def test_a_cut_does_not_part_a_letter_from_its_marks(cluster: str) -> None:
    text = cluster * 50
    for limit in range(20, 40):
        assert cut_near(text, 0, limit) % len(cluster) == 0 or cluster.startswith("ก")


def test_a_run_of_marks_alone_is_still_cut() -> None:
    assert cut_near("\u0301" * 1_000, 0, 500) == 500


@given(st.text())
def test_clean_text_can_be_stored_and_shown(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not [c for c in cleaned if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0]
    assert clean(cleaned) == cleaned


def test_cleaning_keeps_words_whole_and_apart() -> None:
    assert clean("infor\u00admation") == "information"
    assert clean("page\x0cbreak\r\nline\rline\u2028line") == "page break\nline\nline\nline"
    assert clean("\x1b[31mred\x1b[0m\ufeff") == "red"
