"""What an audit asks AWS for, and what it says if the answer is no."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from constructs_eic.cli.command import group
from constructs_eic.iam.audit_actions import AUDIT_ACTIONS
from tests.unit.audit.faults import FAULTS
from tests.unit.audit.planted import PlantedAccount
from tests.unit.audit.watched import Counted, Watch, audited, found

if TYPE_CHECKING:
    from tests.unit.inventory.lambda_account import LambdaAccount

ALL = [(service, name) for service, names in AUDIT_ACTIONS.items() for name in names]
EXPECTED = {(*key, rule) for key, rules in FAULTS.items() for rule in rules}


def test_the_policy_has_the_requests_of_an_audit_and_nothing_else(planted: PlantedAccount) -> None:
    watch = Watch()
    audit, unread = audited(planted, watch)
    assert unread == []
    assert found(audit) == EXPECTED
    assert set(watch.asked) == set(ALL)
    written = json.loads(CliRunner().invoke(group, ["permissions", "--for", "audit"]).stdout)
    [statement] = written["Statement"]
    assert statement["Action"] == sorted({AUDIT_ACTIONS[service][name] for service, name in ALL})


@pytest.mark.parametrize("denied", ALL, ids=".".join)
def test_what_is_denied_is_named_once_and_finds_nothing(
    planted: PlantedAccount, denied: tuple[str, str]
) -> None:
    audit, unread = audited(planted, Watch(lambda request: request == denied))
    service, operation = denied
    action = AUDIT_ACTIONS[service][operation]
    assert [f"allow {action};" in each for each in unread] == [True]
    assert found(audit) <= EXPECTED


def test_what_alone_is_denied_costs_only_its_fact(planted: PlantedAccount) -> None:
    audit, _ = audited(planted, Watch(lambda request: request == ("cloudwatch", "GetMetricData")))
    assert found(audit) == EXPECTED
    assert {row.figures for row in audit.rows} == {None}


def test_a_denied_configuration_is_not_called_missing(planted: PlantedAccount) -> None:
    denied = ("lambda", "ListFunctionEventInvokeConfigs")
    audit, _ = audited(planted, Watch(lambda request: request == denied), rules=["EIC"])
    assert not {rule for _, _, rule in found(audit)} & {"EIC001", "EIC002", "EIC009"}
    assert {row.lost for row in audit.rows} == {None}


def test_a_function_costs_three_requests(account: LambdaAccount) -> None:
    account.configured(f"f-{number}" for number in range(7))
    watch = Watch()
    audit, unread = audited(account, watch)
    assert (audit.functions, audit.rows, unread) == (7, [], [])
    for operation in ("ListFunctionEventInvokeConfigs", "ListAliases", "GetPolicy"):
        assert watch.asked.pop(("lambda", operation)) == 7
    # The lists of the region, each once; no metrics of what nothing invokes, and no roles.
    assert watch.asked == {
        ("lambda", "ListFunctions"): 1,
        ("sns", "ListSubscriptions"): 1,
        ("events", "ListEventBuses"): 1,
        ("events", "ListRules"): 1,
        ("scheduler", "ListSchedules"): 1,
        ("pipes", "ListPipes"): 1,
        ("cloudwatch", "DescribeAlarms"): 1,
    }


def test_a_region_without_functions_is_asked_for_nothing_else(account: LambdaAccount) -> None:
    watch = Watch()
    audit, _ = audited(account, watch)
    assert audit.rows == []
    assert watch.asked == {("lambda", "ListFunctions"): 1}


def test_a_region_with_one_function_is_read_to_its_end(account: LambdaAccount) -> None:
    planted = PlantedAccount(account.environment, account.region)
    planted.rule_invokes(planted.of("orders", planted.role("idle")), "hourly")
    audit, unread = audited(account)
    assert unread == []
    assert found(audit) == {("orders", "$LATEST", rule) for rule in ("EIC001", "EIC008")}


def test_the_progress_counts_what_takes_requests(planted: PlantedAccount) -> None:
    watch, progress = Watch(), Counted()
    audit, _ = audited(planted, watch, progress=progress)
    one_each = (
        ("sns", "GetSubscriptionAttributes"),
        ("events", "ListTargetsByRule"),
        ("scheduler", "GetSchedule"),
        ("pipes", "DescribePipe"),
        ("iam", "GetAccountAuthorizationDetails"),
        ("kms", "DescribeKey"),
        ("cloudwatch", "GetMetricData"),
    )
    assert progress.to_read == audit.functions + sum(watch.asked[each] for each in one_each)
    assert progress.were_read == progress.to_read
