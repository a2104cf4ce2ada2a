"""The catalogue of model files that can be downloaded; pure. `assets/models/catalogue.json` holds it."""

from dataclasses import dataclass

from desktop_rag.domain.shelf import ShelfKind


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that is known to work, with where it comes from and what it needs.

    `languages` are ISO 639-1 codes; empty is not known, `("*",)` about a hundred. `terms` are conditions,
    shown before the download; empty for licences without any. `kv_bytes_per_token` as in `ModelShape`.
    """

    id: str
    kind: ShelfKind
    name: str
    publisher: str
    summary: str
    """What it is good for, in plain words, one sentence."""
    quantisation: str
    size_bytes: int
    sha256: str
    url: str
    file_name: str
    licence: str
    terms: str
    languages: tuple[str, ...]
    parameters: int
    context_tokens: int
    kv_bytes_per_token: int
    base: str = ""
    """For an adapter: the id of the offer it was made for."""
    dimension: int = 0
    """For an embedder."""
