"""The user guide as values: chapters, their sections, and what stands in them; pure."""

import re
from dataclasses import dataclass, field

from desktop_rag.domain.documents import BlockKind

_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class GuideRun:
    """Words that look alike. `link` is the place in the guide that they lead to, or empty."""

    text: str
    strong: bool = False
    code: bool = False
    link: "GuidePlace | None" = None


@dataclass(frozen=True, slots=True)
class GuidePlace:
    """A chapter by the name of its file, without ending, and a heading in it, or its beginning."""

    chapter: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class GuidePicture:
    """A picture of the guide: its file, as the guide names it, and what is in the file."""

    name: str
    png: bytes = field(default=b"", repr=False)
    """Empty where the file is not there: the words of the block stand alone then."""


@dataclass(frozen=True, slots=True)
class GuideBlock:
    """A heading, paragraph, item, line of code or row of a table, which has `cells` in place of `runs`.

    `level` is that of a heading (1, 2, …), or how deep a list it is in; `number` that of a numbered item.
    A paragraph with a `picture` says in its runs what is seen on it.
    """

    kind: BlockKind
    runs: tuple[GuideRun, ...] = ()
    level: int = 0
    number: int | None = None
    cells: tuple[tuple[GuideRun, ...], ...] = ()
    is_head: bool = False
    """Of a table: the row that names the columns."""
    picture: GuidePicture | None = None

    @property
    def text(self) -> str:
        return _text(self.runs) if not self.cells else " · ".join(map(_text, self.cells))


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A heading and what stands below it, up to the next one."""

    place: GuidePlace
    heading: str
    blocks: tuple[GuideBlock, ...]

    @property
    def body(self) -> str:
        """The words below the heading, one block a line."""
        return "\n".join(block.text for block in self.blocks if block.kind is not BlockKind.HEADING)


@dataclass(frozen=True, slots=True)
class GuideChapter:
    """The first section begins with the title."""

    name: str
    title: str
    sections: tuple[GuideSection, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    chapters: tuple[GuideChapter, ...]
    sections: tuple[GuideSection, ...] = field(init=False)
    """Of all chapters, in order."""

    def __post_init__(self) -> None:
        every = tuple(section for chapter in self.chapters for section in chapter.sections)
        object.__setattr__(self, "sections", every)

    def chapter(self, name: str) -> GuideChapter | None:
        """By its whole name, or by what follows the number of it: "privacy"."""
        return next((each for each in self.chapters if name in (each.name, subject(each.name))), None)


def subject(chapter: str) -> str:
    """The name of a chapter without its number, which may change."""
    return chapter.lstrip("0123456789").lstrip("-")


def anchor_of(heading: str) -> str:
    """How a heading is named in a link: small letters and digits, joined by hyphens."""
    return _NO_LETTER.sub("-", heading.casefold()).strip("-")


def _text(runs: tuple[GuideRun, ...]) -> str:
    return "".join(run.text for run in runs)
