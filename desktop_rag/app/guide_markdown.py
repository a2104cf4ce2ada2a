"""Reads a chapter of the user guide, which is our own Markdown, into blocks. A lane's thread."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_rag.domain.documents import BlockKind
from desktop_rag.domain.guide import GuideBlock, GuidePicture, GuidePlace, GuideRun

if TYPE_CHECKING:
    from markdown_it.token import Token

_CODE = ("fence", "code_block")
_PICTURE = re.compile(r"pictures/[a-z0-9-]+\.png")
"""Of the guide's own folder. Whatever else is named as a picture, only its words are read."""


def chapter_blocks(markdown: str, chapter: str) -> tuple[GuideBlock, ...]:
    """The blocks in order. `chapter` is where links that name no file lead."""
    # Only our own text is read here, never a document; loaded late, since few people begin with the guide.
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return tuple(_Reader(chapter).read(tokens))


def linked_chapters(markdown: str) -> tuple[str, ...]:
    """The names of the chapters that an index links to, in order."""
    runs = (run for block in chapter_blocks(markdown, "") for run in block.runs)
    return tuple(dict.fromkeys(run.link.chapter for run in runs if run.link and run.link.chapter))


@dataclass(slots=True)
class _List:
    """One that is open: the number of its next item, if it is numbered."""

    number: int | None


@dataclass(slots=True)
class _Reader:
    chapter: str
    lists: list[_List] = field(default_factory=list)
    begins_item: bool = False
    in_head: bool = False
    heading: int = 0
    cells: list[tuple[GuideRun, ...]] | None = None

    def read(self, tokens: Sequence["Token"]) -> Iterator[GuideBlock]:
        for token in tokens:
            if token.type == "inline":
                children = token.children or ()
                yield from self._inline(self._runs(children), _picture(children))
            elif token.type in _CODE:
                code = (GuideRun(token.content.rstrip("\n"), code=True),)
                yield GuideBlock(BlockKind.CODE, code, len(self.lists))
            elif token.type == "tr_close" and self.cells is not None:
                yield GuideBlock(BlockKind.TABLE_ROW, cells=tuple(self.cells), is_head=self.in_head)
            else:
                self._step(token)

    def _step(self, token: "Token") -> None:
        match token.type:
            case "heading_open":
                self.heading = int(token.tag[1:])
            case "heading_close":
                self.heading = 0
            case "bullet_list_open":
                self.lists.append(_List(None))
            case "ordered_list_open":
                self.lists.append(_List(int(token.attrGet("start") or 1)))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.begins_item = True
            case "thead_open" | "thead_close":
                self.in_head = token.nesting == 1
            case "tr_open":
                self.cells = []
            case "table_close":
                self.cells = None

    def _inline(self, runs: tuple[GuideRun, ...], picture: GuidePicture | None) -> Iterator[GuideBlock]:
        if self.cells is not None:
            self.cells.append(runs)
        elif self.heading:
            yield GuideBlock(BlockKind.HEADING, runs, self.heading)
        elif self.begins_item:
            self.begins_item = False
            yield GuideBlock(BlockKind.LIST_ITEM, runs, len(self.lists), self._next_number())
        else:
            yield GuideBlock(BlockKind.PARAGRAPH, runs, len(self.lists), picture=picture)

    def _next_number(self) -> int | None:
        number = self.lists[-1].number
        if number is not None:
            self.lists[-1].number = number + 1
        return number

    def _runs(self, children: Sequence["Token"]) -> tuple[GuideRun, ...]:
        runs: list[GuideRun] = []
        strong, link = 0, None
        for child in children:
            if child.type in ("strong_open", "strong_close"):
                strong += child.nesting
            elif child.type in ("link_open", "link_close"):
                link = self._place(str(child.attrGet("href") or "")) if child.nesting == 1 else None
            elif child.type in ("softbreak", "hardbreak"):
                runs.append(GuideRun(" "))
            elif child.content:
                runs.append(GuideRun(child.content, strong > 0, child.type == "code_inline", link))
        return tuple(runs)

    def _place(self, target: str) -> GuidePlace | None:
        """Where a link leads within the guide; none for one that leads out of it, which is only text here."""
        file, _, anchor = target.partition("#")
        if "://" in file or (file and not file.endswith(".md")):
            return None
        name = posixpath.basename(file).removesuffix(".md")
        return GuidePlace(name or self.chapter, anchor)


def _picture(children: Sequence["Token"]) -> GuidePicture | None:
    """The picture that a paragraph consists of."""
    if len(children) != 1 or children[0].type != "image":
        return None
    name = str(children[0].attrGet("src") or "")
    return GuidePicture(name) if _PICTURE.fullmatch(name) else None
