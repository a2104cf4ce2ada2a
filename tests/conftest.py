"""Fixtures every kind of test shares."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

BENCHMARKS = Path(__file__).parent / "benchmarks"
DATA = Path(os.environ.get("DESKTOP_RAG_DATA", Path(__file__).parents[2] / "shared" / "data"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(BENCHMARKS):
            item.add_marker("alone")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Real documents that stand beside the checkout; tests that want them are marked `data`."""
    if not DATA.is_dir():
        pytest.skip(f"no real documents at {DATA}")
    return DATA
