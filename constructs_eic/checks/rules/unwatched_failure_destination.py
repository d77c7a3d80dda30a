"""EIC009."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._facts.function_target import is_same_qualifier
from constructs_eic.checks._model.values import Expression
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from constructs_eic.checks._model.rule_values import Qualifier, Resource, Target
    from constructs_eic.checks._model.values import Value
    from constructs_eic.checks.rule_context import Context

_METRIC: Final = "DestinationDeliveryFailures"


class UnwatchedFailureDestination(Rule):
    """A failure destination without an alarm on records that cannot be delivered."""

    id = "EIC009"
    title = "No alarm watches a failure destination"
    why = (
        "A record that Lambda cannot deliver is dropped. Only the metric DestinationDeliveryFailures shows "
        "this, and without an alarm, nobody is notified."
    )
    fix = (
        "add alarms=LostEventAlarms(notify=...), or an aws_cloudwatch_metric_alarm on "
        "DestinationDeliveryFailures of the function"
    )
    is_on = False

    def check(self, context: Context) -> Iterator[Finding]:
        """Find configurations with a failure destination that no alarm watches."""
        alarms = _Alarms(context)
        for configuration in context.configurations.all:
            target = configuration.target
            if (
                configuration.on_failure is not None
                and target is not None
                and not alarms.watch(target)
            ):
                yield self.finding(
                    configuration.resource, f"no alarm on {_METRIC} watches its failure destination"
                )


class _Alarms:
    """The alarms on the metric, and what they watch."""

    def __init__(self, context: Context) -> None:
        self._everything = False
        self._watched: dict[Hashable, list[tuple[Target, Qualifier]]] = defaultdict(list)
        for alarm in context.model.of("aws_cloudwatch_metric_alarm"):
            for metric in _metrics(alarm):
                self._add(metric, alarm, context)

    def watch(self, target: Target) -> bool:
        """Return whether an alarm watches, or may watch, this function and qualifier."""
        return self._everything or any(
            watched.is_same_function(target) is not False
            and is_same_qualifier(qualifier, target.qualifier) is not False
            for identity in {target.key, target.name}
            for watched, qualifier in self._watched.get(identity, ())
        )

    def _add(self, metric: Resource, alarm: Resource, context: Context) -> None:
        name = metric.get("metric_name")
        if isinstance(name, str) and name != _METRIC:
            return
        dimensions = metric.arguments.get("dimensions")
        if not isinstance(name, str) or not isinstance(dimensions, dict):
            self._everything = True  # of all functions, or of what only Terraform knows
            return
        function = context.functions.targets(dimensions.get("FunctionName"), alarm)
        qualified = context.functions.targets(dimensions.get("Resource"), alarm)
        self._everything = self._everything or not (function or qualified)
        for each in qualified or function:
            qualifier: Qualifier = each.qualifier if qualified else None
            for identity in {each.key, each.name} - {None}:
                self._watched[identity].append((each, qualifier))


def _metrics(alarm: Resource) -> Iterator[Resource]:
    """The metric of an alarm, or those of its queries."""
    if alarm.get("metric_name") is not None:
        yield alarm
    for query in alarm.blocks("metric_query"):
        yield from query.blocks("metric")
        expression: Value = query.get("expression")
        if isinstance(expression, Expression) or _METRIC in str(expression):
            yield query
