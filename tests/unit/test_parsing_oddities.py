"""Files that are nearly what they seem: entities, wide and mixed encodings, data that passes for text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.documents import BlockKind, Page
from desktop_rag.domain.errors import DocumentError, DocumentUnsupported
from desktop_rag.parsing.registry import open_document
from desktop_rag.parsing.signatures import refusal


def read(path: Path, content: str | bytes) -> str:
    """The text of all pages."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return "\n".join(page.text for page in open_document(path).pages)


def pages(path: Path, content: str) -> list[Page]:
    path.write_text(content, encoding="utf-8")
    return list(open_document(path).pages)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("5 &lt; 6 &gt; 4", "5 < 6 > 4"),
        ("caf&eacute; &#233;&#xE9;", "café éé"),
        ("940&nbsp;&euro; &mdash; net", "940\u00a0€ — net"),
        ("AT&T and R&D", "AT&T and R&D"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&#128512;", "😀"),
        ("&#x93;quoted&#x94;", "“quoted”"),
        ("&unknown; stays", "&unknown; stays"),
    ],
)
def test_entities_of_a_web_page_are_the_characters_they_stand_for(
    tmp_path: Path, written: str, shown: str
) -> None:
    text = read(tmp_path / "a.html", f"<meta charset=utf-8><p>{written}</p>")
    assert text.replace("\u00a0", " ") == shown.replace("\u00a0", " ")


@pytest.mark.parametrize("reference", ["&#0;", "&#xD800;", "&#1114112;", "&#x1b;[31m", "&#99999999999;"])
def test_a_reference_to_no_character_leaves_storable_text(tmp_path: Path, reference: str) -> None:
    text = read(tmp_path / "a.html", f"<p>before {reference} after</p>")
    text.encode()
    assert "\x00" not in text
    assert "\x1b" not in text
    assert text.startswith("before")
    assert text.endswith("after")


def test_entities_in_markdown_are_read_and_in_its_code_are_not(tmp_path: Path) -> None:
    text = read(tmp_path / "a.md", "Tom &amp; Jerry\n\n```\nx = '&amp;'\n```\n")
    assert "Tom & Jerry" in text
    assert "x = '&amp;'" in text


def test_entities_in_plain_text_stay_as_they_are(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", "Tom &amp; Jerry") == "Tom &amp; Jerry"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_wide_characters_are_read_in_every_format(tmp_path: Path, codec: str, name: str) -> None:
    sentence = "The gate code is 4711, and the café is open until nine."
    assert read(tmp_path / name, f"{sentence}\n".encode(codec)) == sentence


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03" * 500,
        bytes(range(128, 256)) * 40 + bytes(range(32)) * 40,
        b"name\x00\x05\x00value\x00\x00\x01" * 200,
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "noname"])
def test_data_is_refused_whatever_it_is_called(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(DocumentUnsupported):
        read(tmp_path / name, content)


def test_a_table_wider_than_any_screen_keeps_every_cell(tmp_path: Path) -> None:
    cells = [f"value{number}" for number in range(300)]
    header = "".join(f"<th>col{number}</th>" for number in range(300))
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    text = read(tmp_path / "a.html", f"<table><tr>{header}</tr><tr>{row}</tr></table>")
    assert [cell for cell in cells if cell not in text.split("\n")[-1]] == []


def test_sections_of_a_long_page_are_named_on_the_pages_that_follow(tmp_path: Path) -> None:
    found = pages(tmp_path / "a.md", "# Lease\n\n## Rent\n\n" + "It is due monthly. " * 3_000)
    assert len(found) > 2
    assert {page.heading for page in found[1:]} == {"Lease › Rent"}
    assert [page.number for page in found] == list(range(1, len(found) + 1))


def test_comments_scripts_and_styles_are_not_said(tmp_path: Path) -> None:
    html = "<style>p{}</style><script>var secret=1</script><!-- hidden --><p>shown</p><template>no</template>"
    assert read(tmp_path / "a.html", html) == "shown"


def test_code_in_markdown_is_code(tmp_path: Path) -> None:
    (page,) = pages(tmp_path / "a.md", "Run this:\n\n```sh\nls   -l\n  # indented\n```\n")
    (code,) = [block for block in page.blocks if block.kind is BlockKind.CODE]
    assert page.text[code.start : code.end].rstrip() == "ls   -l\n  # indented"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"GIF89a", "a picture (GIF)"),
        (b"II*\x00", "a picture (TIFF)"),
        (b"\x00\x00\x00\x20ftypavif", "a picture (AVIF)"),
        (b"RIFF\x10\x00\x00\x00WAVE", "a sound recording (WAV)"),
        (b"OggS\x00", "a sound recording (Ogg)"),
        (b"\x1aE\xdf\xa3", "a video (Matroska)"),
        (b"BZh91AY&SY", "an archive (bzip2)"),
        (b"Rar!\x1a\x07", "an archive (RAR)"),
        (b"\xca\xfe\xba\xbe", "a program (macOS or Java)"),
        (b"AT&TFORM", "a DjVu document"),
        (b"OTTO\x00", "a font"),
        (b"x" * 60 + b"BOOKMOBI", "a Kindle book"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_next_step(head: bytes, words: str) -> None:
    error = refusal(head.ljust(300, b"\0"))
    assert error is not None
    assert f"This is {words}" in error.message
    assert error.hint.endswith(".")


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "Zs")), min_size=1))
def test_plain_words_are_never_taken_for_another_kind(text: str) -> None:
    words = ("Notes: " + text).encode().ljust(300, b" ")
    assert refusal(words) is None


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.pdf", "a.docx"])
@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1"]
)
def test_the_beginning_of_a_kind_and_nothing_more_is_refused_in_plain_words(
    tmp_path: Path, name: str, content: bytes
) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path / name, content)
    assert caught.value.message.endswith(".")
    assert caught.value.hint.endswith(".")
