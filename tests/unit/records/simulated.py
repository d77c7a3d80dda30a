"""AWS as its clients show it, in memory and by a clock of its own: hours pass in a test, and answers are slow."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import format_datetime
from io import BytesIO
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, cast

from botocore.exceptions import ClientError

from constructs_eic.aws.clock import Clock
from constructs_eic.aws.rate_limit import Pace
from constructs_eic.records.queue import Queue
from constructs_eic.records.redriving import LocalCrew, Redrive
from constructs_eic.records.selection import Selection
from constructs_eic.records.send_limit import SendLimit
from constructs_eic.records.sender import Sender
from constructs_eic.records.workers import Workers
from tests.unit.records.forms import record_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic.aws.session import Session
    from constructs_eic.records.source import Source

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:resize:$LATEST"
_LONG_AGO = 1_700_000_000_000


class SteppedClock(Clock):
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        return self.time


class FastClock(Clock):
    """A clock that runs this many times as fast as the machine's."""

    def __init__(self, times: float) -> None:
        self.times = times

    def now(self) -> float:
        return time.monotonic() * self.times

    def wait(self, event: Event, seconds: float) -> bool:
        return event.wait(seconds / self.times)

    def pass_by(self, seconds: float) -> None:
        time.sleep(seconds / self.times)


def client_error(operation: str, code: str, status: int = 403) -> ClientError:
    """What boto3 raises for an error of AWS."""
    error: Any = {"Error": {"Code": code, "Message": "made up"}}
    return ClientError({**error, "ResponseMetadata": {"HTTPStatusCode": status}}, operation)


@dataclass
class _Message:
    body: str
    receipt: str = ""
    visible_at: float = 0.0


@dataclass
class SimulatedQueue:
    """An SQS queue; each answer takes `latency` seconds, half of them before the request has its effect.

    Attributes:
        clock: Its clock.
        latency: How long the next answer takes.
        denied: The operations that IAM does not allow.
        received: How often each message was received.
    """

    clock: Clock
    latency: Callable[[], float] = lambda: 0.0
    denied: set[str] = field(default_factory=set)
    received: Counter[str] = field(default_factory=Counter)
    _messages: dict[str, _Message] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def fill(self, count: int, **told: Any) -> None:
        """Put this many records into it, with a number in each payload."""
        for number in range(count):
            body = record_text(f"{number}", **{"function_arn": ARN, **told})
            self._messages[str(uuid.uuid4())] = _Message(body)

    def left(self) -> list[str]:
        """The bodies of the messages that are visible now."""
        now = self.clock.now()
        return [one.body for one in self._messages.values() if one.visible_at <= now]

    def __len__(self) -> int:
        return len(self._messages)

    def get_queue_url(self, **_: str) -> dict[str, Any]:
        return {"QueueUrl": "https://queue"}

    def get_queue_attributes(self, **_: object) -> dict[str, Any]:
        with self._lock:
            visible = len(self.left())
            attributes = {
                "ApproximateNumberOfMessages": str(visible),
                "ApproximateNumberOfMessagesNotVisible": str(len(self._messages) - visible),
            }
        date = format_datetime(datetime.now(timezone.utc), usegmt=True)
        return {"Attributes": attributes, "ResponseMetadata": {"HTTPHeaders": {"date": date}}}

    def receive_message(self, **request: object) -> dict[str, Any]:
        return self._answer("ReceiveMessage", lambda: self._receive(cast("Any", request)))

    def delete_message_batch(self, **request: object) -> dict[str, Any]:
        entries = cast("list[dict[str, Any]]", request["Entries"])
        return self._answer("DeleteMessageBatch", lambda: self._each(entries, self._delete))

    def change_message_visibility_batch(self, **request: object) -> dict[str, Any]:
        entries = cast("list[dict[str, Any]]", request["Entries"])
        return self._answer("ChangeMessageVisibilityBatch", lambda: self._each(entries, self._hide))

    def _answer(self, operation: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        if operation in self.denied:
            raise client_error(operation, "AccessDenied")
        half = self.latency() / 2
        self.clock.wait(Event(), half)
        with self._lock:
            answer = act()
        self.clock.wait(Event(), half)
        return answer

    def _receive(self, request: dict[str, int]) -> dict[str, Any]:
        now = self.clock.now()
        visible = [id_ for id_, one in self._messages.items() if one.visible_at <= now]
        messages = []
        for id_ in visible[: request["MaxNumberOfMessages"]]:
            one = self._messages[id_]
            self.received[id_] += 1
            one.receipt = f"{id_} {self.received[id_]}"
            one.visible_at = now + request["VisibilityTimeout"]
            sent = {"SentTimestamp": str(_LONG_AGO)}
            messages.append(
                {
                    "MessageId": id_,
                    "ReceiptHandle": one.receipt,
                    "Body": one.body,
                    "Attributes": sent,
                }
            )
        return {"Messages": messages} if messages else {}

    def _each(
        self, entries: list[dict[str, Any]], act: Callable[[str, dict[str, Any]], bool]
    ) -> dict[str, Any]:
        failed = [
            {"Id": one["Id"], "Code": "ReceiptHandleIsInvalid", "Message": "made up"}
            for one in entries
            if not act(one["ReceiptHandle"].partition(" ")[0], one)
        ]
        return {"Failed": failed}

    def _delete(self, id_: str, entry: dict[str, Any]) -> bool:
        one = self._messages.get(id_)
        if one is not None and one.receipt == entry["ReceiptHandle"]:
            del self._messages[id_]
        return True

    def _hide(self, id_: str, entry: dict[str, Any]) -> bool:
        one = self._messages.get(id_)
        now = self.clock.now()
        if one is None or one.receipt != entry["ReceiptHandle"] or one.visible_at <= now:
            return False
        one.visible_at = now + entry["VisibilityTimeout"]
        return True


@dataclass
class SimulatedLambda:
    """Lambda, which accepts events; `fault` may raise before or after that.

    Attributes:
        accepted: The payloads it accepted, in order.
        fault: Called with the number of each request, from 1, and what accepts its event.
    """

    accepted: list[str] = field(default_factory=list)
    fault: Callable[[int, Callable[[], None]], None] = lambda _number, accept: accept()
    requests: int = 0
    _lock: Lock = field(default_factory=Lock)

    def invoke(self, **request: object) -> dict[str, Any]:
        payload = cast("bytes", request["Payload"]).decode()
        with self._lock:
            self.requests += 1
            number = self.requests
        self.fault(number, lambda: self.accepted.append(payload))
        return {
            "StatusCode": 202,
            "Payload": BytesIO(),
            "ResponseMetadata": {"RequestId": str(uuid.uuid4())},
        }

    def client(self, _service: str, _region: str, **_: object) -> SimulatedLambda:
        """Stand for the session that opens it."""
        return self


def redrive_of(
    queue: SimulatedQueue,
    target: SimulatedLambda,
    *,
    clock: Clock | None = None,
    visibility: int = 120,
    max_rate: float = 0,
    threads: int = 8,
    limit: int | None = None,
    note: Callable[[str], None] = lambda _note: None,
) -> Redrive:
    """A redrive of the queue, by threads of this process."""
    clock = clock or queue.clock
    source: Source = Queue(
        cast("Any", queue),
        "https://queue",
        "failures",
        "eu-west-1",
        visibility=visibility,
        clock=clock,
    )
    stop = Event()
    session = cast("Session", target)
    sender = Sender(session, Pace(max_rate, clock), threads, stop, clock, note)
    workers = Workers(source, sender, SendLimit(limit), stop, clock, threads)
    return Redrive(
        source,
        LocalCrew(source, workers, stop),
        Selection(),
        None,
        limit=limit,
        clock=clock,
        note=note,
    )
