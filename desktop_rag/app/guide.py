"""The user guide for the window: read once, and searched by words and by meaning. A lane's thread.

The guide is not put into the person's library; the vectors of its sections are kept in memory alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_rag.app.embedding import Embedding
from desktop_rag.app.guide_markdown import chapter_blocks, linked_chapters
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.documents import BlockKind
from desktop_rag.domain.errors import InstallationError
from desktop_rag.domain.guide import (
    Guide,
    GuideBlock,
    GuideChapter,
    GuidePlace,
    GuideRun,
    GuideSection,
    anchor_of,
)
from desktop_rag.domain.guide_search import GuideHit, GuideIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INDEX_FILE = "index.md"


class GuideService:
    """`folder` holds the chapters as Markdown, and an index that links to them in order."""

    def __init__(self, folder: Path, embedding: Embedding) -> None:
        self._folder = folder
        self._embedding = embedding
        self._index: GuideIndex | None = None
        self._vectors: tuple[int, NDArray[np.float32]] | None = None

    def index(self) -> GuideIndex:
        """The guide, ready to be searched by words. Raises `InstallationError` where it is not there."""
        if self._index is None:
            self._index = GuideIndex(read_guide(self._folder))
        return self._index

    def search(self, query: str, job: JobContext) -> tuple[GuideHit, ...]:
        """By words and by meaning; the first time takes a few seconds.

        Raises what `index` and `Embedding.use` raise, and `Cancelled`.
        """
        index = self.index()
        passages = index.passages()
        with self._embedding.use() as embedder:
            if self._vectors is None or self._vectors[0] != embedder.id:
                texts = [passage.text for passage in passages]
                vectors = embedder.client.encode_passages(texts, lambda: job.cancel.cancelled)
                self._vectors = (embedder.id, vectors)
            asked = embedder.client.encode_question([query], lambda: job.cancel.cancelled)
            cosines = embedder.similarities(self._vectors[1], asked).ravel()
        similarities: dict[int, float] = {}
        for passage, cosine in zip(passages, cosines.tolist(), strict=True):
            similarities[passage.section] = max(cosine, similarities.get(passage.section, 0.0))
        return index.search(query, similarities)


def read_guide(folder: Path) -> Guide:
    """The chapters in the order of the index. Raises `InstallationError` where one is not there."""
    try:
        names = linked_chapters((folder / INDEX_FILE).read_text("utf-8"))
        sources = {name: (folder / f"{name}.md").read_text("utf-8") for name in names}
    except OSError as error:
        raise InstallationError(detail=f"the guide cannot be read: {error}") from error
    parsed = {
        name: tuple(_illustrated(block, folder) for block in chapter_blocks(source, name))
        for name, source in sources.items()
    }
    titles = {_title(blocks): name for name, blocks in parsed.items()}
    link = _Linker(titles)
    return Guide(tuple(_chapter(name, link.blocks(blocks)) for name, blocks in parsed.items()))


def _illustrated(block: GuideBlock, folder: Path) -> GuideBlock:
    """With what is in the file of its picture; the guide can be read without."""
    if block.picture is None:
        return block
    try:
        png = (folder / block.picture.name).read_bytes()
    except OSError:
        return block
    return replace(block, picture=replace(block.picture, png=png))


def _chapter(name: str, blocks: tuple[GuideBlock, ...]) -> GuideChapter:
    return GuideChapter(name, _title(blocks), tuple(_sections(name, blocks)))


def _title(blocks: Iterable[GuideBlock]) -> str:
    return next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")


def _sections(chapter: str, blocks: tuple[GuideBlock, ...]) -> Iterator[GuideSection]:
    """Cut before each heading. The first, which is the title, has no anchor: it is the chapter itself."""
    starts = [number for number, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    numbered = [(sum(1 for start in starts if start <= at), block) for at, block in enumerate(blocks)]
    for number, group in groupby(numbered, key=lambda pair: pair[0]):
        own = tuple(block for _number, block in group)
        heading = own[0].text if own[0].kind is BlockKind.HEADING else ""
        yield GuideSection(GuidePlace(chapter, anchor_of(heading) if number > 1 else ""), heading, own)


class _Linker:
    """Makes links of the titles of chapters where the text quotes them: “Your library”."""

    def __init__(self, titles: dict[str, str]) -> None:
        self._titles = titles
        self._quoted = re.compile(f"(?<=“)({'|'.join(map(re.escape, titles))})(?=”)")

    def blocks(self, blocks: Iterable[GuideBlock]) -> tuple[GuideBlock, ...]:
        return tuple(
            replace(
                block,
                runs=tuple(self._runs(block.runs)),
                cells=tuple(tuple(self._runs(cell)) for cell in block.cells),
            )
            for block in blocks
        )

    def _runs(self, runs: Iterable[GuideRun]) -> Iterator[GuideRun]:
        for run in runs:
            if run.link or run.code:
                yield run
                continue
            for number, text in enumerate(self._quoted.split(run.text)):
                if text:
                    link = GuidePlace(self._titles[text]) if number % 2 else None
                    yield replace(run, text=text, link=link)
