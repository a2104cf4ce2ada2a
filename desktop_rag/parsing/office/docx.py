"""Reads Word files (.docx). Parser child, main thread.

mammoth turns the document into HTML, which the walker of `markup` reads like any other. It gets
a checked copy of the text parts alone: no pictures, no linked files, no style map out of the file.
"""

import re
from pathlib import Path
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.markup import MarkupWalker, walk
from desktop_rag.parsing.office.ooxml import NOUN, Package, read_package, repack
from desktop_rag.parsing.xml_stream import damaged

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
"""
_NOTE_RETURN = re.compile(r'<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
_STYLE_ID = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_MOST_ANCESTORS = 20

# What mammoth 1.x lets through when a part is well-formed XML but not what Word would write.
_ODD_STRUCTURE = (LookupError, AttributeError, TypeError, ValueError, RecursionError, OSError, ExpatError)


def open_docx(path: Path) -> OpenedDocument:
    """Footnotes follow the text as "[1] …". Raises `DocumentError` and `OSError`."""
    with path.open("rb") as file:
        package = read_package(file)
    html = _NOTE_RETURN.sub("", _to_html(package))
    title = _core_title(package)
    return assemble(DocumentFormat.DOCX, walk((html,), MarkupWalker()), lambda: title, heading_as_title=6)


def _to_html(package: Package) -> str:
    try:
        result = mammoth.convert_to_html(
            repack(package),
            style_map=_STYLES + _outline_styles(package),
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=lambda _image: [],
        )
    except _ODD_STRUCTURE as error:
        raise damaged(NOUN, f"{type(error).__name__}: {error}") from error
    return str(result.value)


def _core_title(package: Package) -> str:
    root = _parsed(package.get("docProps/core.xml", b"<none/>"))
    return root.findtext("{http://purl.org/dc/elements/1.1/}title") or ""


def _outline_styles(package: Package) -> str:
    """Style map lines for a house's own heading styles, which mammoth knows only by Word's names."""
    styles = {
        identifier: style
        for style in _parsed(package.get("word/styles.xml", b"<none/>")).iter(_W + "style")
        if (identifier := style.get(_W + "styleId")) and style.get(_W + "type") == "paragraph"
    }
    lines = []
    for identifier in styles:
        level = _outline_level(identifier, styles)
        if level is not None and level < 9 and _STYLE_ID.fullmatch(identifier):
            lines.append(f"p.{identifier} => h{min(level, 5) + 1}:fresh")
    return "\n".join(lines)


def _outline_level(identifier: str | None, styles: dict[str, etree._Element]) -> int | None:
    """0 for the first level, 9 for body text; None if neither the style nor those it builds on say."""
    for _ in range(_MOST_ANCESTORS):
        style = styles.get(identifier or "")
        if style is None:
            return None
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        if level is not None:
            value = level.get(_W + "val", "")
            return int(value) if value in set("0123456789") else None
        based_on = style.find(_W + "basedOn")
        identifier = None if based_on is None else based_on.get(_W + "val")
    return None


def _parsed(part: bytes) -> etree._Element:
    """Expat has read `part` already, without a document type; lxml could differ only on its encoding."""
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise damaged(NOUN, str(error)) from error
