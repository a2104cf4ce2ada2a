"""Whether a model fits the memory of a machine, reckoned from its header; pure, used in every process.

The numbers were measured with llama-cpp-python 0.3.36 on Linux without a GPU, as resident memory of the chat
child after an answer, with models of 1 to 32 layers and a width of 64 to 2,048. With a GPU, weights, keys and
values lie in its memory: where that is the machine's (Apple) the sum is about the same, elsewhere too much.
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind
from desktop_rag.domain.language_model import ModelFacts
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.domain.sizes import rough_size

USUAL_CONTEXT_TOKENS = 8192
"""What a model gets unless more is asked for: room for passages and answer on a machine with 8 GB."""
SMALLEST_CONTEXT_TOKENS = 64
ROUND_CONTEXTS = (131072, 98304, 65536, 49152, 32768, 24576, 16384, 12288, 8192, 6144, 4096, 3072, 2048)
"""What is offered instead of a context that does not fit. In less there is no room for passages."""
TIGHT_SHARE = 0.8
"""Of the free memory. What is left is for the estimate's error (15 %) and for what other programs ask for
while the model works; where that is not enough, the system drops the model's pages and reads them again."""
SPARED_SHARE = 0.8
"""Of all memory: what can be free at most when everything else is closed."""

_MIB = 1024**2
KV_STEP_TOKENS = 256
"""llama.cpp rounds a context up to a multiple of this."""
CHILD_BYTES = 52 * _MIB
"""The chat child with the smallest model: Python, llama.cpp and what is read of its libraries."""
BYTES_PER_WORD = 150
"""Of the vocabulary: llama.cpp keeps each word in a list and in a table, twice."""
BYTES_PER_MERGE_BYTE = 6
"""Rules by which words are put together take 17 bytes each in the file and 115 in memory, as a rule."""
WORD_FILE_BYTES = 20
"""What a word of the vocabulary takes in the file; the rest of the header are the rules."""
ROWS_AT_ONCE = 128
"""Tokens that are computed at once without a GPU."""
ROW_VALUES = 18
"""Numbers of 4 bytes for each token and each number of the model's width: the feed-forward part keeps four
values of about four times the width, and the layer itself two more. It comes back with every layer."""
BYTES_PER_CONTEXT_TOKEN = 2 * ROWS_AT_ONCE
"""Who may look at whom, as 16-bit numbers, once for all layers."""
UNKNOWN_VOCABULARY = 152_000
"""That of Qwen, which is larger than most."""
UNKNOWN_HEADER_BYTES = 40 * UNKNOWN_VOCABULARY

BUNDLED_CHILD_BYTES = 170 * _MIB
"""The embed child with ONNX Runtime at work, without the weights."""
TORCH_BYTES = 430 * _MIB
"""sentence-transformers and torch, imported."""
TORCH_ROWS, TORCH_ROW_VALUES = 4096, 16
"""16 passages at once; measured with BERT of 384 and 768 numbers."""
HALF_PRECISION = {"F16", "BF16"}
"""Torch is given these as 32-bit numbers, in twice the memory."""
EMBEDDER_CHILD_BYTES = 88 * _MIB
"""The embed child with llama.cpp; measured with BERT of 384 and 768 numbers."""
EMBEDDER_ROWS = 512
"""Tokens that llama.cpp computes at once for an embedder."""
WRITER_BYTES = 530 * _MIB
"""What an embedder made from a language model takes besides: llama.cpp keeps keys and values, and reckons the
next word of every token, though nobody asks for it. Measured with the shape of Qwen3-Embedding 0.6B alone."""

SMALL_VERSION, SMALL_BITS = "Q4_K_M", 5.2
"""The smallest version that is advised, with the bits that a parameter takes in it; with a large vocabulary,
whose table is kept finer, a little more than llama.cpp's list says (4.9)."""


class Verdict(StrEnum):
    FITS = "fits"
    TIGHT = "tight"
    """Fits if nothing else asks for much memory meanwhile."""
    NO = "no"


@dataclass(frozen=True, slots=True)
class Machine:
    """Memory in bytes: all there is, and what a program can have now without others being pushed out."""

    total_bytes: int
    free_bytes: int


@dataclass(frozen=True, slots=True)
class MemoryNeed:
    """What a loaded model takes, in bytes. `overhead_bytes` are the buffers it reckons in, and the child."""

    weights_bytes: int
    kv_bytes: int
    overhead_bytes: int

    @property
    def total_bytes(self) -> int:
        return self.weights_bytes + self.kv_bytes + self.overhead_bytes


@dataclass(frozen=True, slots=True)
class Fit:
    verdict: Verdict
    need: MemoryNeed
    machine: Machine
    context_tokens: int
    """The context that the need was reckoned with."""


def usual_context(trained_tokens: int, wanted_tokens: int | None) -> int:
    """The context that a model is loaded with. 0 trained is a file that does not tell, None what is usual."""
    tokens = max(SMALLEST_CONTEXT_TOKENS, wanted_tokens or USUAL_CONTEXT_TOKENS)
    return min(trained_tokens, tokens) if trained_tokens > 0 else tokens


def memory_need(facts: ModelFacts, context_tokens: int) -> MemoryNeed:
    """Of an answer model with this context, full. Adapters come on top, with the size of their files."""
    shape = facts.shape
    weights = shape.weights_bytes or facts.size_bytes
    words, header = UNKNOWN_VOCABULARY, UNKNOWN_HEADER_BYTES
    if shape.vocabulary:
        words, header = shape.vocabulary, facts.size_bytes - weights
    width = shape.embedding_length or _likely_width(facts.parameters)
    overhead = _overhead(_vocabulary_bytes(words, header), width, context_tokens)
    return MemoryNeed(
        weights + shape.twice_bytes, _kv_bytes(shape.kv_bytes_per_token, context_tokens), overhead
    )


def embedder_need(facts: EmbedderFacts) -> MemoryNeed:
    """Of a search model at work. The passages' vectors, which the window's process holds, are not in it."""
    match facts.kind:
        case EmbedderKind.BUNDLED:
            overhead = BUNDLED_CHILD_BYTES
        case EmbedderKind.GGUF:
            writes = not any(part in facts.architecture for part in ("bert", "embed", "encoder"))
            overhead = _gguf_embedder_overhead(facts.parameters, facts.dimension, writes)
        case EmbedderKind.SENTENCE_TRANSFORMERS:
            overhead = TORCH_BYTES + _row_bytes(TORCH_ROWS, TORCH_ROW_VALUES, facts.dimension)
            if facts.quantisation in HALF_PRECISION:
                return MemoryNeed(2 * facts.size_bytes, 0, overhead)
    return MemoryNeed(facts.size_bytes, 0, overhead)


def offer_need(offer: Offer, context_tokens: int) -> MemoryNeed:
    """Of a file that is not here yet: its vocabulary and width are guessed. For an adapter, what comes on top
    of its model; an embedder has no context."""
    match offer.kind:
        case ShelfKind.MODEL:
            kv = _kv_bytes(offer.kv_bytes_per_token, context_tokens)
            words = _vocabulary_bytes(UNKNOWN_VOCABULARY, UNKNOWN_HEADER_BYTES)
            overhead = _overhead(words, _likely_width(offer.parameters), context_tokens)
            return MemoryNeed(offer.size_bytes, kv, overhead)
        case ShelfKind.EMBEDDER:
            writes = offer.kv_bytes_per_token > 0
            overhead = _gguf_embedder_overhead(offer.parameters, offer.dimension, writes)
            return MemoryNeed(offer.size_bytes, 0, overhead)
        case ShelfKind.ADAPTER:
            return MemoryNeed(offer.size_bytes, 0, 0)


def judge(need: MemoryNeed, machine: Machine, context_tokens: int) -> Fit:
    """NO when it needs more than is free, TIGHT when it needs more than TIGHT_SHARE of that."""
    total, free = need.total_bytes, machine.free_bytes
    verdict = Verdict.NO if total > free else Verdict.TIGHT if total > TIGHT_SHARE * free else Verdict.FITS
    return Fit(verdict, need, machine, context_tokens)


def longest_context(facts: ModelFacts, machine: Machine) -> int:
    """The largest round context, or the one trained for, with which the model fits: well if it can be, else
    only just. 0 if there is none."""
    trained = facts.trained_context_tokens
    contexts = sorted({*ROUND_CONTEXTS, trained} - {0}, reverse=True)
    contexts = [tokens for tokens in contexts if trained == 0 or tokens <= trained]
    verdicts = {tokens: judge(memory_need(facts, tokens), machine, tokens).verdict for tokens in contexts}
    for wanted in (Verdict.FITS, Verdict.TIGHT):
        fitting = [tokens for tokens in contexts if verdicts[tokens] is wanted]
        if fitting:
            return fitting[0]
    return 0


def too_large(fit: Fit) -> str:
    """Why a model is not loaded, in plain words."""
    need, free = rough_size(fit.need.total_bytes), rough_size(fit.machine.free_bytes)
    return f"This model needs {need} of memory, but only {free} are free now."


def advice(fit: Fit, facts: ModelFacts | EmbedderFacts) -> str:
    """The next best step for what is tight or does not fit, in plain words; empty for what fits."""
    if fit.verdict is Verdict.FITS:
        return ""
    if fit.verdict is Verdict.TIGHT:
        return "Close other programs before you use it."
    steps = [*_easier(fit, facts), _more_free(fit)]
    return " ".join(step for step in steps if step) or _smaller_model(fit, facts)


def _easier(fit: Fit, facts: ModelFacts | EmbedderFacts) -> list[str]:
    """How the same model would fit now; the first way that helps."""
    if isinstance(facts, EmbedderFacts):
        return []
    tokens = longest_context(facts, fit.machine)
    if 0 < tokens < fit.context_tokens:
        return [f"Choose a shorter context: with {tokens:,} tokens it would fit."]
    smaller = int(facts.parameters * SMALL_BITS / 8)
    saved = fit.need.weights_bytes - smaller
    if smaller > 0 and saved > fit.need.weights_bytes // 5 and fit.need.total_bytes - saved <= _room(fit):
        return [f"Choose a smaller version of the same model, such as {SMALL_VERSION}: that would fit."]
    return []


def _more_free(fit: Fit) -> str:
    if fit.need.total_bytes > SPARED_SHARE * fit.machine.total_bytes:
        return ""
    total = rough_size(fit.machine.total_bytes)
    return f"Close other programs: this computer has {total} of memory in all."


def _smaller_model(fit: Fit, facts: ModelFacts | EmbedderFacts) -> str:
    left = _room(fit) - fit.need.overhead_bytes - fit.need.kv_bytes
    billions = left * 8 / SMALL_BITS / 10**9
    if isinstance(facts, EmbedderFacts) or billions < 0.5:
        return "Choose a smaller model."
    return f"Choose a smaller model: here one of about {billions:.1f} billion parameters would fit."


def _room(fit: Fit) -> float:
    return TIGHT_SHARE * fit.machine.free_bytes


def _overhead(vocabulary_bytes: int, width: int, context_tokens: int) -> int:
    rows = _row_bytes(ROWS_AT_ONCE, ROW_VALUES, width)
    return CHILD_BYTES + vocabulary_bytes + rows + BYTES_PER_CONTEXT_TOKEN * context_tokens


def _kv_bytes(bytes_per_token: int, context_tokens: int) -> int:
    """Keys and values lie in memory in full from the beginning: llama.cpp fills them with zeros."""
    return bytes_per_token * (-(-context_tokens // KV_STEP_TOKENS) * KV_STEP_TOKENS)


def _vocabulary_bytes(words: int, header_bytes: int) -> int:
    rules = max(0, header_bytes - WORD_FILE_BYTES * words)
    return BYTES_PER_WORD * words + BYTES_PER_MERGE_BYTE * rules


def _row_bytes(rows: int, values: int, width: int) -> int:
    return rows * values * width * 4


def _gguf_embedder_overhead(parameters: int, dimension: int, writes: bool) -> int:
    """`writes` is a language model underneath. Its vocabulary is no larger than its parameters allow."""
    words = min(UNKNOWN_VOCABULARY, parameters // max(1, dimension)) if parameters else UNKNOWN_VOCABULARY
    return (
        EMBEDDER_CHILD_BYTES
        + _vocabulary_bytes(words, WORD_FILE_BYTES * words)
        + _row_bytes(EMBEDDER_ROWS, ROW_VALUES, dimension)
        + (WRITER_BYTES if writes else 0)
    )


def _likely_width(parameters: int) -> int:
    """960 at 0.36 billion parameters, 4,096 at 8; off by a third for some, which is some MB."""
    return int(2 * parameters ** (1 / 3))
