"""Unpacks the rich text of Outlook messages (MS-OXRTFCP). Parser child, main thread. Pure."""

import struct

_HEADER = struct.Struct("<II4sI")
_PACKED, _STORED = b"LZFu", b"MELA"
_WINDOW = 4096
# What every packer and unpacker begins with; from the specification, section 2.1.2.1.
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS "
    rb"Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpacked_rtf(data: bytes, most: int) -> bytes:
    """At most `most` bytes of rich text; empty if `data` is none. What is cut off gives what there is."""
    if len(data) < _HEADER.size:
        return b""
    _packed, size, kind, _check = _HEADER.unpack_from(data)
    content = data[_HEADER.size :]
    if kind == _STORED:
        return content[: min(size, most)]
    return _unpacked(content, min(size, most)) if kind == _PACKED else b""


def _unpacked(data: bytes, most: int) -> bytes:
    """Eight tokens after each control byte: a byte as it is, or two bytes that say where to copy from."""
    window = bytearray(_WINDOW)
    window[: len(_DICTIONARY)] = _DICTIONARY
    write = len(_DICTIONARY)
    out = bytearray()
    position = 0
    while position < len(data) and len(out) < most:
        control = data[position]
        position += 1
        for bit in range(8):
            is_reference = control >> bit & 1
            token = data[position : position + 1 + is_reference]
            if len(token) <= is_reference:
                return bytes(out[:most])
            position += len(token)
            piece = token
            if is_reference:
                offset, length = token[0] << 4 | token[1] >> 4, (token[1] & 15) + 2
                if offset == write:
                    return bytes(out[:most])
                piece = _copied(window, offset, length, write)
            for byte in piece:
                window[write] = byte
                write = (write + 1) % _WINDOW
            out += piece
    return bytes(out[:most])


def _copied(window: bytearray, offset: int, length: int, write: int) -> bytes:
    """May run into what is being written: then that repeats."""
    distance = (write - offset) % _WINDOW
    first = bytes(window[(offset + index) % _WINDOW] for index in range(min(length, distance)))
    return (first * (length // len(first) + 1))[:length]
