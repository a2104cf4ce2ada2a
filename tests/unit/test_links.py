"""What a person pastes is read as one link, or refused, before anything is asked of anybody."""

import urllib.parse

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_rag.domain.errors import BadLink
from desktop_rag.domain.links import HUB, MAX_NAME_CHARS, Link, read_link, safe_file_name

HUB_HOST = "huggingface.co"
FILE = f"{HUB}/owner/name/resolve/main/deep/model-q4.gguf"


@pytest.mark.parametrize(
    "text",
    [
        f"{HUB}/owner/name/resolve/main/deep/model-q4.gguf",
        f"{HUB}/owner/name/resolve/main/deep/model-q4.gguf?download=true",
        f"{HUB}/owner/name/blob/main/deep/model-q4.gguf",
        "https://hf.co/owner/name/blob/main/deep/model-q4.gguf#top",
        "huggingface.co/owner/name/blob/main/deep/model-q4.gguf",
        "  <https://www.huggingface.co/owner/name/raw/main/deep/model-q4.gguf>\n",
        "owner/name/deep/model-q4.gguf",
        "HTTPS://HuggingFace.co/owner/name/blob/main/deep/model-q4.gguf",
    ],
)
def test_every_way_to_name_a_file_of_the_hub_leads_to_the_file(text: str) -> None:
    assert read_link(text) == Link(FILE, HUB_HOST, "owner/name", "model-q4.gguf", "main")


@pytest.mark.parametrize(
    ("text", "revision"),
    [
        ("owner/name", "main"),
        ("owner/name/", "main"),
        ("“owner/name”", "main"),
        (f"{HUB}/owner/name", "main"),
        (f"{HUB}/owner/name/tree/main", "main"),
        (f"{HUB}/owner/name/tree/v1.0/deep", "v1.0"),
        (f"{HUB}/owner/name?show=files", "main"),
        ("hf.co/owner/name", "main"),
    ],
)
def test_every_way_to_name_a_repository_is_one(text: str, revision: str) -> None:
    link = read_link(text)
    assert (link.host, link.repository, link.file_name, link.revision) == (
        HUB_HOST,
        "owner/name",
        "",
        revision,
    )
    assert read_link(link.url) == link


@pytest.mark.parametrize(
    ("text", "url", "host", "name"),
    [
        ("https://models.test/a/b.gguf", "https://models.test/a/b.gguf", "models.test", "b.gguf"),
        (
            "https://models.test:8443/b.gguf?x=1",
            "https://models.test:8443/b.gguf?x=1",
            "models.test",
            "b.gguf",
        ),
        ("models.test/a/b.gguf", "https://models.test/a/b.gguf", "models.test", "b.gguf"),
        ("https://models.test/B.GGUF", "https://models.test/B.GGUF", "models.test", "B.GGUF"),
        ("https://models.test/a%20b.gguf", "https://models.test/a%20b.gguf", "models.test", "a b.gguf"),
        ("https://models.test/ä.gguf", "https://models.test/%C3%A4.gguf", "models.test", "ä.gguf"),
        (
            "https://hub.test/api/repo?Revision=master&FilePath=deep/m.gguf",
            "https://hub.test/api/repo?Revision=master&FilePath=deep/m.gguf",
            "hub.test",
            "m.gguf",
        ),
        ("http://127.0.0.1:8000/m.gguf", "http://127.0.0.1:8000/m.gguf", "127.0.0.1", "m.gguf"),
        ("http://localhost/m.gguf", "http://localhost/m.gguf", "localhost", "m.gguf"),
        ("http://[::1]:80/m.gguf", "http://[::1]:80/m.gguf", "::1", "m.gguf"),
        ("https://bücher.test/m.gguf", "https://xn--bcher-kva.test/m.gguf", "xn--bcher-kva.test", "m.gguf"),
    ],
)
def test_a_plain_link_keeps_what_it_asks_for(text: str, url: str, host: str, name: str) -> None:
    assert read_link(text) == Link(url, host, "", name)


def test_a_host_that_only_looks_like_another_is_shown_as_what_it_is() -> None:
    assert read_link("https://huggingfасe.co/m.gguf").host.startswith("xn--")  # two Cyrillic letters


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "model",
        "model.gguf",
        "owner/model.gguf",
        "a model that answers",
        "http://models.test/m.gguf",
        "ftp://models.test/m.gguf",
        "file:///home/me/m.gguf",
        "javascript:alert(1)//m.gguf",
        "https://",
        "https:///m.gguf",
        "https://models.test/",
        "https://models.test/model.zip",
        "https://models.test/.gguf",
        "https://somebody:word@models.test/m.gguf",
        "https://somebody@models.test/m.gguf",
        "https://models.test:99999/m.gguf",
        "https://models.test:x/m.gguf",
        "https://models..test/m.gguf",
        "https://models.test/m.gguf\nHost: other",
        "https://models.test\\m.gguf",
        "http://127.0.0.1.models.test/m.gguf",
        "http://127.0.0.1@models.test/m.gguf",
        "https://[::1/m.gguf",
        f"{HUB}/",
        f"{HUB}/owner",
        f"{HUB}/datasets/owner/name",
        f"{HUB}/owner/name/resolve/main/model.safetensors",
        f"{HUB}/owner/name/resolve/main/../../../x.gguf",
        "../name",
        "owner/../x.gguf",
        "https://models.test/" + "a" * 5000 + ".gguf",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadLink):
        read_link(text)


@given(st.text(max_size=80) | st.from_regex(r"https?://[^\s]{0,40}\.gguf", fullmatch=True))
@example("https://a/%2e%2e%2f.gguf")
@example("https://x.test/a%00b.gguf")
@example("https://x.test/con.gguf")
@example("https://x.test/..%5C..%5Cm.gguf")
def test_what_is_taken_is_safe_to_ask_for_and_to_save(text: str) -> None:
    try:
        link = read_link(text)
    except BadLink:
        return
    parts = urllib.parse.urlsplit(link.url)
    assert link.url.isascii()
    assert link.url.isprintable()
    assert " " not in link.url
    assert parts.hostname == link.host
    assert parts.scheme == "https" or link.host in ("127.0.0.1", "localhost", "::1")
    assert parts.username is None
    assert not parts.fragment
    assert link.file_name == safe_file_name(link.file_name)
    assert link.file_name or link.repository
    assert read_link(link.url) == link


@given(st.text())
@example("..")
@example("a/..")
@example("NUL.gguf")
@example("x" * 400 + ".gguf")
@example("\ud800.gguf")
def test_a_file_name_from_a_stranger_is_one_plain_name(name: str) -> None:
    plain = safe_file_name(name)
    assert not set('/\\<>:"|?*').intersection(plain)
    assert plain.isprintable()
    assert plain not in (".", "..")
    assert plain == plain.strip(" .")
    assert len(plain.encode()) <= MAX_NAME_CHARS + 1
    assert plain.split(".")[0].lower() not in ("con", "nul", "aux", "prn", "com1", "lpt9")
    assert safe_file_name(plain) == plain


def test_a_long_name_keeps_its_end() -> None:
    assert safe_file_name("x" * 400 + "-q4.gguf").endswith("x-q4.gguf")
