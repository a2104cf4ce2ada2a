"""Downloads and the world around them: redirects, proxies, certificates, the disk, other downloads, a person
who changes their mind."""

import dataclasses
import select
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_rag.domain.downloads import MARGIN_BYTES, DownloadPhase, DownloadRequest, part_path
from desktop_rag.domain.errors import (
    BadLink,
    Cancelled,
    ConnectionUntrusted,
    DesktopRagError,
    DownloadBusy,
    DownloadError,
    DownloadsOff,
    FileChanged,
    HostUnreachable,
    InstallationError,
    LoginNeeded,
    NoRoom,
    WorkerCrashed,
    WorkerError,
    WorkerProtocolError,
    WorkerStalled,
    WrongFile,
)
from desktop_rag.downloading.fetch import Fetch
from desktop_rag.downloading.part import BLOCK_BYTES
from desktop_rag.workers.download_client import DownloadClient, download_spec
from tests.hostile_server import (
    Behaviour,
    Exchange,
    HostileServer,
    cutting,
    etag_of,
    honest,
    hostile_server,
    in_turn,
    sending_on,
    status,
)
from tests.process.downloading import BODY, HASTY, OTHER, Downloader, downloading_to, sha256_of


def without_end(exchange: Exchange) -> None:
    exchange.begin({"Transfer-Encoding": "chunked"})
    exchange.push_chunks(b"GGUF", is_complete=False)
    while True:  # until nobody listens any more
        exchange.push_chunks(bytes(100_000), is_complete=False)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as server:
        yield server


@pytest.fixture
def downloader(tmp_path: Path) -> Iterator[Downloader]:
    with downloading_to(tmp_path / "models") as downloader:
        yield downloader


class TestRedirects:
    @pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
    def test_are_followed(self, server: HostileServer, downloader: Downloader, code: int) -> None:
        server.page("/store/model", honest(BODY))
        downloader.fetch_promised(server.page("/model.gguf", sending_on("/store/model", code)))
        downloader.assert_arrived()

    def test_a_signed_link_that_serves_once_is_asked_for_anew_each_time(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        tokens: set[str] = set()
        cut = cutting(BODY, 11, 200_000)

        def sign(exchange: Exchange) -> None:
            tokens.add(f"/signed?token={exchange.number}")
            exchange.send(status=302, headers={"Location": f"/signed?token={exchange.number}"})

        def serve_once(exchange: Exchange) -> None:
            if exchange.asked.path in tokens:
                tokens.remove(exchange.asked.path)
                cut(exchange)
            else:
                exchange.send(b"<Error>Request has expired</Error>", status=403)

        server.page("/signed", serve_once)
        downloader.fetch_promised(server.page("/model.gguf", sign))
        downloader.assert_arrived()
        assert len(server.gets("/signed")) == len(server.gets("/model.gguf")) > 3

    def test_a_signed_link_that_ran_out_on_the_way_is_asked_for_again(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        def half(exchange: Exchange) -> None:
            exchange.send(BODY[:300_000], headers={"ETag": etag_of(BODY)}, announced=len(BODY))

        server.page("/signed", in_turn(half, status(403), honest(BODY)))
        downloader.fetch_promised(server.page("/model.gguf", sending_on("/signed")))
        downloader.assert_arrived()

    def test_a_store_that_refuses_from_the_first_is_believed(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        server.page("/signed", status(403))
        with pytest.raises(LoginNeeded):
            downloader.fetch_promised(server.page("/model.gguf", sending_on("/signed")))
        assert len(server.asked) == 2

    def test_without_end_they_are_given_up(self, server: HostileServer, downloader: Downloader) -> None:
        with pytest.raises(DownloadError) as caught:
            downloader.fetch_promised(server.page("/model.gguf", sending_on("/model.gguf")))
        assert "without end" in caught.value.message
        assert len(server.asked) == 11
        downloader.assert_nothing_left()

    @pytest.mark.parametrize(
        "place",
        ["http://models.test/model.gguf", "ftp://127.0.0.1/model.gguf", "file:///etc/passwd", "http://["],
    )
    def test_to_an_unprotected_place_are_not_followed(
        self, server: HostileServer, downloader: Downloader, place: str
    ) -> None:
        with pytest.raises(ConnectionUntrusted) as caught:
            downloader.fetch_promised(server.page("/model.gguf", sending_on(place)))
        downloader.assert_nothing_left()
        assert "clock" not in caught.value.hint

    def test_a_login_in_a_redirect_is_not_sent(self, server: HostileServer, downloader: Downloader) -> None:
        server.page("/store", honest(BODY))
        place = f"http://somebody:secret@localhost:{server.port}/store"
        downloader.fetch_promised(server.page("/model.gguf", sending_on(place)))
        downloader.assert_arrived()
        assert all("authorization" not in asked.headers for asked in server.asked)

    def test_what_the_hub_says_of_the_file_counts_more_than_the_stores_mark(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        """A hub keeps one file in several stores, each with marks of its own."""

        def half(exchange: Exchange) -> None:
            exchange.send(BODY[:300_000], headers={"ETag": '"store-a"'}, announced=len(BODY))

        server.page("/store", in_turn(half, honest(BODY, etag='"store-b"')))
        hub = sending_on("/store", X_Linked_Etag=f'"{sha256_of(BODY)}"', X_Linked_Size=str(len(BODY)))
        downloader.fetch_promised(server.page("/model.gguf", hub))
        downloader.assert_arrived()
        assert [asked.first_byte for asked in server.gets("/store")] == [0, 300_000]

    def test_a_hub_that_names_another_checksum_has_another_file(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        server.page("/store", honest(OTHER))
        hub = sending_on("/store", X_Linked_Etag=f'"{sha256_of(OTHER)}"', X_Linked_Size=str(len(OTHER)))
        with pytest.raises(WrongFile):
            downloader.fetch(server.page("/model.gguf", hub), len(BODY), sha256_of(BODY))
        downloader.assert_nothing_left()

    def test_and_so_it_does_between_two_parts(self, server: HostileServer, downloader: Downloader) -> None:
        url = downloader.leave_part(server, 300_000)
        server.page("/store", honest(OTHER))
        server.page(
            "/model.gguf",
            sending_on("/store", X_Linked_Etag=f'"{sha256_of(OTHER)}"', X_Linked_Size=str(len(OTHER))),
        )
        with pytest.raises(FileChanged):
            downloader.fetch_promised(url)
        downloader.assert_nothing_left()


class TestLinksThatAreNotAsked:
    @pytest.mark.parametrize(
        "url",
        ["http://models.test/model.gguf", "ftp://models.test/m.gguf", "https://a:b@models.test/m.gguf", "x"],
    )
    def test_by_fetch(self, downloader: Downloader, url: str) -> None:
        with pytest.raises(BadLink):
            downloader.fetch(url, 1000)
        downloader.assert_nothing_left()


class TestTheDisk:
    def test_too_small_is_told_with_what_is_missing_before_anything_is_asked(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        with pytest.raises(NoRoom) as caught:
            downloader.fetch(server.page("/model.gguf", honest(BODY)), 10**15)
        assert " GB more are needed" in caught.value.message
        assert server.asked == []
        downloader.assert_nothing_left()

    @pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
    def test_full_in_the_middle_keeps_what_came(self, server: HostileServer, downloader: Downloader) -> None:
        limited = "import os,resource,sys; resource.setrlimit(resource.RLIMIT_FSIZE, (200000, 200000))"
        command = (sys.executable, "-c", f"{limited}; os.execv(sys.argv[1], sys.argv[1:])")
        spec = download_spec()
        cramped = dataclasses.replace(spec, command=(*command, *spec.command))
        roomy, downloader.client = downloader.client, DownloadClient(cramped, HASTY)
        url = server.page("/model.gguf", honest(BODY))
        with pytest.raises(NoRoom) as caught:
            downloader.fetch_promised(url)
        assert caught.value.resumable
        assert downloader.assert_part() == 200_000
        downloader.client = roomy
        downloader.fetch_promised(url)
        downloader.assert_arrived()
        assert [asked.first_byte for asked in server.asked] == [0, 200_000]

    def test_is_not_filled_by_a_file_without_end(
        self, server: HostileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        request = DownloadRequest(server.page("/model.gguf", without_end), tmp_path / "model.gguf")
        part, limit_bytes = part_path(request.target), MARGIN_BYTES + 2 * BLOCK_BYTES

        def usage(_folder: Path) -> SimpleNamespace:
            return SimpleNamespace(free=limit_bytes - (part.stat().st_size if part.exists() else 0))

        monkeypatch.setattr("shutil.disk_usage", usage)
        with pytest.raises(NoRoom):
            list(Fetch(request, HASTY).run())
        assert BLOCK_BYTES < part.stat().st_size <= 3 * BLOCK_BYTES

    def test_a_folder_that_cannot_be_is_told(
        self, server: HostileServer, downloader: Downloader, tmp_path: Path
    ) -> None:
        (tmp_path / "file").write_text("no folder")
        target = tmp_path / "file" / "model.gguf"
        with pytest.raises(DownloadError) as caught:
            downloader.client.fetch(
                DownloadRequest(server.page("/model.gguf", honest(BODY)), target), downloader.seen.append
            )
        assert "cannot be written" in caught.value.message

    def test_a_folder_that_is_not_there_yet_is_made(
        self, server: HostileServer, downloader: Downloader, tmp_path: Path
    ) -> None:
        target = tmp_path / "new" / "folder" / "model.gguf"
        downloader.client.fetch(
            DownloadRequest(server.page("/model.gguf", honest(BODY)), target), downloader.seen.append
        )
        assert target.read_bytes() == BODY

    def test_the_right_file_that_is_there_already_is_all_that_is_wanted(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        downloader.target.write_bytes(BODY)
        assert downloader.fetch_promised(server.page("/model.gguf", honest(BODY))) == sha256_of(BODY)
        downloader.assert_arrived()
        assert server.asked == []

    @pytest.mark.parametrize("there", [OTHER, b"", BODY[:-1]])
    def test_another_file_of_that_name_is_never_overwritten(
        self, server: HostileServer, downloader: Downloader, there: bytes
    ) -> None:
        downloader.target.write_bytes(there)
        with pytest.raises(DownloadError) as caught:
            downloader.fetch_promised(server.page("/model.gguf", honest(BODY)))
        assert "model.gguf" in caught.value.message
        downloader.assert_arrived(there)
        assert server.asked == []

    def test_nor_is_one_that_appears_meanwhile(self, server: HostileServer, downloader: Downloader) -> None:
        def sly(exchange: Exchange) -> None:
            downloader.target.write_bytes(OTHER)
            honest(BODY)(exchange)

        with pytest.raises(DownloadError):
            downloader.fetch_promised(server.page("/model.gguf", sly))
        assert downloader.target.read_bytes() == OTHER


def started(downloader: Downloader, url: str, cancelled: Callable[[], bool] = lambda: False) -> "Running":
    """A download on a thread of its own, of which some has come."""
    running = Running(downloader, url, cancelled)
    running.thread.start()
    deadline = time.monotonic() + 20
    while not any(seen.phase is DownloadPhase.FETCHING for seen in downloader.seen):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return running


def dripping(released: threading.Event) -> Behaviour:
    """Sends the file in small pieces, one in a while, until it is released."""

    def behave(exchange: Exchange) -> None:
        exchange.send(announced=len(BODY), headers={"ETag": etag_of(BODY)})
        for begin in range(0, len(BODY), 4000):
            released.wait(0.2)
            exchange.push(BODY[begin : begin + 4000])

    return behave


class Running:
    def __init__(self, downloader: Downloader, url: str, cancelled: Callable[[], bool]) -> None:
        self.error: Exception | None = None
        self.thread = threading.Thread(target=self._run, args=(downloader, url, cancelled))

    def _run(self, downloader: Downloader, url: str, cancelled: Callable[[], bool]) -> None:
        try:
            downloader.fetch(url, len(BODY), sha256_of(BODY), cancelled)
        except Exception as error:  # noqa: BLE001 - looked at by the test
            self.error = error


class TestOneWriter:
    def test_a_second_download_of_the_same_file_is_refused_and_the_first_goes_on(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        released = threading.Event()
        url = server.page("/model.gguf", dripping(released))
        first = started(downloader, url)
        with pytest.raises(DownloadBusy):
            downloader.fetch_promised(url)
        with pytest.raises(DownloadBusy):
            downloader.client.discard(downloader.target)
        released.set()
        first.thread.join()
        assert first.error is None
        downloader.assert_arrived()
        assert len(server.asked) == 1

    def test_discarding_leaves_nothing_of_an_unfinished_file(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        downloader.leave_part(server, 300_000)
        downloader.client.discard(downloader.target)
        downloader.assert_nothing_left()
        downloader.client.discard(downloader.target)

    def test_discarding_leaves_a_finished_file_alone(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        downloader.fetch_promised(server.page("/model.gguf", honest(BODY)))
        downloader.client.discard(downloader.target)
        downloader.assert_arrived()


class TestAPersonWhoChangesTheirMind:
    def test_cancel_keeps_all_that_came(self, server: HostileServer, downloader: Downloader) -> None:
        token = threading.Event()
        url = server.page("/model.gguf", dripping(threading.Event()))
        running = started(downloader, url, token.is_set)
        token.set()
        running.thread.join(5)
        assert isinstance(running.error, Cancelled)
        there = downloader.assert_part()
        assert there >= max(seen.done_bytes for seen in downloader.seen)
        server.page("/model.gguf", honest(BODY))
        downloader.fetch_promised(url)
        downloader.assert_arrived()
        assert server.asked[-1].first_byte == there

    def test_cancel_acts_at_once_while_nothing_comes(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        token, released = threading.Event(), threading.Event()

        def stalling(exchange: Exchange) -> None:
            exchange.send(BODY[:200_000], headers={"ETag": etag_of(BODY)}, announced=len(BODY))
            released.wait(20)

        patient = DownloadClient(download_spec(), dataclasses.replace(HASTY, stall_s=60.0))
        downloader.client = patient
        running = started(downloader, server.page("/model.gguf", stalling), token.is_set)
        time.sleep(0.3)
        began = time.monotonic()
        token.set()
        running.thread.join(5)
        released.set()
        assert time.monotonic() - began < 2.5
        assert isinstance(running.error, Cancelled)
        assert part_path(downloader.target).stat().st_size == 200_000
        downloader.fetch_promised(server.page("/model.gguf", honest(BODY)))  # the lock is free again
        downloader.assert_arrived()

    def test_cancel_before_anything_came_leaves_nothing(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        token = threading.Event()

        def slow_to_answer(_exchange: Exchange) -> None:
            token.set()
            time.sleep(0.2)

        with pytest.raises(Cancelled):
            downloader.fetch(server.page("/model.gguf", slow_to_answer), cancelled=token.is_set)
        downloader.assert_nothing_left()

    def test_cancel_ends_a_wait_that_a_server_asked_for(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        token = threading.Event()
        url = server.page("/model.gguf", status(429, Retry_After="3"))
        threading.Timer(1.0, token.set).start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            downloader.fetch(url, cancelled=token.is_set)
        assert time.monotonic() - began < 2.5

    def test_closing_the_client_ends_what_is_under_way(
        self, server: HostileServer, downloader: Downloader
    ) -> None:
        url = server.page("/model.gguf", dripping(threading.Event()))
        running = started(downloader, url)
        downloader.client.close()
        running.thread.join(5)
        assert isinstance(running.error, Cancelled)
        assert part_path(downloader.target).stat().st_size > 0
        assert downloader.client.pids == ()


MISBEHAVING = Path(__file__).with_name("misbehaving.py")


class TestAChildThatFails:
    def broken(self, behaviour: str, tmp_path: Path, **limits: float) -> DownloadClient:
        spec = download_spec()
        command = (sys.executable, str(MISBEHAVING), behaviour, str(tmp_path / "marker"), *spec.command)
        return DownloadClient(dataclasses.replace(spec, command=command, **limits), HASTY)  # type: ignore[arg-type]  # numbers

    @pytest.mark.parametrize(
        ("behaviour", "error"),
        [
            ("die_mid_frame", WorkerError),
            ("send_garbage", WorkerProtocolError),
            ("send_huge_header", WorkerProtocolError),
            ("answer_something_else", WorkerProtocolError),
            ("answer_nonsense", WorkerProtocolError),
            ("crash", WorkerCrashed),
            ("die_at_start", InstallationError),
        ],
    )
    def test_is_one_typed_error_and_the_next_call_works(
        self,
        server: HostileServer,
        downloader: Downloader,
        tmp_path: Path,
        behaviour: str,
        error: type[DesktopRagError],
    ) -> None:
        downloader.client = self.broken(behaviour, tmp_path)
        url = server.page("/model.gguf", honest(BODY))
        with pytest.raises(error):
            downloader.fetch_promised(url)
        assert downloader.client.pids == ()
        downloader.fetch_promised(url)
        downloader.assert_arrived()

    def test_by_silence_is_ended(self, server: HostileServer, downloader: Downloader, tmp_path: Path) -> None:
        downloader.client = self.broken("linger", tmp_path, stall_s=1.0)
        with pytest.raises(WorkerStalled):
            downloader.client.look(server.page("/model.gguf", honest(BODY)))
        assert downloader.client.pids == ()


def test_an_administrators_file_keeps_the_child_from_asking(
    server: HostileServer, downloader: Downloader, tmp_path: Path
) -> None:
    (tmp_path / "no-downloads").touch()
    program = (
        "import sys; sys.prefix = sys.argv[1]\n"
        "from desktop_rag.workers import download_worker; sys.exit(download_worker.main())"
    )
    spec = dataclasses.replace(download_spec(), command=(sys.executable, "-c", program, str(tmp_path)))
    client = DownloadClient(spec, HASTY)
    url = server.page("/model.gguf", honest(BODY))
    with pytest.raises(DownloadsOff):
        client.fetch(DownloadRequest(url, downloader.target), downloader.seen.append)
    with pytest.raises(DownloadsOff):
        client.look(url)
    client.close()
    assert server.asked == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems trust what their own store holds")
@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
class TestProtectedConnections:
    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        path = tmp_path / "certificate.pem"
        names = "subjectAltName=DNS:models.test,IP:127.0.0.1"
        command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=models.test -addext"
        subprocess.run(
            [*command.split(), names, "-keyout", str(path) + ".key", "-out", str(path)],
            check=True,
            capture_output=True,
        )
        return path

    @pytest.fixture
    def protected(self, certificate: Path) -> Iterator[HostileServer]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, f"{certificate}.key")
        with hostile_server(context) as server:
            yield server

    def test_a_server_that_nobody_vouches_for_is_not_asked(
        self, protected: HostileServer, downloader: Downloader
    ) -> None:
        with pytest.raises(ConnectionUntrusted) as caught:
            downloader.fetch_promised(protected.page("/model.gguf", honest(BODY)))
        assert "127.0.0.1" in caught.value.message
        assert protected.asked == []
        downloader.assert_nothing_left()

    def test_a_companys_own_certificate_counts_once_the_system_trusts_it(
        self,
        protected: HostileServer,
        downloader: Downloader,
        certificate: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        downloader.fetch_promised(protected.page("/model.gguf", cutting(BODY, 5, 200_000)))
        downloader.assert_arrived()

    def test_from_a_protected_connection_nothing_leads_to_an_unprotected_one(
        self,
        protected: HostileServer,
        server: HostileServer,
        downloader: Downloader,
        certificate: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        place = server.page("/model.gguf", honest(BODY))
        with pytest.raises(ConnectionUntrusted):
            downloader.fetch_promised(protected.page("/model.gguf", sending_on(place)))
        assert server.asked == []

    def test_the_systems_proxy_is_used_and_sees_only_the_host(
        self,
        protected: HostileServer,
        server: HostileServer,
        downloader: Downloader,
        certificate: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv("https_proxy", f"http://somebody:word@127.0.0.1:{server.port}")
        server.page("models.test:443", tunnel_to(protected.port))
        protected.page("/model.gguf", honest(BODY))
        downloader.fetch_promised("https://models.test/model.gguf?token=secret")
        downloader.assert_arrived()
        (asked,) = server.asked
        assert (asked.method, asked.path) == ("CONNECT", "models.test:443")
        assert asked.headers["proxy-authorization"].startswith("Basic ")
        assert "proxy-authorization" not in protected.asked[0].headers

    def test_a_proxy_that_wants_a_login_is_told(
        self, server: HostileServer, downloader: Downloader, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("https_proxy", server.base)
        server.page("models.test:443", status(407))
        with pytest.raises(HostUnreachable) as caught:
            downloader.fetch_promised("https://models.test/model.gguf")
        assert "proxy" in caught.value.message
        assert "login" in caught.value.message
        downloader.assert_nothing_left()

    def test_a_proxy_that_is_not_there_is_told(
        self, downloader: Downloader, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with hostile_server() as gone:
            monkeypatch.setenv("https_proxy", gone.base)
        with pytest.raises(HostUnreachable) as caught:
            downloader.fetch_promised("https://models.test/model.gguf")
        assert "proxy" in caught.value.message


def tunnel_to(port: int) -> Behaviour:
    """What a proxy does with CONNECT: passes bytes on until one side ends."""

    def behave(exchange: Exchange) -> None:
        near = exchange.handler.connection
        exchange.handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with socket.create_connection(("127.0.0.1", port)) as far:
            while True:
                for source in select.select([near, far], [], [], 10)[0]:
                    block = source.recv(65536)
                    if not block:
                        return
                    (far if source is near else near).sendall(block)

    return behave
