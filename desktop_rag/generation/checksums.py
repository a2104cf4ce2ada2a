"""The checksum of a model's bytes. Shelf child, main thread."""

import hashlib
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop_rag.domain.errors import Cancelled, ModelDamaged, ModelError, ModelMissing, ModelUnsupported
from desktop_rag.domain.part_names import is_first_part, named_parts
from desktop_rag.generation.gguf_header import read_header

BLOCK_BYTES = 1 << 20
STEP_S = 0.2
"""How often is told how far it is."""


class Checksum:
    """SHA-256 over the bytes of some files, one after the other; `hex` once all `steps` were taken."""

    def __init__(self, paths: Sequence[Path], stopped: Callable[[], bool]) -> None:
        self._paths = paths
        self._stopped = stopped
        self._hash = hashlib.sha256()

    @property
    def hex(self) -> str:
        return self._hash.hexdigest()

    def steps(self) -> Iterator[tuple[int, int]]:
        """Bytes that are done, and in all: now and then, and at the end. Raises `ModelError`, `Cancelled`."""
        total = sum(_size(path) for path in self._paths)
        done, told = 0, time.monotonic()
        yield done, total
        for path in self._paths:
            for count in self._read(path):
                done += count
                if time.monotonic() - told > STEP_S:
                    told = time.monotonic()
                    yield min(done, total), total
        if done != total:
            raise ModelDamaged(
                "This file changed while it was being read.",
                hint="Try again when the program that writes it has finished.",
            )
        yield done, total

    def _read(self, path: Path) -> Iterator[int]:
        try:
            with path.open("rb", buffering=0) as file:
                while block := file.read(BLOCK_BYTES):
                    if self._stopped():
                        raise Cancelled
                    self._hash.update(block)
                    yield len(block)
        except OSError as error:
            raise _unreadable(path, error) from error


def file_sha256(path: Path, stopped: Callable[[], bool]) -> Checksum:
    """Of a file, of all parts of a split model in their order, or of a folder's weights in the order of their
    names. Raises `ModelError`."""
    try:
        paths = _weights(path) if path.is_dir() else part_paths(path)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not paths:
        raise ModelUnsupported(
            "This folder holds no weights (.safetensors).", hint="Choose the model's folder."
        )
    if paths == (path,) and is_first_part(path.name):
        read_header(path)  # raises, with the name of the part, unless the model is whole in this file
    return Checksum(paths, stopped)


def part_paths(path: Path) -> tuple[Path, ...]:
    """All parts of the model that begins with `path`; `path` alone if not all are there."""
    parts = named_parts(path)
    return parts if all(part.is_file() for part in parts[1:]) else (path,)


def _weights(folder: Path) -> tuple[Path, ...]:
    """Also those of a sentence-transformers folder's modules, whose folders begin with their number."""
    paths = (path for pattern in ("*.safetensors", "[0-9]_*/*.safetensors") for path in folder.glob(pattern))
    return tuple(sorted(path for path in paths if path.is_file()))


def _size(path: Path) -> int:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not stat.S_ISREG(status.st_mode):
        raise ModelUnsupported("This is a device or a pipe, not a model file.")
    return status.st_size


def _unreadable(path: Path, error: Exception) -> ModelError:
    if isinstance(error, FileNotFoundError):
        return ModelMissing(f"There is no file {path.name}.", detail=f"{path}: {error}")
    hint = "Reconnect the drive it is on, or copy the file to this computer, then try again."
    return ModelMissing("This file cannot be read.", hint=hint, detail=f"{path}: {error}")
