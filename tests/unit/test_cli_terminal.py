"""What a person at a terminal reads: one line at a time, nothing that a document could do to the screen."""

import contextlib
import io
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.cli.terminal import PHASES, AnswerPrinter, Ticker, complain, say, say_json
from desktop_rag.domain.errors import DocumentDamaged, PathMissing


class Terminal(io.StringIO):
    """Standard error of a person who looks on."""

    def isatty(self) -> bool:
        return True


def at_terminal(use: Callable[[Ticker], None]) -> str:
    """What a terminal is sent while `use` tells a ticker of progress."""
    with contextlib.redirect_stderr(Terminal()) as terminal:
        use(Ticker())
    return terminal.getvalue()


def shown(progress: Progress) -> str:
    return at_terminal(lambda ticker: ticker.show(progress)).removeprefix("\r\x1b[K")


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (Progress(Phase.SCANNING), "Looking through the folders"),
        (Progress(Phase.READING, 132, 460, remaining_s=171.0), "Reading 132 of 460, about 3 min left"),
        (Progress(Phase.READING, 1, 2, "a.pdf", remaining_s=20.4), "Reading 1 of 2, about 20 s left: a.pdf"),
        (Progress(Phase.READING, 1, 2, remaining_s=0.0), "Reading 1 of 2, about 1 s left"),
        (Progress(Phase.REMOVING, current="old"), "Removing: old"),
        (Progress(Phase.REBUILDING, 1, 2), "Rebuilding 1 of 2"),
        (Progress(Phase.FINISHING), "Finishing"),
    ],
)
def test_progress_says_what_happens_how_far_and_how_long(progress: Progress, line: str) -> None:
    assert shown(progress) == line


def test_every_phase_of_work_has_its_words() -> None:
    assert set(PHASES) == set(Phase)


def test_a_file_name_cannot_steer_the_terminal() -> None:
    line = shown(Progress(Phase.READING, 1, 2, "\x1b[2J\u202efdp.exe"))
    assert "\x1b" not in line
    assert "\u202e" not in line


def test_a_line_stays_on_one_line_of_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert len(shown(Progress(Phase.READING, 1, 2, "a long name " * 20))) == 29


def test_a_terminal_is_written_to_ten_times_a_second_at_most() -> None:
    def hurry(ticker: Ticker) -> None:
        for done in range(1_000):
            ticker.show(Progress(Phase.READING, done, 1_000))

    assert 1 <= at_terminal(hurry).count("\r") < 100


def test_the_line_is_gone_when_the_work_is() -> None:
    def finish(ticker: Ticker) -> None:
        ticker.show(Progress(Phase.SCANNING))
        ticker.clear()

    assert at_terminal(finish).endswith("Looking through the folders\r\x1b[K")


def test_a_log_file_gets_no_line_for_short_work_and_no_codes(capsys: pytest.CaptureFixture[str]) -> None:
    ticker = Ticker()
    ticker.show(Progress(Phase.READING, 1, 2))
    ticker.clear()
    assert capsys.readouterr().err == ""


def test_a_log_file_gets_whole_lines_for_long_work(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    ticker = Ticker()
    for second in range(1, 13):
        now[0] = second
        ticker.show(Progress(Phase.READING, second, 12))
    assert capsys.readouterr().err == "Reading 5 of 12\nReading 10 of 12\n"


def test_an_error_is_one_line_with_a_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    complain(DocumentDamaged("“a\nb\x1b[31m.pdf” is damaged.", hint="Fetch it again."))
    seen = capsys.readouterr()
    assert seen.out == ""
    assert seen.err.count("\n") == 1
    assert seen.err.startswith("desktop-rag: ")
    assert seen.err.endswith("Fetch it again.\n")
    assert "\x1b" not in seen.err


def test_an_error_without_words_of_its_own_has_those_of_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    complain(PathMissing())
    assert (
        capsys.readouterr().err == f"desktop-rag: {PathMissing.default_message} {PathMissing.default_hint}\n"
    )


def test_our_own_line_ends_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    say("one\ntwo")
    assert capsys.readouterr().out == "one\ntwo\n"


@given(st.text())
def test_nothing_said_holds_a_control_character_or_fails_to_encode(text: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as stream:
        say(text)
    said = stream.getvalue()
    said.encode()
    assert all(ord(character) >= 32 or character == "\n" for character in said)


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_json_is_one_line_of_ascii_that_reads_back(value: dict[str, object]) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as stream:
        say_json(value)
    line = stream.getvalue()
    assert line.count("\n") == 1
    assert line.isascii()
    assert json.loads(line) == value


def test_an_answer_that_turned_out_to_be_a_thought_is_followed_by_the_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printer = AnswerPrinter(lambda _report: None)
    for text in ("Let me see. The rent", "The rent is", "The rent is 940 euros."):
        printer.show(AnswerUpdate(AnswerPhase.WRITING, text=text))
    assert capsys.readouterr().out == "Let me see. The rent\n\nThe rent is 940 euros."
    assert printer.printed == "The rent is 940 euros."
