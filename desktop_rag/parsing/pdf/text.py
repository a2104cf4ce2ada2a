"""From what PDFium reads off a page to the text of a `Page`, with the way back. Parser child, main thread.

Every character of the text knows the index of the PDFium character it came from, so that the same page
opened again later gives the boxes of any slice of its text. Nothing else has to be stored for that.
"""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_rag.parsing.pdf.hyphens import WORD_REACH, PageWords, line_end

LINE_END_HYPHEN = "\x02"
"""PDFium writes this for a hyphen at a line's end and leaves out the line break after it."""

_BREAKS = "\r\n\v\f\x85\u2028\u2029"
_EXOTIC = _BREAKS + "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_UNPRINTABLE = (
    "\x00-\x01\x03-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, direction, anchors
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters
    "\ue000-\uf0a6\uf0a8-\uf0b6\uf0b8-\uf0d7\uf0d9-\uf0df\uf0e1-\uf0fb\uf0fd-\uf8ff"  # private use
    "\U000e0000-\U000e007f\U000f0000-\U0010ffff"  # invisible tags, more private use
)
_TAIL = f"[ {_EXOTIC}{_UNPRINTABLE}]*"
_SPECIAL = re.compile(
    # A whole run of white space, unless it is the one plain space that needs no change. Any branch that
    # begins to match ends in a match, which keeps a page of nothing but blanks linear.
    rf"(?P<white> ?[{_EXOTIC}]{_TAIL}| [ {_UNPRINTABLE}]{_TAIL}|\A[ {_UNPRINTABLE}]{_TAIL}| \Z)"
    r"|(?P<pair>[\ud800-\udbff][\udc00-\udfff])"
    r"|(?P<lone>[\ud800-\udfff])"
    # A hyphen at a line's end, with that one line break; a second break says that nothing runs on.
    rf"|(?P<line_end>{LINE_END_HYPHEN}(?:[ ]?\r?\n(?![{_BREAKS}])|(?![ {_BREAKS}]))"
    rf"|(?<=[^\W\d_])[-\xad\u2010][ ]?\r?\n(?=[^\W\d_]))"
    rf"|(?P<hyphen>[\xad\u2010{LINE_END_HYPHEN}])"
    r"|(?P<ligature>[\ufb00-\ufb06])"
    r"|(?P<symbol>[\uf0a7\uf0b7\uf0d8\uf0e0\uf0fc])"
    rf"|(?P<unprintable>[{_UNPRINTABLE}])"
)
_LIGATURES = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "ff fi fl ffi ffl st st".split(), strict=True)
)
# Word writes its bullets in Symbol and Wingdings, whose letters come out as these private-use characters.
_SYMBOLS = {"\uf0a7": "▪", "\uf0b7": "•", "\uf0d8": "➢", "\uf0e0": "→", "\uf0fc": "✓"}
_CONSTANT = {"lone": "\ufffd", "hyphen": "-", "unprintable": ""}
_ANY_BREAK = re.compile(f"[{_BREAKS}]")


@dataclass(frozen=True, slots=True)
class PageText:
    """`indexes[i]` is the PDFium character that `text[i]` came from. It grows with `i` but where the page was
    put into another order (see `pdf_columns`), and skips what was left out, as a hyphen that broke a word.

    `lines` are the half-open ranges of `text` that stand on one line of the page, without line breaks.
    """

    text: str
    indexes: Sequence[int]
    lines: tuple[tuple[int, int], ...]


def clean_text(characters: Iterable[int], sources: Sequence[int] = ()) -> PageText:
    """The text of a page from its PDFium characters (UTF-16 units or code points, either is understood).

    `sources[i]` is the PDFium character that the i-th one stands for, where that is not simply i.

    White space becomes one "\\n" where it breaks a line, else one space, and goes at both ends. A hyphen that
    only breaks a word goes (see `line_end`), every other one that is drawn becomes "-"; ligatures are
    spelled out. What cannot be shown or searched (controls, private use, invisible tags) is dropped; half a
    surrogate pair becomes U+FFFD.
    """
    raw = "".join(map(chr, characters))
    page_words = PageWords(raw)
    pieces: list[str] = []
    indexes = array("L")
    breaks: list[int] = []
    done = length = 0
    for match in _SPECIAL.finditer(raw):
        start, end = match.span()
        replacement = _replacement(match, page_words)
        pieces += (raw[done:start], replacement)
        indexes.extend(range(done, start))
        indexes.extend([start] * len(replacement))
        length += start - done + len(replacement)
        if replacement.endswith("\n") or match.lastgroup == "line_end":
            breaks.append(length)
        done = end
    pieces.append(raw[done:])
    indexes.extend(range(done, len(raw)))
    text = "".join(pieces)
    if sources:
        indexes = array("L", (sources[index] for index in indexes))
    return PageText(text, indexes, tuple(_lines(text, breaks)))


def _replacement(match: re.Match[str], page_words: PageWords) -> str:
    found, kind = match[0], str(match.lastgroup)
    if kind == "line_end":
        start, end = match.span()
        before, after = match.string[max(0, start - WORD_REACH) : start], match.string[end : end + WORD_REACH]
        return line_end(before, after, page_words).value
    if kind == "white":
        return _white(match)
    if kind == "pair":
        return chr(0x10000 + ((ord(found[0]) - 0xD800) << 10) + ord(found[1]) - 0xDC00)
    if kind == "ligature":
        return _LIGATURES[found]
    if kind == "symbol":
        return _SYMBOLS[found]
    return _CONSTANT[kind]


def _white(match: re.Match[str]) -> str:
    if match.start() == 0 or match.end() == len(match.string):
        return ""
    return "\n" if _ANY_BREAK.search(match[0]) else " "


def _lines(text: str, breaks: Sequence[int]) -> Iterable[tuple[int, int]]:
    start = 0
    for cut in (*breaks, len(text)):
        end = cut - 1 if cut > start and text[cut - 1] == "\n" else cut
        if end > start:
            yield start, end
        start = cut


def clean_label(text: str, limit: int) -> str:
    """A title or page label on one line of at most `limit` characters."""
    return " ".join(clean_text(map(ord, text[: 4 * limit])).text.split())[:limit].strip()


def locate(text: str, start: int, end: int, quote: str) -> tuple[int, int] | None:
    """The range of `text` that holds `quote`, white space aside, or None where there is no telling.

    That is `start:end` if the quote stands there, otherwise the only other place where it does.
    """
    wanted = "".join(quote.split())
    if 0 <= start < end <= len(text) and "".join(text[start:end].split()) == wanted:
        return start, end
    offsets = [offset for offset, character in enumerate(text) if not character.isspace()]
    solid = "".join(text[offset] for offset in offsets)
    found = solid.find(wanted) if wanted else -1
    if found < 0 or solid.find(wanted, found + 1) >= 0:
        return None
    return offsets[found], offsets[found + len(wanted) - 1] + 1
