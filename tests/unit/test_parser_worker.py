"""What the parser child says is what its client takes: both ends of the pipe, without the pipe."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.domain.documents import BlockKind, DocumentFormat, ParsedDocument
from desktop_rag.domain.errors import DocumentEmpty, DocumentError, InputError, NoSuchPage
from desktop_rag.workers.parser_client import _Collector, _picture
from desktop_rag.workers.parser_worker import _parse, _render
from desktop_rag.workers.protocol import JsonObject
from tests.pdfs import lines, write_pdf


def parsed(path: Path) -> ParsedDocument:
    collector = _Collector()
    for message in _parse({"path": str(path)}):
        collector.take(message)
    return collector.document()


def test_a_document_arrives_with_its_title_sections_and_blocks(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Lease\n\n## Rent\n\nIt is 940 euros.\n\n- monthly\n- in advance\n")
    document = parsed(tmp_path / "a.md")
    assert (document.format, document.title) == (DocumentFormat.MARKDOWN, "Lease")
    (page,) = document.pages
    texts = {page.text[block.start : block.end]: block.kind for block in page.blocks}
    assert texts["It is 940 euros."] is BlockKind.PARAGRAPH
    assert texts["• monthly"] is BlockKind.LIST_ITEM


def test_a_pdf_arrives_page_by_page_and_its_page_as_a_picture(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [lines("Page one."), lines("The rent is 940 euros.")])
    document = parsed(path)
    assert [page.number for page in document.pages] == [1, 2]
    text = document.pages[1].text
    start = text.index("940")
    asked: JsonObject = {
        "path": str(path),
        "page": 2,
        "width_px": 400,
        "spans": [[start, start + 3]],
        "quotes": ["940"],
    }
    (message,) = _render(asked)
    picture = _picture(message)
    assert (picture.width, picture.text_in_boxes) == (400, "940")
    (box,) = picture.boxes
    assert 0 <= box.x0 < box.x1 <= picture.width
    assert 0 <= box.y0 < box.y1 <= picture.height


@pytest.mark.parametrize(
    "change",
    [
        {"page": "1"},
        {"page": None},
        {"width_px": 1.5},
        {"spans": None},
        {"quotes": "940"},
        {"path": 5},
    ],
)
def test_a_request_that_makes_no_sense_is_refused(tmp_path: Path, change: JsonObject) -> None:
    path = write_pdf(tmp_path / "a.pdf", [lines("Page one.")])
    asked: JsonObject = {"path": str(path), "page": 1, "width_px": 100, "spans": [], "quotes": []}
    assert len(list(_render(asked))) == 1
    with pytest.raises(InputError):
        list(_render({**asked, **change}))


def test_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [lines("Page one.")])
    asked: JsonObject = {"path": str(path), "page": 9, "width_px": 100, "spans": [], "quotes": []}
    with pytest.raises(NoSuchPage):
        list(_render(asked))


def test_an_endless_title_or_heading_is_cut_to_what_the_client_takes(tmp_path: Path) -> None:
    heading = "very " * 2_000
    (tmp_path / "a.html").write_text(f"<title>{heading}</title><h1>{heading}</h1>" + "<p>words</p>" * 9_000)
    document = parsed(tmp_path / "a.html")
    assert 0 < len(document.title) <= 1_000
    assert len(document.pages) > 1
    assert all(len(page.heading) <= 1_000 for page in document.pages)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_any_text_in_any_format_arrives_whole_or_is_refused_with_a_reason(
    tmp_path: Path, text: str, name: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    try:
        document = parsed(tmp_path / name)
    except DocumentError as error:
        refused = error.message
    else:
        assert any(page.text.strip() for page in document.pages)
        return
    assert refused


def test_a_file_of_nothing_is_refused_before_anything_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(DocumentEmpty):
        next(_parse({"path": str(tmp_path / "a.txt")}))
