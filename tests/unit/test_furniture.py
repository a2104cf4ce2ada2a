"""What is printed on page after page is told from what is said on them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_rag.domain.chunking import ChunkingRules, chunk_pages
from desktop_rag.domain.documents import Block, BlockKind, Page
from desktop_rag.domain.furniture import mark_furniture
from desktop_rag.parsing.pdf.reader import open_pdf
from tests.pdfs import at, lines, write_pdf

WORDS = "plan member visit office braces claim refund letter winter travel doctor budget".split()


def body(index: int, count: int = 6) -> list[str]:
    """Lines that are different on every page."""
    return [
        f"{WORDS[(index + n) % 12]} {WORDS[(3 * index + n) % 11]} number{index}x{n}." for n in range(count)
    ]


def document(count: int, page: Callable[[int], Sequence[str]]) -> list[Page]:
    return [Page(index + 1, "\n".join(page(index))) for index in range(count)]


def furniture(pages: Sequence[Page]) -> list[list[str]]:
    return [
        [page.text[block.start : block.end] for block in page.blocks if block.kind is BlockKind.FURNITURE]
        for page in mark_furniture(pages)
    ]


def test_running_heads_and_page_numbers() -> None:
    pages = document(4, lambda i: ["Contoso Handbook", *body(i), f"Page {i + 1} of 4"])
    assert furniture(pages) == [["Contoso Handbook", f"Page {number} of 4"] for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    "numbers",
    ["i ii iii iv v vi".split(), "7 8 9 10 11 12".split(), "– 1 –,– 2 –,– 3 –,– 4 –,– 5 –,– 6 –".split(",")],
)
def test_bare_page_numbers_in_any_form(numbers: list[str]) -> None:
    assert furniture(document(6, lambda i: [*body(i), numbers[i]])) == [[number] for number in numbers]


def test_left_and_right_pages_may_have_heads_of_their_own() -> None:
    heads = ("Contoso Handbook", "Dental care")
    pages = document(6, lambda i: [f"{i + 40} {heads[0]}" if i % 2 else f"{heads[1]} {i + 40}", *body(i)])
    assert [len(lines) for lines in furniture(pages)] == [1] * 6


def test_a_chapter_title_in_the_head_may_change_now_and_then() -> None:
    chapters = ["Dental care"] * 4 + ["Vision care"] * 3 + ["Leave"] * 5
    pages = document(12, lambda i: [f"{chapters[i]} {i + 1}", *body(i)])
    assert furniture(pages) == [[f"{chapter} {i + 1}"] for i, chapter in enumerate(chapters)]


def test_a_page_without_its_head_does_not_hide_the_others() -> None:
    pages = document(7, lambda i: body(i) if i == 3 else ["Contoso Handbook", *body(i)])
    assert furniture(pages) == [[] if i == 3 else ["Contoso Handbook"] for i in range(7)]


def test_heads_that_come_last_in_the_text_and_feet_that_come_first() -> None:
    """Some programs write them in this order."""
    pages = document(4, lambda i: [f"{i + 1}", *body(i), "Contoso Handbook"])
    assert furniture(pages) == [[f"{i + 1}", "Contoso Handbook"] for i in range(4)]


def test_a_letterhead_of_several_lines() -> None:
    head = ["Contoso Electronics", "12 Long Street, Springfield", "Tel. 555 0100"]
    assert furniture(document(5, lambda i: [*head, *body(i)])) == [head] * 5


@pytest.mark.parametrize("count", [1, 2])
def test_a_letter_of_one_or_two_pages_has_none(count: int) -> None:
    assert furniture(document(count, lambda i: ["Contoso", *body(i), f"Page {i + 1}"])) == [[]] * count


@pytest.mark.parametrize(
    "line",
    [
        lambda i: f"Total {i * i * 37 + 5}",
        lambda i: f"{(i * 7919) % 1000}",
        lambda i: f"On 3 May {2010 + i * i}",
        lambda i: f"See also {WORDS[i]}.",
    ],
)
def test_last_lines_that_are_alike_but_for_numbers_that_do_not_count_pages(
    line: Callable[[int], str],
) -> None:
    assert furniture(document(6, lambda i: [*body(i), line(i)])) == [[]] * 6


def test_what_comes_again_only_now_and_then() -> None:
    assert furniture(document(12, lambda i: [*(["Notes"] if i % 4 == 0 else []), *body(i)])) == [[]] * 12


def test_what_comes_again_inside_the_pages() -> None:
    """Below a line of each page's own nothing is at the edge."""
    pages = document(5, lambda i: [f"Role of the {WORDS[i]}", "Company: Contoso", "City: any", *body(i)])
    assert furniture(pages) == [[]] * 5


def test_the_head_of_a_table_that_goes_on_over_pages() -> None:
    head = "Plan Deductible Copay"
    pages = document(5, lambda i: [*body(i), head, *body(i + 7)] if i == 0 else [head, *body(i)])
    assert furniture(pages) == [[]] * 5


def test_the_head_of_a_table_from_the_first_line_on() -> None:
    """It stands in one paragraph with its rows, as nothing is left free between them."""
    pages = [
        Page(page.number, page.text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(page.text)),))
        for page in document(5, lambda i: ["Plan Deductible Copay", *body(i)])
    ]
    assert furniture(pages) == [[]] * 5


def test_exercises_that_each_begin_a_page() -> None:
    """Their numbers count with the pages, but they stand with what follows them."""
    pages = [
        Page(page.number, page.text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(page.text)),))
        for page in document(6, lambda i: [f"Exercise {i + 1}", *body(i)])
    ]
    assert furniture(pages) == [[]] * 6


def test_lines_of_a_list_that_count_as_the_pages_do() -> None:
    assert (
        furniture(document(9, lambda i: [*body(i), "Step 1", "Step 2", "Step 3", f"{WORDS[i]}"])) == [[]] * 9
    )


def test_the_title_that_a_few_slides_share() -> None:
    titles = ["Agenda"] * 1 + ["The market"] * 4 + ["Our plan"] * 4 + ["Costs", "Team", "Thanks"]
    pages = [
        Page(page.number, page.text, blocks=(Block(BlockKind.HEADING, 0, len(title), 1),))
        for page, title in zip(document(12, lambda i: [titles[i], *body(i)]), titles, strict=True)
    ]
    assert furniture(pages) == [[]] * 12


def test_pages_that_hold_nothing_but_one_line() -> None:
    assert furniture(document(5, lambda i: ["Thank you!"])) == [[]] * 5


def test_a_block_that_holds_both_is_split_where_the_line_ends() -> None:
    """As on a page where the text begins right below its head, which it does on no other."""
    pages = document(4, lambda i: [f"Contoso {i + 1}", *body(i)])
    pages[1] = replace(pages[1], blocks=(Block(BlockKind.PARAGRAPH, 0, len(pages[1].text)),))
    marked = mark_furniture(pages)[1]
    assert [(block.kind, marked.text[block.start : block.end]) for block in marked.blocks] == [
        (BlockKind.FURNITURE, "Contoso 2"),
        (BlockKind.PARAGRAPH, "\n".join(body(1))),
    ]


def test_pages_of_blanks_and_of_endless_lines_take_no_time() -> None:
    began = time.perf_counter()
    mark_furniture([Page(number, " " * 1_000_000 + "\n" + "1 i " * 100_000) for number in range(1, 4)])
    assert time.perf_counter() - began < 5


line = st.sampled_from(["Contoso", "1", "2", "3", "iv", "Page 1", "Page 2", "", "  ", "x y 3 4", "a" * 200])


@st.composite
def any_pages(draw: st.DrawFn) -> list[Page]:
    made = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        text = "\n".join(draw(st.lists(line, max_size=10)))
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        kinds = draw(st.lists(st.sampled_from(list(BlockKind)), min_size=6, max_size=6))
        blocks = tuple(Block(kind, a, b, 1) for kind, a, b in zip(kinds, cuts, cuts[1:], strict=False))
        made.append(Page(number, text, blocks=blocks))
    return made


@settings(max_examples=150, deadline=None)
@given(any_pages())
def test_marked_pages_keep_their_text_and_have_blocks_in_order(pages: list[Page]) -> None:
    marked = mark_furniture(pages)
    assert [page.text for page in marked] == [page.text for page in pages]
    for page in marked:
        edges = [edge for block in page.blocks for edge in (block.start, block.end)]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(page.text) for edge in edges)


@settings(max_examples=100, deadline=None)
@given(any_pages())
def test_marking_twice_changes_nothing(pages: list[Page]) -> None:
    once = mark_furniture(pages)
    kinds = [[(b.start, b.end) for b in page.blocks if b.kind is BlockKind.FURNITURE] for page in once]
    again = mark_furniture(once)
    assert [
        [(b.start, b.end) for b in page.blocks if b.kind is BlockKind.FURNITURE] for page in again
    ] == kinds


def test_passages_leave_it_out_and_do_not_reach_across_it() -> None:
    text = "One here. Two here.\nContoso Handbook\nThree here. Four here."
    start = text.index("Contoso")
    page = Page(1, text, blocks=(Block(BlockKind.FURNITURE, start, start + 16),))
    rules = ChunkingRules(target=100, minimum=10, overlap=20)
    passages = chunk_pages([page], rules, lambda texts: [len(text.split()) for text in texts])
    assert [text[passage.start : passage.end] for passage in passages] == [
        "One here. Two here.",
        "Three here. Four here.",
    ]


def test_heads_and_feet_of_a_real_file(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "document.pdf",
        [
            at(72, 760, "Contoso Handbook", 9)
            + lines(*body(i), y=700)
            + lines(*body(i + 6), y=500)
            + at(300, 40, f"{i + 1}", 9)
            for i in range(6)
        ],
    )
    assert furniture(list(open_pdf(path).pages)) == [["Contoso Handbook", f"{i + 1}"] for i in range(6)]
