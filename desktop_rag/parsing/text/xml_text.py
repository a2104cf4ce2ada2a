"""Reads XML: records as rows, prose as paragraphs, books in FictionBook as books. Parser child, main thread.

Expat gives exact lines at any depth and builds no tree. Entities that a document declares are never put in,
so that none can grow or name a file; document type definitions elsewhere are not asked for. What is not well
formed is read as the text it is.
"""

import html.entities
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.books.fiction_book import FictionBook
from desktop_rag.parsing.characters import cut_near
from desktop_rag.parsing.charsets import text_codec
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, open_text
from desktop_rag.parsing.text.records import (
    LONGEST_ROW,
    PATH,
    Broken,
    Sections,
    Value,
    name_of,
    open_records,
    rows,
)

_READ_CHARS = 64 * 1024
_DEEPEST = 5_000
_DEEPEST_SECTION = 3
_LONGEST_TEXT = 64 * 1024
_LONGEST_TAG = 8 << 20
_LONGEST_ENTITY = 200
_DECLARED = re.compile(r"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_REFERENCE = re.compile(r"&([\w.:-]+);")
_UNTOLD = frozenset("xmlns class style base space type schemaLocation noNamespaceSchemaLocation".split())
_NOT_TEXT = frozenset({"script", "style", "binary"})
_PLAIN = frozenset("p para text tspan td li item entry line simpara string".split())
"""Tags that say no more of their text than that it is one."""


class _Target(Protocol):
    """Takes what is in a document, with lines; `take` gives the blocks complete so far."""

    def start(self, tag: str, attributes: Mapping[str, str], line: int) -> None: ...
    def data(self, text: str) -> None: ...
    def end(self, tag: str, line: int) -> None: ...
    def take(self) -> list[TextBlock]: ...


def open_xml(path: Path, encoding: TextEncoding) -> OpenedDocument:
    """`encoding` gives way to the one the file declares, if that can be. Raises `DocumentError`."""
    with open_text(path, encoding) as file:
        head = file.read(_READ_CHARS)
    told = _declared(head, encoding)
    root = _root(head)
    if root != "FictionBook":
        return open_records(DocumentFormat.XML, _blocks(path, told, _Records(root == "svg")), path, told)
    book = FictionBook()
    return open_records(DocumentFormat.XML, _blocks(path, told, book), path, told, lambda: book.title)


def _declared(head: str, found: TextEncoding) -> TextEncoding:
    """Told by the declaration alone: the bytes of one Latin alphabet pass for those of another."""
    match = _DECLARED.match(head)
    if match is None or found.codec.startswith("utf"):
        return found
    codec = text_codec(match[1])
    return found if codec is None or codec.startswith("utf") else TextEncoding(codec, "replace")


def _root(head: str) -> str:
    """The first tag, or nothing if a document type comes first and is long."""
    match = _ROOT.search(head)
    return match[2] if match else ""


def _blocks(path: Path, encoding: TextEncoding, target: _Target) -> Iterator[TextBlock]:
    """Raises `Broken` where the file stops being well formed."""
    parser = _parser(target)
    fed = 0
    with open_text(path, encoding) as file:
        try:
            while chunk := file.read(_READ_CHARS):
                data = chunk.removeprefix("\ufeff").encode("utf-8", "replace")
                fed += len(data)
                parser.Parse(data)
                # Before 2.6 Expat looks at an unfinished tag or comment all over again with every chunk.
                if fed - max(0, parser.CurrentByteIndex) > _LONGEST_TAG:
                    raise Broken(max(1, parser.CurrentLineNumber))
                yield from target.take()
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Broken(error.lineno) from error
    yield from target.take()


def _parser(target: _Target) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.specified_attributes = True  # a default would be put in again and again
    depth = 0
    entities: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Broken(parser.CurrentLineNumber)
        target.start(_local(tag), attributes, parser.CurrentLineNumber)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        target.end(_local(tag), parser.CurrentLineNumber)

    def other(text: str) -> None:
        """An entity among other things: with this handler set, Expat puts none in by itself."""
        if depth and (match := _REFERENCE.fullmatch(text)):
            target.data(entities.get(match[1], html.entities.html5.get(f"{match[1]};", "")))

    def declared(name: str, is_parameter: bool, value: str | None, *_where: str | None) -> None:
        """Short ones are worth knowing. Others would grow in attributes, where Expat does put them in."""
        if value is None or is_parameter:
            return
        if len(value) > _LONGEST_ENTITY or "&" in value or "<" in value:
            raise Broken(1)
        entities[name] = value

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = target.data
    parser.DefaultHandler = other
    parser.EntityDeclHandler = declared
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2]


@dataclass(slots=True)
class _Element:
    """One that is open. `waiting` is how many values waited when it began."""

    tag: str
    line: int
    waiting: int
    parts: list[str] = field(default_factory=list)
    size: int = 0
    has_children: bool = False
    is_prose: bool = False


class _Records:
    """Elements that hold elements are records; those with text between their elements are prose."""

    def __init__(self, is_drawing: bool) -> None:
        self._is_drawing = is_drawing
        self._open: list[_Element] = []
        self._prose: _Element | None = None
        self._unseen = self._inside_prose = self._size = 0
        self._waiting: list[Value] = []
        self._blocks: list[TextBlock] = []
        self._sections = Sections()

    def take(self) -> list[TextBlock]:
        blocks, self._blocks = self._blocks, []
        return blocks

    def start(self, tag: str, attributes: Mapping[str, str], line: int) -> None:
        if self._unseen or tag in _NOT_TEXT:
            self._unseen += 1
        elif self._prose:
            self._inside_prose += 1
        else:
            self._enter(tag, attributes, line)

    def _enter(self, tag: str, attributes: Mapping[str, str], line: int) -> None:
        parent = self._open[-1] if self._open else None
        if parent and not parent.has_children:
            parent.has_children = True
            if _has_text(parent):
                parent.is_prose, self._prose, self._inside_prose = True, parent, 1
                return
            self._flush(parent.waiting, self._path()[:-1])
            parent.waiting = 0
        self._open.append(_Element(tag, line, len(self._waiting)))
        for name, value in () if self._is_drawing else attributes.items():
            if _local(name) not in _UNTOLD and not name.startswith("xmlns") and value.strip():
                self._wait(Value(name_of(f"{tag}{PATH}{_local(name)}"), value, line, line))

    def data(self, text: str) -> None:
        if self._unseen or not self._open:
            return
        element = self._prose or self._open[-1]
        if element.has_children and not element.is_prose:
            if text.isspace():
                return
            self._turn_to_prose(element)
        element.parts.append(text)
        element.size += len(text)
        if element.size > _LONGEST_TEXT and element.is_prose | (not element.has_children):
            self._cut(element)

    def _turn_to_prose(self, element: _Element) -> None:
        """Its first words come after an element within it, whose text may have been taken for a value."""
        taken = self._waiting[element.waiting :]
        del self._waiting[element.waiting :]
        element.parts = [value.text for value in taken]
        element.is_prose, self._prose, self._inside_prose = True, element, 0

    def end(self, _tag: str, line: int) -> None:
        if self._unseen:
            self._unseen -= 1
            return
        if self._prose and self._inside_prose:
            self._inside_prose -= 1
            return
        element = self._open.pop()
        path = [*self._path(), element.tag] if self._open else []
        if not element.has_children or element.is_prose:
            self._leave(element, line)
        else:
            self._flush(len(self._waiting), path)
        self._prose = None

    def _leave(self, element: _Element, line: int) -> None:
        """One without elements in it is a value, or a record if all it has to say is in its attributes."""
        if text := _text(element):
            label = "" if element.tag in _PLAIN else name_of(element.tag)
            self._wait(Value(label, text, element.line, line))
        elif len(self._waiting) > element.waiting:
            self._flush(element.waiting, self._path())
            self._flush(len(self._waiting), self._path())

    def _wait(self, value: Value) -> None:
        self._waiting.append(value)
        self._size += len(value.text)
        if self._size > LONGEST_ROW * 4:
            self._flush(len(self._waiting), self._path())

    def _cut(self, element: _Element) -> None:
        """Text without end goes out in parts."""
        text = "".join(element.parts)
        cut = cut_near(text, 0, _LONGEST_TEXT - 1)
        element.parts, element.size = [text[cut:]], len(text) - cut
        self._waiting.append(Value("", text[:cut], element.line))
        self._flush(len(self._waiting), self._path())

    def _path(self) -> list[str]:
        return [name_of(element.tag) for element in self._open[1 : _DEEPEST_SECTION + 1]]

    def _flush(self, count: int, path: list[str]) -> None:
        values = self._waiting[:count]
        del self._waiting[:count]
        if values:
            self._blocks += self._sections.headings(path[:_DEEPEST_SECTION], values[0])
            self._blocks += rows(values)
        self._size = sum(len(value.text) for value in self._waiting)


def _has_text(element: _Element) -> bool:
    return any(not part.isspace() for part in element.parts)


def _text(element: _Element) -> str:
    """Line breaks in XML mean nothing; blank lines are taken for the ends of paragraphs."""
    paragraphs = _BLANK_LINES.split("".join(element.parts).strip())
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
