"""How far a change of the search model is, as the row and the strip show it. Pure, no Qt. Any thread."""

from dataclasses import dataclass
from enum import Enum, auto

from desktop_rag.app.jobs import Progress
from desktop_rag.app.shelf_values import SwitchCost
from desktop_rag.domain.embedder import EmbedderChoice


class SwitchStage(Enum):
    MEASURING = auto()
    ASKING = auto()
    RUNNING = auto()
    STOPPING = auto()
    FAILED = auto()


class EmbedderWish(Enum):
    """What can be wished of a search model, by its buttons."""

    USE = auto()
    CHANGE = auto()
    NOT_NOW = auto()
    CANCEL = auto()


@dataclass(frozen=True, slots=True)
class Switch:
    """A change of the search model to `choice`, and how far it is."""

    choice: EmbedderChoice
    stage: SwitchStage
    cost: SwitchCost | None = None
    progress: Progress | None = None
    error: Exception | None = None

    @property
    def share(self) -> float | None:
        """0–1 of the passages while they are read anew, None where there is nothing to measure."""
        if self.stage is not SwitchStage.RUNNING or self.progress is None or not self.progress.total:
            return None
        return self.progress.done / self.progress.total
