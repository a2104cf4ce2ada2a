"""The description beside an embedder's files, and the check of those files. Embed child, main thread."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.domain.errors import InstallationError

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`sha256` holds the hex digests of the model and of the tokenizer, in this order."""

    name: str
    dimension: int
    max_tokens: int
    sha256: tuple[str, str]

    @property
    def fingerprint(self) -> str:
        parts = (*self.sha256, str(self.dimension), str(self.max_tokens))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Raises InstallationError if config.json is missing or does not say what it must."""
    try:
        values = json.loads(read_file(folder / "config.json"))
        digests = (str(values["sha256"][MODEL]), str(values["sha256"][TOKENIZER]))
        return Manifest(str(values["name"]), int(values["dimension"]), int(values["max_tokens"]), digests)
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(folder / "config.json", repr(error)) from error


def read_verified(path: Path, expected_sha256: str) -> bytes:
    """Returns the file's content. Raises InstallationError if it is missing or not the file it should be."""
    content = read_file(path)
    found = hashlib.sha256(content).hexdigest()
    if found != expected_sha256:
        raise damaged(path, f"sha256 is {found}, expected {expected_sha256}")
    return content


def read_file(path: Path) -> bytes:
    """Raises InstallationError if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = "The search model that comes with Desktop RAG is missing or may not be read."
        raise InstallationError(message, detail=f"{path}: {error}") from error


def damaged(path: Path, detail: str) -> InstallationError:
    message = "The search model that comes with Desktop RAG is damaged."
    return InstallationError(message, detail=f"{path}: {detail}")
