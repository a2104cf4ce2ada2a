"""How a mail message reads as text, whichever program kept it. Parser child, main thread. Pure."""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop_rag.domain.documents import BlockKind
from desktop_rag.parsing.blocks import TextBlock
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.markup import MarkupWalker, walk

NO_SUBJECT = "(no subject)"
MAX_ENCLOSED_BYTES = 1 << 20
"""An attachment of text is read with its message if it is not larger."""

_MONTHS = "January February March April May June July August September October November December".split()
_DEEPEST_LEVEL = 6
_LONGEST_SUBJECT = 300
_LONGEST_LIST = 2_000
_MOST_NAMED = 200
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?){1,50}")
_SHORT_TEXT = 300
_SPARSE = 3
_CHUNK_CHARS = 64 * 1024
_TEXT_NAMES = (".txt", ".csv", ".tsv", ".md", ".log", ".json", ".html", ".htm")
_HTML_NAMES = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. `depth` is 1 for one attached to another. `enclosed` are its attachments of text.

    `notes` say what of it could not be read, in sentences.
    """

    subject: str
    sender: str
    to: str
    cc: str
    date: datetime | None
    body: Sequence[TextBlock] = ()
    attachments: Sequence[Attachment] = ()
    more_attachments: int = 0
    enclosed: Sequence[tuple[str, Sequence[TextBlock]]] = ()
    notes: Sequence[str] = ()
    depth: int = 0


def letter_blocks(letter: Letter) -> Iterator[TextBlock]:
    """Subject, who and when, what it says, what is attached; nothing for a message without any of it."""
    facts = _facts(letter)
    said = (letter.body, letter.notes, letter.attachments, letter.more_attachments)
    if not letter.subject.strip() and not facts and not any(said):
        return
    level = min(_DEEPEST_LEVEL - 1, letter.depth + 1)
    subject = " ".join(clean(letter.subject).split())[:_LONGEST_SUBJECT].rstrip()
    yield TextBlock(BlockKind.HEADING, subject or NO_SUBJECT, level)
    if facts:
        yield TextBlock(BlockKind.PARAGRAPH, facts)
    yield from _below(level, letter.body)
    for note in letter.notes:
        yield TextBlock(BlockKind.PARAGRAPH, note)
    if letter.attachments or letter.more_attachments:
        yield TextBlock(BlockKind.PARAGRAPH, _attachment_words(letter))
    for name, blocks in letter.enclosed:
        yield TextBlock(BlockKind.HEADING, name, min(_DEEPEST_LEVEL, level + 1))
        yield from _below(level + 1, blocks)


def body_blocks(plain: str, html: str, *, is_flowed: bool = False) -> list[TextBlock]:
    """The plain text; where that says much less than the formatted one, or nothing, the latter."""
    if not html.strip() or len(plain.strip()) > _SHORT_TEXT:
        return list(plain_blocks(plain, is_flowed=is_flowed))
    formatted = html_blocks(html)
    shown = sum(len(block.text) for block in formatted)
    if plain.strip() and shown < _SPARSE * len(plain.strip()):
        return list(plain_blocks(plain, is_flowed=is_flowed))
    return formatted


def html_blocks(html: str) -> list[TextBlock]:
    chunks = (clean(html[start : start + _CHUNK_CHARS]) for start in range(0, len(html), _CHUNK_CHARS))
    return list(walk(chunks, MarkupWalker()))


def plain_blocks(text: str, *, is_flowed: bool = False) -> Iterator[TextBlock]:
    """Runs of lines between blank ones; what is quoted from an earlier message as quotes."""
    lines = clean(text).split("\n")
    paragraph: list[str] = []
    was_quoted = False
    for line in _unwrapped(lines) if is_flowed else lines:
        mark = _QUOTED.match(line)
        said = line[mark.end() :] if mark else line
        if paragraph and (bool(mark) != was_quoted or not said.strip()):
            yield _paragraph(paragraph, was_quoted)
            paragraph = []
        was_quoted = bool(mark)
        if said.strip():
            paragraph.append(said.rstrip())
    if paragraph:
        yield _paragraph(paragraph, was_quoted)


def can_be_enclosed(content_type: str, name: str) -> bool:
    """Whether an attachment is text that reads as text."""
    if content_type in ("text/plain", "text/csv", "text/markdown", "text/html", "text/tab-separated-values"):
        return True
    return content_type in ("application/octet-stream", "") and name.lower().endswith(_TEXT_NAMES)


def is_text(data: bytes) -> bool:
    """Whether an attachment that is said to be text is any."""
    return b"\0" not in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def enclosed_blocks(content_type: str, name: str, text: str) -> list[TextBlock]:
    if content_type == "text/html" or name.lower().endswith(_HTML_NAMES):
        return html_blocks(text)
    return list(plain_blocks(text))


def date_words(moment: datetime) -> str:
    """ "1 March 2024, 14:05", as the sender's clock showed it."""
    zone = " UTC" if moment.utcoffset() == timedelta(0) else ""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}{zone}"


def size_words(size_bytes: int) -> str:
    """ "120 kB"."""
    if size_bytes < 1_000:
        return f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{round(size_bytes / 1_000)} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def _facts(letter: Letter) -> str:
    date = date_words(letter.date) if letter.date else ""
    facts = (("From", letter.sender), ("To", letter.to), ("Cc", letter.cc), ("Date", date))
    return "\n".join(f"{name}: {_listed(value)}" for name, value in facts if value.strip())


def _listed(value: str) -> str:
    """At most a few dozen recipients: more say nothing."""
    tidy = " ".join(clean(value).split())
    if len(tidy) <= _LONGEST_LIST:
        return tidy
    cut = max(tidy.rfind(",", 0, _LONGEST_LIST), tidy.rfind(";", 0, _LONGEST_LIST))
    return f"{tidy[: cut if cut > 0 else _LONGEST_LIST]} and more"


def _attachment_words(letter: Letter) -> str:
    named = [
        f"{item.name} ({size_words(item.size_bytes)})" if item.size_bytes else item.name
        for item in letter.attachments[:_MOST_NAMED]
    ]
    more = len(letter.attachments) - len(named) + letter.more_attachments
    return "Attachments: " + ", ".join(named) + (f" and {more:,} more" if more else "")


def _below(level: int, blocks: Iterable[TextBlock]) -> Iterator[TextBlock]:
    for block in blocks:
        is_heading = block.kind is BlockKind.HEADING
        yield replace(block, level=min(_DEEPEST_LEVEL, block.level + level)) if is_heading else block


def _paragraph(lines: list[str], is_quoted: bool) -> TextBlock:
    return TextBlock(BlockKind.QUOTE if is_quoted else BlockKind.PARAGRAPH, "\n".join(lines).strip())


def _unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Lines that end with a space go on in the next (RFC 3676), if quoted as deeply; "-- " is a signature."""
    waiting: list[str] = []
    depth = 0
    for line in lines:
        mark = _QUOTED.match(line) if line.startswith(">") else None
        quotes = mark[0].count(">") if mark else 0
        said = line[mark.end() :] if mark else line.removeprefix(" ")
        if waiting and (quotes != depth or said == "-- "):
            yield "".join(waiting)
            waiting = []
        depth = quotes
        waiting.append(said if waiting else (mark[0] if mark else "") + said)
        if not said.endswith(" ") or said == "-- ":
            yield "".join(waiting)
            waiting = []
    if waiting:
        yield "".join(waiting)
