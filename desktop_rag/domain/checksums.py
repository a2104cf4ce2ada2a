"""What a checksum looks like; pure."""

_HEX_DIGITS = frozenset("0123456789abcdef")


def is_sha256(text: str) -> bool:
    """Whether it is 64 small hex digits."""
    return len(text) == 64 and _HEX_DIGITS.issuperset(text)
