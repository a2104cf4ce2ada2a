"""Which pages are told to be read by text recognition."""

from pathlib import Path

import pytest

from desktop_rag.domain.errors import DocumentHasNoText
from desktop_rag.parsing.pdf import library as pdf_library
from desktop_rag.parsing.pdf import scans as pdf_scans
from desktop_rag.parsing.pdf.reader import open_pdf
from tests.pdfs import PdfPage, lines, picture, write_pdf

PROSE = lines(*["The plan pays for a check-up twice in every year, and for braces in part."] * 6)
FULL = picture(0, 0, 612, 792)
STRIPS = b"".join(picture(30, 79 * number, 550, 79) for number in range(10))
OUTLINES = b"".join(b"%d 100 m %d 110 l %d 100 l f\n" % (x, x + 4, x + 8) for x in range(100, 500, 10))
NOTE = (
    "/Annots [<< /Type /Annot /Subtype /FreeText /Rect [100 100 300 200] /DA (/Helv 12 Tf) "
    "/Contents (A note) /F 4 >>]"
)
LINK = "/Annots [<< /Type /Annot /Subtype /Link /Rect [100 100 300 200] >>]"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "document.pdf"


def is_scan(path: Path, page: PdfPage | bytes) -> bool:
    """Of the second page; the first is there so that the document has text."""
    return list(open_pdf(write_pdf(path, [PROSE, page])).pages)[1].is_scan


@pytest.mark.parametrize(
    "page",
    [
        FULL,
        STRIPS,
        picture(200, 400, 200, 300),
        FULL + lines("Received 3 May 2021", "Page 2 of 9"),
        OUTLINES,
        PdfPage(b"", NOTE),
        lines("A W e l l   t h i s", "i s   i t", font="F4"),
    ],
    ids=[
        "scan",
        "strips",
        "a receipt",
        "stamped",
        "outlines of letters",
        "a note",
        "letters of no known kind",
    ],
)
def test_pages_that_only_recognition_can_read(path: Path, page: PdfPage | bytes) -> None:
    assert is_scan(path, page)


@pytest.mark.parametrize(
    "page",
    [
        PROSE,
        PROSE + FULL,
        b"",
        b"72 700 468 1 re f\n",
        picture(72, 700, 40, 20),
        lines("Chapter two") + picture(72, 100, 300, 300),
        PdfPage(b"", LINK),
        lines("This page intentionally left blank", y=400),
        lines("a b c", font="F3"),
    ],
    ids=[
        "text", "text on a picture", "blank", "a rule", "a logo", "a chapter's picture", "a link",
        "said to be blank", "other scripts",
    ],
)  # fmt: skip
def test_pages_that_are_none(path: Path, page: PdfPage | bytes) -> None:
    assert not is_scan(path, page)


def test_letters_that_cannot_be_told_are_no_text(path: Path) -> None:
    [page] = open_pdf(write_pdf(path, [lines("A W e l l   t h i s", font="F4")])).pages
    assert (page.text, page.is_scan) == ("", True)


def test_a_document_of_scans_gives_its_pages_and_ends_well(path: Path) -> None:
    pages = list(open_pdf(write_pdf(path, [FULL, b"", FULL])).pages)
    assert [page.is_scan for page in pages] == [True, False, True]


def test_a_document_of_blank_pages_has_no_text(path: Path) -> None:
    with pytest.raises(DocumentHasNoText):
        list(open_pdf(write_pdf(path, [b"", b""])).pages)


def test_a_page_of_more_letters_than_are_read_is_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pdf_library, pdf_scans):
        monkeypatch.setattr(module, "MAX_PAGE_CHARACTERS", 100)
    [page] = open_pdf(write_pdf(path, [PROSE])).pages
    assert (len(page.text) <= 100, page.is_scan) == (True, False)
