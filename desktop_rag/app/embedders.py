"""Which embedders there are, what a change to another costs, and the change. Any lane's thread.

The new vectors are built beside the old, batch by batch: whatever stops it, the old embedder serves on, and
the next try goes on after the last batch. One write of the settings makes the new one the one in use; only
then the old vectors go.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from desktop_rag.app.embedder_in_use import EmbedderInUse
from desktop_rag.app.embedding import Embedding
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress, RateMeter
from desktop_rag.app.passages import text_to_embed
from desktop_rag.app.settings import SettingsService
from desktop_rag.app.shelf_values import EmbedderRow, LanguageAdvice, ShelfRow, SwitchCost
from desktop_rag.domain.embedder import EmbedderChoice, EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.errors import EmbedderUnusable, LibraryError, WorkerError
from desktop_rag.domain.shelf import ShelfItem
from desktop_rag.store.library import Library
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.vectors import StoredText, VectorStore

BATCH = 32
"""Passages embedded and stored at once: what a crash may cost."""
TRIES = 3
SAMPLE = 24
FIRST_SAMPLE = 4
LONG_ENOUGH_S = 2.0
"""An embedder that takes longer for the first few of the sample is not given the others."""
FLOAT_BYTES = 4

BUNDLED = EmbedderFacts(
    kind=EmbedderKind.BUNDLED,
    path=None,
    name="all-MiniLM-L6-v2",
    architecture="bert",
    parameters=22_713_216,
    quantisation="int8",
    size_bytes=23_586_447,
    dimension=384,
    max_tokens=256,
    pooling=Pooling.MEAN,
    question_prefix="",
    passage_prefix="",
    licence="Apache-2.0",
)
"""What assets/embedder says of itself; a test holds the two together."""


class EmbedderService:
    """`shelf` tells the embedders on the shelf, `advice` whether another one suits the documents better.
    `folder` is the library's."""

    def __init__(
        self,
        embedding: Embedding,
        library: Library,
        settings: SettingsService,
        shelf: Callable[[], Iterable[ShelfRow]],
        advice: Callable[[JobContext], LanguageAdvice | None],
        folder: Path,
    ) -> None:
        self._embedding = embedding
        self._vectors: VectorStore = embedding.vectors
        self._library = library
        self._settings = settings
        self._shelf = shelf
        self._advice = advice
        self._folder = folder

    def rows(self) -> tuple[EmbedderRow, ...]:
        """The bundled one first, then the shelf's. Reads the database and asks the disk for each file."""
        current = self.current()
        bundled = EmbedderRow(EmbedderChoice(), BUNDLED, None, current.kind is EmbedderKind.BUNDLED, None)
        others = (
            _row(row, row.item.facts, current)
            for row in self._shelf()
            if isinstance(row.item.facts, EmbedderFacts)
        )
        return (bundled, *others)

    def current(self) -> EmbedderChoice:
        return self._settings.load().embedder

    def choice_for(self, item: ShelfItem | None) -> EmbedderChoice:
        """None is the bundled one. Raises `EmbedderUnusable` for what is no embedder."""
        if item is None:
            return EmbedderChoice()
        if not isinstance(item.facts, EmbedderFacts):
            raise EmbedderUnusable(f"“{item.name}” cannot be used for searching.")
        return _choice(item.facts, item.path)

    def advice(self, job: JobContext) -> LanguageAdvice | None:
        return self._advice(job)

    def cost(self, choice: EmbedderChoice, job: JobContext) -> SwitchCost:
        """Starts the embedder in a child of its own and embeds a few passages of the library with it.

        Nothing changes but that its calibration is kept. Raises `ModelError`, `WorkerError`, `LibraryError`,
        `Cancelled`.
        """
        with self._embedding.beside(choice, lambda: job.cancel.cancelled) as embedder:
            pace = _seconds_per_text(embedder, self._vectors.sample(SAMPLE), job.cancel)
            left, texts = self._vectors.count_lacking(embedder.id)
            passages = self._library.count_passages()
            return SwitchCost(
                passages=passages,
                left=left,
                seconds=None if pace is None else pace * texts,
                vector_bytes=passages * embedder.dimension * FLOAT_BYTES,
                tells_apart=embedder.calibration.tells_apart,
            )

    def again(self, job: JobContext) -> SwitchCost:
        """What embedding every passage anew would take with the one in use, measured as in `cost`.

        A rough measure of a change to another one, before it is known which. Raises as `cost`.
        """
        with self._embedding.use() as embedder:
            pace = _seconds_per_text(embedder, self._vectors.sample(SAMPLE), job.cancel)
            passages = self._library.count_passages()
            return SwitchCost(
                passages=passages,
                left=passages,
                seconds=None if pace is None else pace * passages,
                vector_bytes=passages * embedder.dimension * FLOAT_BYTES,
                tells_apart=embedder.calibration.tells_apart,
            )

    def switch(self, choice: EmbedderChoice, job: JobContext) -> None:
        """Embeds what lacks vectors of `choice`, and puts it in use. Ingest lane.

        Documents keep their passages, also where the new embedder sees less of each; they are cut anew when
        they are read again. Raises `LibraryBusy`, `ModelError`, `WorkerError` when embedding fails again and
        again, other `LibraryError`s, and `Cancelled`: then the old one stays, and what was embedded is kept
        for the next try.
        """
        with writer_lock(self._folder):
            self._embedding.forget_unwanted(job.cancel)
            with self._embedding.beside(choice, lambda: job.cancel.cancelled) as embedder:
                self._embed_all(embedder, job)
                job.report(Progress(Phase.FINISHING))
                embedder.index.save(self._library.generation(), lambda: job.cancel.cancelled)
                job.cancel.raise_if_cancelled()
                self._embedding.swap(embedder, lambda: self._settings.change(embedder=choice))
            with suppress(LibraryError):  # it is changed; what cannot be deleted now goes at the next check
                self._embedding.forget_unwanted(job.cancel)

    def _embed_all(self, embedder: EmbedderInUse, job: JobContext) -> None:
        total, _texts = self._vectors.count_lacking(embedder.id)
        meter, done, last_id = RateMeter(), 0, 0
        job.report(meter.progress(Phase.EMBEDDING, 0, total))
        while batch := self._vectors.lacking(embedder.id, last_id, BATCH):
            self._embed(embedder, batch, job.cancel)
            done, last_id = done + len(batch), batch[-1].passage_id
            job.report(meter.progress(Phase.EMBEDDING, done, total))

    def _embed(self, embedder: EmbedderInUse, batch: Sequence[StoredText], cancel: CancelToken) -> None:
        """Embeds and stores these; a text that was embedded before is not embedded again."""
        vectors = self._vectors.known(embedder.id, [text.digest for text in batch])
        missing = {text.digest: text for text in batch if text.digest not in vectors}
        if missing:
            texts = [text_to_embed(text.context, text.body) for text in missing.values()]
            rows = _encoded(embedder, texts, cancel)
            vectors.update((digest, row) for digest, row in zip(missing, rows, strict=True))
        cancel.raise_if_cancelled()
        self._vectors.add(embedder.id, [(text.passage_id, vectors[text.digest]) for text in batch])


def _encoded(embedder: EmbedderInUse, texts: Sequence[str], cancel: CancelToken) -> list[bytes]:
    """The texts' vectors, as bytes; a child that fails is started again a few times."""
    for attempt in range(1, TRIES + 1):
        try:
            rows = embedder.client.encode_passages(texts, lambda: cancel.cancelled)
            return [row.tobytes() for row in rows]
        except WorkerError:
            if attempt == TRIES:
                raise
    raise AssertionError("the last attempt returns or raises")


def _seconds_per_text(
    embedder: EmbedderInUse, sample: Sequence[StoredText], cancel: CancelToken
) -> float | None:
    """Measured on a few texts, and with more of them where that takes no time; None without a sample."""
    texts = [text_to_embed(text.context, text.body) for text in sample]
    if not texts:
        return None
    embedder.client.encode_passages(texts[:1], lambda: cancel.cancelled)  # the first one takes longer
    some = texts[:FIRST_SAMPLE]
    elapsed_s = _seconds_for(embedder, some, cancel)
    if elapsed_s < LONG_ENOUGH_S and len(texts) > len(some):  # many at once are quicker, as in the change
        some, elapsed_s = texts, _seconds_for(embedder, texts, cancel)
    return elapsed_s / len(some)


def _seconds_for(embedder: EmbedderInUse, texts: Sequence[str], cancel: CancelToken) -> float:
    began = time.monotonic()
    embedder.client.encode_passages(texts, lambda: cancel.cancelled)
    return time.monotonic() - began


def _choice(facts: EmbedderFacts, path: Path) -> EmbedderChoice:
    """As its files and its card say, told outright, so that the vectors do not change their meaning when a
    later version knows more cards."""
    return EmbedderChoice(facts.kind, path, facts.pooling, facts.question_prefix, facts.passage_prefix)


def _row(row: ShelfRow, facts: EmbedderFacts, current: EmbedderChoice) -> EmbedderRow:
    is_current = (current.kind, current.path) == (facts.kind, row.item.path)
    choice = current if is_current else _choice(facts, row.item.path)
    return EmbedderRow(choice, facts, row.item, is_current, row.fit, row.problem, row.hint)
