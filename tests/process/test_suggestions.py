"""Questions suggested from a real library: answerable from it, the same each time, of several documents."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext
from desktop_rag.app.suggestions import BUDGET_S, SuggestionService
from desktop_rag.domain.errors import Cancelled
from desktop_rag.runtime import assets_dir

LEASE = (
    "The monthly rent is 940 euros. To end the lease, write to the landlord. "
    "The deposit must be paid within four weeks. If you lose a key, you must tell the landlord at once."
)
BREAD = (
    "# Baking\n\n## Sourdough bread\n\nSourdough bread is a bread that rises with wild yeast. "
    "The first rise takes twelve hours.\n\n## References\n\nNothing of use stands under this heading.\n"
)
HEIZUNG = (
    "Die Wartung kostet 180 Euro im Jahr. Das Sicherheitsventil befindet sich an der Rückseite des Kessels. "
    "Um den Kessel zu entlüften, drehen Sie die Schraube mit dem Schlüssel."
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    (folder / "flat").mkdir(parents=True)
    (folder / "flat" / "lease.txt").write_text(LEASE, "utf-8")
    (folder / "bread.md").write_text(BREAD, "utf-8")
    (folder / "flat" / "Heizung.txt").write_text(HEIZUNG, "utf-8")
    return folder


@pytest.fixture
def library(context: AppContext, home: Path) -> AppContext:
    context.ingest.add([home], JobContext())
    return context


def suggested(context: AppContext, scope: tuple[Path, ...] = (), turns: int = 1) -> list[str]:
    return [
        question
        for turn in range(turns)
        for question in context.suggestions.suggest(JobContext(), scope, turn)
    ]


def test_three_questions_come_from_three_documents_each_in_its_language(library: AppContext) -> None:
    questions = suggested(library)
    assert len(questions) == 3
    found = {library.retrieve.search(question, 1).hits[0].path.name for question in questions}
    assert found == {"lease.txt", "bread.md", "Heizung.txt"}


def test_every_suggested_question_is_answered_word_for_word(library: AppContext) -> None:
    for question in set(suggested(library, turns=4)):
        answer = library.answer.ask(question, JobContext())
        assert answer.state == "answered", question


def test_the_same_library_suggests_the_same_and_other_turns_other_questions(library: AppContext) -> None:
    assert suggested(library) == suggested(library)
    assert len(set(suggested(library, turns=5))) > 3


def test_what_was_shown_is_not_suggested_again(library: AppContext) -> None:
    first = suggested(library)
    others = library.suggestions.suggest(JobContext(), turn=1, shown=first)
    assert others
    assert not set(others) & set(first)


def test_a_changed_library_may_suggest_others(library: AppContext, home: Path) -> None:
    before = suggested(library, turns=3)
    (home / "club.txt").write_text("The yearly fee is 30 euros. The club room is located in Mill Lane.")
    library.ingest.sync(JobContext())
    assert suggested(library, turns=3) != before


def test_in_a_scope_only_what_lies_there_is_asked_about(library: AppContext, home: Path) -> None:
    questions = suggested(library, (home / "flat",), turns=3)
    assert questions
    for question in questions:
        path = library.retrieve.search(question, 1).hits[0].path
        assert path.is_relative_to(home / "flat"), question


def test_nothing_is_suggested_of_an_empty_library(context: AppContext) -> None:
    assert suggested(context) == []


def test_boilerplate_is_never_suggested(library: AppContext) -> None:
    assert [question for question in suggested(library, turns=8) if "References" in question] == []


def test_what_is_typed_meanwhile_stops_it(library: AppContext) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        library.suggestions.suggest(JobContext(cancel=cancel))


def clock_of(*times: float) -> Callable[[], float]:
    left = list(times)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_when_the_time_is_over_fewer_are_suggested(library: AppContext) -> None:
    service = SuggestionService(library.suggestions._library, library.retrieve, clock_of(0, 0, BUDGET_S + 1))
    assert len(service.suggest(JobContext())) < 3


@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
def test_the_guide_makes_good_questions_of_its_own_in_time(context: AppContext) -> None:
    context.ingest.add([assets_dir() / "guide"], JobContext())
    context.retrieve.prepare()
    context.retrieve.search("Is it ready?")
    began = time.monotonic()
    questions = suggested(context)
    took = time.monotonic() - began
    assert len(questions) == 3
    assert took < 2 * BUDGET_S, f"{took:.1f} s"
    assert all(question.endswith("?") and len(question.split()) >= 4 for question in questions)
