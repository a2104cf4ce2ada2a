"""Changes what the citations of a text point to; pure."""

import re
from collections.abc import Sequence

_CITATION = re.compile(r"\[(\d+)\]")


def renumbered(text: str, meaning: Sequence[Sequence[int]]) -> str:
    """`[n]` becomes the numbers of `meaning[n - 1]`, each in brackets of its own, none twice in a row."""
    changed = _CITATION.sub(lambda mark: _marks(meaning[int(mark[1]) - 1]), text)
    return re.sub(r"(\[\d+\])(?:\1)+", r"\1", changed)


def cited_numbers(text: str) -> tuple[int, ...]:
    """The numbers cited, each once, ascending."""
    return tuple(sorted({int(number) for number in _CITATION.findall(text)}))


def without_citations(text: str) -> str:
    return re.sub(r"\s*\[\d+\]", "", text)


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)
