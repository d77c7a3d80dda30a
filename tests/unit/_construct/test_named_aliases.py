"""A configuration waits for the alias in the stack that its qualifier names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig
from tests.framework import AwsProvider, LambdaAlias, TerraformVariable
from tests.unit.conftest import config_of, function_in, stack_in, validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import LambdaFunction, TerraformStack

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
ALIAS = "aws_lambda_alias.live"


def alias_in(stack: TerraformStack, function_name: str, **given: Any) -> LambdaAlias:
    arguments = {"name": "live", "function_version": "1", **given}
    return LambdaAlias(stack, "live", function_name=function_name, **arguments)


GIVEN: dict[str, Callable[[LambdaFunction], dict[str, Any]]] = {
    "name": lambda _: {"function": "plain:live"},
    "name and qualifier": lambda _: {"function": "plain", "qualifier": "live"},
    "function": lambda function: {"function": function, "qualifier": "live"},
}
BEHIND: dict[str, Callable[[LambdaFunction], str]] = {
    "name": lambda function: function.function_name,
    "ARN": lambda function: function.arn,
    "literal": lambda _: "plain",
}


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("behind", BEHIND)
def test_it_waits_for_the_alias(stack: TerraformStack, given: str, behind: str) -> None:
    function = function_in(stack, "plain")
    EventInvokeConfig(stack, "async", on_failure=QUEUE, **GIVEN[given](function))
    alias_in(stack, BEHIND[behind](function))
    for _ in range(2):
        validate(stack)
        config = config_of(stack)
        assert config["depends_on"].count(ALIAS) == 1
        assert config["qualifier"] == "live"


def test_it_waits_for_the_alias_alone(stack: TerraformStack) -> None:
    EventInvokeConfig(stack, "async", function="plain:live", maximum_retry_attempts=0)
    alias_in(stack, "plain")
    assert config_of(stack)["depends_on"] == [ALIAS]


def test_a_name_that_terraform_knows(stack: TerraformStack) -> None:
    name = f"{TerraformVariable(stack, 'stage', type='string').string_value}-plain"
    function = function_in(stack, "plain", function_name=name)
    EventInvokeConfig(stack, "async", function=name, qualifier="live", maximum_retry_attempts=0)
    alias_in(stack, function.arn)
    assert config_of(stack)["depends_on"] == [ALIAS]


def test_it_waits_once_for_an_alias_that_was_given(stack: TerraformStack) -> None:
    alias = alias_in(stack, "plain")
    EventInvokeConfig(
        stack, "async", function="plain:live", maximum_retry_attempts=0, depends_on=[alias]
    )
    assert config_of(stack)["depends_on"] == [ALIAS]


@pytest.mark.parametrize(
    "other",
    [
        lambda stack: alias_in(stack, "other"),
        lambda stack: alias_in(stack, "plain", name="canary"),
        lambda stack: alias_in(
            stack, "plain", provider=AwsProvider(stack, "west", alias="west", region="us-west-2")
        ),
        lambda stack: alias_in(stack_in(stack.node.root, "theirs"), "plain"),
    ],
    ids=["function", "name", "region", "stack"],
)
def test_it_waits_for_no_other_alias(
    stack: TerraformStack, other: Callable[[TerraformStack], object]
) -> None:
    EventInvokeConfig(stack, "async", function="plain:live", maximum_retry_attempts=0)
    other(stack)
    assert "depends_on" not in config_of(stack)


def test_it_does_not_wait_for_an_alias_that_is_removed(stack: TerraformStack) -> None:
    EventInvokeConfig(stack, "async", function="plain:live", maximum_retry_attempts=0)
    alias_in(stack, "plain")
    assert config_of(stack)["depends_on"] == [ALIAS]
    stack.node.try_remove_child("live")
    assert not config_of(stack).get("depends_on")


def test_it_does_not_wait_for_an_alias_that_waits_for_it(stack: TerraformStack) -> None:
    config = EventInvokeConfig(stack, "async", function="plain:live", maximum_retry_attempts=0)
    alias_in(stack, "plain", depends_on=[config.resource])
    assert "depends_on" not in config_of(stack)
