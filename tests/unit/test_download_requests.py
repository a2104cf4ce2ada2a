"""What crosses between a window and its download child arrives as it was, and nonsense is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain import errors
from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress, DownloadRequest, RemoteFile
from desktop_rag.domain.errors import BadLink, DownloadError, InputError, WorkerProtocolError
from desktop_rag.downloading.patience import Patience
from desktop_rag.workers import download_requests as requests
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.child import _answer
from desktop_rag.workers.protocol import JsonObject

SHA256 = "ab" * 32
TARGET = Path("/models/m.gguf").absolute()
REQUEST = DownloadRequest("https://models.test/m.gguf", TARGET, 10, SHA256)
FILE = RemoteFile("https://models.test/m.gguf", "m.gguf", 10, SHA256, "mit")
PROGRESS = DownloadProgress(DownloadPhase.FETCHING, 5, 10, 2.5, 2.0)
DOWNLOAD_KINDS = [DownloadError, *DownloadError.__subclasses__()]


@pytest.mark.parametrize("kind", DOWNLOAD_KINDS, ids=lambda kind: kind.__name__)
def test_every_failure_of_a_download_arrives_with_its_class_and_words(kind: type[DownloadError]) -> None:
    def fail(_parameters: object):  # type: ignore[no-untyped-def]  # a handler, whatever it is of
        raise kind("It went wrong.", hint="Do this.")
        yield

    (answer,) = _answer({"fetch": fail}, {"id": 7, "method": "fetch", "parameters": {}})
    with pytest.raises(kind) as caught:
        raise_if_error(answer.body)
    assert type(caught.value) is kind
    assert (caught.value.message, caught.value.hint) == ("It went wrong.", "Do this.")


def test_no_two_failures_share_a_name_across_the_boundary() -> None:
    kinds = [kind.kind for kind in DOWNLOAD_KINDS]
    others = [
        kind.kind
        for branch in (errors.DocumentError, errors.ModelError)
        for kind in (branch, *branch.__subclasses__())
    ]
    assert len(set(kinds + others)) == len(kinds) + len(others)
    assert not {"cancelled", "input", "installation"}.intersection(kinds)


def test_a_request_comes_back_as_it_was() -> None:
    assert requests.read_request(requests.request_body(REQUEST)) == REQUEST
    bare = DownloadRequest(REQUEST.url, TARGET)
    assert requests.read_request(requests.request_body(bare)) == bare


@pytest.mark.parametrize(
    "change",
    [
        {"target": "m.gguf"},
        {"target": 5},
        {"size_bytes": -1},
        {"size_bytes": "10"},
        {"size_bytes": 2**60},
        {"sha256": "xyz"},
        {"url": None},
    ],
)
def test_a_request_that_makes_no_sense_is_refused(change: JsonObject) -> None:
    with pytest.raises(InputError):
        requests.read_request({**requests.request_body(REQUEST), **change})


def test_a_request_for_an_unprotected_link_is_refused() -> None:
    with pytest.raises(BadLink):
        requests.read_request({**requests.request_body(REQUEST), "url": "http://models.test/m.gguf"})


def test_patience_comes_back_as_it_was() -> None:
    patience = Patience(1.0, 2.0, (0.1, 0.2), 3.0)
    assert requests.read_patience({"patience": requests.patience_body(patience)}) == patience


@pytest.mark.parametrize(
    "body", [{}, {"patience": 5}, {"patience": {"pauses_s": []}}, {"patience": {"pauses_s": [True]}}]
)
def test_patience_that_makes_no_sense_is_refused(body: JsonObject) -> None:
    with pytest.raises(InputError):
        requests.read_patience(body)


@given(
    st.builds(
        DownloadProgress,
        st.sampled_from(DownloadPhase),
        st.integers(0, 2**50),
        st.integers(0, 2**50),
        st.none() | st.floats(0, 1e12),
        st.none() | st.floats(0, 1e9),
    )
)
def test_progress_comes_back_as_it_was(progress: DownloadProgress) -> None:
    assert requests.read_progress(requests.progress_body(progress)) == progress


@pytest.mark.parametrize(
    "change",
    [
        {"phase": "dreaming"},
        {"phase": 5},
        {"done_bytes": -1},
        {"done_bytes": 1.5},
        {"total_bytes": 2**60},
        {"rate_bytes_per_s": -1.0},
        {"rate_bytes_per_s": float("inf")},
        {"remaining_s": float("nan")},
        {"remaining_s": "soon"},
    ],
)
def test_progress_that_makes_no_sense_is_refused(change: JsonObject) -> None:
    with pytest.raises(WorkerProtocolError):
        requests.read_progress({**requests.progress_body(PROGRESS), **change})


def test_files_come_back_as_they_were() -> None:
    files = (FILE, RemoteFile("http://127.0.0.1:8/ä.gguf", "ä.gguf", 0, ""))
    assert requests.read_files(requests.files_body(files)) == files


@pytest.mark.parametrize(
    "change",
    [
        {"url": "http://models.test/m.gguf"},
        {"url": "x" * 5000},
        {"name": ""},
        {"name": "../m.gguf"},
        {"name": "a/b.gguf"},
        {"name": "m\n.gguf"},
        {"size_bytes": -1},
        {"sha256": "ab"},
        {"licence": "x" * 300},
        {"licence": None},
    ],
)
def test_a_file_that_could_do_harm_is_refused(change: JsonObject) -> None:
    (item,) = requests.files_body((FILE,))["files"]  # type: ignore[misc]  # a list of one
    with pytest.raises(WorkerProtocolError):
        requests.read_files({"files": [{**item, **change}]})  # type: ignore[dict-item]  # an object


@pytest.mark.parametrize("body", [{}, {"files": 5}, {"files": [5]}, {"files": [{}] * 1000}])
def test_a_list_of_files_that_makes_no_sense_is_refused(body: JsonObject) -> None:
    with pytest.raises(WorkerProtocolError):
        requests.read_files(body)


def test_a_checksum_is_one() -> None:
    assert requests.read_sha256({"sha256": SHA256}) == SHA256
    for nonsense in ("", "AB" * 32, "ab" * 31, 5):
        with pytest.raises(WorkerProtocolError):
            requests.read_sha256({"sha256": nonsense})


def test_a_licence_is_one_printable_line() -> None:
    body = requests.files_body((RemoteFile(FILE.url, FILE.name, 1, "", "mit\n\x1b[31m"),))
    assert requests.read_files(body)[0].licence.isprintable()
