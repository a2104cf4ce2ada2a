"""Model files are found as people and other programs keep them, each once, and nothing else is taken for
one."""

import os
import sys
from pathlib import Path

import pytest

from desktop_rag.domain.errors import Cancelled
from desktop_rag.generation import model_folders
from desktop_rag.generation.checksums import file_sha256, part_paths
from desktop_rag.generation.model_folders import MAX_DEPTH, MAX_FOUND, SMALLEST_OLLAMA_BYTES, model_files

GGUF = b"GGUF\x03\x00\x00\x00"


def file(path: Path, content: bytes = GGUF, size_bytes: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if size_bytes:
        os.truncate(path, size_bytes)
    return path


def found(*folders: Path) -> set[Path]:
    paths = [path for path in model_files(folders, lambda: False) if path is not None]
    assert len(paths) == len(set(paths))
    return set(paths)


def test_files_are_known_by_their_first_bytes_and_their_ending(tmp_path: Path) -> None:
    models = {file(tmp_path / "a.gguf"), file(tmp_path / "pub" / "repo" / "B.GGUF")}
    file(tmp_path / "page.gguf", b"<!doctype html>")
    file(tmp_path / "empty.gguf", b"")
    file(tmp_path / "model.bin")
    file(tmp_path / "._a.gguf")
    file(tmp_path / "notes.txt", b"GGUF is a format")
    assert found(tmp_path) == models


def test_pictures_parts_of_models_downloads_and_later_parts_are_passed_over(tmp_path: Path) -> None:
    first = file(tmp_path / "big-00001-of-00002.gguf")
    for name in (
        "big-00002-of-00002.gguf",
        "mmproj-model-f16.gguf",
        "gemma-mmproj.gguf",
        "ggml-vocab-llama.gguf",
        "a.gguf.part",
        "a.gguf.incomplete",
        "a.gguf.crdownload",
        "incomplete-a.gguf",
        "downloading_a.gguf",
    ):
        file(tmp_path / name)
    assert found(tmp_path) == {first}


def test_a_cache_of_links_tells_each_model_once_under_its_own_name(tmp_path: Path) -> None:
    """As huggingface_hub lays it out: blobs by checksum, snapshots of links to them."""
    repo = tmp_path / "hub" / "models--someone--tiny-GGUF"
    blob = file(repo / "blobs" / ("0a" * 32))
    for revision in ("aaaa", "bbbb"):
        (repo / "snapshots" / revision).mkdir(parents=True)
        (repo / "snapshots" / revision / "tiny.gguf").symlink_to(blob)
    assert found(tmp_path) == {repo / "snapshots" / "aaaa" / "tiny.gguf"}


def test_ollamas_blobs_are_found_though_they_have_no_ending(tmp_path: Path) -> None:
    blobs = tmp_path / "models" / "blobs"
    model = file(blobs / f"sha256-{'1f' * 32}", size_bytes=SMALLEST_OLLAMA_BYTES)
    file(blobs / f"sha256-{'2f' * 32}", size_bytes=SMALLEST_OLLAMA_BYTES - 1)
    file(blobs / f"sha256-{'3f' * 32}", b"{}", size_bytes=SMALLEST_OLLAMA_BYTES)
    file(blobs / f"sha256-{'4f' * 32}-partial", size_bytes=SMALLEST_OLLAMA_BYTES)
    assert found(tmp_path) == {model}


def test_folders_of_adapters_and_embedders_are_told_as_one(tmp_path: Path) -> None:
    trained, search = tmp_path / "trained", tmp_path / "search"
    for folder in (trained, trained / "checkpoint-10", tmp_path / "half"):
        file(folder / "adapter_config.json", b"{}")
    for folder in (trained, trained / "checkpoint-10"):
        file(folder / "adapter_model.safetensors", b"")
    file(search / "modules.json", b'[{"type": "sentence_transformers.models.Transformer"}]')
    file(search / "onnx" / "model.gguf")
    file(tmp_path / "angular" / "modules.json", b'["@angular/core"]')
    assert found(tmp_path) == {trained, search}
    assert found(trained) == {trained}


def test_loops_of_links_and_folders_named_twice_end(tmp_path: Path) -> None:
    model = file(tmp_path / "models" / "deep" / "a.gguf")
    (tmp_path / "models" / "deep" / "back").symlink_to(tmp_path / "models")
    (tmp_path / "models" / "nowhere.gguf").symlink_to(tmp_path / "gone")
    assert found(tmp_path / "models", tmp_path / "models", tmp_path) == {model}


def test_what_is_deeper_or_more_than_anybody_keeps_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path.joinpath(*(f"d{n}" for n in range(MAX_DEPTH)))
    at_the_limit = file(deep / "a.gguf")
    file(deep / "deeper" / "b.gguf")
    assert found(tmp_path) == {at_the_limit}
    for number in range(20):
        file(tmp_path / "many" / f"{number}.gguf")
    monkeypatch.setattr(model_folders, "MAX_FOUND", 10)
    assert len(found(tmp_path / "many")) == 10
    assert MAX_FOUND >= 1000


def test_a_folder_that_is_gone_or_a_pipe_hinders_nothing(tmp_path: Path) -> None:
    model = file(tmp_path / "a.gguf")
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.gguf")
    assert found(tmp_path / "gone", Path("a\0b"), tmp_path) == {model}
    assert found(model, tmp_path / "pipe.gguf", tmp_path) == {model}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse names that are no text")
def test_a_name_that_is_no_text_is_found_like_any_other(tmp_path: Path) -> None:
    model = file(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.gguf")))
    assert found(tmp_path) == {model}


def test_it_stops_when_it_is_asked_to(tmp_path: Path) -> None:
    file(tmp_path / "a.gguf")
    with pytest.raises(Cancelled):
        list(model_files([tmp_path], lambda: True))
    with pytest.raises(Cancelled):
        list(file_sha256(tmp_path / "a.gguf", lambda: True).steps())


def test_the_parts_of_a_model_are_known_by_name_if_all_are_there(tmp_path: Path) -> None:
    parts = tuple(file(tmp_path / f"m-0000{number}-of-00003.gguf") for number in (1, 2, 3))
    assert part_paths(parts[0]) == parts
    assert part_paths(parts[1]) == (parts[1],)
    parts[2].unlink()
    assert part_paths(parts[0]) == (parts[0],)
    assert part_paths(tmp_path / "m.gguf") == (tmp_path / "m.gguf",)
