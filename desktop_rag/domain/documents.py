"""The values that documents are made of; pure, used in every process and thread.

Offsets are in Unicode code points of `Page.text`, half open: `page.text[start:end]`.
"""

from dataclasses import dataclass
from enum import StrEnum

PARSER_VERSION = 2
"""Goes up whenever reading the same file gives other text or passages, so that it is read again."""


class DocumentFormat(StrEnum):
    """What a file is by its content. Their values are stored; see `domain.formats` for what they mean."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    ODT = "odt"
    RTF = "rtf"
    PPTX = "pptx"
    ODP = "odp"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    EPUB = "epub"
    MHTML = "mhtml"
    RST = "rst"
    CSV = "csv"
    """Also with tabs or semicolons between its values."""
    JSON = "json"
    XML = "xml"
    NOTEBOOK = "notebook"
    CODE = "code"
    EML = "eml"
    MBOX = "mbox"
    MSG = "msg"
    IMAGE = "image"


class DocumentState(StrEnum):
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    QUARANTINED = "quarantined"
    """Ended the parser twice; left alone until the file changes."""
    SKIPPED = "skipped"
    """Nothing wrong, but nothing to search either: an unsupported kind, an empty file."""
    UNAVAILABLE = "unavailable"
    """Known and searchable, but its drive or folder is not there now."""
    SCANNED = "scanned"
    """Nothing can be searched yet: its pages are pictures whose words are still to be read."""


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CODE = "code"
    QUOTE = "quote"
    FURNITURE = "furniture"
    """What is printed on page after page: running heads, page numbers. No passage takes it in."""


BLOCK_KINDS = tuple(BlockKind)
"""The kinds by the number that stands for them in messages and in the database; new ones go last."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of a page's text with one role. `level` is 1–6 for headings, nesting depth for list items."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Anchor:
    """At `start` of a page's text begins what the file has in line, or a sheet in row, `number` (from 1)."""

    start: int
    number: int


@dataclass(frozen=True, slots=True)
class WordBox:
    """Where `text[start:end]` of a page that was read from its picture stands on it.

    In shares (0–1) of the picture's width and height, from its top left corner.
    """

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or for formats without pages one part of at most some 20,000 characters.

    `number` counts from 1. `label` is what is printed on the page ("iv", "12"), the cells of a sheet
    ("A1:F30"), the lines of a file ("lines 3–60"), or empty. `heading` is the section in force where the
    page begins ("Benefits › Dental"), or empty. `blocks` are in order and do not overlap; they may leave gaps
    (separators) or be absent altogether. `anchors` are in order. `is_scan`: what it shows is a picture, or
    writing whose letters cannot be told, so that only text recognition can read it; `words` are in order and
    there once it did.
    """

    number: int
    text: str
    label: str = ""
    heading: str = ""
    blocks: tuple[Block, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    is_scan: bool = False
    words: tuple[WordBox, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    format: DocumentFormat
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a page that is embedded and searched as one: `page.text[start:end]`, never changed.

    `heading` is the path of headings over it, outermost first, joined with " › ". `label` names its place
    more closely than its page does ("lines 12–19", "B4:F9"), or is empty.
    """

    page: int
    start: int
    end: int
    heading: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a rendered page, in pixels from its top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A rendered page: `rgb` holds height × width × 3 bytes, rows from the top, no padding.

    `boxes` cover the marked characters only. `text_in_boxes` is the text whose characters have their
    centre inside a box, in reading order. Both are empty when the words could not be placed. `beside` holds
    the boxes of other words that were to be marked too, one tuple for each of them, empty where they could
    not be placed.
    """

    width: int
    height: int
    rgb: bytes
    boxes: tuple[Box, ...]
    text_in_boxes: str
    beside: tuple[tuple[Box, ...], ...] = ()
