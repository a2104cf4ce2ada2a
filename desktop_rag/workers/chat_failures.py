"""What the loss of the chat child means for the person. Window process or command line, any thread; pure."""

import signal

from desktop_rag.domain.errors import (
    ModelError,
    ModelOutOfMemory,
    ModelStopped,
    WorkerError,
    WorkerOutOfMemory,
    WorkerStalled,
)

WINDOWS_ILLEGAL_INSTRUCTION = 0xC000001D


def model_error(error: WorkerError, exit_status: int | None) -> ModelError:
    """`exit_status` is the child's: negative for the number of a signal."""
    if isinstance(error, WorkerOutOfMemory):
        return ModelOutOfMemory(detail=error.detail)
    if isinstance(error, WorkerStalled):
        return ModelStopped("The model made no progress for too long and was stopped.", detail=error.detail)
    if exit_status == WINDOWS_ILLEGAL_INSTRUCTION or _was(exit_status, "SIGILL"):
        return ModelStopped(
            "This computer's processor lacks an instruction that this program's model runner was built with.",
            hint="Install the build of Desktop RAG for older processors.",
            detail=error.detail,
        )
    if _was(exit_status, "SIGBUS"):
        return ModelStopped(
            "The model's file could not be read while the model was in use.",
            hint="Reconnect the drive it is on, or see whether the file was changed; then ask again.",
            detail=error.detail,
        )
    return ModelStopped(detail=error.detail)


def _was(exit_status: int | None, signal_name: str) -> bool:
    number = getattr(signal, signal_name, None)  # Windows has few signals
    return number is not None and exit_status == -number
