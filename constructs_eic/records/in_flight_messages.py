"""The messages of a queue that this process has received, and how long each stays invisible to others.

A message can be kept invisible for at most 12 hours after it was received.
Source: "Amazon SQS visibility timeout" in the Amazon SQS Developer Guide.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs_eic.aws.clock import Clock

BATCH = 10
VISIBILITY_SECONDS = 120
LONGEST_VISIBILITY_SECONDS = 43_200
_MOST_REMEMBERED = 50_000
_LONGEST_SECONDS = 900


class _Received(TypedDict):
    MessageId: str
    ReceiptHandle: str


class Message(_Received, total=False):
    """A message as `ReceiveMessage` returns it."""

    Body: str
    Attributes: dict[str, str]
    MessageAttributes: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Known:
    """The messages that were received, separated by id: seen for the first time, or removed before."""

    fresh: set[str]
    removed: set[str]


@dataclass(frozen=True)
class Change:
    """A message that is to be invisible for this many seconds from now on."""

    id: str
    handle: str
    seconds: int


@dataclass
class _Invisible:
    handle: str
    received: float
    seconds: int
    until: float
    renewal: float = 0.0


class InFlightMessages:
    """Messages by id; several threads use it at a time.

    A message is due to be renewed when half of its time is over. The heap has an entry for each time at which a
    message was ever due and has not been looked at since; one that is out of date is passed over.

    Args:
        seconds: How long a message is invisible when it is received.
        clock: The clock by which they are invisible.
    """

    def __init__(self, seconds: int, clock: Clock) -> None:
        self._seconds = seconds
        self._clock = clock
        self._retry_seconds = min(5.0, seconds / 16)
        self._messages: dict[str, _Invisible] = {}
        self._renewals: list[tuple[float, str]] = []
        self._removed: OrderedDict[str, None] = OrderedDict()
        self._lost: set[str] = set()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._messages)

    @property
    def lost(self) -> int:
        """The number of messages that became visible to others before they were processed, and did not return."""
        return len(self._lost)

    def add(self, messages: Iterable[Message], since: float) -> Known:
        """Hold messages; for one that is already held, the new receipt handle replaces the old one.

        Args:
            messages: What was received.
            since: When it was requested: from then on, at the earliest, the messages are invisible.
        """
        known = Known(set(), set())
        with self._lock:
            for message in messages:
                id_ = message["MessageId"]
                if id_ in self._removed:
                    known.removed.add(id_)
                    continue
                if id_ not in self._messages:
                    known.fresh.add(id_)
                self._lost.discard(id_)
                self._messages[id_] = _Invisible(
                    message["ReceiptHandle"], since, self._seconds, since + self._seconds
                )
                self._renew_at(since + self._seconds / 2, id_)
        return known

    def holds(self, id_: str) -> bool:
        """Return whether a message is certainly still invisible to others; one that is not is forgotten.

        A message that comes again after it was forgotten is a new one.
        """
        with self._lock:
            one = self._messages.get(id_)
            if one is not None and one.until > self._clock.now():
                return True
            if one is not None:
                del self._messages[id_]
                self._lost.add(id_)
            return False

    def to_remove(self, ids: Iterable[str]) -> list[Message]:
        """Return the messages that are to be deleted; they stay invisible until `forget` is called."""
        messages: list[Message] = []
        with self._lock:
            for id_ in ids:
                one = self._messages.get(id_)
                if one is not None:
                    messages.append({"MessageId": id_, "ReceiptHandle": one.handle})
                    self._removed[id_] = None
            # Memory is bounded; a message that is received twice is received again soon.
            while len(self._removed) > _MOST_REMEMBERED:
                self._removed.popitem(last=False)
        return messages

    def forget(self, ids: Iterable[str]) -> None:
        """Stop holding messages that were deleted."""
        with self._lock:
            for id_ in ids:
                self._messages.pop(id_, None)

    def due(self) -> list[Change]:
        """Return up to ten messages of which half the time is over: twice as long, so that many are cheap to hold.

        Until `changed` is called, each is due again shortly: the change may fail.
        """
        with self._lock:
            now = self._clock.now()
            changes: list[Change] = []
            while self._renewals and self._renewals[0][0] <= now and len(changes) < BATCH:
                at, id_ = heappop(self._renewals)
                one = self._messages.get(id_)
                # One that is visible already is not renewed: another reader may have it.
                if one is not None and one.renewal == at and one.until > now:
                    changes.append(Change(id_, one.handle, _longer(one, now)))
            for change in changes:
                self._renew_at(now + self._retry_seconds, change.id)
            return [change for change in changes if change.seconds > 0]

    def again(self) -> list[Change]:
        """Return the first messages, up to ten, for the time that they are invisible anyway."""
        with self._lock:
            first = islice(self._messages.items(), BATCH)
            return [Change(id_, one.handle, one.seconds) for id_, one in first]

    def changed(self, changes: Iterable[Change], since: float) -> None:
        """Note that messages are invisible for longer, counted from the time of the request."""
        with self._lock:
            for change in changes:
                one = self._messages.get(change.id)
                if one is None or one.handle != change.handle:
                    continue
                one.seconds = change.seconds
                one.until = since + change.seconds
                self._renew_at(since + change.seconds / 2, change.id)

    def release(self) -> Iterator[Sequence[Change]]:
        """Stop holding all messages, and return those that are still invisible, ten at a time."""
        with self._lock:
            now = self._clock.now()
            changes = [
                Change(id_, one.handle, 0) for id_, one in self._messages.items() if one.until > now
            ]
            self._messages.clear()
            self._renewals.clear()
        for begin in range(0, len(changes), BATCH):
            yield changes[begin : begin + BATCH]

    def _renew_at(self, moment: float, id_: str) -> None:
        self._messages[id_].renewal = moment
        heappush(self._renewals, (moment, id_))


def _longer(one: _Invisible, now: float) -> int:
    """Return how many seconds a message can be made invisible for, from now on."""
    left = int(one.received + LONGEST_VISIBILITY_SECONDS - now)
    return min(2 * one.seconds, _LONGEST_SECONDS, left)
