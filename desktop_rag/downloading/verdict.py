"""Whether an answer goes on with the file that is wanted, starts it anew, or is something else. Download
child, main thread; pure."""

from dataclasses import dataclass

from desktop_rag.domain.errors import ConnectionLost, FileChanged, WrongFile
from desktop_rag.downloading import description
from desktop_rag.downloading.trouble import Interrupted
from desktop_rag.downloading.web import Answer


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a server is asked. `size_bytes` 0, `sha256` and `validator` empty: unknown.
    `is_promised`: the person was told which file comes; no other may take its place."""

    done_bytes: int
    size_bytes: int
    sha256: str
    validator: str
    is_promised: bool


@dataclass(frozen=True, slots=True)
class Body:
    """What follows the head of an answer: the file's bytes from `first_byte` on. `total_bytes` is 0 where
    only the body's end tells."""

    first_byte: int
    total_bytes: int
    sha256: str
    validator: str


class StartOver(Exception):
    """What is there is of no use any more: the server has another file, which is as welcome."""


class NoRanges(Interrupted):
    """The server does not send the rest of a file when asked for it."""


def judge(answer: Answer, known: Known, *, asked_for_rest: bool) -> Body | None:
    """What to do with a successful answer, or one of 416; None if all is there already.

    Raises `WrongFile`, `FileChanged`, `StartOver` or `NoRanges`.
    """
    if answer.status == 416:
        _check_nothing_left(answer, known)
        return None
    description.check_is_file(answer)
    if answer.status == 206 and asked_for_rest:
        return _rest(answer, known)
    if answer.status == 200:
        return _whole(answer, known)
    raise WrongFile(f"{answer.host} answered something that was not asked for.")


def _check_nothing_left(answer: Answer, known: Known) -> None:
    total = answer.headers.get("Content-Range", "").removeprefix("bytes */")
    if known.size_bytes or total != str(known.done_bytes):
        raise StartOver


def _rest(answer: Answer, known: Known) -> Body:
    found = description.content_range(answer.headers)
    if found is None or found.first != known.done_bytes:
        raise NoRanges(ConnectionLost(detail="another range than was asked for"))
    total_bytes = found.total_bytes or known.size_bytes
    if not total_bytes:
        raise NoRanges(ConnectionLost(detail="a range of nobody knows how much"))
    _check_same(answer, known, total_bytes)
    if found.last >= total_bytes:
        raise NoRanges(ConnectionLost(detail="a range beyond the end"))
    return _body(answer, known, known.done_bytes, total_bytes)


def _whole(answer: Answer, known: Known) -> Body:
    total_bytes = answer.length_bytes
    is_chunked = answer.headers.get("Transfer-Encoding", "").strip().lower() == "chunked"
    if total_bytes is None and not is_chunked:
        raise WrongFile(f"{answer.host} does not say how large the file is.")
    _check_same(answer, known, total_bytes)
    return _body(answer, known, 0, total_bytes or known.size_bytes)


def _check_same(answer: Answer, known: Known, total_bytes: int | None) -> None:
    is_other_size = total_bytes is not None and known.size_bytes not in (0, total_bytes)
    is_other_file = bool(known.sha256 and answer.linked.sha256 not in ("", known.sha256))
    seen = description.validator(answer, has_checksum=bool(known.sha256))
    is_changed = known.done_bytes > 0 and bool(known.validator and seen and known.validator != seen)
    if not (is_other_size or is_other_file or is_changed):
        return
    if not known.is_promised:
        raise StartOver
    if known.done_bytes:
        raise FileChanged
    raise WrongFile(f"{answer.host} has another file there than was promised.")


def _body(answer: Answer, known: Known, first_byte: int, total_bytes: int) -> Body:
    sha256 = known.sha256 or answer.linked.sha256
    return Body(first_byte, total_bytes, sha256, description.validator(answer, has_checksum=bool(sha256)))
