"""Provider and region: as requested, else the function's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import (
    EventBridgeDestination,
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeConfigLookup,
    LambdaDestination,
    SqsDestination,
)
from constructs_eic._bindings.making import has_region_argument
from tests.framework import (
    App,
    AwsProvider,
    DataAwsLambdaFunction,
    LambdaAlias,
    TerraformStack,
    TerraformVariable,
)
from tests.unit.conftest import config_of, function_in, only, stack_in, synthesized

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"
LOOKUP = "aws_cloudcontrolapi_resource"


def warnings_of(construct: Construct) -> list[str]:
    return [str(entry.data) for entry in construct.node.metadata if entry.type == "@cdktf/warn"]


def ireland_in(stack: TerraformStack) -> AwsProvider:
    return AwsProvider(stack, "ireland", alias="ireland", region="eu-west-1")


def test_the_provider_reaches_everything_that_is_made(stack: TerraformStack) -> None:
    ireland = ireland_in(stack)
    EventInvokeConfig(
        stack, "made", function="orders", on_failure=SqsDestination(), provider=ireland
    )
    EventInvokeConfig(
        stack,
        "chained",
        function="payments",
        on_failure=EventBridgeDestination(),
        on_success=LambdaDestination(f"{ARN}-next", response_only=True),
        provider=ireland,
    )
    made = synthesized(stack)
    parts = [
        arguments
        for kind in ("resource", "data")
        for by_name in made[kind].values()
        for arguments in by_name.values()
    ]
    assert len(parts) == 13
    assert {part["provider"] for part in parts} == {"aws.ireland"}


@pytest.mark.skipif(not has_region_argument(), reason="AWS provider v5 has no region on resources")
class TestRegionOnProviderV6:
    def test_it_reaches_everything_that_has_a_region(self, stack: TerraformStack) -> None:
        config = EventInvokeConfig(
            stack, "async", function="orders", on_failure=SqsDestination(), region="eu-west-1"
        )
        config.import_from()
        made = synthesized(stack)
        assert config_of(stack)["region"] == "eu-west-1"
        assert only(stack, "aws_sqs_queue")["region"] == "eu-west-1"
        assert only(stack, "aws_lambda_function", "data")["region"] == "eu-west-1"
        assert "region" not in only(stack, "aws_iam_role_policy")
        assert made["import"][0]["id"] == "orders@eu-west-1"

    def test_a_literal_destination_elsewhere_is_warned_of(self, stack: TerraformStack) -> None:
        config = EventInvokeConfig(
            stack, "async", function="orders", on_failure=QUEUE, region="eu-west-1"
        )
        assert warnings_of(config)

    @pytest.mark.parametrize(
        ("region", "shown"),
        [
            (lambda _: "Ireland", "'Ireland'"),
            (lambda stack: TerraformVariable(stack, "region").number_value, "<number token>"),
        ],
        ids=["text", "number token"],
    )
    def test_what_is_no_region_is_refused(
        self, stack: TerraformStack, region: Any, shown: str
    ) -> None:
        with pytest.raises(
            EventInvokeConfigError, match=f"region={shown}: this is not the name of a region"
        ):
            EventInvokeConfig(
                stack, "async", function="orders", maximum_retry_attempts=0, region=region(stack)
            )

    def test_the_functions_own_is_taken(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders", region="eu-west-1")
        config = EventInvokeConfig(stack, "async", function=function, on_failure=SqsDestination())
        EventInvokeConfigLookup(stack, "lookup", function=function)
        config.import_from("orders")
        assert config_of(stack)["region"] == "eu-west-1"
        assert only(stack, "aws_sqs_queue")["region"] == "eu-west-1"
        assert only(stack, LOOKUP, "data")["region"] == "eu-west-1"
        assert synthesized(stack)["import"][0]["id"] == "orders@eu-west-1"
        assert warnings_of(config) == []

    def test_another_than_the_functions_is_warned_of(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders", region="eu-west-1")
        config = EventInvokeConfig(stack, "async", function=function, region="eu-west-3")
        (warning,) = warnings_of(config)
        assert "give provider= or region= for eu-west-1" in warning

    def test_a_lookup_reads_there(self, stack: TerraformStack) -> None:
        EventInvokeConfigLookup(stack, "lookup", function="orders", region="eu-west-1")
        assert only(stack, LOOKUP, "data")["region"] == "eu-west-1"


@pytest.mark.skipif(has_region_argument(), reason="AWS provider v6 has a region on resources")
def test_a_region_is_refused_on_provider_v5(stack: TerraformStack) -> None:
    with pytest.raises(EventInvokeConfigError, match="cdktf-cdktf-provider-aws>=21"):
        EventInvokeConfig(stack, "async", function="orders", region="eu-west-1")


class TestTheFunctionsOwnProvider:
    @pytest.mark.parametrize(
        "named",
        [
            lambda function: function,
            lambda function: function.arn,
            lambda function: function.function_name,
            lambda function: DataAwsLambdaFunction(
                TerraformStack.of(function), "data", function_name=function.function_name
            ),
            lambda function: LambdaAlias(
                TerraformStack.of(function),
                "alias",
                name="live",
                function_name=function.function_name,
                function_version="1",
            ),
        ],
        ids=["resource", "ARN token", "name token", "data source", "alias"],
    )
    def test_it_reaches_everything_that_is_made(
        self, stack: TerraformStack, named: Callable[[Any], Any]
    ) -> None:
        function = function_in(stack, "orders", provider=ireland_in(stack))
        EventInvokeConfig(stack, "async", function=named(function), on_failure=SqsDestination())
        for resource_type in (
            "aws_lambda_function_event_invoke_config",
            "aws_iam_role_policy",
            "aws_sqs_queue",
        ):
            assert only(stack, resource_type)["provider"] == "aws.ireland"

    def test_the_one_asked_for_wins(self, stack: TerraformStack) -> None:
        deployer = AwsProvider(stack, "deployer", alias="deployer", region="eu-west-1")
        function = function_in(stack, "orders", provider=ireland_in(stack))
        config = EventInvokeConfig(stack, "async", function=function, provider=deployer)
        assert config_of(stack)["provider"] == "aws.deployer"
        assert warnings_of(config) == []

    def test_one_of_another_stack_stays_there(self, app: App, stack: TerraformStack) -> None:
        there = stack_in(app, "there")
        function = function_in(there, "orders", provider=ireland_in(there))
        config = EventInvokeConfig(stack, "async", function=function)
        assert "provider" not in config_of(stack)
        (warning,) = warnings_of(config)
        assert "the function is in eu-west-1, this construct in us-east-1" in warning

    def test_a_lookup_reads_through_it(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders", provider=ireland_in(stack))
        EventInvokeConfigLookup(stack, "lookup", function=function)
        assert only(stack, LOOKUP, "data")["provider"] == "aws.ireland"


@pytest.mark.parametrize("make", [EventInvokeConfig, EventInvokeConfigLookup])
class TestAFunctionByArn:
    def test_in_another_region_is_warned_of(
        self, stack: TerraformStack, make: Callable[..., Construct]
    ) -> None:
        there = ARN.replace("us-east-1", "eu-west-1")
        (warning,) = warnings_of(make(stack, "async", function=there))
        assert "the function is in eu-west-1, this construct in us-east-1" in warning
        assert "give provider=" in warning

    def test_in_the_region_of_the_provider_is_fine(
        self, stack: TerraformStack, make: Callable[..., Construct]
    ) -> None:
        assert warnings_of(make(stack, "async", function=ARN)) == []
        there = ARN.replace("us-east-1", "eu-west-1")
        ireland = ireland_in(stack)
        assert warnings_of(make(stack, "there", function=there, provider=ireland)) == []

    def test_beside_a_provider_whose_region_only_terraform_knows_is_fine(
        self, app: App, make: Callable[..., Construct]
    ) -> None:
        stack = TerraformStack(app, "known-late")
        AwsProvider(stack, "aws", region="${var.region}")
        assert warnings_of(make(stack, "async", function=ARN)) == []

    def test_in_a_region_that_only_terraform_knows_is_fine(
        self, stack: TerraformStack, make: Callable[..., Construct]
    ) -> None:
        region = TerraformVariable(stack, "region", type="string").string_value
        there = ARN.replace("us-east-1", region)
        assert warnings_of(make(stack, "async", function=there)) == []


def test_a_lookup_refuses_what_is_no_provider(stack: TerraformStack) -> None:
    provider: Any = "aws.ireland"
    with pytest.raises(EventInvokeConfigError, match="this is not an AWS provider"):
        EventInvokeConfigLookup(stack, "lookup", function="orders", provider=provider)
