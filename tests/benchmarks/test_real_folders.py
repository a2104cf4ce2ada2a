"""Folders of real files that break readers: each ends in a state with a plain reason, and none in a crash.

`-s` prints the tables. Most files are quick to read and slow to embed, and text recognition takes longest by
far, so only the long version goes all the way into a library.
"""

import html
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext
from desktop_rag.app.keeping import failure_state
from desktop_rag.app.reading import FileToRead, ReadFile, read_files
from desktop_rag.app.values import DocumentRow
from desktop_rag.domain.documents import DocumentState
from desktop_rag.runtime import RuntimePaths
from desktop_rag.store.records import FileStamp
from desktop_rag.workers.parser_client import ParserClient, parser_spec
from tests.unit.test_parsing_encodings import codec_of

pytestmark = pytest.mark.data
FOLDERS = {"hostile/pdf": 111, "encodings": 51, "epub": 16}
RIGHT_ENCODINGS = 49
ALLOWED = {DocumentState.READY, DocumentState.FAILED, DocumentState.SKIPPED}
NO_DOCUMENT = "EXPECTED.json"
OTHER_THAN_ASCII = re.compile(r"[^\x00-\x7f]+")
TAGS = re.compile(r"<[^<>]*>")
TWINS = str.maketrans("～－∥›", "〜−‖ ")
"""One character of Shift JIS each, which its two standards take for two; and what stands between headings."""


@pytest.fixture(scope="module")
def read(data_dir: Path) -> Iterator[dict[Path, ReadFile]]:
    """What real children made of every file."""
    parsers = [ParserClient(parser_spec()) for _ in range(2)]
    paths = [path for name in FOLDERS for path in (data_dir / name).rglob("*") if path.is_file()]
    files = [FileToRead(path, FileStamp(0, 0)) for path in paths]
    yield {file.path: file for file in read_files(files, parsers, CancelToken())}
    for parser in parsers:
        parser.close()


@pytest.mark.parametrize("name", FOLDERS)
def test_every_file_is_read_or_has_a_reason(
    read: dict[Path, ReadFile], data_dir: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [file for path, file in read.items() if path.is_relative_to(data_dir / name)]
    files = [file for file in files if file.path.name != NO_DOCUMENT]
    reasons = Counter(file.error.message if file.error else "read" for file in files)
    with capsys.disabled():
        print_table(name, reasons)
    assert len(files) == FOLDERS[name]
    for file in files:
        assert not file.quarantined, file.path.name
        if file.error:
            assert failure_state(file.error) in ALLOWED
            assert file.error.message, file.path.name
            assert file.error.hint, file.path.name
        else:
            assert file.document is not None
            assert any(page.text.strip() or page.is_scan for page in file.document.pages), file.path.name


def test_at_least_49_of_51_encodings_are_read_right(
    read: dict[Path, ReadFile], data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = []
    for folder in sorted((data_dir / "encodings").iterdir()):
        (path,) = folder.iterdir()
        document = read[path].document
        text = "\n".join(page.text for page in document.pages) if document else ""
        if not is_read_right(text, path, codec_of(folder.name)):
            wrong.append(folder.name)
    with capsys.disabled():
        print(f"\n{51 - len(wrong)} of 51 encodings read right; not: {', '.join(wrong)}")
    assert 51 - len(wrong) >= RIGHT_ENCODINGS


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_all_folders_with_their_pictures_end_in_states_and_a_second_check_finds_nothing_to_do(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    context = AppContext.open(RuntimePaths.at(tmp_path / "library"))
    try:
        summary = context.ingest.add([data_dir / name for name in FOLDERS], JobContext())
        rows = context.catalogue.overview().documents
        began = time.monotonic()
        assert context.ingest.sync(JobContext()).embedded == 0
        with capsys.disabled():
            print(f"\nadded in {summary.seconds:.0f} s, checked in {time.monotonic() - began:.1f} s")
            for name in FOLDERS:
                print_table(name, _states(rows, data_dir / name))
    finally:
        context.close()
    assert len(rows) == sum(FOLDERS.values()) + 1
    for row in rows:
        assert row.state in ALLOWED, (row.path.name, row.reason)
        assert row.state is DocumentState.READY or (row.reason and row.hint), row.path.name


def _states(rows: Sequence[DocumentRow], folder: Path) -> Counter[str]:
    below = [row for row in rows if row.path.is_relative_to(folder)]
    return Counter(f"{row.state.value}: {row.reason}" for row in below)


def print_table(name: str, counts: Counter[str]) -> None:
    print(f"\n{name}: {counts.total()} files")
    for reason, count in counts.most_common():
        print(f"{count:5} × {reason}")


def is_read_right(text: str, path: Path, codec: str | None) -> bool:
    """Whether all that is not plain ASCII in what was read stands so in the file, and there is some of it if
    the file has some beside its tags. White space counts nowhere."""
    if codec is None:
        return False
    source = html.unescape(html.unescape(path.read_bytes().decode(codec)))
    there = "".join(TAGS.sub("", source).translate(TWINS).split())
    anywhere = "".join(source.translate(TWINS).split())
    found = set(OTHER_THAN_ASCII.findall(text.translate(TWINS)))
    words = {word for run in found for word in run.split()}
    return (
        bool(text)
        and all(word in anywhere or word in there for word in words)
        and (bool(words) == bool(OTHER_THAN_ASCII.search(there)))
    )
