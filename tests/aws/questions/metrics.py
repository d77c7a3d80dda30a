"""Under which names and dimensions do a function's metrics appear?"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.aws.stage import Stage


def ask(stage: Stage) -> dict[str, Any]:
    """The metrics of a function whose records could not be delivered, under two qualifiers."""
    function, queue = stage.function("metrics"), stage.queue("metrics")
    for qualifier in ("$LATEST", "live"):
        stage.configure(
            function,
            Qualifier=qualifier,
            MaximumRetryAttempts=0,
            DestinationConfig={"OnFailure": {"Destination": queue}},
        )
    stage.client("sqs").delete_queue(QueueUrl=stage.url(queue))
    for qualifier in ("$LATEST", "live"):
        stage.invoke(function, secrets.token_hex(8), qualifier)
    cloudwatch = stage.client("cloudwatch")
    dimension = {"Name": "FunctionName", "Value": function.name}

    def find() -> list[Any] | None:
        answer = cloudwatch.list_metrics(Namespace="AWS/Lambda", Dimensions=[dimension])
        found: list[Any] = answer["Metrics"]
        names = {each["MetricName"] for each in found}
        return found if {"AsyncEventAge", "DestinationDeliveryFailures"} <= names else None

    found = stage.within_patience(find) or []
    metrics: dict[str, list[Any]] = {}
    for each in found:
        dimensions = {given["Name"]: given["Value"] for given in each["Dimensions"]}
        metrics.setdefault(each["MetricName"], []).append(dimensions)
    return metrics
