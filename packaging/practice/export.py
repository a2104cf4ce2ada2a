"""Writes model and adapters as GGUF: `python packaging/practice/export.py --run DIR --out DIR`."""

import argparse
from pathlib import Path

import gguf
import numpy as np
import torch
from model import Shape
from tokens import CHAT_TEMPLATE, CITATIONS, CONTROL, END, HEADS, merges, vocabulary
from torch import Tensor

MODEL_NAME = "model.gguf"


def write_model(weights: dict[str, Tensor], path: Path) -> None:
    """Matrices in half precision, norms in single; the embedding serves as output matrix too."""
    shape = Shape(len(vocabulary()))
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("Practice model for tests")
    writer.add_description("Reads notes about an invented world; see tests/practice")
    _add_shape(writer, shape)
    _add_tokens(writer)
    for name, tensor in weights.items():
        kind = np.float16 if tensor.ndim == 2 else np.float32
        writer.add_tensor(name, tensor.float().numpy().astype(kind))
    _finish(writer)


def write_adapter(weights: dict[str, Tensor], rank: int, name: str, path: Path) -> None:
    """`weights` holds `….lora_a` and `….lora_b`; alpha equals the rank, so a scale of 1 is as trained."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_name(name)
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(rank))
    for key, tensor in weights.items():
        matrix, _, part = key.rpartition(".")
        writer.add_tensor(f"{matrix}.weight.{part}", tensor.float().numpy().astype(np.float16))
    _finish(writer)


def _add_shape(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_key_length(shape.head_width)
    writer.add_value_length(shape.head_width)
    writer.add_rope_dimension_count(shape.head_width)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.norm_epsilon)
    writer.add_vocab_size(shape.vocabulary)


def _add_tokens(writer: gguf.GGUFWriter) -> None:
    kinds = dict.fromkeys(CONTROL, gguf.TokenType.CONTROL)
    kinds |= dict.fromkeys((*HEADS, *CITATIONS), gguf.TokenType.USER_DEFINED)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(list(vocabulary()))
    writer.add_token_types([kinds.get(token, gguf.TokenType.NORMAL) for token in vocabulary()])
    writer.add_token_merges(merges())
    end = vocabulary().index(END)
    writer.add_eos_token_id(end)
    writer.add_eot_token_id(end)
    writer.add_bos_token_id(end)
    writer.add_add_bos_token(value=False)
    writer.add_chat_template(CHAT_TEMPLATE)


def _finish(writer: gguf.GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def export(run: Path, out: Path) -> None:
    """Writes what `run` has: the model, and each adapter that was taught."""
    out.mkdir(parents=True, exist_ok=True)
    write_model(torch.load(run / "base.pt")["model"], out / MODEL_NAME)
    for path in sorted(run.glob("adapter-*.pt")):
        kept = torch.load(path)
        name = path.stem.removeprefix("adapter-")
        write_adapter(kept["lora"], kept["rank"], name, out / f"{name}.gguf")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    export(arguments.run, arguments.out)
