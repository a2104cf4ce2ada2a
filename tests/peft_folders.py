"""Folders as PEFT writes them, written by hand: right ones and every kind of wrong one, without PyTorch.
What the real library writes is in `peft_training`."""

import json
import math
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.ggufs import Shape

Array = npt.NDArray[Any]
TINY = Shape()
SETTINGS: Mapping[str, Any] = {
    "alora_invocation_tokens": None,
    "alpha_pattern": {},
    "arrow_config": None,
    "auto_mapping": None,
    "base_model_name_or_path": "training-house/Tiny",
    "bias": "none",
    "corda_config": None,
    "ensure_weight_tying": False,
    "eva_config": None,
    "exclude_modules": None,
    "fan_in_fan_out": False,
    "inference_mode": True,
    "init_lora_weights": True,
    "kasa_config": None,
    "layer_replication": None,
    "layers_pattern": None,
    "layers_to_transform": None,
    "loftq_config": {},
    "lora_alpha": 8,
    "lora_bias": False,
    "lora_dropout": 0.05,
    "lora_ga_config": None,
    "megatron_config": None,
    "megatron_core": "megatron.core",
    "modules_to_save": None,
    "monteclora_config": None,
    "peft_type": "LORA",
    "peft_version": "0.21.2",
    "qalora_group_size": 16,
    "r": 4,
    "rank_pattern": {},
    "revision": None,
    "target_modules": ["q_proj", "v_proj"],
    "target_parameters": None,
    "task_type": "CAUSAL_LM",
    "trainable_token_indices": None,
    "use_bdlora": None,
    "use_dora": False,
    "use_qalora": False,
    "use_rslora": False,
    "velora_config": None,
}
"""As PEFT 0.21 saves them."""
_KINDS = {"float32": "F32", "float16": "F16", "uint16": "BF16", "float64": "F64", "int8": "I8"}


def write_peft(
    folder: Path,
    *,
    shape: Shape = TINY,
    modules: Sequence[str] = ("self_attn.q_proj", "self_attn.v_proj"),
    settings: Mapping[str, Any] | None = None,
    extra: Mapping[str, Array] | None = None,
    rank: int = 4,
    seed: int = 5,
) -> Path:
    """For a model of `tests.ggufs.write_model` with the same shape. `settings` and `extra` add to what PEFT
    writes, or replace it."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = {**SETTINGS, "r": rank, **(settings or {})}
    (folder / "adapter_config.json").write_text(json.dumps(chosen, indent=2))
    tensors = {**pairs(shape, modules, rank, seed), **(extra or {})}
    (folder / "adapter_model.safetensors").write_bytes(safetensors(tensors))
    return folder


def pairs(shape: Shape, modules: Sequence[str], rank: int, seed: int) -> dict[str, Array]:
    random = np.random.default_rng(seed)
    tensors: dict[str, Array] = {}
    for layer in range(shape.layers):
        for module in modules:
            name = f"base_model.model.model.layers.{layer}.{module}"
            narrow = shape.hidden if module.endswith("down_proj") else shape.width
            wide = shape.hidden if module.endswith(("up_proj", "gate_proj")) else shape.width
            tensors[f"{name}.lora_A.weight"] = random.normal(size=(rank, narrow)).astype(np.float32)
            tensors[f"{name}.lora_B.weight"] = random.normal(size=(wide, rank)).astype(np.float32)
    return tensors


def safetensors(tensors: Mapping[str, Array]) -> bytes:
    """A whole file. 16-bit whole numbers stand for bfloat16."""
    entries: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    position = 0
    for name, values in tensors.items():
        kind = _KINDS[values.dtype.name]
        entries[name] = entry(values.shape, position, kind=kind)
        position += values.nbytes
    return with_header(entries, b"".join(values.tobytes() for values in tensors.values()))


def entry(shape: Sequence[int], begin: int, *, kind: str = "F32", end: int | None = None) -> dict[str, Any]:
    size = math.prod(shape) * {"F32": 4, "F16": 2, "BF16": 2, "F64": 8, "I8": 1}[kind]
    return {
        "dtype": kind,
        "shape": list(shape),
        "data_offsets": [begin, begin + size if end is None else end],
    }


def with_header(entries: object, data: bytes, *, length: int | None = None) -> bytes:
    """With `length`, the header is said to be longer or shorter than it is."""
    header = entries if isinstance(entries, bytes) else json.dumps(entries).encode()
    return struct.pack("<Q", len(header) if length is None else length) + header + data
