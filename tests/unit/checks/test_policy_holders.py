"""The policy that a destination has itself, however it names it: EIC003 cannot know what it permits."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_eic.checks import check
from tests.unit.checks.documents import Json, allow, policy, resources, sound

ACCOUNT = "eu-west-1:123456789012"
QUEUE = f"arn:aws:sqs:{ACCOUNT}:failures"
TOPIC = f"arn:aws:sns:{ACCOUNT}:failures"
BUS = f"arn:aws:events:{ACCOUNT}:event-bus/failures"
DEFAULT_BUS = f"arn:aws:events:{ACCOUNT}:event-bus/default"
FUNCTION = f"arn:aws:lambda:{ACCOUNT}:function:failures"
URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/failures"


def holder(type_: str, action: str, **names: str) -> tuple[str, Json]:
    return type_, {**names, "policy": policy(allow(action, "*", Principal="*"))}


def permission(function: str, **more: str) -> tuple[str, Json]:
    named = {"function_name": function, "principal": "*", "action": "lambda:InvokeFunction"}
    return "aws_lambda_permission", {**named, **more}


def bus_permission(**more: str) -> tuple[str, Json]:
    return "aws_cloudwatch_event_permission", {"principal": "*", "statement_id": "it", **more}


def document_with(destination: str, type_: str, arguments: Json) -> Json:
    document = sound()
    del document["resource"]["aws_iam_role_policy"]
    config = document["resource"]["aws_lambda_function_event_invoke_config"]["orders"]
    del config["depends_on"]
    config["destination_config"] = [{"on_failure": [{"destination": destination}]}]
    document["provider"] = {"aws": [{"region": "eu-west-1"}]}
    resources(document, "aws_sns_topic")["it"] = {"name": "failures"}
    resources(document, "aws_s3_bucket")["it"] = {"bucket": "failures"}
    resources(document, "aws_cloudwatch_event_bus")["it"] = {"name": "failures"}
    resources(document, "aws_lambda_function")["it"] = {"function_name": "failures", "role": "x"}
    resources(document, type_)["own"] = arguments
    document["data"] = {"aws_sqs_queue": {"found": {"name": "failures"}}}
    return document


def findings(destination: str, type_: str, arguments: Json) -> list[str]:
    found = check(document_with(destination, type_, arguments), select=["EIC003"])
    return [each.address for each in found]


QUEUES = ("${aws_sqs_queue.failures.id}", URL, "${data.aws_sqs_queue.found.url}")
CASES: list[tuple[str, tuple[str, Json]]] = [
    *(
        (destination, holder("aws_sqs_queue_policy", "sqs:SendMessage", queue_url=url))
        for destination in ("${aws_sqs_queue.failures.arn}", QUEUE)
        for url in QUEUES
    ),
    *(
        (destination, holder("aws_sns_topic_policy", "sns:Publish", arn=arn))
        for destination in ("${aws_sns_topic.it.arn}", TOPIC)
        for arn in ("${aws_sns_topic.it.arn}", TOPIC)
    ),
    *(
        (destination, holder("aws_s3_bucket_policy", "s3:*", bucket=bucket))
        for destination in ("${aws_s3_bucket.it.arn}", "arn:aws:s3:::failures")
        for bucket in ("${aws_s3_bucket.it.id}", "failures")
    ),
    *(
        (destination, made)
        for destination in ("${aws_cloudwatch_event_bus.it.arn}", BUS)
        for name in ("${aws_cloudwatch_event_bus.it.name}", "failures", BUS)
        for made in (
            holder("aws_cloudwatch_event_bus_policy", "events:PutEvents", event_bus_name=name),
            bus_permission(event_bus_name=name),
        )
    ),
    (DEFAULT_BUS, holder("aws_cloudwatch_event_bus_policy", "events:PutEvents")),
    (DEFAULT_BUS, bus_permission()),
    *(
        (destination, permission(name))
        for destination in ("${aws_lambda_function.it.arn}", FUNCTION)
        for name in ("${aws_lambda_function.it.function_name}", "failures", FUNCTION)
    ),
    (f"{FUNCTION}:live", permission("failures", qualifier="live")),
    (
        "${aws_lambda_function.it.arn}",
        permission("failures", principal="${aws_iam_role.orders.arn}"),
    ),
]


@pytest.mark.parametrize(("destination", "own"), CASES)
def test_a_policy_for_everybody_leaves_it_open(destination: str, own: tuple[str, Json]) -> None:
    assert findings(destination, *own) == []


OTHERS: list[tuple[str, tuple[str, Json]]] = [
    (QUEUE, holder("aws_sqs_queue_policy", "sqs:SendMessage", queue_url=f"{URL}-of-others")),
    (QUEUE, holder("aws_sqs_queue_policy", "sqs:ReceiveMessage", queue_url=URL)),
    (TOPIC, holder("aws_sns_topic_policy", "sns:Publish", arn=f"{TOPIC}-of-others")),
    ("arn:aws:s3:::failures", holder("aws_s3_bucket_policy", "s3:*", bucket="others")),
    (BUS, holder("aws_cloudwatch_event_bus_policy", "events:PutEvents")),
    (BUS, bus_permission()),
    (BUS, bus_permission(event_bus_name="failures", principal="123456789012")),
    (DEFAULT_BUS, bus_permission(event_bus_name="failures")),
    (FUNCTION, permission("orders")),
    (FUNCTION, permission("failures", principal="lambda.amazonaws.com")),
    (FUNCTION, permission("failures", qualifier="live")),
    (f"{FUNCTION}:live", permission("failures")),
    (FUNCTION, permission("failures", action="lambda:GetFunction")),
]


@pytest.mark.parametrize(("destination", "own"), OTHERS)
def test_a_policy_of_something_else_opens_nothing(
    destination: str, own: tuple[str, dict[str, Any]]
) -> None:
    [finding] = findings(destination, *own)
    assert finding == "aws_lambda_function_event_invoke_config.orders"
