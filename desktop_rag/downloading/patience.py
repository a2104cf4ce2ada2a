"""How long a download waits for what; pure, set by the window process and used in the download child."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """`stall_s`: without a byte for so long, a connection counts as broken. `pauses_s`: before each new try
    after a failure without progress; when they are used up, the failure is told. `longest_wait_s`: a server
    that asks for a longer pause is not waited for."""

    connect_s: float = 20.0
    stall_s: float = 30.0
    pauses_s: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)
    longest_wait_s: float = 120.0


USUAL = Patience()
