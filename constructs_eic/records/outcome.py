"""What became of each record, and of all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from constructs_eic.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_eic.records.record import InvocationRecord
    from constructs_eic.records.target import Target

_UNKNOWN = "-"


@dataclass(frozen=True)
class Sent:
    """Lambda has accepted the event.

    Attributes:
        place: Id of the message or key of the object.
        record: What was sent back.
        target: Where to.
        request_id: Of the new invocation; `None` on a dry run.
        is_perhaps_twice: Whether a try before this one got no clear answer, so that the event may be there twice.
    """

    place: str
    record: InvocationRecord
    target: Target
    request_id: str | None
    is_perhaps_twice: bool = False

    def __str__(self) -> str:
        old = self.record.request_id or _UNKNOWN
        if self.request_id is None:
            return printable(f"{old} -> {self.target} (dry run)")
        return printable(f"{old} -> {self.request_id}")


@dataclass(frozen=True)
class Refused:
    """It cannot be sent, or what was sent cannot be removed.

    Attributes:
        place: Id of the message or key of the object.
        record: `None` where it is unreadable.
        reason: Why.
        was_sent: Whether Lambda has the event nevertheless, so that the next run would send it once more.
        is_perhaps_sent: Whether Lambda may have the event: a try got no clear answer.
    """

    place: str
    record: InvocationRecord | None
    reason: str
    was_sent: bool = False
    is_perhaps_sent: bool = False

    def __str__(self) -> str:
        what = "sent, but not removed" if self.was_sent else "left"
        doubt = "; Lambda may have the event nevertheless" if self.is_perhaps_sent else ""
        return printable(f"{self.place}{_request(self.record)}: {what}: {self.reason}{doubt}")


@dataclass(frozen=True)
class Unselected:
    """It is not wanted, and stays where it is.

    Attributes:
        place: Id of the message or key of the object.
        record: What it holds.
        reason: Why not, in a few words that many records share.
    """

    place: str
    record: InvocationRecord | None
    reason: str

    def __str__(self) -> str:
        return printable(f"{self.place}{_request(self.record)}: left: {self.reason}")


def _request(record: InvocationRecord | None) -> str:
    return f" (request {record.request_id})" if record and record.request_id else ""


Outcome: TypeAlias = "Sent | Refused | Unselected"


@dataclass
class Redriven:
    """The account of a redrive.

    Attributes:
        sent: Events that Lambda accepted; on a dry run, those that would be sent.
        perhaps_twice: Those of them that may have been sent more than once.
        refused: Records that could not be sent, and those that were sent and could not be removed.
        unselected: Records that were not wanted, by reason.
        unread: Why not every record was looked at, where that is so.
        notes: What else a person has to know.
    """

    sent: int = 0
    perhaps_twice: int = 0
    refused: int = 0
    unselected: Counter[str] = field(default_factory=Counter)
    unread: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether everything that was wanted was found, sent and removed."""
        return not self.refused and self.unread is None

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if isinstance(outcome, Sent):
            self.sent += 1
            self.perhaps_twice += outcome.is_perhaps_twice
        elif isinstance(outcome, Refused):
            self.refused += 1
        else:
            self.unselected[outcome.reason] += 1

    def left_by_reason(self) -> Mapping[str, int]:
        """Unselected records by reason, most first."""
        return dict(self.unselected.most_common())
