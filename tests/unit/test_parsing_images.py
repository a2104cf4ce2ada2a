"""Pictures as documents: every kind of pixel comes out upright on white, and no file does any harm."""

import contextlib
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentError,
    DocumentTooLarge,
    NoSuchPage,
    PathMissing,
    PictureHasNoWords,
)
from desktop_rag.parsing.drawing import MAX_READING_PIXELS, draw_page, draw_to_read
from desktop_rag.parsing.recognition.images import MAX_FRAMES, frame_size, load_frame
from desktop_rag.parsing.registry import open_document
from tests.pdfs import lines, write_pdf

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
SIZE = (120, 80)
EVERYTHING = (10_000, 10_000)


def sample(mode: str = "L") -> Image.Image:
    """White paper, black in its upper left quarter."""
    picture = Image.new("L", SIZE, 255)
    ImageDraw.Draw(picture).rectangle((0, 0, 59, 39), fill=0)
    return picture.convert(mode)


def see_through() -> Image.Image:
    """Black where `sample` is, nothing at all elsewhere."""
    picture = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 60, 40))
    return picture


def deep(mode: str) -> Image.Image:
    """Of 16 or 32 bits."""
    return sample().convert("I").point(lambda value: value * 257).convert(mode)


def saved(picture: Image.Image, path: Path, **options: object) -> Path:
    picture.save(path, **options)
    return path


def pages(path: Path) -> list[Page]:
    return list(open_document(path).pages)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("grey.png", sample),
        ("colour.jpg", lambda: sample("RGB")),
        ("print.jpg", lambda: sample("CMYK")),
        ("print.tiff", lambda: sample("CMYK")),
        ("fax.tiff", lambda: sample("1")),
        ("lab.tiff", lambda: Image.merge("LAB", [sample(), *[Image.new("L", SIZE, 128)] * 2])),
        ("few colours.png", lambda: sample("RGB").quantize(4)),
        ("bits.png", lambda: sample("1")),
        ("clear.png", see_through),
        ("clear grey.png", lambda: see_through().convert("LA")),
        ("clear few.png", lambda: see_through().quantize(4)),
        ("clear.tiff", see_through),
        ("deep.png", lambda: deep("I;16")),
        ("deep.tiff", lambda: deep("I;16")),
        ("deeper.tiff", lambda: deep("I")),
        ("numbers.tiff", lambda: deep("F")),
    ],
)
def test_every_kind_of_pixel_comes_out_as_black_on_white(
    tmp_path: Path, name: str, make: Callable[[], Image.Image]
) -> None:
    path = saved(make(), tmp_path / name)
    document = open_document(path)
    assert (document.format, document.page_count) == (DocumentFormat.IMAGE, 1)
    assert list(document.pages) == [Page(1, "", is_scan=True)]
    for most in (EVERYTHING, (31, 21)):
        frame = load_frame(path, 1, most)
        assert frame.mode == "RGB"
        across, down = frame.size
        assert across <= most[0]
        dark, light = frame.getpixel((across // 4, down // 4)), frame.getpixel((3 * across // 4, down // 2))
        assert max(dark) < 30, "the quarter that was painted"  # type: ignore[arg-type]  # RGB has three
        assert min(light) > 225, "paper"  # type: ignore[arg-type]  # RGB has three


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tiff"])
def test_a_photograph_stands_as_the_camera_was_held(tmp_path: Path, name: str, orientation: int) -> None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    as_stored = sample().transpose(turns[orientation]) if orientation in turns else sample()
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(as_stored, tmp_path / name, exif=exif)
    assert frame_size(path, 1) == SIZE
    assert load_frame(path, 1, EVERYTHING).size == SIZE
    assert load_frame(path, 1, (60, 60)).size == (60, 40)
    drawn = draw_page(path, 1, 240, ())
    assert (drawn.width, drawn.height) == (240, 160)
    corners = [drawn.rgb[3 * (240 * y + x)] for x, y in [(20, 20), (220, 20), (20, 140), (220, 140)]]
    assert [value < 128 for value in corners] == [True, False, False, False]


def test_a_fax_has_pages(tmp_path: Path) -> None:
    others = [Image.new("L", (100, 200 + number), number) for number in range(2, 6)]
    path = saved(sample(), tmp_path / "fax.tif", save_all=True, append_images=others)
    assert [(page.number, page.text, page.is_scan) for page in pages(path)] == [
        (number, "", True) for number in range(1, 6)
    ]
    assert [frame_size(path, number) for number in range(1, 6)] == [SIZE, *(page.size for page in others)]
    assert load_frame(path, 4, EVERYTHING).getpixel((5, 5)) == (4, 4, 4)


@pytest.mark.parametrize("number", [0, -1, 2, 10**9])
@pytest.mark.parametrize("name", ["a.png", "a.tiff", "a.jpg"])
def test_a_page_that_is_not_there_is_told(tmp_path: Path, name: str, number: int) -> None:
    path = saved(sample(), tmp_path / name)
    with pytest.raises(NoSuchPage):
        draw_page(path, number, 100, ())
    with pytest.raises(NoSuchPage):
        draw_to_read(path, number)


def test_of_moving_pictures_the_first_is_the_page(tmp_path: Path) -> None:
    path = saved(sample(), tmp_path / "a.png", save_all=True, append_images=[Image.new("L", SIZE, 0)])
    assert len(pages(path)) == 1


@pytest.mark.parametrize("size", [(16, 16), (2000, 4), (4, 2000), (49, 49), (1, 1)])
def test_icons_and_rules_are_told_from_documents(tmp_path: Path, size: tuple[int, int]) -> None:
    path = saved(Image.new("L", size, 255), tmp_path / "icon.png")
    with pytest.raises(PictureHasNoWords, match=f"{size[0]} × {size[1]} pixels"):
        open_document(path)


@pytest.mark.parametrize("width", [1, 64, 500, 100_000])
def test_a_picture_is_drawn_as_wide_as_asked_within_limits(tmp_path: Path, width: int) -> None:
    path = saved(sample(), tmp_path / "a.png")
    drawn = draw_page(path, 1, width, ((0, 1),), ("x",))
    assert drawn.width == min(max(width, 64), 6000)
    assert drawn.height == drawn.width * 80 // 120
    assert len(drawn.rgb) == drawn.width * drawn.height * 3
    assert (drawn.boxes, drawn.text_in_boxes) == ((), "")


def test_a_ribbon_is_drawn_within_limits(tmp_path: Path) -> None:
    path = saved(Image.new("L", (50, 9_000), 255), tmp_path / "a.png")
    drawn = draw_page(path, 1, 6000, ())
    assert drawn.width * drawn.height <= 25_000_000


def test_a_pdf_page_is_drawn_for_reading_at_200_dots_an_inch(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "a.pdf", [lines("Rent")], catalog="/PageLabels << /Nums [0 << /S /r /St 4 >>] >>"
    )
    page = draw_to_read(path, 1)
    assert (page.rgb.shape, page.label) == ((2200, 1700, 3), "iv")
    with pytest.raises(NoSuchPage):
        draw_to_read(path, 2)
    with pytest.raises(PathMissing):
        draw_to_read(tmp_path / "none.pdf", 1)


def test_a_poster_is_made_smaller_for_reading(tmp_path: Path) -> None:
    path = saved(Image.new("1", (6_300, 3_500), 1), tmp_path / "poster.tiff", compression="group4")
    height, width, _ = draw_to_read(path, 1).rgb.shape
    assert 0.9 * MAX_READING_PIXELS < width * height <= MAX_READING_PIXELS
    assert width / height == pytest.approx(9 / 5, rel=0.01)


def png_of(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [13_500, 100_000, 2**31 - 1])
def test_a_bomb_of_a_picture_is_refused_before_it_is_unpacked(tmp_path: Path, side: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_of(side, side))
    for use in (open_document, lambda path: draw_page(path, 1, 100, ()), lambda path: draw_to_read(path, 1)):
        with pytest.raises(DocumentTooLarge, match="too large") as caught:
            use(path)
        assert "smaller copy" in caught.value.hint


def tiff_of(frames: int, *, circular: bool = False) -> bytes:
    """A TIFF of so many pages of one pixel, the last of which may lead back to the first."""
    body = bytearray(b"II*\0\x08\0\0\0")
    tags = {256: 60, 257: 60, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 60, 279: 3600}
    size = 2 + 12 * len(tags) + 4
    for number in range(frames):
        last = number == frames - 1
        following = (8 if circular else 0) if last else 8 + size * (number + 1)
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
        body += struct.pack("<H", len(tags)) + entries + struct.pack("<I", following)
    return bytes(body) + bytes(3600)


def test_a_tiff_that_leads_back_to_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.tiff").write_bytes(tiff_of(3, circular=True))
    assert len(pages(tmp_path / "a.tiff")) == 3


def test_a_tiff_of_countless_pages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tiff").write_bytes(tiff_of(MAX_FRAMES + 5_000))
    with pytest.raises(DocumentTooLarge, match=r"5,000 pages"):
        open_document(tmp_path / "a.tiff")


def encoded(kind: str) -> bytes:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    sample("RGB").save(file, kind, exif=exif)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_cut_off_picture_is_damaged(tmp_path: Path, kind: str) -> None:
    whole = encoded(kind)
    (tmp_path / "a").write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(DocumentDamaged, match="This picture is damaged"):
        draw_page(tmp_path / "a", 1, 100, ())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    flips=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=8),
    end=st.one_of(st.none(), st.integers(8, 4000)),
)
def test_whatever_became_of_a_picture_it_is_drawn_or_told(
    tmp_path: Path, kind: str, flips: list[tuple[int, int]], end: int | None
) -> None:
    content = bytearray(encoded(kind))
    for place, value in flips:
        content[8 + place % (len(content) - 8)] = value
    (tmp_path / "a").write_bytes(content[:end])
    with contextlib.suppress(DocumentError):
        assert len(pages(tmp_path / "a")) >= 1
        drawn = draw_page(tmp_path / "a", 1, 64, ())
        assert len(drawn.rgb) == drawn.width * drawn.height * 3
