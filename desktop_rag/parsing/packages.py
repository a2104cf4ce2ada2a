"""Office documents as what they are: ZIPs of XML parts, opened within bounds. Parser child, main thread.

Nothing but the parts that a reader asks for is unpacked, and what comes out is counted. What the parts
link to outside the file is never followed.
"""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from desktop_rag.domain.errors import DocumentProtected, DocumentTooLarge
from desktop_rag.parsing.containers import open_zip, zip_seam
from desktop_rag.parsing.xml_stream import check, damaged

MAX_PART_BYTES = 16 << 20
"""Of one part that is read whole; the tree of nothing but tags takes some forty times as much memory."""

MAX_EXPANDED_BYTES = 1 << 30
"""Of all parts that are read, each time that they are."""

MAX_RATIO = 200
"""Expanded to packed, asked beyond `RATIO_FREE_BYTES`; deflate itself ends at 1,032."""

RATIO_FREE_BYTES = 8 << 20
_ENCRYPTED_FLAG = 1
_CHUNK_BYTES = 64 * 1024
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_R_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"


class Package:
    """The parts of an open document by name. `noun` is what the person calls it, for the reasons."""

    def __init__(self, archive: zipfile.ZipFile, noun: str) -> None:
        self.noun = noun
        self._archive = archive
        self._left_bytes = MAX_EXPANDED_BYTES
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in archive.infolist():
            self._parts.setdefault(part.filename.lower(), part)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def size_bytes(self, name: str) -> int:
        """As declared: `zipfile` never yields more. 0 for a part that is not there."""
        part = self._parts.get(name.lower())
        return part.file_size if part else 0

    def read(self, name: str, most_bytes: int = MAX_PART_BYTES) -> bytes:
        """A part, its XML checked. Raises `DocumentError`, as for one that is not there."""
        if self.size_bytes(name) > most_bytes:
            raise self._too_large(f"holds a part of more than {most_bytes >> 20} MB", name)
        content = b"".join(self.chunks(name))
        check(content, self.noun)
        return content

    def tree(self, name: str, most_bytes: int = MAX_PART_BYTES) -> etree._Element:
        """As `read`; not there or not XML is damage."""
        return self._parsed(self.read(name, most_bytes))

    def optional(self, name: str) -> etree._Element:
        """As `tree`, and an empty element for a part that is not there."""
        return self.tree(name) if name in self else etree.Element("none")

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part as it unpacks, its XML not checked. Raises `DocumentError`."""
        part = self._parts.get(name.lower())
        if part is None:
            raise damaged(self.noun, f"{name} is missing")
        self._admit(part)
        with zip_seam(lambda detail: damaged(self.noun, detail)), self._archive.open(part) as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk

    def relations(self, name: str) -> Mapping[str, str]:
        """Which part of the package each relation of the part `name` leads to; outside ones are left out."""
        folder, _, file = name.rpartition("/")
        root = self.optional(f"{folder}/_rels/{file}.rels".lstrip("/"))
        return {
            relation.get("Id", ""): _resolved(folder, relation.get("Target", ""))
            for relation in root
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External"
        }

    def relation(self, name: str, kind: str) -> str:
        """The part that the part `name` has as its `kind` ("slideLayout"), or nothing."""
        folder, _, file = name.rpartition("/")
        for relation in self.optional(f"{folder}/_rels/{file}.rels".lstrip("/")):
            if isinstance(relation.tag, str) and relation.get("Type", "").endswith(f"/{kind}"):
                target = _resolved(folder, relation.get("Target", ""))
                return target if target in self else ""
        return ""

    def core_title(self) -> str:
        root = self.optional("docProps/core.xml")
        return root.findtext("{http://purl.org/dc/elements/1.1/}title") or ""

    def _parsed(self, part: bytes) -> etree._Element:
        """Expat has read `part` already, without a document type; lxml could differ only on its encoding."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            return etree.fromstring(part, parser)
        except etree.XMLSyntaxError as error:
            raise damaged(self.noun, str(error)) from error

    def _admit(self, part: zipfile.ZipInfo) -> None:
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise DocumentProtected
        self._left_bytes -= part.file_size
        if self._left_bytes < 0:
            raise self._too_large(f"expands to more than {MAX_EXPANDED_BYTES >> 20} MB", part.filename)
        if part.file_size > RATIO_FREE_BYTES and part.file_size > part.compress_size * MAX_RATIO:
            raise DocumentTooLarge(
                f"This {self.noun} expands to more than {MAX_RATIO} times its size.",
                hint="It may be made to do harm. If you trust it, save it again in its own program.",
            )

    def _too_large(self, reason: str, part: str) -> DocumentTooLarge:
        return DocumentTooLarge(f"This {self.noun} {reason}.", detail=part)


@contextmanager
def open_package(path: Path, noun: str) -> Iterator[Package]:
    """Raises `DocumentError` and `OSError`."""
    with path.open("rb") as file:
        with zip_seam(lambda detail: damaged(noun, detail)):
            archive = open_zip(file)
        with archive:
            yield Package(archive, noun)


def relation_id(element: etree._Element, name: str = "id") -> str:
    return element.get(_R + name) or element.get(_R_STRICT + name) or ""


def local(element: etree._Element) -> str:
    """An element's name without its namespace; nothing for a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along `path`, by names without namespaces: they differ with the file's age."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))
