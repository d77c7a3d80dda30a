"""EIC008."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._model.rule_values import Resource
    from constructs_eic.checks._model.values import Value
    from constructs_eic.checks.rule_context import Context


class InvokerWithoutDeadLetterQueue(Rule):
    """An EventBridge target or SNS subscription that loses events before Lambda receives them."""

    id = "EIC008"
    title = "An EventBridge target or SNS subscription of a function has no dead-letter queue"
    why = (
        "When EventBridge or SNS cannot deliver an event to Lambda (throttling, a permission or "
        "function that no longer exists), Lambda never receives it, and no failure destination of "
        "the function can keep it."
    )
    fix = "set dead_letter_config of the target, redrive_policy of the subscription"

    def check(self, context: Context) -> Iterator[Finding]:
        """Find targets, schedules and subscriptions that invoke a function."""
        for target in context.model.of("aws_cloudwatch_event_target"):
            is_kept = target.get("dead_letter_config") is not None
            if not is_kept and _is_function(target.get("arn"), target, context):
                yield self.finding(
                    target,
                    "an event that EventBridge cannot deliver to the function is lost",
                    "set dead_letter_config.arn to a standard queue that events.amazonaws.com may send to",
                )
        for schedule in context.model.of("aws_scheduler_schedule"):
            is_kept = schedule.get("target", "dead_letter_config") is not None
            if not is_kept and _is_function(schedule.get("target", "arn"), schedule, context):
                yield self.finding(
                    schedule,
                    "an event that EventBridge Scheduler cannot deliver to the function is lost",
                    "set target.dead_letter_config.arn to a standard queue that the schedule's role may send to",
                )
        for subscription in context.model.of("aws_sns_topic_subscription"):
            is_kept = subscription.get("redrive_policy") is not None
            if not is_kept and subscription.get("protocol") == "lambda":
                yield self.finding(
                    subscription,
                    "a message that SNS cannot deliver to the function is lost",
                    "set redrive_policy with the deadLetterTargetArn of a queue that sns.amazonaws.com may send to",
                )


def _is_function(value: Value, source: Resource, context: Context) -> bool:
    if isinstance(value, str) and not value.startswith("arn:"):
        return False
    return bool(context.functions.targets(value, source))
