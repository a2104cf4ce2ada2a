"""Where in a document something stands, in words; pure, used by the window and for exports."""


def place_words(page: int, label: str, heading: str, *, paged: bool) -> str:
    """ "p. 12 · Benefits › Dental"; formats without pages give the heading alone, or the part."""
    where = f"p. {label or page}" if paged else "" if heading else f"part {page}"
    return " · ".join(part for part in (where, heading) if part)
