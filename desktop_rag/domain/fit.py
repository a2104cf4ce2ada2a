"""Whether a model fits the memory of a machine, reckoned from its header; pure."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    FITS = "fits"
    TIGHT = "tight"
    """Fits if nothing else asks for much memory meanwhile."""
    NO = "no"


@dataclass(frozen=True, slots=True)
class Machine:
    """Memory in bytes: all there is, and what a program can have now without others being pushed out."""

    total_bytes: int
    free_bytes: int


@dataclass(frozen=True, slots=True)
class MemoryNeed:
    """What a loaded model takes, in bytes. `overhead_bytes` are the buffers it reckons in, and the child."""

    weights_bytes: int
    kv_bytes: int
    overhead_bytes: int

    @property
    def total_bytes(self) -> int:
        return self.weights_bytes + self.kv_bytes + self.overhead_bytes


@dataclass(frozen=True, slots=True)
class Fit:
    verdict: Verdict
    need: MemoryNeed
    machine: Machine
    context_tokens: int
    """The context that the need was reckoned with."""
