"""Which rows of a list went and which came, so that the others stay where they are. Pure; any thread."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_RUNS = 200
"""Beyond that a list is quicker shown anew."""

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RowChanges:
    """First and last row of each run: `gone` counted in the old rows, `new` in the new ones, from the top."""

    gone: tuple[Run, ...]
    new: tuple[Run, ...]


def row_changes(before: Sequence[str], after: Sequence[str]) -> RowChanges | None:
    """None when too much changed, or what stays stands in another order. No row is there twice."""
    if list(before) == list(after):
        return RowChanges((), ())
    old, wanted = frozenset(before), frozenset(after)
    gone = _runs([row for row, key in enumerate(before) if key not in wanted])
    new = _runs([row for row, key in enumerate(after) if key not in old])
    if len(gone) + len(new) > MOST_RUNS:
        return None
    if [key for key in before if key in wanted] != [key for key in after if key in old]:
        return None
    return RowChanges(tuple(gone), tuple(new))


def _runs(rows: Sequence[int]) -> list[Run]:
    runs: list[Run] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
