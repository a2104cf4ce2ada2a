"""Text to tokens and back with a loaded model's own vocabulary. Chat child, main thread."""

import ctypes
from functools import cached_property

import llama_cpp

THOUGHT_BEGINS = "<think>"
THOUGHT_ENDS = "</think>"
THOUGHT_TOKENS = {
    THOUGHT_BEGINS: THOUGHT_BEGINS,
    THOUGHT_ENDS: THOUGHT_ENDS,
    "<|START_THINKING|>": THOUGHT_BEGINS,
    "<|END_THINKING|>": THOUGHT_ENDS,
    "[THINK]": THOUGHT_BEGINS,
    "[/THINK]": THOUGHT_ENDS,
    "<seed:think>": THOUGHT_BEGINS,
    "</seed:think>": THOUGHT_ENDS,
}
"""Tokens around what a model says to itself, and what the text has for them: one form for all."""
PIECE_BYTES = 256


class Vocabulary:
    """The tokens of one model. `model` is a pointer that must stay valid."""

    def __init__(self, model: llama_cpp.llama_model_p) -> None:
        pointer = llama_cpp.llama_model_get_vocab(model)
        assert pointer is not None  # noqa: S101 - each loaded model has one
        self._vocab = pointer
        self.size: int = llama_cpp.llama_vocab_n_tokens(pointer)
        self._pieces: dict[int, bytes] = {}

    @property
    def is_empty(self) -> bool:
        """Whether the file has no tokens of its own, so that nothing can be said to the model."""
        kind: int = llama_cpp.llama_vocab_type(self._vocab)
        return self.size == 0 or kind == llama_cpp.LLAMA_VOCAB_TYPE_NONE

    @cached_property
    def bos(self) -> str:
        return self._name(llama_cpp.llama_vocab_bos(self._vocab))

    @cached_property
    def eos(self) -> str:
        return self._name(llama_cpp.llama_vocab_eos(self._vocab))

    @cached_property
    def special_tokens(self) -> tuple[str, ...]:
        """The spelling of each token that steers the model instead of being text."""
        control = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL
        return tuple(
            self._name(token)
            for token in range(self.size)
            if llama_cpp.llama_vocab_get_attr(self._vocab, token) & control
        )

    def tokens(self, text: str, *, has_bos: bool) -> list[int]:
        """The tokens of a rendered prompt, its special tokens recognised.

        The model's own first token is put in front when it wants one and the text does not bring it. A last
        token that ends the text is taken off again: the answer is to come there.
        """
        encoded = text.encode("utf-8", "replace")
        room = len(encoded) + 16
        buffer = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._vocab, encoded, len(encoded), buffer, room, not has_bos, True)
        tokens = list(buffer[: max(0, count)])
        adds_eos = not has_bos and llama_cpp.llama_vocab_get_add_eos(self._vocab)
        if adds_eos and tokens and tokens[-1] == llama_cpp.llama_vocab_eos(self._vocab):
            tokens.pop()
        return tokens

    def piece(self, token: int) -> bytes:
        """What the token adds to the text: part of a character perhaps, nothing for special tokens."""
        known = self._pieces.get(token)
        if known is None:
            known = self._pieces[token] = self._find_piece(token)
        return known

    def ends(self, token: int) -> bool:
        """Whether the model says with this token that it is done."""
        return bool(llama_cpp.llama_vocab_is_eog(self._vocab, token))

    def _find_piece(self, token: int) -> bytes:
        thought = THOUGHT_TOKENS.get(self._name(token))
        if thought is not None:
            return thought.encode()
        buffer = ctypes.create_string_buffer(PIECE_BYTES)
        size = llama_cpp.llama_token_to_piece(self._vocab, token, buffer, PIECE_BYTES, 0, False)
        if size < 0:
            buffer = ctypes.create_string_buffer(-size)
            size = llama_cpp.llama_token_to_piece(self._vocab, token, buffer, -size, 0, False)
        return buffer.raw[: max(0, size)]

    def _name(self, token: int) -> str:
        """As the file spells it; empty for a token that the model does not have."""
        if not 0 <= token < self.size:
            return ""
        return (llama_cpp.llama_vocab_get_text(self._vocab, token) or b"").decode("utf-8", "replace")
