"""What is accepted and told: annotations on the configuration, each with what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import (
    EventInvokeConfig,
    EventInvokeDefaults,
    LambdaDestination,
    LostEventAlarms,
    S3Destination,
    SnsDestination,
    SqsDestination,
)
from tests.framework import (
    App,
    AwsProvider,
    DataAwsLambdaAlias,
    KmsKey,
    LambdaAlias,
    SqsQueue,
    TerraformStack,
)
from tests.unit.conftest import function_in, validate

if TYPE_CHECKING:
    from constructs import Construct

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
TOPIC = "arn:aws:sns:us-east-1:123456789012:on-call"
NEXT = "arn:aws:lambda:us-east-1:123456789012:function:next"


def warnings_of(construct: Construct) -> list[str]:
    return [str(entry.data) for entry in construct.node.metadata if entry.type == "@cdktf/warn"]


def stack_in_region(app: App, region: str) -> TerraformStack:
    stack = TerraformStack(app, region)
    AwsProvider(stack, "aws", region=region)
    return stack


class TestVersionOfAFunctionThatPublishesNone:
    LATEST = (
        "the function publishes no versions, so its version is $LATEST: set publish=True on the function, "
        "or give qualifier='$LATEST' if it is meant"
    )

    @pytest.mark.parametrize("is_named", [False, True])
    def test_as_qualifier(self, stack: TerraformStack, is_named: bool) -> None:
        function = function_in(stack, "orders")
        given = "orders" if is_named else function
        config = EventInvokeConfig(stack, "async", function=given, qualifier=function.version)
        for _ in range(2):
            validate(stack)
            assert warnings_of(config) == [self.LATEST]

    @pytest.mark.parametrize("is_named", [False, True])
    def test_of_versions_that_are_published_after_all(
        self, stack: TerraformStack, is_named: bool
    ) -> None:
        function = function_in(stack, "orders")
        given = "orders" if is_named else function
        config = EventInvokeConfig(stack, "async", function=given, qualifier=function.version)
        function.publish = True
        validate(stack)
        assert warnings_of(config) == []

    def test_is_among_what_the_app_is_told(self, app: App, stack: TerraformStack) -> None:
        function = function_in(stack, "orders")
        EventInvokeConfig(stack, "async", function=function, qualifier=function.version)
        app.synth()
        annotations = app.manifest.for_stack(stack).annotations
        assert [each.message for each in annotations] == [self.LATEST]

    def test_as_qualified_arn(self, stack: TerraformStack) -> None:
        function = function_in(stack, "orders")
        config = EventInvokeConfig(stack, "async", function=function.qualified_arn)
        validate(stack)
        assert warnings_of(config) == [self.LATEST]

    def test_what_is_meant_is_not_told(self, stack: TerraformStack) -> None:
        orders, refunds = function_in(stack, "orders"), function_in(stack, "refunds")
        refunds.publish = True
        alias = LambdaAlias(
            stack, "live", name="live", function_name="orders", function_version="1"
        )
        for id_, arguments in {
            "plain": {"function": orders},
            "alias": {"function": orders, "qualifier": alias},
            "version": {"function": refunds, "qualifier": refunds.version},
            "latest": {"function": refunds, "qualifier": "$LATEST"},
        }.items():
            config = EventInvokeConfig(stack, id_, **arguments)  # type: ignore[arg-type]
            validate(stack)
            assert warnings_of(config) == []


class TestAliasNamedLatest:
    """`$LATEST` without its `$`, which Lambda would take for an alias."""

    @pytest.mark.parametrize("name", ["latest", "LATEST"])
    @pytest.mark.parametrize("is_named", [False, True])
    def test_that_the_stack_does_not_have(
        self, stack: TerraformStack, name: str, is_named: bool
    ) -> None:
        function = function_in(stack, "orders")
        given = (
            {"function": f"orders:{name}"}
            if is_named
            else {"function": function, "qualifier": name}
        )
        config = EventInvokeConfig(stack, "async", **given)
        for _ in range(2):
            validate(stack)
            (warning,) = warnings_of(config)
            assert warning.startswith(
                f"the qualifier {name!r} is the name of an alias, and the stack"
            )
            assert "give '$LATEST' for the unpublished version" in warning

    @pytest.mark.parametrize("is_named", [False, True])
    def test_that_the_stack_has(self, stack: TerraformStack, is_named: bool) -> None:
        function_in(stack, "orders")
        alias = LambdaAlias(
            stack, "latest", name="latest", function_name="orders", function_version="1"
        )
        qualifier = "latest" if is_named else alias
        config = EventInvokeConfig(stack, "async", function="orders", qualifier=qualifier)
        validate(stack)
        assert warnings_of(config) == []

    def test_that_is_looked_up(self, stack: TerraformStack) -> None:
        function_in(stack, "orders")
        alias = DataAwsLambdaAlias(stack, "latest", name="latest", function_name="orders")
        config = EventInvokeConfig(stack, "async", function="orders", qualifier=alias)
        validate(stack)
        assert warnings_of(config) == []


@pytest.mark.parametrize(
    ("argument", "value"),
    [("publish_to", "LATEST_PUBLISHED"), ("capacity_provider_config", {"arn": "arn"})],
)
@pytest.mark.parametrize("qualifier", [None, "$LATEST"])
def test_an_unqualified_invocation_of_managed_instances_runs_the_published_version(
    stack: TerraformStack, argument: str, value: object, qualifier: str | None
) -> None:
    function = function_in(stack, "orders")
    function.add_override(argument, value)
    config = EventInvokeConfig(stack, "async", function=function, qualifier=qualifier)
    (warning,) = warnings_of(config)
    assert warning.endswith("give qualifier='$LATEST.PUBLISHED'")
    published = EventInvokeConfig(
        stack, "published", function=function, qualifier="$LATEST.PUBLISHED"
    )
    assert warnings_of(published) == []


def test_a_response_alone_loses_the_event_of_a_failure(stack: TerraformStack) -> None:
    response = LambdaDestination(NEXT, response_only=True)
    config = EventInvokeConfig(stack, "async", function="orders", on_failure=response)
    (warning,) = warnings_of(config)
    assert warning.startswith("on_failure with response_only=True passes on the error alone")
    assert "give LambdaDestination(function)" in warning
    others = EventInvokeConfig(
        stack,
        "others",
        function="refunds",
        on_failure=LambdaDestination(NEXT),
        on_success=response,
    )
    assert warnings_of(others) == []


def test_alarms_that_notify_nobody_are_told_once(stack: TerraformStack) -> None:
    EventInvokeDefaults(on_failure=QUEUE, alarms=LostEventAlarms()).apply_to(stack)
    first = EventInvokeConfig(stack, "first", function="orders")
    second = EventInvokeConfig(stack, "second", function="refunds")
    own = EventInvokeConfig(stack, "own", function="bills", alarms=LostEventAlarms(period=60))
    heard = EventInvokeConfig(
        stack, "heard", function="parcels", alarms=LostEventAlarms(notify=TOPIC)
    )
    nobody = ["LostEventAlarms has no notify, so the alarms notify nobody: give notify=topic"]
    assert warnings_of(first) == warnings_of(own) == nobody
    assert warnings_of(second) == warnings_of(heard) == []


class TestAnotherRegion:
    def test_a_destination(self) -> None:
        stack = stack_in_region(App(), "eu-west-1")
        function = function_in(stack, "orders")
        config = EventInvokeConfig(stack, "async", function=function, on_failure=QUEUE)
        assert warnings_of(config) == [
            "on_failure is in us-east-1, the function in eu-west-1, and Lambda delivers within a region: "
            "give a destination in eu-west-1"
        ]

    @pytest.mark.parametrize("destination", [SqsDestination, SnsDestination])
    @pytest.mark.parametrize("form", ["resource", "token"])
    def test_the_key_of_what_is_created(self, destination: Any, form: str) -> None:
        app = App()
        here, there = stack_in_region(app, "eu-west-1"), stack_in_region(app, "us-east-1")
        key = KmsKey(there, "key")
        made = destination(encryption_key=key if form == "resource" else key.arn)
        EventInvokeDefaults(on_failure=made).apply_to(here)
        config = EventInvokeConfig(here, "async", function=function_in(here, "orders"))
        assert warnings_of(config) == [
            "the key of on_failure is in us-east-1, the destination in eu-west-1, and keys work within a region: "
            "give a key in eu-west-1"
        ]

    def test_the_key_on_a_queue(self) -> None:
        stack = stack_in_region(App(), "eu-west-1")
        key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        queue = SqsQueue(stack, "queue", kms_master_key_id=key)
        config = EventInvokeConfig(
            stack, "async", function=function_in(stack, "orders"), on_success=queue
        )
        (warning,) = warnings_of(config)
        assert warning.startswith("the key of on_success is in us-east-1")

    def test_a_key_that_is_where_it_is_used(self) -> None:
        stack = stack_in_region(App(), "eu-west-1")
        function, key = function_in(stack, "orders"), KmsKey(stack, "key")
        archive = S3Destination("arn:aws:s3:::archive", encryption_key=key)
        config = EventInvokeConfig(stack, "async", function=function, on_failure=archive)
        assert warnings_of(config) == []
