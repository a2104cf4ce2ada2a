"""The unfinished file while it grows: asks, judges what is answered, writes, tries again. Download child,
main thread."""

import time
from collections.abc import Callable, Generator, Iterator

from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress, DownloadRequest, PartNote
from desktop_rag.domain.errors import (
    Cancelled,
    ChecksumWrong,
    ConnectionLost,
    FileChanged,
    HostUnreachable,
    LoginNeeded,
    WrongFile,
)
from desktop_rag.downloading import description
from desktop_rag.downloading.description import MAGIC
from desktop_rag.downloading.disk import check_room
from desktop_rag.downloading.pace import Pace
from desktop_rag.downloading.part import BLOCK_BYTES, Part
from desktop_rag.downloading.patience import Patience
from desktop_rag.downloading.trouble import Interrupted, check_status
from desktop_rag.downloading.verdict import Body, Known, NoRanges, StartOver, judge
from desktop_rag.downloading.web import Answer, Web

FIRST_TRIES = 3
"""A host that was never reached is given up for sooner than a connection that broke."""
NAP_S = 0.1
SIGN_OF_LIFE_S = 1.0


class Growth:
    """One run of one download. The caller holds the part, and keeps or discards it afterwards."""

    def __init__(
        self,
        request: DownloadRequest,
        part: Part,
        web: Web,
        patience: Patience,
        stopped: Callable[[], bool],
    ) -> None:
        self._request, self._part, self._web = request, part, web
        self._patience, self._stopped = patience, stopped
        self._pace = Pace()
        self._size_bytes, self._sha256 = request.size_bytes, request.sha256
        self._is_whole = self._has_received = self._has_restarted = False
        self._ranges_work = True
        self._take_over()
        self._most_bytes = part.size_bytes

    def run(self) -> Iterator[DownloadProgress]:
        """Raises `DownloadError` or `Cancelled`."""
        self._check_room()
        failures = 0
        while not self._is_done():
            had_bytes = self._most_bytes
            trouble = yield from self._try()
            if self._most_bytes > had_bytes:
                failures = 0
            if trouble and not self._is_done():
                failures += 1
                yield from self._pause(trouble, failures)
        yield from self._finish()

    def _try(self) -> Generator[DownloadProgress, None, Interrupted | None]:
        """What stopped it, if anything did. Bytes count as progress where more are there than ever were: a
        server that starts anew each time makes none."""
        had_bytes = self._most_bytes
        trouble: Interrupted | None = None
        try:
            yield from self._attempt()
        except Interrupted as interruption:
            trouble = interruption
        except StartOver:
            self._restart()
            return None
        self._most_bytes = max(had_bytes, self._part.size_bytes)
        if self._most_bytes == had_bytes:
            return trouble or Interrupted(ConnectionLost(detail="an answer without a byte"))
        return trouble

    def _take_over(self) -> None:
        """Goes on with what an earlier run left if it is of the same file; else it is of no use."""
        note, request = self._part.note, self._request
        if note is None or not self._part.size_bytes:
            return
        is_unsure = "" in (note.sha256, request.sha256)
        is_same = note.url == request.url if is_unsure else note.sha256 == request.sha256
        size_bytes = request.size_bytes or note.size_bytes
        if not is_same or note.size_bytes not in (0, size_bytes) or self._part.size_bytes > size_bytes > 0:
            self._part.discard()
            return
        self._size_bytes, self._sha256 = size_bytes, request.sha256 or note.sha256

    def _restart(self) -> None:
        if self._has_restarted:
            raise FileChanged
        self._has_restarted = True
        self._part.discard()
        self._size_bytes, self._sha256 = self._request.size_bytes, self._request.sha256
        self._most_bytes = 0

    def _is_done(self) -> bool:
        return self._is_whole or 0 < self._size_bytes == self._part.size_bytes

    def _check_room(self) -> None:
        """Of a file whose size nobody knows only that there is any room left: it may have no end."""
        check_room(self._part.target.parent, max(0, self._size_bytes - self._part.size_bytes))

    def _attempt(self) -> Iterator[DownloadProgress]:
        self._heed()
        self._pace.interrupted()
        yield DownloadProgress(DownloadPhase.CONNECTING, self._part.size_bytes, self._size_bytes)
        headers = self._range_headers()
        with self._web.ask("GET", self._request.url, headers) as answer:
            self._check_status(answer, has_part=bool(headers))
            try:
                body = judge(answer, self._known(), asked_for_rest=bool(headers))
            except NoRanges:
                self._ranges_work = False
                raise
            if body is None:
                self._is_whole = True
                return
            self._prepare(body)
            yield from self._receive(answer, body)

    def _known(self) -> Known:
        note, request = self._part.note, self._request
        validator = note.validator if note and note.url == request.url else ""
        is_promised = bool(request.size_bytes or request.sha256)
        return Known(self._part.size_bytes, self._size_bytes, self._sha256, validator, is_promised)

    def _range_headers(self) -> dict[str, str]:
        """Empty where the file is asked for from its beginning: nothing is there, the server cannot go on, or
        nothing would tell that it goes on with another file."""
        known = self._known()
        if not known.done_bytes or not self._ranges_work or not (known.sha256 or known.validator):
            return {}
        headers = {"Range": f"bytes={known.done_bytes}-"}
        if description.is_strong(known.validator):
            headers["If-Range"] = known.validator
        return headers

    def _check_status(self, answer: Answer, *, has_part: bool) -> None:
        if answer.status == 416 and has_part:
            return
        try:
            check_status(answer.status, answer.headers, answer.host, self._patience.longest_wait_s)
        except LoginNeeded as error:
            if answer.hops and self._has_received:  # a signed link that ran out on the way
                raise Interrupted(error) from error
            raise

    def _prepare(self, body: Body) -> None:
        """The room, and the note before the first byte."""
        old, request = self._part.note, self._request
        self._size_bytes, self._sha256 = body.total_bytes, body.sha256
        self._check_room()
        note = PartNote(
            url=request.url,
            name=request.target.name,
            size_bytes=body.total_bytes,
            sha256=body.sha256,
            validator=body.validator,
            licence=request.licence or (old.licence if old else ""),
        )
        if body.first_byte == 0:
            self._part.begin(note)
        elif note != old:
            self._part.write_note(note)

    def _receive(self, answer: Answer, body: Body) -> Iterator[DownloadProgress]:
        for block in _blocks(answer, body.first_byte):
            self._heed()
            if 0 < self._size_bytes < self._part.size_bytes + len(block):
                self._part.discard()
                raise WrongFile(f"{answer.host} sent more than the file holds.")
            if not self._size_bytes:
                self._check_room()
            self._part.append(block)
            self._has_received = True
            if self._pace.is_due():
                yield self._pace.progress(self._part.size_bytes, self._size_bytes)
        self._is_whole = self._size_bytes == 0

    def _pause(self, trouble: Interrupted, failures: int) -> Iterator[DownloadProgress]:
        """Raises what the trouble means when it was met too often."""
        pauses_s = self._patience.pauses_s
        is_strange = isinstance(trouble.error, HostUnreachable) and not self._part.size_bytes
        if failures > (min(len(pauses_s), FIRST_TRIES - 1) if is_strange else len(pauses_s)):
            raise trouble.error from trouble
        until = time.monotonic() + max(trouble.wait_s, pauses_s[failures - 1])
        told = 0.0
        while (now := time.monotonic()) < until:
            self._heed()
            if now - told >= SIGN_OF_LIFE_S:
                told = now
                yield DownloadProgress(DownloadPhase.WAITING, self._part.size_bytes, self._size_bytes)
            time.sleep(min(NAP_S, until - now))

    def _finish(self) -> Iterator[DownloadProgress]:
        size_bytes = self._part.size_bytes
        if not self._part.begins_with(MAGIC):
            self._part.discard()
            raise WrongFile
        yield DownloadProgress(DownloadPhase.CHECKING, 0, size_bytes)
        for done_bytes in self._part.checking():
            self._heed()
            if self._pace.is_due():
                yield DownloadProgress(DownloadPhase.CHECKING, done_bytes, size_bytes)
        if self._sha256 not in ("", self._part.sha256):
            raise ChecksumWrong
        yield DownloadProgress(DownloadPhase.CHECKING, size_bytes, size_bytes)
        self._part.finish()

    def _heed(self) -> None:
        if self._stopped():
            raise Cancelled


def _blocks(answer: Answer, first_byte: int) -> Iterator[bytes]:
    """The body as it comes. Raises `WrongFile` before the first block of a file that is no GGUF."""
    if first_byte == 0:
        head = b""
        while len(head) < len(MAGIC) and (block := answer.read(BLOCK_BYTES)):
            head += block
        if not head.startswith(MAGIC[: len(head)]):
            raise WrongFile(f"{answer.host} sent something else than a GGUF model file.")
        if len(head) < len(MAGIC):
            raise Interrupted(ConnectionLost(detail="an answer without a byte"))
        yield head
    while block := answer.read(BLOCK_BYTES):
        yield block
