"""What the page about privacy shows is what the system knows: real processes, and real connections."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.app.jobs import JobContext
from desktop_rag.app.privacy import Part, ProcessRow, look, open_connections
from tests.process.conftest import OpenContext

SERVER = """
import socket, sys
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
sys.stdin.read()
"""
CLIENT = """
import socket, sys
client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
print("connected", flush=True)
sys.stdin.read()
"""
QUIET = "import sys; print('here', flush=True); sys.stdin.read()"


def started(script: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def first_line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


@pytest.fixture
def children() -> Iterator[list[subprocess.Popen[str]]]:
    """Those that are put in end with the test."""
    made: list[subprocess.Popen[str]] = []
    yield made
    for child in made:
        child.communicate(timeout=30)


def row_of(child: subprocess.Popen[str]) -> ProcessRow:
    return next(row for row in look() if row.pid == child.pid)


def test_a_child_that_opens_a_connection_is_seen_with_both_ends(
    children: list[subprocess.Popen[str]],
) -> None:
    children.append(started(SERVER))
    port = first_line(children[0])
    children.append(started(CLIENT, port))
    first_line(children[1])
    (waits,) = row_of(children[0]).connections or ()
    assert (waits.local, waits.remote) == (f"127.0.0.1:{port}", "")
    (held,) = row_of(children[1]).connections or ()
    assert held.remote == f"127.0.0.1:{port}"
    assert open_connections(look()) >= 2


def test_a_child_without_one_has_none(children: list[subprocess.Popen[str]]) -> None:
    children.append(started(QUIET))
    first_line(children[0])
    row = row_of(children[0])
    assert (row.connections, row.part) == ((), Part.OTHER)


def test_a_child_that_ended_is_not_listed(children: list[subprocess.Popen[str]]) -> None:
    children.append(started("pass"))
    children[0].wait(30)
    assert children[0].pid not in {row.pid for row in look()}


def test_every_child_of_a_working_library_is_named_and_holds_no_connection(
    open_context: OpenContext, folder: Path
) -> None:
    context = open_context()
    context.ingest.add([folder], JobContext())
    assert context.retrieve.search("monthly rent").hits
    context.source.prepare()
    rows = look()
    assert rows[0].part is Part.PROGRAM
    assert {Part.READER, Part.SEARCH} <= {row.part for row in rows}
    assert all(row.memory_bytes > 1_000_000 for row in rows)
    ours = [row for row in rows if row.part not in (Part.PROGRAM, Part.OTHER)]
    assert [row.connections for row in ours] == [()] * len(ours)
    context.close()
    assert {row.part for row in look()} <= {Part.PROGRAM, Part.OTHER}


def test_the_library_tells_how_large_its_parts_are(open_context: OpenContext, folder: Path) -> None:
    context = open_context()
    before = context.storage.sizes()
    context.ingest.add([folder], JobContext())
    context.paths.models.mkdir()
    (context.paths.models / "m.gguf").write_bytes(b"x" * 300_000)
    after = context.storage.sizes()
    passages = context.catalogue.overview().passages
    assert after.model_bytes - before.model_bytes == 300_000
    assert after.vector_bytes - before.vector_bytes >= passages * 384 * 4
    on_disk = sum(path.stat().st_size for path in context.paths.library.rglob("*") if path.is_file())
    assert after.total_bytes == pytest.approx(on_disk, rel=0.02)
