"""What is known of files follows them to another path, and of nothing else; all of it or nothing."""

import contextlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop_rag.app.whereabouts import whereabouts
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.documents import DocumentFormat, Page, ParsedDocument
from desktop_rag.domain.errors import InputError
from desktop_rag.domain.folder_rules import FolderRules
from desktop_rag.domain.moved_paths import PathMove, Relocated, is_foreign, spelled_here
from desktop_rag.store import relocation
from desktop_rag.store.adoption import FOLDER, adopt
from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.records import FileStamp, NewPassage
from desktop_rag.store.relocation import Relocation, path_move
from desktop_rag.store.roots import RootStore
from desktop_rag.store.vectors import VectorStore
from desktop_rag.store.words import WordIndex
from tests.unit.answer_samples import RENT, answer, citation, hit, sentence

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its paths are those of POSIX")

STAMP = FileStamp(10, 20)
OLD, NEW = Path("/old/docs"), Path("/new/place")


class Known:
    """A library that holds what the test says it does."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder / "library.db")
        self.library = Library(self.database)
        self.roots = RootStore(self.database)
        self.conversations = Conversations(self.database)
        self.words = WordIndex(self.database)
        self.embedder_id = VectorStore(self.database).embedder_id("print", "Test", 1)

    def put(self, path: Path, text: str = "The rent.") -> None:
        """A document that was read; its checksum is its text's."""
        page = Page(1, text)
        vector = np.ones(1, "<f4").tobytes()
        passage = NewPassage(1, 0, len(text), "", "", "context", text.encode()[:16], vector)
        document = ParsedDocument(DocumentFormat.TEXT, "", (page,))
        self.library.note_files([(path, STAMP)])
        self.library.store(path, document, [passage], self.embedder_id, STAMP, text.encode(), 1)

    def asked(self, *scope: Path, about: Path | None = None) -> None:
        turn = self.conversations.begin_turn(None, "Rent?", scope, AnswerMode.RAG, "", ())
        if about:
            said = answer(sentence(f"See {about}/", 1))
            cited = (citation(1, f"{about}/x says so", path=about / "a.txt"),)
            hits = (hit(1, f"{about}/x says so", path=about / "a.txt"), hit(2, RENT, path=Path("/else")))
            self.conversations.finish_turn(turn.id, replace(said, citations=cited, hits=hits))

    def relocate(self, old: Path = OLD, new: Path = NEW, is_folder: bool = True) -> Relocated:
        return Relocation(self.database).apply(path_move(old, new), is_folder)

    @property
    def paths(self) -> list[str]:
        return [str(record.path) for record in self.library.documents()]

    @property
    def root_paths(self) -> list[str]:
        return [str(root.path) for root in self.roots.all()]

    def all(self) -> dict[str, list[tuple[object, ...]]]:
        tables = ("roots", "documents", "exclusions", "turns", "passages", "vectors")
        with self.database.read() as connection:
            return {
                table: [tuple(row) for row in connection.execute(f"SELECT * FROM {table}")]
                for table in tables
            }


@pytest.fixture
def known(tmp_path: Path) -> Iterator[Known]:
    opened = Known(tmp_path)
    yield opened
    assert opened.words.check()
    opened.database.close()


# The path alone

names = st.text(st.characters(exclude_characters="/\\\0:", codec=None), min_size=1, max_size=6).filter(
    lambda name: name not in {".", ".."}
)
posix_paths = st.lists(names, min_size=1, max_size=4).map(lambda parts: "/" + "/".join(parts))
windows_paths = st.lists(names, min_size=1, max_size=4).map(lambda parts: "C:\\" + "\\".join(parts))


@given(posix_paths, posix_paths, posix_paths)
def test_exactly_what_is_at_or_below_the_old_path_moves(path: str, old: str, new: str) -> None:
    moved = PathMove(old, new).moved(path)
    is_below = Path(path) == Path(old) or Path(old) in Path(path).parents
    assert (moved is not None) == is_below
    if moved is not None:
        assert Path(moved).relative_to(new) == Path(path).relative_to(old)


@given(posix_paths, posix_paths, names)
def test_a_longer_name_that_begins_the_same_stays(old: str, new: str, ending: str) -> None:
    assert PathMove(old, new).moved(old + ending) is None
    assert PathMove(old, new).moved(f"{old}{ending}/x") is None


@given(posix_paths, posix_paths, st.lists(names, max_size=3))
def test_there_and_back_again_is_the_same(old: str, new: str, rest: list[str]) -> None:
    path = "/".join([old, *rest])
    there = PathMove(old, new).moved(path)
    assert there is not None
    assert PathMove(new, old).moved(there) == path


@given(windows_paths, windows_paths, st.lists(names, max_size=3))
def test_on_windows_too_and_there_capitals_are_the_same(old: str, new: str, rest: list[str]) -> None:
    assume(len(old.lower()) == len(old) == len(old.upper()) and old.upper().lower() == old.lower())
    moved = PathMove(old.upper(), new, windows=True).moved("\\".join([old, *rest]))
    assert moved == "\\".join([new, *rest])


@pytest.mark.parametrize(
    ("old", "new", "path", "moved"),
    [
        ("/", "/mnt", "/a/b", "/mnt/a/b"),
        ("/a", "/", "/a/b", "/b"),
        ("/a", "/", "/a", "/"),
        ("/a", "/a/b", "/a/b/c", "/a/b/b/c"),
        ("/a/b", "/a", "/a/b/c", "/a/c"),
        ("/C:/Users", "/home", "/c:/users/Ada", "/home/Ada"),
        ("/Users", "/home", "/users/Ada", None),
    ],
)
def test_drives_and_places_within_each_other(old: str, new: str, path: str, moved: str | None) -> None:
    assert PathMove(old, new).moved(path) == moved


def test_a_drive_letter_that_changed() -> None:
    assert PathMove("D:\\", "E:\\", windows=True).moved("D:\\Docs\\a.txt") == "E:\\Docs\\a.txt"


@pytest.mark.parametrize(
    ("theirs", "here"),
    [
        ("C:\\Users\\Ada Lovelace\\a.txt", "/C:/Users/Ada Lovelace/a.txt"),
        ("d:/x", "/d:/x"),
        ("C:\\", "/C:"),
        ("\\\\server\\share\\x", "/server/share/x"),
        ("\\\\?\\C:\\long\\x", "/C:/long/x"),
        ("\\\\?\\UNC\\server\\share", "/server/share"),
        ("/home/ada", "/home/ada"),
        ("/with\\backslash", "/with\\backslash"),
    ],
)
def test_windows_paths_are_spelled_with_parts_on_posix(theirs: str, here: str) -> None:
    assert spelled_here(theirs, windows=False) == here
    assert is_foreign(theirs, windows=False) == (theirs != here)


@pytest.mark.parametrize(
    ("theirs", "here"),
    [
        ("/home/ada/a.txt", "C:\\home\\ada\\a.txt"),
        ("/caf\udce9/a\\b", "C:\\caf%E9\\a%5Cb"),
        ("/C:/Users/Ada", "C:\\Users\\Ada"),
        ("/C:", "C:\\"),
        ("D:\\Docs", "D:\\Docs"),
    ],
)
def test_posix_paths_are_spelled_with_parts_on_windows(theirs: str, here: str) -> None:
    assert spelled_here(theirs, windows=True) == here


@given(windows_paths)
def test_windows_paths_come_back_from_posix_as_they_were(path: str) -> None:
    assume(not any(0xDC80 <= ord(character) <= 0xDCFF for character in path))
    assert spelled_here(spelled_here(path, windows=False), windows=True) == path


# In a library


def test_documents_roots_and_what_was_excluded_follow(known: Known) -> None:
    known.roots.add(OLD, True)
    known.roots.set_rules(OLD, FolderRules(("*.tmp",)))
    known.roots.exclude(OLD / "private")
    for name in ("a.txt", "sub/b.txt"):
        known.put(OLD / name)
    known.put(Path("/old/docs2/c.txt"))
    before = known.all()
    assert known.relocate() == Relocated(2, roots=1)
    assert known.paths == ["/new/place/a.txt", "/new/place/sub/b.txt", "/old/docs2/c.txt"]
    (root,) = known.roots.all()
    assert (root.path, root.rules.ignore, root.identity) == (NEW, ("*.tmp",), "")
    assert known.roots.exclusions() == {NEW / "private"}
    assert known.all()["vectors"] == before["vectors"]
    assert known.all()["passages"] == before["passages"]
    assert len(known.library.passages(list(known.library.passage_ids((NEW,))))) == 2


def test_names_that_are_no_text_follow_byte_for_byte(known: Known) -> None:
    odd = Path(os.fsdecode(b"/old/docs/caf\xe9"))
    known.roots.add(OLD, True)
    known.put(odd)
    known.asked(odd, about=odd)
    known.relocate()
    with known.database.read() as connection:
        assert connection.execute("SELECT path FROM documents").fetchone()[0] == b"/new/place/caf\xe9"
    (turn,) = known.conversations.turns(1)
    assert turn.scope == (Path(os.fsdecode(b"/new/place/caf\xe9")),)
    assert turn.answer is not None
    assert turn.answer.citations[0].path == Path(os.fsdecode(b"/new/place/caf\xe9")) / "a.txt"


def test_several_folders_below_one_that_moved_follow_together(known: Known) -> None:
    for name in ("a", "b"):
        known.roots.add(OLD / name, True)
        known.put(OLD / name / "x.txt")
    assert known.relocate() == Relocated(2, roots=2)
    assert known.root_paths == ["/new/place/a", "/new/place/b"]


def test_a_single_file_follows(known: Known) -> None:
    known.roots.add(OLD / "a.txt", False)
    known.put(OLD / "a.txt")
    known.relocate(OLD / "a.txt", NEW / "b.txt", is_folder=False)
    assert known.paths == known.root_paths == ["/new/place/b.txt"]


def test_files_move_deeper_into_their_own_folder_and_out_again(known: Known) -> None:
    """Also where a new path is the old one of another document."""
    known.roots.add(OLD, True)
    for name in ("x", "sub/x", "sub/sub/x"):
        known.put(OLD / name)
    known.relocate(OLD, OLD / "sub")
    assert known.paths == [f"/old/docs/sub/{name}" for name in ("sub/sub/x", "sub/x", "x")]
    known.relocate(OLD / "sub", OLD)
    assert known.paths == [f"/old/docs/{name}" for name in ("sub/sub/x", "sub/x", "x")]
    assert known.root_paths == [str(OLD)]


def test_what_leaves_its_folder_is_added_by_itself_with_the_same_rules(known: Known) -> None:
    known.roots.add(OLD, True)
    known.roots.set_rules(OLD, FolderRules(("*.tmp",)))
    known.put(OLD / "a.txt")
    known.put(OLD / "sub" / "b.txt")
    assert known.relocate(OLD / "sub").roots == 1
    assert known.root_paths == [str(NEW), str(OLD)]
    assert known.roots.all()[0].rules.ignore == ("*.tmp",)
    assert known.paths == ["/new/place/b.txt", "/old/docs/a.txt"]


def test_what_stays_within_its_folder_needs_no_root_of_its_own(known: Known) -> None:
    known.roots.add(OLD, True)
    known.put(OLD / "sub" / "b.txt")
    assert known.relocate(OLD / "sub", OLD / "other").roots == 0
    assert known.root_paths == [str(OLD)]


def test_a_new_place_that_was_excluded_is_welcome_but_not_what_is_in_it(known: Known) -> None:
    known.roots.add(OLD, True)
    known.roots.add(NEW.parent, True)
    for path in (NEW, NEW / "private"):
        known.roots.exclude(path)
    known.relocate()
    assert known.roots.exclusions() == {NEW / "private"}


def test_scopes_of_one_and_of_several_places_follow(known: Known) -> None:
    known.asked(OLD)
    known.asked(OLD / "a", Path("/else"), OLD / "b")
    known.asked()
    known.put(OLD / "a")
    assert known.relocate().answers == 2
    scopes = [known.conversations.turns(number)[0].scope for number in (1, 2, 3)]
    assert scopes == [(NEW,), (NEW / "a", Path("/else"), NEW / "b"), ()]


def test_sources_of_answers_follow_and_their_words_stay(known: Known) -> None:
    known.asked(about=OLD)
    known.asked(about=Path("/old/docs2"))
    (before,) = known.conversations.turns(2)
    assert known.relocate().answers == 1
    (turn,) = known.conversations.turns(1)
    assert turn.answer is not None
    assert turn.answer.citations[0].path == NEW / "a.txt"
    assert [found.path for found in turn.answer.hits] == [NEW / "a.txt", Path("/else")]
    assert turn.answer.citations[0].quote == turn.answer.hits[0].text == f"{OLD}/x says so"
    assert turn.answer.text == f"See {OLD}/"
    assert known.conversations.turns(2) == (before,)


def test_an_answer_that_cannot_be_read_stays_as_it_is(known: Known) -> None:
    known.asked(about=OLD)
    broken = '{"path":"/old/docs'
    known.database.write(lambda connection: connection.execute("UPDATE turns SET answer = ?", (broken,)))
    known.relocate()
    assert known.all()["turns"][0][11] == broken


# Where something is known at the new place already


def test_the_same_document_at_both_places_is_kept_once(known: Known) -> None:
    for folder in (OLD, NEW):
        known.roots.add(folder, True)
        known.put(folder / "a.txt")
    known.put(OLD / "b.txt")
    assert known.relocate() == Relocated(2, merged=1, roots=1)
    assert known.paths == ["/new/place/a.txt", "/new/place/b.txt"]
    assert known.root_paths == [str(NEW)]
    assert known.library.count_passages() == 2


def test_one_that_was_never_read_gives_way(known: Known) -> None:
    known.roots.add(OLD, True)
    known.put(OLD / "a.txt")
    known.library.note_files([(NEW / "a.txt", STAMP), (OLD / "b.txt", STAMP)])
    known.put(NEW / "b.txt")
    assert known.relocate().merged == 2
    assert known.paths == ["/new/place/a.txt", "/new/place/b.txt"]
    assert known.library.count_passages() == 2


def test_another_document_at_the_new_place_is_refused_before_anything_is_changed(known: Known) -> None:
    known.roots.add(OLD, True)
    known.asked(OLD, about=OLD)
    for name in ("a.txt", "b.txt", "c.txt"):
        known.put(OLD / name, "the old text")
    for name in ("b.txt", "c.txt"):
        known.put(NEW / name, "another text")
    before = known.all()
    with pytest.raises(
        InputError, match=r"“/new/place/b.txt” and 1 more is in the library already"
    ) as caught:
        known.relocate()
    assert "Nothing was changed" in caught.value.hint
    assert known.all() == before


def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> int:
        raise sqlite3.IntegrityError("as if")

    known.roots.add(OLD, True)
    known.put(OLD / "a.txt")
    before = known.all()
    monkeypatch.setattr(relocation, "rename_in_turns", fail)
    with pytest.raises(sqlite3.IntegrityError):
        known.relocate()
    assert known.all() == before


# A library that came here as a folder


@pytest.fixture
def from_windows(known: Known) -> Known:
    """As Windows stored it."""
    known.roots.add(Path("/root"), True)
    for name in ("a.txt", "sub/b.txt"):
        known.put(Path("/root") / name)
    known.roots.exclude(Path("/root/private"))
    known.asked(Path("/root"), Path("/root/sub"), about=Path("/root"))

    def on_windows(connection: sqlite3.Connection) -> None:
        for table in ("roots", "documents", "exclusions"):
            for row in connection.execute(f"SELECT path FROM {table}").fetchall():
                path = row[0].replace(b"/root", b"C:/Users/Ada M\xc3\xbcller").replace(b"/", b"\\")
                connection.execute(f"UPDATE {table} SET path = ? WHERE path = ?", (path, row[0]))
        text = connection.execute("SELECT answer FROM turns").fetchone()[0]
        moved = json.loads(text)
        for source in (*moved["citations"], *moved["hits"]):
            source["path"] = source["path"].replace("/root", "C:/Users/Ada Müller").replace("/", "\\")
        scope = b"C:\\Users\\Ada M\xc3\xbcller\0C:\\Users\\Ada M\xc3\xbcller\\sub"
        connection.execute("UPDATE turns SET scope = ?, answer = ?", (scope, json.dumps(moved)))

    known.database.write(on_windows)
    return known


def test_a_library_from_windows_keeps_its_folders_apart_and_can_be_relocated(
    from_windows: Known, tmp_path: Path
) -> None:
    known = from_windows
    adopt(known.database, tmp_path)
    root = Path("/C:/Users/Ada Müller")
    assert known.root_paths == [str(root)]
    assert len(known.library.documents((root,))) == 2
    here = Path(spelled_here("c:\\users\\ada müller", windows=False))
    assert known.relocate(here, NEW) == Relocated(2, roots=1, answers=1)
    assert known.paths == ["/new/place/a.txt", "/new/place/sub/b.txt"]
    assert known.roots.exclusions() == {NEW / "private"}
    (turn,) = known.conversations.turns(1)
    assert turn.scope == (NEW, NEW / "sub")
    assert turn.answer is not None
    assert turn.answer.citations[0].path == NEW / "a.txt"


def test_a_part_of_it_named_in_small_letters_is_not_lost(from_windows: Known, tmp_path: Path) -> None:
    adopt(from_windows.database, tmp_path)
    old = Path(spelled_here("c:\\users\\ada müller\\SUB", windows=False))
    assert from_windows.relocate(old, NEW) == Relocated(1, roots=1, answers=1)
    assert from_windows.root_paths == ["/C:/Users/Ada Müller", str(NEW)]


def test_opening_a_library_where_it_was_writes_nothing(known: Known, tmp_path: Path) -> None:
    known.roots.add(OLD, True)
    adopt(known.database, tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "library.db")) as watching:
        before = watching.execute("PRAGMA data_version").fetchone()
        adopt(known.database, tmp_path)
        assert watching.execute("PRAGMA data_version").fetchone() == before


def test_downloaded_models_are_found_where_the_folder_is_now(known: Known, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "here.gguf").touch()
    rows = ["/was/lib/models/here.gguf", "/was/lib/models/gone.gguf", "/else/other.gguf"]

    def change(connection: sqlite3.Connection) -> None:
        for path in rows:
            connection.execute(
                "INSERT INTO shelf (kind, path, facts, origin, size_bytes, mtime_ns, added_at)"
                " VALUES ('model', ?, ?, 'downloaded', 1, 1, 1)",
                (path.encode(), json.dumps({"path": path, "name": path})),
            )
        settings = {
            FOLDER: json.dumps("/was/lib"),
            "model": json.dumps({"path": rows[0], "context_tokens": 9}),
            "recent_models": json.dumps(rows),
        }
        connection.executemany("INSERT INTO settings VALUES (?, ?)", list(settings.items()))

    known.database.write(change)
    adopt(known.database, tmp_path)
    here = str(tmp_path / "models" / "here.gguf")
    with known.database.read() as connection:
        shelf = connection.execute("SELECT path, facts FROM shelf ORDER BY id").fetchall()
        settings = dict(tuple(row) for row in connection.execute("SELECT * FROM settings"))
    assert [row["path"].decode() for row in shelf] == [here, *rows[1:]]
    assert json.loads(shelf[0]["facts"])["path"] == here
    assert json.loads(settings["model"]) == {"path": here, "context_tokens": 9}
    assert json.loads(settings["recent_models"]) == [here, *rows[1:]]
    assert json.loads(settings[FOLDER]) == str(tmp_path)


# Guessing


def test_a_folder_that_was_renamed_is_guessed(known: Known, tmp_path: Path) -> None:
    old, new = tmp_path / "docs", tmp_path / "documents"
    decoy = tmp_path / "decoy"
    for folder in (new, decoy):
        folder.mkdir()
    for number in range(5):
        (new / f"{number}.txt").write_bytes(b"x" * 10)
        (decoy / f"{number}.txt").write_bytes(b"x" * (10 if number < 2 else 11))
        known.put(old / f"{number}.txt")
    (new / "4.txt").unlink()
    (found,) = whereabouts(old, known.library.documents(), lambda: None)
    assert (found.path, found.share) == (new, 0.8)


def test_nothing_is_guessed_for_a_folder_that_is_nowhere(known: Known, tmp_path: Path) -> None:
    known.put(tmp_path / "docs" / "a.txt")
    assert whereabouts(tmp_path / "docs", known.library.documents(), lambda: None) == ()
