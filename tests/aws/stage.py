"""What the questions need: functions with roles, and queues in which records arrive."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import ClientError

from tests.aws.creation import create
from tests.aws.refusal import CONFLICT, refusal
from tests.e2e.cloud import ASSUMED_BY_LAMBDA, RUNTIME, zipped_handler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.aws.account import Account

T = TypeVar("T")
ANYTHING = [
    "sqs:SendMessage",
    "sns:Publish",
    "lambda:InvokeFunction",
    "events:PutEvents",
    "s3:PutObject",
    "s3:ListBucket",
]
LOGGING = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
_MAY_BE_ACCEPTED_LATER = {"InvalidParameterValueException", "ResourceConflictException"}
_WAIT_AT_MOST_SECONDS = 5


@dataclass(frozen=True)
class Function:
    """A function and its role.

    Attributes:
        name: The name of both.
        arn: The function's ARN.
    """

    name: str
    arn: str


@dataclass
class Stage:
    """Creates in an account what the questions are about.

    Args:
        account: The account.
        patience: How many seconds something that takes AWS a while may take.
        say: Tells the maintainer what happens.
    """

    account: Account
    patience: float
    say: Callable[[str], None]

    def client(self, service: str) -> Any:
        return self.account.client(service)

    def arn(self, service: str, resource: str) -> str:
        region = "" if service in ("iam", "s3") else self.account.region
        owner = "" if service == "s3" else self.account.id
        return f"arn:{self.account.partition}:{service}:{region}:{owner}:{resource}"

    def function(self, subject: str, *, permitted: bool = True) -> Function:
        """A function with version 1 and the alias `live`; its role may write to every destination, or only logs."""
        name = self.account.name(subject, "function", "log group", "role")
        iam = self.client("iam")
        create(lambda: iam.create_role(RoleName=name, AssumeRolePolicyDocument=ASSUMED_BY_LAMBDA))
        self.permit(name, LOGGING, "*", "logs")
        if permitted:
            self.permit(name, ANYTHING, "*")
        lambda_ = self.client("lambda")
        request = partial(
            lambda_.create_function,
            FunctionName=name,
            Role=self.arn("iam", f"role/{name}"),
            Runtime=RUNTIME,
            Handler="handler.handler",
            Code={"ZipFile": zipped_handler()},
        )
        self.until_accepted(lambda: create(request))
        lambda_.get_waiter("function_active_v2").wait(FunctionName=name)
        lambda_.publish_version(FunctionName=name)
        lambda_.get_waiter("published_version_active").wait(FunctionName=name, Qualifier="1")
        self.alias(name, "live")
        return Function(name, self.arn("lambda", f"function:{name}"))

    def alias(self, function: str, alias: str) -> None:
        """An alias of version 1."""
        lambda_ = self.client("lambda")
        create(lambda: lambda_.create_alias(FunctionName=function, Name=alias, FunctionVersion="1"))

    def permit(self, role: str, actions: list[str], resource: str, policy: str = "records") -> None:
        statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.client("iam").put_role_policy(
            RoleName=role, PolicyName=policy, PolicyDocument=document
        )

    def queue(self, subject: str, **attributes: str) -> str:
        """A queue's ARN."""
        suffix = ".fifo" if "FifoQueue" in attributes else ""
        name = self.account.name(subject + suffix, "queue")
        self.client("sqs").create_queue(QueueName=name, Attributes=attributes)
        return self.arn("sqs", name)

    def remove_queue(self, queue: str) -> None:
        """Remove a queue, and wait until SQS says that it is gone."""
        sqs, url = self.client("sqs"), self.url(queue)
        sqs.delete_queue(QueueUrl=url)

        def is_gone() -> bool:
            try:
                sqs.get_queue_attributes(QueueUrl=url)
            except sqs.exceptions.QueueDoesNotExist:
                return True
            return False

        self.within_patience(is_gone)

    def accept(self, queue: str, service: str, source: str) -> None:
        """Let a service send messages from a source to a queue, by the queue's own policy."""
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sqs:SendMessage",
            "Resource": queue,
            "Condition": {"ArnEquals": {"aws:SourceArn": source}},
        }
        self.attach(queue, statement)

    def attach(self, queue: str, statement: Mapping[str, Any]) -> None:
        """Give a queue a policy of its own."""
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.client("sqs").set_queue_attributes(
            QueueUrl=self.url(queue), Attributes={"Policy": policy}
        )

    def url(self, queue: str) -> str:
        url: str = self.client("sqs").get_queue_url(QueueName=queue.rpartition(":")[2])["QueueUrl"]
        return url

    def configure(self, function: Function, **given: Any) -> dict[str, Any]:
        """Put a configuration; its policy may not count yet, so what AWS refuses because of it is tried again."""
        lambda_ = self.client("lambda")
        answer: dict[str, Any] = self.until_accepted(
            lambda: lambda_.put_function_event_invoke_config(FunctionName=function.name, **given)
        )
        return answer

    def refusal(self, function: str, **given: Any) -> dict[str, str] | None:
        """How Lambda refuses a configuration, once no other change of the function is under way."""
        lambda_ = self.client("lambda")
        put = partial(
            lambda_.put_function_event_invoke_config, **{"FunctionName": function, **given}
        )
        deadline = time.monotonic() + self.patience
        while True:
            refused = refusal(put)
            if not refused or refused["Code"] != CONFLICT or time.monotonic() > deadline:
                return refused
            time.sleep(1)

    def invoke(self, function: Function, token: str, qualifier: str = "$LATEST") -> str:
        """Invoke a function asynchronously with an event that makes it fail; return the request id."""
        answer = self.client("lambda").invoke(
            FunctionName=function.name,
            InvocationType="Event",
            Qualifier=qualifier,
            Payload=json.dumps({"fail": True, "token": token}),
        )
        request_id: str = answer["ResponseMetadata"]["RequestId"]
        return request_id

    def received(self, queue: str, token: str) -> str | None:
        """The body of the message in a queue that contains `token`; `None` if it does not arrive in time."""
        sqs, url = self.client("sqs"), self.url(queue)

        def find() -> str | None:
            answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
            bodies = (each["Body"] for each in answer.get("Messages", ()))
            return next((body for body in bodies if token in body), None)

        return self.within_patience(find)

    def logged(self, function: Function, token: str) -> str | None:
        """The event with `token` that a function logged; `None` if there is none in time."""

        def find() -> str | None:
            lines = (message for _, message in self._log_of(function, token))
            return next(lines, "").removeprefix("received ").strip() or None

        return self.within_patience(find)

    def tries(self, function: Function, token: str) -> list[float]:
        """When a function received the event with `token`, in seconds."""
        return sorted(when for when, _ in self._log_of(function, token))

    def _log_of(self, function: Function, token: str) -> Iterator[tuple[float, str]]:
        """When a function received an event with `token`, and what it logged."""
        pages = self.client("logs").get_paginator("filter_log_events")
        try:
            for page in pages.paginate(logGroupName=f"/aws/lambda/{function.name}"):
                for each in page["events"]:
                    if each["message"].startswith("received ") and token in each["message"]:
                        yield each["timestamp"] / 1000, each["message"]
        except ClientError as error:  # the group is created when the function first logs
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise

    def within_patience(self, look: Callable[[], T | None], times: float = 1) -> T | None:
        """What `look` returns, as soon as it is something; what it returns at last when patience is over."""
        deadline, wait = time.monotonic() + self.patience * times, 0.2
        while True:
            found = look()
            if found or time.monotonic() > deadline:
                return found
            time.sleep(wait)
            wait = min(wait * 1.2, _WAIT_AT_MOST_SECONDS)

    def until_accepted(self, ask: Callable[[], T]) -> T:
        """What AWS answers; what it may refuse because a role is new is asked again until patience is over."""
        deadline = time.monotonic() + self.patience
        while True:
            answer = _answer_of(ask, may_be_refused=time.monotonic() < deadline)
            if answer is not None:
                return answer
            time.sleep(1)


def _answer_of(ask: Callable[[], T], *, may_be_refused: bool) -> T | None:
    try:
        return ask()
    except ClientError as error:
        if may_be_refused and error.response["Error"]["Code"] in _MAY_BE_ACCEPTED_LATER:
            return None
        raise
