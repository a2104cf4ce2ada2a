"""`kill -9` of a download and all its processes, at any moment: the next one goes on where it stopped."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from desktop_rag.domain.downloads import part_path
from desktop_rag.downloading.part import BLOCK_BYTES
from tests.hostile_server import HostileServer, honest, hostile_server
from tests.process.downloading import gguf_bytes, sha256_of

KILLS = 20
EARLY_KILLS = 4
"""These may come before the download child has begun; the others come after it has."""
BYTES_PER_S = 700_000
LONGEST_S = 0.5
BODY = gguf_bytes(20261121, 6_000_000)
DRIVER = Path(__file__).with_name("download_driver.py")
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as server:
        server.page("/model.gguf", honest(BODY, bytes_per_s=BYTES_PER_S))
        yield server


def start(server: HostileServer, target: Path) -> subprocess.Popen[str]:
    url = server.base + "/model.gguf"
    command = [sys.executable, str(DRIVER), url, str(target), str(len(BODY)), sha256_of(BODY)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)


def kill_all(process: subprocess.Popen[str]) -> None:
    """The window and its children at one blow, as when the power goes."""
    parent = psutil.Process(process.pid)
    parent.suspend()  # so that it starts no child meanwhile
    family = [parent, *parent.children(recursive=True)]
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.send_signal(signal.SIGKILL)
    psutil.wait_procs(family[1:], timeout=5)
    process.wait()


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def test_killed_at_twenty_random_moments_no_range_is_fetched_twice_beyond_a_block(
    tmp_path: Path, server: HostileServer
) -> None:
    target = tmp_path / "model.gguf"
    moments = random.Random(20261121)
    part_sizes = []
    for kill in range(KILLS):
        with start(server, target) as process:
            assert process.stdout is not None
            if kill >= EARLY_KILLS:
                assert process.stdout.readline().startswith("connecting")
            time.sleep(moments.uniform(0.0, LONGEST_S))
            kill_all(process)
        assert not target.exists()
        there = part_path(target).read_bytes() if part_path(target).exists() else b""
        assert BODY.startswith(there)
        part_sizes.append(len(there))
    server.page("/model.gguf", honest(BODY))
    with start(server, target) as process:
        assert process.stdout is not None
        assert process.stdout.read().splitlines()[-1] == f"done {sha256_of(BODY)}"
    assert target.read_bytes() == BODY
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.gguf"]
    assert part_sizes == sorted(part_sizes)
    check_ranges(server, part_sizes)


def check_ranges(server: HostileServer, part_sizes: list[int]) -> None:
    """Each run asks from where the part ended that a kill before it left; what the server sent beyond that,
    and was not there after the kill, is less than a block."""
    asked = server.gets("/model.gguf")
    assert len(asked) > KILLS // 2  # or the kills came before the first byte, and nothing was seen
    assert {request.first_byte for request in asked} <= {0, *part_sizes}
    starts = [request.first_byte for request in asked]
    assert starts == sorted(starts)
    assert len([size for size in set(part_sizes) if 0 < size < len(BODY)]) > KILLS // 2
    for request, after in zip(asked, starts[1:], strict=False):
        assert request.first_byte + request.sent_bytes - after < BLOCK_BYTES
    total_bytes = sum(request.sent_bytes for request in asked)
    assert total_bytes < len(BODY) + (len(asked) - 1) * BLOCK_BYTES


def test_the_child_goes_when_only_the_window_is_killed_and_the_next_download_can_start(
    tmp_path: Path, server: HostileServer
) -> None:
    target = tmp_path / "model.gguf"
    with start(server, target) as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("fetching"):
            pass
        (child,) = psutil.Process(process.pid).children()
        process.kill()
        process.wait()
    assert psutil.wait_procs([child], timeout=5)[1] == []
    server.page("/model.gguf", honest(BODY))
    first = part_path(target).stat().st_size
    with start(server, target) as process:
        assert process.stdout is not None
        assert process.stdout.read().splitlines()[-1] == f"done {sha256_of(BODY)}"
    assert [request.first_byte for request in server.asked] == [0, first]
