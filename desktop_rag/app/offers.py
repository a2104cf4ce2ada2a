"""The catalogue of downloads as it looks on this machine. Any lane's thread; opens no connection."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from desktop_rag.app.shelf_values import OfferRow
from desktop_rag.domain.errors import InstallationError
from desktop_rag.domain.fit import Machine, judge, offer_need, usual_context
from desktop_rag.domain.offer_order import ranked
from desktop_rag.domain.offers import Offer, read_catalogue
from desktop_rag.domain.shelf import ShelfItem, ShelfKind


class OfferService:
    """`items` gives what is on the shelf, `machine` the memory that there is now for one of a kind; `cores`
    are physical ones, since two threads of one core reckon no faster than one. `languages` (ISO 639-1) gives
    those of the person's documents, as far as they are known at the moment."""

    def __init__(
        self,
        catalogue_file: Path,
        items: Callable[[], tuple[ShelfItem, ...]],
        machine: Callable[[ShelfKind], Machine],
        cores: int,
        languages: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._catalogue_file = catalogue_file
        self._items = items
        self._machine = machine
        self._cores = cores
        self._languages = languages
        self._read: tuple[Offer, ...] | None = None

    def rows(self, kind: ShelfKind, languages: Collection[str] | None = None) -> tuple[OfferRow, ...]:
        """Best for this machine first; of models and embedders that fit exactly one is recommended (see
        `ranked`). `languages` None are those that are known of the person's documents.

        Raises `InstallationError` when the catalogue is missing or broken, `LibraryError`.
        """
        machine, items = self._machine(kind), self._items()
        fits = {
            offer.id: judge(offer_need(offer, tokens), machine, tokens)
            for offer in self._offers(kind)
            for tokens in [usual_context(offer.context_tokens, None)]
        }
        verdicts = {offer_id: fit.verdict for offer_id, fit in fits.items()}
        known = self._languages() if languages is None else languages
        order = ranked(self._offers(kind), verdicts, machine, self._cores, known)
        return tuple(
            OfferRow(entry.offer, fits[entry.offer.id], entry.recommended, _on_shelf(entry.offer, items))
            for entry in order
        )

    def named(self, text: str, kind: ShelfKind) -> Offer | None:
        """The offer with this id, name or file name, or the only one with it as a part of these."""
        wanted = text.strip().casefold()
        exact = [offer for offer in self._offers(kind) if wanted in _names(offer)]
        partly = [offer for offer in self._offers(kind) if any(wanted in name for name in _names(offer))]
        found = exact or partly
        return found[0] if wanted and len(found) == 1 else None

    def terms(self, url: str) -> str:
        """The conditions that go with a file of the catalogue; empty for any other link."""
        every = (offer for kind in ShelfKind for offer in self._offers(kind))
        return next((offer.terms for offer in every if offer.url == url), "")

    def _offers(self, kind: ShelfKind) -> Sequence[Offer]:
        if self._read is None:
            self._read = _catalogue(self._catalogue_file)
        return [offer for offer in self._read if offer.kind is kind]


def _catalogue(path: Path) -> tuple[Offer, ...]:
    try:
        return read_catalogue(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InstallationError(
            "The list of models that can be downloaded is missing or broken.", detail=f"{path}: {error}"
        ) from error


def _names(offer: Offer) -> tuple[str, ...]:
    return offer.id.casefold(), offer.name.casefold(), offer.file_name.casefold()


def _on_shelf(offer: Offer, items: Sequence[ShelfItem]) -> ShelfItem | None:
    """The same file, by its checksum; as long as that was not computed, by its name and size."""
    by_checksum = next((item for item in items if item.sha256 == offer.sha256), None)
    return by_checksum or next((item for item in items if _looks_like(item, offer)), None)


def _looks_like(item: ShelfItem, offer: Offer) -> bool:
    same_name = item.path.name.casefold() == offer.file_name.casefold()
    return not item.sha256 and same_name and item.size_bytes == offer.size_bytes
