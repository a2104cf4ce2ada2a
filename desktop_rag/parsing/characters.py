"""Which characters may stand in a page's text, and where a long run may be cut. Parser child, main thread."""

import re
import unicodedata

_DROPPED = re.compile(
    r"\x1b\[[0-9;?]*[A-Za-z]"  # terminal colours in logs: without this their digits would stay behind
    r"|[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]"
    r"|[\ud800-\udfff]"  # cannot be encoded as UTF-8
    r"|[\u00ad\ufeff]"  # soft hyphen and stray byte order mark: unseen, but they split words for a search
)
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u2028\u2029\ufeff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_FEEDS = re.compile("[\x0b\x0c]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|[。！？｡][”」』）]*")
_SPACE = re.compile(r"\s")
_JOINERS = frozenset("\u200c\u200d")
_LONGEST_CLUSTER = 64


def clean(text: str) -> str:
    """`text` with \\n as the only line end and without characters that are not text."""
    if not _UNCLEAN.search(text):
        return text
    text = _FEEDS.sub(" ", _LINE_ENDS.sub("\n", text))
    return _DROPPED.sub("", text)


def cut_near(text: str, start: int, limit: int, *, by_line: bool = False) -> int:
    """Where to end a piece of `text` that begins at `start` and holds at most `limit` characters.

    After a sentence if one ends in the second half of the piece, else at white space there, else
    between two whole characters. `by_line` prefers the end of a line: right for source code.
    """
    end = start + limit
    if end >= len(text):
        return len(text)
    half = start + limit // 2
    newline = text.rfind("\n", half, end) if by_line else -1
    if newline > half:
        return newline
    for pattern in (_SENTENCE_END, _SPACE):
        # One character more, so that the white space after the last sentence may be seen.
        found = _last_end(pattern, text, half, end + 1)
        if half < found <= end:
            return found
    return _between_clusters(text, half, end)


def _last_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    last = -1
    for match in pattern.finditer(text, start, end):
        last = match.end()
    return last


def _between_clusters(text: str, start: int, end: int) -> int:
    """Step back from `end` so that no letter loses its marks; gives up on runs no script has."""
    for position in range(end, max(start, end - _LONGEST_CLUSTER), -1):
        if not _continues(text[position]) and text[position - 1] not in _JOINERS:
            return position
    return end


def _continues(character: str) -> bool:
    return (
        unicodedata.category(character).startswith("M")
        or character in _JOINERS
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
    )
