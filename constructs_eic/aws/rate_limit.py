"""Limits the rate of requests."""

from __future__ import annotations

import time
from threading import Lock
from typing import Protocol

from constructs_eic.aws.clock import Clock


class Slots(Protocol):
    """Times at which requests may be sent."""

    def slot(self) -> float:
        """Reserve the next time at which a request may be sent, and return how many seconds away it is."""


class Pace:
    """Spaces requests evenly, whichever thread makes them.

    A token bucket with one token: a burst would count against every client in the region, so none are saved up.

    Args:
        per_second: Requests per second; 0 sets no limit.
        clock: The clock by which they are spaced.
    """

    def __init__(self, per_second: float, clock: Clock | None = None) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._clock = clock or Clock()
        self._lock = Lock()
        self._next = 0.0

    def slot(self) -> float:
        """Reserve the next time at which a request may be sent, and return how many seconds away it is."""
        if not self._interval:
            return 0.0
        with self._lock:
            now = self._clock.now()
            slot = max(now, self._next)
            self._next = slot + self._interval
        return slot - now

    def wait(self) -> None:
        """Return when the next request may be sent."""
        if self._interval:
            time.sleep(self.slot())
