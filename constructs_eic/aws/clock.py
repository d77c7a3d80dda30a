"""The time, and waiting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import Event


class Clock:
    """The clock of this machine, in seconds since some moment; setting the machine's time does not change it.

    Everything that takes a while asks one such object, so that hours can pass in a test.
    """

    def now(self) -> float:
        """Return the current time."""
        return time.monotonic()

    def wait(self, event: Event, seconds: float) -> bool:
        """Wait until an event is set, at most for this long; return whether it is set."""
        return event.wait(seconds)
