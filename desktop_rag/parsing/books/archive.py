"""The parts of an electronic book: unpacked one by one, counted as they come out. Parser child, main thread.

Nothing but members of the book's own ZIP file is ever read: a reference that leads elsewhere leads nowhere.
"""

import codecs
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree

from desktop_rag.domain.errors import DocumentDamaged, DocumentError, DocumentProtected, DocumentTooLarge
from desktop_rag.parsing.charsets import text_codec
from desktop_rag.parsing.containers import zip_seam

MAX_EXPANDED_BYTES = 128 << 20
"""Of text in all; the longest novels take 10."""

MAX_SILENT_BYTES = 48 << 20
"""Of text that yields no page: some 20 s on a computer with much else to do."""

MAX_RATIO = 200
"""Expanded to packed, asked beyond `RATIO_FREE_BYTES`."""

RATIO_FREE_BYTES = 8 << 20
MAX_XML_BYTES = 4 << 20
"""Of a part that is held as a tree: the package, the table of contents."""

_CHUNK_BYTES = 64 * 1024
_ENCRYPTED_FLAG = 1
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_IN_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)


class BookArchive:
    """The ZIP file of a book, with a budget for all that is unpacked from it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {info.filename: info for info in archive.infolist()}
        # Programs that made a book on a system that does not care write "Text" here and "text" there.
        self._lowered: Mapping[str, str] = {name.lower(): name for name in self._members}
        self._expanded = self._packed = self._silent = 0

    def note_page(self) -> None:
        """What was unpacked so far came to something."""
        self._silent = 0

    def name_of(self, href: str, base: str = "") -> str | None:
        """The member that `href`, written in the member `base`, leads to; None if it leads nowhere."""
        try:
            link = urlsplit(href.strip())
        except ValueError:
            return None
        if link.scheme or link.netloc:
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(link.path))).lstrip("/")
        return path if path in self._members else self._lowered.get(path.lower())

    def names(self) -> list[str]:
        return list(self._members)

    def tree(self, name: str) -> etree._Element | None:
        """The XML in member `name`; None where there is none that makes any sense. Raises `DocumentError`."""
        info = self._members.get(name)
        if info is None:
            return None
        if info.file_size > MAX_XML_BYTES:
            raise DocumentTooLarge("The table of contents of this book is larger than any real one.")
        part = b"".join(self.chunks(name))
        if b"<!ENTITY" in part.replace(b"\0", b""):
            raise DocumentDamaged("This book holds declarations that no book has.")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        try:
            return etree.fromstring(part, parser)
        except (etree.XMLSyntaxError, ValueError):
            return None

    def texts(self, name: str) -> Iterator[str]:
        """The decoded text of member `name`, in pieces. Raises `DocumentError`."""
        chunks = self.chunks(name)
        first = next(chunks, b"")
        decoder = codecs.getincrementaldecoder(_codec(first))("replace")
        yield decoder.decode(first)
        for chunk in chunks:
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of member `name`. Raises `DocumentError`."""
        info = self._members[name]
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise DocumentProtected(hint="Save a copy without a password and add that.")
        self._packed += info.compress_size
        with zip_seam(damaged), self._archive.open(info) as file:
            while chunk := file.read(_CHUNK_BYTES):
                self._count(len(chunk))
                yield chunk

    def _count(self, size: int) -> None:
        self._expanded += size
        self._silent += size
        if self._silent > MAX_SILENT_BYTES:
            raise DocumentTooLarge(f"This book has more than {MAX_SILENT_BYTES >> 20} MB without a word.")
        if self._expanded > MAX_EXPANDED_BYTES:
            raise DocumentTooLarge(f"This book expands to more than {MAX_EXPANDED_BYTES >> 20} MB of text.")
        if self._expanded > RATIO_FREE_BYTES and self._expanded > self._packed * MAX_RATIO:
            raise DocumentTooLarge(
                f"This book expands to more than {MAX_RATIO} times its size.",
                hint="It may be made to do harm. If you trust it, save it again in its own program.",
            )


def damaged(detail: str) -> DocumentError:
    return DocumentDamaged("This book is damaged and cannot be opened.", detail=detail)


def _codec(head: bytes) -> str:
    """What a part says its encoding is, if Python knows that; else UTF-8."""
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return codec
    declared = _DECLARED.match(head) or _IN_META.search(head[:2048])
    return (text_codec(declared[1].decode("ascii", "replace")) if declared else None) or "utf-8"
