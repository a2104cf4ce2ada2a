"""The embedder's files are checked before they are used."""

import hashlib
import json
from pathlib import Path

import pytest

from desktop_rag.domain.errors import InstallationError
from desktop_rag.embedding.manifest import Manifest, read_manifest, read_verified

VALUES = {
    "name": "model",
    "dimension": 3,
    "max_tokens": 8,
    "sha256": {"model.onnx": "a" * 64, "tokenizer.json": "b" * 64},
}


def write_config(folder: Path, values: object) -> Path:
    (folder / "config.json").write_text(json.dumps(values), encoding="utf-8")
    return folder


def test_reads_what_the_description_says(tmp_path: Path) -> None:
    manifest = read_manifest(write_config(tmp_path, VALUES))
    assert manifest == Manifest("model", 3, 8, ("a" * 64, "b" * 64))


@pytest.mark.parametrize("key", VALUES)
def test_a_description_with_a_gap_is_a_broken_installation(tmp_path: Path, key: str) -> None:
    write_config(tmp_path, {name: value for name, value in VALUES.items() if name != key})
    with pytest.raises(InstallationError, match="damaged"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe\xfa", b'{"name": 1, "sha256": 7}'])
def test_a_garbled_description_is_a_broken_installation(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.json").write_bytes(content)
    with pytest.raises(InstallationError, match="damaged"):
        read_manifest(tmp_path)


def test_a_missing_file_is_a_broken_installation(tmp_path: Path) -> None:
    with pytest.raises(InstallationError, match="missing") as caught:
        read_manifest(tmp_path)
    assert "config.json" in caught.value.detail
    assert "config.json" not in str(caught.value)


def test_content_is_given_only_with_the_right_checksum(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    assert read_verified(path, hashlib.sha256(b"content").hexdigest()) == b"content"
    with pytest.raises(InstallationError, match="damaged"):
        read_verified(path, hashlib.sha256(b"contents").hexdigest())


def test_the_fingerprint_changes_with_all_that_decides_the_vectors() -> None:
    manifests = [
        Manifest("model", 3, 8, ("a", "b")),
        Manifest("model", 4, 8, ("a", "b")),
        Manifest("model", 3, 9, ("a", "b")),
        Manifest("model", 3, 8, ("c", "b")),
        Manifest("model", 3, 8, ("a", "c")),
    ]
    assert len({manifest.fingerprint for manifest in manifests}) == len(manifests)


def test_the_fingerprint_does_not_change_with_the_name() -> None:
    assert Manifest("a", 3, 8, ("a", "b")).fingerprint == Manifest("b", 3, 8, ("a", "b")).fingerprint
