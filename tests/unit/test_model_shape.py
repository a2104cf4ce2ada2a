"""How much memory a model takes is told by its header: as llama.cpp reckons it, and never absurd."""

from collections.abc import Mapping
from pathlib import Path

import llama_cpp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.language_model import ModelShape
from desktop_rag.generation.gguf_header import Header, TensorInfo, Value, read_header
from desktop_rag.generation.model_shape import (
    MAX_KV_BYTES,
    MAX_PARAMETERS,
    model_shape,
    parameter_count,
    weights_bytes,
)
from tests.ggufs import Shape, write_model

F32, F16, Q4_0, UNKNOWN = 0, 1, 2, 99


def header(
    metadata: Mapping[str, Value], tensors: tuple[TensorInfo, ...] = (), size_bytes: int = 10**9
) -> Header:
    said = {f"a.{key}": value for key, value in metadata.items()}
    return Header("A", 3, {"general.architecture": "a", **said}, tensors, 0, size_bytes)


def kv_bytes(**metadata: Value) -> int:
    keys = {key.replace("__", "."): value for key, value in metadata.items()}
    return model_shape(header({"block_count": 4, "embedding_length": 64, **keys})).kv_bytes_per_token


@pytest.mark.parametrize(
    ("shape", "metadata"),
    [
        (Shape(layers=2, width=64, heads=4), {}),
        (Shape(layers=3, width=48, heads=2), {}),
    ],
)
def test_the_memory_of_a_token_is_what_llama_cpp_keeps_of_it(
    tmp_path: Path, shape: Shape, metadata: dict[str, int]
) -> None:
    path = write_model(tmp_path / "m.gguf", shape=shape, metadata=metadata)
    llama = llama_cpp.Llama(str(path), n_ctx=256, n_threads=1, verbose=False)
    sizes = []
    for count in (20, 120):
        llama.reset()
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(llama.ctx), True)
        llama.eval([5] * count)
        sizes.append(llama_cpp.llama_state_seq_get_size(llama.ctx, 0))
    llama.close()
    told = model_shape(read_header(path)).kv_bytes_per_token
    per_token = (sizes[1] - sizes[0]) / 100
    assert told <= per_token <= told + 32  # besides keys and values: the position of each token


def test_heads_that_share_keys_make_it_smaller() -> None:
    assert kv_bytes(attention__head_count=8) == 4 * 8 * (8 + 8) * 2
    assert kv_bytes(attention__head_count=8, attention__head_count_kv=2) == 4 * 2 * (8 + 8) * 2


def test_lengths_that_the_header_gives_count() -> None:
    sizes: dict[str, Value] = {"attention__head_count": 8, "attention__key_length": 32}
    assert kv_bytes(**sizes) == 4 * 8 * (32 + 8) * 2
    assert kv_bytes(**sizes, attention__value_length=16) == 4 * 8 * (32 + 16) * 2


def test_each_layer_may_have_its_own_number_of_heads_and_some_none() -> None:
    assert kv_bytes(attention__head_count=8, attention__head_count_kv=(0, 4, 0, 2)) == 6 * 16 * 2
    assert kv_bytes(attention__head_count=(8, 8, 8, 8), attention__head_count_kv=2) == 8 * 16 * 2


def test_of_some_hybrids_only_every_fourth_layer_remembers_tokens() -> None:
    assert kv_bytes(attention__head_count=8, full_attention_interval=4) == 8 * 16 * 2


def test_models_without_attention_need_nothing_for_a_token() -> None:
    assert kv_bytes() == 0
    assert kv_bytes(attention__head_count=0) == 0
    said: dict[str, Value] = {
        "general.architecture": "mamba",
        "mamba.block_count": 4,
        "mamba.embedding_length": 64,
        "mamba.attention.head_count": 8,
    }
    assert model_shape(Header("M", 3, said, (), 0, 0)).kv_bytes_per_token == 0


def test_latent_attention_keeps_one_short_key_for_all_heads() -> None:
    """DeepSeek-V2-Lite as its converter writes it: rank 512 and 64 rotated numbers."""
    told = kv_bytes(
        attention__head_count=16,
        attention__head_count_kv=1,
        attention__key_length=576,
        attention__value_length=512,
        attention__key_length_mla=192,
        attention__value_length_mla=128,
    )
    assert told == 4 * 576 * 2


def test_layers_that_look_at_what_is_near_may_have_shorter_keys() -> None:
    told = kv_bytes(
        attention__head_count=8,
        attention__key_length=32,
        attention__value_length=32,
        attention__key_length_swa=16,
        attention__value_length_swa=16,
        attention__sliding_window_pattern=(True, True, True, False),
    )
    assert told == 8 * (3 * 32 + 64) * 2


def test_layers_that_use_the_keys_of_others_or_are_not_run_count_for_nothing() -> None:
    assert kv_bytes(attention__head_count=8, attention__shared_kv_layers=2) == 2 * 8 * 16 * 2
    assert kv_bytes(attention__head_count=8, nextn_predict_layers=1) == 3 * 8 * 16 * 2
    assert kv_bytes(attention__head_count=8, attention__shared_kv_layers=9) == 0


def test_known_models_need_what_is_known_of_them() -> None:
    """Llama 3.2 1B: 32 KiB a token; Qwen3 0.6B: 112 KiB (keys longer than width by heads)."""
    llama: dict[str, Value] = {
        "block_count": 16,
        "embedding_length": 2048,
        "attention.head_count": 32,
        "attention.head_count_kv": 8,
    }
    qwen = {"block_count": 28, "embedding_length": 1024, "attention.head_count": 16}
    qwen |= {"attention.head_count_kv": 8, "attention.key_length": 128, "attention.value_length": 128}
    assert model_shape(header(llama)).kv_bytes_per_token == 32 * 1024
    assert model_shape(header(qwen)).kv_bytes_per_token == 112 * 1024


def test_weights_are_those_of_the_tensors_and_never_more_than_the_file() -> None:
    tensors = (TensorInfo("a", (32, 4), Q4_0, 0), TensorInfo("b", (10,), F16, 96))
    assert weights_bytes(header({}, tensors)) == 4 * 18 + 20
    assert weights_bytes(header({}, tensors, size_bytes=50)) == 50
    unknown = (*tensors, TensorInfo("c", (7,), UNKNOWN, 128))
    assert weights_bytes(header({}, unknown, size_bytes=5000)) == 5000


def test_parameters_without_sense_are_unknown() -> None:
    many = tuple(TensorInfo(f"t{n}", (1 << 61,), UNKNOWN, 0) for n in range(3))
    assert parameter_count(header({}, many)) == 0
    assert parameter_count(header({}, (TensorInfo("t", (3, 5), F32, 0),))) == 15


numbers = st.integers(-(1 << 63), (1 << 64) - 1) | st.integers(-2, 5000)
values = numbers | st.booleans() | st.floats() | st.text(max_size=3)
KEYS = (
    "block_count",
    "embedding_length",
    "vocab_size",
    "full_attention_interval",
    "nextn_predict_layers",
    *(
        f"attention.{name}"
        for name in (
            "head_count",
            "head_count_kv",
            "key_length",
            "value_length",
            "key_length_mla",
            "key_length_swa",
            "shared_kv_layers",
            "sliding_window_pattern",
        )
    ),
)


@given(st.dictionaries(st.sampled_from(KEYS), values | st.lists(values, max_size=6).map(tuple)))
def test_no_header_makes_a_shape_absurd(metadata: dict[str, Value]) -> None:
    shape = model_shape(header(metadata))
    assert 0 <= shape.kv_bytes_per_token <= MAX_KV_BYTES
    assert 0 <= shape.layers <= 4096
    assert 0 <= shape.embedding_length <= 1 << 24
    assert 0 <= shape.vocabulary <= 1 << 28
    assert shape.weights_bytes == 0
    assert MAX_PARAMETERS < 1 << 62


def test_a_header_that_says_nothing_has_no_shape() -> None:
    assert model_shape(header({})) == ModelShape()
