"""Reads the XML inside office documents with expat, as a stream. Parser child, main thread.

No document type is let through, so there are no entities at all, and neither endless nesting nor one
endless tag: memory stays flat however much XML comes.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

from desktop_rag.domain.errors import DocumentDamaged, DocumentTooLarge

DEEPEST_XML = 100
"""Levels. Tables nested ten deep take 36; mammoth recurses and fails at some 130."""

LONGEST_TAG_BYTES = 4 << 20
"""Of one tag with its attributes, or one comment: expat holds it whole and goes over it with each chunk."""

MAX_SILENT_BYTES = 64 << 20
"""Of XML that yields nothing: some 5 s of reading on a free machine, 25 s on one with ten tasks to a core."""

_OPEN_DOCUMENT = re.compile(r"urn:oasis:names:tc:opendocument:xmlns:([a-z]+)[\w-]*:[\d.]+ ")
_MOST_NAMES = 5_000


class XmlTarget(Protocol):
    """Names are without their namespace, but for OpenDocument's: "table:table-row"."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def data(self, text: str) -> None: ...


class Quiet:
    """A target that takes nothing: for a look at whether XML is well-formed and allowed."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Nothing to do."""

    def end(self, name: str) -> None:
        """Nothing to do."""

    def data(self, text: str) -> None:
        """Nothing to do."""


def feed(chunks: Iterable[bytes], target: XmlTarget, noun: str) -> Iterator[None]:
    """Feeds `target`; yields after each chunk, for what it has gathered. Raises `DocumentError`.

    `noun` is what the person calls the document ("spreadsheet"), for the reasons.
    """
    parser = _parser(target, noun)
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > LONGEST_TAG_BYTES:
                raise _too_large(noun, "a tag without end")
            yield
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an unknown encoding
        raise damaged(noun, f"{type(error).__name__}: {error}") from error
    yield


def check(part: bytes, noun: str) -> None:
    """Raises `DocumentError` for what `feed` would not take."""
    parser = _parser(None, noun)
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged(noun, f"{type(error).__name__}: {error}") from error


def damaged(noun: str, detail: str) -> DocumentDamaged:
    return DocumentDamaged(f"This {noun} is damaged and cannot be opened.", detail=detail)


class Silence:
    """Counts what is read in vain, so that no amount of empty tags holds the parser up."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._bytes = 0

    def broken(self) -> None:
        self._bytes = 0

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._bytes += len(chunk)
            if self._bytes > MAX_SILENT_BYTES:
                raise _too_large(self._noun, "no text for too long")
            yield chunk


def _too_large(noun: str, detail: str) -> DocumentTooLarge:
    return DocumentTooLarge(
        f"This {noun} holds far more markup than text.",
        hint="It may be made to do harm. If you trust it, save it again in its own program.",
        detail=detail,
    )


class _Guard:
    """Stands between expat and a target: depth, declarations, names."""

    def __init__(self, target: XmlTarget, noun: str) -> None:
        self._noun = noun
        self._target = target
        self._depth = 0
        self._names: dict[str, str] = {}

    def doctype(self, *_declaration: object) -> None:
        raise DocumentDamaged(f"This {self._noun} holds declarations that no {self._noun} has.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST_XML:
            raise DocumentDamaged(f"This {self._noun} is nested more deeply than any real one.")
        if attributes:
            attributes = {self._names.get(key) or self._short(key): attributes[key] for key in attributes}
        self._target.start(self._names.get(name) or self._short(name), attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._target.end(self._names.get(name) or self._short(name))

    def _short(self, name: str) -> str:
        found = _OPEN_DOCUMENT.match(name)
        if found:
            prefix = "draw" if found[1] == "drawing" else found[1]
            short = f"{prefix}:{name[found.end() :]}"
        else:
            short = name.rpartition(" ")[2]
        if len(self._names) < _MOST_NAMES:
            self._names[name] = short
        return short


def _parser(target: XmlTarget | None, noun: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    guard = _Guard(target or Quiet(), noun)
    parser.StartDoctypeDeclHandler = guard.doctype
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    if target is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = target.data
    return parser
