"""Shows a page of a document with words marked. Source lane's thread."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_rag.app.file_looks import FileLooks
from desktop_rag.app.jobs import CancelToken
from desktop_rag.app.passwords import Passwords
from desktop_rag.app.reading import LOOK_AGAIN_NS
from desktop_rag.app.values import SourceView
from desktop_rag.domain.documents import DocumentFormat, Page, PagePicture
from desktop_rag.domain.errors import (
    BadPassword,
    DocumentEncrypted,
    DocumentError,
    InputError,
    NoSuchPage,
    NotInLibrary,
    WorkerError,
)
from desktop_rag.domain.finding import Found, FoundAt, Looked
from desktop_rag.domain.formats import DRAWN
from desktop_rag.domain.page_words import PageWords
from desktop_rag.domain.scan_boxes import boxes_over, with_marks
from desktop_rag.runtime import absolute_path
from desktop_rag.store.library import Library
from desktop_rag.store.page_texts import PageTexts
from desktop_rag.store.records import DocumentRecord, FileStamp
from desktop_rag.workers.parser_client import ParserClient

TRIED_WIDTH_PX = 64
ANSWER_S = 3.0
"""A person waits for the page: a drive that takes longer is as good as away."""
MOST_FOUND = 5_000
Span = tuple[int, int]
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    record: DocumentRecord
    page: Page
    marks: Spans
    beside: Spans
    width_px: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    picture: PagePicture | None
    note: str = ""
    locked: bool = False


class SourceService:
    def __init__(
        self, library: Library, texts: PageTexts, parser: ParserClient, passwords: Passwords | None = None
    ) -> None:
        self._library = library
        self._texts = texts
        self._parser = parser
        self._passwords = passwords or Passwords()
        self._looks = FileLooks(ANSWER_S)

    def prepare(self) -> None:
        """Starts the child that draws pages, so that the first page does not wait for it."""
        self._parser.child.start()

    def view(
        self, path: Path, page: int, spans: Sequence[Span], width_px: int, beside: Sequence[Span] = ()
    ) -> SourceView:
        """Page `page` (from 1), drawn `width_px` wide if it can be, with `spans` of its text marked, and each
        of `beside` for itself.

        A page that cannot be drawn is shown as the text that was read from it, with a note that says why.
        Raises `NotInLibrary` or `NoSuchPage`.
        """
        record, kind, stored = self._stored(path, page)
        marks = tuple((start, end) for start, end in spans if 0 <= start < end <= len(stored.text))
        drawn = self._drawn(_Wanted(record, stored, marks, tuple(beside), width_px))
        placed = bool(drawn.picture.boxes) if drawn.picture else bool(marks)
        note = drawn.note
        if spans and not placed:
            note = note or "The exact words could not be marked on this page."
        return SourceView(
            path=record.path,
            title=record.title,
            format=kind,
            page=stored,
            page_count=record.pages,
            picture=drawn.picture,
            marks=marks,
            placed=placed or not spans,
            note=note,
            locked=drawn.locked,
        )

    def words(self, path: Path, page: int) -> PageWords:
        """The words of a page that is drawn and where they stand on its picture; none where that cannot be
        told. Their offsets are into the text that goes with them, which is the page's as it was read unless
        the file has changed since. Raises `NotInLibrary` or `NoSuchPage`."""
        record, kind, stored = self._stored(path, page)
        if kind not in DRAWN or self._stamp(record.path) is None:
            return PageWords()
        if stored.words:
            return PageWords(stored.text, stored.words) if self._is_as_read(record) else PageWords()
        if stored.is_scan:
            return PageWords()
        try:
            return self._parser.words(record.path, page, self._passwords.of(record.path))
        except (DocumentError, WorkerError, InputError):
            return PageWords()

    def find(self, path: Path, words: str, cancel: CancelToken) -> Found:
        """Where a document holds `words`, on any of its pages as they were read. Raises `Cancelled`."""
        looked = Looked(words)
        places: list[FoundAt] = []
        with closing(self._texts.of(absolute_path(path))) as pages:
            for number, text in pages:
                cancel.raise_if_cancelled()
                places += (FoundAt(number, *span) for span in looked.spans(text))
                if len(places) > MOST_FOUND:
                    break
        return Found(words, tuple(places[:MOST_FOUND]), cut=len(places) > MOST_FOUND)

    def unlock(self, path: Path, password: str) -> None:
        """Has pages of a document drawn with its password, which is kept in memory until the program ends.

        Raises `BadPassword` when it does not open the document.
        """
        path = absolute_path(path)
        try:
            self._parser.render(path, 1, TRIED_WIDTH_PX, (), (), password=password)
        except DocumentEncrypted as error:
            raise BadPassword from error
        self._passwords.keep(path, password)

    def _stored(self, path: Path, page: int) -> tuple[DocumentRecord, DocumentFormat, Page]:
        record = self._library.document(absolute_path(path))
        if record is None or record.format is None:
            raise NotInLibrary(f"“{path}” is not in the library.")
        stored = self._library.page(record.path, page)
        if stored is None:
            raise NoSuchPage(f"“{path.name}” has {record.pages} pages; there is no page {page}.")
        return record, record.format, stored

    def _drawn(self, wanted: _Wanted) -> _Drawn:
        if self._stamp(wanted.record.path) is None:
            return _Drawn(None, _AWAY)
        if wanted.record.format not in DRAWN:
            return _Drawn(None)
        try:
            return _Drawn(self._picture(wanted))
        except DocumentEncrypted:
            return _Drawn(None, _LOCKED, locked=True)
        except (DocumentError, WorkerError, InputError) as error:
            return _Drawn(
                None, f"The page cannot be drawn; this is the text that was read from it. {error.message}"
            )

    def _picture(self, wanted: _Wanted) -> PagePicture:
        """With marks by the words that were read on the picture, where that is how the page was read: the
        child knows only the words that a file holds as text."""
        path, page, marks = wanted.record.path, wanted.page, wanted.marks
        password = self._passwords.of(path)
        if not page.words:
            quotes = [page.text[start:end] for start, end in marks]
            beside = [(start, end, page.text[start:end]) for start, end in wanted.beside]
            return self._parser.render(
                path, page.number, wanted.width_px, marks, quotes, password=password, beside=beside
            )
        picture = self._parser.render(path, page.number, wanted.width_px, (), (), password=password)
        if not self._is_as_read(wanted.record):
            return picture
        size = picture.width, picture.height
        others = tuple(boxes_over(page, _on(page, span), *size) for span in wanted.beside)
        return replace(with_marks(picture, page, marks), beside=others)

    def _is_as_read(self, record: DocumentRecord) -> bool:
        """Whether the file is the one whose words are known. Without asking what it holds: when in doubt,
        nothing is marked rather than something wrong, until the next check of the folder read it again."""
        now, then = self._stamp(record.path), record.stamp
        if now is None:
            return False
        return now.size_bytes == then.size_bytes and then.mtime_ns in (now.mtime_ns, LOOK_AGAIN_NS)

    def _stamp(self, path: Path) -> FileStamp | None:
        """None for a file that cannot be had, also on a drive that does not answer."""
        try:
            return self._looks.stamp(path, CancelToken())
        except DocumentError:
            return None


def _on(page: Page, span: Span) -> Spans:
    return (span,) if 0 <= span[0] < span[1] <= len(page.text) else ()


_LOCKED = "To draw the page its password is wanted; this is the text that was read from it."
_AWAY = "The file is not there now; this is the text that was read from it."
