"""Adapters that the real PEFT library trained and saved, converted in the real child: llama.cpp gives the
scores that PyTorch gives, for every kind of model that is supported.

Differences are those of two ways to compute the same: a few 1e-5 in single precision. An adapter that lands
in the wrong rows, or with the wrong strength, is off by whole numbers.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gguf import GGMLQuantizationType

from desktop_rag.domain.language_model import AdapterFacts
from desktop_rag.workers.converter_client import ConverterClient, converter_spec
from tests.peft_training import (
    KINDS,
    MODULES,
    Array,
    Kind,
    adapt,
    llama_scores,
    new_model,
    practice_model,
    save,
    tokens,
    torch,
    torch_scores,
    write_base,
)
from tests.practice import world

pytestmark = [
    # PEFT 0.21 calls what transformers 5.23 has renamed
    pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning"),
    # PEFT says that it saves the table of words too, which is what it is asked for
    pytest.mark.filterwarnings("ignore:Setting `save_embedding_layers` to `True`:UserWarning"),
    # PEFT wants to look up whether words were added to a base that is only here
    pytest.mark.filterwarnings("ignore:Could not find a config file in:UserWarning"),
]
PRACTICE = Path(world.__file__).with_name("model.gguf")
SINGLE = 2e-4
"""The largest difference of any score in single precision; measured up to 7e-5 at scores of about ±8."""
LOOKED_UP = 2e-2
"""With GELU, which llama.cpp looks up in a table of half precision; measured up to 6e-3, with no adapter
too."""
PRACTICE_SINGLE, PRACTICE_ROUNDED = 2e-3, 0.3
"""Of the practice model, whose scores change by 1.7 to 8.4 with these adapters."""
Convert = Callable[[Path, Path], tuple[Path, AdapterFacts]]


@pytest.fixture(scope="module")
def client() -> Iterator[ConverterClient]:
    client = ConverterClient(converter_spec())
    yield client
    client.close()


@pytest.fixture
def convert(client: ConverterClient, tmp_path: Path) -> Convert:
    def convert(folder: Path, base: Path) -> tuple[Path, AdapterFacts]:
        target = tmp_path / "adapter.gguf"
        return target, client.convert(folder, base, target, lambda _share: None)

    return convert


def check_same(
    convert: Convert,
    folder: Path,
    kind: Kind,
    modules: Sequence[str],
    *,
    stored: Any = torch.float32,
    **settings: Any,
) -> None:
    """Trains nothing, but changes `modules` at random, and compares both sides with and without it."""
    model = new_model(kind)
    base = write_base(folder / "base.gguf", model, kind)
    given = tokens(model.config.vocab_size)
    before = torch_scores(model, given)
    bound = LOOKED_UP if kind.model.startswith("Gemma") else SINGLE
    assert difference(llama_scores(base, None, given), before) < bound
    adapted = adapt(model, modules, **settings)
    for name, parameter in adapted.named_parameters():
        if "lora_" in name:
            parameter.data = parameter.data.to(stored).float()
    after = torch_scores(adapted, given)
    assert difference(before, after) > 100 * bound
    adapter, _facts = convert(save(adapted, folder / "peft", stored), base)
    ours = llama_scores(base, adapter, given)
    assert difference(ours, after) < bound
    assert np.array_equal(ours.argmax(axis=1), after.argmax(axis=1))


def difference(ours: Array, theirs: Array) -> float:
    return float(np.abs(ours - theirs).max())


@pytest.mark.parametrize("name", KINDS)
def test_every_supported_kind_of_model_scores_as_in_pytorch(
    name: str, convert: Convert, tmp_path: Path
) -> None:
    check_same(convert, tmp_path, KINDS[name], KINDS[name].modules)


@pytest.mark.parametrize("module", MODULES)
def test_each_matrix_of_a_layer_alone_is_carried_over(module: str, convert: Convert, tmp_path: Path) -> None:
    check_same(convert, tmp_path, KINDS["llama"], [module])


@pytest.mark.parametrize("modules", [["embed_tokens", "q_proj"], ["lm_head"]])
def test_the_table_of_words_and_the_last_matrix_are_carried_over(
    modules: list[str], convert: Convert, tmp_path: Path
) -> None:
    check_same(convert, tmp_path, KINDS["llama"], modules)


@pytest.mark.parametrize("stored", [torch.float16, torch.bfloat16])
def test_16_bit_numbers_are_carried_over_without_a_loss(
    stored: Any, convert: Convert, tmp_path: Path
) -> None:
    check_same(convert, tmp_path, KINDS["llama"], MODULES, stored=stored)


@pytest.mark.parametrize(
    "settings",
    [
        {"use_rslora": True},
        {"lora_alpha": -3},
        {"layers_to_transform": [1]},
        {"rank_pattern": {"k_proj": 7, "layers.1.self_attn.q_proj": 2}},
        {"alpha_pattern": {r"^model\.layers\.0\.self_attn\.v_proj": 3, "down_proj": 31, "o_proj": 0}},
        {"use_rslora": True, "rank_pattern": {"o_proj": 9}, "alpha_pattern": {"o_proj": 2, "up_proj": 40}},
    ],
    ids="+".join,
)
def test_strengths_and_ranks_that_differ_are_carried_over(
    settings: dict[str, Any], convert: Convert, tmp_path: Path
) -> None:
    check_same(convert, tmp_path, KINDS["llama"], MODULES, **settings)


@pytest.mark.parametrize("name", ["llama", "qwen3"])
def test_on_a_quantised_base_nothing_but_the_quantisation_is_off(
    name: str, convert: Convert, tmp_path: Path
) -> None:
    """Eight bits a weight. How much that is off differs with the adapter on, as the whole model does."""
    kind = KINDS[name]
    model = new_model(kind)
    base = write_base(tmp_path / "base.gguf", model, kind, GGMLQuantizationType.Q8_0)
    given = tokens(model.config.vocab_size)
    before = torch_scores(model, given)
    rounding = difference(llama_scores(base, None, given), before)
    adapted = adapt(model, kind.modules)
    after = torch_scores(adapted, given)
    adapter, _facts = convert(save(adapted, tmp_path / "peft"), base)
    off = difference(llama_scores(base, adapter, given), after)
    assert SINGLE < rounding < 1.0
    assert off < 2 * rounding
    assert difference(before, after) > 8 * off


def test_what_the_converted_file_says_of_itself(convert: Convert, tmp_path: Path) -> None:
    kind = KINDS["llama"]
    model = new_model(kind)
    base = write_base(tmp_path / "base.gguf", model, kind)
    folder = save(adapt(model, ["q_proj"], r=6, lora_alpha=12), tmp_path / "Letters of the house")
    adapter, facts = convert(folder, base)
    assert (facts.path, facts.size_bytes) == (adapter, adapter.stat().st_size)
    assert (facts.name, facts.base_name) == ("Letters of the house", "tiny-model")
    assert (facts.architecture, facts.rank, facts.alpha) == ("llama", 6, 12)


@pytest.mark.parametrize(
    "modules",
    [*([module] for module in MODULES), MODULES],
    ids=[*MODULES, "all"],
)
def test_an_adapter_trained_on_the_practice_model_scores_as_in_pytorch(
    modules: Sequence[str], convert: Convert, tmp_path: Path
) -> None:
    """The file's weights have 16 bits, and llama.cpp rounds what they meet to as many. How much that alone is
    off is seen with the same weights in single precision: there, nothing is."""
    model = practice_model(PRACTICE)
    exact = write_base(tmp_path / "exact.gguf", model, KINDS["llama"])
    given = tokens(model.config.vocab_size)
    before = torch_scores(model, given)
    adapted = adapt(model, modules, r=8, lora_alpha=16)
    after = torch_scores(adapted, given)
    adapter, facts = convert(save(adapted, tmp_path / "peft"), PRACTICE)
    assert facts.base_name == "practice-model"
    assert difference(llama_scores(exact, adapter, given), after) < PRACTICE_SINGLE
    off = difference(llama_scores(PRACTICE, adapter, given), after)
    assert off < PRACTICE_ROUNDED
    assert difference(before, after) > 5 * PRACTICE_ROUNDED
