"""A file is recognised by its content, and what cannot be read says why in plain words."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentProtected,
    DocumentTooLarge,
    DocumentUnreadable,
    DocumentUnsupported,
)
from desktop_rag.parsing.registry import open_document
from tests.msgs import compound


def _ole2(*streams: str) -> bytes:
    return compound(dict.fromkeys(streams, b"content"))


def _file(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def _zip(path: Path, *names: str, mimetype: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return path


@pytest.mark.parametrize(
    ("name", "content", "recognised"),
    [
        ("a.txt", b"<!DOCTYPE html><html><body>page</body></html>", DocumentFormat.HTML),
        ("a.md", b"\xef\xbb\xbf\n<!-- x --> <HTML><body>page</body></html>", DocumentFormat.HTML),
        ("a", b"<?xml version='1.0'?>\n<html><body>page</body></html>", DocumentFormat.HTML),
        ("a.htm", b"<p>fragment", DocumentFormat.HTML),
        ("a.MD", b"# Head", DocumentFormat.MARKDOWN),
        ("a.markdown", b"<h1 align=center>Head</h1>\n\ntext", DocumentFormat.MARKDOWN),
        ("a.txt", b"# Head", DocumentFormat.TEXT),
        ("a.pdf", b"not really a PDF", DocumentFormat.TEXT),
        ("a.docx", b"not really a Word file", DocumentFormat.TEXT),
        ("a.py", b"print('hello')", DocumentFormat.CODE),
        ("a.rst", b"Head\n====\n", DocumentFormat.RST),
        ("a.csv", b"name,city\nAnna,Bern\n", DocumentFormat.CSV),
        ("a.TSV", b"name\tcity\nAnna\tBern\n", DocumentFormat.CSV),
        ("a.json", b'{"name": "Anna"}', DocumentFormat.JSON),
        ("a.ndjson", b'{"name": "Anna"}\n{"name": "Ben"}\n', DocumentFormat.JSON),
        ("a.ipynb", b'{"cells": [{"cell_type": "raw", "source": "x"}]}', DocumentFormat.NOTEBOOK),
        ("a.xml", b"<a><b>words</b></a>", DocumentFormat.XML),
        ("noname", b"<?xml version='1.0'?><a><b>words</b></a>", DocumentFormat.XML),
        ("a.svg", b"<svg><text>words</text></svg>", DocumentFormat.XML),
        ("noname", b"words", DocumentFormat.TEXT),
        ("a.txt", "BM and MZ, GGUF, ID3: words in text. ID3".encode("utf-16"), DocumentFormat.TEXT),
        (
            "a.txt",
            b"MZ is how programs for Windows begin; GGUF is how models do, and this is text.",
            DocumentFormat.TEXT,
        ),
        ("a.txt", b"GGUF is a format", DocumentFormat.TEXT),
    ],
)
def test_content_decides_then_the_suffix(
    tmp_path: Path, name: str, content: bytes, recognised: DocumentFormat
) -> None:
    assert open_document(_file(tmp_path, name, content)).format is recognised


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(50), r"a picture \(WebP\)"),
        (b"\0\0\0\x18ftypheic" + bytes(50), r"a picture \(HEIC\)"),
        (b"\0\0\0\x18ftypisom" + bytes(50), r"a video \(MP4\)"),
        (b"ID3\x04\0" + bytes(50), r"a sound recording \(MP3\)"),
        (b"\x1f\x8b\x08" + bytes(50), r"an archive \(gzip\)"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), r"an archive \(7z\)"),
        (b"notes.txt".ljust(257, b"\0") + b"ustar\0" + bytes(250), r"an archive \(tar\)"),
        (b"\x7fELF\x02\x01" + bytes(50), r"a program \(Linux\)"),
        (b"MZ\x90\0\x03" + bytes(100), r"a program \(Windows\)"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (b"SQLite format 3\0" + bytes(50), "database"),
        (b"GGUF\x03\0\0\0" + bytes(50), "language model"),
        (_ole2("WordDocument", "1Table"), r"\(\.doc\)"),
        (_ole2("PowerPoint Document"), r"\(\.ppt\)"),
        (_ole2("VisioDocument"), "Visio"),
        (_ole2("Something"), "old office"),
        (bytes(range(256)) * 20, "data for a program"),
    ],
)
def test_other_kinds_are_named(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(DocumentUnsupported, match=words) as caught:
        open_document(_file(tmp_path, "file.txt", content))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("names", "mimetype", "words"),
    [
        (("META-INF/MANIFEST.MF",), "", "Java"),
        (("xl/workbook.bin",), "", r"\(\.xlsb\)"),
        (("Index/Document.iwa",), "", "Pages"),
        (("letter.txt",), "", r"an archive \(ZIP\)"),
        ((), "", r"an archive \(ZIP\)"),
    ],
)
def test_zip_files_are_named(tmp_path: Path, names: tuple[str, ...], mimetype: str, words: str) -> None:
    with pytest.raises(DocumentUnsupported, match=words):
        open_document(_zip(tmp_path / "file.docx", *names, mimetype=mimetype))


def test_an_encrypted_office_file_is_encrypted(tmp_path: Path) -> None:
    with pytest.raises(DocumentProtected):
        open_document(_file(tmp_path, "a.docx", _ole2("EncryptionInfo", "EncryptedPackage")))


@pytest.mark.parametrize(("name", "error"), [("a.docx", DocumentDamaged), ("a.zip", DocumentUnsupported)])
def test_a_broken_zip_is_what_its_suffix_says(
    tmp_path: Path, name: str, error: type[DocumentDamaged | DocumentUnsupported]
) -> None:
    with pytest.raises(error, match="damaged"):
        open_document(_file(tmp_path, name, b"PK\x03\x04 and no more"))


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xff\xfe", b"\0" * 1_000])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.pdf"])
def test_empty_files(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(DocumentEmpty):
        open_document(_file(tmp_path, name, content))


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(DocumentTooLarge, match="2048 MB"):
        open_document(path)
    small = _file(tmp_path, "a.txt", b"four words of text")
    with pytest.raises(DocumentTooLarge):
        open_document(small, max_bytes=10)


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="no longer there"):
        open_document(tmp_path / "gone.txt")


def test_a_folder_is_not_a_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnsupported):
        open_document(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DocumentUnsupported):
        open_document(tmp_path / "pipe.txt")


@pytest.fixture
def forbidden(tmp_path: Path) -> Iterator[Path]:
    """A file this process may not read; root may read any, so it is nobody for a while."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system keeps no such permissions")
    path = _file(tmp_path, "a.txt", b"words")
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield path
    os.seteuid(user)


def test_a_forbidden_file_is_unreadable(forbidden: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="may not be read"):
        open_document(forbidden)


@pytest.mark.parametrize(
    "name", ['it\'s "quoted".txt', "line\nbreak.md", "\u202eright.txt", "a" * 240 + ".txt", "日本.txt"]
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    assert open_document(_file(tmp_path, name, b"words")).format


def test_a_text_file_loads_no_heavy_library(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.txt", b"words")
    script = (
        "import sys, pathlib; from desktop_rag.parsing.registry import open_document;"
        "list(open_document(pathlib.Path(sys.argv[1])).pages);"
        "print({'lxml', 'mammoth', 'markdown_it', 'pypdfium2', 'pypdf', 'chardet'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
