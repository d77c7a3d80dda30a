"""The construct as a whole: its problems, its place in the tree, and what it passes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from constructs import Construct

from constructs_eic import (
    Delivery,
    Destination,
    DestinationConfig,
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeDefaults,
)
from tests.framework import (
    App,
    AwsProvider,
    LambdaAlias,
    SqsQueue,
    TerraformResourceLifecycle,
    TerraformStack,
)
from tests.unit.conftest import config_of, function_in, stack_in

if TYPE_CHECKING:
    from collections.abc import Callable

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"


def test_every_problem_is_told_at_once_in_the_order_of_the_arguments(stack: TerraformStack) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(
            Construct(stack, "service"),
            "async",
            function="orders!",
            qualifier="",
            on_failure=f"{QUEUE}.fifo",
            on_success="arn:aws:s3:::archive",
            maximum_event_age_in_seconds=59,
            maximum_retry_attempts=3,
            role="no role",
        )
    problems = refused.value.problems
    assert [problem.argument for problem in problems] == [
        "function",
        "qualifier",
        "on_failure",
        "on_success",
        "maximum_event_age_in_seconds",
        "maximum_retry_attempts",
        "role",
    ]
    assert {problem.path for problem in problems} == {"stack/service/async"}
    lines = str(refused.value).splitlines()
    assert lines == [str(problem) for problem in problems]
    assert all(
        f"{problem.argument}={problem.value}: {problem.reason}; {problem.fix}" in line
        for problem, line in zip(problems, lines, strict=True)
    )


def test_a_refused_construct_leaves_nothing_behind(stack: TerraformStack) -> None:
    with pytest.raises(EventInvokeConfigError):
        EventInvokeConfig(stack, "async", function="orders", maximum_retry_attempts=3)
    assert stack.node.try_find_child("async") is None
    EventInvokeConfig(stack, "async", function="orders")


def test_a_destination_that_fails_leaves_nothing_behind(stack: TerraformStack) -> None:
    class Broken(Destination):
        def bind(self, delivery: Delivery) -> DestinationConfig:
            SqsQueue(delivery.scope, "half-way")
            raise RuntimeError("out of queues")

    with pytest.raises(RuntimeError, match="out of queues"):
        EventInvokeConfig(stack, "async", function="orders", on_failure=Broken(QUEUE))
    assert stack.node.try_find_child("async") is None
    EventInvokeConfig(stack, "async", function="orders")


def test_what_terraform_needs_passes_through(stack: TerraformStack) -> None:
    config = EventInvokeConfig(
        stack, "async", function="orders", lifecycle={"prevent_destroy": True}
    )
    config.resource.add_override("maximum_retry_attempts", 1)
    assert config_of(stack)["lifecycle"] == {"prevent_destroy": True}
    assert config_of(stack)["maximum_retry_attempts"] == 1


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("depends_on", 7),
        ("depends_on", ["queue"]),
        ("lifecycle", 7),
        ("lifecycle", {"prevent_destory": True}),
        ("lifecycle", {"ignore_changes": "qualifier"}),
        ("lifecycle", TerraformResourceLifecycle(ignore_changes="qualifier")),
        ("provider", "aws.ireland"),
        ("grant_permissions", "no"),
        ("region", 7),
    ],
)
def test_arguments_of_another_type_are_refused(
    stack: TerraformStack, argument: str, value: object
) -> None:
    arguments: dict[str, Any] = {argument: value}
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", **arguments)
    assert {problem.argument for problem in refused.value.problems} == {argument}


def test_optional_arguments_may_be_passed_through_as_none(stack: TerraformStack) -> None:
    EventInvokeConfig(
        stack, "async", function="orders", depends_on=None, lifecycle=None, provider=None
    )
    assert not {"depends_on", "lifecycle", "provider"} & set(config_of(stack))


@pytest.mark.parametrize("scope", [None, "stack"])
def test_the_scope_is_a_construct(scope: Any) -> None:
    with pytest.raises(TypeError, match="the scope has to be a construct"):
        EventInvokeConfig(scope, "async", function="orders")
    with pytest.raises(TypeError, match="the scope has to be a construct"):
        EventInvokeDefaults(maximum_retry_attempts=0).apply_to(scope)


def test_the_parts_have_the_ids_that_are_promised(stack: TerraformStack) -> None:
    config = EventInvokeConfig(
        stack, "async", function=function_in(stack, "orders"), on_failure=QUEUE
    )
    assert config.resource.node.path == "stack/async/Resource"
    assert config.policy is not None
    assert config.policy.node.path.startswith("stack/Policy-orders-role-")


def test_each_destination_is_found_by_its_outcome(stack: TerraformStack) -> None:
    topic = "arn:aws:sns:us-east-1:123456789012:done"
    both = EventInvokeConfig(stack, "both", function="orders", on_failure=QUEUE, on_success=topic)
    assert repr(both.on_failure) == f"SqsDestination({QUEUE!r})"
    assert repr(both.on_success) == f"SnsDestination({topic!r})"
    neither = EventInvokeConfig(stack, "neither", function="payments", maximum_retry_attempts=0)
    assert (neither.on_failure, neither.on_success) == (None, None)


class TestOneTargetOneConfiguration:
    """Lambda keeps one configuration for each function and qualifier."""

    def refuse(self, scope: Construct, **arguments: Any) -> None:
        with pytest.raises(EventInvokeConfigError) as refused:
            EventInvokeConfig(scope, "second", **arguments)
        (problem,) = refused.value.problems
        assert problem.argument == "function"
        assert problem.path.endswith("second")
        assert "stack/first already configures this function and qualifier" in problem.reason

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ({"function": "orders"}, {"function": "orders"}),
            ({"function": "orders"}, {"function": "orders:$LATEST"}),
            ({"function": "orders", "qualifier": "$LATEST"}, {"function": ARN}),
            ({"function": "orders:live"}, {"function": ARN, "qualifier": "live"}),
            ({"function": f"{ARN}:3"}, {"function": f"{ARN}:3"}),
            ({"function": "${var.function}"}, {"function": "${var.function}"}),
        ],
    )
    def test_by_text(
        self, stack: TerraformStack, first: dict[str, Any], second: dict[str, Any]
    ) -> None:
        EventInvokeConfig(stack, "first", **first)
        self.refuse(Construct(stack, "elsewhere"), **second)

    def test_by_resource_name_and_token(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders")
        EventInvokeConfig(stack, "first", function=function)
        for same in (function, function.arn, function.function_name, "orders"):
            self.refuse(stack, function=same, qualifier="$LATEST")

    def test_by_alias(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders")
        alias = LambdaAlias(
            stack, "alias", name="live", function_name=function.arn, function_version="1"
        )
        EventInvokeConfig(stack, "first", function=alias)
        self.refuse(stack, function=function, qualifier="live")
        self.refuse(stack, function=function, qualifier=alias)
        EventInvokeConfig(stack, "unqualified", function=function)

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (lambda alias: alias, lambda alias: alias.name),
            (lambda alias: alias.name, lambda alias: alias),
            (lambda alias: alias.name, lambda _: "live"),
        ],
    )
    def test_by_an_alias_and_a_token_of_its_name(
        self,
        stack: TerraformStack,
        first: Callable[[LambdaAlias], Any],
        second: Callable[[LambdaAlias], Any],
    ) -> None:
        function = function_in(stack, "orders")
        alias = LambdaAlias(
            stack, "alias", name="live", function_name=function.arn, function_version="1"
        )
        EventInvokeConfig(stack, "first", function=function, qualifier=first(alias))
        self.refuse(stack, function=function, qualifier=second(alias))

    def test_by_name_with_and_without_the_default_provider(self, app: App) -> None:
        stack = TerraformStack(app, "stack")
        default = AwsProvider(stack, "aws", region="us-east-1")
        EventInvokeConfig(stack, "first", function="orders")
        self.refuse(stack, function="orders", provider=default)
        EventInvokeConfig(stack, "other", function="payments", provider=default)
        with pytest.raises(
            EventInvokeConfigError, match="stack/other already configures this function"
        ):
            EventInvokeConfig(stack, "again", function="payments")

    def test_by_a_version_token(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders", publish=True)
        EventInvokeConfig(stack, "first", function=function, qualifier=function.version)
        self.refuse(stack, function=function, qualifier=function.version)

    def test_across_stacks(self, app: App, stack: TerraformStack) -> None:
        function = function_in(stack, "orders")
        EventInvokeConfig(stack, "first", function=function)
        other = stack_in(app, "other")
        self.refuse(other, function=function)
        self.refuse(other, function=function.arn)

    def test_an_arn_is_one_target_in_every_stack(self, app: App, stack: TerraformStack) -> None:
        EventInvokeConfig(stack, "first", function=ARN)
        self.refuse(stack_in(app, "other"), function=ARN)

    def test_a_name_in_another_stack_is_another_function(
        self, app: App, stack: TerraformStack
    ) -> None:
        EventInvokeConfig(stack, "first", function="orders")
        EventInvokeConfig(stack_in(app, "production"), "second", function="orders")

    def test_a_name_through_another_provider_is_another_function(
        self, stack: TerraformStack
    ) -> None:
        EventInvokeConfig(stack, "first", function="orders")
        ireland = AwsProvider(stack, "ireland", alias="ireland", region="eu-west-1")
        EventInvokeConfig(stack, "second", function="orders", provider=ireland)

    def test_arns_of_two_accounts_are_two_functions(self, stack: TerraformStack) -> None:
        EventInvokeConfig(stack, "first", function=ARN)
        EventInvokeConfig(stack, "second", function=ARN.replace("123456789012", "210987654321"))

    def test_a_configuration_below_what_was_removed_claims_nothing(
        self, stack: TerraformStack
    ) -> None:
        EventInvokeConfig(Construct(stack, "service"), "first", function="orders")
        stack.node.try_remove_child("service")
        EventInvokeConfig(stack, "second", function="orders")

    def test_another_app_starts_anew(self, stack: TerraformStack) -> None:
        EventInvokeConfig(stack, "first", function="orders")
        EventInvokeConfig(stack_in(App(), "stack"), "first", function="orders")

    def test_a_configuration_that_was_removed_claims_nothing(self, stack: TerraformStack) -> None:
        EventInvokeConfig(stack, "first", function="orders")
        stack.node.try_remove_child("first")
        EventInvokeConfig(stack, "second", function="orders")

    def test_a_refused_configuration_claims_nothing(self, stack: TerraformStack) -> None:
        with pytest.raises(EventInvokeConfigError):
            EventInvokeConfig(stack, "first", function="orders", maximum_retry_attempts=3)
        EventInvokeConfig(stack, "second", function="orders")
