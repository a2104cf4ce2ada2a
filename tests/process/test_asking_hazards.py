"""What goes wrong around a written answer, and what the person is told then; real children and models."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_rag.app.answer import FRAGMENTS
from desktop_rag.app.context import AppContext
from desktop_rag.app.embedding import Embedding
from desktop_rag.app.grounding import Grounded, GroundingService
from desktop_rag.app.jobs import CancelToken, JobContext, Report
from desktop_rag.app.model import Written
from desktop_rag.app.values import AnswerPhase, AnswerPlan, AnswerUpdate, AskRequest, SearchResult
from desktop_rag.app.write import Prompt, answer_of, raise_if_silent
from desktop_rag.domain.answers import AnswerState
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.conversation import Turn, TurnState
from desktop_rag.domain.embedder import EmbedderChoice
from desktop_rag.domain.errors import Cancelled, InstallationError, ModelSilent, NotInLibrary
from desktop_rag.domain.language_model import Completion, FinishReason, ModelChoice
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.vectors import VectorStore
from desktop_rag.workers.embed_client import EmbedClient, embedder_spec
from tests.ggufs import CHATML, write_model

QUESTION = "How high is the monthly rent?"
THINKING = CHATML.replace("assistant\n'", "assistant\n<think>\n'")
"""As templates of models that think aloud end: the answer begins within a thought."""


@pytest.fixture
def model(tmp_path: Path) -> ModelChoice:
    """Writes random letters without end."""
    return ModelChoice(write_model(tmp_path / "model.gguf"))


@pytest.fixture
def thinker(tmp_path: Path) -> ModelChoice:
    """Thinks without end."""
    return ModelChoice(write_model(tmp_path / "thinker.gguf", chat_template=THINKING))


@pytest.fixture
def library(context: AppContext, folder: Path) -> AppContext:
    context.ingest.add([folder], JobContext())
    return context


@pytest.fixture
def report(library: AppContext, folder: Path) -> Path:
    """A document of many passages."""
    path = folder / "report.md"
    parts = [f"# Part {n}\n\n" + f"Finding {n} was made by team {n}. " * 12 for n in range(8)]
    path.write_text("\n\n".join(parts))
    library.ingest.sync(JobContext())
    return path


def at(phase: AnswerPhase, act: Callable[[], object]) -> Callable[[Report], None]:
    """Acts at each update of a phase."""

    def hear(report: Report) -> None:
        if isinstance(report, AnswerUpdate) and report.phase is phase:
            act()

    return hear


def only_turn(context: AppContext) -> Turn:
    (summary,) = context.conversations.list()
    (turn,) = context.conversations.open(summary.id).turns
    return turn


def test_a_model_that_only_thought_is_not_the_documents_not_telling(
    library: AppContext, thinker: ModelChoice
) -> None:
    library.settings.change(model=thinker, mode=AnswerMode.RAG, max_tokens=60)
    with pytest.raises(ModelSilent) as silent:
        library.asking.ask(AskRequest(QUESTION), JobContext())
    assert "length" in silent.value.message
    turn = only_turn(library)
    assert turn.state is TurnState.FAILED
    assert len(turn.thought) > 30


@pytest.mark.parametrize("text", ["", "…", "[1][2]."])
def test_a_reply_without_a_word_is_no_answer(text: str) -> None:
    with pytest.raises(ModelSilent):
        raise_if_silent(Written(text, "", 0, Completion(FinishReason.STOP, 9, 0, 5, 0.0, 0.1, 0.1)))


def test_nor_is_it_when_a_whole_document_was_read(
    library: AppContext, report: Path, thinker: ModelChoice
) -> None:
    plan = AnswerPlan(AnswerMode.RAG, thinker, max_tokens=40)
    with pytest.raises(ModelSilent):
        library.answer.ask("Summarise this document", JobContext(), (report,), plan)


def test_no_answer_is_written_by_another_model_that_was_chosen_meanwhile(
    library: AppContext, model: ModelChoice, tmp_path: Path
) -> None:
    other = ModelChoice(write_model(tmp_path / "other.gguf", name="Other", context_length=256))
    library.settings.change(model=model, mode=AnswerMode.RAG, max_tokens=40)
    loading: list[bool] = []

    def choose_other() -> None:
        """The first time the turn is only stored, the second time the first model is ready."""
        loading.append(True)
        if len(loading) == 2:
            library.model.prepare(other, JobContext())

    with pytest.raises(Cancelled):
        library.asking.ask(AskRequest(QUESTION), JobContext(report=at(AnswerPhase.SEARCHING, choose_other)))
    turn = only_turn(library)
    assert turn.state is TurnState.STOPPED
    assert turn.text == ""


def test_a_bug_does_not_leave_a_turn_that_seems_to_be_written_for_ever(
    library: AppContext, model: ModelChoice
) -> None:
    library.settings.change(model=model, mode=AnswerMode.RAG, max_tokens=40)

    def break_() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        library.asking.ask(AskRequest(QUESTION), JobContext(report=at(AnswerPhase.READING, break_)))
    turn = only_turn(library)
    assert turn.state is TurnState.FAILED
    assert turn.reason


def test_a_short_answer_may_take_the_last_of_the_context(library: AppContext, model: ModelChoice) -> None:
    plan = AnswerPlan(AnswerMode.RAG, model, max_tokens=8)
    roomy = library.answer.ask(QUESTION, JobContext(), plan=plan)
    tight = replace(model, context_tokens=roomy.tokens["prompt"] + 10)
    given = library.answer.ask(QUESTION, JobContext(), plan=replace(plan, model=tight))
    assert given.hits == roomy.hits
    assert given.tokens["answer"] == 8


def test_in_a_short_context_the_best_passages_stay_whatever_was_read_before(
    library: AppContext, model: ModelChoice
) -> None:
    everything = library.answer.ask(QUESTION, JobContext(), plan=AnswerPlan(AnswerMode.RAG, model))
    earlier = tuple(hit.passage_id for hit in reversed(everything.hits))
    short = replace(model, context_tokens=560)
    plan = AnswerPlan(AnswerMode.RAG, short, max_tokens=60, earlier=earlier)
    given = library.answer.ask(QUESTION, JobContext(), plan=plan)
    assert "did not fit" in given.note
    assert 1 in {hit.rank for hit in given.hits}


def test_a_document_whose_passages_are_longer_than_the_context_is_still_gone_over(
    library: AppContext, report: Path, model: ModelChoice
) -> None:
    plan = AnswerPlan(AnswerMode.RAG, replace(model, context_tokens=512))
    given = library.answer.ask("Summarise this document", JobContext(), (report,), plan)
    assert given.state is AnswerState.ANSWERED
    assert "only the start" in given.note


def test_what_was_written_of_a_whole_document_is_told_before_it_is_checked(
    library: AppContext, report: Path, model: ModelChoice
) -> None:
    """So that it is kept, should the check fail or be stopped."""
    updates: list[Report] = []
    plan = AnswerPlan(AnswerMode.RAG, model, max_tokens=40)
    given = library.answer.ask("Summarise this document", JobContext(report=updates.append), (report,), plan)
    last = updates[-1]
    assert isinstance(last, AnswerUpdate)
    assert last.phase is AnswerPhase.CHECKING
    assert last.text == given.text != ""


def test_a_summary_of_nothing_in_particular_says_that_it_rests_on_fragments(
    library: AppContext, model: ModelChoice
) -> None:
    plan = AnswerPlan(AnswerMode.RAG, model, max_tokens=40)
    assert library.answer.ask("List all the rents", JobContext(), plan=plan).note.startswith(FRAGMENTS)


def test_only_a_scope_of_one_file_is_read_as_a_whole(
    library: AppContext, report: Path, folder: Path, model: ModelChoice
) -> None:
    plan = AnswerPlan(AnswerMode.RAG, model, max_tokens=40)
    both = (report, folder / "lease.txt")
    assert library.answer.ask("Summarise this document", JobContext(), both, plan).note.startswith(FRAGMENTS)
    named = library.answer.ask("Summarise report.md", JobContext(), both, plan)
    assert named.note.startswith("Read all ")
    scope = (report, folder / "nowhere")
    with pytest.raises(NotInLibrary, match="nowhere"):
        library.answer.ask("Summarise this document", JobContext(), scope, plan)


def test_a_question_with_line_breaks_was_not_rewritten(library: AppContext, model: ModelChoice) -> None:
    plan = AnswerPlan(AnswerMode.RAG, model, max_tokens=8)
    given = library.answer.ask("How high is\nthe  monthly rent?", JobContext(), plan=plan)
    assert given.asked == ""


@pytest.fixture
def no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """llama.cpp's library cannot be loaded, as the binding then says."""
    package = tmp_path / "broken" / "llama_cpp"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('Failed to load shared library')\n")
    monkeypatch.setenv("PYTHONPATH", str(package.parent))


@pytest.mark.usefixtures("no_engine")
def test_a_broken_model_runner_is_told_as_such(library: AppContext, model: ModelChoice) -> None:
    plan = AnswerPlan(AnswerMode.BASE, model)
    with pytest.raises(InstallationError):
        library.answer.ask(QUESTION, JobContext(), plan=plan)
    (failed,) = [check for check in library.doctor.check() if not check.ok]
    assert failed.name == "Writing answers"


@pytest.fixture
def grounding(library: AppContext) -> Iterator[GroundingService]:
    database = Database(library.paths.library / "library.db")
    embedding = Embedding(
        EmbedderChoice,
        lambda choice: EmbedClient(embedder_spec(), choice),
        VectorStore(database),
        library.paths.library / "index",
    )
    yield GroundingService(Library(database), embedding)
    embedding.close()
    database.close()


def test_a_number_in_bold_that_no_passage_has_is_left_out(
    library: AppContext, grounding: GroundingService
) -> None:
    hits = library.retrieve.search(QUESTION).hits
    grounded = grounding.ground("The monthly rent is 940 euros [**1**][**77**].", hits, JobContext())
    assert [citation.n for citation in grounded.citations] == [1]
    assert grounded.sentences[0].citations == (1,)


def test_checking_the_sources_can_be_stopped(library: AppContext, grounding: GroundingService) -> None:
    hits = library.retrieve.search(QUESTION).hits
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        grounding.ground("The monthly rent is 940 euros [1].", hits, JobContext(token))


def test_of_an_answer_that_was_not_found_the_closest_passage_comes_first(library: AppContext) -> None:
    """In the prompt another one may stand first, because the answer before had read it there."""
    hits = library.retrieve.search(QUESTION).hits[:2]
    written = Written("", "", 0, Completion(FinishReason.STOP, 9, 0, 5, 0.0, 0.1, 0.1))
    found = SearchResult(QUESTION, True, 1.0, hits)
    prompt = Prompt((), tuple(reversed(hits)))
    given = answer_of(QUESTION, found, prompt, AnswerPlan(AnswerMode.RAG), written, Grounded((), ()))
    assert given.hits == hits
