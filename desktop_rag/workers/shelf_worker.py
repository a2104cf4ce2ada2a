"""The shelf child: looks at model files and folders without loading or changing them. Main thread.

It reads what strangers wrote: whatever a header does to it, the window stays. A look is short; `find` and
`sha256` may take minutes, tell how far they are, and stop when they are asked to.
"""

from collections.abc import Iterator
from pathlib import Path

from desktop_rag.domain.errors import InputError
from desktop_rag.generation.checksums import file_sha256
from desktop_rag.generation.inspection import inspect
from desktop_rag.generation.model_folders import model_files
from desktop_rag.workers import shelf_bodies
from desktop_rag.workers.child import StopFlag, forbid, lower_priority, serve
from desktop_rag.workers.protocol import JsonObject, JsonValue, Message

ADDRESS_SPACE_BYTES = 2 * 1024**3


def main() -> int:
    forbid(ADDRESS_SPACE_BYTES)
    stop = StopFlag()
    service = _ShelfService(stop)
    return serve({"inspect": service.inspect, "find": service.find, "sha256": service.sha256}, stop)


class _ShelfService:
    """`stopped` tells whether the request that runs was asked to stop."""

    def __init__(self, stopped: StopFlag) -> None:
        self._stopped = stopped

    def inspect(self, parameters: JsonObject) -> Iterator[Message]:
        """At the usual priority: somebody waits for it."""
        facts = inspect(Path(_text(parameters.get("path"))))
        yield Message({"event": "result", **shelf_bodies.facts_body(facts)})

    def find(self, parameters: JsonObject) -> Iterator[Message]:
        lower_priority()
        folders = parameters.get("folders")
        if not isinstance(folders, list):
            raise InputError
        found: list[JsonValue] = []
        for path in model_files([Path(_text(folder)) for folder in folders], self._stopped):
            if path is None:
                yield Message({"event": "progress"})
            else:
                found.append(str(path))
        yield Message({"event": "result", "paths": found})

    def sha256(self, parameters: JsonObject) -> Iterator[Message]:
        lower_priority()
        checksum = file_sha256(Path(_text(parameters.get("path"))), self._stopped)
        for done, total in checksum.steps():
            yield Message({"event": "progress", "done": done, "total": total})
        yield Message({"event": "result", "sha256": checksum.hex})


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise InputError
    return value
