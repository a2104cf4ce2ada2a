"""What the chat child is asked: written in the parent, read in the child; and what it answers, written there.

Reading raises `InputError`: what does not fit here is a mistake of the program's own.
"""

from collections.abc import Sequence
from pathlib import Path

from desktop_rag.domain.chat import Adapter, ChatMessage, Role, Sampling
from desktop_rag.domain.errors import InputError
from desktop_rag.domain.language_model import Completion, CompletionRequest, LoadedModel, ModelChoice
from desktop_rag.workers.protocol import JsonObject, JsonValue
from desktop_rag.workers.shelf_bodies import model_body

MAX_SEED = 2**32 - 2
"""The number above it tells llama.cpp to take another one each time."""


def choice_body(choice: ModelChoice) -> JsonObject:
    return {
        "path": str(choice.path),
        "context_tokens": choice.context_tokens,
        "gpu_layers": choice.gpu_layers,
    }


def messages_body(messages: Sequence[ChatMessage]) -> JsonObject:
    return {"messages": [[message.role.value, message.content] for message in messages]}


def request_body(request: CompletionRequest) -> JsonObject:
    sampling = request.sampling
    return {
        **messages_body(request.messages),
        "max_tokens": request.max_tokens,
        "adapters": [[str(adapter.path), adapter.scale] for adapter in request.adapters],
        "sampling": {
            "temperature": sampling.temperature,
            "top_k": sampling.top_k,
            "top_p": sampling.top_p,
            "min_p": sampling.min_p,
            "repeat_penalty": sampling.repeat_penalty,
            "seed": min(max(0, sampling.seed), MAX_SEED),
        },
        "forget": request.forget,
        "aside": request.aside,
    }


def read_choice(body: JsonObject) -> ModelChoice:
    context = body.get("context_tokens")
    return ModelChoice(
        Path(_text(body.get("path"))),
        None if context is None else int(_number(context)),
        int(_number(body.get("gpu_layers"))),
    )


def read_messages(body: JsonObject) -> tuple[ChatMessage, ...]:
    pairs = (_pair(item) for item in _list(body.get("messages")))
    return tuple(ChatMessage(Role(_text(role)), _text(content)) for role, content in pairs)


def read_request(body: JsonObject) -> CompletionRequest:
    adapters = (_pair(item) for item in _list(body.get("adapters")))
    sampling = body.get("sampling")
    if not isinstance(sampling, dict):
        raise InputError
    return CompletionRequest(
        messages=read_messages(body),
        max_tokens=max(1, int(_number(body.get("max_tokens")))),
        adapters=tuple(Adapter(Path(_text(path)), _number(scale)) for path, scale in adapters),
        sampling=_sampling(sampling),
        forget=body.get("forget") is True,
        aside=body.get("aside") is True,
    )


def _sampling(body: JsonObject) -> Sampling:
    return Sampling(
        temperature=_number(body.get("temperature")),
        top_k=int(_number(body.get("top_k"))),
        top_p=_number(body.get("top_p")),
        min_p=_number(body.get("min_p")),
        repeat_penalty=_number(body.get("repeat_penalty")),
        seed=int(_number(body.get("seed"))),
    )


def loaded_body(loaded: LoadedModel) -> JsonObject:
    return {
        **model_body(loaded.facts),
        "context_tokens": loaded.context_tokens,
        "gpu_layers": loaded.gpu_layers,
        "load_s": loaded.load_s,
    }


def completion_body(completion: Completion) -> JsonObject:
    return {
        "reason": completion.reason.value,
        "prompt_tokens": completion.prompt_tokens,
        "reused_tokens": completion.reused_tokens,
        "answer_tokens": completion.answer_tokens,
        "switch_s": completion.switch_s,
        "first_token_s": completion.first_token_s,
        "writing_s": completion.writing_s,
    }


def _pair(value: JsonValue) -> tuple[JsonValue, JsonValue]:
    items = _list(value)
    if len(items) != 2:
        raise InputError
    return items[0], items[1]


def _list(value: JsonValue) -> list[JsonValue]:
    if not isinstance(value, list):
        raise InputError
    return value


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise InputError
    return value


def _number(value: JsonValue) -> float:
    if not isinstance(value, int | float):
        raise InputError
    return value
