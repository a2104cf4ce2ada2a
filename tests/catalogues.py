"""A catalogue of a test's own, with files of the test's own server."""

import hashlib
import json
from pathlib import Path


def entry(url: str, body: bytes, **changes: object) -> dict[str, object]:
    """A small chat model of the catalogue whose file is `body`."""
    return {
        "id": "tiny",
        "kind": "model",
        "name": "Tiny One",
        "publisher": "The test",
        "summary": "For trying things out.",
        "quantisation": "F32",
        "size_bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "url": url,
        "file_name": "tiny-one.gguf",
        "licence": "Apache-2.0",
        "languages": ["en"],
        "parameters": 150_000,
        "context_tokens": 2048,
        "kv_bytes_per_token": 512,
        **changes,
    }


def write_catalogue(path: Path, *entries: dict[str, object]) -> Path:
    path.write_text(json.dumps({"version": 1, "about": "for a test", "offers": list(entries)}), "utf-8")
    return path
