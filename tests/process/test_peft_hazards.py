"""The converter child: what it leaves behind, whatever happens to it, and what it is given."""

import dataclasses
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from desktop_rag.domain.chat import Adapter, ChatMessage, Role
from desktop_rag.domain.errors import (
    AdapterMismatch,
    AdapterUnusable,
    Cancelled,
    DesktopRagError,
    InputError,
    ModelMissing,
    WorkerCrashed,
    WorkerOutOfMemory,
    WorkerProtocolError,
    WorkerStalled,
)
from desktop_rag.domain.language_model import CompletionRequest, ModelChoice
from desktop_rag.workers.chat_client import ChatClient, chat_spec
from desktop_rag.workers.converter_client import ConverterClient, converter_spec
from tests.ggufs import Shape, smaller, write_model
from tests.peft_folders import entry, with_header, write_peft

MISBEHAVING = Path(__file__).with_name("misbehaving.py")
NAME = "base_model.model.model.layers.0.self_attn.q_proj"
LARGE = Shape(layers=4)
LARGE_MODULES = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj"]


class Desk:
    """A converter with a folder that only holds what it leaves there."""

    def __init__(self, folder: Path) -> None:
        self.client = ConverterClient(converter_spec())
        self.base = write_model(folder / "base.gguf", shape=LARGE)
        self.results = folder / "results"
        self.results.mkdir()
        self.target = self.results / "adapter.gguf"
        self.shares: list[float] = []

    def convert(
        self,
        folder: Path,
        on_progress: Callable[[float], None] = lambda _share: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Any:
        def hear(share: float) -> None:
            self.shares.append(share)
            on_progress(share)

        return self.client.convert(folder, self.base, self.target, hear, cancelled)

    @property
    def left(self) -> list[str]:
        return sorted(path.name for path in self.results.iterdir())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.client.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """64 MB, so that something is left to do when the first progress is heard."""
    rank = 8192
    return write_peft(
        tmp_path_factory.mktemp("large"), shape=LARGE, modules=LARGE_MODULES, rank=rank, settings={"r": rank}
    )


class TestWhatIsLeft:
    def test_one_file_and_no_process(self, desk: Desk, tmp_path: Path) -> None:
        facts = desk.convert(write_peft(tmp_path / "Letters", shape=LARGE))
        assert desk.left == ["adapter.gguf"]
        assert desk.client.child.pid is None or not psutil.pid_exists(desk.client.child.pid)
        assert (facts.path, facts.name, facts.base_name) == (desk.target, "Letters", "Tiny")
        assert facts.size_bytes == desk.target.stat().st_size
        assert desk.shares == sorted(desk.shares)
        assert desk.shares[-1] == 1

    def test_an_earlier_file_is_replaced_at_the_end_only(self, desk: Desk, tmp_path: Path) -> None:
        desk.target.write_text("earlier")
        with pytest.raises(AdapterUnusable):
            desk.convert(write_peft(tmp_path / "bad", shape=LARGE, settings={"use_dora": True}))
        assert desk.target.read_text() == "earlier"
        desk.convert(write_peft(tmp_path / "good", shape=LARGE))
        assert desk.target.read_bytes().startswith(b"GGUF")
        assert desk.left == ["adapter.gguf"]

    def test_nothing_when_it_is_cancelled_in_the_middle(self, desk: Desk, large: Path) -> None:
        began = time.monotonic()
        with pytest.raises(Cancelled):
            desk.convert(large, cancelled=lambda: bool(desk.shares))
        assert time.monotonic() - began < 10
        assert desk.shares[-1] < 1
        assert desk.left == []
        assert desk.convert(large).rank == 8192

    def test_nothing_when_the_child_is_killed_in_the_middle(self, desk: Desk, large: Path) -> None:
        def kill(_share: float) -> None:
            pid = desk.client.child.pid
            if pid is None or len(desk.shares) > 1:
                return
            assert "adapter.gguf.converting" in desk.left
            os.kill(pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)

        with pytest.raises(WorkerCrashed):
            desk.convert(large, on_progress=kill)
        assert desk.left == []
        assert desk.convert(large).rank == 8192
        assert desk.left == ["adapter.gguf"]

    def test_nothing_when_the_program_closes_meanwhile(self, desk: Desk, large: Path) -> None:
        with pytest.raises(Cancelled):
            desk.convert(large, on_progress=lambda _share: desk.client.close())
        assert desk.left == []

    def test_a_second_conversion_waits_for_the_first_and_can_be_cancelled_meanwhile(
        self, desk: Desk, large: Path, tmp_path: Path
    ) -> None:
        small = write_peft(tmp_path / "small", shape=LARGE)
        outcome: list[str] = []

        def second() -> None:
            try:
                desk.client.convert(
                    small, desk.base, desk.results / "other.gguf", lambda _share: None, lambda: True
                )
            except Cancelled:
                outcome.append("cancelled")

        thread = threading.Thread(target=second)

        def start(_share: float) -> None:
            if not outcome and not thread.is_alive():
                thread.start()
                thread.join()

        desk.convert(large, on_progress=start)
        assert outcome == ["cancelled"]
        assert desk.left == ["adapter.gguf"]

    def test_the_whole_file_when_another_window_converts_the_same_folder_meanwhile(
        self, desk: Desk, large: Path
    ) -> None:
        other = ConverterClient(converter_spec())
        ranks: list[int] = []

        def convert() -> None:
            ranks.append(other.convert(large, desk.base, desk.target).rank)

        thread = threading.Thread(target=convert)

        def start(_share: float) -> None:
            if not thread.ident:
                thread.start()

        ranks.append(desk.convert(large, on_progress=start).rank)
        thread.join()
        assert ranks == [8192, 8192]
        assert desk.left == ["adapter.gguf"]

    def test_nothing_where_nothing_may_be_written(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "no folder").write_text("a file")
        desk.target = tmp_path / "no folder" / "adapter.gguf"
        with pytest.raises(InputError, match="could not be written"):
            desk.convert(write_peft(tmp_path / "good", shape=LARGE))

    def test_nothing_where_the_name_is_taken_by_a_folder(self, desk: Desk, tmp_path: Path) -> None:
        desk.target.mkdir()
        with pytest.raises(InputError, match="could not be written"):
            desk.convert(write_peft(tmp_path / "good", shape=LARGE))
        assert desk.left == ["adapter.gguf"]

    @pytest.mark.parametrize(
        ("behaviour", "error"),
        [
            ("die_mid_frame", (WorkerProtocolError, WorkerCrashed)),
            ("answer_nonsense", WorkerProtocolError),
            ("crash", WorkerCrashed),
            ("linger", WorkerStalled),
            ("eat_memory", WorkerOutOfMemory),
        ],
    )
    def test_nothing_of_a_child_that_misbehaves_and_the_next_one_works(
        self, behaviour: str, error: Any, desk: Desk, tmp_path: Path
    ) -> None:
        spec = converter_spec(stall_s=2.0 if behaviour == "linger" else 60.0, memory_bytes=400 * 1024**2)
        marker = tmp_path / "marker"
        command = (sys.executable, str(MISBEHAVING), behaviour, str(marker), *spec.command)
        desk.client = ConverterClient(dataclasses.replace(spec, command=command, stop_grace_s=0.0))
        (desk.results / "adapter.gguf.converting").write_text("of a child that was lost")
        folder = write_peft(tmp_path / "good", shape=LARGE)
        with pytest.raises(error):
            desk.convert(folder)
        assert desk.left == []
        assert desk.convert(folder).rank == 4


def nan_weights() -> dict[str, Any]:
    return {f"{NAME}.lora_A.weight": np.full((4, LARGE.width), np.nan, np.float32)}


REFUSED: dict[str, tuple[dict[str, Any], type[DesktopRagError], str]] = {
    "DoRA": ({"settings": {"use_dora": True}}, AdapterUnusable, "DoRA"),
    "another kind": ({"settings": {"peft_type": "VERA"}}, AdapterUnusable, "“VERA”"),
    "trained modules": ({"settings": {"modules_to_save": ["lm_head"]}}, AdapterUnusable, "trained anew"),
    "no numbers": ({"extra": nan_weights()}, AdapterUnusable, "some of its numbers are none"),
    "other sizes": ({"shape": smaller(LARGE)}, AdapterMismatch, "the sizes differ"),
    "more layers": ({"shape": Shape(layers=5)}, AdapterMismatch, "has not"),
}
HOSTILE: dict[str, bytes] = {
    "inflated": with_header({}, b"", length=1 << 62),
    "a pretended terabyte": with_header({f"{NAME}.lora_A.weight": entry((1 << 20, 1 << 18), 0)}, b""),
    "overlapping": with_header(
        {f"{NAME}.lora_A.weight": entry((4, 64), 0), f"{NAME}.lora_B.weight": entry((64, 4), 0)}, bytes(1024)
    ),
    "deep": with_header(b'{"a":' * 60_000, b""),
    "cut": with_header({f"{NAME}.lora_A.weight": entry((4, 64), 0)}, bytes(100)),
}


class TestWhatItIsGiven:
    @pytest.mark.parametrize("why", REFUSED)
    def test_what_cannot_be_converted_is_refused_with_its_reason(
        self, why: str, desk: Desk, tmp_path: Path
    ) -> None:
        given, error, words = REFUSED[why]
        folder = write_peft(tmp_path / "folder", **{"shape": LARGE, **given})
        with pytest.raises(error, match=words) as raised:
            desk.convert(folder)
        assert raised.value.hint
        assert desk.left == []

    @pytest.mark.parametrize("what", HOSTILE)
    def test_hostile_weights_are_refused_without_a_crash(self, what: str, desk: Desk, tmp_path: Path) -> None:
        folder = write_peft(tmp_path / "folder", shape=LARGE)
        (folder / "adapter_model.safetensors").write_bytes(HOSTILE[what])
        with pytest.raises(AdapterUnusable, match="incomplete or makes no sense"):
            desk.convert(folder)
        assert desk.left == []

    def test_a_pickle_is_refused_and_never_opened(self, desk: Desk, tmp_path: Path) -> None:
        folder = write_peft(tmp_path / "folder", shape=LARGE)
        (folder / "adapter_model.safetensors").unlink()
        trap = tmp_path / "sprung"
        (folder / "adapter_model.bin").write_bytes(f"cbuiltins\nopen\n(V{trap}\nVw\ntR.".encode())
        with pytest.raises(AdapterUnusable, match="older format that can hide programs"):
            desk.convert(folder)
        assert not trap.exists()

    def test_a_model_that_is_gone(self, desk: Desk, tmp_path: Path) -> None:
        desk.base.unlink()
        with pytest.raises(ModelMissing):
            desk.convert(write_peft(tmp_path / "folder", shape=LARGE))


def test_a_converted_adapter_changes_what_the_model_writes(desk: Desk, tmp_path: Path) -> None:
    desk.convert(write_peft(tmp_path / "folder", shape=LARGE, modules=["mlp.gate_proj", "self_attn.v_proj"]))
    chat = ChatClient(chat_spec())
    chat.choose(ModelChoice(desk.base, context_tokens=256))

    def written(*adapters: Adapter) -> str:
        pieces: list[str] = []
        question = ChatMessage(Role.USER, "When is the meeting?")
        chat.complete(CompletionRequest((question,), max_tokens=16, adapters=adapters), pieces.append)
        return "".join(pieces)

    try:
        plain = written()
        assert written(Adapter(desk.target, 1.0)) != plain
        assert written() == plain
    finally:
        chat.close()
