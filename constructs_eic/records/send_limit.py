"""The limit of events that may be sent, counted by those that were accepted."""

from __future__ import annotations

from threading import Lock
from typing import Protocol


class Places(Protocol):
    """Places for events; each that is taken is used or put back."""

    def take(self) -> bool | None:
        """Take a place: true if there was one, false if all are used, `None` if one may become free."""

    def use(self) -> None:
        """Use a place that was taken: its event was accepted."""

    def put_back(self) -> None:
        """Free a place that was taken: its event was refused."""


class SendLimit:
    """A number of places; a place that was taken for an event that is then refused is free again.

    Args:
        places: How many there are; `None` sets no limit.
    """

    def __init__(self, places: int | None) -> None:
        self._free = places
        self._taken = 0
        self._lock = Lock()

    def take(self) -> bool | None:
        """Take a place: true if there was one, false if all are used, `None` if one may become free."""
        with self._lock:
            if self._free is None:
                return True
            if not self._free:
                return None if self._taken else False
            self._free -= 1
            self._taken += 1
            return True

    def use(self) -> None:
        """Use a place that was taken: its event was accepted."""
        self._give(0)

    def put_back(self) -> None:
        """Free a place that was taken: its event was refused."""
        self._give(1)

    def _give(self, places: int) -> None:
        with self._lock:
            if self._free is not None:
                self._free += places
                self._taken -= 1
