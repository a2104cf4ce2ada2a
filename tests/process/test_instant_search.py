"""While somebody types, words are found at once and related passages a moment later; the real embedder."""

import contextlib
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from desktop_rag.app.context import AppContext, Children
from desktop_rag.app.instant_search import (
    HEADED_SHOWN,
    PER_DOCUMENT,
    RELATED_SHOWN,
    WORDS_SHOWN,
    FoundPassage,
    InstantSearch,
)
from desktop_rag.app.jobs import CancelToken, JobContext
from desktop_rag.domain.errors import Cancelled, WorkerError
from desktop_rag.workers.embed_client import embedder_spec
from desktop_rag.workers.process import ChildSpec
from tests.process.conftest import OpenContext


@pytest.fixture
def handbook(context: AppContext, tmp_path: Path) -> Path:
    """Two folders: what is said of leave and travel, and a letter."""
    base = tmp_path / "work"
    texts = {
        "rules/leave.md": "# Leave\n\n## Annual leave\n\nEvery employee has twenty-eight days off a year.\n\n"
        "## Illness\n\nWhoever is ill tells the office before nine.\n",
        "rules/travel.txt": "Expenses of a journey are paid back within ten days of handing in receipts.\n",
        "letters/dear.txt": "Dear Ann,\n\nthe receipts for the taxi are in the annual envelope.\n",
        "letters/memo.txt": "The informational meeting is about the replacement of part XJ-900/b.\n",
    }
    for name, text in texts.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(text, "utf-8")
    context.ingest.add([base], JobContext())
    return base


def names(found: tuple[FoundPassage, ...]) -> list[str]:
    return [each.path.name for each in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("receip", {"travel.txt", "dear.txt"}),
        ("receipts taxi", {"dear.txt"}),
        ("receipts ta", {"travel.txt", "dear.txt"}),
        ("informa", {"memo.txt"}),
        ("informati", {"memo.txt"}),
        ("xj-900", {"memo.txt"}),
        ('"annual" AND (', {"leave.md", "dear.txt"}),
        ("zebra", set()),
        ("", set()),
    ],
)
def test_words_are_found_from_their_first_letters(
    context: AppContext, handbook: Path, typed: str, expected: set[str]
) -> None:
    assert set(names(context.instant.words(typed))) == expected


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("休暇", {"leave.txt": ["休暇", "休暇"]}),
        ("二十八日", {"leave.txt": ["二十八日"]}),
        ("休暇 年間", {"leave.txt": ["休暇", "年間", "休暇"]}),
        ("東京", {"leave.txt": ["東京"], "letter.txt": ["東京"]}),
        ("休暇%", {}),
        ("출장비", {}),
    ],
)
def test_words_within_a_sentence_without_spaces_are_found_and_marked(
    context: AppContext, tmp_path: Path, typed: str, found: dict[str, list[str]]
) -> None:
    (tmp_path / "work").mkdir()
    leave = "東京都の休暇制度について。従業員は年間二十八日の休暇を取ることができます。"
    (tmp_path / "work" / "leave.txt").write_text(leave, "utf-8")
    (tmp_path / "work" / "letter.txt").write_text("来週、東京で会いましょう。" * 40, "utf-8")
    context.ingest.add([tmp_path / "work"], JobContext())
    seen = context.instant.words(typed)
    marked = {
        each.path.name: [each.snippet.text[start:end] for start, end in each.snippet.bold] for each in seen
    }
    assert {name: words[: len(found.get(name, words))] for name, words in marked.items()} == found
    inside = context.instant.words(typed, (tmp_path / "work" / "leave.txt",))
    assert {each.path.name for each in inside} == found.keys() & {"leave.txt"}


def test_two_letters_of_a_script_without_spaces_are_enough_to_look_for_what_is_related(
    context: AppContext, handbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def nearest(_search: InstantSearch, words: str, *_: object) -> list[int]:
        asked.append(words)
        return []

    monkeypatch.setattr(InstantSearch, "_nearest", nearest)
    for typed in ("休暇", "ab", "🙂🙂🙂", "abc"):
        context.instant.related(typed, JobContext())
    assert asked == ["休暇", "abc"]


def test_headings_go_first(context: AppContext, handbook: Path) -> None:
    assert names(context.instant.words("annual"))[0] == "leave.md"
    assert names(context.instant.words("ann")) == ["leave.md", "dear.txt"]


def test_each_passage_says_where_its_words_stand_on_the_page(context: AppContext, handbook: Path) -> None:
    (found,) = context.instant.words("journ")
    view = context.source.view(found.path, found.page, found.spans, 400)
    assert [view.page.text[start:end] for start, end in view.marks] == ["journey"]
    assert [found.snippet.text[start:end] for start, end in found.snippet.bold] == ["journey"]


def test_a_folder_and_a_file_narrow_what_is_found(context: AppContext, handbook: Path) -> None:
    assert names(context.instant.words("receipts", (handbook / "letters",))) == ["dear.txt"]
    assert names(context.instant.words("receipts", (handbook / "rules/travel.txt",))) == ["travel.txt"]
    related = context.instant.related("ticket costs", JobContext(), (handbook / "letters",))
    assert set(names(related)) <= {"dear.txt", "memo.txt"}


def test_what_is_new_or_gone_is_seen_at_the_next_letter(context: AppContext, handbook: Path) -> None:
    inside = (handbook / "letters",)
    assert names(context.instant.words("parrot", inside)) == []
    (handbook / "letters/pet.txt").write_text("The parrot is called Polly.\n", "utf-8")
    context.ingest.sync(JobContext())
    assert names(context.instant.words("parrot", inside)) == ["pet.txt"]
    (handbook / "letters/pet.txt").unlink()
    context.ingest.sync(JobContext())
    assert names(context.instant.words("parrot", inside)) == []


def test_related_passages_have_other_words_and_are_not_found_twice(
    context: AppContext, handbook: Path
) -> None:
    typed = "holidays of the staff"
    assert context.instant.words(typed) == ()
    related = context.instant.related(typed, JobContext())
    assert names(related)[0] == "leave.md"
    words = context.instant.words("receipts")
    besides = context.instant.related("receipts", JobContext(), besides=words)
    assert not {(each.path, each.page) for each in words} & {(each.path, each.page) for each in besides}


def test_nothing_is_related_to_nonsense_or_to_one_letter(context: AppContext, handbook: Path) -> None:
    assert context.instant.related("qwzrtp xxyyzz", JobContext()) == ()
    assert context.instant.related("r", JobContext()) == ()
    assert context.instant.related("?!", JobContext()) == ()


def test_what_is_not_wanted_any_more_is_not_looked_up(context: AppContext, handbook: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        context.instant.related("receipts", JobContext(token))


def test_words_are_found_while_the_embedder_cannot_answer(
    open_context: OpenContext, context: AppContext, handbook: Path
) -> None:
    """A child that hangs holds up what is related, and nothing else."""
    context.close()
    other = open_context(Children(Children.default().parser, _hanging(), 1))

    def relate() -> None:
        with contextlib.suppress(WorkerError, Cancelled):
            other.instant.related("holidays of the staff", JobContext())

    thread = threading.Thread(target=relate)
    thread.start()
    while not psutil.Process().children():
        time.sleep(0.01)
    assert set(names(other.instant.words("receip"))) == {"travel.txt", "dear.txt"}
    assert thread.is_alive()
    time.sleep(0.2)
    other.close()
    thread.join(30)
    assert not thread.is_alive()


def _hanging() -> ChildSpec:
    return replace(
        embedder_spec(), command=(sys.executable, "-c", "import time\nwhile True: time.sleep(0.1)")
    )


def test_one_document_does_not_fill_the_list(context: AppContext, tmp_path: Path) -> None:
    base = tmp_path / "many"
    base.mkdir()
    page = "The boiler is looked after every year. " * 60
    (base / "manual.md").write_text(
        "\n\n".join(f"# Part {number}\n\n{page}" for number in range(40)), "utf-8"
    )
    for number in range(20):
        (base / f"note {number:02}.txt").write_text(f"Note {number}: the boiler.\n", "utf-8")
    context.ingest.add([base], JobContext())
    found = context.instant.words("boiler")
    assert len(found) == WORDS_SHOWN
    assert names(found).count("manual.md") <= PER_DOCUMENT
    assert len({(each.path, each.page) for each in found}) == len(found)
    assert len(context.instant.related("heating", JobContext())) <= RELATED_SHOWN
    assert HEADED_SHOWN < WORDS_SHOWN
