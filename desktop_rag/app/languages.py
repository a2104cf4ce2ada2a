"""Which languages the documents are in, and whether the embedder in use knows them. Any lane's thread.

The identification (py3langid, on numpy) is loaded at its first use, on the lane's thread, and let go
afterwards: it takes 0.4 to 0.8 s and 80 MB, and is asked once for each state of the library. It opens no
connection; it unpacks its table into a nameless temporary file.
"""

import logging
from collections.abc import Iterable, Sequence

from desktop_rag.app.jobs import JobContext
from desktop_rag.app.shelf_values import LanguageAdvice
from desktop_rag.domain.embedder import EmbedderFacts
from desktop_rag.domain.languages import (
    NO_LANGUAGE,
    LanguageShare,
    embedder_languages,
    knows,
    language_name,
    main_languages,
    named_languages,
    shares_of,
)
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import ShelfItem
from desktop_rag.store.library import Library
from desktop_rag.store.samples import SampleReader

PIECES = 80
PIECE_CHARACTERS = 600
LEAST_LETTERS = 60
"""Bytes in UTF-8 of the letters in a piece: a line of Latin text, or twenty Japanese characters. Of 640
pieces of English articles with 60 characters each, 2 in 100 were taken for another language (most of those
with little confidence); with 500 characters, none."""

LEAST_CONFIDENCE = 0.5
MOST = 0.5
"""Advice is given when more than this part of the text is in languages that the embedder does not know."""

logger = logging.getLogger(__name__)


class LanguageService:
    """Keeps the answer until the library's passages change."""

    def __init__(self, library: Library, samples: SampleReader) -> None:
        self._library = library
        self._samples = samples
        self._known: tuple[int, tuple[LanguageShare, ...]] | None = None

    def known(self) -> tuple[str, ...]:
        """The main languages as they were found last, without looking again; empty before that."""
        return main_languages(self._known[1]) if self._known else ()

    def shares(self, job: JobContext) -> tuple[LanguageShare, ...]:
        """The languages of the library's text, the largest first; empty if there is too little text.

        About a second the first time. Raises `LibraryError`, `Cancelled`.
        """
        generation = self._library.generation()
        if self._known is None or self._known[0] != generation:
            pieces = self._pieces(job)
            try:
                self._known = generation, shares_of(_identified(pieces, job)) if pieces else ()
            except OSError:  # no room for its temporary file: nothing is said this time, nothing else is lost
                logger.warning("the languages of the library could not be identified", exc_info=True)
                return ()
        return self._known[1]

    def _pieces(self, job: JobContext) -> list[str]:
        """What is too short to tell its language is left out."""
        pieces = []
        for piece in self._samples.pieces(PIECES, PIECE_CHARACTERS):
            job.cancel.raise_if_cancelled()
            if _letter_bytes(piece) >= LEAST_LETTERS:
                pieces.append(piece)
        return pieces


def language_advice(
    shares: Iterable[LanguageShare],
    embedder: EmbedderFacts,
    offers: Iterable[Offer],
    shelf: Iterable[ShelfItem],
) -> LanguageAdvice | None:
    """What to say when most of the text is in languages that `embedder` does not know.

    It names the foremost of them, with its own share, and an embedder that knows it: one of the `shelf`, or
    else the first of `offers` (best first, only what fits). None when all is well, when it is not known what
    the embedder knows, and when there is nothing better to name.
    """
    known = embedder_languages(embedder)
    strange = [share for share in shares if not knows(known, share.code)]
    if not known or sum(share.share for share in strange) <= MOST:
        return None
    foremost = max(strange, key=lambda share: share.share)
    on_shelf = next((item for item in shelf if _item_knows(item, foremost.code)), None)
    better = next((offer for offer in offers if knows(offer.languages, foremost.code)), None)
    if on_shelf is None and better is None:
        return None
    return LanguageAdvice(
        language_name(foremost.code), foremost.share, None if on_shelf else better, on_shelf
    )


def _item_knows(item: ShelfItem, code: str) -> bool:
    return isinstance(item.facts, EmbedderFacts) and knows(embedder_languages(item.facts), code)


def _letter_bytes(text: str) -> int:
    return sum(len(letter.encode("utf-8", "replace")) for letter in text if letter.isalpha())


def _identified(texts: Sequence[str], job: JobContext) -> list[str]:
    """The languages of those texts that have a clear one."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]  # ships no types

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*(named_languages() & set(identifier.labels)), NO_LANGUAGE])
    found = []
    for text in texts:
        job.cancel.raise_if_cancelled()
        code, confidence = identifier.classify(text)
        if code != NO_LANGUAGE and confidence >= LEAST_CONFIDENCE:
            found.append(str(code))
    return found
