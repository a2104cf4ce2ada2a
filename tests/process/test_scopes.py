"""Asking in a chosen set of places finds what is there and nothing else; what was removed goes back there."""

from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.values import AskRequest
from desktop_rag.domain.answers import AnswerState
from desktop_rag.domain.errors import NotInLibrary
from desktop_rag.domain.scopes import Scope
from desktop_rag.store.paths import FEW_PLACES

RENT = "How high is the monthly rent?"


@pytest.fixture
def places(context: AppContext, tmp_path: Path) -> Path:
    """Four flats with a rent each: two in one folder, one in another, one below the first."""
    base = tmp_path / "flats"
    for name, rent in (
        ("north/a.txt", 910),
        ("north/b.txt", 920),
        ("south/c.txt", 930),
        ("north/old/d.txt", 940),
    ):
        file = base / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"The monthly rent of flat {file.stem} is {rent} euros.\n", "utf-8")
    context.ingest.add([base], JobContext())
    return base


def found(context: AppContext, scope: Scope, question: str = RENT) -> set[str]:
    return {hit.path.stem for hit in context.retrieve.search(question, 20, scope).hits}


def roots(context: AppContext) -> list[Path]:
    return [root.path for root in context.catalogue.overview().roots]


def names(context: AppContext) -> set[str]:
    return {row.path.name for row in context.catalogue.overview().documents}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ((), "abcd"),
        (("north",), "abd"),
        (("north/a.txt", "south/c.txt"), "ac"),
        (("north/old", "north/a.txt"), "ad"),
        (("north", "north/a.txt", "north/old"), "abd"),
        (("south", "north/b.txt"), "bc"),
    ],
)
def test_search_finds_what_lies_in_any_of_the_places(
    context: AppContext, places: Path, scope: tuple[str, ...], expected: str
) -> None:
    assert found(context, tuple(places / name for name in scope)) == set(expected)
    assert found(context, tuple(places / name for name in scope), "flat rent euros") == set(expected)


def test_a_scope_of_many_files_finds_in_each_of_them_and_in_no_other(
    context: AppContext, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    files = [folder / f"{number:02}.txt" for number in range(FEW_PLACES + 12)]
    for file in files:
        file.write_text(f"The monthly rent of flat {file.stem} is {file.stem}0 euros.\n", "utf-8")
    context.ingest.add([folder], JobContext())
    chosen = files[5:-5]
    hits = context.retrieve.search(RENT, len(files), tuple(chosen)).hits
    assert {hit.path for hit in hits} == set(chosen)


def test_a_place_that_is_not_in_the_library_is_named_even_below_another(
    context: AppContext, places: Path
) -> None:
    with pytest.raises(NotInLibrary, match=r"elsewhere\.txt"):
        context.retrieve.search(RENT, scope=(places, places / "north" / "elsewhere.txt"))


def test_an_answer_comes_from_the_chosen_files_and_is_kept_with_them(
    context: AppContext, places: Path
) -> None:
    scope = (places / "north" / "b.txt", places / "south")
    turn = context.asking.ask(AskRequest("What does flat c cost a month?", scope), JobContext())
    assert turn.answer is not None
    assert {hit.path.stem for hit in turn.answer.hits} == {"b", "c"}
    assert {citation.path.stem for citation in turn.answer.citations} <= {"b", "c"}
    conversation = context.conversations.open(turn.conversation_id)
    assert [each.scope for each in conversation.turns] == [scope]
    elsewhere = context.answer.ask("Who painted the Mona Lisa?", JobContext(), scope)
    assert elsewhere.state is AnswerState.NOT_FOUND


class TestBringingBack:
    def test_removed_files_belong_to_their_folder_again(self, context: AppContext, places: Path) -> None:
        removed = [places / "north" / "a.txt", places / "north" / "old"]
        context.ingest.remove(removed, JobContext())
        assert names(context) == {"b.txt", "c.txt"}
        summary = context.ingest.bring_back(removed, JobContext())
        assert (summary.ready, roots(context)) == (2, [places])
        assert found(context, ()) == set("abcd")
        context.ingest.sync(JobContext())
        assert found(context, ()) == set("abcd")

    def test_a_removed_folder_is_added_again(self, context: AppContext, places: Path) -> None:
        context.ingest.remove([places], JobContext())
        assert names(context) == set()
        context.ingest.bring_back([places], JobContext())
        assert roots(context) == [places]
        assert found(context, ()) == set("abcd")

    def test_what_the_folder_does_not_read_by_itself_is_added_again(
        self, context: AppContext, places: Path
    ) -> None:
        hidden = places / ".drafts"
        hidden.mkdir()
        (hidden / "e.txt").write_text("The monthly rent of flat e is 950 euros.\n", "utf-8")
        context.ingest.add([hidden], JobContext())
        removed = [hidden, places / "south" / "c.txt"]
        context.ingest.remove(removed, JobContext())
        assert found(context, ()) == set("abd")
        context.ingest.bring_back(removed, JobContext())
        assert roots(context) == [places, hidden]
        assert found(context, ()) == set("abcde")

    def test_a_file_deleted_meanwhile_keeps_the_others_from_nothing(
        self, context: AppContext, places: Path
    ) -> None:
        removed = [places / "north" / "a.txt", places / "north" / "b.txt"]
        context.ingest.remove(removed, JobContext())
        removed[0].unlink()
        context.ingest.bring_back(removed, JobContext())
        assert names(context) == {"b.txt", "c.txt", "d.txt"}
        assert roots(context) == [places]
