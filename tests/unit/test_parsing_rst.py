"""reStructuredText is read with its structure, Sphinx's words kept, and nothing beyond the file touched."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import DocumentError
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.registry import open_document
from desktop_rag.parsing.text import restructured

SOURCE = """Leave
=====

:Author: Anna

Some *text*, ``code``, a `link <http://example.org>`_, :func:`open`, :ref:`see there <x>`, |sub| and [1]_.

.. |sub| replace:: put in
.. a comment

- one
- two

  1. inner

term
  meaning

Rules
-----

::

    def f():
        pass

.. note:: Be careful.

.. versionadded:: 1.2
   Now *with* it.

.. toctree::
   :maxdepth: 2

   other

===== =====
Plan  Fee
===== =====
Plus  5
===== =====

.. [1] A note.
"""


def _open(tmp_path: Path, source: str) -> OpenedDocument:
    path = tmp_path / "a.rst"
    path.write_text(source, encoding="utf-8")
    return open_document(path)


def _text(tmp_path: Path, source: str) -> str:
    return "\n".join(page.text for page in _open(tmp_path, source).pages)


def test_structure_is_kept(tmp_path: Path) -> None:
    document = _open(tmp_path, SOURCE)
    assert (document.format, document.title) == (DocumentFormat.RST, "Leave")
    seen = [(b.kind.value, b.level, p.text[b.start : b.end]) for p in document.pages for b in p.blocks]
    assert seen == [
        ("heading", 1, "Leave"),
        ("paragraph", 0, "Author: Anna"),
        ("paragraph", 0, "Some text, code, a link, open, see there, put in and 1."),
        ("list_item", 1, "• one"),
        ("list_item", 1, "• two"),
        ("list_item", 2, "1. inner"),
        ("paragraph", 0, "term"),
        ("paragraph", 0, "meaning"),
        ("heading", 2, "Rules"),
        ("code", 0, "def f():\n    pass"),
        ("paragraph", 0, "Be careful."),
        ("paragraph", 0, "1.2"),
        ("paragraph", 0, "Now with it."),
        ("table_row", 0, "Plan | Fee"),
        ("table_row", 0, "Plan: Plus | Fee: 5"),
        ("paragraph", 0, "[1] A note."),
    ]


@pytest.mark.parametrize(
    "directive",
    [
        ".. include:: {}",
        ".. literalinclude:: {}",
        ".. raw:: html\n   :file: {}",
        ".. csv-table:: T\n   :file: {}",
        ".. csv-table:: T\n   :url: file://{}",
        ".. code::\n   :file: {}",
    ],
)
def test_files_named_by_a_document_are_not_read(tmp_path: Path, directive: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("treasure, gold", encoding="utf-8")
    text = _text(tmp_path, f"before\n\n{directive.format(secret)}\n\nafter\n")
    assert text.startswith("before")
    assert text.endswith("after")
    assert "treasure" not in text


def test_raw_content_is_not_shown(tmp_path: Path) -> None:
    assert _text(tmp_path, "a\n\n.. raw:: html\n\n   <script>x</script>\n\nb\n") == "a\n\nb"


def test_settings_beside_the_file_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docutils.conf").write_text("[general]\nfile_insertion_enabled: yes\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("treasure", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "treasure" not in _text(tmp_path, "a\n\n.. include:: secret.txt\n")


def test_a_table_that_is_not_drawn_right_keeps_its_words(tmp_path: Path) -> None:
    assert "second" in _text(tmp_path, "a\n\n+---+\n| first and second\n+---+\n\nb\n")


def test_content_of_unknown_directives_is_read_with_its_structure(tmp_path: Path) -> None:
    function = ".. py:function:: area(a)\n   :module: geo\n\n   Measures.\n\n   - item\n\n"
    source = f"{function}.. code-block:: py\n   :x:\n\n   y = 1\n"
    assert _text(tmp_path, source) == "area(a)\n\nMeasures.\n\n• item\n\ny = 1"


@pytest.mark.parametrize("source", ["word " * 300_000, "x" * 10_001 + "\n\nend"])
def test_files_or_lines_that_are_too_long_are_read_as_plain_text(tmp_path: Path, source: str) -> None:
    assert _open(tmp_path, source).format is DocumentFormat.TEXT


def test_a_file_that_takes_too_long_is_read_as_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restructured, "_LONGEST_S", 0.3)
    document = _open(tmp_path, ("*a " * 300 + "\n") * 200)
    assert document.format is DocumentFormat.TEXT


@pytest.mark.parametrize(
    "source",
    [
        "\n".join(" " * depth + "x" for depth in range(400)),
        "- " * 2_000 + "last",
        "".join(" " * (3 * depth) + ".. foo::\n\n" for depth in range(60)) + " " * 180 + "last",
        ".. |a| replace:: |b| |b|\n.. |b| replace:: |a| |a|\n\n|a| last",
        "x\n=\n" * 300 + "last",
        ".. role:: r(raw)\n   :format: html\n\n:r:`<b>` last",
    ],
)
def test_hostile_files_are_read(tmp_path: Path, source: str) -> None:
    text = _text(tmp_path, f"first\n\n{source}\n\nend")
    assert text.startswith("first")
    assert text.endswith("end")
    assert len(text) < 3 * len(source) + 1_000


PIECES = st.sampled_from(
    [
        "*",
        "**",
        "`",
        "``",
        "_",
        "|",
        ".. ",
        "::",
        ":",
        "\n",
        "\n\n",
        "   ",
        "- ",
        "1. ",
        "=====",
        "+--+",
        "note",
        "[1]_",
        "\\",
        "x y",
    ]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=60))
def test_any_mixture_of_marks_gives_text_or_a_reason(tmp_path: Path, pieces: list[str]) -> None:
    try:
        assert list(_open(tmp_path, "words first\n\n" + "".join(pieces)).pages)
    except DocumentError:
        return  # a reason is as good as text
