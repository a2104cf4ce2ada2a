"""Jobs run in order on their lane, end in exactly one call, and can be told to stop."""

import threading
from collections.abc import Callable

import pytest

from desktop_rag.app.jobs import JobContext, JobRunner, Lane, Phase, Progress, RateMeter
from desktop_rag.domain.errors import DocumentDamaged


class Recorder:
    """A listener that keeps what it hears and tells when the job has ended."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self._ended = threading.Event()

    def on_progress(self, progress: Progress) -> None:
        self.heard.append(progress.done)

    def on_success(self, result: object) -> None:
        self._end(("success", result))

    def on_failure(self, error: Exception) -> None:
        self._end(("failure", type(error)))

    def on_cancelled(self) -> None:
        self._end("cancelled")

    def wait(self) -> list[object]:
        assert self._ended.wait(5)
        return self.heard

    def _end(self, how: object) -> None:
        self.heard.append(how)
        self._ended.set()


@pytest.fixture
def runner():  # type: ignore[no-untyped-def]  # a generator fixture reads better bare
    made = JobRunner()
    yield made
    made.close()


def run(runner: JobRunner, work: Callable[[JobContext], object]) -> list[object]:
    recorder = Recorder()
    runner.submit(Lane.ASK, work, recorder)
    return recorder.wait()


def failing(error: Exception) -> Callable[[JobContext], object]:
    def work(_job: JobContext) -> object:
        raise error

    return work


def test_a_job_tells_its_progress_and_then_its_result(runner: JobRunner) -> None:
    def work(job: JobContext) -> str:
        job.report(Progress(Phase.READING, 1, 2))
        return "done"

    assert run(runner, work) == [1, ("success", "done")]


def test_expected_failures_and_bugs_both_reach_the_listener(runner: JobRunner) -> None:
    assert run(runner, failing(DocumentDamaged())) == [("failure", DocumentDamaged)]
    assert run(runner, failing(ZeroDivisionError())) == [("failure", ZeroDivisionError)]


def test_a_cancelled_job_ends_as_cancelled_and_one_that_waits_never_starts(runner: JobRunner) -> None:
    started, stop = threading.Event(), threading.Event()

    def long(job: JobContext) -> None:
        started.set()
        stop.wait(5)
        job.cancel.raise_if_cancelled()

    first, second = Recorder(), Recorder()
    handle = runner.submit(Lane.INGEST, long, first)
    waiting = runner.submit(Lane.INGEST, failing(AssertionError("started")), second)
    started.wait(5)
    waiting.cancel.cancel()
    handle.cancel.cancel()
    stop.set()
    assert first.wait() == second.wait() == ["cancelled"]


def test_lanes_run_beside_each_other(runner: JobRunner) -> None:
    meeting = threading.Barrier(2, timeout=5)
    one, other = Recorder(), Recorder()
    runner.submit(Lane.ASK, lambda _job: meeting.wait() >= 0, one)
    runner.submit(Lane.INGEST, lambda _job: meeting.wait() >= 0, other)
    assert one.wait() == other.wait() == [("success", True)]


def test_after_close_nothing_more_is_taken() -> None:
    runner = JobRunner()
    runner.close()
    recorder = Recorder()
    runner.submit(Lane.ASK, lambda _job: 1, recorder)
    assert recorder.wait() == ["cancelled"]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_time_left_follows_the_pace_of_the_last_half_minute() -> None:
    clock = Clock()
    meter = RateMeter(clock)
    for done in range(1, 11):
        clock.now = done
        progress = meter.progress(Phase.READING, done, 110)
    assert progress.remaining_s == pytest.approx(100)
    for done in range(11, 71):
        clock.now += 0.5
        progress = meter.progress(Phase.READING, done, 110)
    assert progress.rate_per_s == pytest.approx(2, rel=0.05)
    assert progress.remaining_s == pytest.approx(20, rel=0.05)


def test_one_long_item_has_a_time_left_too() -> None:
    clock = Clock()
    meter = RateMeter(clock)
    clock.now = 1.0
    assert meter.progress(Phase.READING, 0, 1, share=0.1).remaining_s is None, "too early to tell"
    clock.now = 20.0
    assert meter.progress(Phase.READING, 0, 1, share=0.25).remaining_s == pytest.approx(60)
