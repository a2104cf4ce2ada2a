"""What reading a file came to, for tests of files that may be anything."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop_rag.domain.errors import DocumentError
from desktop_rag.parsing.registry import open_document


def outcome(path: Path) -> str:
    """The text, or why there is none; any other exception ends the test."""
    try:
        return "\n".join(page.text for page in open_document(path).pages)
    except DocumentError as refused:
        return refused.message


def refusal(path: Path) -> DocumentError:
    """Why a file is refused, at the latest while its pages are read."""
    with pytest.raises(DocumentError) as caught:
        list(open_document(path).pages)
    return caught.value


def damaged(
    whole: bytes,
    turns: int,
    seed: int,
    *,
    cut_every: int,
    cut_from: int,
    hits: Sequence[int],
    hit_from: int = 0,
) -> Iterator[bytes]:
    """Copies with bytes changed, as many as one of `hits`; the first of every `cut_every` is cut short."""
    chance = random.Random(seed)
    for turn in range(turns):
        data = bytearray(whole)
        if turn % cut_every == 0:
            del data[chance.randrange(cut_from, len(data)) :]
        for _ in range(chance.choice(hits)):
            data[chance.randrange(hit_from, len(data))] = chance.randrange(256)
        yield bytes(data)
