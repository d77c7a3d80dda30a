"""Reads what invokes functions asynchronously in a region: subscriptions, rules, schedules, pipes and alarms.

What invokes without any of these (S3, CloudWatch Logs, SES, AWS Config, IoT, CodeCommit) needs the permission of a
resource policy, and is read there.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from constructs_eic.audit.calls import NotRead, NotThere
from constructs_eic.audit.declared import NOT_READ
from constructs_eic.audit.resource_policies import json_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constructs_eic.audit.calls import Calls
    from constructs_eic.audit.declared import Place
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Value

Reader: TypeAlias = "Callable[[Calls, Place], Iterator[Resource]]"
_GONE: Final = ("ResourceNotFoundException", "NotFound", "NotFoundException")
_RESULT: Final = "Lambda Function Invocation Result"


def _is_lambda(arn: object) -> bool:
    return isinstance(arn, str) and ":lambda:" in arn


def _subscriptions(calls: Calls, place: Place) -> Iterator[Resource]:
    for page in calls.pages("sns", "ListSubscriptions"):
        for each in calls.each(list(filter(_is_confirmed, page.get("Subscriptions", ())))):
            arn = each["SubscriptionArn"]
            redrive: Value
            try:
                answer = calls.ask(
                    "sns", "GetSubscriptionAttributes", *_GONE, about=arn, SubscriptionArn=arn
                )
                redrive = answer.get("Attributes", {}).get("RedrivePolicy")
            except NotThere:
                continue
            except NotRead:
                redrive = NOT_READ
            yield place.resource(
                "aws_sns_topic_subscription",
                arn,
                {
                    "protocol": "lambda",
                    "topic_arn": each.get("TopicArn"),
                    "endpoint": each.get("Endpoint"),
                    "redrive_policy": redrive,
                },
            )


def _is_confirmed(subscription: Mapping[str, str]) -> bool:
    """Return whether a function is subscribed; a subscription that waits has no ARN yet."""
    arn = subscription.get("SubscriptionArn", "")
    return subscription.get("Protocol") == "lambda" and arn.startswith("arn:")


def _rules(calls: Calls, place: Place) -> Iterator[Resource]:
    for buses in calls.pages("events", "ListEventBuses"):
        for bus in buses.get("EventBuses", ()):
            with suppress(NotThere):  # it was deleted meanwhile
                yield from _rules_of(bus["Name"], calls, place)


def _rules_of(bus: str, calls: Calls, place: Place) -> Iterator[Resource]:
    for rules in calls.pages("events", "ListRules", *_GONE, about=bus, EventBusName=bus):
        for rule in calls.each(rules.get("Rules", ())):
            try:
                targets = list(_targets(rule, bus, calls, place))
            except NotRead:
                continue
            if targets or _RESULT in rule.get("EventPattern", ""):
                yield place.resource(
                    "aws_cloudwatch_event_rule",
                    rule["Arn"],
                    {
                        "name": rule["Name"],
                        "event_bus_name": bus,
                        "event_pattern": json_of(rule.get("EventPattern")),
                    },
                )
            yield from targets


def _targets(rule: Mapping[str, Any], bus: str, calls: Calls, place: Place) -> Iterator[Resource]:
    name, arn = rule["Name"], rule["Arn"]
    for page in calls.pages(
        "events", "ListTargetsByRule", *_GONE, about=name, Rule=name, EventBusName=bus
    ):
        for target in page.get("Targets", ()):
            if _is_lambda(target.get("Arn")):
                yield place.resource(
                    "aws_cloudwatch_event_target",
                    f"{arn}/target/{target['Id']}",
                    {
                        "rule": name,
                        "event_bus_name": bus,
                        "arn": target["Arn"],
                        "dead_letter_config": _dead_letters(target),
                    },
                )


def _schedules(calls: Calls, place: Place) -> Iterator[Resource]:
    for page in calls.pages("scheduler", "ListSchedules"):
        named = [each for each in page.get("Schedules", ()) if _is_lambda(_target_of(each))]
        for each in calls.each(named):
            function = _target_of(each)
            target: Value
            try:
                read = calls.ask(
                    "scheduler",
                    "GetSchedule",
                    *_GONE,
                    about=each["Name"],
                    Name=each["Name"],
                    GroupName=each.get("GroupName", "default"),
                ).get("Target", {})
                given = {
                    "arn": read.get("Arn", function),
                    "input": json_of(read.get("Input")),
                    "dead_letter_config": _dead_letters(read),
                }
                target = {name: value for name, value in given.items() if value is not None}
            except NotThere:
                continue
            except NotRead:
                target = {"arn": function, "dead_letter_config": NOT_READ}
            yield place.resource(
                "aws_scheduler_schedule", each["Arn"], {"name": each["Name"], "target": target}
            )


def _target_of(schedule: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as AWS answers
    return schedule.get("Target", {}).get("Arn")


def _pipes(calls: Calls, place: Place) -> Iterator[Resource]:
    for page in calls.pages("pipes", "ListPipes"):
        named = [each for each in page.get("Pipes", ()) if _is_lambda(each.get("Target"))]
        for each in calls.each(named):
            try:
                read = calls.ask(
                    "pipes",
                    "DescribePipe",
                    *_GONE,
                    "NotFoundException",
                    about=each["Name"],
                    Name=each["Name"],
                )
            except NotRead:
                continue
            parameters = read.get("TargetParameters", {}).get("LambdaFunctionParameters", {})
            yield place.resource(
                "aws_pipes_pipe",
                each["Arn"],
                {
                    "name": each["Name"],
                    "target": each["Target"],
                    "target_parameters": {
                        "lambda_function_parameters": {
                            "invocation_type": parameters.get("InvocationType")
                        }
                    },
                },
            )


def _dead_letters(target: Mapping[str, Any]) -> Value:
    arn = target.get("DeadLetterConfig", {}).get("Arn")
    return {"arn": arn} if arn else None


INVOKERS: Final[tuple[Reader, ...]] = (_subscriptions, _rules, _schedules, _pipes)
"""Each reads one kind of invokers in a region, and raises `NotRead` where its list breaks off."""
