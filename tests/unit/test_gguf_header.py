"""A GGUF file's header is read without loading it, and what is no whole GGUF file says why in plain words."""

import contextlib
import os
import struct
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import gguf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_rag.domain.errors import ModelDamaged, ModelError, ModelMissing, ModelUnsupported
from desktop_rag.generation.gguf_header import ArrayInfo, Header, read_header
from desktop_rag.generation.gguf_types import FILE_TYPES, TENSOR_TYPES
from desktop_rag.generation.model_facts import adapter_facts, check_adapter, check_model, model_facts
from tests.ggufs import (
    bare_header,
    truncated,
    write_adapter,
    write_model,
    write_tensors,
    write_vocabulary_only,
)

DEFAULT_HINT = ModelDamaged.default_hint


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny.gguf", name="Tiny")


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_adapter(tmp_path_factory.mktemp("models") / "adapter.gguf")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "damaged.gguf"


def _refusal(path: Path) -> ModelError:
    with pytest.raises(ModelError) as caught:
        read_header(path)
    return caught.value


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _key(name: str, kind: int, value: bytes) -> bytes:
    return struct.pack("<Q", len(name)) + name.encode() + struct.pack("<I", kind) + value


def _tensor(name: str, shape: tuple[int, ...], kind: int = 0, offset: int = 0) -> bytes:
    packed = struct.pack("<Q", len(name)) + name.encode() + struct.pack("<I", len(shape))
    return packed + struct.pack(f"<{len(shape)}QIQ", *shape, kind, offset)


def _same_as_reference(path: Path, header: Header) -> None:
    reference = gguf.GGUFReader(path)
    assert header.data_offset == reference.data_offset
    assert header.size_bytes == path.stat().st_size
    assert header.tensors != ()
    assert [(t.name, list(t.shape), t.type, t.offset + header.data_offset) for t in header.tensors] == [
        (t.name, t.shape.tolist(), int(t.tensor_type), t.data_offset) for t in reference.tensors
    ]
    fields = {name: field for name, field in reference.fields.items() if not name.startswith("GGUF.")}
    assert list(header.metadata) == list(fields)
    for name, value in header.metadata.items():
        if isinstance(value, ArrayInfo):
            assert (value.item_type, value.length) == (int(fields[name].types[-1]), len(fields[name].data))
        else:
            assert value == (
                tuple(fields[name].contents()) if isinstance(value, tuple) else fields[name].contents()
            )


@pytest.mark.parametrize("tokenizer", ["gpt2", "llama"])
def test_a_header_says_what_the_reference_reader_says(tmp_path: Path, tokenizer: str) -> None:
    metadata = {"test.flag": True, "test.few": [3, 1, 2], "test.share": 0.5, "general.alignment": 64}
    path = write_model(tmp_path / "m.gguf", tokenizer=tokenizer, metadata=metadata)  # type: ignore[arg-type]
    header = read_header(path)
    _same_as_reference(path, header)
    assert header.metadata["test.flag"] is True
    assert header.metadata["test.few"] == (3, 1, 2)
    assert isinstance(header.metadata["tokenizer.ggml.tokens"], ArrayInfo)


@pytest.mark.data
@pytest.mark.parametrize("name", ["stories260K.gguf", "llama-2-tiny-random.gguf"])
def test_a_real_header_says_what_the_reference_reader_says(data_dir: Path, name: str) -> None:
    _same_as_reference(data_dir / "models" / name, read_header(data_dir / "models" / name))


def test_the_sizes_and_names_of_types_are_those_of_the_gguf_package() -> None:
    for number, (block, block_bytes) in gguf.GGML_QUANT_SIZES.items():
        if (
            number != gguf.GGMLQuantizationType.Q8_1
        ):  # no file has it; the package's 40 bytes are an older ggml's
            assert TENSOR_TYPES[number] == (number.name, block, block_bytes)
    for kind in gguf.LlamaFileType:
        if kind != gguf.LlamaFileType.GUESSED:
            assert FILE_TYPES[kind] == kind.name.removeprefix("ALL_").removeprefix("MOSTLY_").removesuffix(
                "_MOE"
            )


def test_a_name_fit_to_be_shown_is_kept_and_a_nameless_file_is_called_by_its_file_name(
    tmp_path: Path,
) -> None:
    odd = write_model(tmp_path / "odd.gguf", name="Two\nlines\x1b[31m\u202e and " + "x" * 500)
    assert read_header(odd).title.startswith("Two lines [31m and xxx")
    assert len(read_header(odd).title) == 120
    nameless = write_model(tmp_path / "seven.gguf", name=" ")
    kind_only = write_model(tmp_path / "eight.gguf", name="LLaMA")
    assert read_header(kind_only).title == "eight"
    assert read_header(nameless).title == "seven"


def test_a_vocabulary_of_150000_tokens_is_skipped_in_well_under_a_second(tmp_path: Path) -> None:
    writer = gguf.GGUFWriter(tmp_path / "big.gguf", "llama")
    writer.add_token_list([f"token {n} {'x' * (n % 20)}" for n in range(150_000)])
    writer.add_token_merges([f"a{n} b{n}" for n in range(150_000)])
    writer.add_name("Behind the words")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    took = []
    for _ in range(3):
        began = time.perf_counter()
        header = read_header(tmp_path / "big.gguf")
        took.append(time.perf_counter() - began)
    print(f"\n150,000 tokens and merges skipped in {min(took):.3f} s")
    assert min(took) < 0.8
    assert header.title == "Behind the words"
    assert header.metadata["tokenizer.ggml.merges"] == ArrayInfo(8, 150_000)


def test_a_file_without_weights_has_a_header_without_tensors(tmp_path: Path) -> None:
    assert read_header(write_vocabulary_only(tmp_path / "v.gguf")).tensors == ()


def _zip(path: Path, name: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")


FOREIGN: dict[str, tuple[Callable[[Path], object], type[ModelError], str]] = {
    "missing": (lambda path: None, ModelMissing, "There is no file"),
    "folder": (lambda path: path.mkdir(), ModelUnsupported, "a folder"),
    "empty": (lambda path: path.write_bytes(b""), ModelDamaged, "is empty"),
    "web page": (
        lambda path: path.write_bytes(b"\n<!DOCTYPE html><html><p>Sign in"),
        ModelUnsupported,
        "web page",
    ),
    "pointer": (
        lambda path: path.write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
        ModelUnsupported,
        "placeholder",
    ),
    "text": (lambda path: path.write_bytes(b"Entry not found"), ModelUnsupported, "a text file"),
    "zip": (lambda path: _zip(path, "model.gguf"), ModelUnsupported, "ZIP archive"),
    "pytorch": (lambda path: _zip(path, "archive/data.pkl"), ModelUnsupported, "PyTorch"),
    "old pytorch": (
        lambda path: path.write_bytes(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."),
        ModelUnsupported,
        "PyTorch",
    ),
    "safetensors": (
        lambda path: path.write_bytes(struct.pack("<Q", 40) + b'{"weight":{"dtype":"F32","shape":[1]}}  '),
        ModelUnsupported,
        "safetensors",
    ),
    "gzip": (lambda path: path.write_bytes(b"\x1f\x8b\x08\x00rest"), ModelUnsupported, "packed archive"),
    "pdf": (lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3"), ModelUnsupported, "PDF document"),
    "zeros": (lambda path: path.write_bytes(bytes(4096)), ModelDamaged, "begins with zeros"),
    "noise": (
        lambda path: path.write_bytes(bytes(range(128, 256)) + b"\x00\x01"),
        ModelUnsupported,
        "not a GGUF model",
    ),
    "ggml": (lambda path: path.write_bytes(b"lmgg" + bytes(64)), ModelUnsupported, "older format (GGML)"),
    "ggmf": (lambda path: path.write_bytes(b"fmgg\x01" + bytes(64)), ModelUnsupported, "older format (GGML)"),
    "ggjt": (lambda path: path.write_bytes(b"tjgg\x03" + bytes(64)), ModelUnsupported, "older format (GGML)"),
    "ggla": (lambda path: path.write_bytes(b"algg\x01" + bytes(64)), ModelUnsupported, "older format (GGLA)"),
    "version 1": (lambda path: path.write_bytes(bare_header(version=1)), ModelUnsupported, "first version"),
    "version 4": (lambda path: path.write_bytes(bare_header(version=4)), ModelUnsupported, "newer version"),
    "big-endian": (
        lambda path: path.write_bytes(b"GGUF" + struct.pack(">IQQ", 3, 1, 1)),
        ModelUnsupported,
        "big-endian",
    ),
}


@pytest.mark.parametrize(("make", "error", "words"), FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_model_is_refused_with_what_it_is(
    tmp_path: Path, make: Callable[[Path], object], error: type[ModelError], words: str
) -> None:
    path = tmp_path / "model.gguf"
    make(path)
    refusal = _refusal(path)
    assert type(refusal) is error
    assert words in str(refusal)
    assert refusal.hint


def test_each_kind_of_refusal_has_words_of_its_own(tmp_path: Path) -> None:
    kinds = [name for name in FOREIGN if name not in ("ggmf", "ggjt", "old pytorch")]
    said = set()
    for name in kinds:
        folder = tmp_path / name
        folder.mkdir()
        FOREIGN[name][0](folder / "model.gguf")
        said.add(str(_refusal(folder / "model.gguf")))
    assert len(said) == len(kinds)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, model: Path) -> None:
    path = truncated(model, tmp_path / "m.gguf", -1)
    path.chmod(0)
    assert "may not be read" in str(_refusal(path))


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.gguf")
    assert "not a model file" in str(_refusal(tmp_path / "pipe.gguf"))


def test_a_path_that_cannot_be_is_refused() -> None:
    assert "cannot be read" in str(_refusal(Path("a\0b.gguf")))


def test_a_model_cut_off_in_its_weights_says_how_much_is_there(tmp_path: Path, model: Path) -> None:
    size = model.stat().st_size
    refusal = _refusal(truncated(model, tmp_path / "cut.gguf", size - 100_000))
    assert isinstance(refusal, ModelDamaged)
    assert f"{(size - 100_000) / 1000:.1f} kB of {size / 1000:.1f} kB are there" in str(refusal)
    assert "did not finish" in refusal.hint
    assert "last 1 bytes are missing" in str(_refusal(truncated(model, tmp_path / "nearly.gguf", size - 1)))
    read_header(truncated(model, tmp_path / "whole.gguf", size))


def test_a_model_cut_off_in_its_header_says_so(tmp_path: Path, model: Path) -> None:
    for size in (4, 7, 23, 24, 100, read_header(model).data_offset - 200):
        refusal = _refusal(truncated(model, tmp_path / "cut.gguf", size))
        assert isinstance(refusal, ModelDamaged)
        assert "inside its header" in str(refusal)


def test_weights_of_an_unknown_type_are_taken_on_trust(tmp_path: Path) -> None:
    content = bare_header(tensors=1) + _tensor("w", (1 << 40,), kind=99)
    header = read_header(_written(tmp_path / "new.gguf", content))
    assert header.tensors[0].type == 99


LIES = {
    "tensors without end": bare_header(tensors=1 << 63),
    "keys without end": bare_header(keys=1 << 40),
    "a key of an exabyte": bare_header(keys=1) + struct.pack("<Q", 1 << 60),
    "a key of a gigabyte": bare_header(keys=1) + struct.pack("<Q", 1 << 30) + bytes(4096),
    "an unknown type of value": bare_header(keys=1) + _key("k", 77, bytes(64)),
    "a list of lists": bare_header(keys=1) + _key("k", 9, struct.pack("<IQ", 9, 5) + bytes(400)),
    "a list of lists, long": bare_header(keys=1) + _key("k", 9, struct.pack("<IQ", 9, 1 << 20) + bytes(400)),
    "a list longer than the file": bare_header(keys=1) + _key("k", 9, struct.pack("<IQ", 4, 1 << 61)),
    "texts without end": bare_header(keys=1) + _key("k", 9, struct.pack("<IQ", 8, 1 << 50) + bytes(4096)),
    "texts that end too early": bare_header(keys=1)
    + _key("k", 9, struct.pack("<IQ", 8, 1 << 20) + bytes(4096)),
    "a text in a list that is longer than the file": (
        bare_header(keys=1)
        + _key("k", 9, struct.pack("<IQ", 8, 100) + struct.pack("<Q", 1 << 62) + bytes(999))
    ),
    "the same key twice": bare_header(keys=2) + 2 * _key("k", 4, bytes(4)),
    "the same tensor twice": bare_header(tensors=2) + 2 * _tensor("w", (1,)) + bytes(256),
    "no dimensions": bare_header(tensors=1) + _tensor("w", ()) + bytes(256),
    "five dimensions": bare_header(tensors=1) + _tensor("w", (1, 1, 1, 1, 1)) + bytes(256),
    "a dimension of nothing": bare_header(tensors=1) + _tensor("w", (4, 0)) + bytes(256),
    "dimensions that overflow": bare_header(tensors=1) + _tensor("w", (1 << 40, 1 << 40)) + bytes(256),
    "an offset beyond all files": bare_header(tensors=1) + _tensor("w", (1,), offset=1 << 63) + bytes(256),
    "a version of another century": bare_header(version=1900),
    "weights of a petabyte": bare_header(tensors=1) + _tensor("w", (1 << 48,)) + bytes(256),
    "an offset between the steps": bare_header(tensors=1) + _tensor("w", (1,), offset=7) + bytes(256),
    "a row that is no whole number of blocks": bare_header(tensors=1)
    + _tensor("w", (33,), kind=2)
    + bytes(256),
    "an alignment of nothing": (
        bare_header(keys=1) + _key("general.alignment", 4, struct.pack("<I", 0)) + bytes(256)
    ),
    "an alignment of 24": bare_header(keys=1)
    + _key("general.alignment", 4, struct.pack("<I", 24))
    + bytes(256),
    "an alignment in words": (
        bare_header(keys=1) + _key("general.alignment", 8, struct.pack("<Q", 2) + b"32") + bytes(256)
    ),
}


@pytest.mark.parametrize("content", LIES.values(), ids=LIES)
def test_a_header_that_lies_is_refused_at_once_and_without_memory(tmp_path: Path, content: bytes) -> None:
    path = _written(tmp_path / "lie.gguf", content)
    tracemalloc.start()
    try:
        began = time.perf_counter()
        assert isinstance(_refusal(path), ModelDamaged)
        assert time.perf_counter() - began < 0.5
        assert tracemalloc.get_traced_memory()[1] < 3 << 20
    finally:
        tracemalloc.stop()


def _list(name: str, kind: int, length: int, items: bytes) -> bytes:
    return _key(name, 9, struct.pack("<IQ", kind, length) + items)


def test_a_number_for_each_layer_of_a_deep_model_is_kept(tmp_path: Path) -> None:
    content = bare_header(keys=1) + _list("k", 4, 126, struct.pack("<126I", *range(126)))
    assert read_header(_written(tmp_path / "deep.gguf", content)).metadata["k"] == tuple(range(126))


def test_only_so_much_of_lists_is_kept_in_all(tmp_path: Path) -> None:
    """300,000 numbers in short lists: the last ones are only counted."""
    content = bare_header(keys=300) + b"".join(_list(f"k{n}", 10, 1000, bytes(8000)) for n in range(300))
    kept = read_header(_written(tmp_path / "lists.gguf", content)).metadata
    assert kept["k0"] == (0,) * 1000
    assert kept["k299"] == ArrayInfo(10, 1000)


def test_texts_and_names_beyond_all_reason_are_damage(tmp_path: Path) -> None:
    million = struct.pack("<Q", 1 << 20) + bytes(1 << 20)
    texts = bare_header(keys=20) + b"".join(_key(f"k{n}", 8, million) for n in range(20))
    assert isinstance(_refusal(_written(tmp_path / "texts.gguf", texts)), ModelDamaged)
    read_header(
        _written(tmp_path / "few.gguf", bare_header(keys=3) + texts[24 : 24 + 3 * (len(million) + 14)])
    )
    name = bare_header(tensors=1) + _tensor("w" * 300, (1,)) + bytes(256)
    assert isinstance(_refusal(_written(tmp_path / "name.gguf", name)), ModelDamaged)


def test_a_model_of_more_parts_than_anybody_makes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "big-00001-of-65535.gguf"
    write_tensors(path, "llama", {"a": (32, 2)}, {"split.no": 0, "split.count": 65_535})
    assert "more parts (65535)" in str(_refusal(path))


AT = st.integers(0, 1500) | st.integers(0, 20_000)
"""Places in a header: the first of these bytes say more than the vocabulary behind them."""


@settings(max_examples=200, deadline=1000)
@given(size=AT | st.just(1 << 30), flips=st.lists(st.tuples(AT, st.integers(0, 255)), max_size=6))
def test_no_damage_to_a_header_raises_anything_but_a_model_error(
    model: Path, adapter: Path, scratch: Path, size: int, flips: list[tuple[int, int]]
) -> None:
    for whole in (model, adapter):
        content = bytearray(whole.read_bytes()[:size])
        for at, byte in flips:
            content[at % max(len(content), 1) : at % max(len(content), 1) + 1] = bytes([byte])
        scratch.write_bytes(content)
        tracemalloc.start()
        try:
            with contextlib.suppress(ModelError):
                header = read_header(scratch)
                assert model_facts(header, scratch).size_bytes == len(content)
                assert adapter_facts(header, scratch).size_bytes == len(content)
                (check_model if whole is model else check_own_adapter)(header)
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert peak < 8 << 20


def check_own_adapter(header: Header) -> None:
    check_adapter(header, header)


def _part(folder: Path, number: int, count: int, tensor: str) -> Path:
    metadata = {"split.no": number - 1, "split.count": count, "general.name": "In parts"}
    path = folder / f"big-{number:05}-of-{count:05}.gguf"
    return write_tensors(path, "llama", {tensor: (32, 2)} if tensor else {}, metadata)


def test_a_model_in_parts_is_read_as_one(tmp_path: Path) -> None:
    parts = [_part(tmp_path, number, 3, tensor) for number, tensor in ((1, ""), (2, "a"), (3, "b"))]
    header = read_header(parts[0])
    assert [tensor.name for tensor in header.tensors] == ["a", "b"]
    assert header.size_bytes == sum(part.stat().st_size for part in parts)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    first = _part(tmp_path, 1, 3, "a")
    _part(tmp_path, 2, 3, "b")
    refusal = _refusal(first)
    assert isinstance(refusal, ModelMissing)
    assert "Part 3 of 3" in str(refusal)
    assert "big-00003-of-00003.gguf" in str(refusal)


def test_a_later_part_names_the_first(tmp_path: Path) -> None:
    refusal = _refusal(_part(tmp_path, 2, 3, "b"))
    assert "part 2 of 3" in str(refusal)
    assert "big-00001-of-00003.gguf" in refusal.hint


def test_a_part_that_was_renamed_is_refused_with_the_name_it_needs(tmp_path: Path) -> None:
    refusal = _refusal(_part(tmp_path, 1, 3, "a").rename(tmp_path / "best-model.gguf"))
    assert "one of 3 parts" in str(refusal)
    assert "-00001-of-00003.gguf" in refusal.hint


def test_a_part_of_another_model_and_a_damaged_part_are_told_apart(tmp_path: Path) -> None:
    first = _part(tmp_path, 1, 2, "a")
    second = _part(tmp_path, 2, 2, "b")
    whole = second.read_bytes()
    second.write_bytes(whole[:-300])
    assert "incomplete" in str(_refusal(first))
    write_tensors(second, "llama", {"b": (32, 2)})
    assert "does not belong" in str(_refusal(first))
    second.write_bytes(whole)
    assert len(read_header(first).tensors) == 2
