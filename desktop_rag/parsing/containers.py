"""Looks into ZIP and OLE2 files, the wrappings of office documents. Parser child, main thread."""

import errno
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_rag.domain.errors import DocumentDamaged, DocumentEncrypted, DocumentError, DocumentUnsupported

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
OLE2_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What `zipfile` lets through when the file it reads is broken.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    RuntimeError,  # a password, a kind of compression Python does not know
    ValueError,
    OverflowError,
)
_SCANNED_BYTES = 64 << 20
_MIMETYPES = {
    b"application/epub+zip": "an e-book (EPUB)",
    b"application/vnd.oasis.opendocument.text": "an OpenDocument text (.odt)",
    b"application/vnd.oasis.opendocument.spreadsheet": "a spreadsheet (.ods)",
    b"application/vnd.oasis.opendocument.presentation": "a presentation (.odp)",
}
_FOLDERS = {
    "xl/": "a spreadsheet (Excel)",
    "ppt/": "a presentation (PowerPoint)",
    "visio/": "a drawing (Visio)",
    "Index/": "an Apple Pages, Numbers or Keynote document",
    "META-INF/MANIFEST.MF": "a Java program",
}
_EXPORT_HINT = "Save it as PDF or Word in its own program and add that."
_UNPACK_HINT = "Unpack it and add the documents inside."
_OLE2_STREAMS = {
    "WordDocument": "a Word file of the old kind (.doc)",
    "Workbook": "a spreadsheet of the old kind (.xls)",
    "Book": "a spreadsheet of the old kind (.xls)",
    "PowerPoint Document": "a presentation of the old kind (.ppt)",
    "__substg1.0_": "an Outlook message (.msg)",
}


@contextmanager
def zip_seam(damage: Callable[[str], DocumentError]) -> Iterator[None]:
    """Turns what `zipfile` makes of a broken file into what `damage` makes of the detail."""
    try:
        yield
    except _ZIP_ERRORS as error:
        raise damage(f"{type(error).__name__}: {error}") from error
    except OSError as error:
        # EINVAL is a seek to before the file's start: the archive's own offsets are wrong.
        if error.errno != errno.EINVAL:
            raise
        raise damage(str(error)) from error


def require_docx(path: Path) -> None:
    """Return if the ZIP file `path` is a Word document, else raise what it is. Raises `OSError` too."""
    with zip_seam(lambda detail: _broken(path, detail)), zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if any(name.lower().startswith("word/") for name in names):
            return
        mimetype = _mimetype(archive) if "mimetype" in names else b""
    raise _other_zip(names, mimetype)


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as file:
        return file.read(100).strip()


def _broken(path: Path, detail: str) -> DocumentError:
    if path.suffix.lower() in {".docx", ".docm", ".dotx"}:
        return DocumentDamaged("This Word file is damaged and cannot be opened.", detail=detail)
    return DocumentUnsupported("This is an archive (ZIP), and a damaged one.", detail=detail)


def _other_zip(names: list[str], mimetype: bytes) -> DocumentUnsupported:
    kind = _MIMETYPES.get(mimetype)
    for folder, name in _FOLDERS.items():
        if kind is None and any(entry.startswith(folder) for entry in names):
            kind = name
    if kind is None:
        return DocumentUnsupported("This is an archive (ZIP).", hint=_UNPACK_HINT)
    return DocumentUnsupported(f"This is {kind}, which cannot be read yet.", hint=_EXPORT_HINT)


def ole2_refusal(path: Path) -> DocumentError:
    """What the OLE2 file `path` is, by its streams: the directory names them in UTF-16."""
    with path.open("rb") as file:
        content = file.read(_SCANNED_BYTES)
    if _stream("EncryptedPackage") in content:
        return DocumentEncrypted()
    for stream, kind in _OLE2_STREAMS.items():
        if _stream(stream) in content:
            message = f"This is {kind}, which cannot be read yet."
            return DocumentUnsupported(message, hint=_EXPORT_HINT)
    return DocumentUnsupported("This is a file of an old office or system program.")


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")
