"""pypdf for what PDFium cannot open."""

import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentHasNoText,
    DocumentTooLarge,
)
from desktop_rag.parsing.pdf import second_try as pdf_second_try
from desktop_rag.parsing.pdf.library import open_document
from desktop_rag.parsing.pdf.reader import open_pdf
from desktop_rag.parsing.pdf.second_try import open_second_try, page_text
from tests.pdfs import encrypt_pdf, lines, write_pdf


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "document.pdf"


def only_pypdf_opens(path: Path) -> Path:
    """PDFium wants "%PDF-" within the first kilobyte; pypdf does not mind."""
    write_pdf(path, [lines("First page,", "o\ufb03ce".replace("\ufb03", "ffi")), lines("Second page.")])
    path.write_bytes(path.read_bytes().replace(b"%PDF-1.7", b"%XYZ-1.7", 1))
    return path


def test_what_pdfium_cannot_open_is_read_by_pypdf(path: Path) -> None:
    with pytest.raises(DocumentDamaged), open_document(only_pypdf_opens(path)):
        pass
    document = open_pdf(path)
    assert document.page_count == 2
    assert [page.text for page in document.pages] == ["First page,\noffice", "Second page."]


def test_the_same_failures_have_the_same_names(path: Path) -> None:
    with pytest.raises(DocumentEmpty):
        open_second_try(write_pdf(path, []))
    with pytest.raises(DocumentHasNoText):
        list(open_second_try(write_pdf(path, [b""])).pages)
    write_pdf(path, [lines("Secret.")])
    with pytest.raises(DocumentEncrypted):
        open_second_try(encrypt_pdf(path, user="secret"))


def test_a_password_opens_what_only_pypdf_reads(path: Path) -> None:
    write_pdf(path, [lines("Well kept.")])
    encrypt_pdf(path, user="secret")
    path.write_bytes(path.read_bytes().replace(b"%PDF-1", b"%XYZ-1", 1))
    with pytest.raises(DocumentDamaged), open_document(path, "secret"):
        pass
    assert [page.text for page in open_pdf(path, "secret").pages] == ["Well kept."]
    with pytest.raises(DocumentEncrypted, match="The password is not right"):
        open_pdf(path, "wrong")
    with pytest.raises(DocumentEncrypted, match="protected by a password"):
        open_pdf(path)


def test_limits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pdf(path, [lines("Text.")] * 2)
    monkeypatch.setattr(pdf_second_try, "MAX_PAGES", 1)
    with pytest.raises(DocumentTooLarge):
        open_second_try(path)
    monkeypatch.setattr(pdf_second_try, "MAX_BYTES", 100)
    with pytest.raises(DocumentDamaged):
        open_second_try(path)


def test_endless_nesting_ends(path: Path) -> None:
    write_pdf(path, [lines("Text.")])
    path.write_bytes(path.read_bytes().replace(b"/Kids [", b"/Kids " + b"[" * 50_000))
    began = time.monotonic()
    with pytest.raises((DocumentDamaged, DocumentEmpty)):
        open_second_try(path)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    "failure", [RecursionError, KeyError, ValueError, ZeroDivisionError, NotImplementedError]
)
def test_a_page_on_which_pypdf_fails_is_empty(
    path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    class BrokenPages(PdfReader):
        @property
        def pages(self) -> list[object]:  # type: ignore[override]
            return [self, self]

        def extract_text(self) -> str:
            raise failure

    monkeypatch.setattr(pdf_second_try, "PdfReader", BrokenPages)
    with pytest.raises(DocumentHasNoText):
        list(open_second_try(write_pdf(path, [lines("Text.")])).pages)


def test_one_page_is_believed_only_if_both_count_the_same_pages(path: Path) -> None:
    write_pdf(path, [lines("First."), lines("Second.")])
    assert page_text(path, 1, 2) == "Second."
    assert page_text(path, 1, 3) == ""
