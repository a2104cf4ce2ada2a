"""A conversation with a model: stored as it grows, stopped, broken off, gone on with; real children."""

import itertools
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Report
from desktop_rag.app.values import AnswerPhase, AnswerPlan, AnswerUpdate, AskRequest
from desktop_rag.domain.answers import AnswerState
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.conversation import TurnState
from desktop_rag.domain.errors import Cancelled, ModelStopped, NoModel
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.domain.settings import Settings
from tests.ggufs import write_model

QUESTION = "How high is the monthly rent?"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Writes random letters without end: what it says matters to none of these tests."""
    path = tmp_path / "model.gguf"
    write_model(path)
    return path


@pytest.fixture
def asking(context: AppContext, folder: Path, model: Path) -> AppContext:
    context.ingest.add([folder], JobContext())
    context.settings.change(model=ModelChoice(model), mode=AnswerMode.RAG, max_tokens=1_500)
    return context


@pytest.fixture
def slowly_asking(asking: AppContext, tmp_path: Path) -> AppContext:
    """Has seconds to go when it is disturbed in the middle, on a busy machine too."""
    path = write_model(tmp_path / "long.gguf", context_length=32_768)
    asking.settings.change(model=ModelChoice(path, context_tokens=32_768), max_tokens=30_000)
    return asking


class Watcher:
    """Hears the updates of an answer and acts once so much text is there."""

    def __init__(
        self, act: Callable[["Watcher"], object] = lambda _watcher: None, letters: int = 200
    ) -> None:
        self.updates: list[AnswerUpdate] = []
        self.job = JobContext(report=self.hear)
        self._act = act
        self._letters = letters
        self._acted = False

    def hear(self, report: Report) -> None:
        assert isinstance(report, AnswerUpdate)
        self.updates.append(report)
        if len(report.text) >= self._letters and not self._acted:
            self._acted = True
            self._act(self)

    @property
    def phases(self) -> list[AnswerPhase]:
        return list(dict.fromkeys(update.phase for update in self.updates))


def chat_child() -> psutil.Process:
    (child,) = [
        child for child in psutil.Process().children() if "chat" in child.cmdline() and child.is_running()
    ]
    return child


def test_evidence_comes_first_and_the_text_only_grows(asking: AppContext) -> None:
    watcher = Watcher()
    turn = asking.asking.ask(AskRequest(QUESTION), watcher.job)
    assert watcher.phases[:3] == [AnswerPhase.SEARCHING, AnswerPhase.LOADING, AnswerPhase.READING]
    assert watcher.phases[-2:] == [AnswerPhase.WRITING, AnswerPhase.CHECKING]
    reading = next(update for update in watcher.updates if update.phase is AnswerPhase.READING)
    assert reading.hits
    assert reading.text == ""
    texts = [update.text for update in watcher.updates if update.phase is AnswerPhase.WRITING]
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))
    assert turn.answer is not None
    assert turn.answer.hits == reading.hits


def test_a_turn_is_stored_before_its_first_word(asking: AppContext) -> None:
    stored: list[TurnState] = []

    def look(_watcher: Watcher) -> None:
        (summary,) = asking.conversations.list()
        stored.extend(turn.state for turn in asking.conversations.open(summary.id).turns)

    asking.asking.ask(AskRequest(QUESTION), Watcher(look, letters=0).job)
    assert stored == [TurnState.WRITING]


def test_a_question_stopped_before_it_is_stored_leaves_a_deleted_conversation_deleted(
    asking: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.settings.change(mode=AnswerMode.EXTRACT)
    kept = asking.asking.ask(AskRequest(QUESTION), JobContext()).conversation_id
    job, load = JobContext(), asking.settings.load

    def delete_and_load() -> Settings:
        asking.conversations.delete(kept)
        job.cancel.cancel()
        return load()

    monkeypatch.setattr(asking.settings, "load", delete_and_load)
    with pytest.raises(Cancelled):
        asking.asking.ask(AskRequest("And in June?", conversation_id=kept), job)
    assert asking.conversations.list() == ()


def test_stopping_keeps_what_was_written(slowly_asking: AppContext) -> None:
    watcher = Watcher()
    stopper = Watcher(lambda watcher: watcher.job.cancel.cancel())
    with pytest.raises(Cancelled):
        slowly_asking.asking.ask(AskRequest(QUESTION), stopper.job)
    (summary,) = slowly_asking.conversations.list()
    (turn,) = slowly_asking.conversations.open(summary.id).turns
    assert turn.state is TurnState.STOPPED
    assert len(turn.text) >= 200
    slowly_asking.settings.change(max_tokens=100)
    again = slowly_asking.asking.ask(AskRequest(QUESTION, conversation_id=summary.id), watcher.job)
    assert AnswerPhase.LOADING in watcher.phases
    assert again.state is TurnState.ANSWERED
    assert again.conversation_id == summary.id


def test_a_model_killed_in_the_middle_costs_the_rest_of_one_answer(slowly_asking: AppContext) -> None:
    killer = Watcher(lambda _watcher: os.kill(chat_child().pid, signal.SIGKILL))
    with pytest.raises(ModelStopped) as broken:
        slowly_asking.asking.ask(AskRequest(QUESTION), killer.job)
    assert broken.value.hint
    (summary,) = slowly_asking.conversations.list()
    (turn,) = slowly_asking.conversations.open(summary.id).turns
    assert turn.state is TurnState.FAILED
    assert len(turn.text) >= 200
    assert turn.reason == broken.value.message
    slowly_asking.settings.change(max_tokens=100)
    again = slowly_asking.asking.ask(AskRequest(QUESTION, conversation_id=summary.id), JobContext())
    assert again.state is TurnState.ANSWERED


def test_closing_while_it_writes_is_quick_and_keeps_the_text(
    slowly_asking: AppContext, open_context: Callable[[], AppContext]
) -> None:
    closer: list[threading.Thread] = []

    def close(watcher: Watcher) -> None:
        closer.append(threading.Thread(target=slowly_asking.jobs.stop))
        closer[0].start()
        watcher.job.cancel.cancel()

    stopped = Watcher(close)
    with pytest.raises(Cancelled):
        slowly_asking.asking.ask(AskRequest(QUESTION), stopped.job)
    closer[0].join()
    slowly_asking.close()
    reopened = open_context()
    (summary,) = reopened.conversations.list()
    (turn,) = reopened.conversations.open(summary.id).turns
    assert len(turn.text) >= 200


def test_a_stand_alone_question_that_the_person_wrote_is_what_is_looked_up(asking: AppContext) -> None:
    request = AskRequest("And how long is that?", asked="How long is the notice period?")
    turn = asking.asking.ask(request, JobContext())
    assert turn.answer is not None
    assert turn.answer.asked == "How long is the notice period?"
    assert turn.question == "And how long is that?"


def test_a_follow_up_is_understood_from_the_conversation(asking: AppContext) -> None:
    asking.settings.change(mode=AnswerMode.EXTRACT)
    first = asking.asking.ask(AskRequest("When does the train to Oslo leave?"), JobContext())
    request = AskRequest("And from which platform does it leave?", conversation_id=first.conversation_id)
    turn = asking.asking.ask(request, JobContext())
    assert turn.answer is not None
    assert "Oslo" in turn.answer.asked
    assert "platform nine" in turn.answer.text


def test_a_prompt_that_would_not_fit_leaves_passages_out_and_says_so(asking: AppContext, model: Path) -> None:
    plan = AnswerPlan(AnswerMode.RAG, ModelChoice(model, context_tokens=560), max_tokens=60)
    fits = asking.answer.ask(QUESTION, JobContext(), plan=plan)
    everything = asking.answer.ask(
        QUESTION, JobContext(), plan=AnswerPlan(AnswerMode.RAG, ModelChoice(model))
    )
    assert 1 <= len(fits.hits) < len(everything.hits)
    assert "did not fit" in fits.note
    assert fits.hits == everything.hits[: len(fits.hits)]


def test_a_summary_goes_over_the_whole_document(asking: AppContext, tmp_path: Path) -> None:
    report = tmp_path / "documents" / "report.md"
    parts = [f"# Part {n}\n\n" + f"Finding {n} was made by team {n}. " * 12 for n in range(20)]
    report.write_text("\n\n".join(parts))
    asking.ingest.sync(JobContext())
    watcher = Watcher()
    plan = AnswerPlan(AnswerMode.RAG, asking.settings.load().model)
    answer = asking.answer.ask("Summarise this document", watcher.job, (report,), plan)
    shares = [update.share for update in watcher.updates if update.phase is AnswerPhase.READING]
    assert len(shares) > 3
    assert shares == sorted(shares, key=lambda share: share or 0)
    assert answer.note.startswith("Read all ")
    assert "report.md" in answer.note


def test_a_search_that_finds_nothing_fitting_does_not_tempt_the_model(asking: AppContext) -> None:
    watcher = Watcher()
    turn = asking.asking.ask(AskRequest("Who won the 1998 football world cup?"), watcher.job)
    assert turn.answer is not None
    assert turn.answer.state is AnswerState.NOT_FOUND
    assert AnswerPhase.WRITING not in watcher.phases


def test_without_a_model_the_reason_and_the_next_step_are_told(context: AppContext, folder: Path) -> None:
    context.ingest.add([folder], JobContext())
    context.settings.change(mode=AnswerMode.RAG)
    with pytest.raises(NoModel) as missing:
        context.asking.ask(AskRequest(QUESTION), JobContext())
    assert "GGUF" in missing.value.hint


def test_a_follow_up_on_the_same_passages_reads_only_its_question(asking: AppContext) -> None:
    first = asking.asking.ask(AskRequest(QUESTION), JobContext()).answer
    assert first is not None
    (summary,) = asking.conversations.list()
    request = AskRequest("When does the train to Oslo leave?", conversation_id=summary.id)
    second = asking.asking.ask(request, JobContext()).answer
    assert second is not None
    assert [hit.passage_id for hit in second.hits] == [hit.passage_id for hit in first.hits]
    assert second.tokens["prompt"] - second.tokens["reused"] < 0.2 * second.tokens["prompt"]


def test_rewriting_a_follow_up_leaves_the_passages_in_the_models_memory(asking: AppContext) -> None:
    first = asking.asking.ask(AskRequest("When does the train to Oslo leave?"), JobContext())
    request = AskRequest("And from which platform does it leave?", conversation_id=first.conversation_id)
    watcher = Watcher()
    second = asking.asking.ask(request, watcher.job).answer
    assert second is not None
    assert AnswerPhase.REWRITING in watcher.phases
    assert second.tokens["prompt"] - second.tokens["reused"] < 0.3 * second.tokens["prompt"]
