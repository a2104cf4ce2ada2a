"""Makes a Word file safe for a library: bounded, flat, without declarations. Parser child, main thread.

An OOXML file is a ZIP of XML parts. Only the parts that hold text are unpacked, counted as they
come out, and checked with expat: no document type (so no entities at all), no endless nesting.
"""

import io
import re
import zipfile
from typing import BinaryIO

from desktop_rag.domain.errors import DocumentProtected, DocumentTooLarge
from desktop_rag.parsing.containers import open_zip, zip_seam
from desktop_rag.parsing.packages import MAX_RATIO, RATIO_FREE_BYTES
from desktop_rag.parsing.xml_stream import check, damaged

MAX_EXPANDED_BYTES = 32 << 20
"""Of XML in all. A page of text takes some 15 kB of it; the library takes 2 s and 32 MB of memory per MB."""

_ENCRYPTED_FLAG = 1
_UNREAD = re.compile(r"/(?:media|theme|embeddings|fonts|glossary)/|WithEffects")

NOUN = "Word file"
Package = dict[str, bytes]


def read_package(content: BinaryIO) -> Package:
    """The XML parts of the ZIP in `content`, by name, checked. Raises `DocumentError`."""
    with zip_seam(lambda detail: damaged(NOUN, detail)), open_zip(content) as archive:
        return _read_parts(archive)


def repack(package: Package) -> io.BytesIO:
    """`package` as an uncompressed ZIP in memory: what was checked is what will be read."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, part in package.items():
            archive.writestr(name, part)
    content.seek(0)
    return content


def _read_parts(archive: zipfile.ZipFile) -> Package:
    wanted = [archive.getinfo(name) for name in dict.fromkeys(archive.namelist()) if _is_wanted(name)]
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in wanted):
        raise DocumentProtected
    _check_expansion(wanted)
    return {part.filename: _checked(archive.read(part)) for part in wanted}


def _is_wanted(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels")) and not _UNREAD.search(name)


def _check_expansion(parts: list[zipfile.ZipInfo]) -> None:
    """On the declared sizes; zipfile never yields more than those."""
    expanded = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if expanded > MAX_EXPANDED_BYTES:
        raise DocumentTooLarge(f"This Word file expands to more than {MAX_EXPANDED_BYTES >> 20} MB of text.")
    if expanded > RATIO_FREE_BYTES and expanded > packed * MAX_RATIO:
        raise DocumentTooLarge(
            f"This Word file expands to more than {MAX_RATIO} times its size.",
            hint="It may be made to do harm. If you trust it, save it again in its own program.",
        )


def _checked(part: bytes) -> bytes:
    check(part, NOUN)
    return part
