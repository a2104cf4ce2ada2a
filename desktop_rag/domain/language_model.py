"""Facts about model and adapter files; pure values, used in every process."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop_rag.domain.chat import Adapter, ChatMessage, Sampling


@dataclass(frozen=True, slots=True)
class ModelShape:
    """What decides how much memory a model takes; all 0 when the header does not tell."""

    layers: int = 0
    embedding_length: int = 0
    vocabulary: int = 0
    kv_bytes_per_token: int = 0
    """Keys and values of all layers for one token of the context, as 16-bit numbers."""
    weights_bytes: int = 0
    twice_bytes: int = 0
    """Of the weights, what is in memory in two orders on a machine without a GPU."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a GGUF model's header says. `parameters` and the context are 0 when it does not tell."""

    path: Path
    name: str
    architecture: str
    parameters: int
    quantisation: str
    size_bytes: int
    trained_context_tokens: int
    has_template: bool
    licence: str = ""
    shape: ModelShape = field(default_factory=ModelShape)
    parts: int = 1
    """Files that a split model consists of; `path` is the first, `size_bytes` that of all."""


@dataclass(frozen=True, slots=True)
class AdapterFacts:
    """What a GGUF adapter's header says. `base_name` is empty when it does not tell."""

    path: Path
    name: str
    architecture: str
    base_name: str
    rank: int
    alpha: float
    size_bytes: int
    licence: str = ""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model to answer with. `context_tokens` None is what the model was trained for, within reason."""

    path: Path
    context_tokens: int | None = None
    gpu_layers: int = -1
    """-1 is as many as fit; ignored by a build without a GPU."""


@dataclass(frozen=True, slots=True)
class LoadedModel:
    facts: ModelFacts
    context_tokens: int
    gpu_layers: int
    load_s: float


class ModelState(StrEnum):
    EMPTY = "empty"
    LOADING = "loading"
    READY = "ready"
    ANSWERING = "answering"
    STOPPING = "stopping"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """`share` (0–1) is how much is loaded; `reason` and `hint` say in plain words why it failed.

    `detail` is to be copied into a report.
    """

    state: ModelState
    share: float = 0.0
    model: LoadedModel | None = None
    reason: str = ""
    hint: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """One text to be written. With `forget`, nothing computed for an earlier request is used again; an
    `aside` leaves what was computed for the request before to the one after."""

    messages: tuple[ChatMessage, ...]
    max_tokens: int
    adapters: tuple[Adapter, ...] = ()
    sampling: Sampling = field(default_factory=Sampling)
    forget: bool = False
    aside: bool = False


class FinishReason(StrEnum):
    STOP = "stop"
    """The model said that it is done."""
    LENGTH = "length"
    """`max_tokens` or the context is used up."""


@dataclass(frozen=True, slots=True)
class Completion:
    """How a text was written. `reused_tokens` of the prompt were still in memory; times are in seconds.

    `first_token_s` runs from the request to the first token, switching adapters (`switch_s`) included;
    `writing_s` from there to the end.
    """

    reason: FinishReason
    prompt_tokens: int
    reused_tokens: int
    answer_tokens: int
    switch_s: float
    first_token_s: float
    writing_s: float
