"""How much memory a model takes, as far as its header tells. Shelf and chat child; pure.

Follows llama.cpp's llama-hparams.cpp and llama-kv-cache.cpp: every layer with attention keeps a key and a
value for each of its KV heads, of the lengths that the header gives, as 16-bit numbers. Numbers that make no
sense come out as 0, which means unknown.
"""

from collections.abc import Callable

from desktop_rag.domain.language_model import ModelShape
from desktop_rag.generation.copied_weights import twice_bytes
from desktop_rag.generation.gguf_header import ArrayInfo, Header
from desktop_rag.generation.gguf_types import row_bytes

KV_NUMBER_BYTES = 2
MAX_LAYERS = 4096
MAX_WIDTH = 1 << 24
MAX_VOCABULARY = 1 << 28
MAX_HEADS = 1 << 16
MAX_KV_BYTES = 1 << 36
MAX_PARAMETERS = 10**14
# These remember in a state of fixed size, however long the context is.
_WITHOUT_KV = frozenset("mamba mamba2 rwkv6 rwkv6qwen2 rwkv7 arwkv7".split())

OfLayer = Callable[[int], int]


def model_shape(header: Header) -> ModelShape:
    sizes = _Sizes(header)
    return ModelShape(
        layers=sizes.layers,
        embedding_length=sizes.embedding_length,
        vocabulary=_vocabulary(header, sizes.architecture),
        kv_bytes_per_token=_kv_bytes(sizes),
        weights_bytes=weights_bytes(header),
        twice_bytes=twice_bytes(header.tensors),
    )


def parameter_count(header: Header) -> int:
    count = sum(tensor.values for tensor in header.tensors)
    return count if count <= MAX_PARAMETERS else 0


def weights_bytes(header: Header) -> int:
    """Of all parts; the whole files where a type is not known. Tensors of a damaged file may overlap."""
    total = 0
    for tensor in header.tensors:
        row = row_bytes(tensor.type, tensor.shape[0])
        if row is None:
            return header.size_bytes
        total += tensor.values // tensor.shape[0] * row
    return min(total, header.size_bytes)


class _Sizes:
    """Reads the numbers of one architecture; what is absent or out of bounds is 0."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self.architecture = header.text("general.architecture")
        self.layers = self.bounded("block_count", MAX_LAYERS)
        self.embedding_length = self.bounded("embedding_length", MAX_WIDTH)

    def bounded(self, name: str, highest: int) -> int:
        value = self._header.number(f"{self.architecture}.{name}")
        return int(value) if 0 <= value <= highest else 0

    def has(self, name: str) -> bool:
        return f"{self.architecture}.{name}" in self._header.metadata

    def of_layer(self, name: str, highest: int) -> OfLayer | None:
        """A number for each layer or one for all; None if there is none."""
        value = self._header.metadata.get(f"{self.architecture}.{name}")
        if isinstance(value, tuple):
            items = [int(item) if isinstance(item, int) and 0 <= item <= highest else 0 for item in value]
            return lambda layer: items[layer] if layer < len(items) else 0
        if isinstance(value, int):
            number = self.bounded(name, highest)
            return lambda _layer: number
        return None


def _kv_bytes(sizes: _Sizes) -> int:
    """For one token, of all layers."""
    heads = sizes.of_layer("attention.head_count", MAX_HEADS)
    if heads is None or sizes.architecture in _WITHOUT_KV:
        return 0
    kv_heads = sizes.of_layer("attention.head_count_kv", MAX_HEADS) or heads
    length = _length_of_layer(sizes, heads(0))
    total = sum(kv_heads(layer) * length(layer) for layer in _layers_with_kv(sizes)) * KV_NUMBER_BYTES
    return total if total <= MAX_KV_BYTES else 0


def _layers_with_kv(sizes: _Sizes) -> list[int]:
    """The last layers may use the keys and values of earlier ones (Gemma 3n), or not be run (those that
    predict the token after the next); of some hybrids only every so-many-th has attention (Qwen3-Next)."""
    last = sizes.layers
    last -= sizes.bounded("attention.shared_kv_layers", MAX_LAYERS)
    last -= sizes.bounded("nextn_predict_layers", MAX_LAYERS)
    interval = sizes.bounded("full_attention_interval", MAX_LAYERS)
    return [layer for layer in range(last) if interval == 0 or (layer + 1) % interval == 0]


def _length_of_layer(sizes: _Sizes, heads: int) -> OfLayer:
    """Numbers in one key and one value together.

    With latent attention (DeepSeek) the key holds the value too: `key_length` is then the rank of what is
    kept and the rotated part, and there is no value of its own.
    """
    usual = sizes.embedding_length // heads if heads else 0

    def both(ending: str, key_default: int, value_default: int) -> tuple[int, int]:
        key, value = f"attention.key_length{ending}", f"attention.value_length{ending}"
        return (
            sizes.bounded(key, MAX_WIDTH) if sizes.has(key) else key_default,
            sizes.bounded(value, MAX_WIDTH) if sizes.has(value) else value_default,
        )

    full_key, full_value = both("", usual, usual)
    if sizes.has("attention.key_length_mla"):
        return lambda _layer: full_key
    near = sum(both("_swa", full_key, full_value))
    slides = sizes.of_layer("attention.sliding_window_pattern", 1)
    if slides is None or near == full_key + full_value:
        return lambda _layer: full_key + full_value
    return lambda layer: near if slides(layer) else full_key + full_value


def _vocabulary(header: Header, architecture: str) -> int:
    tokens = header.metadata.get("tokenizer.ggml.tokens")
    if isinstance(tokens, tuple):
        return len(tokens)
    said = header.number(f"{architecture}.vocab_size")
    count = tokens.length if isinstance(tokens, ArrayInfo) else said
    return count if 0 <= count <= MAX_VOCABULARY else 0
