"""Any GGUF embedder, on llama.cpp. Embed child, main thread."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import llama_cpp
import numpy as np

from desktop_rag.domain.embedder import EmbedderChoice, TextKind
from desktop_rag.domain.errors import EmbedderUnusable, ModelError, ModelMissing
from desktop_rag.embedding.encoder import Vectors, room_for_text, unit_rows
from desktop_rag.embedding.fingerprint import content_digest, fingerprint
from desktop_rag.embedding.gguf_model import SEQUENCES, NativeEmbedder, open_embedder

BATCH_TOKENS = 512
"""Of several texts together; a longer one is computed alone. Measured on one core with an eight-bit MiniLM
and passages of 158 tokens, 200, 340 and 512 are equally fast (19.5 passages a second)."""
MAX_NAME_CHARS = 200


class GgufEncoder:
    """An `Encoder`; made by `load`."""

    def __init__(self, choice: EmbedderChoice, native: NativeEmbedder, path: Path) -> None:
        self._native = native
        self._path = path
        self._tokenizer = _Tokenizer(native.model)
        self._prefixes = {
            TextKind.QUESTION: choice.question_prefix or "",
            TextKind.PASSAGE: choice.passage_prefix or "",
        }
        # Only models that read from left to right have a memory of what they read.
        self._memory = llama_cpp.llama_get_memory(native.context)
        self.max_tokens = room_for_text(
            native.limit_tokens,
            len(self._tokenizer.plain(self._prefixes[TextKind.PASSAGE])),
            self._tokenizer.special_tokens,
        )
        self.fingerprint = self._fingerprint()
        self._batch: llama_cpp.llama_batch = llama_cpp.llama_batch_init(native.batch_tokens, 0, 1)

    @classmethod
    def load(cls, choice: EmbedderChoice, threads: int) -> Self:
        """Computes on up to `threads` threads.

        Raises `ModelMissing`, `ModelDamaged`, `ModelOutOfMemory` or `EmbedderUnusable`.
        """
        if choice.path is None:
            raise ModelMissing
        native = open_embedder(choice.path, choice.pooling, BATCH_TOKENS, threads)
        try:
            return cls(choice, native, choice.path)
        except ModelError:
            native.close()
            raise

    @property
    def name(self) -> str:
        return (self._native.name or self._path.stem)[:MAX_NAME_CHARS]

    @property
    def dimension(self) -> int:
        return self._native.dimension

    def encode(self, texts: Sequence[str], kind: TextKind = TextKind.PASSAGE) -> Vectors:
        """See `Encoder.encode`."""
        prefix, limit = self._prefixes[kind], self._native.limit_tokens
        rows = [self._tokenizer.sequence(prefix + text, limit) for text in texts]
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for batch in _batches(rows):
            vectors[batch] = self._run([rows[index] for index in batch])
        return unit_rows(vectors)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Encoder.count_tokens`."""
        return [len(self._tokenizer.plain(text)) for text in texts]

    def close(self) -> None:
        """See `Encoder.close`."""
        llama_cpp.llama_batch_free(self._batch)
        self._native.close()

    def _run(self, rows: Sequence[Sequence[int]]) -> Vectors:
        """One vector for each of up to SEQUENCES rows of tokens, not of length one."""
        if self._memory:
            llama_cpp.llama_memory_clear(self._memory, False)
        batch = self._filled(rows)
        compute = llama_cpp.llama_decode if self._memory else llama_cpp.llama_encode
        status = compute(self._native.context, batch)
        if status != 0:
            raise EmbedderUnusable(detail=f"llama.cpp returned {status} for {batch.n_tokens} tokens")
        return np.stack([self._vector(sequence) for sequence in range(len(rows))])

    def _filled(self, rows: Sequence[Sequence[int]]) -> llama_cpp.llama_batch:
        batch: Any = self._batch  # the binding declares its fields as lists of arrays, which they are not
        place = 0
        for sequence, row in enumerate(rows):
            for position, token in enumerate(row):
                batch.token[place] = token
                batch.pos[place] = position
                batch.n_seq_id[place] = 1
                batch.seq_id[place][0] = sequence
                batch.logits[place] = 1
                place += 1
        batch.n_tokens = place
        return self._batch

    def _vector(self, sequence: int) -> Vectors:
        found = llama_cpp.llama_get_embeddings_seq(self._native.context, sequence)
        if not found:
            raise EmbedderUnusable(detail="llama.cpp gave no vector")
        return np.ctypeslib.as_array(found, shape=(self.dimension,)).astype(np.float32)

    def _fingerprint(self) -> str:
        settings: dict[str, str | int] = {
            "pooling": self._native.pooling.value,
            "dimension": self.dimension,
            "limit_tokens": self._native.limit_tokens,
            **{kind.value: prefix for kind, prefix in self._prefixes.items()},
        }
        return fingerprint("gguf", [content_digest(self._path)], settings)


class _Tokenizer:
    """The vocabulary of a loaded model, and the special tokens it puts around a text."""

    def __init__(self, model: llama_cpp.llama_model_p) -> None:
        self._vocabulary = llama_cpp.llama_model_get_vocab(model)
        plain, whole = self.plain("a"), self._tokens("a", special=True)
        self.special_tokens = len(whole) - len(plain)
        begin = next((n for n in range(len(whole)) if whole[n : n + len(plain)] == plain), 0)
        self._ending = whole[begin + len(plain) :] if self.special_tokens > 0 else []
        self._blank = self.plain(" ") or [0]

    def plain(self, text: str) -> list[int]:
        return self._tokens(text, special=False)

    def sequence(self, text: str, limit: int) -> list[int]:
        """What the model is given: at least one token, and at most `limit`, the ones that end it kept."""
        tokens = self._tokens(text, special=True) or self._blank
        if len(tokens) <= limit:
            return tokens
        return [*tokens[: limit - len(self._ending)], *self._ending]

    def _tokens(self, text: str, *, special: bool) -> list[int]:
        """The text's own look-alikes of special tokens are read as the letters they are."""
        encoded = text.encode("utf-8", "replace")
        room = len(encoded) + 16
        for _attempt in range(2):  # a vocabulary that spells characters out can need more room than there is
            buffer = (llama_cpp.llama_token * room)()
            count = llama_cpp.llama_tokenize(
                self._vocabulary, encoded, len(encoded), buffer, room, special, False
            )
            if count >= 0:
                break
            room = -count
        return list(buffer[: max(0, count)])


def _batches(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yields indices of `rows`, shortest first, to be computed together; a longer row comes alone."""
    batch: list[int] = []
    tokens = 0
    for index in sorted(range(len(rows)), key=lambda index: len(rows[index])):
        if batch and (tokens + len(rows[index]) > BATCH_TOKENS or len(batch) == SEQUENCES):
            yield batch
            batch, tokens = [], 0
        batch.append(index)
        tokens += len(rows[index])
    if batch:
        yield batch
