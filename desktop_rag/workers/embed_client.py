"""Asks an embed child. Window process or command line, any thread.

One child serves both indexing and questions, with one embedder. Indexing asks in small batches and lets a
waiting question go first, so that a question waits for one batch at the most.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_rag.domain.embedder import EmbedderChoice, EmbedderKind, TextKind
from desktop_rag.domain.errors import ModelMissing, WorkerProtocolError
from desktop_rag.runtime import worker_command
from desktop_rag.workers import embed_requests, untrusted
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.process import ChildProcess, ChildSpec
from desktop_rag.workers.protocol import JsonObject, JsonValue, Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_DIMENSION = 8192
MAX_TOKENS = 10_000_000
MEMORY_BYTES = 3 * 1024**3
BESIDE_WEIGHTS_BYTES = 2 * 1024**3
BUNDLED = EmbedderChoice()
FIRST_TEXTS, MOST_TEXTS = 8, 32
BATCH_S = 2.0
"""About as long as one request may take: a question waits for it, and a large embedder on a slow machine
would take longer for a fixed number of texts than a child may be silent."""
COUNT_AT_ONCE_CHARS = 1_000_000
MISSING_HINT = (
    "Reconnect the drive it is on, or choose another search model. The one that comes with Desktop RAG is"
    " always there, and nothing in the library is lost."
)

Cancelled = Callable[[], bool]


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class EmbedderInfo:
    """`fingerprint` tells vectors of different models apart; `max_tokens` is all a passage may have, two
    special tokens included."""

    fingerprint: str
    name: str
    dimension: int
    max_tokens: int


def embedder_spec(stall_s: float = 120.0, memory_bytes: int = MEMORY_BYTES) -> ChildSpec:
    return ChildSpec("embedder", tuple(worker_command("embedder")), stall_s, memory_bytes, 256 * 1024**2)


def spec_for(spec: ChildSpec, choice: EmbedderChoice, size_bytes: int = 0) -> ChildSpec:
    """The same child with the memory that another embedder takes, whose files have `size_bytes`.

    Twice the files, since some weights are kept in a second order; three times in torch, where sixteen-bit
    weights become thirty-two-bit ones while the file is still mapped (528 MB took 2,021 MB). And what torch
    or llama.cpp takes besides.
    """
    if choice.kind is EmbedderKind.BUNDLED:
        return spec
    times = 3 if choice.kind is EmbedderKind.SENTENCE_TRANSFORMERS else 2
    needed_bytes = times * size_bytes + BESIDE_WEIGHTS_BYTES
    return replace(spec, memory_bytes=max(spec.memory_bytes, needed_bytes))


class EmbedClient:
    """One embed child with one embedder, which is told with every request. `close` ends the child."""

    def __init__(self, spec: ChildSpec, choice: EmbedderChoice = BUNDLED) -> None:
        self.child = ChildProcess(spec)
        self.choice = choice
        self._turn = _Turn()
        self._pace = _Pace()
        self._info: EmbedderInfo | None = None

    def close(self) -> None:
        self.child.close()

    def describe(self, cancelled: Cancelled = _never) -> EmbedderInfo:
        """What the embedder is. Loads it.

        Raises `WorkerError`, `ModelError` when it is missing or cannot be used, or `InstallationError` when
        what runs it is missing.
        """
        if self._info is None:
            with self.child.checking():
                self._info = _info(self._ask("describe", {}, cancelled).body)
        return self._info

    def encode_question(self, texts: Sequence[str], cancelled: Cancelled = _never) -> NDArray[np.float32]:
        """Vectors of questions, as `encode_passages` gives them; goes before waiting batches of passages."""
        with self._turn.first():
            return self._encode_all(texts, TextKind.QUESTION, contextlib.nullcontext, cancelled)

    def encode_sentences(self, texts: Sequence[str], cancelled: Cancelled = _never) -> NDArray[np.float32]:
        """Vectors of passages or parts of them that a question waits for; goes first as `encode_question`."""
        with self._turn.first():
            return self._encode_all(texts, TextKind.PASSAGE, contextlib.nullcontext, cancelled)

    def encode_passages(self, texts: Sequence[str], cancelled: Cancelled = _never) -> NDArray[np.float32]:
        """Unit-length vectors, one row a text: float32 of shape (len(texts), dimension).

        Raises what `describe` raises, or `Cancelled`.
        """
        return self._encode_all(texts, TextKind.PASSAGE, self._turn.later, cancelled)

    def count_tokens(self, texts: Sequence[str], cancelled: Cancelled = _never) -> list[int]:
        """How many tokens of the embedder's each text has, its special tokens not counted."""
        counts: list[int] = []
        for some in _batches(texts):
            with self._turn.later(), self.child.checking():
                counts.extend(_counts(self._ask("count", {"texts": some}, cancelled).body, len(some)))
        return counts

    def _encode_all(
        self,
        texts: Sequence[str],
        kind: TextKind,
        turn: Callable[[], contextlib.AbstractContextManager[None]],
        cancelled: Cancelled,
    ) -> NDArray[np.float32]:
        """In requests that take about BATCH_S, each in a `turn` of its own."""
        import numpy as np

        parts: list[NDArray[np.float32]] = []
        begin = 0
        while begin < len(texts):
            with turn():
                some = texts[begin : begin + self._pace.texts]
                parts.append(self._encode(some, kind, cancelled))
            begin += len(some)
        return np.concatenate(parts) if parts else np.empty((0, self.describe().dimension), np.float32)

    def _encode(self, texts: Sequence[str], kind: TextKind, cancelled: Cancelled) -> NDArray[np.float32]:
        info = self.describe(cancelled)
        text_list: list[JsonValue] = list(texts)
        asked: JsonObject = {"texts": text_list, "kind": kind.value, "fingerprint": info.fingerprint}
        began = time.monotonic()
        with self.child.checking():
            vectors = _vectors(self._ask("encode", asked, cancelled), len(texts), info.dimension)
        self._pace.took(len(texts), time.monotonic() - began)
        return vectors

    def _ask(self, method: str, parameters: JsonObject, cancelled: Cancelled) -> Message:
        parameters = {**parameters, "choice": embed_requests.choice_body(self.choice)}
        message = self.child.request_one(method, parameters, cancelled)
        try:
            raise_if_error(message.body)
        except ModelMissing as error:
            name = f" “{self.choice.path.name}”" if self.choice.path else ""
            raise ModelMissing(f"The search model{name} is not there.", hint=MISSING_HINT) from error
        return message


def _info(body: JsonObject) -> EmbedderInfo:
    return EmbedderInfo(
        untrusted.text(body, "fingerprint", 200),
        untrusted.text(body, "name", 200),
        untrusted.integer(body, "dimension", 1, MAX_DIMENSION),
        untrusted.integer(body, "max_tokens", 8, MAX_TOKENS),
    )


def _counts(body: JsonObject, expected: int) -> list[int]:
    counts = untrusted.items(body, "counts", expected)
    if len(counts) != expected:
        raise WorkerProtocolError(detail="a count is missing")
    return [int(untrusted.number(count, 0, MAX_TOKENS)) for count in counts]


def _batches(texts: Sequence[str]) -> Iterator[list[JsonValue]]:
    """The texts in order, in messages of bounded size."""
    batch: list[JsonValue] = []
    chars = 0
    for text in texts:
        batch.append(text)
        chars += len(text)
        if chars > COUNT_AT_ONCE_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _vectors(message: Message, count: int, dimension: int) -> NDArray[np.float32]:
    if len(message.attachments) != 1 or len(message.attachments[0]) != count * dimension * 4:
        raise WorkerProtocolError(detail="the vectors' size does not fit")
    import numpy as np

    vectors = np.frombuffer(message.attachments[0], "<f4").reshape(count, dimension)
    if not np.isfinite(vectors).all():
        raise WorkerProtocolError(detail="a vector is not finite")
    return vectors.astype(np.float32, copy=False)


class _Pace:
    """How many texts to ask for at once. For whoever has the turn."""

    def __init__(self) -> None:
        self.texts = FIRST_TEXTS

    def took(self, texts: int, seconds: float) -> None:
        """Slower ones soon make it fewer; to more it goes step by step, since texts differ in length."""
        fitting = int(BATCH_S * texts / max(seconds, 1e-6))
        self.texts = max(1, min(fitting, 2 * self.texts, MOST_TEXTS))


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
