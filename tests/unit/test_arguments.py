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
    ],
)
def test_a_number_out_of_range_is_refused(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        parse(line.split())
    assert exit_.value.code == 2
    assert "not in" in capsys.readouterr().err


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
