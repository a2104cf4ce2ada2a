"""When gathered changes are due, and what they come to; and which drives are on a network."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.app.network_drives import Drives
from desktop_rag.app.watch_gathering import MANY, Gathering


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gathering(clock: Clock) -> Gathering:
    return Gathering(1.0, 5.0, clock)


def test_nothing_is_due_while_there_is_nothing(gathering: Gathering) -> None:
    assert not gathering
    assert gathering.due_in_s() is None
    assert gathering.take() == frozenset()


def test_a_burst_is_due_a_while_after_its_last_change(gathering: Gathering, clock: Clock) -> None:
    gathering.add("/docs/a", True)
    clock.now += 0.6
    gathering.add("/docs/b", True)
    assert gathering.due_in_s() == pytest.approx(1.0)
    clock.now += 1.0
    assert gathering.due_in_s() == pytest.approx(0.0)
    assert gathering.take() == {Path("/docs/a"), Path("/docs/b")}
    assert not gathering


def test_a_burst_without_end_is_due_all_the_same_and_the_next_counts_anew(
    gathering: Gathering, clock: Clock
) -> None:
    for _change in range(10):
        gathering.add("/docs/log", True)
        clock.now += 0.5
    assert gathering.due_in_s() == pytest.approx(0.0)
    gathering.take()
    gathering.add("/docs/log", True)
    assert gathering.due_in_s() == pytest.approx(1.0)


def test_many_changes_in_a_folder_come_to_the_folder_and_single_ones_stay(gathering: Gathering) -> None:
    for number in range(MANY + 50):
        gathering.add(f"/docs/many/{number}", True)
        gathering.add(f"/docs/files/{number}", False)
    gathering.add("/docs/few/a", True)
    singles = {Path(f"/docs/files/{number}") for number in range(MANY + 50)}
    assert gathering.take() == {Path("/docs/many"), Path("/docs/few/a"), *singles}


paths = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(lambda parts: "/" + "/".join(parts))


@given(st.lists(st.tuples(paths, st.booleans())))
def test_every_change_is_covered_once(changes: list[tuple[str, bool]]) -> None:
    gathering = Gathering()
    for path, may_merge in changes:
        gathering.add(path, may_merge)
    taken = gathering.take()
    for path, _may_merge in changes:
        assert len(taken & {Path(path), *Path(path).parents}) == 1
    assert taken <= {Path(path) for path, _may_merge in changes}


DRIVES = Drives((("/", False), ("/mnt/nas", True), ("/mnt/nas/stick", False), ("/home", False)))


@pytest.mark.parametrize(
    ("path", "is_on_network"),
    [
        ("/home/me", False),
        ("/mnt/nas", True),
        ("/mnt/nas/docs", True),
        ("/mnt/nasal", False),
        ("/mnt/nas/stick/docs", False),
        ("\\\\server\\share", True),
    ],
)
def test_the_innermost_drive_counts(path: str, is_on_network: bool) -> None:
    assert DRIVES.is_on_network(path) is is_on_network


def test_this_machine_tells_its_drives(tmp_path: Path) -> None:
    drives = Drives.now()
    assert drives.mounts
    assert isinstance(drives.is_on_network(str(tmp_path)), bool)
