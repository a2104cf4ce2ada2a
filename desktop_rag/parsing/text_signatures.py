"""What the beginning of a text says it is. Parser child, main thread. Pure."""

import re

from desktop_rag.domain.documents import DocumentFormat

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]*:")
# Mail programs write "From ann@example.org Fri Mar  1 14:05:00 2024", and the header follows at once.
_MAILBOX_START = re.compile(r"From \S.*\d:\d\d.*\n>?[A-Za-z][A-Za-z0-9-]*:")
_COMMON_FIELDS = re.compile(
    r"^(?:From|To|Cc|Subject|Date|Sender|Message-ID|Received|Return-Path|MIME-Version|Delivered-To"
    r"|Content-Type|X-Mozilla-Status|DKIM-Signature|ARC-Seal|Reply-To):",
    re.IGNORECASE | re.MULTILINE,
)
_PROGRAMS_FIELDS = re.compile(
    r"^(?:Message-ID|Received|Return-Path|MIME-Version|Delivered-To|X-Mozilla-Status|DKIM-Signature|ARC-Seal):",
    re.IGNORECASE | re.MULTILINE,
)
_FROM = re.compile(r"^From:", re.IGNORECASE | re.MULTILINE)
_ARCHIVE = re.compile(
    r"^(?:Snapshot-Content-Location:|From: <Saved by )"
    r"|^Content-Type: multipart/related;.*\n?.*type=\"text/html\"",
    re.IGNORECASE | re.MULTILINE,
)


def looks_like_mail(head: str) -> bool:
    """Whether a text begins with the fields of a message, or as a mailbox does."""
    if _MAILBOX_START.match(head):
        return True
    return _FIELD.match(head) is not None and _COMMON_FIELDS.search(_header(head)) is not None


def mail_format(head: str) -> DocumentFormat | None:
    """Mailbox, message or saved web page, told strictly: ordinary notes begin with "From:" too."""
    if _MAILBOX_START.match(head):
        return DocumentFormat.MBOX
    header = _header(head)
    if not _FIELD.match(head) or not _PROGRAMS_FIELDS.search(header):
        return None
    if _ARCHIVE.search(header):
        return DocumentFormat.MHTML
    # A header longer than what was read here may have its "From:" further on.
    is_whole = len(header) < len(head)
    several = len({match[0].lower() for match in _PROGRAMS_FIELDS.finditer(header)}) > 1
    return DocumentFormat.EML if _FROM.search(header) or (several and not is_whole) else None


def _header(head: str) -> str:
    return head.split("\n\n", 1)[0]
