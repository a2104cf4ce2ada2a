"""Source code is cut at its definitions, in any language, and keeps its lines and tabs."""

from pathlib import Path

import pytest

from desktop_rag.domain.documents import BlockKind, DocumentFormat, Page
from desktop_rag.domain.places import passage_label
from desktop_rag.parsing.registry import open_document

PYTHON = '''"""Baskets."""

import os

# How much.
@cache
def total(items):
\treturn sum(items)

class Basket:

    def add(self, item):
        def inner():
            pass

        return item

    async def clear(self): ...

if os.name:
    def local(): pass
'''


def _pages(path: Path, content: str) -> list[Page]:
    path.write_text(content, encoding="utf-8")
    document = open_document(path)
    assert document.format is DocumentFormat.CODE
    return list(document.pages)


def _headings(page: Page) -> list[tuple[int, str]]:
    return [(b.level, page.text[b.start : b.end]) for b in page.blocks if b.kind is BlockKind.HEADING]


def test_definitions_head_their_lines_and_take_their_comments_along(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path / "a.py", PYTHON)
    assert _headings(page) == [(1, "total"), (1, "Basket"), (2, "add"), (2, "clear")]
    blocks = {page.text[b.start : b.end]: b for b in page.blocks if b.kind is BlockKind.CODE}
    total = blocks["# How much.\n@cache\ndef total(items):\n\treturn sum(items)"]
    assert passage_label(DocumentFormat.CODE, page, total.start, total.end) == "lines 5–8"
    assert page.label == "lines 1–21"


def test_no_line_is_lost_or_changed(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path / "a.py", PYTHON)
    code = [page.text[b.start : b.end] for b in page.blocks if b.kind is BlockKind.CODE]
    written = [line for line in PYTHON.split("\n") if line]
    assert [line for text in code for line in text.split("\n") if line] == written


@pytest.mark.parametrize(
    ("name", "source", "headings"),
    [
        (
            "a.rs",
            "impl<T> Foo<T> for Bar {\n    pub fn new() {}\n}\n\npub(crate) async fn go() {}\n",
            [(1, "Foo"), (2, "new"), (1, "go")],
        ),
        ("a.go", "package x\n\nfunc (s *S) Run() {\n}\n\nfunc Stop() {\n}\n", [(1, "Run"), (1, "Stop")]),
        (
            "a.ts",
            "export default class App {\n}\n\nexport async function load() {\n}\n",
            [(1, "App"), (1, "load")],
        ),
        ("a.java", "public final class A {\n\n  static class B {}\n}\n", [(1, "A"), (2, "B")]),
        (
            "a.sql",
            "CREATE TABLE people (id int);\n\ncreate or replace view old as select 1;\n",
            [(1, "people"), (1, "old")],
        ),
        ("a.c", "#include <x>\n\nint main(void) {\n\treturn 0;\n}\n", []),
    ],
)
def test_definitions_are_told_in_many_languages(
    tmp_path: Path, name: str, source: str, headings: list[tuple[int, str]]
) -> None:
    (page,) = _pages(tmp_path / name, source)
    assert _headings(page) == headings


@pytest.mark.parametrize(
    "content", ["x" * 1_000_000, "pub " * 200_000, "def f(): pass\n" * 20_000, "# c\n" * 200_000]
)
def test_bombs_are_read_in_bounds(tmp_path: Path, content: str) -> None:
    pages = _pages(tmp_path / "a.py", content)
    assert all(len(page.text) <= 20_000 for page in pages)
    shown = sum(len(page.text) for page in pages)
    assert len(content) * 0.9 < shown < 2 * len(content)
