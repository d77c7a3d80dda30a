"""A night after a failure: a `Redriver` that Terraform deployed, and the command that runs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_eic import Redriver
from tests.e2e.base import new_function
from tests.e2e.cloud import ASSUMED_BY_LAMBDA
from tests.e2e.waiting import eventually
from tests.framework import IamRole, SqsQueue, TerraformOutput
from tests.unit.inventory.lambda_account import run_command
from tests.unit.records.forms import record_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cloud import Aws
    from tests.e2e.terraform import Build, Workspace
    from tests.framework import TerraformStack

NAME = "sends-invoices"
# The emulator starts a process for each event at the same time, and each has three seconds.
EVENTS = [{"invoice": number} for number in range(6)]


def app(code: Path) -> Build:
    def build(stack: TerraformStack) -> None:
        role = IamRole(stack, "role", name=NAME, assume_role_policy=ASSUMED_BY_LAMBDA)
        function = new_function(stack, NAME, role=role, code=code)
        failures = SqsQueue(stack, "failures", name="failed-invoices")
        redriver = Redriver(
            stack,
            "redriver",
            source=failures,
            functions=[function],
            name="invoices-redriver",
            maximum_concurrency=2,
            alarms=None,  # as in test_redriver
        )
        TerraformOutput(stack, "source", value=failures.url)
        TerraformOutput(stack, "function", value=function.arn)
        TerraformOutput(stack, "parking", value=redriver.parking.queue.name)
        TerraformOutput(stack, "mapping", value=redriver.event_source_mapping.uuid)

    return build


def test_the_command_runs_what_terraform_deployed_and_leaves_nothing_to_apply(
    aws: Aws, workspace: Workspace, code: Path
) -> None:
    workspace.converge(app(code))
    deployed = workspace.outputs()
    bodies = [record_text(json.dumps(each), function_arn=deployed["function"]) for each in EVENTS]
    for body in (*bodies, "no record"):
        aws.sqs.send_message(QueueUrl=deployed["source"], MessageBody=body)

    def redrive(*options: str) -> tuple[int, list[str]]:
        command = ("redrive", deployed["source"], "--with", "invoices-redriver", *options)
        ran = run_command(*command, environment=dict(aws.environment))
        return ran.returncode, ran.stderr.splitlines()

    status, said = redrive("--dry-run")
    assert status == 1  # one would be parked
    assert f"by the event source mapping {deployed['mapping']}" in said[0]
    assert said[-2:] == [
        "constructs-eic: 1 would be parked, each named above",
        f"constructs-eic: {len(EVENTS)} would be sent",
    ]
    assert aws.events_of(NAME) == []

    status, said = redrive("--yes")

    assert status == 1, said
    assert said[-2].startswith(f"constructs-eic: about 1 parked in {deployed['parking']}: refused")
    assert said[-1] == f"constructs-eic: about {len(EVENTS)} sent"
    eventually(lambda: len(aws.events_of(NAME)) >= len(EVENTS))
    assert sorted(aws.events_of(NAME), key=lambda each: int(each["invoice"])) == EVENTS
    mapping = aws.lambda_.get_event_source_mapping(UUID=deployed["mapping"])
    assert mapping["State"] == "Disabled"
    assert workspace.plan().is_empty
    workspace.destroy()
