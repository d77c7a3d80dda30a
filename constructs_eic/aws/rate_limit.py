"""Limits the rate of requests."""

from __future__ import annotations

import threading
import time


class Pace:
    """Spaces requests evenly, whichever thread makes them.

    A token bucket with one token: a burst would count against every client in the region, so none are saved up.

    Args:
        per_second: Requests per second; 0 sets no limit.
    """

    def __init__(self, per_second: float) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Return when the next request may be sent."""
        if not self._interval:
            return
        with self._lock:
            now = time.monotonic()
            slot = max(now, self._next)
            self._next = slot + self._interval
        time.sleep(slot - now)
