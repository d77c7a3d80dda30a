"""Under which names and dimensions do a function's metrics appear?"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws.stage import Function, Stage

CREATES = {"function": 2, "queue": 1}
_QUALIFIERS = ("$LATEST", "live")
# "It may take up to 15 minutes for the metrics to appear" (`ListMetrics` in the CloudWatch API Reference).
_TIMES_PATIENCE = 3


def ask(stage: Stage) -> dict[str, Any]:
    """The metrics of a function whose records cannot be delivered and of one without a destination."""
    undelivered, dropped = stage.function("metrics"), stage.function("dropped")
    queue = stage.queue("metrics")
    for qualifier in _QUALIFIERS:
        destination = {"OnFailure": {"Destination": queue}}
        given = {"Qualifier": qualifier, "MaximumRetryAttempts": 0}
        stage.configure(undelivered, **given, DestinationConfig=destination)
        stage.configure(dropped, **given)
    stage.remove_queue(queue)
    for qualifier in _QUALIFIERS:
        for function in (undelivered, dropped):
            stage.invoke(function, secrets.token_hex(8), qualifier)
    expected = {undelivered: "DestinationDeliveryFailures", dropped: "AsyncEventsDropped"}

    def have_appeared() -> bool:
        return all(
            sum(metric == name for metric, _ in _metrics(stage, function)) >= len(_QUALIFIERS)
            for function, name in expected.items()
        )

    stage.within_patience(have_appeared, times=_TIMES_PATIENCE)
    return {
        "records cannot be delivered": _by_name(stage, undelivered),
        "no destination": _by_name(stage, dropped),
    }


def _by_name(stage: Stage, function: Function) -> dict[str, list[dict[str, str]]]:
    """The dimensions of each metric."""
    metrics: dict[str, list[dict[str, str]]] = {}
    for name, dimensions in _metrics(stage, function):
        metrics.setdefault(name, []).append(dimensions)
    return metrics


def _metrics(stage: Stage, function: Function) -> Iterator[tuple[str, dict[str, str]]]:
    dimension = {"Name": "FunctionName", "Value": function.name}
    pages = stage.client("cloudwatch").get_paginator("list_metrics")
    for page in pages.paginate(Namespace="AWS/Lambda", Dimensions=[dimension]):
        for each in page["Metrics"]:
            yield each["MetricName"], {of["Name"]: of["Value"] for of in each["Dimensions"]}
