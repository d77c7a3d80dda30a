"""An estate of one shape with COUNT configurations: `shapes.py SHAPE:COUNT`, as in `shapes.py made-queues:400`."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

from cdktf import App, TerraformHclModule, TerraformStack
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.lambda_alias import LambdaAlias
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
)
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

from constructs_eic import (
    EventInvokeConfig,
    EventInvokeDefaults,
    LambdaDestination,
    LostEventAlarms,
    S3Destination,
    SqsDestination,
)

if TYPE_CHECKING:
    from collections.abc import Callable

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
TOPIC = "arn:aws:sns:us-east-1:123456789012:on-call"


def stack_in(app: App, id_: str) -> TerraformStack:
    """A stack with a provider."""
    stack = TerraformStack(app, id_)
    AwsProvider(stack, "aws", region="us-east-1")
    return stack


def function_in(stack: TerraformStack, number: int) -> LambdaFunction:
    """A function with a role of its own."""
    role = IamRole(stack, f"role-{number}", assume_role_policy="{}")
    return LambdaFunction(
        stack,
        f"function-{number}",
        function_name=f"function-{number}",
        role=role.arn,
        runtime="python3.12",
        handler="index.handler",
        s3_bucket="code",
        s3_key="code.zip",
    )


def functions(app: App, count: int) -> None:
    """A function and a queue for each configuration."""
    stack = stack_in(app, "app")
    for number in range(count):
        queue = SqsQueue(stack, f"failures-{number}")
        EventInvokeConfig(
            stack, f"async-{number}", function=function_in(stack, number), on_failure=queue
        )


def cross_stack(app: App, count: int) -> None:
    """One queue, and an alias of each function, in another stack than the configurations."""
    shared, stack = stack_in(app, "shared"), stack_in(app, "app")
    queue = SqsQueue(shared, "failures")
    for number in range(count):
        function = function_in(shared, number)
        alias = LambdaAlias(
            shared,
            f"alias-{number}",
            name="live",
            function_name=function.function_name,
            function_version="1",
        )
        EventInvokeConfig(stack, f"async-{number}", function=alias, on_failure=queue)


def s3_with_key(app: App, count: int) -> None:
    """A bucket for each configuration, whose key is in an encryption configuration of its own."""
    stack = stack_in(app, "app")
    for number in range(count):
        key = KmsKey(stack, f"key-{number}")
        bucket = S3Bucket(stack, f"archive-{number}")
        default = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
            sse_algorithm="aws:kms", kms_master_key_id=key.arn
        )
        S3BucketServerSideEncryptionConfigurationA(
            stack,
            f"encryption-{number}",
            bucket=bucket.id,
            rule=[
                S3BucketServerSideEncryptionConfigurationRuleA(
                    apply_server_side_encryption_by_default=default
                )
            ],
        )
        EventInvokeConfig(
            stack,
            f"async-{number}",
            function=function_in(stack, number),
            on_failure=S3Destination(bucket),
        )


def made_queues(app: App, count: int) -> None:
    """A queue created for each configuration."""
    stack = stack_in(app, "app")
    for number in range(count):
        EventInvokeConfig(
            stack,
            f"async-{number}",
            function=function_in(stack, number),
            on_failure=SqsDestination(),
        )


def alarms(app: App, count: int) -> None:
    """Alarms, and one queue for all."""
    stack = stack_in(app, "app")
    for number in range(count):
        EventInvokeConfig(
            stack,
            f"async-{number}",
            function=function_in(stack, number),
            on_failure=QUEUE,
            alarms=LostEventAlarms(notify=TOPIC),
        )


def response_only(app: App, count: int) -> None:
    """The response of each function goes to the next."""
    stack = stack_in(app, "app")
    following = function_in(stack, count)
    for number in range(count):
        EventInvokeConfig(
            stack,
            f"async-{number}",
            function=function_in(stack, number),
            on_success=LambdaDestination(following, response_only=True),
        )


def by_name(app: App, count: int) -> None:
    """Functions outside the app."""
    stack = stack_in(app, "app")
    for number in range(count):
        EventInvokeConfig(stack, f"async-{number}", function=f"function-{number}", on_failure=QUEUE)


def modules(app: App, count: int) -> None:
    """A module for each function."""
    stack = stack_in(app, "app")
    for number in range(count):
        module = TerraformHclModule(
            stack, f"module-{number}", source="terraform-aws-modules/lambda/aws"
        )
        EventInvokeConfig(
            stack,
            f"async-{number}",
            function=module.get_string("lambda_function_name"),
            on_failure=QUEUE,
        )


def defaults(app: App, count: int) -> None:
    """All settings from defaults of the app."""
    EventInvokeDefaults(
        on_failure=QUEUE, maximum_retry_attempts=0, alarms=LostEventAlarms(notify=TOPIC)
    ).apply_to(app)
    stack = stack_in(app, "app")
    for number in range(count):
        EventInvokeConfig(stack, f"async-{number}", function=function_in(stack, number))


def imports(app: App, count: int) -> None:
    """Configurations that exist."""
    stack = stack_in(app, "app")
    for number in range(count):
        EventInvokeConfig(
            stack, f"async-{number}", function=f"function-{number}", maximum_retry_attempts=0
        ).import_from()


def shared_role(app: App, count: int) -> None:
    """One role for all functions, and one queue."""
    stack = stack_in(app, "app")
    role = IamRole(stack, "role", assume_role_policy="{}")
    for number in range(count):
        EventInvokeConfig(
            stack,
            f"async-{number}",
            function=f"function-{number}",
            on_failure=QUEUE,
            role=role,
        )


def qualifiers(app: App, count: int) -> None:
    """Versions of one function, each with a configuration."""
    stack = stack_in(app, "app")
    function = function_in(stack, 0)
    for number in range(count):
        EventInvokeConfig(
            stack,
            f"async-{number}",
            function=function,
            qualifier=str(number + 1),
            on_failure=QUEUE,
        )


SHAPES: dict[str, Callable[[App, int], None]] = {
    "functions": functions,
    "cross-stack": cross_stack,
    "s3-with-key": s3_with_key,
    "made-queues": made_queues,
    "alarms": alarms,
    "response-only": response_only,
    "by-name": by_name,
    "modules": modules,
    "defaults": defaults,
    "imports": imports,
    "shared-role": shared_role,
    "qualifiers": qualifiers,
}

if __name__ == "__main__":
    shape, _, number_of = sys.argv[1].partition(":")
    started = time.perf_counter()
    app = App()
    SHAPES[shape](app, int(number_of))
    app.synth()
    print(json.dumps({"building": time.perf_counter() - started}))
