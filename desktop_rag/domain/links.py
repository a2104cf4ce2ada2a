"""What a person pasted to name a model file: an `https` link, a hub's page, or a name like owner/model.

Pure, no network: the host is shown to the person before anything is asked of it. Window process, command
line and download child; any thread.
"""

import re
import urllib.parse
from dataclasses import dataclass

from desktop_rag.domain.errors import BadLink

HUB = "https://huggingface.co"
HUB_HOSTS = ("huggingface.co", "www.huggingface.co", "hf.co")
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
FILE_SUFFIX = ".gguf"
MAX_LINK_CHARS = 4000
MAX_NAME_CHARS = 150
_PART = r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}"
_REPOSITORY = re.compile(rf"({_PART}/{_PART})(?:/(.+))?")
_NO_REPOSITORY = ("datasets", "spaces", "api", "docs", "models", "collections", "papers", "blog")
_REVISION = re.compile(r"[A-Za-z0-9._-]{1,200}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
_PLAIN_URL_CHARS = "/:@!$&'()*+,;=~-._%?"


@dataclass(frozen=True, slots=True)
class Link:
    """`repository` ("owner/name") and `revision` are set for a hub's link, `file_name` where the link leads
    to one file. `host` is as it will be asked for: letters of other scripts are spelled out (punycode)."""

    url: str
    host: str
    repository: str = ""
    file_name: str = ""
    revision: str = ""


def read_link(text: str) -> Link:
    """Raises `BadLink` for anything but an `https` link to a `.gguf` file, a repository of the hub, or a
    file in one. `http` is taken from this computer itself alone (a server of the person's own)."""
    cleaned = text.strip().strip("<>\"'“”").strip()
    if len(cleaned) > MAX_LINK_CHARS or re.search(r"[\s\x00-\x1f\x7f\\]", cleaned):
        raise BadLink
    if "://" not in cleaned:
        return _read_name(cleaned)
    parts = checked_url(cleaned)
    if parts.hostname in HUB_HOSTS:
        return _hub_link(parts.path)
    file_name = _file_name(parts)
    if not file_name:
        raise BadLink
    return Link(urllib.parse.urlunsplit(parts), _host(parts), "", file_name)


def checked_url(text: str) -> urllib.parse.SplitResult:
    """The parts of an `https` link (or `http` on this computer), its host in small ASCII letters, everything
    else escaped, without a fragment. Raises `BadLink`, also for a link with a password in it."""
    try:
        parts = urllib.parse.urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except ValueError as error:  # also UnicodeError: a host that no server can have
        raise BadLink from error
    if not re.fullmatch(r"[a-z0-9._:-]+", ascii_host) or parts.username is not None:
        raise BadLink
    if parts.scheme != "https" and not (parts.scheme == "http" and ascii_host in LOOPBACK_HOSTS):
        raise BadLink(
            "Only links that begin with https:// are used.",
            hint="Look for a link that begins with https://, or download the file with your browser.",
        )
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    place = shown if port is None else f"{shown}:{port}"
    path = urllib.parse.quote(parts.path, safe=_PLAIN_URL_CHARS.replace("?", "")) or "/"
    query = urllib.parse.quote(parts.query, safe=_PLAIN_URL_CHARS)
    return urllib.parse.SplitResult(parts.scheme, place, path, query, "")


def is_loopback(url: str) -> bool:
    return urllib.parse.urlsplit(url).hostname in LOOPBACK_HOSTS


def hub_file_url(repository: str, revision: str, path: str) -> str:
    return f"{HUB}/{repository}/resolve/{revision}/{urllib.parse.quote(path)}"


def safe_file_name(name: str) -> str:
    """A name that every system can save a file under, from the last part of a path that somebody sent."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(char if char.isprintable() and char not in '<>:"|?*' else "_" for char in last)
    plain = plain.encode("utf-8", "replace").decode("utf-8").strip(" .")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    if len(plain.encode()) > MAX_NAME_CHARS:
        plain = plain.encode()[-MAX_NAME_CHARS:].decode("utf-8", "ignore").lstrip(" .")
    return plain


def _read_name(text: str) -> Link:
    """`owner/name`, `owner/name/path/file.gguf`, or a link that was copied without its beginning."""
    first = text.split("/", 1)[0].lower()
    if "." in first and "/" in text and (first in HUB_HOSTS or text.lower().count("/") > 1):
        return read_link(f"https://{text}")
    match = _REPOSITORY.fullmatch(text.rstrip("/"))
    if not match or first in _NO_REPOSITORY or (text.lower().endswith(FILE_SUFFIX) and not match[2]):
        raise BadLink
    return _hub_file(match[1], "main", match[2]) if match[2] else _hub_repository(match[1], "main")


def _hub_link(path: str) -> Link:
    match = _REPOSITORY.fullmatch(urllib.parse.unquote(path).strip("/"))
    if not match or match[1].split("/")[0] in _NO_REPOSITORY:
        raise BadLink
    repository, rest = match[1], (match[2] or "").split("/", 2)
    revision = rest[1] if len(rest) > 1 and _REVISION.fullmatch(rest[1]) else "main"
    if rest[0] in ("blob", "resolve", "raw") and len(rest) == 3:
        return _hub_file(repository, revision, rest[2])
    return _hub_repository(repository, revision)


def _hub_repository(repository: str, revision: str) -> Link:
    url = f"{HUB}/{repository}" + ("" if revision == "main" else f"/tree/{revision}")
    return Link(url, HUB_HOSTS[0], repository, "", revision)


def _hub_file(repository: str, revision: str, path: str) -> Link:
    name = safe_file_name(path)
    if not name.lower().endswith(FILE_SUFFIX) or ".." in path.split("/"):
        raise BadLink
    return Link(hub_file_url(repository, revision, path), HUB_HOSTS[0], repository, name, revision)


def _host(parts: urllib.parse.SplitResult) -> str:
    return parts.hostname or ""


def _file_name(parts: urllib.parse.SplitResult) -> str:
    """From the path, or else from a value of the query: some hubs name the file there."""
    values = [value for _key, value in urllib.parse.parse_qsl(parts.query)]
    for candidate in (urllib.parse.unquote(parts.path), *values):
        name = safe_file_name(candidate)
        if name.lower().endswith(FILE_SUFFIX) and len(name) > len(FILE_SUFFIX):
            return name
    return ""
