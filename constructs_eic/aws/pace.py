"""A polite pace: so many requests a second and no more."""

from __future__ import annotations

import threading
import time


class Pace:
    """Spaces requests evenly, whichever thread makes them.

    A bucket of one token: Lambda counts a burst against everybody in the region, so none is saved up.

    Args:
        per_second: Requests a second; 0 sets no limit.
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
