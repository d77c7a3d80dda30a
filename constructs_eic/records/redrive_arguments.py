"""The arguments of a redrive, checked together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic._values.errors import Problems
from constructs_eic.records.in_flight_messages import LONGEST_VISIBILITY_SECONDS, VISIBILITY_SECONDS
from constructs_eic.records.invocation_target import Redirection
from constructs_eic.records.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONNECTIONS = 32
_RECORDS_OF_A_PROCESS = 5_000
_RATE_OF_A_PROCESS = 200
_MOST_PROCESSES = 4


@dataclass(frozen=True)
class RedriveArguments:
    """The arguments of `redrive`; see there. Without a number of `processes`, as many as pay on this machine.

    Raises:
        EventInvokeConfigError: with every argument that is not valid.
    """

    source: str
    selection: Selection
    to: str | None = None
    limit: int | None = None
    max_rate: float = 0
    dry_run: bool = False
    delete: bool = False
    region: str | None = None
    profile: str | None = None
    visibility_timeout: int = VISIBILITY_SECONDS
    allow_move: bool = False
    processes: int | None = 1

    def __post_init__(self) -> None:
        problems = Problems(lambda: "redrive")
        for argument, reason, fix in self._problems():
            problems.add(argument, getattr(self, argument), reason, fix)
        problems.raise_if_any()

    @property
    def redirection(self) -> Redirection | None:
        """The target that events are sent to instead of their original one."""
        return None if self.to is None else Redirection.parse(self.to)

    @property
    def threads(self) -> int:
        """As many threads in a process as its rate and the number of events can use."""
        most = CONNECTIONS
        if self.max_rate:
            most = min(most, max(2, math.ceil(self.max_rate / (self.processes or 1))))
        if self.limit is not None:
            most = min(most, math.ceil(self.limit / 10))
        return most

    def _problems(self) -> Iterator[tuple[str, str, str]]:
        reading = ("source", "selection", "to", "region", "profile", "visibility_timeout")
        yield from _problems_of_reading({name: getattr(self, name) for name in reading})
        if not (_is_number(self.max_rate) and math.isfinite(self.max_rate) and self.max_rate >= 0):
            yield "max_rate", "this is not a rate", "give a number, or 0 for no limit"
        if self.limit is not None and not _is_whole(self.limit, 1):
            is_number = _is_number(self.limit)
            reason = "this sends nothing" if is_number else "this is not a number of events"
            yield "limit", reason, "give 1 or more, or None for no limit"
        if self.processes is not None and not _is_whole(self.processes, 1):
            yield "processes", "this is not a number of processes", "give 1 or more"
        if isinstance(self.to, str):
            try:
                Redirection.parse(self.to)
            except ValueError as error:
                yield "to", str(error), "give a function, function:qualifier, an ARN or :qualifier"


def check_reading(who: str, **given: object) -> None:
    """Check the arguments that reading a source takes.

    Args:
        who: What takes them, as its caller writes it.
        given: The arguments by name.

    Raises:
        EventInvokeConfigError: with every argument that is not valid.
    """
    problems = Problems(lambda: who)
    for argument, reason, fix in _problems_of_reading(given):
        problems.add(argument, given[argument], reason, fix)
    problems.raise_if_any()


def _problems_of_reading(given: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    for argument in ("source", "to", "region", "profile"):
        value = given.get(argument)
        if not isinstance(value, str) and (value is not None or argument == "source"):
            yield argument, "this is not a string", "give text"
    if not isinstance(given["selection"], Selection):
        yield "selection", "this is not a Selection", "give Selection(functions=['orders*'])"
    if not _is_whole(given["visibility_timeout"], 1, LONGEST_VISIBILITY_SECONDS):
        yield (
            "visibility_timeout",
            "SQS does not accept it",
            f"give whole seconds from 1 to {LONGEST_VISIBILITY_SECONDS}",
        )


def default_processes(records: int | None, limit: int | None, max_rate: float, cores: int) -> int:
    """Return how many processes pay: one takes half a second to start, and is busy at some hundred events a second.

    Args:
        records: Approximately how many records wait; `None` if that is not known.
        limit: The maximum number of events to send.
        max_rate: Requests per second; 0 sets no limit.
        cores: How many cores the machine has.

    >>> default_processes(1_000_000, None, 0, cores=8), default_processes(800, None, 0, cores=8)
    (4, 1)
    """
    most = min(cores, _MOST_PROCESSES)
    counts = [count for count in (records, limit) if count is not None]
    if counts:
        most = min(most, math.ceil(min(counts) / _RECORDS_OF_A_PROCESS))
    if max_rate:
        most = min(most, math.ceil(max_rate / _RATE_OF_A_PROCESS))
    return max(1, most)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_whole(value: object, least: int, most: float = math.inf) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
