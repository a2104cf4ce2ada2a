"""Rows as values. Any thread."""

from dataclasses import dataclass
from pathlib import Path

from desktop_rag.domain.documents import DocumentFormat, DocumentState


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What tells cheaply whether a file changed."""

    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    id: int
    path: Path
    state: DocumentState
    reason: str
    hint: str
    stamp: FileStamp
    sha256: bytes | None
    parser_version: int
    format: DocumentFormat | None
    title: str
    pages: int
    passages: int


@dataclass(frozen=True, slots=True)
class RootRecord:
    path: Path
    is_folder: bool


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage with all that a hit shows. `body` is the page's text from `start` to `end`."""

    id: int
    document_id: int
    path: Path
    title: str
    format: DocumentFormat
    page: int
    label: str
    heading: str
    start: int
    end: int
    body: str


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage to store. `context` stands before it in what is embedded and keyword-indexed;
    `digest` identifies exactly that embedded text; `vector` is little-endian float32."""

    page: int
    start: int
    end: int
    heading: str
    context: str
    digest: bytes
    vector: bytes
