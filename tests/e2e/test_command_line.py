"""The real program on the command line, as a script or a person at a terminal uses it."""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop_rag.runtime import assets_dir
from desktop_rag.store.lock import writer_lock

GUIDE = assets_dir() / "guide"
PDF = next(GUIDE.glob("*.pdf"))
Result = subprocess.CompletedProcess[str]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def run(library: Path, *arguments: str | Path, **environment: str) -> Result:
    command = [sys.executable, "-m", "desktop_rag", "--library", str(library), *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
        timeout=120,
    )


def run_json(library: Path, *arguments: str | Path) -> dict[str, object]:
    done = run(library, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    value = json.loads(done.stdout)
    assert isinstance(value, dict)
    return value


@pytest.fixture(scope="module")
def guide_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("guide") / "library"
    assert run(library, "add", GUIDE).returncode == 0
    return library


def test_add_then_status_tell_the_same(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "note.txt").write_text("The gate code is 4711.")
    (folder / "empty.txt").touch()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nonsense")
    added = run_json(library, "add", folder)
    assert added["documents"] == {"ready": 1, "failed": 1, "skipped": 1, "unavailable": 0}
    status = run_json(library, "status")
    states = {Path(row["path"]).name: row["state"] for row in status["documents"]}  # type: ignore[attr-defined]
    assert states == {"note.txt": "ready", "empty.txt": "skipped", "broken.pdf": "failed"}
    assert status["passages"] == added["passages"] == 1
    assert run_json(library, "add", folder)["embedded"] == 0
    assert run_json(library, "sync")["documents"] == added["documents"]
    assert run_json(library, "remove", folder)["passages"] == 0
    assert run_json(library, "status")["documents"] == []


def test_search_gives_exact_places(guide_library: Path) -> None:
    found = run_json(guide_library, "search", "Which files can be read?", "-k", "3")
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]  # type: ignore[attr-defined]
    for hit in found["hits"]:  # type: ignore[attr-defined]
        assert hit["page"] >= 1
        assert len(hit["text"]) == hit["end"] - hit["start"]


def test_batch_answers_line_by_line_in_order(guide_library: Path, tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": "b", "question": "privacy"}\n\n{"id": 7, "question": "keyboard"}\n')
    done = run(guide_library, "search", "--batch", batch, "--json")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["b", 7]
    batch.write_text('{"id": "b"}\n')
    assert run(guide_library, "search", "--batch", batch, "--json").returncode == 2


def test_ask_cites_words_that_stand_there(guide_library: Path) -> None:
    answer = run_json(guide_library, "ask", "Is anything sent over the internet?")
    assert answer["state"] == "answered"
    assert answer["mode"] == "extract"
    quotes = {citation["n"]: " ".join(citation["quote"].split()) for citation in answer["citations"]}  # type: ignore[attr-defined]
    for sentence in answer["sentences"]:  # type: ignore[attr-defined]
        assert sentence["support"] == "supported"
        assert [quotes[n] for n in sentence["citations"]] == [sentence["text"]]


def test_ask_says_when_it_is_not_there(guide_library: Path) -> None:
    answer = run_json(guide_library, "ask", "Who won the football world cup in 1998?")
    assert (answer["state"], answer["sentences"], answer["citations"]) == ("not_found", [], [])
    assert "Not in your documents" in run(guide_library, "ask", "Who won the world cup in 1998?").stdout


def test_render_draws_the_page_with_the_words_marked(guide_library: Path, tmp_path: Path) -> None:
    found = run_json(guide_library, "search", "Is anything sent over the internet?", "--scope", PDF)
    hit = found["hits"][0]  # type: ignore[index]
    out = tmp_path / "page.png"
    place = ["--page", str(hit["page"]), "--start", str(hit["start"]), "--end", str(hit["end"])]
    drawn = run_json(guide_library, "render", PDF, *place, "--out", out)
    assert "".join(drawn["text_in_boxes"].split()) == "".join(hit["text"].split())  # type: ignore[attr-defined]
    assert drawn["boxes"]
    with Image.open(out) as picture:
        assert picture.size == (drawn["width"], drawn["height"])


def test_doctor_finds_everything_well(guide_library: Path) -> None:
    report = run_json(guide_library, "doctor")
    assert report["ok"] is True
    assert len(report["checks"]) >= 7  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["add", "/nowhere/at/all"], 2, "no file or folder"),
        (["search", "?!"], 2, "no question"),
        (["ask", ""], 2, "no question"),
        (["ask", "rent", "--scope", "/nowhere"], 2, "not in the library"),
        (["remove", "/nowhere"], 2, "not in the library"),
        (["search", "--batch", "/nowhere.jsonl"], 2, "no file"),
        (["render", "/nowhere.pdf", "--page", "1", "--out", "x.png"], 2, "not in the library"),
        (["render", str(PDF), "--page", "9999", "--out", "x.png"], 2, "no page 9999"),
        (["render", str(PDF), "--page", "1", "--start", "3", "--out", "x.png"], 2, "belong together"),
        (["render", str(PDF), "--page", "1", "--out", "/nowhere/x.png"], 2, "cannot be written"),
        (["render", str(GUIDE / "index.md"), "--page", "1", "--out", "x.png"], 2, "Only pages of PDF files"),
        (["unknown"], 2, "invalid choice"),
    ],
)
def test_bad_input_is_one_plain_line_and_its_code(
    guide_library: Path, arguments: list[str], code: int, word: str
) -> None:
    done = run(guide_library, *arguments, *([] if arguments == ["unknown"] else ["--json"]))
    assert done.returncode == code
    assert done.stdout == ""
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    if arguments != ["unknown"]:
        assert len(done.stderr.strip().splitlines()) == 1


def test_a_newer_library_is_refused_with_its_own_code(library: Path) -> None:
    run(library, "status")
    with contextlib.closing(sqlite3.connect(library / "library.db")) as connection:
        connection.execute("PRAGMA user_version = 999")
    done = run(library, "status")
    assert done.returncode == 5
    assert "newer version" in done.stderr


def test_a_busy_library_is_told_and_can_still_be_searched(guide_library: Path) -> None:
    with writer_lock(guide_library):
        done = run(guide_library, "sync")
        assert done.returncode == 5
        assert "Another window or command" in done.stderr
        assert run(guide_library, "search", "privacy", "--json").returncode == 0


def test_interrupting_stops_in_order(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number}.txt").write_text(f"Sentence {number} about nothing in particular. " * 60)
    command = [sys.executable, "-m", "desktop_rag", "--library", str(library), "add", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    process.communicate(timeout=20)
    assert process.returncode == 130
    assert time.monotonic() - began < 5
    states = [row["state"] for row in run_json(library, "status")["documents"]]  # type: ignore[attr-defined]
    assert set(states) <= {"ready", "pending"}


def without_privilege(*command: str) -> list[str]:
    """The command so that file permissions count for it, also where the tests run as root."""
    if os.geteuid() != 0:
        return list(command)
    if not shutil.which("setpriv"):
        pytest.skip("root may read everything, and there is no setpriv to give that up")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]


@pytest.mark.skipif(sys.platform == "win32", reason="file permissions of another kind")
def test_what_may_not_be_read_is_listed_with_its_reason_and_read_once_it_may(
    library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    (folder / "locked").mkdir(parents=True)
    (folder / "open.txt").write_text("The gate code is 4711.")
    (folder / "closed.txt").write_text("The safe is behind the picture.")
    (folder / "locked" / "inner.txt").write_text("The key is under the mat.")
    (folder / "closed.txt").chmod(0)
    (folder / "locked").chmod(0)
    start = without_privilege(sys.executable, "-m", "desktop_rag", "--library", str(library))
    try:
        subprocess.run([*start, "add", str(folder)], check=True, capture_output=True)
        rows = {Path(row["path"]).name: row for row in run_json(library, "status")["documents"]}  # type: ignore[attr-defined]
        assert {name: row["state"] for name, row in rows.items()} == {
            "open.txt": "ready",
            "closed.txt": "failed",
            "locked": "failed",
        }
        assert rows["locked"]["reason"] == "This folder may not be read."
        assert rows["closed.txt"]["reason"] == "This file may not be read."
    finally:
        (folder / "closed.txt").chmod(0o600)
        (folder / "locked").chmod(0o700)
    assert run_json(library, "sync")["documents"]["ready"] == 3  # type: ignore[index]
    assert run_json(library, "sync")["documents"]["failed"] == 0  # type: ignore[index]


@contextlib.contextmanager
def tiny_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system can only be mounted as root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small file system")
def test_a_full_disk_is_told_and_what_is_done_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(f"Sentence {number} about nothing in particular. " * 60)
    with tiny_disk(tmp_path / "disk") as disk:
        done = run(disk / "library", "add", folder)
        assert done.returncode == 5, done.stderr
        assert "disk is full" in done.stderr
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        assert run_json(disk / "library", "add", folder)["documents"] == {
            "ready": 40,
            "failed": 0,
            "skipped": 0,
            "unavailable": 0,
        }
        assert run_json(disk / "library", "doctor")["ok"] is True


def test_terminal_codes_in_a_document_stay_text(library: Path, tmp_path: Path) -> None:
    note = tmp_path / "evil.txt"
    note.write_text("The gate code is \x9b31m 4711 \u202e.")
    run(library, "add", note)
    done = run(library, "search", "gate code")
    assert "\x9b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_without_a_display_it_answers_from_the_sample_library(library: Path) -> None:
    hidden = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    done = run(library, **hidden)
    assert done.returncode == 0, done.stderr
    assert "[1]" in done.stdout
    assert not library.exists()
