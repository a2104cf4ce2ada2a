"""The shelf child says what files are, finds them and adds up their checksums, and can always be stopped."""

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.errors import (
    AdapterUnusable,
    Cancelled,
    EmbedderUnusable,
    ModelDamaged,
    ModelError,
    ModelMissing,
    ModelUnsupported,
)
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts, ModelShape
from desktop_rag.domain.shelf import PeftFacts
from desktop_rag.workers.shelf_client import ShelfClient, shelf_spec
from tests.embedder_files import minilm_folder, write_embedder
from tests.ggufs import write_adapter, write_model, write_split_model, write_tensors, write_vocabulary_only

LARGE_BYTES = 3 * 10**9
"""Takes seconds to add up, and as zeros no room on the disk."""


@pytest.fixture
def client() -> Iterator[ShelfClient]:
    client = ShelfClient(shelf_spec())
    yield client
    client.close()


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.gguf"
    with path.open("wb") as file:
        file.truncate(LARGE_BYTES)
    return path


class TestLooking:
    def test_tells_a_model_its_shape_and_its_licence(self, client: ShelfClient, tmp_path: Path) -> None:
        said = {"general.license": "apache-2.0"}
        path = write_model(tmp_path / "tiny.gguf", name="Tiny", metadata=said)
        facts = client.inspect(path)
        assert isinstance(facts, ModelFacts)
        assert (facts.name, facts.path, facts.licence, facts.parts) == ("Tiny", path, "Apache-2.0", 1)
        assert facts.shape == ModelShape(2, 64, 264, 2 * 2 * 64 * 2, facts.parameters * 4)

    def test_takes_a_model_in_parts_as_one(self, client: ShelfClient, tmp_path: Path) -> None:
        parts = write_split_model(tmp_path)
        facts = client.inspect(parts[0])
        assert isinstance(facts, ModelFacts)
        assert facts.parts == len(parts) > 1
        assert facts.size_bytes == sum(part.stat().st_size for part in parts)
        assert facts.shape.weights_bytes == facts.parameters * 4

    def test_tells_adapters_and_embedders_from_models(self, client: ShelfClient, tmp_path: Path) -> None:
        adapter = client.inspect(write_adapter(tmp_path / "style.gguf", name="Style"))
        embedder = client.inspect(
            write_embedder(tmp_path / "search.gguf", name="Search", pooling=Pooling.CLS)
        )
        assert isinstance(adapter, AdapterFacts)
        assert isinstance(embedder, EmbedderFacts)
        assert (adapter.name, adapter.rank, adapter.base_name) == ("Style", 4, "Tiny")
        assert (embedder.name, embedder.kind, embedder.pooling) == ("Search", EmbedderKind.GGUF, Pooling.CLS)
        assert (embedder.dimension, embedder.max_tokens) == (64, 256)

    def test_reads_a_folder_of_sentence_transformers(self, client: ShelfClient) -> None:
        facts = client.inspect(minilm_folder())
        assert isinstance(facts, EmbedderFacts)
        assert facts.kind is EmbedderKind.SENTENCE_TRANSFORMERS
        assert (facts.dimension, facts.max_tokens, facts.pooling) == (384, 256, Pooling.MEAN)

    def test_reads_a_folder_of_peft(self, client: ShelfClient, tmp_path: Path) -> None:
        folder = _peft_folder(tmp_path / "from-training")
        facts = client.inspect(folder)
        assert isinstance(facts, PeftFacts)
        assert (facts.path, facts.rank, facts.alpha, facts.base_name) == (folder, 8, 16.0, "Tiny-1B")

    @pytest.mark.parametrize(
        ("write", "error", "words"),
        [
            (lambda path: path.write_bytes(b""), ModelDamaged, "empty"),
            (lambda path: path.mkdir(), ModelUnsupported, "folder"),
            (lambda path: None, ModelMissing, "no file"),
            (write_vocabulary_only, ModelUnsupported, "vocabulary"),
            (lambda path: write_adapter(path, kind="ia3"), AdapterUnusable, "not a LoRA"),
            (lambda path: write_adapter(path, alpha=float("nan")), AdapterUnusable, "strength"),
            (lambda path: write_adapter(path, alpha=float("inf")), AdapterUnusable, "strength"),
            (
                lambda path: write_tensors(path, "bert", {"t": (8,)}, {"bert.pooling_type": 4}),
                EmbedderUnusable,
                "in order",
            ),
            (lambda path: write_tensors(path, "x" * 5000, {"t": (8,)}), ModelUnsupported, "no vocabulary"),
        ],
    )
    def test_refuses_the_rest_with_a_reason_and_goes_on(
        self,
        client: ShelfClient,
        tmp_path: Path,
        write: Callable[[Path], object],
        error: type[ModelError],
        words: str,
    ) -> None:
        write(tmp_path / "odd.gguf")
        with pytest.raises(error, match=words) as caught:
            client.inspect(tmp_path / "odd.gguf")
        assert caught.value.hint
        pid = client.child.pid
        client.inspect(write_model(tmp_path / "good.gguf"))
        assert client.child.pid == pid

    def test_may_write_nothing_and_opens_no_connection(self, client: ShelfClient, tmp_path: Path) -> None:
        client.inspect(write_model(tmp_path / "tiny.gguf"))
        child = psutil.Process(client.child.pid)
        assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
        assert child.net_connections() == []

    def test_does_not_wait_for_a_checksum(self, client: ShelfClient, large: Path, tmp_path: Path) -> None:
        path = write_model(tmp_path / "tiny.gguf")
        begun, done = threading.Event(), threading.Event()

        def add_up() -> None:
            with pytest.raises(Cancelled):
                client.sha256(large, lambda _done, _total: begun.set(), done.is_set)

        adding = threading.Thread(target=add_up)
        adding.start()
        assert begun.wait(10)
        client.inspect(path)
        assert adding.is_alive()
        done.set()
        adding.join()


class TestChecksum:
    def test_is_that_of_the_bytes(self, client: ShelfClient, tmp_path: Path) -> None:
        path = tmp_path / "any.bin"
        path.write_bytes(os.urandom(3_000_001))
        heard: list[tuple[int, int]] = []
        assert client.sha256(path, lambda *step: heard.append(step)) == _sha256(path)
        assert heard[0] == (0, 3_000_001)
        assert heard[-1] == (3_000_001, 3_000_001)
        assert psutil.Process().children() == []

    def test_goes_over_all_parts_of_a_model_and_all_weights_of_a_folder(
        self, client: ShelfClient, tmp_path: Path
    ) -> None:
        parts = write_split_model(tmp_path / "split")
        assert client.sha256(parts[0]) == _sha256(*parts)
        folder = _peft_folder(tmp_path / "trained")
        assert client.sha256(folder) == _sha256(folder / "adapter_model.safetensors")

    def test_stops_within_a_second_and_leaves_no_child(self, client: ShelfClient, large: Path) -> None:
        stopped_at: list[float] = []

        def wanted() -> bool:
            return bool(stopped_at)

        def hear(done: int, _total: int) -> None:
            if done:
                stopped_at.append(time.monotonic())

        with pytest.raises(Cancelled):
            client.sha256(large, hear, wanted)
        assert time.monotonic() - stopped_at[0] < 1.0
        assert psutil.Process().children() == []

    def test_ends_when_the_client_is_closed(self, client: ShelfClient, large: Path) -> None:
        threading.Timer(1.0, client.close).start()
        with pytest.raises(Cancelled):
            client.sha256(large)

    def test_of_a_file_that_is_gone_is_refused(self, client: ShelfClient, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing):
            client.sha256(tmp_path / "gone.gguf")


class TestFinding:
    def test_tells_models_of_all_kinds_below_the_folders_once(
        self, client: ShelfClient, tmp_path: Path
    ) -> None:
        home = tmp_path / "models"
        (home / "publisher" / "repo").mkdir(parents=True)
        model = write_model(home / "publisher" / "repo" / "tiny.gguf")
        parts = write_split_model(home / "split")
        peft = _peft_folder(home / "trained")
        (home / "again").symlink_to(home / "publisher")
        found = client.find([home, home / "publisher", tmp_path / "nowhere"])
        assert set(found) == {home / "again" / "repo" / "tiny.gguf", parts[0], peft}
        assert found[0].samefile(model)
        assert psutil.Process().children() == []

    def test_stops_within_a_second(self, client: ShelfClient, tmp_path: Path) -> None:
        for number in range(300):
            (tmp_path / f"{number}" / "deep").mkdir(parents=True)
        token = threading.Event()
        token.set()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            client.find([tmp_path], token.is_set)
        assert time.monotonic() - began < 1.5


@pytest.mark.data
class TestRealFiles:
    def test_each_is_told_right(self, client: ShelfClient, data_dir: Path) -> None:
        stories, llama = (client.inspect(data_dir / "models" / name) for name in REAL)
        assert stories == _real(data_dir, "stories260K.gguf")
        assert llama == _real(data_dir, "llama-2-tiny-random.gguf")

    def test_what_is_no_model_is_refused_each_with_its_own_reason(
        self, client: ShelfClient, data_dir: Path
    ) -> None:
        folder = data_dir / "models" / "not-models"
        reasons: dict[str, str] = {}
        for path in folder.iterdir():
            with pytest.raises(ModelUnsupported) as caught:
                client.inspect(path)
            reasons[path.name] = caught.value.message
            assert caught.value.hint
        assert set(reasons) == set(NOT_MODELS)
        assert [name for name, words in NOT_MODELS.items() if words not in reasons[name]] == []


REAL = {
    "stories260K.gguf": (
        ("stories260K", "llama", 292_800, "F32", 1_185_376, 2048, False),
        ModelShape(5, 64, 512, 5 * 4 * (8 + 8) * 2, 292_800 * 4),
    ),
    "llama-2-tiny-random.gguf": (
        ("LLaMA v2", "llama", 513_048, "F16", 1_750_560, 4096, False),
        ModelShape(1, 8, 32_000, 2 * (4 + 4) * 2, 2 * (513_048 - 24) + 4 * 24),
    ),
}
NOT_MODELS = {
    "ggjt-before-gguf.bin": "older format",
    "gguf-version-1.gguf": "first version",
    "vocabulary-only.gguf": "only the vocabulary",
}


def _real(data_dir: Path, name: str) -> ModelFacts:
    said, shape = REAL[name]
    return ModelFacts(data_dir / "models" / name, *said, licence="", shape=shape, parts=1)


def _peft_folder(folder: Path) -> Path:
    """As PEFT saves it, as far as a look at it goes."""
    folder.mkdir(parents=True)
    (folder / "adapter_config.json").write_text(
        '{"peft_type": "LORA", "r": 8, "lora_alpha": 16, "task_type": "CAUSAL_LM", "bias": "none",'
        ' "base_model_name_or_path": "someone/Tiny-1B", "target_modules": ["q_proj", "v_proj"]}'
    )
    (folder / "adapter_model.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}")
    return folder


def _sha256(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
