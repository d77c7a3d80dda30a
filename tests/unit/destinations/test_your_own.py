"""Destinations that users write: what they are handed, what they return, and when they are inferred."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import (
    ArnShape,
    CheckContext,
    Delivery,
    Destination,
    DestinationConfig,
    DestinationKind,
    EventBridgeDestination,
    EventInvokeConfig,
    EventInvokeConfigError,
    LambdaDestination,
    Outcome,
    SqsDestination,
    Statement,
    Undeliverable,
)
from tests.framework import IamRole, KinesisStream, KinesisVideoStream, SqsQueue
from tests.unit.conftest import config_of, function_in, statements_of, synthesized

if TYPE_CHECKING:
    from tests.framework import TerraformStack

STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/it"


class KinesisDestination(Destination):
    kind = DestinationKind(
        title="Kinesis stream",
        arn_shape=ArnShape("kinesis", "stream/"),
        resource_types={"aws_kinesis_stream": ("arn", "id")},
        actions=(("kinesis:PutRecord", ""),),
        key_actions=("kms:GenerateDataKey",),
        outcomes=(Outcome.FAILURE,),
        undeliverable=(
            Undeliverable(reason="it is old", fix="give a new one", name_prefix="old-"),
        ),
    )

    def bind(self, delivery: Delivery) -> DestinationConfig:
        arn = self.arn(delivery)
        return DestinationConfig(arn, self.kind.statements(arn))


def refused(stack: TerraformStack, **arguments: Any) -> str:
    with pytest.raises(EventInvokeConfigError) as error:
        EventInvokeConfig(stack, "async", function="orders", **arguments)
    return str(error.value)


def test_a_class_that_is_not_registered_is_used_and_not_inferred(stack: TerraformStack) -> None:
    stream = KinesisStream(stack, "stream", name="it", shard_count=1)
    forms: dict[str, Any] = {"wrapped": stream, "token": stream.arn, "literal": STREAM}
    for id_, value in forms.items():
        config = EventInvokeConfig(
            stack,
            f"{id_}-async",
            function=function_in(stack, id_),
            on_failure=KinesisDestination(value),
        )
        assert isinstance(config.on_failure, KinesisDestination)
    policies = synthesized(stack)["resource"]["aws_iam_role_policy"].values()
    assert all("kinesis:PutRecord" in policy["policy"] for policy in policies)
    assert "Lambda cannot deliver to this" in refused(stack, on_failure=stream)
    assert "Lambda cannot deliver to this" in refused(stack, on_failure=STREAM)


def test_a_class_that_is_registered_is_inferred(stack: TerraformStack) -> None:
    @Destination.register
    class VideoDestination(Destination):
        kind = DestinationKind(
            title="Kinesis video stream",
            arn_shape=ArnShape("kinesisvideo", "stream/"),
            resource_types={"aws_kinesis_video_stream": ("arn", "id")},
            actions=(("kinesisvideo:PutMedia", ""),),
        )

        def bind(self, delivery: Delivery) -> DestinationConfig:
            arn = self.arn(delivery)
            return DestinationConfig(arn, self.kind.statements(arn))

    stream = KinesisVideoStream(stack, "stream", name="it")
    forms: dict[str, Any] = {
        "resource": stream,
        "token": stream.arn,
        "other-token": stream.id,
        "literal": "arn:aws:kinesisvideo:us-east-1:123456789012:stream/it",
    }
    for id_, value in forms.items():
        config = EventInvokeConfig(
            stack, f"{id_}-async", function=function_in(stack, id_), on_failure=value
        )
        assert isinstance(config.on_failure, VideoDestination)
    arns = {
        each["destination_config"]["on_failure"]["destination"]
        for each in synthesized(stack)["resource"][
            "aws_lambda_function_event_invoke_config"
        ].values()
    }
    assert arns == {
        "${aws_kinesis_video_stream.stream.arn}",
        "${aws_kinesis_video_stream.stream.id}",
        "arn:aws:kinesisvideo:us-east-1:123456789012:stream/it",
    }


def test_a_class_without_a_kind_cannot_be_registered() -> None:
    class Anything(Destination):
        def bind(self, delivery: Delivery) -> DestinationConfig:
            return DestinationConfig(self.arn(delivery))

    with pytest.raises(TypeError, match="Anything has no kind, so it cannot be inferred"):
        Destination.register(Anything)


@pytest.mark.parametrize(
    ("argument", "value", "reason"),
    [
        ("on_failure", "arn:aws:kinesis:us-east-1:123456789012:consumer/it", "not an ARN such as"),
        ("on_failure", "arn:aws:kinesis:${var.region}:it", "an ARN has six parts"),
        ("on_failure", "arn:aws:kinesis:us-east-1:123456789012:stream/old-it", "it is old"),
        ("on_failure", None, "nothing is given"),
        ("on_success", STREAM, "Lambda sends to Kinesis on failure only"),
    ],
)
def test_what_is_given_is_compared_with_the_kind(
    stack: TerraformStack, argument: str, value: Any, reason: str
) -> None:
    assert reason in refused(stack, **{argument: KinesisDestination(value)})


def test_a_resource_is_compared_with_the_kind(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "queue")
    old = KinesisStream(stack, "old", name="old-${var.stage}", shard_count=1)
    role = IamRole(stack, "role", assume_role_policy="{}")
    takes = "KinesisDestination takes aws_kinesis_stream or data.aws_kinesis_stream"
    another = "KinesisDestination takes no SQS queue; give it as SqsDestination(...)"
    for given, reason in ((role, takes), (queue, another)):
        assert reason in refused(stack, on_failure=KinesisDestination(given))
        assert reason in refused(stack, on_failure=KinesisDestination(given.arn))
    assert "the name of aws_kinesis_stream is not its ARN" in refused(
        stack, on_failure=KinesisDestination(old.name)
    )
    assert "it is old" in refused(stack, on_failure=KinesisDestination(old))
    assert "it is old" in refused(stack, on_failure=KinesisDestination(old.arn))


def test_a_destination_is_handed_what_it_needs(stack: TerraformStack) -> None:
    class Streams(KinesisDestination):
        def check(self, context: CheckContext) -> None:
            seen["check"] = (context.outcome, context.resource)
            seen["shown"] = context.shown(self.given)

        def bind(self, delivery: Delivery) -> DestinationConfig:
            seen["function"] = (delivery.function_name, delivery.qualifier)
            seen["path"] = delivery.scope.node.path
            seen["configuration"] = delivery.configuration
            seen["name"] = delivery.name(24)
            seen["arguments"] = delivery.resource_arguments
            seen["bind"] = (delivery.outcome, delivery.resource)
            return super().bind(delivery)

    seen: dict[str, Any] = {}
    stream = KinesisStream(stack, "stream", name="it", shard_count=1)
    config = EventInvokeConfig(
        stack, "async", function="orders:live", on_failure=Streams(stream.arn)
    )
    assert seen["check"][0] is seen["bind"][0] is Outcome.FAILURE
    assert seen["check"][1].node.path == seen["bind"][1].node.path == "stack/stream"
    assert seen["shown"] == "'${aws_kinesis_stream.stream.arn}'"
    assert seen["function"] == ("orders", "live")
    assert seen["path"] == "stack/async/OnFailure"
    assert seen["configuration"] is config
    assert seen["name"].startswith("orders-")
    assert len(seen["name"]) == 24
    assert seen["arguments"] == {}


def test_a_class_may_have_a_constructor_of_its_own(stack: TerraformStack) -> None:
    class Own(KinesisDestination):
        def __init__(self, stream_arn: str) -> None:
            self.stream_arn = stream_arn

        def bind(self, delivery: Delivery) -> DestinationConfig:
            return DestinationConfig(self.stream_arn)

    EventInvokeConfig(stack, "async", function="orders", on_failure=Own("anything"))
    assert config_of(stack)["destination_config"]["on_failure"]["destination"] == "anything"


def test_a_destination_that_returns_nothing_is_told_so(stack: TerraformStack) -> None:
    class Forgetful(Destination):
        def __init__(self) -> None:
            """Keep nothing."""

        def bind(self, delivery: Delivery) -> DestinationConfig:
            return None  # type: ignore[return-value]

    with pytest.raises(TypeError, match=r"Forgetful\.bind has to return a DestinationConfig, not"):
        EventInvokeConfig(stack, "async", function="orders", on_failure=Forgetful())
    assert stack.node.try_find_child("async") is None


def test_a_destination_of_this_package_can_be_extended(stack: TerraformStack) -> None:
    class Audited(SqsDestination):
        def check(self, context: CheckContext) -> None:
            super().check(context)
            if context.resource is None:
                context.refuse(self.given, "it is not in the app", "give the queue itself")

        def bind(self, delivery: Delivery) -> DestinationConfig:
            config = super().bind(delivery)
            more = Statement(("sqs:GetQueueAttributes",), (config.arn,))
            return replace(config, statements=(*config.statements, more))

    arn = "arn:aws:sqs:us-east-1:123456789012:failures"
    assert "it is not in the app" in refused(stack, on_failure=Audited(arn))
    function, queue = function_in(stack, "orders"), SqsQueue(stack, "queue")
    EventInvokeConfig(stack, "async", function=function, on_failure=Audited(queue))
    (statement,) = statements_of(stack)
    assert statement["Action"] == ["sqs:GetQueueAttributes", "sqs:SendMessage"]


def test_a_destination_of_this_package_takes_what_the_construct_hands_to_it() -> None:
    arn = "arn:aws:sqs:us-east-1:123456789012:failures"
    with pytest.raises(TypeError, match="bind takes what EventInvokeConfig hands to it"):
        SqsDestination(arn).bind("delivery")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="check takes what EventInvokeConfig hands to it"):
        SqsDestination(arn).check("context")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("destination", "own"),
    [
        (SqsDestination, {"queue", "encryption_key"}),
        (LambdaDestination, {"response_only"}),
        (EventBridgeDestination, set()),
    ],
)
def test_a_destination_shows_users_what_is_meant_for_them(destination: Any, own: set[str]) -> None:
    public = {"arn", "bind", "can_be_left_out", "check", "given", "kind", "register"}
    instance = destination("arn:aws:sqs:us-east-1:123456789012:failures")
    shown = {name for name in (*dir(destination), *vars(instance)) if not name.startswith("_")}
    assert shown == public | own
