"""One policy, on the right role, before the configuration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from constructs import Construct
from hypothesis import given
from hypothesis import strategies as st

from constructs_eic import (
    DestinationConfig,
    EventInvokeConfig,
    EventInvokeConfigError,
    SqsDestination,
    Statement,
)
from constructs_eic._values.policy_document import merged, policy_document
from tests.framework import (
    DataAwsIamRole,
    DataAwsLambdaFunction,
    IamRole,
    LambdaAlias,
    LambdaFunction,
    SqsQueue,
    TerraformVariable,
)
from tests.unit.conftest import POLICY, address, config_of, function_in, has, only, statements_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import TerraformStack

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"


def role_of(stack: TerraformStack, **arguments: Any) -> str:
    EventInvokeConfig(stack, "async", on_failure=QUEUE, **arguments)
    return str(only(stack, POLICY)["role"])


def test_the_role_of_a_function_is_referenced_by_its_name(stack: TerraformStack) -> None:
    assert (
        role_of(stack, function=function_in(stack, "orders")) == "${aws_iam_role.orders-role.name}"
    )


@pytest.mark.parametrize(
    "named",
    [lambda function: function.function_name, lambda function: function.arn],
    ids=["name", "ARN"],
)
def test_a_token_of_a_function_leads_to_its_role(
    stack: TerraformStack, named: Callable[[LambdaFunction], str]
) -> None:
    function = function_in(stack, "orders")
    assert role_of(stack, function=named(function)) == "${aws_iam_role.orders-role.name}"
    assert not has(stack, "aws_lambda_function", "data")


def test_a_role_deep_in_other_constructs_is_found(stack: TerraformStack) -> None:
    service = Construct(Construct(stack, "team"), "service")
    role = IamRole(Construct(stack, "roles"), "role", assume_role_policy="{}")
    function = LambdaFunction(
        service, "function", function_name="orders", role=role.arn, filename="code.zip"
    )
    alias = LambdaAlias(
        Construct(service, "aliases"),
        "alias",
        name="live",
        function_name=function.function_name,
        function_version="1",
    )
    EventInvokeConfig(service, "async", function=alias, on_failure=QUEUE)
    assert only(stack, POLICY)["role"] == f"${{{address(role)}.name}}"


@pytest.mark.parametrize(
    "role_arn",
    [
        "arn:aws:iam::123456789012:role/orders",
        "arn:aws:iam::123456789012:role/service/lambda/orders",
    ],
)
def test_a_literal_role_arn_is_reduced_to_the_name(stack: TerraformStack, role_arn: str) -> None:
    assert role_of(stack, function=function_in(stack, "function", role=role_arn)) == "orders"


def test_any_other_role_arn_is_reduced_by_terraform(stack: TerraformStack) -> None:
    data = DataAwsLambdaFunction(stack, "data", function_name="template")
    function = function_in(stack, "function", role=data.role)
    assert role_of(stack, function=function) == "${basename(data.aws_lambda_function.data.role)}"


def test_a_raw_expression_is_reduced_by_terraform(stack: TerraformStack) -> None:
    function = function_in(stack, "function", role="${var.role_arn}")
    assert role_of(stack, function=function) == "${basename(var.role_arn)}"


def test_an_alias_leads_to_the_role_of_its_function(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    alias = LambdaAlias(
        stack, "alias", name="live", function_name=function.function_name, function_version="1"
    )
    assert role_of(stack, function=alias) == "${aws_iam_role.orders-role.name}"
    assert not has(stack, "aws_lambda_function", "data")


@pytest.mark.parametrize(
    ("function", "looked_up"),
    [
        ("orders", "orders"),
        ("orders:live", "orders"),
        (
            "arn:aws:lambda:us-east-1:123456789012:function:orders:live",
            "arn:aws:lambda:us-east-1:123456789012:function:orders",
        ),
        ("${var.function}:live", "${var.function}"),
    ],
)
def test_a_function_outside_the_app_is_looked_up(
    stack: TerraformStack, function: str, looked_up: str
) -> None:
    role = role_of(stack, function=function)
    assert only(stack, "aws_lambda_function", "data") == {"function_name": looked_up}
    assert role.startswith("${basename(data.aws_lambda_function.Function-")
    assert role.endswith(".role)}")


def test_a_data_source_supplies_its_own_role(stack: TerraformStack) -> None:
    data = DataAwsLambdaFunction(stack, "data", function_name="orders")
    assert role_of(stack, function=data) == "${basename(data.aws_lambda_function.data.role)}"


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (
            lambda stack: IamRole(stack, "other", assume_role_policy="{}"),
            "${aws_iam_role.other.name}",
        ),
        (
            lambda stack: IamRole(stack, "other", assume_role_policy="{}").arn,
            "${aws_iam_role.other.name}",
        ),
        (
            lambda stack: IamRole(stack, "other", assume_role_policy="{}").name,
            "${aws_iam_role.other.name}",
        ),
        (
            lambda stack: DataAwsIamRole(stack, "other", name="it"),
            "${data.aws_iam_role.other.name}",
        ),
        (lambda _: "it", "it"),
        (lambda _: "arn:aws-cn:iam::123456789012:role/path/to/it", "it"),
        (lambda _: "${var.role}", "${basename(var.role)}"),
        (lambda _: "${aws_iam_role.many[0].arn}", "${aws_iam_role.many[0].name}"),
        (
            lambda stack: TerraformVariable(stack, "role", type="string").value,
            "${basename(var.role)}",
        ),
    ],
)
def test_a_given_role_gets_the_policy(stack: TerraformStack, role: Any, name: str) -> None:
    assert role_of(stack, function=function_in(stack, "orders"), role=role(stack)) == name


def test_a_given_role_spares_the_lookup(stack: TerraformStack) -> None:
    role_of(stack, function="orders", role="it")
    assert not has(stack, "aws_lambda_function", "data")


@pytest.mark.parametrize(
    "role",
    [
        "",
        "no role",
        "rôle",
        "arn:aws:iam::123456789012:user/it",
        "arn:aws:sts::123456789012:assumed-role/it/session",
        "arn:aws:iam::1234:role/it",
        7,
    ],
)
def test_what_is_no_role_is_refused(stack: TerraformStack, role: Any) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE, role=role)
    assert [problem.argument for problem in refused.value.problems] == ["role"]


def test_permissions_can_be_left_to_somebody_else(stack: TerraformStack) -> None:
    config = EventInvokeConfig(
        stack, "async", function="orders", on_failure=QUEUE, grant_permissions=False
    )
    assert config.policy is None
    assert not has(stack, POLICY)
    assert not has(stack, "aws_lambda_function", "data")
    assert "depends_on" not in config_of(stack)


def test_the_configuration_is_made_after_the_policy(stack: TerraformStack) -> None:
    first = SqsQueue(stack, "first")
    config = EventInvokeConfig(
        stack, "async", function=function_in(stack, "orders"), on_failure=QUEUE, depends_on=[first]
    )
    assert config.policy is not None
    assert config_of(stack)["depends_on"] == [address(config.policy), "aws_sqs_queue.first"]


def test_both_destinations_share_one_policy_failure_first(stack: TerraformStack) -> None:
    EventInvokeConfig(
        stack,
        "async",
        function=function_in(stack, "orders"),
        on_success="arn:aws:sns:us-east-1:123456789012:results",
        on_failure=QUEUE,
    )
    assert [statement["Action"] for statement in statements_of(stack)] == [
        "sqs:SendMessage",
        "sns:Publish",
    ]


def test_one_queue_for_both_outcomes_is_permitted_once(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "queue")
    EventInvokeConfig(
        stack,
        "async",
        function=function_in(stack, "orders"),
        on_success=queue,
        on_failure=queue.arn,
    )
    (statement,) = statements_of(stack)
    assert statement["Resource"] == "${aws_sqs_queue.queue.arn}"


def test_two_tokens_of_one_variable_are_one_resource(stack: TerraformStack) -> None:
    variable = TerraformVariable(stack, "queue", type="string")
    EventInvokeConfig(
        stack,
        "async",
        function=function_in(stack, "orders"),
        on_failure=SqsDestination(variable.string_value),
        on_success=SqsDestination(variable.string_value),
    )
    (statement,) = statements_of(stack)
    assert statement["Resource"] == "${var.queue}"


def test_what_two_tokens_of_one_resource_permit_is_added_up() -> None:
    same = {"TOKEN[1]": "${var.queue}", "TOKEN[2]": "${var.queue}"}
    statements = [
        Statement(("sqs:SendMessage",), ("TOKEN[1]",)),
        Statement(("sqs:DeleteMessage",), ("TOKEN[2]",)),
    ]
    assert merged(statements, lambda text: same[text]) == [
        Statement(("sqs:DeleteMessage", "sqs:SendMessage"), ("TOKEN[1]",))
    ]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Statement("sqs:SendMessage", ("a",)),  # type: ignore[arg-type]
            r"actions='sqs:SendMessage' is not a tuple; give \('sqs:SendMessage',\)",
        ),
        (
            lambda: Statement(("sqs:SendMessage",), "a"),  # type: ignore[arg-type]
            r"resources='a' is not a tuple; give \('a',\)",
        ),
        (
            lambda: DestinationConfig("a", Statement(("sqs:SendMessage",), ("a",))),  # type: ignore[arg-type]
            r"DestinationConfig: statements=Statement\(.*\) is not a tuple",
        ),
    ],
)
def test_one_in_the_place_of_many_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        make()


def test_a_statement_without_conditions_has_no_such_member() -> None:
    (statement,) = json.loads(policy_document([Statement(("sns:Publish",), ("a",))]))["Statement"]
    assert statement == {"Effect": "Allow", "Action": "sns:Publish", "Resource": "a"}


def test_conditions_are_the_same_in_any_order() -> None:
    keys = ("aws:SourceAccount", "s3:ResourceAccount")
    conditions = [
        {"StringEquals": dict.fromkeys(order, "123456789012")} for order in (keys, keys[::-1])
    ]
    one, other = (
        Statement(("s3:PutObject",), (name,), conditions[i]) for i, name in enumerate("ab")
    )
    assert merged([one, other]) == [Statement(("s3:PutObject",), ("a", "b"), conditions[0])]
    assert json.loads(policy_document([one])) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "s3:PutObject",
                "Resource": "a",
                "Condition": conditions[0],
            }
        ],
    }


def test_two_queues_share_a_statement(stack: TerraformStack) -> None:
    EventInvokeConfig(
        stack,
        "async",
        function=function_in(stack, "orders"),
        on_success=SqsQueue(stack, "results"),
        on_failure=SqsQueue(stack, "failures"),
    )
    (statement,) = statements_of(stack)
    assert statement["Resource"] == [
        "${aws_sqs_queue.failures.arn}",
        "${aws_sqs_queue.results.arn}",
    ]


few = st.sampled_from("abc")
statements = st.builds(
    Statement,
    st.lists(few, min_size=1, unique=True).map(tuple),
    st.lists(few.map(str.upper), min_size=1, unique=True).map(tuple),
    st.sampled_from(
        [{}, *({"StringEquals": {"s3:ResourceAccount": digit * 12}} for digit in "12")]
    ),
)


def permitted(given_statements: list[Statement]) -> set[tuple[str, str, str]]:
    return {
        (action, resource, json.dumps(statement.conditions))
        for statement in given_statements
        for action in statement.actions
        for resource in statement.resources
    }


@given(st.lists(statements))
def test_merging_permits_neither_more_nor_less_and_nothing_twice(many: list[Statement]) -> None:
    permissions = [
        (action, resource, json.dumps(statement.conditions))
        for statement in merged(many)
        for action in statement.actions
        for resource in statement.resources
    ]
    assert set(permissions) == permitted(many)
    assert len(permissions) == len(set(permissions))


@given(st.lists(statements))
def test_a_policy_is_the_same_however_often_it_is_written(many: list[Statement]) -> None:
    document = policy_document(many)
    again = [
        Statement(
            tuple(_many(each["Action"])),
            tuple(_many(each["Resource"])),
            each.get("Condition", {}),
        )
        for each in json.loads(document)["Statement"]
    ]
    assert policy_document([*again, *again]) == document


def _many(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
