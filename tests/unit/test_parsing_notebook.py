"""A notebook reads as its cells: text, code and what it printed; nothing is run, no picture kept."""

import json
from pathlib import Path

import pytest

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.registry import open_document

CELLS = [
    {"cell_type": "markdown", "source": ["# Sales\n", "Some **bold** words.\n", "\n", "- item"]},
    {
        "cell_type": "code",
        "source": "for row in rows:\n\tprint(row)",
        "outputs": [
            {"output_type": "stream", "text": ["first\n", "second\n"]},
            {"output_type": "display_data", "data": {"image/png": "QUJDREVG", "text/plain": "<Figure>"}},
            {"output_type": "error", "ename": "ValueError", "evalue": "no rows", "traceback": ["\x1b[31mx"]},
            {"output_type": "stream", "text": "long " * 10_000},
        ],
    },
    {"cell_type": "raw", "source": "left as it is"},
]


def _open(tmp_path: Path, content: object) -> OpenedDocument:
    path = tmp_path / "a.ipynb"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return open_document(path)


def test_cells_are_read_in_order_with_what_they_printed(tmp_path: Path) -> None:
    document = _open(tmp_path, {"cells": CELLS, "nbformat": 4})
    assert (document.format, document.title) == (DocumentFormat.NOTEBOOK, "Sales")
    (page,) = document.pages
    seen = [(block.kind.value, page.text[block.start : block.end]) for block in page.blocks]
    assert seen[:-2] == [
        ("heading", "Sales"),
        ("paragraph", "Some bold words."),
        ("list_item", "• item"),
        ("code", "for row in rows:\n\tprint(row)"),
        ("code", "first\nsecond"),
        ("code", "<Figure>"),
        ("code", "ValueError: no rows"),
    ]
    assert len(seen[-2][1]) <= 4_001
    assert seen[-1] == ("paragraph", "left as it is")
    assert page.label == "cells 1–3"


def test_notebooks_before_format_4_are_read(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Old"},
        {"cell_type": "code", "input": "x = 1", "outputs": [{"output_type": "pyout", "text": ["1"]}]},
    ]
    (page,) = _open(tmp_path, {"worksheets": [{"cells": cells}], "nbformat": 3}).pages
    assert page.text == "Old\n\nx = 1\n\n1"
    assert page.blocks[0].level == 2


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ('{"name": "no notebook"}', DocumentFormat.JSON, "name: no notebook"),
        ('{"cells": [', DocumentFormat.TEXT, '{"cells": ['),
        ("words", DocumentFormat.TEXT, "words"),
        ('{"cells": "odd"}', DocumentFormat.JSON, "cells: odd"),
    ],
)
def test_what_is_no_notebook_is_read_as_what_it_is(
    tmp_path: Path, content: str, kind: DocumentFormat, text: str
) -> None:
    document = _open(tmp_path, content)
    assert document.format is kind
    assert next(document.pages).text == text


def test_odd_cells_are_passed_over(tmp_path: Path) -> None:
    odd = [
        None,
        1,
        {},
        {"cell_type": "code", "source": {"lines": []}, "outputs": "x"},
        {"cell_type": "code", "outputs": [None]},
    ]
    (page,) = _open(tmp_path, {"cells": [*odd, {"cell_type": "markdown", "source": "words"}]}).pages
    assert page.text == "words"


@pytest.mark.parametrize(
    "content",
    ['{"cells":' + "[" * 50_000, json.dumps({"cells": [{"cell_type": "markdown", "source": "[" * 50_000}]})],
)
def test_deep_nesting_is_read_as_text(tmp_path: Path, content: str) -> None:
    assert sum(len(page.text) for page in _open(tmp_path, content).pages) >= 49_000
