"""The result for each record, and for all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from constructs_eic._output.text import printable
from constructs_eic._values.reason import Reason

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
        is_perhaps_twice: Whether an earlier request got no clear response, so that Lambda may have the event twice.
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

    @property
    def text(self) -> Reason:
        """A description of what happened, with the arguments that change it."""
        what = "sent, but not removed" if self.was_sent else "left"
        doubt = "; Lambda may have the event nevertheless" if self.is_perhaps_sent else ""
        return Reason(f"{self.id}{_request(self.record)}: {what}: ", self.reason, doubt)

    def __str__(self) -> str:
        return printable(self.text)


@dataclass(frozen=True)
class Skipped:
    """The record is not selected, and stays where it is.

    Attributes:
        id: Id of the message or key of the object.
        record: The record; `None` if it was not read.
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
"""What `redrive` reports for each record."""


@dataclass
class RedriveResult:
    """The result of a redrive.

    Attributes:
        sent: Number of events that Lambda accepted; on a dry run, of those that would be sent.
        perhaps_twice: Number of events that Lambda may receive more than once, as a request got no clear response.
        refused: Number of records that could not be sent, and those that were sent and could not be removed.
        unremoved: Number of these that were sent.
        skipped: Number of records that were not selected, by reason.
        unread: Approximately how many records were not looked at because the limit was reached.
        incomplete_reason: Why not every record was read, if that is the case.
        notes: What else the user must know.
        open_requests: Number of requests to Lambda without an answer when the redrive was interrupted for the
            second time: Lambda may have these events.
    """

    sent: int = 0
    perhaps_twice: int = 0
    refused: int = 0
    unremoved: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    incomplete_reason: str | None = None
    notes: list[str] = field(default_factory=list)
    open_requests: int = 0

    @property
    def is_complete(self) -> bool:
        """`True` if everything that was selected was found, sent and removed."""
        return not self.refused and self.incomplete_reason is None

    @property
    def removed(self) -> int:
        """Number of records that were sent and removed; kept objects of a bucket count as well."""
        return self.sent - self.unremoved

    def add(self, result: RecordResult) -> None:
        """Count the result for one record."""
        if isinstance(result, Sent):
            self.sent += 1
            self.perhaps_twice += result.is_perhaps_twice
        elif isinstance(result, Refused):
            self.refused += 1
            self.unremoved += result.was_sent
            self.perhaps_twice += result.is_perhaps_sent
        else:
            self.skipped[result.reason] += 1

    @property
    def total(self) -> int:
        """Number of records that have a result."""
        return self.sent + self.refused - self.unremoved + self.skipped.total()

    def left_by_reason(self) -> Mapping[str, int]:
        """Return the number of skipped records by reason, the most frequent first."""
        return dict(self.skipped.most_common())
