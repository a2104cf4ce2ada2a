"""The memory and disk that this machine has for models."""

import shutil
import sys
from pathlib import Path

import psutil
import pytest

from desktop_rag.app import machine as asked
from desktop_rag.app.machine import free_disk, group_limit, machine
from desktop_rag.domain.fit import Machine

MEBI = 1024**2


def test_there_is_memory_and_not_more_free_than_there_is() -> None:
    there = machine()
    assert 0 < there.free_bytes <= there.total_bytes <= psutil.virtual_memory().total


def test_what_our_own_model_gives_back_counts_as_free() -> None:
    before, after = machine(), machine(reclaimable_bytes=500 * MEBI)
    gained = after.free_bytes - before.free_bytes
    assert gained > 200 * MEBI or after.free_bytes == after.total_bytes  # others take and give meanwhile


def test_nothing_makes_more_free_than_there_is() -> None:
    there = machine(reclaimable_bytes=2**60)
    assert there.free_bytes == there.total_bytes


def test_disk_is_told_for_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    free = free_disk(tmp_path / "models" / "not" / "made")
    assert free == pytest.approx(shutil.disk_usage(tmp_path).free, abs=512 * MEBI)
    assert not (tmp_path / "models").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")
class TestControlGroups:
    """Files as Linux shows them below /sys/fs/cgroup."""

    @pytest.fixture
    def own(self, tmp_path: Path) -> Path:
        file = tmp_path / "own"
        file.write_text("4:memory:/old\n0::/user.slice/app.service\n")
        return file

    @staticmethod
    def limit(folder: Path, most: str, used: int, files: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "memory.max").write_text(f"{most}\n")
        (folder / "memory.current").write_text(f"{used}\n")
        (folder / "memory.stat").write_text(f"anon 5\ninactive_file {files}\nactive_file 9\n")

    def test_the_own_group_limits_what_is_free(self, tmp_path: Path, own: Path) -> None:
        groups = tmp_path / "groups"
        self.limit(groups / "user.slice" / "app.service", "1000", 700)
        assert group_limit(groups, own) == Machine(1000, 300)

    def test_files_that_nobody_uses_count_as_free(self, tmp_path: Path, own: Path) -> None:
        groups = tmp_path / "groups"
        self.limit(groups / "user.slice" / "app.service", "1000", 700, files=200)
        assert group_limit(groups, own) == Machine(1000, 500)

    def test_a_tighter_group_above_it_counts(self, tmp_path: Path, own: Path) -> None:
        groups = tmp_path / "groups"
        self.limit(groups / "user.slice" / "app.service", "1000", 700)
        self.limit(groups / "user.slice", "900", 850)
        assert group_limit(groups, own) == Machine(900, 50)

    def test_a_group_without_limit_sets_none(self, tmp_path: Path, own: Path) -> None:
        groups = tmp_path / "groups"
        self.limit(groups / "user.slice" / "app.service", "max", 700)
        assert group_limit(groups, own) is None

    def test_a_container_finds_its_limit_at_the_root(self, tmp_path: Path, own: Path) -> None:
        groups = tmp_path / "groups"
        self.limit(groups, "2000", 500)
        assert group_limit(groups, own) == Machine(2000, 1500)
        assert group_limit(groups, tmp_path / "missing") == Machine(2000, 1500)

    def test_a_group_that_is_over_its_limit_has_nothing_free(self, tmp_path: Path, own: Path) -> None:
        groups = tmp_path / "groups"
        self.limit(groups / "user.slice", "900", 950)
        assert group_limit(groups, own) == Machine(900, 0)

    def test_the_limit_is_what_the_machine_is_said_to_have(
        self, tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        groups = tmp_path / "groups"
        self.limit(groups, str(64 * MEBI), 16 * MEBI)
        monkeypatch.setattr(asked, "group_limit", lambda: group_limit(groups, own))
        assert machine() == Machine(64 * MEBI, 48 * MEBI)
