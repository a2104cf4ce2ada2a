"""Pages a second of the PDF reader and the time to draw a marked page, on real documents.

Run with `python -m pytest tests/benchmarks/bench_pdf.py -s`.
"""

import random
import statistics
import time
from pathlib import Path

import pytest

from desktop_rag.domain.documents import Page
from desktop_rag.parsing.pdf.reader import open_pdf
from desktop_rag.parsing.pdf.render import render_page

pytestmark = pytest.mark.data


def read_all(data_dir: Path) -> list[tuple[Path, Page]]:
    files = sorted((data_dir / "northwind" / "pdfs").glob("*.pdf"))
    return [(path, page) for path in files for page in open_pdf(path).pages]


def test_reading(data_dir: Path) -> None:
    rates = []
    for _ in range(3):
        began = time.perf_counter()
        rates.append(len(read_all(data_dir)) / (time.perf_counter() - began))
    print(f"\nread {statistics.median(rates):.0f} pages/s (worst {min(rates):.0f})")
    assert min(rates) > 50


def test_drawing(data_dir: Path) -> None:
    chance = random.Random(1)
    seconds = []
    for path, page in chance.choices(read_all(data_dir), k=100):
        began = time.perf_counter()
        render_page(path, page.number, 1200, [(0, len(page.text))], [page.text])
        seconds.append(time.perf_counter() - began)
    print(f"\ndraw and mark: median {statistics.median(seconds):.3f} s, worst {max(seconds):.3f} s")
    assert statistics.median(seconds) < 1
