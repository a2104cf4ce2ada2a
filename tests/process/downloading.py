"""What the tests of downloads share: files, a client that is soon out of patience, and a look at what is
left in its folder."""

import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_rag.domain.downloads import DownloadProgress, DownloadRequest, part_path
from desktop_rag.domain.errors import ServerTrouble
from desktop_rag.downloading.patience import Patience
from desktop_rag.workers.download_client import DownloadClient, download_spec
from tests.hostile_server import Exchange, HostileServer, etag_of

HASTY = Patience(connect_s=5.0, stall_s=3.0, pauses_s=(0.02, 0.05, 0.05, 0.05, 0.05), longest_wait_s=3.0)
SIZE_BYTES = 700_000


def gguf_bytes(seed: int, size_bytes: int = SIZE_BYTES) -> bytes:
    return b"GGUF" + random.Random(seed).randbytes(size_bytes - 4)


BODY, OTHER = gguf_bytes(1), gguf_bytes(2)


def sha256_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@dataclass
class Downloader:
    """Fetches into a folder of the test and looks at what is left there."""

    client: DownloadClient
    folder: Path
    seen: list[DownloadProgress]

    @property
    def target(self) -> Path:
        return self.folder / "model.gguf"

    def fetch(
        self, url: str, size_bytes: int = 0, sha256: str = "", cancelled: Callable[[], bool] = lambda: False
    ) -> str:
        request = DownloadRequest(url, self.target, size_bytes, sha256)
        return self.client.fetch(request, self.seen.append, cancelled)

    def fetch_promised(self, url: str, body: bytes = BODY) -> str:
        return self.fetch(url, len(body), sha256_of(body))

    def assert_arrived(self, body: bytes = BODY) -> None:
        assert self.target.read_bytes() == body
        assert self.names() == ["model.gguf"]

    def assert_nothing_left(self) -> None:
        assert self.names() == []

    def assert_part(self, body: bytes = BODY) -> int:
        """A part that is the beginning of the file, with its note, and no more. Returns its size."""
        assert self.names() == ["model.gguf.part", "model.gguf.part.json"]
        there = part_path(self.target).read_bytes()
        assert there
        assert body.startswith(there)
        return len(there)

    def leave_part(self, server: HostileServer, size_bytes: int, body: bytes = BODY, **head: str) -> str:
        """Has a part of so many bytes fetched by a server that is honest but breaks off. Returns the link."""
        marks = head or {"ETag": etag_of(body)}

        def breaking(exchange: Exchange) -> None:
            if exchange.number == 0:
                exchange.send(body[:size_bytes], headers=marks, announced=len(body))
            else:
                exchange.send(status=503, headers={"Retry-After": "99999"})

        url = server.page("/model.gguf", breaking)
        with pytest.raises(ServerTrouble):
            self.fetch_promised(url, body) if not head else self.fetch(url)
        assert self.assert_part(body) == size_bytes
        server.asked.clear()
        return url

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@contextmanager
def downloading_to(folder: Path) -> Iterator[Downloader]:
    folder.mkdir()
    client = DownloadClient(download_spec(), HASTY)
    try:
        yield Downloader(client, folder, [])
    finally:
        client.close()
