"""The JSON of `models`, `adapters` and `embedders`. Main thread."""

from desktop_rag.app.shelf_values import Added, EmbedderRow, LanguageAdvice, OfferRow, ShelfRow, SwitchCost
from desktop_rag.cli.shapes import Json
from desktop_rag.domain.embedder import EmbedderFacts
from desktop_rag.domain.fit import Fit
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.domain.shelf import Facts, ShelfItem, Speed


def row(shown: ShelfRow) -> Json:
    return {
        **item(shown.item),
        "in_use": shown.in_use,
        "fit": fit(shown.fit),
        "shorter_context": shown.shorter_context,
        "problem": shown.problem,
        "hint": shown.hint,
    }


def item(shown: ShelfItem) -> Json:
    return {
        "id": shown.id,
        "kind": shown.kind.value,
        "name": shown.name,
        "path": str(shown.path),
        "origin": shown.origin.value,
        "source": shown.source,
        "bytes": shown.facts.size_bytes,
        "sha256": shown.sha256,
        "added_at": shown.added_at,
        "last_used_at": shown.last_used_at,
        "speed": _speed(shown.speed),
        **facts(shown.facts),
    }


def facts(shown: Facts) -> Json:
    if isinstance(shown, ModelFacts):
        return {
            "architecture": shown.architecture,
            "parameters": shown.parameters,
            "quantisation": shown.quantisation,
            "context_tokens": shown.trained_context_tokens,
            "chat_template": shown.has_template,
            "parts": shown.parts,
            "licence": shown.licence,
        }
    if isinstance(shown, AdapterFacts):
        return {
            "architecture": shown.architecture,
            "base": shown.base_name,
            "rank": shown.rank,
            "alpha": shown.alpha,
            "licence": shown.licence,
        }
    return _embedder(shown)


def embedder_row(shown: EmbedderRow) -> Json:
    known: Json = item(shown.item) if shown.item else {"name": shown.facts.name, **facts(shown.facts)}
    return {
        **known,
        "in_use": shown.in_use,
        "fit": fit(shown.fit),
        "problem": shown.problem,
        "hint": shown.hint,
    }


def fit(shown: Fit | None) -> Json | None:
    if shown is None:
        return None
    return {
        "verdict": shown.verdict.value,
        "needs_bytes": shown.need.total_bytes,
        "weights_bytes": shown.need.weights_bytes,
        "kv_bytes": shown.need.kv_bytes,
        "overhead_bytes": shown.need.overhead_bytes,
        "free_bytes": shown.machine.free_bytes,
        "memory_bytes": shown.machine.total_bytes,
        "context_tokens": shown.context_tokens,
    }


def offer(shown: OfferRow) -> Json:
    entry = shown.offer
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "name": entry.name,
        "publisher": entry.publisher,
        "summary": entry.summary,
        "parameters": entry.parameters,
        "quantisation": entry.quantisation,
        "context_tokens": entry.context_tokens,
        "languages": list(entry.languages),
        "licence": entry.licence,
        "terms": entry.terms,
        "bytes": entry.size_bytes,
        "sha256": entry.sha256,
        "url": entry.url,
        "fit": fit(shown.fit),
        "recommended": shown.recommended,
        "on_shelf": shown.on_shelf.id if shown.on_shelf else None,
    }


def added(done: Added) -> Json:
    return {
        "added": [item(each) for each in done.items],
        "new": done.new,
        "refused": [
            {"path": str(each.path), "reason": each.reason, "hint": each.hint} for each in done.refused
        ],
    }


def cost(of_switch: SwitchCost) -> Json:
    return {
        "passages": of_switch.passages,
        "embedded": of_switch.left,
        "estimated_seconds": of_switch.seconds,
        "vector_bytes": of_switch.vector_bytes,
        "tells_apart": of_switch.tells_apart,
    }


def advice(given: LanguageAdvice) -> Json:
    return {
        "language": given.language,
        "share": round(given.share, 3),
        "get": given.better.id if given.better else None,
        "use": given.on_shelf.id if given.on_shelf else None,
    }


def _embedder(shown: EmbedderFacts) -> Json:
    return {
        "embedder_kind": shown.kind.value,
        "architecture": shown.architecture,
        "parameters": shown.parameters,
        "quantisation": shown.quantisation,
        "dimension": shown.dimension,
        "max_tokens": shown.max_tokens,
        "pooling": shown.pooling.value if shown.pooling else None,
        "question_prefix": shown.question_prefix,
        "passage_prefix": shown.passage_prefix,
        "licence": shown.licence,
    }


def _speed(shown: Speed | None) -> Json | None:
    if shown is None:
        return None
    return {
        "tokens_per_s": round(shown.tokens_per_s, 2),
        "first_token_s": round(shown.first_token_s, 3),
    }
