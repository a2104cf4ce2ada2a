"""Numbers and paths from the command line are checked before they reach anything."""

import logging
from pathlib import Path

import pytest

from desktop_rag.cli.arguments import parse
from desktop_rag.runtime import RuntimePaths, start_logging


@pytest.mark.parametrize(
    "line",
    [
        "search rent -k 0",
        "search rent -k -3",
        "render a.pdf --page 99999999999999999999 --out a.png",
        "render a.pdf --page 0 --out a.png",
        "render a.pdf --page 1 --width 0 --out a.png",
        "render a.pdf --page 1 --width 1000000000 --out a.png",
        "ask rent --temperature nan",
        "ask rent --temperature inf",
        "ask rent --temperature=-1",
    ],
)
def test_a_number_out_of_range_is_refused(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        parse(line.split())
    assert exit_.value.code == 2
    assert "not in" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "name", "scale"),
    [
        ("a.gguf", "a.gguf", 1.0),
        ("a.gguf:0.5", "a.gguf", 0.5),
        ("a.gguf:-1", "a.gguf", -1.0),
        (r"C:\files\a.gguf", r"C:\files\a.gguf", 1.0),
        (r"C:\files\a.gguf:0.25", r"C:\files\a.gguf", 0.25),
    ],
)
def test_an_adapter_is_a_path_with_a_scale_perhaps(text: str, name: str, scale: float) -> None:
    (adapter,) = parse(["ask", "rent", "--adapter", text]).adapter
    assert (adapter.path.parts[-1], adapter.scale) == (Path(name).parts[-1], scale)


def test_a_path_has_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse(["add", "x/../y"]).paths == [tmp_path / "y"]
    monkeypatch.setenv("DESKTOP_RAG_LIBRARY", "x/../library")
    assert RuntimePaths.default().library == tmp_path / "library"


def test_where_no_log_can_be_written_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "logs").touch()
    handlers = list(logging.getLogger().handlers)
    start_logging(tmp_path / "logs")
    assert logging.getLogger().handlers == handlers
