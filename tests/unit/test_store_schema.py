"""An older library is brought up to date with a copy kept, or left exactly as it was."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import LibraryBusy, LibraryReadOnly, LibraryTooNew
from desktop_rag.store import database as database_module
from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.lock import writer_lock
from desktop_rag.store.records import FileStamp
from desktop_rag.store.roots import RootStore
from desktop_rag.store.schema import MIGRATIONS
from desktop_rag.store.settings import SettingsStore
from desktop_rag.store.vectors import VectorStore
from desktop_rag.store.words import WordIndex

NOTE = Path("/docs/note.txt")
NEW_COLUMN = "ALTER TABLE documents ADD COLUMN language TEXT NOT NULL DEFAULT 'unknown'"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library of today's schema that holds one file."""
    path = tmp_path / "library" / "library.db"
    with contextlib.closing(Database(path)) as database:
        Library(database).note_files([(NOTE, FileStamp(1, 2))])
    return path


@contextlib.contextmanager
def plain(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        yield connection


def version(path: Path) -> int:
    with plain(path) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def columns(path: Path) -> set[str]:
    with plain(path) as connection:
        return {row[1] for row in connection.execute("PRAGMA table_info(documents)")}


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.before-*"))


def test_a_new_library_is_of_the_newest_schema_and_has_no_copy(path: Path) -> None:
    assert version(path) == len(MIGRATIONS)
    assert backups(path) == []


def test_opening_again_changes_nothing(path: Path) -> None:
    with contextlib.closing(Database(path)) as database:
        assert [record.path for record in Library(database).documents()] == [NOTE]
    assert backups(path) == []


def test_an_older_library_is_copied_then_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "MIGRATIONS", (*MIGRATIONS, NEW_COLUMN))
    with contextlib.closing(Database(path)) as database:
        (record,) = Library(database).documents()
        assert (record.path, record.state) == (NOTE, DocumentState.PENDING)
    assert version(path) == len(MIGRATIONS) + 1
    assert "language" in columns(path)
    (copy,) = backups(path)
    assert version(copy) == len(MIGRATIONS)
    assert "language" not in columns(copy)


def first_library(path: Path) -> None:
    """A library as the first version of the program left it, with a document, a vector and their words."""
    path.parent.mkdir(parents=True)
    with plain(path) as connection:
        connection.executescript(f"PRAGMA journal_mode = WAL; {MIGRATIONS[0]}; PRAGMA user_version = 1;")
        connection.execute("INSERT INTO roots (path, is_folder) VALUES (?, 1)", (b"/docs",))
        connection.execute(
            "INSERT INTO documents (id, path, state, format, title, page_count, passage_count)"
            " VALUES (5, ?, 'ready', 'text', 'A note', 1, 1)",
            (b"/docs/caf\xe9.txt",),
        )
        connection.execute("INSERT INTO pages VALUES (6, 5, 1, '', '', 'The rent is 940 euros.', '[]')")
        connection.execute("INSERT INTO passages VALUES (7, 5, 6, 0, 22, '', 'A note', x'01')")
        connection.execute("INSERT INTO embedders VALUES (1, 'print', 'Test', 1)")
        connection.execute("INSERT INTO vectors VALUES (7, 1, x'0000803f')")
        connection.execute(
            "INSERT INTO passages_fts (rowid, context, body) SELECT id, context, body FROM passage_texts"
        )
        connection.commit()


def test_a_library_of_the_first_version_keeps_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "first" / "library.db"
    first_library(path)
    with contextlib.closing(Database(path)) as database:
        (record,) = Library(database).documents()
        assert (record.path, record.state) == (Path("/docs/caf\udce9.txt"), DocumentState.READY)
        assert RootStore(database).all()[0].path == Path("/docs")
        assert Library(database).passages([7])[7].body == "The rent is 940 euros."
        assert [found for found, _score in WordIndex(database).search('"euro"', 10)] == [7]
        assert WordIndex(database).check()
        assert VectorStore(database).load(1, [7])[1].tolist() == [[1.0]]
    assert version(path) == len(MIGRATIONS)


def test_a_library_of_the_first_version_takes_conversations_and_settings(tmp_path: Path) -> None:
    path = tmp_path / "first" / "library.db"
    first_library(path)
    with contextlib.closing(Database(path)) as database:
        conversations = Conversations(database)
        turn = conversations.begin_turn(None, "What is the rent?", (), AnswerMode.EXTRACT, "", ())
        assert conversations.turns(turn.conversation_id) == (turn,)
        SettingsStore(database).put({"max_tokens": "9"})
        assert SettingsStore(database).all() == {"max_tokens": "9"}


def test_the_copy_of_a_library_of_the_first_version_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "first" / "library.db"
    first_library(path)
    Database(path).close()
    (copy,) = backups(path)
    assert version(copy) == 1
    with plain(copy) as connection:
        assert connection.execute("SELECT path FROM documents").fetchall() == [(b"/docs/caf\xe9.txt",)]
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert not names & {"conversations", "turns", "settings"}


def fourth_library(path: Path) -> None:
    """As the version before pins left it: two conversations, one of them deleted, with their words."""
    path.parent.mkdir(parents=True)
    with plain(path) as connection:
        for number, script in enumerate(MIGRATIONS[:4], start=1):
            connection.executescript(f"{script}; PRAGMA user_version = {number};")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO conversations VALUES (3, 'The rent', 1.0, 2.0, NULL)")
        connection.execute("INSERT INTO conversations VALUES (4, 'The attic', 1.0, 3.0, 4.0)")
        connection.execute(
            "INSERT INTO turns (conversation_id, position, question, mode, model, adapters, state, text,"
            " writer, created_at) VALUES (3, 1, 'What is the rent?', 'extract', '', '[]', 'answered',"
            " '940 euros.', '', 1.0)"
        )
        connection.commit()


def test_a_library_from_before_pins_keeps_its_conversations_and_can_pin_them(tmp_path: Path) -> None:
    path = tmp_path / "fourth" / "library.db"
    fourth_library(path)
    with contextlib.closing(Database(path)) as database:
        conversations = Conversations(database)
        (kept,) = conversations.summaries()
        assert (kept.id, kept.title, kept.turns, kept.pinned) == (3, "The rent", 1, False)
        assert [found.id for found in conversations.search("euros")] == [3]
        conversations.pin(3, True)
        conversations.restore(4)
        assert [(each.id, each.pinned) for each in conversations.summaries()] == [(3, True), (4, False)]
    assert version(path) == len(MIGRATIONS)


def test_of_a_library_from_before_pins_a_copy_is_kept_that_the_program_of_then_can_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fourth" / "library.db"
    fourth_library(path)
    Database(path).close()
    (copy,) = backups(path)
    assert copy.name == f"library.db.before-{len(MIGRATIONS)}"
    monkeypatch.setattr(database_module, "MIGRATIONS", MIGRATIONS[:4])
    with contextlib.closing(Database(copy)) as database, database.read() as connection:
        rows = connection.execute("SELECT * FROM conversations ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [(3, "The rent", 1.0, 2.0, None), (4, "The attic", 1.0, 3.0, 4.0)]


def test_the_copy_opens_as_a_library_of_its_own(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(database_module, "MIGRATIONS", (*MIGRATIONS, NEW_COLUMN))
        Database(path).close()
    with pytest.raises(LibraryTooNew):
        Database(path)
    (copy,) = backups(path)
    copy.rename(tmp_path / "library.db")
    with contextlib.closing(Database(tmp_path / "library.db")) as database:
        assert [record.path for record in Library(database).documents()] == [NOTE]


def test_a_step_that_fails_halfway_leaves_the_library_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = f"{NEW_COLUMN}; INSERT INTO nowhere VALUES (1)"
    monkeypatch.setattr(database_module, "MIGRATIONS", (*MIGRATIONS, broken))
    with pytest.raises(sqlite3.OperationalError):
        Database(path)
    assert version(path) == len(MIGRATIONS)
    assert "language" not in columns(path)


def test_steps_before_the_one_that_fails_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        database_module, "MIGRATIONS", (*MIGRATIONS, NEW_COLUMN, "INSERT INTO nowhere VALUES (1)")
    )
    with pytest.raises(sqlite3.OperationalError):
        Database(path)
    assert version(path) == len(MIGRATIONS) + 1


def test_an_older_library_that_is_being_written_to_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "MIGRATIONS", (*MIGRATIONS, NEW_COLUMN))
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.1)
    with writer_lock(path.parent), pytest.raises(LibraryBusy):
        Database(path)
    assert version(path) == len(MIGRATIONS)


def test_a_library_up_to_date_opens_while_another_writes(path: Path) -> None:
    with writer_lock(path.parent), contextlib.closing(Database(path)) as database:
        assert len(Library(database).documents()) == 1


def test_a_newer_library_says_which_versions_differ(path: Path) -> None:
    with plain(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryTooNew) as caught:
        Database(path)
    assert "99" in caught.value.detail
    assert str(len(MIGRATIONS)) in caught.value.detail
    assert backups(path) == []


def test_a_reader_cannot_write(path: Path) -> None:
    def change(database: Database) -> None:
        with database.read() as connection:
            connection.execute("DELETE FROM documents")

    with contextlib.closing(Database(path)) as database:
        with pytest.raises(LibraryReadOnly):
            change(database)
        assert len(Library(database).documents()) == 1


def test_reading_inside_reading_sees_one_state(path: Path) -> None:
    with contextlib.closing(Database(path)) as database:
        library = Library(database)
        with database.read():
            before = library.documents()
            library.forget([NOTE])
            assert library.documents() == before
        assert library.documents() == []


def test_closing_twice_is_harmless(path: Path) -> None:
    database = Database(path)
    database.close()
    database.close()
