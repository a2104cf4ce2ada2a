"""Passages of a document with their vectors, and the index they are found by. Any lane's thread."""

import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.jobs import CancelToken
from desktop_rag.domain.chunking import ChunkingRules, chunk_pages
from desktop_rag.domain.documents import Page, ParsedDocument, Passage
from desktop_rag.store.records import NewPassage
from desktop_rag.store.vector_index import VectorIndex
from desktop_rag.store.vectors import VectorStore
from desktop_rag.workers.embed_client import EmbedClient

CONTEXT_TOKENS = 40
SPECIAL_TOKENS = 2
EMBED_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class EmbedderInUse:
    id: int
    name: str
    max_tokens: int
    index: VectorIndex


class Embedding:
    """The embed child, what it is, and the vector index made with it. The child starts at the first use."""

    def __init__(self, client: EmbedClient, vectors: VectorStore, index_folder: Path) -> None:
        self.client = client
        self.vectors = vectors
        self._index_folder = index_folder
        self._lock = threading.Lock()
        self._in_use: EmbedderInUse | None = None

    def in_use(self) -> EmbedderInUse:
        """Raises `WorkerError`, `InstallationError` or `LibraryError`."""
        with self._lock:
            if self._in_use is None:
                info = self.client.describe()
                embedder_id = self.vectors.embedder_id(info.fingerprint, info.name, info.dimension)
                index = VectorIndex(
                    self.vectors, self._index_folder, info.fingerprint, embedder_id, info.dimension
                )
                self._in_use = EmbedderInUse(embedder_id, info.name, info.max_tokens, index)
            return self._in_use

    def passages(
        self,
        path: Path,
        document: ParsedDocument,
        cancel: CancelToken,
        on_progress: Callable[[int, int], None],
    ) -> tuple[list[NewPassage], int]:
        """A document's passages ready to store, and how many of them had to be embedded.

        A text that any document's passage had before keeps its vector. `on_progress` hears passages done
        and in all. Raises `WorkerError` or `Cancelled`.
        """
        embedder = self.in_use()
        cut = self._cut(document, embedder.max_tokens, cancel)
        contexts = self._contexts(path, document, cut)
        texts = [
            embedded_text(context, document.pages[passage.page - 1], passage)
            for context, passage in zip(contexts, cut, strict=True)
        ]
        digests = [hashlib.sha256(text.encode()).digest()[:16] for text in texts]
        known = self.vectors.known(embedder.id, digests)
        missing = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
        known.update(self._embed(missing, cancel, on_progress))
        passages = [
            NewPassage(
                passage.page, passage.start, passage.end, passage.heading, context, digest, known[digest]
            )
            for passage, context, digest in zip(cut, contexts, digests, strict=True)
        ]
        return passages, len(missing)

    def _contexts(self, path: Path, document: ParsedDocument, passages: list[Passage]) -> list[str]:
        """Each passage's context, shortened to the tokens that passages leave room for."""
        wanted = [context_of(path, document, passage) for passage in passages]
        fitting = {context: context for context in wanted}
        while fitting:
            counts = self.client.count_tokens(list(fitting.values()))
            long = [key for key, tokens in zip(fitting, counts, strict=True) if tokens > CONTEXT_TOKENS]
            if not long:
                break
            fitting.update((key, fitting[key][: len(fitting[key]) * 3 // 4]) for key in long)
        return [fitting[context] for context in wanted]

    def _cut(self, document: ParsedDocument, max_tokens: int, cancel: CancelToken) -> list[Passage]:
        rules = ChunkingRules().within(max_tokens - SPECIAL_TOKENS - CONTEXT_TOKENS)
        return chunk_pages(
            document.pages, rules, lambda texts: self.client.count_tokens(texts, lambda: cancel.cancelled)
        )

    def _embed(
        self, texts: dict[bytes, str], cancel: CancelToken, on_progress: Callable[[int, int], None]
    ) -> dict[bytes, bytes]:
        vectors: dict[bytes, bytes] = {}
        digests = list(texts)
        for begin in range(0, len(digests), EMBED_AT_ONCE):
            some = digests[begin : begin + EMBED_AT_ONCE]
            rows = self.client.encode_passages([texts[digest] for digest in some], lambda: cancel.cancelled)
            vectors.update((digest, row.tobytes()) for digest, row in zip(some, rows, strict=True))
            on_progress(len(vectors), len(texts))
        return vectors


def context_of(path: Path, document: ParsedDocument, passage: Passage) -> str:
    """Where a passage stands: the file's name in words, the title if it adds to that, the headings."""
    name = " ".join(re.split(r"[\s_\-.]+", path.stem)).strip()
    name = name.encode("utf-8", "replace").decode("utf-8")
    title = document.title if document.title.lower() not in name.lower() else ""
    return " › ".join(part for part in (name, title[:80], passage.heading[:120]) if part)[:200]


def embedded_text(context: str, page: Page, passage: Passage) -> str:
    """The text that is embedded for a passage: its context on a line of its own, then its words."""
    return f"{context}\n{' '.join(page.text[passage.start : passage.end].split())}"
