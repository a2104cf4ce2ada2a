"""Where files live, how children are started and how the program chooses what to be."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.runtime import (
    OFFLINE_ENVIRONMENT,
    RuntimePaths,
    assets_dir,
    start_logging,
    worker_command,
    worker_environment,
)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A log that this process writes to, until the end of the test."""
    root = logging.getLogger()
    handlers, level, raising = list(root.handlers), root.level, logging.raiseExceptions
    start_logging(tmp_path / "library" / "logs")
    yield tmp_path / "library" / "logs" / "desktop-rag.log"
    for handler in [handler for handler in root.handlers if handler not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.raiseExceptions = raising


def test_the_library_can_be_put_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESKTOP_RAG_LIBRARY", str(tmp_path / "mine"))
    assert RuntimePaths.default().library == tmp_path / "mine"
    assert RuntimePaths.default().logs.is_relative_to(tmp_path / "mine")


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_RAG_LIBRARY", "")
    assert RuntimePaths.default().library.name == "Desktop RAG"


def test_everything_that_is_shipped_is_found() -> None:
    assert {"embedder", "guide", "icons"} <= {path.name for path in assets_dir().iterdir()}


def test_a_packaged_program_finds_its_parts_and_starts_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert assets_dir() == tmp_path / "assets"
    assert worker_command("parser") == [sys.executable, "--worker", "parser"]


def test_children_keep_the_environment_but_stay_off_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("SOMETHING", "else")
    environment = worker_environment()
    assert environment["SOMETHING"] == "else"
    assert {name: environment[name] for name in OFFLINE_ENVIRONMENT} == OFFLINE_ENVIRONMENT


def test_a_child_imports_nothing_from_the_folder_it_is_started_in(tmp_path: Path) -> None:
    for name in ("psutil.py", "platformdirs.py", "json.py"):
        (tmp_path / name).write_text("raise SystemExit('the wrong module')")
    done = subprocess.run(
        [*worker_command("parser")],
        cwd=tmp_path,
        env={**worker_environment(), "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_worker_that_does_not_exist_is_refused() -> None:
    done = subprocess.run(worker_command("painter"), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr == "there is no worker 'painter'\n"


def test_warnings_are_logged_and_the_rest_is_not(log: Path) -> None:
    logger = logging.getLogger("desktop_rag.somewhere")
    logger.info("not this")
    assert not log.exists(), "no file before there is something to say"
    logger.warning("a child ended")
    (line,) = log.read_text("utf-8").splitlines()
    assert line.endswith("WARNING desktop_rag.somewhere: a child ended")


def test_the_log_takes_any_name_and_stays_small(log: Path) -> None:
    logger = logging.getLogger("desktop_rag.somewhere")
    for _ in range(300):
        logger.warning("could not read 日本 %s", "x" * 10_000)
    files = sorted(log.parent.iterdir())
    assert len(files) <= 3
    assert sum(path.stat().st_size for path in files) < 2 * 1024**2


@pytest.mark.alone  # pytest-xdist cannot carry what was logged from one process to the other
def test_a_name_that_cannot_be_logged_does_no_harm(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("desktop_rag.somewhere").warning("could not read %s", "caf\udce9")
    assert capsys.readouterr().err == ""


def test_asking_for_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['desktop-rag', '--version']\n"
        "from desktop_rag.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print({'PySide6', 'numpy', 'sqlite3', 'hnswlib', 'PIL', 'onnxruntime'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_kind_of_display_will_do(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    from desktop_rag.__main__ import _has_display

    for other in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(other, raising=False)
    assert _has_display() is False
    monkeypatch.setenv(name, "")
    assert _has_display() is False
    monkeypatch.setenv(name, ":0")
    assert _has_display() is True


def test_paths_are_absolute_even_when_given_relative(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert RuntimePaths.at(Path("a/./b/../c")).library == Path(os.path.abspath("a/c"))
