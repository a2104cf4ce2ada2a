"""Nothing that a child can say of a file gets past the checks as anything but sound values; and both sides of
the boundary mean the same by what they say."""

from pathlib import Path

import pytest

from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.errors import WorkerProtocolError
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts, ModelShape
from desktop_rag.domain.shelf import PeftFacts
from desktop_rag.workers import shelf_answers
from desktop_rag.workers.protocol import JsonObject, JsonValue
from desktop_rag.workers.shelf_bodies import facts_body

PATH = Path("/models/tower.gguf")
SHAPE = ModelShape(16, 2048, 128_256, 32_768, 690_000_000)
MODEL = ModelFacts(
    PATH, "Tower", "llama", 1_000_000_000, "Q4_K_M", 700_000_000, 8192, True, "Apache-2.0", SHAPE, 3
)
ADAPTER = AdapterFacts(PATH, "Style", "llama", "Tower", 16, 32.0, 5_000_000, "MIT")
EMBEDDER = EmbedderFacts(
    kind=EmbedderKind.GGUF,
    path=PATH,
    name="Search",
    architecture="qwen3",
    parameters=600_000_000,
    quantisation="Q8_0",
    size_bytes=640_000_000,
    dimension=1024,
    max_tokens=32_768,
    pooling=Pooling.LAST,
    question_prefix="Instruct: Find it\nQuery: ",
    passage_prefix="",
    licence="Apache-2.0",
)
UNPOOLED = EmbedderFacts(
    EmbedderKind.SENTENCE_TRANSFORMERS, PATH, "S", "", 0, "", 9, 384, 256, None, "q: ", "p: "
)
PEFT = PeftFacts(PATH, "Trained", "Tower-1B", 8, 16.0, ("q_proj", "v_proj"), 1_000_000)


@pytest.mark.parametrize("facts", [MODEL, ADAPTER, EMBEDDER, UNPOOLED, PEFT], ids=lambda facts: facts.name)
def test_what_the_child_says_of_a_file_arrives(facts: shelf_answers.Inspected) -> None:
    assert shelf_answers.facts(facts_body(facts), PATH) == facts


@pytest.mark.parametrize(
    ("facts", "change"),
    [
        (MODEL, {"kind": "virus"}),
        (MODEL, {"kind": None}),
        (MODEL, {"kind": "adapter"}),
        (MODEL, {"name": 5}),
        (MODEL, {"name": "x" * 201}),
        (MODEL, {"name": "a\x00b"}),
        (MODEL, {"name": "\ud800"}),
        (MODEL, {"architecture": None}),
        (MODEL, {"parameters": -1}),
        (MODEL, {"parameters": 10**15}),
        (MODEL, {"parameters": 1.5}),
        (MODEL, {"size_bytes": -1}),
        (MODEL, {"trained_context_tokens": -1}),
        (MODEL, {"trained_context_tokens": 2**63}),
        (MODEL, {"has_template": 1}),
        (MODEL, {"licence": 7}),
        (MODEL, {"parts": 0}),
        (MODEL, {"shape": None}),
        (MODEL, {"shape": {}}),
        (MODEL, {"shape": {**facts_body(MODEL)["shape"], "kv_bytes_per_token": 2**60}}),  # type: ignore[dict-item]  # a dict
        (ADAPTER, {"alpha": None}),
        (ADAPTER, {"alpha": "1"}),
        (ADAPTER, {"alpha": 1e300}),
        (ADAPTER, {"alpha": True}),
        (ADAPTER, {"rank": -1}),
        (EMBEDDER, {"embedder_kind": "magic"}),
        (EMBEDDER, {"pooling": "rank"}),
        (EMBEDDER, {"dimension": 0}),
        (EMBEDDER, {"max_tokens": 0}),
        (EMBEDDER, {"question_prefix": "x" * 501}),
        (EMBEDDER, {"passage_prefix": None}),
        (PEFT, {"modules": "q_proj"}),
        (PEFT, {"modules": [5]}),
        (PEFT, {"modules": ["q"] * 100_000}),
    ],
)
def test_facts_that_make_no_sense_are_refused(facts: shelf_answers.Inspected, change: JsonObject) -> None:
    with pytest.raises(WorkerProtocolError):
        shelf_answers.facts({**facts_body(facts), **change}, PATH)


def test_a_name_becomes_one_printable_line() -> None:
    facts = shelf_answers.facts({**facts_body(MODEL), "name": "Tower\x1b[31m\n\u202e 1B "}, PATH)
    assert facts.name == "Tower [31m 1B"


FOLDERS = (Path("/home/me/models"), Path("/cache"))


def test_what_was_found_lies_in_the_folders_that_were_named() -> None:
    paths: list[JsonValue] = ["/home/me/models/a/b.gguf", "/cache", "/cache/c d/ü.gguf"]
    assert shelf_answers.found_paths({"paths": paths}, FOLDERS) == tuple(Path(str(path)) for path in paths)


@pytest.mark.parametrize(
    "paths",
    [
        ["/etc/passwd"],
        ["/home/me/models/../../../etc/passwd"],
        ["/home/me/models-of-others/a.gguf"],
        ["a.gguf"],
        [5],
        "all",
        None,
        ["/cache/\ud800.gguf"],
        ["/cache/x"] * (shelf_answers.MAX_FOUND + 1),
    ],
)
def test_what_was_found_elsewhere_or_is_no_path_is_refused(paths: JsonValue) -> None:
    with pytest.raises(WorkerProtocolError):
        shelf_answers.found_paths({"paths": paths}, FOLDERS)


@pytest.mark.parametrize(("done", "total"), [(2, 1), (-1, 5), (1, -1), (1, 2**61), (0.5, 1)])
def test_no_more_bytes_are_done_than_there_are(done: float, total: int) -> None:
    with pytest.raises(WorkerProtocolError):
        shelf_answers.progress({"done": done, "total": total})


@pytest.mark.parametrize("text", ["", "a" * 63, "A" * 64, "g" * 64, "a" * 65, None, 5, "a" * 63 + "\n"])
def test_a_checksum_has_64_hex_digits(text: JsonValue) -> None:
    with pytest.raises(WorkerProtocolError):
        shelf_answers.sha256({"sha256": text})
    assert shelf_answers.sha256({"sha256": "0a" * 32}) == "0a" * 32
