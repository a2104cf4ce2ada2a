"""What goes wrong with an embedder once it is in use, and with a change that is nearly over."""

import threading
import time
from pathlib import Path

import psutil
import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress, Report
from desktop_rag.domain.errors import Cancelled, DiskFull, ModelMissing
from desktop_rag.store import vector_index
from tests.embedder_files import write_embedder, write_minilm
from tests.process.conftest import OpenContext
from tests.process.switching import answers, gguf, stored, write_reports

NEW, OLD = "Tiny embedder", "all-MiniLM-L6-v2"
STRANGE = (
    "What is the boiling point of methane?",
    "Who won the football cup in 1974?",
    "How tall is a giraffe?",
    "Which river flows through Vienna?",
)


@pytest.fixture
def context(open_context: OpenContext, tmp_path: Path) -> AppContext:
    opened = open_context()
    opened.ingest.add([write_reports(tmp_path / "documents")], JobContext())
    return opened


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Its weights are random: it tells nothing apart."""
    return write_embedder(tmp_path / "tiny.gguf", name=NEW)


def end_child(context: AppContext) -> None:
    pid = context._embedding.in_use().client.child.pid
    assert pid is not None
    child = psutil.Process(pid)
    child.kill()
    child.wait(10)


def failed_checks(context: AppContext) -> dict[str, str]:
    return {check.name: check.detail for check in context.doctor.check() if not check.ok}


class TestOneThatTellsNothingApart:
    def test_answers_no_question_about_something_else(self, open_context: OpenContext, tiny: Path) -> None:
        """Its cosines are all near 0.7, where the bundled one has the best of passages."""
        context = open_context()
        context.embedders.switch(gguf(tiny), JobContext())
        context.ingest.add(sorted(context.sample_folder.glob("*.md")), JobContext())
        found = [context.retrieve.search(question) for question in STRANGE]
        assert all(result.hits for result in found)  # the closest ones are shown all the same
        assert not any(result.answerable for result in found)

    def test_is_no_broken_part_of_the_program_to_the_doctor(self, context: AppContext, tiny: Path) -> None:
        context.embedders.switch(gguf(tiny), JobContext())
        failed = failed_checks(context)
        assert failed.keys() == {"Understanding text"}
        assert f"The search model “{NEW}”" in failed["Understanding text"]
        assert "Install" not in failed["Understanding text"]

    def test_a_sound_one_pleases_the_doctor(self, context: AppContext, tmp_path: Path) -> None:
        context.embedders.switch(gguf(write_minilm(tmp_path / "real.gguf", quantised=True)), JobContext())
        assert failed_checks(context) == {}


class TestFilesThatChange:
    def test_one_that_is_gone_when_its_child_starts_again_is_called_the_search_model(
        self, context: AppContext, tiny: Path
    ) -> None:
        context.embedders.switch(gguf(tiny), JobContext())
        assert answers(context)
        tiny.unlink()
        end_child(context)
        with pytest.raises(ModelMissing, match=r"search model “tiny\.gguf” is not there") as missing:
            context.retrieve.search("boiler")
        assert "comes with Desktop RAG" in missing.value.hint

    def test_other_weights_under_the_same_name_are_noticed_by_the_doctor_and_mended(
        self, context: AppContext, tiny: Path, open_context: OpenContext
    ) -> None:
        context.embedders.switch(gguf(tiny), JobContext())
        context.close()
        write_embedder(tiny, name=NEW, seed=2)
        again = open_context()
        assert "desktop-rag sync" in failed_checks(again)["Search index"]
        again.ingest.sync(JobContext())
        assert "Search index" not in failed_checks(again)


class TestTheEndOfAChange:
    def test_stops_while_the_index_is_made(
        self, context: AppContext, tiny: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """In a large library that takes a minute."""
        monkeypatch.setattr(vector_index, "LOAD_AT_ONCE", 1)
        before, token, looked = answers(context), CancelToken(), []

        def stop(report: Report) -> None:
            if isinstance(report, Progress) and report.phase is Phase.FINISHING:
                looked.append(time.monotonic())
                threading.Timer(0.0, token.cancel).start()
                time.sleep(0.05)

        with pytest.raises(Cancelled):
            context.embedders.switch(gguf(tiny), JobContext(token, stop))
        assert time.monotonic() - looked[0] < 1
        assert answers(context) == before
        assert len(list((context.paths.library / "index").glob("*.hnsw"))) == 1
        context.embedders.switch(gguf(tiny), JobContext())
        assert answers(context) != before

    def test_what_was_left_of_writing_an_index_goes_too(self, context: AppContext, tiny: Path) -> None:
        (graph,) = (context.paths.library / "index").glob("*.hnsw")
        for ending in (".draft", ".json.draft"):
            graph.with_suffix(ending).write_bytes(b"cut short by a full disk")
        context.embedders.switch(gguf(tiny), JobContext())
        (new,) = (context.paths.library / "index").glob("*.hnsw")
        assert set(new.parent.iterdir()) == {new, new.with_suffix(".json")}
        assert new != graph

    def test_a_note_that_cannot_be_written_after_the_swap_is_made_up_for(
        self,
        context: AppContext,
        tiny: Path,
        open_context: OpenContext,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def full(_embedder_id: int) -> None:
            raise DiskFull

        answers(context)
        with monkeypatch.context() as patched:
            patched.setattr(context._embedding.vectors, "note_in_use", full)
            context.embedders.switch(gguf(tiny), JobContext())
        found = answers(context)
        context.close()
        again = open_context()
        assert answers(again) == found
        again.ingest.sync(JobContext())
        assert list(stored(again.paths.library)) == [NEW]
