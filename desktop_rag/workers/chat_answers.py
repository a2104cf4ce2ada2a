"""Checks what the chat child says before anything believes it. Window process or command line, any thread.

The child reads files from strangers, so that its words are bounded like those of any other.
"""

from pathlib import Path

from desktop_rag.domain.errors import WorkerProtocolError
from desktop_rag.domain.language_model import Completion, FinishReason, LoadedModel
from desktop_rag.workers import untrusted
from desktop_rag.workers.protocol import JsonObject
from desktop_rag.workers.shelf_answers import model_facts

MAX_TOKENS = 100_000_000
MAX_LAYERS = 100_000
MAX_PIECE_CHARS = 20_000
MAX_SECONDS = 1e7


def loaded_model(body: JsonObject, path: Path) -> LoadedModel:
    return LoadedModel(
        model_facts(body, path),
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
