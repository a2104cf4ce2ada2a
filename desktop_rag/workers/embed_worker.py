"""The embed child: passages and questions become vectors. Main thread of the child.

Every request says which embedder it is for, so that a child that was restarted knows it. What runs an
embedder is imported when one of its kind is loaded first.
"""

import os
from collections.abc import Callable, Iterator

from desktop_rag.domain.embedder import EmbedderChoice, EmbedderKind
from desktop_rag.domain.errors import EmbedderUnusable, InstallationError
from desktop_rag.embedding.encoder import Encoder
from desktop_rag.runtime import assets_dir
from desktop_rag.workers import embed_requests
from desktop_rag.workers.child import lower_priority, serve
from desktop_rag.workers.embed_requests import EMBED_THREADS
from desktop_rag.workers.protocol import JsonObject, JsonValue, Message


def main() -> int:
    os.environ["GGML_NO_BACKTRACE"] = "1"  # llama.cpp would start a debugger on itself when it fails
    lower_priority()
    service = _EmbedService(_load)
    return serve({"describe": service.describe, "encode": service.encode, "count": service.count})


def _load(choice: EmbedderChoice) -> Encoder:
    """Raises `ModelError` or `InstallationError`."""
    if choice.kind is EmbedderKind.GGUF:
        return _load_gguf(choice)
    if choice.kind is EmbedderKind.SENTENCE_TRANSFORMERS:
        from desktop_rag.embedding.sentence_folder import SentenceFolderEncoder

        return SentenceFolderEncoder.load(choice, _threads())
    from desktop_rag.embedding.bundled import BundledEncoder

    return BundledEncoder.load(assets_dir() / "embedder", _threads())


def _load_gguf(choice: EmbedderChoice) -> Encoder:
    """Also raises `InstallationError` where a library it needs is missing or of another system."""
    try:
        from desktop_rag.embedding.gguf import GgufEncoder
    except (ImportError, OSError, RuntimeError) as error:
        raise InstallationError("What runs GGUF models is missing or broken.") from error
    return GgufEncoder.load(choice, _threads())


def _threads() -> int:
    """All but one core on larger machines, so that the window keeps one; or as the person chose."""
    if chosen := os.environ.get(EMBED_THREADS, ""):
        return max(1, min(int(chosen), os.cpu_count() or 1))
    return max(1, min(8, (os.cpu_count() or 2) - 1 if (os.cpu_count() or 2) > 2 else 2))


class _EmbedService:
    """Loads the embedder that the first request asks for, and another when one asks for another."""

    def __init__(self, load: Callable[[EmbedderChoice], Encoder]) -> None:
        self._load = load
        self._choice: EmbedderChoice | None = None
        self._loaded: Encoder | None = None

    def describe(self, parameters: JsonObject) -> Iterator[Message]:
        encoder = self._encoder(parameters)
        yield Message(
            {
                "event": "result",
                "fingerprint": encoder.fingerprint,
                "name": encoder.name,
                "dimension": encoder.dimension,
                "max_tokens": encoder.max_tokens,
            }
        )

    def encode(self, parameters: JsonObject) -> Iterator[Message]:
        """Refuses when files were exchanged before a restart: vectors of two models must never mix."""
        texts = embed_requests.read_texts(parameters.get("texts"))
        kind = embed_requests.read_kind(parameters.get("kind"))
        encoder = self._encoder(parameters)
        if encoder.fingerprint != parameters.get("fingerprint"):
            raise EmbedderUnusable(
                "The files of the search model were changed while it was in use.",
                hint="Start Desktop RAG again, or choose the search model again.",
            )
        vectors = encoder.encode(texts, kind)
        yield Message({"event": "result", "count": len(vectors)}, (vectors.astype("<f4").tobytes(),))

    def count(self, parameters: JsonObject) -> Iterator[Message]:
        texts = embed_requests.read_texts(parameters.get("texts"))
        counts: list[JsonValue] = list(self._encoder(parameters).count_tokens(texts))
        yield Message({"event": "result", "counts": counts})

    def _encoder(self, parameters: JsonObject) -> Encoder:
        choice = embed_requests.read_choice(parameters.get("choice"))
        if self._loaded is None or choice != self._choice:
            if self._loaded is not None:
                self._loaded.close()
                self._loaded = None
            self._loaded = self._load(choice)
            self._choice = choice
        return self._loaded
