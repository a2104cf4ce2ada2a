"""Asks the embed child. Window process or command line, any thread.

One child serves both indexing and questions. Indexing asks in small batches and lets a waiting question go
first, so that a question waits for one batch at the most.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_rag.domain.errors import WorkerProtocolError
from desktop_rag.runtime import worker_command
from desktop_rag.workers import untrusted
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.process import ChildProcess, ChildSpec
from desktop_rag.workers.protocol import JsonObject, JsonValue, Message

MAX_DIMENSION = 8192
MAX_TOKENS = 10_000_000
BATCH_TEXTS = 32

Cancelled = Callable[[], bool]


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class EmbedderInfo:
    """`fingerprint` tells vectors of different models apart; `max_tokens` is all a passage may have."""

    fingerprint: str
    name: str
    dimension: int
    max_tokens: int


def embedder_spec(stall_s: float = 120.0, memory_bytes: int = 3 * 1024**3) -> ChildSpec:
    return ChildSpec("embedder", tuple(worker_command("embedder")), stall_s, memory_bytes, 256 * 1024**2)


class EmbedClient:
    """One embed child. `close` ends it."""

    def __init__(self, spec: ChildSpec) -> None:
        self.child = ChildProcess(spec)
        self._turn = _Turn()
        self._info: EmbedderInfo | None = None

    def close(self) -> None:
        self.child.close()

    def describe(self) -> EmbedderInfo:
        """What the embedder is. Raises `WorkerError`, or `InstallationError` when the model is missing."""
        if self._info is None:
            body = self._ask("describe", {}, _never).body
            self._info = EmbedderInfo(
                untrusted.text(body, "fingerprint", 200),
                untrusted.text(body, "name", 200),
                untrusted.integer(body, "dimension", 1, MAX_DIMENSION),
                untrusted.integer(body, "max_tokens", 8, MAX_TOKENS),
            )
        return self._info

    def encode_question(self, texts: Sequence[str], cancelled: Cancelled = _never) -> NDArray[np.float32]:
        """As `encode_passages`, but goes before waiting batches of passages."""
        with self._turn.first():
            return self._encode(texts, cancelled)

    def encode_passages(self, texts: Sequence[str], cancelled: Cancelled = _never) -> NDArray[np.float32]:
        """Unit-length vectors, one row a text: float32 of shape (len(texts), dimension).

        Raises `WorkerError`, `InstallationError` or `Cancelled`.
        """
        parts = []
        for begin in range(0, len(texts), BATCH_TEXTS):
            with self._turn.later():
                parts.append(self._encode(texts[begin : begin + BATCH_TEXTS], cancelled))
        return np.concatenate(parts) if parts else np.empty((0, self.describe().dimension), np.float32)

    def count_tokens(self, texts: Sequence[str], cancelled: Cancelled = _never) -> list[int]:
        """How many tokens of the embedder's each text has, its special tokens not counted."""
        text_list: list[JsonValue] = list(texts)
        with self._turn.later():
            body = self._ask("count", {"texts": text_list}, cancelled).body
        counts = untrusted.items(body, "counts", len(texts))
        if len(counts) != len(texts):
            raise WorkerProtocolError(detail="a count is missing")
        return [int(untrusted.number(count, 0, MAX_TOKENS)) for count in counts]

    def _encode(self, texts: Sequence[str], cancelled: Cancelled) -> NDArray[np.float32]:
        dimension = self.describe().dimension
        text_list: list[JsonValue] = list(texts)
        message = self._ask("encode", {"texts": text_list}, cancelled)
        expected_bytes = len(texts) * dimension * 4
        if len(message.attachments) != 1 or len(message.attachments[0]) != expected_bytes:
            raise WorkerProtocolError(detail="the vectors' size does not fit")
        vectors = np.frombuffer(message.attachments[0], "<f4").reshape(len(texts), dimension)
        if not np.isfinite(vectors).all():
            raise WorkerProtocolError(detail="a vector is not finite")
        return vectors.astype(np.float32, copy=False)

    def _ask(self, method: str, parameters: JsonObject, cancelled: Cancelled) -> Message:
        (message,) = self.child.request(method, parameters, cancelled)
        raise_if_error(message.body)
        return message


class _Turn:
    """A lock with two queues: whoever asks for `first` goes before everybody who waits in `later`."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._busy = False
        self._first_waiting = 0

    @contextlib.contextmanager
    def first(self) -> Iterator[None]:
        with self._condition:
            self._first_waiting += 1
            self._condition.wait_for(lambda: not self._busy)
            self._first_waiting -= 1
            self._busy = True
        yield from self._held()

    @contextlib.contextmanager
    def later(self) -> Iterator[None]:
        with self._condition:
            self._condition.wait_for(lambda: not self._busy and not self._first_waiting)
            self._busy = True
        yield from self._held()

    def _held(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._condition:
                self._busy = False
                self._condition.notify_all()
