"""Outlook messages are read with who, when, what and what is attached; damaged ones are refused in words."""

import resource
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oxmsg import Message

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import DocumentDamaged, DocumentHasNoText
from desktop_rag.domain.places import place_words
from desktop_rag.parsing.compound import CompoundFile
from desktop_rag.parsing.registry import open_document
from desktop_rag.parsing.rich_text.compressed import unpacked_rtf
from tests.msgs import Tree, compound, item, long, moment, properties, wide
from tests.reading import damaged, outcome

SENT = datetime(2024, 3, 1, 14, 5, tzinfo=UTC)
TICKS = int((SENT - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
# The example of MS-OXRTFCP, section 3.1: what Exchange writes for "hello world" in rich text.
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def message(**more: "bytes | Tree") -> Tree:
    tree: Tree = {
        "__nameid_version1.0": {"__substg1.0_00020102": b""},
        "__substg1.0_001A001F": wide("IPM.Note"),
        "__substg1.0_0037001F": wide("The lease of Elm Street"),
        "__substg1.0_0C1A001F": wide("Ann Lee"),
        "__substg1.0_5D01001F": wide("ann@example.org"),
        "__substg1.0_1000001F": wide("Dear Bob,\r\n\r\nthe rent is 940 €.\r\n\r\n> what is the rent?\r\n"),
        "__recip_version1.0_#00000000": recipient("Bob Roe", "bob@example.org", 1),
        "__recip_version1.0_#00000001": recipient("Cyd", "cyd@example.org", 2),
    }
    return item({**tree, **more}, 32, {0x0039: moment(TICKS)})


def recipient(name: str, address: str, kind: int) -> Tree:
    tree: Tree = {"__substg1.0_3001001F": wide(name), "__substg1.0_39FE001F": wide(address)}
    return item(tree, 8, {0x0C15: long(kind)})


def attachment(name: str, content: bytes) -> Tree:
    tree: Tree = {"__substg1.0_3707001F": wide(name), "__substg1.0_37010102": content}
    return item(tree, 8, {0x3705: long(1), 0x0E20: long(len(content))})


def write(folder: Path, tree: Tree) -> Path:
    path = folder / "letter.msg"
    path.write_bytes(compound(tree))
    return path


def read(path: Path) -> list[Page]:
    document = open_document(path)
    assert document.format is DocumentFormat.MSG
    return list(document.pages)


def seen(pages: list[Page]) -> list[tuple[str, int, str]]:
    return [(b.kind.value, b.level, page.text[b.start : b.end]) for page in pages for b in page.blocks]


def test_the_written_file_is_an_outlook_message_to_another_reader(tmp_path: Path) -> None:
    path = write(tmp_path, message(**{"__attach_version1.0_#00000000": attachment("a.pdf", b"%PDF" * 3000)}))
    other = Message.load(path)
    assert other.subject == "The lease of Elm Street"
    assert other.body == "Dear Bob,\r\n\r\nthe rent is 940 €.\r\n\r\n> what is the rent?\r\n"
    assert [person.name for person in other.recipients] == ["Bob Roe", "Cyd"]
    assert [(found.file_name, found.size) for found in other.attachments] == [("a.pdf", 12_000)]


def test_a_message_says_who_wrote_it_to_whom_and_when(tmp_path: Path) -> None:
    tree = message(**{"__attach_version1.0_#00000000": attachment("lease.pdf", b"%PDF" * 30_000)})
    document = open_document(write(tmp_path, tree))
    assert document.title == "The lease of Elm Street"
    pages = list(document.pages)
    assert seen(pages) == [
        ("heading", 1, "The lease of Elm Street"),
        (
            "paragraph",
            0,
            "From: Ann Lee <ann@example.org>\nTo: Bob Roe <bob@example.org>\nCc: Cyd <cyd@example.org>\n"
            "Date: 1 March 2024, 14:05 UTC",
        ),
        ("paragraph", 0, "Dear Bob,"),
        ("paragraph", 0, "the rent is 940 €."),
        ("quote", 0, "what is the rent?"),
        ("paragraph", 0, "Attachments: lease.pdf (120 kB)"),
    ]
    heading = seen(pages)[0][2]
    assert place_words(DocumentFormat.MSG, 1, pages[0].label, heading) == "The lease of Elm Street"


def test_a_text_attachment_is_read_with_its_message(tmp_path: Path) -> None:
    csv = attachment("rents.csv", b"year,rent\n2024,940\n")
    blocks = seen(read(write(tmp_path, message(**{"__attach_version1.0_#00000000": csv}))))
    assert blocks[-2:] == [("heading", 2, "rents.csv"), ("paragraph", 0, "year,rent\n2024,940")]


def test_an_attached_message_is_read_below_the_one_it_came_with(tmp_path: Path) -> None:
    inner = message(**{"__substg1.0_0037001F": wide("The older one")})
    inner["__properties_version1.0"] = properties(24, {0x0039: moment(TICKS)})
    holder: Tree = {
        "__properties_version1.0": properties(8, {0x3705: long(5)}),
        "__substg1.0_3701000D": inner,
    }
    blocks = seen(read(write(tmp_path, message(**{"__attach_version1.0_#00000000": holder}))))
    headings = [(level, text) for kind, level, text in blocks if kind == "heading"]
    assert headings == [(1, "The lease of Elm Street"), (2, "The older one")]
    assert sum("14:05" in text for _, _, text in blocks) == 2


def test_text_of_an_older_outlook_is_read_in_its_code_page(tmp_path: Path) -> None:
    tree: Tree = {
        "__properties_version1.0": properties(32, {0x3FFD: long(1251)}),
        "__substg1.0_0037001E": "Аренда".encode("cp1251"),
        "__substg1.0_1000001E": "Цена 940".encode("cp1251"),
    }
    assert [text for _, _, text in seen(read(write(tmp_path, tree)))] == ["Аренда", "Цена 940"]


def test_a_message_with_a_formatted_body_alone_is_read_from_that(tmp_path: Path) -> None:
    html = "<p>The rent is <b>940</b></p><table><tr><th>Year<th>Rent<tr><td>2024<td>940</table>"
    tree = message(**{"__substg1.0_1000001F": b"", "__substg1.0_10130102": html.encode()})
    tree["__properties_version1.0"] = properties(32, {0x3FDE: long(65001)})
    texts = [text for _, _, text in seen(read(write(tmp_path, tree)))]
    assert texts[-3:] == ["The rent is 940", "Year | Rent", "Year: 2024 | Rent: 940"]


def test_packed_rich_text_is_unpacked_as_its_specification_shows() -> None:
    assert unpacked_rtf(PACKED, 1000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked_rtf(PACKED, 10) == b"{\\rtf1\\ans"


def test_a_message_with_packed_rich_text_alone_is_read_from_that(tmp_path: Path) -> None:
    tree = message(**{"__substg1.0_1000001F": b"", "__substg1.0_10090102": PACKED})
    assert seen(read(write(tmp_path, tree)))[-1] == ("paragraph", 0, "hello world")


def test_what_repeats_while_it_is_unpacked_repeats() -> None:
    # One letter, then a copy of seventeen letters from where it stands, then the end.
    start = 207
    copy = struct.pack(">H", start << 4 | 15)
    end = struct.pack(">H", (start + 18) << 4)
    packed = struct.pack("<II4sI", 20, 18, b"LZFu", 0) + b"\x06" + b"a" + copy + end
    assert unpacked_rtf(packed, 1000) == b"a" * 18


@given(st.binary(max_size=300))
def test_no_packed_rich_text_raises_or_grows_beyond_what_is_asked_for(data: bytes) -> None:
    packed = struct.pack("<II4sI", len(data), 2**32 - 1, b"LZFu", 0) + data
    assert len(unpacked_rtf(packed, 500)) <= 500


def test_a_message_that_says_nothing_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(DocumentHasNoText):
        open_document(write(tmp_path, {"__substg1.0_9999001F": wide("x")}))


def test_damaged_messages_are_refused_in_words_or_give_text(tmp_path: Path) -> None:
    tree = message(**{"__attach_version1.0_#00000000": attachment("a.txt", b"text " * 1500)})
    whole = compound(tree)
    path = tmp_path / "letter.msg"
    for data in damaged(whole, 200, 4, cut_every=3, cut_from=600, hits=(1, 5, 40), hit_from=28):
        path.write_bytes(data)
        outcome(path).encode()


def test_a_header_without_a_file_system_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.msg"
    path.write_bytes(compound(message())[:700] + wide("__substg1.0_"))
    with pytest.raises(DocumentDamaged, match="damaged"):
        open_document(path)


def test_sectors_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    """The body says it is 4 GB long and its sectors lead back to themselves."""
    body = wide("circle ") * 1000
    data = bytearray(compound(message(**{"__substg1.0_1000001F": body})))
    entry = data.index(wide("__substg1.0_1000001F"))
    start = struct.unpack_from("<I", data, entry + 116)[0]
    struct.pack_into("<Q", data, entry + 120, 0xFFFFFFF0)
    table = len(data) - 512
    struct.pack_into("<I", data, table + 4 * start, start)
    path = tmp_path / "a.msg"
    path.write_bytes(data)
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert any("circle circle" in page.text for page in read(path))
    assert time.process_time() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def test_folders_that_stand_in_themselves_are_read_once(tmp_path: Path) -> None:
    data = bytearray(compound(message()))
    entry = data.index(wide("__recip_version1.0_#00000000"))
    struct.pack_into("<I", data, entry + 76, 0)
    path = tmp_path / "a.msg"
    path.write_bytes(data)
    assert "940" in read(path)[0].text


def test_ten_thousand_streams_in_a_row_do_not_overflow_a_stack(tmp_path: Path) -> None:
    tree = message(**{f"__substg1.0_{number:08X}": b"x" for number in range(10_000)})
    path = write(tmp_path, tree)
    with path.open("rb") as file:
        assert len(CompoundFile(file).root.streams) >= 10_000
    assert "940" in read(path)[0].text
