"""The converter child: a folder written by PEFT becomes a GGUF adapter. Main thread of the child.

It is started for one conversion and ended. The libraries that it needs are imported when it is asked.
"""

import logging
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

from desktop_rag.domain.errors import Cancelled, InputError
from desktop_rag.domain.language_model import AdapterFacts
from desktop_rag.workers.child import StopFlag, lower_priority, serve
from desktop_rag.workers.protocol import JsonObject, Message
from desktop_rag.workers.shelf_bodies import facts_body

ADDRESS_SPACE_BYTES = 8 * 1024**3
MAX_ADAPTER_BYTES = 16 * 1024**3
"""Larger than the adapter of rank 256 for every matrix of a model with 70 billion parameters."""
SHARE_STEP = 0.01
"""Progress is told each time this much more is written."""


def main() -> int:
    lower_priority()
    _limit()
    logging.disable(logging.WARNING)  # the writer names the file and its tensors
    stop = StopFlag()
    return serve({"convert": _Converter(stop).convert}, stop)


def _limit() -> None:
    """A second line behind the parent's watch, as `forbid` is elsewhere; but this child writes one file."""
    if sys.platform != "linux":
        return
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_ADAPTER_BYTES, MAX_ADAPTER_BYTES))


class _Converter:
    def __init__(self, stop: StopFlag) -> None:
        self._stop = stop

    def convert(self, parameters: JsonObject) -> Iterator[Message]:
        """The file keeps the name `part`: who asked for it gives it its own."""
        from desktop_rag.generation.peft_convert import convert_peft

        folder, base, part = (_path(parameters, key) for key in ("folder", "base", "part"))
        facts = yield from self._progress(convert_peft(folder, base, part))
        yield Message({"event": "result", **facts_body(facts)})

    def _progress(
        self, shares: Generator[float, None, AdapterFacts]
    ) -> Generator[Message, None, AdapterFacts]:
        told = 0.0
        while True:
            try:
                share = next(shares)
            except StopIteration as end:
                facts: AdapterFacts = end.value
                return facts
            if self._stop():
                shares.close()
                raise Cancelled
            if share - told >= SHARE_STEP:
                told = share
                yield Message({"event": "progress", "share": share})


def _path(parameters: JsonObject, key: str) -> Path:
    path = parameters.get(key)
    if not isinstance(path, str):
        raise InputError
    return Path(path)
