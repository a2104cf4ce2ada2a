"""Which model or embedder of the catalogue suits a machine and a person best; pure.

Without a graphics card, the wait for an answer is reading the sources (arithmetic: two operations for each
parameter and token, so it shrinks with cores) and, for a model that thinks first, writing its thought
(memory: the whole file is read for each token). The pace of a core and of the memory are rules of thumb for
laptops of the last ten years, not measurements; what the person sees after the first answer is measured. An
embedder reads every passage of the library once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from desktop_rag.domain.fit import Machine, Verdict
from desktop_rag.domain.languages import knows
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import ShelfKind

OPERATIONS_PER_CORE_S = 40e9
MEMORY_BYTES_PER_S = 40e9
SOURCES_TOKENS = 2000
THOUGHT_TOKENS = 400
BEARABLE_S = 120.0
"""Until the answer begins, with sources of about three pages that were not read before."""
EMBEDDER_PARAMETERS_PER_CORE = 40_000_000
"""Some hundred passages a minute at least."""
LARGE_PARAMETERS = 6_000_000_000
LARGE_WANTS_CORES = 8
LARGE_WANTS_BYTES = 24_000_000_000
"""Of memory in all: a large model beside a browser and an office program, with room to spare."""

_TIERS = {
    ShelfKind.MODEL: (LARGE_PARAMETERS, 2_500_000_000, 1_000_000_000),
    ShelfKind.EMBEDDER: (400_000_000, 100_000_000),
    ShelfKind.ADAPTER: (),
}
_VERDICTS = (Verdict.FITS, Verdict.TIGHT, Verdict.NO)


@dataclass(frozen=True, slots=True)
class RankedOffer:
    offer: Offer
    recommended: bool


def ranked(
    offers: Sequence[Offer],
    verdicts: Mapping[str, Verdict],
    machine: Machine,
    cores: int,
    languages: Collection[str] = (),
) -> tuple[RankedOffer, ...]:
    """Offers of one kind, best for this machine first; `verdicts` by offer id, `cores` physical ones.

    What fits comes first, then what is tight (the smallest first, since memory is what it lacks), then what
    will not fit. Among those that fit:

    1. it knows the `languages` (ISO 639-1) of the person's documents, if they are told, or most of them;
    2. it answers in bearable time here (see above); of those that do not, the smallest first;
    3. it is capable: of a higher class of size. More parameters understand long passages better; within a
       class other things matter more:
    4. its licence has no conditions; it was trained to answer from documents; it does not think first;
    5. for models, more parameters; for embedders, made for just these languages, then the quicker one.

    The first one is recommended: of those that do equally well in 1 and 2, one whose licence has no
    conditions, so that nobody agrees to anything with one click. If none fits, the first tight one. Adapters
    are never recommended: they change what a model does, which is for the person to want.
    """
    order = sorted(offers, key=lambda offer: _key(offer, verdicts[offer.id], machine, cores, languages))
    best = _best(order, verdicts, machine, cores, languages)
    if best is not None:
        order.remove(best)
        order.insert(0, best)
    return tuple(RankedOffer(offer, offer is best) for offer in order)


def waiting_s(offer: Offer, cores: int) -> float:
    """About how long a model lets one wait until its answer begins, on the processor alone."""
    reading = SOURCES_TOKENS * 2 * offer.parameters / (cores * OPERATIONS_PER_CORE_S)
    thinking = THOUGHT_TOKENS * offer.size_bytes / MEMORY_BYTES_PER_S if offer.thinks else 0.0
    return reading + thinking


def bearable(offer: Offer, machine: Machine, cores: int) -> bool:
    """Whether one wants to wait for it, on the processor alone."""
    if offer.kind is ShelfKind.EMBEDDER:
        return offer.parameters <= cores * EMBEDDER_PARAMETERS_PER_CORE
    strong = cores >= LARGE_WANTS_CORES and machine.total_bytes >= LARGE_WANTS_BYTES
    return waiting_s(offer, cores) <= BEARABLE_S and (strong or offer.parameters < LARGE_PARAMETERS)


def _best(
    order: Sequence[Offer],
    verdicts: Mapping[str, Verdict],
    machine: Machine,
    cores: int,
    languages: Collection[str],
) -> Offer | None:
    possible = [
        offer
        for offer in order
        if verdicts[offer.id] is not Verdict.NO and offer.kind is not ShelfKind.ADAPTER
    ]
    if not possible:
        return None

    def level(offer: Offer) -> tuple[Verdict, int, bool]:
        return verdicts[offer.id], _lacks(offer, languages), bearable(offer, machine, cores)

    equals = [offer for offer in possible if level(offer) == level(possible[0])]
    return next((offer for offer in equals if offer.free_of_terms), equals[0])


def _key(
    offer: Offer, verdict: Verdict, machine: Machine, cores: int, languages: Collection[str]
) -> tuple[int, ...]:
    level = _VERDICTS.index(verdict)
    if verdict is not Verdict.FITS:
        return level, _lacks(offer, languages), offer.size_bytes
    if not bearable(offer, machine, cores):
        return level, _lacks(offer, languages), True, offer.parameters
    return (level, _lacks(offer, languages), False, -_tier(offer), *_within_tier(offer, languages))


def _within_tier(offer: Offer, languages: Collection[str]) -> tuple[int, ...]:
    if offer.kind is ShelfKind.EMBEDDER:
        general = not (languages and set(offer.languages) <= set(languages))
        return not offer.free_of_terms, general, offer.parameters
    return not offer.free_of_terms, not offer.from_documents, offer.thinks, -offer.parameters


def _tier(offer: Offer) -> int:
    return sum(offer.parameters >= least for least in _TIERS[offer.kind])


def _lacks(offer: Offer, languages: Collection[str]) -> int:
    return sum(not knows(offer.languages, language) for language in languages)
