"""Watches a queue until the forwarder has emptied it.

Source: "GetQueueAttributes" in the Amazon SQS API Reference: the counts may take a minute to agree once no more
messages are sent.
"""

from __future__ import annotations

from collections import deque
from threading import Event
from typing import TYPE_CHECKING, Final

from constructs_eic.records.redriver.results import RedriverProgress

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic.aws.clock import Clock
    from constructs_eic.records.redriver.mapping import EventSourceMapping
    from constructs_eic.records.source import Counts

EMPTY_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 5.0
_SECONDS_BETWEEN_STATES: Final = 30.0
_RATE_SECONDS: Final = 60.0
_STALLED_SECONDS: Final = 600.0


class Watch:
    """What is counted while a run lasts.

    Args:
        clock: The clock by which it counts.
        mapping: The event source mapping, which somebody else may disable.
        count: Counts the messages of the queue.
        count_parked: Counts the messages that came to the parking queue.
        note: Called with what the user must know meanwhile.
    """

    def __init__(
        self,
        clock: Clock,
        mapping: EventSourceMapping,
        count: Callable[[], Counts],
        count_parked: Callable[[], int],
        note: Callable[[str], None],
    ) -> None:
        self._clock = clock
        self._mapping = mapping
        self._count = count
        self._count_parked = count_parked
        self._note = note
        self._counted: deque[tuple[float, int]] = deque()

    def until_empty(self, total: int, report: Callable[[RedriverProgress], None]) -> str | None:
        """Return once the queue has been empty for a minute, or why it is not going to be.

        Args:
            total: Number of messages in the queue before the run.
            report: Called each time when the messages were counted.
        """
        begin = self._clock.now()
        last_seen, moved, asked = begin, begin, begin
        least = total
        while True:
            waiting, now = self._count().all, self._clock.now()
            report(RedriverProgress(total, waiting, self._count_parked(), self._rate(now, waiting)))
            if waiting:
                last_seen = now
            elif now - last_seen >= EMPTY_SECONDS:
                return None
            if waiting < least:
                least, moved = waiting, now
            elif waiting and now - moved >= _STALLED_SECONDS:
                moved = now
                self._note(
                    f"nothing has left the queue for {_STALLED_SECONDS / 60:.0f} minutes: the forwarder's log says "
                    "why; messages that another reader has are counted, too"
                )
            if now - asked >= _SECONDS_BETWEEN_STATES:
                asked = now
                if self._mapping.is_stopped():
                    return f"somebody else disabled the event source mapping {self._mapping.uuid}"
            self._clock.wait(Event(), _POLL_SECONDS)

    def _rate(self, now: float, waiting: int) -> float:
        self._counted.append((now, waiting))
        while now - self._counted[0][0] > _RATE_SECONDS:
            self._counted.popleft()
        then, waited = self._counted[0]
        return max(0.0, (waited - waiting) / (now - then)) if now > then else 0.0
