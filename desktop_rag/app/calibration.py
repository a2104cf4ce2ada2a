"""Measures an embedder's cosines on texts that come with the program. Any lane's thread."""

from collections.abc import Sequence

from desktop_rag.domain.calibration import Cosines, calibrated
from desktop_rag.domain.calibration_probes import Probe
from desktop_rag.domain.embedder import Calibration
from desktop_rag.workers.embed_client import Cancelled, EmbedClient


def calibrate(client: EmbedClient, cancelled: Cancelled) -> Calibration:
    """Embeds about fifty sentences. Raises what `EmbedClient.describe` raises, or `Cancelled`."""
    return calibrated(lambda probes: cosines(client, probes, cancelled))


def cosines(client: EmbedClient, probes: Sequence[Probe], cancelled: Cancelled) -> Cosines:
    """Of each probe's question with its own passage, and with the passages of all others."""
    import numpy as np

    questions = client.encode_question([probe.question for probe in probes], cancelled)
    passages = client.encode_sentences([probe.passage for probe in probes], cancelled)
    table = questions @ passages.T
    own = np.eye(len(probes), dtype=bool)
    return Cosines(table[own].tolist(), table[~own].tolist())
