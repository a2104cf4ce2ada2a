"""What a server's answer means: for the file that is wanted, and for whoever waits."""

import datetime as dt
import email.utils
import ssl
from collections.abc import Callable

import pytest
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.errors import (
    BadLink,
    ConnectionLost,
    ConnectionUntrusted,
    DownloadError,
    FileChanged,
    HostUnreachable,
    LoginNeeded,
    NotThere,
    ServerTrouble,
    TooManyRequests,
    WrongFile,
)
from desktop_rag.downloading.description import Range, content_range, is_strong, validator
from desktop_rag.downloading.trouble import Interrupted, check_status, of_connection, retry_after_s
from desktop_rag.downloading.verdict import Body, Known, NoRanges, StartOver, judge
from desktop_rag.downloading.web import Answer, Linked

SHA256 = "ab" * 32
NOBODY = "models.test"


def answer(status: int, linked: Linked | None = None, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = urllib3.HTTPResponse(b"", named, status, preload_content=False)
    return Answer(response, f"https://{NOBODY}/m.gguf", linked or Linked(), 0)


def known(
    done: int = 0, size: int = 0, sha256: str = "", mark: str = "", *, is_promised: bool = False
) -> Known:
    return Known(done, size, sha256, mark, is_promised)


class TestContentRange:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("bytes 5-9/10", Range(5, 9, 10)),
            ("bytes 5-9/*", Range(5, 9, 0)),
            ("bytes 9-5/10", None),
            ("bytes */10", None),
            ("bytes 5-/10", None),
            ("items 5-9/10", None),
            ("bytes 5-9/10, 11-12/13", None),
            ("bytes -5-9/10", None),
            ("bytes 5-9/" + "1" * 40, None),
            ("", None),
        ],
    )
    def test_is_read_exactly_or_not_at_all(self, text: str, expected: Range | None) -> None:
        assert content_range({"Content-Range": text}) == expected

    @given(st.text())
    def test_nonsense_harms_nobody(self, text: str) -> None:
        found = content_range({"Content-Range": text})
        assert found is None or 0 <= found.first <= found.last


class TestMarksThatTellAFileApart:
    @pytest.mark.parametrize(
        ("headers", "has_checksum", "expected"),
        [
            ({"ETag": '"a"'}, True, '"a"'),
            ({"ETag": 'W/"a"'}, True, ""),
            ({"ETag": 'W/"a"'}, False, 'W/"a"'),
            ({"ETag": '"a"', "Last_Modified": "yesterday"}, False, '"a"'),
            ({"Last_Modified": "yesterday"}, False, "date:yesterday"),
            ({"Last_Modified": "yesterday"}, True, ""),
            ({"ETag": '"' + "x" * 500 + '"'}, True, ""),
            ({"ETag": '"a\x01"'}, True, ""),
            ({}, False, ""),
        ],
    )
    def test_are_exact_where_a_checksum_decides_in_the_end(
        self, headers: dict[str, str], has_checksum: bool, expected: str
    ) -> None:
        assert validator(answer(200, **headers), has_checksum=has_checksum) == expected

    def test_only_strong_ones_may_be_sent_back(self) -> None:
        assert [is_strong(mark) for mark in ('"a"', 'W/"a"', "date:x", "linked:ab", '"', "")] == [
            True,
            *[False] * 5,
        ]


Case = tuple[Answer, Known, Body | type[Exception] | None]
JUDGED: dict[str, Case] = {
    "the whole": (answer(200, Content_Length="10"), known(), Body(0, 10, "", "")),
    "the whole in the place of the rest": (
        answer(200, Content_Length="10", ETag='"a"'),
        known(5, 10, mark='"a"'),
        Body(0, 10, "", '"a"'),
    ),
    "the rest": (
        answer(206, Content_Range="bytes 5-9/10", ETag='"a"'),
        known(5, 10, mark='"a"'),
        Body(5, 10, "", '"a"'),
    ),
    "the rest, how much is not said": (
        answer(206, Content_Range="bytes 5-9/*"),
        known(5, 10, SHA256),
        Body(5, 10, SHA256, ""),
    ),
    "nobody knows how much": (answer(206, Content_Range="bytes 5-9/*"), known(5, 0, SHA256), NoRanges),
    "from another place": (answer(206, Content_Range="bytes 4-9/10"), known(5, 10), NoRanges),
    "beyond the end": (answer(206, Content_Range="bytes 5-10/10"), known(5, 10), NoRanges),
    "without a place": (answer(206), known(5, 10), NoRanges),
    "the rest of a larger one": (answer(206, Content_Range="bytes 5-10/11"), known(5, 10), StartOver),
    "the rest of a larger one than promised": (
        answer(206, Content_Range="bytes 5-10/11"),
        known(5, 10, is_promised=True),
        FileChanged,
    ),
    "another mark": (
        answer(206, Content_Range="bytes 5-9/10", ETag='"b"'),
        known(5, 10, mark='"a"'),
        StartOver,
    ),
    "another mark than promised": (
        answer(206, Content_Range="bytes 5-9/10", ETag='"b"'),
        known(5, 10, mark='"a"', is_promised=True),
        FileChanged,
    ),
    "another size than promised": (
        answer(200, Content_Length="11"),
        known(0, 10, is_promised=True),
        WrongFile,
    ),
    "another checksum than promised": (
        answer(200, Linked("cd" * 32, 10), Content_Length="10"),
        known(0, 10, SHA256, is_promised=True),
        WrongFile,
    ),
    "a checksum that nobody promised": (
        answer(200, Linked(SHA256, 10), Content_Length="10"),
        known(),
        Body(0, 10, SHA256, f"linked:{SHA256}"),
    ),
    "no size": (answer(200), known(), WrongFile),
    "no size but chunks": (answer(200, Transfer_Encoding="chunked"), known(), Body(0, 0, "", "")),
    "a page": (answer(200, Content_Type="Text/HTML; charset=utf-8", Content_Length="9"), known(), WrongFile),
    "a page in the middle": (answer(206, Content_Type="text/html"), known(5, 10), WrongFile),
    "nothing": (answer(204), known(), WrongFile),
    "several ranges": (answer(206, Content_Type="multipart/byteranges; boundary=x"), known(5, 10), NoRanges),
    "no more": (answer(416, Content_Range="bytes */5"), known(5), None),
    "no more of a larger one": (answer(416, Content_Range="bytes */5"), known(5, 10), StartOver),
    "no more of a smaller one": (answer(416, Content_Range="bytes */3"), known(5), StartOver),
}


@pytest.mark.parametrize("case", JUDGED)
def test_an_answer_is_judged(case: str) -> None:
    found, before, expected = JUDGED[case]
    asked_for_rest = before.done_bytes > 0
    if isinstance(expected, type):
        with pytest.raises(expected) as caught:
            judge(found, before, asked_for_rest=asked_for_rest)
        assert type(caught.value) is expected
    else:
        assert judge(found, before, asked_for_rest=asked_for_rest) == expected


def test_a_rest_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(WrongFile):
        judge(answer(206, Content_Range="bytes 0-9/10"), known(), asked_for_rest=False)


class TestStatus:
    def test_success_passes(self) -> None:
        check_status(200, {}, NOBODY, 10)
        check_status(206, {}, NOBODY, 10)

    @pytest.mark.parametrize(
        ("code", "headers", "error"),
        [
            (401, {}, LoginNeeded),
            (404, {}, NotThere),
            (401, {"X-Error-Code": "RevisionNotFound"}, NotThere),
            (403, {"X-Error-Code": "GatedRepo"}, LoginNeeded),
            (429, {"Retry-After": "11"}, TooManyRequests),
            (503, {"Retry-After": "11"}, ServerTrouble),
            (304, {}, DownloadError),
            (400, {}, DownloadError),
        ],
    )
    def test_some_are_final(self, code: int, headers: dict[str, str], error: type[DownloadError]) -> None:
        with pytest.raises(error):
            check_status(code, headers, NOBODY, 10)

    @pytest.mark.parametrize(
        ("code", "headers", "error", "wait_s"),
        [
            (429, {"Retry-After": "9"}, TooManyRequests, 9),
            (429, {}, TooManyRequests, 0),
            (500, {}, ServerTrouble, 0),
            (503, {"Retry-After": "3"}, ServerTrouble, 3),
            (408, {}, ServerTrouble, 0),
        ],
    )
    def test_some_are_worth_another_try(
        self, code: int, headers: dict[str, str], error: type[DownloadError], wait_s: float
    ) -> None:
        with pytest.raises(Interrupted) as caught:
            check_status(code, headers, NOBODY, 10)
        assert type(caught.value.error) is error
        assert caught.value.wait_s == wait_s


class TestRetryAfter:
    def test_is_seconds_or_a_date(self) -> None:
        soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60)
        assert retry_after_s("120") == 120
        assert 50 < retry_after_s(email.utils.format_datetime(soon, usegmt=True)) <= 60
        assert retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT") == 0

    @given(st.text())
    def test_nonsense_is_no_pause(self, text: str) -> None:
        assert retry_after_s(text) >= 0

    @pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "²"])
    def test_what_is_neither_is_none(self, text: str) -> None:
        assert retry_after_s(text) == 0


POOL = urllib3.HTTPConnectionPool(NOBODY)
LINK = "/m.gguf?token=secret"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (urllib3.exceptions.NewConnectionError(POOL, LINK), HostUnreachable),  # type: ignore[arg-type]  # any connection
        (urllib3.exceptions.ConnectTimeoutError(POOL, LINK), HostUnreachable),
        (urllib3.exceptions.SSLError(ssl.SSLError("handshake")), HostUnreachable),
        (urllib3.exceptions.ReadTimeoutError(POOL, LINK, "slow"), ConnectionLost),
        (urllib3.exceptions.ProtocolError("broken", ConnectionResetError()), ConnectionLost),
        (urllib3.exceptions.ProxyError("no", OSError("502")), HostUnreachable),
    ],
)
def test_a_connection_that_breaks_is_tried_again(
    error: urllib3.exceptions.HTTPError, expected: type[DownloadError]
) -> None:
    found = of_connection(error, NOBODY)
    assert isinstance(found, Interrupted)
    assert type(found.error) is expected
    assert "secret" not in found.error.message + found.error.hint + found.error.detail


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (urllib3.exceptions.SSLError(ssl.SSLCertVerificationError("no")), ConnectionUntrusted),
        (
            urllib3.exceptions.ProxyError(
                "no", urllib3.exceptions.SSLError(ssl.SSLCertVerificationError("no"))
            ),
            ConnectionUntrusted,
        ),
        (urllib3.exceptions.ProxyError("no", OSError("Tunnel failed: 407 Login")), HostUnreachable),
        (urllib3.exceptions.LocationParseError(LINK), BadLink),
    ],
)
def test_what_will_not_get_better_is_told_at_once(
    error: urllib3.exceptions.HTTPError, expected: Callable[[], DownloadError]
) -> None:
    found = of_connection(error, NOBODY)
    assert type(found) is expected
    assert "secret" not in str(found)
