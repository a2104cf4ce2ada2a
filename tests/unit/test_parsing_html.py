"""Web pages become text a person would see, in blocks that a search can use."""

import time
from pathlib import Path

import pytest
from docutils.core import publish_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.domain.documents import BlockKind, DocumentFormat, Page
from desktop_rag.domain.errors import DocumentHasNoText
from desktop_rag.parsing.blocks import paginate
from desktop_rag.parsing.markup import MarkupWalker, walk
from desktop_rag.parsing.registry import open_document

Seen = list[tuple[str, int, str]]


def _pages(html: str) -> list[Page]:
    return list(paginate(walk((html,), MarkupWalker())))


def _seen(html: str) -> Seen:
    return [
        (block.kind.value, block.level, page.text[block.start : block.end])
        for page in _pages(html)
        for block in page.blocks
    ]


def _rows(html: str) -> list[str]:
    return [text for kind, _, text in _seen(html) if kind == BlockKind.TABLE_ROW]


def test_headings_and_paragraphs() -> None:
    assert _seen(
        "<h1>Top <em>one</em></h1>loose <b>bold</b> text<p>a\n  b<p>c<br>d<h6>Six<br>lines</h6>"
    ) == [
        ("heading", 1, "Top one"),
        ("paragraph", 0, "loose bold text"),
        ("paragraph", 0, "a b"),
        ("paragraph", 0, "c\nd"),
        ("heading", 6, "Six lines"),
    ]


def test_white_space_collapses_across_inline_tags_only() -> None:
    assert _seen("<p> a <b> b</b><i>c </i> d</p><div>x</div>\n<div>y</div>") == [
        ("paragraph", 0, "a bc d"),
        ("paragraph", 0, "x"),
        ("paragraph", 0, "y"),
    ]


def test_lists_are_marked_numbered_and_nested() -> None:
    html = "<ul><li>one<li>two<ol start=3><li>in<li value=9><p>first</p><p>second</p></ol><li>three</ul>"
    assert _seen(html) == [
        ("list_item", 1, "• one"),
        ("list_item", 1, "• two"),
        ("list_item", 2, "3. in"),
        ("list_item", 2, "9. first"),
        ("paragraph", 0, "second"),
        ("list_item", 1, "• three"),
    ]


def test_code_keeps_its_layout_and_quotes_are_quotes() -> None:
    assert _seen("<pre>\n  if a:\n    b &lt; c\n</pre><blockquote><p>said</blockquote>") == [
        ("code", 0, "  if a:\n    b < c"),
        ("quote", 0, "said"),
    ]


def test_a_row_names_its_columns() -> None:
    html = "<table><thead><tr><th>Plan<th>Price:</thead><tr><td>Plus<td>$5<tr><td>Basic<td></table>"
    assert _rows(html) == ["Plan | Price:", "Plan: Plus | Price: $5", "Plan: Basic"]


def test_spanning_cells_reach_their_rows_and_columns() -> None:
    html = (
        "<table><tr><th rowspan=2>Plan<th colspan=2>Cost<tr><th>In<th>Out"
        "<tr><td rowspan=2>Plus<td>1<td>2<tr><td>3<td>4</table>"
    )
    assert _rows(html)[2:] == [
        "Plan: Plus | Cost In: 1 | Cost Out: 2",
        "Plan: Plus | Cost In: 3 | Cost Out: 4",
    ]


@pytest.mark.parametrize(
    "first_row", ["<td><b>Name</b><td><strong>Place</strong>", "<th>Name<th>Place"], ids=["bold", "marked"]
)
def test_a_first_row_that_looks_like_a_header_is_one(first_row: str) -> None:
    html = f"<table><tr>{first_row}<tr><td>Ann<td>Oslo<tr><td>Bo<td>Rome</table>"
    assert _rows(html)[1] == "Name: Ann | Place: Oslo"


def test_a_first_row_over_figures_is_a_header() -> None:
    html = "<table><tr><td>Plan<td>Price<tr><td>Plus<td>$5<tr><td>Basic<td>$3</table>"
    assert _rows(html)[2] == "Plan: Basic | Price: $3"


def test_a_table_of_names_and_values_has_no_header() -> None:
    html = "<table><tr><td>Name<td>Ann<tr><td>Role<td>Nurse<tr><td>Place<td>Oslo</table>"
    assert _rows(html) == ["Name | Ann", "Role | Nurse", "Place | Oslo"]


def test_rows_of_a_layout_table_are_the_sections_in_them() -> None:
    html = "<table><tr><td><h2>News</h2><p>Today<td>menu</table>"
    assert _seen(html) == [("heading", 2, "News"), ("paragraph", 0, "Today"), ("paragraph", 0, "menu")]


def test_a_table_in_a_cell_keeps_its_rows() -> None:
    html = "<table><tr><td>out<table><tr><th>A<th>B<tr><td>1<td>2</table><td>side</table>after"
    assert [text for _, _, text in _seen(html)] == ["out", "A | B", "A: 1 | B: 2", "side", "after"]


def test_what_is_not_shown_is_not_read() -> None:
    html = (
        "<head><title>T</title><style>s{}</style></head><p>seen<script>if(a<b){'</p>'}</script>"
        "<template>x</template><noscript>x</noscript><!-- x --><div hidden>x<br>x<p>x</p></div>"
        "<p style='color:red; display : none'>x</p><svg><title>x</title></svg><p>too"
    )
    assert _seen(html) == [("paragraph", 0, "seen"), ("paragraph", 0, "too")]


def test_pictures_and_boxes_speak() -> None:
    html = "<p><img alt='A chart'> <input type=checkbox checked>Yes <input type=checkbox>No"
    assert _seen(html) == [("paragraph", 0, "A chart ☑ Yes ☐ No")]


def test_references_to_characters_give_storable_text() -> None:
    ((_, _, text),) = _seen("<p>a&nbsp;b &mdash; &#xD800;&#0;&#7;&#x110000; &amp;lt; 😀 日本")
    text.encode("utf-8")
    assert text.startswith("a\u00a0b — ")
    assert text.endswith("&lt; 😀 日本")


def test_title_comes_from_the_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><head><title>Sick \n leave &amp; pay</title></head><body><h1>Other</h1></body></html>"
    )
    document = open_document(path)
    assert (document.format, document.title) == (DocumentFormat.HTML, "Sick leave & pay")


@pytest.mark.parametrize(
    ("declaration", "codec"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ("", "utf-16"),
    ],
)
def test_encodings_of_pages(tmp_path: Path, declaration: str, codec: str) -> None:
    path = tmp_path / "page.htm"
    path.write_bytes(f"{declaration}<html><body><p>Больничный лист</p></body></html>".encode(codec))
    (page,) = open_document(path).pages
    assert page.text == "Больничный лист"


def test_a_page_filled_by_a_script_has_no_text(tmp_path: Path) -> None:
    path = tmp_path / "app.html"
    path.write_text(
        "<!doctype html><html><head><title>App</title></head><body><script>run()</script></body></html>"
    )
    with pytest.raises(DocumentHasNoText, match="no text"):
        open_document(path)


def test_nothing_outside_the_page_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    path = tmp_path / "page.html"
    path.write_text(
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>seen &x;</p>'
        f'<iframe src="{secret.as_uri()}"></iframe><object data="{secret.as_uri()}"></object></body></html>'
    )
    text = "".join(page.text for page in open_document(path).pages)
    assert "seen" in text
    assert "secret words" not in text


@pytest.mark.parametrize(
    "tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "svg", "h1", "pre", "p hidden"]
)
def test_nesting_of_any_depth_is_read_to_its_end(tag: str) -> None:
    seen = _seen("<p>before</p>" + f"<{tag}>" * 10_000 + "deep")
    assert seen[0][2] == "before"
    if tag not in {"svg", "p hidden"}:
        assert "deep" in seen[-1][2]


def test_text_after_deep_nesting_is_kept() -> None:
    assert _seen("<div>" * 10_000 + "deep" + "</div>" * 10_000 + "<p>after")[-1] == ("paragraph", 0, "after")


def test_a_hundred_thousand_rows_in_reasonable_time() -> None:
    start = time.perf_counter()
    rows = _rows("<table><tr><th>A<th>B" + "<tr><td>one<td>two" * 100_000 + "</table>")
    assert (len(rows), rows[-1]) == (100_001, "A: one | B: two")
    assert time.perf_counter() - start < 60


def test_a_million_tags_in_reasonable_time() -> None:
    start = time.perf_counter()
    assert len(_seen(("<p>a" + "<b>b</b> <i>c</i>" * 25) * 10_000)) == 10_000
    assert time.perf_counter() - start < 60


@pytest.mark.parametrize(
    "html",
    [
        "<html>" + "<" * 500_000 + " text",
        "<html>text<p title='" + "<p>" * 200_000,
        "<html>text<!--" + "x" * 12_000_000 + "--><p>more",
        "<html>text<table>" + "<td rowspan=65534 colspan=1000>x" * 2_000 + "<tr><td>y" * 2_000,
        "<html>text<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x",
        "<html>text" + "</table></td></ul></pre></h1>" * 20_000,
    ],
    ids=["angles", "open quote", "comment", "spans", "attributes", "closing tags"],
)
def test_hostile_pages_end_with_their_text(html: str) -> None:
    start = time.perf_counter()
    assert any("text" in text for _, _, text in _seen(html))
    assert time.perf_counter() - start < 60


TAGS = (
    "h1 h3 p div span b br li ul ol table thead tr td th pre blockquote hr script section title x-y".split()
)
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["a", " b\n", "été ", "日本。", "&amp;", "<", "<!--", "-->", "\t", "<td rowspan=3 colspan=2>", "😀"]
    ),
)


@given(st.lists(PIECES, max_size=60), st.integers(1, 5))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_blocks_of_any_markup_lie_in_order(pieces: list[str], size: int) -> None:
    html = "".join(pieces)
    chunks = [html[start : start + size] for start in range(0, len(html), size)]
    for page in paginate(walk(chunks, MarkupWalker()), limit=50):
        end = 0
        for block in page.blocks:
            text = page.text[block.start : block.end]
            assert text.strip()
            assert not page.text[end : block.start].strip()
            assert block.start >= end
            end = block.end
        assert end == len(page.text)


@given(
    st.lists(
        st.tuples(st.sampled_from(["h1", "h3", "p", "div", "li", "td", "pre"]), st.sampled_from("abc")),
        max_size=30,
    )
)
def test_no_shown_character_is_lost(content: list[tuple[str, str]]) -> None:
    html = "".join(f"<{tag}>{text}" for tag, text in content)
    shown = "".join(text for _, _, text in _seen(html))
    letters = [character for character in shown if character in "abc"]
    assert sorted(letters) == sorted(text for _, text in content)


def test_a_page_that_another_program_published_keeps_its_order_tables_and_places(tmp_path: Path) -> None:
    source = """
Benefits
========

Dental
------

Two cleanings a year.

=====  ==========
Plan   Deductible
=====  ==========
Plus   $500
Basic  $900
=====  ==========

#. Call the clinic.
#. Bring the card.

Vision
------

    One pair of glasses.
"""
    path = tmp_path / "benefits.html"
    path.write_bytes(publish_string(source, writer="html5", settings_overrides={"embed_stylesheet": False}))
    document = open_document(path)
    assert document.title == "Benefits"
    (page,) = document.pages
    assert [(b.kind.value, b.level, page.text[b.start : b.end]) for b in page.blocks] == [
        ("heading", 1, "Benefits"),
        ("heading", 2, "Dental"),
        ("paragraph", 0, "Two cleanings a year."),
        ("table_row", 0, "Plan | Deductible"),
        ("table_row", 0, "Plan: Plus | Deductible: $500"),
        ("table_row", 0, "Plan: Basic | Deductible: $900"),
        ("list_item", 1, "1. Call the clinic."),
        ("list_item", 1, "2. Bring the card."),
        ("heading", 2, "Vision"),
        ("quote", 0, "One pair of glasses."),
    ]
