"""How far a download is, as the rows and the strip show it. Pure, no Qt. Any thread."""

from dataclasses import dataclass
from enum import Enum, auto

from desktop_rag.app.shelf_values import DownloadPlan
from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress

DEAR_BYTES = 100_000_000


class Stage(Enum):
    ASKING = auto()
    """Everything is known and told; nothing is fetched before the person agrees."""
    QUEUED = auto()
    """Another one is being fetched."""
    RUNNING = auto()
    STOPPING = auto()
    PAUSED = auto()
    DOUBTED = auto()
    """Paused, and about to be thrown away: asked once more, since much has come."""
    FAILED = auto()


class DownloadWish(Enum):
    """What can be wished of a download, by its buttons."""

    START = auto()
    NOT_NOW = auto()
    PAUSE = auto()
    CANCEL = auto()
    """Stops it and throws away what came so far."""
    RESUME = auto()
    DISCARD = auto()
    DISCARD_NOW = auto()
    """After it was asked once more."""
    KEEP = auto()
    COPY = auto()
    """Puts the link where it can be pasted from."""


@dataclass(frozen=True, slots=True)
class Download:
    """`progress` is the last that was heard, in any stage; `error` is why it failed."""

    plan: DownloadPlan
    stage: Stage
    progress: DownloadProgress | None = None
    error: Exception | None = None
    thrown_away: bool = False
    """While it stops: whether what came so far goes."""

    @property
    def key(self) -> str:
        return self.plan.url

    @property
    def under_way(self) -> bool:
        return self.stage in (Stage.QUEUED, Stage.RUNNING, Stage.STOPPING)

    @property
    def done_bytes(self) -> int:
        """What is on the disk, as far as is known."""
        if self.progress is None or self.progress.phase is DownloadPhase.CHECKING:
            return self.plan.done_bytes if self.progress is None else self.plan.size_bytes
        return max(self.progress.done_bytes, self.plan.done_bytes)

    @property
    def is_dear(self) -> bool:
        """Whether so much has come that it is not thrown away by one press."""
        return self.done_bytes >= DEAR_BYTES

    @property
    def share(self) -> float | None:
        """0–1 of the whole file, None while its size is not known."""
        total = (self.progress.total_bytes if self.progress else 0) or self.plan.size_bytes
        return min(1.0, self.done_bytes / total) if total else None
