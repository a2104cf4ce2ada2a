"""Conversion of PEFT folders in this process: what is refused, and what hostile files do. That what is
converted is right is measured in process/test_peft_import.py."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gguf import GGUFReader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_rag.domain.errors import (
    AdapterMismatch,
    AdapterUnusable,
    InputError,
    ModelError,
    ModelMissing,
    ModelUnsupported,
)
from desktop_rag.domain.language_model import AdapterFacts
from desktop_rag.generation.peft_convert import convert_peft
from desktop_rag.generation.peft_names import SUPPORTED
from tests.ggufs import Shape, smaller, write_adapter, write_model
from tests.peft_folders import entry, pairs, safetensors, with_header, write_peft

A = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"
B = "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight"
WIDTH = Shape().width


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("base") / "tiny.gguf")


def converted(folder: Path, base: Path, part: Path | None = None) -> AdapterFacts:
    steps = convert_peft(folder, base, part or folder / "part")
    while True:
        try:
            next(steps)
        except StopIteration as end:
            facts: AdapterFacts = end.value
            return facts


def refused(folder: Path, base: Path) -> ModelError:
    """Nothing is left of it, and the person is told what to do."""
    with pytest.raises(ModelError) as raised:
        converted(folder, base)
    assert not (folder / "part").exists()
    assert raised.value.hint
    return raised.value


def with_weights(folder: Path, content: bytes) -> Path:
    write_peft(folder)
    (folder / "adapter_model.safetensors").write_bytes(content)
    return folder


def plain_entries() -> dict[str, Any]:
    """Of one pair for q of the first layer, whose numbers take 2 KB."""
    return {A: entry((4, WIDTH), 0), B: entry((WIDTH, 4), 4 * WIDTH * 4)}


def data() -> bytes:
    return np.ones(2 * 4 * WIDTH, np.float32).tobytes()


class TestRightOnes:
    def test_the_share_that_is_written_grows_to_one(self, base: Path, tmp_path: Path) -> None:
        shares = list(convert_peft(write_peft(tmp_path), base, tmp_path / "part"))
        assert shares == sorted(shares)
        assert shares[-1] == 1

    def test_numbers_are_stored_as_they_were_trained(self, base: Path, tmp_path: Path) -> None:
        folder = write_peft(tmp_path)
        facts = converted(folder, base)
        stored = {tensor.name: tensor.data for tensor in GGUFReader(facts.path).tensors}
        trained = pairs(Shape(), ["self_attn.v_proj", "self_attn.q_proj"], 4, 5)
        assert len(stored) == len(trained)
        ours = stored["blk.1.attn_v.weight.lora_a"]
        original = dict(_tensors_of(folder))["base_model.model.model.layers.1.self_attn.v_proj.lora_A.weight"]
        assert np.array_equal(ours, original)

    def test_leaving_early_leaves_nothing(self, base: Path, tmp_path: Path) -> None:
        steps = convert_peft(write_peft(tmp_path), base, tmp_path / "part")
        next(steps)
        assert (tmp_path / "part").exists()
        steps.close()
        assert not (tmp_path / "part").exists()

    @pytest.mark.parametrize("prefix", ["model.language_model.", "language_model.model."])
    def test_the_reading_half_of_a_model_that_also_sees(
        self, prefix: str, base: Path, tmp_path: Path
    ) -> None:
        """Its layers have a longer name in training, and the usual one in the file."""
        renamed = {
            name.replace("base_model.model.model.", f"base_model.model.{prefix}"): values
            for name, values in pairs(Shape(), ["self_attn.v_proj"], 4, 5).items()
        }
        assert converted(with_weights(tmp_path, safetensors(renamed)), base).rank == 4


class TestOtherModels:
    def test_an_adapter_for_other_sizes_names_the_model_it_was_made_for(
        self, base: Path, tmp_path: Path
    ) -> None:
        error = refused(write_peft(tmp_path, shape=smaller()), base)
        assert isinstance(error, AdapterMismatch)
        assert "“Tiny”" in error.message
        assert "It was made for Tiny" in error.hint

    def test_an_adapter_for_more_layers(self, base: Path, tmp_path: Path) -> None:
        error = refused(write_peft(tmp_path, shape=Shape(layers=3)), base)
        assert isinstance(error, AdapterMismatch)
        assert "a part that this model has not" in error.message

    def test_an_adapter_for_modules_of_another_kind_of_model(self, base: Path, tmp_path: Path) -> None:
        folder = write_peft(tmp_path, modules=["self_attn.qkv_proj"])
        assert isinstance(refused(folder, base), AdapterMismatch)

    def test_a_kind_of_model_that_is_not_known_is_named(self, tmp_path: Path) -> None:
        base = write_model(tmp_path / "falcon.gguf", architecture="falcon")
        error = refused(write_peft(tmp_path), base)
        assert "models of the kind “falcon” cannot be converted" in error.message
        assert "falcon" not in SUPPORTED

    def test_a_base_that_is_no_model(self, tmp_path: Path) -> None:
        folder = write_peft(tmp_path)
        assert isinstance(refused(folder, tmp_path / "nowhere.gguf"), ModelMissing)
        assert isinstance(refused(folder, write_adapter(tmp_path / "adapter.gguf")), ModelUnsupported)

    def test_heads_that_do_not_divide_the_rows(self, tmp_path: Path) -> None:
        base = write_model(tmp_path / "odd.gguf", metadata={"llama.attention.head_count": 7})
        assert isinstance(refused(write_peft(tmp_path), base), AdapterUnusable)

    def test_heads_that_differ_from_layer_to_layer(self, tmp_path: Path) -> None:
        base = write_model(tmp_path / "odd.gguf", metadata={"llama.attention.head_count": [4, 2]})
        assert "layers of this model differ" in refused(write_peft(tmp_path), base).message


class TestMoreThanPairs:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("model.layers.0.self_attn.q_proj.lora_magnitude_vector", "DoRA"),
            ("model.layers.0.self_attn.q_proj.lora_B.bias", "biases"),
            ("model.layers.0.self_attn.q_proj.bias", "biases"),
            ("model.embed_tokens.weight", "table of words of its own"),
            ("lm_head.weight", "table of words of its own"),
            ("model.norm.weight", "norms"),
            ("score.weight", "whole parts of the model"),
            ("model.layers.0.self_attn.q_proj.lora_C.weight", "damaged"),
        ],
    )
    def test_what_lies_beside_the_pairs_is_refused_with_its_reason(
        self, name: str, words: str, base: Path, tmp_path: Path
    ) -> None:
        extra = {f"base_model.model.{name}": np.ones(8, np.float32)}
        assert words in refused(write_peft(tmp_path, extra=extra), base).message

    def test_the_unchanged_table_of_words_is_left_out_and_a_longer_one_refused(
        self, base: Path, tmp_path: Path
    ) -> None:
        name = "base_model.model.model.embed_tokens.base_layer.weight"
        words = next(
            tensor for tensor in GGUFReader(base).tensors if tensor.name == "token_embd.weight"
        ).shape[1]
        same = {name: np.zeros((int(words), WIDTH), np.float32)}
        assert converted(write_peft(tmp_path / "same", extra=same), base).rank == 4
        longer = {name: np.zeros((int(words) + 1, WIDTH), np.float32)}
        error = refused(write_peft(tmp_path / "longer", extra=longer), base)
        assert "another number of words" in error.message

    def test_half_a_pair(self, base: Path, tmp_path: Path) -> None:
        only_a = {A: np.ones((4, WIDTH), np.float32)}
        assert "damaged" in refused(with_weights(tmp_path, safetensors(only_a)), base).message

    def test_no_pair_at_all(self, base: Path, tmp_path: Path) -> None:
        assert "empty" in refused(with_weights(tmp_path, safetensors({})), base).message

    def test_two_pairs_for_one_matrix(self, base: Path, tmp_path: Path) -> None:
        again = {
            name.replace(".model.model.", ".model.model.language_model."): values
            for name, values in pairs(Shape(), ["self_attn.q_proj"], 4, 5).items()
        }
        assert "damaged" in refused(write_peft(tmp_path, extra=again), base).message

    def test_settings_and_weights_of_two_trainings(self, base: Path, tmp_path: Path) -> None:
        folder = write_peft(tmp_path, settings={"r": 8})
        assert "do not belong together" in refused(folder, base).message

    @pytest.mark.parametrize("module", ["model.embed_tokens", "lm_head"])
    def test_the_table_of_words_of_a_model_that_also_writes_with_it(
        self, module: str, tmp_path: Path
    ) -> None:
        """llama.cpp 0.3.36 ends the whole process over such an adapter."""
        from tests.ggufs import write_tensors

        base = write_tensors(
            tmp_path / "tied.gguf",
            "llama",
            {"token_embd.weight": (WIDTH, 300)},
            {"llama.block_count": 2, "tokenizer.ggml.tokens": [1]},
        )
        kind = ("lora_embedding_A", "lora_embedding_B")
        shapes = ((4, 300), (WIDTH, 4))
        if module == "lm_head":
            kind, shapes = ("lora_A.weight", "lora_B.weight"), ((4, WIDTH), (300, 4))
        tensors = {
            f"base_model.model.{module}.{half}": np.ones(shape, np.float32)
            for half, shape in zip(kind, shapes, strict=True)
        }
        folder = with_weights(tmp_path / "folder", safetensors(tensors))
        assert "which this model also uses for writing" in refused(folder, base).message


class TestNumbers:
    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
    @pytest.mark.parametrize("kind", [np.float32, np.float16])
    def test_what_is_no_number_is_refused(self, value: float, kind: Any, base: Path, tmp_path: Path) -> None:
        values = np.ones((4, WIDTH), kind)
        values[3, 7] = value
        error = refused(write_peft(tmp_path, extra={A: values}), base)
        assert "some of its numbers are none" in error.message

    def test_a_strength_that_leads_beyond_all_numbers(self, base: Path, tmp_path: Path) -> None:
        folder = write_peft(
            tmp_path,
            extra={B: np.full((WIDTH, 4), 3e38, np.float32)},
            settings={"alpha_pattern": {"q_proj": 1e6}},
        )
        assert "damaged" in refused(folder, base).message

    @pytest.mark.parametrize("kind", [np.float64, np.int8])
    def test_other_kinds_of_numbers(self, kind: Any, base: Path, tmp_path: Path) -> None:
        folder = write_peft(tmp_path, extra={A: np.ones((4, WIDTH), kind)})
        assert "kind of number that is not supported" in refused(folder, base).message


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "half a length": b"\x10\x00",
    "a header beyond the file": with_header(plain_entries(), data(), length=1 << 20),
    "a header beyond all files": with_header(plain_entries(), data(), length=(1 << 64) - 1),
    "a header that is cut": with_header(plain_entries(), data(), length=40),
    "no JSON": with_header(b"{{{{", data()),
    "a list": with_header([1], data()),
    "depth": with_header(b"[" * 100_000, data()),
    "many lists": with_header(b'{"a":[' + b"[]," * 300_000 + b"[]]}", data()),
    "an entry that is none": with_header({**plain_entries(), "c": 5}, data()),
    "no place": with_header({A: {"dtype": "F32", "shape": [1]}}, data()),
    "three places": with_header({A: {"dtype": "F32", "shape": [1], "data_offsets": [0, 4, 8]}}, data()),
    "a kind that is none": with_header({A: {"dtype": ["F32"], "shape": [1], "data_offsets": [0, 4]}}, data()),
    "negative sizes": with_header({A: entry((-4, -WIDTH), 0, end=4 * WIDTH * 4)}, data()),
    "sizes in words": with_header({A: {"dtype": "F32", "shape": ["4"], "data_offsets": [0, 16]}}, data()),
    "sizes with fractions": with_header(
        {A: {"dtype": "F32", "shape": [4.0], "data_offsets": [0, 16]}}, data()
    ),
    "enormous sizes": with_header({A: entry((1 << 40, 1 << 40), 0)}, data()),
    "a matrix of 2 GB": with_header({A: entry((1 << 19, 1 << 10), 0)}, data()),
    "another size than the shape": with_header({A: entry((4, WIDTH), 0, end=len(data()))}, data()),
    "overlap": with_header({A: entry((4, WIDTH), 0), B: entry((WIDTH, 4), 512)}, data()),
    "the same bytes twice": with_header({A: entry((4, WIDTH), 0), B: entry((WIDTH, 4), 0)}, data()),
    "a gap": with_header({A: entry((4, WIDTH), 0), B: entry((WIDTH, 4), 1028)}, data() + b"1234"),
    "backwards": with_header({A: {"dtype": "F32", "shape": [0], "data_offsets": [8, 4]}}, data()),
    "cut": with_header(plain_entries(), data()[:-1]),
    "more than said": with_header(plain_entries(), data() + b"more"),
    "three dimensions": with_header({A: entry((4, WIDTH, 1), 0), B: entry((WIDTH, 4), 1024)}, data()),
    "no dimension": with_header({A: entry((), 0), B: entry((), 4)}, data()[:8]),
    "no rows": with_header({A: entry((0, WIDTH), 0), B: entry((WIDTH, 0), 0)}, b""),
    "long names": with_header({"n" * 100_000: entry((1,), 0)}, b"1234"),
}


class TestHostileFiles:
    @pytest.mark.parametrize("what", HOSTILE)
    def test_a_file_that_makes_no_sense_is_refused(self, what: str, base: Path, tmp_path: Path) -> None:
        assert isinstance(refused(with_weights(tmp_path, HOSTILE[what]), base), AdapterUnusable)

    def test_the_file_that_the_others_are_made_from_is_right(self, base: Path, tmp_path: Path) -> None:
        assert converted(with_weights(tmp_path, with_header(plain_entries(), data())), base).rank == 4

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        flips=st.lists(st.tuples(st.integers(0, 2**20), st.integers(1, 255)), max_size=6),
        kept=st.one_of(st.none(), st.integers(0, 2**20)),
    )
    def test_damaged_bytes_are_refused_or_do_no_harm(
        self, flips: list[tuple[int, int]], kept: int | None, base: Path, tmp_path: Path
    ) -> None:
        content = bytearray(with_header(plain_entries(), data()))
        for place, change in flips:
            content[place % len(content)] ^= change
        if kept is not None:
            del content[kept % len(content) :]
        folder = with_weights(tmp_path, bytes(content))
        (folder / "part").unlink(missing_ok=True)  # of the example before
        try:
            facts = converted(folder, base)
        except ModelError:
            assert not (folder / "part").exists()
        else:
            assert facts.rank == 4

    def test_where_nothing_can_be_written_it_says_so(self, base: Path, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="could not be written"):
            converted(write_peft(tmp_path), base, tmp_path / "no such folder" / "part")


def _tensors_of(folder: Path) -> list[tuple[str, Any]]:
    from safetensors.numpy import load

    return list(load((folder / "adapter_model.safetensors").read_bytes()).items())


def test_what_these_tests_write_is_what_the_safetensors_library_writes(tmp_path: Path) -> None:
    folder = write_peft(tmp_path)
    read = dict(_tensors_of(folder))
    trained = pairs(Shape(), ["self_attn.q_proj", "self_attn.v_proj"], 4, 5)
    assert read.keys() == trained.keys()
    assert all(np.array_equal(read[name], trained[name]) for name in trained)
    assert json.loads((folder / "adapter_config.json").read_text())["peft_type"] == "LORA"
