"""The window stays responsive while real, partly damaged documents are read. Skipped where they are not."""

import statistics
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from desktop_rag.gui.main_window import MainWindow

TICK_MS = 10
LONGEST_STALL_S = 0.1
TYPICAL_STALL_S = 0.05


@pytest.mark.data
@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
@pytest.mark.timeout(600)
@pytest.mark.parametrize("folder", ["hostile/pdf", "northwind/pdfs"])
def test_the_event_loop_never_stalls_while_they_are_read(
    window: MainWindow, qtbot: QtBot, data_dir: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    gaps, last = [], [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    window._context.settings.change(read_scans=False)  # in another process anyway, for many minutes
    window.add_paths([data_dir / folder])
    qtbot.waitUntil(lambda: window.library.busy, timeout=10_000)
    qtbot.waitUntil(lambda: not window.library.busy, timeout=300_000)
    timer.stop()
    p99 = statistics.quantiles(gaps, n=100)[98]
    with capsys.disabled():
        print(f"\n{folder}: longest gap {max(gaps) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms")
    assert max(gaps) < LONGEST_STALL_S
    assert p99 < TYPICAL_STALL_S
