"""The forwarder of a `Redriver`, deployed by Terraform: it waits, sends a queue's events back, and is removed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from constructs_eic import Redriver
from tests.e2e.base import new_function
from tests.e2e.cloud import ASSUMED_BY_LAMBDA
from tests.e2e.waiting import eventually
from tests.framework import IamRole, SqsQueue, TerraformOutput
from tests.unit.records.forms import record_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cloud import Aws
    from tests.e2e.terraform import Build, Workspace
    from tests.framework import TerraformStack

NAME = "takes-payments"
FORWARDER = "app-redriver"
EVENTS = [{"payment": number} for number in range(5)]


def app(code: Path) -> Build:
    def build(stack: TerraformStack) -> None:
        role = IamRole(stack, "role", name=NAME, assume_role_policy=ASSUMED_BY_LAMBDA)
        function = new_function(stack, NAME, role=role, code=code)
        failures = SqsQueue(stack, "failures", name="failed-payments")
        redriver = Redriver(
            stack,
            "redriver",
            source=failures,
            functions=[function],
            maximum_concurrency=2,
            # The emulator answers the provider without an alarm's settings: each plan would write them again.
            alarms=None,
        )
        TerraformOutput(stack, "source", value=failures.url)
        TerraformOutput(stack, "parking", value=redriver.parking.queue.url)
        TerraformOutput(stack, "function", value=function.arn)
        TerraformOutput(stack, "mapping", value=redriver.event_source_mapping.uuid)

    return build


@dataclass(frozen=True)
class Deployed:
    """A `Redriver` that was applied."""

    aws: Aws
    source: str
    parking: str
    function: str
    mapping: str

    def put(self, *bodies: str) -> None:
        for body in bodies:
            self.aws.sqs.send_message(QueueUrl=self.source, MessageBody=body)

    def tell_start(self, moment: datetime) -> None:
        """Set the variable that the command sets, beside those that Terraform sets."""
        told = self.aws.lambda_.get_function_configuration(FunctionName=FORWARDER)
        variables = told["Environment"]["Variables"]
        self.aws.lambda_.update_function_configuration(
            FunctionName=FORWARDER,
            Environment={
                "Variables": {
                    **variables,
                    "REDRIVE_START": moment.isoformat(timespec="milliseconds"),
                }
            },
        )
        self.aws.lambda_.get_waiter("function_updated_v2").wait(FunctionName=FORWARDER)

    def enable(self, *, enabled: bool) -> None:
        self.aws.lambda_.update_event_source_mapping(UUID=self.mapping, Enabled=enabled)

    def waiting(self, queue: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        told = self.aws.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)
        return sum(int(told["Attributes"][name]) for name in names)

    def parked(self) -> dict[str, str]:
        """The reasons of what is in the parking queue, by the messages' bodies."""
        answer: dict[str, Any] = self.aws.sqs.receive_message(
            QueueUrl=self.parking, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        return {
            each["Body"]: each["MessageAttributes"]["RedriveReason"]["StringValue"]
            for each in answer["Messages"]
        }


def payments(aws: Aws) -> set[int]:
    """The payments that the function has taken."""
    return {event["payment"] for event in aws.events_of(NAME)}


def test_a_queue_is_sent_back_once_the_mapping_is_enabled(
    aws: Aws, workspace: Workspace, code: Path
) -> None:
    workspace.converge(app(code))
    deployed = Deployed(aws, **workspace.outputs())
    records = [record_text(json.dumps(event), function_arn=deployed.function) for event in EVENTS]
    other = record_text("{}", function_arn=f"{deployed.function}-that-was-deleted")
    deployed.put(*records, "no record", other)

    # Between what was put and what is late: a machine's clock may be set back a little.
    start = datetime.now(timezone.utc) + timedelta(seconds=1)
    deployed.tell_start(start)
    eventually(lambda: datetime.now(timezone.utc) > start + timedelta(seconds=1), within=10)
    deployed.put(late := record_text('{"late": 1}', function_arn=deployed.function))
    assert workspace.plan().is_empty
    assert deployed.waiting(deployed.source) == len(EVENTS) + 3

    deployed.enable(enabled=True)
    eventually(lambda: deployed.waiting(deployed.source) == 0, within=60)
    # On a busy machine, an answer may come too late, and an event is sent twice.
    eventually(lambda: payments(aws) >= set(range(len(EVENTS))), within=60)

    assert payments(aws) == set(range(len(EVENTS)))
    reasons = deployed.parked()
    assert reasons.keys() == {"no record", other, late}
    assert reasons["no record"].startswith("refused: unreadable: ")
    assert reasons[other].startswith("refused by Lambda: ResourceNotFoundException: ")
    assert reasons[late] == "not sent: came after the start"

    drifted = workspace.plan()
    assert drifted.planned == {"aws_lambda_event_source_mapping": "update"}
    deployed.enable(enabled=False)
    assert workspace.plan().is_empty
    workspace.destroy()
