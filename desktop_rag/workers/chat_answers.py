"""Checks what the chat child says before anything believes it. Window process or command line, any thread.

The child reads files from strangers, so that its words are bounded like those of any other.
"""

from pathlib import Path

from desktop_rag.domain.errors import WorkerProtocolError
from desktop_rag.domain.language_model import (
    AdapterFacts,
    Completion,
    FinishReason,
    LoadedModel,
    ModelFacts,
)
from desktop_rag.workers import untrusted
from desktop_rag.workers.protocol import JsonObject

MAX_TOKENS = 100_000_000
MAX_PARAMETERS = 10**14
MAX_FILE_BYTES = 2**60
MAX_LAYERS = 100_000
MAX_NAME_CHARS = 200
MAX_PIECE_CHARS = 20_000
MAX_SECONDS = 1e7


def facts(body: JsonObject, path: Path) -> ModelFacts | AdapterFacts:
    kind = untrusted.text(body, "kind", 20)
    if kind == "adapter":
        return _adapter_facts(body, path)
    if kind != "model":
        raise WorkerProtocolError(detail="neither a model nor an adapter")
    return _model_facts(body, path)


def loaded_model(body: JsonObject, path: Path) -> LoadedModel:
    return LoadedModel(
        _model_facts(body, path),
        untrusted.integer(body, "context_tokens", 1, MAX_TOKENS),
        untrusted.integer(body, "gpu_layers", 0, MAX_LAYERS),
        untrusted.number(body.get("load_s"), 0, MAX_SECONDS),
    )


def share(body: JsonObject) -> float:
    return untrusted.number(body.get("share"), 0, 1)


def tokens(body: JsonObject) -> int:
    return untrusted.integer(body, "tokens", 0, MAX_TOKENS)


def piece(body: JsonObject) -> str:
    """Part of an answer. What cannot be stored or shown is replaced, not refused: models write anything."""
    value = body.get("text")
    if not isinstance(value, str) or len(value) > MAX_PIECE_CHARS:
        raise WorkerProtocolError(detail=f"text: expected at most {MAX_PIECE_CHARS} characters")
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def reading(body: JsonObject) -> tuple[int, int]:
    """How many tokens of the prompt are read, and how many it has."""
    total = untrusted.integer(body, "total", 0, MAX_TOKENS)
    return untrusted.integer(body, "done", 0, total), total


def completion(body: JsonObject) -> Completion:
    prompt_tokens = untrusted.integer(body, "prompt_tokens", 0, MAX_TOKENS)
    try:
        reason = FinishReason(untrusted.text(body, "reason", 20))
    except ValueError as error:
        raise WorkerProtocolError(detail="unknown reason") from error
    return Completion(
        reason=reason,
        prompt_tokens=prompt_tokens,
        reused_tokens=untrusted.integer(body, "reused_tokens", 0, prompt_tokens),
        answer_tokens=untrusted.integer(body, "answer_tokens", 0, MAX_TOKENS),
        switch_s=untrusted.number(body.get("switch_s"), 0, MAX_SECONDS),
        first_token_s=untrusted.number(body.get("first_token_s"), 0, MAX_SECONDS),
        writing_s=untrusted.number(body.get("writing_s"), 0, MAX_SECONDS),
    )


def _model_facts(body: JsonObject, path: Path) -> ModelFacts:
    has_template = body.get("has_template")
    if not isinstance(has_template, bool):
        raise WorkerProtocolError(detail="has_template: expected true or false")
    return ModelFacts(
        path=path,
        name=_name(body, "name"),
        architecture=_name(body, "architecture"),
        parameters=untrusted.integer(body, "parameters", 0, MAX_PARAMETERS),
        quantisation=_name(body, "quantisation"),
        size_bytes=untrusted.integer(body, "size_bytes", 0, MAX_FILE_BYTES),
        trained_context_tokens=untrusted.integer(body, "trained_context_tokens", 0, 2**64),
        has_template=has_template,
    )


def _adapter_facts(body: JsonObject, path: Path) -> AdapterFacts:
    return AdapterFacts(
        path=path,
        name=_name(body, "name"),
        architecture=_name(body, "architecture"),
        base_name=_name(body, "base_name"),
        rank=untrusted.integer(body, "rank", 0, 10**9),
        alpha=untrusted.number(body.get("alpha"), -1e9, 1e9),
        size_bytes=untrusted.integer(body, "size_bytes", 0, MAX_FILE_BYTES),
    )


def _name(body: JsonObject, key: str) -> str:
    """One printable line."""
    text = untrusted.text(body, key, MAX_NAME_CHARS)
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
