"""Facts about a file as messages carry them; written in the shelf and chat children.

Without the path, which the one who asked knows better.
"""

from desktop_rag.domain.embedder import EmbedderFacts
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.domain.shelf import Inspected, PeftFacts
from desktop_rag.workers.protocol import JsonObject


def facts_body(facts: Inspected) -> JsonObject:
    """`kind` says which facts these are."""
    if isinstance(facts, ModelFacts):
        return {"kind": "model", **model_body(facts)}
    if isinstance(facts, AdapterFacts):
        return {"kind": "adapter", **_adapter_body(facts)}
    if isinstance(facts, EmbedderFacts):
        return {"kind": "embedder", **_embedder_body(facts)}
    return {"kind": "peft", **_peft_body(facts)}


def model_body(facts: ModelFacts) -> JsonObject:
    shape = facts.shape
    return {
        "name": facts.name,
        "architecture": facts.architecture,
        "size_bytes": facts.size_bytes,
        "parameters": facts.parameters,
        "quantisation": facts.quantisation,
        "trained_context_tokens": facts.trained_context_tokens,
        "has_template": facts.has_template,
        "licence": facts.licence,
        "parts": facts.parts,
        "shape": {
            "layers": shape.layers,
            "embedding_length": shape.embedding_length,
            "vocabulary": shape.vocabulary,
            "kv_bytes_per_token": shape.kv_bytes_per_token,
            "weights_bytes": shape.weights_bytes,
            "twice_bytes": shape.twice_bytes,
        },
    }


def _adapter_body(facts: AdapterFacts) -> JsonObject:
    return {
        "name": facts.name,
        "architecture": facts.architecture,
        "size_bytes": facts.size_bytes,
        "base_name": facts.base_name,
        "rank": facts.rank,
        "alpha": facts.alpha,
        "licence": facts.licence,
    }


def _embedder_body(facts: EmbedderFacts) -> JsonObject:
    return {
        "embedder_kind": facts.kind.value,
        "name": facts.name,
        "architecture": facts.architecture,
        "parameters": facts.parameters,
        "quantisation": facts.quantisation,
        "size_bytes": facts.size_bytes,
        "dimension": facts.dimension,
        "max_tokens": facts.max_tokens,
        "pooling": facts.pooling.value if facts.pooling else "",
        "question_prefix": facts.question_prefix,
        "passage_prefix": facts.passage_prefix,
        "licence": facts.licence,
    }


def _peft_body(facts: PeftFacts) -> JsonObject:
    return {
        "name": facts.name,
        "base_name": facts.base_name,
        "rank": facts.rank,
        "alpha": facts.alpha,
        "modules": list(facts.modules),
        "size_bytes": facts.size_bytes,
    }
