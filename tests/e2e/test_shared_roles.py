"""Functions that share a role: one policy for what they all may do, which no other configuration changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from constructs_eic import EventInvokeConfig, SqsDestination
from tests.e2e.base import new_function
from tests.e2e.cloud import ASSUMED_BY_LAMBDA
from tests.e2e.terraform import CONFIGURATION, POLICY
from tests.framework import IamRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.e2e.base import Base
    from tests.e2e.cloud import Aws, Function
    from tests.e2e.terraform import Build, Workspace
    from tests.framework import TerraformStack

QUALIFIERS = ("$LATEST", "1", "live", "canary")


def with_qualifiers(
    function: Function,
    qualifiers: Sequence[str],
    on_failure: object,
    renamed_from: Mapping[str, str] | None = None,
) -> Build:
    """A configuration of each qualifier of a function that is given by its name.

    Args:
        function: The function.
        qualifiers: The qualifiers.
        on_failure: The destination of all.
        renamed_from: The addresses that they had by qualifier, if they have other ids now.
    """

    def build(stack: TerraformStack) -> None:
        for qualifier in qualifiers:
            given: Any = on_failure
            config = EventInvokeConfig(
                stack,
                f"{'renamed' if renamed_from else 'of'}-{qualifier.strip('$')}",
                function=function.name,
                qualifier=qualifier,
                on_failure=given,
                maximum_retry_attempts=0,
            )
            if renamed_from:
                config.move_from(renamed_from[qualifier])

    return build


def test_configurations_come_and_go_and_the_one_policy_of_their_role_is_not_touched(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    workspace.converge(with_qualifiers(function, QUALIFIERS[:2], base.queue_arn))
    (policy,) = aws.inline_policies(function.role_name)
    assert policy.startswith("lambda-destinations-")

    more = workspace.converge(with_qualifiers(function, QUALIFIERS, base.queue_arn))
    assert {step[1:] for step in more.steps} == {("create", CONFIGURATION)}

    # What was created first goes, and what stays is renamed.
    addresses = {
        values["qualifier"]: address
        for address, values in workspace.state().items()
        if address.startswith(CONFIGURATION)
    }
    fewer = workspace.converge(
        with_qualifiers(function, QUALIFIERS[2:], base.queue_arn, renamed_from=addresses)
    )
    assert {step[1:] for step in fewer.steps} == {("delete", CONFIGURATION)}
    assert aws.inline_policies(function.role_name) == [policy]
    assert set(aws.configurations(function.name)) == {"live", "canary"}

    workspace.converge(lambda _: None)
    assert aws.inline_policies(function.role_name) == []


def test_a_destination_that_one_changes_leaves_the_permission_of_the_others(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    def build(stack: TerraformStack, *, of_first: str) -> None:
        with_qualifiers(function, QUALIFIERS[:1], of_first)(stack)
        with_qualifiers(function, QUALIFIERS[1:], base.queue_arn)(stack)

    workspace.converge(lambda stack: build(stack, of_first=base.queue_arn))
    (before,) = aws.inline_policies(function.role_name)
    applied = workspace.converge(lambda stack: build(stack, of_first=base.topic_arn))

    assert applied.steps == [
        ("start", "create", POLICY),
        ("complete", "create", POLICY),
        ("start", "update", CONFIGURATION),
        ("complete", "update", CONFIGURATION),
    ]
    assert before in aws.inline_policies(function.role_name)
    assert len(aws.inline_policies(function.role_name)) == 2


def test_the_line_of_a_function_is_applied_in_order_and_destroyed_in_reverse(
    workspace: Workspace, function: Function, base: Base
) -> None:
    applied = workspace.converge(with_qualifiers(function, QUALIFIERS, base.queue_arn))
    addresses = [address for _, _, address in applied.moments if address.startswith(CONFIGURATION)]
    destroyed = workspace.destroy()
    in_reverse = [
        address for _, _, address in destroyed.moments if address.startswith(CONFIGURATION)
    ]

    # One starts when the one before is complete: each address is there twice, one after the other.
    assert addresses[::2] == addresses[1::2]
    assert len(set(addresses)) == len(QUALIFIERS)
    assert in_reverse == addresses[::-1]


def test_made_queues_of_one_role_have_a_policy_each(
    aws: Aws, workspace: Workspace, function: Function
) -> None:
    def build(stack: TerraformStack) -> None:
        shared = SqsDestination()
        for qualifier in QUALIFIERS[:2]:
            with_qualifiers(function, [qualifier], shared)(stack)
        with_qualifiers(function, QUALIFIERS[2:3], SqsDestination())(stack)

    workspace.converge(build)
    documents = [
        aws.iam.get_role_policy(RoleName=function.role_name, PolicyName=name)["PolicyDocument"]
        for name in aws.inline_policies(function.role_name)
    ]
    assert len({json.dumps(each) for each in documents}) == 2


def test_a_role_that_is_replaced_for_another_path_has_to_be_renamed(
    aws: Aws, workspace: Workspace, base: Base, code: Path
) -> None:
    def with_role(name: str, path: str) -> Build:
        def build(stack: TerraformStack) -> None:
            role = IamRole(
                stack, "role", name=name, path=path, assume_role_policy=ASSUMED_BY_LAMBDA
            )
            function = new_function(stack, "of-replaced-role", role=role, code=code)
            EventInvokeConfig(stack, "async", function=function, on_failure=base.queue_arn)

        return build

    workspace.converge(with_role("replaced", "/"))
    workspace.write(with_role("replaced", "/teams/"))
    (error,) = workspace.try_apply().errors
    assert "EntityAlreadyExists" in error

    workspace.converge(with_role("replaced-of-teams", "/teams/"))
    assert len(aws.inline_policies("replaced-of-teams")) == 1
