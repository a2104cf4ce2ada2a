"""The shelf in words for a person at a terminal. Main thread."""

from collections.abc import Iterator
from datetime import datetime

from desktop_rag.app.shelf_values import DownloadPlan, EmbedderRow, LanguageAdvice, OfferRow, ShelfRow
from desktop_rag.domain.embedder import EmbedderFacts
from desktop_rag.domain.fit import Fit, Verdict, advice
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.domain.shelf import Facts, ShelfItem
from desktop_rag.domain.sizes import size_text

WEAK_EMBEDDER = (
    "This model hardly tells related texts from others: it may be damaged, or made for another purpose."
    " Little will be found by meaning, and hardly any question will count as answered."
)
VERDICTS = {Verdict.FITS: "fits", Verdict.TIGHT: "tight", Verdict.NO: "will not fit"}


def row_line(row: ShelfRow) -> str:
    mark = "*" if row.in_use else " "
    about = [facts_words(row.item.facts), fit_words(row.fit), speed_words(row.item), row.problem]
    return f"{mark}{row.item.id:>4}  {row.item.name}  ({'; '.join(part for part in about if part)})"


def embedder_line(row: EmbedderRow) -> str:
    mark = "*" if row.in_use else " "
    number = str(row.item.id) if row.item else "bundled"
    about = [facts_words(row.facts), fit_words(row.fit), row.problem]
    return f"{mark}{number:>8}  {row.facts.name}  ({'; '.join(part for part in about if part)})"


def advice_words(advice: LanguageAdvice) -> str:
    """What to type, where the documents are in a language that the embedder in use does not know."""
    said = f"{advice.share:.0%} of the text is in {advice.language}, which the model in use does not know"
    if advice.on_shelf is not None:
        return f"{said}. “{advice.on_shelf.name}” does: embedders use {advice.on_shelf.id}"
    if advice.better is not None:
        return f"{said}. “{advice.better.name}” does: embedders get {advice.better.id}"
    return f"{said}."


def offer_lines(row: OfferRow) -> Iterator[str]:
    entry = row.offer
    marks = [
        "recommended for this computer" if row.recommended else "",
        "on the shelf" if row.on_shelf else "",
        fit_words(row.fit),
    ]
    yield f"{entry.id}  {entry.name} by {entry.publisher}, {size_text(entry.size_bytes)}, {entry.licence}"
    yield f"    {entry.summary}"
    yield f"    {'; '.join(mark for mark in marks if mark)}"


def facts_words(facts: Facts) -> str:
    if isinstance(facts, ModelFacts):
        parameters = f"{facts.parameters / 1e9:.2g} B" if facts.parameters else ""
        parts = [parameters, facts.quantisation, size_text(facts.size_bytes), facts.licence]
    elif isinstance(facts, AdapterFacts):
        made_for = f"for {facts.base_name or facts.architecture}"
        parts = [made_for, f"rank {facts.rank}", size_text(facts.size_bytes), facts.licence]
    else:
        parts = [_embedder_words(facts), facts.quantisation, size_text(facts.size_bytes), facts.licence]
    return ", ".join(part for part in parts if part)


def fit_words(fit: Fit | None) -> str:
    if fit is None:
        return ""
    needs, free = size_text(fit.need.total_bytes), size_text(fit.machine.free_bytes)
    return f"{VERDICTS[fit.verdict]}: needs {needs}, {free} free"


def speed_words(item: ShelfItem) -> str:
    if item.speed is None:
        return ""
    return f"{item.speed.tokens_per_s:.1f} tokens/s, first after {item.speed.first_token_s:.1f} s"


def detail_lines(row: ShelfRow) -> Iterator[str]:
    item = row.item
    yield f"{item.name}{' (in use)' if row.in_use else ''}"
    yield f"  {item.path}"
    yield f"  {facts_words(item.facts)}"
    if isinstance(item.facts, ModelFacts):
        template = "a chat template" if item.facts.has_template else "no chat template"
        context = f"{item.facts.trained_context_tokens:,}"
        yield f"  {item.facts.architecture}, context of {context} tokens, {template}"
    steps = "" if row.fit is None or isinstance(item.facts, AdapterFacts) else advice(row.fit, item.facts)
    lines = (fit_words(row.fit), steps, speed_words(item), item.source)
    yield from (f"  {line}" for line in lines if line)
    yield f"  sha256 {item.sha256 or 'not computed yet (“check” does)'}"
    if item.last_used_at is not None:
        yield f"  last used {datetime.fromtimestamp(item.last_used_at).astimezone():%Y-%m-%d %H:%M}"
    if row.problem:
        yield f"  {row.problem} {row.hint}"


def plan_lines(plan: DownloadPlan) -> Iterator[str]:
    known = size_text(plan.size_bytes) if plan.size_bytes else "of unknown size"
    yield f"Connecting to {plan.host}: {plan.name}, {known}, to {plan.target}"
    if plan.done_bytes:
        yield f"Going on after {size_text(plan.done_bytes)}."
    if not plan.sha256:
        yield "Nobody publishes a checksum for it: only its size and structure can be checked."
    yield from (line for line in (plan.licence and f"Licence: {plan.licence}", plan.terms) if line)


def _embedder_words(facts: EmbedderFacts) -> str:
    return f"{facts.dimension} dimensions" if facts.dimension else ""
