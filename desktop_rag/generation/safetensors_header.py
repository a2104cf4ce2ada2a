"""What the headers of a folder's safetensors files say, without reading weights. Shelf child, main thread.

The format is eight bytes of length, a JSON object and the numbers; all three come from strangers.
"""

import math
import struct
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.domain.errors import ModelDamaged
from desktop_rag.generation.untrusted_json import decode_json

MAX_HEADER_BYTES = 4 << 20
MAX_FILES = 200
MAX_PARAMETERS = 10**14
_LENGTH = struct.Struct("<Q")
_KINDS = frozenset(
    ["F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2", "I64", "I32", "I16", "I8", "U8", "BOOL"]
)


@dataclass(frozen=True, slots=True)
class Weights:
    """`kind` is the type that most numbers have."""

    parameters: int
    kind: str
    size_bytes: int

    def __add__(self, other: "Weights") -> "Weights":
        return Weights(
            self.parameters + other.parameters, self.kind or other.kind, self.size_bytes + other.size_bytes
        )


def folder_weights(folder: Path) -> Weights | None:
    """Of `model.safetensors`, or of all parts of a split one; None if there is none.

    Raises `ModelDamaged`, `ValueError` or `OSError`.
    """
    whole = folder / "model.safetensors"
    paths = [whole] if whole.is_file() else sorted(folder.glob("model-*-of-*.safetensors"))[:MAX_FILES]
    kinds: Counter[str] = Counter()
    size_bytes = 0
    for path in paths:
        kinds.update(_kinds(path))
        size_bytes += path.stat().st_size
    if not paths:
        return None
    parameters = kinds.total()
    kind = kinds.most_common(1)[0][0] if kinds else ""
    return Weights(parameters if parameters <= MAX_PARAMETERS else 0, kind, size_bytes)


def _kinds(path: Path) -> Counter[str]:
    """How many numbers of each type a file holds."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        head = file.read(_LENGTH.size)
        length: int = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else MAX_HEADER_BYTES + 1
        if length > min(MAX_HEADER_BYTES, size):
            raise _incomplete(path, "its header is longer than the file or than headers are")
        entries = decode_json(file.read(length))
    if not isinstance(entries, dict):
        raise _incomplete(path, "its header is no object")
    kinds: Counter[str] = Counter()
    for name, entry in entries.items():
        if name != "__metadata__":
            kind, count, end = _tensor(path, entry)
            kinds[kind] += count
            if _LENGTH.size + length + end > size:
                raise _incomplete(path, f"{size} bytes, expected {_LENGTH.size + length + end} or more")
    return kinds


def _tensor(path: Path, entry: object) -> tuple[str, int, int]:
    """Type, how many numbers, and where they end."""
    fields = entry if isinstance(entry, dict) else {}
    kind, shape, offsets = fields.get("dtype"), fields.get("shape"), fields.get("data_offsets")
    numbers = [*shape, *offsets] if isinstance(shape, list) and isinstance(offsets, list) else [-1]
    if (
        kind not in _KINDS
        or len(numbers) > 10
        or not all(type(n) is int and 0 <= n < 1 << 48 for n in numbers)
    ):
        raise _incomplete(path, "a tensor that makes no sense")
    return str(kind), min(math.prod(numbers[:-2]), MAX_PARAMETERS + 1), numbers[-1]


def _incomplete(path: Path, detail: str) -> ModelDamaged:
    return ModelDamaged(
        f"{path.name} is incomplete or damaged.",
        hint="The download or copy did not finish. Download it again, or choose another model.",
        detail=f"{path}: {detail}",
    )
