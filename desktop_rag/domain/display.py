"""Names from strangers made safe to show; pure, used by the window and the command line.

A file name may hold line breaks, terminal escapes, undecodable bytes, or the direction marks that let
"invoice_[U+202E]fdp.exe" pass for "invoice_exe.pdf". What cannot be seen is spelled out.
"""

import unicodedata
from pathlib import PurePath

_INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}
_JOINERS = {"\u200c", "\u200d"}
"""Harmless, and needed to spell Persian, Indic scripts and many emoji."""


def display_text(text: str) -> str:
    """`text` on one line: control, direction and undecodable characters become visible marks."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def display_name(path: PurePath) -> str:
    """The last part of `path`, or the whole of it for a drive or root."""
    return display_text(path.name or str(path))


def display_path(path: PurePath) -> str:
    return display_text(str(path))


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if unicodedata.category(character) in _INVISIBLE and character not in _JOINERS:
        return f"[U+{code:04X}]"
    return character
