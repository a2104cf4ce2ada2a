"""What an electronic book says of itself: title, authors, order of reading. Parser child, main thread.

After EPUB 3.3, sections "Package document" and "Open container format"; EPUB 2 differs only in where the
table of contents is. Names are compared without their namespaces, which old books get wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from desktop_rag.domain.errors import DocumentDamaged, DocumentProtected
from desktop_rag.parsing.books.archive import BookArchive

MAX_SPINE = 20_000
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PACKAGE_TYPE = "application/oebps-package+xml"
_TEXT_TYPES = frozenset(
    {
        "application/xhtml+xml",
        "text/html",
        "text/x-oeb1-document",
        "application/x-dtbook+xml",
        "image/svg+xml",
    }
)
_TEXT_SUFFIXES = (".xhtml", ".html", ".htm", ".xml")
# Both change the first kilobyte of a font, so that it is not simply copied; text stays as it is.
_FONT_OBFUSCATION = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_MOST_FALLBACKS = 10
_MOST_AUTHORS = 3


@dataclass(frozen=True, slots=True)
class Package:
    """`spine` and the tables of contents (`nav` of EPUB 3, `ncx` of EPUB 2) are names of members."""

    title: str
    spine: tuple[str, ...]
    nav: str | None
    ncx: str | None


@dataclass(frozen=True, slots=True)
class _Item:
    name: str | None
    media_type: str
    properties: frozenset[str]
    fallback: str

    @property
    def is_text(self) -> bool:
        if self.name is None:
            return False
        return self.media_type in _TEXT_TYPES or (
            not self.media_type and self.name.lower().endswith(_TEXT_SUFFIXES)
        )


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """All elements called `name`, whatever their namespace, in document order."""
    return (element for element in root.iter() if local(element) == name)


def text_of(element: etree._Element) -> str:
    """All text inside, white space collapsed."""
    return " ".join("".join(map(str, element.itertext())).split())


def read_package(archive: BookArchive) -> Package:
    """Raises `DocumentDamaged`, and `DocumentProtected` where chapters are copy-protected."""
    name = _package_name(archive)
    root = archive.tree(name) if name else None
    if name is None or root is None:
        raise DocumentDamaged("This book is damaged: it does not say what its chapters are.")
    items = _items(archive, name, root)
    spine = _spine(root, items)
    if not spine:
        raise DocumentDamaged("This book is damaged: none of its chapters are in it.")
    _refuse_protected(archive, spine)
    nav = next((item.name for item in items.values() if "nav" in item.properties), None)
    return Package(_title(root), spine, nav, _ncx(root, items))


def _package_name(archive: BookArchive) -> str | None:
    """The first package that the container names, else the first there is."""
    container = archive.tree(_CONTAINER)
    if container is not None:
        for rootfile in named(container, "rootfile"):
            found = archive.name_of(rootfile.get("full-path", ""))
            if found and rootfile.get("media-type", _PACKAGE_TYPE) == _PACKAGE_TYPE:
                return found
    return next((name for name in archive.names() if name.lower().endswith(".opf")), None)


def _items(archive: BookArchive, package: str, root: etree._Element) -> dict[str, _Item]:
    return {
        item.get("id", ""): _Item(
            archive.name_of(item.get("href", ""), package),
            item.get("media-type", "").strip().lower(),
            frozenset(item.get("properties", "").split()),
            item.get("fallback", ""),
        )
        for item in named(root, "item")
        if item.get("href")
    }


def _spine(root: etree._Element, items: dict[str, _Item]) -> tuple[str, ...]:
    """Chapters in order of reading, each once; what stands beside that order (notes, answers) follows."""
    main: dict[str, None] = {}
    aside: dict[str, None] = {}
    for reference in named(root, "itemref"):
        name = _readable(reference.get("idref", ""), items)
        if name is not None:
            (aside if reference.get("linear") == "no" else main)[name] = None
    return tuple({**main, **aside})[:MAX_SPINE]


def _readable(identifier: str, items: dict[str, _Item]) -> str | None:
    """The member that can be read for an item: itself, or what the book gives as a substitute."""
    for _ in range(_MOST_FALLBACKS):
        item = items.get(identifier)
        if item is None:
            return None
        if item.is_text:
            return item.name
        identifier = item.fallback
    return None


def _title(root: etree._Element) -> str:
    """ "Moby-Dick – Herman Melville"."""
    title = next((text for element in named(root, "title") if (text := text_of(element))), "")
    authors = [text for element in named(root, "creator") if (text := text_of(element))]
    by = ", ".join(dict.fromkeys(authors[:_MOST_AUTHORS]))
    return f"{title} – {by}" if title and by else title


def _ncx(root: etree._Element, items: dict[str, _Item]) -> str | None:
    spine = next(named(root, "spine"), None)
    item = items.get(spine.get("toc", "")) if spine is not None else None
    if item is None:
        item = next((item for item in items.values() if item.media_type == "application/x-dtbncx+xml"), None)
    return item.name if item else None


def _refuse_protected(archive: BookArchive, spine: tuple[str, ...]) -> None:
    root = archive.tree(_ENCRYPTION)
    if root is None:
        return
    chapters = set(spine)
    for data in named(root, "EncryptedData"):
        methods = {method.get("Algorithm", "") for method in named(data, "EncryptionMethod")}
        hidden = {archive.name_of(item.get("URI", "")) for item in named(data, "CipherReference")}
        if not methods <= _FONT_OBFUSCATION and hidden & chapters:
            raise DocumentProtected(
                "This book is copy-protected: only the program it was bought for can open it.",
                hint="Ask the seller for a copy without copy protection (DRM), and add that.",
            )
