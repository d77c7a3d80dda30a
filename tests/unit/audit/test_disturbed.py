"""An audit of an account that throttles, never ends a list, or changes while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic.iam.audit_actions import AUDIT_ACTIONS
from tests.unit.audit.faults import FAULTS
from tests.unit.audit.watched import Request, Watch, audited, found

if TYPE_CHECKING:
    from tests.unit.audit.planted import PlantedAccount
    from tests.unit.inventory.lambda_account import LambdaAccount

EXPECTED = {(*key, rule) for key, rules in FAULTS.items() for rule in rules}
PAGED = {
    ("lambda", "ListFunctions"): ("Functions", "NextMarker"),
    ("lambda", "ListFunctionEventInvokeConfigs"): ("FunctionEventInvokeConfigs", "NextMarker"),
    ("lambda", "ListAliases"): ("Aliases", "NextMarker"),
    ("sns", "ListSubscriptions"): ("Subscriptions", "NextToken"),
    ("events", "ListEventBuses"): ("EventBuses", "NextToken"),
    ("events", "ListRules"): ("Rules", "NextToken"),
    ("events", "ListTargetsByRule"): ("Targets", "NextToken"),
    ("scheduler", "ListSchedules"): ("Schedules", "NextToken"),
    ("pipes", "ListPipes"): ("Pipes", "NextToken"),
    ("cloudwatch", "DescribeAlarms"): ("MetricAlarms", "NextToken"),
    ("cloudwatch", "GetMetricData"): ("MetricDataResults", "NextToken"),
    ("iam", "GetAccountAuthorizationDetails"): ("RoleDetailList", "Marker"),
}
"""The lists of an audit: the member with the entries, and the one with the marker of the next page."""
SEVERAL = [(service, name) for service, names in AUDIT_ACTIONS.items() for name in names]


def test_every_request_that_is_throttled_is_sent_again(planted: PlantedAccount) -> None:
    watch = Watch(throttles=lambda _request, sent: sent == 0)
    audit, unread = audited(planted, watch)
    assert unread == []
    assert found(audit) == EXPECTED
    assert {request for request in SEVERAL if watch.sent[request] > watch.asked[request]} == {
        *SEVERAL
    }


@pytest.mark.parametrize("endless", PAGED, ids=".".join)
def test_a_list_that_never_ends_is_named_once_and_finds_nothing(
    planted: PlantedAccount, endless: Request
) -> None:
    entries, marker = PAGED[endless]
    again: dict[str, Any] = {entries: [], marker: "again"}
    watch = Watch(answers=lambda request: again if request == endless else None)
    audit, unread = audited(planted, watch)
    assert ["again" in each for each in unread] == [True]
    assert found(audit) <= EXPECTED
    assert watch.asked[endless] <= 2 * max(1, audit.functions)


@pytest.mark.parametrize(
    "moment",
    [("lambda", "ListFunctionEventInvokeConfigs"), ("lambda", "ListAliases")],
    ids=".".join,
)
def test_a_function_that_is_deleted_meanwhile_is_left_out(
    account: LambdaAccount, moment: Request
) -> None:
    account.configured(["stays", "goes"], MaximumRetryAttempts=1)
    gone: list[str] = []

    def delete(request: Request) -> None:
        if request == moment and not gone:
            gone.append("goes")
            account.client.delete_function(FunctionName="goes")

    audit, unread = audited(account, Watch(before=delete))
    assert [row.function_name for row in audit.rows] == ["stays"]
    assert unread == []


GONE = {
    ("sns", "GetSubscriptionAttributes"): "NotFound",
    ("events", "ListRules"): "ResourceNotFoundException",
    ("events", "ListTargetsByRule"): "ResourceNotFoundException",
    ("scheduler", "GetSchedule"): "ResourceNotFoundException",
    ("pipes", "DescribePipe"): "NotFoundException",
}
"""The requests about what a list before them named, and with what AWS answers if that has been deleted."""


@pytest.mark.parametrize("about", GONE, ids=".".join)
def test_an_invoker_that_is_deleted_meanwhile_is_not_a_failure(
    planted: PlantedAccount, about: Request
) -> None:
    gone = {"Error": {"Code": GONE[about], "Message": "gone"}}
    audit, unread = audited(planted, Watch(answers=lambda each: gone if each == about else None))
    assert unread == []
    assert found(audit) <= EXPECTED
