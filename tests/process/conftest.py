"""A library with real children."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext, Children
from desktop_rag.runtime import RuntimePaths

OpenContext = Callable[..., AppContext]


@pytest.fixture
def open_context(tmp_path: Path) -> Iterator[OpenContext]:
    """Opens the library of this test, as often as wanted; all are closed at the end."""
    opened: list[AppContext] = []

    def open_(children: Children | None = None) -> AppContext:
        opened.append(AppContext.open(RuntimePaths.at(tmp_path / "library"), children))
        return opened[-1]

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def context(open_context: OpenContext) -> AppContext:
    return open_context()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the person's, with three small documents."""
    path = tmp_path / "documents"
    path.mkdir()
    (path / "lease.txt").write_text("The monthly rent is 940 euros.\n\nThe notice period is three months.")
    (path / "recipes.md").write_text("# Bread\n\nBake the bread for 45 minutes at 230 degrees.\n")
    (path / "trip.html").write_text(
        "<h1>Trip</h1><p>The train to Oslo leaves at 7:15 from platform nine.</p>"
    )
    return path
