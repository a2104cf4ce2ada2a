"""How fast a file comes and how long the rest will take. Download child, main thread."""

import time
from collections import deque

from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress

WINDOW_S = 5.0
REPORT_S = 0.2
MIN_SPAN_S = 0.5
LONGEST_TOLD_S = 30 * 24 * 3600.0
"""Beyond a month, nobody knows."""


class Pace:
    """Looks back a few seconds, so that the time left follows a change of the connection."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()
        self._reported = 0.0

    def interrupted(self) -> None:
        """What was measured says nothing of the next connection."""
        self._seen.clear()

    def is_due(self) -> bool:
        """Whether it is time for another report; then the next one is due a moment later."""
        now = time.monotonic()
        if now - self._reported < REPORT_S:
            return False
        self._reported = now
        return True

    def progress(self, done_bytes: int, total_bytes: int) -> DownloadProgress:
        rate = self._rate(time.monotonic(), done_bytes)
        remaining_s = max(0, total_bytes - done_bytes) / rate if rate and total_bytes else None
        if remaining_s is not None and remaining_s > LONGEST_TOLD_S:
            remaining_s = None
        return DownloadProgress(DownloadPhase.FETCHING, done_bytes, total_bytes, rate, remaining_s)

    def _rate(self, now: float, done_bytes: int) -> float | None:
        """Bytes a second; None while too little was seen to tell."""
        self._seen.append((now, done_bytes))
        while now - self._seen[0][0] > WINDOW_S and len(self._seen) > 2:
            self._seen.popleft()
        began, first_bytes = self._seen[0]
        return (done_bytes - first_bytes) / (now - began) if now - began >= MIN_SPAN_S else None
