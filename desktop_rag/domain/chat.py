"""What is said to a language model and how it is to answer; pure values, used in every process."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Role(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class ChatMessage:
    role: Role
    content: str


class AnswerMode(StrEnum):
    """Where an answer comes from; the last four are written by a model."""

    EXTRACT = "extract"
    """Sentences of the documents, word for word; no model."""
    BASE = "base"
    """The model alone, from what it was trained on."""
    RAG = "rag"
    """The model, reading the passages that were found."""
    LORA = "lora"
    """The model with its adapters, without passages."""
    HYBRID = "hybrid"
    """The model with its adapters, reading the passages."""

    @property
    def reads_passages(self) -> bool:
        return self in (AnswerMode.RAG, AnswerMode.HYBRID, AnswerMode.EXTRACT)

    @property
    def uses_adapters(self) -> bool:
        return self in (AnswerMode.LORA, AnswerMode.HYBRID)


class AnswerStyle(StrEnum):
    """How long a model's answers are to be. Answers word for word have the length of what they quote."""

    BRIEF = "brief"
    """One or two sentences."""
    NORMAL = "normal"
    """As long as the model finds right."""
    DETAILED = "detailed"
    """All that the passages tell, with twice the room."""

    def tokens_of(self, max_tokens: int) -> int:
        """The longest answer in this style where `max_tokens` is the longest normal one."""
        match self:
            case AnswerStyle.BRIEF:
                return max(1, max_tokens // 2)
            case AnswerStyle.DETAILED:
                return 2 * max_tokens
            case _:
                return max_tokens


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA adapter file and how strongly it is applied; 1.0 is as it was trained."""

    path: Path
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen. Temperature 0 takes the likeliest one: same question, same answer."""

    temperature: float = 0.0
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    """1.0 is off: a penalty keeps a model from copying names and numbers out of the passages."""
    seed: int = 20_260
