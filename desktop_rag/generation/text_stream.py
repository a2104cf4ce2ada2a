"""Pieces of tokens become text that can be shown. Chat child, main thread; pure.

A token may end in the middle of a character, or in the middle of a string that ends the answer: both are held
back until it is known what they are.
"""

import codecs
from collections.abc import Sequence


class TextStream:
    """The text of one answer. `stopped` becomes true when one of `stops` was written; it is not shown."""

    def __init__(self, stops: Sequence[str] = ()) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self.stopped = False

    def take(self, piece: bytes) -> str:
        """The text that is certain now."""
        return self._release(self._decoder.decode(piece))

    def finish(self) -> str:
        """What was held back, once no more comes; half a character is shown as such."""
        rest = self._release(self._decoder.decode(b"", final=True))
        held, self._held = self._held, ""
        return rest if self.stopped else rest + held

    def _release(self, text: str) -> str:
        if self.stopped or not text:
            return ""
        if not self._stops:
            return text
        text = self._held + text
        ends = [end for stop in self._stops if (end := text.find(stop)) >= 0]
        if ends:
            self.stopped, self._held = True, ""
            return text[: min(ends)]
        keep = max(_begun(text, stop) for stop in self._stops)
        self._held = text[len(text) - keep :]
        return text[: len(text) - keep]


def _begun(text: str, stop: str) -> int:
    """How many characters at the end of the text are a beginning of `stop`."""
    longest = min(len(text), len(stop) - 1)
    return next((size for size in range(longest, 0, -1) if text.endswith(stop[:size])), 0)
