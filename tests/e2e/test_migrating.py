"""What was declared by hand is taken over in place: 0 to add, 0 to change, 0 to destroy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_eic import EventInvokeConfig
from tests.e2e.base import new_function
from tests.e2e.cloud import ASSUMED_BY_LAMBDA
from tests.e2e.terraform import CONFIGURATION, POLICY
from tests.framework import (
    IamRole,
    IamRolePolicy,
    LambdaFunctionEventInvokeConfig,
    LambdaFunctionEventInvokeConfigDestinationConfig,
    LambdaFunctionEventInvokeConfigDestinationConfigOnFailure,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.base import Base
    from tests.e2e.cloud import Aws, Function
    from tests.e2e.terraform import Workspace
    from tests.framework import LambdaFunction, TerraformStack

NOTHING = {"add": 0, "change": 0, "import": 0, "remove": 0}


def test_a_configuration_and_its_policy_are_moved_without_a_change(
    aws: Aws, workspace: Workspace, base: Base, code: Path
) -> None:
    def function_in(stack: TerraformStack) -> LambdaFunction:
        role = IamRole(stack, "role", name="by-hand", assume_role_policy=ASSUMED_BY_LAMBDA)
        return new_function(stack, "by-hand", role=role, code=code)

    def by_hand(stack: TerraformStack) -> None:
        function = function_in(stack)
        statement = {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": base.queue_arn}
        policy = IamRolePolicy(
            stack,
            "deliver",
            name="deliver",
            role="${aws_iam_role.role.id}",
            policy=json.dumps({"Statement": [statement], "Version": "2012-10-17"}),
        )
        on_failure = LambdaFunctionEventInvokeConfigDestinationConfigOnFailure(
            destination=base.queue_arn
        )
        config = LambdaFunctionEventInvokeConfig(
            stack,
            "asynchronous",
            function_name=function.function_name,
            maximum_event_age_in_seconds=3600,
            maximum_retry_attempts=1,
            destination_config=LambdaFunctionEventInvokeConfigDestinationConfig(
                on_failure=on_failure
            ),
            depends_on=[policy],
        )
        config.add_override("for_each", '${toset(["live"])}')

    def adopted(stack: TerraformStack) -> None:
        config = EventInvokeConfig(
            stack,
            "async",
            function=function_in(stack),
            on_failure=base.queue_arn,
            maximum_event_age_in_seconds=3600,
            maximum_retry_attempts=1,
        )
        config.move_from(f'{CONFIGURATION}.asynchronous["live"]', "aws_iam_role_policy.deliver")

    workspace.converge(by_hand)
    before = aws.configurations("by-hand"), aws.inline_policies("by-hand")

    workspace.write(adopted)
    plan = workspace.plan()
    moved = {
        change["previous_address"]
        for change in workspace.planned()["resource_changes"]
        if "previous_address" in change
    }
    assert moved == {f'{CONFIGURATION}.asynchronous["live"]', "aws_iam_role_policy.deliver"}
    assert plan.summary == NOTHING

    workspace.converge(adopted)
    assert (aws.configurations("by-hand"), aws.inline_policies("by-hand")) == before


def test_of_policies_that_become_one_the_first_is_moved_and_the_others_are_removed(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    statement = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": base.queue_arn}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    on_failure = LambdaFunctionEventInvokeConfigDestinationConfigOnFailure(
        destination=base.queue_arn
    )

    def by_hand(stack: TerraformStack) -> None:
        for qualifier in ("live", "canary"):
            policy = IamRolePolicy(
                stack,
                f"deliver-{qualifier}",
                name=f"deliver-{qualifier}",
                role=function.role_name,
                policy=document,
            )
            LambdaFunctionEventInvokeConfig(
                stack,
                f"asynchronous-{qualifier}",
                function_name=function.name,
                qualifier=qualifier,
                maximum_event_age_in_seconds=3600,
                maximum_retry_attempts=1,
                destination_config=LambdaFunctionEventInvokeConfigDestinationConfig(
                    on_failure=on_failure
                ),
                depends_on=[policy],
            )

    def with_construct(stack: TerraformStack, *, is_first_apply: bool) -> None:
        for qualifier in ("live", "canary"):
            config = EventInvokeConfig(
                stack,
                qualifier,
                function=function.name,
                qualifier=qualifier,
                role=function.role_name,
                on_failure=base.queue_arn,
                maximum_event_age_in_seconds=3600,
                maximum_retry_attempts=1,
            )
            if is_first_apply:
                config.move_from(
                    f"{CONFIGURATION}.asynchronous-{qualifier}", f"{POLICY}.deliver-{qualifier}"
                )

    workspace.write(by_hand)
    workspace.apply()
    before = aws.configurations(function.name)

    workspace.write(lambda stack: with_construct(stack, is_first_apply=True))
    plan = workspace.plan()
    assert plan.summary == {**NOTHING, "remove": 1}

    workspace.converge(lambda stack: with_construct(stack, is_first_apply=True))
    assert aws.inline_policies(function.role_name) == ["deliver-live"]
    assert aws.configurations(function.name) == before

    workspace.write(lambda stack: with_construct(stack, is_first_apply=False))
    assert workspace.plan().is_empty
