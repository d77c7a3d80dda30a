"""A queue of records in the emulator, behind a relay that sees what reaches Lambda and can inject faults."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from threading import Event, Lock, Semaphore
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3

from tests.unit.inventory.lambda_account import bare_environment
from tests.unit.records.forms import record_text
from tools.proxy import Answer, proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.unit.inventory.lambda_account import LambdaAccount
    from tools.proxy import Forward, Request


@dataclass(frozen=True)
class Call:
    """One request of the command: its operation, and its number among those of its operation, from 1."""

    operation: str
    number: int
    request: Request


@dataclass(frozen=True)
class Invocation:
    """An event that Lambda has accepted."""

    function: str
    qualifier: str | None
    payload: str


def error(status: int, code: str) -> Answer:
    """An error response of Lambda or SQS."""
    body = json.dumps({"__type": code, "Type": "User", "message": "made up", "Message": "made up"})
    return Answer(
        status, {"x-amzn-errortype": code, "content-type": "application/json"}, body.encode()
    )


THROTTLED = error(429, "TooManyRequestsException")
BROKEN = error(500, "ServiceException")
EXPIRED = error(403, "ExpiredTokenException")
DENIED = error(403, "AccessDeniedException")


class LateAnswers:
    """A rule that lets Lambda accept each event, and holds the answers back.

    Args:
        seconds: How long each answer is held back, if it is not released before.
    """

    def __init__(self, seconds: float = 60) -> None:
        self._seconds = seconds
        self._accepted = Semaphore(0)
        self._released = Event()

    def __call__(self, call: Call, forward: Forward, request: Request) -> Answer | None:
        answer = forward(request)
        if call.operation == "Invoke":
            self._accepted.release()
            self._released.wait(self._seconds)
        return answer

    def accepted(self, count: int = 1) -> bool:
        """Wait until so many more events are accepted."""
        return all(self._accepted.acquire(timeout=60) for _ in range(count))

    def release(self) -> None:
        """Give all answers."""
        self._released.set()


def forwarded(_call: Call, forward: Forward, request: Request) -> Answer | None:
    """Inject no fault."""
    return forward(request)


@dataclass
class Backlog:
    """A region with a function `resize`, its alias `live`, and a queue `failures`.

    Attributes:
        account: Where they are.
        url: The relay's URL.
        rule: What the relay does with each request.
        accepted: The events that Lambda accepted.
    """

    account: LambdaAccount
    url: str = ""
    rule: Callable[[Call, Forward, Request], Answer | None] = forwarded
    accepted: list[Invocation] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.account.environment["AWS_ENDPOINT_URL"],
            region_name=self.account.region,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106
        )

    @cached_property
    def sqs(self) -> Any:
        return self.client("sqs")

    @cached_property
    def s3(self) -> Any:
        return self.client("s3")

    @cached_property
    def queue_url(self) -> str:
        url: str = self.sqs.create_queue(QueueName="failures")["QueueUrl"]
        return url

    @property
    def arn(self) -> str:
        return self.account.arn("lambda", "function:resize")

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point the command here."""
        return (
            bare_environment()
            | self.account.environment
            | {
                "AWS_REGION": self.account.region,
                "AWS_ENDPOINT_URL": self.url,
            }
        )

    def record(self, number: int, **told: Any) -> str:
        """A record of `resize` with a number in its payload that identifies it."""
        told = {"request_id": f"request-{number}", "function_arn": f"{self.arn}:$LATEST", **told}
        return record_text(f'{{"number": {number}}}', **told)

    def put(self, body: str, attributes: Mapping[str, Any] | None = None) -> str:
        """Put one message into the queue and return its id."""
        sent = self.sqs.send_message(
            QueueUrl=self.queue_url, MessageBody=body, MessageAttributes=attributes or {}
        )
        place: str = sent["MessageId"]
        return place

    def fill(self, count: int) -> None:
        """Put this many records into the queue."""
        numbers = list(range(count))
        for begin in range(0, count, 10):
            self.sqs.send_message_batch(
                QueueUrl=self.queue_url,
                Entries=[
                    {"Id": str(number), "MessageBody": self.record(number)}
                    for number in numbers[begin : begin + 10]
                ],
            )

    def bucket(self, objects: Mapping[str, bytes]) -> str:
        """Create a bucket with these objects and return its name."""
        name = f"records-{self.account.region}"
        self.s3.create_bucket(
            Bucket=name,
            CreateBucketConfiguration={"LocationConstraint": self.account.region},
        )
        for key, body in objects.items():
            self.s3.put_object(Bucket=name, Key=key, Body=body)
        return name

    def visible(self) -> list[str]:
        """The bodies of the messages that can be received now; the messages are removed."""
        bodies = []
        while messages := self.sqs.receive_message(
            QueueUrl=self.queue_url, MaxNumberOfMessages=10, VisibilityTimeout=60
        ).get("Messages"):
            for message in messages:
                bodies.append(message["Body"])
                self.sqs.delete_message(
                    QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"]
                )
        return bodies

    def held(self) -> int:
        """How many messages in the queue are invisible."""
        name = "ApproximateNumberOfMessagesNotVisible"
        answer = self.sqs.get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=[name])
        return int(answer["Attributes"][name])

    def numbers(self) -> list[int]:
        """The numbers of the records whose events were accepted, in order."""
        return sorted(json.loads(one.payload)["number"] for one in list(self.accepted))

    def handle(self, request: Request, forward: Forward) -> Answer | None:
        """Let the rule answer one request, and record what reaches Lambda."""
        operation = _operation(request)
        with self._lock:
            self._counts[operation] += 1
            call = Call(operation, self._counts[operation], request)

        def noted(request: Request) -> Answer:
            answer = forward(request)
            if operation == "Invoke" and answer.status == 202:
                self.accepted.append(_invocation(request))
            return answer

        return self.rule(call, noted, request)


def _operation(request: Request) -> str:
    headers = {name.lower(): text for name, text in request.headers.items()}
    target = headers.get("x-amz-target", "").rpartition(".")[2]
    if target:
        return target
    if request.path.partition("?")[0].endswith("/invocations"):
        return "Invoke"
    return f"{request.method} object"


def _invocation(request: Request) -> Invocation:
    parts = urlsplit(request.path)
    function = unquote(parts.path.split("/functions/")[1].removesuffix("/invocations"))
    [qualifier] = parse_qs(parts.query).get("Qualifier", [None])
    return Invocation(function.rpartition(":")[2], qualifier, request.body.decode())


@contextmanager
def backlog_of(account: LambdaAccount) -> Iterator[Backlog]:
    """Create function, alias and queue, and run the relay."""
    account.function("resize")
    account.alias("resize", "live")
    backlog = Backlog(account)
    assert backlog.queue_url
    with proxy(account.environment["AWS_ENDPOINT_URL"], backlog.handle) as url:
        backlog.url = url
        yield backlog
    # The emulator keeps a process for each function that has run.
    account.client.delete_function(FunctionName="resize")
