"""How many events may be sent, counted by those that were accepted."""

from __future__ import annotations

from threading import Condition


class SendLimit:
    """A number of places; a place that was taken for an event that is then refused is free again.

    Args:
        places: `None` sets no limit.
    """

    def __init__(self, places: int | None) -> None:
        self._free = places
        self._taken = 0
        self._changed = Condition()

    def take(self) -> bool:
        """Take a place, waiting for those that may become free; false if all are used."""
        with self._changed:
            if self._free is None:
                return True
            while not self._free:
                if not self._taken:
                    return False
                self._changed.wait()
            self._free -= 1
            self._taken += 1
            return True

    def use(self) -> None:
        """A place that was taken is used."""
        self._give(0)

    def put_back(self) -> None:
        """A place that was taken is free again."""
        self._give(1)

    def _give(self, places: int) -> None:
        with self._changed:
            if self._free is None:
                return
            self._free += places
            self._taken -= 1
            self._changed.notify_all()
