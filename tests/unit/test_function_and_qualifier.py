"""What `function=` and `qualifier=` accept, and what Terraform gets for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig, EventInvokeConfigError
from tests.framework import (
    DataAwsLambdaAlias,
    DataAwsLambdaFunction,
    LambdaAlias,
    SqsQueue,
    TerraformStack,
    TerraformVariable,
)
from tests.unit.conftest import address, config_of, function_in, has

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import LambdaFunction

ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"
PARTS = "^(?P<function>(?:.+:function:)?(?P<name>[^:]+))(?::(?P<qualifier>.+))?$"


def target_of(stack: TerraformStack, **arguments: Any) -> tuple[str, str | None]:
    EventInvokeConfig(stack, "async", **arguments)
    config = config_of(stack)
    return config["function_name"], config.get("qualifier")


@pytest.mark.parametrize(
    ("given", "function_name", "qualifier"),
    [
        ("orders", "orders", None),
        ("orders:live", "orders", "live"),
        ("orders:7", "orders", "7"),
        ("orders:$LATEST", "orders", "$LATEST"),
        (ARN, ARN, None),
        (f"{ARN}:live", ARN, "live"),
        (f"{ARN}:$LATEST", ARN, "$LATEST"),
        (
            "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:orders:1",
            "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:orders",
            "1",
        ),
        (
            "arn:aws-eusc:lambda:eusc-de-east-1:123456789012:function:orders",
            "arn:aws-eusc:lambda:eusc-de-east-1:123456789012:function:orders",
            None,
        ),
        ("${var.function}:live", "${var.function}", "live"),
        ("${var.prod ? var.a : var.b}:live", "${var.prod ? var.a : var.b}", "live"),
        (
            "arn:aws:lambda:${var.region}:${var.account}:function:orders:live",
            "arn:aws:lambda:${var.region}:${var.account}:function:orders",
            "live",
        ),
    ],
)
def test_text_is_split_into_function_and_qualifier(
    stack: TerraformStack, given: str, function_name: str, qualifier: str | None
) -> None:
    assert target_of(stack, function=given) == (function_name, qualifier)


def test_a_function_is_referenced_by_its_name(
    stack: TerraformStack, function: LambdaFunction
) -> None:
    assert target_of(stack, function=function) == (f"${{{address(function)}.function_name}}", None)


@pytest.mark.parametrize("attribute", ["function_name", "arn"])
def test_a_token_of_a_function_stays_as_it_is(
    stack: TerraformStack, function: LambdaFunction, attribute: str
) -> None:
    given = getattr(function, attribute)
    assert target_of(stack, function=given) == (f"${{{address(function)}.{attribute}}}", None)


def test_a_qualified_arn_token_is_split_where_terraform_alone_would_never_converge(
    stack: TerraformStack, function: LambdaFunction
) -> None:
    assert target_of(stack, function=function.qualified_arn) == (
        f"${{{address(function)}.function_name}}",
        f"${{{address(function)}.version}}",
    )


@pytest.fixture
def alias(stack: TerraformStack, function: LambdaFunction) -> LambdaAlias:
    return LambdaAlias(
        stack, "alias", name="live", function_name=function.function_name, function_version="1"
    )


@pytest.mark.parametrize(
    "of_alias",
    [lambda alias: {"function": alias}, lambda alias: {"function": alias.arn}],
    ids=["resource", "token of its ARN"],
)
def test_an_alias_brings_its_function_and_its_name(
    stack: TerraformStack, alias: LambdaAlias, of_alias: Callable[[LambdaAlias], dict[str, Any]]
) -> None:
    assert target_of(stack, **of_alias(alias)) == (
        f"${{{address(alias)}.function_name}}",
        f"${{{address(alias)}.name}}",
    )


@pytest.mark.parametrize(
    "qualifier_of", [lambda alias: alias, lambda alias: alias.name], ids=["alias", "token"]
)
def test_an_alias_is_a_qualifier(
    stack: TerraformStack,
    function: LambdaFunction,
    alias: LambdaAlias,
    qualifier_of: Callable[[LambdaAlias], LambdaAlias | str],
) -> None:
    assert target_of(stack, function=function, qualifier=qualifier_of(alias)) == (
        f"${{{address(function)}.function_name}}",
        f"${{{address(alias)}.name}}",
    )


def test_a_data_source_of_a_function_is_a_function(stack: TerraformStack) -> None:
    data = DataAwsLambdaFunction(stack, "data", function_name="orders")
    assert target_of(stack, function=data) == (
        "${data.aws_lambda_function.data.function_name}",
        None,
    )


def test_a_data_source_of_an_alias_is_an_alias(stack: TerraformStack) -> None:
    data = DataAwsLambdaAlias(stack, "data", function_name="orders", name="live")
    assert target_of(stack, function=data) == (
        "${data.aws_lambda_alias.data.function_name}",
        "${data.aws_lambda_alias.data.name}",
    )


def test_a_qualifier_of_a_data_source_is_not_lost(stack: TerraformStack) -> None:
    data = DataAwsLambdaFunction(stack, "data", function_name="orders", qualifier="live")
    assert target_of(stack, function=data)[1] == "live"


@pytest.mark.parametrize("qualifier", ["$LATEST", "$LATEST.PUBLISHED", "1", "live", "a" * 128])
def test_every_qualifier_of_lambda_is_accepted(stack: TerraformStack, qualifier: str) -> None:
    assert target_of(stack, function="orders", qualifier=qualifier) == ("orders", qualifier)


def test_a_qualifier_given_twice_and_equal_is_given_once(
    stack: TerraformStack, alias: LambdaAlias
) -> None:
    assert target_of(stack, function=alias, qualifier="live")[1] == f"${{{address(alias)}.name}}"


@pytest.mark.parametrize("given", ["orders:live", f"{ARN}:live"])
def test_a_qualifier_given_twice_and_different_is_refused(
    stack: TerraformStack, given: str
) -> None:
    with pytest.raises(EventInvokeConfigError, match="carries the qualifier 'live' already"):
        EventInvokeConfig(stack, "async", function=given, qualifier="canary")


def test_an_alias_with_another_qualifier_is_refused(
    stack: TerraformStack, alias: LambdaAlias
) -> None:
    with pytest.raises(EventInvokeConfigError, match="carries the qualifier 'live' already"):
        EventInvokeConfig(stack, "async", function=alias, qualifier="canary")


@pytest.mark.parametrize(
    "qualifier", ["", " ", "a b", "a" * 129, "$latest", "$Latest", "a.b", True]
)
def test_what_is_no_qualifier_is_refused(stack: TerraformStack, qualifier: Any) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", qualifier=qualifier)
    assert [problem.argument for problem in refused.value.problems] == ["qualifier"]


def test_a_version_number_is_text(stack: TerraformStack) -> None:
    with pytest.raises(EventInvokeConfigError, match="give '3'"):
        EventInvokeConfig(stack, "async", function="orders", qualifier=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "fix"),
    [
        ("", "give 'name'"),
        ("a b", "give 'name'"),
        ("a" * 65, "give 'name'"),
        ("a.b", "give 'name'"),
        ("orders:", "give 'name'"),
        ("orders:live:1", "give 'name'"),
        ("123456789012:function:orders", "give 'orders' or the whole ARN"),
        ("123456789012:function:orders:live", "give 'orders:live' or the whole ARN"),
        ("123456789012:orders", "give 'orders' or the whole ARN"),
        ("function:orders", "give 'orders' or the whole ARN"),
        (
            "arn:aws:us-east-1:123456789012:function:orders",
            "give 'arn:aws:lambda:us-east-1:123456789012:function:orders'",
        ),
        ("arn:aws:sqs:us-east-1:123456789012:orders", "give 'name'"),
        ("arn:aws:lambda:us-east-1:123456789012:layer:orders:1", "give 'name'"),
        ("arn:aws:lambda:nowhere:123456789012:function:orders", "give 'name'"),
        ("arn:aws:lambda:us-east-1:1234:function:orders", "give 'name'"),
        ("arn:aws:lambda::123456789012:function:orders", "give 'name'"),
    ],
)
def test_what_names_no_function_is_refused_with_the_form_to_use(
    stack: TerraformStack, given: str, fix: str
) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function=given)
    (problem,) = refused.value.problems
    assert (problem.path, problem.argument, problem.value) == (
        "stack/async",
        "function",
        repr(given),
    )
    assert fix in problem.fix


def test_an_invoke_arn_is_not_the_function(stack: TerraformStack, function: LambdaFunction) -> None:
    with pytest.raises(EventInvokeConfigError, match="is for API Gateway"):
        EventInvokeConfig(stack, "async", function=function.invoke_arn)


def test_the_function_name_of_an_alias_is_the_function(
    stack: TerraformStack, alias: LambdaAlias
) -> None:
    assert target_of(stack, function=alias.function_name)[1] is None


def test_the_qualified_arn_of_a_data_source_keeps_its_qualifier(stack: TerraformStack) -> None:
    data = DataAwsLambdaFunction(stack, "data", function_name="orders", qualifier="live")
    assert target_of(stack, function=data.qualified_arn)[1] == "live"


@pytest.mark.parametrize(
    "attribute",
    [
        lambda function, _: function.version,
        lambda function, _: function.role,
        lambda _, alias: alias.name,
        lambda function, _: SqsQueue(function.cdktf_stack, "queue").arn,
    ],
)
def test_an_attribute_that_names_no_function_is_refused(
    stack: TerraformStack, function: LambdaFunction, alias: LambdaAlias, attribute: Any
) -> None:
    with pytest.raises(EventInvokeConfigError, match="does not name a function"):
        EventInvokeConfig(stack, "async", function=attribute(function, alias))


def test_of_two_qualifiers_that_may_be_one_the_explicit_one_is_written(
    stack: TerraformStack, function: LambdaFunction
) -> None:
    assert target_of(stack, function=function.qualified_arn, qualifier="2")[1] == "2"


def test_a_qualifier_that_only_terraform_knows_passes_beside_an_alias(
    stack: TerraformStack, alias: LambdaAlias
) -> None:
    assert target_of(stack, function=alias, qualifier="${var.stage}")[1] == "${var.stage}"


def test_the_unqualified_arn_of_a_data_source_has_no_qualifier(stack: TerraformStack) -> None:
    data = DataAwsLambdaFunction(stack, "data", function_name="orders", qualifier="live")
    assert target_of(stack, function=data.arn) == ("${data.aws_lambda_function.data.arn}", None)


@pytest.mark.parametrize(
    "expression",
    [
        "var.function",
        "module.orders.arn",
        "var.orders.arn",
        "each.value.arn",
        "aws_lambda_function.orders[0].qualified_arn",
        'aws_lambda_alias.live["eu"].arn',
        'var.functions["}"]',
    ],
)
def test_what_only_terraform_knows_is_taken_apart_by_terraform(
    stack: TerraformStack, expression: str
) -> None:
    function_name, qualifier = target_of(stack, function=f"${{{expression}}}")
    parts = f'regex("{PARTS}", {expression})'
    assert function_name == f'${{{parts}["function"]}}'
    assert qualifier == f'${{{parts}["qualifier"]}}'


def test_an_encoded_token_is_taken_apart_by_terraform(stack: TerraformStack) -> None:
    given = TerraformVariable(stack, "function", type="string").string_value
    parts = f'regex("{PARTS}", var.function)'
    assert target_of(stack, function=given) == (f"${{{parts}.function}}", f"${{{parts}.qualifier}}")


def test_an_explicit_qualifier_is_kept_beside_a_token(stack: TerraformStack) -> None:
    function_name, qualifier = target_of(stack, function="${var.function}", qualifier="live")
    assert function_name == f'${{regex("{PARTS}", var.function)["function"]}}'
    assert qualifier == "live"


def test_another_resource_is_no_function(stack: TerraformStack) -> None:
    variable = TerraformVariable(stack, "variable", type="string")
    with pytest.raises(
        EventInvokeConfigError, match="function=<TerraformVariable>: this is not a Lambda"
    ):
        EventInvokeConfig(stack, "async", function=variable)


def test_name_and_qualifier_are_told_as_given(stack: TerraformStack) -> None:
    config = EventInvokeConfig(stack, "async", function=f"{ARN}:live")
    assert (config.function_name, config.qualifier) == ("orders", "live")


def test_two_functions_have_two_configurations(stack: TerraformStack) -> None:
    for id_ in ("orders", "payments"):
        EventInvokeConfig(stack, f"{id_}-async", function=function_in(stack, id_))
    assert has(stack, "aws_lambda_function_event_invoke_config")
