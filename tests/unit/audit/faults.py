"""Fills an account with a function for each kind of invoker, of destination and of fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.unit.audit.planted import policy

if TYPE_CHECKING:
    from tests.unit.audit.planted import PlantedAccount

SEND = "sqs:SendMessage"
TWO_WEEKS = {"MessageRetentionPeriod": "1209600"}


def filled(account: PlantedAccount) -> PlantedAccount:
    """The region with a function for each kind of invoker, of destination and of fault."""
    here = account.region
    failures = account.queue("failures", **TWO_WEEKS)
    sender = account.role("sender", (SEND, failures))
    idle = account.role("idle")
    # Invoked, and kept by a destination or a dead-letter queue: sound.
    for name in (
        "by-topic",
        "by-rule",
        "by-schedule",
        "by-pipe",
        "by-alarm",
        "by-bucket",
        "by-logs",
    ):
        account.of(name, sender)
        account.keeps(name, failures)
    account.topic_invokes(account.arn("lambda", "function:by-topic"), "orders", failures)
    account.rule_invokes(account.arn("lambda", "function:by-rule"), "nightly", failures)
    account.schedule_invokes(account.arn("lambda", "function:by-schedule"), "hourly", failures)
    account.bucket_invokes("by-bucket")
    account.permit("by-logs", "logs.amazonaws.com", account.arn("logs", "log-group:/x:*"))
    account.service("cloudwatch").put_metric_alarm(
        AlarmName="alarm",
        Namespace="AWS/EC2",
        MetricName="CPUUtilization",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        AlarmActions=[account.arn("lambda", "function:by-alarm")],
    )
    account.of("dead-letter", sender, DeadLetterConfig={"TargetArn": failures})
    account.bucket_invokes("dead-letter")
    # Each kind of destination: sound.
    topic = account.service("sns").create_topic(Name="failed")["TopicArn"]
    account.of("to-topic", account.role("to-topic", ("sns:Publish", topic)))
    account.keeps("to-topic", topic)
    bus = account.service("events").create_event_bus(Name="failed")["EventBusArn"]
    account.of("to-bus", account.role("to-bus", ("events:PutEvents", bus)))
    account.keeps("to-bus", bus)
    bucket = f"arn:aws:s3:::failed-{here}"
    account.service("s3").create_bucket(
        Bucket=f"failed-{here}", CreateBucketConfiguration={"LocationConstraint": here}
    )
    rights = (("s3:PutObject", f"{bucket}/*"), ("s3:ListBucket", bucket))
    account.of("to-bucket", account.role("to-bucket", *rights))
    account.keeps("to-bucket", bucket)
    receiver = account.of("receiver", idle)
    account.of("to-function", account.role("to-function", ("lambda:InvokeFunction", receiver)))
    account.keeps("to-function", receiver)
    account.of("administered", account.role("administered"))
    account.iam.attach_role_policy(
        RoleName=f"administered-{here}", PolicyArn="arn:aws:iam::aws:policy/SecurityAudit"
    )
    account.keeps("administered", failures)
    account.pipe_invokes(receiver, "stream", failures)
    # Not invoked asynchronously: nothing to say.
    account.of("by-api", idle)
    account.permit("by-api", "apigateway.amazonaws.com", account.arn("execute-api", "x/*"))
    # EIC001
    account.of("lost", idle)
    account.bucket_invokes("lost")
    account.counted("lost", AsyncEventsReceived=12_031, AsyncEventsDropped=412)
    account.of("lost-alias", sender)
    account.alias("lost-alias", "live")
    account.bucket_invokes("lost-alias", "live")
    account.keeps("lost-alias", failures)
    account.counted("lost-alias", AsyncEventsReceived=9, AsyncEventsDropped=7)
    account.counted("lost-alias", "live", AsyncEventsReceived=5, AsyncEventsDropped=4)
    # EIC003
    account.of("denied", idle)
    account.keeps("denied", failures)
    account.counted(
        "denied", AsyncEventsReceived=20, AsyncEventsDropped=3, DestinationDeliveryFailures=3
    )
    managed = account.iam.create_policy(
        PolicyName=f"managed-{here}", PolicyDocument=json.dumps(policy((SEND, failures)))
    )["Policy"]["Arn"]
    account.role("managed")
    account.iam.attach_role_policy(RoleName=f"managed-{here}", PolicyArn=managed)
    account.of("managed", f"arn:aws:iam::000000000000:role/managed-{here}")
    account.keeps("managed", failures)
    # EIC005
    account.queue("ordered.fifo", FifoQueue="true")
    account.of("fifo", account.role("fifo", (SEND, account.arn("sqs", "ordered.fifo"))))
    account.keeps("fifo", account.arn("sqs", "ordered.fifo"))
    # EIC008
    account.of("by-careless-topic", sender)
    account.keeps("by-careless-topic", failures)
    account.topic_invokes(account.arn("lambda", "function:by-careless-topic"), "careless")
    account.of("by-careless-rule", sender)
    account.keeps("by-careless-rule", failures)
    account.rule_invokes(account.arn("lambda", "function:by-careless-rule"), "careless")
    account.of("by-careless-schedule", sender)
    account.keeps("by-careless-schedule", failures)
    account.schedule_invokes(account.arn("lambda", "function:by-careless-schedule"), "careless")
    # EIC010
    brief = account.queue("brief", MessageRetentionPeriod="3600")
    account.of("brief", account.role("brief", (SEND, brief)))
    account.keeps("brief", brief)
    key = account.service("kms").create_key()["KeyMetadata"]["Arn"]
    locked = account.queue("locked", KmsMasterKeyId=key, **TWO_WEEKS)
    account.of("locked", account.role("locked", (SEND, locked)))
    account.keeps("locked", locked)
    other = account.service("kms").create_key()["KeyMetadata"]["Arn"]
    both = (("kms:Decrypt", key), ("kms:GenerateDataKey", key))
    account.of("unlocked", account.role("unlocked", (SEND, locked), *both))
    account.keeps("unlocked", locked)
    # EIC101
    gone = account.queue("gone")
    account.of("into-the-void", account.role("void", (SEND, gone)))
    account.keeps("into-the-void", gone)
    account.sqs.delete_queue(QueueUrl=account.sqs.get_queue_url(QueueName="gone")["QueueUrl"])
    disabled = account.queue("disabled", KmsMasterKeyId=other, **TWO_WEEKS)
    rights = (("kms:Decrypt", other), ("kms:GenerateDataKey", other))
    account.of("disabled", account.role("disabled", (SEND, disabled), *rights))
    account.keeps("disabled", disabled)
    account.service("kms").disable_key(KeyId=other)
    # EIC102
    account.of("orphan", sender)
    account.alias("orphan", "blue")
    account.keeps("orphan", failures, "blue")
    account.client.delete_alias(FunctionName="orphan", Name="blue")
    account.sqs.send_message(
        QueueUrl=account.sqs.get_queue_url(QueueName="failures")["QueueUrl"], MessageBody="{}"
    )
    return account


FAULTS = {
    ("lost", "$LATEST"): {"EIC001"},
    ("lost-alias", "live"): {"EIC001"},
    ("denied", "$LATEST"): {"EIC003"},
    ("administered", "$LATEST"): {"EIC003"},
    ("fifo", "$LATEST"): {"EIC005"},
    ("by-careless-topic", "$LATEST"): {"EIC008"},
    ("by-careless-rule", "$LATEST"): {"EIC008"},
    ("by-careless-schedule", "$LATEST"): {"EIC008"},
    ("brief", "$LATEST"): {"EIC010"},
    ("locked", "$LATEST"): {"EIC010"},
    ("into-the-void", "$LATEST"): {"EIC101"},
    ("disabled", "$LATEST"): {"EIC101"},
    ("orphan", "blue"): {"EIC102"},
}
