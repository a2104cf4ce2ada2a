"""What a model has read and still knows: its memory of keys and values (KV). Chat child, main thread.

A prompt that begins as the last one did is read from where they differ. This does not know about adapters:
whoever changes them must `forget`.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

import llama_cpp

from desktop_rag.domain.errors import Cancelled, ModelOutOfMemory, ModelStopped

BATCH_TOKENS = 512
"""The most that is computed at once."""
BATCH_TOKENS_WITHOUT_GPU = 128
"""On a processor within a twentieth as fast, and progress is told four times as often."""
NO_ROOM, ABORTED = 1, 2
"""What `llama_decode` says besides 0 (done) and negative numbers (failed)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How many tokens of a prompt are read, those that were known included, and how many it has."""

    done: int
    total: int


class TokenBatch:
    """What llama.cpp computes at once: up to `size` tokens of one sequence. `close` frees it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._batch: llama_cpp.llama_batch = llama_cpp.llama_batch_init(size, 0, 1)

    def filled(self, tokens: Sequence[int], position: int, sequence: int) -> llama_cpp.llama_batch:
        """With tokens that follow each other from `position` on; after the last one can be sampled."""
        batch: Any = self._batch  # the binding declares its fields as lists of arrays, which they are not
        batch.n_tokens = len(tokens)
        for place, token in enumerate(tokens):
            batch.token[place] = token
            batch.pos[place] = position + place
            batch.n_seq_id[place] = 1
            batch.seq_id[place][0] = sequence
            batch.logits[place] = 0
        batch.logits[len(tokens) - 1] = 1
        return self._batch

    def close(self) -> None:
        llama_cpp.llama_batch_free(self._batch)


class PromptMemory:
    """The memory of one sequence of a context, which shares its room with the others.

    `stopped` ends the reading of a prompt, also in the middle of a batch.
    """

    def __init__(
        self,
        context: llama_cpp.llama_context_p,
        batch: TokenBatch,
        stopped: Callable[[], bool],
        sequence: int = 0,
    ) -> None:
        self._context = context
        self._batch = batch
        self._sequence = sequence
        self._stopped = stopped
        self._memory = llama_cpp.llama_get_memory(context)
        self._abort = llama_cpp.ggml_abort_callback(lambda _data: stopped())
        self._never_abort = llama_cpp.ggml_abort_callback()
        self._tokens: list[int] = []

    def forget(self) -> None:
        llama_cpp.llama_memory_seq_rm(self._memory, self._sequence, -1, -1)
        self._tokens.clear()

    def keep(self, tokens: int) -> None:
        """Forgets all but the first tokens."""
        if len(self._tokens) > tokens:
            self._cut(tokens)

    def read(self, prompt: Sequence[int]) -> Generator[Reading, None, int]:
        """Reads a prompt batch by batch; returns how many of its tokens were known. Then one can be sampled.

        Raises `Cancelled`, or `ModelError` when the model cannot go on.
        """
        known = self._keep_common(prompt)
        # Called for each step of the computation, so only here: asking between tokens is enough later on.
        llama_cpp.llama_set_abort_callback(self._context, self._abort, None)
        try:
            for begin in range(known, len(prompt), self._batch.size):
                self._read_batch(prompt[begin : begin + self._batch.size])
                yield Reading(len(self._tokens), len(prompt))
        finally:
            llama_cpp.llama_set_abort_callback(self._context, self._never_abort, None)
        return known

    def add(self, token: int) -> None:
        """Reads one token that the model wrote. Raises as `read` does."""
        self._decode((token,))

    def _keep_common(self, prompt: Sequence[int]) -> int:
        """Drops all that the prompt does not begin with. Its last token is always read: sampling needs it."""
        limit = min(len(self._tokens), len(prompt) - 1)
        known = next((n for n in range(limit) if self._tokens[n] != prompt[n]), limit)
        self._cut(known)
        return len(self._tokens)

    def _cut(self, size: int) -> None:
        """Keeps the first tokens, or none where the model cannot forget a part (recurrent ones)."""
        if llama_cpp.llama_memory_seq_rm(self._memory, self._sequence, size, -1):
            del self._tokens[size:]
        else:
            self.forget()

    def _read_batch(self, tokens: Sequence[int]) -> None:
        if self._stopped():
            raise Cancelled
        self._decode(tokens)

    def _decode(self, tokens: Sequence[int]) -> None:
        batch = self._batch.filled(tokens, len(self._tokens), self._sequence)
        self._check(llama_cpp.llama_decode(self._context, batch))
        self._tokens.extend(tokens)

    def _check(self, status: int) -> None:
        """After a failure the memory holds an unknown part of the batch, which is dropped."""
        if status == 0:
            return
        self._cut(len(self._tokens))
        if status == ABORTED:
            raise Cancelled
        if status == NO_ROOM:
            raise ModelOutOfMemory("The model's memory for this conversation is full.")
        raise ModelStopped(detail=f"llama_decode returned {status}")
