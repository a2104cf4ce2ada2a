"""What streaming through the whole app costs, and what a remembered prompt saves; ratios of one run."""

import itertools
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.values import AnswerPlan, AskRequest
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.generation.loading import threads_for
from desktop_rag.runtime import RuntimePaths
from tests.ggufs import Shape, write_model

SHAPE = Shape(layers=6, width=384, hidden=1024, heads=6)
"""11 million parameters; with tiny models the pipe is what is measured, not the model."""
TOKENS, ROUNDS = 150, 8
QUESTION = "How long may a rented bicycle be kept?"
PAGES = AnswerPlan().passages


@pytest.fixture
def context(tmp_path: Path) -> AppContext:
    return AppContext.open(RuntimePaths.at(tmp_path / "library"))


@pytest.fixture
def model(tmp_path: Path) -> ModelChoice:
    return ModelChoice(write_model(tmp_path / "model.gguf", shape=SHAPE, seed=4, context_length=8192))


@pytest.mark.flaky(reruns=2)  # both are measured beside whatever else the machine does
def test_an_answer_through_the_app_comes_as_fast_as_from_a_bare_loop(
    context: AppContext, model: ModelChoice
) -> None:
    plan = AnswerPlan(AnswerMode.BASE, model, max_tokens=TOKENS)
    command = [sys.executable, __file__, str(model.path), str(threads_for(model.path.stat().st_size))]
    bare = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert bare.stdin is not None
    assert bare.stdout is not None
    ours, theirs = [], []
    for _ in range(ROUNDS):
        answer = context.answer.ask(QUESTION, JobContext(), plan=plan)
        ours.append((answer.tokens["answer"] - 1) / answer.timings["writing_s"])
        bare.stdin.write("go\n")
        bare.stdin.flush()
        theirs.append(float(bare.stdout.readline()))
    bare.communicate()
    context.close()
    print(
        f"\nthrough the app {max(ours):.0f} tokens/s, bare {max(theirs):.0f}: {max(ours) / max(theirs):.0%}"
    )
    # The best of each: on a shared machine, even these differ by up to a tenth from one run to the next.
    assert max(ours) >= 0.9 * max(theirs), (ours, theirs)


@pytest.mark.flaky(reruns=2)  # as above
def test_a_follow_up_on_the_same_passages_begins_in_half_the_time(
    context: AppContext, model: ModelChoice, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for page in range(PAGES):
        said = (
            f"Rule {page}: a rented bicycle may be kept for {page + 2} days and is returned to depot {page}. "
        )
        (folder / f"rules-{page}.txt").write_text(said * 8)
    context.ingest.add([folder], JobContext())
    context.settings.change(model=model, mode=AnswerMode.RAG, max_tokens=8)
    first, follow_up = [], []
    for _ in range(3):
        begun = context.asking.ask(AskRequest(QUESTION), JobContext())
        request = AskRequest("Where is a rented bicycle returned?", conversation_id=begun.conversation_id)
        second = context.asking.ask(request, JobContext())
        assert begun.answer is not None
        assert second.answer is not None
        assert {hit.passage_id for hit in begun.answer.hits} == {hit.passage_id for hit in second.answer.hits}
        first.append(begun.answer.timings["first_token_s"])
        follow_up.append(second.answer.timings["first_token_s"])
        context.model.unload()
    context.close()
    share = statistics.median(follow_up) / statistics.median(first)
    print(f"\nfirst token of a follow-up after {share:.0%} of the first question's time")
    assert share <= 0.5, (first, follow_up)


def bare_loop(model_path: str, threads: str) -> None:
    """llama-cpp-python's own loop over tokens, timed alike; without turning them into text."""
    import llama_cpp

    count = int(threads)
    model = llama_cpp.Llama(model_path, n_ctx=8192, n_threads=count, n_threads_batch=count, verbose=False)
    for _line in sys.stdin:
        model.reset()
        tokens = model.tokenize(f"Question: {QUESTION}".encode())
        first = 0.0
        for _token in itertools.islice(model.generate(tokens, temp=0.0, repeat_penalty=1.0), TOKENS):
            first = first or time.perf_counter()
        print((TOKENS - 1) / (time.perf_counter() - first), flush=True)


if __name__ == "__main__":
    bare_loop(*sys.argv[1:])
