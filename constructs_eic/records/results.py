"""The outcome for each record, and for all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from constructs_eic._output.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_eic.records.invocation_target import InvocationTarget
    from constructs_eic.records.record import InvocationRecord

_UNKNOWN = "-"


@dataclass(frozen=True)
class Sent:
    """Lambda has accepted the event.

    Attributes:
        id: Id of the message or key of the object.
        record: The record whose event was sent.
        target: Where the event was sent.
        request_id: The request id of the new invocation; `None` on a dry run.
        is_perhaps_twice: Whether an earlier try got no clear answer, so that Lambda may have the event twice.
    """

    id: str
    record: InvocationRecord
    target: InvocationTarget
    request_id: str | None
    is_perhaps_twice: bool = False

    def __str__(self) -> str:
        old = self.record.request_id or _UNKNOWN
        if self.request_id is None:
            return printable(f"{old} -> {self.target} (dry run)")
        return printable(f"{old} -> {self.request_id}")


@dataclass(frozen=True)
class Refused:
    """The event cannot be sent, or it was sent and its record cannot be removed.

    Attributes:
        id: Id of the message or key of the object.
        record: `None` if it is unreadable.
        reason: Why.
        was_sent: Whether Lambda has the event nevertheless, so that the next run would send it again.
        is_perhaps_sent: Whether Lambda may have the event: a try got no clear answer.
    """

    id: str
    record: InvocationRecord | None
    reason: str
    was_sent: bool = False
    is_perhaps_sent: bool = False

    def __str__(self) -> str:
        what = "sent, but not removed" if self.was_sent else "left"
        doubt = "; Lambda may have the event nevertheless" if self.is_perhaps_sent else ""
        return printable(f"{self.id}{_request(self.record)}: {what}: {self.reason}{doubt}")


@dataclass(frozen=True)
class Skipped:
    """The record is not selected, and stays where it is.

    Attributes:
        id: Id of the message or key of the object.
        record: The record.
        reason: Why it is not selected, in a few words that many records share.
    """

    id: str
    record: InvocationRecord | None
    reason: str

    def __str__(self) -> str:
        return printable(f"{self.id}{_request(self.record)}: left: {self.reason}")


def _request(record: InvocationRecord | None) -> str:
    return f" (request {record.request_id})" if record and record.request_id else ""


RecordResult: TypeAlias = "Sent | Refused | Skipped"


@dataclass
class RedriveResult:
    """The result of a redrive.

    Attributes:
        sent: Number of events that Lambda accepted; on a dry run, of those that would be sent.
        perhaps_twice: Number of these that may have been sent more than once.
        refused: Number of records that could not be sent, and those that were sent and could not be removed.
        skipped: Number of records that were not selected, by reason.
        incomplete_reason: Why not every record was read, if that is the case.
        notes: What else the user must know.
    """

    sent: int = 0
    perhaps_twice: int = 0
    refused: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    incomplete_reason: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether everything that was selected was found, sent and removed."""
        return not self.refused and self.incomplete_reason is None

    def add(self, outcome: RecordResult) -> None:
        """Count one outcome."""
        if isinstance(outcome, Sent):
            self.sent += 1
            self.perhaps_twice += outcome.is_perhaps_twice
        elif isinstance(outcome, Refused):
            self.refused += 1
        else:
            self.skipped[outcome.reason] += 1

    def left_by_reason(self) -> Mapping[str, int]:
        """Skipped records by reason, the most frequent first."""
        return dict(self.skipped.most_common())
