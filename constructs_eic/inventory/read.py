"""Reads many functions in many regions concurrently; reports what cannot be read, and continues with the rest."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from queue import Full, Queue, SimpleQueue
from typing import TYPE_CHECKING

from constructs_eic.aws.errors import UNREACHABLE, reason_of
from constructs_eic.inventory.aws import configurations
from constructs_eic.inventory.entry import Entry
from constructs_eic.inventory.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constructs_eic.inventory.aws import Client, Region

_RESULTS_IN_FLIGHT = 256
_STOP_CHECK_SECONDS = 0.5


@dataclass(frozen=True)
class FunctionFound:
    """One more function to read."""


@dataclass(frozen=True)
class FunctionRead:
    """All that could be read of one function.

    Attributes:
        region: The function's region.
        function_name: The function's name.
        entries: Its configurations.
        unread: Why they are not complete, if they are not.
    """

    region: str
    function_name: str
    entries: Sequence[Entry]
    unread: Unread | None


Event = FunctionFound | FunctionRead | Unread


def read(regions: Sequence[Region], *, selects: Callable[[str], bool]) -> Iterator[Event]:
    """Read the configurations of every function, as they arrive.

    Args:
        regions: Where to read.
        selects: Whether a function with this name is selected.

    Yields:
        `FunctionFound` and, later, `FunctionRead` for each function; `Unread` for a region whose list of
        functions broke off.
    """
    results = _Results()
    for region in regions:
        _RegionReader(region, selects, results).start()
    working = sum(len(region.clients) for region in regions)
    try:
        while working:
            event = results.get()
            if event is None:
                working -= 1
            else:
                yield event
    finally:
        results.close()


class _Results:
    """Events on their way to the reader: few at a time, so that memory use stays constant."""

    def __init__(self) -> None:
        self._queue: Queue[Event | None] = Queue(_RESULTS_IN_FLIGHT)
        self._closed = threading.Event()

    def get(self) -> Event | None:
        return self._queue.get()

    def put(self, event: Event | None) -> None:
        """Wait for room; when there is no reader any more, end the calling thread."""
        while not self._closed.is_set():
            with suppress(Full):
                return self._queue.put(event, timeout=_STOP_CHECK_SECONDS)
        raise SystemExit

    def close(self) -> None:
        self._closed.set()


class _RegionReader:
    def __init__(self, region: Region, selects: Callable[[str], bool], results: _Results) -> None:
        self._region = region
        self._selects = selects
        self._results = results
        # Unbounded on purpose: names are small, and the time left is known only when all are listed.
        self._names: SimpleQueue[str | None] = SimpleQueue()
        self._is_out_of_reach = False

    def start(self) -> None:
        # Daemons: Ctrl-C must not wait for a request that hangs.
        threading.Thread(target=self._list_functions, daemon=True).start()
        for client in self._region.clients:
            threading.Thread(target=self._read_functions, args=[client], daemon=True).start()

    def _list_functions(self) -> None:
        listed: set[str] = set()
        try:
            for name in self._region.function_names():
                if name in listed:  # pages shift as functions come and go: one may be on two
                    continue
                listed.add(name)
                if self._selects(name):
                    self._results.put(FunctionFound())
                    self._names.put(name)
        except Exception as error:
            reason = reason_of(error)
            if listed:
                reason = f"the list of functions broke off after {len(listed)}: {reason}"
            self._results.put(Unread(self._region.name, "", reason))
        finally:
            for _ in self._region.clients:
                self._names.put(None)

    def _read_functions(self, client: Client) -> None:
        while (name := self._names.get()) is not None:
            self._results.put(self._read_function(client, name))
        self._results.put(None)

    def _read_function(self, client: Client, name: str) -> FunctionRead:
        region = self._region.name
        entries: list[Entry] = []
        unread = None
        # If the endpoint has gone, do not wait as long for the rest: it may or may not come back.
        asked = self._region.scout if self._is_out_of_reach else client
        try:
            entries.extend(Entry.of(region, name, answer) for answer in configurations(asked, name))
            self._is_out_of_reach = False
        except Exception as error:
            unread = Unread(region, name, reason_of(error))
            self._is_out_of_reach = isinstance(error, UNREACHABLE)
        return FunctionRead(region, name, entries, unread)
