"""What a sentence-transformers folder says, and that one which could run code or is incomplete is refused."""

import json
import os
import shutil
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_rag.domain.embedder import EmbedderKind, Pooling
from desktop_rag.domain.errors import EmbedderUnusable, ModelDamaged, ModelError, ModelMissing
from desktop_rag.generation.sentence_folder_facts import sentence_folder_facts
from tests.embedder_files import BertShape, minilm_folder, write_sentence_folder

PROMPTS = {"query": "query: ", "document": "passage: "}
Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As the library itself saves a model, today."""
    folder = tmp_path_factory.mktemp("saved") / "tiny-search"
    shape = BertShape(layers=1, width=32, hidden=32, positions=128)
    return write_sentence_folder(folder, shape=shape, pooling=Pooling.CLS, prompts=PROMPTS)


@pytest.fixture
def folder(saved: Path, tmp_path: Path) -> Path:
    """To be changed."""
    return shutil.copytree(saved, tmp_path / "tiny-search")


def edited(path: Path, **changes: Any) -> None:
    said = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps({key: value for key, value in (said | changes).items() if value is not None}))


def modules(folder: Path, *listed: object) -> None:
    (folder / "modules.json").write_text(json.dumps(listed))


def module(kind: str, path: str = "") -> dict[str, object]:
    return {"idx": 0, "name": "0", "path": path, "type": kind}


TRANSFORMER = module("sentence_transformers.models.Transformer")


def test_a_folder_saved_today_is_told_as_it_is(saved: Path) -> None:
    facts = sentence_folder_facts(saved)
    assert (facts.kind, facts.path) == (EmbedderKind.SENTENCE_TRANSFORMERS, saved)
    assert (facts.name, facts.architecture, facts.quantisation) == ("tiny-search", "bert", "F32")
    assert (facts.dimension, facts.max_tokens, facts.pooling) == (32, 128, Pooling.CLS)
    assert (facts.question_prefix, facts.passage_prefix) == ("query: ", "passage: ")
    assert facts.size_bytes == (saved / "model.safetensors").stat().st_size
    assert abs(facts.parameters * 4 - facts.size_bytes) < 10_000


def test_a_folder_of_the_librarys_first_years_is_told_too() -> None:
    facts = sentence_folder_facts(minilm_folder())
    assert (facts.dimension, facts.max_tokens, facts.pooling) == (384, 256, Pooling.MEAN)
    assert (facts.parameters, facts.licence) == (22_713_728, "Apache-2.0")


def test_a_folder_in_the_hubs_cache_is_called_by_its_model(saved: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / "models--intfloat--multilingual-e5-small" / "snapshots" / "614241f622f53c4e"
    shutil.copytree(saved, snapshot)
    edited(snapshot / "config_sentence_transformers.json", prompts={"query": "", "document": ""})
    facts = sentence_folder_facts(snapshot)
    assert facts.name == "multilingual-e5-small"
    assert (facts.question_prefix, facts.passage_prefix) == ("query: ", "passage: ")


@pytest.mark.parametrize(
    ("said", "question", "passage"),
    [
        ({"prompts": {"query": "Q ", "passage": "P "}}, "Q ", "P "),
        ({"prompts": {"query": "Q "}}, "Q ", ""),
        ({"prompts": {"Retrieval-query": "R ", "Retrieval-document": "D "}}, "R ", "D "),
        ({"prompts": {"query": "Q ", "all": "A "}, "default_prompt_name": "all"}, "Q ", "A "),
        ({"prompts": {"clustering": "C "}}, "", ""),
        ({"prompts": None}, "", ""),
        ({"prompts": ["query"]}, "", ""),
    ],
)
def test_prompts_are_taken_under_the_names_they_have(
    folder: Path, said: dict[str, Any], question: str, passage: str
) -> None:
    edited(folder / "config_sentence_transformers.json", **said)
    facts = sentence_folder_facts(folder)
    assert (facts.question_prefix, facts.passage_prefix) == (question, passage)


def test_a_dense_layer_decides_how_long_vectors_are(folder: Path) -> None:
    modules(folder, TRANSFORMER, module("sentence_transformers.models.Dense", "2_Dense"))
    (folder / "2_Dense").mkdir()
    activation = "torch.nn.modules.linear.Identity"
    edited(
        folder / "2_Dense" / "config.json", in_features=32, out_features=12, activation_function=activation
    )
    shutil.copy(folder / "model.safetensors", folder / "2_Dense" / "model.safetensors")
    facts = sentence_folder_facts(folder)
    assert facts.dimension == 12
    assert facts.size_bytes == 2 * (folder / "model.safetensors").stat().st_size


def test_several_ways_of_pooling_make_longer_vectors(folder: Path) -> None:
    modules(folder, TRANSFORMER, module("sentence_transformers.models.Pooling", "1_Pooling"))
    old = {"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(old))
    assert sentence_folder_facts(folder).dimension == 64


def test_the_first_positions_of_a_roberta_hold_no_token(folder: Path) -> None:
    edited(folder / "config.json", model_type="xlm-roberta", max_position_embeddings=66)
    assert sentence_folder_facts(folder).max_tokens == 64


def test_weights_in_several_files_are_added_up(folder: Path) -> None:
    whole = folder / "model.safetensors"
    size = whole.stat().st_size
    shutil.copy(whole, folder / "model-00002-of-00002.safetensors")
    whole.rename(folder / "model-00001-of-00002.safetensors")
    assert sentence_folder_facts(folder).size_bytes == 2 * size


def _pickled(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def _dense(folder: Path, **config: object) -> None:
    modules(folder, TRANSFORMER, module("sentence_transformers.models.Dense", "2_Dense"))
    (folder / "2_Dense").mkdir()
    (folder / "2_Dense" / "config.json").write_text(json.dumps(config))


REFUSED: dict[str, tuple[Change, type[ModelError], str]] = {
    "a model with code": (
        lambda folder: edited(folder / "config.json", auto_map={"AutoModel": "modeling.Mine"}),
        EmbedderUnusable,
        "program code",
    ),
    "a tokenizer with code": (
        lambda folder: edited(folder / "tokenizer_config.json", auto_map={"AutoTokenizer": ["a.B", None]}),
        EmbedderUnusable,
        "program code",
    ),
    "a module with code": (
        lambda folder: modules(folder, TRANSFORMER, module("custom_st.Transformer")),
        EmbedderUnusable,
        "program code",
    ),
    "a function with code": (
        lambda folder: _dense(folder, out_features=3, activation_function="os.system"),
        EmbedderUnusable,
        "program code",
    ),
    "weights that are a pickle": (_pickled, EmbedderUnusable, "pytorch_model.bin"),
    "no weights": (lambda folder: (folder / "model.safetensors").unlink(), ModelMissing, "no weights"),
    "no weights of a layer": (lambda folder: _dense(folder, out_features=3), ModelMissing, "no weights"),
    "a ranking model": (
        lambda folder: edited(folder / "config_sentence_transformers.json", model_type="CrossEncoder"),
        EmbedderUnusable,
        "ranks",
    ),
    "a picture model": (
        lambda folder: modules(folder, module("sentence_transformers.models.CLIPModel")),
        EmbedderUnusable,
        "not supported",
    ),
    "no transformer": (
        lambda folder: modules(folder, module("sentence_transformers.models.Pooling", "1_Pooling")),
        EmbedderUnusable,
        "not supported",
    ),
    "a path outside": (
        lambda folder: modules(folder, module("sentence_transformers.models.Transformer", "../other")),
        ModelDamaged,
        "damaged",
    ),
    "an absolute path": (
        lambda folder: modules(folder, module("sentence_transformers.models.Transformer", "/etc")),
        ModelDamaged,
        "damaged",
    ),
    "no settings": (lambda folder: (folder / "config.json").unlink(), ModelMissing, "config.json"),
    "nonsense": (lambda folder: (folder / "config.json").write_text("{"), ModelDamaged, "damaged"),
    "a list": (lambda folder: (folder / "config.json").write_text("[]"), ModelDamaged, "damaged"),
    "no modules": (modules, ModelDamaged, "damaged"),
    "modules that are none": (lambda folder: modules(folder, 5), ModelDamaged, "damaged"),
    "settings without end": (
        lambda folder: (folder / "config.json").write_bytes(b" " * (2 << 20) + b"{}"),
        ModelDamaged,
        "damaged",
    ),
    "nested settings": (
        lambda folder: (folder / "config.json").write_bytes(b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
        ModelDamaged,
        "damaged",
    ),
    "a prompt without end": (
        lambda folder: edited(folder / "config_sentence_transformers.json", prompts={"query": "x" * 9999}),
        ModelDamaged,
        "damaged",
    ),
    "a prompt that is no text": (
        lambda folder: edited(folder / "config_sentence_transformers.json", prompts={"query": ["x"]}),
        ModelDamaged,
        "damaged",
    ),
    "weights that are cut off": (
        lambda folder: os.truncate(folder / "model.safetensors", 100_000),
        ModelDamaged,
        "incomplete",
    ),
    "weights that lie": (
        lambda folder: (folder / "model.safetensors").write_bytes(struct.pack("<Q", 1 << 60) + b"{}"),
        ModelDamaged,
        "incomplete",
    ),
    "weights of no sense": (
        lambda folder: (folder / "model.safetensors").write_bytes(
            _weights({"a": {"dtype": "X", "shape": 5}})
        ),
        ModelDamaged,
        "incomplete",
    ),
    "a device": (lambda folder: _device(folder / "config.json"), ModelDamaged, "damaged"),
}


def _weights(entries: object) -> bytes:
    head = json.dumps(entries).encode()
    return struct.pack("<Q", len(head)) + head


def _device(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no such files there")
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(("change", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused_with_a_reason(
    folder: Path, change: Change, error: type[ModelError], words: str
) -> None:
    change(folder)
    with pytest.raises(error, match=words) as caught:
        sentence_folder_facts(folder)
    assert caught.value.hint


def test_sizes_without_sense_are_unknown_or_refused(folder: Path) -> None:
    shutil.rmtree(folder / "1_Pooling")
    for width in (-5, 0, 1 << 40, "32", True, None):
        edited(folder / "config.json", hidden_size=width)
        with pytest.raises(EmbedderUnusable, match="how large"):
            sentence_folder_facts(folder)
