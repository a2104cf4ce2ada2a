"""Looks through folders for model files, also those that other programs keep. Shelf child, main thread.

Each real file is told once, however many links lead to it: Hugging Face's cache links every file of a
snapshot to one that is named by its checksum. Ollama's files have no ending.
"""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from desktop_rag.domain.errors import Cancelled
from desktop_rag.domain.part_names import is_later_part
from desktop_rag.generation.sentence_folder_facts import MODULES_NAME
from desktop_rag.generation.untrusted_json import read_bounded

MAX_DEPTH = 8
MAX_FOLDERS = 50_000
MAX_FOUND = 5000
SMALLEST_OLLAMA_BYTES = 1 << 20
"""Below that a blob is a template, a licence or a list of settings."""
MAX_MODULES_BYTES = 1 << 16
_OLLAMA_BLOB = re.compile(r"sha256-[0-9a-f]{64}")
_SKIPPED_FOLDERS = frozenset([".git", "node_modules", "__pycache__", ".locks", ".no_exist"])
# Pictures' parts of models, and files of vocabularies that llama.cpp's source brings for its tests.
_NO_MODEL = re.compile(r"mmproj|^ggml-vocab-|^(?:incomplete|downloading)[-_]", re.IGNORECASE)


def model_files(folders: Iterable[Path], stopped: Callable[[], bool]) -> Iterator[Path | None]:
    """GGUF files (of split models the first part) and folders of PEFT adapters and sentence-transformers
    models; None after each folder that was looked through. What cannot be read is passed over.

    Raises `Cancelled`.
    """
    search = _Search(stopped)
    for folder in folders:
        yield from search.at(folder, -1)


class _Search:
    """`_seen` are real files and folders by device and number."""

    def __init__(self, stopped: Callable[[], bool]) -> None:
        self._stopped = stopped
        self._seen: set[tuple[int, int]] = set()
        self._folders_left = MAX_FOLDERS
        self._found_left = MAX_FOUND

    def at(self, path: Path, depth: int) -> Iterator[Path | None]:
        """What `path` is or holds; it lies in a folder of this depth (-1 for what the person named)."""
        try:
            status = path.stat()
        except (OSError, ValueError):  # a link to nothing
            return
        if stat.S_ISDIR(status.st_mode):
            if depth < 0 or path.name not in _SKIPPED_FOLDERS:
                yield from self._below(path, depth + 1)
        elif stat.S_ISREG(status.st_mode) and _may_be_model(path.name, status.st_size) and self._is_new(path):
            if self._stopped():
                raise Cancelled
            if _has_magic(path):
                yield from self._told(path)

    def _below(self, folder: Path, depth: int) -> Iterator[Path | None]:
        if self._stopped():
            raise Cancelled
        if depth > MAX_DEPTH or self._folders_left <= 0 or not self._is_new(folder):
            return
        self._folders_left -= 1
        names = _names(folder)
        if _is_adapter_folder(names) or _is_embedder_folder(folder, names):
            yield from self._told(folder)  # what else lies in it are its parts or earlier states of it
        else:
            for name in names:
                yield from self.at(folder / name, depth)
        yield None

    def _told(self, path: Path) -> Iterator[Path]:
        if self._found_left > 0:
            self._found_left -= 1
            yield path

    def _is_new(self, path: Path) -> bool:
        try:
            status = path.stat()
        except (OSError, ValueError):
            return False
        key = (status.st_dev, status.st_ino)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True


def _names(folder: Path) -> list[str]:
    """In an order that does not depend on the disk."""
    try:
        return sorted(os.listdir(folder))
    except (OSError, ValueError):
        return []


def _may_be_model(name: str, size_bytes: int) -> bool:
    if _OLLAMA_BLOB.fullmatch(name):
        return size_bytes >= SMALLEST_OLLAMA_BYTES
    if not name.lower().endswith(".gguf") or name.startswith("._"):
        return False
    return not _NO_MODEL.search(name) and not is_later_part(name)


def _has_magic(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"GGUF"
    except (OSError, ValueError):
        return False


def _is_adapter_folder(names: list[str]) -> bool:
    return "adapter_config.json" in names and "adapter_model.safetensors" in names


def _is_embedder_folder(folder: Path, names: list[str]) -> bool:
    if MODULES_NAME not in names:
        return False
    try:
        return b"sentence_transformers." in read_bounded(folder / MODULES_NAME, MAX_MODULES_BYTES)
    except (OSError, ValueError):
        return False
