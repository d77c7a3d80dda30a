"""What does Lambda write to each destination, and under which key to a bucket?"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from tests.aws.creation import create

if TYPE_CHECKING:
    from tests.aws.stage import Stage

CREATES = {"function": 2, "queue": 3, "topic": 1, "event bus": 1, "bucket": 1}


def ask(stage: Stage) -> dict[str, Any]:
    """For each destination, the id of a failed event's invocation and its record; `None` where none arrived."""
    function, queue = stage.function("records"), stage.queue("records")
    answers: dict[str, Any] = {}

    def let_fail(title: str, destination: str, qualifier: str = "$LATEST") -> str:
        """Let an event fail whose record goes to `destination`; return the token in it."""
        stage.say(f"records: {title}")
        token = secrets.token_hex(8)
        stage.configure(
            function,
            Qualifier=qualifier,
            MaximumRetryAttempts=0,
            DestinationConfig={"OnFailure": {"Destination": destination}},
        )
        answers[title] = {"invocation": stage.invoke(function, token, qualifier)}
        return token

    for qualifier in ("$LATEST", "live"):
        title = f"queue, {qualifier}"
        answers[title]["record"] = stage.received(queue, let_fail(title, queue, qualifier))
    for title, (arn, inbox) in (("topic", _topic(stage)), ("event bus", _bus(stage))):
        answers[title]["record"] = stage.received(inbox, let_fail(title, arn))
    receiver = stage.function("receiver")
    answers["function"]["record"] = stage.logged(receiver, let_fail("function", receiver.arn))
    bucket = _bucket(stage)
    let_fail("bucket", stage.arn("s3", bucket))
    answers["bucket"] |= _object_in(stage, bucket)
    return answers


def _topic(stage: Stage) -> tuple[str, str]:
    inbox = stage.queue("topic-inbox")
    arn = stage.client("sns").create_topic(Name=stage.account.name("topic", "topic"))["TopicArn"]
    stage.accept(inbox, "sns.amazonaws.com", arn)
    stage.client("sns").subscribe(TopicArn=arn, Protocol="sqs", Endpoint=inbox)
    return arn, inbox


def _bus(stage: Stage) -> tuple[str, str]:
    inbox, name, events = (
        stage.queue("bus-inbox"),
        stage.account.name("bus", "event bus"),
        stage.client("events"),
    )
    create(lambda: events.create_event_bus(Name=name))
    pattern = json.dumps({"source": [{"prefix": ""}]})
    rule = events.put_rule(Name=name, EventBusName=name, EventPattern=pattern)["RuleArn"]
    stage.accept(inbox, "events.amazonaws.com", rule)
    events.put_targets(Rule=name, EventBusName=name, Targets=[{"Id": "inbox", "Arn": inbox}])
    return stage.arn("events", f"event-bus/{name}"), inbox


def _bucket(stage: Stage) -> str:
    name = stage.account.name(f"records-{stage.account.id}", "bucket")
    elsewhere = stage.account.region != "us-east-1"
    placed = {"CreateBucketConfiguration": {"LocationConstraint": stage.account.region}}
    s3 = stage.client("s3")
    create(lambda: s3.create_bucket(Bucket=name, **(placed if elsewhere else {})))
    return name


def _object_in(stage: Stage, bucket: str) -> dict[str, str | None]:
    """The key of the object in a bucket, and what is in it."""
    s3 = stage.client("s3")

    def find() -> dict[str, str | None] | None:
        for each in s3.list_objects_v2(Bucket=bucket).get("Contents", ()):
            # Lambda may write a test object when the destination is set.
            if each["Key"].startswith("aws/lambda/async/") and each["Size"]:
                body = s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read().decode()
                return {"key": each["Key"], "record": body}
        return None

    return stage.within_patience(find) or {"record": None}
