"""Where records wait: what a queue and a bucket have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Waiting:
    """A message or an object that may hold a record.

    Attributes:
        id: What identifies it: the id of a message, the key of an object.
        since: When it arrived there.
        content: What `InvocationRecord.parse` takes.
        problem: Why its content could not be read.
    """

    id: str
    since: datetime
    content: Mapping[str, object] | bytes
    problem: str | None = None


@dataclass(frozen=True)
class Unremoved:
    """What could not be removed, and why."""

    waiting: Waiting
    reason: str


class Source(Protocol):
    """A place where records wait; `take` and `remove` are called by several threads at a time."""

    @property
    def name(self) -> str:
        """The name by which the user knows it."""

    @property
    def region(self) -> str:
        """The region of functions for which nothing else names a region."""

    def moment(self) -> datetime:
        """The current time there."""

    def count(self) -> int | None:
        """Approximately how many records wait; `None` if that is not known beforehand."""

    def redrive_policy_warning(self) -> str | None:
        """What may happen to records that are only read, if anything may."""

    def take(self) -> Sequence[Waiting]:
        """The next few, none of which is returned twice; nothing when all were returned."""

    def remove(self, done: Sequence[Waiting]) -> Sequence[Unremoved]:
        """Remove what is processed, and return what could not be removed."""

    def close(self) -> None:
        """Put back everything that was taken and not removed."""

    def incomplete_reason(self) -> str | None:
        """Why not everything was returned, if it was not."""

    def in_flight_note(self) -> str | None:
        """Why there may be more than can be seen now, if there may be."""

    def notes(self) -> Sequence[str]:
        """What the user must know after `close`."""


def moment_of(answer: Mapping[str, Mapping[str, Mapping[str, str]]]) -> datetime:
    """When AWS gave an answer, by its own clock: the local clock may be wrong.

    A `Date` counts whole seconds: the clock that it was taken from was up to a second ahead.
    """
    date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(date) if date else datetime.now(timezone.utc)
