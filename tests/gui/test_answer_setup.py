"""No choice leads to a way to answer that cannot be asked, and each is told in words."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.language_model import AdapterFacts, ModelChoice, ModelFacts, ModelState, ModelStatus
from desktop_rag.gui.asking import answer_setup
from desktop_rag.gui.asking.answer_setup import AnswerSetup, KnownAdapter
from desktop_rag.gui.asking.model_words import (
    MODES,
    model_state_words,
    model_words,
    size_words,
    way_words,
    why_not,
)

MODEL, OTHER = Path("/models/tiny.gguf"), Path("/models/other.gguf")
STYLE, LAW = Path("/models/style.gguf"), Path("/models/law.gguf")


def model_facts(path: Path = MODEL, name: str = "Tiny LLaMA", architecture: str = "llama") -> ModelFacts:
    return ModelFacts(path, name, architecture, 1000, "Q4_K_M", 4_100_000_000, 2048, True)


def adapter_facts(path: Path = STYLE, name: str = "style", architecture: str = "llama") -> AdapterFacts:
    return AdapterFacts(path, name, architecture, "Tiny LLaMA", 4, 8.0, 1000)


def with_model() -> AnswerSetup:
    return answer_setup.with_model(AnswerSetup(), model_facts())


def with_adapter() -> AnswerSetup:
    return answer_setup.with_adapter(with_model(), adapter_facts())


def test_a_first_model_answers_from_the_documents() -> None:
    setup = with_model()
    assert setup.mode is AnswerMode.RAG
    assert setup.model == ModelChoice(MODEL)
    assert way_words(setup) == "Written by Tiny LLaMA"


@pytest.mark.parametrize("mode", [AnswerMode.BASE, AnswerMode.RAG])
def test_another_model_answers_in_the_way_that_was_chosen(mode: AnswerMode) -> None:
    setup = answer_setup.with_mode(with_model(), mode)
    assert answer_setup.with_model(setup, model_facts(OTHER, "Other")).mode is mode


def test_models_used_before_are_kept_latest_first_and_once() -> None:
    setup = AnswerSetup()
    for path in (MODEL, OTHER, MODEL):
        setup = answer_setup.with_model(setup, model_facts(path))
    assert setup.recent == (MODEL, OTHER)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (AnswerMode.EXTRACT, AnswerMode.HYBRID),
        (AnswerMode.RAG, AnswerMode.HYBRID),
        (AnswerMode.BASE, AnswerMode.LORA),
        (AnswerMode.LORA, AnswerMode.LORA),
        (AnswerMode.HYBRID, AnswerMode.HYBRID),
    ],
)
def test_an_adapter_that_is_added_is_used(before: AnswerMode, after: AnswerMode) -> None:
    setup = replace(with_adapter(), mode=before)
    assert answer_setup.with_adapter(setup, adapter_facts(LAW, "law")).mode is after


def test_an_adapter_without_a_model_waits_for_one() -> None:
    setup = answer_setup.with_adapter(AnswerSetup(), adapter_facts())
    assert setup.mode is AnswerMode.EXTRACT
    assert [each.name for each in setup.adapters_on] == ["style"]


@pytest.mark.parametrize(
    ("before", "after"), [(AnswerMode.HYBRID, AnswerMode.RAG), (AnswerMode.LORA, AnswerMode.BASE)]
)
def test_without_its_last_adapter_the_model_answers_as_it_is(before: AnswerMode, after: AnswerMode) -> None:
    setup = replace(with_adapter(), mode=before)
    assert answer_setup.with_adapter_switched(setup, STYLE, False).mode is after
    assert answer_setup.without_adapter(setup, STYLE).mode is after


def test_switching_off_keeps_the_strength() -> None:
    setup = answer_setup.with_adapter_scale(with_adapter(), STYLE, 0.4)
    setup = answer_setup.with_adapter_switched(setup, STYLE, False)
    setup = answer_setup.with_adapter_switched(setup, STYLE, True)
    assert [each.adapter for each in setup.adapters_on] == [Adapter(STYLE, 0.4)]


def test_adapters_for_another_kind_of_model_are_switched_off_with_a_new_one() -> None:
    setup = answer_setup.with_model(with_adapter(), model_facts(OTHER, "Other", "qwen2"))
    assert setup.adapters_on == ()
    assert [each.path for each in setup.adapters] == [STYLE]
    assert setup.mode is AnswerMode.RAG


known = st.builds(
    KnownAdapter, st.builds(Adapter, st.sampled_from([STYLE, LAW])), st.booleans(), st.just(adapter_facts())
)
setups = st.builds(
    AnswerSetup,
    st.sampled_from(AnswerMode),
    st.sampled_from([None, ModelChoice(MODEL)]),
    st.none(),
    st.lists(known, max_size=2, unique_by=lambda each: each.path).map(tuple),
)


@given(setups, st.sampled_from(AnswerMode))
def test_whatever_is_chosen_can_be_asked(setup: AnswerSetup, mode: AnswerMode) -> None:
    chosen = answer_setup.with_mode(setup, mode)
    assert why_not(chosen.mode, chosen) == ""
    if not why_not(mode, setup):
        assert chosen.mode is mode


@given(setups)
def test_each_way_that_cannot_be_chosen_says_what_it_needs(setup: AnswerSetup) -> None:
    for words in MODES:
        possible = answer_setup.with_mode(setup, words.mode).mode is words.mode
        assert bool(why_not(words.mode, setup)) is not possible


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        (AnswerMode.EXTRACT, "Word for word"),
        (AnswerMode.RAG, "Written by Tiny LLaMA"),
        (AnswerMode.BASE, "Written by Tiny LLaMA from its own knowledge"),
        (AnswerMode.LORA, "Written by Tiny LLaMA from its own knowledge, with the adapter “style”"),
        (AnswerMode.HYBRID, "Written by Tiny LLaMA with the adapter “style”"),
    ],
)
def test_the_way_is_told_in_words(mode: AnswerMode, said: str) -> None:
    assert way_words(replace(with_adapter(), mode=mode)) == said


def test_several_adapters_are_named_or_counted() -> None:
    setup = answer_setup.with_adapter(with_adapter(), adapter_facts(LAW, "law"))
    assert way_words(setup).endswith(" with the adapters “style” and “law”")
    setup = answer_setup.with_adapter(setup, adapter_facts(Path("/models/c.gguf"), "c"))
    assert way_words(setup).endswith(" with 3 adapters")


@pytest.mark.parametrize("name", ["", "   "])
def test_a_model_without_a_name_goes_by_its_file(name: str) -> None:
    assert answer_setup.with_model(AnswerSetup(), model_facts(name=name)).model_name == "tiny"


def test_a_name_from_a_stranger_shows_what_cannot_be_seen() -> None:
    setup = answer_setup.with_model(AnswerSetup(), model_facts(name="a\u202eb\nc" + "x" * 500))
    assert "a[U+202E]b␊c" in setup.model_name
    assert len(way_words(setup)) < 90


@pytest.mark.parametrize(
    ("size", "said"), [(421_000, "0.4 MB"), (640_000_000, "640 MB"), (4_120_000_000, "4.1 GB")]
)
def test_sizes(size: int, said: str) -> None:
    assert size_words(size) == said


def test_the_state_of_the_model_is_told_in_words() -> None:
    said = {state: model_state_words(ModelStatus(state, 0.4)) for state in ModelState}
    assert said[ModelState.LOADING] == "Loading… 40\N{NO-BREAK SPACE}%"
    assert len(set(said.values())) == len(ModelState)
    assert model_words(model_facts(), ModelStatus(ModelState.READY)) == "4.1 GB · Q4_K_M · Ready"


def test_a_model_taken_with_a_shorter_context_keeps_it_until_it_is_taken_with_another() -> None:
    short = answer_setup.with_model(AnswerSetup(), model_facts(), 4096)
    assert short.model == ModelChoice(MODEL, 4096)
    assert answer_setup.with_model(short, model_facts()).model == short.model
    assert answer_setup.with_model(short, model_facts(), 2048).model == ModelChoice(MODEL, 2048)
    assert answer_setup.with_model(short, model_facts(OTHER)).model == ModelChoice(OTHER)
