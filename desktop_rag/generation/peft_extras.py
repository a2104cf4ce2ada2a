"""What lies in a PEFT folder's weights beside pairs of LoRA matrices. Converter child, main thread; pure.

Only one thing can be left out: the unchanged table of words, which PEFT saves beside an adapter that changes
it.
"""

from desktop_rag.domain.errors import AdapterUnusable
from desktop_rag.generation.gguf_header import Header
from desktop_rag.generation.peft import MERGE_HINT, MORE_THAN_LORA
from desktop_rag.generation.peft_names import BaseNames
from desktop_rag.generation.peft_tensors import StoredTensor, damaged

# (what the name contains, what such a tensor does)
_KINDS = (
    (".lora_magnitude_vector", "it is a DoRA adapter"),
    (".bias", "it also changes biases"),
    (".lora_diag", "it is a KaSA adapter"),
    (".trainable_tokens", "it brings words trained anew (trainable tokens)"),
    ("embed_tokens.", "it brings a table of words of its own"),
    ("lm_head.", "it brings a table of words of its own"),
    ("norm.", "it also changes norms"),
)


def check_extra(tensor: StoredTensor, names: BaseNames, base: Header) -> None:
    """Raises `AdapterUnusable` unless the model works the same without this tensor."""
    name = tensor.name.removeprefix("base_model.model.")
    module = name.removesuffix(".base_layer.weight")
    if module != name:
        _check_unchanged(tensor, module, names, base)
        return
    for part, does in _KINDS:
        if part in name:
            raise AdapterUnusable(f"{MORE_THAN_LORA}{does}.", hint=MERGE_HINT, detail=tensor.name)
    if "lora_" in name:
        raise damaged(tensor.name)
    raise AdapterUnusable(
        MORE_THAN_LORA + "it brings whole parts of the model trained anew.",
        hint=MERGE_HINT,
        detail=tensor.name,
    )


def _check_unchanged(tensor: StoredTensor, module: str, names: BaseNames, base: Header) -> None:
    """Saved by PEFT since words may have been added; then it is longer than the model's own."""
    place = names.place(module)
    shapes = {other.name: other.shape for other in base.tensors}
    if place is None or shapes.get(place.tensor) not in (None, tensor.shape[::-1]):
        raise AdapterUnusable(
            "This adapter was trained on a model with another number of words than this one has.",
            hint="Choose the very model that it was trained on.",
            detail=f"{tensor.name} {tensor.shape}",
        )
