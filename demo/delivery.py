"""A failed event and its record, through AWS's APIs."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, cast

import boto3

from demo.narration import DemoError

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENT = {"order": 42, "fail": True}
RECORD_WITHIN_SECONDS = 60


class Delivery:
    """The deployed function and its failure queue.

    Args:
        outputs: The stack's.
        environment: The variables that point AWS clients at its account.
    """

    def __init__(self, outputs: Mapping[str, str], environment: Mapping[str, str]) -> None:
        self._function_name = outputs["function_name"]
        self._queue_url = outputs["failure_queue_url"]
        self._endpoint = environment["AWS_ENDPOINT_URL"]
        self._session = boto3.Session(
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
            region_name=environment["AWS_REGION"],
        )
        self._lambda = self._session.client("lambda", endpoint_url=self._endpoint)
        self._sqs = self._session.client("sqs", endpoint_url=self._endpoint)

    def check_permission(self) -> None:
        """Have IAM simulate the delivery; the emulator itself delivers without asking.

        Raises:
            DemoError: The function's role may not send to the queue.
        """
        function = self._lambda.get_function(FunctionName=self._function_name)
        queue = self._sqs.get_queue_attributes(
            QueueUrl=self._queue_url, AttributeNames=["QueueArn"]
        )
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
        """Hand the event to Lambda, which answers before the function runs.

        Raises:
            DemoError: Lambda did not accept it.
        """
        answer = self._lambda.invoke(
            FunctionName=self._function_name, InvocationType="Event", Payload=json.dumps(EVENT)
        )
        if answer["StatusCode"] != 202:
            raise DemoError(f"Lambda did not accept the event: {answer}")

    def record(self) -> dict[str, object]:
        """The record that Lambda sent to the queue.

        Raises:
            DemoError: None came in time.
        """
        deadline = time.monotonic() + RECORD_WITHIN_SECONDS
        while time.monotonic() < deadline:
            received = self._sqs.receive_message(QueueUrl=self._queue_url, WaitTimeSeconds=5)
            for message in received.get("Messages", []):
                record = cast("dict[str, object]", json.loads(message["Body"]))
                payload = cast("dict[str, object]", record["requestPayload"])
                if EVENT.items() <= payload.items():  # the emulator adds fields of its own
                    return record
        raise DemoError(f"no record of {EVENT} within {RECORD_WITHIN_SECONDS} s")
