"""Closing and giving up never wait for a child that hangs."""

import dataclasses
import sys
import threading
import time
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext, Children
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.domain.errors import DiskFull
from desktop_rag.store.library import Library
from desktop_rag.workers.embed_client import embedder_spec
from desktop_rag.workers.parser_client import parser_spec
from tests.process.conftest import OpenContext
from tests.process.test_ingest import FRAGILE


class Listener:
    def __init__(self) -> None:
        self.cancelled = threading.Event()

    def on_progress(self, progress: object) -> None: ...
    def on_success(self, result: object) -> None: ...
    def on_failure(self, error: Exception) -> None: ...
    def on_cancelled(self) -> None:
        self.cancelled.set()


def hanging(open_context: OpenContext) -> AppContext:
    spec = dataclasses.replace(parser_spec(), command=(sys.executable, str(FRAGILE)))
    return open_context(Children(spec, embedder_spec(), 2))


def test_the_window_closes_at_once_while_a_page_hangs(open_context: OpenContext, folder: Path) -> None:
    context, listener = hanging(open_context), Listener()
    (folder / "hang.txt").write_text("Never read to its end.")
    painter = context.source._parser
    context.jobs.submit(Lane.SOURCE, lambda _job: painter.parse(folder / "hang.txt"), listener)
    time.sleep(1.0)
    began = time.monotonic()
    context.close()
    assert time.monotonic() - began < 3.0
    assert listener.cancelled.is_set()


def test_a_full_disk_is_told_at_once_while_a_file_hangs(
    open_context: OpenContext, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise DiskFull

    context = hanging(open_context)
    (folder / "hang.txt").write_text("Never read to its end.")
    monkeypatch.setattr(Library, "store", full)
    began = time.monotonic()
    with pytest.raises(DiskFull):
        context.ingest.add([folder], JobContext())
    assert time.monotonic() - began < 15.0
