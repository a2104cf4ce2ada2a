"""The rows of the library as values, and how files are put in order and narrowed down. Pure; any thread."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from desktop_rag.app.values import DocumentRow, RootSummary
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.domain.errors import DocumentEncrypted
from desktop_rag.domain.folder_rules import FileKind, kind_of
from desktop_rag.gui.wording import words


class FileOrder(StrEnum):
    """What the list of files goes by; the values are kept in the window's file."""

    NAME = "name"
    KIND = "kind"
    CHANGED = "changed"
    SIZE = "size"
    STATE = "state"


class Narrowing(StrEnum):
    """Which files are shown: all, those with pages that are pictures, or one kind."""

    ALL = "all"
    SCANS = "scans"
    PDF = "pdf"
    DOCUMENTS = "documents"
    PRESENTATIONS = "presentations"
    SPREADSHEETS = "spreadsheets"
    BOOKS = "books"
    MAIL = "mail"
    WEB = "web"
    NOTES = "notes"
    DATA = "data"
    CODE = "code"
    PICTURES = "pictures"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class FileItem:
    """One row of the file list with everything that painting and filtering need already worked out."""

    row: DocumentRow
    name: str
    words: str
    key: str
    """The name, `folded`, to sort by."""
    haystack: str
    """What is looked in, `folded`: the name, the title, and a state that is worth looking for."""
    place: str
    """Its path as text, which is compared faster."""
    kind: Narrowing = Narrowing.OTHERS

    @property
    def path(self) -> Path:
        return self.row.path

    @property
    def problem(self) -> bool:
        return self.row.state in words.PROBLEM_STATES

    @property
    def ready(self) -> bool:
        return self.row.state is DocumentState.READY

    @property
    def scan(self) -> bool:
        row = self.row
        is_picture = row.format is DocumentFormat.IMAGE or row.state is DocumentState.SCANNED
        return is_picture or row.scans_left > 0

    @property
    def locked(self) -> bool:
        """Whether a password opens it; there are files that other programs alone can open."""
        row = self.row
        return row.kind == DocumentEncrypted.kind and "Enter password" in row.hint

    def is_shown(self, narrowing: Narrowing) -> bool:
        match narrowing:
            case Narrowing.ALL:
                return True
            case Narrowing.SCANS:
                return self.scan
            case _:
                return self.kind is narrowing


@dataclass(frozen=True, slots=True)
class RootItem:
    """One row of the tree of folders; `path` is None for "All documents".

    `summary` is there for what the person added, not for folders inside it.
    """

    path: Path | None
    name: str
    words: str
    icon: str
    state: str = ""
    """All its counts in words."""
    summary: RootSummary | None = None
    trouble: str = ""
    """Why its changes are not noticed at once."""
    warning: str = ""
    """What is wrong in it, in a word or two."""


_STATES = {state: place for place, state in enumerate((
    DocumentState.FAILED, DocumentState.QUARANTINED, DocumentState.UNAVAILABLE, DocumentState.PENDING,
    DocumentState.SCANNED, DocumentState.SKIPPED, DocumentState.READY,
))}  # fmt: skip
"""What needs attention goes first."""
UNTOLD_STATES = frozenset({DocumentState.READY, DocumentState.PENDING})
"""Nobody looks for these by their words: "page" is to find names, and not all that is "Ready · 3 pages"."""
_KINDS = {kind: place for place, kind in enumerate(Narrowing)}
_ORDERS: Mapping[FileOrder, Callable[[FileItem], int]] = MappingProxyType(
    {
        FileOrder.KIND: lambda item: _KINDS[item.kind],
        FileOrder.CHANGED: lambda item: -item.row.mtime_ns,
        FileOrder.SIZE: lambda item: -item.row.size_bytes,
        FileOrder.STATE: lambda item: _STATES[item.row.state],
    }
)


def folded(text: str) -> str:
    """As texts are compared: capitals and accents make no difference, nor whether "ü" is one sign or two."""
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def in_order(files: Iterable[FileItem], order: FileOrder) -> tuple[FileItem, ...]:
    """Files that are alike in `order` go by name. `files` are by name already."""
    return tuple(files) if order is FileOrder.NAME else tuple(sorted(files, key=_ORDERS[order]))


def kind_of_row(row: DocumentRow) -> Narrowing:
    """By what the file is, once it was read, and else by its name."""
    if row.format is DocumentFormat.PDF or (row.format is None and row.path.suffix.lower() == ".pdf"):
        return Narrowing.PDF
    kind = kind_of(row.path)
    if kind is FileKind.OTHERS and row.format is DocumentFormat.TEXT:
        return Narrowing.NOTES
    return Narrowing(kind.value)
