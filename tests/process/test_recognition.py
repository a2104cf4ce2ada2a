"""Pages that are pictures, read by the real parser child: the right words, in order, and where they stand."""

import difflib
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.documents import BlockKind, Page
from desktop_rag.domain.errors import (
    Cancelled,
    DocumentDamaged,
    DocumentEncrypted,
    InputError,
    WorkerProtocolError,
)
from desktop_rag.domain.scan_boxes import boxes_over, text_in_boxes
from desktop_rag.runtime import RuntimePaths
from desktop_rag.workers.parser_client import ParserClient, parser_spec
from tests.e2e import no_sockets
from tests.pdfs import encrypt_pdf
from tests.scans import A4, SANS, SERIF, Rectangle, SetPage, SetWord, as_if_scanned, save, sideways

HEADLINE = "Notices and repairs"
ENGLISH = (
    "The tenant shall give notice in writing at least three months before leaving the flat. The monthly rent "
    "is 940 euros, payable in advance by the third working day of each month; a deposit of 2,820 euros is "
    "due on signing. Pets may be kept only with the landlord's written consent (see clause 12.4). The "
    "invoice no. INV-2024-00871 was sent to finance@northwind.example twice."
)
GERMAN = (
    "Der Mieter verpflichtet sich, die Wohnung pfleglich zu behandeln und regelmäßig zu lüften. "
    "Schönheitsreparaturen übernimmt der Vermieter. Die Übergabe erfolgt am 1. März um 9:30 Uhr in der "
    "Königsallee 17."
)
FRENCH = (
    "Le locataire est tenu de payer le loyer et les charges récupérables aux termes convenus. L'état des "
    "lieux est établi à l'entrée, où chaque pièce est décrite avec soin."
)
SPANISH = (
    "El arrendatario abonará la renta dentro de los siete primeros días del mes. ¿Qué ocurre si no paga? El "
    "dueño podrá exigir intereses según la cláusula décima."
)


@dataclass(frozen=True, slots=True)
class Case:
    """A page as it was set, and as it was read."""

    set: SetPage
    read: Page


@pytest.fixture(scope="module")
def parser() -> Iterator[ParserClient]:
    client = ParserClient(parser_spec())
    yield client
    client.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scans")


@pytest.fixture(scope="module")
def columns(parser: ParserClient, folder: Path) -> Case:
    """A picture: a headline over two columns, in four languages, with and without serifs."""
    page = SetPage()
    top = page.write(HEADLINE, 150, 150, 1300, SANS, 20) + 30
    below = page.write(ENGLISH, 150, top, 640, SERIF, 10)
    page.write(GERMAN, 150, below + 25, 640, SANS, 10)
    below = page.write(FRENCH, 870, top, 640, SERIF, 10)
    page.write(SPANISH, 870, below + 25, 640, SANS, 10)
    return Case(page, parser.recognise(save(page.picture, folder / "columns.png"), 1))


@pytest.fixture(scope="module")
def scanned(parser: ParserClient, folder: Path) -> Case:
    """The second page of a PDF of pictures, which lay askew on the scanner."""
    page = SetPage()
    below = page.write(ENGLISH, 180, 300, 1300, SERIF, 11)
    page.write(GERMAN, 180, below + 30, 1300, SANS, 11)
    scan = as_if_scanned(page)
    path = save(Image.new("L", A4, 255), folder / "scanned.pdf", [scan.picture])
    return Case(scan, parser.recognise(path, 2))


@pytest.fixture(scope="module")
def turned(parser: ParserClient, folder: Path) -> Case:
    """A photograph of a page, lying on its side."""
    page = SetPage((1100, 700))
    page.write(FRENCH, 60, 80, 950, SERIF, 11)
    page.write(SPANISH, 60, 400, 950, SANS, 11)
    aside = sideways(page)
    return Case(aside, parser.recognise(save(aside.picture, folder / "turned.jpg"), 1))


@pytest.fixture(params=["columns", "scanned", "turned"])
def case(request: pytest.FixtureRequest) -> Case:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Case)
    return found


def pairs(case: Case) -> list[tuple[SetWord, int, int]]:
    """The words that were read as they were set, with their offsets in the text that was read."""
    spans = list(word_spans(case.read.text))
    want = [word.text for word in case.set.words]
    have = [case.read.text[start:end] for start, end in spans]
    matcher = difflib.SequenceMatcher(None, want, have, autojunk=False)
    return [
        (case.set.words[block.a + i], *spans[block.b + i])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    ]


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for word in text.split():
        start = text.index(word, start)
        yield start, start + len(word)
        start += len(word)


def overlap(one: Rectangle, other: Rectangle) -> float:
    """Intersection over union."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    both = max(0.0, across) * max(0.0, down)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return both / (sum(areas) - both)


def middle(box: Rectangle) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def is_lit(word: SetWord, page: Page, spans: list[tuple[int, int]]) -> bool:
    """On a picture 1000 pixels wide and high, which makes shares of it easy to compare."""
    x, y = (1000 * value for value in middle(word.box))
    return any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in boxes_over(page, spans, 1000, 1000))


def test_at_least_95_percent_of_the_words_are_right_and_in_order(case: Case) -> None:
    assert len(pairs(case)) >= 0.95 * len(case.set.words)
    assert len(case.read.text.split()) <= 1.05 * len(case.set.words)


def test_each_word_stands_where_it_was_printed(case: Case) -> None:
    by_start = {word.start: word for word in case.read.words}
    shares = []
    for word, start, _ in pairs(case):
        box = by_start[start]
        shares.append(overlap(word.box, (box.x0, box.y0, box.x1, box.y1)))
    assert sum(shares) / len(shares) >= 0.7
    assert sum(share >= 0.5 for share in shares) >= 0.97 * len(shares)


@pytest.mark.parametrize("seed", range(5))
def test_a_highlight_covers_the_words_it_should_and_no_others(case: Case, seed: int) -> None:
    found = pairs(case)
    chance = random.Random(seed)
    first = chance.randrange(len(found) - 12)
    last = first + chance.randrange(1, 12)
    spans = [(found[first][1], found[last][2])]
    inside, outside = found[first : last + 1], [*found[:first], *found[last + 1 :]]
    assert [word.text for word, *_ in inside if not is_lit(word, case.read, spans)] == []
    assert [word.text for word, *_ in outside if is_lit(word, case.read, spans)] == []
    text = text_in_boxes(case.read, boxes_over(case.read, spans, 1000, 1000), 1000, 1000)
    assert text.split() == case.read.text[slice(*spans[0])].split()


def test_words_keep_their_offsets(case: Case) -> None:
    assert case.read.is_scan
    end = 0
    for word in case.read.words:
        assert end <= word.start < word.end
        assert not any(map(str.isspace, case.read.text[word.start : word.end]))
        assert case.read.text[end : word.start].strip() == ""
        assert 0 <= word.x0 < word.x1 <= 1
        assert 0 <= word.y0 < word.y1 <= 1
        end = word.end
    assert end == len(case.read.text)


def test_columns_are_read_one_after_the_other_below_their_headline(columns: Case) -> None:
    text = " ".join(columns.read.text.split())
    beginnings = [HEADLINE, "The tenant shall", "Der Mieter", "Le locataire", "El arrendatario"]
    places = [text.index(words) for words in beginnings]
    assert places == sorted(places)
    kinds = [block.kind for block in columns.read.blocks]
    assert kinds == [BlockKind.HEADING, *[BlockKind.PARAGRAPH] * 4]
    starts = [columns.read.text[block.start :].split()[0] for block in columns.read.blocks]
    assert starts == ["Notices", "The", "Der", "Le", "El"]


def test_the_page_of_a_picture_is_drawn_as_wide_as_asked(
    parser: ParserClient, folder: Path, turned: Case
) -> None:
    picture = parser.render(folder / "turned.jpg", 1, 350, (), ())
    assert (picture.width, picture.height) == (350, 350 * turned.set.size[1] // turned.set.size[0])
    assert (picture.boxes, picture.text_in_boxes) == ((), "")
    darkest = min(picture.rgb)
    assert darkest < 100, "there is something on it"


def test_lone_figures_in_a_table_stay_in_their_rows(parser: ParserClient, tmp_path: Path) -> None:
    page = SetPage((900, 420))
    for row, figure in enumerate(["1", "7", "10", "4"]):
        page.write(f"Question {row + 1} of the form", 60, 50 + 80 * row, 500, SANS, 11)
        page.write(figure, 700, 50 + 80 * row, 100, SERIF, 11)
    found = parser.recognise(save(page.picture, tmp_path / "table.png"), 1)
    assert found.text.split() == page.text.split()
    assert [block.kind for block in found.blocks] == [BlockKind.TABLE_ROW] * 4


def test_an_empty_page_and_a_photograph_hold_no_words(parser: ParserClient, tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (60, 80), random.Random(1).randbytes(60 * 80 * 3))
    blotches = noise.resize((900, 1200), Image.Resampling.BICUBIC)
    for name, picture in [("empty.png", Image.new("RGB", (900, 1200), "white")), ("photo.jpg", blotches)]:
        page = parser.recognise(save(picture, tmp_path / name), 1)
        assert (page.text, page.words, page.is_scan) == ("", (), True)


def test_a_picture_of_150_million_pixels_is_read_within_the_limits_of_memory(
    parser: ParserClient, tmp_path: Path
) -> None:
    poster = Image.new("L", (12_000, 12_000), 255)
    page = SetPage((1200, 400))
    page.write("Rent is due on the third working day", 60, 100, 1100, SANS, 14)
    poster.paste(page.picture.resize((12_000, 4_000)), (0, 4_000))
    path = tmp_path / "poster.png"
    poster.save(path, compress_level=1)
    assert "third working day" in " ".join(parser.recognise(path, 1).text.split())


def test_reading_stops_within_two_seconds_when_asked(folder: Path, columns: Case) -> None:
    client = ParserClient(parser_spec())
    client.child.start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        client.recognise(folder / "columns.png", 1, cancelled=lambda: time.monotonic() > began + 1.0)
    assert time.monotonic() < began + 3.0
    client.close()


@pytest.mark.skipif(not no_sockets.supported(), reason="needs Linux on a processor whose calls are known")
def test_no_socket_is_opened_to_read_a_page(tmp_path: Path) -> None:
    page = SetPage((600, 200))
    page.write("The monthly rent", 60, 60, 500, SANS, 12)
    spec = parser_spec()
    command = (sys.executable, str(Path(no_sockets.__file__)), *spec.command)
    client = ParserClient(replace(spec, command=command))
    try:
        assert client.recognise(save(page.picture, tmp_path / "a.png"), 1).text == "The monthly rent"
    finally:
        client.close()


@pytest.mark.parametrize("page", [0, 2, 10**6])
def test_a_page_that_is_not_there_is_told(
    parser: ParserClient, folder: Path, columns: Case, page: int
) -> None:
    assert columns.read.text
    with pytest.raises(InputError, match="no such page"):
        parser.recognise(folder / "columns.png", page)


def test_an_encrypted_scan_is_read_with_its_password(parser: ParserClient, tmp_path: Path) -> None:
    page = SetPage((1100, 300))
    page.write("The monthly rent is 940 euros", 60, 80, 950, SERIF, 12)
    path = encrypt_pdf(save(page.picture, tmp_path / "locked.pdf"), user="sesame")
    with pytest.raises(DocumentEncrypted):
        parser.recognise(path, 1)
    assert "940 euros" in parser.recognise(path, 1, "sesame").text


def test_a_damaged_picture_is_told_and_the_next_is_read(parser: ParserClient, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(DocumentDamaged):
        parser.recognise(tmp_path / "a.png", 1)
    assert parser.child.alive


OWNED = """
import sys
from desktop_rag.workers.protocol import READY_ID, Message, read_message, write_message
write_message(sys.stdout.buffer, Message({"id": READY_ID, "event": "ready"}))
request = read_message(sys.stdin.buffer)
for body in BODIES:
    write_message(sys.stdout.buffer, Message({"id": request.body["id"], **body}))
read_message(sys.stdin.buffer)
"""
RESULT = (
    '{"event": "result", "number": 1, "label": "", "heading": "", "text": "Rent", "blocks": [], "words": W}'
)


@pytest.mark.parametrize(
    "bodies",
    [
        '[{"event": "progress"}] * 10_000',
        '[{"event": "page"}]',
        f"[{RESULT}]".replace("W", "[[0, 9, 0, 0, 1, 1]]"),
        f"[{RESULT}]".replace("W", "[[0, 4, 0, 0, 1, 7]]"),
        f"[{RESULT}]".replace("W", "[[2, 4, 0, 0, 1, 1], [0, 2, 0, 0, 1, 1]]"),
    ],
)
def test_a_child_that_its_document_took_over_is_ended(tmp_path: Path, bodies: str) -> None:
    command = (sys.executable, "-c", OWNED.replace("BODIES", bodies))
    client = ParserClient(replace(parser_spec(), command=command))
    with pytest.raises(WorkerProtocolError):
        client.recognise(tmp_path / "any.png", 1)
    assert not client.child.alive


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[AppContext]:
    """With a small scan, a fax of two pages and a picture too small for words."""
    page = SetPage((1100, 300))
    page.write("The monthly rent is 940 euros", 60, 80, 950, SERIF, 12)
    (folder / "mine").mkdir()
    save(page.picture, folder / "mine" / "scan.pdf")
    save(Image.new("L", (600, 300), 255), folder / "mine" / "fax.tiff", [page.picture])
    save(Image.new("L", (40, 40), 255), folder / "mine" / "icon.png")
    context = AppContext.open(RuntimePaths.at(tmp_path_factory.mktemp("library")))
    context.ingest.add([folder / "mine"], JobContext())
    yield context
    context.close()


@pytest.mark.parametrize(("name", "number"), [("scan.pdf", 1), ("fax.tiff", 2)])
def test_the_page_beside_an_answer_lights_the_words_on_a_scan(
    library: AppContext, folder: Path, name: str, number: int
) -> None:
    path = folder / "mine" / name
    start = library.source.view(path, number, [], 100).page.text.index("940")
    view = library.source.view(path, number, [(start, start + 9)], 550)
    assert view.picture is not None
    assert (view.picture.width, view.picture.text_in_boxes, view.note) == (550, "940 euros", "")
    (box,) = view.picture.boxes
    assert 0 < box.x0 < box.x1 < 550
    rows = [view.picture.rgb[3 * 550 * row :][: 3 * 550] for row in range(int(box.y0), int(box.y1))]
    darkest = min(min(row[3 * int(box.x0) : 3 * int(box.x1)]) for row in rows)
    assert darkest < 100, "the words are printed in the box"


def test_words_of_a_scan_that_changed_since_are_not_marked_somewhere_else(
    library: AppContext, folder: Path
) -> None:
    path = folder / "mine" / "scan.pdf"
    before = path.read_bytes()
    save(Image.new("L", (1100, 300), 255), path)
    try:
        view = library.source.view(path, 1, [(0, 3)], 300)
    finally:
        path.write_bytes(before)
    assert view.picture is not None
    assert (view.picture.boxes, view.placed) == ((), False)
    assert view.note == "The exact words could not be marked on this page."


@pytest.mark.long
@pytest.mark.parametrize("degrees", [-2.0, 0.0, 1.2])
@pytest.mark.parametrize("points", [6, 8, 12])
@pytest.mark.parametrize("font", [SERIF, SANS])
def test_small_and_large_print_is_read_however_it_lay_on_the_scanner(
    parser: ParserClient, tmp_path: Path, font: str, points: int, degrees: float
) -> None:
    page, below = SetPage(), 300.0
    for text in (ENGLISH, GERMAN, FRENCH, SPANISH):
        below = page.write(text, 180, below, 1300, font, points) + 30
    scan = as_if_scanned(page, degrees)
    case = Case(scan, parser.recognise(save(scan.picture, tmp_path / "a.jpg"), 1))
    right = len(pairs(case)) / len(scan.words)
    print(f"{font} {points} pt, {degrees}°: {right:.1%} of {len(scan.words)} words right")
    assert right >= 0.95
