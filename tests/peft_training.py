"""Adapters as training leaves them: tiny transformers models with random weights, the same models as GGUF
files, folders that the real PEFT library saves, and the scores of both sides.

A model's file is written here as llama.cpp's convert_hf_to_gguf.py writes it. Whether that is right is seen
by the scores of the model without any adapter: they agree too.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"  # before these libraries are imported, as the program does it

import gguf
import numpy as np
import numpy.typing as npt
import torch
import transformers
from gguf.quants import dequantize, quantize
from llama_cpp import GGML_TYPE_F32, Llama
from peft import LoraConfig, PeftModel, get_peft_model

from tests import ggufs

Array = npt.NDArray[np.float32]
MODULES = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
POSITIONS = 48
SPREAD = 0.25
"""Standard deviation of the random weights: with it, heads look at some tokens more than at others."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of model. `turned` says whether its file holds the rows of q and k in another order."""

    architecture: str
    model: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, float] = field(default_factory=dict)
    turned: bool = False
    norm_shift: float = 0.0
    modules: Sequence[str] = MODULES
    tied: bool = False


KINDS = {
    "llama": Kind("llama", "Llama", turned=True),
    "mistral": Kind("llama", "Mistral", {"sliding_window": None}, turned=True),
    "granite": Kind(
        "granite",
        "Granite",
        {
            "embedding_multiplier": 1.5,
            "residual_multiplier": 0.7,
            "attention_multiplier": 0.2,
            "logits_scaling": 2.0,
        },
        {"embedding_scale": 1.5, "residual_scale": 0.7, "attention.scale": 0.2, "logit_scale": 2.0},
        turned=True,
    ),
    "smollm3": Kind("smollm3", "SmolLM3", turned=True),
    "arcee": Kind(
        "arcee",
        "Arcee",
        turned=True,
        modules=("q_proj", "k_proj", "v_proj", "o_proj", "up_proj", "down_proj"),
    ),
    "mistral3": Kind(
        "mistral3",
        "Ministral3",
        {
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 10_000.0,
                "llama_4_scaling_beta": 0.0,
                "original_max_position_embeddings": 256,
            }
        },
        turned=True,
    ),
    "qwen2": Kind("qwen2", "Qwen2"),
    "qwen3": Kind("qwen3", "Qwen3"),
    "gemma": Kind("gemma", "Gemma", norm_shift=1.0, tied=True),
    "gemma2": Kind(
        "gemma2",
        "Gemma2",
        {
            "attn_logit_softcapping": 50.0,
            "final_logit_softcapping": 30.0,
            "query_pre_attn_scalar": 16,
            "sliding_window": 4096,
        },
        {"attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0, "attention.sliding_window": 4096},
        norm_shift=1.0,
        tied=True,
    ),
    "gemma3": Kind(
        "gemma3",
        "Gemma3",
        {"query_pre_attn_scalar": 16, "sliding_window": 4096, "layer_types": ["full_attention"] * 2},
        norm_shift=1.0,
        tied=True,
    ),
    "phi3": Kind("phi3", "Phi3", modules=("qkv_proj", "o_proj", "gate_up_proj", "down_proj")),
    "olmo2": Kind("olmo2", "Olmo2"),
}


def new_model(kind: Kind, *, seed: int = 1) -> transformers.PreTrainedModel:
    """Two layers with twice as many heads for questions as for keys, so that they are not turned alike."""
    torch.manual_seed(seed)
    vocabulary = len(ggufs._gpt2_vocabulary().tokens)
    settings = {
        "vocab_size": vocabulary,
        "hidden_size": 64,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "max_position_embeddings": 256,
        "tie_word_embeddings": kind.tied,
        "bos_token_id": ggufs.BOS,
        "eos_token_id": ggufs.EOS,
        "pad_token_id": 0,
        **kind.settings,
    }
    name = f"{kind.model}TextConfig" if kind.model == "Gemma3" else f"{kind.model}Config"
    config = getattr(transformers, name)(**settings)
    model = getattr(transformers, f"{kind.model}ForCausalLM")(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim == 2 or name.endswith("bias"):
                parameter.normal_(std=SPREAD)
            else:
                parameter.normal_(1.0 - kind.norm_shift, 0.2)
    model.name_or_path = "training-house/tiny-model"
    return model


def write_base(
    path: Path,
    model: transformers.PreTrainedModel,
    kind: Kind,
    quantised: gguf.GGMLQuantizationType | None = None,
) -> Path:
    """In single precision, or with its matrices `quantised`."""
    config = model.config
    writer = gguf.GGUFWriter(path, kind.architecture)
    writer.add_name("Tiny model")
    writer.add_context_length(256)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    width = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    writer.add_key_length(width)
    writer.add_value_length(width)
    writer.add_rope_dimension_count(width)
    writer.add_rope_freq_base(_rope_base(config))
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    if kind.architecture == "phi3":
        writer.add_rope_scaling_orig_ctx_len(256)
        writer.add_sliding_window(0)
    for key, value in kind.metadata.items():
        add = writer.add_uint32 if isinstance(value, int) else writer.add_float32
        add(f"{kind.architecture}.{key}", value)
    ggufs._write_vocabulary(writer, "gpt2", _vocabulary(config.vocab_size), add_bos=False)
    for tensor, values in _tensors(model, kind).items():
        if quantised is not None and values.ndim == 2:
            writer.add_tensor(tensor, quantize(values, quantised), raw_dtype=quantised)
        else:
            writer.add_tensor(tensor, values)
    return ggufs._finish(writer, path)


def _vocabulary(count: int) -> ggufs.Vocabulary:
    """That of the other test models, with words added that nobody uses."""
    known = ggufs._gpt2_vocabulary()
    added = count - len(known.tokens)
    return replace(
        known,
        tokens=(*known.tokens, *(f"<added{number}>".encode() for number in range(added))),
        types=(*known.types, *(gguf.TokenType.UNUSED,) * added),
    )


def _rope_base(config: Any) -> float:
    parameters = config.rope_parameters
    return float(parameters.get("full_attention", parameters)["rope_theta"])


def _tensors(model: transformers.PreTrainedModel, kind: Kind) -> dict[str, Array]:
    names = gguf.get_tensor_name_map(
        next(arch for arch, name in gguf.MODEL_ARCH_NAMES.items() if name == kind.architecture),
        model.config.num_hidden_layers,
    )
    tensors: dict[str, Array] = {}
    for name, parameter in model.state_dict().items():
        if name == "lm_head.weight" and model.config.tie_word_embeddings:
            continue
        values = parameter.detach().float().numpy()
        module, _, part = name.rpartition(".")
        if kind.turned and module.endswith(("q_proj", "k_proj")):
            is_query = module.endswith("q_proj")
            config = model.config
            values = turn(values, config.num_attention_heads if is_query else config.num_key_value_heads)
        if module.endswith("norm"):
            values = values + np.float32(kind.norm_shift)
        tensors[f"{names.get_name(module)}.{part}"] = np.ascontiguousarray(values)
    return tensors


def turn(rows: Array, heads: int) -> Array:
    """From transformers' order to llama.cpp's, row by row: of a head with 2n rows, row i goes to 2i, n+i to
    2i+1."""
    half = len(rows) // heads // 2
    turned = np.empty_like(rows)
    for head in range(heads):
        begin = head * 2 * half
        for place in range(half):
            turned[begin + 2 * place] = rows[begin + place]
            turned[begin + 2 * place + 1] = rows[begin + half + place]
    return turned


def turn_back(rows: Array, heads: int) -> Array:
    places = turn(np.arange(len(rows), dtype=np.float32)[:, None], heads)[:, 0].astype(int)
    back = np.empty_like(rows)
    back[places] = rows
    return back


def practice_model(path: Path) -> transformers.PreTrainedModel:
    """The practice model as transformers has it, from its file. Mistral's layers are Llama's, and may have a
    width that is no multiple of the heads."""
    reader = gguf.GGUFReader(path)
    tensors = {tensor.name: dequantize(tensor.data, tensor.tensor_type) for tensor in reader.tensors}
    number = {name: entry.contents() for name, entry in reader.fields.items() if name.startswith("llama.")}
    config = transformers.MistralConfig(
        vocab_size=len(tensors["token_embd.weight"]),
        hidden_size=number["llama.embedding_length"],
        intermediate_size=number["llama.feed_forward_length"],
        num_hidden_layers=number["llama.block_count"],
        num_attention_heads=number["llama.attention.head_count"],
        num_key_value_heads=number["llama.attention.head_count_kv"],
        head_dim=number["llama.attention.key_length"],
        rms_norm_eps=number["llama.attention.layer_norm_rms_epsilon"],
        max_position_embeddings=number["llama.context_length"],
        rope_parameters={"rope_type": "default", "rope_theta": number["llama.rope.freq_base"]},
        tie_word_embeddings=True,
        sliding_window=None,
    )
    model = transformers.MistralForCausalLM(config).eval()
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.num_hidden_layers)
    weights = {}
    for name in model.state_dict():
        stored = "token_embd" if name == "lm_head.weight" else names.get_name(name.removesuffix(".weight"))
        values = tensors[f"{stored}.weight"].astype(np.float32)
        if name.endswith(("q_proj.weight", "k_proj.weight")):
            values = turn_back(values, config.num_attention_heads)
        weights[name] = torch.from_numpy(values.copy())
    model.load_state_dict(weights)
    model.name_or_path = "/home/somebody/models/practice-model"
    return model


def adapt(
    model: transformers.PreTrainedModel, modules: Sequence[str], *, seed: int = 2, **settings: Any
) -> PeftModel:
    """With both matrices of each pair random, so that every module is changed."""
    torch.manual_seed(seed)
    chosen = {"r": 4, "lora_alpha": 8, "init_lora_weights": False, **settings}
    return get_peft_model(model, LoraConfig(target_modules=list(modules), **chosen)).eval()


def save(adapted: PeftModel, folder: Path, stored: torch.dtype = torch.float32) -> Path:
    """With its numbers in the type `stored`; only the saved ones are."""
    adapted.to(stored).save_pretrained(str(folder))
    adapted.float()
    return folder


def tokens(vocabulary: int, seed: int = 3) -> list[int]:
    return [int(token) for token in np.random.default_rng(seed).integers(7, vocabulary, POSITIONS)]


def torch_scores(model: torch.nn.Module, given: Sequence[int]) -> Array:
    with torch.no_grad():
        scores: Array = model(input_ids=torch.tensor([list(given)])).logits[0].float().numpy()
    return scores


def llama_scores(base: Path, adapter: Path | None, given: Sequence[int]) -> Array:
    """Of every position, with keys and values in single precision."""
    model = Llama(
        str(base),
        n_ctx=64,
        n_batch=64,
        n_threads=1,
        logits_all=True,
        type_k=GGML_TYPE_F32,
        type_v=GGML_TYPE_F32,
        lora_path=str(adapter) if adapter else None,
        verbose=False,
    )
    try:
        model.eval(list(given))
        scores: Array = model.scores[: len(given)].copy()
    finally:
        model.close()
    return scores
