"""A configuration's lifecycle: created, updated, replaced, restored, destroyed; each time, Terraform converges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from constructs_eic import (
    EventBridgeDestination,
    EventInvokeConfig,
    LambdaDestination,
    SnsDestination,
    SqsDestination,
)
from tests.e2e.base import new_function
from tests.e2e.cloud import ASSUMED_BY_LAMBDA
from tests.e2e.terraform import CONFIGURATION, POLICY
from tests.framework import IamRole

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.base import Base
    from tests.e2e.cloud import Aws, Function
    from tests.e2e.terraform import Build, Workspace
    from tests.framework import TerraformStack


Argument: TypeAlias = Any  # each has its own type


# The new permission, the configuration, and only then the old permission.
CHANGED_WITHOUT_A_GAP = [
    ("start", "create", POLICY),
    ("complete", "create", POLICY),
    ("start", "update", CONFIGURATION),
    ("complete", "update", CONFIGURATION),
    ("start", "delete", POLICY),
    ("complete", "delete", POLICY),
]


def configuring(function: Function, **arguments: Argument) -> Build:
    """A stack with one configuration."""

    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(stack, "async", function=function.name, **arguments)

    return build


def test_limits_left_out_are_written_as_the_defaults_of_aws(
    aws: Aws, workspace: Workspace, function: Function
) -> None:
    applied = workspace.converge(configuring(function))

    assert applied.planned == {CONFIGURATION: "create"}
    assert aws.configurations(function.name) == {
        "$LATEST": {"age": 21600, "retries": 2, "on_failure": None, "on_success": None}
    }


def test_age_and_retries_change_in_place_to_none_and_back(
    aws: Aws, workspace: Workspace, function: Function
) -> None:
    for age, retries in ((100, 1), (200, 0), (21600, 2)):
        limits = {"maximum_event_age_in_seconds": age, "maximum_retry_attempts": retries}
        applied = workspace.converge(configuring(function, **limits))

        configuration = aws.configurations(function.name)["$LATEST"]
        assert (configuration["age"], configuration["retries"]) == (age, retries)
    assert applied.planned == {CONFIGURATION: "update"}


def test_failure_and_success_swap_in_place(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    workspace.converge(configuring(function, on_failure=base.queue_arn, on_success=base.topic_arn))
    applied = workspace.converge(
        configuring(function, on_failure=base.topic_arn, on_success=base.queue_arn)
    )

    assert applied.planned[CONFIGURATION] == "update"
    configuration = aws.configurations(function.name)["$LATEST"]
    assert configuration["on_failure"] == base.topic_arn
    assert configuration["on_success"] == base.queue_arn


def test_a_destination_of_another_kind_takes_the_place_of_the_first_and_of_its_permission(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    workspace.converge(configuring(function, on_failure=base.queue_arn))
    applied = workspace.converge(configuring(function, on_failure=base.topic_arn))

    assert applied.steps == CHANGED_WITHOUT_A_GAP
    assert aws.configurations(function.name)["$LATEST"]["on_failure"] == base.topic_arn
    assert len(aws.inline_policies(function.role_name)) == 1
    assert aws.decision(function.role_arn, "sns:Publish", base.topic_arn) == "allowed"
    assert aws.decision(function.role_arn, "sqs:SendMessage", base.queue_arn) == "implicitDeny"


def test_a_queue_and_a_topic_that_we_made_are_there_until_the_configuration_has_another_destination(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    made = {"on_failure": SqsDestination(), "on_success": SnsDestination()}
    workspace.converge(configuring(function, **made, grant_permissions=False))
    applied = workspace.converge(
        configuring(
            function,
            on_failure=base.queue_arn,
            on_success=base.topic_arn,
            grant_permissions=False,
        )
    )

    assert applied.steps[:2] == [
        ("start", "update", CONFIGURATION),
        ("complete", "update", CONFIGURATION),
    ]
    assert {step[1:] for step in applied.steps[2:]} == {
        ("delete", "aws_sqs_queue"),
        ("delete", "aws_sns_topic"),
    }


def test_what_passes_a_response_on_is_there_until_the_configuration_has_another_destination(
    workspace: Workspace, function: Function, base: Base
) -> None:
    passing_on = LambdaDestination(base.receiver_arn, response_only=True)
    workspace.converge(configuring(function, on_success=passing_on))
    steps = workspace.converge(configuring(function, on_success=base.topic_arn)).steps

    removed = [step for step in steps if step[1] == "delete"]
    assert len({step[2] for step in removed}) == 6
    assert steps.index(("complete", "update", CONFIGURATION)) < steps.index(removed[0])


def test_destinations_removed_take_the_policy_with_them(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    workspace.converge(
        configuring(function, on_failure=base.queue_arn, on_success=EventBridgeDestination())
    )
    applied = workspace.converge(configuring(function))

    assert applied.planned == {CONFIGURATION: "update", POLICY: "delete"}
    configuration = aws.configurations(function.name)["$LATEST"]
    assert (configuration["on_failure"], configuration["on_success"]) == (None, None)
    assert aws.inline_policies(function.role_name) == []


def test_another_qualifier_replaces_the_configuration(
    aws: Aws, workspace: Workspace, function: Function
) -> None:
    workspace.converge(configuring(function, qualifier="live"))
    applied = workspace.converge(configuring(function, qualifier="canary"))

    assert applied.planned == {CONFIGURATION: "replace"}
    assert set(aws.configurations(function.name)) == {"canary"}


def test_a_configuration_deleted_by_hand_is_restored(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    stack = configuring(function, on_failure=base.queue_arn, maximum_retry_attempts=0)
    workspace.converge(stack)
    before = aws.configurations(function.name)
    aws.lambda_.delete_function_event_invoke_config(FunctionName=function.name)

    assert workspace.converge(stack).planned == {CONFIGURATION: "create"}
    assert aws.configurations(function.name) == before


def test_a_function_deleted_by_hand_is_restored_with_its_configuration(
    aws: Aws, workspace: Workspace, code: Path
) -> None:
    def build(stack: TerraformStack) -> None:
        role = IamRole(stack, "role", name="deleted", assume_role_policy=ASSUMED_BY_LAMBDA)
        function = new_function(stack, "deleted", role=role, code=code)
        EventInvokeConfig(stack, "async", function=function, maximum_retry_attempts=1)

    workspace.converge(build)
    aws.lambda_.delete_function(FunctionName="deleted")

    restored = workspace.converge(build).planned

    assert restored == {"aws_lambda_function": "create", CONFIGURATION: "create"}
    assert aws.configurations("deleted")["$LATEST"]["retries"] == 1


def test_the_policy_is_there_before_the_configuration_and_until_after_it(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    # Unlike AWS, the emulator does not check the permission when a configuration is put, so the test
    # checks the order.
    applied = workspace.converge(configuring(function, on_failure=base.queue_arn))
    destroyed = workspace.destroy()

    assert applied.steps == [
        ("start", "create", POLICY),
        ("complete", "create", POLICY),
        ("start", "create", CONFIGURATION),
        ("complete", "create", CONFIGURATION),
    ]
    assert destroyed.steps == [
        ("start", "delete", CONFIGURATION),
        ("complete", "delete", CONFIGURATION),
        ("start", "delete", POLICY),
        ("complete", "delete", POLICY),
    ]
    assert aws.configurations(function.name) == {}
    assert aws.inline_policies(function.role_name) == []
    assert workspace.state() == {}
