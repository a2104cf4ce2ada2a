"""Brings one file here and gives it its name when it is whole and right. Download child, main thread."""

import os
from collections.abc import Callable, Iterator

from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress, DownloadRequest
from desktop_rag.domain.errors import Cancelled, ChecksumWrong, FileChanged
from desktop_rag.downloading.growth import Growth
from desktop_rag.downloading.pace import Pace
from desktop_rag.downloading.part import Part, file_sha256, name_taken, only_writer
from desktop_rag.downloading.patience import USUAL, Patience
from desktop_rag.downloading.web import Web


class Fetch:
    """One download. `run` does all; afterwards `sha256` is the file's."""

    def __init__(
        self,
        request: DownloadRequest,
        patience: Patience = USUAL,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.sha256 = ""
        self._request, self._patience, self._stopped = request, patience, stopped

    def run(self) -> Iterator[DownloadProgress]:
        """Raises `DownloadError` with the reason, or `Cancelled`; what can be gone on with is kept, anything
        else leaves no trace."""
        with only_writer(self._request.target):
            if os.path.lexists(self._request.target):
                yield from self._check_present()
            else:
                yield from self._grow()

    def _grow(self) -> Iterator[DownloadProgress]:
        part = Part(self._request.target)
        try:
            growth = Growth(self._request, part, Web(self._patience), self._patience, self._stopped)
            yield from growth.run()
            self.sha256 = part.sha256
        except (FileChanged, ChecksumWrong):
            part.discard()
            raise
        finally:
            if not self.sha256 and not part.size_bytes:
                part.discard()
            part.close()

    def _check_present(self) -> Iterator[DownloadProgress]:
        """A file that is there already is never overwritten; if it is the one that is wanted, that is all."""
        target, wanted = self._request.target, self._request.sha256
        size_bytes = target.stat().st_size if target.is_file() else -1
        if not wanted or self._request.size_bytes not in (0, size_bytes):
            raise name_taken(target)
        pace, sha256 = Pace(), ""
        for done_bytes, sha256 in file_sha256(target):  # noqa: B007 - the last one is what is wanted
            if self._stopped():
                raise Cancelled
            if pace.is_due():
                yield DownloadProgress(DownloadPhase.CHECKING, done_bytes, size_bytes)
        if sha256 != wanted:
            raise name_taken(target)
        Part(target).discard()
        self.sha256 = sha256
