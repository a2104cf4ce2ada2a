"""Turns a child's final message into a checked result or a typed error. Window process, any thread."""

import re

from desktop_rag.domain.errors import (
    Cancelled,
    DesktopRagError,
    DocumentError,
    DownloadError,
    InputError,
    InstallationError,
    ModelError,
    WorkerProtocolError,
)
from desktop_rag.workers.protocol import JsonObject

MAX_WORDS = 400
_ERRORS_WITH_KINDS: tuple[type[DocumentError] | type[ModelError] | type[DownloadError], ...] = (
    DocumentError,
    *DocumentError.__subclasses__(),
    ModelError,
    *ModelError.__subclasses__(),
    DownloadError,
    *DownloadError.__subclasses__(),
)


def raise_if_error(body: JsonObject) -> None:
    """Raises what a message with `event` "error" stands for; its words are shortened and made printable."""
    if body.get("event") == "error":
        raise _error(body)


def _error(body: JsonObject) -> DesktopRagError:
    kind, message, hint = (_plain(body.get(key)) for key in ("kind", "message", "hint"))
    for error in _ERRORS_WITH_KINDS:
        if error.kind == kind:
            return error(message, hint=hint)
    if kind == "cancelled":
        return Cancelled()
    if kind == "input":
        return InputError(message, hint=hint)
    if kind == "installation":
        return InstallationError(message, hint=hint)
    return WorkerProtocolError(detail=f"unknown error {kind}: {message}")


def _plain(untrusted: object) -> str:
    if not isinstance(untrusted, str):
        return ""
    printable = "".join(char if char.isprintable() else " " for char in untrusted[:MAX_WORDS])
    return re.sub(r"\s+", " ", printable).strip()
