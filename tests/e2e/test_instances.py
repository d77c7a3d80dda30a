"""`count=` and `for_each=`: every instance has its own configuration, permission, queue, rule and alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_eic import (
    EventBridgeDestination,
    EventInvokeConfig,
    LambdaDestination,
    LostEventAlarms,
    SqsDestination,
)
from tests.e2e.base import new_function
from tests.e2e.cloud import ASSUMED_BY_LAMBDA
from tests.framework import (
    Fn,
    IamRole,
    TerraformCount,
    TerraformIterator,
    TerraformVariable,
    Token,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.base import Base
    from tests.e2e.cloud import Aws, Function
    from tests.e2e.terraform import Build, Workspace
    from tests.framework import LambdaFunction, TerraformStack

ROLES = "arn:aws:iam::000000000000:role"


def test_each_element_has_its_own(aws: Aws, workspace: Workspace, base: Base, code: Path) -> None:
    def build(stack: TerraformStack) -> None:
        names = TerraformIterator.from_map({"a": "each-a", "b": "each-b"})
        functions = functions_for_each(stack, names, code)
        latest = EventInvokeConfig(
            stack,
            "of-instances",
            function="${aws_lambda_function.each[each.key].arn}",
            on_failure=SqsDestination(),
            on_success=LambdaDestination(base.receiver_arn, response_only=True),
            alarms=LostEventAlarms(notify=base.topic_arn),
            for_each=names,
        )
        made = TerraformIterator.from_resources(functions)
        EventInvokeConfig(
            stack,
            "of-versions",
            function=made.get_string("function_name"),
            qualifier=made.get_string("version"),
            on_failure=base.queue_arn,
            maximum_event_age_in_seconds=60,
            for_each=made,
            depends_on=[latest.resource],
        )

    apply(workspace, build)

    queues = set()
    for key in "ab":
        kept = aws.configurations(f"each-{key}")
        assert (kept["1"]["age"], kept["1"]["on_failure"]) == (60, base.queue_arn)
        queues.add(kept["$LATEST"]["on_failure"])
        for queue in (kept["$LATEST"]["on_failure"], base.queue_arn):
            assert aws.decision(f"{ROLES}/each-{key}", "sqs:SendMessage", queue) == "allowed"
    assert len(queues) == 2


def apply(workspace: Workspace, build: Build) -> None:
    """Apply what Terraform finds valid; the second plan is empty but for alarms, which the emulator forgets."""
    workspace.write(build)
    assert workspace.validate() == []
    workspace.apply()
    assert set(workspace.plan().planned) <= {"aws_cloudwatch_metric_alarm"}


def functions_for_each(
    stack: TerraformStack, names: TerraformIterator, code: Path
) -> LambdaFunction:
    """A function for each name, each with a role of that name."""
    name = Token.as_string(names.value)  # type: ignore[attr-defined]  # of each kind of iterator
    role = IamRole(stack, "role", name=name, assume_role_policy=ASSUMED_BY_LAMBDA, for_each=names)
    functions = new_function(stack, "each", role=role, code=code)
    functions.for_each = names
    functions.function_name = name
    functions.role = "${aws_iam_role.role[each.key].arn}"
    return functions


def test_each_index_has_its_own(aws: Aws, workspace: Workspace, base: Base) -> None:
    functions = [aws.new_function(f"index-{number}") for number in range(2)]

    def build(stack: TerraformStack) -> None:
        count = TerraformCount.of(len(functions))
        EventInvokeConfig(
            stack,
            "async",
            function=f"index-{Token.as_string(count.index)}",
            qualifier="live",
            on_failure=SqsDestination(),
            on_success=EventBridgeDestination(),
            maximum_retry_attempts=count.index,
            alarms=LostEventAlarms(notify=base.topic_arn),
            count=count,
        )

    apply(workspace, build)

    for number, function in enumerate(functions):
        (kept,) = aws.configurations(function.name).values()
        assert kept["retries"] == number
        queue = kept["on_failure"]
        assert aws.decision(function.role_arn, "sqs:SendMessage", queue) == "allowed"


@pytest.mark.parametrize("enabled", [True, False])
def test_a_configuration_can_be_conditional(
    aws: Aws, workspace: Workspace, function: Function, enabled: bool
) -> None:
    def build(stack: TerraformStack) -> None:
        variable = TerraformVariable(stack, "enabled", type="bool", default=enabled)
        EventInvokeConfig(
            stack,
            "async",
            function=function.name,
            maximum_retry_attempts=0,
            count=Token.as_number(Fn.conditional(variable.boolean_value, 1, 0)),
        )

    workspace.converge(build)
    assert len(aws.configurations(function.name)) == int(enabled)
