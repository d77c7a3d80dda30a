"""CloudWatch's figures of asynchronous invocation: how many events came in, and what became of them.

Source: "Types of metrics for Lambda functions" and "Viewing metrics for Lambda functions" in the AWS Lambda
Developer Guide; `GetMetricData` in the Amazon CloudWatch API Reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from constructs_eic.audit.calls import NotRead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from constructs_eic.audit.calls import Calls

_METRICS: Final = {
    "received": "AsyncEventsReceived",
    "dropped": "AsyncEventsDropped",
    "not_delivered": "DestinationDeliveryFailures",
    "dead_letter_errors": "DeadLetterErrors",
}
# `GetMetricData` takes 500 queries.
TARGETS_PER_REQUEST: Final = 500 // len(_METRICS)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, order=True)
class MetricTarget:
    """A function and qualifier, or a queue, that figures are of.

    Attributes:
        function_name: The function's name.
        qualifier: A version or alias; empty for all invocations of the function, whatever their qualifier.
    """

    function_name: str
    qualifier: str = ""

    @property
    def dimensions(self) -> list[dict[str, str]]:
        """The dimensions of its metrics."""
        found = [{"Name": "FunctionName", "Value": self.function_name}]
        if self.qualifier:
            resource = f"{self.function_name}:{self.qualifier}"
            found.append({"Name": "Resource", "Value": resource})
        return found


@dataclass(frozen=True)
class Figures:
    """The figures of some days.

    Attributes:
        received: How many events Lambda accepted.
        dropped: How many events it dropped without a successful run; with a destination or dead-letter queue, it
            also counts each event that it sent there.
        not_delivered: How many records it could not deliver to a destination.
        dead_letter_errors: How many events it could not send to the dead-letter queue.
    """

    received: int = 0
    dropped: int = 0
    not_delivered: int = 0
    dead_letter_errors: int = 0

    def without(self, others: Iterable[Figures]) -> Figures:
        """The figures less those of others, where these are a part of them."""
        rest = {name: getattr(self, name) for name in _METRICS}
        for each in others:
            for name in rest:
                rest[name] = max(0, rest[name] - getattr(each, name))
        return Figures(**rest)


def batches(targets: Sequence[MetricTarget]) -> Iterator[Sequence[MetricTarget]]:
    """The targets in as many parts as there are requests."""
    for start in range(0, len(targets), TARGETS_PER_REQUEST):
        yield targets[start : start + TARGETS_PER_REQUEST]


def figures(
    targets: Sequence[MetricTarget], calls: Calls, days: int, now: datetime
) -> dict[MetricTarget, Figures]:
    """The figures of one batch; nothing for what could not be read."""
    names = {
        f"m{number}_{name}": (target, name)
        for number, target in enumerate(targets)
        for name in _METRICS
    }
    end = now.replace(second=0, microsecond=0)
    sums: dict[str, float] = dict.fromkeys(names, 0)
    unread: set[str] = set()
    try:
        for page in calls.pages(
            "cloudwatch",
            "GetMetricData",
            about=f"{len(targets)} functions",
            MetricDataQueries=[_query(id_, *of) for id_, of in names.items()],
            StartTime=end - days * _DAY,
            EndTime=end,
        ):
            for result in page.get("MetricDataResults", ()):
                if result.get("StatusCode") in ("InternalError", "Forbidden"):
                    unread.add(result["Id"])
                elif result["Id"] in sums:
                    sums[result["Id"]] += sum(result.get("Values", ()))
    except NotRead:
        return {}
    found: dict[MetricTarget, dict[str, int]] = {}
    for id_, (target, name) in names.items():
        found.setdefault(target, {})[name] = round(sums[id_])
    for id_ in unread:
        found.pop(names[id_][0], None)
    return {target: Figures(**read) for target, read in found.items()}


def _query(id_: str, target: MetricTarget, name: str) -> dict[str, Any]:
    return {
        "Id": id_,
        "MetricStat": {
            "Metric": {
                "Namespace": "AWS/Lambda",
                "MetricName": _METRICS[name],
                "Dimensions": target.dimensions,
            },
            "Period": int(_DAY.total_seconds()),
            "Stat": "Sum",
        },
    }
