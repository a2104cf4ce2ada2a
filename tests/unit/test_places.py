"""A citation names its place as exactly as its document allows, and never falsely."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.domain.chunking import ChunkingRules, chunk_pages
from desktop_rag.domain.documents import Anchor, BlockKind, DocumentFormat, Page, Passage
from desktop_rag.domain.places import passage_label, place_words
from desktop_rag.parsing.blocks import TextBlock, paginate
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding
from desktop_rag.parsing.text.plain import open_plain_text
from desktop_rag.parsing.text.source_code import open_code


@pytest.mark.parametrize(
    ("kind", "page", "label", "heading", "words"),
    [
        (DocumentFormat.PDF, 12, "", "Benefits › Dental", "p. 12 · Benefits › Dental"),
        (DocumentFormat.PDF, 4, "iv", "", "p. iv"),
        (DocumentFormat.PDF, 3, "", "", "p. 3"),
        (DocumentFormat.PDF, 3, "", "Dental", "p. 3 · Dental"),
        (DocumentFormat.PPTX, 3, "", "", "slide 3"),
        (DocumentFormat.XLSX, 1, "B4:F9", "Budget", "Budget · B4:F9"),
        (DocumentFormat.TEXT, 1, "lines 12–19", "", "lines 12–19"),
        (DocumentFormat.CODE, 1, "lines 12–19", "Basket › total", "Basket › total · lines 12–19"),
        (DocumentFormat.CSV, 2, "", "", "part 2"),
        (DocumentFormat.EML, 1, "", "", "message 1"),
        (DocumentFormat.NOTEBOOK, 1, "cells 1–4", "", "cells 1–4"),
        (DocumentFormat.RST, 2, "", "Leave", "Leave"),
        (DocumentFormat.MARKDOWN, 2, "", "Dental", "Dental"),
        (DocumentFormat.DOCX, 2, "", "", "part 2"),
    ],
)
def test_a_place_in_words(kind: DocumentFormat, page: int, label: str, heading: str, words: str) -> None:
    assert place_words(kind, page, label, heading) == words


def test_lines_are_counted_on_from_the_anchor_before() -> None:
    page = Page(1, "a\nb\n\nc\nd", anchors=(Anchor(0, 3), Anchor(5, 20)))
    assert passage_label(DocumentFormat.TEXT, page, 0, 3) == "lines 3–4"
    assert passage_label(DocumentFormat.TEXT, page, 2, 3) == "line 4"
    assert passage_label(DocumentFormat.TEXT, page, 0, 8) == "lines 3–21"
    assert passage_label(DocumentFormat.TEXT, page, 5, 6) == "line 20"


def test_without_anchors_or_without_text_there_is_no_label() -> None:
    assert passage_label(DocumentFormat.TEXT, Page(1, "words"), 0, 5) == ""
    assert passage_label(DocumentFormat.TEXT, Page(1, "words", anchors=(Anchor(0, 1),)), 3, 3) == ""


def test_cells_take_their_columns_from_the_page() -> None:
    page = Page(1, "a | b\nc | d", "B2:C3", anchors=(Anchor(0, 2), Anchor(6, 3)))
    assert passage_label(DocumentFormat.XLSX, page, 0, 5) == "B2:C2"
    assert passage_label(DocumentFormat.XLSX, page, 0, 11) == "B2:C3"


def test_a_record_of_many_lines_in_one_row_ends_at_its_last() -> None:
    (page,) = paginate([TextBlock(BlockKind.TABLE_ROW, "a: 1 | b: 2", first_line=4, last_line=9)])
    assert page.label == "lines 4–9"
    assert passage_label(DocumentFormat.JSON, page, 0, len(page.text)) == "lines 4–9"


LINE_TEXTS = st.text(st.sampled_from("ab.! \té\u2028\x85\x0c\x1c-7"), max_size=30)
FILES = st.lists(st.tuples(LINE_TEXTS, st.sampled_from(["\n", "\r\n", "\r"])), min_size=1, max_size=60)


def _passages(pages: list[Page]) -> list[Passage]:
    rules = ChunkingRules(target=12, minimum=4, overlap=4)
    return chunk_pages(pages, rules, lambda texts: [len(text.split()) for text in texts])


def _squeezed(text: str) -> str:
    return "".join(character for character in text if character.isalnum() or character in ".!-")


_NAMING = (["def"], ["class"], ["async"])


def _first_named(lines: list[str], first: int) -> int:
    """The line that names the definition of line `first`: it may begin with a decorator or a comment."""
    named = (number for number in range(first, len(lines)) if lines[number - 1].split()[:1] in _NAMING)
    return next(named, first)


def assert_labels_hold(path: Path, document: OpenedDocument, heads: bool = False) -> None:
    """The lines a passage is said to stand in hold it, and begin and end with it."""
    lines = path.read_bytes().decode().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pages = list(document.pages)
    for passage in _passages(pages):
        page = pages[passage.page - 1]
        label = passage_label(document.format, page, passage.start, passage.end)
        first, last = (int(number) for number in (label.split()[1].split("–") * 2)[:2])
        shown = [part for part in page.text[passage.start : passage.end].split("\n") if part.strip()]
        if not heads:
            held = _squeezed("".join(lines[first - 1 : last]))
            assert _squeezed("".join(shown)) in held, (label, shown)
            assert _squeezed(shown[0]) in _squeezed(lines[first - 1])
        end = _first_named(lines, last) if heads else last
        assert _squeezed(shown[-1]) in _squeezed("".join(lines[last - 1 : end]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES, st.integers(1, 12))
def test_passages_of_any_text_file_are_where_they_say(
    tmp_path: Path, file: list[tuple[str, str]], repeats: int
) -> None:
    path = tmp_path / "a.txt"
    text = "".join(line + end for line, end in file) * repeats
    path.write_bytes((text + "x").encode())
    assert_labels_hold(path, open_plain_text(path, TextEncoding("utf-8")))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_stay_right_after_a_paragraph_that_is_cut(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.txt"
    long = "".join(f"line {number} of a paragraph without end.{end}" for number in range(6_500))
    path.write_bytes(f"top{end}{end}{long}{'endless ' * 1_000}{end}last words{end}".encode())
    assert_labels_hold(path, open_plain_text(path, TextEncoding("utf-8")))


CODE_LINES = st.sampled_from(
    [
        "def f(a):",
        "class B:",
        "    def m(self):",
        "\treturn 1",
        "    x = 'é'",
        "# about",
        "",
        "  ",
        "}",
        "x = 1.",
        "@d",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CODE_LINES, min_size=1, max_size=80), st.sampled_from(["\n", "\r\n"]))
def test_passages_of_source_code_are_where_they_say(tmp_path: Path, lines: list[str], end: str) -> None:
    path = tmp_path / "a.py"
    path.write_bytes((end.join(lines) + "x = 7").encode())
    assert_labels_hold(path, open_code(path, TextEncoding("utf-8")), heads=True)
