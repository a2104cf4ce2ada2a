"""What a screen reader is told of a text that grows: whole sentences, every few seconds; pure. GUI thread."""

import re

from desktop_rag.domain.renumbering import without_citations

PAUSE_S = 4.0
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*(?=\s)|\n")


class SpokenStream:
    """Remembers what was said. Times are seconds of any clock that does not go back."""

    def __init__(self) -> None:
        self._said = ""
        self._said_at: float | None = None

    def due(self, text: str, now: float) -> str:
        """The whole sentences that are new in `text`, or nothing while it is too early for more."""
        if self._said_at is None:
            self._said_at = now
        if now - self._said_at < PAUSE_S:
            return ""
        flat = without_citations(text)
        ends = [end.end() for end in _SENTENCE_END.finditer(flat, len(self._said))]
        if not ends:
            return ""
        new, self._said, self._said_at = flat[len(self._said) : ends[-1]], flat[: ends[-1]], now
        return new.strip()

    def rest(self, text: str) -> str:
        """What of the finished `text` was not said yet; all of it, if it came out otherwise."""
        said, whole = " ".join(self._said.split()), " ".join(text.split())
        return whole.removeprefix(said).strip()
