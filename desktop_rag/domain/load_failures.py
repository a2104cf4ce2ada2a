"""Why llama.cpp did not load a file, told from what it logged; pure, used in children that load."""

import re
from enum import Enum, auto

from desktop_rag.domain.errors import (
    EmbedderUnusable,
    ModelDamaged,
    ModelError,
    ModelOutOfMemory,
    ModelUnsupported,
)

OUT_OF_MEMORY = re.compile(
    r"unable to allocate|failed to allocate|cannot allocate|out of memory|bad_alloc|malloc failed"
    r"|alloc\w* \w*buffer failed|failed to (mmap|reserve)",
    re.IGNORECASE,
)
UNKNOWN_KIND = re.compile(r"unknown model architecture: '([^']*)'")
UNKNOWN_WORDS = re.compile(
    r"unknown (pre-)?tokenizer|cannot find tokenizer|unsupported tokenizer", re.IGNORECASE
)
DAMAGED = re.compile(
    r"missing tensor|wrong number of tensors|wrong shape|corrupt|incomplete|not within the file"
    r"|failed to read|invalid magic|tensor '[^']*' (not found|has invalid)|key not found",
    re.IGNORECASE,
)


class LoadProblem(Enum):
    UNKNOWN_KIND = auto()
    MEMORY = auto()
    UNKNOWN_WORDS = auto()
    DAMAGED = auto()
    OTHER = auto()


def load_problem(log: str) -> tuple[LoadProblem, str]:
    """What went wrong and, for a kind of model that is not known, its name made printable."""
    kind = UNKNOWN_KIND.search(log)
    if kind:
        return LoadProblem.UNKNOWN_KIND, _plain(kind[1])
    for problem, signs in (
        (LoadProblem.MEMORY, OUT_OF_MEMORY),
        (LoadProblem.UNKNOWN_WORDS, UNKNOWN_WORDS),
        (LoadProblem.DAMAGED, DAMAGED),
    ):
        if signs.search(log):
            return problem, ""
    return LoadProblem.OTHER, ""


def load_failure(
    log: str, unsupported: type[ModelUnsupported] | type[EmbedderUnusable], another: str
) -> ModelError:
    """The reason in plain words; the log itself goes into `detail`. `another` is what to choose instead."""
    problem, kind = load_problem(log)
    match problem:
        case LoadProblem.UNKNOWN_KIND:
            return unsupported(
                f"This model is of a kind ({kind}) that this program does not know.",
                hint=f"Choose {another}, or a newer version of Desktop RAG.",
                detail=log,
            )
        case LoadProblem.MEMORY:
            return ModelOutOfMemory(detail=log)
        case LoadProblem.UNKNOWN_WORDS:
            return unsupported(
                "This model splits words in a way that this program does not know.", detail=log
            )
        case LoadProblem.DAMAGED:
            return ModelDamaged("This model file is incomplete or damaged.", detail=log)
        case LoadProblem.OTHER:
            return unsupported("This model could not be loaded.", detail=log)


def _plain(untrusted_name: str) -> str:
    return re.sub(r"[^\w.-]+", " ", untrusted_name)[:40].strip() or "unnamed"
