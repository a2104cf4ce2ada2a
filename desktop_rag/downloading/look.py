"""What lies behind a link: asks its host for names, sizes and checksums, without fetching a file. Download
child, main thread."""

import contextlib
import dataclasses
import json
import re
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from desktop_rag.domain.checksums import is_sha256
from desktop_rag.domain.downloads import RemoteFile
from desktop_rag.domain.errors import (
    DownloadError,
    LoginNeeded,
    NotThere,
    ServerTrouble,
    WrongFile,
)
from desktop_rag.domain.links import (
    FILE_SUFFIX,
    HUB,
    MAX_LINK_CHARS,
    Link,
    hub_file_url,
    read_link,
    safe_file_name,
)
from desktop_rag.domain.part_notes import MAX_FILE_BYTES
from desktop_rag.downloading import description
from desktop_rag.downloading.description import MAGIC
from desktop_rag.downloading.patience import Patience
from desktop_rag.downloading.trouble import Interrupted, check_status
from desktop_rag.downloading.web import Answer, Linked, Web

MAX_FILES = 200
MAX_LISTING_BYTES = 16 * 1024**2
LISTING_S = 60.0
TRIES = 3
LONGEST_WAIT_S = 10.0
_SPLIT = re.compile(r"(?i)-\d{5}-of-\d{5}\.gguf$")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_HEAD_REFUSED = (400, 403, 405, 501)
Result = TypeVar("Result")


class Look:
    """One look at a link. Raises `DownloadError`."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._web = Web(patience)

    def at(self, text: str) -> tuple[RemoteFile, ...]:
        """A repository's files from the smallest on, or the one file that is linked to."""
        link = read_link(text)
        if link.repository and not link.file_name:
            return self._repository(link)
        if _SPLIT.search(link.file_name):
            raise _split()
        return (self._again(lambda: self._file(link)),)

    def _file(self, link: Link) -> RemoteFile:
        linked, size_bytes = self._described(link.url)
        url, licence = link.url, ""
        if link.repository:
            licence = self._licence(link)
            url = _pinned(link, linked.commit)
        return RemoteFile(url, link.file_name, size_bytes, linked.sha256, licence)

    def _described(self, url: str) -> tuple[Linked, int]:
        """By asking for the head of the answer alone, or, where a server gives none, for the first bytes."""
        with self._web.ask("HEAD", url, stop_at_linked=True) as answer:
            if answer.linked.sha256 and answer.linked.size_bytes:
                return answer.linked, answer.linked.size_bytes
            if answer.status not in _HEAD_REFUSED or answer.headers.get("X-Error-Code"):
                self._check(answer)
                if answer.length_bytes:
                    return answer.linked, answer.length_bytes
        return self._tasted(url)

    def _tasted(self, url: str) -> tuple[Linked, int]:
        with self._web.ask("GET", url, {"Range": f"bytes=0-{len(MAGIC) - 1}"}) as answer:
            self._check(answer)
            head = b""
            while len(head) < len(MAGIC) and (block := answer.read(len(MAGIC) - len(head))):
                head += block
            if head != MAGIC:
                raise WrongFile(f"{answer.host} sent something else than a GGUF model file.")
            found = description.content_range(answer.headers)
            size_bytes = found.total_bytes if found else answer.length_bytes
            return answer.linked, size_bytes or 0

    def _repository(self, link: Link) -> tuple[RemoteFile, ...]:
        body = self._listing(link, "?blobs=true")
        if body.get("gated") not in (None, False):
            raise LoginNeeded
        found = _with_names_of_their_own(list(_files(body, link)))
        whole = [file for file in found if not _SPLIT.search(file.name)]
        if not whole:
            raise _split() if found else NotThere("There is no GGUF model file in this repository.")
        return tuple(sorted(whole, key=lambda file: (file.size_bytes, file.name))[:MAX_FILES])

    def _licence(self, link: Link) -> str:
        """Nice to know, no more: empty when the hub does not say."""
        with contextlib.suppress(DownloadError, Interrupted):
            return _licence_of(self._listing(link, ""))
        return ""

    def _listing(self, link: Link, query: str) -> dict[str, object]:
        """Source: the hub's API, `GET /api/models/{repository}/revision/{revision}?blobs=true`."""
        url = f"{HUB}/api/models/{link.repository}/revision/{link.revision or 'main'}{query}"
        return self._again(lambda: self._json(url))

    def _json(self, url: str) -> dict[str, object]:
        until = time.monotonic() + LISTING_S
        untrusted = b""
        with self._web.ask("GET", url, {"Accept": "application/json"}) as answer:
            self._check(answer, page_is_wrong=False)
            while block := answer.read(MAX_LISTING_BYTES):
                untrusted += block
                if len(untrusted) > MAX_LISTING_BYTES or time.monotonic() > until:
                    raise ServerTrouble(f"{answer.host} describes this repository without end.")
        try:
            body = json.loads(untrusted)
        except (ValueError, RecursionError) as error:
            raise WrongFile(f"{answer.host} sent something else than a list of files.") from error
        return body if isinstance(body, dict) else {}

    def _check(self, answer: Answer, *, page_is_wrong: bool = True) -> None:
        check_status(answer.status, answer.headers, answer.host, self._patience.longest_wait_s)
        if page_is_wrong:
            description.check_is_file(answer)

    def _again(self, ask: Callable[[], Result]) -> Result:
        """A few times, for somebody waits for it."""
        pauses_s = self._patience.pauses_s[: TRIES - 1]
        for pause_s in pauses_s:
            try:
                return ask()
            except Interrupted as trouble:
                if trouble.wait_s > LONGEST_WAIT_S:
                    raise trouble.error from trouble
                time.sleep(max(pause_s, trouble.wait_s))
        try:
            return ask()
        except Interrupted as trouble:
            raise trouble.error from trouble


def _files(body: Mapping[str, object], link: Link) -> Iterator[RemoteFile]:
    """The model files of a listing, each with a link that stays the same when the repository changes."""
    commit, siblings = body.get("sha"), body.get("siblings")
    revision = commit if isinstance(commit, str) and _COMMIT.fullmatch(commit) else link.revision
    for sibling in siblings if isinstance(siblings, list) else []:
        path = sibling.get("rfilename") if isinstance(sibling, dict) else None
        if not isinstance(path, str) or not _is_model(path):
            continue
        url = hub_file_url(link.repository, revision, path)
        lfs = sibling.get("lfs")
        sha256 = lfs.get("sha256") if isinstance(lfs, dict) else None
        if len(url) <= MAX_LINK_CHARS:
            size_bytes = _size(sibling.get("size"))
            yield RemoteFile(url, safe_file_name(path), size_bytes, _checksum(sha256), _licence_of(body))


def _with_names_of_their_own(files: list[RemoteFile]) -> list[RemoteFile]:
    """Files of one name in several folders, as adapters often are, get the folders' names in front."""
    count = Counter(file.name.lower() for file in files)
    return [
        dataclasses.replace(file, name=_long_name(file)) if count[file.name.lower()] > 1 else file
        for file in files
    ]


def _long_name(file: RemoteFile) -> str:
    path = urllib.parse.unquote(file.url.split("/resolve/", 1)[1]).split("/", 1)[1]
    return safe_file_name(path.replace("/", "-"))


def _is_model(path: str) -> bool:
    """Not the part of a model that looks at pictures, which is of no use by itself."""
    name = safe_file_name(path).lower()
    is_strange = ".." in path.split("/") or not path.isprintable()
    return name.endswith(FILE_SUFFIX) and "mmproj" not in name and not is_strange


def _licence_of(body: Mapping[str, object]) -> str:
    card = body.get("cardData")
    names = [card.get(key) for key in ("license_name", "license")] if isinstance(card, dict) else []
    plain = [name for name in names if isinstance(name, str) and name.isprintable() and len(name) <= 100]
    return plain[0] if plain else ""


def _pinned(link: Link, commit: str) -> str:
    """The same file of the same repository for good: `main` moves."""
    if not _COMMIT.fullmatch(commit):
        return link.url
    return link.url.replace(f"/resolve/{link.revision}/", f"/resolve/{commit}/", 1)


def _size(value: object) -> int:
    is_size = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_FILE_BYTES
    return value if is_size and isinstance(value, int) else 0


def _checksum(value: object) -> str:
    return value if isinstance(value, str) and is_sha256(value) else ""


def _split() -> DownloadError:
    return DownloadError(
        "This model comes in several files, which cannot be downloaded here yet.",
        hint="Choose a smaller model, or download all its files with your browser and add the first one.",
    )
