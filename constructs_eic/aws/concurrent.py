"""Reads many things in many places at the same time, and passes on what was read as it arrives."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from queue import Full, Queue, SimpleQueue
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RESULTS_IN_FLIGHT = 256
_STOP_CHECK_SECONDS = 0.5

Item = TypeVar("Item")
Result = TypeVar("Result")
Read = TypeVar("Read", covariant=True)


@dataclass(frozen=True)
class Found:
    """One more item to read."""


class Source(Protocol[Item, Read]):
    """A place with items, such as the functions of a region."""

    @property
    def workers(self) -> int:
        """The number of items to read at the same time."""

    def items(self) -> Iterator[Item]:
        """The items, as they are listed."""

    def read(self, item: Item, worker: int) -> Read:
        """Read one item, as the worker with this number, from 0; it reports failures in its result."""

    def broke_off(self, error: Exception, listed: int) -> Read:
        """The result for a list of items that failed after some had been listed."""


def read_concurrently(sources: Sequence[Source[Item, Result]]) -> Iterator[Found | Result]:
    """Read the items of all sources.

    Yields:
        `Found` and, later, the result for each item; a result for a list that broke off.
    """
    results: _Results[Result] = _Results()
    for source in sources:
        _start(source, results)
    working = sum(source.workers for source in sources)
    try:
        while working:
            event = results.get()
            if event is None:
                working -= 1
            else:
                yield event
    finally:
        results.close()


class _Results(Generic[Result]):
    """Results on their way to the reader: few at a time, so that memory use stays constant."""

    def __init__(self) -> None:
        self._queue: Queue[Found | Result | None] = Queue(_RESULTS_IN_FLIGHT)
        self._closed = threading.Event()

    def get(self) -> Found | Result | None:
        return self._queue.get()

    def put(self, event: Found | Result | None) -> None:
        """Wait for room; when there is no reader any more, end the calling thread."""
        while not self._closed.is_set():
            with suppress(Full):
                return self._queue.put(event, timeout=_STOP_CHECK_SECONDS)
        raise SystemExit

    def close(self) -> None:
        self._closed.set()


def _start(source: Source[Item, Result], results: _Results[Result]) -> None:
    # Unbounded on purpose: items are small, and the time left is known only when all are listed.
    items: SimpleQueue[tuple[Item] | None] = SimpleQueue()

    def find() -> None:
        listed = 0
        try:
            for item in source.items():
                listed += 1
                results.put(Found())
                items.put((item,))
        except Exception as error:
            results.put(source.broke_off(error, listed))
        finally:
            for _ in range(source.workers):
                items.put(None)

    def read(worker: int) -> None:
        while (item := items.get()) is not None:
            results.put(source.read(item[0], worker))
        results.put(None)

    # Daemons: Ctrl-C must not wait for a request that hangs.
    threading.Thread(target=find, daemon=True).start()
    for worker in range(source.workers):
        threading.Thread(target=read, args=[worker], daemon=True).start()
