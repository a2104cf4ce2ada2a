"""Bytes in words: decimal, as file managers and hubs say it; pure."""


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
