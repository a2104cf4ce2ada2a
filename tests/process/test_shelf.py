"""The shelf with real files and real children: what is taken, refused, found, checked, chosen and removed."""

import contextlib
import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext, Phase, Progress, Report
from desktop_rag.app.values import AnswerPlan
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.errors import (
    Cancelled,
    InputError,
    ModelDamaged,
    ModelMissing,
    ModelOutOfMemory,
    NotOnShelf,
    PathUnreadable,
)
from desktop_rag.domain.fit import Machine, Verdict, memory_need
from desktop_rag.domain.language_model import AdapterFacts, Completion, FinishReason, ModelChoice, ModelFacts
from desktop_rag.domain.shelf import Origin, ShelfKind
from tests.ggufs import write_adapter, write_model, write_split_model
from tests.peft_folders import write_peft

OpenContext = Callable[..., AppContext]


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder of the person's: a model, an adapter for it, and two files that are neither."""
    folder = tmp_path / "mine" / "Модели"
    (folder / "deep").mkdir(parents=True)
    write_model(folder / "tiny.gguf", name="Tiny One")
    write_adapter(folder / "deep" / "style.gguf")
    (folder / "broken.gguf").write_bytes((folder / "tiny.gguf").read_bytes()[:3000])
    (folder / "notes.txt").write_text("no model")
    return folder


def test_a_folder_is_looked_through_and_bad_files_are_refused_with_their_reason(
    context: AppContext, models: Path
) -> None:
    added = context.shelf.add([models], JobContext())
    assert {item.path for item in added.items} == {models / "tiny.gguf", models / "deep" / "style.gguf"}
    assert added.new == 2
    (refused,) = added.refused
    assert refused.path == models / "broken.gguf"
    assert "complete" in refused.reason
    assert refused.hint


def test_adding_again_adds_nothing_new(context: AppContext, models: Path) -> None:
    first = context.shelf.add([models], JobContext())
    again = context.shelf.add([models / "tiny.gguf"], JobContext())
    assert again.new == 0
    assert again.items[0].id in {item.id for item in first.items}


def test_files_are_left_where_they_are_and_never_copied(context: AppContext, models: Path) -> None:
    context.shelf.add([models], JobContext())
    library = context.paths.library
    assert not list(library.rglob("*.gguf"))


def test_the_shelf_is_there_after_a_restart(open_context: OpenContext, models: Path) -> None:
    before = open_context().shelf.add([models], JobContext())
    after = open_context().shelf.rows()
    assert {row.item.id for row in after} == {item.id for item in before.items}


def test_a_row_tells_whether_it_fits(context: AppContext, models: Path) -> None:
    context.shelf.add([models], JobContext())
    (row,) = context.shelf.rows(ShelfKind.MODEL)
    assert row.fit is not None
    assert row.fit.verdict is Verdict.FITS
    assert 0 < row.fit.need.total_bytes < row.fit.machine.free_bytes
    (adapter,) = context.shelf.rows(ShelfKind.ADAPTER)
    assert adapter.fit is None


def test_a_split_model_is_one(context: AppContext, tmp_path: Path) -> None:
    parts = write_split_model(tmp_path / "parts")
    added = context.shelf.add([tmp_path / "parts"], JobContext())
    (item,) = added.items
    assert (item.path, added.refused) == (parts[0], ())
    assert isinstance(item.facts, ModelFacts)
    assert item.facts.parts == len(parts) > 1
    assert item.facts.size_bytes == sum(part.stat().st_size for part in parts)
    context.shelf.remove(item.id, delete_file=True)
    assert [part for part in parts if part.exists()] == []


def test_deleting_a_whole_model_leaves_files_that_are_named_like_parts_of_it(
    context: AppContext, tmp_path: Path
) -> None:
    whole = write_model(tmp_path / "odd-00001-of-00002.gguf", name="Odd")
    beside = write_model(tmp_path / "odd-00002-of-00002.gguf", name="Another")
    (item,) = context.shelf.add([whole], JobContext()).items
    context.shelf.remove(item.id, delete_file=True)
    assert (whole.exists(), beside.exists()) == (False, True)


def test_models_of_other_programs_are_found_when_asked(
    context: AppContext, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(models, home / ".lmstudio" / "models" / "someone")
    monkeypatch.setattr(Path, "home", lambda: home)
    for name in (
        "HF_HOME",
        "HF_HUB_CACHE",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "LLAMA_CACHE",
        "OLLAMA_MODELS",
    ):
        monkeypatch.delenv(name, raising=False)
    assert "LM Studio" in [place.program for place in context.shelf.other_programs()]
    found = context.shelf.find(JobContext())
    assert {item.path.name for item in found.items} == {"tiny.gguf", "style.gguf"}
    assert {item.origin for item in found.items} == {Origin.FOUND}


def test_a_file_that_is_gone_or_changed_says_so_and_what_to_do(context: AppContext, models: Path) -> None:
    context.shelf.add([models / "tiny.gguf"], JobContext())
    os.utime(models / "tiny.gguf", (1, 1))
    assert "changed" in context.shelf.rows()[0].problem
    (models / "tiny.gguf").unlink()
    (row,) = context.shelf.rows()
    assert "not there" in row.problem
    assert row.hint


def test_the_checksum_is_that_of_the_file_and_progress_is_told(context: AppContext, models: Path) -> None:
    path = models / "tiny.gguf"
    (item,) = context.shelf.add([path], JobContext()).items
    heard: list[Report] = []
    checked = context.shelf.check(item.id, JobContext(report=heard.append))
    assert checked.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    ends = [each for each in heard if isinstance(each, Progress) and each.phase is Phase.CHECKING]
    assert ends
    assert ends[-1].done <= ends[-1].total == path.stat().st_size


def test_a_file_that_rotted_on_the_disk_is_noticed(context: AppContext, models: Path) -> None:
    path = models / "tiny.gguf"
    (item,) = context.shelf.add([path], JobContext()).items
    context.shelf.check(item.id, JobContext())
    status = path.stat()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(ModelDamaged, match="not what it was"):
        context.shelf.check(item.id, JobContext())


def test_a_check_can_be_stopped(context: AppContext, models: Path) -> None:
    (item,) = context.shelf.add([models / "tiny.gguf"], JobContext()).items
    stopped = CancelToken()
    stopped.cancel()
    with pytest.raises(Cancelled):
        context.shelf.check(item.id, JobContext(stopped))


@pytest.mark.parametrize("name", ["tiny one", "TINY", "tiny.gguf", "1"])
def test_an_item_goes_by_its_name_number_or_a_part(context: AppContext, models: Path, name: str) -> None:
    (item,) = context.shelf.add([models / "tiny.gguf"], JobContext()).items
    assert context.shelf.named(name, ShelfKind.MODEL) == item


def test_a_name_that_could_be_several_says_which(context: AppContext, models: Path) -> None:
    write_model(models / "tiny-two.gguf", name="Tiny Two")
    context.shelf.add([models], JobContext())
    with pytest.raises(NotOnShelf, match=r"several: .*Tiny") as caught:
        context.shelf.named("ny", ShelfKind.MODEL)
    assert "number" in caught.value.hint
    with pytest.raises(NotOnShelf, match="no model “large”"):
        context.shelf.named("large", ShelfKind.MODEL)
    with pytest.raises(NotOnShelf):
        context.shelf.named("style", ShelfKind.MODEL)


def test_choosing_a_model_and_an_adapter_changes_how_questions_are_answered(
    context: AppContext, models: Path
) -> None:
    context.shelf.add([models], JobContext())
    context.shelf.use_model(context.shelf.named("tiny", ShelfKind.MODEL))
    assert context.settings.load().mode is AnswerMode.RAG
    adapter = context.shelf.named("style", ShelfKind.ADAPTER)
    context.shelf.use_adapters((Adapter(adapter.path, 0.5),))
    settings = context.settings.load()
    assert (settings.mode, settings.adapters) == (AnswerMode.HYBRID, (Adapter(adapter.path, 0.5),))
    assert [row.in_use for row in context.shelf.rows()] == [True, True]
    context.shelf.use_adapters(())
    assert context.settings.load().mode is AnswerMode.RAG
    context.shelf.use_model(None)
    assert (context.settings.load().model, context.settings.load().mode) == (None, AnswerMode.EXTRACT)


def test_removing_leaves_the_file_and_forgets_the_choice(context: AppContext, models: Path) -> None:
    (item,) = context.shelf.add([models / "tiny.gguf"], JobContext()).items
    context.shelf.use_model(item)
    context.shelf.remove(item.id)
    assert (models / "tiny.gguf").exists()
    assert context.settings.load().model is None
    assert context.shelf.rows() == ()


def test_a_file_that_cannot_be_deleted_stays_on_the_shelf(
    context: AppContext, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = context.shelf.add([models / "tiny.gguf"], JobContext()).items

    def refuse(_path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(PathUnreadable, match="cannot be deleted"):
        context.shelf.remove(item.id, delete_file=True)
    assert len(context.shelf.rows()) == 1


def test_a_link_is_not_passed_off_as_the_file(context: AppContext, models: Path, tmp_path: Path) -> None:
    try:
        (tmp_path / "link.gguf").symlink_to(models / "tiny.gguf")
    except OSError:
        pytest.skip("this system makes no links")
    (item,) = context.shelf.add([tmp_path / "link.gguf"], JobContext()).items
    with pytest.raises(PathUnreadable, match="only a link"):
        context.shelf.remove(item.id, delete_file=True)
    assert [row.item for row in context.shelf.rows()] == [item]


def test_the_embedder_that_is_searched_with_cannot_be_removed(context: AppContext, tmp_path: Path) -> None:
    from desktop_rag.domain.embedder import EmbedderChoice, EmbedderKind
    from tests.embedder_files import write_embedder

    path = tmp_path / "embedder.gguf"
    write_embedder(path)
    (item,) = context.shelf.add([path], JobContext()).items
    assert item.kind is ShelfKind.EMBEDDER
    context.settings.change(embedder=EmbedderChoice(EmbedderKind.GGUF, path))
    with pytest.raises(InputError, match="searched with"):
        context.shelf.remove(item.id)


def test_an_answer_notes_when_the_model_was_used_and_how_fast_it_was(
    context: AppContext, models: Path, folder: Path
) -> None:
    context.ingest.add([folder], JobContext())
    context.shelf.add([models], JobContext())
    plan = AnswerPlan(AnswerMode.RAG, ModelChoice(models / "tiny.gguf"), max_tokens=24)
    context.answer.ask("When does the train to Oslo leave?", JobContext(), (), plan)
    (row,) = context.shelf.rows(ShelfKind.MODEL)
    assert row.item.last_used_at is not None
    assert row.item.speed is not None
    assert row.item.speed.tokens_per_s > 1
    assert row.item.speed.first_token_s > 0


def test_a_model_that_will_not_fit_is_refused_before_it_is_loaded(
    context: AppContext, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    megabyte = 1024**2
    monkeypatch.setattr(context.model, "_machine", lambda: Machine(64 * megabyte, 32 * megabyte))
    with pytest.raises(ModelOutOfMemory) as caught:
        context.model.prepare(ModelChoice(models / "tiny.gguf"), JobContext())
    assert "MB" in caught.value.message
    assert caught.value.hint
    assert context.model.status.model is None


def test_a_search_model_is_no_answer_model_and_says_where_it_goes(
    context: AppContext, tmp_path: Path
) -> None:
    from desktop_rag.domain.errors import ModelUnsupported
    from tests.embedder_files import write_embedder

    path = tmp_path / "embedder.gguf"
    write_embedder(path)
    with pytest.raises(ModelUnsupported, match="searching") as caught:
        context.model.inspect(path, JobContext())
    assert "search models" in caught.value.hint


def test_checking_a_file_that_is_gone_says_so(context: AppContext, models: Path) -> None:
    (item,) = context.shelf.add([models / "tiny.gguf"], JobContext()).items
    (models / "tiny.gguf").unlink()
    with pytest.raises(ModelMissing):
        context.shelf.check(item.id, JobContext())


def test_an_adapter_from_training_is_converted_for_the_model_it_names(
    context: AppContext, models: Path, tmp_path: Path
) -> None:
    write_model(models / "base.gguf", name="Tiny")
    write_peft(tmp_path / "trained")
    context.shelf.add([models / "base.gguf"], JobContext())
    (item,) = context.shelf.add([tmp_path / "trained"], JobContext()).items
    assert (item.kind, item.origin, item.source) == (
        ShelfKind.ADAPTER,
        Origin.CONVERTED,
        str(tmp_path / "trained"),
    )
    assert item.path.parent == context.paths.adapters
    assert isinstance(item.facts, AdapterFacts)
    assert item.facts.base_name == "Tiny"
    again = context.shelf.add([tmp_path / "trained"], JobContext())
    assert (again.new, again.items[0].id) == (0, item.id)


def test_an_adapter_from_training_is_not_tried_on_a_model_of_another_name(
    context: AppContext, models: Path, tmp_path: Path
) -> None:
    write_model(models / "other.gguf", name="Somebody Else")
    write_peft(tmp_path / "trained")
    (other,) = context.shelf.add([models / "other.gguf"], JobContext()).items
    context.shelf.use_model(other)
    (refused,) = context.shelf.add([tmp_path / "trained"], JobContext()).refused
    assert "trained on “Tiny”" in refused.reason
    assert "Add that model" in refused.hint
    made = context.shelf.add([tmp_path / "trained"], JobContext(), base=other)
    assert [item.kind for item in made.items] == [ShelfKind.ADAPTER]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse names that are no text")
def test_names_that_are_no_text_or_too_long_hinder_nothing(context: AppContext, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/mod\xe8les"))
    folder.mkdir()
    model = write_model(folder / "tiny.gguf")
    odd = Path(shutil.copy(model, os.fsdecode(os.fsencode(folder) + b"/\xff.gguf")))
    added = context.shelf.add([tmp_path / ("x" * 300), folder, odd], JobContext())
    assert {item.path for item in added.items} == {model, odd}
    assert [refused.path.name for refused in added.refused] == ["x" * 300]
    context.shelf.use_model(context.shelf.named(str(odd), ShelfKind.MODEL))
    assert context.model.prepare(context.settings.load().model, JobContext()).facts.path == odd


def test_an_adapter_from_training_may_come_before_its_model(context: AppContext, tmp_path: Path) -> None:
    write_peft(tmp_path / "mine" / "adapter")
    write_model(tmp_path / "mine" / "zz.gguf", name="Tiny")
    added = context.shelf.add([tmp_path / "mine"], JobContext())
    assert {item.kind for item in added.items} == {ShelfKind.MODEL, ShelfKind.ADAPTER}


def test_where_no_adapter_can_be_written_the_rest_is_added(context: AppContext, tmp_path: Path) -> None:
    context.paths.adapters.write_text("no folder")
    write_peft(tmp_path / "trained")
    added = context.shelf.add(
        [tmp_path / "trained", write_model(tmp_path / "base.gguf", name="Tiny")], JobContext()
    )
    assert [item.kind for item in added.items] == [ShelfKind.MODEL]
    (refused,) = added.refused
    assert "written" in refused.reason


@pytest.mark.parametrize("nothing", ["", "  "])
def test_no_name_means_no_model_even_if_there_is_only_one(
    context: AppContext, models: Path, nothing: str
) -> None:
    context.shelf.add([models], JobContext())
    with pytest.raises(NotOnShelf):
        context.shelf.named(nothing, ShelfKind.MODEL)


def test_adapters_chosen_before_the_model_are_applied(context: AppContext, models: Path) -> None:
    context.shelf.add([models], JobContext())
    adapter = Adapter(context.shelf.named("style", ShelfKind.ADAPTER).path)
    context.shelf.use_adapters((adapter,))
    context.shelf.use_model(context.shelf.named("tiny", ShelfKind.MODEL))
    settings = context.settings.load()
    assert (settings.mode, settings.adapters) == (AnswerMode.HYBRID, (adapter,))


def test_without_its_last_adapter_a_model_answers_as_it_did_before(context: AppContext, models: Path) -> None:
    context.shelf.add([models], JobContext())
    context.shelf.use_model(context.shelf.named("tiny", ShelfKind.MODEL))
    item = context.shelf.named("style", ShelfKind.ADAPTER)
    context.shelf.use_adapters((Adapter(item.path),))
    context.shelf.remove(item.id)
    settings = context.settings.load()
    assert (settings.mode, settings.adapters) == (AnswerMode.RAG, ())


def test_a_model_of_which_a_part_is_missing_gets_no_checksum(context: AppContext, tmp_path: Path) -> None:
    parts = write_split_model(tmp_path)
    (item,) = context.shelf.add([parts[0]], JobContext()).items
    parts[1].rename(tmp_path / "elsewhere")
    with pytest.raises(ModelMissing, match="Part 2 of 3"):
        context.shelf.check(item.id, JobContext())
    assert context.shelf.row(item.id).item.sha256 == ""


def test_what_the_loaded_model_holds_is_room_for_another_model_but_not_for_a_search_model(
    context: AppContext, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.embedder_files import write_embedder

    added = context.shelf.add([models / "tiny.gguf", write_embedder(tmp_path / "e.gguf")], JobContext())
    context.model.prepare(ModelChoice(models / "tiny.gguf"), JobContext())
    monkeypatch.setattr("desktop_rag.app.context.machine", lambda given_back: Machine(10**12, given_back))
    free = {row.item.kind: row.fit.machine.free_bytes for row in context.shelf.rows() if row.fit}
    assert len(added.items) == len(free) == 2
    assert free[ShelfKind.MODEL] > 10**7
    assert free[ShelfKind.EMBEDDER] == 0


def test_what_cannot_be_noted_of_an_answer_costs_no_answer(
    open_context: OpenContext, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_rag.store.database.BUSY_TIMEOUT_S", 0.1)
    context = open_context()
    (item,) = context.shelf.add([models / "tiny.gguf"], JobContext()).items
    with contextlib.closing(sqlite3.connect(context.paths.library / "library.db")) as another_window:
        another_window.execute("BEGIN IMMEDIATE")
        context.shelf.note_use(item.path, Completion(FinishReason.STOP, 10, 0, 20, 0.0, 0.1, 1.0))
    assert context.shelf.row(item.id).item.last_used_at is None


def test_a_model_that_fits_only_with_a_shorter_context_says_which_and_runs_with_it(
    context: AppContext, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_model(models / "long.gguf", name="Long", context_length=131_072)
    (item,) = context.shelf.add([path], JobContext()).items
    assert context.shelf.row(item.id).shorter_context == 0
    assert isinstance(item.facts, ModelFacts)
    enough = memory_need(item.facts, 4096).total_bytes + 500_000
    monkeypatch.setattr(context.shelf, "_machine", lambda _kind: Machine(2 * enough, enough))
    row = context.shelf.row(item.id)
    assert row.fit is not None
    assert row.fit.verdict is Verdict.NO
    assert 0 < row.shorter_context < row.fit.context_tokens
    context.shelf.use_model(item, row.shorter_context)
    again = context.shelf.row(item.id)
    assert again.fit is not None
    assert again.fit.verdict is not Verdict.NO
    assert context.settings.load().model == ModelChoice(path, row.shorter_context)
