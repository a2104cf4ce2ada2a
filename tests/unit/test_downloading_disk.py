"""The unfinished file on disk: what is there is known, what is not right gets no name, a full disk is
told."""

import errno
import hashlib
import sys
import time
from pathlib import Path

import pytest

from desktop_rag.domain.downloads import PartNote, note_path, part_path
from desktop_rag.domain.errors import DownloadBusy, DownloadError, NoRoom
from desktop_rag.domain.part_notes import note_text
from desktop_rag.downloading import pace as pace_module
from desktop_rag.downloading.disk import check_room, disk_errors
from desktop_rag.downloading.pace import Pace
from desktop_rag.downloading.part import Part, discard, lock_path, only_writer

NOTE = PartNote("https://models.test/m.gguf", "m.gguf", 8, "", '"a"')


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "m.gguf"


def sha256_of(part: Part) -> str:
    list(part.checking())
    return part.sha256


class TestPart:
    def test_grows_and_gets_its_name(self, target: Path) -> None:
        part = Part(target)
        part.begin(NOTE)
        part.append(b"GGUF")
        part.append(b"more")
        assert (part.size_bytes, sha256_of(part)) == (8, hashlib.sha256(b"GGUFmore").hexdigest())
        part.finish()
        assert target.read_bytes() == b"GGUFmore"
        assert list(target.parent.iterdir()) == [target]

    def test_goes_on_where_another_stopped_with_the_checksum_of_all(self, target: Path) -> None:
        first = Part(target)
        first.begin(NOTE)
        first.append(b"GGUF")
        first.close()
        second = Part(target)
        assert (second.size_bytes, second.note) == (4, NOTE)
        assert second.sha256 == ""
        second.append(b"more")
        assert sha256_of(second) == hashlib.sha256(b"GGUFmore").hexdigest()
        second.close()

    def test_each_block_is_in_the_file_as_soon_as_it_was_written(self, target: Path) -> None:
        part = Part(target)
        part.begin(NOTE)
        part.append(b"GGUF")
        assert part_path(target).read_bytes() == b"GGUF"
        part.close()

    def test_the_note_is_there_before_the_first_byte(self, target: Path) -> None:
        part = Part(target)
        part.begin(NOTE)
        assert note_path(target).read_text() == note_text(NOTE)
        part.close()

    def test_begun_again_nothing_of_the_old_is_left(self, target: Path) -> None:
        part = Part(target)
        part.begin(NOTE)
        part.append(b"GGUF and a lot more than afterwards")
        part.begin(NOTE)
        part.append(b"GGUF")
        assert sha256_of(part) == hashlib.sha256(b"GGUF").hexdigest()
        part.finish()
        assert target.read_bytes() == b"GGUF"

    def test_without_its_note_a_part_counts_for_nothing(self, target: Path) -> None:
        part_path(target).write_bytes(b"GGUF")
        assert Part(target).size_bytes == 0

    def test_never_takes_the_place_of_another_file(self, target: Path) -> None:
        part = Part(target)
        part.begin(NOTE)
        part.append(b"GGUF")
        target.write_bytes(b"mine")
        with pytest.raises(DownloadError):
            part.finish()
        assert target.read_bytes() == b"mine"

    def test_discarded_it_leaves_nothing(self, target: Path) -> None:
        part = Part(target)
        part.begin(NOTE)
        part.append(b"GGUF")
        part.close()
        note_path(target).with_name("m.gguf.part.json.new").write_text("killed while writing")
        lock_path(target).touch()
        discard(target)
        assert list(target.parent.iterdir()) == []


class TestOneWriter:
    def test_at_a_time(self, target: Path) -> None:
        with only_writer(target), pytest.raises(DownloadBusy), only_writer(target):
            pass
        with only_writer(target):
            pass
        assert list(target.parent.iterdir()) == []

    def test_a_lock_file_that_a_kill_left_stops_nobody(self, target: Path) -> None:
        lock_path(target).touch()
        with only_writer(target):
            assert lock_path(target).exists()


class TestRoom:
    def test_is_there_for_little(self, tmp_path: Path) -> None:
        check_room(tmp_path, 1000)

    def test_says_how_much_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(NoRoom) as caught:
            check_room(tmp_path, 10**16)
        missing_gb = float(caught.value.message.split(": ")[1].split(" GB")[0])
        assert 9_000_000 < missing_gb <= 10_000_001

    @pytest.mark.skipif(sys.platform != "linux", reason="no /dev/full")
    def test_that_runs_out_is_told_as_such(self, tmp_path: Path) -> None:
        with pytest.raises(NoRoom), disk_errors(tmp_path), open("/dev/full", "wb", buffering=0) as full:
            full.write(b"x")

    @pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EIO])
    def test_other_trouble_is_not_taken_for_a_full_disk(self, tmp_path: Path, number: int) -> None:
        with pytest.raises(DownloadError) as caught, disk_errors(tmp_path):
            raise OSError(number, "trouble")
        assert type(caught.value) is DownloadError
        assert tmp_path.name in caught.value.message


class TestPace:
    def test_follows_the_last_seconds_and_says_how_long_the_rest_takes(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = [100.0]
        monkeypatch.setattr(pace_module.time, "monotonic", lambda: clock[0])
        pace = Pace()
        assert pace.progress(0, 30_000).rate_bytes_per_s is None
        for second in range(1, 21):
            clock[0] += 1
            fast_then_slow = 1000 * second if second <= 10 else 10_000 + 100 * (second - 10)
            progress = pace.progress(fast_then_slow, 30_000)
            if second == 10:
                assert progress.rate_bytes_per_s == pytest.approx(1000)
                assert progress.remaining_s == pytest.approx(20)
        assert progress.rate_bytes_per_s == pytest.approx(100)
        assert progress.remaining_s == pytest.approx(190)

    def test_that_is_next_to_nothing_says_no_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        clock = [100.0]
        monkeypatch.setattr(pace_module.time, "monotonic", lambda: clock[0])
        pace = Pace()
        pace.progress(0, 10**10)
        clock[0] += 5
        progress = pace.progress(1, 10**10)
        assert progress.rate_bytes_per_s == pytest.approx(0.2)
        assert progress.remaining_s is None

    def test_knows_no_end_of_what_has_no_size(self) -> None:
        pace = Pace()
        pace.progress(0, 0)
        time.sleep(0.6)
        progress = pace.progress(1000, 0)
        assert progress.rate_bytes_per_s is not None
        assert progress.remaining_s is None
