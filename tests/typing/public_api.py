"""The public API as a user's type checker sees it: `mypy` reads this file, nothing runs it.

Each `type: ignore` is a mistake that the checker must find; strict mode reports one that is not needed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from typing_extensions import assert_type

from constructs_eic import (
    UNSET,
    Arn,
    ArnShape,
    CheckContext,
    Delivery,
    Destination,
    DestinationConfig,
    DestinationKind,
    DestinationLike,
    EventBridgeDestination,
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeConfigId,
    EventInvokeConfigLookup,
    EventInvokeDefaults,
    FunctionLike,
    InvocationRecord,
    InvocationRecordError,
    KeyLike,
    LambdaDestination,
    Outcome,
    Problem,
    QualifierLike,
    RoleLike,
    S3Destination,
    SnsDestination,
    SqsDestination,
    Unset,
    deployer_policy,
)

if TYPE_CHECKING:
    from cdktf import TerraformResourceLifecycle, TerraformStack
    from cdktf_cdktf_provider_aws.data_aws_lambda_function import DataAwsLambdaFunction
    from cdktf_cdktf_provider_aws.iam_role import IamRole
    from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
    from cdktf_cdktf_provider_aws.kms_key import KmsKey
    from cdktf_cdktf_provider_aws.lambda_alias import LambdaAlias
    from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
    from cdktf_cdktf_provider_aws.lambda_function_event_invoke_config import (
        LambdaFunctionEventInvokeConfig,
    )
    from cdktf_cdktf_provider_aws.provider import AwsProvider
    from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
    from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
    from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue


def configurations(
    stack: TerraformStack,
    function: LambdaFunction,
    data: DataAwsLambdaFunction,
    alias: LambdaAlias,
    queue: SqsQueue,
    topic: SnsTopic,
    bucket: S3Bucket,
    key: KmsKey,
    role: IamRole,
    provider: AwsProvider,
    lifecycle: TerraformResourceLifecycle,
) -> None:
    config = EventInvokeConfig(
        stack,
        "async",
        function=function,
        qualifier=alias,
        on_failure=SqsDestination(queue, encryption_key=key),
        on_success=topic,
        maximum_event_age_in_seconds=timedelta(hours=1),
        maximum_retry_attempts=0,
        role=role,
        grant_permissions=True,
        region="eu-west-1",
        depends_on=[queue, topic],
        lifecycle=lifecycle,
        provider=provider,
    )
    assert_type(config.resource, LambdaFunctionEventInvokeConfig)
    assert_type(config.policy, IamRolePolicy | None)
    assert_type(config.function_name, str)
    assert_type(config.qualifier, str | None)
    assert_type(config.on_failure, Destination | None)
    assert_type(config.import_from(), EventInvokeConfig)
    config.import_from("orders:live")

    EventInvokeConfig(stack, "data", function=data, on_failure=bucket, on_success=None)
    EventInvokeConfig(stack, "alias", function=alias, on_failure=queue.arn)
    EventInvokeConfig(
        stack, "text", function="orders", maximum_event_age_in_seconds=queue.delay_seconds
    )
    EventInvokeConfig(stack, "dict", function="orders", lifecycle={"prevent_destroy": True})

    EventInvokeConfig(stack, "no function")  # type: ignore[call-arg]
    EventInvokeConfig(stack, "number", function=7)  # type: ignore[arg-type]
    EventInvokeConfig(stack, "text", function="orders", maximum_retry_attempts="2")  # type: ignore[arg-type]
    EventInvokeConfig(stack, "typo", function="orders", on_failur=queue)  # type: ignore[call-arg]
    EventInvokeConfig(stack, "stack", function=stack)  # type: ignore[arg-type]
    EventInvokeConfig(stack, "role", function="orders", role=7)  # type: ignore[arg-type]
    EventInvokeConfig(stack, "destination", function="orders", on_failure=[queue])  # type: ignore[arg-type]
    EventInvokeConfig(stack, "provider", function="orders", provider=queue)  # type: ignore[arg-type]
    EventInvokeConfig(stack, "order", function="orders", depends_on=["queue"])  # type: ignore[list-item]
    EventInvokeConfig(stack, "block", function="orders", lifecycle=queue)  # type: ignore[arg-type]


def attributes(config: EventInvokeConfig) -> None:
    assert_type(config.resource.function_name, str)
    config.resource.functionname  # type: ignore[attr-defined]
    if config.policy is not None:
        assert_type(config.policy.role, str)
        config.policy.roles  # type: ignore[attr-defined]
    config.policy.role  # type: ignore[union-attr]
    SqsDestination().queue.qeue_url  # type: ignore[attr-defined]
    SnsDestination().topic.arns  # type: ignore[attr-defined]


def destinations(function: LambdaFunction, bucket: S3Bucket) -> None:
    assert_type(SqsDestination().queue.arn, str)
    assert_type(SnsDestination().topic.arn, str)
    LambdaDestination(function, response_only=True)
    EventBridgeDestination()
    S3Destination(bucket)
    S3Destination()  # type: ignore[call-arg]
    LambdaDestination(function, True)  # type: ignore[call-arg]


def house_configuration(
    stack: TerraformStack,
    function: FunctionLike,
    qualifier: QualifierLike | None = None,
    on_failure: DestinationLike | Unset | None = UNSET,
    role: RoleLike | None = None,
    key: KeyLike | None = None,
) -> EventInvokeConfig:
    return EventInvokeConfig(
        stack,
        "async",
        function=function,
        qualifier=qualifier,
        on_failure=on_failure,
        on_success=SnsDestination(encryption_key=key),
        role=role,
    )


def existing(stack: TerraformStack, provider: AwsProvider) -> None:
    lookup = EventInvokeConfigLookup(
        stack, "existing", function="orders", qualifier="live", provider=provider
    )
    assert_type(lookup.maximum_event_age_in_seconds, float)
    assert_type(lookup.maximum_retry_attempts, float)
    assert_type(lookup.on_failure, str)
    assert_type(lookup.on_success, str)
    policy = deployer_policy(functions=["orders"], operations=["read"])
    assert_type(policy["Statement"][0]["Action"], list[str])
    deployer_policy(operations=["drop"])  # type: ignore[list-item]


@Destination.register
class FirehoseDestination(Destination):
    kind = DestinationKind(
        title="Firehose stream",
        arn_shape=ArnShape("firehose", "deliverystream/"),
        resource_types={"aws_kinesis_firehose_delivery_stream": ("arn",)},
        actions=(("firehose:PutRecord", ""),),
    )

    def check(self, context: CheckContext) -> None:
        assert_type(context.outcome, Outcome)
        context.refuse(self.given, f"{context.shown(self.given)} is too slow", "give a queue")

    def bind(self, delivery: Delivery) -> DestinationConfig:
        assert_type(delivery.name(64), str | None)
        assert_type(delivery.qualifier, str | None)
        SqsQueue(delivery.scope, "late", **delivery.resource_arguments)
        arn = self.arn(delivery)
        return DestinationConfig(arn, self.kind.statements(arn))


assert_type(FirehoseDestination("arn"), FirehoseDestination)


def defaults(stack: TerraformStack, queue: SqsQueue) -> None:
    EventInvokeDefaults(on_failure=queue, maximum_retry_attempts=None).apply_to(stack)


def identities() -> None:
    id_ = EventInvokeConfigId.parse("orders:live")
    assert_type(id_.function_name, str)
    assert_type(id_.qualifier, str | None)
    assert_type(id_.cloud_control_identifier, str)
    assert_type(Arn.parse("arn:aws:s3:::archive").service, str)


def errors(error: EventInvokeConfigError) -> list[str]:
    assert_type(error.problems, tuple[Problem, ...])
    return [
        f"{each.path} {each.argument} {each.value} {each.reason} {each.fix}"
        for each in error.problems
    ]


def records(text: str, data: bytes, message: dict[str, object]) -> None:
    record = InvocationRecord.parse(text)
    assert_type(InvocationRecord.parse(data), InvocationRecord)
    assert_type(InvocationRecord.parse(message), InvocationRecord)
    assert_type(record.function_arn, str | None)
    assert_type(record.request_payload_json, str | None)
    record.condition = "Success"  # type: ignore[misc]
    InvocationRecord.parse(3)  # type: ignore[arg-type]
    assert issubclass(InvocationRecordError, ValueError)
