"""The shelf: model files, adapters and embedders that the person has; pure values, used in every process."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_rag.domain.embedder import EmbedderFacts
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts

Facts = ModelFacts | AdapterFacts | EmbedderFacts


class ShelfKind(StrEnum):
    MODEL = "model"
    ADAPTER = "adapter"
    EMBEDDER = "embedder"


class Origin(StrEnum):
    """How a file came to the shelf. Only what this program wrote itself lies in its own folders."""

    ADDED = "added"
    FOUND = "found"
    DOWNLOADED = "downloaded"
    CONVERTED = "converted"


@dataclass(frozen=True, slots=True)
class PeftFacts:
    """What a folder written by PEFT says of the adapter in it. `base_name` is the model it was trained on."""

    path: Path
    name: str
    base_name: str
    rank: int
    alpha: float
    modules: tuple[str, ...]
    size_bytes: int


Inspected = Facts | PeftFacts
"""What a look at a file or folder may find."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Measured at the last answer: tokens written in a second, and seconds until the first."""

    tokens_per_s: float
    first_token_s: float


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """A file or folder by reference. `sha256` (hex) is empty until it was computed; times are in seconds
    since 1970. `source` is the link or folder it came from, where that is known."""

    id: int
    kind: ShelfKind
    path: Path
    facts: Facts
    origin: Origin
    size_bytes: int
    mtime_ns: int
    added_at: float
    source: str = ""
    sha256: str = ""
    last_used_at: float | None = None
    speed: Speed | None = None

    @property
    def name(self) -> str:
        """What the file calls itself, or its name without the ending."""
        return self.facts.name.strip() or self.path.stem


def kind_of(facts: Facts) -> ShelfKind:
    if isinstance(facts, ModelFacts):
        return ShelfKind.MODEL
    return ShelfKind.ADAPTER if isinstance(facts, AdapterFacts) else ShelfKind.EMBEDDER
