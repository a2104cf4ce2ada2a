"""How long answers are, as a person chooses it: what the model is told, and how much room it gets."""

import json
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.values import AskRequest
from desktop_rag.cli.arguments import parse
from desktop_rag.cli.main import COMMANDS
from desktop_rag.domain.answers import Answer
from desktop_rag.domain.chat import AnswerMode, AnswerStyle
from desktop_rag.domain.language_model import ModelChoice
from tests.ggufs import write_model

QUESTION = "How high is the monthly rent?"


@pytest.fixture
def asking(context: AppContext, folder: Path, tmp_path: Path) -> AppContext:
    """With a model that writes random letters without end."""
    context.ingest.add([folder], JobContext())
    model = ModelChoice(write_model(tmp_path / "model.gguf"))
    context.settings.change(model=model, mode=AnswerMode.RAG, max_tokens=40)
    return context


def ask(context: AppContext, style: AnswerStyle) -> Answer:
    context.settings.change(answer_style=style)
    turn = context.asking.ask(AskRequest(QUESTION), JobContext())
    assert turn.answer is not None
    return turn.answer


def test_a_style_decides_how_much_is_written_and_no_passage_is_read_again_for_it(asking: AppContext) -> None:
    normal = ask(asking, AnswerStyle.NORMAL)
    brief = ask(asking, AnswerStyle.BRIEF)
    detailed = ask(asking, AnswerStyle.DETAILED)
    lengths = [each.tokens["answer"] for each in (brief, normal, detailed)]
    assert lengths == [20, 40, 80]
    assert brief.tokens["prompt"] > normal.tokens["prompt"]
    before_question = normal.tokens["prompt"] - normal.tokens["prompt"] // 4
    assert min(brief.tokens["reused"], detailed.tokens["reused"]) > before_question


def test_sentences_word_for_word_are_the_same_in_every_style(asking: AppContext) -> None:
    asking.settings.change(mode=AnswerMode.EXTRACT)
    said = {ask(asking, style).text for style in AnswerStyle}
    assert len(said) == 1
    assert "940 euros" in said.pop()


def test_the_command_line_sets_the_style_and_asks_in_it(
    asking: AppContext, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> dict[str, object]:
        chosen = parse([*words, "--json"])
        assert COMMANDS[chosen.command](asking, chosen, JobContext()) == 0
        return json.loads(capsys.readouterr().out)

    shown = run("settings", "--style", "brief", "--battery", "off")
    assert (shown["style"], shown["battery"]) == ("brief", False)
    assert run("ask", QUESTION)["tokens"]["answer"] == 20
    assert run("ask", QUESTION, "--max-tokens", "7")["tokens"]["answer"] == 7
    run("settings", "--style", "normal")
    assert run("ask", QUESTION)["tokens"]["answer"] == 40
