"""Markdown is read with its structure; what HTML it holds is read as a page would show it."""

from pathlib import Path

import pytest

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.registry import open_document

SOURCE = """# Leave

Some *text* with `code`, a [link](http://example.org) and ~~gone~~.

- one
- two
  1. inner

> quoted

```py
def f():
    pass
```

| Plan | Price |
|------|-------|
| Plus | 5     |

<script>alert(1)</script>
<b>raw</b>
"""


def _open(tmp_path: Path, source: str, name: str = "notes.md") -> OpenedDocument:
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")
    return open_document(path)


def _seen(document: OpenedDocument) -> list[tuple[str, int, str]]:
    return [
        (b.kind.value, b.level, page.text[b.start : b.end]) for page in document.pages for b in page.blocks
    ]


def test_structure_is_kept(tmp_path: Path) -> None:
    assert _seen(_open(tmp_path, SOURCE)) == [
        ("heading", 1, "Leave"),
        ("paragraph", 0, "Some text with code, a link and gone."),
        ("list_item", 1, "• one"),
        ("list_item", 1, "• two"),
        ("list_item", 2, "1. inner"),
        ("quote", 0, "quoted"),
        ("code", 0, "def f():\n    pass"),
        ("table_row", 0, "Plan | Price"),
        ("table_row", 0, "Plan: Plus | Price: 5"),
        ("paragraph", 0, "raw"),
    ]


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("## Second\n\n# First\n", "First"),
        ("## Second only\n", ""),
        ('---\ntitle: "My notes"\ntags: [a]\n---\n# Head\n', "My notes"),
        ("---\ntags: [a]\n---\n# Head\n", "Head"),
    ],
)
def test_title(tmp_path: Path, source: str, title: str) -> None:
    document = _open(tmp_path, source)
    assert (document.format, document.title) == (DocumentFormat.MARKDOWN, title)


def test_settings_at_the_top_are_not_text(tmp_path: Path) -> None:
    assert _seen(_open(tmp_path, "---\ntitle: x\n---\nBody\n")) == [("paragraph", 0, "Body")]


def test_a_rule_at_the_top_is_not_settings(tmp_path: Path) -> None:
    assert [text for *_, text in _seen(_open(tmp_path, "---\n\nFirst\n\n---\n\nSecond\n"))] == [
        "First",
        "Second",
    ]


def test_a_huge_file_is_read_as_plain_text(tmp_path: Path) -> None:
    document = _open(tmp_path, "# Head\n\nwords\n\n" * 400_000)
    assert document.format is DocumentFormat.TEXT


@pytest.mark.parametrize(
    "source",
    [
        "[" * 20_000,
        ">" * 20_000 + "x",
        "**a " * 5_000,
        "- " * 5_000 + "x",
        "`" * 5_000,
        "<!--",
        "<div>" * 5_000,
    ],
)
def test_hostile_markdown_is_read_to_its_end(tmp_path: Path, source: str) -> None:
    *_, (_, _, text) = _seen(_open(tmp_path, f"first\n\n{source}\n\nlast"))
    assert text.endswith("first" if source == "<!--" else "last")
    assert "\ue000" not in text
