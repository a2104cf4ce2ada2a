from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.documents import Block, BlockKind, Page
from desktop_rag.domain.structure import covering_blocks, prose_sentences


@given(st.text(max_size=60), st.sets(st.integers(0, 60), max_size=8))
def test_blocks_cover_the_page_without_overlap(text: str, cuts: set[int]) -> None:
    edges = sorted(cut for cut in cuts if cut <= len(text))
    blocks = tuple(Block(BlockKind.QUOTE, a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))
    position = 0
    for block in covering_blocks(Page(1, text, blocks=blocks)):
        assert block.start == position
        position = block.end
    assert position == len(text)


def test_headings_are_no_answer() -> None:
    text = "Fees\nThe fee is ten. It is due in May."
    page = Page(1, text, blocks=(Block(BlockKind.HEADING, 0, 4, 1), Block(BlockKind.PARAGRAPH, 5, len(text))))
    assert [text[a:b] for a, b in prose_sentences(page, 0, len(text))] == [
        "The fee is ten.",
        "It is due in May.",
    ]


def test_the_mark_of_a_list_item_is_not_part_of_its_sentence() -> None:
    text = "Bring:\n• a passport\n- a photo\n-5 degrees"
    assert [text[a:b] for a, b in prose_sentences(Page(1, text), 0, len(text))] == [
        "Bring:",
        "a passport",
        "a photo\n-5 degrees",
    ]


def test_only_sentences_of_the_part_asked_for() -> None:
    text = "One is here. Two is here. Three is here."
    start = text.index("Two")
    assert [text[a:b] for a, b in prose_sentences(Page(1, text), start, start + 12)] == ["Two is here."]
