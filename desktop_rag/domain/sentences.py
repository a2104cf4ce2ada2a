"""Finds the sentences of a text, as offsets; pure. Nothing but white space is left between them."""

import re

Span = tuple[int, int]

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sr jr st vs etc e.g i.e eg ie no nos fig figs eq sec ch vol pp p al approx inc ltd co "
    "corp dept est jan feb mar apr jun jul aug sep sept oct nov dec art par para bzw z.b d.h usw nr ca cf "
    "resp".split()
)
_BREAK = re.compile(
    r"(?P<blank>\n[ \t]*\n\s*)"
    r"|(?P<item>\n[ \t]*(?=(?:[•‣◦▪●○■–—*-]|\(?\d{1,3}[.)])[ \t]))"
    r"|(?P<stop>[.!?…]+[\"'”’»)\]]*)(?P<gap>\s+)"
    r"|(?P<wide>[。！？｡]+[」』”’）]*\s*)"
)
_NEW_PARAGRAPH = re.compile(r"[ \t]*\n(?:[ \t]*\n|[ \t]*(?:[•‣◦▪●○■–—*-]|\(?\d{1,3}[.)])[ \t])")
_LONGEST_WORD = 24
_LAST_WORD = re.compile(r"[\w.]+\Z")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Offsets of the sentences in `text[start:end]`, in order, without surrounding white space.

    Breaks at blank lines, before list items and after sentence ends; not after abbreviations, initials
    and numbers such as "3." when a small letter or digit follows.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    for match in _BREAK.finditer(text, start, end):
        if match["stop"] and not _ends_sentence(text, begin, match):
            continue
        cut = match.end("stop") if match["stop"] else match.end() if match["wide"] else match.start()
        _append_trimmed(spans, text, begin, cut)
        begin = match.end()
    _append_trimmed(spans, text, begin, end)
    return spans


def _ends_sentence(text: str, begin: int, match: re.Match[str]) -> bool:
    if _NEW_PARAGRAPH.match(text, match.start("gap")):
        return True
    if text[match.end() : match.end() + 1].islower():
        return False
    if match["stop"] != ".":
        return True
    stop = match.start("stop")
    found = _LAST_WORD.search(text[max(begin, stop - _LONGEST_WORD) : stop])
    word = found.group() if found else ""
    is_initial = len(word) == 1 and word.isupper()
    is_item_number = word.isdigit() and stop - len(word) == begin
    return word.lower() not in _ABBREVIATIONS and not is_initial and not is_item_number


def _append_trimmed(spans: list[Span], text: str, begin: int, end: int) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        spans.append((begin, end))
