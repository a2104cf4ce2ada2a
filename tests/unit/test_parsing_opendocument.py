"""OpenDocument texts and presentations, made here by odfpy, are read with their structure."""

import time
from pathlib import Path

import pytest
from odf import draw, office, presentation, style, table, text
from odf.element import Element
from odf.namespaces import PRESENTATIONNS
from odf.opendocument import OpenDocument, OpenDocumentPresentation, OpenDocumentText

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentError,
    DocumentHasNoText,
    DocumentProtected,
    DocumentTooLarge,
)
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.registry import open_document
from tests.office_files import broken_copies, broken_parts, pack, parts_of
from tests.reading import outcome, refusal

CONTENT = "content.xml"


def _saved(tmp_path: Path, document: OpenDocument, name: str = "file.odt") -> Path:
    path = tmp_path / name
    document.save(str(path))
    return path


def _open(tmp_path: Path, *elements: Element) -> OpenedDocument:
    return open_document(_saved(tmp_path, _with(*elements)))


def _with(*elements: Element) -> OpenDocument:
    document = OpenDocumentText()
    for element in elements:
        document.text.addElement(element)
    return document


def _seen(document: OpenedDocument) -> list[tuple[str, int, str]]:
    return [
        (b.kind.value, b.level, page.text[b.start : b.end]) for page in document.pages for b in page.blocks
    ]


def _texts(document: OpenedDocument) -> list[str]:
    return [words for _, _, words in _seen(document)]


def _in(outer: Element, *inner: Element | str) -> Element:
    for element in inner:
        if isinstance(element, str):
            outer.addText(element)
        else:
            outer.addElement(element)
    return outer


def _list(*items: str | Element, **attributes: object) -> Element:
    """Each element goes into the item before it."""
    found = text.List(**attributes)
    for item in items:
        if isinstance(item, str):
            last = _in(text.ListItem(), text.P(text=item))
            found.addElement(last)
        else:
            last.addElement(item)
    return found


def _cell(words: str, **attributes: object) -> Element:
    return _in(table.TableCell(**attributes), text.P(text=words))


def _row(*words: str) -> Element:
    return _in(table.TableRow(), *(_cell(word) for word in words))


def test_headings_text_and_lists_within_lists(tmp_path: Path) -> None:
    document = _with(
        text.H(outlinelevel=1, text="Handbook"),
        text.P(text="Some text"),
        text.H(outlinelevel=2, text="Sick leave"),
        _list("one", _list("inner"), "two"),
        _list("first", "second", stylename="Steps"),
        text.P(text="between"),
        _list("third", stylename="Steps", continuenumbering="true"),
        text.H(outlinelevel=9, text="Nine"),
    )
    steps = text.ListStyle(name="Steps")
    steps.addElement(text.ListLevelStyleNumber(level="1", numformat="1"))
    document.automaticstyles.addElement(steps)
    opened = open_document(_saved(tmp_path, document))
    assert (opened.format, opened.title) == (DocumentFormat.ODT, "Handbook")
    assert _seen(opened) == [
        ("heading", 1, "Handbook"),
        ("paragraph", 0, "Some text"),
        ("heading", 2, "Sick leave"),
        ("list_item", 1, "• one"),
        ("list_item", 2, "• inner"),
        ("list_item", 1, "• two"),
        ("list_item", 1, "1. first"),
        ("list_item", 1, "2. second"),
        ("paragraph", 0, "between"),
        ("list_item", 1, "3. third"),
        ("heading", 6, "Nine"),
    ]


def test_the_title_is_the_property(tmp_path: Path) -> None:
    from odf.dc import Title

    document = _with(text.P(text="words"))
    document.meta.addElement(Title(text="Staff  handbook"))
    assert open_document(_saved(tmp_path, document)).title == "Staff handbook"


def test_styles_say_what_is_a_title_a_quotation_and_code(tmp_path: Path) -> None:
    document = _with(
        text.P(stylename="P1", text="Handbook"),
        text.P(stylename="Quotations", text="said"),
        _in(text.P(stylename="Preformatted_20_Text"), "a", text.S(c=3), "b"),
    )
    for name, parent in (("Title", None), ("Quotations", None), ("Preformatted_20_Text", None)):
        document.styles.addElement(style.Style(name=name, family="paragraph", parentstylename=parent))
    document.automaticstyles.addElement(style.Style(name="P1", family="paragraph", parentstylename="Title"))
    assert _seen(open_document(_saved(tmp_path, document))) == [
        ("heading", 1, "Handbook"),
        ("quote", 0, "said"),
        ("code", 0, "a   b"),
    ]


def test_spaces_tabs_and_line_breaks(tmp_path: Path) -> None:
    paragraph = _in(text.P(), "a", text.S(c=2), "b", text.Tab(), "c", text.LineBreak(), "d")
    assert _texts(_open(tmp_path, paragraph)) == ["a b c\nd"]


def test_rows_of_a_table_name_their_columns(tmp_path: Path) -> None:
    found = table.Table(name="Plans")
    found.addElement(_in(table.TableHeaderRows(), _row("Plan", "In", "Out")))
    reaching = _cell("Plus", numberrowsspanned="2")
    found.addElement(_in(table.TableRow(), reaching, _cell("a"), _cell("b")))
    found.addElement(_in(table.TableRow(), table.CoveredTableCell(), _cell("c"), _cell("d")))
    assert _seen(_open(tmp_path, found)) == [
        ("table_row", 0, "Plan | In | Out"),
        ("table_row", 0, "Plan: Plus | In: a | Out: b"),
        ("table_row", 0, "Plan: Plus | In: c | Out: d"),
    ]


def test_notes_follow_their_paragraph_and_remarks_are_left_out(tmp_path: Path) -> None:
    note = text.Note(noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    note.addElement(_in(text.NoteBody(), text.P(text="Up to ten days."), text.P(text="Or more.")))
    remark = _in(office.Annotation(), text.P(text="Is that so?"))
    paragraph = _in(text.P(), "Paid leave", note, " is granted", remark, ".")
    assert _texts(_open(tmp_path, paragraph, text.P(text="Next"))) == [
        "Paid leave[1] is granted.",
        "[1] Up to ten days. Or more.",
        "Next",
    ]


def test_deleted_text_and_the_table_of_contents_are_left_out(tmp_path: Path) -> None:
    path = _saved(tmp_path, _with(text.P(text="kept")))
    parts = parts_of(path)
    removed = (
        b"<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        b"</text:changed-region></text:tracked-changes>"
        b"<text:table-of-content><text:index-body><text:p>kept ... 1</text:p></text:index-body>"
        b"</text:table-of-content>"
    )
    parts[CONTENT] = parts[CONTENT].replace(b"<office:text>", b"<office:text>" + removed)
    assert _texts(open_document(pack(path, parts))) == ["kept"]


def test_text_boxes_are_read_and_pictures_are_not(tmp_path: Path) -> None:
    frame = _in(draw.Frame(), _in(draw.TextBox(), text.P(text="in the box")))
    assert _texts(_open(tmp_path, _in(text.P(), frame, "beside"))) == ["in the box", "beside"]
    with pytest.raises(DocumentHasNoText):
        _open(tmp_path, text.P(text=" "))


@pytest.mark.parametrize("words", ["従業員は病気の場合。", "على الموظف إبلاغ مديره", "👩\u200d👧 नमस्ते"])
def test_text_in_any_script(tmp_path: Path, words: str) -> None:
    assert _texts(_open(tmp_path, text.H(outlinelevel=1, text=words))) == [words]


def test_other_names_for_the_same_namespaces_are_the_same(tmp_path: Path) -> None:
    path = _saved(tmp_path, _with(text.H(outlinelevel=1, text="Head"), text.P(text="words")))
    parts = parts_of(path)
    for old, new in (
        (b"xmlns:text=", b"xmlns:t="),
        (b"<text:", b"<t:"),
        (b"</text:", b"</t:"),
        (b" text:", b" t:"),
    ):
        parts[CONTENT] = parts[CONTENT].replace(old, new)
    assert b"<t:h" in parts[CONTENT]
    assert _seen(open_document(pack(path, parts))) == [("heading", 1, "Head"), ("paragraph", 0, "words")]


# Presentations.


def _deck(*slides: list[Element]) -> OpenDocument:
    document = OpenDocumentPresentation()
    layout = style.PageLayout(name="L")
    document.automaticstyles.addElement(layout)
    document.masterstyles.addElement(style.MasterPage(name="M", pagelayoutname=layout))
    for shapes in slides:
        document.presentation.addElement(_in(draw.Page(masterpagename="M"), *shapes))
    return document


def _frame(words: str | Element, x: float, y: float, role: str | None = None, width: float = 10) -> Element:
    inner = text.P(text=words) if isinstance(words, str) else words
    where = {"x": f"{x}cm", "y": f"{y}cm", "width": f"{width}cm", "height": "3cm"}
    frame = _in(draw.Frame(**where), _in(draw.TextBox(), inner))
    if role:
        frame.setAttrNS(PRESENTATIONNS, "class", role)
    return frame


def test_slides_are_pages_read_column_by_column_with_their_notes(tmp_path: Path) -> None:
    notes = _in(presentation.Notes(), _frame("Say this.", 1, 1, "notes"))
    first = [
        _frame("b1", 14, 5),
        _frame("a1", 1, 5),
        _frame("b2", 14, 10),
        _frame("a2", 1, 10),
        _frame("Plans", 1, 20, "title", 24),
        _frame("7", 20, 19, "page-number"),
        notes,
    ]
    last = [_frame(_list("one", "two"), 1, 5, "outline")]
    opened = open_document(_saved(tmp_path, _deck(first, [], last), "file.odp"))
    assert (opened.format, opened.title) == (DocumentFormat.ODP, "Plans")
    pages = list(opened.pages)
    assert [(page.number, page.text.split("\n")) for page in pages[1:]] == [
        (2, [""]),
        (3, ["• one", "• two"]),
    ]
    blocks = [(b.kind.value, b.level, pages[0].text[b.start : b.end]) for b in pages[0].blocks]
    assert blocks == [
        ("heading", 1, "Plans"),
        *(("paragraph", 0, words) for words in ("a1", "a2", "b1", "b2")),
        ("heading", 2, "Notes"),
        ("paragraph", 0, "Say this."),
    ]


def test_a_presentation_of_pictures_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(DocumentHasNoText, match="presentation"):
        list(open_document(_saved(tmp_path, _deck([], []), "file.odp")).pages)


# What may go wrong.


def test_a_protected_document_is_encrypted(tmp_path: Path) -> None:
    path = _saved(tmp_path, _with(text.P(text="words")))
    parts = parts_of(path)
    name = "META-INF/manifest.xml"
    parts[name] = parts[name].replace(
        b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
    )
    parts[CONTENT] = b"\x93\x12 scrambled"
    assert isinstance(refusal(pack(path, parts)), DocumentProtected)


def test_damage_is_text_or_a_reason(tmp_path: Path) -> None:
    note = _in(
        text.Note(noteclass="footnote"), text.NoteCitation(text="1"), _in(text.NoteBody(), text.P(text="n"))
    )
    found = _in(table.Table(name="T"), _row("a", "b"), _row("c", "d"))
    document = _with(
        text.H(outlinelevel=1, text="H"), _in(text.P(), "w", note, text.S(c=2)), _list("x", _list("y")), found
    )
    for path in (
        _saved(tmp_path, document),
        _saved(tmp_path, _deck([_frame("T", 1, 1, "title"), _frame("w", 1, 5)]), "file.odp"),
    ):
        content, parts = path.read_bytes(), parts_of(path)
        for broken in broken_copies(content, 90):
            path.write_bytes(broken)
            assert outcome(path)
        for changed in broken_parts(parts, [CONTENT, "styles.xml", "meta.xml"], 120):
            assert outcome(pack(path, changed))


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (
            "<text:list><text:list-item>" * 5_000 + "</text:list-item></text:list>" * 5_000,
            DocumentDamaged,
            "nested",
        ),
        ("<text:p/>" * 2_000_000, DocumentTooLarge, "200 times"),
        (f"<text:p text:style-name='{'y' * (6 << 20)}'/>", DocumentTooLarge, "more markup than text"),
    ],
)
def test_bombs_are_refused_in_little_time(
    tmp_path: Path, body: str, kind: type[DocumentError], words: str
) -> None:
    path = _saved(tmp_path, _with(text.P(text="words")))
    parts = parts_of(path)
    parts[CONTENT] = parts[CONTENT].replace(b"<office:text>", b"<office:text>" + body.encode())
    started = time.process_time()
    refused = refusal(pack(path, parts))
    assert isinstance(refused, kind)
    assert words in refused.message
    assert time.process_time() - started < 10


@pytest.mark.parametrize("name", [CONTENT, "styles.xml", "meta.xml"])
def test_entities_are_refused_not_expanded(tmp_path: Path, name: str) -> None:
    path = _saved(tmp_path, _with(text.P(text="words")))
    parts = parts_of(path)
    root = parts[name].index(b"<office:")
    declared = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    parts[name] = parts[name][:root] + declared + parts[name][root:]
    assert "declarations" in refusal(pack(path, parts)).message


def test_gaps_of_a_billion_spaces_are_small(tmp_path: Path) -> None:
    gap = text.S(c=999_999_999)
    preformatted = text.P(stylename="Preformatted_20_Text")
    (page,) = _open(tmp_path, _in(preformatted, "a", gap, "b")).pages
    assert len(page.text) < 200


def test_a_long_text_is_read_as_a_stream_and_cut_at_its_sections(tmp_path: Path) -> None:
    elements = []
    for number in range(1, 7):
        elements.append(text.H(outlinelevel=1, text=f"Chapter {number}"))
        elements += [text.P(text="Some ordinary words about the matter. " * 10) for _ in range(20)]
    pages = list(_open(tmp_path, *elements).pages)
    assert len(pages) == 3
    assert all(page.text.startswith("Chapter ") and len(page.text) <= 20_000 for page in pages)
