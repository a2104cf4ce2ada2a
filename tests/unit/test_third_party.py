"""The list of licences names every library that comes with the program, and none of them is under the GPL."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LIST = ROOT / "assets" / "THIRD-PARTY.md"
GPL_AMONG_OTHERS = {"docutils", "pyside6-essentials", "shiboken6"}
"""docutils has a file for Emacs under it, not in its wheel; Qt and its bindings can be had under the LGPL."""


def wanted_by(requirements: list[str]) -> Iterator[str]:
    for line in requirements:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


@pytest.fixture(scope="module")
def shipped() -> dict[str, Distribution]:
    """The program's dependencies, and theirs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found: dict[str, Distribution] = {}
    waiting = list(wanted_by(project["dependencies"]))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = distribution(name)
            waiting.extend(wanted_by(found[name].requires or []))
    return found


@pytest.fixture(scope="module")
def listed() -> dict[str, str]:
    """Libraries and licences of the table, one entry for each name in a row."""
    table = LIST.read_text("utf-8").partition("## Libraries")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$", table, re.MULTILINE)
    return {canonicalize_name(name): licence for names, licence in rows for name in names.split(", ")}


def says_gpl(library: Distribution) -> bool:
    about = library.metadata
    lines = [about.get("License-Expression") or "", (about.get("License") or "").partition("\n")[0]]
    lines += [line for line in about.get_all("Classifier") or [] if line.startswith("License")]
    return re.search(r"\bA?GPL|(?<!Lesser )General Public", " ".join(lines)) is not None


def test_every_library_that_comes_with_the_program_is_listed(
    shipped: dict[str, Distribution], listed: dict[str, str]
) -> None:
    assert len(shipped) > 30
    assert sorted(set(shipped) - set(listed)) == []
    assert all(listed.values())


def test_no_library_is_under_the_gpl_alone(shipped: dict[str, Distribution]) -> None:
    assert {name for name, library in shipped.items() if says_gpl(library)} == GPL_AMONG_OTHERS


def test_the_file_for_emacs_is_not_in_the_wheel_of_docutils(shipped: dict[str, Distribution]) -> None:
    files = shipped["docutils"].files or []
    assert files
    assert [file for file in files if file.suffix == ".el"] == []
