"""Cuts a document into passages and gives each its vector. Ingest lane's thread."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop_rag.app.embedder_in_use import EmbedderInUse
from desktop_rag.app.jobs import CancelToken
from desktop_rag.domain.chunking import ChunkingRules, chunk_pages
from desktop_rag.domain.documents import Page, ParsedDocument, Passage
from desktop_rag.domain.places import passage_label
from desktop_rag.store.records import NewPassage
from desktop_rag.store.vectors import VectorStore

CONTEXT_TOKENS = 40
CONTEXT_SHARE = 6
"""A context takes no more than one part in so many of what a small embedder can see."""
SPECIAL_TOKENS = 2
EMBED_AT_ONCE = 128

OnProgress = Callable[[int, int], None]


def passages_of(
    embedder: EmbedderInUse,
    vectors: VectorStore,
    path: Path,
    document: ParsedDocument,
    cancel: CancelToken,
    on_progress: OnProgress,
) -> tuple[list[NewPassage], int]:
    """A document's passages ready to store, and how many of them had to be embedded.

    A text that any document's passage had before keeps its vector. `on_progress` hears passages done and in
    all. Raises `ModelError`, `WorkerError` or `Cancelled`.
    """
    cut = [_placed(document, passage) for passage in _cut(embedder, document, cancel)]
    contexts = _contexts(embedder, path, document, cut)
    texts = [
        embedded_text(context, document.pages[passage.page - 1], passage)
        for context, passage in zip(contexts, cut, strict=True)
    ]
    digests = [hashlib.sha256(text.encode()).digest()[:16] for text in texts]
    known = vectors.known(embedder.id, digests)
    missing = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
    known.update(_embed(embedder, missing, cancel, on_progress))
    passages = [
        NewPassage(
            passage.page,
            passage.start,
            passage.end,
            passage.heading,
            passage.label,
            context,
            digest,
            known[digest],
        )
        for passage, context, digest in zip(cut, contexts, digests, strict=True)
    ]
    return passages, len(missing)


def _placed(document: ParsedDocument, passage: Passage) -> Passage:
    page = document.pages[passage.page - 1]
    return replace(passage, label=passage_label(document.format, page, passage.start, passage.end))


def _contexts(
    embedder: EmbedderInUse, path: Path, document: ParsedDocument, passages: list[Passage]
) -> list[str]:
    """Each passage's context, shortened to the tokens that passages leave room for."""
    most = _context_tokens(embedder)
    wanted = [context_of(path, document, passage) for passage in passages]
    fitting = {context: context for context in wanted}
    while fitting:
        counts = embedder.client.count_tokens(list(fitting.values()))
        long = [key for key, tokens in zip(fitting, counts, strict=True) if tokens > most]
        if not long:
            break
        fitting.update((key, fitting[key][: len(fitting[key]) * 3 // 4]) for key in long)
    return [fitting[context] for context in wanted]


def _context_tokens(embedder: EmbedderInUse) -> int:
    return min(CONTEXT_TOKENS, embedder.max_tokens // CONTEXT_SHARE)


def _cut(embedder: EmbedderInUse, document: ParsedDocument, cancel: CancelToken) -> list[Passage]:
    rules = ChunkingRules().within(embedder.max_tokens - SPECIAL_TOKENS - _context_tokens(embedder))
    return chunk_pages(
        document.pages, rules, lambda texts: embedder.client.count_tokens(texts, lambda: cancel.cancelled)
    )


def _embed(
    embedder: EmbedderInUse, texts: dict[bytes, str], cancel: CancelToken, on_progress: OnProgress
) -> dict[bytes, bytes]:
    vectors: dict[bytes, bytes] = {}
    digests = list(texts)
    for begin in range(0, len(digests), EMBED_AT_ONCE):
        some = digests[begin : begin + EMBED_AT_ONCE]
        rows = embedder.client.encode_passages([texts[digest] for digest in some], lambda: cancel.cancelled)
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
    """The text that is embedded for a passage, see `text_to_embed`."""
    return text_to_embed(context, page.text[passage.start : passage.end])


def text_to_embed(context: str, body: str) -> str:
    """A passage's context on a line of its own, then its words."""
    return f"{context}\n{' '.join(body.split())}"
