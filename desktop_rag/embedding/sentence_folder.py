"""A folder that sentence-transformers wrote, on that library, which is an extra. Embed child, main thread.

Folders come from strangers: no code in them is run, no pickle is opened, and nothing is looked up elsewhere.
"""

import json
import math
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from desktop_rag.domain.embedder import EmbedderChoice, TextKind
from desktop_rag.domain.errors import EmbedderUnusable, InstallationError, ModelMissing
from desktop_rag.embedding.encoder import MAX_TOKENS_AT_ONCE, Vectors, room_for_text, unit_rows
from desktop_rag.embedding.fingerprint import content_digest, fingerprint
from desktop_rag.runtime import OFFLINE_ENVIRONMENT

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH_SIZE = 16
MODULES = "modules.json"
OWN_MODULES = "sentence_transformers."
KNOWN_MODULES = {"Transformer", "Pooling", "Normalize", "Dense", "LayerNorm", "StaticEmbedding"}
"""Of the kinds that the library has these are loaded without starting code that a folder names."""
DECIDING_SUFFIXES = {".json", ".txt", ".model", ".safetensors"}
OTHER_FORMS = {"onnx", "openvino"}
"""Folders with the same model for other programs."""
PROMPTS = {TextKind.QUESTION: ("query", "question"), TextKind.PASSAGE: ("document", "passage", "corpus")}
"""Names that folders give to what stands before a text; the library's own come first."""
MAX_NAME_CHARS = 200


class SentenceFolderEncoder:
    """An `Encoder`; made by `load`. Pooling is as the folder says, whatever the choice has."""

    def __init__(self, model: "SentenceTransformer", folder: Path, prefixes: Mapping[TextKind, str]) -> None:
        self._model = model
        self._prefixes = prefixes
        stated = model.max_seq_length or MAX_TOKENS_AT_ONCE
        limit = int(min(stated, MAX_TOKENS_AT_ONCE))
        if limit < stated < math.inf:  # without end: a table of words, which has nothing to be set
            model.max_seq_length = limit
        self.name = folder.name[:MAX_NAME_CHARS]
        self.dimension = int(self.encode(["a"]).shape[1])
        special = len(self._token_ids(["a"], special=True)[0]) - self.count_tokens(["a"])[0]
        in_front = self.count_tokens([prefixes[TextKind.PASSAGE]])[0]
        self.max_tokens = room_for_text(limit, in_front, special)
        settings: dict[str, str | int] = {
            "dimension": self.dimension,
            "limit_tokens": limit,
            **{kind.value: prefix for kind, prefix in prefixes.items()},
        }
        self.fingerprint = fingerprint("sentence-transformers", list(_digests(folder)), settings)

    @classmethod
    def load(cls, choice: EmbedderChoice, threads: int) -> Self:
        """Computes on `threads` threads.

        Raises `ModelMissing`, `EmbedderUnusable`, or `InstallationError` where the library is not installed.
        """
        if choice.path is None:
            raise ModelMissing
        check_folder(choice.path)
        model = _open(choice.path, threads)
        prefixes = _prefixes(choice, model)
        return cls(model, choice.path, prefixes)

    def encode(self, texts: Sequence[str], kind: TextKind = TextKind.PASSAGE) -> Vectors:
        """See `Encoder.encode`."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            [_valid_unicode(text) for text in texts],
            prompt=self._prefixes[kind],
            batch_size=BATCH_SIZE,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return unit_rows(np.asarray(vectors))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Encoder.count_tokens`."""
        return [len(ids) for ids in self._token_ids(texts, special=False)] if texts else []

    def close(self) -> None:
        """See `Encoder.close`. The library frees what it holds with the last reference to it."""

    def _token_ids(self, texts: Sequence[str], *, special: bool) -> list[list[int]]:
        from tokenizers import Tokenizer

        valid = [_valid_unicode(text) for text in texts]
        tokenizer = self._model.tokenizer
        if isinstance(tokenizer, Tokenizer):
            return [found.ids for found in tokenizer.encode_batch(valid, add_special_tokens=special)]
        found = tokenizer(valid, add_special_tokens=special, truncation=False, padding=False, verbose=False)
        ids: list[list[int]] = found["input_ids"]
        return ids


def check_folder(folder: Path) -> None:
    """Raises `ModelMissing`, or `EmbedderUnusable` for a folder of another kind or one that is not safe."""
    if not folder.is_dir():
        raise ModelMissing("The search model's folder is not there.", detail=str(folder))
    try:
        described = json.loads((folder / MODULES).read_text("utf-8"))
        modules = [(str(module["type"]), folder / str(module["path"])) for module in described]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        message = "This folder is not complete, or the library sentence-transformers did not write it."
        raise EmbedderUnusable(message, detail=repr(error)) from error
    for kind, place in modules:
        _check_module(kind, place, folder)


def _check_module(kind: str, place: Path, folder: Path) -> None:
    if not kind.startswith(OWN_MODULES) or kind.rpartition(".")[2] not in KNOWN_MODULES:
        raise EmbedderUnusable(
            "This folder wants to run program code of its own, which this program does not allow."
        )
    if ".." in place.parts or not place.is_relative_to(folder):
        raise EmbedderUnusable("This folder refers to files outside of it.")
    if any(place.glob("*.bin")) and not any(place.glob("*.safetensors")):
        raise EmbedderUnusable(
            "This folder's weights are stored in a form that can carry program code (pickle).",
            hint="Choose a copy of this model that holds “model.safetensors”.",
        )


def _open(folder: Path, threads: int) -> "SentenceTransformer":
    os.environ.update(OFFLINE_ENVIRONMENT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _import_library(threads)
        return _loaded(folder)


def _import_library(threads: int) -> None:
    try:
        import sentence_transformers  # noqa: F401 - whether it can be imported is the question
        import torch
        from transformers.utils import logging
    except (ImportError, OSError, RuntimeError) as error:
        raise InstallationError(
            "The library that runs sentence-transformers folders is not installed.",
            hint='Install it with: pip install "desktop-rag[sentence-transformers]", or choose a GGUF file.',
            detail=str(error),
        ) from error
    torch.set_num_threads(threads)
    torch.manual_seed(0)  # weights that a folder lacks are made up: then at least the same each time
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # the library has no types there
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # as above


def _loaded(folder: Path) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
        return model.float()  # half precision is slower on a processor, and less exact
    except Exception as error:  # whatever three libraries raise for files that do not fit
        message = (
            "This folder could not be loaded: a file is missing or damaged, or of a kind not known here."
        )
        raise EmbedderUnusable(message, detail=repr(error)) from error


def _prefixes(choice: EmbedderChoice, model: "SentenceTransformer") -> dict[TextKind, str]:
    chosen = {TextKind.QUESTION: choice.question_prefix, TextKind.PASSAGE: choice.passage_prefix}
    return {kind: _stated_prefix(model, kind) if text is None else text for kind, text in chosen.items()}


def _stated_prefix(model: "SentenceTransformer", kind: TextKind) -> str:
    names = (*PROMPTS[kind], model.default_prompt_name)
    return next((prompt for name in names if name and (prompt := model.prompts.get(name))), "")


def _digests(folder: Path) -> Iterator[bytes]:
    """Of all files that decide the vectors, whatever they are called and wherever the folder lies."""
    for path in folder.rglob("*"):
        inner = path.relative_to(folder)
        if path.suffix in DECIDING_SUFFIXES and not OTHER_FORMS & set(inner.parts) and path.is_file():
            yield content_digest(path)


def _valid_unicode(text: str) -> str:
    """Lone surrogates, which damaged documents bring, cannot be given to a tokenizer."""
    return text.encode("utf-8", "replace").decode("utf-8")
