"""The embedder that is shipped inside: an int8 ONNX model on ONNX Runtime. Embed child, main thread.

How the model's files are made, and why its vectors are right on every CPU and do not depend on the batch,
is told in packaging/build_embedder.py.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from desktop_rag.domain.embedder import TextKind
from desktop_rag.domain.errors import InstallationError
from desktop_rag.embedding.encoder import Vectors
from desktop_rag.embedding.manifest import MODEL, TOKENIZER, Manifest, read_manifest, read_verified

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

BATCH_SIZE = 8
"""Larger batches are slower: their intermediate values leave the CPU's caches. At 32, measured with passages
of some 230 tokens, a quarter fewer passages went through per second."""


class BundledEncoder:
    """An `Encoder`; made by `load`."""

    def __init__(self, manifest: Manifest, session: "InferenceSession", tokenizer: "Tokenizer") -> None:
        self._manifest = manifest
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path, threads: int) -> Self:
        """Reads and checks the model in `folder`; computes on `threads` threads.

        Raises InstallationError if a file is missing or damaged, or a library cannot be loaded.
        """
        _keep_libraries_quiet()
        manifest = read_manifest(folder)
        model = read_verified(folder / MODEL, manifest.sha256[0])
        tokenizer = read_verified(folder / TOKENIZER, manifest.sha256[1])
        try:
            return cls(manifest, _open_session(model, threads), _open_tokenizer(tokenizer))
        except ImportError as error:
            message = "A library that Desktop RAG needs for searching cannot be loaded."
            raise InstallationError(message, detail=str(error)) from error

    @property
    def fingerprint(self) -> str:
        return self._manifest.fingerprint

    @property
    def name(self) -> str:
        return self._manifest.name

    @property
    def dimension(self) -> int:
        return self._manifest.dimension

    @property
    def max_tokens(self) -> int:
        return self._manifest.max_tokens

    def encode(self, texts: Sequence[str], _kind: TextKind = TextKind.PASSAGE) -> Vectors:
        """See `Encoder.encode`. This model was trained with nothing before questions and passages."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        rows = [self._shortened(ids) for ids in self._token_ids(texts, special=True)]
        for batch in _batches_of_like_length(rows):
            vectors[batch] = self._run([rows[index] for index in batch])
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Encoder.count_tokens`."""
        return [len(ids) for ids in self._token_ids(texts, special=False)]

    def close(self) -> None:
        """See `Encoder.close`. The libraries free what they hold with the last reference to it."""

    def _token_ids(self, texts: Sequence[str], *, special: bool) -> list[list[int]]:
        encodings = self._tokenizer.encode_batch_fast(
            [_valid_unicode(text) for text in texts], add_special_tokens=special
        )
        return [encoding.ids for encoding in encodings]

    def _shortened(self, ids: list[int]) -> list[int]:
        """Cuts in front of the separator that ends every input."""
        return ids if len(ids) <= self.max_tokens else [*ids[: self.max_tokens - 1], ids[-1]]

    def _run(self, rows: Sequence[Sequence[int]]) -> Vectors:
        shape = (len(rows), max(map(len, rows)))
        ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = row
            mask[index, : len(row)] = 1
        (vectors,) = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


def _keep_libraries_quiet() -> None:
    """Before their import: no threads of the tokenizer's own beside ours, and no look at the network."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["HF_HUB_OFFLINE"] = "1"


def _open_session(model: bytes, threads: int) -> "InferenceSession":
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A laptop's other programs need the cores between batches more than we need the microseconds.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _open_tokenizer(content: bytes) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_buffer(content)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _valid_unicode(text: str) -> str:
    """Lone surrogates, which damaged documents bring, cannot be given to the tokenizer."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _batches_of_like_length(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yields indices of `rows`, longest first: batches need little padding, and memory peaks early."""
    order = sorted(range(len(rows)), key=lambda index: -len(rows[index]))
    for start in range(0, len(order), BATCH_SIZE):
        yield order[start : start + BATCH_SIZE]
