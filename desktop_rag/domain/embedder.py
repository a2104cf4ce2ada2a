"""What turns texts into vectors, and how it is told apart; pure values, used in every process."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class EmbedderKind(StrEnum):
    BUNDLED = "bundled"
    """The small model inside the program, on ONNX Runtime."""
    GGUF = "gguf"
    """A GGUF file, on llama.cpp."""
    SENTENCE_TRANSFORMERS = "sentence_transformers"
    """A folder that the sentence-transformers library wrote, on that library (an optional part)."""


class Pooling(StrEnum):
    """How the vectors of a text's tokens become one vector."""

    MEAN = "mean"
    CLS = "cls"
    LAST = "last"


class TextKind(StrEnum):
    """What a text is to a search; many embedders want it said in front of it."""

    QUESTION = "question"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class EmbedderChoice:
    """An embedder to search with. What is None is as its files or its card say (see `EmbedderFacts`)."""

    kind: EmbedderKind = EmbedderKind.BUNDLED
    path: Path | None = None
    pooling: Pooling | None = None
    question_prefix: str | None = None
    """Put before every question, as the model was trained with it."""
    passage_prefix: str | None = None


@dataclass(frozen=True, slots=True)
class EmbedderFacts:
    """What an embedder's files say. `parameters` is 0 and `licence` empty when they do not tell.

    `pooling` None is a file that does not say and a model that is not known; then it is `MEAN`.
    """

    kind: EmbedderKind
    path: Path | None
    name: str
    architecture: str
    parameters: int
    quantisation: str
    size_bytes: int
    dimension: int
    max_tokens: int
    pooling: Pooling | None
    question_prefix: str
    passage_prefix: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Brings an embedder's cosines to the scale of the bundled one's: `slope` * cosine + `offset`.

    Fusion, the judgement whether a question can be answered and the check of sentences were fitted to the
    bundled embedder, and no other spreads its cosines alike (some never go below 0.7).
    """

    slope: float = 1.0
    offset: float = 0.0
    tells_apart: bool = True
    """False for an embedder that gives related and unrelated texts about the same cosine: it is damaged, of
    the wrong kind, or used with the wrong pooling or prefix. Then hardly anything counts as an answer."""
