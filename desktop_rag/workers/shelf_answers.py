"""Checks what a child says of model files before anything believes it. Window process, any thread.

The child reads files from strangers, so that its words are bounded like those of any other.
"""

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from desktop_rag.domain.checksums import is_sha256
from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.errors import WorkerProtocolError
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts, ModelShape
from desktop_rag.domain.shelf import Inspected, PeftFacts
from desktop_rag.workers import untrusted
from desktop_rag.workers.protocol import JsonObject, JsonValue

MAX_PARAMETERS = 10**14
MAX_FILE_BYTES = 2**60
MAX_NAME_CHARS = 200
MAX_PREFIX_CHARS = 500
MAX_PATH_CHARS = 32_768
MAX_FOUND = 10_000
MAX_NUMBER = 2**48
MAX_MODULES = 200

Choice = TypeVar("Choice", bound=StrEnum)


def facts(body: JsonObject, path: Path) -> Inspected:
    kind = untrusted.text(body, "kind", 20)
    if kind == "model":
        return model_facts(body, path)
    if kind == "adapter":
        return _adapter_facts(body, path)
    if kind == "embedder":
        return _embedder_facts(body, path)
    if kind == "peft":
        return _peft_facts(body, path)
    raise WorkerProtocolError(detail="neither a model, an adapter nor an embedder")


def model_facts(body: JsonObject, path: Path) -> ModelFacts:
    has_template, shape = body.get("has_template"), body.get("shape")
    if not isinstance(has_template, bool) or not isinstance(shape, dict):
        raise WorkerProtocolError(detail="has_template or shape: not as agreed")
    return ModelFacts(
        path=path,
        name=_line(body, "name"),
        architecture=_line(body, "architecture"),
        parameters=untrusted.integer(body, "parameters", 0, MAX_PARAMETERS),
        quantisation=_line(body, "quantisation"),
        size_bytes=_size(body),
        trained_context_tokens=untrusted.integer(body, "trained_context_tokens", 0, MAX_NUMBER),
        has_template=has_template,
        licence=_line(body, "licence"),
        shape=_shape(shape),
        parts=untrusted.integer(body, "parts", 1, MAX_NUMBER),
    )


def found_paths(body: JsonObject, folders: Sequence[Path]) -> tuple[Path, ...]:
    """Only what lies in the folders that were named."""
    paths = tuple(_path(item) for item in untrusted.items(body, "paths", MAX_FOUND))
    for path in paths:
        if ".." in path.parts or not any(path.is_relative_to(folder) for folder in folders):
            raise WorkerProtocolError(detail="found a file outside of the folders that were named")
    return paths


def progress(body: JsonObject) -> tuple[int, int]:
    """Bytes that are done, and in all."""
    total = untrusted.integer(body, "total", 0, MAX_FILE_BYTES)
    return untrusted.integer(body, "done", 0, total), total


def sha256(body: JsonObject) -> str:
    text = untrusted.text(body, "sha256", 64)
    if not is_sha256(text):
        raise WorkerProtocolError(detail="sha256: expected 64 hex digits")
    return text


def _shape(body: JsonObject) -> ModelShape:
    return ModelShape(
        layers=untrusted.integer(body, "layers", 0, MAX_NUMBER),
        embedding_length=untrusted.integer(body, "embedding_length", 0, MAX_NUMBER),
        vocabulary=untrusted.integer(body, "vocabulary", 0, MAX_NUMBER),
        kv_bytes_per_token=untrusted.integer(body, "kv_bytes_per_token", 0, MAX_NUMBER),
        weights_bytes=untrusted.integer(body, "weights_bytes", 0, MAX_FILE_BYTES),
        twice_bytes=untrusted.integer(body, "twice_bytes", 0, MAX_FILE_BYTES),
    )


def _adapter_facts(body: JsonObject, path: Path) -> AdapterFacts:
    return AdapterFacts(
        path=path,
        name=_line(body, "name"),
        architecture=_line(body, "architecture"),
        base_name=_line(body, "base_name"),
        rank=untrusted.integer(body, "rank", 0, 10**9),
        alpha=untrusted.number(body.get("alpha"), -1e9, 1e9),
        size_bytes=_size(body),
        licence=_line(body, "licence"),
    )


def _embedder_facts(body: JsonObject, path: Path) -> EmbedderFacts:
    pooling = untrusted.text(body, "pooling", 20)
    return EmbedderFacts(
        kind=_one_of(EmbedderKind, untrusted.text(body, "embedder_kind", 30)),
        path=path,
        name=_line(body, "name"),
        architecture=_line(body, "architecture"),
        parameters=untrusted.integer(body, "parameters", 0, MAX_PARAMETERS),
        quantisation=_line(body, "quantisation"),
        size_bytes=_size(body),
        dimension=untrusted.integer(body, "dimension", 1, MAX_NUMBER),
        max_tokens=untrusted.integer(body, "max_tokens", 1, MAX_NUMBER),
        pooling=_one_of(Pooling, pooling) if pooling else None,
        question_prefix=untrusted.text(body, "question_prefix", MAX_PREFIX_CHARS),
        passage_prefix=untrusted.text(body, "passage_prefix", MAX_PREFIX_CHARS),
        licence=_line(body, "licence"),
    )


def _peft_facts(body: JsonObject, path: Path) -> PeftFacts:
    modules: list[JsonValue] = untrusted.items(body, "modules", MAX_MODULES)
    return PeftFacts(
        path=path,
        name=_line(body, "name"),
        base_name=_line(body, "base_name"),
        rank=untrusted.integer(body, "rank", 0, 10**9),
        alpha=untrusted.number(body.get("alpha"), -1e9, 1e9),
        modules=tuple(_line({"module": module}, "module") for module in modules),
        size_bytes=_size(body),
    )


def _size(body: JsonObject) -> int:
    return untrusted.integer(body, "size_bytes", 0, MAX_FILE_BYTES)


def _path(item: JsonValue) -> Path:
    """Names need not be text: bytes that are none come as lone surrogates, as `os.fsdecode` gives them."""
    if not isinstance(item, str) or len(item) > MAX_PATH_CHARS or "\x00" in item:
        raise WorkerProtocolError(detail="a path that is none")
    try:
        os.fsencode(item)
    except UnicodeEncodeError as error:
        raise WorkerProtocolError(detail="a path that no file can have") from error
    return Path(item)


def _one_of(choices: type[Choice], value: str) -> Choice:
    try:
        return choices(value)
    except ValueError as error:
        raise WorkerProtocolError(detail=f"unknown {choices.__name__}") from error


def _line(body: JsonObject, key: str) -> str:
    """One printable line."""
    text = untrusted.text(body, key, MAX_NAME_CHARS)
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
