"""Changes what the citations of a text point to; pure.

What stands in brackets in code, or with a zero in it, is no citation here either, see `domain.citations`.
"""

import re
from collections.abc import Iterator, Sequence

from desktop_rag.domain.citations import code_mask

_CITATION = re.compile(r"\[([1-9][0-9]{0,5})\]")


def renumbered(text: str, meaning: Sequence[Sequence[int]]) -> str:
    """`[n]` becomes the numbers of `meaning[n - 1]`, each in brackets of its own, none twice in a row.

    A number that means nothing is left out.
    """
    changed, copied = "", 0
    for mark in _citations(text):
        changed += text[copied : mark.start()] + _marks(meaning, int(mark[1]))
        copied = mark.end()
    return re.sub(r"(\[\d+\])(?:\1)+", r"\1", changed + text[copied:])


def cited_numbers(text: str) -> tuple[int, ...]:
    """The numbers cited, each once, ascending."""
    return tuple(sorted({int(mark[1]) for mark in _citations(text)}))


def without_citations(text: str) -> str:
    return re.sub(r"\s*\[\d+\]", "", text)


def _citations(text: str) -> Iterator[re.Match[str]]:
    code = code_mask(text)
    return (mark for mark in _CITATION.finditer(text) if not code[mark.start()])


def _marks(meaning: Sequence[Sequence[int]], number: int) -> str:
    return "".join(f"[{n}]" for n in meaning[number - 1]) if number <= len(meaning) else ""
