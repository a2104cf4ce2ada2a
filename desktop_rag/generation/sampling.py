"""How the next token is chosen: llama.cpp's samplers, made anew for each answer. Chat child, main thread."""

import contextlib
from collections.abc import Iterator

import llama_cpp

from desktop_rag.domain.chat import Sampling

PENALTY_TOKENS = 64
"""How far back a repetition counts; llama.cpp's own default."""


@contextlib.contextmanager
def sampler(sampling: Sampling, vocabulary_size: int) -> Iterator["llama_cpp.llama_sampler_p"]:
    """A chain for one answer: the same seed and the same prompt give the same answer."""
    chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
    try:
        for link in _links(sampling, vocabulary_size):
            llama_cpp.llama_sampler_chain_add(chain, link)
        yield chain
    finally:
        llama_cpp.llama_sampler_free(chain)


def _links(sampling: Sampling, vocabulary_size: int) -> Iterator["llama_cpp.llama_sampler_p"]:
    """In the order of llama.cpp's own tools; the chain frees them."""
    if sampling.repeat_penalty != 1.0:
        yield llama_cpp.llama_sampler_init_penalties(
            vocabulary_size, PENALTY_TOKENS, sampling.repeat_penalty, 0.0, 0.0
        )
    if sampling.temperature <= 0:
        yield llama_cpp.llama_sampler_init_greedy()
        return
    yield llama_cpp.llama_sampler_init_top_k(sampling.top_k)
    yield llama_cpp.llama_sampler_init_top_p(sampling.top_p, 1)
    yield llama_cpp.llama_sampler_init_min_p(sampling.min_p, 1)
    yield llama_cpp.llama_sampler_init_temp(sampling.temperature)
    yield llama_cpp.llama_sampler_init_dist(sampling.seed)
