"""A destination's policy allows what delivery requires, only on the destination, and before the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig
from tests.e2e import requirements
from tests.e2e.base import new_function
from tests.e2e.cloud import ASSUMED_BY_LAMBDA
from tests.e2e.destination_cases import DESTINATION_CASES
from tests.e2e.terraform import CONFIGURATION, POLICY
from tests.framework import IamRole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.e2e.base import Base
    from tests.e2e.cloud import Aws, Function
    from tests.e2e.destination_cases import Shown
    from tests.e2e.terraform import Workspace
    from tests.framework import TerraformStack


@pytest.fixture(scope="module")
def simulating(aws: Aws) -> Aws:
    """An account whose policy simulator evaluates policies; before 1.5, MiniStack's allowed everything."""
    stranger = aws.new_function().role_arn
    if aws.decision(stranger, "sqs:SendMessage", "arn:aws:sqs:us-east-1:1:any") == "allowed":
        requirements.lacking("this MiniStack's iam:SimulatePrincipalPolicy allows everything")
    return aws


@pytest.mark.parametrize("name", DESTINATION_CASES)
def test_the_role_may_do_what_delivery_takes_and_nothing_beside(
    simulating: Aws, destination_cases: Mapping[str, Shown], name: str
) -> None:
    role, case = destination_cases[name].function.role_arn, destination_cases[name].case

    allowed = {each: simulating.decision(role, *each) for each in case.allowed}
    denied = {each: simulating.decision(role, *each) for each in case.denied}

    assert allowed == dict.fromkeys(case.allowed, "allowed")
    assert denied == dict.fromkeys(case.denied, "implicitDeny")


def test_the_role_of_a_function_in_the_app_gets_the_policy_whatever_its_path(
    aws: Aws, workspace: Workspace, base: Base, code: Path
) -> None:
    def build(stack: TerraformStack) -> None:
        role = IamRole(
            stack,
            "role",
            name="with-path",
            path="/service/async/",
            assume_role_policy=ASSUMED_BY_LAMBDA,
        )
        function = new_function(stack, "with-path", role=role, code=code)
        EventInvokeConfig(stack, "async", function=function, on_failure=base.queue_arn)

    workspace.converge(build)

    assert len(aws.inline_policies("with-path")) == 1


def test_a_role_given_gets_the_policy_and_the_functions_own_does_not(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    given = aws.new_function()

    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function=function.name,
            on_failure=base.queue_arn,
            role=given.role_arn,
        )

    workspace.converge(build)

    assert len(aws.inline_policies(given.role_name)) == 1
    assert aws.inline_policies(function.role_name) == []


def test_the_plan_orders_every_configuration_after_its_own_policy(
    plan_of_cases: Mapping[str, Any],
) -> None:
    ordered = {
        each["address"]: [
            address for address in each.get("depends_on", []) if address.startswith(POLICY)
        ]
        for each in plan_of_cases["configuration"]["root_module"]["resources"]
        if each["type"] == CONFIGURATION
    }

    assert [len(each) for each in ordered.values()] == [1] * len(DESTINATION_CASES)
    assert len({each for policies in ordered.values() for each in policies}) == len(
        DESTINATION_CASES
    )
