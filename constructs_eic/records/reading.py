"""Reads records without removing them."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic._values.reason import Argument, Reason
from constructs_eic.aws.session import AwsError
from constructs_eic.records.errors import InvocationRecordError
from constructs_eic.records.parked_message import redrive_reason
from constructs_eic.records.record import InvocationRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from constructs_eic.records.selection import Selection
    from constructs_eic.records.source import Source, Waiting


@dataclass(frozen=True)
class WaitingRecord:
    """A record that waits in a queue or a bucket.

    Attributes:
        id: Id of the message or key of the object.
        since: When it arrived there.
        record: `None` if it is unreadable.
        problem: Why it is unreadable.
        redrive_reason: Why the forwarder of a `Redriver` put it into this queue, if it did.
    """

    id: str
    since: datetime
    record: InvocationRecord | None
    problem: str | None = None
    redrive_reason: str | None = None


def read_waiting(
    source: Source, selection: Selection, note: Callable[[str], None], *, allow_move: bool
) -> Iterator[WaitingRecord]:
    """Yield the selected records, each once, and those that are unreadable; afterwards all are there as before.

    Args:
        source: Where records wait.
        selection: Filters.
        note: Called with anything else that the user must know.
        allow_move: Whether to read even if that could move records.

    Raises:
        AwsError: the source cannot be read, or not to its end, or reading could move records and may not, or what
            was read cannot be put back.
    """
    refuse_to_move(source, allow_move=allow_move)
    now = source.moment()
    in_flight = source.in_flight_note()
    # In another thread: an interrupt during a request would lose the messages in its answer, still invisible.
    with ThreadPoolExecutor(1) as receiver:
        try:
            is_first = True
            while batch := _result_of(receiver.submit(source.take)):
                if is_first and (reason := source.cannot_be_put_back()):
                    note(
                        f"{source.name}: what is read cannot be made visible again, and stays invisible to others "
                        f"until its visibility timeout: {reason}"
                    )
                is_first = False
                for waiting in batch:
                    found = _read(waiting)
                    record = found.record
                    if record is None or not selection.mismatch(record, waiting.since, now):
                        yield found
        finally:
            source.close()
            if in_flight:
                note(in_flight)
    incomplete = source.incomplete_reason()
    if incomplete:
        raise AwsError(incomplete)


def _result_of(future: Future[Sequence[Waiting]]) -> Sequence[Waiting]:
    while not wait(
        [future], timeout=0.1
    ).done:  # without a timeout, no signal would be seen on Windows
        pass
    return future.result()


def refuse_to_move(source: Source, *, allow_move: bool) -> None:
    """Raise if reading records could move them.

    Raises:
        AwsError: it could, and `allow_move` is false.
    """
    warning = None if allow_move else source.redrive_policy_warning()
    if warning:
        reason = Reason(f"{warning}; ", Argument("allow_move"), " reads it anyway")
        raise AwsError(reason, is_usage=True)


def _read(waiting: Waiting) -> WaitingRecord:
    record, problem = None, waiting.problem
    if problem is None:
        try:
            record = InvocationRecord.parse(waiting.content)
        except InvocationRecordError as error:
            problem = str(error)
    reason = redrive_reason(waiting.content)
    return WaitingRecord(waiting.id, waiting.since, record, problem, reason)


@dataclass(frozen=True, order=True)
class RecordGroup:
    """Records with the same cause: function, condition and error."""

    function: str
    condition: str
    error: str

    @classmethod
    def of(cls, waiting: WaitingRecord) -> RecordGroup:
        """Return the group of one record."""
        record = waiting.record
        if record is None:
            return cls("-", "-", "unreadable")
        name = record.function_name
        if name and record.qualifier:
            name = f"{name}:{record.qualifier}"
        error = record.error_type or record.function_error or record.error_message
        return cls(name or "-", record.condition or "-", error or "-")


@dataclass
class Summary:
    """The number of records in each group, and when they were written."""

    counts: Counter[RecordGroup] = field(default_factory=Counter)
    spans: dict[RecordGroup, tuple[datetime, datetime]] = field(default_factory=dict)

    def add(self, waiting: WaitingRecord) -> None:
        """Count one record."""
        group = RecordGroup.of(waiting)
        moment = (waiting.record.timestamp if waiting.record else None) or waiting.since
        first, last = self.spans.get(group, (moment, moment))
        self.counts[group] += 1
        self.spans[group] = (min(first, moment), max(last, moment))
