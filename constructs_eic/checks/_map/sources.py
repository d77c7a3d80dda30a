"""The invokers as a reader knows them: the bucket of a notification, the topic of a subscription, a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._facts.invocations import invocations
from constructs_eic.checks._model.lookups import literal_name
from constructs_eic.checks._model.values import Value, references_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_eic.checks._facts.context import Context
    from constructs_eic.checks._facts.invocations import Invocation
    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks._model.resource import Resource

_PERMISSION: Final = "aws_lambda_permission"
# The service, and the argument that names what the resource belongs to; by itself if there is none.
_OF: Final[Mapping[str, tuple[str, str]]] = {
    "aws_s3_bucket_notification": ("S3 bucket", "bucket"),
    "aws_sns_topic_subscription": ("SNS topic", "topic_arn"),
    "aws_cloudwatch_event_target": ("EventBridge rule", "rule"),
    "aws_scheduler_schedule": ("EventBridge schedule", ""),
    "aws_pipes_pipe": ("EventBridge pipe", ""),
    "aws_cloudwatch_metric_alarm": ("CloudWatch alarm", ""),
    "aws_cloudwatch_composite_alarm": ("CloudWatch alarm", ""),
    "aws_cloudwatch_log_subscription_filter": ("CloudWatch log group", "log_group_name"),
    "aws_cloudwatch_log_account_policy": ("CloudWatch Logs", ""),
    "aws_ses_receipt_rule": ("SES receipt rule", ""),
    "aws_config_config_rule": ("AWS Config rule", ""),
    "aws_config_organization_custom_rule": ("AWS Config rule", ""),
    "aws_iot_topic_rule": ("IoT rule", ""),
    "aws_codecommit_trigger": ("CodeCommit repository", "repository_name"),
    "aws_codepipeline": ("CodePipeline", ""),
    "aws_api_gateway_integration": ("API Gateway", "rest_api_id"),
    "aws_api_gateway_rest_api": ("API Gateway", ""),
    "aws_apigatewayv2_integration": ("API Gateway", "api_id"),
    _PERMISSION: ("", "source_arn"),
}
_SERVICE_OF_PRINCIPAL: Final = {
    "s3": "S3 bucket",
    "sns": "SNS topic",
    "events": "EventBridge rule",
    "scheduler": "EventBridge schedule",
    "lambda": "CloudWatch alarm",  # lambda.alarms.cloudwatch.amazonaws.com
    "logs": "CloudWatch log group",
    "ses": "SES receipt rule",
    "config": "AWS Config rule",
    "iot": "IoT rule",
    "codecommit": "CodeCommit repository",
    "iotevents": "IoT Events",
    "cloudformation": "CloudFormation",
}


@dataclass(frozen=True)
class InvocationSource:
    """The source of invocations, as a picture shows it.

    Attributes:
        key: Equal for equal sources.
        service: The service, such as `SNS topic`.
        name: The topic's name, the rule's name.
        group: The stack or module that it is in.
        is_permission: Whether only a permission shows it.
    """

    key: str
    service: str
    name: str
    group: str
    is_permission: bool = False


def invocations_by_source(context: Context) -> Iterator[tuple[Invocation, InvocationSource]]:
    """Each asynchronous invocation that is certain, without a permission for what another resource does."""
    certain = [
        (each, source_of(each.invoker, context.model))
        for each in invocations(context.model, context.functions)
        if each.target.is_certain
    ]
    told = {
        (each.target.key, source.service) for each, source in certain if not source.is_permission
    }
    for each, source in certain:
        if not (source.is_permission and (each.target.key, source.service) in told):
            yield each, source


def source_of(invoker: Resource, model: Model) -> InvocationSource:
    """Return what the resource that invokes a function belongs to."""
    service, argument = _OF[invoker.type]
    is_permission = invoker.type == _PERMISSION
    if is_permission:
        principal = str(invoker.get("principal")).split(".")[0]
        service = _SERVICE_OF_PRINCIPAL.get(principal, principal)
    value = invoker.get(argument) if argument else None
    if isinstance(value, str):
        text = value.removesuffix(":*")  # the ARN of a log group's streams
        name = text.rpartition(":")[2].rpartition("/")[2] or value
        # In an account, it is where what invokes is; in a document, a name says nothing about that.
        group = invoker.stack or "" if invoker.address.startswith("arn:") else ""
        return InvocationSource(f"{service} {name} {group}", service, name, group, is_permission)
    resource = _named(value, invoker, model) or invoker
    name = name_of(resource)
    if resource.type == _PERMISSION:  # which bucket, or which topic, it does not say
        name = f"permitted by {re.split('[./]', resource.address)[-1]}"
    return InvocationSource(resource.id, service, name, group_of(resource), is_permission)


def name_of(resource: Resource) -> str:
    """A resource's literal name, else the name of its block or the last part of its ARN."""
    if resource.address.startswith("arn:"):
        return literal_name(resource) or re.split("[:/]", resource.address)[-1]
    return literal_name(resource) or resource.address.rpartition(f"{resource.type}.")[2]


def group_of(resource: Resource) -> str:
    """The stack that a resource is in, else the module."""
    if resource.stack:
        return resource.stack
    before, is_in_module, _ = resource.address.rpartition(f".{resource.type}.")
    return before if is_in_module else ""


def _named(value: Value, source: Resource, model: Model) -> Resource | None:
    found = [each for ref in references_in(value) for each in model.referred(ref, source)]
    return found[0] if len(found) == 1 else None
