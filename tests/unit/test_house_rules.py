"""The rules of the house that a reader would trip over, kept by a machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "desktop_rag"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_MODULE_LINES = 500
MAX_FUNCTION_LINES = 60
MAX_CLASS_LINES = 250
TOP_LEVEL = {
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "desktop_rag",
    "tests",
    "assets",
    "packaging",
}

Sized = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(path: Path) -> Iterator[Sized]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Sized):
            yield node


def lines(node: Sized) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_functions_and_classes_stay_small(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= MAX_MODULE_LINES
    limits = {ast.ClassDef: MAX_CLASS_LINES}
    long = [
        f"{node.name}: {lines(node)}"
        for node in definitions(path)
        if lines(node) > limits.get(type(node), MAX_FUNCTION_LINES)
    ]
    assert long == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_noqa_and_type_ignore_has_a_reason(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        mark = re.search(r"#\s*(noqa|type:\s*ignore)(.*)", line)
        if mark:
            assert re.search(r"(?:\]\s*#|[A-Z]+\d+\s+[-#]?)\s*\S+\s+\S+", mark.group(2)), line.strip()


def test_the_window_never_pumps_events_by_hand() -> None:
    assert [path.name for path in MODULES if "processEvents" in path.read_text("utf-8")] == []


def test_nothing_but_the_agreed_names_at_the_top() -> None:
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert names - {"build", "dist"} <= TOP_LEVEL


def test_nothing_long_is_waited_for_in_a_dialog() -> None:
    """No box that has to be answered first; `exec` only where the program cannot even start."""
    modal = re.compile(r"QMessageBox|QProgressDialog|QErrorMessage|QInputDialog|\.exec\(|ErrorDialog\.exec\b")
    found = {path.name for path in MODULES if modal.search(path.read_text("utf-8"))}
    assert found <= {"application.py"}
