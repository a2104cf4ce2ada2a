"""Where a download may lead: which proxy, which hub, which redirect."""

import pytest

from desktop_rag.domain.errors import ConnectionUntrusted, HostUnreachable
from desktop_rag.domain.links import HUB
from desktop_rag.downloading.web import HUB_VARIABLE, _hub_base, _linked, _next_place, proxy_for

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class TestProxy:
    def test_none_is_used_where_none_is_set(self) -> None:
        assert proxy_for("https://models.test/m.gguf") == ""

    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("https_proxy", "http://proxy.test:3128", "http://proxy.test:3128"),
            ("HTTPS_PROXY", "proxy.test:3128", "http://proxy.test:3128"),
            ("all_proxy", "https://proxy.test", "https://proxy.test"),
            ("http_proxy", "http://proxy.test:3128", ""),
        ],
    )
    def test_is_the_systems_for_protected_links(
        self, monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
    ) -> None:
        monkeypatch.setenv(name, value)
        assert proxy_for("https://models.test/m.gguf") == expected

    def test_is_not_asked_for_this_computer_itself_nor_for_exceptions(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("https_proxy", "http://proxy.test:3128")
        monkeypatch.setenv("http_proxy", "http://proxy.test:3128")
        monkeypatch.setenv("no_proxy", "models.test,.inside.test")
        assert proxy_for("http://127.0.0.1:80/m.gguf") == ""
        assert proxy_for("https://models.test/m.gguf") == ""
        assert proxy_for("https://a.inside.test/m.gguf") == ""
        assert proxy_for("https://other.test/m.gguf") == "http://proxy.test:3128"

    def test_of_a_kind_that_cannot_be_used_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("all_proxy", "socks5://proxy.test:1080")
        with pytest.raises(HostUnreachable) as caught:
            proxy_for("https://models.test/m.gguf")
        assert "socks5" in caught.value.message


class TestHub:
    @pytest.mark.parametrize("base", ["http://127.0.0.1:8000", "http://localhost:1/", "http://[::1]:9"])
    def test_may_be_on_this_computer(self, monkeypatch: pytest.MonkeyPatch, base: str) -> None:
        monkeypatch.setenv(HUB_VARIABLE, base)
        assert _hub_base() == base.rstrip("/")

    @pytest.mark.parametrize(
        "base", ["", "http://models.test", "https://evil.test", "http://127.0.0.1.evil.test", "127.0.0.1:80"]
    )
    def test_may_be_nowhere_else(self, monkeypatch: pytest.MonkeyPatch, base: str) -> None:
        monkeypatch.setenv(HUB_VARIABLE, base)
        assert _hub_base() == HUB

    def test_names_a_checksum_only_where_it_is_one(self) -> None:
        good = {"X-Linked-Etag": f'"{"AB" * 32}"', "X-Linked-Size": "12", "X-Repo-Commit": "c"}
        assert (_linked(good).sha256, _linked(good).size_bytes, _linked(good).commit) == ("ab" * 32, 12, "c")
        assert _linked({"X-Linked-Etag": '"1234"', "X-Linked-Size": "-1"}).sha256 == ""
        assert _linked({}).size_bytes == 0


class TestRedirect:
    @pytest.mark.parametrize(
        ("current", "location", "expected"),
        [
            ("https://a.test/x/y", "z?k=v", "https://a.test/x/z?k=v"),
            ("https://a.test/x/y", "/z", "https://a.test/z"),
            ("https://a.test/x/y", "//b.test/z", "https://b.test/z"),
            ("https://a.test/x", "https://u:p@b.test/z#part", "https://b.test/z"),
            ("https://a.test/x", "https://b.test/%20a b", "https://b.test/%20a%20b"),
            ("https://a.test/x", "/Ã¤", "https://a.test/%C3%A4"),  # UTF-8, read as Latin-1
            ("http://127.0.0.1:1/x", "http://localhost:2/y", "http://localhost:2/y"),
            ("http://127.0.0.1:1/x", "https://b.test/y", "https://b.test/y"),
        ],
    )
    def test_leads_on(self, current: str, location: str, expected: str) -> None:
        assert _next_place(current, location) == expected

    @pytest.mark.parametrize(
        ("current", "location"),
        [
            ("https://a.test/x", "http://a.test/x"),
            ("https://a.test/x", "http://127.0.0.1/x"),
            ("http://127.0.0.1/x", "http://a.test/x"),
            ("https://a.test/x", "file:///etc/passwd"),
            ("https://a.test/x", "data:text/html,x"),
            ("https://a.test/x", "https://[::1/x"),
            ("https://a.test/x", "https://:80/y"),
        ],
    )
    def test_never_to_where_nobody_protects_it(self, current: str, location: str) -> None:
        with pytest.raises(ConnectionUntrusted):
            _next_place(current, location)
