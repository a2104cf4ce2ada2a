"""The one seam to RapidOCR: lines of writing in a picture, with where their words stand.

Parser child, main thread. Its two models, PP-OCRv6 small, come in its wheel and are named here by path: else
it would look for them on the network. Measured on a page of 400 words at 200 dpi on one core: 5 s, 500 MB.
Lines are read one by one: six at a time, its default, took 60 % longer and 450 MB more, as the short ones
are padded to the longest.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_rag.domain.errors import DocumentError, InstallationError
from desktop_rag.parsing.recognition.words import Crop, SeenWord, place_words

Picture = NDArray[np.uint8]
"""Height × width × 3, blue first, as OpenCV and with it RapidOCR want it."""

DETECTOR_SIDE = 1280
"""Pixels of the longer side when lines are looked for; they are read from the picture as it is."""
MAX_LINES = 1000
MIN_SCORE = 0.75
"""What leaves and gravel are taken for stays below it; printed lines reach 0.95, poor ones 0.85."""
_MIN_LONE_SCORE = 0.97
"""For a line of one character, which a window or a wheel easily looks like."""
UPRIGHT = 0.9
"""Score of lines that surely stand upright; those upside down get some 0.6, at most 0.82."""
_SAMPLE = 6
_TALL = 1.5
"""So many times higher than wide, RapidOCR turns a line by a quarter counterclockwise before it is read."""
_LONG = 2.5
_LONGEST = 100.0
"""Times its height: beyond it is no line of writing but a rule."""
_MODELS = {"Det.model_path": "PP-OCRv6_det_small.onnx", "Rec.model_path": "PP-OCRv6_rec_small.onnx"}
_OPTIONS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.use_vertical_padding": False,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
    "Det.limit_type": "max",
    "Det.limit_side_len": DETECTOR_SIDE,
    "Det.max_candidates": 3000,
    "Rec.rec_batch_num": 1,
}


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A piece of a line of writing; `score` is 0–1, the mean over its characters. `crop` is where it is."""

    text: str
    score: float
    words: tuple[SeenWord, ...]
    crop: Crop

    @property
    def legible(self) -> bool:
        alone = sum(map(str.isalnum, self.text)) < 2
        return bool(self.words) and self.score >= (_MIN_LONE_SCORE if alone else MIN_SCORE)


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3002: ".", 0x3001: ","}
_HINT = "Retry; if it happens again, open the document in its own program and save it again."


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows of a picture that are looked through at once, and those whose lines are taken from it."""

    top: int
    bottom: int
    first: float
    last: float


class Reader:
    """The models, loaded with the first picture and kept for the next: loading takes a second."""

    def __init__(self) -> None:
        self._engine: Any = None

    def find(self, picture: Picture) -> list[Crop]:
        """The lines of writing in a picture, unread, the longest first; at most `MAX_LINES`."""
        crops = [
            crop
            for band in _bands(*picture.shape[:2])
            for crop in self._find(picture[band.top : band.bottom], band.top)
            if band.first <= crop.corners[:, 1].mean() < band.last
        ]
        return sorted(crops, key=lambda crop: -crop.length)[:MAX_LINES]

    def _find(self, picture: Picture, top: int) -> list[Crop]:
        engine = self._loaded()
        with _failures():
            from rapidocr.main import RapidOCRError

            try:
                cuts, found = engine.detect_and_crop(picture, {})
            except RapidOCRError:  # there is no writing
                return []
        corners = np.asarray(found.boxes, dtype=np.float64) + np.array([0.0, top])
        return [crop for cut, four in zip(cuts, corners, strict=True) if (crop := _crop(cut, four))]

    def read(self, crop: Crop) -> SeenLine:
        """What a line says, and where its words are."""
        engine = self._loaded()
        with _failures():
            engine.return_word_box = True
            answer = engine.recognize_txt([crop.pixels])
            text, score, details = answer.txts[0], float(answer.scores[0]), answer.word_results[0]
        # Columns of the model's output: those of this line, and of each character that is no white space.
        count = max(details.line_txt_len, 1)
        centres = [(column + 0.5) / count for columns in details.word_cols for column in columns]
        text = as_written(text)
        return SeenLine(text, score, place_words(text, centres, crop), crop)

    def quarters(self, crops: Sequence[Crop]) -> tuple[int, list[SeenLine]]:
        """How many quarters to turn the picture counterclockwise so that these lines of it stand upright, and
        those that were read to find that out."""
        length = sum(crop.length for crop in crops)
        sideways = sum(crop.length for crop in crops if crop.tall) * 2 > length
        asked = [crop for crop in crops if crop.tall is sideways][:_SAMPLE]
        sample = [self.read(crop) for crop in asked]
        turned = 1 if sideways else 0
        if _mean_score(sample) < UPRIGHT:
            flipped = [self.read(line.crop.flipped()) for line in sample]
            turned += 2 if _mean_score(flipped) > _mean_score(sample) else 0
        return turned, sample

    def _loaded(self) -> Any:
        if self._engine is None:
            self._engine = _load()
        return self._engine


def _mean_score(lines: Sequence[SeenLine]) -> float:
    length = sum(line.crop.length for line in lines)
    return sum(line.score * line.crop.length for line in lines) / max(1.0, length)


def as_written(text: str) -> str:
    """The model learned from Chinese print, and at times sets its wide signs into a Latin line: "（12）"."""
    if any("\u3040" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7af" for character in text):
        return text
    return text.translate(_NARROW)


def _load() -> Any:
    try:
        import onnxruntime

        with _without_network():
            from rapidocr import main
    except ImportError as error:
        raise InstallationError(detail=str(error)) from error
    onnxruntime.disable_telemetry_events()
    cv2.setNumThreads(1)
    folder = Path(main.__file__).parent / "models"
    models = {option: folder / name for option, name in _MODELS.items()}
    missing = [path.name for path in models.values() if not path.is_file()]
    if missing:  # before RapidOCR can look for them itself
        raise InstallationError(detail=f"text recognition lacks {', '.join(missing)}")
    with _failures():
        return main.RapidOCR(params=_OPTIONS | {option: str(path) for option, path in models.items()})


@contextmanager
def _without_network() -> Iterator[None]:
    """RapidOCR imports `requests` to fetch models, and that opens a socket to see whether there is IPv6. It
    gets a module of that name with nothing in it, and could not fetch anything if it wanted to."""
    before = sys.modules.get("requests")
    sys.modules["requests"] = empty = ModuleType("requests")
    empty.__dict__["Response"] = object  # one of its functions is annotated with it
    try:
        yield
    finally:
        del sys.modules["requests"]
        if before is not None:
            sys.modules["requests"] = before


@contextmanager
def _failures() -> Iterator[None]:
    """What a picture makes these libraries raise, as one error; onnxruntime's errors are RuntimeErrors that
    RapidOCR wraps in a class of its own, which derives from nothing better than Exception."""
    try:
        yield
    except (DocumentError, InstallationError):
        raise
    except Exception as error:
        raise DocumentError(
            "The words on this page could not be read.", hint=_HINT, detail=type(error).__name__
        ) from error


def _bands(height: int, width: int) -> Iterator[_Band]:
    """All of a page; a longer picture, as of a conversation on a telephone, in parts that overlap: as a whole
    it would be made too small to find lines in."""
    if height <= _LONG * width:
        yield _Band(0, height, 0, height)
        return
    step, more = math.ceil(1.5 * width), width // 4
    for first in range(0, height, step):
        last = first + step
        yield _Band(max(0, first - more), min(height, last + more), first, last)


def _crop(cut: NDArray[np.uint8], corners: NDArray[np.float64]) -> Crop | None:
    """A line that RapidOCR cut out, with its corners clockwise from the top left one; None for rules."""
    width = int(max(_distance(corners, 0, 1), _distance(corners, 3, 2)))
    height = int(max(_distance(corners, 0, 3), _distance(corners, 1, 2)))
    if max(width, height) > _LONGEST * min(width, height):
        return None
    if height < _TALL * width:
        return Crop(cut, corners)
    return Crop(np.ascontiguousarray(cut), np.roll(corners, -1, axis=0), tall=True)


def _distance(corners: NDArray[np.float64], one: int, other: int) -> float:
    return float(np.linalg.norm(corners[one] - corners[other]))
