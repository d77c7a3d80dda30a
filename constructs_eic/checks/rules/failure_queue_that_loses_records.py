"""EIC010."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic._values.destination_kinds import SQS
from constructs_eic.checks._facts.iam_evaluation import Request
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._model.rule_values import Resource
    from constructs_eic.checks.rule_context import Context

_FOUR_DAYS: Final = 4 * 24 * 3600


class FailureQueueThatLosesRecords(Rule):
    """A failure queue that keeps records for too short a time, or has a key that the role may not use."""

    id = "EIC010"
    title = "A failure queue keeps records for less than four days, or the role may not use its key"
    why = (
        "A failure on Friday evening may not be investigated before Monday or Tuesday. If a role may send to "
        "a queue, but may not use the queue's customer managed key, no record is delivered."
    )
    fix = "set message_retention_seconds to 345600 (SQS's default) or more"

    def check(self, context: Context) -> Iterator[Finding]:
        """Find queues of failure destinations, dead-letter queues, and keys of all destinations."""
        for queue in {each.id: each for each in _failure_queues(context)}.values():
            retention = _seconds(queue.get("message_retention_seconds"))
            if retention is not None and retention < _FOUR_DAYS:
                yield self.finding(
                    queue, f"failed events are kept for {_hours(retention)} and then deleted"
                )
        for delivery in context.deliveries:
            key = context.key_of(delivery.destination)
            if key is None:
                continue
            missing = [
                action
                for action in delivery.kind.key_actions
                if _is_refused(Request(action, key, _arn(key)), delivery.role, context)
            ]
            if missing:
                yield self.finding(
                    delivery.configuration.resource,
                    f"{delivery.role.address} does not allow {' and '.join(missing)} on {key.address}, "
                    f"the key of the {delivery.kind.title} of {delivery.outcome}",
                    "allow it in a policy of the role, or give the key as encryption_key=",
                )


def _arn(key: Resource) -> str:
    arn = key.get("arn")
    return arn if isinstance(arn, str) else "arn:*:kms:*:*:key/*"


def _is_refused(request: Request, role: Resource, context: Context) -> bool:
    return context.roles.permission(role, request).is_allowed is False


def _failure_queues(context: Context) -> Iterator[Resource]:
    for configuration in context.configurations.all:
        yield from _queue(configuration.on_failure, configuration.resource, context)
    for function in context.model.of("aws_lambda_function"):
        yield from _queue(function.get("dead_letter_config", "target_arn"), function, context)


def _queue(value: object, source: Resource, context: Context) -> Iterator[Resource]:
    destination = context.destination(value, source)  # type: ignore[arg-type]
    if destination and destination.kind is SQS and destination.resource:
        yield destination.resource


def _seconds(value: object) -> int | None:
    """A literal number, which Terraform also accepts as text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _hours(seconds: int) -> str:
    if seconds == 3600:
        return "1 hour"
    return f"{seconds / 3600:g} hours" if seconds > 3600 else f"{seconds} seconds"
