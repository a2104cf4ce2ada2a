from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_rag.domain.chunking import ChunkingRules, chunk_pages
from desktop_rag.domain.documents import Block, BlockKind, Page

RULES = ChunkingRules(target=20, minimum=6, overlap=6)


def count_words(texts: Sequence[str]) -> list[int]:
    return [max(1, len(text.split())) for text in texts]


def count_characters(texts: Sequence[str]) -> list[int]:
    """Like the embedder's own tokens, white space counts nothing."""
    return [len("".join(text.split())) for text in texts]


prose = st.text(alphabet="ab. \n?A1•-é漢", max_size=300)


@st.composite
def pages(draw: st.DrawFn) -> list[Page]:
    made = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        text = draw(prose)
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        kinds = draw(st.lists(st.sampled_from(list(BlockKind)), min_size=6, max_size=6))
        blocks = tuple(Block(kind, a, b, 1) for kind, a, b in zip(kinds, cuts, cuts[1:], strict=False))
        made.append(Page(number, text, blocks=blocks))
    return made


@settings(max_examples=150)
@given(pages(), st.sampled_from([count_words, count_characters]))
def test_passages_cover_their_page_in_order_and_within_the_limit(
    document: list[Page], counter: object
) -> None:
    passages = chunk_pages(document, RULES, counter)  # type: ignore[arg-type] # both are counters
    for page in document:
        own = [passage for passage in passages if passage.page == page.number]
        covered = set()
        for passage in own:
            assert 0 <= passage.start < passage.end <= len(page.text)
            covered |= set(range(passage.start, passage.end))
        furniture = {
            index
            for block in page.blocks
            if block.kind is BlockKind.FURNITURE
            for index in range(block.start, block.end)
        }
        inked = {index for index, char in enumerate(page.text) if not char.isspace()}
        assert covered & inked == inked - furniture
        assert [item.start for item in own] == sorted({item.start for item in own})
        assert [item.end for item in own] == sorted({item.end for item in own})


@given(st.lists(st.sampled_from(["One two three.", "Four five six seven eight nine.", "Ten?"]), max_size=30))
def test_no_passage_has_more_than_the_target(sentences: list[str]) -> None:
    page = Page(1, " ".join(sentences))
    for passage in chunk_pages([page], RULES, count_words):
        assert count_words([page.text[passage.start : passage.end]])[0] <= RULES.target


@given(st.text(alphabet="ab ", max_size=400))
def test_a_sentence_without_an_end_is_cut(text: str) -> None:
    page = Page(1, text)
    for passage in chunk_pages([page], RULES, count_characters):
        assert count_characters([text[passage.start : passage.end]])[0] <= RULES.target


def test_the_end_of_a_passage_is_repeated_in_the_next() -> None:
    text = " ".join(f"Sentence number {n} is here." for n in range(10))
    first, second, *_ = chunk_pages([Page(1, text)], RULES, count_words)
    assert first.start < second.start < first.end


def test_a_heading_begins_a_passage_and_names_it() -> None:
    text = "Fees\nThe fee is ten. It is due in May. Pay it at once.\nRefunds\nRefunds take a week."
    second = text.index("Refunds")
    blocks = (Block(BlockKind.HEADING, 0, 4, 1), Block(BlockKind.HEADING, second, second + 7, 1))
    passages = chunk_pages([Page(1, text, blocks=blocks)], RULES, count_words)
    assert [(text[item.start : item.end].partition("\n")[0], item.heading) for item in passages] == [
        ("Fees", "Fees"),
        ("Refunds", "Refunds"),
    ]


def test_headings_of_lower_level_are_shown_below_the_higher_and_leave_with_it() -> None:
    text = "A\none.\nB\ntwo.\nC\nthree."
    blocks = tuple(
        Block(BlockKind.HEADING, text.index(x), text.index(x) + 1, n)
        for x, n in (("A", 1), ("B", 2), ("C", 1))
    )
    rules = ChunkingRules(target=3, minimum=1, overlap=0)
    headings = [item.heading for item in chunk_pages([Page(1, text, blocks=blocks)], rules, count_words)]
    assert headings == ["A", "A › B", "C"]


def test_rules_shrink_to_what_an_embedder_takes() -> None:
    small = ChunkingRules().within(30)
    assert small.target == 30
    assert small.minimum < small.target
    assert small.overlap < small.target
    assert ChunkingRules().within(10_000) == ChunkingRules()


def test_what_a_page_inherits_ends_where_a_heading_of_its_level_begins() -> None:
    text = "still about vision\n\nDental\n\nabout teeth"
    blocks = (
        Block(BlockKind.PARAGRAPH, 0, 18),
        Block(BlockKind.HEADING, 20, 26, 2),
        Block(BlockKind.PARAGRAPH, 28, 39),
    )
    page = Page(2, text, heading="Benefits › Vision", blocks=blocks)
    rules = ChunkingRules(target=20, minimum=1, overlap=0)
    passages = chunk_pages([page], rules, count_words)
    assert [item.heading for item in passages] == ["Benefits › Vision", "Benefits › Dental"]


def test_a_page_that_opens_with_the_heading_it_inherits_names_it_once() -> None:
    text = "Vision\n\nabout eyes"
    blocks = (Block(BlockKind.HEADING, 0, 6, 1), Block(BlockKind.PARAGRAPH, 8, 18))
    page = Page(2, text, heading="Benefits › Vision", blocks=blocks)
    (passage,) = chunk_pages([page], RULES, count_words)
    assert passage.heading == "Benefits › Vision"
