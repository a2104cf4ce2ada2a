"""One loaded language model that answers with text. Chat child; one thread at a time.

Here and in the modules beside it llama.cpp is driven; what it cannot do becomes a `ModelError`.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import llama_cpp

from desktop_rag.domain.chat import ChatMessage, Sampling
from desktop_rag.domain.errors import Cancelled, ModelError, ModelUnsupported, PromptTooLong
from desktop_rag.domain.language_model import (
    Completion,
    CompletionRequest,
    FinishReason,
    LoadedModel,
    ModelChoice,
)
from desktop_rag.generation.adapters import AdapterSwitch
from desktop_rag.generation.gguf_header import Header, read_header
from desktop_rag.generation.load_errors import NativeLog
from desktop_rag.generation.loading import NativeModel, open_model
from desktop_rag.generation.memory import (
    BATCH_TOKENS,
    BATCH_TOKENS_WITHOUT_GPU,
    PromptMemory,
    Reading,
    TokenBatch,
)
from desktop_rag.generation.model_facts import check_model, model_facts
from desktop_rag.generation.sampling import sampler
from desktop_rag.generation.templates import ChatTemplate, RenderedPrompt
from desktop_rag.generation.text_stream import TextStream
from desktop_rag.generation.vocabulary import THOUGHT_TOKENS, Vocabulary

LEAST_ANSWER_TOKENS = 16
"""A prompt must leave this much room in the context, or what `max_tokens` asks for if that is less."""


def load_engine(
    choice: ModelChoice, log: NativeLog, on_progress: Callable[[float], None], stopped: Callable[[], bool]
) -> "Engine":
    """Checks the header, then loads. `on_progress` hears the share that is loaded (0–1).

    Raises `ModelError` with the reason, or `Cancelled` once `stopped()` is true.
    """
    began = time.perf_counter()
    header = read_header(choice.path)
    check_model(header)
    facts = model_facts(header, choice.path)
    native = open_model(
        choice.path, header, choice.context_tokens, choice.gpu_layers, on_progress, stopped, log
    )
    loaded = LoadedModel(facts, native.context_tokens, native.gpu_layers, time.perf_counter() - began)
    try:
        return Engine(native, header, loaded, log, stopped)
    except ModelError:
        native.close()
        raise


@dataclass(slots=True)
class _Answer:
    """An answer that is being written."""

    memory: PromptMemory
    room: int
    tokens: int = 0
    reason: FinishReason = FinishReason.LENGTH
    first_token_at: float = 0.0


class Engine:
    """A loaded model. `stopped` is asked between tokens and within prompts; `close` frees the model."""

    def __init__(
        self,
        native: NativeModel,
        header: Header,
        loaded: LoadedModel,
        log: NativeLog,
        stopped: Callable[[], bool],
    ) -> None:
        self.loaded = loaded
        self._native = native
        self._stopped = stopped
        self._vocabulary = Vocabulary(native.model)
        if self._vocabulary.is_empty:
            raise ModelUnsupported("This model has no vocabulary of its own.")
        self._template = _template(native.model, self._vocabulary)
        batch_tokens = BATCH_TOKENS if native.gpu_layers else BATCH_TOKENS_WITHOUT_GPU
        self._batch = TokenBatch(batch_tokens)
        self._memory = PromptMemory(native.context, self._batch, stopped)
        self._aside = PromptMemory(native.context, self._batch, stopped, sequence=1)
        self._adapters = AdapterSwitch(native.model, native.context, header, log, self._memory.forget)

    def close(self) -> None:
        self._batch.close()
        self._native.close()

    def count(self, messages: Sequence[ChatMessage]) -> int:
        """How many tokens the messages are as a prompt, with all that the template adds."""
        return len(self._tokens(self._template.render(messages)))

    def complete(self, request: CompletionRequest) -> Iterator[Reading | str | Completion]:
        """Reads the prompt, then writes; the last is the `Completion`.

        Raises `PromptTooLong`, `AdapterUnusable`, `AdapterMismatch`, other `ModelError`s, or `Cancelled`.
        """
        began = time.perf_counter()
        prompt = self._template.render(request.messages)
        tokens = self._tokens(prompt)
        room = self._room(len(tokens), request.max_tokens)
        switching = time.perf_counter()
        self._adapters.switch(request.adapters)
        switch_s = time.perf_counter() - switching
        if request.forget:
            self._memory.forget()
        memory = self._memory_for(request, len(tokens) + room)
        try:
            reused = yield from memory.read(tokens)
            answer = _Answer(memory, room)
            yield from self._write(prompt, request.sampling, answer)
        finally:
            self._aside.forget()
        first = answer.first_token_at
        yield Completion(
            reason=answer.reason,
            prompt_tokens=len(tokens),
            reused_tokens=reused,
            answer_tokens=answer.tokens,
            switch_s=switch_s,
            first_token_s=first - began,
            writing_s=time.perf_counter() - first,
        )

    def _memory_for(self, request: CompletionRequest, tokens: int) -> PromptMemory:
        """An aside leaves what was read before as it is, or as much of its beginning as there is room for."""
        if not request.aside:
            return self._memory
        self._memory.keep(self.loaded.context_tokens - tokens)
        return self._aside

    def _write(self, prompt: RenderedPrompt, sampling: Sampling, answer: _Answer) -> Iterator[str]:
        stream = TextStream(prompt.stops)
        opening = prompt.opened_thought
        if opening:  # as the token that closes it is going to be written
            yield f"{THOUGHT_TOKENS.get(opening, opening)}\n"
        for token in self._sampled(sampling, answer):
            text = stream.take(self._vocabulary.piece(token))
            if text:
                yield text
            if stream.stopped:
                answer.reason = FinishReason.STOP
                return
        rest = stream.finish()
        if rest:
            yield rest

    def _sampled(self, sampling: Sampling, answer: _Answer) -> Iterator[int]:
        """The tokens of an answer; the one that ends it is not among them."""
        context, vocabulary = self._native.context, self._vocabulary
        with sampler(sampling, vocabulary.size) as chain:
            while not self._stopped():
                token = llama_cpp.llama_sampler_sample(chain, context, -1)
                answer.first_token_at = answer.first_token_at or time.perf_counter()
                if vocabulary.ends(token):
                    answer.reason = FinishReason.STOP
                    return
                answer.tokens += 1
                yield token
                if answer.tokens == answer.room:
                    return
                answer.memory.add(token)
        raise Cancelled

    def _room(self, prompt_tokens: int, max_tokens: int) -> int:
        """How many tokens the answer may have."""
        left = self.loaded.context_tokens - prompt_tokens
        if left < min(max_tokens, LEAST_ANSWER_TOKENS):
            raise PromptTooLong(detail=f"{prompt_tokens} tokens, context {self.loaded.context_tokens}")
        return min(left, max_tokens)

    def _tokens(self, prompt: RenderedPrompt) -> list[int]:
        return self._vocabulary.tokens(prompt.text, has_bos=prompt.has_bos)


def _template(model: llama_cpp.llama_model_p, vocabulary: Vocabulary) -> ChatTemplate:
    source = llama_cpp.llama_model_chat_template(model, None)
    text = source.decode("utf-8", "replace") if source else None
    return ChatTemplate(text, vocabulary.bos, vocabulary.eos, vocabulary.special_tokens)
