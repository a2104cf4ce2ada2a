"""Real PDFs: the hostile ones leave a document or a reason, the ordinary ones light exactly the words."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_rag.domain.documents import Page
from desktop_rag.domain.errors import DocumentError
from desktop_rag.parsing.pdf.reader import open_pdf
from desktop_rag.parsing.pdf.render import render_page

pytestmark = pytest.mark.data

# In a process of its own: a crash of PDFium must fail the test, not end the run.
_READ_ALL = """
import json, sys
from pathlib import Path
from desktop_rag.domain.errors import DocumentError
from desktop_rag.domain.errors import DocumentError
from desktop_rag.parsing.pdf.reader import open_pdf
from desktop_rag.parsing.pdf.render import render_page

def outcome(path):
    try:
        return len(list(open_pdf(path).pages))
    except DocumentError as error:
        return error.kind

def first_page_is_marked(path):
    text = next(iter(open_pdf(path).pages)).text
    try:
        picture = render_page(path, 1, 500, [(0, len(text))], [text])
    except DocumentError as error:
        return error.kind
    return picture.text_in_boxes.split() == text.split() or picture.text_in_boxes

for name in sys.argv[1:]:
    path, marked = Path(name), None
    result = outcome(path)
    if isinstance(result, int):
        marked = first_page_is_marked(path)
    print(json.dumps([path.name, result, marked]), flush=True)
"""


def solid(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def hostile(data_dir: Path) -> dict[str, tuple[int | str, object, str]]:
    """For each file what became of it, whether its first page can be marked, and what was foretold."""
    foretold = {
        entry["file"]: entry["pdfium"]
        for entry in json.loads((data_dir / "hostile" / "pdf" / "EXPECTED.json").read_bytes())
    }
    names = [str(data_dir / "hostile" / "pdf" / name) for name in foretold]
    run = subprocess.run(
        [sys.executable, "-c", _READ_ALL, *names],
        capture_output=True,
        timeout=240,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    read = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0, f"ended after {read[-1:]}: {run.stderr[-2000:]!r}"
    return {name: (result, marked, foretold[name]) for name, result, marked in read}


def test_every_hostile_file_is_a_document_or_has_a_reason(
    hostile: dict[str, tuple[int | str, object, str]],
) -> None:
    assert len(hostile) == 111
    odd = {}
    for name, (result, _, foretold) in hostile.items():
        if "password" in foretold:
            fits = result == "encrypted"
        elif "pages" in foretold:
            pages, characters = int(foretold.split()[0]), int(foretold.split()[2])
            fits = result == pages or (result == "no_text" and characters < 10)
        else:  # damaged, unless the second try reads it
            fits = isinstance(result, int) or result in ("damaged", "no_text")
        if not fits:
            odd[name] = (result, foretold)
    assert odd == {}


def test_words_of_hostile_files_are_lit_exactly_or_not_at_all(
    hostile: dict[str, tuple[int | str, object, str]],
) -> None:
    documents = {name: marked for name, (result, marked, _) in hostile.items() if isinstance(result, int)}
    wrong = {name: marked for name, marked in documents.items() if marked not in (True, "damaged")}
    assert len(wrong) <= len(documents) // 50, wrong


def test_at_least_99_in_100_passages_are_lit_exactly(data_dir: Path) -> None:
    chance = random.Random(20)
    files = sorted((data_dir / "northwind" / "pdfs").glob("*.pdf"))
    pages: list[tuple[Path, Page]] = [(path, page) for path in files for page in open_pdf(path).pages]
    assert len(pages) == 263
    asked, exact = 0, 0
    for path, page in chance.sample([entry for entry in pages if len(entry[1].text) > 300], 200):
        start = chance.randrange(len(page.text) - 299)
        end = min(len(page.text), start + chance.randint(300, 1200))
        picture = render_page(path, page.number, 400, [(start, end)], [page.text[start:end]])
        asked += 1
        exact += solid(picture.text_in_boxes) == solid(page.text[start:end])
    assert exact >= 0.99 * asked


def scans(path: Path) -> list[bool]:
    try:
        return [page.is_scan for page in open_pdf(path).pages]
    except DocumentError:
        return [False]


def test_no_page_of_an_ordinary_document_is_taken_for_a_scan(data_dir: Path) -> None:
    files = sorted((data_dir / "northwind" / "pdfs").glob("*.pdf"))
    assert not any(is_scan for path in files for is_scan in scans(path))


def test_pictures_and_letters_of_no_known_kind_are_scans(data_dir: Path) -> None:
    folder = data_dir / "hostile" / "pdf"
    found = {path.name for path in folder.glob("*.pdf") if any(scans(path))}
    pictures = {path.name for path in folder.glob("bitmap-*.pdf")}
    assert len(pictures) == 11
    assert found >= pictures | {"large_jpeg_downscale.pdf", "stamps.pdf", "rotated_freetexts.pdf"}
    assert found >= {"ThuluthFeatures.pdf", "issue13916.pdf", "issue11242_reduced.pdf"}  # no table of letters
    assert not found & {"issue7014.pdf", "issue11913.pdf", "issue8061.pdf"}  # text
    assert not found & {"bug1825002.pdf", "issue16278.pdf"}  # blank
    assert len(found) <= 30
