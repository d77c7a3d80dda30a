"""The state of a run of the forwarder, while it lasts and at its end."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RedriverProgress:
    """The state of a run; SQS counts approximately.

    Attributes:
        total: Number of messages in the queue before the run.
        waiting: Number of messages in the queue now, those in flight included.
        parked: Number of messages that came to the parking queue.
        per_second: Number of messages that leave the queue in a second, over the last minute.
    """

    total: int
    waiting: int
    parked: int
    per_second: float

    @property
    def gone(self) -> int:
        """The number of messages that left the queue."""
        return max(0, self.total - self.waiting)

    @property
    def seconds_left(self) -> float | None:
        """The time until the queue is empty at this rate; `None` while nothing leaves it."""
        return self.waiting / self.per_second if self.per_second > 0 else None


@dataclass
class RedriverResult:
    """The result of `redrive_with`; SQS counts approximately.

    Attributes:
        total: Number of messages in the queue before the run.
        waiting: Number of messages in the queue at its end, those in flight included.
        parked: Number of messages that came to the parking queue: what was refused, and what came after the start.
        incomplete_reason: Why the run ended before the queue was empty, if it did.
        notes: What else the user must know.
    """

    total: int = 0
    waiting: int = 0
    parked: int = 0
    incomplete_reason: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        """The number of messages that left the queue and were not parked."""
        return max(0, self.total - self.waiting - self.parked)

    @property
    def is_complete(self) -> bool:
        """`True` if nothing was parked and nothing is left."""
        return not self.parked and not self.waiting and self.incomplete_reason is None
