"""AWS Lambda: another function."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.making import create_resource
from constructs_eic._bindings.resources import attribute, given, resource_type
from constructs_eic._target.function import FUNCTION_TYPES, read_function
from constructs_eic._target.location import Location
from constructs_eic._target.qualifier import ALIAS_TYPES
from constructs_eic._values.destination_kinds import LAMBDA
from constructs_eic._values.policy_document import Statement
from constructs_eic._values.tokens import json_template
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.delivery import Bound
from constructs_eic.destinations.event_bridge import default_bus_arn, put_events
from constructs_eic.destinations.sqs import LONGEST_RETENTION_IN_SECONDS

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._target.target import Target
    from constructs_eic._values.errors import Problems
    from constructs_eic.destinations.delivery import CheckContext, Delivery, Outcome


class LambdaDestination(Destination):
    """Invokes a function, asynchronously, with the record of an invocation.

    Args:
        function: `LambdaFunction`, `LambdaAlias`, one of their data sources, the ARN of a function,
            version or alias, or a token of it; not the configured function itself.
        response_only: Pass only the response payload to the function, not the whole record. The record then goes
            through the default event bus, with an EventBridge rule for this function and qualifier, a permission
            for the rule to invoke `function`, and a dead-letter queue (child id `DeadLetterQueue`) for responses
            that EventBridge cannot deliver. The response of a failure is the error: as `on_failure`, the event
            itself is not passed on.

    Raises:
        EventInvokeConfigError: when attached: this is the configured function itself, or it is neither a function
            nor the ARN of one.

    Examples:
        >>> LambdaDestination("arn:aws:lambda:us-east-1:123456789012:function:next")
        LambdaDestination('arn:aws:lambda:us-east-1:123456789012:function:next')

    Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
    """

    resource_types = (*FUNCTION_TYPES, *ALIAS_TYPES)
    arn_shape = LAMBDA.arn_shape
    arn_attributes = ("arn", "qualified_arn")

    def __init__(self, function: TerraformElement | str, *, response_only: bool = False) -> None:
        super().__init__(function)
        self.response_only = response_only

    def check(self, context: CheckContext) -> None:
        """Report the configured function itself, under any qualifier."""
        found = len(context.problems.found)
        super().check(context)
        if len(context.problems.found) > found or context.target is None:
            return
        destination = self._target(context)
        if destination is not None and _is_target(destination, context.target, context):
            context.refuse(
                self.given,
                "this is the configured function itself, which Lambda refuses: "
                "each event would cause the next",
                "give another function; if this one is of another account, name the configured one by its ARN",
            )

    def check_literal(self, outcome: Outcome, problems: Problems) -> None:
        """Report what cannot work in any app, including a `response_only` that is not a bool."""
        super().check_literal(outcome, problems)
        if not isinstance(self.response_only, bool):
            problems.add(
                "response_only", self.response_only, "this is not a bool", "give True or False"
            )

    def arn(self, delivery: Delivery) -> str:
        """The function's ARN; with the qualifier, if a data source has one."""
        data = self.given
        is_data_source = resource_type(data) == "data.aws_lambda_function"
        if is_data_source and given(cast("TerraformElement", data), "qualifier"):
            return attribute(cast("TerraformElement", data), "qualified_arn")
        return super().arn(delivery)

    def bind(self, delivery: Delivery) -> Bound:
        """Permit `lambda:InvokeFunction` on this ARN, or chain the response through EventBridge."""
        arn = self.arn(delivery)
        if self.response_only:
            return self._chain(arn, delivery)
        return Bound(arn, (Statement(("lambda:InvokeFunction",), (arn,)),))

    def _chain(self, arn: str, delivery: Delivery) -> Bound:
        destination = cast("Target", self._target(delivery.checked))
        scope, deployment = delivery.scope, delivery.deployment.arguments
        rule = create_resource(
            "CloudwatchEventRule",
            scope,
            "Rule",
            description="Hands the response of an asynchronous invocation to the next function",
            event_pattern=_pattern(delivery),
            **deployment,
        )
        rule_arn = attribute(rule, "arn")
        undelivered = create_resource(
            "SqsQueue",
            scope,
            "DeadLetterQueue",
            message_retention_seconds=LONGEST_RETENTION_IN_SECONDS,
            sqs_managed_sse_enabled=True,
            **deployment,
        )
        queue_policy = create_resource(
            "SqsQueuePolicy",
            scope,
            "DeadLetterQueuePolicy",
            queue_url=attribute(undelivered, "url"),
            policy=_for_undelivered(attribute(undelivered, "arn"), rule_arn),
            **deployment,
        )
        target = create_resource(
            "CloudwatchEventTarget",
            scope,
            "Target",
            rule=attribute(rule, "name"),
            arn=arn,
            input_path="$.detail.responsePayload",
            dead_letter_config={"arn": attribute(undelivered, "arn")},
            **deployment,
        )
        permission = create_resource(
            "LambdaPermission",
            scope,
            "Permission",
            action="lambda:InvokeFunction",
            principal="events.amazonaws.com",
            function_name=destination.function_name,
            qualifier=destination.qualifier.text if destination.qualifier else None,
            source_arn=rule_arn,
            **deployment,
        )
        # A record that arrives before these exist would match nothing on the bus and be lost.
        return replace(
            put_events(default_bus_arn(delivery)), depends_on=(target, permission, queue_policy)
        )

    def _target(self, context: CheckContext) -> Target | None:
        return read_function(
            context.outcome.argument,
            self.given,
            context.scope_info,
            context.problems,
        )


def _is_target(destination: Target, target: Target, context: CheckContext) -> bool:
    """Whether a destination is the configured function; a namesake in another account or region is not."""
    if not target.is_same_function(destination, context.scope_info):
        return False
    here, there = (
        Location.of_function(each, context.deployment, context.scope_info)
        for each in (target, destination)
    )
    return not here.differs_from(there)


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


def _pattern(delivery: Delivery) -> str:
    """What the rule matches: results with this outcome, of the configured function and qualifier."""
    return json_template(
        {
            "source": ["lambda"],
            "detail-type": [f"Lambda Function Invocation Result - {delivery.outcome.title}"],
            "resources": [delivery.target.qualified_arn_pattern()],
        },
    )
