"""Whatever a person does to files, the library finds exactly what is on disk, and embeds only what is new.

300 operations, chosen by hypothesis, on one library with real children; after each the changes are taken in,
now as what the watch saw, now by a check of everything.
"""

import inspect
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.documents import DocumentState
from desktop_rag.runtime import RuntimePaths

FOLDERS = ("", "work", "work/2024", "home")
SEARCH_ALL_EVERY = 25
OPERATIONS, WALKS = 100, 4
"""Hypothesis begins with the simplest walk, which only creates files; so there is one more than 300 take."""


class Walk:
    """`_texts` is what lies on the disk: the word that each file alone holds."""

    def __init__(self) -> None:
        self._place = Path(tempfile.mkdtemp(prefix="walk-"))
        self._root = self._place / "documents"
        self._texts: dict[Path, str] = {}
        self._made = self._steps = 0

    def begin(self) -> None:
        for folder in FOLDERS:
            (self._root / folder).mkdir(parents=True, exist_ok=True)
        self._context = AppContext.open(RuntimePaths.at(self._place / "library"))
        self._context.ingest.add([self._write(self._root / "first.txt").parent], JobContext())

    def create(self, pick: random.Random, thorough: bool) -> None:
        path = self._root / pick.choice(FOLDERS) / f"note-{self._made}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._settle([self._write(path)], thorough, embedded=1)

    def overwrite(self, pick: random.Random, thorough: bool) -> None:
        if path := self._any(pick):
            self._settle([self._write(path)], thorough, embedded=1)

    def replace_as_editors_do(self, pick: random.Random, thorough: bool) -> None:
        if path := self._any(pick):
            beside = self._write(path.with_suffix(".tmp"))
            beside.replace(path)
            self._texts[path] = self._texts.pop(beside)
            self._settle([path, beside], thorough, embedded=1)

    def touch(self, pick: random.Random, thorough: bool) -> None:
        if path := self._any(pick):
            path.touch()
            self._settle([path], thorough, embedded=0)

    def rename(self, pick: random.Random, thorough: bool) -> None:
        if path := self._any(pick):
            self._settle(self._move(path, path.with_name(f"renamed-{self._steps}.txt")), thorough, embedded=0)

    def move(self, pick: random.Random, thorough: bool) -> None:
        if path := self._any(pick):
            folder = self._root / pick.choice(FOLDERS)
            folder.mkdir(parents=True, exist_ok=True)
            self._settle(self._move(path, folder / f"moved-{self._steps}.txt"), thorough, embedded=0)

    def rename_folder(self, pick: random.Random, thorough: bool) -> None:
        folders = sorted({path.parent for path in self._texts} - {self._root})
        if not folders:
            return
        old = pick.choice(folders)
        new = self._root / f"folder-{self._steps}"
        old.rename(new)
        for path in [path for path in self._texts if path.is_relative_to(old)]:
            self._texts[new / path.relative_to(old)] = self._texts.pop(path)
        self._settle([old, new], thorough, embedded=0)

    def exchange(self, pick: random.Random, thorough: bool) -> None:
        """Two files swap their contents, each under its name: texts that stand under another name are new."""
        one, other = self._any(pick), self._any(pick)
        if one and other and one != other:
            texts = one.read_text(), other.read_text()
            one.write_text(texts[1])
            other.write_text(texts[0])
            self._texts[one], self._texts[other] = self._texts[other], self._texts[one]
            self._settle([one, other], thorough, embedded=None)

    def delete(self, pick: random.Random, thorough: bool) -> None:
        if path := self._any(pick):
            path.unlink()
            del self._texts[path]
            self._settle([path], thorough, embedded=0)

    def delete_folder(self, pick: random.Random, thorough: bool) -> None:
        folder = self._root / pick.choice(FOLDERS[1:])
        if folder.exists() and pick.random() < 0.3:
            shutil.rmtree(folder)
            for path in [path for path in self._texts if path.is_relative_to(folder)]:
                del self._texts[path]
            self._settle([folder], thorough, embedded=0)

    def hide(self, pick: random.Random, thorough: bool) -> None:
        """A hidden file is not read; shown again, it has to be."""
        if path := self._any(pick):
            hidden = path.with_name(f".{path.name}")
            path.rename(hidden)
            word = self._texts.pop(path)
            self._settle([path, hidden], thorough, embedded=0)
            hidden.rename(path)
            self._texts[path] = word
            self._settle([path, hidden], thorough, embedded=1)

    def open_again(self, _pick: random.Random, _thorough: bool) -> None:
        self._context.close()
        self._context = AppContext.open(RuntimePaths.at(self._place / "library"))

    def list_all(self) -> None:
        overview = self._context.catalogue.overview()
        assert {row.path for row in overview.documents} == self._texts.keys()
        assert {row.state for row in overview.documents} <= {DocumentState.READY}
        assert overview.roots[0].total == len(self._texts)

    def end(self) -> None:
        self.list_all()
        self._find_all()
        assert all(check.ok for check in self._context.doctor.check())
        self._context.close()
        shutil.rmtree(self._place)

    def _write(self, path: Path) -> Path:
        """Always of the same length, so that size tells nothing."""
        self._made += 1
        word = f"zebra{self._made:06}"
        path.write_text(f"The key of the shed is called {word} by all who use it.")
        self._texts[path] = word
        return path

    def _any(self, pick: random.Random) -> Path | None:
        return pick.choice(sorted(self._texts)) if self._texts else None

    def _move(self, old: Path, new: Path) -> list[Path]:
        old.rename(new)
        self._texts[new] = self._texts.pop(old)
        return [old, new]

    def _settle(self, paths: list[Path], thorough: bool, embedded: int | None) -> None:
        self._steps += 1
        ingest = self._context.ingest
        ingest.hurry(paths)
        summary = ingest.sync(JobContext()) if thorough else ingest.take_in(JobContext())
        if embedded is not None:
            assert summary.embedded == embedded
        for path in paths:
            if word := self._texts.get(path):
                self._find(path, word)
        if self._steps % SEARCH_ALL_EVERY == 0:
            self._find_all()

    def _find(self, path: Path, word: str) -> None:
        hits = self._context.retrieve.search(word).hits
        assert [hit.path for hit in hits if word in hit.text] == [path]

    def _find_all(self) -> None:
        for path, word in self._texts.items():
            self._find(path, word)


def _is_operation(function: Callable[..., object]) -> bool:
    return len(inspect.signature(function).parameters) == 3 and not function.__name__.startswith("_")


OPERATION_NAMES = [
    name for name, kind in vars(Walk).items() if inspect.isfunction(kind) and _is_operation(kind)
]


@pytest.mark.timeout(900)
@settings(
    max_examples=WALKS,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # making a failing walk shorter takes very long
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(
        st.tuples(st.sampled_from(OPERATION_NAMES), st.integers(0, 2**32), st.booleans()),
        min_size=OPERATIONS,
        max_size=OPERATIONS,
    )
)
def test_search_finds_exactly_what_is_on_disk(operations: list[tuple[str, int, bool]]) -> None:
    walk = Walk()
    walk.begin()
    for name, seed, thorough in operations:
        getattr(walk, name)(random.Random(seed), thorough)
        walk.list_all()
    walk.end()
