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
        place: What it is found by: the id of a message, the key of an object.
        since: When it came there.
        content: What `InvocationRecord.parse` takes.
        problem: Why its content could not be had.
    """

    place: str
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
        """As the user knows it."""

    @property
    def region(self) -> str:
        """Of functions that nothing else tells the region of."""

    def moment(self) -> datetime:
        """What time it is there."""

    def count(self) -> int | None:
        """How many wait, about; `None` where that is not known beforehand."""

    def caution(self) -> str | None:
        """What may happen to records that are only looked at, where something may."""

    def take(self) -> Sequence[Waiting]:
        """The next few, none of which is handed out twice; nothing when all have been."""

    def remove(self, done: Sequence[Waiting]) -> Sequence[Unremoved]:
        """Remove what is done with, and return what could not be removed."""

    def close(self) -> None:
        """Put back all that was taken and not removed."""

    def unread(self) -> str | None:
        """Why not everything was handed out, where it was not."""

    def hidden(self) -> str | None:
        """Why there may be more than can be seen now, where there may."""

    def notes(self) -> Sequence[str]:
        """What a person has to know after `close`."""


def moment_of(answer: Mapping[str, Mapping[str, Mapping[str, str]]]) -> datetime:
    """When AWS gave an answer, by its own clock: the machine's may be wrong.

    A `Date` counts whole seconds: the clock it was taken from stood up to a second later.
    """
    date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(date) if date else datetime.now(timezone.utc)
