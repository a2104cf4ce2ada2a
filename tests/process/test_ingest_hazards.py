"""Drives that come and go, folders in folders, work cut short: nothing is lost, nothing found is stale."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext, Children
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.errors import Cancelled
from desktop_rag.runtime import RuntimePaths
from desktop_rag.store.database import Database
from desktop_rag.store.roots import RootStore
from desktop_rag.workers.embed_client import embedder_spec
from desktop_rag.workers.parser_client import parser_spec
from tests.process.conftest import OpenContext
from tests.process.test_ingest import FRAGILE, add, best, rows, sync


def states(context: AppContext) -> dict[str, DocumentState]:
    return {name: row.state for name, row in rows(context).items()}


class TestFoldersWithinFolders:
    def test_a_hidden_folder_that_was_added_survives_adding_the_one_around_it(
        self, context: AppContext, folder: Path
    ) -> None:
        (folder / ".notes").mkdir()
        (folder / ".notes" / "note.txt").write_text("The gate code is 4711.")
        add(context, folder / ".notes")
        add(context, folder)
        assert best(context, "gate code") == "note.txt"

    def test_an_inner_drive_that_is_away_loses_nothing_when_the_outer_folder_is_added_again(
        self, context: AppContext, folder: Path
    ) -> None:
        (folder / "drive").mkdir()
        (folder / "drive" / "note.txt").write_text("The gate code is 4711.")
        add(context, folder, folder / "drive")
        shutil.move(folder / "drive", folder.with_name("unplugged"))
        (folder / "drive").mkdir()
        add(context, folder)
        assert states(context)["note.txt"] is DocumentState.UNAVAILABLE

    def test_removing_a_file_that_was_added_twice_forgets_it(self, context: AppContext, folder: Path) -> None:
        add(context, folder, folder / "lease.txt")
        context.ingest.remove([folder / "lease.txt"], JobContext())
        sync(context)
        assert sorted(rows(context)) == ["recipes.md", "trip.html"]

    def test_a_folder_reached_in_a_roundabout_way_is_the_same_folder(
        self, context: AppContext, folder: Path
    ) -> None:
        add(context, folder)
        assert add(context, folder / ".." / folder.name) == 0
        assert len(context.catalogue.overview().roots) == 1

    def test_a_removal_that_was_cut_short_is_finished(
        self, context: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        add(context, folder)
        database = Database(tmp_path / "library" / "library.db")
        RootStore(database).remove(folder)
        database.close()
        sync(context)
        assert rows(context) == {}


class TestDrivesThatComeAndGo:
    def test_an_edit_is_not_forgotten_while_the_drive_is_away(
        self, context: AppContext, folder: Path
    ) -> None:
        add(context, folder)
        (folder / "lease.txt").write_text("The monthly rent is 1020 euros from May.")
        token = CancelToken()

        def stop_when_noted(progress: Progress) -> None:
            if progress.phase is Phase.READING:
                token.cancel()

        with pytest.raises(Cancelled):
            context.ingest.sync(JobContext(token, stop_when_noted))
        away = folder.rename(folder.with_name("unplugged"))
        sync(context)
        away.rename(folder)
        sync(context)
        assert "1020" in context.retrieve.search("monthly rent").hits[0].text

    def test_a_drive_pulled_out_while_it_is_read_loses_nothing(
        self, context: AppContext, folder: Path
    ) -> None:
        add(context, folder)
        for path in folder.iterdir():
            os.utime(path, ns=(1, 1))
        away = folder.with_name("unplugged")

        def pull_out(progress: Progress) -> None:
            if progress.phase is Phase.READING and folder.exists():
                folder.rename(away)

        context.ingest.sync(JobContext(report=pull_out))
        assert set(states(context).values()) == {DocumentState.UNAVAILABLE}
        assert best(context, "monthly rent") == "lease.txt"
        away.rename(folder)
        assert sync(context) == 0
        assert set(states(context).values()) == {DocumentState.READY}

    def test_a_file_renamed_while_its_drive_was_away_is_there_again(
        self, context: AppContext, folder: Path
    ) -> None:
        add(context, folder)
        away = folder.rename(folder.with_name("unplugged"))
        sync(context)
        (away / "lease.txt").rename(away / "flat.txt")
        away.rename(folder)
        assert sync(context) == 0
        assert states(context)["flat.txt"] is DocumentState.READY

    def test_a_link_to_a_file_on_a_drive_that_is_away_loses_nothing(
        self, context: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "drive").mkdir()
        (tmp_path / "drive" / "note.txt").write_text("The gate code is 4711.")
        (folder / "link.txt").symlink_to(tmp_path / "drive" / "note.txt")
        add(context, folder)
        (tmp_path / "drive").rename(tmp_path / "unplugged")
        sync(context)
        assert states(context)["link.txt"] is DocumentState.UNAVAILABLE

    def test_bad_files_of_a_drive_that_is_away_do_not_count_as_ready(
        self, context: AppContext, folder: Path
    ) -> None:
        (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is not a PDF at all")
        (folder / "empty.txt").touch()
        add(context, folder)
        folder.rename(folder.with_name("unplugged"))
        sync(context)
        (root,) = context.catalogue.overview().roots
        assert (root.ready, root.problems, root.skipped, root.available) == (3, 1, 1, False)


def test_two_files_alike_that_are_both_renamed_embed_nothing(context: AppContext, folder: Path) -> None:
    shutil.copy(folder / "lease.txt", folder / "copy.txt")
    add(context, folder)
    (folder / "lease.txt").rename(folder / "one.txt")
    (folder / "copy.txt").rename(folder / "two.txt")
    assert sync(context) == 0
    assert {"one.txt", "two.txt"} < set(rows(context))


def test_a_file_from_the_far_future_is_read(context: AppContext, folder: Path) -> None:
    os.utime(folder / "lease.txt", (10_400_000_000, 10_400_000_000))
    add(context, folder)
    assert add(context, folder) == 0
    assert states(context)["lease.txt"] is DocumentState.READY


def test_a_file_that_could_not_be_opened_is_tried_at_the_next_check(
    context: AppContext, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_open = Path.open

    def refuse(path: Path, *arguments: object, **options: object) -> object:
        if path.name == "lease.txt":
            raise PermissionError(13, "Permission denied")
        return real_open(path, *arguments, **options)  # type: ignore[call-overload]  # passed on as they came

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        add(context, folder)
    assert states(context)["lease.txt"] is DocumentState.FAILED
    sync(context)
    assert states(context)["lease.txt"] is DocumentState.READY


def test_what_a_document_says_does_not_reach_the_log(
    open_context: OpenContext, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "bug.txt").write_text("my secret diagnosis")
    parser = parser_spec()
    spec = type(parser)(
        "parser", (sys.executable, str(FRAGILE)), 10.0, parser.memory_bytes, parser.answer_bytes
    )
    context = open_context(Children(spec, embedder_spec(), 1))
    add(context, folder)
    assert states(context)["bug.txt"] is DocumentState.QUARANTINED
    assert "ValueError" in caplog.text
    assert "diagnosis" not in caplog.text


def test_a_library_named_in_a_roundabout_way_is_not_read_as_documents(folder: Path) -> None:
    context = AppContext.open(RuntimePaths.at(folder / ".." / folder.name / "library"))
    try:
        add(context, folder)
        assert len(rows(context)) == 3
    finally:
        context.close()
