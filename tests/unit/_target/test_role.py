"""Which role gets the policy, and roles that would not keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig, EventInvokeConfigError, Problem
from tests.framework import (
    App,
    DataAwsIamRole,
    IamRole,
    IamRoleInlinePolicy,
    IamRolePoliciesExclusive,
    SqsQueue,
    TerraformStack,
    TerraformVariable,
)
from tests.unit.conftest import POLICY, function_in, has, only, stack_in, synthesized, validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import TerraformElement

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"


def problem_of(scope: TerraformStack, **arguments: Any) -> Problem:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(scope, "async", on_failure=QUEUE, **arguments)
    (problem,) = refused.value.problems
    return problem


def exclusive_role(scope: TerraformStack) -> IamRole:
    return IamRole(
        scope,
        "exclusive",
        assume_role_policy="{}",
        inline_policy=[IamRoleInlinePolicy(name="logs", policy="{}")],
    )


class TestInlinePolicies:
    """A role that lists its inline policies loses ours on the next apply."""

    @pytest.mark.parametrize(
        "given",
        [
            lambda role: {"function": "orders", "role": role},
            lambda role: {"function": "orders", "role": role.arn},
            lambda role: {"function": "orders", "role": role.name},
            lambda role: {"function": "orders", "role": role.id},
        ],
    )
    def test_of_a_role_that_is_given(
        self, stack: TerraformStack, given: Callable[[IamRole], dict[str, Any]]
    ) -> None:
        problem = problem_of(stack, **given(exclusive_role(stack)))
        assert problem.argument == "role"
        assert "inline_policy" in problem.reason
        assert "declare an IamRolePolicy for each" in problem.fix
        assert "grant_permissions=False" in problem.fix

    def test_of_the_functions_own_role(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders", role=exclusive_role(stack).arn)
        problem = problem_of(stack, function=function)
        assert problem.argument == "function"
        assert "inline_policy" in problem.reason

    def test_by_an_override(self, stack: TerraformStack) -> None:
        role = IamRole(stack, "role", assume_role_policy="{}")
        role.add_override("inline_policy", [{}])
        assert "inline_policy" in problem_of(stack, function="orders", role=role).reason

    def test_where_nothing_is_permitted_nothing_is_lost(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders", role=exclusive_role(stack).arn)
        EventInvokeConfig(
            stack, "ungranted", function=function, on_failure=QUEUE, grant_permissions=False
        )
        EventInvokeConfig(stack, "limits", function=function, qualifier="1")


class TestExclusivePolicies:
    """`aws_iam_role_policies_exclusive` is checked when everything has been created."""

    def findings(self, stack: TerraformStack) -> str:
        with pytest.raises(RuntimeError) as failed:
            validate(stack)
        return str(failed.value)

    @pytest.mark.parametrize("role_name", [lambda role: role.name, lambda role: role.id])
    def test_made_before(self, stack: TerraformStack, role_name: Callable[[IamRole], str]) -> None:
        role = IamRole(stack, "role", assume_role_policy="{}")
        IamRolePoliciesExclusive(stack, "only", role_name=role_name(role), policy_names=[])
        EventInvokeConfig(stack, "async", function="orders", role=role, on_failure=QUEUE)
        findings = self.findings(stack)
        assert "stack/async: an aws_iam_role_policies_exclusive" in findings
        assert ".policy.name" in findings

    def test_made_after(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders", role="arn:aws:iam::123456789012:role/orders")
        EventInvokeConfig(stack, "async", function=function, on_failure=QUEUE)
        IamRolePoliciesExclusive(stack, "only", role_name="orders", policy_names=["logs"])
        assert "stack/async: an aws_iam" in self.findings(stack)

    def test_that_lists_the_policy(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders")
        config = EventInvokeConfig(stack, "async", function=function, on_failure=QUEUE)
        assert config.policy is not None
        IamRolePoliciesExclusive(
            stack, "only", role_name=config.policy.role, policy_names=[config.policy.name]
        )
        validate(stack)

    def test_of_another_role_or_of_names_that_only_terraform_knows(
        self, stack: TerraformStack
    ) -> None:
        names = TerraformVariable(stack, "names", type="list(string)").list_value
        EventInvokeConfig(stack, "async", function="orders", role="orders", on_failure=QUEUE)
        IamRolePoliciesExclusive(stack, "other", role_name="payments", policy_names=[])
        IamRolePoliciesExclusive(stack, "only", role_name="orders", policy_names=names)
        validate(stack)

    def test_of_a_policy_that_was_removed(self, stack: TerraformStack) -> None:
        EventInvokeConfig(stack, "async", function="orders", role="orders", on_failure=QUEUE)
        IamRolePoliciesExclusive(stack, "only", role_name="orders", policy_names=[])
        stack.node.try_remove_child("async")
        validate(stack)


class TestAccounts:
    """A function must have a role in its own account."""

    @pytest.mark.parametrize(
        "function",
        [
            lambda _: ARN,
            lambda stack: function_in(stack, "f", role="arn:aws:iam::123456789012:role/own"),
        ],
    )
    def test_of_another_account(
        self, stack: TerraformStack, function: Callable[[TerraformStack], Any]
    ) -> None:
        problem = problem_of(
            stack, function=function(stack), role="arn:aws:iam::210987654321:role/path/orders"
        )
        assert problem.argument == "role"
        assert "the role is in account 210987654321, the function in 123456789012" in problem.reason

    @pytest.mark.parametrize(
        ("function", "role"),
        [
            (ARN, "arn:aws:iam::123456789012:role/orders"),
            (ARN, "orders"),
            (ARN, "arn:aws:iam::${var.account}:role/orders"),
            ("orders", "arn:aws:iam::210987654321:role/orders"),
        ],
    )
    def test_of_the_same_or_an_unknown_one(
        self, stack: TerraformStack, function: str, role: str
    ) -> None:
        EventInvokeConfig(stack, "async", function=function, role=role, on_failure=QUEUE)
        assert has(stack, POLICY)


@pytest.mark.parametrize(
    "token_of",
    [
        lambda stack: IamRole(stack, "role", assume_role_policy="{}").unique_id,
        lambda stack: IamRole(stack, "role", assume_role_policy="{}").assume_role_policy,
        lambda stack: DataAwsIamRole(stack, "role", name="orders").unique_id,
        lambda stack: SqsQueue(stack, "queue").arn,
    ],
)
def test_an_attribute_that_names_no_role_is_refused(
    stack: TerraformStack, token_of: Callable[[TerraformStack], str]
) -> None:
    problem = problem_of(stack, function="orders", role=token_of(stack))
    assert problem.argument == "role"
    assert "does not name a role" in problem.reason


def test_one_of_many_roles_has_to_be_named(stack: TerraformStack) -> None:
    role: TerraformElement = IamRole(stack, "roles", assume_role_policy="{}", count=2)
    problem = problem_of(stack, function="orders", role=role)
    assert "'${aws_iam_role.roles[0].name}'" in problem.fix


def test_an_expression_of_another_stack_is_not_written_here(
    app: App, stack: TerraformStack
) -> None:
    function = function_in(stack, "orders", role="${var.role_arn}")
    other = stack_in(app, "other")
    EventInvokeConfig(other, "async", function=function, on_failure=QUEUE)
    assert only(other, POLICY)["role"].startswith(
        "${basename(data.aws_lambda_function.Function-orders-"
    )
    assert "var.role_arn" not in str(synthesized(other))


@pytest.mark.parametrize(
    "given",
    [lambda role: role, lambda role: role.name, lambda role: role.id, lambda role: role.arn],
)
class TestARoleOfAnotherStack:
    def test_it_is_named(
        self, app: App, stack: TerraformStack, given: Callable[[IamRole], Any]
    ) -> None:
        theirs = stack_in(app, "theirs")
        role = IamRole(theirs, "role", assume_role_policy="{}")
        EventInvokeConfig(stack, "async", function="orders", role=given(role), on_failure=QUEUE)
        assert only(stack, POLICY)["role"] == "${aws_iam_role.role.name}"

    def test_that_lists_its_policies_is_refused(
        self, app: App, stack: TerraformStack, given: Callable[[IamRole], Any]
    ) -> None:
        role = exclusive_role(stack_in(app, "theirs"))
        assert "inline_policy" in problem_of(stack, function="orders", role=given(role)).reason
