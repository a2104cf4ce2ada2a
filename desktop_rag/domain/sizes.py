"""Bytes in words: decimal, as file managers and hubs say it; pure."""

from dataclasses import dataclass


def size_text(size_bytes: int) -> str:
    """ "1.9 GB", "24.0 kB", "12 bytes"."""
    for unit, scale in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size_bytes >= scale:
            return f"{size_bytes / scale:.1f} {unit}"
    return f"{size_bytes} bytes"


def rough_size(size_bytes: int) -> str:
    """For amounts of memory and room: "1.9 GB", "640 MB", never less than "1 MB"."""
    if size_bytes >= 10**9:
        return f"{size_bytes / 10**9:.1f} GB"
    return f"{max(1, round(size_bytes / 10**6))} MB"


@dataclass(frozen=True, slots=True)
class LibrarySizes:
    """All in bytes. `text_bytes` is what is left of the database: the pages' text, their words' index and
    all notes about files. `other_bytes` are logs and what was left half-done."""

    text_bytes: int
    vector_bytes: int
    conversation_bytes: int
    model_bytes: int
    other_bytes: int

    @property
    def total_bytes(self) -> int:
        return sum(
            (self.text_bytes, self.vector_bytes, self.conversation_bytes, self.model_bytes, self.other_bytes)
        )
