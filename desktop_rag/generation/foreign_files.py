"""What a file is that was given as a model but is no GGUF file to be used here. Shelf and chat child; pure.

The commonest are web pages and pointers that a download left under the model's name, the weights in another
format, and the formats that llama.cpp had before GGUF.
"""

import re

from desktop_rag.domain.errors import ModelDamaged, ModelError, ModelUnsupported

HEAD_BYTES = 512
_LAST_VERSION_TO_COME = 20
"""A number beyond it is damage, not a version."""
_FETCH_HINT = "Open the model's page, download the .gguf file itself, and choose that."
_GGUF_HINT = "Look for the same model in the GGUF format, and choose that file."
_ARCHIVE_HINT = "Unpack it, and choose the .gguf file inside."
_OLD_HINT = "Look for a newer file of the same model: GGUF has been the format since August 2023."
_MODEL_HINT = "Choose a model file in the GGUF format (its name ends in .gguf)."

# (pattern at the file's start, what it is, next step)
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (
        rb"version https://git-lfs",
        "This is a placeholder of a few lines (Git LFS), not the model itself.",
        _FETCH_HINT,
    ),
    (
        rb"(?i)(\xef\xbb\xbf)?\s*<(!doctype|html|head|\?xml)",
        "This is a web page, not a model; the download went wrong.",
        _FETCH_HINT,
    ),
    (
        rb"PK\x03\x04.{0,400}/data\.pkl|\x80[\x02-\x05][\x80-\xff}\]c(]",
        "This is a PyTorch file, not a GGUF model.",
        _GGUF_HINT,
    ),
    (rb"[^\x00].{0,6}\x00\{\s*\"", "This is a model in the safetensors format, not in GGUF.", _GGUF_HINT),
    (rb"PK\x03\x04|PK\x05\x06", "This is a ZIP archive, not a model.", _ARCHIVE_HINT),
    (
        rb"\x1f\x8b|BZh[1-9]|\xfd7zXZ\x00|\x28\xb5\x2f\xfd|7z\xbc\xaf\x27\x1c|Rar!",
        "This is a packed archive, not a model.",
        _ARCHIVE_HINT,
    ),
    (rb"\x89HDF\r\n", "This is a Keras model, not a GGUF model.", _GGUF_HINT),
    (rb"\x08[\x03-\x0f]\x12.(pytorch|onnx|tf2onnx)", "This is an ONNX model, not a GGUF model.", _GGUF_HINT),
    (rb"%PDF-", "This is a PDF document, not a model.", "Add it to the library, where documents are read."),
    (rb"lmgg|fmgg|tjgg", "This model has an older format (GGML) that is no longer read.", _OLD_HINT),
    (rb"algg", "This adapter has an older format (GGLA) that is no longer read.", _OLD_HINT),
    (rb"nsgg|qsgg", "This is a saved session of llama.cpp, not a model.", _MODEL_HINT),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), text, hint) for pattern, text, hint in _KINDS)
_TEXT = re.compile(rb"[\t\n\r -\x7e\x80-\xff]{4,}")


def not_gguf(head: bytes) -> ModelError:
    """Why a file that begins with `head` (HEAD_BYTES, or all of it) is not a model, in plain words."""
    for pattern, text, hint in _COMPILED:
        if pattern.match(head):
            return ModelUnsupported(text, hint=hint)
    if not any(head):
        return ModelDamaged(
            "This file holds no model yet: it begins with zeros, as an unfinished download does.",
            hint="Let the download finish, or download the file again.",
        )
    if _TEXT.fullmatch(head):
        return ModelUnsupported("This is a text file, not a model.", hint=_FETCH_HINT)
    return ModelUnsupported(
        "This is not a GGUF model file.", hint=_MODEL_HINT, detail=f"begins with {head[:8]!r}"
    )


def bad_version(version: int) -> ModelError:
    """For a GGUF file whose version (as read little-endian) is neither 2 nor 3."""
    if version & 0xFFFF == 0 and version:
        return ModelUnsupported(
            "This model was written for another kind of processor (big-endian).",
            hint="Look for the usual, little-endian file of the same model.",
        )
    if version == 1:
        return ModelUnsupported(
            "This model has the first version of the GGUF format, which is no longer read.",
            hint="Look for a newer file of the same model (GGUF version 3).",
        )
    if 3 < version <= _LAST_VERSION_TO_COME:
        return ModelUnsupported(
            f"This model has a newer version of the GGUF format ({version}) than can be read here.",
            hint="Update Desktop RAG, or look for a file in GGUF version 3.",
        )
    return ModelDamaged(detail=f"GGUF version {version}")
