"""What the person chose is there after a restart, and one bad value spoils no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.app.settings import RECENT_MODELS, SettingsChange, SettingsService
from desktop_rag.domain.chat import Adapter, AnswerMode, AnswerStyle, Sampling
from desktop_rag.domain.errors import InputError
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.domain.settings import Settings
from desktop_rag.store.database import Database
from desktop_rag.store.settings import SettingsStore

MODEL = ModelChoice(Path("/models/caf\udce9.gguf"), 4096, 20)
CHOSEN = SettingsChange(
    model=MODEL,
    adapters=(Adapter(Path("/a.gguf"), 0.5), Adapter(Path("/b.gguf"))),
    mode=AnswerMode.HYBRID,
    sampling=Sampling(temperature=0.7, top_k=5, seed=1),
    max_tokens=50,
    answer_style=AnswerStyle.BRIEF,
    slower_on_battery=False,
)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[SettingsStore]:
    database = Database(tmp_path / "library.db")
    yield SettingsStore(database)
    database.close()


@pytest.fixture
def service(table: SettingsStore) -> SettingsService:
    return SettingsService(table)


def test_nothing_chosen_gives_the_defaults(service: SettingsService) -> None:
    assert service.load() == Settings()
    assert (service.load().model, service.load().max_tokens, service.load().mode) == (None, 700, "extract")


def test_everything_chosen_comes_back(service: SettingsService, table: SettingsStore) -> None:
    changed = service.change(**CHOSEN)
    assert changed == Settings(**CHOSEN, recent_models=(MODEL.path,))
    assert SettingsService(table).load() == changed


def test_a_change_leaves_the_rest(service: SettingsService) -> None:
    before = service.change(**CHOSEN)
    after = service.change(max_tokens=9)
    assert (after.max_tokens, after.model, after.sampling) == (9, before.model, before.sampling)


def test_what_another_program_changed_meanwhile_is_kept(
    service: SettingsService, table: SettingsStore
) -> None:
    service.load()
    SettingsService(table).change(mode=AnswerMode.BASE)
    service.change(max_tokens=9)
    assert (service.load().mode, service.load().max_tokens) == (AnswerMode.BASE, 9)


def test_a_choice_can_be_taken_back(service: SettingsService) -> None:
    service.change(**CHOSEN)
    after = service.change(model=None, adapters=())
    assert (after.model, after.adapters, after.recent_models) == (None, (), (MODEL.path,))
    assert service.load() == after


def test_recent_models_are_kept_latest_first_each_once(service: SettingsService) -> None:
    paths = [Path(f"/models/{number}.gguf") for number in range(RECENT_MODELS + 2)]
    for path in [*paths, paths[3]]:
        service.change(model=ModelChoice(path))
    recent = service.load().recent_models
    assert recent[:2] == (paths[3], paths[-1])
    assert len(recent) == len(set(recent)) == RECENT_MODELS


def test_the_list_of_recent_models_can_be_cleared(service: SettingsService) -> None:
    service.change(**CHOSEN)
    assert service.change(recent_models=()).recent_models == ()


DAMAGE = [
    ("model", "{}"),
    ("model", '"/m.gguf"'),
    ("model", '{"path":"/m.gguf","context_tokens":"4096"}'),
    ("model", '{"path":"/m.gguf","context_tokens":0}'),
    ("adapters", '{"path":"/a"}'),
    ("adapters", '[{"scale":1.0}]'),
    ("adapters", '[{"path":"/a","scale":NaN}]'),
    ("mode", '"telepathy"'),
    ("mode", "7"),
    ("sampling", '{"temperature":"hot"}'),
    ("sampling", '{"temperature":-1}'),
    ("sampling", '{"temperature":Infinity}'),
    ("sampling", '{"top_p":1.5}'),
    ("sampling", "null"),
    ("max_tokens", "0"),
    ("max_tokens", "true"),
    ("max_tokens", "12.5"),
    ("max_tokens", "{"),
    ("max_tokens", ""),
    ("recent_models", '["/a", 7]'),
]


@pytest.mark.parametrize(("name", "value"), DAMAGE)
def test_a_damaged_value_falls_back_to_its_default_and_spoils_no_other(
    service: SettingsService, table: SettingsStore, name: str, value: str
) -> None:
    before = service.change(**CHOSEN)
    table.put({name: value})
    after = service.load()
    for field in ("model", "adapters", "mode", "sampling", "max_tokens", "recent_models"):
        expected = Settings() if field == name else before
        assert getattr(after, field) == getattr(expected, field)


def test_a_damaged_value_can_be_chosen_anew(service: SettingsService, table: SettingsStore) -> None:
    table.put({"max_tokens": "{"})
    service.change(max_tokens=9)
    assert service.load().max_tokens == 9


def test_a_name_nobody_knows_is_passed_over_and_kept(service: SettingsService, table: SettingsStore) -> None:
    table.put({"colour_of_the_moon": '"green"'})
    service.change(max_tokens=9)
    assert service.load() == Settings(max_tokens=9)
    assert table.all()["colour_of_the_moon"] == '"green"'


def test_a_value_that_is_not_text_is_as_if_it_had_never_been_set(tmp_path: Path) -> None:
    database = Database(tmp_path / "other.db")
    database.write(lambda connection: connection.execute("INSERT INTO settings VALUES ('mode', x'ff')"))
    assert SettingsService(SettingsStore(database)).load() == Settings()
    database.close()


@pytest.mark.parametrize(
    "change",
    [
        SettingsChange(max_tokens=0),
        SettingsChange(sampling=Sampling(temperature=float("nan"))),
        SettingsChange(sampling=Sampling(repeat_penalty=0.0)),
        SettingsChange(adapters=(Adapter(Path("/a"), float("inf")),)),
        SettingsChange(model=ModelChoice(Path("/m"), -1)),
    ],
    ids=str,
)
def test_a_value_that_makes_no_sense_is_refused_and_changes_nothing(
    service: SettingsService, table: SettingsStore, change: SettingsChange
) -> None:
    before = service.change(**CHOSEN)
    with pytest.raises(InputError, match="cannot be used"):
        service.change(**change, mode=AnswerMode.LORA)
    assert service.load() == before


def test_the_style_decides_how_long_an_answer_may_be(service: SettingsService) -> None:
    assert service.load().answer_tokens == 700
    assert service.change(answer_style=AnswerStyle.DETAILED).answer_tokens == 1400
    assert service.load().max_tokens == 700
