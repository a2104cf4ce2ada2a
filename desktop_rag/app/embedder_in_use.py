"""One embedder with its index: what an operation embeds and searches with, from its beginning to its end.

Any lane's thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from desktop_rag.domain.embedder import Calibration, EmbedderChoice
from desktop_rag.store.vector_index import VectorIndex
from desktop_rag.workers.embed_client import EmbedClient

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Cosines = TypeVar("Cosines", float, "NDArray[np.float32]")


@dataclass(frozen=True, slots=True)
class EmbedderInUse:
    """An embedder with the index of its vectors. Cosines leave it on the scale of the bundled embedder.

    `client` may be asked only within `Embedding.use` or `Embedding.beside`; later its child may have ended.
    """

    id: int
    choice: EmbedderChoice
    name: str
    dimension: int
    max_tokens: int
    calibration: Calibration
    index: VectorIndex
    client: EmbedClient

    def nearest(
        self, vector: NDArray[np.float32], k: int, generation: int, among: set[int] | None = None
    ) -> dict[int, float]:
        """Similarities of the `k` nearest passages by their ids, see `VectorIndex.search`."""
        found = self.index.search(vector, k, generation, among)
        return {passage_id: self._scaled(cosine) for passage_id, cosine in found}

    def similarities(self, one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each of n vectors, shape (n, dimension), to each of m: shape (n, m). Nearly all are within 0–1,
        and a very near one may be a little beyond."""
        import numpy as np

        return self._scaled(np.asarray(one @ other.T, np.float32))

    def _scaled(self, cosines: Cosines) -> Cosines:
        return self.calibration.slope * cosines + self.calibration.offset
