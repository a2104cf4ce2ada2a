"""An exported library is a whole one or none; whatever else a file may be is refused, and harms nothing."""

import contextlib
import hashlib
import os
import random
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_rag.domain.errors import (
    Cancelled,
    DiskFull,
    InputError,
    LibraryBusy,
    LibraryTooNew,
    PathMissing,
    PathUnreadable,
)
from desktop_rag.store import archive, replacing, workplace
from desktop_rag.store.archive import Manifest, extract, read_manifest, write_archive
from desktop_rag.store.codec import to_json
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.records import FileStamp
from desktop_rag.store.replacing import check_copy, copy_out, is_empty, prepare_copy, put_in_place
from desktop_rag.store.roots import RootStore
from desktop_rag.store.schema import MIGRATIONS
from desktop_rag.store.vectors import VectorStore

NOTE = Path("/docs/note.txt")


def ignore(*_anything: object) -> None:
    """Who need not know."""


def library(path: Path, *documents: Path) -> Path:
    """A library's database with documents that were not read yet."""
    with contextlib.closing(Database(path)) as database:
        RootStore(database).add(Path("/docs"), True)
        Library(database).note_files((document, FileStamp(1, 2)) for document in documents or (NOTE,))
    return path


def documents(path: Path) -> list[Path]:
    with contextlib.closing(Database(path)) as database:
        return [record.path for record in Library(database).documents()]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "copy.db"
    copy_out(library(tmp_path / "origin" / "library.db"), path, ignore)
    return path


def manifest_of(database: Path) -> Manifest:
    data = database.read_bytes()
    return Manifest(1, "0.1", len(MIGRATIONS), 5.0, 1, 0, 0, len(data), hashlib.sha256(data).hexdigest())


@pytest.fixture
def file(copy: Path, tmp_path: Path) -> Path:
    """A good archive."""
    write_archive(tmp_path / "library.zip", copy, manifest_of(copy), ignore)
    return tmp_path / "library.zip"


def made(file: Path, entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, data in entries:
            packed.writestr(name, data)
    return file


class TestWriting:
    def test_what_goes_in_comes_out(self, file: Path, copy: Path, tmp_path: Path) -> None:
        heard: list[int] = []
        assert extract(file, tmp_path / "out.db", heard.append) == manifest_of(copy)
        assert (tmp_path / "out.db").read_bytes() == copy.read_bytes()
        assert heard[-1] == copy.stat().st_size

    def test_stopping_leaves_the_earlier_file_and_nothing_else(self, file: Path, copy: Path) -> None:
        def stop(_done: int) -> None:
            raise Cancelled

        before, beside = file.read_bytes(), sorted(file.parent.iterdir())
        with pytest.raises(Cancelled):
            write_archive(file, copy, manifest_of(copy), stop)
        assert file.read_bytes() == before
        assert sorted(file.parent.iterdir()) == beside

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    def test_a_full_disk_is_told_and_leaves_nothing(self, copy: Path, tmp_path: Path) -> None:
        (tmp_path / ".full.zip.draft").symlink_to("/dev/full")
        with pytest.raises(DiskFull, match="There is no room for"):
            write_archive(tmp_path / "full.zip", copy, manifest_of(copy), ignore)
        assert list(tmp_path.glob("*full*")) == []

    def test_a_folder_that_is_not_there_is_told(self, copy: Path, tmp_path: Path) -> None:
        with pytest.raises(PathUnreadable, match="cannot be written"):
            write_archive(tmp_path / "no" / "x.zip", copy, manifest_of(copy), ignore)


class TestForeignFiles:
    def refused(self, file: Path, tmp_path: Path) -> str:
        """Why; nothing may have been written but, at most, as much of a database as was announced."""
        with pytest.raises(InputError) as caught:
            extract(file, tmp_path / "out.db", ignore)
        assert "Nothing was changed" in caught.value.hint
        return caught.value.detail

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(PathMissing):
            read_manifest(tmp_path / "none.zip")

    @pytest.mark.parametrize(
        "data", [b"", b"PK", b"%PDF-1.7 " + b"x" * 500, b"PK\5\6" + bytes(18), bytes(5000)]
    )
    def test_what_is_no_archive(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "x.zip").write_bytes(data)
        self.refused(tmp_path / "x.zip", tmp_path)

    @pytest.mark.parametrize("name", ["../../evil.txt", "/etc/cron.d/evil", "C:\\evil", "index/x.hnsw", "x"])
    def test_other_names_are_refused_and_never_written(self, copy: Path, tmp_path: Path, name: str) -> None:
        inner = tmp_path / "in" / "ner"
        inner.mkdir(parents=True)
        before = sorted(tmp_path.rglob("*"))
        good = [("manifest.json", to_json(manifest_of(copy)).encode()), ("library.db", copy.read_bytes())]
        for entries in ([*good, (name, b"evil")], [good[0], (name, good[1][1])]):
            file = made(inner / "x.zip", entries)
            self.refused(file, inner)
            file.unlink()
        assert sorted(tmp_path.rglob("*")) == before

    def test_an_office_document(self, tmp_path: Path) -> None:
        file = made(tmp_path / "x.docx", [("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")])
        assert self.refused(file, tmp_path) == "other files in it"

    def test_the_same_name_twice(self, copy: Path, tmp_path: Path) -> None:
        with pytest.warns(UserWarning, match="Duplicate"):
            file = made(tmp_path / "x.zip", [("library.db", copy.read_bytes())] * 2)
        self.refused(file, tmp_path)

    def test_a_manifest_of_nonsense(self, copy: Path, tmp_path: Path) -> None:
        for text in (b"", b"[]", b"{}", b"\xff", b'{"format": "one"}', b"[" * 50_000):
            file = made(tmp_path / "x.zip", [("manifest.json", text), ("library.db", copy.read_bytes())])
            assert self.refused(file, tmp_path) == "no manifest"

    def test_something_else_than_a_database(self, tmp_path: Path) -> None:
        data = random.Random(1).randbytes(8192)
        (tmp_path / "y.db").write_bytes(data)
        manifest = to_json(manifest_of(tmp_path / "y.db")).encode()
        file = made(tmp_path / "x.zip", [("manifest.json", manifest), ("library.db", data)])
        assert self.refused(file, tmp_path) == "no database"
        assert (tmp_path / "out.db").stat().st_size == 0

    def test_a_later_format_asks_for_an_update(self, copy: Path, tmp_path: Path) -> None:
        manifest = to_json(replace(manifest_of(copy), format=2)).encode()
        file = made(tmp_path / "x.zip", [("manifest.json", manifest), ("library.db", copy.read_bytes())])
        with pytest.raises(LibraryTooNew, match="newer version"):
            read_manifest(file)


class TestBombs:
    def test_zeros_that_unpack_to_a_disk_full(self, tmp_path: Path) -> None:
        """64 MB of zeros in 64 kB."""
        zeros = bytes(64 * 1024**2)
        manifest = Manifest(1, "", 1, 0.0, 0, 0, 0, len(zeros), hashlib.sha256(zeros).hexdigest())
        entries = [("manifest.json", to_json(manifest).encode()), ("library.db", zeros)]
        with pytest.raises(InputError) as caught:
            extract(made(tmp_path / "x.zip", entries), tmp_path / "out.db", ignore)
        assert caught.value.detail == "packed beyond all measure"
        assert not (tmp_path / "out.db").exists()

    def test_more_than_there_is_room_for(self, file: Path, tmp_path: Path) -> None:
        """Announced in all three places where a size stands."""
        size, huge = struct.pack("<L", (tmp_path / "copy.db").stat().st_size), struct.pack("<L", 2**32 - 2)
        text = to_json(replace(manifest_of(tmp_path / "copy.db"), size_bytes=2**50)).encode()
        data = (tmp_path / "copy.db").read_bytes()
        made(file, [("manifest.json", text), ("library.db", data)], zipfile.ZIP_STORED)
        file.write_bytes(file.read_bytes().replace(size, huge))
        with pytest.raises((InputError, DiskFull)):
            extract(file, tmp_path / "out.db", ignore)
        assert not (tmp_path / "out.db").exists()

    def test_room_is_asked_for_before_anything_is_written(
        self, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archive, "ROOM_LEFT_BYTES", 2**60)
        with pytest.raises(DiskFull, match="not enough room"):
            extract(file, tmp_path / "out.db", ignore)
        assert not (tmp_path / "out.db").exists()

    def test_a_million_entries_are_not_even_listed(self, tmp_path: Path) -> None:
        entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", *bytes(4), *[0] * 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
        directory = (entry + b"x") * 300_000
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, len(directory), 0, 0)
        (tmp_path / "x.zip").write_bytes(directory + end)
        with pytest.raises(InputError) as caught:
            read_manifest(tmp_path / "x.zip")
        assert caught.value.detail == "an endless list of files"

    def test_nor_when_the_long_form_of_the_end_says_so(self, tmp_path: Path) -> None:
        directory = bytes(20_000)
        end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 2, 2, len(directory), 0)
        locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(directory), 1)
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, 90, 0xFFFFFFFF, 0)
        (tmp_path / "x.zip").write_bytes(directory + end64 + locator + end)
        with pytest.raises(InputError) as caught:
            read_manifest(tmp_path / "x.zip")
        assert caught.value.detail == "an endless list of files"


class TestDamage:
    def test_whatever_bytes_change_it_is_told_or_the_same_comes_out(
        self, file: Path, copy: Path, tmp_path: Path
    ) -> None:
        good, chance = file.read_bytes(), random.Random(20261121)
        damaged = tmp_path / "damaged.zip"
        refused = 0
        for _time in range(300):
            data = bytearray(good)
            if chance.random() < 0.3:
                del data[chance.randrange(len(data)) :]
            for _byte in range(chance.randint(1, 4)):
                if data:
                    data[chance.randrange(len(data))] = chance.randrange(256)
            damaged.write_bytes(data)
            try:
                extract(damaged, tmp_path / "out.db", ignore)
            except (InputError, LibraryTooNew):
                refused += 1
            else:
                assert (tmp_path / "out.db").read_bytes() == copy.read_bytes()
        assert refused > 200

    def test_another_checksum_than_announced(self, copy: Path, tmp_path: Path) -> None:
        manifest = to_json(replace(manifest_of(copy), sha256="0" * 64)).encode()
        file = made(tmp_path / "x.zip", [("manifest.json", manifest), ("library.db", copy.read_bytes())])
        with pytest.raises(InputError, match="is damaged"):
            extract(file, tmp_path / "out.db", ignore)


class TestCopies:
    def test_a_copy_has_no_text_that_was_deleted(self, tmp_path: Path) -> None:
        secret = Path("/docs/the-secret-name.txt")
        origin = library(tmp_path / "library.db", secret, NOTE)
        with contextlib.closing(Database(origin)) as database:
            Library(database).forget([secret])
        assert copy_out(origin, tmp_path / "copy.db", ignore) == (len(MIGRATIONS), 1, 0, 0)
        assert b"the-secret-name" not in (tmp_path / "copy.db").read_bytes()

    def test_a_copy_is_of_one_moment_while_others_write(self, tmp_path: Path) -> None:
        origin = library(tmp_path / "library.db", *(Path(f"/docs/{n}.txt") for n in range(20_000)))
        with contextlib.closing(Database(origin)) as database:
            late = Library(database)

            def write() -> None:
                late.note_files([(Path(f"/docs/late-{len(written)}.txt"), FileStamp(1, 2))])
                written.append(1)

            written: list[int] = []
            copy_out(origin, tmp_path / "copy.db", write)
        assert written
        check_copy(tmp_path / "copy.db", ignore)
        assert len(documents(tmp_path / "copy.db")) == 20_000

    def test_copying_can_be_stopped(self, tmp_path: Path) -> None:
        def stop() -> None:
            raise Cancelled

        origin = library(tmp_path / "library.db", *(Path(f"/docs/{n}.txt") for n in range(20_000)))
        with pytest.raises(Cancelled):
            copy_out(origin, tmp_path / "copy.db", stop)

    def test_a_good_copy_passes(self, copy: Path) -> None:
        check_copy(copy, ignore)

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TRIGGER evil AFTER INSERT ON documents BEGIN DELETE FROM documents; END",
            "CREATE TABLE extra (x)",
            "CREATE VIEW extra AS SELECT 1",
            "DROP TABLE read_scans",
            "DROP TRIGGER turn_written",
            "PRAGMA user_version = 0",
            "PRAGMA foreign_keys = OFF; INSERT INTO pages (document_id, number, label, heading, text, blocks)"
            " VALUES (99, 1, '', '', '', '[]')",
        ],
    )
    def test_a_copy_that_somebody_changed_is_refused(self, copy: Path, statement: str) -> None:
        with contextlib.closing(sqlite3.connect(copy)) as connection:
            connection.executescript(statement)
        with pytest.raises(InputError, match="damaged, or was changed"):
            check_copy(copy, ignore)

    def test_a_copy_of_a_later_schema_asks_for_an_update(self, copy: Path) -> None:
        with contextlib.closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA user_version = 99")
        with pytest.raises(LibraryTooNew):
            check_copy(copy, ignore)

    def test_pages_that_were_overwritten_are_noticed(self, copy: Path) -> None:
        data = bytearray(copy.read_bytes())
        for at in range(4096, len(data) - 4096, 4096):
            data[at + 10 : at + 60] = os.urandom(50)
        copy.write_bytes(data)
        with pytest.raises(InputError):
            check_copy(copy, ignore)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE documents SET state = 'nonsense'",
            "UPDATE documents SET path = 'text'",
            "UPDATE documents SET scans_left = '{'",
            "UPDATE roots SET rules = '['",
            "UPDATE facts SET value = 'many'",
            "DELETE FROM facts",
            "INSERT INTO exclusions VALUES (7)",
            "INSERT INTO passages_fts (rowid, context, body) VALUES (5, 'a', 'b')",
            "INSERT INTO settings VALUES ('embedder', x'00')",
        ],
    )
    def test_content_that_makes_no_sense_is_refused(self, copy: Path, tmp_path: Path, statement: str) -> None:
        with contextlib.closing(sqlite3.connect(copy)) as connection:
            connection.execute(statement)
            connection.commit()
        with contextlib.closing(Database(tmp_path / "own" / "library.db")) as own, pytest.raises(InputError):
            prepare_copy(copy, own)

    def test_a_copy_of_the_first_schema_is_brought_up_to_date(self, tmp_path: Path) -> None:
        old = tmp_path / "old.db"
        with contextlib.closing(sqlite3.connect(old)) as connection:
            connection.executescript(f"{MIGRATIONS[0]}; PRAGMA user_version = 1;")
            connection.execute("INSERT INTO documents (path, state) VALUES (?, 'pending')", (b"/docs/a",))
            connection.commit()
        check_copy(old, ignore)
        with contextlib.closing(Database(tmp_path / "own" / "library.db")) as own:
            prepare_copy(old, own)
        assert documents(old) == [Path("/docs/a")]


class TestTakingItsPlace:
    @pytest.fixture
    def own(self, tmp_path: Path) -> Iterator[Database]:
        path = library(tmp_path / "own" / "library.db", Path("/own/a.txt"))
        with contextlib.closing(Database(path)) as database:
            yield database

    def test_readers_and_writers_that_are_open_go_on_with_the_new_one(
        self, copy: Path, own: Database
    ) -> None:
        shown = Library(own)
        with contextlib.closing(Database(own.path)) as window:
            elsewhere = Library(window)
            assert [record.path for record in elsewhere.documents()] == [Path("/own/a.txt")]
            generation, content = shown.generation(), VectorStore(own).content()
            prepare_copy(copy, own)
            with window.read():
                before = elsewhere.documents()
                put_in_place(copy, own.path, ignore)
                assert elsewhere.documents() == before
            for reader in (shown, elsewhere):
                assert [record.path for record in reader.documents()] == [NOTE]
            assert shown.generation() > generation
            assert VectorStore(window).content() != content
            shown.note_files([(Path("/docs/more.txt"), FileStamp(1, 2))])
            assert len(elsewhere.documents()) == 2

    @pytest.mark.parametrize("share", [0.0, 0.5])
    def test_stopping_on_the_way_leaves_the_old_one(
        self, tmp_path: Path, own: Database, share: float, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(replacing, "PAGES_AT_ONCE", 50)

        def stop(done: float) -> None:
            if done >= share:
                raise Cancelled

        many = library(tmp_path / "many" / "x.db", *(Path(f"/docs/{n}.txt") for n in range(10_000)))
        with pytest.raises(Cancelled):
            put_in_place(many, own.path, stop)
        assert [record.path for record in Library(own).documents()] == [Path("/own/a.txt")]
        with own.read() as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"

    def test_models_and_settings_are_this_computers_and_the_embedder_is_the_librarys(
        self, copy: Path, own: Database
    ) -> None:
        shelve = (
            "INSERT INTO shelf (kind, path, facts, origin, size_bytes, mtime_ns, sha256, added_at)"
            " VALUES ('embedder', ?, '{}', 'added', 7, 1, '', 1)"
        )
        choice = '{"kind":"gguf","path":"C:\\\\models\\\\e.gguf"}'
        with contextlib.closing(sqlite3.connect(copy)) as connection:
            connection.execute(shelve, (b"C:\\models\\e.gguf",))
            rows = [("embedder", choice), ("max_tokens", "1"), ("model", "{}")]
            connection.executemany("INSERT INTO settings VALUES (?, ?)", rows)
            connection.commit()

        def mine(connection: sqlite3.Connection) -> None:
            connection.execute(shelve, (b"/here/e.gguf",))
            rows = [("embedder", "{}"), ("max_tokens", "9")]
            connection.executemany("INSERT INTO settings VALUES (?, ?)", rows)

        own.write(mine)
        prepare_copy(copy, own)
        put_in_place(copy, own.path, ignore)
        with own.read() as connection:
            settings = dict(tuple(row) for row in connection.execute("SELECT * FROM settings"))
            shelf = [row[0] for row in connection.execute("SELECT path FROM shelf")]
        assert settings == {"embedder": '{"kind":"gguf","path":"/here/e.gguf"}', "max_tokens": "9"}
        assert shelf == [b"/here/e.gguf"]

    def test_a_library_with_anything_in_it_is_not_empty(self, own: Database, tmp_path: Path) -> None:
        assert not is_empty(own)
        with contextlib.closing(Database(tmp_path / "new.db")) as new:
            assert is_empty(new)


class TestWorkplace:
    def test_what_a_killed_program_left_is_deleted(self, tmp_path: Path) -> None:
        left = tmp_path / workplace.IMPORTING / "copy"
        left.mkdir(parents=True)
        (left / "library.db").write_bytes(b"half")
        workplace.forget_leftovers(tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_what_another_program_works_on_stays(self, tmp_path: Path) -> None:
        place = tmp_path / workplace.EXPORTING
        place.mkdir()
        (place / "copy").mkdir()
        with writer_lock(place):
            workplace.forget_leftovers(tmp_path)
            with pytest.raises(LibraryBusy, match="exported already"):
                self.enter(tmp_path)
            assert (place / "copy").is_dir()

    @pytest.mark.parametrize("error", [Cancelled(), DiskFull(), RuntimeError("ours")])
    def test_it_is_gone_at_the_end_whatever_happened(self, tmp_path: Path, error: Exception) -> None:
        def fail(place: Path) -> None:
            (place / "library.db").write_bytes(b"half")
            raise error

        with pytest.raises(type(error)) as caught:
            self.enter(tmp_path, fail)
        assert list(tmp_path.iterdir()) == []
        if isinstance(error, DiskFull):
            assert "copy of it" in str(caught.value)

    def enter(self, library: Path, work: Callable[[Path], None] = ignore) -> None:
        with workplace.workplace(library, workplace.EXPORTING) as place:
            work(place)
