"""Which weights llama.cpp keeps in an order of its own for the processor ("repack"). Chat and shelf
child; pure.

That is only so without a GPU, and it is not told before a model is loaded.
"""

import platform
from collections.abc import Sequence

from desktop_rag.generation.gguf_header import TensorInfo
from desktop_rag.generation.gguf_types import row_bytes, tensor_type_name

COPIED_TYPES = frozenset({"Q4_0", "Q4_K", "Q2_K", "IQ4_NL", "MXFP4"})
"""Found by loading a file of every type, llama-cpp-python 0.3.36 on a processor with AVX-512."""
COPIED_TYPES_ON_ARM = frozenset({"Q5_K", "Q6_K", "Q8_0"})
"""Besides these; named in its library, not tried."""
MOST_COPIED_SHARE = 0.1
"""A file of which more is copied is read and not mapped, see `is_copied`."""
WORDS, OUTPUT = "token_embd.weight", "output.weight"


def is_copied(tensors: Sequence[TensorInfo]) -> bool:
    """Whether llama.cpp would keep a second copy of a good part of these weights if the file was mapped.

    The pages of a mapped file stay in memory beside the copy (llama.cpp issue 16761): a Q4_0 file of 337 MB
    took 609 MB; read instead, 343 MB, and it was open in half the time.
    """
    copied = sum(_bytes(tensor) for tensor in tensors if _is_copied(tensor))
    return copied > MOST_COPIED_SHARE * sum(map(_bytes, tensors))


def twice_bytes(tensors: Sequence[TensorInfo]) -> int:
    """What is in memory twice, however the file is opened: a table in which words are looked up, for which it
    must stay as it is, and that the next word is reckoned with too, as in models without an output table."""
    tables = {tensor.name: tensor for tensor in tensors if tensor.name in (WORDS, OUTPUT)}
    table = tables.get(WORDS)
    return _bytes(table) if table and OUTPUT not in tables and _is_copied(table) else 0


def _is_copied(tensor: TensorInfo) -> bool:
    types = COPIED_TYPES
    if platform.machine().lower() in ("arm64", "aarch64"):
        types |= COPIED_TYPES_ON_ARM
    return tensor_type_name(tensor.type) in types


def _bytes(tensor: TensorInfo) -> int:
    return (row_bytes(tensor.type, tensor.shape[0]) or 0) * (tensor.values // tensor.shape[0])
