"""A library goes to another place, computer or drive and is what it was; killed on the way, it is whole."""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress, Report
from desktop_rag.cli.arguments import parse
from desktop_rag.cli.main import COMMANDS
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import (
    Cancelled,
    InputError,
    LibraryBusy,
    LibraryTooNew,
    NotInLibrary,
    PathMissing,
)
from desktop_rag.runtime import RuntimePaths
from desktop_rag.store import workplace
from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.records import FileStamp
from desktop_rag.store.roots import RootStore
from tests.unit.answer_samples import answer, citation, hit, sentence

DRIVER = Path(__file__).with_name("moving_driver.py")
ROOT = Path(__file__).parents[2]
NO_KILL = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")


def best(context: AppContext, question: str) -> Path:
    return context.retrieve.search(question).hits[0].path


def states(context: AppContext) -> set[DocumentState]:
    return {row.state for row in context.catalogue.overview().documents}


def check_sound(context: AppContext) -> None:
    checks = [check for check in context.doctor.check() if not check.ok]
    assert checks == []


def check_vectors(context: AppContext) -> None:
    """What is searched in memory are the vectors that the library has, each under its passage's number."""
    embedder, store = context._embedding.in_use(), context._embedding.vectors
    ids, vectors = store.load(embedder.id, store.ids(embedder.id).tolist())
    assert len(ids) == context.catalogue.overview().passages
    for vector in vectors:
        found = dict(embedder.index.search(vector, len(ids), context.retrieve._library.generation()))
        expected = dict(zip(ids.tolist(), (vectors @ vector).tolist(), strict=True))
        assert found == pytest.approx(expected, abs=1e-5)


def stopping_after(reports: int) -> JobContext:
    """A job that is cancelled at its report of that number, counted from 0."""
    token, left = CancelToken(), [None] * reports

    def hear(_report: Report) -> None:
        if left:
            left.pop()
        else:
            token.cancel()

    return JobContext(token, hear)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[AppContext]:
    """A library on another computer, with a document of its own."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.txt").write_text("The garage door code is 4711.")
    context = AppContext.open(RuntimePaths.at(tmp_path / "other-library"))
    context.ingest.add([own], JobContext())
    yield context
    context.close()


@pytest.fixture
def filled(context: AppContext, folder: Path) -> AppContext:
    context.ingest.add([folder], JobContext())
    return context


@pytest.fixture
def file(filled: AppContext, tmp_path: Path) -> Path:
    filled.moving.export_to(tmp_path / "library.zip", JobContext())
    return tmp_path / "library.zip"


class TestRelocating:
    def test_a_folder_that_was_renamed_is_found_again_and_embeds_nothing(
        self, filled: AppContext, folder: Path
    ) -> None:
        moved = folder.rename(folder.with_name("elsewhere"))
        filled.ingest.sync(JobContext())
        assert states(filled) == {DocumentState.UNAVAILABLE}
        assert [found.path for found in filled.moving.whereabouts(folder, JobContext())] == [moved]
        done = filled.moving.relocate(folder, moved, JobContext())
        assert (done.moved, done.missing, done.roots) == (3, 0, 1)
        summary = filled.ingest.sync(JobContext())
        assert (summary.ready, summary.unavailable, summary.embedded) == (3, 0, 0)
        assert best(filled, "monthly rent") == moved / "lease.txt"
        check_sound(filled)

    def test_a_copy_with_other_times_is_hashed_again_and_not_embedded(
        self, filled: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        copy = Path(shutil.copytree(folder, tmp_path / "drive" / "docs"))
        for path in copy.iterdir():
            os.utime(path, (1, 1))
        shutil.rmtree(folder)
        filled.moving.relocate(folder, copy, JobContext())
        summary = filled.ingest.sync(JobContext())
        assert (summary.ready, summary.embedded) == (3, 0)
        assert best(filled, "the train to Oslo") == copy / "trip.html"

    def test_a_single_file_moves_into_a_folder(self, context: AppContext, folder: Path) -> None:
        lease = folder / "lease.txt"
        context.ingest.add([lease], JobContext())
        (folder / "new").mkdir()
        moved = lease.rename(folder / "new" / "lease.txt")
        assert context.moving.relocate(lease, moved.parent, JobContext()).moved == 1
        assert context.ingest.sync(JobContext()).embedded == 0
        assert best(context, "rent") == moved

    def test_a_wrong_folder_is_refused_before_anything_is_forgotten(
        self, filled: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        wrong = tmp_path / "wrong"
        wrong.mkdir()
        (wrong / "lease.txt").write_text("something else")
        with pytest.raises(InputError, match="2 are not in"):
            filled.moving.relocate(folder, wrong, JobContext())
        assert filled.ingest.sync(JobContext()).ready == 3

    def test_what_cannot_be_is_said(self, filled: AppContext, folder: Path, tmp_path: Path) -> None:
        with pytest.raises(PathMissing):
            filled.moving.relocate(folder, tmp_path / "nowhere", JobContext())
        with pytest.raises(NotInLibrary):
            filled.moving.relocate(tmp_path / "unknown", folder, JobContext())
        with pytest.raises(InputError, match="the same"):
            filled.moving.relocate(folder, folder, JobContext())
        with pytest.raises(InputError, match="was a folder"):
            filled.moving.relocate(folder, folder / "lease.txt", JobContext())
        with writer_lock(filled.paths.library), pytest.raises(LibraryBusy):
            filled.moving.relocate(folder, tmp_path, JobContext())

    def test_stopping_changes_nothing(self, filled: AppContext, folder: Path) -> None:
        moved = folder.rename(folder.with_name("elsewhere"))
        token = CancelToken()
        token.cancel()
        with pytest.raises(Cancelled):
            filled.moving.relocate(folder, moved, JobContext(token))
        assert filled.catalogue.overview().roots[0].path == folder


class TestExporting:
    def test_it_tells_what_is_in_the_file(self, filled: AppContext, tmp_path: Path) -> None:
        told: list[Report] = []
        written = filled.moving.export_to(tmp_path / "x.zip", JobContext(report=told.append))
        assert (written.documents, written.passages, written.conversations) == (3, 3, 0)
        assert written == filled.moving.look(tmp_path / "x.zip")
        last = told[-1]
        assert isinstance(last, Progress)
        assert (last.phase, last.done) == (Phase.EXPORTING, last.total)

    def test_it_does_not_mind_that_another_process_writes(self, filled: AppContext, tmp_path: Path) -> None:
        with writer_lock(filled.paths.library):
            assert filled.moving.export_to(tmp_path / "x.zip", JobContext()).documents == 3

    def test_an_earlier_export_is_replaced_and_nothing_else(self, file: Path, filled: AppContext) -> None:
        filled.moving.export_to(file, JobContext())
        thesis = file.with_name("thesis.docx")
        thesis.write_bytes(b"years of work")
        with pytest.raises(InputError, match="is there already"):
            filled.moving.export_to(thesis, JobContext())
        assert thesis.read_bytes() == b"years of work"

    def test_a_folder_that_is_not_there_is_told(self, filled: AppContext, tmp_path: Path) -> None:
        with pytest.raises(PathMissing, match="no folder"):
            filled.moving.export_to(tmp_path / "no" / "x.zip", JobContext())

    @pytest.mark.parametrize("reports", [0, 1])
    def test_stopping_leaves_nothing(self, filled: AppContext, tmp_path: Path, reports: int) -> None:
        before = sorted(tmp_path.rglob("*"))
        with contextlib.suppress(Cancelled):  # the last report may be too late to stop anything
            filled.moving.export_to(tmp_path / "x.zip", stopping_after(reports))
            assert reports == 1
            (tmp_path / "x.zip").unlink()
        assert sorted(tmp_path.rglob("*")) == before


class TestImporting:
    def test_an_empty_library_becomes_the_exported_one(
        self, file: Path, folder: Path, tmp_path: Path
    ) -> None:
        context = AppContext.open(RuntimePaths.at(tmp_path / "new"))
        try:
            taken = context.moving.import_from(file, JobContext())
            assert taken.documents == 3
            assert best(context, "how long does the loaf stay in the oven?") == folder / "recipes.md"
            assert context.ingest.sync(JobContext()).embedded == 0
            check_sound(context)
            names = {path.name for path in context.paths.library.iterdir()}
            assert names.isdisjoint({workplace.IMPORTING, workplace.EXPORTING})
        finally:
            context.close()

    def test_what_is_here_is_replaced_only_when_that_is_said(
        self, file: Path, other: AppContext, folder: Path
    ) -> None:
        assert best(other, "garage code").name == "own.txt"
        with pytest.raises(InputError, match="a library here already"):
            other.moving.import_from(file, JobContext())
        assert best(other, "garage code").name == "own.txt"
        other.moving.import_from(file, JobContext(), replace=True)
        assert best(other, "monthly rent") == folder / "lease.txt"
        assert {hit.path.parent for hit in other.retrieve.search("garage code", 50).hits} == {folder}
        check_vectors(other)
        check_sound(other)

    def test_a_window_that_has_the_library_open_finds_the_new_one(
        self, file: Path, other: AppContext, folder: Path
    ) -> None:
        """Passages of the two have the same numbers; vectors that it holds in memory must not be taken."""
        window = AppContext.open(other.paths)
        try:
            assert best(window, "garage code").name == "own.txt"
            other.moving.import_from(file, JobContext(), replace=True)
            for question, name in (("monthly rent", "lease.txt"), ("loaf in the oven", "recipes.md")):
                assert best(window, question) == folder / name
            check_vectors(window)
            check_sound(window)
        finally:
            window.close()

    def test_elsewhere_its_files_are_not_there_and_come_back_by_relocating(
        self, file: Path, other: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        here = folder.rename(tmp_path / "on this computer")
        other.moving.import_from(file, JobContext(), replace=True)
        summary = other.ingest.sync(JobContext())
        assert (summary.ready, summary.unavailable) == (0, 3)
        assert best(other, "monthly rent") == folder / "lease.txt"
        other.moving.relocate(folder, here, JobContext())
        summary = other.ingest.sync(JobContext())
        assert (summary.ready, summary.embedded) == (3, 0)

    def test_what_is_no_export_leaves_everything_as_it_was(
        self, file: Path, other: AppContext, tmp_path: Path
    ) -> None:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 0xFF
        (tmp_path / "damaged.zip").write_bytes(data)
        (tmp_path / "letter.txt").write_text("Dear Ada")
        for name in ("damaged.zip", "letter.txt"):
            with pytest.raises(InputError):
                other.moving.import_from(tmp_path / name, JobContext(), replace=True)
        with pytest.raises(PathMissing):
            other.moving.import_from(tmp_path / "nowhere.zip", JobContext(), replace=True)
        with writer_lock(other.paths.library), pytest.raises(LibraryBusy):
            other.moving.import_from(file, JobContext(), replace=True)
        assert best(other, "garage code").name == "own.txt"
        check_sound(other)

    def test_a_library_of_a_later_version_asks_for_an_update(
        self, filled: AppContext, other: AppContext, tmp_path: Path
    ) -> None:
        filled.close()
        with contextlib.closing(sqlite3.connect(filled.paths.library / "library.db")) as connection:
            connection.execute("PRAGMA user_version = 99")
        file = tmp_path / "later.zip"
        filled.moving.export_to(file, JobContext())
        with pytest.raises(LibraryTooNew):
            other.moving.import_from(file, JobContext(), replace=True)
        assert best(other, "garage code").name == "own.txt"

    def test_stopping_at_any_step_leaves_the_old_one(self, file: Path, other: AppContext) -> None:
        steps = 0
        while True:
            try:
                other.moving.import_from(file, stopping_after(steps), replace=True)
                break
            except Cancelled:
                assert best(other, "garage code").name == "own.txt"
            steps += 1
        assert steps >= 1
        assert not (other.paths.library / workplace.IMPORTING).exists()
        check_sound(other)


class TestCopyingTheFolder:
    def test_a_copied_library_is_the_same_elsewhere(
        self, filled: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        filled.close()
        copy = Path(shutil.copytree(filled.paths.library, tmp_path / "copied"))
        shutil.rmtree(filled.paths.library)
        context = AppContext.open(RuntimePaths.at(copy))
        try:
            assert best(context, "monthly rent") == folder / "lease.txt"
            assert context.ingest.sync(JobContext()).embedded == 0
            check_sound(context)
        finally:
            context.close()

    def test_also_while_it_was_open_with_its_last_changes_in_the_log_beside_it(
        self, filled: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        (folder / "late.txt").write_text("The cat is called Pixel.")
        filled.ingest.sync(JobContext())
        assert (filled.paths.library / "library.db-wal").stat().st_size > 0
        copy = Path(shutil.copytree(filled.paths.library, tmp_path / "copied"))
        context = AppContext.open(RuntimePaths.at(copy))
        try:
            assert best(context, "what is the cat called?") == folder / "late.txt"
            check_sound(context)
        finally:
            context.close()


class TestCommands:
    def run(self, context: AppContext, *line: str | Path) -> int:
        chosen = parse([str(word) for word in line])
        return COMMANDS[chosen.command](context, chosen, JobContext())

    def test_from_one_computer_to_another_in_json(
        self,
        filled: AppContext,
        other: AppContext,
        folder: Path,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        file = tmp_path / "x.zip"
        assert self.run(filled, "export", "--json", file) == 0
        exported = json.loads(capsys.readouterr().out)
        assert {name: exported[name] for name in ("file", "documents", "passages", "conversations")} == {
            "file": str(file),
            "documents": 3,
            "passages": 3,
            "conversations": 0,
        }
        here = folder.rename(tmp_path / "here")
        assert self.run(other, "import", file, "--replace", "--json") == 0
        assert json.loads(capsys.readouterr().out) == exported
        assert self.run(other, "relocate", "--json", folder, here) == 0
        moved = {"moved": 3, "merged": 0, "missing": 0, "roots": 1, "answers": 0}
        assert json.loads(capsys.readouterr().out) == moved

    def test_for_a_person(
        self, filled: AppContext, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.run(filled, "export", tmp_path / "x.zip")
        assert "3 documents, 3 passages, 0 conversations" in capsys.readouterr().out
        here = folder.rename(tmp_path / "here")
        (here / "trip.html").unlink()
        self.run(filled, "relocate", folder, here)
        said = capsys.readouterr().out
        assert said.startswith("3 documents are now known at")
        assert "1 files are not there" in said

    def test_a_refusal_has_the_code_and_the_line_of_its_error(self, other: AppContext, file: Path) -> None:
        other.close()
        library = str(other.paths.library)
        command = [sys.executable, "-m", "desktop_rag", "--library", library, "import", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        assert (done.returncode, done.stdout) == (InputError.exit_code, "")
        assert done.stderr.splitlines() == [
            "desktop-rag: There is a library here already."
            " Export it first if you need it, then say that it is to be replaced (--replace)."
        ]

    def test_a_folder_of_another_system_is_named_as_it_was_there(
        self, filled: AppContext, folder: Path
    ) -> None:
        """A library whose folder was copied from Windows to another system and opened there."""
        filled.close()
        if sys.platform == "win32":
            pytest.skip("its own paths are those")
        prefix = os.fsencode(folder)
        with contextlib.closing(sqlite3.connect(filled.paths.library / "library.db")) as connection:
            for table in ("roots", "documents"):
                for (path,) in connection.execute(f"SELECT path FROM {table}").fetchall():
                    there = path.replace(prefix, b"D:\\Documents").replace(b"/", b"\\")
                    connection.execute(f"UPDATE {table} SET path = ? WHERE path = ?", (there, path))
            connection.commit()
        context = AppContext.open(filled.paths)
        try:
            summary = context.ingest.sync(JobContext())
            assert (summary.unavailable, summary.passages) == (3, 3)
            assert self.run(context, "relocate", "d:\\documents", folder) == 0
            summary = context.ingest.sync(JobContext())
            assert (summary.ready, summary.embedded) == (3, 0)
            assert best(context, "monthly rent") == folder / "lease.txt"
        finally:
            context.close()


# Killed on the way


def driven(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(DRIVER), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def killed_after(process: subprocess.Popen[str], lines: int, wait_s: float) -> int:
    """Waits for that many lines and a moment more, then kills it; its exit code."""
    assert process.stdout is not None
    with process, process.stdout:
        for _line in range(lines):
            process.stdout.readline()
        time.sleep(wait_s)
        process.send_signal(signal.SIGKILL)
        return process.wait()


def names_in(database: Path) -> set[str]:
    """Prefixes of the documents' names, after checking that the file is sound."""
    with contextlib.closing(Database(database)) as opened:
        with opened.read() as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return {record.path.name.partition("-")[0] for record in Library(opened).documents()}


def old_and_new(folder: Path) -> Path:
    """Two libraries of some megabytes, `old` and `new`, and the second one exported."""
    for name in ("old", "new"):
        with contextlib.closing(Database(folder / name / "library.db")) as database:
            RootStore(database).add(folder / "documents", True)
            files = (folder / "documents" / f"{name}-{number:0100}.txt" for number in range(10_000))
            Library(database).note_files((file, FileStamp(1, 2)) for file in files)
    exporting = AppContext.open(RuntimePaths.at(folder / "new"))
    exporting.moving.export_to(folder / "new.zip", JobContext())
    exporting.close()
    return folder / "old" / "library.db"


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as Linux does")
@pytest.mark.parametrize(
    ("part", "said", "is_late"), [(0.5, "DiskFull: There is not", False), (1.004, "LibraryError: ", True)]
)
def test_a_disk_that_is_full_leaves_the_old_library(
    tmp_path: Path, part: float, said: str, is_late: bool
) -> None:
    """Files may grow to a part of the database: its copy does not fit, or only the log of replacing it.

    SQLite tells a file that may not grow from a disk that is full.
    """
    import resource

    database = old_and_new(tmp_path)
    with zipfile.ZipFile(tmp_path / "new.zip") as packed:
        most = int(packed.getinfo("library.db").file_size * part)
    process = subprocess.run(
        [sys.executable, str(DRIVER), "import", str(database.parent), str(tmp_path / "new.zip")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    assert process.returncode == 1
    assert process.stderr.splitlines()[-1].startswith(f"desktop_rag.domain.errors.{said}")
    shares = [int(share) for share in re.findall(r"IMPORTING.* done=(\d+), total=3000", process.stdout)]
    assert (max(shares, default=0) > 2000) == is_late, shares
    assert names_in(database) == {"old"}
    assert not (database.parent / workplace.IMPORTING).exists()


@NO_KILL
def test_killed_while_importing_it_is_the_old_or_the_new_library(tmp_path: Path) -> None:
    database, moments = old_and_new(tmp_path), random.Random(20261121)
    found = []
    for lines in (1, 2, 3, 4, 5, 7, 10, 14, 18, 22, 28, 34):
        process = driven("import", tmp_path / "old", tmp_path / "new.zip")
        code = killed_after(process, lines, moments.uniform(0, 0.02))
        names = names_in(database)
        assert len(names) == 1
        found.append((code, names.pop()))
        if found[-1][1] == "new":
            break
    assert sum(code == -signal.SIGKILL and name == "old" for code, name in found) >= 5, found
    context = AppContext.open(RuntimePaths.at(tmp_path / "old"))
    try:
        assert {path.name for path in context.paths.library.iterdir()}.isdisjoint({workplace.IMPORTING})
        context.moving.import_from(tmp_path / "new.zip", JobContext(), replace=True)
    finally:
        context.close()
    assert names_in(database) == {"new"}


@NO_KILL
def test_killed_while_relocating_everything_is_at_one_place(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        for number in range(1_000):
            (folder / f"{number}.txt").touch()
    path = tmp_path / "library" / "library.db"
    with contextlib.closing(Database(path)) as database:
        RootStore(database).add(one, True)
        Library(database).note_files((one / f"{number}.txt", FileStamp(1, 2)) for number in range(1_000))
        conversations = Conversations(database)
        for number in range(200):
            source = one / f"{number}.txt"
            turn = conversations.begin_turn(None, "Rent?", (one, source), AnswerMode.RAG, "", ())
            said = answer(sentence("So much.", 1))
            cited = (citation(1, "x", path=source),)
            found = tuple(hit(rank, path=source) for rank in range(20))
            whole = replace(said, citations=cited, hits=found)
            conversations.finish_turn(turn.id, whole)
    moments = random.Random(20261121)
    moves = 0
    for _kill in range(10):
        process = driven("relocate", tmp_path / "library", one, other)
        assert killed_after(process, 2, moments.uniform(0.0, 0.3)) == -signal.SIGKILL
        with contextlib.closing(Database(path)) as database:
            (root,) = RootStore(database).all()
            parents = {record.path.parent for record in Library(database).documents()}
            turns = [Conversations(database).turns(number)[0] for number in range(1, 201)]
            assert parents == {root.path}
            assert {turn.scope[0] for turn in turns} == {root.path}
            for turn in turns:
                assert turn.answer is not None
                assert {hit.path.parent for hit in turn.answer.hits} == {root.path}
            moves += root.path == other
    assert 0 < moves < 10  # or the test has not seen both
