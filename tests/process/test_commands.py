"""What each command prints for a person and for a script, over one library with real children."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress
from desktop_rag.cli.arguments import parse
from desktop_rag.cli.main import COMMANDS
from desktop_rag.domain.errors import (
    BadQuestion,
    Cancelled,
    InputError,
    NoSuchPage,
    NotInLibrary,
    PathMissing,
    PathUnreadable,
)
from desktop_rag.runtime import RuntimePaths
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.records import FileStamp
from tests.pdfs import lines, write_pdf

Say = Callable[..., str]
FOLDER = "Müller & Söhne 日本"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the person's with a good file of each kind and two bad ones."""
    folder = tmp_path_factory.mktemp("home") / FOLDER
    (folder / "sub").mkdir(parents=True)
    (folder / "lease.txt").write_text("The monthly rent is 940 euros. It is due on the third working day.")
    (folder / "sub" / "bread.md").write_text("# Bread\n\n## Oven\n\nBake the bread for 45 minutes.\n")
    write_pdf(folder / "trip.pdf", [lines("Day one."), lines("The train to Oslo leaves at seven.")])
    (folder / "empty.txt").touch()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nonsense")
    return folder


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory, documents: Path) -> Iterator[AppContext]:
    opened = AppContext.open(RuntimePaths.at(tmp_path_factory.mktemp("library")))
    opened.ingest.add([documents], JobContext())
    yield opened
    opened.close()


@pytest.fixture
def say(context: AppContext, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command in the library and returns what it printed; it must succeed and complain of nothing."""

    def run(*line: str | Path) -> str:
        chosen = parse([str(word) for word in line])
        assert COMMANDS[chosen.command](context, chosen, JobContext()) == 0
        seen = capsys.readouterr()
        assert seen.err == ""
        return seen.out

    return run


class TestStatus:
    def test_every_document_has_its_line_and_the_bad_ones_their_reason(
        self, say: Say, documents: Path
    ) -> None:
        *rows, total = say("status").splitlines()
        by_name = {Path(row[13:].split("  ")[0]).name: row for row in rows}
        assert by_name["lease.txt"].startswith("ready ")
        assert by_name["lease.txt"].endswith("1 pages, 1 passages")
        assert by_name["empty.txt"] == f"{'skipped':12} {documents / 'empty.txt'}  This file is empty."
        assert "damaged" in by_name["broken.pdf"]
        assert total.startswith("5 documents, 4 passages, ")

    def test_json_names_the_folders_and_the_embedder(self, say: Say, documents: Path) -> None:
        status = json.loads(say("status", "--json"))
        assert status["roots"] == [str(documents)]
        assert status["embedder"]["name"]
        assert status["bytes"]["library"] > 0
        assert sum(row["passages"] for row in status["documents"]) == status["passages"]


class TestIngest:
    def test_a_person_reads_counts_and_each_failure_with_what_to_do(self, say: Say, documents: Path) -> None:
        first, *failures = say("sync").splitlines()
        assert first.startswith(
            "3 ready, 1 failed, 1 skipped, 0 unavailable; 4 pages, 4 passages (0 new) in "
        )
        (failure,) = failures
        assert failure.startswith(f"  {documents / 'broken.pdf'}: ")
        assert failure.endswith(".")

    @pytest.mark.parametrize("command", [["sync"], ["rebuild"], ["add", "."], ["remove", "sub/bread.md"]])
    def test_every_command_that_changes_the_library_gives_the_same_shape(
        self, say: Say, documents: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
    ) -> None:
        monkeypatch.chdir(documents)
        given = json.loads(say(*command, "--json"))
        assert given.keys() == {"documents", "pages", "passages", "embedded", "seconds"}
        assert given["documents"].keys() == {"ready", "failed", "skipped", "unavailable"}
        assert given["embedded"] == 0
        assert json.loads(say("add", documents / "sub" / "bread.md", "--json"))["passages"] == 1

    def test_rebuilding_leaves_the_counts_and_the_hits_as_they_were(self, say: Say) -> None:
        before = say("search", "monthly rent", "--json")
        assert "(0 new)" in say("rebuild")
        assert say("search", "monthly rent", "--json") == before

    def test_removing_counts_what_is_left_of_it(self, say: Say, documents: Path) -> None:
        assert say("remove", documents / "empty.txt").startswith("0 ready, 0 failed, 0 skipped")
        assert "empty.txt" not in say("status")
        assert "1 skipped" in say("add", documents / "empty.txt")

    def test_what_is_not_in_the_library_cannot_be_removed(self, say: Say, documents: Path) -> None:
        with pytest.raises(NotInLibrary, match="lost"):
            say("remove", documents / "lost.txt")

    def test_progress_is_heard_in_order(self, context: AppContext, documents: Path) -> None:
        heard: list[Progress] = []
        context.ingest.rebuild(JobContext(report=heard.append))
        assert [(step.phase, step.done) for step in heard] == [
            (Phase.REBUILDING, 0),
            (Phase.REBUILDING, 1),
            (Phase.FINISHING, 0),
        ]
        heard.clear()
        context.ingest.retry([documents / "lease.txt"], JobContext(report=heard.append))
        assert [(step.done, step.total) for step in heard if step.phase is Phase.READING][-1] == (1, 1)

    def test_what_was_cancelled_before_it_began_changes_nothing(self, context: AppContext, say: Say) -> None:
        before = say("status")
        token = CancelToken()
        token.cancel()
        with pytest.raises(Cancelled):
            context.ingest.sync(JobContext(token))
        assert say("status") == before


class TestSearch:
    def test_a_person_reads_rank_place_and_words(self, say: Say, documents: Path) -> None:
        first, quote, *_ = say("search", "When does the train to Oslo leave?", "-k", "1").splitlines()
        assert first == f"1. {documents / 'trip.pdf'} · p. 2"
        assert quote == "   The train to Oslo leaves at seven."

    def test_a_section_is_named_where_there_are_no_pages(self, say: Say, documents: Path) -> None:
        place = say("search", "How long is bread baked?", "-k", "1").splitlines()[0]
        assert place == f"1. {documents / 'sub' / 'bread.md'} · Bread › Oven"

    def test_doubt_is_told_before_the_passages(self, say: Say) -> None:
        text = say("search", "Who painted the Mona Lisa?")
        assert text.startswith("Probably not in your documents. The closest passages:\n")
        assert json.loads(say("search", "Who painted the Mona Lisa?", "--json"))["answerable"] is False

    @pytest.mark.parametrize("scope", ["lease.txt", ".", "./sub/.."])
    def test_a_scope_in_a_folder_of_any_script(
        self, say: Say, documents: Path, monkeypatch: pytest.MonkeyPatch, scope: str
    ) -> None:
        monkeypatch.chdir(documents)
        found = json.loads(say("search", "monthly rent", "--scope", scope, "--json"))["hits"]
        assert Path(found[0]["path"]) == documents / "lease.txt"

    def test_a_scope_leaves_out_all_else(self, say: Say, documents: Path) -> None:
        found = json.loads(say("search", "monthly rent", "--scope", documents / "sub", "--json"))["hits"]
        assert {Path(hit["path"]).name for hit in found} == {"bread.md"}

    def test_several_scopes_are_searched_together(self, say: Say, documents: Path) -> None:
        scopes = ("--scope", documents / "sub", "--scope", documents / "trip.pdf")
        found = json.loads(say("search", "monthly rent", *scopes, "--json"))
        assert {Path(hit["path"]).name for hit in found["hits"]} == {"bread.md", "trip.pdf"}
        assert found.keys() == json.loads(say("search", "monthly rent", "--json")).keys()
        with pytest.raises(NotInLibrary, match="nowhere"):
            say("search", "monthly rent", *scopes, "--scope", documents / "nowhere")

    def test_a_scope_with_part_of_a_name_is_not_in_the_library(self, say: Say, documents: Path) -> None:
        with pytest.raises(NotInLibrary):
            say("search", "rent", "--scope", documents.parent / documents.name[:6])

    @pytest.mark.parametrize("question", ["", " \t\n", "?!…", "—", '"', "\ud800"])
    def test_no_words_are_no_question(self, say: Say, question: str) -> None:
        with pytest.raises(BadQuestion):
            say("search", question)

    @pytest.mark.parametrize(
        "question",
        ['"rent', "a OR b AND (", "rent" * 5_000, "NEAR(rent*)", "ren\x00t", "caf\udce9 rent", "家賃"],
    )
    def test_any_words_can_be_asked(self, say: Say, question: str) -> None:
        asked = json.loads(say("search", question, "--json"))
        assert len(asked["question"]) <= 4_000
        assert 0 <= asked["confidence"] <= 1

    def test_offsets_are_into_the_text_that_the_page_shows(self, context: AppContext) -> None:
        for hit in context.retrieve.search("monthly rent or train or bread").hits:
            page = context.source.view(hit.path, hit.page, [], 100).page
            assert page.text[hit.start : hit.end] == hit.text


class TestBatch:
    def ask(self, say: Say, folder: Path, text: str) -> list[dict[str, object]]:
        (folder / "questions.jsonl").write_text(text, encoding="utf-8")
        return [
            json.loads(line) for line in say("search", "--batch", folder / "questions.jsonl").splitlines()
        ]

    def test_ids_of_any_type_come_back_in_order(self, say: Say, tmp_path: Path) -> None:
        ids = ["b", 7, 1.5, ["x"], False]
        lines = "\n\n".join(json.dumps({"id": id_, "question": "rent"}) for id_ in ids)
        assert [answer["id"] for answer in self.ask(say, tmp_path, lines)] == ids

    @pytest.mark.parametrize(
        "line",
        [
            "rent?",
            "[]",
            "7",
            '{"id": 1}',
            '{"question": "rent"}',
            '{"id": 1, "question": null}',
            '{"id": 1, "question": ["rent"]}',
            '{"id": 1, "question": "rent"',
            "[" * 100_000,
        ],
    )
    def test_a_line_without_a_question_is_named_by_its_number(
        self, say: Say, tmp_path: Path, line: str
    ) -> None:
        with pytest.raises(InputError, match="Line 3 "):
            self.ask(say, tmp_path, f'{{"id": 1, "question": "rent"}}\n\n{line}\n')

    def test_an_empty_file_asks_nothing(self, say: Say, tmp_path: Path) -> None:
        assert self.ask(say, tmp_path, "\n") == []

    def test_files_that_cannot_be_read_are_told(self, say: Say, tmp_path: Path) -> None:
        (tmp_path / "latin.jsonl").write_bytes(b'{"id": 1, "question": "caf\xe9"}')
        with pytest.raises(PathUnreadable, match="UTF-8"):
            say("search", "--batch", tmp_path / "latin.jsonl")
        with pytest.raises(PathUnreadable):
            say("search", "--batch", tmp_path)
        with pytest.raises(PathMissing):
            say("search", "--batch", tmp_path / "none.jsonl")


class TestAsk:
    def test_a_person_reads_sentences_with_numbers_and_then_the_sources(
        self, say: Say, documents: Path
    ) -> None:
        answer, sources = say("ask", "How much is the monthly rent?").split("\n\n")
        assert "The monthly rent is 940 euros. [1]" in answer
        assert sources.splitlines()[0] == f"[1] {documents / 'lease.txt'} · line 1"

    def test_what_is_not_there_is_said_first_and_the_closest_passage_is_no_answer(self, say: Say) -> None:
        first, _, closest, place, *_ = say("ask", "Who painted the Mona Lisa?").splitlines()
        assert first == "Not in your documents."
        assert closest == "The closest passage, which is not an answer:"
        assert place.startswith("1. ")

    def test_a_scope_keeps_the_answer_out(self, say: Say, documents: Path) -> None:
        asked = ("ask", "How much is the monthly rent?", "--json", "--scope")
        assert json.loads(say(*asked, documents / "lease.txt"))["state"] == "answered"
        assert json.loads(say(*asked, documents / "sub"))["state"] == "not_found"

    def test_the_answer_may_stand_in_any_of_several_scopes(self, say: Say, documents: Path) -> None:
        asked = ("ask", "How much is the monthly rent?", "--json", "--scope", documents / "sub", "--scope")
        assert json.loads(say(*asked, documents / "lease.txt"))["state"] == "answered"
        assert json.loads(say(*asked, documents / "trip.pdf"))["state"] == "not_found"

    def test_every_citation_is_a_slice_of_its_page(self, context: AppContext, say: Say) -> None:
        answer = json.loads(say("ask", "When is the rent due?", "--json"))
        assert answer["citations"]
        for citation in answer["citations"]:
            page = context.source.view(Path(citation["path"]), citation["page"], [], 100).page
            assert page.text[citation["start"] : citation["end"]] == citation["quote"]
        assert answer["timings"].keys() == {"load_s", "rewrite_s", "search_s", "answer_s", "total_s"}

    def test_a_question_can_be_cancelled(self, context: AppContext) -> None:
        token = CancelToken()
        token.cancel()
        with pytest.raises(Cancelled):
            context.answer.ask("How much is the rent?", JobContext(token))


class TestRender:
    def test_the_picture_has_the_width_asked_for(self, say: Say, documents: Path, tmp_path: Path) -> None:
        out = tmp_path / "page.png"
        line = say("render", documents / "trip.pdf", "--page", "2", "--width", "306", "--out", out)
        assert line == f"{out}: 306 × 396.\n"
        with Image.open(out) as picture:
            assert picture.size == (306, 396)

    def test_words_that_cannot_be_marked_are_told(self, say: Say, documents: Path, tmp_path: Path) -> None:
        span = ["--start", "9000", "--end", "9001"]
        line = say("render", documents / "trip.pdf", "--page", "1", *span, "--out", tmp_path / "a.png")
        assert line.endswith("The exact words could not be marked on this page.\n")

    @pytest.mark.parametrize(
        ("line", "error", "words"),
        [
            ("trip.pdf --page 3 --out a.png", NoSuchPage, "has 2 pages"),
            ("lease.txt --page 1 --out a.png", InputError, "Only pages of PDF files"),
            ("broken.pdf --page 1 --out a.png", NotInLibrary, "not in the library"),
            ("trip.pdf --page 1 --end 4 --out a.png", InputError, "belong together"),
            ("trip.pdf --page 1 --out no/folder/a.png", PathUnreadable, "cannot be written"),
        ],
    )
    def test_what_cannot_be_drawn_is_told_and_no_file_is_left(
        self,
        say: Say,
        documents: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        line: str,
        error: type[InputError],
        words: str,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        name, *rest = line.split()
        with pytest.raises(error, match=words):
            say("render", documents / name, *rest)
        assert list(tmp_path.iterdir()) == []


def test_the_doctor_names_each_part_and_what_it_saw(say: Say) -> None:
    report = say("doctor").splitlines()
    assert len(report) >= 7
    assert all(line.startswith("ok      ") and ": " in line for line in report)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_a_reader_that_had_enough_is_no_failure(tmp_path: Path) -> None:
    import pty

    database = Database(tmp_path / "library.db")
    Library(database).note_files((Path(f"/docs/{number}.txt"), FileStamp(1, 1)) for number in range(2_000))
    database.close()
    reader, writer = os.pipe()
    os.close(reader)
    terminal, shown = pty.openpty()
    command = [sys.executable, "-m", "desktop_rag", "--library", str(tmp_path), "status"]
    done = subprocess.run(command, stdout=writer, stderr=shown, check=False, timeout=60)
    assert done.returncode == 0
    assert os.read(terminal, 10_000) == b"\r\x1b[K"
    for descriptor in (writer, terminal, shown):
        os.close(descriptor)
