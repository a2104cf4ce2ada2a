"""What every embedder offers, whatever library runs it. Embed child, main thread."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


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
        """Longest input including the special tokens; the rest of a longer text is not seen."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Returns (number of texts, dimension), rows in the order of `texts`, each of length one."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Returns each whole text's number of tokens, special tokens not counted, nothing cut off."""
