"""The PDF reader on real, generated files."""

import os
import sys
from pathlib import Path

import pytest

from desktop_rag.domain.documents import BlockKind, DocumentFormat, Page
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentError,
    DocumentHasNoText,
    DocumentTooLarge,
    DocumentUnreadable,
    PathMissing,
)
from desktop_rag.parsing.pdf import library as pdf_library
from desktop_rag.parsing.pdf.reader import open_pdf
from tests.pdfs import Bookmark, PdfPage, encrypt_pdf, lines, write_pdf


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "document.pdf"


def read(path: Path) -> list[Page]:
    return list(open_pdf(path).pages)


def blocks_of(page: Page) -> list[tuple[BlockKind, str]]:
    return [(block.kind, page.text[block.start : block.end]) for block in page.blocks]


def test_pages_come_in_order_with_their_text(path: Path) -> None:
    write_pdf(path, [lines("First page,", "second line."), lines("Second page.")], title="A fine title")
    document = open_pdf(path)
    assert (document.format, document.title, document.page_count) == (DocumentFormat.PDF, "A fine title", 2)
    assert [(page.number, page.text) for page in document.pages] == [
        (1, "First page,\nsecond line."),
        (2, "Second page."),
    ]


@pytest.mark.parametrize(
    "title", ["", "untitled", "Microsoft Word - x", "report final.docx", "Document1", "---"]
)
def test_a_title_that_a_program_made_up_is_no_title(path: Path, title: str) -> None:
    assert open_pdf(write_pdf(path, [lines("Text.")], title=title)).title == ""


def test_columns_are_read_one_after_the_other(path: Path) -> None:
    left = lines("Left one left one left", "left two left two left", x=72)
    right = lines("Right one right one", "right two right two", x=330)
    [page] = read(write_pdf(path, [left + right]))
    assert page.text.split() == "Left one left one left left two left two left".split() + (
        "Right one right one right two right two".split()
    )


def test_other_scripts_ligatures_and_characters_beyond_the_basic_plane(path: Path) -> None:
    [page] = read(write_pdf(path, [lines("a b c odd", font="F3")]))
    assert page.text == "Привет 漢字 😀 offiffi"


def test_half_a_character_and_private_ones_do_no_harm(path: Path) -> None:
    [page] = read(write_pdf(path, [lines("x fgy z", font="F3")]))
    page.text.encode("utf-8")
    assert page.text.startswith("x ")
    assert page.text.endswith("z")
    assert "\ue123" not in page.text


def test_page_labels_where_they_differ_from_the_number(path: Path) -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 3 >>] >>"
    pages = read(write_pdf(path, [lines("Text.")] * 4, catalog=labels))
    assert [page.label for page in pages] == ["i", "ii", "", ""]


def test_the_outline_gives_the_section_in_force_where_a_page_begins(path: Path) -> None:
    outline = [
        Bookmark(0, "Benefits", 1, 750),
        Bookmark(1, "Dental", 1, 740),
        Bookmark(2, "Braces", 2, 300),
        Bookmark(0, "Leave", 4),
    ]
    pages = read(write_pdf(path, [lines("Text.")] * 5, outline=outline))
    assert [page.heading for page in pages] == [
        "",
        "Benefits › Dental",
        "Benefits › Dental",
        "Benefits › Dental › Braces",
        "Leave",
    ]


def test_an_outline_that_bites_its_tail_is_cut(path: Path) -> None:
    write_pdf(path, [lines("Text.")], outline=[Bookmark(0, "One", 0), Bookmark(0, "Two", 0)])
    whole = path.read_bytes()
    second = whole.index("Two".encode("utf-16-be").hex().encode())
    entry = whole.rindex(b"/Title", 0, second)
    number = whole[: whole.rindex(b" 0 obj", 0, entry)].rsplit(b"\n", 1)[1]
    path.write_bytes(whole.replace(b"/Dest [", b"/Next %b 0 R /Dest [" % number))
    assert [page.heading for page in read(path)] == ["Two"]


def test_a_huge_outline_is_read_in_part(path: Path) -> None:
    outline = [Bookmark(0, f"Entry {number}", 0) for number in range(20)]
    deep = [Bookmark(level, f"Level {level}", 0) for level in range(40)]
    [page] = read(write_pdf(path, [lines("Text.")], outline=outline + deep))
    assert page.heading.endswith("Level 15")


def test_headings_paragraphs_and_list_items(path: Path) -> None:
    content = (
        lines("Dental care", y=720, size=18)
        + lines("The plan pays for a check-up", "twice in every year.", y=690)
        + lines("Braces are paid for in part.", y=640)
        + lines("Waiting times", y=612, font="F2")
        + lines("• None for check-ups and cleaning", "  of any kind", "• One year for braces", y=592)
    )
    [page] = read(write_pdf(path, [content]))
    assert blocks_of(page) == [
        (BlockKind.HEADING, "Dental care"),
        (BlockKind.PARAGRAPH, "The plan pays for a check-up\ntwice in every year."),
        (BlockKind.PARAGRAPH, "Braces are paid for in part."),
        (BlockKind.HEADING, "Waiting times"),
        (BlockKind.LIST_ITEM, "• None for check-ups and cleaning\nof any kind"),
        (BlockKind.LIST_ITEM, "• One year for braces"),
    ]
    assert [block.level for block in page.blocks if block.kind is BlockKind.HEADING] == [1, 2]


def test_blocks_are_in_order_and_cover_all_text_but_line_breaks(path: Path) -> None:
    content = (
        lines("One", "two", size=30) + lines(*["three four five"] * 20, y=600) + lines("six", x=400, y=600)
    )
    [page] = read(write_pdf(path, [PdfPage(content, "/Rotate 90")]))
    ends = [0, *(block.end for block in page.blocks)]
    gaps = [page.text[end : block.start] for end, block in zip(ends, page.blocks, strict=False)]
    assert "".join(gaps).strip() == ""
    assert ends[-1] == len(page.text)


def test_without_an_outline_large_headings_run_on_to_the_next_page(path: Path) -> None:
    body = lines(*["Some text about it."] * 5, y=600)
    first = lines("Benefits", size=20) + lines("Dental", size=15, y=650) + body
    pages = read(write_pdf(path, [first, body, lines("Leave", size=20) + body, body]))
    assert [page.heading for page in pages] == ["", "Benefits › Dental", "Benefits › Dental", "Leave"]


def test_the_level_of_a_heading_is_its_depth_below_the_headings_that_run_on(path: Path) -> None:
    body = lines(*["Some text about it."] * 5, y=500)
    first = lines("Dental", size=15, y=650) + body
    second = lines("Vision", size=15, y=650) + lines("Glasses", size=13, y=600) + body
    pages = read(write_pdf(path, [first, second, lines("Leave", size=20) + body]))
    levels = [[block.level for block in page.blocks if block.kind is BlockKind.HEADING] for page in pages]
    assert levels == [[1], [1, 2], [1]]


def test_a_running_head_in_large_print_is_no_heading(path: Path) -> None:
    body = lines(*["Some text about it."] * 5, y=500)
    head = lines("Contoso Handbook", y=760, size=16)
    pages = read(
        write_pdf(
            path,
            [
                head + lines("Benefits", size=20, y=650) + body,
                *(head + body for _ in range(6)),
                head + lines("Leave", size=20, y=650) + body,
                head + body,
            ],
        )
    )
    assert [page.heading for page in pages] == ["", *["Benefits"] * 7, "Leave"]
    assert all(BlockKind.FURNITURE in {block.kind for block in page.blocks} for page in pages)


def test_a_chapter_title_repeated_at_the_head_of_its_pages_opens_no_new_section(path: Path) -> None:
    body = lines(*["Some text about it."] * 5, y=500)
    head = lines("Benefits", y=760, size=12, font="F2")
    opening = lines("Benefits", size=20, y=650) + body
    dental = head + lines("Dental", size=15, y=650) + body
    pages = read(write_pdf(path, [opening, head + body, dental, *[head + body] * 4]))
    assert [page.heading for page in pages] == ["", *["Benefits"] * 2, *["Benefits › Dental"] * 4]


def test_pages_are_given_out_while_others_are_still_unread(path: Path) -> None:
    """So that a long document shows progress and is never held in memory whole."""
    pages = open_pdf(write_pdf(path, [lines(f"Page {number} of it.") for number in range(30)])).pages
    first = next(pages)
    path.write_bytes(b"")
    assert first.text == "Page 0 of it."


@pytest.mark.parametrize("password", ["", "anything"])
def test_an_empty_password_just_opens(path: Path, password: str) -> None:
    write_pdf(path, [lines("Open to read.")])
    assert next(open_pdf(encrypt_pdf(path, user=""), password).pages).text == "Open to read."


def test_a_password_is_said_to_be_one(path: Path) -> None:
    write_pdf(path, [lines("Secret.")])
    with pytest.raises(DocumentEncrypted, match="protected by a password") as caught:
        open_pdf(encrypt_pdf(path, user="secret"))
    assert "Enter password" in caught.value.hint


def test_a_wrong_password_is_said_to_be_wrong(path: Path) -> None:
    write_pdf(path, [lines("Secret.")])
    with pytest.raises(DocumentEncrypted, match="The password is not right"):
        open_pdf(encrypt_pdf(path, user="secret"), "Secret")


@pytest.mark.parametrize("password", ["secret", "owner"])
def test_the_right_password_opens(path: Path, password: str) -> None:
    write_pdf(path, [lines("Well kept.")])
    assert next(open_pdf(encrypt_pdf(path, user="secret"), password).pages).text == "Well kept."


def test_a_password_in_another_script_opens(path: Path) -> None:
    write_pdf(path, [lines("Well kept.")])
    assert next(open_pdf(encrypt_pdf(path, user="Schlüssel"), "Schlüssel").pages).text == "Well kept."


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"no pdf at all", b"\x00" * 5000, b"%PDF-1.7\n" + b"[" * 100_000]
)
def test_what_is_no_pdf_is_damaged(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(DocumentDamaged) as caught:
        open_pdf(path)
    assert caught.value.detail


def test_an_empty_file(path: Path) -> None:
    path.touch()
    with pytest.raises(DocumentEmpty):
        open_pdf(path)


def test_a_document_without_pages(path: Path) -> None:
    with pytest.raises(DocumentEmpty, match="no pages"):
        open_pdf(write_pdf(path, []))


def test_a_document_without_text_to_read_or_recognise_says_so_after_its_last_page(path: Path) -> None:
    document = open_pdf(write_pdf(path, [b"1 0 0 rg 100 100 200 200 re f\n"] * 2))
    pages = document.pages
    assert [next(pages).text, next(pages).text] == ["", ""]
    with pytest.raises(DocumentHasNoText):
        next(pages)


def test_too_many_pages(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_library, "MAX_PAGES", 2)
    with pytest.raises(DocumentTooLarge):
        open_pdf(write_pdf(path, [lines("Text.")] * 3))


def test_a_missing_file(path: Path) -> None:
    with pytest.raises(PathMissing):
        open_pdf(path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_that_may_not_be_read(path: Path) -> None:
    write_pdf(path, [lines("Text.")]).chmod(0)
    with pytest.raises(DocumentUnreadable):
        open_pdf(path)


def test_a_folder_cannot_be_read_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable):
        open_pdf(tmp_path)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode there")
def test_a_file_name_that_is_not_unicode(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9 'x'\n.pdf")
    assert read(write_pdf(path, [lines("Text.")]))[0].text == "Text."


def test_a_page_that_fails_alone_is_an_empty_page(path: Path) -> None:
    write_pdf(path, [lines("First."), lines("Broken."), lines("Third.")])
    kids = path.read_bytes().split(b"/Kids [")[1].split(b"]")[0].split(b" 0 R")
    broken = b"\n%b 0 obj\n<< /Type /Page" % kids[1].strip()
    assert broken in path.read_bytes()
    path.write_bytes(
        path.read_bytes().replace(broken, broken.replace(b"<< /Type /Page", b"() % /Type /Page"))
    )
    assert [page.text for page in read(path)] == ["First.", "", "Third."]


def test_a_truncated_file_gives_its_pages_or_says_that_it_is_damaged(path: Path) -> None:
    whole = write_pdf(path, [lines("First."), lines("Second.")]).read_bytes()
    for length in range(1, len(whole), 97):
        path.write_bytes(whole[:length])
        try:
            texts = [page.text for page in read(path)]
        except DocumentError:
            continue
        assert set(texts) <= {"First.", "Second.", ""}


def test_pages_never_asked_for_leave_nothing_open(path: Path) -> None:
    open_pdf(write_pdf(path, [lines("Text.")]))
    path.rename(path.with_suffix(".moved"))  # Windows refuses this while a handle is open
    assert not path.exists()
