"""What a ZIP or OLE2 file is shows in its list of parts, and no list can fill the memory."""

import resource
import struct
import time
import zipfile
from pathlib import Path

import pytest

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentError,
    DocumentProtected,
    DocumentTooLarge,
    DocumentUnsupported,
)
from desktop_rag.parsing.containers import ole2_format, zip_format
from desktop_rag.parsing.office.slide_order import Placed, reading_order
from desktop_rag.parsing.registry import open_document
from tests.msgs import compound
from tests.office_files import broken_copies, pack

ODF = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("parts", "recognised"),
    [
        ({"word/document.xml": b"x"}, DocumentFormat.DOCX),
        ({"ppt/presentation.xml": b"x"}, DocumentFormat.PPTX),
        ({"xl/workbook.xml": b"x"}, DocumentFormat.XLSX),
        ({"XL/Workbook.xml": b"x"}, DocumentFormat.XLSX),
        ({"mimetype": f"{ODF}text".encode()}, DocumentFormat.ODT),
        ({"mimetype": f"{ODF}text-template\n".encode()}, DocumentFormat.ODT),
        ({"mimetype": f"{ODF}spreadsheet".encode()}, DocumentFormat.ODS),
        ({"mimetype": f"{ODF}presentation".encode()}, DocumentFormat.ODP),
        ({"mimetype": b"application/epub+zip"}, DocumentFormat.EPUB),
    ],
)
def test_a_zip_is_what_its_parts_make_it(
    tmp_path: Path, parts: dict[str, bytes], recognised: DocumentFormat
) -> None:
    assert zip_format(pack(tmp_path / "file.bin", parts)) is recognised


@pytest.mark.parametrize("size", [20, 10_000])
@pytest.mark.parametrize(
    ("stream", "recognised"),
    [
        ("Workbook", DocumentFormat.XLS),
        ("Book", DocumentFormat.XLS),
        ("__properties_version1.0", DocumentFormat.MSG),
    ],
)
def test_an_old_file_is_what_stands_at_its_top(
    tmp_path: Path, stream: str, recognised: DocumentFormat, size: int
) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(compound({"other": b"x", stream: bytes(size)}))
    assert ole2_format(path) is recognised


def test_a_letter_with_a_sheet_and_a_message_in_it_is_a_letter(tmp_path: Path) -> None:
    inside = {"_1": {"Workbook": b"x"}, "_2": {"__properties_version1.0": b"x"}}
    path = tmp_path / "letter.doc"
    path.write_bytes(compound({"ObjectPool": inside, "WordDocument": "Workbook".encode("utf-16-le")}))
    with pytest.raises(DocumentUnsupported, match=r"Word file of the old kind \(\.doc\)") as refused:
        ole2_format(path)
    assert (
        refused.value.hint
        == "Open it in Word, PowerPoint or LibreOffice, save it as .docx or PDF and add that."
    )


def test_a_new_file_with_a_password_is_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(compound({"EncryptionInfo": b"x", "EncryptedPackage": bytes(9_000)}))
    with pytest.raises(DocumentProtected):
        ole2_format(path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.xls", "This spreadsheet is damaged"),
        ("a.doc", "This Word file is damaged"),
        ("a.bin", "This file of an old office program is damaged"),
    ],
)
def test_a_cut_off_old_file_is_damaged_and_called_what_it_is(tmp_path: Path, name: str, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(compound({"Workbook": b"x"})[:600])
    with pytest.raises(DocumentDamaged, match=words):
        ole2_format(path)


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.pptx", "presentation"), ("a.ods", "spreadsheet"), ("a.odt", "document"), ("a.epub", "book")],
)
def test_a_cut_off_zip_is_called_what_it_is(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(DocumentDamaged, match=f"This {words} is damaged"):
        open_document(tmp_path / name)


def test_a_hundred_thousand_parts_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "file.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "x")
    content = path.read_bytes()
    begin = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    listed = content[begin:end] * 200_000
    tail = bytearray(content[end:])
    struct.pack_into("<HHII", tail, 8, 65_535, 65_535, len(listed), begin)
    path.write_bytes(content[:begin] + listed + tail)
    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DocumentTooLarge, match="more parts than any document") as refused:
        open_document(path)
    assert "harm" in refused.value.hint
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_the_long_form_of_the_list_is_bounded_too(tmp_path: Path) -> None:
    path = pack(tmp_path / "file.docx", {"word/document.xml": b"x"})
    content = path.read_bytes()
    end = content.index(b"PK\x05\x06")
    listed = 1 << 30
    long_end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, listed, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    tail = bytearray(content[end:])
    struct.pack_into("<HHII", tail, 8, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    for ending in (tail, content[end:]):
        path.write_bytes(content[:end] + long_end + locator + ending)
        with pytest.raises(DocumentTooLarge):
            open_document(path)


def _opens_or_says_why(path: Path) -> str:
    try:
        return open_document(path).format
    except DocumentError as refused:
        return refused.message


def test_damage_never_ends_in_anything_but_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "file.bin"
    for content in (
        compound({"Workbook": bytes(5_000), "x": {"y": b"z"}, "short": b"x"}),
        pack(path, {"mimetype": b"x", "word/document.xml": b"<a/>"}).read_bytes(),
    ):
        for broken in broken_copies(content, 200):
            path.write_bytes(content[:8] + broken[8:])
            assert _opens_or_says_why(path)


def test_parts_are_ordered_by_strips_and_deep_patterns_end() -> None:
    def piece(name: str, left: float, top: float, right: float, bottom: float) -> Placed[str]:
        return Placed(name, left, top, right, bottom)

    spiral = [piece(f"{n}", n % 2 * n, n, 1000 - n, n + 2) for n in range(299)]
    assert sorted(reading_order(spiral), key=int) == [f"{n}" for n in range(299)]
    crossing = [piece("b", 0, 5, 10, 12), piece("a", 4, 0, 14, 6), piece("c", 8, 10, 20, 15)]
    assert reading_order(crossing) == ["a", "b", "c"]
    assert reading_order([piece("x", 0, 0, 0, 0), piece("y", 0, 0, 0, 0)]) == ["x", "y"]
    assert reading_order([]) == []
