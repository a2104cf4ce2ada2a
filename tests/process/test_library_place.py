"""The library's folder goes to another place by copying: whatever happens on the way, one whole is used."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from desktop_rag.app import place
from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext, Progress, Report
from desktop_rag.app.place import CAME_FROM, PENDING, settled
from desktop_rag.app.values import AskRequest
from desktop_rag.domain.errors import (
    Cancelled,
    DesktopRagError,
    DiskFull,
    InputError,
    LibraryBusy,
    LibraryError,
)
from desktop_rag.runtime import POINTER, RuntimePaths
from tests.ggufs import write_model

Start = Callable[[], AppContext]


@pytest.fixture
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the library is looked for when nobody says where it is."""
    folder = tmp_path / "home" / "Desktop RAG"
    monkeypatch.delenv("DESKTOP_RAG_LIBRARY", raising=False)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_args, **_more: str(folder))
    return folder


@pytest.fixture
def start(usual: Path) -> Iterator[Start]:
    """Starts the program as far as its library, ending the one before."""
    running: list[AppContext] = []

    def again() -> AppContext:
        while running:
            running.pop().close()
        running.append(AppContext.open(settled(RuntimePaths.default())))
        return running[-1]

    yield again
    for context in running:
        context.close()


@pytest.fixture
def context(start: Start, folder: Path) -> AppContext:
    """With documents, a conversation and a model that was downloaded."""
    opened = start()
    opened.ingest.add([folder], JobContext())
    opened.asking.ask(AskRequest("How high is the monthly rent?"), JobContext())
    opened.paths.models.mkdir()
    write_model(opened.paths.models / "model.gguf")
    opened.shelf.add([opened.paths.models / "model.gguf"], JobContext())
    return opened


def content(context: AppContext) -> tuple[int, list[str], str]:
    hits = context.retrieve.search("When does the train to Oslo leave?").hits
    titles = [each.title for each in context.conversations.list()]
    return context.catalogue.overview().passages, titles, hits[0].path.name


def test_it_is_used_in_its_new_place_from_the_next_start_on(
    context: AppContext, start: Start, usual: Path, tmp_path: Path
) -> None:
    before, target = content(context), tmp_path / "drive" / "Library"
    assert context.place.copy_to(target, JobContext()) == target
    assert context.paths.library == usual
    moved = start()
    assert moved.paths.library == target
    assert content(moved) == before
    (row,) = moved.shelf.rows()
    assert row.item.path == target / "models" / "model.gguf"
    assert row.problem == ""
    assert all(check.ok for check in moved.doctor.check())
    assert start().paths.library == target


def test_what_was_done_after_the_copying_comes_along(
    context: AppContext, start: Start, folder: Path, tmp_path: Path
) -> None:
    context.place.copy_to(tmp_path / "new", JobContext())
    (folder / "late.txt").write_text("The late train to Bergen leaves at midnight.")
    context.ingest.sync(JobContext())
    context.asking.ask(AskRequest("When does the late train leave?"), JobContext())
    before = content(context)
    moved = start()
    assert moved.paths.library == tmp_path / "new"
    assert content(moved) == before
    assert len(before[1]) == 2


def test_the_old_folder_stays_until_it_is_deleted_and_then_only_what_is_ours_goes(
    context: AppContext, start: Start, usual: Path, tmp_path: Path
) -> None:
    (usual / "my own notes.txt").write_text("mine")
    context.place.copy_to(tmp_path / "new", JobContext())
    moved = start()
    old = moved.place.old_place()
    assert old is not None
    assert old.folder == usual
    assert old.size_bytes > 100_000
    moved.place.forget_old_place()
    assert moved.place.old_place() is None
    assert {path.name for path in usual.iterdir()} == {POINTER, "my own notes.txt"}
    assert start().paths.library == tmp_path / "new"


def test_it_can_move_on_and_back_again(
    context: AppContext, start: Start, usual: Path, tmp_path: Path
) -> None:
    before = content(context)
    context.place.copy_to(tmp_path / "one", JobContext())
    start().place.forget_old_place()
    one = start()
    one.place.copy_to(usual, JobContext())
    back = start()
    assert back.paths.library == usual
    assert content(back) == before
    assert not (usual / POINTER).exists()


def test_stopped_half_way_nothing_is_left_and_nothing_is_changed(
    context: AppContext, start: Start, usual: Path, tmp_path: Path
) -> None:
    token, target = CancelToken(), tmp_path / "new"

    def stop(report: Report) -> None:
        if isinstance(report, Progress) and report.done:
            token.cancel()

    with pytest.raises(Cancelled):
        context.place.copy_to(target, JobContext(token, stop))
    assert not target.exists()
    assert not (usual / PENDING).exists()
    assert start().paths.library == usual


def test_when_the_copy_is_gone_at_the_next_start_the_library_stays(
    context: AppContext, start: Start, usual: Path, tmp_path: Path
) -> None:
    before = content(context)
    target = context.place.copy_to(tmp_path / "stick", JobContext())
    target.rename(tmp_path / "unplugged")
    again = start()
    assert (again.paths.library, content(again)) == (usual, before)
    assert not (usual / PENDING).exists()


def test_when_the_change_itself_fails_the_library_stays(
    context: AppContext, start: Start, usual: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(context)
    context.place.copy_to(tmp_path / "new", JobContext())

    def no_room(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(place, "_write_whole", no_room)
    again = start()
    assert (again.paths.library, content(again)) == (usual, before)
    assert not (usual / POINTER).exists()


def test_a_drive_that_is_not_there_is_said_and_no_empty_library_is_made(
    context: AppContext, start: Start, tmp_path: Path
) -> None:
    target = context.place.copy_to(tmp_path / "stick", JobContext())
    start().place.forget_old_place()
    start().close()
    target.rename(tmp_path / "unplugged")
    with pytest.raises(LibraryError, match="is not where it was moved to"):
        start()
    assert not target.exists()
    (tmp_path / "unplugged").rename(target)
    assert content(start())[0] > 0


@pytest.mark.parametrize("place", ["inside", "around", "itself", "used", "linked"])
def test_a_place_that_cannot_be_one_is_refused(
    context: AppContext, usual: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "a file").touch()
    (tmp_path / "link").symlink_to(usual)
    target = {
        "inside": usual / "x",
        "around": usual.parent,
        "itself": usual,
        "used": tmp_path / "used",
        "linked": tmp_path / "link" / "x",
    }[place]
    with pytest.raises(InputError):
        context.place.copy_to(target, JobContext())
    assert not (usual / PENDING).exists()


def test_too_little_room_is_told_before_anything_is_copied(
    context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "free_disk", lambda _folder: 1000)
    with pytest.raises(DiskFull, match="are needed"):
        context.place.copy_to(tmp_path / "new", JobContext())
    assert not (tmp_path / "new").exists()


def test_a_folder_with_something_in_it_gets_a_folder_of_ours(context: AppContext, tmp_path: Path) -> None:
    empty, full = tmp_path / "empty", tmp_path / "full"
    for each in (empty, full):
        each.mkdir()
    (full / "a file").touch()
    assert context.place.target_in(empty) == empty
    assert context.place.target_in(full) == full / "Desktop RAG"


def test_a_library_that_was_named_at_the_start_is_not_moved(tmp_path: Path) -> None:
    opened = AppContext.open(settled(RuntimePaths.at(tmp_path / "named")))
    try:
        assert not opened.place.can_move
        with pytest.raises(InputError, match="named when the program was started"):
            opened.place.copy_to(tmp_path / "new", JobContext())
    finally:
        opened.close()


@pytest.mark.parametrize("said", [b"", b"relative/folder", b"\0", b"  \n"])
def test_a_pointer_that_makes_no_sense_is_none(usual: Path, said: bytes) -> None:
    usual.mkdir(parents=True)
    (usual / POINTER).write_bytes(said)
    assert RuntimePaths.default().library == usual


def test_the_new_place_knows_where_it_came_from(context: AppContext, usual: Path, tmp_path: Path) -> None:
    target = context.place.copy_to(tmp_path / "new", JobContext())
    assert (target / CAME_FROM).read_bytes() == os.fsencode(usual)


def test_while_somebody_works_with_it_it_stays_and_moves_at_a_later_start(
    context: AppContext, start: Start, usual: Path, tmp_path: Path
) -> None:
    target, told = context.place.copy_to(tmp_path / "new", JobContext()), list[DesktopRagError]()
    beside = AppContext.open(settled(RuntimePaths.default(), told.append))
    assert beside.paths.library == usual
    assert told == []
    beside.close()
    context.asking.ask(AskRequest("When does the train to Oslo leave?"), JobContext())
    before = content(context)
    moved = start()
    assert moved.paths.library == target
    assert content(moved) == before


def test_who_starts_while_it_changes_its_place_waits_and_finds_it_there(
    context: AppContext, usual: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = context.place.copy_to(tmp_path / "new", JobContext())
    context.close()
    late, found = RuntimePaths.default(), list[Path]()
    second = Thread(target=lambda: found.append(settled(late).library))
    write = place._write_whole

    def slow(file: Path, said: bytes) -> None:
        second.start()
        second.join(0.5)
        assert found == []
        write(file, said)

    monkeypatch.setattr(place, "_write_whole", slow)
    assert settled(RuntimePaths.default()).library == target
    second.join(60)
    assert found == [target]


def test_a_model_that_comes_after_the_copying_comes_along(
    context: AppContext, start: Start, tmp_path: Path
) -> None:
    target = context.place.copy_to(tmp_path / "new", JobContext())
    write_model(context.paths.models / "late.gguf")
    context.shelf.add([context.paths.models / "late.gguf"], JobContext())
    moved = start()
    moved.place.forget_old_place()
    assert {row.item.path.name for row in moved.shelf.rows() if not row.problem} == {
        "model.gguf",
        "late.gguf",
    }
    assert (target / "models" / "late.gguf").stat().st_size > 1000


def test_what_came_to_nothing_is_told(
    context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, told = context.place.copy_to(tmp_path / "new", JobContext()), list[DesktopRagError]()
    context.close()

    def no_room(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(place, "_copy_files", no_room)
    settled(RuntimePaths.default(), told.append)
    (error,) = told
    assert error.message == "The library could not be moved. It stays where it was, with everything in it."
    assert "The disk is full" in error.detail
    assert not target.exists()


def test_the_copy_is_on_the_disk_before_it_counts(
    context: AppContext, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut after the change must not find an empty file: SQLite leaves that to who has it copy."""
    steps, sync, replace = list[str](), os.fsync, Path.replace

    def note_sync(number: int) -> None:
        steps.append(f"sync {os.fstat(number).st_ino}")
        sync(number)

    def note_replace(file: Path, other: Path) -> Path:
        steps.append(f"{other.name} {file.stat().st_ino}")
        return replace(file, other)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "replace", note_replace)
    target = context.place.copy_to(tmp_path / "new", JobContext())
    start()
    databases = [number for number, step in enumerate(steps) if step.startswith("library.db ")]
    assert len(databases) == 2
    for number in databases:
        assert steps[number - 1] == f"sync {steps[number].split()[1]}"
        assert steps[number + 1] == f"sync {target.stat().st_ino}"


def test_what_a_killed_copying_left_is_written_over(
    context: AppContext, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new"

    def die(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(place, "_copy_files", die)
        killed.setattr(place, "_forget_ours", lambda *_arguments, **_more: None)  # who is killed does not
        with pytest.raises(KeyboardInterrupt):
            context.place.copy_to(target, JobContext())
    assert (target / "library.db").exists()
    assert context.place.target_in(target) == target
    context.place.copy_to(target, JobContext())
    assert start().paths.library == target


def test_chosen_again_the_place_is_another_one_and_nothing_stays_in_the_first(
    context: AppContext, start: Start, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    context.place.copy_to(first, JobContext())
    assert context.place.prepared() == first
    assert context.place.target_in(first) == first
    context.place.copy_to(second, JobContext())
    assert context.place.prepared() == second
    assert not first.exists()
    assert start().paths.library == second


def test_every_place_it_ever_was_in_can_be_cleared(
    context: AppContext, start: Start, usual: Path, tmp_path: Path
) -> None:
    context.place.copy_to(tmp_path / "one", JobContext())
    start().place.copy_to(tmp_path / "two", JobContext())
    moved = start()
    for folder in (tmp_path / "one", usual):
        old = moved.place.old_place()
        assert old is not None
        assert old.folder == folder
        moved.place.forget_old_place()
    assert moved.place.old_place() is None
    assert not (tmp_path / "one").exists()
    assert [path.name for path in usual.iterdir()] == [POINTER]


def test_an_old_place_that_is_worked_with_is_not_deleted(
    context: AppContext, start: Start, usual: Path, tmp_path: Path
) -> None:
    context.place.copy_to(tmp_path / "new", JobContext())
    moved = start()
    beside = AppContext.open(RuntimePaths.at(usual))
    try:
        with pytest.raises(LibraryBusy):
            moved.place.forget_old_place()
        assert beside.catalogue.overview().passages
    finally:
        beside.close()
    moved.place.forget_old_place()


def test_a_copy_that_is_named_at_the_start_does_not_offer_to_delete_the_real_one(
    context: AppContext, usual: Path, tmp_path: Path
) -> None:
    target = context.place.copy_to(tmp_path / "new", JobContext())
    named = AppContext.open(RuntimePaths.at(target))
    try:
        assert named.place.old_place() is None
        named.place.forget_old_place()
    finally:
        named.close()
    assert (usual / "library.db").exists()


def test_a_folder_whose_name_ends_in_a_space_can_be_its_place(
    context: AppContext, start: Start, tmp_path: Path
) -> None:
    target = context.place.copy_to(tmp_path / "new ", JobContext())
    assert start().paths.library == target
