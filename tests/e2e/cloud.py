"""AWS as a test sees it: its APIs, and a test's own functions, created and invoked through them."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.e2e import requirements
from tests.e2e.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Mapping

Client: TypeAlias = Any  # boto3 creates the methods of its clients at run time

HANDLER = Path(__file__).with_name("handler.py")
RUNTIME = "python3.12"
ASSUMED_BY_LAMBDA = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "lambda.amazonaws.com"},
            }
        ],
    }
)


@dataclass(frozen=True)
class Function:
    """A function with its own role, version 1, and the aliases `live` and `canary` for that version."""

    name: str
    arn: str
    role_name: str
    role_arn: str


class Aws:
    """One emulated account.

    Args:
        environment: The variables that point AWS clients at it.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self._session = requirements.boto3().session.Session(
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
            region_name=environment["AWS_REGION"],
        )

    def client(self, service: str) -> Client:
        return self._session.client(service, endpoint_url=self.environment["AWS_ENDPOINT_URL"])

    @cached_property
    def lambda_(self) -> Client:
        return self.client("lambda")

    @cached_property
    def iam(self) -> Client:
        return self.client("iam")

    @cached_property
    def sqs(self) -> Client:
        return self.client("sqs")

    @cached_property
    def logs(self) -> Client:
        return self.client("logs")

    @cached_property
    def events(self) -> Client:
        return self.client("events")

    def new_function(self, name: str | None = None) -> Function:
        """A function; by default with a unique name, so that no test sees another test's configuration."""
        name = name or f"function-{uuid.uuid4().hex[:8]}"
        role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=ASSUMED_BY_LAMBDA)
        made = self.lambda_.create_function(
            FunctionName=name,
            Role=role["Role"]["Arn"],
            Runtime=RUNTIME,
            Handler="handler.handler",
            Code={"ZipFile": zipped_handler()},
        )
        self.lambda_.get_waiter("function_active_v2").wait(
            FunctionName=name, WaiterConfig={"Delay": 0.1}
        )
        self.lambda_.publish_version(FunctionName=name)
        for alias in ("live", "canary"):
            self.lambda_.create_alias(FunctionName=name, Name=alias, FunctionVersion="1")
        return Function(name, made["FunctionArn"], name, role["Role"]["Arn"])

    def configurations(self, function_name: str) -> dict[str, dict[str, Any]]:
        """What Lambda keeps for a function, by qualifier."""
        answer = self.lambda_.list_function_event_invoke_configs(FunctionName=function_name)
        return {
            _qualifier(each["FunctionArn"]): {
                "age": each.get("MaximumEventAgeInSeconds"),
                "retries": each.get("MaximumRetryAttempts"),
                "on_failure": _destination(each, "OnFailure"),
                "on_success": _destination(each, "OnSuccess"),
            }
            for each in answer["FunctionEventInvokeConfigs"]
        }

    def inline_policies(self, role_name: str) -> list[str]:
        names: list[str] = self.iam.list_role_policies(RoleName=role_name)["PolicyNames"]
        return names

    def invoke(self, function_name: str, event: Mapping[str, Any]) -> None:
        """Invoke a function asynchronously."""
        answer = self.lambda_.invoke(
            FunctionName=function_name, InvocationType="Event", Payload=json.dumps(event)
        )
        assert answer["StatusCode"] == 202

    def events_of(self, function_name: str) -> list[dict[str, Any]]:
        """The event of each run of a function so far, as its code printed them to its log."""
        group = f"/aws/lambda/{function_name}"
        if not self.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
            return []
        lines = self.logs.filter_log_events(logGroupName=group)["events"]
        marked = [line["message"] for line in lines if line["message"].startswith("received ")]
        return [json.loads(line.removeprefix("received ")) for line in marked]

    def messages(self, queue_url: str) -> list[dict[str, Any]]:
        """The bodies of the messages in a queue; the messages stay there."""
        bodies: dict[str, dict[str, Any]] = {}
        while True:
            answer = self.sqs.receive_message(
                QueueUrl=queue_url, MaxNumberOfMessages=10, VisibilityTimeout=0
            )
            received = {
                message["MessageId"]: json.loads(message["Body"])
                for message in answer.get("Messages", [])
            }
            if received.keys() <= bodies.keys():
                return list(bodies.values())
            bodies.update(received)

    def message_about(self, token: str, queue_url: str) -> dict[str, Any]:
        """The body of the message in a queue that contains `token`, as soon as it arrives."""

        def find() -> dict[str, Any] | None:
            bodies = self.messages(queue_url)
            return next((body for body in bodies if token in json.dumps(body)), None)

        found = eventually(find)
        assert found is not None
        return found

    def decision(self, role_arn: str, action: str, resource: str) -> str:
        """What IAM's simulator returns for the role's inline policies: `allowed`, `implicitDeny` or `explicitDeny`.

        MiniStack's simulator does not support policy variables: the role's own account is substituted first.
        """
        account, role_name = role_arn.split(":")[4], role_arn.rpartition("/")[2]
        documents = [
            json.dumps(
                self.iam.get_role_policy(RoleName=role_name, PolicyName=name)["PolicyDocument"]
            )
            for name in self.inline_policies(role_name)
        ]
        answer = self.iam.simulate_custom_policy(
            PolicyInputList=[
                each.replace("${aws:PrincipalAccount}", account) for each in documents
            ],
            ActionNames=[action],
            ResourceArns=[resource],
        )
        decision: str = answer["EvaluationResults"][0]["EvalDecision"]
        return decision


def zipped_handler() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.write(HANDLER, HANDLER.name)
    return buffer.getvalue()


def _qualifier(arn: str) -> str:
    parts = arn.split(":")
    return parts[7] if len(parts) > 7 else "$LATEST"


def _destination(configuration: Mapping[str, Any], outcome: str) -> str | None:
    destination: str | None = (
        configuration.get("DestinationConfig", {}).get(outcome, {}).get("Destination")
    )
    return destination
