"""The alarms of a configuration exist in CloudWatch as intended.

In the provider's older protocol, MiniStack returns an alarm without dimensions, period, statistic and description.
So every second plan would write them again; what CloudWatch stores is read through its newer protocol.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_eic import EventInvokeConfig, LostEventAlarms

if TYPE_CHECKING:
    from tests.e2e.base import Base
    from tests.e2e.cloud import Aws, Function
    from tests.e2e.terraform import Build, Workspace
    from tests.framework import TerraformStack


def test_alarms_watch_the_alias_and_its_queue_and_notify_the_topic(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function=function.name,
            qualifier="live",
            on_failure=base.queue_arn,
            maximum_event_age_in_seconds=3600,
            alarms=LostEventAlarms(notify=base.topic_arn, dropped_events=True),
        )

    apply(workspace, build)

    alarms = {**alarms_of(aws, function.name), **alarms_of(aws, "queue")}
    of_alias = {"FunctionName": function.name, "Resource": f"{function.name}:live"}
    assert {name: dimensions(alarm) for name, alarm in alarms.items()} == {
        "DestinationDeliveryFailures": of_alias,
        "AsyncEventsDropped": of_alias,
        "AsyncEventAge": of_alias,
        "ApproximateNumberOfMessagesVisible": {"QueueName": "queue"},
    }
    assert alarms["AsyncEventAge"]["Threshold"] == 2_880_000
    for alarm in alarms.values():
        assert alarm["AlarmActions"] == [base.topic_arn]
        assert alarm["TreatMissingData"] == "notBreaching"


def test_alarms_of_a_function_without_destination_go_with_the_configuration(
    aws: Aws, workspace: Workspace, function: Function
) -> None:
    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(stack, "async", function=function.arn, alarms=LostEventAlarms())

    apply(workspace, build)
    alarms = alarms_of(aws, function.name)
    workspace.destroy()

    assert {name: dimensions(alarm) for name, alarm in alarms.items()} == {
        "AsyncEventsDropped": {"FunctionName": function.name},
        "AsyncEventAge": {"FunctionName": function.name},
    }
    assert alarms_of(aws, function.name) == {}


def apply(workspace: Workspace, build: Build) -> None:
    workspace.write(build)
    workspace.apply()
    assert set(workspace.plan().planned) <= {"aws_cloudwatch_metric_alarm"}


def alarms_of(aws: Aws, name: str) -> dict[str, Any]:
    """The alarms named after a function or a queue, by their metric."""
    answer = aws.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"{name}-")
    return {alarm["MetricName"]: alarm for alarm in answer["MetricAlarms"]}


def dimensions(alarm: Any) -> dict[str, str]:
    return {each["Name"]: each["Value"] for each in alarm["Dimensions"]}
