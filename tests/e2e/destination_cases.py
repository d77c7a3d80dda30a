"""Every destination once, each on its own function, and what the function's role needs for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_eic import (
    EventBridgeDestination,
    EventInvokeConfig,
    LambdaDestination,
    S3Destination,
    SnsDestination,
    SqsDestination,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.e2e.base import Base
    from tests.e2e.cloud import Function
    from tests.framework import TerraformStack

DEFAULT_BUS = "arn:aws:events:us-east-1:000000000000:event-bus/default"
OTHER_BUS = "arn:aws:events:us-east-1:000000000000:event-bus/other"


@dataclass(frozen=True)
class DestinationCase:
    """A destination, and the permissions that it requires.

    Attributes:
        outcome: `on_failure` or `on_success`.
        destination: The value given to `EventInvokeConfig`.
        arn: The destination that Lambda must keep.
        allowed: Actions and the resources that they are needed on.
        denied: The same on a different resource, or a different action.
    """

    outcome: str
    destination: Any
    arn: str
    allowed: Sequence[tuple[str, str]]
    denied: Sequence[tuple[str, str]]


DESTINATION_CASES: Mapping[str, Callable[[Base, Function], DestinationCase]] = {
    "queue": lambda base, _: DestinationCase(
        "on_failure",
        base.queue_arn,
        base.queue_arn,
        allowed=[("sqs:SendMessage", base.queue_arn)],
        denied=[("sqs:SendMessage", base.other_queue_arn), ("sqs:ReceiveMessage", base.queue_arn)],
    ),
    "queue-with-key": lambda base, _: DestinationCase(
        "on_failure",
        SqsDestination(base.queue_arn, encryption_key=base.key_arn),
        base.queue_arn,
        allowed=[
            ("sqs:SendMessage", base.queue_arn),
            ("kms:Decrypt", base.key_arn),
            ("kms:GenerateDataKey", base.key_arn),
        ],
        denied=[("kms:Decrypt", base.other_key_arn), ("kms:Encrypt", base.key_arn)],
    ),
    "topic": lambda base, _: DestinationCase(
        "on_success",
        base.topic_arn,
        base.topic_arn,
        allowed=[("sns:Publish", base.topic_arn)],
        denied=[("sns:Publish", base.other_topic_arn), ("sns:Subscribe", base.topic_arn)],
    ),
    "topic-with-key": lambda base, _: DestinationCase(
        "on_failure",
        SnsDestination(base.topic_arn, encryption_key=base.key_arn),
        base.topic_arn,
        allowed=[
            ("sns:Publish", base.topic_arn),
            ("kms:Decrypt", base.key_arn),
            ("kms:GenerateDataKey", base.key_arn),
        ],
        denied=[("kms:GenerateDataKey", base.other_key_arn), ("kms:Encrypt", base.key_arn)],
    ),
    "function": lambda base, _: DestinationCase(
        "on_failure",
        base.receiver_arn,
        base.receiver_arn,
        allowed=[("lambda:InvokeFunction", base.receiver_arn)],
        denied=[
            ("lambda:InvokeFunction", base.function_arn),
            ("lambda:InvokeFunction", f"{base.receiver_arn}:live"),
            ("lambda:GetFunction", base.receiver_arn),
        ],
    ),
    "alias": lambda base, _: DestinationCase(
        "on_success",
        base.alias_arn,
        base.alias_arn,
        allowed=[("lambda:InvokeFunction", base.alias_arn)],
        denied=[
            ("lambda:InvokeFunction", base.function_arn),
            ("lambda:InvokeFunction", f"{base.function_arn}:canary"),
        ],
    ),
    "default-bus": lambda *_: DestinationCase(
        "on_success",
        EventBridgeDestination(),
        DEFAULT_BUS,
        allowed=[("events:PutEvents", DEFAULT_BUS)],
        denied=[("events:PutEvents", OTHER_BUS), ("events:PutRule", DEFAULT_BUS)],
    ),
    "bus": lambda base, _: DestinationCase(
        "on_failure",
        base.bus_arn,
        base.bus_arn,
        allowed=[("events:PutEvents", base.bus_arn)],
        denied=[("events:PutEvents", DEFAULT_BUS), ("events:PutRule", base.bus_arn)],
    ),
    "response-to-function": lambda base, _: DestinationCase(
        "on_success",
        LambdaDestination(base.receiver_arn, response_only=True),
        DEFAULT_BUS,
        allowed=[("events:PutEvents", DEFAULT_BUS)],
        denied=[("events:PutEvents", OTHER_BUS), ("lambda:InvokeFunction", base.receiver_arn)],
    ),
    "bucket": lambda base, function: DestinationCase(
        "on_failure",
        base.bucket_arn,
        base.bucket_arn,
        allowed=[
            ("s3:PutObject", f"{base.bucket_arn}/{_key(function.name)}"),
            ("s3:ListBucket", base.bucket_arn),
        ],
        denied=[
            ("s3:PutObject", f"{base.other_bucket_arn}/{_key(function.name)}"),
            ("s3:GetObject", f"{base.bucket_arn}/{_key(function.name)}"),
            ("s3:ListBucket", base.other_bucket_arn),
        ],
    ),
    "bucket-of-another-account": lambda base, function: DestinationCase(
        "on_failure",
        S3Destination(base.bucket_arn, bucket_account="111111111111"),
        base.bucket_arn,
        allowed=[],
        denied=[
            ("s3:PutObject", f"{base.bucket_arn}/{_key(function.name)}"),
            ("s3:ListBucket", base.bucket_arn),
        ],
    ),
    "bucket-with-key": lambda base, _: DestinationCase(
        "on_failure",
        S3Destination(base.bucket_arn, encryption_key=base.key_arn),
        base.bucket_arn,
        allowed=[("s3:ListBucket", base.bucket_arn), ("kms:GenerateDataKey", base.key_arn)],
        denied=[("kms:GenerateDataKey", base.other_key_arn), ("kms:Decrypt", base.key_arn)],
    ),
}


def _key(function_name: str) -> str:
    """Where Lambda puts the record of an invocation in a bucket."""
    return f"aws/lambda/async/{function_name}/2030/01/01/record"


@dataclass(frozen=True)
class Shown:
    """A case as it was applied."""

    case: DestinationCase
    function: Function


def build_destination_cases(stack: TerraformStack, shown: Mapping[str, Shown]) -> None:
    for name, each in shown.items():
        EventInvokeConfig(
            stack,
            name,
            function=each.function.name,
            **{each.case.outcome: each.case.destination},
        )
