"""What a PEFT folder says of itself, read without any of its libraries; and every reason to refuse it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.errors import AdapterUnusable, ModelError
from desktop_rag.domain.shelf import PeftFacts
from desktop_rag.generation.peft import peft_facts, read_config
from tests.peft_folders import SETTINGS, safetensors, write_peft

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def refusal(folder: Path) -> AdapterUnusable:
    with pytest.raises(AdapterUnusable) as raised:
        peft_facts(folder)
    assert raised.value.hint != AdapterUnusable.default_hint  # each says what to do about it
    return raised.value


class TestFacts:
    def test_name_base_rank_strength_modules_and_size(self, tmp_path: Path) -> None:
        folder = write_peft(
            tmp_path / "Letters",
            settings={
                "base_model_name_or_path": "training-house/Tiny-1B-Instruct",
                "target_modules": ["model.layers.0.self_attn.v_proj", "q_proj", "v_proj"],
            },
        )
        size = (folder / "adapter_model.safetensors").stat().st_size
        assert peft_facts(folder) == PeftFacts(
            folder, "Letters", "Tiny-1B-Instruct", 4, 8.0, ("q_proj", "v_proj"), size
        )

    @pytest.mark.parametrize(
        ("base", "name"),
        [
            ("owner/Model-1B", "Model-1B"),
            ("/home/somebody/models/Model-1B/", "Model-1B"),
            (r"C:\models\Model-1B", "Model-1B"),
            ("../Model\n1B", "Model 1B"),
            ("..", ""),
            ("unsloth/Model-1B-unsloth-bnb-4bit", "Model-1B"),
            ("", ""),
            (None, ""),
        ],
    )
    def test_the_base_is_the_last_part_of_what_training_was_given(
        self, base: str | None, name: str, tmp_path: Path
    ) -> None:
        assert peft_facts(write_peft(tmp_path, settings={"base_model_name_or_path": base})).base_name == name

    def test_a_checkpoint_is_named_with_its_training(self, tmp_path: Path) -> None:
        assert (
            peft_facts(write_peft(tmp_path / "letters" / "checkpoint-500")).name == "letters checkpoint-500"
        )

    def test_a_pattern_of_modules_is_told_as_it_is(self, tmp_path: Path) -> None:
        folder = write_peft(tmp_path, settings={"target_modules": r".*\.(q|v)_proj"})
        assert peft_facts(folder).modules == (r".*\.(q|v)_proj",)

    def test_no_library_of_tensors_is_loaded_for_it(self, tmp_path: Path) -> None:
        """The shelf child looks at many folders, and starts often."""
        folder = write_peft(tmp_path)
        code = (
            "import sys; from pathlib import Path; from desktop_rag.generation.peft import peft_facts;"
            f"peft_facts(Path({str(folder)!r}));"
            "print([name for name in ('numpy', 'gguf', 'safetensors', 'torch') if name in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"


class TestStrengths:
    def test_each_module_has_its_own_rank_and_strength_where_a_pattern_says_so(self, tmp_path: Path) -> None:
        config = read_config(
            write_peft(
                tmp_path,
                settings={
                    "rank_pattern": {"^model.layers.0.self_attn.q_proj": 16, "self_attn.q_proj": 2},
                    "alpha_pattern": {"v_proj": 32},
                },
            )
        )
        assert config.rank_of("model.layers.0.self_attn.q_proj") == 16
        assert config.rank_of("model.layers.10.self_attn.q_proj") == 2
        assert config.rank_of("model.layers.1.mlp.eq_proj") == 4
        assert config.scale_of("model.layers.1.self_attn.q_proj") == 8 / 2
        assert config.scale_of("model.layers.1.self_attn.v_proj") == 32 / 4

    def test_rank_stabilised_adapters_divide_by_the_root_of_the_rank(self, tmp_path: Path) -> None:
        config = read_config(write_peft(tmp_path, settings={"use_rslora": True}))
        assert config.scale_of("any") == 8 / 2
        assert config.gguf_alpha / 4 == config.scale_of("any")


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "another kind": ({"peft_type": "IA3"}, "of the kind “IA3”"),
    "no kind": ({"peft_type": None}, "not written by PEFT"),
    "DoRA": ({"use_dora": True}, "DoRA"),
    "QALoRA": ({"use_qalora": True}, "QALoRA"),
    "KaSA": ({"kasa_config": {"beta": 1}}, "KaSA"),
    "activated": ({"alora_invocation_tokens": [1, 2]}, "only acts after certain words"),
    "activated, older": ({"invocation_string": "<go>"}, "only acts after certain words"),
    "whole modules": ({"modules_to_save": ["lm_head"]}, "trained anew"),
    "trained words": ({"trainable_token_indices": [5]}, "trained anew"),
    "biases": ({"bias": "all"}, "biases"),
    "biases of B": ({"lora_bias": True}, "biases"),
    "crosswise": ({"fan_in_fan_out": True}, "GPT-2"),
    "repeated layers": ({"layer_replication": [[0, 1], [0, 1]]}, "repeating layers"),
    "experts": ({"target_parameters": ["mlp.experts"]}, "experts"),
    "a base that was changed": ({"init_lora_weights": "pissa_niter_4"}, "itself changed"),
    "unknown switch": ({"use_tomorrow": True}, "not known here (use_tomorrow)"),
    "unknown settings": ({"tomorrow_config": {"a": 1}}, "not known here (tomorrow_config)"),
    "clever patterns": ({"rank_pattern": {"(a+)+b": 4}}, "differ in strength"),
    "no strength": ({"lora_alpha": 0}, "strength of this adapter is zero"),
    "strength that is none": ({"lora_alpha": float("nan")}, "make no sense"),
    "strength beyond measure": ({"lora_alpha": 10**400}, "make no sense"),
    "rank zero": ({"r": 0}, "make no sense"),
    "rank as a word": ({"r": "four"}, "make no sense"),
    "rank as a truth": ({"r": True}, "make no sense"),
    "patterns as a list": ({"alpha_pattern": [1]}, "make no sense"),
    "pattern without a number": ({"alpha_pattern": {"q_proj": None}}, "make no sense"),
}


class TestRefusals:
    @pytest.mark.parametrize("why", REFUSED)
    def test_what_a_gguf_adapter_cannot_carry_is_refused_with_its_reason(
        self, why: str, tmp_path: Path
    ) -> None:
        settings, words = REFUSED[why]
        assert words in refusal(write_peft(tmp_path, settings=settings)).message

    @pytest.mark.parametrize(
        "settings",
        [
            {"init_lora_weights": "gaussian"},
            {"init_lora_weights": False},
            {"init_lora_weights": "eva", "eva_config": {"rho": 2.0}},
            {"layers_to_transform": [0]},
            {"lora_dropout": 0.1, "exclude_modules": ["lm_head"], "bias": None},
            {"auto_mapping": {"base_model_class": "LlamaForCausalLM"}, "megatron_config": {"a": 1}},
        ],
    )
    def test_what_only_concerns_training_is_no_reason(self, settings: dict[str, Any], tmp_path: Path) -> None:
        assert peft_facts(write_peft(tmp_path, settings=settings)).rank == 4

    def test_a_pickle_is_never_opened(self, tmp_path: Path) -> None:
        folder = write_peft(tmp_path)
        (folder / "adapter_model.safetensors").rename(folder / "adapter_model.bin")
        error = refusal(folder)
        assert "older format that can hide programs" in error.message
        assert "save it again as safetensors" in error.hint

    def test_weights_that_are_missing_or_in_pieces(self, tmp_path: Path) -> None:
        folder = write_peft(tmp_path)
        (folder / "adapter_model.safetensors").unlink()
        assert "missing" in refusal(folder).message
        (folder / "adapter_model.safetensors.index.json").write_text("{}")
        assert "several files" in refusal(folder).message

    def test_a_folder_without_settings(self, tmp_path: Path) -> None:
        assert "no adapter_config.json" in refusal(tmp_path).message
        assert "no adapter_config.json" in refusal(tmp_path / "nowhere").message
        (tmp_path / "adapter_config.json").mkdir()
        assert "no adapter_config.json" in refusal(tmp_path).message

    @pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
    def test_a_pipe_in_the_place_of_the_settings_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "adapter_config.json")
        assert "no adapter_config.json" in refusal(tmp_path).message

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"not JSON",
            b"[1, 2]",
            b"\xff\xfe\x00",
            b"[" * 200_000,
            b"9" * 10_000,
            json.dumps({**SETTINGS, "revision": "x" * (1 << 20)}).encode(),
        ],
        ids=["empty", "words", "list", "bytes", "deep", "number", "large"],
    )
    def test_settings_that_are_none(self, content: bytes, tmp_path: Path) -> None:
        folder = write_peft(tmp_path)
        (folder / "adapter_config.json").write_bytes(content)
        assert "settings make no sense" in refusal(folder).message

    @given(
        changed=st.dictionaries(st.sampled_from(sorted(SETTINGS)) | st.text(max_size=12), JSON, max_size=4)
    )
    def test_settings_of_any_kind_are_read_or_refused(
        self, changed: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        folder = tmp_path_factory.mktemp("any")
        (folder / "adapter_config.json").write_text(json.dumps({**SETTINGS, **changed}))
        (folder / "adapter_model.safetensors").write_bytes(safetensors({"a": np.zeros(1, np.float32)}))
        try:
            facts = peft_facts(folder)
        except ModelError:
            return
        assert facts.rank > 0
        assert all(text.isprintable() for text in (facts.name, facts.base_name, *facts.modules))
        assert len(facts.modules) <= 200
