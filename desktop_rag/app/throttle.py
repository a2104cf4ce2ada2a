"""Leaves a laptop on battery room to breathe: as much rest as work. Ingest lane's thread."""

import time
from collections.abc import Callable

import psutil

from desktop_rag.app.jobs import CancelToken

LONGEST_REST_S = 5.0
ASK_AGAIN_S = 20.0


def runs_on_battery() -> bool:
    """False where there is no battery, or nobody tells."""
    sensor = getattr(psutil, "sensors_battery", None)  # missing on some systems
    battery = sensor() if sensor else None
    return battery is not None and battery.power_plugged is False


class Throttle:
    """`on_battery` tells whether the computer runs on its battery, `wanted` whether that is to matter."""

    def __init__(
        self, on_battery: Callable[[], bool] = runs_on_battery, wanted: Callable[[], bool] = lambda: True
    ) -> None:
        self._on_battery = on_battery
        self._wanted = wanted
        self._asked_at = -ASK_AGAIN_S
        self._resting = False
        self._worked_since = time.monotonic()

    def rest(self, cancel: CancelToken) -> None:
        """Called between two documents: on battery, waits as long as the last took. Raises `Cancelled`."""
        now = time.monotonic()
        if now - self._asked_at >= ASK_AGAIN_S:
            self._asked_at, self._resting = now, self._on_battery() and self._wanted()
        if self._resting:
            cancel.wait(min(now - self._worked_since, LONGEST_REST_S))
        cancel.raise_if_cancelled()
        self._worked_since = time.monotonic()
