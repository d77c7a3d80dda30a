"""Reads the alarms of a region that watch asynchronous invocation or a queue, or that invoke a function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from constructs_eic.audit.calls import NotRead
from constructs_eic.audit.declared import NOT_READ

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_eic.audit.calls import Calls
    from constructs_eic.audit.declared import Place
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Value

ACTIONS: Final = {
    "alarm_actions": "AlarmActions",
    "ok_actions": "OKActions",
    "insufficient_data_actions": "InsufficientDataActions",
}
"""The arguments of an alarm that say what it invokes, as Terraform and as AWS name them."""
_NAMESPACES: Final = ("AWS/Lambda", "AWS/SQS")


def alarms(calls: Calls, place: Place) -> Iterator[Resource]:
    """The alarms; one that may watch everything if they could not all be read."""
    try:
        for page in calls.pages(
            "cloudwatch", "DescribeAlarms", AlarmTypes=["MetricAlarm", "CompositeAlarm"]
        ):
            for each in page.get("MetricAlarms", ()):
                if _invokes(each) or any(
                    metric.get("Namespace") in _NAMESPACES for metric in _metrics(each)
                ):
                    yield _metric_alarm(each, place)
            for each in page.get("CompositeAlarms", ()):
                if _invokes(each):
                    yield place.resource(
                        "aws_cloudwatch_composite_alarm", each["AlarmArn"], _actions(each)
                    )
    except NotRead:
        yield place.resource(
            "aws_cloudwatch_metric_alarm", f"alarms of {place.shown}", {"metric_name": NOT_READ}
        )


def _metric_alarm(alarm: Mapping[str, Any], place: Place) -> Resource:
    metrics: list[Value] = [
        {
            "metric": {
                "metric_name": metric.get("MetricName"),
                "dimensions": {
                    each["Name"]: each["Value"] for each in metric.get("Dimensions", ())
                },
            }
        }
        for metric in _metrics(alarm)
    ]
    arguments: dict[str, Value] = {"alarm_name": alarm["AlarmName"], **_actions(alarm)}
    return place.resource(
        "aws_cloudwatch_metric_alarm", alarm["AlarmArn"], {**arguments, "metric_query": metrics}
    )


def _metrics(alarm: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if alarm.get("MetricName"):
        return [alarm]
    queries = alarm.get("Metrics", ())
    return [each["MetricStat"]["Metric"] for each in queries if "MetricStat" in each]


def _actions(alarm: Mapping[str, Any]) -> dict[str, Value]:
    given = {argument: alarm.get(name) for argument, name in ACTIONS.items()}
    return {argument: list(value) for argument, value in given.items() if value}


def _invokes(alarm: Mapping[str, Any]) -> bool:
    return any(":lambda:" in action for name in ACTIONS.values() for action in alarm.get(name, ()))
