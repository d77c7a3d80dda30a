"""The sources in which records wait: the common part of a queue and a bucket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_eic._values.reason import Reason


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
    """The messages or objects that could not be removed, and why.

    Attributes:
        waiting: The message or object.
        reason: Why it could not be removed.
        is_final: Whether nothing else can be removed either, such as without the permission.
    """

    waiting: Waiting
    reason: Reason
    is_final: bool = False


@dataclass(frozen=True)
class Counts:
    """Approximately how many messages a queue has.

    Attributes:
        visible: Those that can be received.
        in_flight: Those that somebody has received and not removed.
        delayed: Those that can be received later.
    """

    visible: int
    in_flight: int
    delayed: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.visible + self.in_flight + self.delayed


class Takeable(Protocol):
    """A place from which records are taken and removed, by several threads at a time."""

    def take(self) -> Sequence[Waiting]:
        """Return the next few, none of which is returned twice; nothing when all were returned."""

    def holds(self, waiting: Waiting) -> bool:
        """Return whether what was taken is still kept from other readers."""

    def remove(self, done: Sequence[Waiting]) -> Sequence[Unremoved]:
        """Remove what is processed, and return what could not be removed."""


class Source(Takeable, Protocol):
    """A place where records wait."""

    @property
    def name(self) -> str:
        """The name by which the user knows it."""

    @property
    def region(self) -> str:
        """The region of functions for which nothing else names a region."""

    @property
    def allows_several_processes(self) -> bool:
        """`True` if several processes can read it, and none of them takes what another has taken."""

    @property
    def released(self) -> int:
        """The number of those that `close` put back."""

    @property
    def lost(self) -> int:
        """The number of those taken that other readers may have now."""

    def moment(self) -> datetime:
        """Return the current time there."""

    def counts(self) -> Counts | None:
        """Return approximately how many records wait; `None` if that is not known beforehand."""

    def redrive_policy_warning(self) -> str | None:
        """Return what may happen to records that are only read, if anything may."""

    def cannot_be_put_back(self) -> Reason | None:
        """Return why what was taken cannot be put back by `close`, if that is known."""

    def close(self) -> None:
        """Put back everything that was taken and not removed."""

    def in_flight_note(self) -> str | None:
        """Return why other readers may see fewer records than there are, if they may."""

    def incomplete_reason(self) -> str | None:
        """Return why not everything was returned and put back, if it was not."""

    def notes(self, done: int) -> Sequence[str]:
        """Return what the user must know after this many were given to `remove`."""


def moment_of(answer: Mapping[str, Mapping[str, Mapping[str, str]]]) -> datetime:
    """Return when AWS gave an answer, by its own clock: the local clock may be wrong.

    A `Date` counts whole seconds: the clock that it was taken from was up to a second ahead.
    """
    date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(date) if date else datetime.now(timezone.utc)
