"""Folders go in and stay right: what is on disk is what can be found, and every file is accounted for."""

import dataclasses
import os
import shutil
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext, Children
from desktop_rag.app.jobs import CancelToken, JobContext, Progress
from desktop_rag.app.values import DocumentRow
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.domain.errors import (
    BadQuestion,
    Cancelled,
    DocumentEmpty,
    LibraryBusy,
    NotInLibrary,
    PathMissing,
    PathUnreadable,
)
from desktop_rag.store.lock import writer_lock
from desktop_rag.workers.embed_client import embedder_spec
from desktop_rag.workers.parser_client import parser_spec
from tests.process.conftest import OpenContext

FRAGILE = Path(__file__).with_name("fragile_parser.py")


def add(context: AppContext, *paths: Path) -> int:
    """Adds and says how many passages had to be embedded."""
    return context.ingest.add(paths, JobContext()).embedded


def sync(context: AppContext) -> int:
    return context.ingest.sync(JobContext()).embedded


def rows(context: AppContext) -> dict[str, DocumentRow]:
    return {row.path.name: row for row in context.catalogue.overview().documents}


def best(context: AppContext, question: str) -> str:
    return context.retrieve.search(question).hits[0].path.name


def fragile_children() -> Children:
    command = (sys.executable, str(FRAGILE))
    parser = dataclasses.replace(parser_spec(stall_s=3.0, memory_bytes=300 * 1024**2), command=command)
    return Children(parser, embedder_spec(), 2)


class TestAdding:
    def test_the_folder_of_the_library_itself_is_refused_by_whatever_way(
        self, context: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        own, link = context.ingest._folder, tmp_path / "link"
        link.symlink_to(own)
        (own / "notes").mkdir()
        for path in (own, link, link / "notes", own / "library.db"):
            with pytest.raises(PathUnreadable, match="is where the library itself is kept"):
                context.ingest.add([folder, path], JobContext())
        assert context.catalogue.overview().roots == ()
        context.ingest.add([own.parent], JobContext())
        assert not [path for path in rows(context) if path.startswith("library.db")]

    def test_a_folder_can_be_searched_and_a_second_add_embeds_nothing(
        self, context: AppContext, folder: Path
    ) -> None:
        summary = context.ingest.add([folder], JobContext())
        assert (summary.ready, summary.failed, summary.skipped) == (3, 0, 0)
        assert summary.embedded == summary.passages > 0
        assert best(context, "how long does the loaf stay in the oven?") == "recipes.md"
        assert add(context, folder) == 0

    def test_formats_are_told_by_content(self, context: AppContext, folder: Path) -> None:
        add(context, folder)
        formats = {name: row.format for name, row in rows(context).items()}
        assert formats == {
            "lease.txt": DocumentFormat.TEXT,
            "recipes.md": DocumentFormat.MARKDOWN,
            "trip.html": DocumentFormat.HTML,
        }

    def test_every_hit_is_an_exact_slice_of_its_page(self, context: AppContext, folder: Path) -> None:
        add(context, folder)
        for hit in context.retrieve.search("rent train bread").hits:
            page = context.source.view(hit.path, hit.page, [(hit.start, hit.end)], 800).page
            assert page.text[hit.start : hit.end] == hit.text

    def test_a_missing_path_is_told_before_anything_is_added(self, context: AppContext, folder: Path) -> None:
        with pytest.raises(PathMissing):
            add(context, folder, folder / "nowhere")
        assert context.catalogue.overview().roots == ()

    def test_a_single_file_can_be_added(self, context: AppContext, folder: Path) -> None:
        add(context, folder / "lease.txt")
        assert list(rows(context)) == ["lease.txt"]

    def test_overlapping_folders_hold_a_document_once(self, context: AppContext, folder: Path) -> None:
        (folder / "inner").mkdir()
        shutil.copy(folder / "lease.txt", folder / "inner" / "second.txt")
        add(context, folder, folder / "inner")
        assert len(rows(context)) == 4
        context.ingest.remove([folder], JobContext())
        assert list(rows(context)) == ["second.txt"]

    def test_hidden_files_and_caches_are_left_alone(self, context: AppContext, folder: Path) -> None:
        for place in (".secret", "node_modules", "__pycache__"):
            (folder / place).mkdir()
            (folder / place / "file.txt").write_text("hidden words")
        (folder / ".hidden.txt").write_text("hidden words")
        (folder / "~$lease.docx").write_text("lock")
        add(context, folder)
        assert len(rows(context)) == 3

    def test_a_folder_that_links_to_itself_ends(self, context: AppContext, folder: Path) -> None:
        (folder / "loop").symlink_to(folder)
        add(context, folder)
        assert len(rows(context)) == 3

    def test_the_library_inside_an_added_folder_is_not_read(
        self, context: AppContext, tmp_path: Path
    ) -> None:
        (tmp_path / "note.txt").write_text("The gate code is 4711.")
        add(context, tmp_path)
        assert list(rows(context)) == ["note.txt"]


class TestBadFiles:
    def test_each_has_a_state_and_a_reason_and_the_others_finish(
        self, context: AppContext, folder: Path
    ) -> None:
        (folder / "empty.txt").touch()
        (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is not a PDF at all")
        (folder / "song.mp3").write_bytes(b"ID3\x03\0" + bytes(100))
        with (folder / "huge.pdf").open("wb") as huge:
            huge.truncate(2 * 1024**3)
        add(context, folder)
        states = {name: row.state for name, row in rows(context).items()}
        assert states.pop("empty.txt") is DocumentState.SKIPPED
        assert states.pop("song.mp3") is DocumentState.SKIPPED
        assert states.pop("broken.pdf") is DocumentState.FAILED
        assert states.pop("huge.pdf") is DocumentState.FAILED
        assert set(states.values()) == {DocumentState.READY}
        assert all(row.reason and row.hint for row in rows(context).values() if row.state != "ready")
        assert rows(context)["empty.txt"].reason == DocumentEmpty.default_message
        assert "2.0 GB" in rows(context)["huge.pdf"].reason

    def test_odd_names_are_read_and_found(self, context: AppContext, folder: Path) -> None:
        names = ["it's “quoted” \".txt", "line\nbreak.txt", "\u202etxt.gnp.txt", "x" * 246 + ".txt"]
        names.append(os.fsdecode(b"caf\xe9.txt"))
        for name in names:
            (folder / name).write_text("Plain words about gardening and tulips.")
        add(context, folder)
        assert {rows(context)[name].state for name in names} == {DocumentState.READY}
        assert {hit.path.name for hit in context.retrieve.search("tulips").hits} >= set(names)

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
    def test_a_file_that_may_not_be_read_is_a_row(self, context: AppContext, folder: Path) -> None:
        (folder / "lease.txt").chmod(0)
        add(context, folder)
        assert rows(context)["lease.txt"].state is DocumentState.FAILED

    def test_files_that_end_the_parser_are_set_aside_until_they_change(
        self, open_context: OpenContext, folder: Path
    ) -> None:
        for name in ("crash.txt", "hang.txt", "eat.txt"):
            (folder / name).write_text("A file that does harm.")
        context = open_context(fragile_children())
        summary = context.ingest.add([folder], JobContext())
        assert (summary.ready, summary.failed) == (3, 3)
        bad = {name: row for name, row in rows(context).items() if row.state is DocumentState.QUARANTINED}
        assert sorted(bad) == ["crash.txt", "eat.txt", "hang.txt"]
        assert "memory" in bad["eat.txt"].reason
        assert "without end" in bad["hang.txt"].reason
        context.close()
        healthy = open_context()
        assert sync(healthy) == 0
        (folder / "crash.txt").write_text("A file that has been mended.")
        assert sync(healthy) == 1
        assert rows(healthy)["crash.txt"].state is DocumentState.READY

    def test_retry_reads_a_file_that_was_set_aside(self, open_context: OpenContext, folder: Path) -> None:
        (folder / "crash.txt").write_text("The gate code is 4711.")
        context = open_context(fragile_children())
        add(context, folder)
        context.close()
        healthy = open_context()
        healthy.ingest.retry([folder / "crash.txt"], JobContext())
        assert best(healthy, "gate code") == "crash.txt"


class TestKeepingUp:
    def test_an_edit_in_place_is_seen_and_only_that_is_embedded(
        self, context: AppContext, folder: Path
    ) -> None:
        add(context, folder)
        (folder / "lease.txt").write_text("The monthly rent is 1020 euros.")
        assert sync(context) == 1
        assert "1020" in context.retrieve.search("monthly rent").hits[0].text
        assert not any("940" in hit.text for hit in context.retrieve.search("940 euros").hits)

    def test_touching_a_file_embeds_nothing(self, context: AppContext, folder: Path) -> None:
        add(context, folder)
        os.utime(folder / "lease.txt", ns=(1, 1))
        assert sync(context) == 0
        assert rows(context)["lease.txt"].state is DocumentState.READY

    def test_a_rename_embeds_nothing_and_answers_under_the_new_name(
        self, context: AppContext, folder: Path
    ) -> None:
        add(context, folder)
        (folder / "sub").mkdir()
        (folder / "lease.txt").rename(folder / "sub" / "flat.txt")
        assert sync(context) == 0
        assert best(context, "monthly rent") == "flat.txt"
        assert len(rows(context)) == 3

    def test_a_deleted_file_is_no_longer_found(self, context: AppContext, folder: Path) -> None:
        add(context, folder)
        (folder / "lease.txt").unlink()
        sync(context)
        assert "lease.txt" not in rows(context)
        assert best(context, "monthly rent") != "lease.txt"

    def test_a_drive_that_is_away_loses_nothing(self, context: AppContext, folder: Path) -> None:
        add(context, folder)
        away = folder.rename(folder.with_name("unplugged"))
        sync(context)
        assert {row.state for row in rows(context).values()} == {DocumentState.UNAVAILABLE}
        assert best(context, "monthly rent") == "lease.txt"
        assert "not there" in context.source.view(folder / "lease.txt", 1, [], 800).note
        away.rename(folder)
        assert sync(context) == 0
        assert {row.state for row in rows(context).values()} == {DocumentState.READY}

    def test_a_mount_point_left_empty_loses_nothing(self, context: AppContext, folder: Path) -> None:
        add(context, folder)
        shutil.move(folder, folder.with_name("unplugged"))
        folder.mkdir()
        sync(context)
        assert {row.state for row in rows(context).values()} == {DocumentState.UNAVAILABLE}

    def test_what_was_removed_does_not_come_back_by_itself(self, context: AppContext, folder: Path) -> None:
        add(context, folder)
        context.ingest.remove([folder / "lease.txt"], JobContext())
        sync(context)
        assert sorted(rows(context)) == ["recipes.md", "trip.html"]
        add(context, folder / "lease.txt")
        assert sorted(rows(context)) == ["lease.txt", "recipes.md", "trip.html"]

    def test_removing_what_is_not_there_is_told(self, context: AppContext, folder: Path) -> None:
        with pytest.raises(NotInLibrary):
            context.ingest.remove([folder], JobContext())

    def test_rebuild_makes_both_indexes_again_without_embedding(
        self, context: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        add(context, folder)
        shutil.rmtree(tmp_path / "library" / "index")
        summary = context.ingest.rebuild(JobContext())
        assert summary.embedded == 0
        assert best(context, "monthly rent") == "lease.txt"
        assert all(check.ok for check in context.doctor.check())


class TestControl:
    def test_cancelling_keeps_what_is_done_and_the_rest_follows_later(
        self, context: AppContext, folder: Path
    ) -> None:
        for number in range(30):
            (folder / f"note-{number}.txt").write_text(f"Note {number} says that box {number} is red.")
        token = CancelToken()

        def stop_at_five(progress: Progress) -> None:
            if progress.done == 5:
                token.cancel()

        with pytest.raises(Cancelled):
            context.ingest.add([folder], JobContext(token, stop_at_five))
        done = sum(row.state is DocumentState.READY for row in rows(context).values())
        assert 5 <= done < 33
        sync(context)
        assert {row.state for row in rows(context).values()} == {DocumentState.READY}

    def test_progress_counts_up_to_the_total(self, context: AppContext, folder: Path) -> None:
        seen: list[Progress] = []
        context.ingest.add([folder], JobContext(report=seen.append))
        reading = [item for item in seen if item.total]
        assert [item.done for item in reading] == sorted(item.done for item in reading)
        assert reading[-1].done == reading[-1].total == 3

    def test_another_writer_is_told_to_wait_and_readers_are_not(
        self, context: AppContext, folder: Path, tmp_path: Path
    ) -> None:
        add(context, folder)
        with writer_lock(tmp_path / "library"):
            with pytest.raises(LibraryBusy):
                add(context, folder)
            assert best(context, "monthly rent") == "lease.txt"

    def test_questions_are_answered_while_files_are_read(self, context: AppContext, folder: Path) -> None:
        add(context, folder)
        more = folder.with_name("more")
        more.mkdir()
        for number in range(40):
            (more / f"{number}.txt").write_text(f"Filler about subject {number}. " * 40)
        thread = threading.Thread(target=add, args=(context, more))
        thread.start()
        answers: Sequence[str] = [best(context, "monthly rent") for _ in range(5)]
        thread.join()
        assert set(answers) == {"lease.txt"}

    def test_a_question_of_nothing_is_told(self, context: AppContext) -> None:
        for question in ("", "   ", "?!"):
            with pytest.raises(BadQuestion):
                context.retrieve.search(question)

    def test_an_empty_library_answers_that_it_holds_nothing(self, context: AppContext) -> None:
        result = context.retrieve.search("anything at all")
        assert not result.answerable
        assert result.hits == ()

    def test_a_scope_limits_search_and_an_unknown_one_is_told(
        self, context: AppContext, folder: Path
    ) -> None:
        add(context, folder)
        hits = context.retrieve.search("monthly rent", scope=(folder / "recipes.md",)).hits
        assert {hit.path.name for hit in hits} == {"recipes.md"}
        with pytest.raises(NotInLibrary, match="nowhere"):
            context.retrieve.search("monthly rent", scope=(folder, folder / "nowhere"))
