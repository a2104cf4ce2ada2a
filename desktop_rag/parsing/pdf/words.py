"""Where the words of a PDF page stand on its picture, to be selected. Parser child, main thread."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from desktop_rag.domain.documents import Box, WordBox
from desktop_rag.domain.errors import NoSuchPage
from desktop_rag.domain.page_words import PageWords
from desktop_rag.parsing.pdf.boxes import pieces_of_words
from desktop_rag.parsing.pdf.library import open_document, open_page, read_text
from desktop_rag.parsing.pdf.placement import PageCharacters, PagePlacement
from desktop_rag.parsing.pdf.render import picture_size

MAX_WORDS = 50_000
_WIDTH = 4000
"""Pixels of the picture that places are measured on; it is never drawn."""


def words_of_page(path: Path, number: int, password: str = "") -> PageWords:
    """The words of page `number` (from 1) in the order of its text; those beyond its edges are left out.

    Raises PathMissing, NoSuchPage and any DocumentError.
    """
    with open_document(path, password) as document:
        if not 1 <= number <= len(document):
            raise NoSuchPage(detail=f"page {number} of {len(document)}")
        with open_page(document, number - 1) as (page, text_page):
            width, height = picture_size(page, _WIDTH)
            page_text = read_text(text_page)
            characters = PageCharacters(text_page, page_text, PagePlacement(page, width, height))
            placed = islice(_placed(characters, width, height), MAX_WORDS)
            return PageWords(page_text.text, tuple(placed))


def _placed(characters: PageCharacters, width: int, height: int) -> Iterator[WordBox]:
    for start, end, box in pieces_of_words(characters):
        word = _within(WordBox(start, end, *_shares(box, width, height)))
        if word.x0 < word.x1 and word.y0 < word.y1:
            yield word


def _shares(box: Box, width: int, height: int) -> tuple[float, float, float, float]:
    return box.x0 / width, box.y0 / height, box.x1 / width, box.y1 / height


def _within(word: WordBox) -> WordBox:
    edges = (min(1.0, max(0.0, round(edge, 5))) for edge in (word.x0, word.y0, word.x1, word.y1))
    return WordBox(word.start, word.end, *edges)
