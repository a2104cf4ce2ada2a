"""Reads electronic books (EPUB 2 and 3). Parser child, main thread.

Chapters come in the book's order of reading, each on pages of its own, under the titles that the table of
contents gives them. Nothing is fetched or run: pictures, sound, scripts and links are passed over.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from desktop_rag.domain.documents import BlockKind, DocumentFormat, Page
from desktop_rag.domain.errors import DocumentHasNoText
from desktop_rag.parsing.assembly import assemble_pages
from desktop_rag.parsing.blocks import TextBlock, paginate
from desktop_rag.parsing.books.archive import BookArchive, damaged
from desktop_rag.parsing.books.contents import ChapterTitles, chapter_titles, key
from desktop_rag.parsing.books.package import Package, read_package
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.containers import open_zip, zip_seam
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.markup import MarkupWalker, walk

_PATH = " › "
_BLOCKS_BEFORE_HEADING = 10
_LONGEST_HEADING = 200
_DEEPEST_LEVEL = 6
_DRAWN_TEXT = {"svg": "div", "text": "p"}


def open_epub(path: Path) -> OpenedDocument:
    """The title names the authors too. Raises `DocumentError` and `OSError`."""
    book = _Book()
    return assemble_pages(DocumentFormat.EPUB, book.pages(path), lambda: book.title, heading_as_title=1)


class _Book:
    """`title` is known once the first page is."""

    def __init__(self) -> None:
        self.title = ""

    def pages(self, path: Path) -> Iterator[Page]:
        with path.open("rb") as file:
            with zip_seam(damaged):
                archive = BookArchive(open_zip(file))
            package = read_package(archive)
            self.title = package.title
            yield from _numbered(archive, package)


def _numbered(archive: BookArchive, package: Package) -> Iterator[Page]:
    titles = chapter_titles(archive, package)
    number = 0
    for name in package.spine:
        for page in _chapter(archive, name, titles[name]):
            number += 1
            archive.note_page()
            yield replace(page, number=number)
    if not number:
        raise DocumentHasNoText("This book holds pictures only, no text that can be searched.")


def _chapter(archive: BookArchive, name: str, titles: ChapterTitles) -> Iterator[Page]:
    walker = _DrawingWalker() if name.lower().endswith(".svg") else MarkupWalker()
    found = walk((clean(text) for text in archive.texts(name)), walker)
    blocks = (_as_heading(block, titles) for block in found)
    first = list(islice(blocks, _BLOCKS_BEFORE_HEADING))
    over = _titles_over(first, titles.path)
    for page in paginate(_below(len(over), chain(first, blocks))):
        yield replace(page, heading=_PATH.join((*over, page.heading) if page.heading else over))


def _as_heading(block: TextBlock, titles: ChapterTitles) -> TextBlock:
    """Books that mark their headings as ordinary paragraphs still name them in the table of contents."""
    if block.kind is not BlockKind.PARAGRAPH or len(block.text) > _LONGEST_HEADING:
        return block
    depth = titles.inside.get(key(block.text))
    if depth is None:
        return block
    level = max(1, depth - len(titles.path))
    return replace(block, kind=BlockKind.HEADING, text=" ".join(block.text.split()), level=level)


def _titles_over(first: list[TextBlock], path: tuple[str, ...]) -> tuple[str, ...]:
    """Those that the chapter does not print itself where it begins."""
    heading = next((block.text for block in first if block.kind is BlockKind.HEADING), "")
    if not path or not heading:
        return path
    printed, listed = f" {key(heading)} ", f" {key(path[-1])} "
    return path[:-1] if printed.startswith(listed) or listed.endswith(printed) else path


def _below(levels: int, blocks: Iterable[TextBlock]) -> Iterator[TextBlock]:
    for block in blocks:
        is_heading = levels and block.kind is BlockKind.HEADING
        yield replace(block, level=min(_DEEPEST_LEVEL, block.level + levels)) if is_heading else block


class _DrawingWalker(MarkupWalker):
    """For a page that is one drawing: its words stand in elements called text."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        super().start(_DRAWN_TEXT.get(tag, tag), attributes)

    def end(self, tag: str) -> None:
        super().end(_DRAWN_TEXT.get(tag, tag))
