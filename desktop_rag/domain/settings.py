"""What a person can choose; pure, immutable values, handed freely between threads."""

from dataclasses import dataclass, field
from pathlib import Path

from desktop_rag.domain.chat import Adapter, AnswerMode, AnswerStyle, Sampling
from desktop_rag.domain.embedder import EmbedderChoice
from desktop_rag.domain.language_model import ModelChoice


@dataclass(frozen=True, slots=True)
class Settings:
    """How questions are answered and documents searched. Without a model, answers are word for word."""

    model: ModelChoice | None = None
    adapters: tuple[Adapter, ...] = ()
    mode: AnswerMode = AnswerMode.EXTRACT
    sampling: Sampling = field(default_factory=Sampling)
    max_tokens: int = 700
    answer_style: AnswerStyle = AnswerStyle.NORMAL
    """How long answers are that a model writes; it halves or doubles `max_tokens`."""
    embedder: EmbedderChoice = field(default_factory=EmbedderChoice)
    """What the library is searched with; changed by `EmbedderService.switch` alone."""
    downloads_allowed: bool = True
    """Whether model files may be fetched; an administrator's file can forbid it whatever is set here."""
    read_scans: bool = True
    """Whether the words on pages that are pictures are read (OCR)."""
    watch: bool = True
    """Whether changes in the folders are taken in as they happen."""
    slower_on_battery: bool = True
    """Whether reading rests as long as it works while the computer runs on its battery."""
    cores: int | None = None
    """How many processor cores reading may use, from the next start on; None leaves one free."""
    recent_models: tuple[Path, ...] = ()
    """The latest first, each once; `SettingsService.change` keeps it."""

    @property
    def answer_tokens(self) -> int:
        """The longest answer in the chosen style."""
        return self.answer_style.tokens_of(self.max_tokens)
