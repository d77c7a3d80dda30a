"""What invokes functions asynchronously.

Source: "Invoking Lambda with events from other AWS services" in the AWS Lambda Developer Guide; each
service's own pages for EventBridge Scheduler and Amazon SES.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._facts.functions import Functions, Target
    from constructs_eic.checks._model.model import Model, Resource
    from constructs_eic.checks._model.values import Value

ASYNCHRONOUS_SERVICES: Final = frozenset(
    {
        "cloudformation",
        "codecommit",
        "config",
        "events",
        "iot",
        "iotevents",
        "logs",
        "s3",
        "scheduler",
        "ses",
        "sns",
    }
)
"""Services that invoke asynchronously, by the first label of their principal."""


@dataclass(frozen=True)
class Invocation:
    """A function that is invoked asynchronously, and by what."""

    target: Target
    invoker: Resource


def invocations(model: Model, functions: Functions) -> Iterator[Invocation]:
    """Every asynchronous invocation that the model declares."""
    for resource in model.of("aws_lambda_permission"):
        if _lets_invoke(resource):
            name, qualifier = resource.get("function_name"), resource.get("qualifier")
            for target in functions.targets(name, resource, qualifier):
                yield Invocation(target, resource)
    for type_, invoked in _INVOKED.items():
        for resource in model.of(type_):
            for value in invoked(resource):
                for target in functions.targets(value, resource):
                    yield Invocation(target, resource)


def _lets_invoke(permission: Resource) -> bool:
    principal, action = permission.get("principal"), permission.get("action")
    return (
        isinstance(principal, str)
        and ".amazonaws." in principal
        and principal.split(".")[0] in ASYNCHRONOUS_SERVICES
        and action in ("lambda:InvokeFunction", "lambda:*", "*")
    )


def _of_bucket(notification: Resource) -> Iterator[Value]:
    for block in notification.blocks("lambda_function"):
        yield block.get("lambda_function_arn")


def _of_subscription(subscription: Resource) -> Iterator[Value]:
    if subscription.get("protocol") == "lambda":
        yield subscription.get("endpoint")


def _of_rule(target: Resource) -> Iterator[Value]:
    yield target.get("arn")


def _of_schedule(schedule: Resource) -> Iterator[Value]:
    yield schedule.get("target", "arn")


def _of_logs(subscription_filter: Resource) -> Iterator[Value]:
    yield subscription_filter.get("destination_arn")


def _of_mail(rule: Resource) -> Iterator[Value]:
    for block in rule.blocks("lambda_action"):
        if block.get("invocation_type") in (None, "Event"):
            yield block.get("function_arn")


def _of_config_rule(rule: Resource) -> Iterator[Value]:
    if rule.get("source", "owner") == "CUSTOM_LAMBDA":
        yield rule.get("source", "source_identifier")


def _of_topic_rule(rule: Resource) -> Iterator[Value]:
    for block in rule.blocks("lambda"):
        yield block.get("function_arn")
    yield rule.get("error_action", "lambda", "function_arn")


def _of_repository(trigger: Resource) -> Iterator[Value]:
    for block in trigger.blocks("trigger"):
        yield block.get("destination_arn")


_INVOKED: Final = {
    "aws_s3_bucket_notification": _of_bucket,
    "aws_sns_topic_subscription": _of_subscription,
    "aws_cloudwatch_event_target": _of_rule,
    "aws_scheduler_schedule": _of_schedule,
    "aws_cloudwatch_log_subscription_filter": _of_logs,
    "aws_ses_receipt_rule": _of_mail,
    "aws_config_config_rule": _of_config_rule,
    "aws_iot_topic_rule": _of_topic_rule,
    "aws_codecommit_trigger": _of_repository,
}
