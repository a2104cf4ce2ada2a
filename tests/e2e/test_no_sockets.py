"""Nothing the program does opens a socket, in any of its processes: each would die of it."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e import no_sockets
from tests.embedder_files import write_embedder
from tests.ggufs import write_model
from tests.peft_folders import write_peft
from tests.practice import world

HERE = Path(__file__).parent
TRAP = HERE / "no_sockets.py"
MODEL = HERE.parent / "practice" / "model.gguf"
ADAPTER = HERE.parent / "practice" / "style-and-facts.gguf"
NOTES = world.held_out_notes(5, notes=6)
FACT = NOTES[0].facts[0]

pytestmark = pytest.mark.skipif(not no_sockets.supported(), reason="the trap is for Linux on x86-64 and ARM")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    world.write_notes(folder, NOTES)
    return folder


def trapped(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TRAP), sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)


def test_the_trap_ends_whoever_opens_a_socket_and_its_children_too() -> None:
    opens = "import socket; socket.socket()"
    assert trapped("-c", opens).returncode == -signal.SIGSYS
    starts = f"import subprocess, sys; print(subprocess.run([sys.executable, '-c', {opens!r}]).returncode)"
    assert trapped("-c", starts).stdout.strip() == str(-signal.SIGSYS)


def test_adding_and_asking_on_the_command_line_opens_none(folder: Path, tmp_path: Path) -> None:
    program = ("-m", "desktop_rag", "--library", tmp_path / "library")
    added = trapped(*program, "add", folder)
    assert added.returncode == 0, added.stderr
    extracted = trapped(*program, "ask", world.question(FACT))
    assert FACT.value in extracted.stdout, extracted.stderr
    written = trapped(*program, "ask", world.question(FACT), "--model", MODEL, "--adapter", ADAPTER)
    assert world.is_right(FACT, written.stdout), written.stderr
    healthy = trapped(*program, "doctor")
    assert healthy.returncode == 0, healthy.stdout


def test_keeping_models_and_changing_the_search_model_opens_none(folder: Path, tmp_path: Path) -> None:
    program = ("-m", "desktop_rag", "--library", tmp_path / "library")
    embedder = write_embedder(tmp_path / "embedder.gguf")
    base = write_model(tmp_path / "tiny.gguf", name="Tiny")
    peft = write_peft(tmp_path / "trained")
    for words in (
        ("add", folder),
        ("models", "add", MODEL, base),
        ("models", "list", "--available"),
        ("models", "check", "1"),
        ("models", "use", "1"),
        ("adapters", "add", ADAPTER, peft),
        ("embedders", "add", embedder),
        ("embedders", "use", embedder),
        ("search", world.question(FACT)),
        ("embedders", "use", "bundled"),
        ("ask", world.question(FACT)),
        ("models", "remove", "1"),
    ):
        done = trapped(*program, *words)
        assert done.returncode == 0, (words, done.stderr)


def test_a_download_is_what_the_trap_catches(tmp_path: Path) -> None:
    """The one command that connects does so in a child of its own, which the trap ends."""
    program = ("-m", "desktop_rag", "--library", tmp_path / "library")
    tried = trapped(*program, "models", "get", "http://127.0.0.1:9/model.gguf")
    assert tried.returncode not in (0, -signal.SIGSYS)
    assert "helper process" in tried.stderr


def test_the_window_opens_none_from_start_to_quit(folder: Path, tmp_path: Path) -> None:
    """Indexing, asking with a model and an adapter, keeping models, changing the search model."""
    models = tmp_path / "models"
    models.mkdir()
    shutil.copy(MODEL, models / "model.gguf")
    shutil.copy(ADAPTER, models / "adapter.gguf")
    write_embedder(models / "embedder.gguf")
    walked = trapped(HERE / "window_walk.py", tmp_path / "library", folder, models, world.question(FACT))
    assert walked.returncode == 0, walked.stderr
    assert world.is_right(FACT, walked.stdout), walked.stdout
