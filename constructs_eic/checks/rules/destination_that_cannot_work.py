"""EIC005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.destination_kinds import S3, SNS, SQS
from constructs_eic.checks._facts.iam_evaluation import literal_name
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._facts.configurations import Configuration
    from constructs_eic.checks._facts.context import Context
    from constructs_eic.checks._facts.destinations import Destination
    from constructs_eic.checks._model.values import Value


class DestinationThatCannotWork(Rule):
    """A destination that Lambda refuses, or accepts and never delivers to."""

    id = "EIC005"
    title = "A destination that cannot work"
    why = (
        "Terraform accepts any text as a destination. When the configuration is applied, Lambda "
        "refuses the ARN of the function itself, the ARN of a service that it does not deliver to, "
        "and text that is not an ARN. It accepts a FIFO queue or topic, and drops every record for it."
    )
    fix = (
        "give the ARN of a standard queue or topic, of another function, of an event bus, or, for "
        "failures, of a bucket"
    )

    def check(self, context: Context) -> Iterator[Finding]:
        """Find destinations of configurations, and FIFO dead-letter queues of functions."""
        for configuration in context.configurations.all:
            for outcome, value in configuration.destinations.items():
                reason = _reason(value, outcome, configuration, context)
                if reason:
                    yield self.finding(configuration.resource, f"{outcome} is {reason}")
        for function in context.model.of("aws_lambda_function"):
            value = function.get("dead_letter_config", "target_arn")
            destination = context.destination(value, function)
            if destination is not None and _is_fifo(destination):
                yield self.finding(function, "its dead-letter queue is a FIFO one")


def _reason(
    value: Value, outcome: str, configuration: Configuration, context: Context
) -> str | None:
    if _is_itself(value, configuration, context):
        return "the function itself, which Lambda refuses"
    destination = context.destination(value, configuration.resource)
    if destination is None:
        return None
    if destination.kind is None:
        return "of a service that Lambda does not deliver to"
    if destination.kind is S3 and outcome == "on_success":
        return "an S3 bucket, which takes failures only"
    if _is_fifo(destination):
        return f"a FIFO {destination.kind.title}, which Lambda does not deliver to"
    resource = destination.resource
    if (
        destination.attribute
        and resource is not None
        and destination.attribute not in destination.kind.arn_attributes(resource.type)
    ):
        return f"the {destination.attribute} of the {destination.kind.title}, not its ARN"
    return None


def _is_itself(value: Value, configuration: Configuration, context: Context) -> bool:
    own = {each.key for each in configuration.targets}
    named = context.functions.targets(value, configuration.resource)
    return len(own) == 1 and len(named) == 1 and named[0].is_certain and named[0].key in own


def _is_fifo(destination: Destination) -> bool:
    if destination.kind not in (SQS, SNS):
        return False
    if destination.arn is not None and destination.arn.endswith(".fifo"):
        return True
    resource = destination.resource
    if resource is None:
        return False
    is_fifo = resource.get("fifo_queue" if destination.kind is SQS else "fifo_topic")
    return is_fifo in (True, "true") or (literal_name(resource) or "").endswith(".fifo")
