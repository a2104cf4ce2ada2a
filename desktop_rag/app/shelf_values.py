"""What the services for models, downloads and embedders answer with; immutable. Window process."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_rag.domain.embedder import EmbedderChoice, EmbedderFacts
from desktop_rag.domain.fit import Fit
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import ShelfItem


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """An item as it is now. `fit` is None for what it cannot be told of (adapters). `problem` and `hint` are
    plain words, empty while the file is there and has not changed. `shorter_context` is the one, in tokens,
    with which a model fits that does not fit otherwise; 0 if there is none or none is needed."""

    item: ShelfItem
    fit: Fit | None
    in_use: bool
    problem: str = ""
    hint: str = ""
    shorter_context: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why, in plain words.

    `base_missing` of an adapter from training that could be taken if its model were named.
    """

    path: Path
    reason: str
    hint: str
    base_missing: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding files; `new` says how many were not on the shelf before."""

    items: tuple[ShelfItem, ...]
    refused: tuple[Refused, ...]
    new: int


@dataclass(frozen=True, slots=True)
class OtherProgram:
    """A folder in which another program of the person's keeps models."""

    program: str
    folder: Path


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An entry of the catalogue on this machine. `on_shelf` is the same file, if the person has it."""

    offer: Offer
    fit: Fit
    recommended: bool
    on_shelf: ShelfItem | None


class PlanSource(StrEnum):
    CATALOGUE = "catalogue"
    """Size and checksum come with this program."""
    HUB = "hub"
    """Size and checksum were told by the hub, at the time of asking."""
    LINK = "link"
    """Nobody told a checksum: only size and structure can be checked."""


@dataclass(frozen=True, slots=True)
class DownloadPlan:
    """All that is known before a byte is fetched. `size_bytes` 0 and `sha256` empty are unknown.

    `done_bytes` are there from an earlier try; `free_bytes` is the room where it is going to lie. `problem`
    and `hint` say why it cannot begin (no room), empty if it can.
    """

    name: str
    url: str
    host: str
    target: Path
    size_bytes: int
    sha256: str
    licence: str
    terms: str
    source: PlanSource
    done_bytes: int
    free_bytes: int
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether downloads are allowed, and if not, who says so, in plain words."""

    allowed: bool
    by_administrator: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EmbedderRow:
    """An embedder that can be searched with. `complete` says that every passage has its vector already."""

    choice: EmbedderChoice
    facts: EmbedderFacts
    item: ShelfItem | None
    in_use: bool
    fit: Fit | None
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SwitchCost:
    """What a change of embedder takes. `seconds` is measured on a few passages of the library on this
    machine, None for an empty library; `left` passages are not embedded yet by an earlier try."""

    passages: int
    left: int
    seconds: float | None
    vector_bytes: int
    tells_apart: bool = True
    """See `Calibration`."""


@dataclass(frozen=True, slots=True)
class LanguageAdvice:
    """Most documents are in a language that the embedder in use does not know.

    `language` is its English name, `share` (0–1) the documents' part; `better` the offer to get, or None when
    one that knows it is on the shelf already: then `on_shelf`.
    """

    language: str
    share: float
    better: Offer | None
    on_shelf: ShelfItem | None
