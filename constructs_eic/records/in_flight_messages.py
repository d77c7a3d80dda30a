"""The messages of a queue that this process has received, and how long each stays invisible."""

from __future__ import annotations

import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

BATCH = 10
_MOST_REMEMBERED = 50_000
_LONGEST_SECONDS = 900
_REQUESTS_AT_A_TIME = 8


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
    """What was received, separated by id: seen for the first time, or removed before."""

    fresh: set[str]
    removed: set[str]


@dataclass
class _Invisible:
    handle: str
    seconds: int
    renewal: float


class InFlightMessages:
    """Messages by id, in the order of their next renewal.

    Args:
        seconds: How long a message is invisible when it is received.
    """

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._held: OrderedDict[str, _Invisible] = OrderedDict()
        self._removed: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def add(self, messages: Iterable[Message]) -> Known:
        """Hold messages; for one that is already held, the new receipt handle replaces the old one."""
        known = Known(set(), set())
        with self._lock:
            for message in messages:
                id_ = message["MessageId"]
                if id_ in self._removed:
                    known.removed.add(id_)
                    continue
                if id_ not in self._held:
                    known.fresh.add(id_)
                self._put(id_, message["ReceiptHandle"], self._seconds)
        return known

    def pop(self, places: Iterable[str]) -> list[Message]:
        """Stop holding these messages, because they are to be deleted."""
        popped: list[Message] = []
        with self._lock:
            for id_ in places:
                one = self._held.pop(id_, None)
                if one is not None:
                    popped.append({"MessageId": id_, "ReceiptHandle": one.handle})
                    self._removed[id_] = None
            # Memory is bounded; a message that is received twice is received again soon.
            while len(self._removed) > _MOST_REMEMBERED:
                self._removed.popitem(last=False)
        return popped

    def renew(self, change: Callable[[Sequence[Message], int], int]) -> None:
        """Keep those invisible whose time is half over: twice as long, so that many are cheap to hold."""
        while True:
            with self._lock:
                due = self._due()
                for id_, one in due:
                    self._put(id_, one.handle, min(2 * one.seconds, _LONGEST_SECONDS))
            if not due:
                return
            change(
                [{"MessageId": id_, "ReceiptHandle": one.handle} for id_, one in due],
                min(2 * due[0][1].seconds, _LONGEST_SECONDS),
            )

    def change(self, change: Callable[[Sequence[Message], int], int], *, seconds: int) -> int:
        """Make all invisible for this long and stop holding them; returns how many could not be changed."""
        with ThreadPoolExecutor(_REQUESTS_AT_A_TIME) as pool:
            return sum(pool.map(lambda batch: change(batch, seconds), self._batches()))

    def _batches(self) -> Iterator[Sequence[Message]]:
        while self._held:
            batch: list[Message] = []
            while self._held and len(batch) < BATCH:
                id_, one = self._held.popitem()
                batch.append({"MessageId": id_, "ReceiptHandle": one.handle})
            yield batch

    def _due(self) -> list[tuple[str, _Invisible]]:
        """The first few to renew, all invisible for equally long."""
        due: list[tuple[str, _Invisible]] = []
        now = time.monotonic()
        for id_, one in self._held.items():
            is_like = not due or due[0][1].seconds == one.seconds
            if one.renewal > now or not is_like or len(due) == BATCH:
                break
            due.append((id_, one))
        return due

    def _put(self, id_: str, handle: str, seconds: int) -> None:
        self._held[id_] = _Invisible(handle, seconds, time.monotonic() + seconds / 2)
        self._held.move_to_end(id_)
