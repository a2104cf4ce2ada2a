"""Pages for tests of text recognition: known words set in type here, with where each of them stands."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
A4 = (1654, 2339)
SERIF, SANS = "DejaVuSerif.ttf", "DejaVuSans.ttf"

Rectangle = tuple[float, float, float, float]
"""x0, y0, x1, y1 in shares of the page."""


@dataclass(frozen=True, slots=True)
class SetWord:
    """A word as it was drawn: its ink from left to right, its line from the ascenders to the descenders."""

    text: str
    box: Rectangle


@dataclass(slots=True)
class SetPage:
    """A page being set: paragraphs below each other in columns of any width."""

    size: tuple[int, int] = A4
    words: list[SetWord] = field(default_factory=list)
    picture: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.picture = Image.new("L", self.size, 255)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def write(
        self, text: str, x: float, y: float, width: float, font: str = SERIF, points: float = 11
    ) -> float:
        """A paragraph whose lines are filled up to `width`; gives back where the next line would begin."""
        face = load_font(font, points)
        draw = ImageDraw.Draw(self.picture)
        ascent, descent = face.getmetrics()
        space, across = face.getlength(" "), 0.0
        for word in text.split():
            long = face.getlength(word)
            if across and across + long > width:
                across, y = 0.0, y + 1.25 * (ascent + descent)
            draw.text((x + across, y), word, 0, face)
            left, _, right, _ = face.getbbox(word)
            self._note(word, x + across + left, y, x + across + right, y + ascent + descent)
            across += long + space
        return y + 1.25 * (ascent + descent)

    def _note(self, word: str, x0: float, y0: float, x1: float, y1: float) -> None:
        across, down = self.size
        self.words.append(SetWord(word, (x0 / across, y0 / down, x1 / across, y1 / down)))


def load_font(name: str, points: float) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(name, round(points * DPI / 72))
    except OSError:
        pytest.skip(f"the font {name} is not installed (package fonts-dejavu-core)")


def as_if_scanned(page: SetPage, degrees: float = 1.2, seed: int = 5) -> SetPage:
    """A little askew, soft and grainy, on paper that is not white."""
    turned = page.picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(0.8)).point(lambda value: 30 + value * 205 // 255)
    grain = Image.frombytes("L", soft.size, random.Random(seed).randbytes(soft.size[0] * soft.size[1]))
    scanned = SetPage(
        page.size, [SetWord(word.text, _turned(word.box, page.size, degrees)) for word in page.words]
    )
    scanned.picture = Image.blend(soft, grain, 0.12)
    return scanned


def _turned(box: Rectangle, size: tuple[int, int], degrees: float) -> Rectangle:
    """Where a rectangle comes to lie when the picture is turned about its middle: its middle turned, and as
    large as before."""
    across, down = size
    x, y = ((box[0] + box[2] - 1) / 2 * across, (box[1] + box[3] - 1) / 2 * down)
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle = ((cosine * x + sine * y) / across + 0.5, (cosine * y - sine * x) / down + 0.5)
    half = ((box[2] - box[0]) / 2, (box[3] - box[1]) / 2)
    return (middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1])


def sideways(page: SetPage) -> SetPage:
    """Turned by a quarter, counterclockwise."""
    words = [
        SetWord(word.text, (word.box[1], 1 - word.box[2], word.box[3], 1 - word.box[0]))
        for word in page.words
    ]
    turned = SetPage((page.size[1], page.size[0]), words)
    turned.picture = page.picture.transpose(Image.Transpose.ROTATE_90)
    return turned


def save(picture: Image.Image, path: Path, more: Sequence[Image.Image] = ()) -> Path:
    """As the kind of file that the name says; a PDF or TIFF takes `more` pages."""
    # WORKAROUND(Pillow 13.0): a picture saved as JPEG keeps options that break TIFF; its copy has none.
    others = [page.copy() for page in more]
    picture.copy().save(path, resolution=DPI, dpi=(DPI, DPI), save_all=bool(others), append_images=others)
    return path
