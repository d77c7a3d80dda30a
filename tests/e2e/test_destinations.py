"""Lambda keeps each destination as it was given, and a record actually arrives there.

MiniStack delivers the record of a failed event to a queue, a topic and a function. It sends nothing on success,
and nothing to an event bus or a bucket; for these, the tests check what Lambda and EventBridge store.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig, LambdaDestination, SnsDestination
from tests.e2e.destination_cases import DEFAULT_BUS, DESTINATION_CASES
from tests.e2e.waiting import eventually
from tests.framework import SnsTopicSubscription

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.e2e.base import Base
    from tests.e2e.cloud import Aws, Function
    from tests.e2e.conftest import SlowApply
    from tests.e2e.destination_cases import Shown
    from tests.e2e.terraform import Workspace
    from tests.framework import TerraformStack


@pytest.fixture
def token() -> str:
    """A word that marks one event."""
    return uuid.uuid4().hex


@pytest.mark.parametrize("name", DESTINATION_CASES)
def test_lambda_keeps_the_destination(
    aws: Aws, destination_cases: Mapping[str, Shown], name: str
) -> None:
    case, function = destination_cases[name].case, destination_cases[name].function

    configuration = aws.configurations(function.name)["$LATEST"]

    kept = {outcome: configuration[outcome] for outcome in ("on_failure", "on_success")}
    assert kept == {"on_failure": None, "on_success": None, case.outcome: case.arn}


@pytest.mark.parametrize(("retries", "runs"), [(0, 1), (2, 3)])
def test_a_failing_event_alone_arrives_in_the_queue_after_one_run_and_each_retry(
    aws: Aws,
    workspace: Workspace,
    function: Function,
    base: Base,
    token: str,
    retries: int,
    runs: int,
) -> None:
    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function=function.name,
            on_failure=base.queue_arn,
            maximum_retry_attempts=retries,
        )

    workspace.converge(build)
    fine, failing = {"token": f"fine-{token}"}, {"fail": True, "token": token}
    aws.invoke(function.name, fine)
    eventually(lambda: aws.events_of(function.name))
    aws.invoke(function.name, failing)
    record = aws.message_about(f'"{token}"', base.queue_url)

    assert_is_record_of(record, function, failing)
    assert aws.events_of(function.name) == [fine, *[failing] * runs]
    assert f"fine-{token}" not in json.dumps(aws.messages(base.queue_url))


def test_a_failing_event_arrives_at_the_subscribers_of_the_topic(
    aws: Aws, workspace: Workspace, function: Function, base: Base, token: str
) -> None:
    def build(stack: TerraformStack) -> None:
        destination = SnsDestination()
        config = EventInvokeConfig(
            stack,
            "async",
            function=function.name,
            on_failure=destination,
            maximum_retry_attempts=0,
        )
        SnsTopicSubscription(
            config,
            "subscription",
            topic_arn=destination.topic.arn,
            protocol="sqs",
            endpoint=base.queue_arn,
        )

    workspace.converge(build)
    event = {"fail": True, "token": token}
    aws.invoke(function.name, event)
    notification = aws.message_about(token, base.queue_url)

    assert_is_record_of(json.loads(notification["Message"]), function, event)


def test_a_failing_event_arrives_at_the_next_function(
    aws: Aws, workspace: Workspace, function: Function, token: str
) -> None:
    receiver = aws.new_function()

    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function=function.name,
            on_failure=receiver.arn,
            maximum_retry_attempts=0,
        )

    workspace.converge(build)
    event = {"fail": True, "token": token}
    aws.invoke(function.name, event)
    (record,) = eventually(lambda: aws.events_of(receiver.name))

    assert_is_record_of(record, function, event)


def test_a_queue_made_by_the_construct_is_encrypted_keeps_14_days_and_receives(
    aws: Aws, own_queue: SlowApply, token: str
) -> None:
    function, applied = own_queue.function, own_queue.finished()
    assert applied.errors == []
    assert own_queue.workspace.plan().is_empty
    queue_arn = aws.configurations(function.name)["$LATEST"]["on_failure"]
    queue_url = aws.sqs.get_queue_url(QueueName=queue_arn.rpartition(":")[2])["QueueUrl"]
    answer = aws.sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])
    event = {"fail": True, "token": token}
    aws.invoke(function.name, event)

    assert answer["Attributes"]["MessageRetentionPeriod"] == str(14 * 24 * 60 * 60)
    assert answer["Attributes"]["SqsManagedSseEnabled"] == "true"
    assert_is_record_of(aws.message_about(token, queue_url), function, event)


def test_the_response_alone_reaches_the_next_function_and_of_this_qualifier_only(
    aws: Aws, workspace: Workspace, function: Function, token: str
) -> None:
    receiver = aws.new_function()

    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function=function.arn,
            qualifier="live",
            on_success=LambdaDestination(receiver.arn, response_only=True),
        )

    workspace.converge(build)

    (rule,) = rules_with_target(aws, receiver.arn)
    assert json.loads(rule["EventPattern"]) == {
        "source": ["lambda"],
        "detail-type": ["Lambda Function Invocation Result - Success"],
        "resources": [f"{function.arn}:live"],
    }
    (target,) = aws.events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert (target["Arn"], target["InputPath"]) == (receiver.arn, "$.detail.responsePayload")
    (permission,) = json.loads(aws.lambda_.get_policy(FunctionName=receiver.name)["Policy"])[
        "Statement"
    ]
    assert permission["Action"] == "lambda:InvokeFunction"
    assert permission["Principal"] == {"Service": "events.amazonaws.com"}
    assert permission["Condition"] == {"ArnLike": {"AWS:SourceArn": rule["Arn"]}}
    assert aws.configurations(function.name)["live"]["on_success"] == DEFAULT_BUS

    put_result(aws, f"{function.arn}:canary", {"token": "of another qualifier"})
    put_result(aws, f"{function.arn}:live", {"token": token})
    eventually(lambda: aws.events_of(receiver.name))
    assert aws.events_of(receiver.name) == [{"token": token}]


def test_the_permission_of_a_response_for_an_alias_is_on_the_alias(
    aws: Aws, workspace: Workspace, function: Function
) -> None:
    receiver = aws.new_function()

    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function=function.name,
            on_failure=LambdaDestination(f"{receiver.arn}:live", response_only=True),
        )

    workspace.converge(build)

    (rule,) = rules_with_target(aws, f"{receiver.arn}:live")
    assert json.loads(rule["EventPattern"])["detail-type"] == [
        "Lambda Function Invocation Result - Failure"
    ]
    policy = aws.lambda_.get_policy(FunctionName=receiver.name, Qualifier="live")["Policy"]
    (permission,) = json.loads(policy)["Statement"]
    assert permission["Resource"] == f"{receiver.arn}:live"
    put_result(aws, f"{function.arn}:$LATEST", {"errorMessage": "no"}, title="Failure")
    assert eventually(lambda: aws.events_of(receiver.name)) == [{"errorMessage": "no"}]


def rules_with_target(aws: Aws, arn: str) -> list[Any]:
    names = aws.events.list_rule_names_by_target(TargetArn=arn)["RuleNames"]
    return [aws.events.describe_rule(Name=name) for name in names]


def put_result(
    aws: Aws, function_arn: str, response: Mapping[str, Any], *, title: str = "Success"
) -> None:
    """Put the event that Lambda puts on the default bus when an invocation has ended."""
    entry = {
        "Source": "lambda",
        "DetailType": f"Lambda Function Invocation Result - {title}",
        "Resources": [function_arn],
        "Detail": json.dumps({"version": "1.0", "responsePayload": response}),
    }
    assert aws.events.put_events(Entries=[entry])["FailedEntryCount"] == 0


def assert_is_record_of(
    record: Mapping[str, Any], function: Function, event: Mapping[str, Any]
) -> None:
    assert record["requestContext"]["functionArn"].startswith(function.arn)
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["requestPayload"] == event
    assert record["responseContext"] == {"statusCode": 200, "functionError": "Unhandled"}
    assert record["responsePayload"]["errorMessage"] == "told to fail"
