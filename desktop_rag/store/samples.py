"""Pieces of text from all over a library. Reads on the calling thread."""

import bisect
import itertools
from collections.abc import Iterator, Sequence

from desktop_rag.store.database import Database


class SampleReader:
    """Each piece stands for as much of the library's text as any other."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pieces(self, count: int, characters: int) -> Iterator[str]:
        """Up to `count` pieces, each as long as its page has text left, `characters` at most.

        They begin at passages evenly spread over all passages, in the order in which documents came: a long
        document gives several, of many short ones every tenth or so gives one.
        """
        sql = "SELECT id, passage_count FROM documents WHERE passage_count > 0 ORDER BY id"
        with self._database.read() as connection:
            sizes = [(int(row[0]), int(row[1])) for row in connection.execute(sql)]
        for document_id, nth in _spread(sizes, count):
            piece = self._piece(document_id, nth, characters)
            if piece:
                yield piece

    def _piece(self, document_id: int, nth: int, characters: int) -> str:
        """Empty if the document went away in between."""
        nth_passage = "SELECT id FROM passages WHERE document_id = ? ORDER BY id LIMIT 1 OFFSET ?"
        sql = (
            "SELECT substr(text, start_offset + 1, ?) FROM passages"
            f" JOIN pages ON pages.id = page_id WHERE passages.id = ({nth_passage})"
        )
        with self._database.read() as connection:
            row = connection.execute(sql, (characters, document_id, nth)).fetchone()
        return str(row[0]) if row else ""


def _spread(sizes: Sequence[tuple[int, int]], count: int) -> Iterator[tuple[int, int]]:
    """Documents and the numbers of their passages, at evenly spaced places of all passages."""
    ends = list(itertools.accumulate(passages for _document, passages in sizes))
    total = ends[-1] if ends else 0
    picks = min(count, total)
    for pick in range(picks):
        place = (2 * pick + 1) * total // (2 * picks)
        index = bisect.bisect_right(ends, place)
        document, passages = sizes[index]
        yield document, place - (ends[index] - passages)
