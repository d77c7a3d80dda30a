"""Reads records without removing them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic.aws.session import AwsError
from constructs_eic.records.errors import InvocationRecordError
from constructs_eic.records.record import InvocationRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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
    """

    id: str
    since: datetime
    record: InvocationRecord | None
    problem: str | None = None


def read_waiting(
    source: Source, selection: Selection, note: Callable[[str], None], *, allow_move: bool
) -> Iterator[WaitingRecord]:
    """The selected records, each once, and those that are unreadable; afterwards all of them are there as before.

    Args:
        source: Where records wait.
        selection: Filters.
        note: Called with anything else that the user must know.
        allow_move: Whether to read even if that could move records.

    Raises:
        AwsError: the source cannot be read, or not to its end, or reading could move records and may not.
    """
    refuse_to_move(source, allow_move=allow_move)
    now = source.moment()
    try:
        while batch := source.take():
            for waiting in batch:
                found = _read(waiting)
                record = found.record
                if record is None or not selection.refusal(record, waiting.since, now):
                    yield found
    finally:
        source.close()
        for text in filter(None, (source.in_flight_note(), *source.notes())):
            note(text)
    incomplete_reason = source.incomplete_reason()
    if incomplete_reason:
        raise AwsError(incomplete_reason)


def refuse_to_move(source: Source, *, allow_move: bool) -> None:
    """Raise if reading records could move them.

    Raises:
        AwsError: it could, and `allow_move` is false.
    """
    redrive_policy_warning = None if allow_move else source.redrive_policy_warning()
    if redrive_policy_warning:
        raise AwsError(f"{redrive_policy_warning}; --allow-move reads it anyway", is_usage=True)


def _read(waiting: Waiting) -> WaitingRecord:
    if waiting.problem is not None:
        return WaitingRecord(waiting.id, waiting.since, None, waiting.problem)
    try:
        record = InvocationRecord.parse(waiting.content)
    except InvocationRecordError as error:
        return WaitingRecord(waiting.id, waiting.since, None, str(error))
    return WaitingRecord(waiting.id, waiting.since, record)


@dataclass(frozen=True, order=True)
class RecordGroup:
    """What records with the same cause have in common."""

    function: str
    condition: str
    error: str

    @classmethod
    def of(cls, waiting: WaitingRecord) -> RecordGroup:
        """The kind of one record."""
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
    """How many records there are of each kind, from when to when."""

    counts: Counter[RecordGroup] = field(default_factory=Counter)
    spans: dict[RecordGroup, tuple[datetime, datetime]] = field(default_factory=dict)

    def add(self, waiting: WaitingRecord) -> None:
        """Count one record."""
        kind = RecordGroup.of(waiting)
        moment = (waiting.record.timestamp if waiting.record else None) or waiting.since
        first, last = self.spans.get(kind, (moment, moment))
        self.counts[kind] += 1
        self.spans[kind] = (min(first, moment), max(last, moment))
