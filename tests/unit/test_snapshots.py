"""The JSON that examples and destinations become, next to this file for a reviewer to read.

The snapshots are the same with cdktf and cdktn, and with each line of the AWS provider. `make snapshots` writes
them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_eic import (
    Destination,
    EventBridgeDestination,
    EventInvokeConfig,
    LambdaDestination,
    S3Destination,
    SnsDestination,
    SqsDestination,
)
from constructs_eic.testing import synthesized
from tests.framework import EXAMPLES, App, example
from tests.unit.conftest import stack_in, without_message_size

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/main.py"))
KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.parametrize("name", NAMES)
def test_example(name: str, terraform_snapshot: SnapshotAssertion) -> None:
    stack = example(name).Example(App(skip_validation=True), name)
    assert without_message_size(synthesized(stack)) == terraform_snapshot


@pytest.mark.parametrize("name", NAMES)
def test_every_example_says_what_it_is_for(name: str) -> None:
    text = (EXAMPLES / name / "README.md").read_text()
    assert f"make synth EXAMPLE={name}\n" in text


def destinations() -> dict[str, Destination]:
    sqs, sns = "arn:aws:sqs:us-east-1:123456789012:it", "arn:aws:sns:us-east-1:123456789012:it"
    next_function = "arn:aws:lambda:us-east-1:123456789012:function:next:live"
    return {
        "sqs": SqsDestination(sqs),
        "sqs-made": SqsDestination(),
        "sqs-made-with-key": SqsDestination(encryption_key=KEY),
        "sqs-with-key": SqsDestination(sqs, encryption_key=KEY),
        "sns": SnsDestination(sns),
        "sns-made": SnsDestination(),
        "sns-with-key": SnsDestination(sns, encryption_key=KEY),
        "lambda": LambdaDestination(next_function),
        "lambda-response-only": LambdaDestination(next_function, response_only=True),
        "event-bridge": EventBridgeDestination(
            "arn:aws:events:us-east-1:123456789012:event-bus/it"
        ),
        "event-bridge-default-bus": EventBridgeDestination(),
        "s3": S3Destination("arn:aws:s3:::it"),
        "s3-with-key": S3Destination("arn:aws:s3:::it", encryption_key=KEY),
    }


@pytest.mark.parametrize("name", destinations())
def test_destination(name: str, terraform_snapshot: SnapshotAssertion) -> None:
    stack = stack_in(App(), "stack")
    EventInvokeConfig(
        stack, "async", function="orders", role="orders", on_failure=destinations()[name]
    )
    assert without_message_size(synthesized(stack)) == terraform_snapshot
