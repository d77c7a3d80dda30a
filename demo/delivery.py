"""A failed event, its record, and the event processed in the end, through AWS's APIs."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, TypeVar, cast

import boto3

from demo.narration import DemoError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

EVENT = {"order": 42, "fail": True}
_PROCESSED = f"processed order {EVENT['order']}"
_WITHIN_SECONDS = 60


class Delivery:
    """The deployed function and its failure queue.

    Attributes:
        queue_url: The queue's URL.

    Args:
        outputs: The stack's outputs.
        environment: The variables that point AWS clients at its account.
    """

    def __init__(self, outputs: Mapping[str, str], environment: Mapping[str, str]) -> None:
        self._function_name = outputs["function_name"]
        self.queue_url = outputs["failure_queue_url"]
        self._endpoint = environment["AWS_ENDPOINT_URL"]
        self._session = boto3.Session(
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
            region_name=environment["AWS_REGION"],
        )
        self._lambda = self._session.client("lambda", endpoint_url=self._endpoint)
        self._sqs = self._session.client("sqs", endpoint_url=self._endpoint)
        self._logs = self._session.client("logs", endpoint_url=self._endpoint)

    def check_permission(self) -> None:
        """Simulate the delivery with IAM; the emulator itself delivers without checking permissions.

        Raises:
            DemoError: The function's role may not send to the queue.
        """
        function = self._lambda.get_function(FunctionName=self._function_name)
        queue = self._sqs.get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=["QueueArn"])
        iam = self._session.client("iam", endpoint_url=self._endpoint)
        answer = iam.simulate_principal_policy(
            PolicySourceArn=function["Configuration"]["Role"],
            ActionNames=["sqs:SendMessage"],
            ResourceArns=[queue["Attributes"]["QueueArn"]],
        )
        decisions = [result["EvalDecision"] for result in answer["EvaluationResults"]]
        if decisions != ["allowed"]:
            raise DemoError(f"IAM says {decisions}")

    def invoke(self) -> None:
        """Send the event to Lambda, which answers before the function runs.

        Raises:
            DemoError: Lambda did not accept it.
        """
        answer = self._lambda.invoke(
            FunctionName=self._function_name, InvocationType="Event", Payload=json.dumps(EVENT)
        )
        if answer["StatusCode"] != 202:
            raise DemoError(f"Lambda did not accept the event: {answer}")

    def record(self) -> dict[str, object]:
        """The record that Lambda sent to the queue, where it stays.

        Raises:
            DemoError: None arrived in time.
        """
        return self._soon(self._record_now, f"no record of {EVENT}")

    def processed_once(self) -> str:
        """The line that the function wrote to its log for the event.

        Raises:
            DemoError: There is none in time, or more than one.
        """
        lines = self._soon(self._processed_now, "the function did not process the event")
        if len(lines) != 1:
            raise DemoError(f"the function processed the event {len(lines)} times")
        return lines[0]

    def check_queue_is_empty(self) -> None:
        """Count the messages in the queue, including those in flight.

        Raises:
            DemoError: The queue has messages.
        """
        counted = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
        answer = self._sqs.get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=counted)
        if any(answer["Attributes"][name] != "0" for name in counted):
            raise DemoError(f"the queue is not empty: {answer['Attributes']}")

    def _record_now(self) -> dict[str, object] | None:
        received = self._sqs.receive_message(QueueUrl=self.queue_url, VisibilityTimeout=0)
        for message in received.get("Messages", []):
            record = cast("dict[str, object]", json.loads(message["Body"]))
            payload = cast("dict[str, object]", record["requestPayload"])
            if EVENT.items() <= payload.items():  # the emulator adds its own fields
                return record
        return None

    def _processed_now(self) -> list[str]:
        group = f"/aws/lambda/{self._function_name}"
        written = self._logs.filter_log_events(logGroupName=group)["events"]
        lines = (str(event["message"]).strip() for event in written)
        return [line for line in lines if line == _PROCESSED]

    @staticmethod
    def _soon(look: Callable[[], T | None], lacking: str) -> T:
        """What `look` finds; it is called again until the time is over."""
        deadline = time.monotonic() + _WITHIN_SECONDS
        while time.monotonic() < deadline:
            if found := look():
                return found
            time.sleep(0.5)
        raise DemoError(f"{lacking} within {_WITHIN_SECONDS} s")
