"""Models, adapters, search models and offers as the services hand them to the window."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from desktop_rag.app.shelf_values import (
    DownloadPlan,
    EmbedderRow,
    OfferRow,
    PlanSource,
    ShelfRow,
)
from desktop_rag.domain.embedder import EmbedderChoice, EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.fit import Fit, Machine, MemoryNeed, Verdict
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import Facts, Origin, ShelfItem, ShelfKind, Speed, kind_of

MACHINE = Machine(23_500_000_000, 20_100_000_000)
MODELS = Path("/home/ann/models")
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


def clock() -> datetime:
    return NOW


def fit(needs_gb: float, verdict: Verdict = Verdict.FITS, machine: Machine = MACHINE) -> Fit:
    need = MemoryNeed(round(needs_gb * 0.8e9), round(needs_gb * 0.1e9), round(needs_gb * 0.1e9))
    return Fit(verdict, need, machine, 8192)


def model(name: str = "SmolLM3 3B", *, path: Path | None = None) -> ModelFacts:
    return ModelFacts(
        path=path or MODELS / f"{name.replace(' ', '-').lower()}.gguf",
        name=name,
        architecture="smollm3",
        parameters=3_075_098_624,
        quantisation="Q4_K_M",
        size_bytes=1_915_305_312,
        trained_context_tokens=65_536,
        has_template=True,
        licence="Apache-2.0",
    )


def adapter(name: str = "Answerability", *, base: str = "Granite 4.1 3B") -> AdapterFacts:
    return AdapterFacts(
        MODELS / f"{name.lower()}.gguf", name, "granite", base, 32, 32.0, 62_297_568, "Apache-2.0"
    )


def embedder(name: str = "multilingual-e5-small") -> EmbedderFacts:
    return EmbedderFacts(
        kind=EmbedderKind.GGUF,
        path=MODELS / f"{name}.gguf",
        name=name,
        architecture="bert",
        parameters=118_000_000,
        quantisation="Q8_0",
        size_bytes=132_439_008,
        dimension=384,
        max_tokens=512,
        pooling=Pooling.MEAN,
        question_prefix="query: ",
        passage_prefix="passage: ",
        licence="MIT",
    )


BUNDLED = replace(
    embedder("all-MiniLM-L6-v2"), kind=EmbedderKind.BUNDLED, path=None, size_bytes=23_586_447, licence=""
)


def item(
    item_id: int,
    facts: Facts,
    *,
    speed: Speed | None = None,
    last_used_at: float | None = None,
    sha256: str = "",
) -> ShelfItem:
    return ShelfItem(
        id=item_id,
        kind=kind_of(facts),
        path=facts.path or MODELS,
        facts=facts,
        origin=Origin.ADDED,
        size_bytes=facts.size_bytes,
        mtime_ns=1,
        added_at=1.0,
        sha256=sha256,
        last_used_at=last_used_at,
        speed=speed,
    )


def shelf_row(
    item_id: int = 1,
    facts: Facts | None = None,
    *,
    fits: Fit | None = None,
    in_use: bool = False,
    problem: str = "",
    hint: str = "",
    speed: Speed | None = None,
    last_used_at: float | None = None,
) -> ShelfRow:
    facts = facts or model()
    thing = item(item_id, facts, speed=speed, last_used_at=last_used_at)
    known = None if isinstance(facts, AdapterFacts) else fits or fit(2.9)
    return ShelfRow(thing, known, in_use, problem, hint)


def offer(
    name: str = "SmolLM3 3B",
    kind: ShelfKind = ShelfKind.MODEL,
    *,
    size_bytes: int = 1_915_305_312,
    languages: tuple[str, ...] = ("en", "fr", "es", "it", "pt", "zh", "ar", "ru"),
    licence: str = "Apache-2.0",
    terms: str = "",
    base: str = "",
    summary: str = "Reasons well for its size and reads long documents.",
) -> Offer:
    name_in_link = name.replace(" ", "-")
    return Offer(
        id=name_in_link.lower(),
        kind=kind,
        name=name,
        publisher="Hugging Face",
        summary=summary,
        quantisation="Q4_K_M",
        size_bytes=size_bytes,
        sha256="ab" * 32,
        url=f"https://huggingface.co/{name_in_link}.gguf",
        file_name=f"{name_in_link}.gguf",
        licence=licence,
        terms=terms,
        languages=languages,
        parameters=3_075_098_624,
        context_tokens=65_536,
        kv_bytes_per_token=131_072,
        base=base,
    )


def offer_row(
    offered: Offer | None = None,
    *,
    fits: Fit | None = None,
    recommended: bool = False,
    on_shelf: ShelfItem | None = None,
) -> OfferRow:
    return OfferRow(offered or offer(), fits or fit(2.9), recommended, on_shelf)


def plan(
    offered: Offer | None = None,
    *,
    source: PlanSource = PlanSource.CATALOGUE,
    done_bytes: int = 0,
    problem: str = "",
    hint: str = "",
) -> DownloadPlan:
    offered = offered or offer()
    return DownloadPlan(
        name=offered.name,
        url=offered.url,
        host="huggingface.co",
        target=Path("/home/ann/Desktop RAG/models") / offered.file_name,
        size_bytes=offered.size_bytes,
        sha256=offered.sha256 if source is not PlanSource.LINK else "",
        licence=offered.licence,
        terms=offered.terms,
        source=source,
        done_bytes=done_bytes,
        free_bytes=310_000_000_000,
        problem=problem,
        hint=hint,
    )


def embedder_row(
    item_id: int | None = 3,
    facts: EmbedderFacts | None = None,
    *,
    in_use: bool = False,
    problem: str = "",
    hint: str = "",
) -> EmbedderRow:
    facts = facts or embedder()
    choice = EmbedderChoice(facts.kind, facts.path)
    owned = item(item_id, facts) if item_id is not None and facts.path else None
    return EmbedderRow(choice, facts, owned, in_use, fit(0.4), problem, hint)


def bundled_row(*, in_use: bool = True) -> EmbedderRow:
    return embedder_row(None, BUNDLED, in_use=in_use)


def no_host(_text: str) -> str:
    return "huggingface.co"
