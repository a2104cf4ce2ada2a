"""Office files for tests: sheets of the old kind, written by hand after [MS-XLS], and damage to any kind.

No library that is free to use writes the old kind; `tests.msgs.compound` makes files of the streams.
"""

import random
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

Value = str | float | None


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Value]]], extra: bytes = b"", shared: bytes = b""
) -> bytes:
    """The stream "Workbook" of an Excel 97 file; `extra` records go into its first sheet, `shared` before."""
    strings = list(
        dict.fromkeys(v for rows in sheets.values() for row in rows for v in row if isinstance(v, str))
    )
    bodies = []
    for rows in sheets.values():
        body = record(0x0809, struct.pack("<4H8x", 0x0600, 0x0010, 0, 0))
        width = max(map(len, rows), default=0)
        body += record(0x0200, struct.pack("<2I3H", 0, len(rows), 0, width, 0))
        body += b"".join(
            cell(row, column, value, strings)
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
        )
        bodies.append(body + extra + record(0x000A))
        extra = b""
    names = [(name, name.encode("utf-16-le")) for name in sheets]
    texts = struct.pack("<2I", len(strings), len(strings))
    texts += b"".join(struct.pack("<HB", len(s), 1) + s.encode("utf-16-le") for s in strings)
    globals_ = record(0x0809, struct.pack("<4H8x", 0x0600, 0x0005, 0, 0)) + shared
    rest = record(0x00FC, texts) + record(0x000A)
    position = len(globals_) + sum(12 + len(encoded) for _, encoded in names) + len(rest)
    for (name, encoded), body in zip(names, bodies, strict=True):
        globals_ += record(0x0085, struct.pack("<IHBB", position, 0, len(name), 1) + encoded)
        position += len(body)
    return globals_ + rest + b"".join(bodies)


def cell(row: int, column: int, value: Value, strings: Sequence[str]) -> bytes:
    if value is None:
        return b""
    if isinstance(value, str):
        return record(0x00FD, struct.pack("<3HI", row, column, 0, strings.index(value)))
    return record(0x0203, struct.pack("<3Hd", row, column, 0, value))


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def broken_copies(content: bytes, count: int, seed: int = 6) -> Iterator[bytes]:
    """Cut off, with bytes changed, and with runs of bytes lost: each in turn, always the same."""
    chance = random.Random(seed)
    for number in range(count):
        broken = bytearray(content)
        place = chance.randrange(len(content))
        if number % 3 == 0:
            del broken[place:]
        elif number % 3 == 1:
            for _ in range(chance.randrange(1, 6)):
                broken[chance.randrange(len(content))] = chance.randrange(256)
        else:
            del broken[place : place + chance.randrange(1, 64)]
        yield bytes(broken)


def broken_parts(parts: Mapping[str, bytes], names: Sequence[str], count: int) -> Iterator[dict[str, bytes]]:
    """Whole ZIPs whose XML is broken inside: a byte changed, a tag gone, an attribute's value exchanged."""
    chance = random.Random(6)
    for number in range(count):
        name = chance.choice(names)
        part = bytearray(parts[name])
        values = list(re.finditer(rb'="([^"]*)"', part))
        if number % 3 == 0 or not values:
            part[chance.randrange(len(part))] = chance.randrange(32, 127)
            changed = bytes(part)
        elif number % 3 == 1:
            value = chance.choice(values)
            new = chance.choice(
                [b"", b"-1", b"99999999999999999999", b"x", b"1e400", b"NaN", "\u0663".encode()]
            )
            changed = bytes(part[: value.start(1)]) + new + bytes(part[value.end(1) :])
        else:
            tags = list(re.finditer(rb"<(\w+:)?(\w+)[^<>]*/>|>([^<>]+)<", part))
            tag = chance.choice(tags)
            inside = tag[3] is not None
            changed = bytes(part[: tag.start() + inside]) + bytes(part[tag.end() - inside :])
        yield {**parts, name: changed}
