"""What of a folder is read, in plain words; pure text, no Qt. Any thread."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from desktop_rag.domain.display import display_text
from desktop_rag.domain.folder_rules import DEFAULT_MAX_BYTES, MEGABYTE, FileKind, FolderRules

_PATTERNS_NAMED = 3
_KINDS_NAMED = 3

KIND_WORDS: Mapping[FileKind, tuple[str, str]] = MappingProxyType(
    {
        FileKind.DOCUMENTS: ("documents", "PDF, Word, OpenDocument, RTF"),
        FileKind.PRESENTATIONS: ("presentations", "PowerPoint, OpenDocument"),
        FileKind.SPREADSHEETS: ("spreadsheets", "Excel, OpenDocument"),
        FileKind.BOOKS: ("books", "EPUB"),
        FileKind.MAIL: ("mail", "EML, Outlook"),
        FileKind.WEB: ("web pages", "HTML, MHTML"),
        FileKind.NOTES: ("notes", "plain text, Markdown"),
        FileKind.DATA: ("data", "CSV, JSON, XML"),
        FileKind.CODE: ("source code", "and notebooks"),
        FileKind.PICTURES: ("pictures", "scans and photos of text"),
        FileKind.OTHERS: ("all others", "told by what is in them"),
    }
)


def rules_words(rules: FolderRules) -> str:
    """ "Leaves out drafts/, *.bak · only documents and mail · files up to 20 MB"; empty for no rules."""
    parts = []
    if rules.ignore:
        parts.append(f"leaves out {_named(rules.ignore)}")
    if rules.kinds is not None:
        parts.append(_kinds(rules.kinds))
    if rules.max_bytes < DEFAULT_MAX_BYTES:
        parts.append(f"files up to {size_words(rules.max_bytes)}")
    said = " · ".join(parts)
    return said[:1].upper() + said[1:]


def size_words(size_bytes: int) -> str:
    """ "20 MB", "0.5 MB"."""
    return f"{size_bytes / MEGABYTE:.4g} MB"


def _named(patterns: Sequence[str]) -> str:
    shown = ", ".join(display_text(pattern) for pattern in patterns[:_PATTERNS_NAMED])
    more = len(patterns) - _PATTERNS_NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _kinds(kinds: Sequence[FileKind]) -> str:
    left = [kind for kind in FileKind if kind not in kinds]
    if 0 < len(left) <= _KINDS_NAMED:
        return f"no {_listed(left, 'or')}"
    return f"only {_listed([kind for kind in FileKind if kind in kinds], 'and')}"


def _listed(kinds: Sequence[FileKind], joint: str) -> str:
    *first, last = [KIND_WORDS[kind][0] for kind in kinds]
    return f"{', '.join(first)} {joint} {last}" if first else last
