"""What every embedder offers, whatever library runs it. Embed child, main thread."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_rag.domain.embedder import TextKind
from desktop_rag.domain.errors import EmbedderUnusable

Vectors = NDArray[np.float32]

MAX_TOKENS_AT_ONCE = 1024
"""No more of a text is read, however much a model could: passages have some 250 tokens, and the memory for
attention grows with the square."""
SPECIAL_TOKENS = 2
"""Most embedders put one in front of a text and one behind it; `Encoder.max_tokens` counts these."""
FEWEST_TOKENS = 32
"""With room for less, a passage is not even a sentence."""


class Encoder(Protocol):
    """A loaded embedder; for one thread at a time."""

    @property
    def fingerprint(self) -> str:
        """Hex sha256 over all that decides the vectors; vectors of different fingerprints never mix."""

    @property
    def name(self) -> str:
        """What the model is called where it is published."""

    @property
    def dimension(self) -> int:
        """Width of a vector."""

    @property
    def max_tokens(self) -> int:
        """Longest passage, two special tokens included and what stands before every passage taken off; the
        rest of a longer text is not seen."""

    def encode(self, texts: Sequence[str], kind: TextKind = TextKind.PASSAGE) -> Vectors:
        """Returns (number of texts, dimension), rows in the order of `texts`, each of length one.

        Raises `EmbedderUnusable` for a model that gives no such vectors.
        """

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Returns each whole text's number of tokens, special tokens not counted, nothing cut off."""

    def close(self) -> None:
        """Frees what was loaded; nothing can be asked of it any more."""


def unit_rows(untrusted_rows: NDArray[np.floating]) -> Vectors:
    """The rows with length one. Where a model sees nothing in a text, a row of zeros, the row points nowhere
    in particular but has length one too.

    Raises `EmbedderUnusable` for numbers that are not finite.
    """
    rows = np.asarray(untrusted_rows, dtype=np.float64)  # the squares of large numbers would overflow
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    if not np.isfinite(lengths).all():
        raise EmbedderUnusable(
            "This model computes something that is no number. Its file is damaged, or of a kind that cannot "
            "be used for searching."
        )
    nowhere = np.full_like(rows, 1 / np.sqrt(max(1, rows.shape[1])))
    return np.where(lengths > 0, rows / np.where(lengths > 0, lengths, 1), nowhere).astype(np.float32)


def room_for_text(limit_tokens: int, prefix_tokens: int, special_tokens: int) -> int:
    """`Encoder.max_tokens` of a model that reads `limit_tokens` in all.

    Raises `EmbedderUnusable` where that is too little to search with.
    """
    room = limit_tokens - prefix_tokens - max(0, special_tokens - SPECIAL_TOKENS)
    if room < FEWEST_TOKENS:
        raise EmbedderUnusable(f"This model reads only {max(0, room)} tokens at once, too few for a passage.")
    return room
