"""A durable function that is a destination by its name or ARN alone, in whichever stack it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig, LambdaDestination
from constructs_eic.testing import synthesized
from tests.framework import (
    AwsProvider,
    DataAwsCallerIdentity,
    DataAwsLambdaAlias,
    DataAwsLambdaFunction,
    LambdaAlias,
    TerraformStack,
)
from tests.unit.conftest import function_in, stack_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import App

ARN = "arn:aws:lambda:us-east-1:123456789012:function:durable"
Given = dict[str, "Callable[[TerraformStack], Any]"]


def durable_in(stack: TerraformStack) -> None:
    function = function_in(stack, "durable")
    function.add_override("durable_config", {"execution_timeout": 3600})


def data(stack: TerraformStack, **arguments: Any) -> DataAwsLambdaFunction:
    return DataAwsLambdaFunction(stack, "data", **{"function_name": "durable", **arguments})


UNQUALIFIED: Given = {
    "ARN": lambda _: ARN,
    "wrapped ARN": lambda _: LambdaDestination(ARN),
    "response only": lambda _: LambdaDestination(ARN, response_only=True),
    "ARN with a token": lambda stack: (
        f"arn:aws:lambda:us-east-1:{DataAwsCallerIdentity(stack, 'caller').account_id}:function:durable"
    ),
    "data source": data,
    "its ARN": lambda stack: data(stack).arn,
    "data source by ARN": lambda stack: data(stack, function_name=ARN),
}


@pytest.mark.parametrize("has_own_stack", [False, True])
@pytest.mark.parametrize("form", UNQUALIFIED)
def test_without_a_qualifier_it_is_reported(app: App, form: str, has_own_stack: bool) -> None:
    stack = stack_in(app, "stack")
    EventInvokeConfig(stack, "async", function="orders", on_failure=UNQUALIFIED[form](stack))
    durable_in(stack_in(app, "other") if has_own_stack else stack)
    with pytest.raises(RuntimeError, match="stack/async: on_failure=") as failed:
        synthesized(app)
    assert "this is a durable function" in str(failed.value)
    assert "give a LambdaAlias of it" in str(failed.value)
    assert str(failed.value).count("durable function") == 1


QUALIFIED: Given = {
    "ARN": lambda _: f"{ARN}:live",
    "data source": lambda stack: data(stack, qualifier="1"),
    "its qualified ARN": lambda stack: data(stack).qualified_arn,
    "alias by names": lambda stack: LambdaAlias(
        stack, "alias", name="live", function_name="durable", function_version="1"
    ),
    "data source of an alias": lambda stack: DataAwsLambdaAlias(
        stack, "alias", name="live", function_name="durable"
    ),
}


@pytest.mark.parametrize("form", QUALIFIED)
def test_with_a_qualifier_it_is_a_destination(app: App, form: str) -> None:
    stack = stack_in(app, "stack")
    durable_in(stack)
    EventInvokeConfig(stack, "async", function="orders", on_failure=QUALIFIED[form](stack))
    synthesized(app)


def test_a_function_of_the_name_in_another_region_is_another(app: App) -> None:
    EventInvokeConfig(stack_in(app, "stack"), "async", function="orders", on_failure=ARN)
    elsewhere = TerraformStack(app, "elsewhere")
    AwsProvider(elsewhere, "aws", region="eu-west-1")
    durable_in(elsewhere)
    unknown = TerraformStack(app, "unknown")
    AwsProvider(unknown, "aws")
    durable_in(unknown)
    synthesized(app)


def test_an_ordinary_function_and_a_removed_configuration_are_no_reason(app: App) -> None:
    stack = stack_in(app, "stack")
    durable_in(stack)
    function_in(stack, "plain")
    EventInvokeConfig(stack, "gone", function="refunds", on_failure=ARN)
    EventInvokeConfig(stack, "async", function="orders", on_failure=ARN.replace("durable", "plain"))
    stack.node.try_remove_child("gone")
    synthesized(app)
