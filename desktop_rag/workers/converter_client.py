"""Has a PEFT folder converted to a GGUF adapter. Window process or command line, any thread."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import filelock

from desktop_rag.domain.errors import Cancelled, InputError, WorkerProtocolError
from desktop_rag.domain.language_model import AdapterFacts
from desktop_rag.runtime import worker_command
from desktop_rag.workers import chat_answers, shelf_answers
from desktop_rag.workers.answers import raise_if_error
from desktop_rag.workers.process import ChildProcess, ChildSpec
from desktop_rag.workers.protocol import JsonObject

PART_SUFFIX = ".converting"
TURN_S = 0.05

IsCancelled = Callable[[], bool]


def _never() -> bool:
    return False


def converter_spec(stall_s: float = 60.0, memory_bytes: int = 3 * 1024**3) -> ChildSpec:
    """The converter child of this program. Reading and writing one matrix takes seconds at the most, and
    three times its size in memory."""
    command = tuple(worker_command("converter"))
    return ChildSpec("converter", command, stall_s, memory_bytes, 16 * 1024**2, stop_grace_s=2.0)


class ConverterClient:
    """Starts a child for each conversion and ends it; conversions wait for each other. `close` ends the one
    that runs, which then raises `Cancelled`."""

    def __init__(self, spec: ChildSpec) -> None:
        self.child = ChildProcess(spec)
        self._turn = threading.Lock()

    def convert(
        self,
        folder: Path,
        base: Path,
        target: Path,
        on_progress: Callable[[float], None] = lambda _share: None,
        cancelled: IsCancelled = _never,
    ) -> AdapterFacts:
        """Writes the adapter in `folder`, for the GGUF model at `base`, to `target`, whose folder exists.
        What is there already is replaced at the end. `on_progress` hears the share (0–1) that is written.

        Raises `AdapterUnusable` and `AdapterMismatch` with the reason, `ModelMissing`, `ModelDamaged` and
        `ModelUnsupported` for the model or what cannot be read, `InputError` where nothing can be written,
        `WorkerError`, `InstallationError`, `Cancelled`. Then there is nothing new, whatever happened.
        """
        part = target.with_name(target.name + PART_SUFFIX)
        body: JsonObject = {"folder": str(folder), "base": str(base), "part": str(part)}
        with self._my_turn(cancelled), _only_writer(part, cancelled):
            try:
                with self.child.checking():
                    facts = self._ask(body, target, on_progress, cancelled)
                _rename(part, target)
                return facts
            finally:
                self.child.close()
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)  # left by a child that was lost

    def close(self) -> None:
        self.child.close()

    def _ask(
        self, body: JsonObject, target: Path, on_progress: Callable[[float], None], cancelled: IsCancelled
    ) -> AdapterFacts:
        with contextlib.closing(self.child.request("convert", body, cancelled)) as messages:
            for message in messages:
                raise_if_error(message.body)
                if message.body.get("event") == "progress":
                    on_progress(chat_answers.share(message.body))
                    continue
                facts = shelf_answers.facts(message.body, target)
                if not isinstance(facts, AdapterFacts):
                    raise WorkerProtocolError(detail="a model where an adapter was due")
                return facts
        raise WorkerProtocolError(detail="no answer")

    @contextlib.contextmanager
    def _my_turn(self, cancelled: IsCancelled) -> Iterator[None]:
        while not self._turn.acquire(timeout=TURN_S):
            if cancelled():
                raise Cancelled
        try:
            yield
        finally:
            self._turn.release()


@contextlib.contextmanager
def _only_writer(part: Path, cancelled: IsCancelled) -> Iterator[None]:
    """The window and a command may be given the same folder: whoever comes second waits. The system lets the
    lock go with the process, however that ends."""
    lock = filelock.FileLock(part.with_name(f"{part.name}.lock"), timeout=TURN_S)
    while not lock.is_locked:
        if cancelled():
            raise Cancelled
        try:
            with contextlib.suppress(filelock.Timeout):
                lock.acquire()
        except OSError as error:
            raise _unwritable(part, error) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows lets nobody remove it before it is let go
            Path(lock.lock_file).unlink()
        lock.release()
        if os.name == "nt":
            with contextlib.suppress(OSError):
                Path(lock.lock_file).unlink()


def _rename(part: Path, target: Path) -> None:
    """Here and not in the child, so that an answer that nobody waits for any more leaves nothing."""
    try:
        os.replace(part, target)
    except OSError as error:
        raise _unwritable(target, error) from error


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        "The converted adapter could not be written.",
        hint="Close other programs that use it, check the permissions of its folder, then try again.",
        detail=f"{path}: {error}",
    )
