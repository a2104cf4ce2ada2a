"""What lies behind a link is told before anything is fetched: name, size, checksum, a link that stays."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.domain.downloads import DownloadRequest, RemoteFile
from desktop_rag.domain.errors import (
    BadLink,
    Cancelled,
    DownloadError,
    HostUnreachable,
    LoginNeeded,
    NotThere,
    TooManyRequests,
    WrongFile,
)
from desktop_rag.domain.links import HUB
from desktop_rag.workers.download_client import DownloadClient, download_spec
from tests.hostile_server import (
    Behaviour,
    Exchange,
    HostileServer,
    honest,
    hostile_server,
    in_turn,
    sending_on,
    status,
)
from tests.process.downloading import BODY, HASTY, sha256_of

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SHA256 = sha256_of(BODY)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as server:
        yield server


@pytest.fixture
def client() -> Iterator[DownloadClient]:
    client = DownloadClient(download_spec(), HASTY)
    yield client
    client.close()


@pytest.fixture
def hub(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> HostileServer:
    """Stands in for the hub, with one repository as the hub describes it."""
    monkeypatch.setenv("DESKTOP_RAG_HUB", server.base)
    linked = {"X_Linked_Etag": f'"{SHA256}"', "X_Linked_Size": str(len(BODY)), "X_Repo_Commit": COMMIT}
    for revision in ("main", "v1", COMMIT):
        path = f"/owner/name/resolve/{revision}/deep/tiny-q8.gguf"
        server.page(path, sending_on("/store?signature=x", **linked))
        server.page(f"/api/models/owner/name/revision/{revision}", listing())
    server.page("/store", honest(BODY))
    return server


def file_entry(path: str, size_bytes: int = 5, sha256: str = SHA256) -> dict[str, object]:
    return {
        "rfilename": path,
        "size": size_bytes,
        "blobId": "x",
        "lfs": {"sha256": sha256, "size": size_bytes},
    }


def repository(*files: dict[str, object], **more: object) -> dict[str, object]:
    return {
        "sha": COMMIT,
        "siblings": list(files),
        "cardData": {"license": "apache-2.0"},
        "gated": False,
        **more,
    }


def listing(body: object = None) -> Behaviour:
    found = (
        body
        if body is not None
        else repository(
            file_entry("README.md"),
            file_entry("large-q8.gguf", 9_000),
            file_entry("deep/tiny-q8.gguf", len(BODY)),
            file_entry("mmproj-model-f16.gguf"),
            file_entry("huge-00001-of-00002.gguf"),
            {"rfilename": "odd name?.gguf", "size": 7},
            {"rfilename": "../../escape.gguf", "size": 7},
            {"rfilename": 5},
            "nonsense",
        )
    )
    text = json.dumps(found).encode()
    return lambda exchange: exchange.send(text, headers={"Content-Type": "application/json"})


class TestAPlainLink:
    def test_gives_name_and_size_without_fetching(
        self, server: HostileServer, client: DownloadClient
    ) -> None:
        url = server.page("/a%20model.gguf", honest(BODY))
        assert client.look(url + "?download=true") == (
            RemoteFile(url + "?download=true", "a model.gguf", len(BODY), ""),
        )
        assert [asked.method for asked in server.asked] == ["HEAD"]

    def test_where_heads_are_refused_only_the_first_bytes_are_asked_for(
        self, server: HostileServer, client: DownloadClient
    ) -> None:
        def no_heads(exchange: Exchange) -> None:
            if exchange.asked.method == "HEAD":
                exchange.send(status=405)
            else:
                honest(BODY)(exchange)

        (file,) = client.look(server.page("/m.gguf", no_heads))
        assert file.size_bytes == len(BODY)
        assert sum(asked.sent_bytes for asked in server.asked) == 4

    def test_where_heads_are_refused_and_ranges_ignored_the_size_is_told_all_the_same(
        self, server: HostileServer, client: DownloadClient
    ) -> None:
        def stubborn(exchange: Exchange) -> None:
            if exchange.asked.method == "HEAD":
                exchange.send(status=403)
            else:
                exchange.send(BODY)

        (file,) = client.look(server.page("/m.gguf", stubborn))
        assert file.size_bytes == len(BODY)

    def test_a_login_page_is_noticed(self, server: HostileServer, client: DownloadClient) -> None:
        page = honest(b"<html>", headers={"Content-Type": "text/html; charset=utf-8"})
        with pytest.raises(WrongFile):
            client.look(server.page("/m.gguf", page))

    @pytest.mark.parametrize(
        ("code", "error"), [(404, NotThere), (401, LoginNeeded), (403, LoginNeeded), (429, TooManyRequests)]
    )
    def test_a_refusal_is_told(
        self, server: HostileServer, client: DownloadClient, code: int, error: type[DownloadError]
    ) -> None:
        with pytest.raises(error):
            client.look(server.page("/m.gguf", status(code)))

    def test_trouble_that_passes_is_waited_for(self, server: HostileServer, client: DownloadClient) -> None:
        (file,) = client.look(server.page("/m.gguf", in_turn(status(503), honest(BODY))))
        assert file.size_bytes == len(BODY)

    def test_nobody_listening_is_told(self, client: DownloadClient) -> None:
        with hostile_server() as gone:
            url = gone.base + "/m.gguf"
        with pytest.raises(HostUnreachable):
            client.look(url)

    @pytest.mark.parametrize(
        "link", ["", "model.gguf", "http://models.test/m.gguf", "https://models.test/a.zip"]
    )
    def test_what_is_no_link_to_a_model_is_not_asked_for(self, client: DownloadClient, link: str) -> None:
        with pytest.raises(BadLink):
            client.look(link)

    def test_can_be_cancelled(self, server: HostileServer, client: DownloadClient) -> None:
        with pytest.raises(Cancelled):
            client.look(server.page("/m.gguf", honest(BODY)), lambda: True)
        assert client.pids == ()


class TestAFileOfTheHub:
    @pytest.mark.parametrize(
        "link",
        [
            f"{HUB}/owner/name/blob/main/deep/tiny-q8.gguf",
            f"{HUB}/owner/name/resolve/v1/deep/tiny-q8.gguf?download=true",
            "owner/name/deep/tiny-q8.gguf",
        ],
    )
    def test_is_described_with_checksum_licence_and_a_link_that_stays(
        self, hub: HostileServer, client: DownloadClient, link: str
    ) -> None:
        assert client.look(link) == (
            RemoteFile(
                f"{HUB}/owner/name/resolve/{COMMIT}/deep/tiny-q8.gguf",
                "tiny-q8.gguf",
                len(BODY),
                SHA256,
                "apache-2.0",
            ),
        )
        assert not hub.gets("/store")

    def test_and_can_then_be_fetched(
        self, hub: HostileServer, client: DownloadClient, tmp_path: Path
    ) -> None:
        (file,) = client.look("owner/name/deep/tiny-q8.gguf")
        request = DownloadRequest(file.url, tmp_path / file.name, file.size_bytes, file.sha256)
        assert client.fetch(request, lambda _progress: None) == SHA256
        assert (tmp_path / "tiny-q8.gguf").read_bytes() == BODY

    def test_one_that_wants_a_login_is_told(self, hub: HostileServer, client: DownloadClient) -> None:
        hub.page("/owner/name/resolve/main/g.gguf", status(401, X_Error_Code="GatedRepo"))
        with pytest.raises(LoginNeeded):
            client.look("owner/name/g.gguf")

    def test_one_that_is_not_there_is_told_though_the_hub_asks_for_a_login(
        self, hub: HostileServer, client: DownloadClient
    ) -> None:
        hub.page("/no/body/resolve/main/g.gguf", status(401, X_Error_Code="RepoNotFound"))
        with pytest.raises(NotThere):
            client.look("no/body/g.gguf")

    def test_one_of_several_parts_is_refused_with_the_reason(
        self, hub: HostileServer, client: DownloadClient
    ) -> None:
        with pytest.raises(DownloadError) as caught:
            client.look("owner/name/huge-00001-of-00002.gguf")
        assert "several files" in caught.value.message
        assert hub.asked == []


class TestARepositoryOfTheHub:
    @pytest.mark.parametrize("link", ["owner/name", f"{HUB}/owner/name", "hf.co/owner/name/tree/v1"])
    def test_lists_its_models_from_the_smallest_on(
        self, hub: HostileServer, client: DownloadClient, link: str
    ) -> None:
        files = client.look(link)
        assert [(file.name, file.size_bytes, file.sha256) for file in files] == [
            ("odd name_.gguf", 7, ""),
            ("large-q8.gguf", 9_000, SHA256),
            ("tiny-q8.gguf", len(BODY), SHA256),
        ]
        assert files[0].url == f"{HUB}/owner/name/resolve/{COMMIT}/odd%20name%3F.gguf"
        assert {file.licence for file in files} == {"apache-2.0"}

    def test_files_of_one_name_get_their_folders_in_front(
        self, hub: HostileServer, client: DownloadClient
    ) -> None:
        files = [
            file_entry("one/lora/Lora.gguf", 1),
            file_entry("two/Lora.gguf", 2),
            file_entry("x/b.gguf", 3),
        ]
        hub.page("/api/models/some/thing/revision/main", listing(repository(*files)))
        names = [file.name for file in client.look("some/thing")]
        assert names == ["one-lora-Lora.gguf", "two-Lora.gguf", "b.gguf"]

    def test_that_was_renamed_is_found(self, hub: HostileServer, client: DownloadClient) -> None:
        hub.page(
            "/api/models/old/name/revision/main", sending_on("/api/models/owner/name/revision/main", 307)
        )
        assert len(client.look("old/name")) == 3

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            (repository(file_entry("a.gguf"), gated="manual"), LoginNeeded),
            (repository(file_entry("model.safetensors")), NotThere),
            (repository(file_entry("a-00001-of-00003.gguf")), DownloadError),
            ({}, NotThere),
            ([], NotThere),
            (repository(file_entry("a.gguf", -5, "nonsense")), None),
        ],
    )
    def test_without_a_model_to_fetch_says_why(
        self, hub: HostileServer, client: DownloadClient, body: object, error: type[DownloadError] | None
    ) -> None:
        hub.page("/api/models/some/thing/revision/main", listing(body))
        if error is None:
            (file,) = client.look("some/thing")
            assert (file.size_bytes, file.sha256) == (0, "")
            return
        with pytest.raises(error) as caught:
            client.look("some/thing")
        assert type(caught.value) is error

    def test_a_page_in_the_place_of_the_list_is_told(
        self, hub: HostileServer, client: DownloadClient
    ) -> None:
        hub.page("/api/models/some/thing/revision/main", honest(b"<html>"))
        with pytest.raises(WrongFile):
            client.look("some/thing")
