"""What embedders share: rows of length one, room for text, fingerprints, and looking at a folder first."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from desktop_rag.domain.errors import EmbedderUnusable, ModelMissing
from desktop_rag.embedding.encoder import FEWEST_TOKENS, Vectors, room_for_text, unit_rows
from desktop_rag.embedding.fingerprint import (
    HEAD_BYTES,
    SAMPLE_BYTES,
    STRIDE_BYTES,
    content_digest,
    fingerprint,
)
from desktop_rag.embedding.sentence_folder import check_folder

ROWS = arrays.arrays(
    np.float32, (3, 5), elements=st.floats(-(2.0**120), 2.0**120, width=32, allow_subnormal=False)
)


@given(ROWS)
def test_all_finite_rows_get_length_one(rows: Vectors) -> None:
    assert np.linalg.norm(unit_rows(rows), axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_rows_keep_their_direction() -> None:
    assert unit_rows(np.array([[3.0, 4.0], [0.0, -2.0]])).tolist() == [
        [pytest.approx(0.6), pytest.approx(0.8)],
        [0.0, -1.0],
    ]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_told(value: float) -> None:
    with pytest.raises(EmbedderUnusable, match="no number"):
        unit_rows(np.array([[1.0, 2.0], [value, 1.0]]))


def test_room_is_what_prefix_and_unusual_special_tokens_leave() -> None:
    assert room_for_text(512, 0, 2) == 512
    assert room_for_text(512, 4, 2) == 508
    assert room_for_text(512, 0, 1) == 512
    assert room_for_text(512, 4, 3) == 507


@pytest.mark.parametrize(("limit", "prefix"), [(FEWEST_TOKENS - 1, 0), (512, 500), (512, 5000)])
def test_too_little_room_is_told(limit: int, prefix: int) -> None:
    with pytest.raises(EmbedderUnusable, match="too few"):
        room_for_text(limit, prefix, 2)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "model"
    path.write_bytes(bytes(HEAD_BYTES + 3 * STRIDE_BYTES + 100))
    return path


@pytest.mark.parametrize(
    "place",
    [
        0,
        HEAD_BYTES - 1,
        HEAD_BYTES,
        HEAD_BYTES + STRIDE_BYTES + SAMPLE_BYTES - 1,
        HEAD_BYTES + 3 * STRIDE_BYTES + 99,
    ],
)
def test_a_change_of_a_whole_matrix_is_seen_wherever_it_is(large: Path, tmp_path: Path, place: int) -> None:
    copy = tmp_path / "copy"
    content = bytearray(large.read_bytes())
    content[place] ^= 1
    copy.write_bytes(content)
    assert content_digest(copy) != content_digest(large)


def test_every_run_of_bytes_as_long_as_a_stride_is_seen(large: Path, tmp_path: Path) -> None:
    for shift in (SAMPLE_BYTES, STRIDE_BYTES // 2, STRIDE_BYTES):
        content = bytearray(large.read_bytes())
        begin = HEAD_BYTES + shift
        content[begin : begin + STRIDE_BYTES] = b"x" * STRIDE_BYTES
        (tmp_path / "copy").write_bytes(content)
        assert content_digest(tmp_path / "copy") != content_digest(large)


def test_the_digest_is_of_the_content_alone(large: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    copy.write_bytes(large.read_bytes())
    assert content_digest(copy) == content_digest(large)
    copy.write_bytes(large.read_bytes() + b"\0")
    assert content_digest(copy) != content_digest(large)


def test_a_file_that_is_gone_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        content_digest(tmp_path / "gone")


def test_a_fingerprint_changes_with_all_that_decides_the_vectors() -> None:
    prints = [
        fingerprint("gguf", [b"a"], {"pooling": "mean", "question": ""}),
        fingerprint("other", [b"a"], {"pooling": "mean", "question": ""}),
        fingerprint("gguf", [b"b"], {"pooling": "mean", "question": ""}),
        fingerprint("gguf", [b"a", b"a"], {"pooling": "mean", "question": ""}),
        fingerprint("gguf", [b"a"], {"pooling": "cls", "question": ""}),
        fingerprint("gguf", [b"a"], {"pooling": "mean", "question": "query: "}),
    ]
    assert len(set(prints)) == len(prints)
    assert all(len(bytes.fromhex(found)) == 32 for found in prints)


def test_a_fingerprint_does_not_hang_on_an_order() -> None:
    assert fingerprint("k", [b"a", b"b"], {"x": 1, "y": 2}) == fingerprint(
        "k", [b"b", b"a"], {"y": 2, "x": 1}
    )


def modules(folder: Path, *kinds: str, path: str = "") -> Path:
    described = [{"idx": n, "name": str(n), "path": path, "type": kind} for n, kind in enumerate(kinds)]
    (folder / "modules.json").write_text(json.dumps(described))
    return folder


@pytest.mark.parametrize(
    "kind",
    [
        "sentence_transformers.models.Transformer",
        "sentence_transformers.base.modules.transformer.Transformer",
    ],
)
def test_a_folder_of_the_library_passes_by_old_and_new_names(tmp_path: Path, kind: str) -> None:
    (tmp_path / "model.safetensors").touch()
    check_folder(modules(tmp_path, kind, "sentence_transformers.models.Pooling"))


@pytest.mark.parametrize(
    "kind", ["os.system", "custom_code.Transformer", "sentence_transformers.models.Router", "", "Transformer"]
)
def test_a_folder_that_names_code_to_run_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(EmbedderUnusable, match="program code"):
        check_folder(modules(tmp_path, kind))


def test_a_folder_with_pickled_weights_is_refused_and_the_way_on_told(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").touch()
    with pytest.raises(EmbedderUnusable, match="pickle") as caught:
        check_folder(modules(tmp_path, "sentence_transformers.models.Transformer"))
    assert "safetensors" in caught.value.hint


def test_pickled_weights_beside_safe_ones_are_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").touch()
    (tmp_path / "model.safetensors").touch()
    check_folder(modules(tmp_path, "sentence_transformers.models.Transformer"))


@pytest.mark.parametrize("path", ["../other", "/etc", "a/../../b"])
def test_a_folder_that_refers_to_files_outside_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(EmbedderUnusable, match="outside"):
        check_folder(modules(tmp_path, "sentence_transformers.models.Transformer", path=path))


@pytest.mark.parametrize("content", [None, "", "{", "[1]", '[{"type": "a"}]', "7", "[" * 100_000])
def test_a_folder_without_a_sound_description_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "modules.json").write_text(content)
    with pytest.raises(EmbedderUnusable, match="not complete"):
        check_folder(tmp_path)


def test_a_folder_that_is_gone_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="not there"):
        check_folder(tmp_path / "gone")
