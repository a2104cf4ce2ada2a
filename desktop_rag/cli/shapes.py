"""The JSON that scripts rely on. Main thread."""

from collections.abc import Sequence
from pathlib import Path

from desktop_rag.app.doctor import Check
from desktop_rag.app.values import (
    DocumentRow,
    IngestSummary,
    LibraryOverview,
    RootSummary,
    SearchResult,
    SourceView,
)
from desktop_rag.domain.answers import Answer, Citation, Hit

Json = dict[str, object]


def ingest(summary: IngestSummary) -> Json:
    return {
        "documents": {
            "ready": summary.ready,
            "failed": summary.failed,
            "skipped": summary.skipped,
            "unavailable": summary.unavailable,
        },
        "pages": summary.pages,
        "passages": summary.passages,
        "embedded": summary.embedded,
        "seconds": round(summary.seconds, 3),
    }


def root(summary: RootSummary) -> Json:
    rules = summary.rules
    return {
        "path": str(summary.path),
        "available": summary.available,
        "documents": {
            "ready": summary.ready,
            "failed": summary.problems,
            "skipped": summary.skipped,
            "pending": summary.pending,
            "scanned": summary.scanned,
        },
        "ignored": summary.ignored,
        "rules": {
            "ignore": list(rules.ignore),
            "only": None if rules.kinds is None else [kind.value for kind in rules.kinds],
            "max_bytes": rules.max_bytes,
        },
    }


def status(overview: LibraryOverview, rows: Sequence[DocumentRow]) -> Json:
    return {
        "roots": [str(root.path) for root in overview.roots],
        "ignored": sum(root.ignored for root in overview.roots),
        "documents": [
            {
                "path": str(row.path),
                "state": row.state.value,
                "reason": row.reason,
                "pages": row.pages,
                "passages": row.passages,
                "scans_left": row.scans_left,
            }
            for row in rows
        ],
        "passages": overview.passages,
        "embedder": {"name": overview.embedder},
        "bytes": {"library": overview.size_bytes},
    }


def search(result: SearchResult, question_id: object = None) -> Json:
    head: Json = {} if question_id is None else {"id": question_id}
    return {
        **head,
        "question": result.question,
        "answerable": result.answerable,
        "confidence": round(result.confidence, 4),
        "hits": [_hit(hit) for hit in result.hits],
    }


def answer(given: Answer) -> Json:
    return {
        "question": given.question,
        "asked": given.asked or given.question,
        "mode": given.mode.value,
        "model": given.model,
        "adapters": list(given.adapters),
        "state": given.state.value,
        "confidence": round(given.confidence, 4),
        "answer": given.text,
        "sentences": [
            {
                "text": sentence.text,
                "support": sentence.support.value,
                "doubt": sentence.doubt,
                "citations": list(sentence.citations),
            }
            for sentence in given.sentences
        ],
        "citations": [_citation(citation) for citation in given.citations],
        "timings": {name: round(seconds, 4) for name, seconds in given.timings.items()},
        "tokens": given.tokens,
        "unknown_citations": given.unknown_citations,
        "note": given.note,
    }


def render(view: SourceView) -> Json:
    picture = view.picture
    return {
        "width": picture.width if picture else 0,
        "height": picture.height if picture else 0,
        "boxes": [[box.x0, box.y0, box.x1, box.y1] for box in picture.boxes] if picture else [],
        "text_in_boxes": picture.text_in_boxes if picture else "",
        "note": view.note,
    }


def check(done: Check) -> Json:
    return {"name": done.name, "ok": done.ok, "detail": done.detail}


def _hit(hit: Hit) -> Json:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        **_place(hit.path, hit.page, hit.start, hit.end),
        "label": hit.label,
        "heading": hit.heading,
        "text": hit.text,
    }


def _citation(citation: Citation) -> Json:
    place = _place(citation.path, citation.page, citation.start, citation.end)
    return {"n": citation.n, **place, "quote": citation.quote}


def _place(path: Path, page: int, start: int, end: int) -> Json:
    return {"path": str(path), "page": page, "start": start, "end": end}
