"""What is asked of CloudWatch, checked by botocore against the API's model, and what becomes of the answers."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from constructs_eic.audit.calls import Calls
from constructs_eic.audit.metrics import (
    TARGETS_PER_REQUEST,
    Figures,
    MetricTarget,
    batches,
    figures,
)
from constructs_eic.audit.unread import UnreadFacts
from constructs_eic.inventory.aws import Region

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 28, 12, 0, 31, tzinfo=timezone.utc)
TARGETS = [MetricTarget("orders"), MetricTarget("orders", "live")]


@pytest.fixture
def stub() -> Iterator[tuple[Calls, Stubber]]:
    client = boto3.client(
        "cloudwatch",
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106
    )
    region = Region("eu-west-1", [], client, lambda _service: client)
    with Stubber(client) as stubber:
        yield Calls(region, UnreadFacts()), stubber
        stubber.assert_no_pending_responses()


def result(id_: str, *values: float, status: str = "Complete") -> dict[str, Any]:
    return {
        "Id": id_,
        "StatusCode": status,
        "Values": list(values),
        "Timestamps": [NOW] * len(values),
    }


def test_the_days_and_pages_of_a_metric_are_added_up(stub: tuple[Calls, Stubber]) -> None:
    calls, stubber = stub
    first = [result("m0_received", 3, 4), result("m1_dropped", 1, status="PartialData")]
    second = [result("m0_received", 5), result("m1_dropped", 1), result("m1_not_delivered", 2)]
    stubber.add_response("get_metric_data", {"MetricDataResults": first, "NextToken": "more"})
    stubber.add_response("get_metric_data", {"MetricDataResults": second})
    assert figures(TARGETS, calls, 14, NOW) == {
        TARGETS[0]: Figures(received=12),
        TARGETS[1]: Figures(dropped=2, not_delivered=2),
    }


def test_an_alias_has_dimensions_of_its_own(stub: tuple[Calls, Stubber]) -> None:
    calls, stubber = stub
    asked: list[dict[str, Any]] = []
    calls.region.scout.meta.events.register(
        "provide-client-params.cloudwatch.GetMetricData", lambda params, **_: asked.append(params)
    )
    stubber.add_response("get_metric_data", {"MetricDataResults": []})
    figures(TARGETS, calls, 14, NOW)
    [request] = asked
    assert (request["EndTime"] - request["StartTime"]).days == 14
    assert request["EndTime"].second == 0
    queries = [each["MetricStat"] for each in request["MetricDataQueries"]]
    assert [each["Metric"]["MetricName"] for each in queries[:4]] == [
        "AsyncEventsReceived",
        "AsyncEventsDropped",
        "DestinationDeliveryFailures",
        "DeadLetterErrors",
    ]
    function = {"Name": "FunctionName", "Value": "orders"}
    assert queries[0]["Metric"]["Dimensions"] == [function]
    alias = {"Name": "Resource", "Value": "orders:live"}
    assert queries[4]["Metric"]["Dimensions"] == [function, alias]


def test_a_figure_that_cloudwatch_does_not_give_is_not_zero(stub: tuple[Calls, Stubber]) -> None:
    calls, stubber = stub
    answer = [result("m0_dropped", status="Forbidden")]
    stubber.add_response("get_metric_data", {"MetricDataResults": answer})
    assert list(figures(TARGETS, calls, 14, NOW)) == [TARGETS[1]]


def test_a_failure_is_written_down(stub: tuple[Calls, Stubber]) -> None:
    calls, stubber = stub
    stubber.add_client_error("get_metric_data", "AccessDeniedException", "no", 403)
    assert figures(TARGETS, calls, 14, NOW) == {}
    [line] = calls.unread.lines()
    assert "allow cloudwatch:GetMetricData; how many events were lost is not known" in line


def test_a_request_has_at_most_500_queries() -> None:
    targets = [MetricTarget(f"f-{number}") for number in range(251)]
    assert [len(each) for each in batches(targets)] == [125, 125, 1]
    assert TARGETS_PER_REQUEST * 4 == 500
