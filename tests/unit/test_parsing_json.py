"""JSON reads as rows and headings with the lines they stand in, and never as a program would like it."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import DocumentError
from desktop_rag.domain.places import passage_label
from desktop_rag.parsing.registry import open_document


def _pages(path: Path, content: str, kind: DocumentFormat = DocumentFormat.JSON) -> list[Page]:
    path.write_bytes(content.encode())
    document = open_document(path)
    assert document.format is kind
    return list(document.pages)


def _lines(path: Path, content: str, kind: DocumentFormat = DocumentFormat.JSON) -> list[str]:
    return [line for page in _pages(path, content, kind) for line in page.text.split("\n") if line]


def test_objects_in_a_list_are_rows_below_the_names_that_lead_there(tmp_path: Path) -> None:
    value = {
        "name": "Price list",
        "tags": ["new", "final"],
        "plans": [
            {"name": "Plus", "fee": {"month": 5, "year": 50}, "open": True, "note": None},
            {"name": "Basic", "orders": [{"id": 1, "sum": 2}, {"id": 2}]},
        ],
        "contact": {"mail": "a@b.example", "office": {"city": "Bern"}},
    }
    assert _lines(tmp_path / "a.json", json.dumps(value, indent=2)) == [
        "name: Price list",
        "tags: new, final",
        "plans",
        "name: Plus | fee › month: 5 | fee › year: 50 | open: true",
        "name: Basic",
        "orders › id: 1 | orders › sum: 2",
        "orders › id: 2",
        "contact",
        "mail: a@b.example",
        "office",
        "city: Bern",
    ]


def test_a_row_says_the_lines_of_its_object(tmp_path: Path) -> None:
    content = json.dumps([{"name": "Anna", "city": "Bern"}, {"name": "Ben", "city": "Rome"}], indent=1)
    (page,) = _pages(tmp_path / "a.json", content)
    labels = [passage_label(DocumentFormat.JSON, page, block.start, block.end) for block in page.blocks]
    assert labels == ["lines 3–4", "lines 7–8"]
    assert content.split("\n")[6].strip() == '"name": "Ben",'


def test_what_follows_a_section_does_not_stand_under_its_heading(tmp_path: Path) -> None:
    assert _lines(tmp_path / "a.json", '{"items": [{"id": 1}], "total": 7, "sum": 9}') == [
        "items",
        "id: 1",
        "total",
        "total: 7",
        "sum",
        "sum: 9",
    ]


def test_long_texts_are_paragraphs(tmp_path: Path) -> None:
    story = "A sentence that goes on. " * 30
    assert _lines(tmp_path / "a.json", json.dumps([{"by": "Anna", "text": f"{story}\n\nEnd."}])) == [
        "by: Anna",
        f"text: {story.strip()}",
        "End.",
    ]


def test_json_lines_are_rows_and_a_broken_line_costs_itself_alone(tmp_path: Path) -> None:
    content = '{"q": "who?", "a": "Anna"}\n\n{"q": "broken\n{"q": "why?"}\n"alone"\n[1, "two"]\n'
    (page,) = _pages(tmp_path / "a.jsonl", content)
    assert [line for line in page.text.split("\n") if line] == [
        "q: who? | a: Anna",
        '{"q": "broken',
        "q: why?",
        "alone",
        "1, two",
    ]
    assert [anchor.number for anchor in page.anchors] == [1, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ('[{"a": 1, "a": 2}]', ["a: 1 | a: 2"]),
        ('{"n": 1e99999}', ["n: 1e99999"]),
        ('{"n": ' + "9" * 5_000 + "}", ["n: " + "9" * 100]),
        ('"just \\u00e9 \\ud83d\\ude00"', ["just é 😀"]),
        ('["lone \\ud800 half"]', ["lone  half".replace("  ", " ")]),
        ('{"": "no name"}', ["no name"]),
        ('{"key": "' + "QUJD" * 900 + '"}', ["key: " + "QUJD" * 25 + "…"]),
    ],
)
def test_odd_values(tmp_path: Path, content: str, lines: list[str]) -> None:
    assert _lines(tmp_path / "a.json", content) == lines


@pytest.mark.parametrize(
    "content",
    [
        '{"a": 1,\n// why\n"b": 2}',
        "{'a': 1}",
        '{"a": 1',
        '{"a" 1}',
        "[1,]",
        "[1}",
        '["\\x"]',
        "words",
        "[" * 100_000,
    ],
)
def test_what_is_not_json_is_read_as_it_stands(tmp_path: Path, content: str) -> None:
    assert _lines(tmp_path / "a.json", content, DocumentFormat.TEXT)[0].startswith(
        content.split("\n", maxsplit=1)[0][:50]
    )


def test_a_file_that_breaks_off_late_keeps_its_rows_and_shows_the_rest(tmp_path: Path) -> None:
    rows = ",\n".join(f'{{"id": {number}, "name": "n{number}"}}' for number in range(1_000))
    lines = _lines(tmp_path / "a.json", f"[{rows},\n}} and the rest\nof it")
    assert lines[999] == "id: 999 | name: n999"
    assert lines[-2:] == ["} and the rest", "of it"]


def test_coordinates_are_named_but_not_spelled_out(tmp_path: Path) -> None:
    points = [[random.Random(1).random(), number] for number in range(50_000)]
    shape = {"type": "Polygon", "coordinates": [points]}
    content = json.dumps({"features": [{"properties": {"name": "Lake"}, "geometry": shape}] * 2})
    lines = _lines(tmp_path / "a.geojson", content)
    assert len(lines) == 3
    assert lines[2].startswith(
        "properties › name: Lake | geometry › type: Polygon | geometry › coordinates: 0.1"
    )
    assert max(map(len, lines)) < 600


@pytest.mark.parametrize(
    "content",
    [
        "[" + "1," * 1_000_000 + "1]",
        "[" + "[]," * 100_000 + "[]]",
        '{"a":' * 9_000 + "1" + "}" * 9_000,
        '"' + "\\u0041" * 300_000 + '"',
        '"' + "\\" * 300_001,
        '{"a"' + " " * 3_000_000 + ":1}",
    ],
)
def test_bombs_are_read_in_bounds(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    try:
        assert sum(len(page.text) for page in open_document(path).pages) <= len(content)
    except DocumentError:
        return  # a reason is as good as text


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.sampled_from('abé \n"\\')),
    lambda children: (
        st.lists(children, max_size=4)
        | st.dictionaries(st.text(st.sampled_from("kl\\"), max_size=3), children, max_size=4)
    ),
    max_leaves=15,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES, st.sampled_from([None, 0, 2]))
def test_any_json_is_read_and_none_of_its_words_lost(
    tmp_path: Path, value: object, indent: int | None
) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps({"some": "words to tell it by", "value": value}, indent=indent), encoding="utf-8"
    )
    document = open_document(path)
    assert document.format is DocumentFormat.JSON
    shown = " ".join(page.text for page in document.pages)
    for text in _strings(value):
        for word in text.split():
            assert word in shown


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    return [text for item in inner for text in _strings(item)]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_gives_text_or_a_reason(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(json.dumps([{"a": [1, {"b": "x\u20ac"}], "c": None}, "s", 1e5] * 3).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / data.draw(st.sampled_from(["a.json", "a.jsonl", "a.ipynb"]))
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        assert list(open_document(path).pages)
    except DocumentError:
        return  # a reason is as good as text
