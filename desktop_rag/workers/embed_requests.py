"""Which embedder the embed child is asked for: written in the parent, read in the child.

Reading raises `InputError`: what does not fit here is a mistake of the program's own.
"""

from pathlib import Path

from desktop_rag.domain.embedder import EmbedderChoice, EmbedderKind, Pooling, TextKind
from desktop_rag.domain.errors import InputError
from desktop_rag.workers.protocol import JsonObject, JsonValue

EMBED_THREADS = "DESKTOP_RAG_EMBED_THREADS"
"""In the child's environment: how many threads it may compute on."""


def choice_body(choice: EmbedderChoice) -> JsonObject:
    return {
        "kind": choice.kind.value,
        "path": None if choice.path is None else str(choice.path),
        "pooling": None if choice.pooling is None else choice.pooling.value,
        "question_prefix": choice.question_prefix,
        "passage_prefix": choice.passage_prefix,
    }


def read_choice(body: JsonValue) -> EmbedderChoice:
    if not isinstance(body, dict):
        raise InputError
    path, pooling = _text(body.get("path")), _text(body.get("pooling"))
    try:
        return EmbedderChoice(
            EmbedderKind(str(body.get("kind"))),
            None if path is None else Path(path),
            None if pooling is None else Pooling(pooling),
            _text(body.get("question_prefix")),
            _text(body.get("passage_prefix")),
        )
    except ValueError as error:
        raise InputError from error


def read_kind(value: JsonValue) -> TextKind:
    try:
        return TextKind(str(value))
    except ValueError as error:
        raise InputError from error


def read_texts(value: JsonValue) -> list[str]:
    if not isinstance(value, list):
        raise InputError
    return [str(text) for text in value]


def _text(value: JsonValue) -> str | None:
    if value is not None and not isinstance(value, str):
        raise InputError
    return value
