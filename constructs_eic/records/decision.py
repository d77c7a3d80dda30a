"""Decides whether the event of a record is sent, refused or left, for the command and for the forwarder.

It is pure: neither the decision nor what it imports needs boto3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from constructs_eic._values.reason import Argument, Reason
from constructs_eic.records.errors import InvocationRecordError
from constructs_eic.records.invocation_target import target_of
from constructs_eic.records.json_text import encoded
from constructs_eic.records.record import InvocationRecord

if TYPE_CHECKING:
    from datetime import datetime

    from constructs_eic.records.invocation_target import InvocationTarget, Redirection
    from constructs_eic.records.selection import Selection
    from constructs_eic.records.source import Waiting

# In Lambda's documentation, a megabyte is 1,024 kilobytes.
# Source: "Lambda quotas" in the AWS Lambda Developer Guide.
LARGEST_EVENT = 2**20
AFTER_THE_START = "came after the start"


@dataclass(frozen=True)
class Send:
    """The event is sent.

    Attributes:
        record: The record that holds it.
        target: Where it is sent.
        event: The event, as it arrived.
    """

    record: InvocationRecord
    target: InvocationTarget
    event: bytes


@dataclass(frozen=True)
class Refuse:
    """The event cannot be sent.

    Attributes:
        record: The record; `None` if it is unreadable.
        reason: Why.
    """

    record: InvocationRecord | None
    reason: str


@dataclass(frozen=True)
class Leave:
    """The event is not to be sent.

    Attributes:
        record: The record; `None` if it was not read.
        reason: Why, in a few words that many records share.
    """

    record: InvocationRecord | None
    reason: str


Decision: TypeAlias = "Send | Refuse | Leave"


@dataclass(frozen=True)
class Terms:
    """The terms by which it is decided.

    Attributes:
        selection: Which records are selected.
        redirection: Where events are sent instead of to their original target.
        region: The region of functions for which nothing else names a region.
        start: When it began: what arrived later is left, so that no event is sent in a circle.
    """

    selection: Selection
    redirection: Redirection | None
    region: str
    start: datetime

    def decide(self, waiting: Waiting) -> Decision:
        """Return what happens to the event in a message or an object."""
        if waiting.problem is not None:
            return Refuse(None, waiting.problem)
        if waiting.since >= self.start:
            return Leave(None, AFTER_THE_START)
        try:
            record = InvocationRecord.parse(waiting.content)
        except InvocationRecordError as error:
            return Refuse(None, f"unreadable: {error}")
        skipped = self.selection.skip_reason(record, waiting.since, self.start)
        if skipped:
            return Leave(record, skipped)
        return self._of_selected(record)

    def _of_selected(self, record: InvocationRecord) -> Decision:
        payload = record.request_payload_json
        if payload is None:
            return Refuse(record, "the record has no request payload")
        if payload == "null" and record.function_arn is not None:
            return Refuse(
                record,
                "the request payload is null: Lambda drops the payload of a record that is too large",
            )
        target = target_of(record, self.redirection, self.region)
        if target is None:
            return Refuse(
                record,
                Reason("a dead-letter message does not name the function; give ", Argument("to")),
            )
        event = encoded(payload)
        if len(event) > LARGEST_EVENT:
            return Refuse(
                record,
                f"the event has {len(event):,} bytes; Lambda accepts at most {LARGEST_EVENT:,} bytes "
                "asynchronously",
            )
        return Send(record, target, event)
