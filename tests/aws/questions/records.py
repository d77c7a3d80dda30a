"""What does Lambda write to each destination, and under which key to a bucket?"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.aws.stage import Function, Stage


def ask(stage: Stage) -> dict[str, Any]:
    """The record of a failed event as it arrived in each destination; `None` where it did not."""
    function = stage.function("records")
    queue = stage.queue("records")
    answers: dict[str, Any] = {}
    for qualifier in ("$LATEST", "live"):
        stage.say(f"records: a queue, of {qualifier}")
        token = _failed(stage, function, queue, qualifier)
        answers[f"queue, {qualifier}"] = stage.received(queue, token)
    for title, destination in (("topic", _topic(stage)), ("event bus", _bus(stage))):
        stage.say(f"records: {title}")
        arn, inbox = destination
        answers[title] = stage.received(inbox, _failed(stage, function, arn))
    stage.say("records: function")
    receiver = stage.function("receiver")
    answers["function"] = stage.logged(receiver, _failed(stage, function, receiver.arn))
    stage.say("records: bucket")
    answers["bucket"] = _in_bucket(stage, function)
    return answers


def _failed(stage: Stage, function: Function, destination: str, qualifier: str = "$LATEST") -> str:
    """Let an event fail whose record goes to `destination`; return the token in it."""
    token = secrets.token_hex(8)
    stage.configure(
        function,
        Qualifier=qualifier,
        MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": destination}},
    )
    stage.invoke(function, token, qualifier)
    return token


def _topic(stage: Stage) -> tuple[str, str]:
    inbox = stage.queue("topic-inbox")
    arn = stage.client("sns").create_topic(Name=stage.account.name("topic"))["TopicArn"]
    stage.accept(inbox, "sns.amazonaws.com", arn)
    stage.client("sns").subscribe(TopicArn=arn, Protocol="sqs", Endpoint=inbox)
    return arn, inbox


def _bus(stage: Stage) -> tuple[str, str]:
    inbox, name, events = (
        stage.queue("bus-inbox"),
        stage.account.name("bus"),
        stage.client("events"),
    )
    arn = events.create_event_bus(Name=name)["EventBusArn"]
    pattern = json.dumps({"source": [{"prefix": ""}]})
    rule = events.put_rule(Name=name, EventBusName=name, EventPattern=pattern)["RuleArn"]
    stage.accept(inbox, "events.amazonaws.com", rule)
    events.put_targets(Rule=name, EventBusName=name, Targets=[{"Id": "inbox", "Arn": inbox}])
    return arn, inbox


def _in_bucket(stage: Stage, function: Function) -> dict[str, str] | None:
    name, s3 = f"{stage.account.name('records')}-{stage.account.id}", stage.client("s3")
    elsewhere = stage.account.region != "us-east-1"
    placed = {"LocationConstraint": stage.account.region}
    s3.create_bucket(Bucket=name, **({"CreateBucketConfiguration": placed} if elsewhere else {}))
    _failed(stage, function, stage.arn("s3", name))

    def find() -> dict[str, str] | None:
        objects = s3.list_objects_v2(Bucket=name).get("Contents", ())
        for each in objects:
            body = s3.get_object(Bucket=name, Key=each["Key"])["Body"].read().decode()
            return {"key": each["Key"], "body": body}
        return None

    return stage.within_patience(find)
