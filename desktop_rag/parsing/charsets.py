"""Decodes text whose encoding somebody named, rightly or not. Parser child, main thread. Pure."""

import codecs

_SAMPLE_BYTES = 200_000
# Names that stand for more than they say: what writes "gb2312" means its superset.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
# Codecs of Python's own: programs' notations, some of them slow without measure.
_NOT_CHARSETS = frozenset("idna punycode unicode-escape raw-unicode-escape undefined mbcs oem".split())
_NICKNAMES = {"ansi": "cp1252", "x-sjis": "cp932", "x-gbk": "gb18030", "macintosh": "mac_roman"}


def text_codec(name: str) -> str | None:
    """The Python codec for what a document calls its encoding; None for what is none."""
    wanted = name.strip().strip("\"'").lower()
    wanted = _NICKNAMES.get(wanted, wanted.removesuffix("-i").removesuffix("-e"))
    try:
        found = codecs.lookup(wanted).name
        b"".decode(found)  # a LookupError for the codecs that give bytes
    except (LookupError, ValueError):
        return None
    return None if found in _NOT_CHARSETS else _SUPERSETS.get(found, found)


def decoded(data: bytes, charset: str = "") -> str:
    """The text of `data`; where `charset` is empty, unknown or wrong, in the likeliest encoding."""
    codec = text_codec(charset) if charset else None
    if codec in (None, "cp1252"):
        # Programs write "us-ascii" without looking; text that is valid UTF-8 is nothing else.
        codec = "utf-8" if _fits(data, "utf-8") else codec or _guess(data)
    return data.decode(codec, "replace")


def _fits(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _guess(data: bytes) -> str:
    import chardet

    name = chardet.detect(data[:_SAMPLE_BYTES])["encoding"]
    return (text_codec(name) if name else None) or "cp1252"
