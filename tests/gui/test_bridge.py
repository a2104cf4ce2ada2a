"""Jobs' events reach the window's thread, in order, and only while they still matter."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import JobContext, JobRunner, Lane, Phase, Progress
from desktop_rag.gui.bridge import Channel


@pytest.fixture
def jobs() -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.close()


def test_a_result_comes_on_the_windows_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    channel, seen = Channel(jobs, Lane.ASK, latest_only=True), []
    channel.succeeded.connect(lambda _id, result: seen.append((result, threading.current_thread())))
    channel.start(lambda _job: threading.current_thread().name)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("lane-ask")
    assert seen[0][1] is threading.main_thread()


def test_a_replaced_requests_late_result_is_dropped(qtbot: QtBot, jobs: JobRunner) -> None:
    channel, seen, gate = Channel(jobs, Lane.SOURCE, latest_only=True), [], threading.Event()
    channel.succeeded.connect(lambda _id, result: seen.append(result))

    def slow(_job: JobContext) -> str:
        gate.wait(10)
        return "late"

    channel.start(slow)
    channel.start(lambda _job: "wanted")
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.wait(50)
    assert seen == ["wanted"]
    assert not channel.busy


def test_stopping_is_said_at_once_and_nothing_follows(qtbot: QtBot, jobs: JobRunner) -> None:
    channel, seen, gate = Channel(jobs, Lane.ASK, latest_only=True), [], threading.Event()
    channel.succeeded.connect(lambda _id, _result: seen.append("result"))
    channel.cancelled.connect(lambda _id: seen.append("stopped"))
    channel.start(lambda _job: gate.wait(10))
    channel.cancel()
    assert seen == ["stopped"]
    gate.set()
    qtbot.wait(50)
    assert seen == ["stopped"]


def test_queued_requests_are_each_heard(qtbot: QtBot, jobs: JobRunner) -> None:
    channel, seen = Channel(jobs, Lane.INGEST, latest_only=False), []
    channel.succeeded.connect(lambda request, result: seen.append((request, result)))
    ids = [channel.start(lambda _job, n=n: n) for n in range(3)]
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == list(zip(ids, range(3), strict=True))


def test_a_failure_is_handed_over_as_it_is(qtbot: QtBot, jobs: JobRunner) -> None:
    channel, seen = Channel(jobs, Lane.VIEW, latest_only=False), []
    channel.failed.connect(lambda _id, error: seen.append(error))

    def fail(_job: JobContext) -> None:
        raise ValueError("a bug")

    channel.start(fail)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], ValueError)


def test_a_flood_of_progress_becomes_a_trickle_that_ends_up_to_date(qtbot: QtBot, jobs: JobRunner) -> None:
    channel, seen, gate = Channel(jobs, Lane.INGEST, latest_only=False), [], threading.Event()
    channel.progressed.connect(lambda _id, progress: seen.append(progress.done))

    def flood(job: JobContext) -> None:
        for done in range(5000):
            job.report(Progress(Phase.READING, done + 1, 5000))
        gate.wait(10)

    channel.start(flood)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == 5000)
    gate.set()
    qtbot.waitUntil(lambda: not channel.busy)
    assert len(seen) < 50
    assert seen == sorted(seen)
