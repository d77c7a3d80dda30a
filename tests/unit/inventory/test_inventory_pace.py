from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

from constructs_eic.aws.rate_limit import Pace

if TYPE_CHECKING:
    import pytest


class Clock:
    """A clock that stands still, and records how long each caller would have slept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        self._lock = Lock()
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr(time, "sleep", self._sleep)

    def _sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)


def test_requests_of_all_threads_are_spaced_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    pace = Pace(4)

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(pace.wait) for _ in range(8)]:
            future.result()

    assert sorted(clock.slept) == [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]


def test_no_burst_is_saved_up(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    pace = Pace(2)
    pace.wait()

    clock.now += 60
    for _ in range(3):
        pace.wait()

    assert clock.slept == [0, 0, 0.5, 1]


def test_zero_sets_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    pace = Pace(0)

    for _ in range(100):
        pace.wait()

    assert clock.slept == []
