"""The base stack: what is slow to create, created once per session, and shared by all stacks under test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.e2e.cloud import ASSUMED_BY_LAMBDA, RUNTIME
from tests.framework import (
    CloudwatchEventBus,
    IamRole,
    KmsKey,
    LambdaAlias,
    LambdaFunction,
    S3Bucket,
    SnsTopic,
    SqsQueue,
    TerraformOutput,
    TerraformStack,
)

if TYPE_CHECKING:
    from pathlib import Path

    from constructs import Construct


@dataclass(frozen=True)
class Base:
    """The outputs of the base stack.

    Everything has a counterpart that no configuration names.
    """

    role_arn: str
    function_name: str
    function_arn: str
    alias_arn: str
    version: str
    receiver_arn: str
    queue_arn: str
    queue_url: str
    other_queue_arn: str
    topic_arn: str
    other_topic_arn: str
    bus_arn: str
    bucket_arn: str
    other_bucket_arn: str
    key_arn: str
    other_key_arn: str


def build_base(stack: TerraformStack, code: Path) -> None:
    role = IamRole(stack, "role", name="base", assume_role_policy=ASSUMED_BY_LAMBDA)
    function = new_function(stack, "function", role=role, code=code)
    alias = LambdaAlias(
        stack,
        "live",
        name="live",
        function_name=function.function_name,
        function_version=function.version,
    )
    receiver = new_function(stack, "receiver", role=role, code=code)
    queue = SqsQueue(stack, "queue", name="queue")
    outputs = {
        "role_arn": role.arn,
        "function_name": function.function_name,
        "function_arn": function.arn,
        "alias_arn": alias.arn,
        "version": function.version,
        "receiver_arn": receiver.arn,
        "queue_arn": queue.arn,
        "queue_url": queue.url,
        "other_queue_arn": SqsQueue(stack, "other-queue", name="other-queue").arn,
        "topic_arn": SnsTopic(stack, "topic", name="topic").arn,
        "other_topic_arn": SnsTopic(stack, "other-topic", name="other-topic").arn,
        "bus_arn": CloudwatchEventBus(stack, "bus", name="bus").arn,
        "bucket_arn": S3Bucket(stack, "bucket", bucket="bucket").arn,
        "other_bucket_arn": S3Bucket(stack, "other-bucket", bucket="other-bucket").arn,
        "key_arn": KmsKey(stack, "key").arn,
        "other_key_arn": KmsKey(stack, "other-key").arn,
    }
    for name, value in outputs.items():
        TerraformOutput(stack, name, value=value)


def new_function(scope: Construct, name: str, *, role: IamRole, code: Path) -> LambdaFunction:
    """A function of the suite's code as a resource, with a published version."""
    return LambdaFunction(
        scope,
        name,
        function_name=name,
        role=role.arn,
        runtime=RUNTIME,
        handler="handler.handler",
        filename=str(code),
        publish=True,
    )
