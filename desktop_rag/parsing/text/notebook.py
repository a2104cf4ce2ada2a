"""Reads notebooks: text, code and what it printed, cell by cell. Parser child, main thread.

Nothing is run. Pictures among the outputs are left out; "first_line" of the blocks is the cell's number.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop_rag.domain.documents import BlockKind, DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, open_text
from desktop_rag.parsing.text.json_values import open_json
from desktop_rag.parsing.text.markdown import markdown_blocks

_MOST_BYTES = 32 << 20
"""Read whole. More is mostly pictures, and can still be read as JSON, piece by piece."""
_LONGEST_OUTPUT = 4_000
_LONGEST_MARKDOWN = 64 << 10

Json = dict[str, object]


def open_notebook(path: Path, encoding: TextEncoding) -> OpenedDocument:
    """A file that is no notebook is read as JSON, or as the text it is. Raises `DocumentError`."""
    cells = _cells(path, encoding) if path.stat().st_size <= _MOST_BYTES else []
    if not cells:
        return open_json(path, encoding)
    return assemble(DocumentFormat.NOTEBOOK, _blocks(cells), heading_as_title=1, label=_label)


def _cells(path: Path, encoding: TextEncoding) -> list[Json]:
    try:
        with open_text(path, encoding) as file:
            notebook = json.loads(file.read().removeprefix("\ufeff"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return []
    sheets = _dicts(_dict(notebook).get("worksheets"))  # before format 4
    cells = [cell for sheet in sheets for cell in _dicts(sheet.get("cells"))]
    return cells or _dicts(_dict(notebook).get("cells"))


def _label(blocks: list[TextBlock]) -> str:
    first, last = blocks[0].first_line, blocks[-1].first_line
    return f"cell {first}" if first == last else f"cells {first}–{last}"


def _blocks(cells: list[Json]) -> Iterator[TextBlock]:
    for number, cell in enumerate(cells, start=1):
        for block in _cell_blocks(cell):
            yield replace(block, first_line=number)


def _cell_blocks(cell: Json) -> Iterator[TextBlock]:
    kind = cell.get("cell_type")
    source = clean(_text(cell.get("source", cell.get("input"))))
    if kind == "heading" and source.strip():
        yield TextBlock(BlockKind.HEADING, " ".join(source.split()), _level(cell.get("level")))
    elif kind == "markdown":
        yield from _markdown(source)
    elif kind == "code":
        yield from _plain(BlockKind.CODE, source)
        for output in _dicts(cell.get("outputs")):
            yield from _plain(BlockKind.CODE, _shortened(clean(_output(output))))
    else:
        yield from _plain(BlockKind.PARAGRAPH, source)


def _markdown(source: str) -> Iterator[TextBlock]:
    blocks = markdown_blocks(source) if len(source) <= _LONGEST_MARKDOWN else None
    yield from _plain(BlockKind.PARAGRAPH, source) if blocks is None else blocks


def _plain(kind: BlockKind, text: str) -> Iterator[TextBlock]:
    kept = text.strip("\n").rstrip()
    if kept.strip():
        yield TextBlock(kind, kept)


def _output(output: Json) -> str:
    """What was printed, or the result in words; of an error its last line."""
    if output.get("output_type") == "stream":
        return _text(output.get("text"))
    if output.get("output_type") in ("error", "pyerr"):
        return f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
    return _text(_dict(output.get("data")).get("text/plain", output.get("text")))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_OUTPUT else f"{text[:_LONGEST_OUTPUT]}…"


def _text(value: object) -> str:
    """Strings are stored whole or as a list of lines."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _level(value: object) -> int:
    return int(value) if isinstance(value, str) and value in "123456" and value else 1


def _dict(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
