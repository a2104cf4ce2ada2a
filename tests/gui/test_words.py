"""What the window says, word for word."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.values import IngestSummary
from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.places import place_words
from desktop_rag.gui.wording.words import (
    file_name_for,
    progress_words,
    summary_words,
    time_left,
    when_words,
)


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (
            Progress(Phase.READING, 132, 460, remaining_s=170),
            "Reading 132 of 460 files, about 3 minutes left",
        ),
        (Progress(Phase.READING, 1, 1), "Reading 1 of 1 file"),
        (Progress(Phase.SCANNING), "Looking for documents"),
        (Progress(Phase.SCANNING, 1200), "Looking for documents · 1,200 files so far"),
        (Progress(Phase.REBUILDING, 10, 90), "Putting the search index in order, 10 of 90"),
    ],
)
def test_progress(progress: Progress, said: str) -> None:
    assert progress_words(progress) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3, "a few seconds left"),
        (31, "about 30 seconds left"),
        (60, "about 1 minute left"),
        (3600, "about 1 hour left"),
        (9000, "about 2 hours left"),
    ],
)
def test_time_left(seconds: float, said: str) -> None:
    assert time_left(seconds) == said


def test_a_summary_names_what_went_wrong_only_if_something_did() -> None:
    assert summary_words(IngestSummary(1, 0, 0, 0, 1, 1, 1, 0.1)) == "1 document ready"
    assert summary_words(IngestSummary(3, 2, 1, 0, 1, 1, 1, 0.1)) == (
        "3 documents ready · 2 could not be read · 1 skipped"
    )


def test_places() -> None:
    said = place_words(DocumentFormat.PDF, 12, "xii", "Benefits › Dental")
    assert said == "p. xii · Benefits › Dental"
    assert place_words(DocumentFormat.DOCX, 1, "", "Benefits") == "Benefits"
    assert place_words(DocumentFormat.DOCX, 2, "", "") == "part 2"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 5, 20, 9, 5, tzinfo=UTC), "09:05"),
        (datetime(2026, 5, 20, 23, 5, tzinfo=UTC), "23:05"),
        (datetime(2026, 5, 19, 23, 59, tzinfo=UTC), "Yesterday"),
        (datetime(2026, 5, 14, tzinfo=UTC), "Thursday"),
        (datetime(2026, 5, 13, tzinfo=UTC), "13 May"),
        (datetime(2025, 12, 3, tzinfo=UTC), "3 December 2025"),
    ],
)
def test_when_something_was(moment: datetime, said: str) -> None:
    assert when_words(moment, datetime(2026, 5, 20, 12, tzinfo=UTC)) == said


def test_days_are_those_of_the_place_the_reader_is_in() -> None:
    here = timezone(timedelta(hours=9))
    moment = datetime(2026, 5, 19, 16, 30, tzinfo=UTC)
    assert when_words(moment, datetime(2026, 5, 20, 8, tzinfo=here)) == "01:30"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("How long?", "How long"),
        ("What/who: a|b*c\\d\n<e>", "What who a b c d e"),
        ("When is the very long question…", "When is the very long question"),
        ("???", "Conversation"),
        ("..", "Conversation"),
    ],
)
def test_a_title_becomes_a_file_name_that_every_system_takes(title: str, name: str) -> None:
    assert file_name_for(title) == name
