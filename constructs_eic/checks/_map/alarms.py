"""Finds the metrics of a function, or of a queue, that alarms watch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._map.settings import qualifier_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._facts.context import Context
    from constructs_eic.checks._facts.function_target import FunctionTarget
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Value

# Those of "Types of metrics for Lambda functions" that are about asynchronous invocation.
_METRICS: Final = frozenset(
    {
        "AsyncEventsReceived",
        "AsyncEventAge",
        "AsyncEventsDropped",
        "DestinationDeliveryFailures",
        "DeadLetterErrors",
    }
)


@dataclass(frozen=True)
class Watched:
    """A metric that an alarm watches.

    Attributes:
        metric: Its name.
        target: The function; `None` if it is of a queue.
        queue: The queue's name, literal or not.
        alarm: The alarm.
    """

    metric: str
    alarm: Resource
    target: FunctionTarget | None = None
    queue: Value = None

    @property
    def text(self) -> str:
        """The metric as a map shows it, with the qualifier that it is of."""
        qualifier = qualifier_text(self.target.qualifier) if self.target else ""
        return f"{self.metric} of {qualifier}" if qualifier else self.metric


def watched(context: Context) -> Iterator[Watched]:
    """Each metric of a function's asynchronous invocation, or of a queue, that an alarm watches."""
    for alarm in context.model.of("aws_cloudwatch_metric_alarm"):
        blocks = [each for query in alarm.blocks("metric_query") for each in query.blocks("metric")]
        for block in blocks or [alarm]:
            metric, dimensions = block.get("metric_name"), block.arguments.get("dimensions")
            if not isinstance(metric, str) or not isinstance(dimensions, dict):
                continue
            if metric in _METRICS:
                of = dimensions.get("Resource") or dimensions.get("FunctionName")
                for target in context.functions.targets(of, alarm):
                    yield Watched(metric, alarm, target=target)
            elif "QueueName" in dimensions:
                yield Watched(metric, alarm, queue=dimensions["QueueName"])
