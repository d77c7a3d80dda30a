"""The table of the kinds of destinations: what text may be the ARN of one, with tokens and without."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from constructs_eic._values.arn import Arn
from constructs_eic._values.destination_kinds import (
    DESTINATION_ARN_LENGTH,
    DESTINATION_KINDS,
    EVENT_BRIDGE,
    LAMBDA,
    S3,
    SNS,
    SQS,
    DestinationKind,
    kind_of_arn,
    kind_of_type,
)

HERE = "us-east-1:123456789012"
SOME = "${var.region}:${var.account}"
FIFO = "Lambda delivers to standard queues and topics only"

POSSIBLE: list[tuple[DestinationKind, str]] = [
    (SQS, f"arn:aws:sqs:{HERE}:orders"),
    (SQS, f"arn:aws:sqs:{SOME}:orders"),
    (SQS, f"arn:aws:sqs:{SOME}:${{var.stage}}-orders"),
    (SQS, f"arn:${{var.partition}}:sqs:{HERE}:orders"),
    (SQS, f"arn:aws:${{var.service}}:{HERE}:orders"),
    (SQS, "arn:aws:sqs:eu-${var.side}-1:123456789012:orders"),
    (SQS, f"arn:aws:sqs:{HERE}:{'q' * 80}${{var.suffix}}"),
    (SQS, "${aws_sqs_queue.orders.arn}"),
    (SQS, "${var.prefix}:orders"),
    (SNS, f"arn:aws:sns:{SOME}:${{var.topic}}"),
    (LAMBDA, f"arn:aws:lambda:{HERE}:function:next:$LATEST"),
    (LAMBDA, f"arn:aws:lambda:{HERE}:function:next:$LATEST.PUBLISHED"),
    (LAMBDA, f"arn:aws:lambda:{HERE}:${{var.resource}}"),
    (LAMBDA, f"arn:aws:lambda:{HERE}:function:${{var.name}}:live"),
    (EVENT_BRIDGE, f"arn:aws:events:{SOME}:event-bus/${{var.bus}}"),
    (EVENT_BRIDGE, f"arn:aws:events:{SOME}:event-${{var.rest}}"),
    (S3, "arn:aws:s3:::${var.stage}-orders"),
    (S3, "arn:${var.partition}:s3:::orders"),
]

IMPOSSIBLE: list[tuple[DestinationKind, str, str]] = [
    (SQS, "https://sqs.${var.region}.amazonaws.com/${var.account}/orders", "not an ARN"),
    (SQS, "https://sqs.us-east-1.amazonaws.com/123456789012/orders", "not an ARN"),
    (SQS, f"arn:aws:sns:{SOME}:orders", "not an ARN such as arn:aws:sqs"),
    (SQS, "arn:aws:sqs:${var.region}:orders", "six parts"),
    (SQS, "arn:aws:sqs:${var.region}::orders", "the region or the account is missing"),
    (SQS, f"arn:aws:sqs:{SOME}:${{var.stage}}/orders", "is not a name that sqs accepts"),
    (SQS, f"arn:aws:sqs:{SOME}:{'q' * 81}${{var.suffix}}", "is not a name that sqs accepts"),
    (SQS, f"arn:aws:sqs:{SOME}:${{var.stage}}-orders.fifo", FIFO),
    (SQS, "${var.prefix}:orders.fifo", FIFO),
    (SNS, f"arn:aws:sns:{HERE}:orders.fifo", FIFO),
    (SNS, f"arn:aws:sns:{SOME}:${{var.topic}}:${{var.subscription}}", "is not a name"),
    (SNS, f"arn:aws:sns:{HERE}:{'t' * 350}", "at most 350 characters"),
    (LAMBDA, f"arn:aws:lambda:{SOME}:layer:${{var.name}}", "not an ARN such as"),
    (LAMBDA, f"arn:aws:lambda:{HERE}:function:next:$LATEST.PUBLISHE", "is not a name"),
    (EVENT_BRIDGE, f"arn:aws:events:{SOME}:rule/${{var.rule}}", "not an ARN such as"),
    (EVENT_BRIDGE, f"arn:aws:events:{HERE}:event-bus/aws.partner/auth0.com/x", "partner event bus"),
    (EVENT_BRIDGE, f"arn:aws:events:{SOME}:event-bus/aws.partner/${{var.x}}", "partner event bus"),
    (EVENT_BRIDGE, f"arn:aws:events:{HERE}:event-bus/a/b", "is not a name that events accepts"),
    (S3, f"arn:aws:s3:{SOME}:accesspoint/orders", "is not a name that s3 accepts"),
    (S3, "arn:aws:s3:us-east-1:${var.account}:orders", "neither region nor account"),
    (S3, "s3://${var.bucket}", "not an ARN"),
]


@pytest.mark.parametrize(("kind", "text"), POSSIBLE)
def test_text_that_may_be_the_arn_of_a_destination(kind: DestinationKind, text: str) -> None:
    assert kind.problem(text) is None


@pytest.mark.parametrize(("kind", "text", "reason"), IMPOSSIBLE)
def test_the_literal_part_of_text_decides(kind: DestinationKind, text: str, reason: str) -> None:
    problem = kind.problem(text)
    assert problem is not None
    assert reason in problem[0]
    assert problem[1].startswith("give ")


@pytest.mark.parametrize("kind", DESTINATION_KINDS, ids=lambda kind: kind.title)
def test_a_kind_is_found_by_type_and_by_arn(kind: DestinationKind) -> None:
    for resource_type, attributes in kind.resource_types.items():
        assert kind_of_type(resource_type) is kind_of_type(f"data.{resource_type}") is kind
        assert attributes[0] == "arn"
    assert (
        kind_of_arn(Arn.parse(kind.arn_shape.example.replace(":REGION:ACCOUNT", ":us-east-1:")))
        is kind
    )


def test_what_lambda_does_not_deliver_to_is_of_no_kind() -> None:
    assert kind_of_type("aws_kinesis_stream") is None
    assert kind_of_type(None) is None
    assert kind_of_arn(Arn.parse(f"arn:aws:kinesis:{HERE}:stream/s")) is None


def test_the_permissions_are_on_the_destination_and_on_its_key() -> None:
    condition = {"StringEquals": {"s3:ResourceAccount": "123456789012"}}
    on_objects, on_bucket, on_key = S3.statements("bucket", "key", condition)
    assert (on_objects.actions, on_objects.resources) == (("s3:PutObject",), ("bucket/*",))
    assert (on_bucket.actions, on_bucket.resources) == (("s3:ListBucket",), ("bucket",))
    assert on_objects.conditions == on_bucket.conditions == condition
    assert (on_key.actions, on_key.resources) == (("kms:GenerateDataKey",), ("key",))
    assert on_key.conditions == {}
    assert len(LAMBDA.statements("function", "key")) == 1


@pytest.mark.parametrize("types", ["aws_sqs_queue", {"aws_sqs_queue": "arn"}])
def test_attributes_are_tuples(types: Any) -> None:
    with pytest.raises(TypeError, match="is not a mapping to tuples"):
        DestinationKind(title="a", arn_shape=SQS.arn_shape, resource_types=types, actions=())


def test_the_longest_destination_arn_is_that_of_the_service_model() -> None:
    lambda_ = botocore.session.get_session().get_service_model("lambda")
    arn = lambda_.shape_for("OnFailure").members["Destination"]
    assert arn.metadata["max"] == DESTINATION_ARN_LENGTH
