"""IAM takes 10,240 characters of inline policies for a role: more is reported when the app is synthesized."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig, SqsDestination
from constructs_eic.testing import synthesized as synthesized_by_us
from tests.framework import (
    AwsProvider,
    DataAwsIamRole,
    IamRole,
    IamRolePolicy,
    SqsQueue,
    TerraformStack,
)
from tests.unit.conftest import function_in, stack_in, validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import App

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
# The document of one such policy has 139 characters: 73 fit.
FIT = 10_240 // len(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage",'
    f'"Resource":"{QUEUE}-00"}}]}}'
)


ACCOUNT = "123456789012"
NAMED: dict[str, Callable[[TerraformStack], Any]] = {
    "name": lambda _: "shared",
    "ARN": lambda _: f"arn:aws:iam::{ACCOUNT}:role/team/shared",
    "data source": lambda stack: DataAwsIamRole(stack, "data", name="shared"),
    "its ARN": lambda stack: DataAwsIamRole(stack, "data", name="shared").arn,
}


def with_queues(stack: TerraformStack, count: int, role: Any = "shared", **arguments: Any) -> None:
    """Configurations with a role in common, each with a queue of its own."""
    for number in range(10, 10 + count):
        EventInvokeConfig(
            stack,
            f"of-{number}",
            function=f"function-{number}",
            role=role,
            on_failure=f"{QUEUE}-{number}",
            **arguments,
        )


def finding(stack: TerraformStack) -> str:
    with pytest.raises(RuntimeError) as failed:
        validate(stack)
    return str(failed.value)


def test_what_fits_is_accepted(stack: TerraformStack) -> None:
    with_queues(stack, FIT)
    validate(stack)


def test_what_does_not_fit_is_reported_with_what_would(stack: TerraformStack) -> None:
    with_queues(stack, FIT + 1)
    found = finding(stack)
    (length,) = re.findall(r"stack/of-10: .* at least ([\d,]+) characters", found)
    assert 10_240 < int(length.replace(",", "")) < 10_400
    assert "one destination" in found
    assert "a role of its own" in found
    assert "grant_permissions=False" in found
    assert found.count("at least") == 1


@pytest.mark.parametrize("different", ["role", "queue", "grant"])
def test_what_it_suggests_helps(stack: TerraformStack, different: str) -> None:
    for number in range(FIT + 1):
        EventInvokeConfig(
            stack,
            f"of-{number}",
            function=f"function-{number}",
            role=f"role-{number}" if different == "role" else "shared",
            on_failure=QUEUE if different == "queue" else f"{QUEUE}-{number}",
            grant_permissions=different != "grant",
        )
    validate(stack)


def test_removed_configurations_do_not_count(stack: TerraformStack) -> None:
    with_queues(stack, FIT + 1)
    stack.node.try_remove_child("of-20")
    validate(stack)


def test_policies_of_users_count(stack: TerraformStack) -> None:
    role = IamRole(stack, "role", assume_role_policy="{}")
    with_queues(stack, 1, role=role)
    long = json.dumps({"Statement": [{"Resource": "x" * 10_240}]}, indent=4)
    IamRolePolicy(stack, "by-hand", role=role.id, policy=long)
    assert "stack/of-10" in finding(stack)


@pytest.mark.parametrize("ours", ["resource", "name", "data source"])
def test_policies_of_users_count_however_the_role_is_named(
    stack: TerraformStack, ours: str
) -> None:
    role = IamRole(stack, "role", name="shared", assume_role_policy="{}")
    data = DataAwsIamRole(stack, "data", name="shared")
    with_queues(stack, 1, role={"resource": role, "name": "shared", "data source": data}[ours])
    document = json.dumps({"Statement": ["x" * 3_450]})
    for number, name in enumerate([role.id, data.name, "shared"]):
        IamRolePolicy(stack, f"own-{number}", role=name, policy=document)
    assert "stack/of-10" in finding(stack)


def test_white_space_does_not_count(stack: TerraformStack) -> None:
    with_queues(stack, 1)
    IamRolePolicy(stack, "by-hand", role="shared", policy="{" + " " * 10_240 + "}")
    validate(stack)


def test_a_role_without_a_configuration_is_not_looked_at(stack: TerraformStack) -> None:
    with_queues(stack, 1)
    IamRolePolicy(stack, "by-hand", role="other", policy="x" * 10_241)
    validate(stack)


def test_arns_that_only_terraform_knows_count_as_the_shortest(stack: TerraformStack) -> None:
    for number in range(90):
        EventInvokeConfig(
            stack,
            f"of-{number}",
            function=f"function-{number}",
            role="shared",
            on_failure=SqsDestination(),
        )
    assert "stack/of-0" in finding(stack)


class TestStacks:
    """A role of one name is one where the accounts are known to be one: stages may have an account each."""

    def stack(self, app: App, id_: str) -> TerraformStack:
        stack = TerraformStack(app, id_)
        AwsProvider(stack, "aws", region="us-east-1", allowed_account_ids=[ACCOUNT])
        return stack

    def test_references_to_one_role(self, app: App) -> None:
        role = IamRole(stack_in(app, "shared"), "role", assume_role_policy="{}")
        for id_ in "ab":
            with_queues(stack_in(app, id_), FIT // 2 + 1, role=role, qualifier=id_)
        with pytest.raises(RuntimeError, match="a/of-10: the inline policies of its role"):
            synthesized_by_us(app)

    def test_a_stack_that_was_removed(self, app: App) -> None:
        role = IamRole(stack_in(app, "shared"), "role", assume_role_policy="{}")
        for id_ in "ab":
            with_queues(stack_in(app, id_), FIT // 2 + 1, role=role, qualifier=id_)
        app.node.try_remove_child("a")
        synthesized_by_us(app)

    @pytest.mark.parametrize("one", NAMED)
    @pytest.mark.parametrize("other", NAMED)
    def test_however_it_is_named(self, app: App, one: str, other: str) -> None:
        for id_, form in (("a", one), ("b", other)):
            stack = self.stack(app, id_)
            with_queues(stack, FIT // 2 + 1, role=NAMED[form](stack), qualifier=id_)
        with pytest.raises(RuntimeError, match="a/of-10: the inline policies of its role") as found:
            synthesized_by_us(app)
        assert str(found.value).count("at least") == 1

    @pytest.mark.parametrize("form", NAMED)
    def test_a_role_of_the_app_and_its_name(self, app: App, form: str) -> None:
        role = IamRole(self.stack(app, "roles"), "it", name="shared", assume_role_policy="{}")
        with_queues(self.stack(app, "a"), FIT // 2 + 1, role=role, qualifier="a")
        stack = self.stack(app, "b")
        with_queues(stack, FIT // 2 + 1, role=NAMED[form](stack), qualifier="b")
        with pytest.raises(RuntimeError, match="a/of-10: the inline policies of its role"):
            synthesized_by_us(app)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({}, {}),
            ({}, {"profile": "production"}),
            ({"region": "us-east-1"}, {"region": "cn-north-1"}),
            ({"allowed_account_ids": [ACCOUNT]}, {"allowed_account_ids": ["2" * 12]}),
        ],
    )
    def test_accounts_that_may_differ(self, app: App, one: Any, other: Any) -> None:
        for id_, provider in (("a", one), ("b", other)):
            stack = TerraformStack(app, id_)
            AwsProvider(stack, "aws", **provider)
            with_queues(stack, FIT // 2 + 1, qualifier=id_)
        synthesized_by_us(app)

    def test_accounts_that_differ(self, app: App) -> None:
        for id_, account in (("a", "1" * 12), ("b", "2" * 12)):
            role = f"arn:aws:iam::{account}:role/shared"
            with_queues(stack_in(app, id_), FIT // 2, role=role, qualifier=id_)
        for id_ in "cd":
            with_queues(stack_in(app, id_), FIT // 2, qualifier=id_)
        synthesized_by_us(app)

    def test_one_stack_is_reported_once(self, app: App) -> None:
        stack_in(app, "a")
        with_queues(stack_in(app, "b"), 1)
        with_queues(stack_in(app, "c"), FIT + 1, qualifier="1")
        with pytest.raises(RuntimeError) as failed:
            synthesized_by_us(app)
        assert str(failed.value).count("at least") == 1


def test_a_role_that_is_looked_up_is_one(stack: TerraformStack) -> None:
    role = DataAwsIamRole(stack, "role", name="shared")
    with_queues(stack, FIT + 1, role=role)
    assert "stack/of-10" in finding(stack)


def test_a_function_of_the_app_and_its_name_count_together(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    for number in range(FIT + 1):
        EventInvokeConfig(
            stack,
            f"of-{number}",
            function="orders" if number % 2 else function,
            qualifier=f"a{number}",
            on_failure=SqsQueue(stack, f"q-{number}").arn if number == 0 else f"{QUEUE}-{number}",
        )
    assert "stack/of-" in finding(stack)
