"""Passes the response alone on to a function: through the default event bus and a rule.

Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide; "Using dead-letter
queues to process undelivered events in EventBridge" in the Amazon EventBridge User Guide.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_eic._bindings.making import CREATE_BEFORE_DESTROY, create_resource
from constructs_eic._bindings.resources import attribute
from constructs_eic._target.target import Qualifier
from constructs_eic._values.function_reference import LATEST, LATEST_PUBLISHED
from constructs_eic._values.tokens import json_template
from constructs_eic.destinations.event_bridge import default_bus_arn, put_events
from constructs_eic.destinations.sqs import LONGEST_RETENTION_IN_SECONDS

if TYPE_CHECKING:
    from constructs_eic._target.target import Target
    from constructs_eic.destinations.context import DestinationDelivery
    from constructs_eic.destinations.protocols import DestinationConfig


def pass_response_on(
    arn: str, function: Target, delivery: DestinationDelivery
) -> DestinationConfig:
    """Create what passes the response on to `function`, whose ARN is `arn`, and return the default bus."""
    scope = delivery.scope
    # Also what is removed goes last: until then, records arrive.
    common = {"lifecycle": CREATE_BEFORE_DESTROY, **delivery.resource_arguments}
    rule = create_resource(
        "CloudwatchEventRule",
        scope,
        "Rule",
        description="Hands the response of an asynchronous invocation to the next function",
        event_pattern=_pattern(delivery),
        **common,
    )
    rule_arn = attribute(rule, "arn")
    undelivered = create_resource(
        "SqsQueue",
        scope,
        "DeadLetterQueue",
        message_retention_seconds=LONGEST_RETENTION_IN_SECONDS,
        sqs_managed_sse_enabled=True,
        **common,
    )
    queue_policy = create_resource(
        "SqsQueuePolicy",
        scope,
        "DeadLetterQueuePolicy",
        queue_url=attribute(undelivered, "url"),
        policy=_for_undelivered(attribute(undelivered, "arn"), rule_arn),
        **common,
    )
    target = create_resource(
        "CloudwatchEventTarget",
        scope,
        "Target",
        rule=attribute(rule, "name"),
        arn=arn,
        input_path="$.detail.responsePayload",
        dead_letter_config={"arn": attribute(undelivered, "arn")},
        **common,
    )
    permission = create_resource(
        "LambdaPermission",
        scope,
        "Permission",
        action="lambda:InvokeFunction",
        principal="events.amazonaws.com",
        function_name=function.function_name,
        qualifier=_qualifier_of_permission(function),
        source_arn=rule_arn,
        **common,
    )
    # A record that arrives before these exist would match nothing on the bus and be lost.
    return replace(
        put_events(default_bus_arn(delivery)), depends_on=(target, permission, queue_policy)
    )


def _qualifier_of_permission(function: Target) -> str | None:
    """The qualifier under which EventBridge invokes a function; Lambda takes no policy for `$LATEST` by this name.

    Source: issue 36 of terraform-aws-modules/terraform-aws-lambda.
    """
    qualifier = function.qualifier
    return None if qualifier is None or qualifier.literal == LATEST else qualifier.text


def _for_undelivered(queue_arn: str, rule_arn: str) -> str:
    """The policy that lets EventBridge keep the responses that it cannot deliver.

    Source: "Using dead-letter queues to process undelivered events in EventBridge" in the Amazon EventBridge User
    Guide.
    """
    return json_template(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": queue_arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": rule_arn}},
                }
            ],
        }
    )


def _pattern(delivery: DestinationDelivery) -> str:
    """Return what the rule matches: results with this outcome, of the configured function and qualifier."""
    targets = [delivery.target]
    if delivery.target.qualifier is None and delivery.target.runs_published_version:
        # Lambda names the version that it ran.
        targets.append(replace(delivery.target, qualifier=Qualifier.of(LATEST_PUBLISHED)))
    return json_template(
        {
            "source": ["lambda"],
            "detail-type": [f"Lambda Function Invocation Result - {delivery.outcome.title}"],
            "resources": [each.qualified_arn_pattern() for each in targets],
        },
    )
