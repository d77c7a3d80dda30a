"""EIC005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.destination_kinds import S3
from constructs_eic.checks._facts.impossible import Reason, reason_for, undeliverable
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._model.rule_values import DeclaredConfiguration, DeclaredDestination
    from constructs_eic.checks._model.values import Value
    from constructs_eic.checks.rule_context import Context


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
                    message = f"{outcome}{reason.text}"
                    yield self.finding(configuration.resource, message, reason.fix)
        for function in context.model.of("aws_lambda_function"):
            value = function.get("dead_letter_config", "target_arn")
            destination = context.destination(value, function)
            never = undeliverable(destination) if destination is not None else None
            if never is not None:
                yield self.finding(
                    function, f"its dead-letter queue cannot work: {never.reason}", never.fix
                )


def _reason(
    value: Value, outcome: str, configuration: DeclaredConfiguration, context: Context
) -> Reason | None:
    if _is_itself(value, configuration, context):
        return Reason(" is the function itself, which Lambda refuses")
    destination = context.destination(value, configuration.resource)
    if destination is None:
        return None
    if destination.kind is S3 and outcome == "on_success":
        return Reason(" is an S3 bucket, which takes failures only")
    return reason_for(destination) or _elsewhere(destination, configuration, context)


def _is_itself(value: Value, configuration: DeclaredConfiguration, context: Context) -> bool:
    named = context.functions.targets(value, configuration.resource)
    if len(named) != 1 or len({each.key for each in configuration.targets}) != 1:
        return False
    return bool(named[0].is_same_function(configuration.targets[0]))


def _elsewhere(
    destination: DeclaredDestination, configuration: DeclaredConfiguration, context: Context
) -> Reason | None:
    """Return what is literally in another region than the function."""
    target = configuration.target
    region = target.location.region if target is not None else None
    if region is None or destination.kind is None:
        return None
    there = destination.location.region
    if there not in (None, region):
        return Reason(f" is in {there}, the function in {region}", f"give one in {region}")
    key = context.key_of(destination)
    arn = context.key_arn_of(destination)
    if key is not None:
        name, there = key.address, key.location.region
    elif arn is not None:
        name, there = arn, destination.location.of_arn(arn).region
    else:
        return None
    if there in (None, region):
        return None
    return Reason(
        f": its key {name} is in {there}, the function in {region}",
        f"encrypt the {destination.kind.title} with a key in {region}",
    )
