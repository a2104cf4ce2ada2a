"""Counts, times and states in words a reader does not stumble over."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.app.values import IngestSummary
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentEncrypted,
    DocumentError,
    DocumentProtected,
)
from desktop_rag.domain.folder_rules import FileKind, FolderRules
from desktop_rag.domain.moved_paths import Relocated
from desktop_rag.gui.answers.source_list import shortened
from desktop_rag.gui.library.rules_words import rules_words
from desktop_rag.gui.wording import words
from tests.gui.samples import PAPERS, root, row

READY, FAILED, SKIPPED = DocumentState.READY, DocumentState.FAILED, DocumentState.SKIPPED
PENDING = DocumentState.PENDING


@given(st.integers(0, 10**7))
def test_one_is_one_and_all_else_is_many(number: int) -> None:
    said = words.taken_in_words(number)
    assert said.endswith(" file was taken in.") is (number == 1)
    assert int(said.split(" ")[0].replace(",", "")) == number


@given(st.floats(0, 10**6))
def test_time_left_is_never_none_and_never_more_exact_than_it_can_be(seconds: float) -> None:
    said = words.time_left(seconds)
    number = re.search(r"\d+", said.replace(",", ""))
    assert said.endswith("left")
    assert number is None or int(number.group()) >= 1
    if "seconds" in said and number:
        assert int(number.group()) % 10 == 0
        assert int(number.group()) < 60


@given(st.floats(8, 10**6))
def test_time_left_is_about_right(seconds: float) -> None:
    number, unit = re.search(r"about ([\d,]+) (second|minute|hour)", words.time_left(seconds)).groups()
    said = int(number.replace(",", "")) * {"second": 1, "minute": 60, "hour": 3600}[unit]
    assert 0.6 * seconds <= said <= 1.7 * seconds


@pytest.mark.parametrize("state", list(DocumentState))
def test_every_state_has_a_word_and_an_icon_of_its_tone(state: DocumentState) -> None:
    icon, colour = words.state_icon(state)
    assert icon
    assert words.state_words(row(PAPERS / "a.md", state, kind=DocumentFormat.MARKDOWN))
    assert (colour == "danger") is (state in {FAILED, DocumentState.QUARANTINED})


@pytest.mark.parametrize("error", [DocumentEncrypted, DocumentProtected])
def test_a_file_that_wants_a_password_says_so_in_its_row(error: type[DocumentError]) -> None:
    locked = replace(row(PAPERS / "a.pdf", FAILED), kind=error.kind)
    assert words.state_words(locked) == "Needs a password"
    assert words.state_words(replace(locked, kind=DocumentDamaged.kind)) == "Could not be read"


def test_no_two_states_are_told_in_the_same_words() -> None:
    said = [words.state_words(row(PAPERS / "a.pdf", state)) for state in DocumentState]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("kind", "pages", "said"),
    [
        (DocumentFormat.PDF, 1, "Ready · 1 page"),
        (DocumentFormat.PDF, 1200, "Ready · 1,200 pages"),
        (DocumentFormat.DOCX, 3, "Ready"),
    ],
)
def test_only_documents_with_real_pages_count_them(kind: DocumentFormat, pages: int, said: str) -> None:
    assert words.state_words(row(PAPERS / "a", READY, kind=kind, pages=pages)) == said


def states(*wanted: DocumentState) -> list[object]:
    return [row(PAPERS / f"{number}.pdf", state) for number, state in enumerate(wanted)]


@pytest.mark.parametrize(
    ("rows", "short", "long"),
    [
        (states(READY, READY), "2", "2 ready"),
        (states(READY, PENDING), "1 of 2", "1 ready · 1 waiting"),
        (states(READY, SKIPPED), "1", "1 ready · 1 skipped"),
        (states(FAILED, FAILED, READY), "1 of 3", "1 ready · 2 problems"),
        (states(FAILED, PENDING, SKIPPED), "0 of 2", "0 ready · 1 waiting · 1 problem · 1 skipped"),
        ([], "0", "0 ready"),
    ],
)
def test_a_folder_in_few_words_and_in_all(rows: list[object], short: str, long: str) -> None:
    summary = root(PAPERS, rows)
    assert words.root_words(summary) == short
    assert words.root_state_words(summary) == long


def test_a_folder_on_a_drive_that_is_away_says_so_and_that_it_can_be_asked() -> None:
    away = root(PAPERS, states(READY), available=False)
    assert words.root_words(away) == "not there now"
    assert words.root_state_words(away) == "Not there now. What was read of it can still be asked."


@pytest.mark.parametrize(
    ("ready", "failed", "skipped", "gone", "said"),
    [
        (0, 0, 0, 0, "0 documents ready"),
        (1, 0, 0, 0, "1 document ready"),
        (2, 0, 1, 3, "2 documents ready · 1 skipped · 3 not there now"),
        (0, 0, 0, 1, "1 document cannot be reached now. What was read of it can still be asked."),
        (0, 2, 0, 9, "9 documents cannot be reached now. What was read of them can still be asked."),
        (1200, 1100, 0, 0, "1,200 documents ready · 1,100 could not be read"),
    ],
)
def test_what_a_run_came_to(ready: int, failed: int, skipped: int, gone: int, said: str) -> None:
    assert words.summary_words(IngestSummary(ready, failed, skipped, gone, 1, 1, 1, 0.1)) == said


@pytest.mark.parametrize(
    ("paths", "what"),
    [([PAPERS], "“papers”"), ([PAPERS, PAPERS / "a"], "2 items"), ([Path("/x/a\nb")], "“a␊b”")],
)
def test_a_removal_says_that_files_were_left_alone(paths: list[Path], what: str) -> None:
    assert words.removed_words(paths) == f"Removed {what} from the library. The files were not touched."


@given(st.text(max_size=200), st.integers(3, 60))
def test_a_name_cut_in_its_middle_keeps_both_ends(text: str, letters: int) -> None:
    cut = words.middle_elided(text, letters)
    assert len(cut) <= letters
    if len(text) <= letters:
        assert cut == text
    else:
        half = (letters - 1) // 2
        assert (cut[:half], cut[-half:]) == (text[:half], text[-half:])


@given(st.text(alphabet="ab ,;.\n", max_size=200), st.integers(5, 60))
def test_a_shortened_quote_is_a_beginning_of_the_quote(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    flat = " ".join(text.split())
    assert "\n" not in cut
    assert len(cut) <= limit + len(" …")
    assert flat.startswith(cut.removesuffix(" …"))
    assert cut.endswith(" …") is (len(flat) > limit)


def test_the_counts_of_a_folder_add_up_to_what_is_on_the_disk() -> None:
    summary = replace(root(PAPERS, states(READY, READY, FAILED, SKIPPED, PENDING)), scanned=4, ignored=14)
    said = words.root_state_words(summary)
    assert said == (
        "2 ready · 1 waiting · 4 waiting for text recognition · 1 problem · 1 skipped · 14 ignored"
    )
    assert sum(int(number) for number in re.findall(r"\d+", said)) == summary.total + summary.ignored


def test_scans_wait_for_text_recognition_or_it_is_said_that_it_is_off() -> None:
    scanned = row(PAPERS / "scan.pdf", DocumentState.SCANNED)
    assert words.state_words(scanned) == "Waiting for text recognition"
    assert words.state_words(scanned, reads_scans=False) == "Pictures only; text recognition is off"


def test_folders_are_not_said_to_wait_for_scans_that_nobody_will_read() -> None:
    summary = replace(root(PAPERS, states(READY)), scanned=2)
    assert words.root_words(summary) == "1 of 3"
    assert words.root_words(summary, reads_scans=False) == "1"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (FolderRules(), ""),
        (FolderRules(("drafts/", "*.bak")), "Leaves out drafts/, *.bak"),
        (FolderRules(tuple("abcde")), "Leaves out a, b, c and 2 more"),
        (FolderRules(kinds=(FileKind.MAIL, FileKind.DOCUMENTS)), "Only documents and mail"),
        (FolderRules(kinds=tuple(kind for kind in FileKind if kind is not FileKind.CODE)), "No source code"),
        (
            FolderRules(("*.bak",), (FileKind.BOOKS,), 20 * 1024**2),
            "Leaves out *.bak · only books · files up to 20 MB",
        ),
    ],
)
def test_the_rules_of_a_folder_in_one_line(rules: FolderRules, said: str) -> None:
    assert rules_words(rules) == said


@pytest.mark.parametrize(
    ("files", "said"), [(1, "1 file was taken in."), (1200, "1,200 files were taken in.")]
)
def test_what_was_taken_in_unasked(files: int, said: str) -> None:
    assert words.taken_in_words(files) == said


def test_what_moved_and_what_did_not_is_told() -> None:
    assert words.relocated_words(Relocated(1)) == "1 document was found in the new place."
    assert words.relocated_words(Relocated(20, missing=2)) == (
        "18 documents were found in the new place. 2 are not there."
    )
