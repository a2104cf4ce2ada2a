"""Looks into ZIP and OLE2 files, the wrappings of office documents. Parser child, main thread."""

import errno
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentError,
    DocumentProtected,
    DocumentTooLarge,
    DocumentUnsupported,
)
from desktop_rag.parsing.compound import CompoundFile

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
MAX_LISTED_BYTES = 8 << 20
"""Of a ZIP's list of its parts, some 100,000 of them; `zipfile` takes ten times as much memory."""

_END_BYTES = 22 + (1 << 16) + 20 + 56
_MIMETYPES = {
    b"application/epub+zip": DocumentFormat.EPUB,
    b"application/vnd.oasis.opendocument.text": DocumentFormat.ODT,
    b"application/vnd.oasis.opendocument.text-template": DocumentFormat.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": DocumentFormat.ODS,
    b"application/vnd.oasis.opendocument.spreadsheet-template": DocumentFormat.ODS,
    b"application/vnd.oasis.opendocument.presentation": DocumentFormat.ODP,
    b"application/vnd.oasis.opendocument.presentation-template": DocumentFormat.ODP,
}
_OOXML_FOLDERS = {"word": DocumentFormat.DOCX, "ppt": DocumentFormat.PPTX, "xl": DocumentFormat.XLSX}
_BOOK = "META-INF/container.xml"
_BINARY_WORKBOOK = "xl/workbook.bin"
_DAMAGED_NOUNS = {
    "Word file": ".docx .docm .dotx .dotm .doc .dot",
    "spreadsheet": ".xlsx .xlsm .xltx .xltm .xlsb .ods .ots .xls .xlt",
    "presentation": ".pptx .pptm .potx .ppsx .ppsm .odp .otp .ppt .pps",
    "document": ".odt .ott",
    "book": ".epub",
    "message": ".msg",
}
_FOLDERS = {
    "visio/": "a drawing (Visio)",
    "Index/": "an Apple Pages, Numbers or Keynote document",
    "META-INF/MANIFEST.MF": "a Java program",
}
_EXPORT_HINT = "Save it as PDF or Word in its own program and add that."
_SAVE_AS_HINT = "Open it in Word, PowerPoint or LibreOffice, save it as {} and add that."
_UNPACK_HINT = "Unpack it and add the documents inside."
_OLE2_READ = {"Workbook": DocumentFormat.XLS, "Book": DocumentFormat.XLS}
_OLE2_MESSAGE = ("__properties_version1.0", "__substg1.0_")
_OLE2_REFUSED = {
    "WordDocument": ("a Word file of the old kind (.doc)", _SAVE_AS_HINT.format(".docx or PDF")),
    "PowerPoint Document": ("a presentation of the old kind (.ppt)", _SAVE_AS_HINT.format(".pptx or PDF")),
    "PP97_DUALSTORAGE": ("a presentation of the old kind (.ppt)", _SAVE_AS_HINT.format(".pptx or PDF")),
    "VisioDocument": ("a drawing (Visio)", "Save it as PDF in its own program and add that."),
    "Quill": ("a Publisher document", "Save it as PDF in its own program and add that."),
    "MatOST": ("a document of Microsoft Works", "Save it as .docx or PDF and add that."),
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


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """`file` as a ZIP whose list of parts is short enough to be read. To be called inside `zip_seam`.

    Raises `DocumentTooLarge`.
    """
    listed = _listed_bytes(file)
    if listed > MAX_LISTED_BYTES:
        raise DocumentTooLarge(
            "This file is packed from more parts than any document.",
            hint="It may be made to do harm. If you trust it, save it again in its own program.",
            detail=f"{listed} bytes of part names",
        )
    return zipfile.ZipFile(file)


def _listed_bytes(file: BinaryIO) -> int:
    """How long the list of parts is, by the records at the file's end that `zipfile` goes by too."""
    size = file.seek(0, 2)
    start = max(0, size - _END_BYTES)
    file.seek(start)
    tail = file.read(_END_BYTES)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        return 0
    (listed,) = struct.unpack_from("<I", tail, end + 12)
    large = end - 20 - 56
    if large >= 0 and tail[end - 20 : end - 16] == b"PK\x06\x07" and tail.startswith(b"PK\x06\x06", large):
        listed = max(listed, *struct.unpack_from("<Q", tail, large + 40))
    return int(listed)


def zip_format(path: Path) -> DocumentFormat:
    """What the ZIP file `path` is. Raises `DocumentError` if it cannot be read, and `OSError`."""
    with zip_seam(lambda detail: _broken(path, detail)), path.open("rb") as file, open_zip(file) as archive:
        names = archive.namelist()
        mimetype = _mimetype(archive) if "mimetype" in names else b""
    if mimetype in _MIMETYPES:
        return _MIMETYPES[mimetype]
    if _BOOK in names:  # packed by hand: the type is missing
        return DocumentFormat.EPUB
    if _BINARY_WORKBOOK in names:
        raise DocumentUnsupported(
            "This is a binary spreadsheet (.xlsb), which cannot be read.",
            hint="Save it as .xlsx in its own program and add that.",
        )
    lowered = {name.lower().split("/", 1)[0] for name in names if "/" in name}
    for folder, kind in _OOXML_FOLDERS.items():
        if folder in lowered:
            return kind
    raise _other_zip(names)


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as file:
        return file.read(100).strip()


def _broken(path: Path, detail: str) -> DocumentError:
    if noun := _noun(path):
        return DocumentDamaged(f"This {noun} is damaged and cannot be opened.", detail=detail)
    return DocumentUnsupported("This is an archive (ZIP), and a damaged one.", detail=detail)


def _noun(path: Path) -> str:
    """What a person calls a file with such a name; nothing for one that may be anything."""
    suffix = path.suffix.lower()
    return next((noun for noun, suffixes in _DAMAGED_NOUNS.items() if suffix in suffixes.split()), "")


def _other_zip(names: list[str]) -> DocumentUnsupported:
    for folder, name in _FOLDERS.items():
        if any(entry.startswith(folder) for entry in names):
            return DocumentUnsupported(f"This is {name}, which cannot be read.", hint=_EXPORT_HINT)
    return DocumentUnsupported("This is an archive (ZIP).", hint=_UNPACK_HINT)


def ole2_format(path: Path) -> DocumentFormat:
    """What the OLE2 file `path` is, by the streams at the top of its directory.

    Raises `DocumentError` if it cannot be read, and `OSError`.
    """
    try:
        with path.open("rb") as file:
            names = frozenset(CompoundFile(file).root.streams)
    except DocumentDamaged as error:
        noun = _noun(path) or "file of an old office program"
        raise DocumentDamaged(f"This {noun} is damaged and cannot be opened.", detail=error.detail) from error
    if "EncryptedPackage" in names:
        raise DocumentProtected
    for stream, kind in _OLE2_READ.items():
        if stream in names:
            return kind
    if any(name.startswith(_OLE2_MESSAGE) for name in names) or path.suffix.lower() == ".msg":
        return DocumentFormat.MSG
    for stream, (noun, hint) in _OLE2_REFUSED.items():
        if stream in names:
            raise DocumentUnsupported(f"This is {noun}, which cannot be read.", hint=hint)
    raise DocumentUnsupported("This is a file of an old office or system program.", hint=_EXPORT_HINT)
