"""`desktop-rag watch`: what changes in a folder can be found a few seconds later, until it is interrupted."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.runtime import RuntimePaths

SECONDS = 10.0
GRACE_S = 20.0
"""The promise is ten seconds on a machine that is free."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "documents"
    path.mkdir()
    (path / "lease.txt").write_text("The monthly rent is 940 euros.")
    return path


@pytest.fixture
def program(tmp_path: Path, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "desktop_rag", "--library", str(tmp_path / "library")]
    subprocess.run([*command, "add", str(folder)], check=True, capture_output=True)
    process = subprocess.Popen([*command, "watch", "--json"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["embedded"] == 0  # the check at the start
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def found(tmp_path: Path) -> Iterator[Callable[[str], set[str]]]:
    """Which files hold a word, as another process sees it."""
    context = AppContext.open(RuntimePaths.at(tmp_path / "library"))

    def ask(word: str) -> set[str]:
        return {hit.path.name for hit in context.retrieve.search(word).hits if word in hit.text}

    yield ask
    context.close()


def soon(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SECONDS + GRACE_S
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for another process")
def test_every_kind_of_change_is_taken_in_as_it_happens(
    program: "subprocess.Popen[str]", folder: Path, found: Callable[[str], set[str]]
) -> None:
    new = folder / "boat.txt"
    new.write_text("The boat is called Walrus.")
    assert soon(lambda: found("Walrus") == {"boat.txt"})
    with new.open("r+") as file:  # overwritten in place, which a watched folder alone does not tell
        file.write("The boat is called Marlin.")
    assert soon(lambda: found("Marlin") == {"boat.txt"} and not found("Walrus"))
    (folder / "papers").mkdir()
    new.rename(folder / "papers" / "ship.txt")
    assert soon(lambda: found("Marlin") == {"ship.txt"})
    (folder / "papers" / "ship.txt").unlink()
    assert soon(lambda: not found("Marlin"))
    assert found("rent") == {"lease.txt"}
    program.send_signal(signal.SIGINT)
    assert program.wait(30) == 0
    assert program.stdout is not None
    told = [json.loads(line)["embedded"] for line in program.stdout]
    assert sum(told) == 2  # the new file and the edited one; what was renamed was not embedded again
