"""Does a stack with our construct apply, stay as it is, deliver a record, and go away again?"""

from __future__ import annotations

import secrets
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.aws.stage import Function, Stage
    from tests.framework import TerraformStack

CREATES = {"function": 1, "queue": 1, "alarm": 3}


def ask(stage: Stage) -> dict[str, Any]:
    """What Terraform changed, whether its second plan is empty, and whether a record arrived."""
    from tests.e2e.terraform import Workspace
    from tools import aws_provider

    with TemporaryDirectory(prefix="constructs-eic-aws-") as folder:
        source = aws_provider.find(Path(folder))
        for note in source.notes:
            stage.say(f"deployment: {note}")
        function, queue = stage.function("deployment", permitted=False), stage.queue("deployment")
        environment = {**source.environment, **stage.account.environment()}
        workspace = Workspace(Path(folder) / "stack", environment, source)
        workspace.write(lambda stack: _build(stack, function, queue))
        applied, second = workspace.apply(), workspace.plan()
        token = secrets.token_hex(8)
        stage.invoke(function, token)
        arrived = stage.received(queue, token) is not None
        # After an interrupt, what is left is removed by its names, without Terraform.
        destroyed = workspace.destroy()
    return {
        "applied": applied.planned,
        "second plan": {**second.planned, **second.summary},
        "a record arrived": arrived,
        "destroyed": destroyed.planned,
    }


def _build(stack: TerraformStack, function: Function, queue: str) -> None:
    from constructs_eic import EventInvokeConfig, LostEventAlarms

    EventInvokeConfig(
        stack,
        "async",
        function=function.name,
        on_failure=queue,
        maximum_retry_attempts=0,
        alarms=LostEventAlarms(),
    )
