"""The embed child: passages and questions become vectors. Main thread of the child."""

import os
from collections.abc import Callable, Iterator

from desktop_rag.domain.errors import InputError
from desktop_rag.embedding.bundled import BundledEncoder
from desktop_rag.embedding.encoder import Encoder
from desktop_rag.runtime import assets_dir
from desktop_rag.workers.child import lower_priority, serve
from desktop_rag.workers.protocol import JsonObject, JsonValue, Message


def main() -> int:
    lower_priority()
    service = _EmbedService(lambda: BundledEncoder.load(assets_dir() / "embedder", threads=_threads()))
    return serve({"describe": service.describe, "encode": service.encode, "count": service.count})


def _threads() -> int:
    """All but one core on larger machines, so that the window keeps one."""
    return max(1, min(8, (os.cpu_count() or 2) - 1 if (os.cpu_count() or 2) > 2 else 2))


class _EmbedService:
    """Loads the model at the first request and keeps it."""

    def __init__(self, load: Callable[[], Encoder]) -> None:
        self._load = load
        self._loaded: Encoder | None = None

    def describe(self, _parameters: JsonObject) -> Iterator[Message]:
        encoder = self._encoder()
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
        vectors = self._encoder().encode(_texts(parameters))
        yield Message({"event": "result", "count": len(vectors)}, (vectors.astype("<f4").tobytes(),))

    def count(self, parameters: JsonObject) -> Iterator[Message]:
        counts: list[JsonValue] = list(self._encoder().count_tokens(_texts(parameters)))
        yield Message({"event": "result", "counts": counts})

    def _encoder(self) -> Encoder:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded


def _texts(parameters: JsonObject) -> list[str]:
    texts = parameters.get("texts")
    if not isinstance(texts, list):
        raise InputError
    return [str(text) for text in texts]
