"""The ways to ask again: all that are possible now, each once, and a reason for what is not."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_rag.app.shelf_values import ShelfRow
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.fit import Verdict
from desktop_rag.domain.language_model import ModelChoice, ModelState, ModelStatus
from desktop_rag.gui.answers.copying import answer_as_html
from desktop_rag.gui.asking import answer_setup
from desktop_rag.gui.asking.again_ways import AgainWay, again_ways
from desktop_rag.gui.asking.answer_setup import AnswerSetup, way_of
from desktop_rag.gui.asking.model_handling import status_of_chosen
from desktop_rag.gui.asking.model_words import searched_words
from tests.gui.models_samples import fit, shelf_row
from tests.gui.samples import LETTERS, PAPERS, answered, citation, sentence, written
from tests.gui.test_answer_setup import OTHER, adapter_facts, model_facts, with_adapter, with_model

THIRD = Path("/models/third.gguf")


def row(path: Path, name: str, verdict: Verdict = Verdict.FITS, *, problem: str = "") -> ShelfRow:
    return shelf_row(facts=model_facts(path, name), fits=fit(6.2, verdict), problem=problem)


def words(ways: tuple[AgainWay, ...]) -> list[str]:
    return [way.words for way in ways]


def test_without_a_model_only_word_for_word_is_offered() -> None:
    ways = again_ways(answered(citation(1)), AnswerSetup(), ())
    assert ways.same == AgainWay("Word for word", AnswerSetup(), is_set=True)
    assert (ways.modes, ways.models) == ((), ())


def test_with_a_model_each_other_way_is_offered_by_its_name() -> None:
    ways = again_ways(answered(citation(1)), with_model(), ())
    assert words(ways.modes) == ["From my documents", "Model alone"]
    assert [way.is_set for way in ways.modes] == [True, False]


def test_with_an_adapter_all_five_are_offered() -> None:
    ways = again_ways(answered(citation(1)), with_adapter(), ())
    assert ways.same
    assert len({ways.same.words, *words(ways.modes)}) == 5


@pytest.mark.parametrize("mode", [AnswerMode.RAG, AnswerMode.BASE])
def test_the_same_way_is_that_of_the_answer_and_not_what_is_set_now(mode: AnswerMode) -> None:
    answer = replace(written(sentence("So it is.", 1), mode=mode), model="Tiny LLaMA")
    setup = answer_setup.with_mode(with_model(), AnswerMode.EXTRACT)
    ways = again_ways(answer, setup, ())
    assert ways.same
    assert ways.same.setup
    assert (ways.same.setup.mode, ways.same.is_set) == (mode, False)
    assert mode not in {way.setup.mode for way in ways.modes if way.setup}


def test_the_model_that_wrote_the_answer_is_taken_from_the_shelf() -> None:
    answer = replace(written(sentence("So it is.", 1)), model="Other")
    ways = again_ways(answer, with_model(), (row(OTHER, "Other"),))
    assert ways.same
    assert ways.same.words == "Written by Other"
    assert ways.same.setup
    assert ways.same.setup.model == ModelChoice(OTHER)
    assert words(ways.models) == []


def test_what_wrote_the_answer_and_is_gone_cannot_be_had_again() -> None:
    answer = replace(written(sentence("So it is.", 1)), model="Lost")
    assert again_ways(answer, with_model(), ()).same is None


def test_other_models_are_offered_and_the_chosen_one_is_not() -> None:
    rows = (row(with_model().model.path, "Tiny LLaMA"), row(OTHER, "Other"))
    ways = again_ways(answered(citation(1)), with_model(), rows)
    assert words(ways.models) == ["Other"]
    assert ways.models[0].setup
    assert ways.models[0].setup.mode is AnswerMode.RAG


def test_models_that_cannot_be_had_say_why() -> None:
    rows = (row(OTHER, "Other", Verdict.NO), row(THIRD, "Third", problem="The file is not there."))
    big, gone = again_ways(answered(citation(1)), with_model(), rows).models
    assert (big.setup, gone.setup) == (None, None)
    assert big.words.startswith("Other · needs 6.2 GB of memory, ")
    assert gone.words == "Third · The file is not there."


def test_a_model_that_fits_with_less_context_is_offered_with_it() -> None:
    short = replace(row(OTHER, "Other", Verdict.NO), shorter_context=2048)
    (way,) = again_ways(answered(citation(1)), with_model(), (short,)).models
    assert way.setup
    assert way.setup.model == ModelChoice(OTHER, 2048)


def test_a_way_is_handed_on_with_the_adapters_that_are_on() -> None:
    setup = answer_setup.with_adapter(with_adapter(), adapter_facts(THIRD, "third"))
    setup = answer_setup.with_adapter_switched(setup, THIRD, False)
    way = way_of(setup)
    assert (way.mode, way.model) == (AnswerMode.HYBRID, setup.model)
    assert [each.path for each in way.adapters] == [each.path for each in with_adapter().adapters_on]


@pytest.mark.parametrize(
    ("scope", "ready", "reads", "said"),
    [
        ((), 29, True, "Searching all 29 documents"),
        ((), 2300, True, "Searching all 2,300 documents"),
        ((), 1, True, "Searching your one document"),
        ((), 0, True, "Nothing to search yet"),
        ((PAPERS,), 29, True, "Searching papers"),
        ((LETTERS, PAPERS), 29, True, "Searching 2 places"),
        ((PAPERS,), 29, False, "Not searching your documents"),
    ],
)
def test_what_is_searched_is_told_in_words(
    scope: tuple[Path, ...], ready: int, reads: bool, said: str
) -> None:
    assert searched_words(scope, ready, reads=reads) == said


def test_while_another_model_answers_one_question_the_chosen_one_is_not_said_to_load_or_fail() -> None:
    other = answer_setup.with_model(with_model(), model_facts(OTHER, "Other"))
    for state in (ModelState.LOADING, ModelState.FAILED):
        status = ModelStatus(state, 0.4, reason="Broken.")
        assert status_of_chosen(status, with_model(), other).state is ModelState.EMPTY
        assert status_of_chosen(status, with_model(), None) == status
        same_model = answer_setup.with_mode(with_model(), AnswerMode.BASE)
        assert status_of_chosen(status, with_model(), same_model) == status


def test_copied_html_holds_numbers_lists_and_marks_and_no_markup_of_a_stranger() -> None:
    answer = written(
        sentence("<b>Leave</b> & more.", 1, lead=""),
        sentence("one", 2, lead="\n\n- "),
        sentence("two", lead="\n- "),
    )
    copied = answer_as_html(answer)
    assert "&lt;b&gt;Leave&lt;/b&gt; &amp; more. <sup>[1]</sup>" in copied
    assert "<ul>" in copied
    assert copied.count("<li") == 2
    assert "two <i>(no source given)</i>" in copied
    assert "“a quote”" in copied


def test_the_program_ends_in_order_with_an_answer_on_the_clipboard() -> None:
    """Qt lets go of the clipboard after Python has ended, where a thing made in Python would crash it."""
    program = (
        "from PySide6.QtWidgets import QApplication\n"
        "from desktop_rag.gui.widgets.clipboard import copy_text\n"
        "app = QApplication([])\n"
        "copy_text('words', '<b>words</b>')\n"
        "assert app.clipboard().mimeData().html() == '<b>words</b>'\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
