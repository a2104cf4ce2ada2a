"""What is said about a model and this machine's memory: fits, tight, will not fit, and what to do then."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind
from desktop_rag.domain.fit import (
    Fit,
    Machine,
    MemoryNeed,
    Verdict,
    advice,
    embedder_need,
    judge,
    longest_context,
    memory_need,
    offer_need,
    too_large,
    usual_context,
)
from desktop_rag.domain.language_model import ModelFacts, ModelShape
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import ShelfKind

GB = 10**9
# As the header of Qwen3-4B-Q4_K_M says.
SHAPE = ModelShape(36, 2560, 151_936, 36 * 2 * 8 * 128 * 2, 2_491_000_000)
MODEL = ModelFacts(
    Path("m.gguf"), "Qwen3 4B", "qwen3", 4 * GB, "Q4_K_M", 2_497_280_256, 40_960, True, "", SHAPE
)
FULL = dataclasses.replace(
    MODEL,
    quantisation="F16",
    size_bytes=8_050_000_000,
    shape=dataclasses.replace(SHAPE, weights_bytes=8_044_000_000),
)
EMBEDDER = EmbedderFacts(
    EmbedderKind.GGUF, Path("e.gguf"), "e", "bert", 118_000_000, "Q8_0", 132_439_008, 384, 512, None, "", ""
)


def offer(**changes: object) -> Offer:
    plain = Offer(
        id="qwen3-4b",
        kind=ShelfKind.MODEL,
        name="Qwen3 4B",
        publisher="Qwen",
        summary="",
        quantisation="Q4_K_M",
        size_bytes=MODEL.size_bytes,
        sha256="0" * 64,
        url="https://example.org/m.gguf",
        file_name="m.gguf",
        licence="Apache-2.0",
        terms="",
        languages=(),
        parameters=MODEL.parameters,
        context_tokens=40_960,
        kv_bytes_per_token=SHAPE.kv_bytes_per_token,
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]  # the fields of an offer


def machine(free_gb: float, total_gb: float = 64) -> Machine:
    return Machine(int(total_gb * GB), int(free_gb * GB))


def fit_of(facts: ModelFacts, tokens: int, there: Machine) -> Fit:
    return judge(memory_need(facts, tokens), there, tokens)


class TestContext:
    def test_is_8192_tokens_unless_more_is_asked_for_or_the_model_knows_less(self) -> None:
        assert usual_context(40_960, None) == 8192
        assert usual_context(2048, None) == 2048
        assert usual_context(40_960, 32_768) == 32_768
        assert usual_context(2048, 32_768) == 2048

    def test_is_as_asked_where_the_file_does_not_tell(self) -> None:
        assert usual_context(0, 16_384) == 16_384
        assert usual_context(0, None) == 8192

    def test_is_never_too_small_to_hold_anything(self) -> None:
        assert usual_context(40_960, 1) == 64


class TestNeed:
    def test_counts_weights_keys_and_values_and_the_rest_apart(self) -> None:
        need = memory_need(MODEL, 8192)
        assert need.weights_bytes == 2_491_000_000
        assert need.kv_bytes == 8192 * 147_456
        assert 100_000_000 < need.overhead_bytes < 250_000_000
        assert need.total_bytes == need.weights_bytes + need.kv_bytes + need.overhead_bytes

    def test_rounds_the_context_up_as_llama_cpp_does(self) -> None:
        assert memory_need(MODEL, 8193).kv_bytes == memory_need(MODEL, 8448).kv_bytes == 8448 * 147_456

    def test_counts_weights_twice_that_are_kept_in_two_orders(self) -> None:
        twice = dataclasses.replace(MODEL, shape=dataclasses.replace(SHAPE, twice_bytes=70_000_000))
        more = memory_need(twice, 2048).weights_bytes - memory_need(MODEL, 2048).weights_bytes
        assert more == 70_000_000

    def test_takes_the_file_for_the_weights_where_the_header_does_not_tell(self) -> None:
        need = memory_need(dataclasses.replace(MODEL, shape=ModelShape()), 8192)
        assert need.weights_bytes == MODEL.size_bytes
        assert need.overhead_bytes > 50_000_000

    def test_of_an_offer_is_about_that_of_the_file_when_it_is_here(self) -> None:
        before, after = offer_need(offer(), 8192).total_bytes, memory_need(MODEL, 8192).total_bytes
        assert before == pytest.approx(after, rel=0.02)

    def test_of_an_adapter_is_what_comes_on_top(self) -> None:
        need = offer_need(offer(kind=ShelfKind.ADAPTER, size_bytes=62_297_568), 8192)
        assert need.total_bytes == 62_297_568

    def test_of_an_embedder_is_the_same_before_and_after_it_is_fetched(self) -> None:
        offered = offer(
            kind=ShelfKind.EMBEDDER,
            size_bytes=EMBEDDER.size_bytes,
            parameters=EMBEDDER.parameters,
            dimension=384,
            kv_bytes_per_token=0,
        )
        assert offer_need(offered, 8192) == embedder_need(EMBEDDER)

    def test_of_an_embedder_made_from_a_language_model_is_larger(self) -> None:
        made = dataclasses.replace(EMBEDDER, architecture="qwen3")
        assert embedder_need(made).total_bytes > embedder_need(EMBEDDER).total_bytes + 300_000_000

    def test_of_a_folder_for_sentence_transformers_counts_that_library(self) -> None:
        folder = dataclasses.replace(EMBEDDER, kind=EmbedderKind.SENTENCE_TRANSFORMERS)
        assert embedder_need(folder).overhead_bytes > 400_000_000 > embedder_need(EMBEDDER).overhead_bytes

    @pytest.mark.parametrize(("numbers", "times"), [("F32", 1), ("F16", 2), ("BF16", 2)])
    def test_of_such_a_folder_is_for_numbers_of_full_precision(self, numbers: str, times: int) -> None:
        folder = dataclasses.replace(EMBEDDER, kind=EmbedderKind.SENTENCE_TRANSFORMERS, quantisation=numbers)
        assert embedder_need(folder).weights_bytes == times * folder.size_bytes

    @given(tokens=st.integers(64, 200_000), more=st.integers(1, 10_000))
    def test_grows_with_the_context(self, tokens: int, more: int) -> None:
        assert memory_need(MODEL, tokens + more).total_bytes > memory_need(MODEL, tokens).total_bytes


class TestVerdict:
    @pytest.mark.parametrize(
        ("free_bytes", "verdict"),
        [
            (1000, Verdict.FITS),
            (999, Verdict.TIGHT),
            (800, Verdict.TIGHT),
            (799, Verdict.NO),
            (0, Verdict.NO),
        ],
    )
    def test_a_fifth_is_left_free_where_it_fits_well(self, free_bytes: int, verdict: Verdict) -> None:
        fit = judge(MemoryNeed(600, 150, 50), Machine(10_000, free_bytes), 8192)
        assert (fit.verdict, fit.context_tokens) == (verdict, 8192)


class TestLongestContext:
    def test_is_what_the_model_was_trained_for_where_there_is_room(self) -> None:
        assert longest_context(MODEL, machine(60)) == 40_960

    def test_is_the_largest_round_one_that_fits_well(self) -> None:
        tokens = longest_context(MODEL, machine(6))
        assert tokens == 12_288
        assert fit_of(MODEL, tokens, machine(6)).verdict is Verdict.FITS
        assert fit_of(MODEL, 16_384, machine(6)).verdict is not Verdict.FITS

    def test_is_one_that_fits_only_just_rather_than_none(self) -> None:
        tokens = longest_context(MODEL, machine(3.3))
        assert fit_of(MODEL, tokens, machine(3.3)).verdict is Verdict.TIGHT

    def test_is_nothing_where_the_weights_alone_are_too_large(self) -> None:
        assert longest_context(MODEL, machine(2)) == 0

    def test_may_be_a_small_one_that_the_model_was_trained_for(self) -> None:
        assert longest_context(dataclasses.replace(MODEL, trained_context_tokens=512), machine(60)) == 512

    @given(free=st.integers(0, 20 * GB), trained=st.integers(0, 300_000))
    def test_what_it_says_can_be_loaded(self, free: int, trained: int) -> None:
        facts = dataclasses.replace(MODEL, trained_context_tokens=trained)
        tokens = longest_context(facts, Machine(32 * GB, free))
        if tokens:
            assert usual_context(trained, tokens) == max(tokens, 64) or trained < 64
            assert fit_of(facts, tokens, Machine(32 * GB, free)).verdict is not Verdict.NO


class TestAdvice:
    def test_is_not_given_for_what_fits(self) -> None:
        assert advice(fit_of(MODEL, 8192, machine(20)), MODEL) == ""

    def test_for_what_is_tight_is_to_close_programs(self) -> None:
        fit = fit_of(MODEL, 8192, machine(4.2))
        assert fit.verdict is Verdict.TIGHT
        assert advice(fit, MODEL) == "Close other programs before you use it."

    def test_names_the_shorter_context_that_would_fit(self) -> None:
        said = advice(fit_of(MODEL, 32_768, machine(6, total_gb=7)), MODEL)
        assert said == "Choose a shorter context: with 12,288 tokens it would fit."

    def test_names_a_smaller_version_when_no_context_is_short_enough(self) -> None:
        said = advice(fit_of(FULL, 8192, machine(6, total_gb=8)), FULL)
        assert said == "Choose a smaller version of the same model, such as Q4_K_M: that would fit."

    def test_does_not_name_a_smaller_version_of_a_small_one(self) -> None:
        said = advice(fit_of(MODEL, 8192, machine(2.4, total_gb=4)), MODEL)
        assert "smaller version" not in said

    def test_says_how_large_another_model_may_be(self) -> None:
        said = advice(fit_of(MODEL, 8192, machine(2.6, total_gb=4)), MODEL)
        assert said == "Choose a smaller model: here one of about 1.2 billion parameters would fit."

    def test_names_no_size_where_hardly_any_would_fit(self) -> None:
        assert advice(fit_of(MODEL, 8192, machine(0.3, total_gb=4)), MODEL) == "Choose a smaller model."

    def test_says_so_when_only_other_programs_are_in_the_way(self) -> None:
        said = advice(fit_of(MODEL, 8192, machine(2, total_gb=16)), MODEL)
        assert said == "Close other programs: this computer has 16.0 GB of memory in all."

    def test_is_given_for_a_search_model_too(self) -> None:
        there = machine(0.1, total_gb=0.2)
        fit = judge(embedder_need(EMBEDDER), there, 512)
        assert advice(fit, EMBEDDER) == "Choose a smaller model."

    @given(free=st.integers(0, 12 * GB), total=st.integers(0, 20 * GB), tokens=st.integers(64, 131_072))
    def test_there_is_always_a_next_step_for_what_will_not_fit(
        self, free: int, total: int, tokens: int
    ) -> None:
        fit = fit_of(FULL, tokens, Machine(total, free))
        assert bool(advice(fit, FULL)) is (fit.verdict is not Verdict.FITS)


def test_a_refusal_names_both_numbers() -> None:
    said = too_large(fit_of(MODEL, 8192, machine(2.04)))
    assert said == "This model needs 3.8 GB of memory, but only 2.0 GB are free now."
