"""A role by its name or ARN is the `IamRole` of that name, if the stack has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from constructs import Construct

from constructs_eic import EventInvokeConfig
from tests.framework import (
    App,
    AwsProvider,
    DataAwsIamRole,
    IamRole,
    TerraformStack,
    TerraformVariable,
)
from tests.unit.conftest import POLICY, function_in, only, stack_in, synthesized

if TYPE_CHECKING:
    from collections.abc import Callable

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
ARN = "arn:aws:iam::123456789012:role/team/orders-role"


def role_in(stack: TerraformStack, **arguments: Any) -> IamRole:
    given = {"name": "orders-role", "assume_role_policy": "{}", **arguments}
    return IamRole(stack, "role", **given)


def configure(stack: TerraformStack, id_: str, role: Any, **arguments: Any) -> EventInvokeConfig:
    return EventInvokeConfig(
        stack, id_, function=f"function-{id_}", role=role, on_failure=QUEUE, **arguments
    )


FORMS: dict[str, Callable[[IamRole], Any]] = {
    "resource": lambda role: role,
    "name": lambda role: role.name,
    "id": lambda role: role.id,
    "ARN": lambda role: role.arn,
    "literal name": lambda _: "orders-role",
    "literal ARN": lambda _: ARN,
    "data source": lambda role: looked_up(role),
    "data source's name": lambda role: looked_up(role).name,
    "data source's id": lambda role: looked_up(role).id,
    "data source's ARN": lambda role: looked_up(role).arn,
}


def looked_up(role: IamRole) -> DataAwsIamRole:
    stack = role.cdktf_stack
    found = stack.node.try_find_child("data")
    return cast("DataAwsIamRole", found or DataAwsIamRole(stack, "data", name="orders-role"))


@pytest.mark.parametrize("one", FORMS)
@pytest.mark.parametrize("other", FORMS)
def test_a_role_has_one_policy_however_it_is_named(
    stack: TerraformStack, one: str, other: str
) -> None:
    role = role_in(stack)
    configs = [configure(stack, id_, FORMS[form](role)) for id_, form in (("a", one), ("b", other))]
    assert only(stack, POLICY)["role"] == "${aws_iam_role.role.name}"
    policy = configs[0].policy
    assert policy is not None
    assert configs[1].policy is policy
    for each in synthesized(stack)["resource"]["aws_lambda_function_event_invoke_config"].values():
        assert f"{POLICY}.{policy.friendly_unique_id}" in each["depends_on"]


@pytest.mark.parametrize("form", FORMS)
def test_the_role_of_a_function_is_that_role(stack: TerraformStack, form: str) -> None:
    role = role_in(stack)
    function = function_in(stack, "orders", role=FORMS["resource"](role).arn)
    EventInvokeConfig(stack, "own", function=function, on_failure=QUEUE)
    configure(stack, "a", FORMS[form](role))
    assert only(stack, POLICY)["role"] == "${aws_iam_role.role.name}"


def test_a_role_outside_has_one_policy_however_it_is_named(app: App, stack: TerraformStack) -> None:
    role = DataAwsIamRole(stack, "data", name="orders-role")
    elsewhere = DataAwsIamRole(stack_in(app, "elsewhere"), "data", name="orders-role")
    function = function_in(stack, "orders", role=role.arn)
    EventInvokeConfig(stack, "own", function=function, on_failure=QUEUE)
    forms = (role, role.name, role.id, role.arn, elsewhere, elsewhere.arn, "orders-role", ARN)
    for number, form in enumerate(forms):
        configure(stack, f"of-{number}", form)
    assert only(stack, POLICY)["role"] == "${data.aws_iam_role.data.name}"


@pytest.mark.parametrize("first", [True, False])
def test_a_data_source_that_is_removed_is_not_referred_to(
    stack: TerraformStack, first: bool
) -> None:
    team = Construct(stack, "team")
    given: list[Any] = [DataAwsIamRole(team, "data", name="orders-role"), "orders-role"]
    for number, role in enumerate(given if first else reversed(given)):
        scope = team if role is given[0] else stack
        EventInvokeConfig(
            scope, "async", function=f"function-{number}", role=role, on_failure=QUEUE
        )
    (before,) = synthesized(stack)["resource"][POLICY]
    assert (
        only(stack, POLICY)["role"]
        == "${data.aws_iam_role.team_data_" + only_data(stack) + ".name}"
    )
    stack.node.try_remove_child("team")
    assert only(stack, POLICY)["role"] == "orders-role"
    assert [*synthesized(stack)["resource"][POLICY]] == [before]


def only_data(stack: TerraformStack) -> str:
    (name,) = synthesized(stack)["data"]["aws_iam_role"]
    return str(name).rpartition("_")[2]


def test_a_data_source_that_waits_for_its_role_is_waited_for(stack: TerraformStack) -> None:
    created = role_in(stack, name="other")
    role = DataAwsIamRole(stack, "data", name="orders-role", depends_on=[created])
    configure(stack, "a", role)
    assert only(stack, POLICY)["role"] == "${data.aws_iam_role.data.name}"


@pytest.mark.parametrize("is_created_afterwards", [True, False])
def test_the_same_text_with_tokens_is_the_same_name(
    stack: TerraformStack, is_created_afterwards: bool
) -> None:
    stage = TerraformVariable(stack, "stage", type="string").string_value
    account = TerraformVariable(stack, "account", type="string").string_value

    def create() -> None:
        IamRole(stack, "role", name=f"{stage}-orders", assume_role_policy="{}")
        IamRole(stack, "plain", name="orders-role", assume_role_policy="{}")

    if not is_created_afterwards:
        create()
    configure(stack, "a", f"{stage}-orders")
    configure(stack, "b", f"arn:aws:iam::{account}:role/{stage}-orders")
    configure(stack, "c", f"arn:aws:iam::{account}:role/team/orders-role")
    configure(stack, "d", f"{stage}-payments")
    if is_created_afterwards:
        create()
    roles = [each["role"] for each in synthesized(stack)["resource"][POLICY].values()]
    assert sorted(roles) == [
        "${aws_iam_role.plain.name}",
        "${aws_iam_role.role.name}",
        '${basename("${var.stage}-payments")}',
    ]


@pytest.mark.parametrize("given", ["orders-role", ARN])
def test_a_role_that_is_created_afterwards(stack: TerraformStack, given: str) -> None:
    configure(stack, "a", given)
    role_in(stack)
    assert only(stack, POLICY)["role"] == "${aws_iam_role.role.name}"


@pytest.mark.parametrize(
    "other",
    [
        {"name": "payments-role"},
        {"name_prefix": "orders-role", "name": None},
        {"count": 2},
        {"name": "${var.name}"},
    ],
)
def test_another_role_is_not_taken_for_it(stack: TerraformStack, other: dict[str, Any]) -> None:
    TerraformVariable(stack, "name", type="string")
    role_in(stack, **other)
    configure(stack, "a", "orders-role")
    assert only(stack, POLICY)["role"] == "orders-role"


def test_a_role_of_another_account_is_not_taken_for_it(app: App) -> None:
    stack = TerraformStack(app, "stack")
    AwsProvider(stack, "aws", region="us-east-1", allowed_account_ids=["111111111111"])
    role_in(stack)
    configure(stack, "a", ARN)
    assert only(stack, POLICY)["role"] == "orders-role"


def test_a_role_of_another_provider_is_not_taken_for_it(stack: TerraformStack) -> None:
    other = AwsProvider(stack, "other", alias="other", region="us-east-1")
    role_in(stack, provider=other)
    configure(stack, "a", "orders-role")
    configure(stack, "b", "orders-role", provider=other)
    roles = {each["role"] for each in synthesized(stack)["resource"][POLICY].values()}
    assert roles == {"orders-role", "${aws_iam_role.role.name}"}


def test_a_role_of_another_stack_is_not_taken_for_it(app: App, stack: TerraformStack) -> None:
    role_in(stack_in(app, "roles"))
    configure(stack, "a", "orders-role")
    assert only(stack, POLICY)["role"] == "orders-role"


def test_a_policy_that_the_app_refers_to_stays(stack: TerraformStack) -> None:
    config = configure(stack, "a", "orders-role")
    policy = config.policy
    role_in(stack)
    assert only(stack, POLICY)["role"] == "${aws_iam_role.role.name}"
    assert config.policy is policy


def test_an_app_can_be_synthesized_again(stack: TerraformStack) -> None:
    configure(stack, "a", "orders-role")
    role_in(stack)
    assert synthesized(stack) == synthesized(stack)
