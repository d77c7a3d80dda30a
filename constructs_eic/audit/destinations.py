"""Reads what records are sent to, and the keys of these: whether it is there, and what decides about delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from constructs_eic._values.arn import Arn
from constructs_eic._values.destination_kinds import (
    EVENT_BRIDGE,
    LAMBDA,
    S3,
    SNS,
    SQS,
    DestinationKind,
    kind_of_arn,
)
from constructs_eic.audit.calls import NotRead, NotThere
from constructs_eic.audit.declared import NOT_READ
from constructs_eic.audit.resource_policies import json_of, policy_of_topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constructs_eic.audit.calls import Calls
    from constructs_eic.audit.declared import Place
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Value

_GONE: Final = "ResourceNotFoundException"
_NO_QUEUE: Final = (
    "AWS.SimpleQueueService.NonExistentQueue",
    "QueueDoesNotExist",
)
_NO_BUCKET: Final = ("404", "NoSuchBucket")


def destination(text: str, calls: Calls, place: Place) -> Iterator[Resource]:
    """Yield what an ARN names: its resource, or that there is none; nothing where that could not be read.

    Args:
        text: The ARN in a configuration, or of a dead-letter queue.
        calls: The requests in the function's region.
        place: Where the function is.
    """
    try:
        arn = Arn.parse(text)
    except ValueError:
        return
    kind = kind_of_arn(arn)
    read = None if kind is None else READERS.get(kind)
    is_elsewhere = kind is not S3 and arn.region != place.region
    if read is None or is_elsewhere:
        return  # a rule says that it cannot work
    try:
        yield from read(arn, calls, place)
    except NotThere:
        # In another account, AWS gives the same answer to who may not know.
        if kind is S3 or arn.account == place.account:
            yield place.absent(text)
    except NotRead:
        return


def _queue(arn: Arn, calls: Calls, place: Place) -> Iterator[Resource]:
    name = arn.resource
    owner: dict[str, Any] = (
        {} if arn.account == place.account else {"QueueOwnerAWSAccountId": arn.account}
    )
    url = calls.ask("sqs", "GetQueueUrl", *_NO_QUEUE, about=name, QueueName=name, **owner)
    given: Mapping[str, str] = calls.ask(
        "sqs",
        "GetQueueAttributes",
        *_NO_QUEUE,
        about=name,
        QueueUrl=url["QueueUrl"],
        AttributeNames=["All"],
    ).get("Attributes", {})
    yield place.resource(
        "aws_sqs_queue",
        str(arn),
        {
            "name": name,
            "arn": str(arn),
            "fifo_queue": given.get("FifoQueue") == "true" or None,
            "message_retention_seconds": given.get("MessageRetentionPeriod"),
            "kms_master_key_id": place.key(given.get("KmsMasterKeyId")),
            "policy": json_of(given.get("Policy")),
            "approximate_number_of_messages": given.get("ApproximateNumberOfMessages"),
        },
    )


def _topic(arn: Arn, calls: Calls, place: Place) -> Iterator[Resource]:
    given: Mapping[str, str] = calls.ask(
        "sns",
        "GetTopicAttributes",
        "NotFound",
        "NotFoundException",
        about=arn.resource,
        TopicArn=str(arn),
    ).get("Attributes", {})
    yield place.resource(
        "aws_sns_topic",
        str(arn),
        {
            "name": arn.resource,
            "arn": str(arn),
            "fifo_topic": given.get("FifoTopic") == "true" or None,
            "kms_master_key_id": place.key(given.get("KmsMasterKeyId")),
            "policy": policy_of_topic(json_of(given.get("Policy"))),
        },
    )


def _bus(arn: Arn, calls: Calls, place: Place) -> Iterator[Resource]:
    name = arn.resource.removeprefix(EVENT_BRIDGE.arn_shape.prefix)
    asked = name if arn.account == place.account else str(arn)
    given = calls.ask("events", "DescribeEventBus", _GONE, about=name, Name=asked)
    yield place.resource(
        "aws_cloudwatch_event_bus",
        str(arn),
        {
            "name": name,
            "arn": str(arn),
            "policy": json_of(given.get("Policy")),
        },
    )


def _bucket(arn: Arn, calls: Calls, place: Place) -> Iterator[Resource]:
    name = arn.resource
    calls.ask("s3", "HeadBucket", *_NO_BUCKET, about=name, Bucket=name)
    yield place.resource(
        "aws_s3_bucket",
        str(arn),
        {
            "bucket": name,
            "arn": str(arn),
            "policy": _policy_of_bucket(name, calls),
            "server_side_encryption_configuration": _encryption(name, calls, place),
        },
    )


def _policy_of_bucket(name: str, calls: Calls) -> Value:
    try:
        answer = calls.ask("s3", "GetBucketPolicy", "NoSuchBucketPolicy", about=name, Bucket=name)
    except NotThere:
        return None
    except NotRead:
        return NOT_READ
    return json_of(answer.get("Policy"))


def _encryption(name: str, calls: Calls, place: Place) -> Value:
    absent = "ServerSideEncryptionConfigurationNotFoundError"
    try:
        answer = calls.ask("s3", "GetBucketEncryption", absent, about=name, Bucket=name)
    except NotRead:
        return None
    for rule in answer.get("ServerSideEncryptionConfiguration", {}).get("Rules", ()):
        default: Mapping[str, Any] = rule.get("ApplyServerSideEncryptionByDefault", {})
        key = place.key(default.get("KMSMasterKeyID"))
        if key is not None:
            return {"rule": {"apply_server_side_encryption_by_default": {"kms_master_key_id": key}}}
    return None


def _function(arn: Arn, calls: Calls, _place: Place) -> Iterator[Resource]:
    """Nothing, if it exists under this qualifier: the function itself is read with all others."""
    text = str(arn)
    calls.ask("lambda", "GetFunctionConfiguration", _GONE, about=text, FunctionName=text)
    yield from ()


READERS: Final[Mapping[DestinationKind, Callable[[Arn, Calls, Place], Iterator[Resource]]]] = {
    SQS: _queue,
    SNS: _topic,
    EVENT_BRIDGE: _bus,
    S3: _bucket,
    LAMBDA: _function,
}
