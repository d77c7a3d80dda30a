"""Queues and topics that are created: their names, the largest message, and what they can be used for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import (
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeDefaults,
    SnsDestination,
    SqsDestination,
)
from constructs_eic._bindings.making import has_region_argument
from tests.framework import (
    App,
    AwsProvider,
    AwsProviderAssumeRole,
    LambdaAlias,
    TerraformStack,
)
from tests.unit.conftest import function_in, only, stack_in, synthesized, whole

if TYPE_CHECKING:
    from constructs_eic.destinations.messaging import MessagingDestination


def names_of(stack: TerraformStack, resource_type: str) -> list[str]:
    return [each["name"] for each in synthesized(stack)["resource"][resource_type].values()]


@pytest.mark.parametrize(
    ("destination", "resource_type", "longest"),
    [(SqsDestination, "aws_sqs_queue", 80), (SnsDestination, "aws_sns_topic", 256)],
)
class TestNames:
    def test_they_name_function_qualifier_and_outcome(
        self,
        stack: TerraformStack,
        destination: type[MessagingDestination],
        resource_type: str,
        longest: int,
    ) -> None:
        both: Any = {"on_failure": destination(), "on_success": destination()}  # type: ignore[call-arg]
        EventInvokeConfig(stack, "async", function="orders", qualifier="live", **both)
        begin = sorted(name[:-8] for name in names_of(stack, resource_type))
        assert begin == ["orders-live-failure-", "orders-live-success-"]

    def test_they_differ_by_qualifier_and_stay_the_same(
        self,
        stack: TerraformStack,
        destination: type[MessagingDestination],
        resource_type: str,
        longest: int,
    ) -> None:
        def build(stack: TerraformStack) -> list[str]:
            for qualifier in (None, "1", "live"):
                EventInvokeConfig(
                    stack,
                    f"async-{qualifier}",
                    function="f" * 64,
                    qualifier=qualifier,
                    on_failure=destination(),  # type: ignore[call-arg]
                )
            return names_of(stack, resource_type)

        names = build(stack)
        assert len(set(names)) == 3
        assert max(map(len, names)) <= longest
        assert build(stack_in(App(), "stack")) == names

    def test_they_have_no_character_that_a_name_may_not_have(
        self,
        stack: TerraformStack,
        destination: type[MessagingDestination],
        resource_type: str,
        longest: int,
    ) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function="orders:$LATEST",
            on_failure=destination(),  # type: ignore[call-arg]
        )
        (name,) = names_of(stack, resource_type)
        assert name.startswith("orders-LATEST-failure-")

    def test_a_name_that_only_terraform_knows_is_left_to_it(
        self,
        stack: TerraformStack,
        destination: type[MessagingDestination],
        resource_type: str,
        longest: int,
    ) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function="${var.function}",
            on_failure=destination(),  # type: ignore[call-arg]
        )
        assert "name" not in only(stack, resource_type)


def test_a_qualifier_that_only_terraform_knows_is_left_out_of_a_name(stack: TerraformStack) -> None:
    alias = LambdaAlias(
        stack, "alias", name="${var.alias}", function_name="orders", function_version="1"
    )
    EventInvokeConfig(stack, "async", function=alias, on_failure=SqsDestination())
    (name,) = names_of(stack, "aws_sqs_queue")
    assert name.startswith("orders-failure-")


def test_a_made_queue_takes_the_largest_message_that_the_provider_lets_it_take(
    stack: TerraformStack,
) -> None:
    EventInvokeConfig(stack, "async", function="orders", on_failure=SqsDestination())
    (queue,) = whole(stack)["resource"]["aws_sqs_queue"].values()
    # AWS provider 5.100.0 accepts at most 256 KiB, which is its default; 6.25.0 accepts 1 MiB.
    largest = 1024 * 1024 if has_region_argument() else None
    assert queue.get("max_message_size") == largest


class TestOneForMany:
    """One destination object that creates its queue is for configurations of one region, account and provider."""

    def refused(self, stack: TerraformStack, shared: SqsDestination, **arguments: Any) -> str:
        with pytest.raises(EventInvokeConfigError) as refused:
            EventInvokeConfig(
                stack, "payments", function="payments", on_failure=shared, **arguments
            )
        (problem,) = refused.value.problems
        assert problem.argument == "on_failure"
        assert problem.value == "SqsDestination()"
        return problem.reason

    def test_in_another_stack_of_the_same_region(self, app: App, stack: TerraformStack) -> None:
        shared, other = SqsDestination(), stack_in(app, "other")
        EventInvokeConfig(stack, "orders", function="orders", on_failure=shared)
        EventInvokeConfig(other, "payments", function="payments", on_failure=shared)
        assert "aws_sqs_queue" not in synthesized(other).get("resource", {})

    def test_not_in_another_region(self, app: App, stack: TerraformStack) -> None:
        shared = SqsDestination()
        EventInvokeConfig(stack, "orders", function="orders", on_failure=shared)
        other = stack_in(app, "other")
        ireland = AwsProvider(other, "ireland", alias="ireland", region="eu-west-1")
        assert "stack/orders" in self.refused(other, shared, provider=ireland)

    @pytest.mark.parametrize(
        "account",
        [
            {"allowed_account_ids": ["210987654321"]},
            {
                "assume_role": [
                    AwsProviderAssumeRole(role_arn="arn:aws:iam::210987654321:role/deployer")
                ]
            },
        ],
        ids=["allowed account", "assumed role"],
    )
    def test_not_in_another_account(self, account: Any) -> None:
        app, shared = App(), SqsDestination()
        one, other = stack_in(app, "one"), stack_in(app, "other")
        for stack, its in ((one, {"allowed_account_ids": ["123456789012"]}), (other, account)):
            AwsProvider(stack, "its", alias="its", region="us-east-1", **its)
        mine, theirs = (stack.node.find_child("its") for stack in (one, other))
        EventInvokeConfig(
            one,
            "orders",
            function="orders",
            on_failure=shared,
            provider=mine,  # type: ignore[arg-type]
        )
        self.refused(other, shared, provider=theirs)

    def test_not_of_another_provider(self, app: App, stack: TerraformStack) -> None:
        shared = SqsDestination()
        EventInvokeConfig(stack, "orders", function="orders", on_failure=shared)
        second = AwsProvider(stack, "second", alias="second", region="us-east-1")
        self.refused(stack, shared, provider=second)
        other = stack_in(app, "other")
        third = AwsProvider(other, "third", alias="third", region="us-east-1")
        self.refused(other, shared, provider=third)

    def test_as_a_default_each_makes_its_own(self, app: App, stack: TerraformStack) -> None:
        EventInvokeDefaults(on_failure=SqsDestination()).apply_to(app)
        other = stack_in(app, "other")
        ireland = AwsProvider(other, "ireland", alias="ireland", region="eu-west-1")
        EventInvokeConfig(stack, "async", function=function_in(stack, "orders"))
        EventInvokeConfig(other, "async", function="orders", provider=ireland)
        assert only(other, "aws_sqs_queue")["provider"] == "aws.ireland"
