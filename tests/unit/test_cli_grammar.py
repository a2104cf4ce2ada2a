"""Which command lines make sense, and what their parts become."""

import os
from pathlib import Path

import pytest

from desktop_rag import __version__
from desktop_rag.cli.arguments import parse
from desktop_rag.cli.main import COMMANDS


def refused(line: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as exit_:
        parse(line)
    assert exit_.value.code == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    return seen.err


@pytest.mark.parametrize(
    "line",
    [
        ["add"],
        ["remove"],
        ["search"],
        ["search", "rent", "--batch", "q.jsonl"],
        ["ask"],
        ["render", "a.pdf", "--out", "a.png"],
        ["render", "a.pdf", "--page", "1"],
        ["render", "--page", "1", "--out", "a.png"],
        ["status", "surprise"],
        ["--library"],
        ["frobnicate"],
    ],
)
def test_a_command_that_makes_no_sense_is_refused(
    line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "usage: desktop-rag" in refused(line, capsys)


@pytest.mark.parametrize("number", ["ten", "1.5", "", "1e3"])
def test_what_is_no_whole_number_is_refused(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "-k" in refused(["search", "rent", "-k", number], capsys)


def test_without_a_command_the_window_is_meant() -> None:
    assert parse([]).command is None
    assert parse(["--library", "/somewhere"]).command is None


def test_the_library_is_named_before_the_command() -> None:
    chosen = parse(["--library", "/somewhere", "status"])
    assert (chosen.library, chosen.command, chosen.json) == (Path("/somewhere"), "status", False)


@pytest.mark.parametrize("command", ["sync", "rebuild", "status", "doctor"])
def test_every_command_can_speak_json(command: str) -> None:
    assert parse([command, "--json"]).json is True


def test_ten_hits_in_the_whole_library_unless_told_otherwise() -> None:
    chosen = parse(["search", "what is the rent?"])
    assert (chosen.question, chosen.k, chosen.scope, chosen.batch) == ("what is the rent?", 10, [], None)


def test_a_scope_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse(["ask", "rent?", "--scope", "Müller/日本"]).scope == [tmp_path / "Müller" / "日本"]


@pytest.mark.parametrize("command", ["search", "ask"])
def test_several_scopes_can_be_given(command: str) -> None:
    chosen = parse([command, "rent?", "--scope", "/a", "--scope", "/b/c.pdf"])
    assert chosen.scope == [Path(os.path.abspath("/a")), Path(os.path.abspath("/b/c.pdf"))]
    assert parse([command, "rent?"]).scope == []


def test_a_page_is_drawn_whole_unless_characters_are_named() -> None:
    chosen = parse(["render", "/a.pdf", "--page", "3", "--out", "a.png"])
    assert (chosen.page, chosen.start, chosen.end, chosen.width) == (3, None, None, 1200)


def test_a_name_that_begins_with_a_dash_can_be_given() -> None:
    assert parse(["add", "--", "-odd.txt"]).paths == [Path(os.path.abspath("-odd.txt"))]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that a process is in")
def test_a_working_folder_that_went_away_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert "not there any more" in refused(["add", "a.txt"], capsys)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        parse(["--version"])
    assert exit_.value.code == 0
    assert capsys.readouterr().out.strip() == f"Desktop RAG {__version__}"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])
    text = capsys.readouterr().out
    assert [name for name in COMMANDS if f" {name} " not in text] == []


def test_every_command_of_the_grammar_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as exit_:
            parse([name, "--help"])
        assert exit_.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: desktop-rag {name} ")
