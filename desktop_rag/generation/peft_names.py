"""Where a module of a transformers model lies in the GGUF file of the same model. Converter child, main
thread.

llama.cpp's converter (convert_hf_to_gguf.py) gives every tensor another name, and for the kinds in `_TURNED`
also another order of the rows of q and k: transformers turns the halves of a head against each other,
llama.cpp neighbours. A change of these matrices has to follow.
"""

from dataclasses import dataclass
from functools import cached_property

import gguf

from desktop_rag.domain.errors import AdapterUnusable, ModelDamaged
from desktop_rag.generation.gguf_header import Header

_TURNED = frozenset(["llama", "granite", "smollm3", "arcee", "mistral3"])
"""The converter classes that inherit LlamaModel with `undo_permute` on."""
_STRAIGHT = frozenset(["qwen2", "qwen3", "gemma", "gemma2", "gemma3", "phi3", "olmo2"])
"""Kinds whose rows stay as they are."""
SUPPORTED = _TURNED | _STRAIGHT
MAX_LAYERS = 1000

_OF_MANY_SENSES = (("model.language_model.", "model."), ("language_model.", ""))
"""How the part that reads is called inside models that also see or hear (as convert_lora_to_gguf.py has
it)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A tensor of the model's file. `heads` is 0 where its rows lie as in transformers."""

    tensor: str
    heads: int


class BaseNames:
    """Names of one model. Raises `AdapterUnusable` for a kind of model that is not known here."""

    def __init__(self, base: Header) -> None:
        self._base = base
        self.architecture = base.text("general.architecture")
        if self.architecture not in SUPPORTED:
            known = ", ".join(sorted(SUPPORTED))
            raise AdapterUnusable(
                f"Adapters for models of the kind “{self.architecture}” cannot be converted here yet.",
                hint="Convert it with llama.cpp's convert_lora_to_gguf.py, and add the GGUF file.",
                detail=f"supported: {known}",
            )
        self._layers = base.number(f"{self.architecture}.block_count")
        if not 0 < self._layers <= MAX_LAYERS:
            raise ModelDamaged(detail=f"{self._layers} layers")

    def place(self, module: str) -> Place | None:
        """None for a module that such a model has not."""
        for prefix, plain in _OF_MANY_SENSES:
            if module.startswith(prefix):
                module = plain + module.removeprefix(prefix)
                break
        name = self._names.get_name(module)
        return Place(f"{name}.weight", self._heads(name)) if name else None

    @property
    def has_own_output(self) -> bool:
        """Whether the matrix of the last step is another one than the table of words."""
        return any(tensor.name == "output.weight" for tensor in self._base.tensors)

    def _heads(self, name: str) -> int:
        if self.architecture not in _TURNED or not name.endswith((".attn_q", ".attn_k")):
            return 0
        heads = self._base.metadata.get(f"{self.architecture}.attention.head_count")
        if name.endswith(".attn_k"):
            heads = self._base.metadata.get(f"{self.architecture}.attention.head_count_kv", heads)
        if not isinstance(heads, int) or heads <= 0:
            raise AdapterUnusable(
                "The layers of this model differ in a way that adapters cannot be converted for.",
                detail=f"{name}: heads {heads!r}"[:200],
            )
        return heads

    @cached_property
    def _names(self) -> gguf.TensorNameMap:
        kinds = {name: kind for kind, name in gguf.MODEL_ARCH_NAMES.items()}
        return gguf.get_tensor_name_map(kinds[self.architecture], self._layers)
