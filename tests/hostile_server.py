"""A real HTTP server on this machine that behaves as told, well or badly, and remembers what it was asked.

A behaviour is a function of one `Exchange`. Each exchange ends its connection, as a server may.
"""

import contextlib
import hashlib
import http.server
import random
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

PIECE_BYTES = 16 * 1024


@dataclass
class Asked:
    """One request as it came, and how much of a body was given to the system to send."""

    method: str
    path: str
    headers: Mapping[str, str]
    sent_bytes: int = 0

    @property
    def first_byte(self) -> int:
        """Where the wanted range begins; 0 without one."""
        return int(self.headers.get("range", "bytes=0-").removeprefix("bytes=").split("-")[0])


@dataclass
class Exchange:
    """One request and the means to answer it."""

    handler: http.server.BaseHTTPRequestHandler
    asked: Asked
    number: int
    """Counts the requests with the same method and path from 0."""
    has_range: bool = field(init=False)

    def __post_init__(self) -> None:
        self.has_range = "range" in self.asked.headers

    def send(
        self,
        body: bytes = b"",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        announced: int | None = None,
        bytes_per_s: float = 0.0,
    ) -> None:
        """Announces `announced` bytes, or as many as there are; sends all there are."""
        self.begin(
            {"Content-Length": str(len(body) if announced is None else announced), **(headers or {})}, status
        )
        if self.asked.method != "HEAD":
            self.push(body, bytes_per_s)

    def begin(self, headers: Mapping[str, str], status: int = 200) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.handler.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def push(self, body: bytes, bytes_per_s: float = 0.0) -> None:
        for begin in range(0, len(body), PIECE_BYTES):
            piece = body[begin : begin + PIECE_BYTES]
            self.handler.wfile.write(piece)
            self.asked.sent_bytes += len(piece)
            if bytes_per_s:
                time.sleep(len(piece) / bytes_per_s)

    def push_chunks(self, body: bytes, *, is_complete: bool = True) -> None:
        for begin in range(0, len(body), PIECE_BYTES):
            piece = body[begin : begin + PIECE_BYTES]
            self.handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if is_complete:
            self.handler.wfile.write(b"0\r\n\r\n")


Behaviour = Callable[[Exchange], None]


def etag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def honest(
    body: bytes, *, etag: str | None = "", bytes_per_s: float = 0.0, headers: Mapping[str, str] | None = None
) -> Behaviour:
    """Sends the file or the wanted rest of it, with an ETag of its content unless it is None."""
    mark = {} if etag is None else {"ETag": etag or etag_of(body)}
    extra = {**mark, **(headers or {})}

    def behave(exchange: Exchange) -> None:
        first = exchange.asked.first_byte
        is_same = exchange.asked.headers.get("if-range") in (None, extra.get("ETag"))
        if not exchange.has_range or not is_same:
            exchange.send(body, headers=extra, bytes_per_s=bytes_per_s)
        elif first >= len(body):
            exchange.send(status=416, headers={"Content-Range": f"bytes */{len(body)}"})
        else:
            send_rest(exchange, body, first, extra, bytes_per_s)

    return behave


def send_rest(
    exchange: Exchange, body: bytes, first: int, headers: Mapping[str, str], bytes_per_s: float = 0.0
) -> None:
    wanted = exchange.asked.headers["range"].split("-")[1]
    last = int(wanted) if wanted else len(body) - 1
    place = {"Content-Range": f"bytes {first}-{last}/{len(body)}", **headers}
    exchange.send(body[first : last + 1], status=206, headers=place, bytes_per_s=bytes_per_s)


def cutting(body: bytes, seed: int, most_bytes: int, *, ranges: bool = True) -> Behaviour:
    """Ends every connection after a random number of bytes, which may be none."""
    chance = random.Random(seed)

    def behave(exchange: Exchange) -> None:
        first = exchange.asked.first_byte if ranges and exchange.has_range else 0
        left = len(body) - first
        place = {"Content-Range": f"bytes {first}-{len(body) - 1}/{len(body)}"} if first else {}
        cut = body[first : first + chance.randrange(most_bytes)]
        headers = {"ETag": etag_of(body), **place}
        exchange.send(cut, status=206 if first else 200, headers=headers, announced=left)

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first request is answered by the first of them, and so on; the last one answers all that follow."""

    def behave(exchange: Exchange) -> None:
        behaviours[min(exchange.number, len(behaviours) - 1)](exchange)

    return behave


def status(code: int, **headers: str) -> Behaviour:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange: exchange.send(b"no", status=code, headers=named)


def sending_on(location: str, code: int = 302, **headers: str) -> Behaviour:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange: exchange.send(status=code, headers={"Location": location, **named})


class HostileServer:
    """Answers each path of `pages` by its behaviour, any other with 404."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Behaviour] = {}
        self.asked: list[Asked] = []
        self._counts: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        if tls:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._scheme = "https" if tls else "http"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def base(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def page(self, path: str, behaviour: Behaviour) -> str:
        """Answers this path so from now on. Returns its link."""
        self.pages[path] = behaviour
        return self.base + path

    def gets(self, path: str = "") -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "GET" and asked.path.startswith(path)]

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        asked = Asked(handler.command, handler.path, headers)
        with self._lock:
            self.asked.append(asked)
            key = (asked.method, asked.path)
            number = self._counts.get(key, 0)
            self._counts[key] = number + 1
        behaviour = self.pages.get(asked.path) or self.pages.get(asked.path.split("?")[0]) or status(404)
        with contextlib.suppress(OSError):  # whoever asked may have gone
            behaviour(Exchange(handler, asked, number))


@contextlib.contextmanager
def hostile_server(tls: ssl.SSLContext | None = None) -> Iterator[HostileServer]:
    server = HostileServer(tls)
    try:
        yield server
    finally:
        server.close()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that breaks off, or does not like the certificate, is none."""

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
        return connection, address


def _handler_of(server: HostileServer) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            server.answer(self)
            self.close_connection = True

        do_GET = do_HEAD = do_CONNECT = do_POST = _answer  # noqa: N815 - named by the library

        def log_message(self, *_words: object) -> None: ...

    return Handler
