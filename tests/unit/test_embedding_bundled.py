"""The bundled embedder as the embed child uses it: the real model, in this process."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from desktop_rag.domain.errors import InstallationError
from desktop_rag.embedding.bundled import BATCH_SIZE, BundledEncoder
from desktop_rag.embedding.encoder import Encoder, Vectors

FOLDER = Path(__file__).parents[2] / "assets" / "embedder"

TEXTS = [
    "The notice period is three months to the end of a quarter.",
    "Cats sleep for most of the day.",
    "",
    "Invoice INV-2024-00317 over 1,284.50 EUR is due on 2024-11-30.",
    "Dental cleanings are covered twice a year. " * 40,
    "Der Vertrag endet am 31. Dezember.",
    "short",
]


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return BundledEncoder.load(FOLDER, threads=2)


def cosines(a: Vectors, b: Vectors) -> Vectors:
    return np.asarray((a * b).sum(axis=1), dtype=np.float32)


def test_is_an_encoder(encoder: BundledEncoder) -> None:
    checked: Encoder = encoder
    assert (checked.name, checked.dimension, checked.max_tokens) == ("all-MiniLM-L6-v2", 384, 256)
    assert len(bytes.fromhex(checked.fingerprint)) == 32


def test_libraries_that_are_in_use_are_not_embedded_anew(encoder: BundledEncoder) -> None:
    """All vectors in them are kept under this fingerprint since the first version."""
    assert encoder.fingerprint == "8abab434c24d0954223b6a96ff610d45e072196f26975ab58baa94323837a6a5"


def test_gives_one_float_row_per_text(encoder: BundledEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32


def test_no_texts_give_no_rows(encoder: BundledEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.count_tokens([]) == []


def test_meaning_decides_nearness(encoder: BundledEncoder) -> None:
    passages = ["How long you may be away with a sick child", "Quarterly revenue rose", "The cat sat down"]
    question, *rest = encoder.encode(["parental leave when my daughter is ill", *passages])
    assert np.argmax(np.array(rest) @ question) == 0


def test_rows_keep_the_order_of_the_texts(encoder: BundledEncoder) -> None:
    """Across batches, which are sorted by length inside."""
    texts = [f"{text} {number}" for number, text in enumerate(TEXTS * 4)]
    assert len(texts) > 3 * BATCH_SIZE
    backwards = encoder.encode(texts[::-1])[::-1]
    assert cosines(encoder.encode(texts), backwards).min() > 0.99999


def test_a_text_has_the_same_vector_alone_and_in_any_company(encoder: BundledEncoder) -> None:
    """Where activations are quantised per tensor, as is usual, company moves vectors by up to 0.02."""
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert cosines(alone, encoder.encode(TEXTS)).min() > 0.99999


def test_the_same_texts_give_the_same_bytes_on_any_number_of_threads(encoder: BundledEncoder) -> None:
    first = encoder.encode(TEXTS)
    assert np.array_equal(first, encoder.encode(TEXTS))
    assert np.array_equal(first, BundledEncoder.load(FOLDER, threads=1).encode(TEXTS))


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(st.characters(), max_size=80), min_size=1, max_size=4))
def test_any_text_gives_vectors_of_length_one(encoder: BundledEncoder, texts: list[str]) -> None:
    lengths = np.linalg.norm(encoder.encode(texts), axis=1)
    assert lengths == pytest.approx(np.ones(len(texts)), abs=1e-5)


def test_lone_surrogates_are_no_obstacle(encoder: BundledEncoder) -> None:
    """A damaged document brings them; no encoder of text accepts them."""
    assert np.array_equal(encoder.encode(["broken \ud83d smile"]), encoder.encode(["broken ? smile"]))
    assert encoder.count_tokens(["broken \ud83d smile"]) == [3]


def test_what_lies_beyond_the_limit_is_not_seen(encoder: BundledEncoder) -> None:
    seen = "word " * (encoder.max_tokens - 2)
    same, cut = encoder.encode([seen, seen + "and then something altogether different"])
    assert np.array_equal(same, cut)


def test_the_last_token_within_the_limit_is_seen(encoder: BundledEncoder) -> None:
    most = "word " * (encoder.max_tokens - 3)
    without, with_last = encoder.encode([most, most + "elephant"])
    assert not np.allclose(without, with_last, atol=1e-4)


def test_a_very_long_text_is_cut_and_counted_whole(encoder: BundledEncoder) -> None:
    text = "word " * 100_000
    assert np.linalg.norm(encoder.encode([text])) == pytest.approx(1, abs=1e-5)
    assert encoder.count_tokens([text]) == [100_000]


def test_counts_the_tokens_of_the_model_itself(encoder: BundledEncoder) -> None:
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    expected = [len(tokenizer.encode(text, add_special_tokens=False).ids) for text in TEXTS]
    assert encoder.count_tokens(TEXTS) == expected
    assert expected[2] == 0
    assert expected[4] > encoder.max_tokens


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "embedder"))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_missing_file_is_a_broken_installation(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(InstallationError, match="missing"):
        BundledEncoder.load(copied, threads=1)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_with_one_changed_byte_is_a_broken_installation(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    with pytest.raises(InstallationError, match="damaged") as caught:
        BundledEncoder.load(copied, threads=1)
    assert name in caught.value.detail


def test_a_library_that_cannot_be_loaded_is_a_broken_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows without the C++ runtime that ONNX Runtime needs."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(InstallationError, match="cannot be loaded"):
        BundledEncoder.load(FOLDER, threads=1)
