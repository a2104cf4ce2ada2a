"""What tells the vectors of one embedder from those of another. Embed child, main thread."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop_rag.domain.errors import ModelMissing

HEAD_BYTES = 32 * 1024**2
"""Read whole: of a GGUF file all that is not weights, vocabularies of 262,144 words included."""
STRIDE_BYTES = 1024**2
SAMPLE_BYTES = 16 * 1024
"""So much of every stride is read. A model that was trained further differs in whole matrices, each larger
than a stride in files of that size. Hashing 600 MB whole takes a second or two at every start."""


def content_digest(path: Path) -> bytes:
    """Of the file's size, its first 32 MiB and a sample of every MiB after that, the last bytes included.

    A change of a few bytes far inside a large file is not seen: whether a file is the right one is checked
    elsewhere (sha256, when it is downloaded or on the person's wish). Raises `ModelMissing`.
    """
    try:
        with path.open("rb") as file:
            size_bytes = file.seek(0, 2)
            digest = hashlib.sha256(size_bytes.to_bytes(8, "little"))
            file.seek(0)
            digest.update(file.read(HEAD_BYTES))
            for begin in range(HEAD_BYTES, size_bytes, STRIDE_BYTES):
                file.seek(begin)
                digest.update(file.read(SAMPLE_BYTES))
            file.seek(max(0, size_bytes - SAMPLE_BYTES))
            digest.update(file.read(SAMPLE_BYTES))
    except OSError as error:
        raise ModelMissing(detail=f"{path}: {error}") from error
    return digest.digest()


def fingerprint(kind: str, digests: Sequence[bytes], settings: Mapping[str, str | int]) -> str:
    """Hex sha256 over the files and all that is set about how they are used, in any order."""
    parts = [kind, sorted(digest.hex() for digest in digests), sorted(settings.items())]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
