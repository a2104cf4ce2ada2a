"""What the download child is asked: written in the parent, read in the child; and what it answers, written
there and checked in the parent. Window process, command line and download child; any thread.

Reading a request raises `InputError`: what does not fit there is a mistake of the program's own. Reading an
answer raises `WorkerProtocolError`: the child talks to strangers, so that its words are bounded.
"""

from pathlib import Path

from desktop_rag.domain.checksums import is_sha256
from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress, DownloadRequest, RemoteFile
from desktop_rag.domain.errors import BadLink, InputError, WorkerProtocolError
from desktop_rag.domain.links import MAX_LINK_CHARS, checked_url, safe_file_name
from desktop_rag.domain.part_notes import MAX_FILE_BYTES
from desktop_rag.downloading.patience import Patience
from desktop_rag.workers import untrusted
from desktop_rag.workers.protocol import JsonObject, JsonValue

MAX_FILES = 200
MAX_RATE = 1e12
MAX_SECONDS = 1e9
MAX_PATIENCE_S = 100_000.0


def patience_body(patience: Patience) -> JsonObject:
    pauses_s: list[JsonValue] = list(patience.pauses_s)
    return {
        "connect_s": patience.connect_s,
        "stall_s": patience.stall_s,
        "pauses_s": pauses_s,
        "longest_wait_s": patience.longest_wait_s,
    }


MAX_LICENCE_CHARS = 200


def request_body(request: DownloadRequest) -> JsonObject:
    return {
        "url": request.url,
        "target": str(request.target),
        "size_bytes": request.size_bytes,
        "sha256": request.sha256,
        "licence": request.licence[:MAX_LICENCE_CHARS],
    }


def read_patience(body: JsonObject) -> Patience:
    part = body.get("patience")
    pauses = part.get("pauses_s") if isinstance(part, dict) else None
    if not isinstance(part, dict) or not isinstance(pauses, list) or not pauses:
        raise InputError
    return Patience(
        connect_s=_seconds(part.get("connect_s")),
        stall_s=_seconds(part.get("stall_s")),
        pauses_s=tuple(_seconds(pause) for pause in pauses),
        longest_wait_s=_seconds(part.get("longest_wait_s")),
    )


def read_request(body: JsonObject) -> DownloadRequest:
    """Raises `BadLink` for a link that is not to be asked for."""
    url, target, sha256, licence = (body.get(key) for key in ("url", "target", "sha256", "licence"))
    size_bytes = body.get("size_bytes")
    if not isinstance(url, str) or not isinstance(target, str) or not isinstance(sha256, str):
        raise InputError
    if not isinstance(size_bytes, int) or not 0 <= size_bytes <= MAX_FILE_BYTES:
        raise InputError
    if not isinstance(licence, str) or len(licence) > MAX_LICENCE_CHARS:
        raise InputError
    if not Path(target).is_absolute() or not (sha256 == "" or is_sha256(sha256)):
        raise InputError
    checked_url(url)
    return DownloadRequest(url, Path(target), size_bytes, sha256, licence)


def progress_body(progress: DownloadProgress) -> JsonObject:
    return {
        "phase": progress.phase.value,
        "done_bytes": progress.done_bytes,
        "total_bytes": progress.total_bytes,
        "rate_bytes_per_s": progress.rate_bytes_per_s,
        "remaining_s": progress.remaining_s,
    }


def read_progress(body: JsonObject) -> DownloadProgress:
    try:
        phase = DownloadPhase(untrusted.text(body, "phase", 20))
    except ValueError as error:
        raise WorkerProtocolError(detail="unknown phase") from error
    return DownloadProgress(
        phase,
        untrusted.integer(body, "done_bytes", 0, MAX_FILE_BYTES),
        untrusted.integer(body, "total_bytes", 0, MAX_FILE_BYTES),
        _number_or_none(body.get("rate_bytes_per_s"), MAX_RATE),
        _number_or_none(body.get("remaining_s"), MAX_SECONDS),
    )


def files_body(files: tuple[RemoteFile, ...]) -> JsonObject:
    return {
        "files": [
            {
                "url": file.url,
                "name": file.name,
                "size_bytes": file.size_bytes,
                "sha256": file.sha256,
                "licence": file.licence,
            }
            for file in files
        ]
    }


def read_files(body: JsonObject) -> tuple[RemoteFile, ...]:
    return tuple(_read_file(item) for item in untrusted.items(body, "files", MAX_FILES))


def read_sha256(body: JsonObject) -> str:
    return _checked_sha256(untrusted.text(body, "sha256", 64))


def _read_file(item: JsonValue) -> RemoteFile:
    if not isinstance(item, dict):
        raise WorkerProtocolError(detail="a file is not an object")
    url, name = untrusted.text(item, "url", MAX_LINK_CHARS), untrusted.text(item, "name", 300)
    sha256 = untrusted.text(item, "sha256", 64)
    try:
        checked_url(url)
    except BadLink as error:
        raise WorkerProtocolError(detail="a link that cannot be asked for") from error
    if not name or name != safe_file_name(name):
        raise WorkerProtocolError(detail="a name that no file can have")
    return RemoteFile(
        url,
        name,
        untrusted.integer(item, "size_bytes", 0, MAX_FILE_BYTES),
        _checked_sha256(sha256) if sha256 else "",
        _line(untrusted.text(item, "licence", 200)),
    )


def _checked_sha256(text: str) -> str:
    if not is_sha256(text):
        raise WorkerProtocolError(detail="sha256: expected 64 digits")
    return text


def _number_or_none(value: JsonValue, high: float) -> float | None:
    return None if value is None else untrusted.number(value, 0, high)


def _line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _seconds(value: JsonValue) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= MAX_PATIENCE_S:
        raise InputError
    return float(value)
