"""Asks servers. Download child, main thread: the only place of the program that opens a connection.

What is sent about the person: nothing but the link itself and this program's name. No cookies, no referrer,
no login; the host's answers are read, never run.
"""

import contextlib
import os
import ssl
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import truststore
import urllib3

from desktop_rag import __version__
from desktop_rag.domain.errors import (
    BadLink,
    ConnectionLost,
    ConnectionUntrusted,
    DownloadError,
    HostUnreachable,
)
from desktop_rag.domain.links import HUB, checked_url, is_loopback
from desktop_rag.downloading import trouble
from desktop_rag.downloading.patience import Patience
from desktop_rag.downloading.trouble import Interrupted

HUB_VARIABLE = "DESKTOP_RAG_HUB"
"""Another address of the hub, for tests; taken only if it is on this computer."""
MAX_REDIRECTS = 10
REDIRECTS = (301, 302, 303, 307, 308)
UNPROTECTED = (
    "The server sends on to a place that is not protected.",
    "Do not use this link. Look for the file at another place.",
)
USER_AGENT = f"Desktop-RAG/{__version__}"


@dataclass(frozen=True, slots=True)
class Linked:
    """What a hub says of a large file in the answer that sends on to where it lies; empty if nothing.
    Source: huggingface_hub `constants.py` (X-Linked-Etag, X-Linked-Size, X-Repo-Commit)."""

    sha256: str = ""
    size_bytes: int = 0
    commit: str = ""


class Answer:
    """A server's answer with its body still to be read, in a `with` block that ends the connection."""

    def __init__(self, response: urllib3.BaseHTTPResponse, url: str, linked: Linked, hops: int) -> None:
        self._response = response
        self.url, self.linked, self.hops = url, linked, hops
        self.status = response.status
        self.headers: Mapping[str, str] = response.headers

    @property
    def host(self) -> str:
        return urllib.parse.urlsplit(self.url).hostname or ""

    @property
    def length_bytes(self) -> int | None:
        return _number(self.headers.get("Content-Length", ""))

    def read(self, limit_bytes: int) -> bytes:
        """What has arrived, at least one byte; nothing at the end. Raises `Interrupted` for an end that came
        too soon, and when nothing came for the time of a stall."""
        try:
            return self._response.read1(limit_bytes, decode_content=False)
        except urllib3.exceptions.HTTPError as error:
            raise trouble.of_connection(error, self.host) from error
        except OSError as error:  # WORKAROUND(urllib3 2.8): a few of them pass unwrapped, as when TLS ends
            raise Interrupted(ConnectionLost(detail=type(error).__name__)) from error


class Web:
    """Connections with one `Patience`; each question opens a new one, through the system's proxy."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._hub = _hub_base()
        self._timeout = urllib3.Timeout(connect=patience.connect_s, read=patience.stall_s)

    @contextlib.contextmanager
    def ask(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, *, stop_at_linked: bool = False
    ) -> Iterator[Answer]:
        """Follows redirects by hand and afresh: what they lead to is often signed and short-lived. With
        `stop_at_linked`, the answer in which a hub describes a file is not followed further.

        Raises `Interrupted` for what may be over soon, `ConnectionUntrusted`, `BadLink`, `DownloadError`.
        """
        linked, current = Linked(), self._place(url)
        for hops in range(MAX_REDIRECTS + 1):
            response = self._send(method, current, headers or {})
            try:
                linked = linked if linked.sha256 else _linked(response.headers)
                location = response.headers.get("Location", "")
                is_last = response.status not in REDIRECTS or not location
                if is_last or (stop_at_linked and linked.sha256 and linked.size_bytes):
                    yield Answer(response, current, linked, hops)
                    return
            finally:
                response.close()
            current = _next_place(current, location)
        raise DownloadError("The server sends from one place to the next without end.")

    def _send(self, method: str, url: str, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        sent = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity", **headers}
        host = urllib.parse.urlsplit(url).hostname or ""
        try:
            return self._pool(url).request(
                method,
                url,
                headers=sent,
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
                timeout=self._timeout,
            )
        except urllib3.exceptions.HTTPError as error:
            raise trouble.of_connection(error, host) from error
        except OSError as error:
            raise Interrupted(HostUnreachable(detail=type(error).__name__)) from error

    def _pool(self, url: str) -> urllib3.PoolManager:
        """A new one each time: a connection that was kept open may have died meanwhile."""
        proxy = proxy_for(url)
        if not proxy:
            return urllib3.PoolManager(ssl_context=_tls())
        parts = urllib3.util.parse_url(proxy)
        login = urllib3.make_headers(proxy_basic_auth=urllib.parse.unquote(parts.auth)) if parts.auth else {}
        bare = parts._replace(auth=None).url
        return urllib3.ProxyManager(bare, proxy_headers=login, ssl_context=_tls(), proxy_ssl_context=_tls())

    def _place(self, url: str) -> str:
        place = urllib.parse.urlunsplit(checked_url(url))
        return self._hub + place.removeprefix(HUB) if place.startswith(f"{HUB}/") else place


def proxy_for(url: str) -> str:
    """The system's proxy for this link; empty for none. Raises `HostUnreachable` for a kind that this
    program cannot use."""
    parts = urllib.parse.urlsplit(url)
    if is_loopback(url) or urllib.request.proxy_bypass(parts.hostname or ""):
        return ""
    proxies = urllib.request.getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all", "")
    if not proxy:
        return ""
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if not proxy.lower().startswith(("http://", "https://")):
        kind = proxy.split(":", 1)[0]
        raise HostUnreachable(
            f"The proxy of this system is of a kind that cannot be used here ({kind}).",
            hint="Set a proxy that begins with http://, or download the file with your browser.",
        )
    return proxy


def _tls() -> ssl.SSLContext:
    """Trusts what the system trusts, a company's own certificates included."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _hub_base() -> str:
    base = os.environ.get(HUB_VARIABLE, "").rstrip("/")
    return base if base and is_loopback(base) else HUB


def _next_place(current: str, location: str) -> str:
    """Where a redirect leads. Never from a protected connection to an unprotected one; what a link holds of
    a login is dropped with it."""
    text = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        place = urllib.parse.urlsplit(urllib.parse.urljoin(current, text))
        bare = place._replace(netloc=place.netloc.rpartition("@")[2], fragment="")
        checked = urllib.parse.urlunsplit(checked_url(urllib.parse.urlunsplit(bare)))
    except (ValueError, BadLink) as error:
        raise ConnectionUntrusted(UNPROTECTED[0], hint=UNPROTECTED[1]) from error
    if current.startswith("https:") and not checked.startswith("https:"):
        raise ConnectionUntrusted(UNPROTECTED[0], hint=UNPROTECTED[1])
    return checked


def _linked(headers: Mapping[str, str]) -> Linked:
    etag = headers.get("X-Linked-Etag", "").strip().strip('"').lower()
    is_sha256 = len(etag) == 64 and all(char in "0123456789abcdef" for char in etag)
    return Linked(
        etag if is_sha256 else "",
        _number(headers.get("X-Linked-Size", "")) or 0,
        headers.get("X-Repo-Commit", ""),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 17 else None
