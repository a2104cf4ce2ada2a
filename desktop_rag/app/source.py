"""Shows a page of a document with words marked. Source lane's thread."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.values import SourceView
from desktop_rag.domain.documents import DocumentFormat, Page, PagePicture
from desktop_rag.domain.errors import DocumentError, InputError, NoSuchPage, NotInLibrary, WorkerError
from desktop_rag.runtime import absolute_path
from desktop_rag.store.library import Library
from desktop_rag.workers.parser_client import ParserClient

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    picture: PagePicture | None
    note: str = ""


class SourceService:
    def __init__(self, library: Library, parser: ParserClient) -> None:
        self._library = library
        self._parser = parser

    def prepare(self) -> None:
        """Starts the child that draws pages, so that the first page does not wait for it."""
        self._parser.child.start()

    def view(self, path: Path, page: int, spans: Sequence[tuple[int, int]], width_px: int) -> SourceView:
        """Page `page` (from 1), drawn `width_px` wide if it can be, with `spans` of its text marked.

        A page that cannot be drawn is shown as the text that was read from it, with a note that says why.
        Raises `NotInLibrary` or `NoSuchPage`.
        """
        record = self._library.document(absolute_path(path))
        if record is None or record.format is None:
            raise NotInLibrary(f"“{path}” is not in the library.")
        stored = self._library.page(record.path, page)
        if stored is None:
            raise NoSuchPage(f"“{path.name}” has {record.pages} pages; there is no page {page}.")
        marks = tuple((start, end) for start, end in spans if 0 <= start < end <= len(stored.text))
        drawn = self._drawn(record.path, stored, marks, width_px, record.format)
        placed = bool(drawn.picture.boxes) if drawn.picture else bool(marks)
        note = drawn.note
        if spans and not placed:
            note = note or "The exact words could not be marked on this page."
        return SourceView(
            path=record.path,
            title=record.title,
            format=record.format,
            page=stored,
            page_count=record.pages,
            picture=drawn.picture,
            marks=marks,
            placed=placed or not spans,
            note=note,
        )

    def _drawn(self, path: Path, page: Page, marks: Spans, width_px: int, kind: DocumentFormat) -> _Drawn:
        if not os.path.exists(path):  # unlike `Path.exists`, no error for a folder that may not be entered
            return _Drawn(None, _AWAY)
        if kind is not DocumentFormat.PDF:
            return _Drawn(None)
        quotes = [page.text[start:end] for start, end in marks]
        try:
            return _Drawn(self._parser.render(path, page.number, width_px, marks, quotes))
        except (DocumentError, WorkerError, InputError) as error:
            return _Drawn(
                None, f"The page cannot be drawn; this is the text that was read from it. {error.message}"
            )


_AWAY = "The file is not there now; this is the text that was read from it."
