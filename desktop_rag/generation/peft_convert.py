"""Writes the LoRA adapter of a PEFT folder as GGUF, for a model that is on this computer. Converter child,
main thread.

What llama.cpp's convert_lora_to_gguf.py does, without PyTorch and for one pair of matrices at a time: names
as the model's file has them, the rows of q and k in its order, the table of words transposed. Everything is
written in single precision, so that nothing is lost. All names and sizes are checked against the model
before the first byte is written.
"""

import contextlib
import errno
import math
import os
import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

from desktop_rag.domain.errors import AdapterMismatch, AdapterUnusable, InputError
from desktop_rag.domain.language_model import AdapterFacts
from desktop_rag.generation.gguf_header import Header, TensorInfo, Value, read_header
from desktop_rag.generation.model_facts import adapter_facts, check_adapter, check_model
from desktop_rag.generation.peft import (
    WEIGHTS_NAME,
    PeftConfig,
    adapter_name,
    base_name,
    read_config,
    weights_size,
)
from desktop_rag.generation.peft_extras import check_extra
from desktop_rag.generation.peft_names import BaseNames, Place
from desktop_rag.generation.peft_tensors import Matrix, StoredTensor, TensorFile, damaged, open_tensors

_HALF = re.compile(
    r"base_model\.model\.(?P<module>.+?)\."
    r"(?:lora_(?P<linear>[AB])\.weight|lora_embedding_(?P<embedding>[AB]))"
)
_WORDS = "token_embd.weight"
_OUTPUT = "output.weight"


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two matrices as PEFT stored them, and where they go. `factor` is what the second is multiplied with."""

    place: Place
    a: StoredTensor
    b: StoredTensor
    factor: float

    @property
    def infos(self) -> tuple[TensorInfo, TensorInfo]:
        """Names and shapes (as GGUF orders them) of what will be written."""
        rank, width = self.a.shape
        first = (rank, width) if self.place.tensor == _WORDS else (width, rank)
        return (
            TensorInfo(f"{self.place.tensor}.lora_a", first, int(gguf.GGMLQuantizationType.F32), 0),
            TensorInfo(
                f"{self.place.tensor}.lora_b", self.b.shape[::-1], int(gguf.GGMLQuantizationType.F32), 0
            ),
        )

    def matrices(self, file: TensorFile) -> Iterator[tuple[StoredTensor, Matrix]]:
        """The two as they are written, in order."""
        first = file.read(self.a)
        yield self.a, np.ascontiguousarray(first.T) if self.place.tensor == _WORDS else first
        del first
        second = file.read(self.b)
        if not math.isclose(self.factor, 1.0, rel_tol=1e-9):
            second = _scaled(second, self.factor)
        yield self.b, _turned(second, self.place.heads) if self.place.heads else second


def convert_peft(folder: Path, base: Path, part: Path) -> Generator[float, None, AdapterFacts]:
    """Writes `part`; yields the share (0–1) that is written so far, and returns what its header says.

    Leaving it early, or any error, leaves no file. Raises `AdapterUnusable` for what cannot be carried over,
    `AdapterMismatch` for an adapter of another model, the errors of `read_header` and `check_model` for the
    model at `base`, `ModelMissing` for what cannot be read, `InputError` where nothing can be written.
    """
    config = read_config(folder)
    weights_size(folder)
    base_header = read_header(base)
    check_model(base_header)
    metadata = _metadata(folder, config, base_header)
    with open_tensors(folder / WEIGHTS_NAME) as file:
        pairs = _pairs(file.tensors, config, BaseNames(base_header), base_header)
        _check(metadata, pairs, base_header)
        with _new_file(part):
            yield from _write(part, metadata, pairs, file)
            written = read_header(part)
            check_adapter(written, base_header)
    return adapter_facts(written, part)


def _metadata(folder: Path, config: PeftConfig, base: Header) -> dict[str, Value]:
    metadata: dict[str, Value] = {
        gguf.Keys.General.ARCHITECTURE: base.text("general.architecture"),
        gguf.Keys.General.TYPE: gguf.GGUFType.ADAPTER,
        gguf.Keys.General.NAME: adapter_name(folder),
        gguf.Keys.Adapter.TYPE: "lora",
        gguf.Keys.Adapter.LORA_ALPHA: config.gguf_alpha,
    }
    name = base_name(config.base)
    if name:
        metadata[gguf.Keys.General.BASE_MODEL_COUNT] = 1
        metadata[gguf.Keys.General.BASE_MODEL_NAME.format(id=0)] = name
    return metadata


def _pairs(
    tensors: Mapping[str, StoredTensor], config: PeftConfig, names: BaseNames, base: Header
) -> list[_Pair]:
    halves: dict[str, dict[str, StoredTensor]] = {}
    for tensor in tensors.values():
        match = _HALF.fullmatch(tensor.name)
        if match is None:
            check_extra(tensor, names, base)
        else:
            halves.setdefault(match["module"], {})[match["linear"] or match["embedding"]] = tensor
    if not halves:
        raise AdapterUnusable(
            "This adapter is empty: it changes nothing.",
            hint="Choose the folder of a training that was finished.",
        )
    pairs = [_pair(module, both, config, names, base) for module, both in halves.items()]
    places = {pair.place.tensor for pair in pairs}
    if len(places) != len(pairs):
        raise damaged("two pairs for one matrix")
    return pairs


def _pair(
    module: str, both: Mapping[str, StoredTensor], config: PeftConfig, names: BaseNames, base: Header
) -> _Pair:
    a, b = both.get("A"), both.get("B")
    if a is None or b is None or len(a.shape) != 2 or len(b.shape) != 2:
        raise damaged(f"no pair of matrices for {module}")
    rank = config.rank_of(module)
    if not a.shape[0] == b.shape[1] == rank:
        raise AdapterUnusable(
            "This adapter is damaged: its settings and its weights do not belong together.",
            hint="Copy the whole folder again from where it was trained.",
            detail=f"{module}: rank {rank}, {a.shape}, {b.shape}",
        )
    place = names.place(module)
    if place is None:
        raise _not_of_this_model(config, base, module)
    _check_tied(place, names)
    return _Pair(place, a, b, config.scale_of(module) * rank / config.gguf_alpha)


def _check_tied(place: Place, names: BaseNames) -> None:
    if place.tensor in (_WORDS, _OUTPUT) and not names.has_own_output:
        raise AdapterUnusable(
            "This adapter changes the table of words, which this model also uses for writing; such a change "
            "cannot be carried over.",
            hint="Train it again without embed_tokens and lm_head.",
            detail=place.tensor,
        )


def _check(metadata: Mapping[str, Value], pairs: list[_Pair], base: Header) -> None:
    """With the rules for GGUF adapters, on what the file's header is going to be."""
    infos = tuple(info for pair in pairs for info in pair.infos)
    title = str(metadata[gguf.Keys.General.NAME])
    check_adapter(Header(title, gguf.GGUF_VERSION, metadata, infos, 0, 0), base)
    for pair in pairs:
        if pair.place.heads and pair.b.shape[0] % (2 * pair.place.heads):
            raise damaged(f"{pair.place.tensor}: {pair.b.shape[0]} rows for {pair.place.heads} heads")


def _not_of_this_model(config: PeftConfig, base: Header, module: str) -> AdapterMismatch:
    name = base_name(config.base)
    return AdapterMismatch(
        f"This adapter does not fit the model “{base.title}”: it changes a part that this model has not.",
        hint=f"It was made for {name}. Choose that model, or another adapter." if name else "",
        detail=module,
    )


def _write(
    part: Path, metadata: Mapping[str, Value], pairs: list[_Pair], file: TensorFile
) -> Iterator[float]:
    with contextlib.closing(_writer(part, metadata)) as writer:
        for info in (info for pair in pairs for info in pair.infos):
            writer.add_tensor_info(info.name, info.shape[::-1], np.dtype(np.float32), 4 * info.values)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        done, total = 0, sum(pair.a.size_bytes + pair.b.size_bytes for pair in pairs)
        for pair in pairs:
            for stored, matrix in pair.matrices(file):
                writer.write_tensor_data(matrix)
                done += stored.size_bytes
                yield done / max(1, total)
    with part.open("rb+") as written:
        os.fsync(written.fileno())


def _writer(part: Path, metadata: Mapping[str, Value]) -> gguf.GGUFWriter:
    writer = gguf.GGUFWriter(part, str(metadata[gguf.Keys.General.ARCHITECTURE]))
    for key, value in metadata.items():
        if key == gguf.Keys.General.ARCHITECTURE:
            continue  # the writer has it already
        if isinstance(value, str):
            writer.add_string(key, value)
        elif isinstance(value, int):
            writer.add_uint32(key, value)
        elif isinstance(value, float):
            writer.add_float32(key, value)
    return writer


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[None]:
    """Takes the file away again after an error, and says what went wrong where it could not be written."""
    is_done = False
    try:
        yield
        is_done = True
    except OSError as error:
        raise _unwritable(error) from error
    finally:
        if not is_done:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _unwritable(error: OSError) -> InputError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return InputError(
            "There is not enough room on the disk for the converted adapter.",
            hint="Free some space, then add the folder again.",
            detail=str(error),
        )
    return InputError(
        "The converted adapter could not be written.",
        hint="Check the permissions of the library's folder, then add the folder again.",
        detail=str(error),
    )


def _scaled(matrix: Matrix, factor: float) -> Matrix:
    with np.errstate(over="ignore"):
        scaled = matrix * np.float32(factor)
    if not np.isfinite(scaled).all():
        raise damaged("a strength beyond all numbers")
    return scaled


def _turned(matrix: Matrix, heads: int) -> Matrix:
    """The rows of each head in llama.cpp's order: first and second half by turns (LlamaModel.permute)."""
    halves = matrix.reshape(heads, 2, matrix.shape[0] // heads // 2, matrix.shape[1])
    return np.ascontiguousarray(halves.swapaxes(1, 2)).reshape(matrix.shape)
