"""PDFs that claim, nest, repeat or unfold without end, and long honest ones, in the real parser child."""

import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from desktop_rag.domain.documents import BlockKind, ParsedDocument
from desktop_rag.domain.errors import DocumentError, WorkerOutOfMemory, WorkerStalled
from desktop_rag.workers.parser_client import ParserClient, parser_spec
from desktop_rag.workers.system import resident_bytes
from tests.pdfs import PdfObjects, at, lines, write_pdf

MEBI = 1024**2
LONG = 3_000


@pytest.fixture
def client() -> Iterator[ParserClient]:
    client = ParserClient(parser_spec(stall_s=15))
    yield client
    client.close()


def one_page(file: PdfObjects, content: str, resources: str) -> bytes:
    """A whole file of one page; `content` refers to its stream."""
    tree, root = file.reserve(), file.reserve()
    page = file.add(
        f"<< /Type /Page /Parent {tree} /MediaBox [0 0 600 700] /Resources << {resources} >> "
        f"/Contents {content} >>"
    )
    file.set(tree, f"<< /Type /Pages /Count 1 /Kids [{page}] >>")
    file.set(root, f"<< /Type /Catalog /Pages {tree} >>")
    return file.whole(root, root)


def unfolding(unit: bytes, times: int) -> bytes:
    """A page whose content is as large as it says and packed to a thousandth of that."""
    file, packer = PdfObjects(), zlib.compressobj(9)
    data = b"".join(packer.compress(unit) for _ in range(times)) + packer.flush()
    content = file.add(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(data), data))
    return one_page(file, content, "")


def forms_within_forms(depth: int) -> bytes:
    """Each form draws the next one ten times."""
    file = PdfObjects()
    form = file.add("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 1 >>\nstream\nn\nendstream")
    for _ in range(depth):
        form = file.add(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 60 "
            f"/Resources << /XObject << /X {form} >> >> >>\nstream\n{10 * '  /X Do'}\nendstream"
        )
    return one_page(file, file.stream(b"/X Do"), f"/XObject << /X {form} >>")


def nested_tree(depth: int) -> bytes:
    """A page below so many levels of the page tree."""
    file = PdfObjects()
    root, tree = file.reserve(), file.reserve()
    node = tree
    for _ in range(depth):
        below = file.reserve()
        file.set(node, f"<< /Type /Pages /Count 1 /Kids [{below}] >>")
        node = below
    file.set(node, f"<< /Type /Page /Parent {tree} /MediaBox [0 0 600 700] >>")
    file.set(root, f"<< /Type /Catalog /Pages {tree} >>")
    return file.whole(root, root)


def claiming(path: Path, pages: int) -> Path:
    write_pdf(path, [lines("The only page.")])
    path.write_bytes(path.read_bytes().replace(b"/Count 1 ", b"/Count %d " % pages))
    return path


def test_pages_that_a_file_only_claims_to_have_cost_nothing(client: ParserClient, tmp_path: Path) -> None:
    began = time.monotonic()
    document = client.parse(claiming(tmp_path / "claims.pdf", 19_000))
    assert "".join(page.text for page in document.pages) == "The only page."
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    "data",
    [
        nested_tree(20_000),
        unfolding(b"\0" * MEBI, 300),
        unfolding(b"q " * MEBI, 10),
        unfolding(b"0 0 1 1 re f\n" * 50_000, 20),
        unfolding(b"[" * MEBI, 20),
        forms_within_forms(12),
    ],
    ids=["deep tree", "zeros", "saved states", "shapes", "open brackets", "forms within forms"],
)
def test_bombs_end_in_a_reason_within_the_limits(client: ParserClient, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(data)
    began = time.monotonic()
    outcome = None
    try:
        outcome = len(client.parse(path).pages)
    except (DocumentError, WorkerStalled, WorkerOutOfMemory) as error:
        outcome = error.message
    assert outcome == 1 or isinstance(outcome, str)
    assert time.monotonic() - began < 60
    good = client.parse(write_pdf(tmp_path / "good.pdf", [lines("Still here.")]))
    assert good.pages[0].text == "Still here."


def test_a_document_of_3000_pages_is_read_page_by_page_in_flat_memory(
    client: ParserClient, tmp_path: Path
) -> None:
    body = [f"Some words about the matter in hand, line {number}." for number in range(8)]
    pages = [
        at(72, 770, "The long report", 9)
        + lines(f"This is part {number}.", *body)
        + at(300, 30, f"{number + 1}")
        for number in range(LONG)
    ]
    path = write_pdf(tmp_path / "long.pdf", pages)
    sizes: list[int] = []

    def hear(done: int, total: int) -> None:
        assert total == LONG
        if done % 250 == 0 and client.child.pid is not None:
            sizes.append(resident_bytes(psutil.Process(client.child.pid)))

    document = client.parse(path, on_page=hear)
    assert [page.number for page in document.pages] == list(range(1, LONG + 1))
    assert document.pages[-1].text.startswith(("The long report\nThis is part 2999.",))
    assert max(sizes) - sizes[1] < 50 * MEBI
    assert all(
        furniture_of(document, index) == ["The long report", f"{index + 1}"] for index in (0, 1500, 2999)
    )


def furniture_of(document: ParsedDocument, index: int) -> list[str]:
    page = document.pages[index]
    blocks = [block for block in page.blocks if block.kind is BlockKind.FURNITURE]
    return [page.text[block.start : block.end] for block in blocks]
