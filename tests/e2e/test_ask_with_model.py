"""`ask` with a model on the real command line: what scripts get, and what goes wrong in plain words."""

from pathlib import Path

import pytest

from tests.e2e.test_command_line import run, run_json
from tests.ggufs import truncated, write_adapter, write_model
from tests.practice import world

PRACTICE = Path(__file__).parents[1] / "practice"
MODEL, ADAPTER = PRACTICE / "model.gguf", PRACTICE / "style-and-facts.gguf"
NOTES = world.held_out_notes(11, notes=12)
FACTS = [note.facts[0] for note in NOTES]
TAUGHT = world.KNOWN_BY_HEART[0]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes")
    world.write_notes(folder, NOTES)
    library = tmp_path_factory.mktemp("library")
    assert run(library, "add", folder).returncode == 0
    return library


def asked(library: Path, question: str, *arguments: str | Path) -> dict[str, object]:
    return run_json(library, "ask", question, "--model", MODEL, *arguments)


def test_with_a_model_the_passages_are_read_and_cited(library: Path) -> None:
    answers = [(fact, asked(library, world.question(fact))) for fact in FACTS]
    right = [world.is_right(fact, str(answer["answer"])) for fact, answer in answers]
    assert sum(right) >= 0.9 * len(FACTS)
    fact, answer = answers[right.index(True)]
    assert answer["mode"] == "rag"
    assert answer["state"] == "answered"
    (citation,) = answer["citations"]  # type: ignore[misc]  # checked by unpacking
    assert fact.value in citation["quote"]
    (sentence,) = answer["sentences"]  # type: ignore[misc]  # checked by unpacking
    assert sentence["support"] == "supported"
    assert sentence["citations"] == [citation["n"]]
    assert answer["tokens"]["prompt"] > answer["tokens"]["answer"] > 0  # type: ignore[index]
    assert {"load_s", "search_s", "first_token_s", "writing_s", "total_s"} <= set(answer["timings"])  # type: ignore[call-overload]


def test_each_mode_can_be_asked_for(library: Path) -> None:
    guessed = asked(library, world.question(FACTS[0]), "--mode", "base")
    assert not guessed["citations"]
    by_heart = asked(library, world.question(TAUGHT), "--adapter", ADAPTER, "--mode", "lora")
    assert world.in_style(str(by_heart["answer"]))
    both = asked(library, world.question(FACTS[0]), "--adapter", f"{ADAPTER}:1.0")
    assert both["mode"] == "hybrid"
    assert both["adapters"] == ["style-and-facts"]
    off = asked(library, world.question(FACTS[0]), "--adapter", f"{ADAPTER}:0")
    assert off["answer"] == asked(library, world.question(FACTS[0]))["answer"]


def test_a_person_reads_the_answer_and_its_sources(library: Path) -> None:
    done = run(library, "ask", world.question(FACTS[0]), "--model", MODEL)
    assert FACTS[0].value in done.stdout
    assert done.stdout.count(FACTS[0].stated) == 1
    assert NOTES[0].name in done.stdout


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "There is no file"),
        (lambda path: path.mkdir(), "folder"),
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_text("<!DOCTYPE html><html>Log in</html>"), "web page"),
        (write_adapter, "adapter"),
    ],
    ids=["missing", "a folder", "empty", "a web page", "an adapter"],
)
def test_a_file_that_is_no_model_is_refused_with_its_own_reason(
    library: Path, tmp_path: Path, make: object, said: str
) -> None:
    path = tmp_path / "chosen.gguf"
    make(path)  # type: ignore[operator]  # each makes a file at a path
    done = run(library, "ask", "How high is the rent?", "--model", path)
    assert done.returncode == 7
    assert said in done.stderr
    assert done.stderr.count("\n") <= 2


def test_half_a_download_is_refused(library: Path, tmp_path: Path) -> None:
    whole, half = tmp_path / "whole.gguf", tmp_path / "half.gguf"
    write_model(whole)
    truncated(whole, half, whole.stat().st_size // 2)
    done = run(library, "ask", "How high is the rent?", "--model", half)
    assert done.returncode == 7
    assert "incomplete" in done.stderr


def test_an_adapter_of_another_model_is_refused_with_both_names(library: Path, tmp_path: Path) -> None:
    model = tmp_path / "model.gguf"
    write_model(model, name="Small Base")
    done = run(library, "ask", world.question(FACTS[0]), "--model", model, "--adapter", ADAPTER)
    assert done.returncode == 7
    assert "Small Base" in done.stderr


def test_a_mode_that_lacks_what_it_needs_says_so(library: Path) -> None:
    without_model = run(library, "ask", "How high is the rent?", "--mode", "rag")
    assert without_model.returncode == 7
    assert "No model" in without_model.stderr
    without_adapter = run(library, "ask", "How high is the rent?", "--model", MODEL, "--mode", "lora")
    assert without_adapter.returncode == 2
    assert "--adapter" in without_adapter.stderr
