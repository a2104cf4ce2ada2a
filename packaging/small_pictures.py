"""Makes pictures small enough to be kept with the code. Process and thread of screenshots.py."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path

from PIL import Image, ImageColor

from desktop_rag.gui.widgets.theme import DARK, LIGHT

MAX_BYTES = 120_000


def shrink(picture: Path, widest: int = 0) -> None:
    """Reduces a picture to a palette, of fewer colours until it is small enough to keep.

    `widest` is the most pixels that it may be wide.
    """
    with Image.open(picture) as opened:
        whole = opened.convert("RGB")
    if 0 < widest < whole.width:
        whole = whole.resize((widest, round(whole.height * widest / whole.width)), Image.Resampling.LANCZOS)
    for colours in (256, 192, 128, 96):
        reduced(whole, colours).save(picture, optimize=True)
        if picture.stat().st_size < MAX_BYTES:
            return


def reduced(picture: Image.Image, colours: int) -> Image.Image:
    """`picture` in the themes' own colours and the commonest, so that flat areas and rare reds stay true.

    Pillow's own `quantize` looks colours up in coarse cells and tints what is white.
    """
    flat = picture.tobytes()
    pixels = list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))
    themes = (value for theme in (LIGHT, DARK) for value in asdict(theme).values() if isinstance(value, str))
    common = (colour for colour, _count in Counter(pixels).most_common())
    kept = list(dict.fromkeys([*(ImageColor.getrgb(value)[:3] for value in themes), *common]))[:colours]
    nearest = {
        colour: min(range(len(kept)), key=lambda n: distance(kept[n], colour)) for colour in set(pixels)
    }
    result = Image.frombytes("P", picture.size, bytes(nearest[pixel] for pixel in pixels))
    result.putpalette([part for colour in kept for part in colour])
    return result


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
