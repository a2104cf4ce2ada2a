"""Word files, made here by python-docx, are read with their structure; hostile ones are refused in words."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

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
from tests.reading import outcome

MAIN = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def _open(tmp_path: Path, document: WordDocument) -> OpenedDocument:
    path = tmp_path / "file.docx"
    document.save(str(path))
    return open_document(path)


def _seen(document: OpenedDocument) -> list[tuple[str, int, str]]:
    return [
        (b.kind.value, b.level, page.text[b.start : b.end]) for page in document.pages for b in page.blocks
    ]


def _parts(document: WordDocument | None = None) -> dict[str, bytes]:
    content = io.BytesIO()
    (document or docx.Document()).save(content)
    with zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _write(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def _with_body(body: str, before: str = "") -> dict[str, bytes]:
    return _parts() | {MAIN: f"{before}<w:document {W}><w:body>{body}</w:body></w:document>".encode()}


def _said(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_headings_lists_quotes_and_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Handbook", 0)
    document.add_heading("Leave", 1)
    document.add_paragraph("Some text ").add_run("in bold").bold = True
    document.add_heading("Sick leave", 2)
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two", style="List Bullet")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("said", style="Intense Quote")
    document.add_heading("Nine", 9)
    assert _seen(_open(tmp_path, document)) == [
        ("heading", 1, "Handbook"),
        ("heading", 1, "Leave"),
        ("paragraph", 0, "Some text in bold"),
        ("heading", 2, "Sick leave"),
        ("list_item", 1, "• one"),
        ("list_item", 1, "• two"),
        ("list_item", 1, "1. first"),
        ("quote", 0, "said"),
        ("heading", 6, "Nine"),
    ]


def test_title_is_the_property_else_the_first_heading(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Preface")
    document.add_heading("Leave", 2)
    assert _open(tmp_path, document).title == "Leave"
    document.core_properties.title = "Staff  handbook"
    opened = _open(tmp_path, document)
    assert (opened.format, opened.title) == (DocumentFormat.DOCX, "Staff handbook")


def test_a_house_style_that_builds_on_a_heading_is_one(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("Corporate Section", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Travel", style="Corporate Section")
    document.add_paragraph("Body")
    assert _seen(_open(tmp_path, document)) == [("heading", 2, "Travel"), ("paragraph", 0, "Body")]


@pytest.mark.parametrize("marked", [True, False])
def test_rows_of_a_table_name_their_columns(tmp_path: Path, marked: bool) -> None:
    document = docx.Document()
    rows = [("Plan", "Deductible"), ("Plus", "$500"), ("Standard", "$1,000")]
    table = document.add_table(len(rows), 2)
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    if marked:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    assert _seen(_open(tmp_path, document)) == [
        ("table_row", 0, "Plan | Deductible"),
        ("table_row", 0, "Plan: Plus | Deductible: $500"),
        ("table_row", 0, "Plan: Standard | Deductible: $1,000"),
    ]


def test_merged_cells_keep_their_columns(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for column, text in enumerate(("Plan", "In", "Out")):
        table.cell(0, column).text = text
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Plus"
    for row, column, text in ((1, 1, "a"), (1, 2, "b"), (2, 1, "c"), (2, 2, "d")):
        table.cell(row, column).text = text
    rows = [text for *_, text in _seen(_open(tmp_path, document))]
    assert rows[1:] == ["Plan: Plus | In: a | Out: b", "Plan: Plus | In: c | Out: d"]


def test_links_keep_their_words_and_pictures_none(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("See ")
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to("http://example.org/", "x", is_external=True))
    link.append(paragraph.add_run("the policy")._r)
    paragraph._p.append(link)
    document.add_picture(io.BytesIO(PICTURE))
    assert _seen(_open(tmp_path, document)) == [("paragraph", 0, "See the policy")]


@pytest.mark.parametrize(
    "text", ["従業員は病気の場合。", "على الموظف إبلاغ مديره", "Работник обязан", "नमस्ते 👩\u200d👧 😀"]
)
def test_text_in_any_script(tmp_path: Path, text: str) -> None:
    document = docx.Document()
    document.add_heading(text, 1)
    assert _seen(_open(tmp_path, document)) == [("heading", 1, text)]


def test_footnotes_follow_the_text(tmp_path: Path) -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    parts = _with_body(
        '<w:p><w:r><w:t>Paid leave</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r></w:p>'
    )
    note = f'<w:footnote w:id="7">{_said("Up to ten days.")}</w:footnote>'
    parts["word/footnotes.xml"] = f"<w:footnotes {W}>{note}</w:footnotes>".encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    added = f'<Relationship Id="rF" Type="{relation}" Target="footnotes.xml"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", added).encode()
    opened = open_document(_write(tmp_path / "notes.docx", parts))
    assert [text for *_, text in _seen(opened)] == ["Paid leave[1]", "[1] Up to ten days."]


def test_a_long_document_is_cut_at_its_sections(tmp_path: Path) -> None:
    document = docx.Document()
    for number in range(1, 7):
        document.add_heading(f"Chapter {number}", 1)
        for _ in range(20):
            document.add_paragraph("Some ordinary words about the matter of this chapter. " * 7)
    pages = list(_open(tmp_path, document).pages)
    assert len(pages) == 3
    assert all(page.text.startswith("Chapter ") and len(page.text) <= 20_000 for page in pages)


def test_headers_and_footers_are_not_repeated_with_every_page(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Confidential"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_paragraph("words")
    assert _seen(_open(tmp_path, document)) == [("paragraph", 0, "words")]


def test_what_was_deleted_is_left_out_and_what_was_added_is_read(tmp_path: Path) -> None:
    change = 'w:id="1" w:author="Ann" w:date="2024-03-01T00:00:00Z"'
    body = (
        "<w:p><w:r><w:t>We pay </w:t></w:r>"
        f'<w:del {change}><w:r><w:delText xml:space="preserve">ten</w:delText></w:r></w:del>'
        f"<w:ins {change}><w:r><w:t>twenty</w:t></w:r></w:ins></w:p>"
        f"<w:p><w:moveFrom {change}><w:r><w:t>moved away</w:t></w:r></w:moveFrom></w:p>"
    )
    opened = open_document(_write(tmp_path / "file.docx", _with_body(body)))
    assert [text for *_, text in _seen(opened)] == ["We pay twenty"]


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    names = {
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in names.items())
    inside = f"<w:txbxContent>{_said('in the box')}</w:txbxContent>"
    body = (
        f"<w:p {declared}><w:r><w:t>around</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    opened = open_document(_write(tmp_path / "file.docx", _with_body(body)))
    assert sorted(text for *_, text in _seen(opened)) == ["around", "in the box"]


def test_macros_are_not_so_much_as_unpacked(tmp_path: Path) -> None:
    parts = _with_body(_said("words")) | {"word/vbaProject.bin": bytes(40 << 20)}
    assert _seen(open_document(_write(tmp_path / "file.docm", parts))) == [("paragraph", 0, "words")]


@pytest.mark.parametrize("encoding", ["no-such-code", "utf-7", "big5", "shift_jis"])
def test_parts_in_codes_that_no_word_file_has_are_damage_or_text(tmp_path: Path, encoding: str) -> None:
    main = f"<?xml version='1.0' encoding='{encoding}'?>".encode() + _with_body(_said("words"))[MAIN]
    path = _write(tmp_path / "file.docx", _parts() | {MAIN: main})
    assert outcome(path) in ("words", "This Word file is damaged and cannot be opened.")


def test_a_file_of_pictures_has_no_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(PICTURE))
    with pytest.raises(DocumentHasNoText):
        _open(tmp_path, document)


def test_pictures_are_never_unpacked(tmp_path: Path) -> None:
    parts = _with_body(_said("words")) | {"word/media/image1.png": bytes(40 << 20)}
    assert _seen(open_document(_write(tmp_path / "file.docx", parts))) == [("paragraph", 0, "words")]


def _refusal(path: Path) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        open_document(path)
    return caught.value


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    refused = _refusal(_write(tmp_path / "file.docx", _with_body("<w:p/>" + " " * (40 << 20))))
    assert isinstance(refused, DocumentTooLarge)
    assert "expands to more than 32 MB" in refused.message


def test_many_parts_add_up(tmp_path: Path) -> None:
    padding = {f"word/part{number}.xml": b"<a>" + b" " * (5 << 20) + b"</a>" for number in range(8)}
    assert isinstance(_refusal(_write(tmp_path / "file.docx", _parts() | padding)), DocumentTooLarge)


def test_a_smaller_bomb_gives_itself_away_by_its_ratio(tmp_path: Path) -> None:
    refused = _refusal(_write(tmp_path / "file.docx", _with_body("<w:p/>" * 2_000_000)))
    assert isinstance(refused, DocumentTooLarge)
    assert "200 times" in refused.message


def test_a_declared_size_that_lies_is_damage(tmp_path: Path) -> None:
    path = _write(tmp_path / "file.docx", _with_body(_said("words") + " " * (1 << 20)))
    content = path.read_bytes()
    size = len(_with_body(_said("words") + " " * (1 << 20))[MAIN]).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (500).to_bytes(4, "little")))
    assert isinstance(_refusal(path), DocumentDamaged)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_not_expanded(tmp_path: Path, encoding: str) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    main = _with_body(_said("&a11;"), f"<!DOCTYPE w:document [{entities}]>")[MAIN].decode()
    parts = _parts() | {MAIN: main.encode(encoding)}
    refused = _refusal(_write(tmp_path / "file.docx", parts))
    assert isinstance(refused, DocumentDamaged)
    assert "declarations" in refused.message


def test_outside_files_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    declared = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    assert isinstance(
        _refusal(_write(tmp_path / "a.docx", _with_body(_said("&x;"), declared))), DocumentDamaged
    )


@pytest.mark.parametrize("depth", [40, 5_000])
def test_endless_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    body = "<w:tbl><w:tr><w:tc>" * depth + _said("deep") + "</w:tc></w:tr></w:tbl>" * depth
    refused = _refusal(_write(tmp_path / "file.docx", _with_body(body)))
    assert isinstance(refused, DocumentDamaged)
    assert "nested" in refused.message


def test_the_nesting_that_is_allowed_is_read(tmp_path: Path) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 31 + _said("deep") + "<w:p/></w:tc></w:tr></w:tbl>" * 31
    assert _seen(open_document(_write(tmp_path / "file.docx", _with_body(body)))) == [
        ("paragraph", 0, "deep")
    ]


@pytest.mark.parametrize(
    "change",
    [
        {MAIN: b"<w:document>"},
        {MAIN: b""},
        {MAIN: f"<w:document {W}/>".encode()},
        {"word/styles.xml": f'<w:styles {W}><w:style w:type="paragraph"/></w:styles>'.encode()},
        {"word/numbering.xml": f"<w:numbering {W}><w:num/></w:numbering>".encode()},
        {"_rels/.rels": b"<a"},
    ],
    ids=["unclosed", "nothing", "no body", "nameless style", "nameless list", "relations"],
)
def test_damaged_parts_are_named_as_damage_or_read_without(tmp_path: Path, change: dict[str, bytes]) -> None:
    document = docx.Document()
    document.add_paragraph("words", style="List Bullet")
    path = _write(tmp_path / "file.docx", _parts(document) | change)
    assert outcome(path) in ("• words", "This Word file is damaged and cannot be opened.")


def test_cut_off_files_are_damaged(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("words")
    path = tmp_path / "file.docx"
    document.save(str(path))
    content = path.read_bytes()
    for size in (10, 1_000, len(content) // 2, len(content) - 30):
        path.write_bytes(content[:size])
        assert isinstance(_refusal(path), DocumentDamaged)


def test_flipped_bytes_are_damage_at_worst(tmp_path: Path) -> None:
    parts = _with_body(_said("words " * 50))
    needed = {name: parts[name] for name in ("[Content_Types].xml", "_rels/.rels", MAIN, "docProps/core.xml")}
    path = _write(tmp_path / "file.docx", needed)
    content = path.read_bytes()
    for position in range(0, len(content), 5):
        broken = bytearray(content)
        broken[position] ^= 0x55
        path.write_bytes(broken)
        assert "drive" not in outcome(path)


def test_encrypted_zip_members_are_encryption(tmp_path: Path) -> None:
    path = _write(tmp_path / "file.docx", _with_body(_said("words")))
    content = path.read_bytes()
    # The flag bits stand 6 bytes after a local header's start and 8 after a central one's.
    for header in (rb"(PK\x03\x04..)\x00", rb"(PK\x01\x02....)\x00"):
        content = re.sub(header, lambda match: match[1] + b"\x01", content, flags=re.DOTALL)
    path.write_bytes(content)
    assert isinstance(_refusal(path), DocumentProtected)
