"""Typing finds words in a large library while the fingers still move.

Documents are made of the guide's own sentences, so that words are as common as they are in English, and
of rare words, so that not all are on every page; they are stored as reading stores them, without vectors.
"""

import itertools
import random
import re
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop_rag.app.instant_search import InstantSearch
from desktop_rag.domain.documents import DocumentFormat, Page, ParsedDocument
from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.runtime import assets_dir
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.records import FileStamp, NewPassage
from desktop_rag.store.words import WordIndex

ARCHIVE = Path("/archive")
PASSAGES, SENTENCES, RARE_WORDS = 3, 5, 20_000
AT_ONCE = 500
LETTER_P95_S = 0.05
TYPED = (
    "annual leave", "the contract of", "information about the search", "reading scanned pages", "documents",
    "how do I remove a folder", "passwords", "settings", "what is read", "models that fit",
)  # fmt: skip


def sentences() -> list[str]:
    text = " ".join(path.read_text("utf-8") for path in sorted((assets_dir() / "guide").glob("*.md")))
    return [each.strip() for each in re.split(r"[.\n|]+", text) if len(each.split()) > 4]


def rare_words(chosen: random.Random) -> list[str]:
    syllables = [a + b for a, b in itertools.product("bcdfglmnprstv", "aeiou")]
    return ["".join(chosen.choices(syllables, k=chosen.randint(2, 4))) for _ in range(RARE_WORDS)]


def fill(library: Library, embedder_id: int, count: int) -> None:
    chosen = random.Random(5)
    spoken, rare = sentences(), rare_words(chosen)
    for begin in range(0, count, AT_ONCE):
        with library.together():
            for number in range(begin, min(count, begin + AT_ONCE)):
                path = ARCHIVE / f"year {number % 20}" / f"letter {number:05}.txt"
                texts = [
                    ". ".join(chosen.choices(spoken, k=SENTENCES))
                    + " "
                    + " ".join(chosen.choices(rare, k=12))
                    for _ in range(PASSAGES)
                ]
                _store(library, embedder_id, path, " ".join(chosen.choices(rare, k=4)), texts)


def _store(library: Library, embedder_id: int, path: Path, title: str, texts: Sequence[str]) -> None:
    stamp = FileStamp(1, 1)
    library.note_files([(path, stamp)])
    pages = tuple(Page(number, text) for number, text in enumerate(texts, start=1))
    passages = [
        NewPassage(page.number, 0, len(page.text), "", "", title, b"%d" % page.number, b"") for page in pages
    ]
    document = ParsedDocument(DocumentFormat.TEXT, title, pages)
    library.store(path, document, passages, embedder_id, stamp, str(path).encode(), 1)


def letters_s(search: InstantSearch, scope: Scope = EVERYWHERE) -> list[float]:
    """How long each letter of what is typed takes to be answered."""
    took = []
    for typed in TYPED:
        for length in range(1, len(typed) + 1):
            began = time.perf_counter()
            search.words(typed[:length], scope)
            took.append(time.perf_counter() - began)
    return took


@pytest.mark.timeout(1200)
@pytest.mark.flaky(reruns=2)  # measured beside whatever else the machine does
@pytest.mark.parametrize("count", [4_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_each_letter_is_answered_before_the_next_is_typed(tmp_path: Path, count: int) -> None:
    database = Database(tmp_path / "library.db")
    embedder_id = database.write(
        lambda connection: connection.execute(
            "INSERT INTO embedders (fingerprint, name, dimension) VALUES ('none', 'none', 1) RETURNING id"
        ).fetchone()[0]
    )
    library, words = Library(database), WordIndex(database)
    fill(library, embedder_id, count)
    search = InstantSearch(library, words, None)  # type: ignore[arg-type]  # nothing is embedded here
    letters_s(search)
    everywhere = letters_s(search)
    inside = letters_s(search, (ARCHIVE / "year 7",))
    database.close()
    p95 = statistics.quantiles(everywhere, n=20)[-1]
    p95_inside = statistics.quantiles(inside, n=20)[-1]
    print(f"{count:,} documents: p95 {1000 * p95:.1f} ms, in one folder {1000 * p95_inside:.1f} ms")
    assert p95 < LETTER_P95_S
    assert p95_inside < 2 * LETTER_P95_S
