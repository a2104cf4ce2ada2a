"""Rows as values. Any thread."""

from dataclasses import dataclass, field
from pathlib import Path

from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.domain.folder_rules import FolderRules


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
    kind: str = ""
    """Which `DocumentError` it met, by its `kind`; empty for none and for other failures."""
    scans_left: tuple[int, ...] = ()
    """Numbers of the pages that only text recognition can read, and that it has not read yet."""


@dataclass(frozen=True, slots=True)
class RootRecord:
    """`ignored` counts the files that were left out when it was looked at last. `identity` tells it from
    another folder of the same name."""

    path: Path
    is_folder: bool
    rules: FolderRules = field(default_factory=FolderRules)
    ignored: int = 0
    identity: str = ""


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
    label: str
    context: str
    digest: bytes
    vector: bytes
