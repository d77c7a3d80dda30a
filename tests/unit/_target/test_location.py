"""Where function and destination are, by resource and by literal; and what a provider must be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import (
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeConfigLookup,
    EventInvokeDefaults,
    LambdaDestination,
)
from constructs_eic._bindings.making import has_region_argument
from tests.framework import (
    App,
    AwsProvider,
    DataAwsSqsQueue,
    SqsQueue,
    TerraformProvider,
    TerraformStack,
    TerraformVariable,
)
from tests.unit.conftest import config_of, function_in, stack_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct

ORDERS = "arn:aws:lambda:us-east-1:123456789012:function:orders"


def warnings_of(construct: Construct) -> list[str]:
    return [str(entry.data) for entry in construct.node.metadata if entry.type == "@cdktf/warn"]


def ireland_in(stack: TerraformStack) -> AwsProvider:
    return AwsProvider(stack, "ireland", alias="ireland", region="eu-west-1")


class TestADestinationInAnotherRegion:
    """There is a warning if both regions are literal, and only then."""

    @pytest.mark.parametrize(
        "queue",
        [
            lambda stack, there: SqsQueue(stack, "queue", provider=there),
            lambda stack, there: SqsQueue(stack, "queue", provider=there).arn,
            lambda stack, there: DataAwsSqsQueue(stack, "queue", name="it", provider=there),
        ],
        ids=["resource", "token", "data source"],
    )
    def test_by_its_provider(self, stack: TerraformStack, queue: Any) -> None:
        config = EventInvokeConfig(
            stack,
            "async",
            function=function_in(stack, "orders"),
            on_failure=queue(stack, ireland_in(stack)),
        )
        (warning,) = warnings_of(config)
        assert "on_failure is in eu-west-1, the function in us-east-1" in warning

    def test_of_another_stack(self, app: App, stack: TerraformStack) -> None:
        there = stack_in(app, "there")
        queue = SqsQueue(there, "queue")
        function = function_in(stack, "orders", provider=ireland_in(stack))
        config = EventInvokeConfig(stack, "async", function=function, on_failure=queue)
        (warning,) = warnings_of(config)
        assert "on_failure is in us-east-1, the function in eu-west-1" in warning

    def test_by_default(self, stack: TerraformStack) -> None:
        EventInvokeDefaults(on_failure=SqsQueue(stack, "failures")).apply_to(stack)
        here, there = function_in(stack, "orders"), ireland_in(stack)
        assert warnings_of(EventInvokeConfig(stack, "here", function=here)) == []
        away = function_in(stack, "payments", provider=there)
        assert len(warnings_of(EventInvokeConfig(stack, "there", function=away))) == 1

    @pytest.mark.skipif(not has_region_argument(), reason="AWS provider v5 has no such argument")
    def test_by_its_region(self, stack: TerraformStack) -> None:
        there: Any = {"region": "eu-west-1"}
        queue = SqsQueue(stack, "queue", **there)
        config = EventInvokeConfig(
            stack, "async", function=function_in(stack, "orders"), on_success=queue
        )
        assert len(warnings_of(config)) == 1

    def test_where_one_region_is_known_to_terraform_alone(self, stack: TerraformStack) -> None:
        region = TerraformVariable(stack, "region", type="string").string_value
        somewhere = AwsProvider(stack, "somewhere", alias="somewhere", region=region)
        queue = SqsQueue(stack, "queue", provider=somewhere)
        config = EventInvokeConfig(
            stack, "async", function=function_in(stack, "orders"), on_failure=queue
        )
        assert warnings_of(config) == []
        away = function_in(stack, "payments", provider=somewhere)
        arn = "arn:aws:sqs:eu-west-1:123456789012:it"
        config = EventInvokeConfig(stack, "other", function=away, on_failure=arn)
        assert warnings_of(config) == []


def test_a_function_of_another_stack_is_where_that_stacks_provider_is(
    app: App, stack: TerraformStack
) -> None:
    there = stack_in(app, "there")
    function = function_in(there, "orders")
    ireland = ireland_in(stack)
    config = EventInvokeConfig(stack, "async", function=function, provider=ireland)
    (warning,) = warnings_of(config)
    assert "the function is in us-east-1, this construct in eu-west-1" in warning


class TestANamesake:
    """A function of the same name in another account or region is not the configured function."""

    @pytest.mark.parametrize(
        "function",
        [
            lambda stack: function_in(stack, "orders", role="arn:aws:iam::123456789012:role/it"),
            lambda stack: function_in(
                stack,
                "orders",
                provider=AwsProvider(
                    stack, "its", alias="its", allowed_account_ids=["123456789012"]
                ),
            ),
            lambda _: ORDERS,
        ],
        ids=["role", "provider", "ARN"],
    )
    def test_in_another_account(self, stack: TerraformStack, function: Any) -> None:
        arn = ORDERS.replace("123456789012", "210987654321")
        configured = function(stack)
        EventInvokeConfig(stack, "async", function=configured, on_failure=arn)
        assert config_of(stack)["destination_config"]["on_failure"]["destination"] == arn
        with pytest.raises(EventInvokeConfigError, match="the configured function itself"):
            EventInvokeConfig(stack, "itself", function=configured, on_failure=ORDERS)

    def test_in_another_region(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders")
        there = LambdaDestination(ORDERS.replace("us-east-1", "eu-west-1"))
        config = EventInvokeConfig(stack, "async", function=function, on_failure=there)
        assert len(warnings_of(config)) == 1

    def test_where_the_account_is_not_known_says_how_to_name_it(
        self, stack: TerraformStack
    ) -> None:
        with pytest.raises(EventInvokeConfigError, match="name the configured one by its ARN"):
            EventInvokeConfig(stack, "async", function="orders", on_failure=ORDERS)


@pytest.mark.parametrize("make", [EventInvokeConfig, EventInvokeConfigLookup])
class TestProvider:
    def test_of_another_stack_is_refused(
        self, app: App, stack: TerraformStack, make: Callable[..., Construct]
    ) -> None:
        theirs = ireland_in(stack_in(app, "theirs"))
        with pytest.raises(EventInvokeConfigError, match="it belongs to the stack theirs"):
            make(stack, "async", function="orders", provider=theirs)

    def test_of_something_else_than_aws_is_refused(
        self, stack: TerraformStack, make: Callable[..., Construct]
    ) -> None:
        class NullProvider(TerraformProvider):
            pass

        null = NullProvider(stack, "null", terraform_resource_type="null")
        with pytest.raises(EventInvokeConfigError, match="this is not an AWS provider"):
            make(stack, "async", function="orders", provider=null)

    def test_of_a_subclass_is_taken(
        self, app: App, stack: TerraformStack, make: Callable[..., Construct]
    ) -> None:
        class OurAws(AwsProvider):
            pass

        ours = OurAws(stack, "ours", alias="ours", region="eu-west-1")
        there = ORDERS.replace("us-east-1", "eu-west-1")
        assert warnings_of(make(stack, "async", function=there, provider=ours)) == []

    def test_of_a_subclass_is_the_stacks_own(
        self, app: App, make: Callable[..., Construct]
    ) -> None:
        class OurAws(AwsProvider):
            pass

        stack = TerraformStack(app, "ours")
        OurAws(stack, "aws", region="eu-west-1")
        assert len(warnings_of(make(stack, "async", function=ORDERS))) == 1
