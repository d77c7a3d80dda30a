"""Does the forwarder of a `Redriver` send and park what it should, and does Terraform leave the run alone?"""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.aws.stage import Function, Stage
    from tests.e2e.terraform import Run, Workspace
    from tests.framework import TerraformStack


CREATES = {"event source mapping": 1, "function": 2, "queue": 2}


def ask(stage: Stage) -> dict[str, Any]:
    """What Terraform changed and planned, what was sent, and the reasons of what was parked."""
    from tests.e2e.terraform import Workspace
    from tools import aws_provider

    with TemporaryDirectory(prefix="constructs-eic-aws-") as folder:
        provider = aws_provider.find(Path(folder))
        for note in provider.notes:
            stage.say(f"redriver: {note}")
        function = stage.function("redriven")
        source, parking = stage.queue("redriven"), stage.queue("parked")
        name = stage.account.name("redriver", "function", "log group")
        environment = {**provider.environment, **stage.account.environment()}
        workspace = Workspace(Path(folder) / "stack", environment, provider)
        workspace.write(lambda stack: _build(stack, name, source, function, parking))
        applied, second = workspace.apply(), workspace.plan()
        run = _run(stage, workspace, name, function, source, parking)
        destroyed = workspace.destroy()
    return {
        "applied": applied.planned,
        "second plan": _changes(second),
        **run,
        "destroyed": destroyed.planned,
    }


def _build(stack: TerraformStack, name: str, source: str, function: Function, parking: str) -> None:
    from constructs_eic import Redriver
    from tests.framework import TerraformOutput

    redriver = Redriver(
        stack,
        "redriver",
        source=source,
        functions=[function.name],
        parking=parking,
        maximum_concurrency=2,
        name=name,
        alarms=None,
    )
    TerraformOutput(stack, "mapping", value=redriver.event_source_mapping.uuid)


def _run(
    stage: Stage,
    workspace: Workspace,
    name: str,
    function: Function,
    source: str,
    parking: str,
) -> dict[str, Any]:
    """Do what the command does, with a record from before and one from after the start."""
    sqs, lambda_ = stage.client("sqs"), stage.client("lambda")
    token = secrets.token_hex(8)
    put = {"QueueUrl": stage.url(source)}
    sqs.send_message(**put, MessageBody=_record(function, token))
    sqs.send_message(**put, MessageBody="no record")
    told = lambda_.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    start = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    lambda_.update_function_configuration(
        FunctionName=name, Environment={"Variables": {**told, "REDRIVE_START": start}}
    )
    lambda_.get_waiter("function_updated_v2").wait(FunctionName=name)
    sqs.send_message(**put, MessageBody=_record(function, "late"))
    started = workspace.plan()
    mapping = workspace.outputs()["mapping"]
    lambda_.update_event_source_mapping(UUID=mapping, Enabled=True)
    sent = stage.logged(function, token) is not None
    reasons = stage.within_patience(lambda: _reasons(stage, parking, 2)) or []
    _disable(stage, mapping)
    return {
        "plan after the start is set": _changes(started),
        "an event was sent": sent,
        "parked": reasons,
        "plan after the run": _changes(workspace.plan()),
    }


def _record(function: Function, token: str) -> str:
    return json.dumps(
        {
            "version": "1.0",
            "requestContext": {"functionArn": function.arn, "condition": "RetriesExhausted"},
            "requestPayload": {"token": token},
        }
    )


def _reasons(stage: Stage, parking: str, count: int) -> list[str]:
    """The reasons for which messages were parked, once there are `count`; nothing before."""
    sqs, url = stage.client("sqs"), stage.url(parking)
    found = {  # a queue may have a message twice
        each["MessageAttributes"]["RedriveReason"]["StringValue"]
        for _ in range(count)
        for each in sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            MessageAttributeNames=["All"],
            VisibilityTimeout=0,
            WaitTimeSeconds=1,
        ).get("Messages", ())
    }
    return sorted(found) if len(found) >= count else []


def _disable(stage: Stage, mapping: str) -> None:
    """Disable the mapping, which is not done at once."""
    lambda_ = stage.client("lambda")
    # While it is being enabled, it cannot be changed.
    stage.within_patience(lambda: _state(stage, mapping) == "Enabled")
    lambda_.update_event_source_mapping(UUID=mapping, Enabled=False)
    stage.within_patience(lambda: _state(stage, mapping) == "Disabled")


def _state(stage: Stage, mapping: str) -> str:
    state: str = stage.client("lambda").get_event_source_mapping(UUID=mapping)["State"]
    return state


def _changes(run: Run) -> dict[str, Any]:
    return {**run.planned, **{name: count for name, count in run.summary.items() if count}}
