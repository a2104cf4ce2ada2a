"""What a model's and an adapter's header say, what is refused before llama.cpp sees it, and that llama.cpp
agrees: what passes here loads there, and what does not fit would not."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import llama_cpp
import pytest

from desktop_rag.domain.errors import AdapterMismatch, AdapterUnusable, ModelError, ModelUnsupported
from desktop_rag.generation.gguf_header import Header, TensorInfo, read_header
from desktop_rag.generation.model_facts import adapter_facts, check_adapter, check_model, model_facts
from tests.ggufs import (
    ADAPTED,
    Metadata,
    Shape,
    smaller,
    write_adapter,
    write_model,
    write_tensors,
    write_vocabulary_only,
)

PROMPT = "<|im_start|>user\nWho wrote this?<|im_end|>\n<|im_start|>assistant\n"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny.gguf", name="Tiny", seed=3)


@pytest.fixture(scope="module")
def loaded(model: Path) -> Iterator[llama_cpp.Llama]:
    llama = llama_cpp.Llama(str(model), n_ctx=256, n_threads=1, verbose=False)
    yield llama
    llama.close()


def _answer(llama: llama_cpp.Llama, adapters: list[tuple[Path, float]]) -> str | None:
    """What the real llama.cpp writes with these adapters; None if it refuses one."""
    pointers = [
        llama_cpp.llama_adapter_lora_init(llama.model, str(path).encode()) for path, _scale in adapters
    ]
    if not all(pointers):
        return None
    count = len(pointers)
    array = (llama_cpp.llama_adapter_lora_p_ctypes * count)(*pointers)
    scales = (ctypes.c_float * count)(*(scale for _path, scale in adapters))
    assert llama_cpp.llama_set_adapters_lora(llama.ctx, array, count, scales) == 0
    llama.reset()
    llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(llama.ctx), True)
    text = llama.create_completion(PROMPT, max_tokens=24, temperature=0.0)["choices"][0]["text"]
    llama_cpp.llama_set_adapters_lora(llama.ctx, (llama_cpp.llama_adapter_lora_p_ctypes * 0)(), 0, None)
    return str(text)


def _checked(path: Path, base: Path) -> None:
    check_adapter(read_header(path), read_header(base))


def test_a_model_says_its_name_size_and_context(model: Path) -> None:
    facts = model_facts(read_header(model), model)
    assert (facts.name, facts.architecture, facts.quantisation) == ("Tiny", "llama", "F32")
    assert (facts.trained_context_tokens, facts.has_template) == (2048, True)
    assert facts.path == model
    assert facts.size_bytes == model.stat().st_size


def test_the_parameters_are_those_that_llama_counts(model: Path, loaded: llama_cpp.Llama) -> None:
    counted = llama_cpp.llama_model_n_params(loaded.model)
    assert model_facts(read_header(model), model).parameters == counted


@pytest.mark.parametrize(("file_type", "said"), [(15, "Q4_K_M"), (1024 + 7, "Q8_0"), (999, "F32")])
def test_the_quantisation_is_what_the_file_says_or_what_most_weights_have(
    tmp_path: Path, file_type: int, said: str
) -> None:
    path = write_model(tmp_path / "m.gguf", metadata={"general.file_type": file_type})
    assert model_facts(read_header(path), path).quantisation == said


def test_a_model_without_a_template_says_so(tmp_path: Path) -> None:
    for template in (None, " \n"):
        path = write_model(tmp_path / "m.gguf", chat_template=template)
        assert not model_facts(read_header(path), path).has_template


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "parameters", "quantisation", "context"),
    [("stories260K.gguf", 292_800, "F32", 2048), ("llama-2-tiny-random.gguf", 513_048, "F16", 4096)],
)
def test_the_real_small_models_pass(
    data_dir: Path, name: str, parameters: int, quantisation: str, context: int
) -> None:
    path = data_dir / "models" / name
    header = read_header(path)
    check_model(header)
    facts = model_facts(header, path)
    assert (facts.parameters, facts.quantisation, facts.trained_context_tokens) == (
        parameters,
        quantisation,
        context,
    )


@pytest.mark.data
def test_each_file_that_is_no_model_is_refused_with_its_own_reason(data_dir: Path) -> None:
    reasons = {}
    for path in sorted((data_dir / "models" / "not-models").iterdir()):
        with pytest.raises(ModelError) as caught:
            check_model(read_header(path))
        reasons[path.name] = str(caught.value)
        assert caught.value.hint
    assert len(reasons) >= 3
    assert len(set(reasons.values())) == len(reasons)
    assert "older format" in reasons["ggjt-before-gguf.bin"]
    assert "first version" in reasons["gguf-version-1.gguf"]
    assert "only the vocabulary" in reasons["vocabulary-only.gguf"]


@pytest.mark.parametrize(
    ("architecture", "metadata", "words"),
    [
        ("bert", {}, "numbers for searching"),
        ("nomic-bert", {}, "numbers for searching"),
        ("qwen3", {"qwen3.pooling_type": 3}, "numbers for searching"),
        ("llama", {"llama.attention.causal": False}, "numbers for searching"),
        ("clip", {"general.type": "mmproj"}, "only sees pictures"),
        ("other", {"general.type": "mmproj"}, "only sees pictures"),
        ("flux", {}, "makes pictures"),
        ("llada", {}, "diffusion"),
        ("t5", {}, "rewrites"),
        ("controlvector", {}, "control vector"),
        ("llama", {"general.type": "imatrix"}, "imatrix"),
        ("llama", {}, "no vocabulary"),
    ],
)
def test_a_model_that_cannot_converse_is_refused(
    tmp_path: Path, architecture: str, metadata: Metadata, words: str
) -> None:
    path = write_tensors(tmp_path / "m.gguf", architecture, {"token_embd.weight": (8, 8)}, metadata)
    with pytest.raises(ModelUnsupported, match=words) as caught:
        check_model(read_header(path))
    assert caught.value.hint


def test_an_adapter_given_as_a_model_is_told_from_one(tmp_path: Path) -> None:
    with pytest.raises(ModelUnsupported, match="a LoRA adapter, not a model") as caught:
        check_model(read_header(write_adapter(tmp_path / "a.gguf")))
    assert "add it as an adapter" in caught.value.hint


def test_a_vocabulary_alone_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnsupported, match="only the vocabulary"):
        check_model(read_header(write_vocabulary_only(tmp_path / "v.gguf")))


def test_an_adapter_says_its_name_base_rank_and_strength(tmp_path: Path) -> None:
    path = write_adapter(tmp_path / "a.gguf", name="House style", base_name="Tiny", rank=3, alpha=6.0)
    facts = adapter_facts(read_header(path), path)
    assert (facts.name, facts.base_name, facts.rank, facts.alpha) == ("House style", "Tiny", 3, 6.0)
    assert (facts.architecture, facts.size_bytes) == ("llama", path.stat().st_size)


def test_an_adapter_that_passes_loads_and_changes_the_answer(
    tmp_path: Path, model: Path, loaded: llama_cpp.Llama
) -> None:
    adapter = write_adapter(tmp_path / "a.gguf")
    _checked(adapter, model)
    base = _answer(loaded, [])
    assert base
    assert _answer(loaded, [(adapter, 1.0)]) not in (base, None)
    assert _answer(loaded, [(adapter, 0.0)]) == base
    assert _answer(loaded, []) == base


@dataclass(frozen=True, slots=True)
class Case:
    write: Callable[[Path], Path]
    words: str
    error: type[ModelError] = AdapterUnusable


def _tensors(tensors: dict[str, tuple[int, ...]], **metadata: str | float) -> Callable[[Path], Path]:
    said = {"general.type": "adapter", "adapter.type": "lora", "adapter.lora.alpha": 1.0}
    keys = said | {name.replace("_", "."): value for name, value in metadata.items()}
    return lambda path: write_tensors(path, "llama", tensors, keys)


Q = "blk.0.attn_q.weight"
REFUSED_BY_BOTH = {
    "sizes": Case(lambda path: write_adapter(path, shape=smaller()), "sizes differ", AdapterMismatch),
    "layers": Case(lambda path: write_adapter(path, shape=Shape(layers=3)), "does not have", AdapterMismatch),
    "architecture": Case(lambda path: write_adapter(path, architecture="qwen2"), "qwen2", AdapterMismatch),
    "transposed": Case(
        _tensors({f"{Q}.lora_a": (4, 64), f"{Q}.lora_b": (4, 64)}), "sizes differ", AdapterMismatch
    ),
    "two ranks": Case(
        _tensors({f"{Q}.lora_a": (64, 4), f"{Q}.lora_b": (5, 64)}), "sizes differ", AdapterMismatch
    ),
    "half a pair": Case(_tensors({f"{Q}.lora_a": (64, 4)}), "incomplete"),
    "another tensor": Case(_tensors({f"{Q}.lora_magnitude": (64,)}), "incomplete"),
    "other kind": Case(lambda path: write_adapter(path, kind="ia3"), "not a LoRA"),
    "no kind": Case(
        _tensors({f"{Q}.lora_a": (64, 4), f"{Q}.lora_b": (4, 64)}, adapter_type=""), "not a LoRA"
    ),
    "a model": Case(write_model, "a whole model"),
}
REFUSED_HERE = {
    "empty": Case(lambda path: write_adapter(path, adapted=()), "is empty"),
    "activated": Case(
        lambda path: write_adapter(path, metadata={"adapter.alora.invocation_tokens": [1, 2]}),
        "activated LoRA",
    ),
    "no strength": Case(lambda path: write_adapter(path, alpha=float("nan")), "not a number"),
}


@pytest.mark.parametrize("case", REFUSED_BY_BOTH.values(), ids=REFUSED_BY_BOTH)
def test_what_does_not_fit_is_refused_as_llama_would(
    tmp_path: Path, model: Path, loaded: llama_cpp.Llama, case: Case
) -> None:
    path = case.write(tmp_path / "a.gguf")
    with pytest.raises(case.error, match=case.words):
        _checked(path, model)
    assert _answer(loaded, [(path, 1.0)]) is None


@pytest.mark.parametrize("case", REFUSED_HERE.values(), ids=REFUSED_HERE)
def test_what_llama_would_take_but_cannot_work_is_refused(tmp_path: Path, model: Path, case: Case) -> None:
    path = case.write(tmp_path / "a.gguf")
    with pytest.raises(case.error, match=case.words):
        _checked(path, model)


def test_a_mismatch_names_the_adapter_the_model_and_what_it_was_made_for(tmp_path: Path, model: Path) -> None:
    adapter = write_adapter(tmp_path / "a.gguf", name="Legal style", base_name="Granite 3B", shape=smaller())
    with pytest.raises(AdapterMismatch) as caught:
        _checked(adapter, model)
    assert "“Legal style”" in str(caught.value)
    assert "“Tiny”" in str(caught.value)
    assert "Granite 3B" in caught.value.hint
    assert Q in caught.value.detail or "blk." in caught.value.detail


def test_an_adapter_for_the_table_of_embeddings_is_turned_the_other_way_round(
    tmp_path: Path, model: Path, loaded: llama_cpp.Llama
) -> None:
    table = next(tensor for tensor in read_header(model).tensors if tensor.name == "token_embd.weight")
    width, count = table.shape
    name = table.name
    right = _tensors({f"{name}.lora_a": (4, count), f"{name}.lora_b": (4, width)})(tmp_path / "right.gguf")
    _checked(right, model)
    assert _answer(loaded, [(right, 1.0)]) == _answer(loaded, [])
    wrong = _tensors({f"{name}.lora_a": (width, 4), f"{name}.lora_b": (4, count)})(tmp_path / "wrong.gguf")
    with pytest.raises(AdapterMismatch):
        _checked(wrong, model)
    assert _answer(loaded, [(wrong, 1.0)]) is None


def test_an_adapter_for_a_word_table_that_is_also_written_with_is_refused() -> None:
    """llama.cpp ends the whole process over it."""
    adapter = _lora("token_embd.weight", (4, 100), (4, 16))
    check_adapter(adapter, _header({"token_embd.weight": (16, 100), "output.weight": (16, 100)}))
    with pytest.raises(AdapterUnusable, match="word table"):
        check_adapter(adapter, _header({"token_embd.weight": (16, 100)}))


def test_an_adapter_for_experts_has_a_pair_for_each_of_them() -> None:
    base = _header({"blk.0.ffn_up_exps.weight": (16, 32, 8)})
    check_adapter(_lora("blk.0.ffn_up_exps.weight", (16, 2, 8), (2, 32, 8)), base)
    with pytest.raises(AdapterMismatch):
        check_adapter(_lora("blk.0.ffn_up_exps.weight", (16, 2, 7), (2, 32, 7)), base)
    with pytest.raises(AdapterMismatch):
        check_adapter(_lora("blk.0.ffn_up_exps.weight", (16, 2), (2, 32)), base)


def test_norms_in_an_adapter_are_passed_over(tmp_path: Path, model: Path, loaded: llama_cpp.Llama) -> None:
    shapes = {f"{Q}.lora_a": (64, 4), f"{Q}.lora_b": (4, 64), "blk.0.attn_norm.weight": (64,)}
    path = _tensors(shapes)(tmp_path / "a.gguf")
    _checked(path, model)
    assert _answer(loaded, [(path, 1.0)]) is not None


@pytest.mark.parametrize("adapted", [(name,) for name in (*ADAPTED, "ffn_up", "ffn_gate", "attn_k")])
def test_each_part_of_a_layer_may_be_adapted(
    tmp_path: Path, model: Path, loaded: llama_cpp.Llama, adapted: tuple[str, ...]
) -> None:
    path = write_adapter(tmp_path / "a.gguf", adapted=adapted)
    _checked(path, model)
    assert _answer(loaded, [(path, 1.0)]) is not None


def _lora(name: str, a: tuple[int, ...], b: tuple[int, ...]) -> Header:
    said = {"general.type": "adapter", "adapter.type": "lora"}
    return _header({f"{name}.lora_a": a, f"{name}.lora_b": b}, **said)


def _header(tensors: dict[str, tuple[int, ...]], **metadata: str) -> Header:
    infos = tuple(TensorInfo(name, shape, 0, 0) for name, shape in tensors.items())
    return Header("Experts", 3, {"general.architecture": "qwen3moe", **metadata}, infos, 0, 0)
