"""The arguments of resources that name a function which is invoked asynchronously.

Sources: "Invoking Lambda with events from other AWS services" and "Using AWS Lambda with AWS CodePipeline" in the
AWS Lambda Developer Guide; "Invoke a Lambda function from an alarm" in the Amazon CloudWatch User Guide;
"PipeTargetLambdaFunctionParameters" in the Amazon EventBridge Pipes API Reference; "Using universal targets in
EventBridge Scheduler" in the EventBridge Scheduler User Guide; "PutAccountPolicy" in the Amazon CloudWatch Logs API
Reference; "OrganizationCustomRuleMetadata" in the AWS Config API Reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from constructs_eic.checks._facts.api_gateway import of_integration, of_rest_api, of_websocket
from constructs_eic.checks._facts.json_text import parsed_json
from constructs_eic.checks._model.values import Expression, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constructs_eic.checks._model.resource import Resource

Invoked: TypeAlias = "tuple[Value, Value]"
"""A function's name or ARN, and the qualifier that is given beside it, if one is."""


def _of_bucket(notification: Resource) -> Iterator[Invoked]:
    for block in notification.blocks("lambda_function"):
        yield block.get("lambda_function_arn"), None


def _of_subscription(subscription: Resource) -> Iterator[Invoked]:
    if subscription.get("protocol") == "lambda":
        yield subscription.get("endpoint"), None


def _of_rule(target: Resource) -> Iterator[Invoked]:
    yield target.get("arn"), None


def _of_schedule(schedule: Resource) -> Iterator[Invoked]:
    arn = schedule.get("target", "arn")
    operation = _text_at_end(arn).rpartition(":aws-sdk:lambda:")[2]
    if operation not in ("invoke", "invokeAsync"):
        yield arn, None
        return
    request = parsed_json(schedule.get("target", "input"))
    if isinstance(request, dict) and (
        operation == "invokeAsync" or request.get("InvocationType") == "Event"
    ):
        yield request.get("FunctionName"), request.get("Qualifier")


def _of_pipe(pipe: Resource) -> Iterator[Invoked]:
    parameters = ("target_parameters", "lambda_function_parameters", "invocation_type")
    if pipe.get(*parameters) == "FIRE_AND_FORGET":
        yield pipe.get("target"), None


def _of_alarm(alarm: Resource) -> Iterator[Invoked]:
    for name in ("alarm_actions", "ok_actions", "insufficient_data_actions"):
        actions = alarm.arguments.get(name)
        for each in actions if isinstance(actions, list) else [actions]:
            yield each, None


def _of_pipeline(pipeline: Resource) -> Iterator[Invoked]:
    for stage in pipeline.blocks("stage"):
        for action in stage.blocks("action"):
            kind = (action.get("category"), action.get("provider"))
            if kind == ("Invoke", "Lambda") and action.get("owner") in (None, "AWS"):
                yield action.get("configuration", "FunctionName"), None


def _of_logs(subscription_filter: Resource) -> Iterator[Invoked]:
    yield subscription_filter.get("destination_arn"), None


def _of_logs_of_account(policy: Resource) -> Iterator[Invoked]:
    document = parsed_json(policy.get("policy_document"))
    if policy.get("policy_type") == "SUBSCRIPTION_FILTER_POLICY" and isinstance(document, dict):
        yield document.get("DestinationArn"), None


def _of_mail(rule: Resource) -> Iterator[Invoked]:
    for block in rule.blocks("lambda_action"):
        if block.get("invocation_type") in (None, "Event"):
            yield block.get("function_arn"), None


def _of_config_rule(rule: Resource) -> Iterator[Invoked]:
    if rule.get("source", "owner") == "CUSTOM_LAMBDA":
        yield rule.get("source", "source_identifier"), None


def _of_config_rule_of_organization(rule: Resource) -> Iterator[Invoked]:
    yield rule.get("lambda_function_arn"), None


def _of_topic_rule(rule: Resource) -> Iterator[Invoked]:
    for block in rule.blocks("lambda"):
        yield block.get("function_arn"), None
    yield rule.get("error_action", "lambda", "function_arn"), None


def _of_repository(trigger: Resource) -> Iterator[Invoked]:
    for block in trigger.blocks("trigger"):
        yield block.get("destination_arn"), None


def _text_at_end(value: Value) -> str:
    """The literal text that a value ends with: `arn:${…}:scheduler:::…` is that of any partition."""
    end = value.parts[-1] if isinstance(value, Expression) else value
    return end if isinstance(end, str) else ""


INVOKED: Final[Mapping[str, Callable[[Resource], Iterator[Invoked]]]] = {
    "aws_s3_bucket_notification": _of_bucket,
    "aws_sns_topic_subscription": _of_subscription,
    "aws_cloudwatch_event_target": _of_rule,
    "aws_scheduler_schedule": _of_schedule,
    "aws_pipes_pipe": _of_pipe,
    "aws_cloudwatch_metric_alarm": _of_alarm,
    "aws_cloudwatch_composite_alarm": _of_alarm,
    "aws_cloudwatch_log_subscription_filter": _of_logs,
    "aws_cloudwatch_log_account_policy": _of_logs_of_account,
    "aws_ses_receipt_rule": _of_mail,
    "aws_config_config_rule": _of_config_rule,
    "aws_config_organization_custom_rule": _of_config_rule_of_organization,
    "aws_iot_topic_rule": _of_topic_rule,
    "aws_codecommit_trigger": _of_repository,
    "aws_codepipeline": _of_pipeline,
    "aws_api_gateway_integration": of_integration,
    "aws_api_gateway_rest_api": of_rest_api,
    "aws_apigatewayv2_integration": of_websocket,
}
"""The functions that a resource invokes asynchronously, by its type."""
