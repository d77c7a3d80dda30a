"""A `Redriver` as boto3 shows it, in memory: requests and answers have to fit botocore's model of the API.

What the clock waits is worked by the forwarder: `per_second` messages leave the queue while the mapping is enabled.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import boto3
from botocore.awsrequest import AWSResponse
from botocore.validate import ParamValidator

from constructs_eic.aws.clock import Clock
from constructs_eic.records.redriver.api import prepared

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from constructs_eic.aws.session import Session
    from constructs_eic.records.redriver.run import RedriverRun

REGION = "eu-west-1"
ACCOUNT = "123456789012"
UUID = "5f1c6d1a-8a0b-4b0e-9a53-6f1d5c0b7e21"
NAME = "orders-redriver"
FUNCTION_ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{NAME}"
QUEUE = "failed-orders"
PARKING_URL = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/parked-orders"
NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


def failure(code: str, status: int = 400) -> dict[str, Any]:
    """An answer of AWS that is an error."""
    return {
        "Error": {"Code": code, "Message": "made up"},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }


@dataclass
class SimulatedRedriver(Clock):
    """Queue, parking queue, forwarder and mapping; and the clock by which they work.

    Attributes:
        messages: Number of messages in the queue.
        per_second: Number of messages that the forwarder sends in a second.
        refused: Number of messages that it parks before it sends others.
        hesitation: Number of requests for which a change is not finished.
        state: State of the mapping.
        asked: How often each operation was requested.
        calls: Each operation, or "wait", in order.
        rule: Returns another answer to a request, or raises; `None` leaves it to the simulation.
        times: Called with the number of each call, from 1.
    """

    messages: int = 1_000
    per_second: float = 100
    refused: int = 0
    parked: int = 0
    hesitation: int = 1
    state: str = "Disabled"
    variables: dict[str, str] = field(
        default_factory=lambda: {"PARKING_QUEUE_URL": PARKING_URL, "LOG_LEVEL": "INFO"}
    )
    mapping: dict[str, Any] = field(
        default_factory=lambda: {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
    )
    asked: Counter[str] = field(default_factory=Counter)
    calls: list[str] = field(default_factory=list)
    rule: Callable[[str, dict[str, Any]], dict[str, Any] | None] = lambda _name, _given: None
    times: Callable[[int], None] = lambda _number: None
    time: float = 0
    sent: float = 0
    enabled_at: float | None = None
    revision: int = 1
    _unfinished: int = 0
    _updating: int = 0

    # The clock.

    def now(self) -> float:
        return self.time

    def wait(self, event: Event, seconds: float) -> bool:
        self._call("wait")
        self.time += seconds
        if self.state == "Enabled":
            self._forward(seconds)
        return event.is_set()

    def _forward(self, seconds: float) -> None:
        parked = min(self.refused, self.messages)
        self.refused -= parked
        self.parked += parked
        self.messages -= parked
        sent = min(self.messages, round(self.per_second * seconds))
        self.messages -= sent
        self.sent += sent

    def _call(self, name: str) -> None:
        self.calls.append(name)
        self.times(len(self.calls))

    # The session.

    def client(self, service: str, _region: str, **_: object) -> Any:
        made = _client(service)
        for event, handler in (
            ("before-parameter-build.*", self._remember),
            ("before-call.*", self._answer),
        ):
            made.meta.events.unregister(event, unique_id=event)  # that of an earlier test
            made.meta.events.register(event, handler, unique_id=event)
        return made

    def _remember(self, *, params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
        context["given"] = dict(params)

    def _answer(self, *, model: Any, context: dict[str, Any], **_: object) -> Any:
        given: dict[str, Any] = context["given"]
        self._call(model.name)
        self.asked[model.name] += 1
        told = self.rule(model.name, given)
        if told is None:
            told = getattr(self, f"_{model.name}")(given)
        status = told.setdefault("ResponseMetadata", {}).setdefault("HTTPStatusCode", 200)
        if "Error" not in told:
            fits = {name: one for name, one in told.items() if name != "ResponseMetadata"}
            problems = ParamValidator().validate(fits, model.output_shape)
            assert not problems.has_errors(), problems.generate_report()
        told["ResponseMetadata"]["HTTPHeaders"] = {
            "date": format_datetime(NOON + timedelta(seconds=int(self.time)), usegmt=True)
        }
        return AWSResponse("https://aws", status, {}, None), told

    # SQS.

    def _GetQueueUrl(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the API's names
        assert given["QueueName"] == QUEUE
        return {"QueueUrl": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{QUEUE}"}

    def _GetQueueAttributes(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        is_parking = given["QueueUrl"] == PARKING_URL
        visible = self.parked if is_parking else self.messages
        return {
            "Attributes": {
                "QueueArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{given['QueueUrl'].rpartition('/')[2]}",
                "ApproximateNumberOfMessages": str(visible),
                "ApproximateNumberOfMessagesNotVisible": "0",
                "ApproximateNumberOfMessagesDelayed": "0",
            }
        }

    # Lambda.

    def _GetFunctionConfiguration(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        assert given == {"FunctionName": NAME}
        self._updating = max(0, self._updating - 1)
        return {
            "FunctionName": NAME,
            "FunctionArn": FUNCTION_ARN,
            "Environment": {"Variables": dict(self.variables)},
            "RevisionId": str(self.revision),
            "LastUpdateStatus": "InProgress" if self._updating else "Successful",
        }

    def _UpdateFunctionConfiguration(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if given["RevisionId"] != str(self.revision):
            return failure("PreconditionFailedException", 412)
        self.variables = dict(given["Environment"]["Variables"])
        self.revision += 1
        self._updating = self.hesitation + 2
        return self._GetFunctionConfiguration({"FunctionName": NAME})

    def _ListEventSourceMappings(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        assert given["EventSourceArn"] == f"arn:aws:sqs:{REGION}:{ACCOUNT}:{QUEUE}"
        return {"EventSourceMappings": [self._told()]}

    def _GetEventSourceMapping(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        assert given == {"UUID": UUID}
        self._unfinished = max(0, self._unfinished - 1)
        if not self._unfinished:
            self.state = {"Enabling": "Enabled", "Disabling": "Disabled"}.get(
                self.state, self.state
            )
        if self.state == "Enabled" and self.enabled_at is None:
            self.enabled_at = self.time
        return self._told()

    def _UpdateEventSourceMapping(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        assert given.keys() == {"UUID", "Enabled"}
        if self.state in ("Enabling", "Disabling"):
            self._GetEventSourceMapping({"UUID": UUID})
            return failure("ResourceInUseException")
        self.state = "Enabling" if given["Enabled"] else "Disabling"
        self._unfinished = self.hesitation + 1
        return self._told()

    def _told(self) -> dict[str, Any]:
        return {
            "UUID": UUID,
            "State": self.state,
            "FunctionArn": FUNCTION_ARN,
            "LastModified": NOON,
            **self.mapping,
        }


def run_of(aws: SimulatedRedriver, note: Callable[[str], None] = lambda _note: None) -> RedriverRun:
    """A run of the forwarder, found as the command finds it."""
    return prepared(QUEUE, NAME, lambda: cast("Session", aws), aws, note=note, region=REGION)


@cache
def _session() -> Any:
    return boto3.Session(aws_access_key_id="test", aws_secret_access_key="test")  # noqa: S106


@cache
def _client(service: str) -> Any:
    return _session().client(service, region_name=REGION)
