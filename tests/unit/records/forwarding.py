"""The forwarder with AWS around it, in memory: what Lambda and SQS answer is told by each test."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING, Any

from constructs_eic.records.decision import Terms
from constructs_eic.records.forwarder import Forwarder
from constructs_eic.records.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PARKING = "https://sqs.eu-west-1.amazonaws.com/123456789012/parked"
START = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
BEFORE = START - timedelta(hours=1)


def message(
    body: str,
    *,
    id_: str = "1",
    sent: datetime = BEFORE,
    attributes: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """A message as Lambda hands it over from SQS."""
    return {
        "messageId": id_,
        "receiptHandle": f"handle of {id_}",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": str(round(sent.timestamp() * 1000)),
        },
        "messageAttributes": {**(attributes or {})},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:failures",
        "awsRegion": "eu-west-1",
    }


def text_attribute(value: str, data_type: str = "String") -> dict[str, str]:
    """A message attribute as Lambda hands it over."""
    return {"stringValue": value, "dataType": data_type}


@dataclass
class Around:
    """Lambda and the parking queue as the forwarder sees them.

    Attributes:
        invoke_raises: Returns what an invocation ends with, if that is an error, and whether Lambda has the event.
        park_raises: The same for a message to the parking queue.
        invoked: The requests that Lambda accepted.
        parked: The requests that SQS accepted.
        regions: The regions of Lambda that were asked.
    """

    invoke_raises: Callable[[Mapping[str, Any]], tuple[Exception | None, bool]] = lambda _: (
        None,
        True,
    )
    park_raises: Callable[[Mapping[str, Any]], tuple[Exception | None, bool]] = lambda _: (
        None,
        True,
    )
    invoked: list[Mapping[str, Any]] = field(default_factory=list)
    parked: list[Mapping[str, Any]] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    regions: set[tuple[str, str]] = field(default_factory=set)
    status: int = 202
    milliseconds_left: Callable[[], int] | None = None

    def client(self, service: str, region: str) -> Around:
        self.regions.add((service, region))
        return self

    def invoke(self, **request: Any) -> dict[str, Any]:
        self.requests["invoke"] += 1
        error, accepts = self.invoke_raises(request)
        if accepts:
            self.invoked.append(request)
        if error is not None:
            raise error
        return {
            "StatusCode": self.status,
            "Payload": BytesIO(),
            "ResponseMetadata": {"RequestId": "new"},
        }

    def send_message(self, **request: Any) -> dict[str, Any]:
        self.requests["send_message"] += 1
        error, accepts = self.park_raises(request)
        if accepts:
            self.parked.append(request)
        if error is not None:
            raise error
        return {"MessageId": "parked"}

    def left_of(self, *messages: Mapping[str, Any]) -> list[str]:
        """Let the forwarder process messages; return the ids of those that stay in the queue."""
        forwarder = Forwarder(
            Terms(Selection(), None, "eu-west-1", START),
            PARKING,
            self.client,
            self.milliseconds_left,
        )
        return [each["messageId"] for each in forwarder.left_of(messages)]

    @property
    def reasons(self) -> list[str | None]:
        """Why messages were parked; `None` if it is not said."""
        return [
            each["MessageAttributes"].get("RedriveReason", {}).get("StringValue")
            for each in self.parked
        ]
