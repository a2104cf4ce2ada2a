"""Writes Outlook messages (MSG) into OLE2 files, as small as the formats allow, for tests.

After MS-CFB (version 3, sectors of 512 bytes) and MS-OXMSG. `tests/unit/test_parsing_outlook.py` shows that
another program's reader understands them.
"""

import struct
from dataclasses import dataclass, field

Tree = dict[str, "bytes | Tree"]
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR, SMALL, CUTOFF = 512, 64, 4096


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def properties(skipped: int, fixed: dict[int, tuple[int, bytes]]) -> bytes:
    """`fixed` by number: the type and the value."""
    rows = (struct.pack("<HHI8s", kind, number, 6, value) for number, (kind, value) in fixed.items())
    return bytes(skipped) + b"".join(rows)


def item(tree: Tree, skipped: int, fixed: dict[int, tuple[int, bytes]]) -> Tree:
    """`tree` with the list of properties that its streams and `fixed` are.

    `skipped` is 32 for a message, 24 for one inside another, 8 for a recipient or an attachment.
    """
    streams: dict[int, tuple[int, bytes]] = {
        int(name[12:16], 16): (int(name[16:], 16), struct.pack("<I4x", len(content) + 2))
        for name, content in tree.items()
        if name.startswith("__substg1.0_") and isinstance(content, bytes)
    }
    return {"__properties_version1.0": properties(skipped, {**streams, **fixed}), **tree}


def long(value: int) -> tuple[int, bytes]:
    return 3, struct.pack("<I4x", value)


def moment(ticks: int) -> tuple[int, bytes]:
    return 0x40, struct.pack("<Q", ticks)


@dataclass
class _Node:
    name: str
    kind: int
    content: bytes = b""
    child: int = FREE
    right: int = FREE
    start: int = END
    children: "list[_Node]" = field(default_factory=list)


class _Writer:
    def __init__(self) -> None:
        self.sectors: list[bytes] = []
        self.table: list[int] = []

    def put(self, content: bytes) -> int:
        """Where the chain begins that holds `content`."""
        if not content:
            return END
        start = len(self.sectors)
        for position in range(0, len(content), SECTOR):
            self.sectors.append(content[position : position + SECTOR].ljust(SECTOR, b"\0"))
            self.table.append(len(self.sectors))
        self.table[-1] = END
        return start


def compound(tree: Tree) -> bytes:
    """An OLE2 file with `tree` in it."""
    root = _Node("Root Entry", 5, children=_nodes(tree))
    order = [root]
    for node in order:
        for index, child in enumerate(node.children):
            child.right = len(order) + index + 1 if index + 1 < len(node.children) else FREE
        node.child = len(order) if node.children else FREE
        order.extend(node.children)
    writer = _Writer()
    small, small_table = bytearray(), []
    for node in order:
        if node.kind == 2 and len(node.content) >= CUTOFF:
            node.start = writer.put(node.content)
        elif node.kind == 2 and node.content:
            node.start = len(small) // SMALL
            count = -(-len(node.content) // SMALL)
            small_table += [*range(node.start + 1, node.start + count), END]
            small += node.content.ljust(count * SMALL, b"\0")
    root.content, root.start = bytes(small), writer.put(bytes(small))
    small_start = writer.put(struct.pack(f"<{len(small_table)}I", *small_table))
    directory = writer.put(b"".join(map(_entry, order)))
    return _file(writer, directory, small_start, -(-len(small_table) // 128))


def _nodes(tree: Tree) -> list[_Node]:
    return [
        _Node(name, 2, content) if isinstance(content, bytes) else _Node(name, 1, children=_nodes(content))
        for name, content in tree.items()
    ]


def _entry(node: _Node) -> bytes:
    name = wide(node.name)
    return struct.pack(
        "<64sHBBIII36xIQ",
        name,
        len(name) + 2,
        node.kind,
        1,
        FREE,
        node.right,
        node.child,
        node.start,
        len(node.content),
    )


def _file(writer: _Writer, directory: int, small_start: int, small_count: int) -> bytes:
    count = 1
    while count * 128 < len(writer.sectors) + count:
        count += 1
    first = len(writer.sectors)
    table = [*writer.table, *[TABLE] * count]
    table += [FREE] * (count * 128 - len(table))
    listed = [*range(first, first + count), *[FREE] * (109 - count)]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        count,
        directory,
        0,
        CUTOFF,
        small_start,
        small_count,
        END,
        0,
        *listed,
    )
    return header + b"".join(writer.sectors) + struct.pack(f"<{len(table)}I", *table)
