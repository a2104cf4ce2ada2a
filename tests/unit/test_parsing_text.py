"""Plain text keeps its lines, says where they stand, and stays in bounds whatever its size."""

import tracemalloc
from pathlib import Path

import pytest

from desktop_rag.domain.documents import BlockKind, DocumentFormat, Page
from desktop_rag.domain.errors import DocumentEmpty
from desktop_rag.parsing.registry import open_document


def _pages(path: Path, content: str | bytes) -> list[Page]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    document = open_document(path)
    assert document.format is DocumentFormat.TEXT
    return list(document.pages)


def _texts(page: Page) -> list[str]:
    return [page.text[block.start : block.end] for block in page.blocks]


def test_paragraphs_end_at_blank_lines(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path / "a.txt", "one\ntwo\r\n\r\n \t\r\n\nthree\rfour\n")
    assert _texts(page) == ["one\ntwo", "three\nfour"]
    assert page.text == "one\ntwo\n\nthree\nfour"
    assert {block.kind for block in page.blocks} == {BlockKind.PARAGRAPH}
    assert page.label == "lines 1–7"


def test_indents_are_kept(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path / "a.txt", "def f():\n    a = 1\n\n    return a\n")
    assert page.text == "def f():\n    a = 1\n\n    return a"


def test_control_characters_go_and_text_stays(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path / "a.log", "a\x00b\x07c\td " + "words " * 20)
    assert page.text.startswith("abc\td words")


def test_page_labels_count_the_lines_of_the_file(tmp_path: Path) -> None:
    lines = [f"line {number} of a long file of lines" if number % 7 else "" for number in range(1, 3_001)]
    pages = _pages(tmp_path / "a.txt", "\n".join(lines))
    assert len(pages) > 3
    for page in pages:
        first, last = (int(number) for number in page.label.removeprefix("lines ").split("–"))
        assert page.text.split("\n")[0] == lines[first - 1]
        assert page.text.split("\n")[-1] == lines[last - 1]


def test_two_bytes_a_character_without_a_mark(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path / "a.txt", "Grüße\r\n\r\naus Köln\r\n".encode("utf-16-le"))
    assert page.text == "Grüße\n\naus Köln"


@pytest.mark.parametrize(
    "content", [b"\n" * 100_000, b" \t\r\n", b"\xef\xbb\xbf", "\ufeff \n".encode("utf-16-le")]
)
def test_white_space_alone_is_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(DocumentEmpty):
        open_document(path)


@pytest.mark.parametrize("line", ["A short sentence. ", "unbroken", "日本語の文。", "e\u0301"])
def test_one_endless_line_is_cut_and_nothing_lost(tmp_path: Path, line: str) -> None:
    content = line * (1_200_000 // len(line))
    pages = _pages(tmp_path / "a.txt", content)
    assert all(len(page.text) <= 20_000 for page in pages)
    assert "".join("".join(page.text.split()) for page in pages) == "".join(content.split())


@pytest.mark.parametrize(
    "content", ["many words on a line\n" * 150_000, "words without a line end " * 130_000]
)
def test_memory_stays_flat_on_a_large_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "large.txt"
    path.write_text(content, encoding="utf-8")
    size = len(content)
    open_document(path)
    tracemalloc.start()
    try:
        read = sum(len(page.text) for page in open_document(path).pages)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read > size * 0.99
    assert peak < 3 << 20


def test_reading_may_stop_after_the_first_page(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words and words\n\n" * 10_000, encoding="utf-8")
    assert next(open_document(path).pages).number == 1
    path.unlink()
