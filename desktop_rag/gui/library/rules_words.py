"""What of a folder is read, in plain words. Any thread."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QLocale

from desktop_rag.domain.display import display_text
from desktop_rag.domain.folder_rules import DEFAULT_MAX_BYTES, MEGABYTE, FileKind, FolderRules
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, listed, translate

_PATTERNS_NAMED = 3
_KINDS_NAMED = 3

KIND_WORDS: Mapping[FileKind, tuple[str, str]] = MappingProxyType(
    {
        FileKind.DOCUMENTS: (
            QT_TRANSLATE_NOOP("Library", "documents"),
            QT_TRANSLATE_NOOP("Library", "PDF, Word, OpenDocument, RTF"),
        ),
        FileKind.PRESENTATIONS: (
            QT_TRANSLATE_NOOP("Library", "presentations"),
            QT_TRANSLATE_NOOP("Library", "PowerPoint, OpenDocument"),
        ),
        FileKind.SPREADSHEETS: (
            QT_TRANSLATE_NOOP("Library", "spreadsheets"),
            QT_TRANSLATE_NOOP("Library", "Excel, OpenDocument"),
        ),
        FileKind.BOOKS: (
            QT_TRANSLATE_NOOP("Library", "books"),
            QT_TRANSLATE_NOOP("Library", "EPUB"),
        ),
        FileKind.MAIL: (
            QT_TRANSLATE_NOOP("Library", "mail"),
            QT_TRANSLATE_NOOP("Library", "EML, Outlook"),
        ),
        FileKind.WEB: (
            QT_TRANSLATE_NOOP("Library", "web pages"),
            QT_TRANSLATE_NOOP("Library", "HTML, MHTML"),
        ),
        FileKind.NOTES: (
            QT_TRANSLATE_NOOP("Library", "notes"),
            QT_TRANSLATE_NOOP("Library", "plain text, Markdown"),
        ),
        FileKind.DATA: (
            QT_TRANSLATE_NOOP("Library", "data"),
            QT_TRANSLATE_NOOP("Library", "CSV, JSON, XML"),
        ),
        FileKind.CODE: (
            QT_TRANSLATE_NOOP("Library", "source code"),
            QT_TRANSLATE_NOOP("Library", "and notebooks"),
        ),
        FileKind.PICTURES: (
            QT_TRANSLATE_NOOP("Library", "pictures"),
            QT_TRANSLATE_NOOP("Library", "scans and photos of text"),
        ),
        FileKind.OTHERS: (
            QT_TRANSLATE_NOOP("Library", "all others"),
            QT_TRANSLATE_NOOP("Library", "told by what is in them"),
        ),
    }
)


def rules_words(rules: FolderRules) -> str:
    """ "Leaves out drafts/, *.bak · only documents and mail · files up to 20 MB"; empty for no rules."""
    parts = []
    if rules.ignore:
        parts.append(translate("Library", "leaves out {patterns}").format(patterns=_named(rules.ignore)))
    if rules.kinds is not None:
        parts.append(_kinds(rules.kinds))
    if rules.max_bytes < DEFAULT_MAX_BYTES:
        parts.append(translate("Library", "files up to {size}").format(size=size_words(rules.max_bytes)))
    said = " · ".join(parts)
    return said[:1].upper() + said[1:]


def kind_words(kind: FileKind) -> tuple[str, str]:
    """Its name and examples of it, in the window's language."""
    name, examples = KIND_WORDS[kind]
    return translate("Library", name), translate("Library", examples)


def size_words(size_bytes: int) -> str:
    """ "20 MB", "0.5 MB"."""
    megabytes = QLocale().toString(size_bytes / MEGABYTE, "g", 4)
    return translate("Library", "{number} MB").format(number=megabytes)


def _named(patterns: Sequence[str]) -> str:
    shown = ", ".join(display_text(pattern) for pattern in patterns[:_PATTERNS_NAMED])
    more = len(patterns) - _PATTERNS_NAMED
    if more <= 0:
        return shown
    return translate("Library", "{shown} and %Ln more", None, more).format(shown=shown)


def _kinds(kinds: Sequence[FileKind]) -> str:
    left = [kind_words(kind)[0] for kind in FileKind if kind not in kinds]
    if 0 < len(left) <= _KINDS_NAMED:
        return translate("Library", "no {kinds}").format(kinds=_or(left))
    named = listed(kind_words(kind)[0] for kind in FileKind if kind in kinds)
    return translate("Library", "only {kinds}").format(kinds=named)


def _or(names: Sequence[str]) -> str:
    """ "mail, books or data"."""
    *first, last = names
    if not first:
        return last
    return translate("Library", "{others} or {last}").format(others=", ".join(first), last=last)
