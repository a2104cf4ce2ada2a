"""Presentations, made here by python-pptx, are read slide by slide; hostile ones are refused in words."""

import time
from collections.abc import Sequence
from pathlib import Path

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation
from pptx.shapes.shapetree import SlideShapes
from pptx.slide import Slide
from pptx.util import Inches

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentHasNoText,
    DocumentTooLarge,
)
from desktop_rag.domain.places import place_words
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.registry import open_document
from tests.office_files import broken_copies, broken_parts, pack, parts_of
from tests.reading import outcome, refusal

TITLE, CONTENT, COMPARISON, TITLE_ONLY, BLANK = 0, 1, 4, 5, 6
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _saved(tmp_path: Path, deck: Presentation) -> Path:
    path = tmp_path / "file.pptx"
    deck.save(str(path))
    return path


def _open(tmp_path: Path, deck: Presentation) -> OpenedDocument:
    return open_document(_saved(tmp_path, deck))


def _slide(deck: Presentation, layout: int, title: str = "") -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    return slide


def _box(slide: Slide, text: str, left: float, top: float, width: float = 3, height: float = 1) -> None:
    _text(slide.shapes, text, left, top, width, height)


def _text(shapes: SlideShapes, text: str, left: float, top: float, width: float, height: float) -> None:
    shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height)).text_frame.text = text


def _seen(page: Page) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, page.text[block.start : block.end]) for block in page.blocks]


def _texts(document: OpenedDocument) -> list[str]:
    return [text for page in document.pages for _, _, text in _seen(page)]


def test_a_slide_is_a_page_with_its_title_lists_and_notes(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = _slide(deck, CONTENT, "Leave policy")
    frame = slide.placeholders[1].text_frame
    frame.text = "Ten days"
    for text, level in (("for the old", 1), ("for the young", 1), ("No more", 0)):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    slide.notes_slide.notes_text_frame.text = "Tell them.\nSlowly."
    opened = _open(tmp_path, deck)
    assert (opened.format, opened.title, opened.page_count) == (DocumentFormat.PPTX, "Leave policy", 1)
    (page,) = opened.pages
    assert _seen(page) == [
        ("heading", 1, "Leave policy"),
        ("list_item", 1, "• Ten days"),
        ("list_item", 2, "• for the old"),
        ("list_item", 2, "• for the young"),
        ("list_item", 1, "• No more"),
        ("heading", 2, "Notes"),
        ("paragraph", 0, "Tell them."),
        ("paragraph", 0, "Slowly."),
    ]


def test_empty_and_hidden_slides_are_counted_so_that_slide_7_is_slide_7(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for number in range(1, 8):
        slide = _slide(deck, BLANK)
        if number in (3, 7):
            _box(slide, f"this is {number}", 1, 1)
        if number == 3:
            slide.element.set("show", "0")
    opened = _open(tmp_path, deck)
    assert opened.page_count == 7
    pages = list(opened.pages)
    assert [(page.number, page.text) for page in pages if page.text] == [(3, "this is 3"), (7, "this is 7")]
    assert place_words(opened.format, pages[6].number, pages[6].label, pages[6].heading) == "slide 7"


def test_slides_follow_the_show_not_the_file(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for text in ("first", "second", "third"):
        _box(_slide(deck, BLANK), text, 1, 1)
    listed = deck.slides._sldIdLst
    listed.insert(0, listed[2])
    assert _texts(_open(tmp_path, deck)) == ["third", "first", "second"]


def test_the_title_is_the_property_else_the_first_slides(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    _slide(deck, TITLE, "Annual\nreport").placeholders[1].text = "For the members"
    assert _open(tmp_path, deck).title == "Annual report"
    deck.core_properties.title = "Report  2026"
    opened = _open(tmp_path, deck)
    assert opened.title == "Report 2026"
    assert _texts(opened) == ["Annual report", "For the members"]


@pytest.mark.parametrize(
    ("boxes", "order"),
    [
        # Two columns of several boxes, whose lines stand at the same heights.
        ([("a1", 1, 2), ("b1", 5, 2), ("a2", 1, 3.5), ("b2", 5, 3.5), ("b3", 5, 5)], "a1 a2 b1 b2 b3"),
        ([("b", 5, 2), ("low", 1, 5), ("a", 1, 2)], "a low b"),
        ([("b", 1, 3), ("a", 1, 1), ("c", 1, 5)], "a b c"),
    ],
)  # fmt: skip
def test_columns_are_read_one_after_the_other(
    tmp_path: Path, boxes: Sequence[tuple[str, float, float]], order: str
) -> None:
    deck = pptx.Presentation()
    slide = _slide(deck, BLANK)
    for text, left, top in boxes:
        _box(slide, text, left, top)
    assert _texts(_open(tmp_path, deck)) == order.split()


def test_what_spans_the_columns_stands_before_and_after_them(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = _slide(deck, BLANK)
    _box(slide, "source", 1, 6.5, 8, 0.5)
    for text, left, top in (("b2", 5, 4), ("a1", 1, 2), ("b1", 5, 2), ("a2", 1, 4)):
        _box(slide, text, left, top)
    _box(slide, "lead", 1, 0.5, 8, 1)
    assert _texts(_open(tmp_path, deck)) == ["lead", "a1", "a2", "b1", "b2", "source"]


def test_headings_over_two_columns_come_each_before_its_own(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = _slide(deck, COMPARISON, "Compare")
    # Where these stand is written in the layout alone.
    for index, text in ((3, "For tenants"), (4, "rent"), (1, "For owners"), (2, "tax")):
        slide.placeholders[index].text = text
    assert _texts(_open(tmp_path, deck)) == ["Compare", "For owners", "• tax", "For tenants", "• rent"]


def test_groups_stay_together(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = _slide(deck, BLANK)
    _box(slide, "left", 0.5, 3)
    group = slide.shapes.add_group_shape()
    inner = group.shapes.add_group_shape()
    for shapes, text, top in (
        (group.shapes, "second", 4),
        (inner.shapes, "first", 1),
        (inner.shapes, "then", 2.2),
    ):
        _text(shapes, text, 5, top, 3, 1)
    assert _texts(_open(tmp_path, deck)) == ["left", "first", "then", "second"]


def test_rows_of_a_table_name_their_columns(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = _slide(deck, TITLE_ONLY, "Plans")
    rows = [("Plan", "In", "Out"), ("Plus", "a", "b"), ("", "c", "d")]
    table = slide.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    (page,) = _open(tmp_path, deck).pages
    assert _seen(page)[1:] == [
        ("table_row", 0, "Plan | In | Out"),
        ("table_row", 0, "Plan: Plus | In: a | Out: b"),
        ("table_row", 0, "Plan: Plus | In: c | Out: d"),
    ]


def test_a_chart_reads_as_the_table_it_shows(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    data = CategoryChartData()
    data.categories = ["East", "West"]
    data.add_series("Sales", (19.2, 21.0))
    data.add_series("Cost", (1, None))
    slide = _slide(deck, BLANK)
    size = (Inches(1), Inches(1), Inches(6), Inches(4))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *size, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "By region"
    assert _texts(_open(tmp_path, deck)) == [
        "By region",
        "Category | Sales | Cost",
        "Category: East | Sales: 19.2 | Cost: 1",
        "Category: West | Sales: 21",
    ]


def test_numbered_steps_are_numbered(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = _slide(deck, BLANK)
    frame = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(5), Inches(3)).text_frame
    frame.text = "Before"
    for text in ("Ring", "Wait"):
        paragraph = frame.add_paragraph()
        paragraph.text = text
        paragraph._p.get_or_add_pPr().append(
            paragraph._p.makeelement(f"{{{A}}}buAutoNum", {"type": "arabicPeriod"})
        )
    assert _texts(_open(tmp_path, deck)) == ["Before", "1. Ring", "2. Wait"]


def test_a_diagrams_texts_are_read(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = _slide(deck, TITLE_ONLY, "Cycle")
    slide.shapes.add_table(1, 1, Inches(1), Inches(2), Inches(4), Inches(2))
    path = _saved(tmp_path, deck)
    parts = parts_of(path)
    dgm = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = parts["ppt/slides/slide1.xml"].decode()
    start, end = main.index("<a:tbl>"), main.index("</a:tbl>") + len("</a:tbl>")
    frame = f'<dgm:relIds xmlns:dgm="{dgm}" xmlns:r="{r}" r:dm="rIdD"/>'
    parts["ppt/slides/slide1.xml"] = (main[:start] + frame + main[end:]).encode()
    points = "".join(
        f'<d:pt type="{kind}"><d:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d:t></d:pt>'
        for kind, text in (("node", "Plan"), ("sibTrans", "arrow"), ("node", "Act"))
    )
    parts["ppt/diagrams/data1.xml"] = (
        f'<d:dataModel xmlns:d="{dgm}" xmlns:a="{A}">{points}</d:dataModel>'.encode()
    )
    relations = "ppt/slides/_rels/slide1.xml.rels"
    added = f'<Relationship Id="rIdD" Type="{r}/diagramData" Target="../diagrams/data1.xml"/></Relationships>'
    parts[relations] = parts[relations].replace(b"</Relationships>", added.encode())
    assert _texts(open_document(pack(path, parts))) == ["Cycle", "• Plan", "• Act"]


def test_slide_numbers_and_footers_are_left_out(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = _slide(deck, BLANK)
    _box(slide, "words", 1, 1)
    for shape in deck.slide_layouts[BLANK].placeholders:
        slide.shapes.clone_placeholder(shape)
    for shape in slide.placeholders:
        shape.text_frame.text = "Confidential"
    assert len(list(slide.placeholders)) == 3
    assert _texts(_open(tmp_path, deck)) == ["words"]


def test_slides_of_pictures_have_no_text(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    _slide(deck, BLANK)
    with pytest.raises(DocumentHasNoText, match="presentation"):
        list(_open(tmp_path, deck).pages)


@pytest.mark.parametrize("text", ["従業員は病気の場合。", "على الموظف إبلاغ مديره", "a\u2028b 👩\u200d👧"])
def test_text_in_any_script(tmp_path: Path, text: str) -> None:
    deck = pptx.Presentation()
    _box(_slide(deck, BLANK), text, 1, 1)
    assert _texts(_open(tmp_path, deck)) == [text.replace("\u2028", "\n")]


def _deck(tmp_path: Path) -> Path:
    deck = pptx.Presentation()
    slide = _slide(deck, CONTENT, "Title")
    slide.placeholders[1].text = "words"
    slide.notes_slide.notes_text_frame.text = "said"
    slide = _slide(deck, TITLE_ONLY, "Second")
    slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(2)).table.cell(0, 0).text = "Plan"
    return _saved(tmp_path, deck)


def test_damage_is_text_or_a_reason(tmp_path: Path) -> None:
    path = _deck(tmp_path)
    content, parts = path.read_bytes(), parts_of(path)
    for broken in broken_copies(content, 90):
        path.write_bytes(broken)
        assert outcome(path)
    read = [
        name for name in parts if name.endswith((".rels", "slide1.xml", "slide2.xml", "presentation.xml"))
    ]
    read += ["ppt/slideLayouts/slideLayout2.xml", "ppt/slideMasters/slideMaster1.xml", "docProps/core.xml"]
    for changed in broken_parts(parts, read, 120):
        assert outcome(pack(path, changed))


def test_a_missing_slide_is_left_out_and_nothing_outside_is_read(tmp_path: Path) -> None:
    path = _deck(tmp_path)
    (tmp_path / "secret.xml").write_text("<secret/>")
    parts = parts_of(path)
    relations = "ppt/_rels/presentation.xml.rels"
    parts[relations] = parts[relations].replace(b'"slides/slide2.xml"', b'"../../../../secret.xml"')
    assert "Second" not in outcome(pack(path, parts))


def test_bombs_are_refused_in_little_time(tmp_path: Path) -> None:
    path = _deck(tmp_path)
    parts = parts_of(path)
    main = "ppt/slides/slide1.xml"
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    declared = f"<!DOCTYPE p [{entities}]>".encode() + parts[main].split(b"?>", 1)[1].replace(
        b"words", b"&a11;"
    )
    deep = parts[main].replace(b"</p:spTree>", b"<p:grpSp>" * 5_000 + b"</p:grpSp>" * 5_000 + b"</p:spTree>")
    started = time.process_time()
    for part, kind, words in (
        (declared, DocumentDamaged, "declarations"),
        (deep, DocumentDamaged, "nested"),
        (parts[main] + b" " * (40 << 20), DocumentTooLarge, "4 MB"),
        (
            parts[main].replace(b"</p:spTree>", b"<p:sp/>" * 2_000_000 + b"</p:spTree>"),
            DocumentTooLarge,
            "4 MB",
        ),
    ):
        refused = refusal(pack(path, parts | {main: part}))
        assert isinstance(refused, kind)
        assert words in refused.message
        assert "presentation" in refused.message
    assert time.process_time() - started < 5


def test_a_slide_of_ten_thousand_shapes_is_read_in_time(tmp_path: Path) -> None:
    path = _deck(tmp_path)
    parts = parts_of(path)
    main = "ppt/slides/slide1.xml"
    shapes = b"".join(
        b'<p:sp><p:nvSpPr/><p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="9" cy="9"/></a:xfrm></p:spPr>'
        b"<p:txBody><a:p><a:r><a:t>n%d</a:t></a:r></a:p></p:txBody></p:sp>" % (n * 7 % 1009, n * 31 % 997, n)
        for n in range(10_000)
    )
    started = time.process_time()
    parts[main] = parts[main].replace(b"</p:spTree>", shapes + b"</p:spTree>")
    pages = list(open_document(pack(path, parts)).pages)
    assert pages[0].text.count("\nn") == 10_000
    assert time.process_time() - started < 10
