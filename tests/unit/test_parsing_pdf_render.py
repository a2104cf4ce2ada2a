"""The picture of a page and the boxes on it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.domain.documents import Box, PagePicture
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    NoSuchPage,
    PathMissing,
)
from desktop_rag.parsing.pdf.reader import open_pdf
from desktop_rag.parsing.pdf.render import MAX_PIXELS, render_page
from desktop_rag.workers.parser_client import MAX_PICTURE_SIDE_PX
from tests.pdfs import PdfPage, encrypt_pdf, lines, write_pdf

TIGHT_LINES = lines(
    *(f"Line {name} set so tight that it touches" for name in ("one", "two", "six")), leading=7
)
TWO_COLUMNS = lines(*["left column here"] * 5) + lines(*["and the right one"] * 5, x=330)
UPWARDS = b"BT /F1 11 Tf 0 1 -1 0 40 200 Tm 14 TL (Up the side of) Tj T* (the page it goes) Tj ET\n"
SLANTED = b"BT /F1 30 Tf .7 .7 -.7 .7 300 100 Tm (COPY OF A DRAFT) Tj ET\n"
SCALED = b"BT /F1 1 Tf 14 0 0 14 72 60 Tm (Scaled by its matrix) Tj ET\n"
BUSY = (
    TWO_COLUMNS
    + lines("Large", size=40, y=600)
    + TIGHT_LINES.replace(b"720", b"500")
    + UPWARDS
    + SLANTED
    + SCALED
)
PAGES = {
    "plain": PdfPage(BUSY),
    "turned 90": PdfPage(BUSY, "/Rotate 90"),
    "turned 180": PdfPage(BUSY, "/Rotate 180"),
    "turned 270": PdfPage(BUSY, "/Rotate 270"),
    "cropped": PdfPage(BUSY, "/CropBox [20 40 600 760]"),
    "cropped and turned": PdfPage(BUSY, "/CropBox [20 40 600 760] /Rotate 90"),
    "large unit": PdfPage(BUSY, "/UserUnit 2.5"),
    "spelled": PdfPage(lines("a b c odd ba cab", y=760, font="F3") + BUSY),
}


def solid(text: str) -> str:
    return "".join(text.split())


def text_of(path: Path, number: int = 1) -> str:
    return list(open_pdf(path).pages)[number - 1].text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "document.pdf"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    path = write_pdf(tmp_path_factory.mktemp("pdf") / "busy.pdf", list(PAGES.values()))
    return path, [page.text for page in open_pdf(path).pages]


def mark(path: Path, words: str, width_px: int = 600, number: int = 1) -> PagePicture:
    start = text_of(path, number).index(words)
    return render_page(path, number, width_px, [(start, start + len(words))], [words])


def ink(picture: PagePicture) -> Box:
    """The box around every dark pixel."""
    step = picture.width * 3
    rows = [y for y in range(picture.height) if min(picture.rgb[y * step : (y + 1) * step]) < 100]
    columns = [x for x in range(picture.width) if min(picture.rgb[x * 3 :: step]) < 100]
    return Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, len(PAGES) - 1), data=st.data())
def test_the_text_in_the_boxes_is_the_text_asked_for(
    busy: tuple[Path, list[str]], number: int, data: st.DataObject
) -> None:
    path, texts = busy
    text = texts[number - 1]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    picture = render_page(path, number, 400, [(start, end)], [text[start:end]])
    assert solid(picture.text_in_boxes) == solid(text[start:end])


def test_a_glyph_that_stands_for_several_letters_is_marked_whole(path: Path) -> None:
    write_pdf(path, [lines("odd x", font="F3")])
    assert mark(path, "ffi").text_in_boxes == "ffi"
    assert render_page(path, 1, 600, [(2, 3)], ["f"]).text_in_boxes == "ffi"


@pytest.mark.parametrize("number", range(1, 1 + len(PAGES)), ids=list(PAGES))
def test_the_whole_page_can_be_marked(busy: tuple[Path, list[str]], number: int) -> None:
    path, texts = busy
    picture = render_page(path, number, 500, [(0, len(texts[number - 1]))])
    assert solid(picture.text_in_boxes) == solid(texts[number - 1])
    assert all(box.x0 < box.x1 and box.y0 < box.y1 for box in picture.boxes)


@pytest.mark.parametrize("extra", ["", "/Rotate 90", "/Rotate 180", "/Rotate 270", "/UserUnit 3"])
@pytest.mark.parametrize("crop", ["", "/CropBox [50 100 550 700]"])
def test_boxes_lie_where_the_ink_is(path: Path, extra: str, crop: str) -> None:
    """Geometry against pixels, so that a mistake shared by boxes and text cannot hide."""
    write_pdf(path, [PdfPage(lines("HHHHHHHHH", x=150, y=300, size=30), f"{extra} {crop}")])
    picture = mark(path, "HHHHHHHHH", 800)
    [box], dark = picture.boxes, ink(picture)
    assert box.x0 - 1 <= dark.x0 <= dark.x1 <= box.x1 + 1
    assert box.y0 - 1 <= dark.y0 <= dark.y1 <= box.y1 + 1
    area = (box.x1 - box.x0) * (box.y1 - box.y0)
    assert (dark.x1 - dark.x0) * (dark.y1 - dark.y0) > 0.5 * area


def test_one_even_box_for_each_line(path: Path) -> None:
    write_pdf(path, [lines("an even line", "with Ascenders, too", "no more")])
    boxes = mark(path, "even line\nwith Ascenders, too\nno").boxes
    assert len(boxes) == 3
    heights = {round(box.y1 - box.y0, 1) for box in boxes}
    assert len(heights) == 1


def test_boxes_of_two_columns_leave_the_gap_free(path: Path) -> None:
    write_pdf(path, [TWO_COLUMNS])
    boxes = mark(path, text_of(path), 612).boxes
    assert all(box.x1 < 250 or box.x0 > 300 for box in boxes)


def test_several_spans_are_marked_together(path: Path) -> None:
    write_pdf(path, [lines("one two three four")])
    picture = render_page(path, 1, 600, [(0, 3), (8, 13)], ["one", "three"])
    assert (picture.text_in_boxes, len(picture.boxes)) == ("one three", 2)


def test_text_printed_right_over_the_words_shows_in_the_check(path: Path) -> None:
    """The check must be able to fail: it looks at places, not at what was asked for."""
    write_pdf(path, [lines("under") + lines("wrong", y=721)])
    picture = mark(path, "under")
    assert solid(picture.text_in_boxes) != "under"


def test_words_that_moved_are_marked_where_they_are_now(path: Path) -> None:
    write_pdf(path, [lines("Put in front. The old words.")])
    picture = render_page(path, 1, 600, [(0, 14)], ["The old\nwords."])
    assert picture.text_in_boxes == "The old words."


@pytest.mark.parametrize("quote", ["not there", "twice"])
def test_words_that_cannot_be_placed_leave_everything_unmarked(path: Path, quote: str) -> None:
    write_pdf(path, [lines("here twice or twice")])
    picture = render_page(path, 1, 600, [(0, 4), (1, 3)], ["here", quote])
    assert (picture.boxes, picture.text_in_boxes) == ((), "")
    assert len(picture.rgb) == picture.width * picture.height * 3


@pytest.mark.parametrize("span", [(-5, 3), (0, 10_000), (500, 600), (3, 1)])
def test_spans_off_the_page_do_no_harm(path: Path, span: tuple[int, int]) -> None:
    write_pdf(path, [lines("short")])
    assert render_page(path, 1, 100, [span]).text_in_boxes in "short"


@pytest.mark.parametrize(("asked", "given"), [(600, 600), (1, 64), (10**9, 4395), (-3, 64)])
def test_the_width_asked_for_within_limits(path: Path, asked: int, given: int) -> None:
    picture = render_page(write_pdf(path, [lines("Text.")]), 1, asked, [])
    assert picture.width == given
    assert picture.height == pytest.approx(given * 792 / 612, abs=1)
    assert len(picture.rgb) == picture.width * picture.height * 3


@pytest.mark.parametrize(
    "size", [(1, 14_400), (612, 14_400), (14_400, 1), (0, 0), (0.001, 0.001), (1e9, 1e9)]
)
def test_odd_page_sizes_keep_the_picture_small(path: Path, size: tuple[float, float]) -> None:
    write_pdf(path, [PdfPage(lines("Text.", x=0, y=0), size=size)])
    try:
        picture = render_page(path, 1, 1000, [(0, 5)])
    except DocumentDamaged:
        return
    assert 0 < picture.width * picture.height <= MAX_PIXELS
    assert max(picture.width, picture.height) <= MAX_PICTURE_SIDE_PX
    assert len(picture.rgb) == picture.width * picture.height * 3


def test_the_colours_are_red_green_blue(path: Path) -> None:
    picture = render_page(write_pdf(path, [b"1 0 0 rg 0 0 612 792 re f\n"]), 1, 64, [])
    assert picture.rgb[:3] == b"\xff\x00\x00"


def test_form_fields_and_annotations_are_drawn(path: Path) -> None:
    note = "/Annots [<< /Type /Annot /Subtype /Square /Rect [100 100 400 400] /C [0 0 0] /IC [0 0 0] /F 4 >>]"
    plain = render_page(write_pdf(path, [PdfPage(b"")]), 1, 200, [])
    marked = render_page(write_pdf(path, [PdfPage(b"", note)]), 1, 200, [])
    assert min(plain.rgb) == 255
    assert min(marked.rgb) == 0


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_page_the_document_does_not_have(path: Path, number: int) -> None:
    write_pdf(path, [lines("Text.")] * 2)
    with pytest.raises(NoSuchPage):
        render_page(path, number, 600, [])


def test_files_that_cannot_be_drawn_say_why(path: Path) -> None:
    with pytest.raises(PathMissing):
        render_page(path, 1, 600, [])
    with pytest.raises(DocumentEmpty):
        render_page(write_pdf(path, []), 1, 600, [])
    write_pdf(path, [lines("Secret.")])
    with pytest.raises(DocumentEncrypted):
        render_page(encrypt_pdf(path, user="secret"), 1, 600, [])
    path.write_bytes(b"%PDF-1.7 and nothing else")
    with pytest.raises(DocumentDamaged, match="damaged"):
        render_page(path, 1, 600, [])


def test_where_only_the_text_can_be_read_the_hint_says_so(path: Path) -> None:
    write_pdf(path, [lines("Text.")])
    path.write_bytes(path.read_bytes().replace(b"%PDF-1.7", b"%XYZ-1.7", 1))
    with pytest.raises(DocumentDamaged) as caught:
        render_page(path, 1, 600, [])
    assert "text" in caught.value.hint


def test_words_beside_are_marked_each_for_itself(path: Path) -> None:
    write_pdf(path, [lines("The rent is due.", "Heating is paid by the tenant.", "Pets may stay.")])
    text = text_of(path)
    beside = [(text.index(words), text.index(words) + len(words), words) for words in ("Heating", "Pets")]
    gone = (0, 4, "moved away")
    picture = render_page(path, 1, 600, [(4, 8)], ["rent"], beside=[*beside, gone])
    assert picture.text_in_boxes == "rent"
    assert [len(boxes) for boxes in picture.beside] == [1, 1, 0]
    heating, pets = (boxes[0] for boxes in picture.beside[:2])
    assert picture.boxes[0].y1 <= heating.y0 + 3 <= pets.y0


def test_words_beside_are_marked_where_those_asked_for_are_gone(path: Path) -> None:
    write_pdf(path, [lines("The rent is due.")])
    picture = render_page(path, 1, 600, [(4, 8)], ["lease"], beside=[(4, 8, "rent")])
    assert (picture.boxes, len(picture.beside[0])) == ((), 1)
