"""Every fault that is planted in an account is found, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest

from tests.unit.audit.faults import FAULTS

if TYPE_CHECKING:
    from tests.unit.audit.planted import PlantedAccount


@pytest.fixture(scope="module")
def rows(planted: PlantedAccount) -> dict[tuple[str, str], dict[str, Any]]:
    done = planted.run("audit", "--max-rate=0", "--format=json")
    assert done.stderr == ""
    assert done.returncode == 1
    return {(each["function_name"], each["qualifier"]): each for each in json.loads(done.stdout)}


def test_each_fault_is_found_and_nothing_else(rows: dict[tuple[str, str], dict[str, Any]]) -> None:
    found = {
        key: {finding["rule"] for finding in row["findings"]}
        for key, row in rows.items()
        if row["findings"]
    }
    assert found == FAULTS


def test_a_row_says_what_invokes_its_function(rows: dict[tuple[str, str], dict[str, Any]]) -> None:
    said = {name: row["invoked_by"] for (name, _), row in rows.items() if name.startswith("by-")}
    assert said["by-topic"] == ["SNS topic orders"]
    assert said["by-rule"] == ["EventBridge rule nightly"]
    assert said["by-schedule"] == ["EventBridge schedule hourly"]
    assert said["by-logs"] == ["CloudWatch log group x"]
    assert [each.split("-")[0] for each in said["by-bucket"]] == ["S3 bucket uploads"]
    assert "by-api" not in said


@pytest.mark.skipif(
    "query" in botocore.session.get_session().get_service_model("cloudwatch").resolved_protocol,
    reason="MiniStack loses the actions of an alarm that an old botocore puts",
)
def test_a_row_says_which_alarm_invokes_its_function(
    rows: dict[tuple[str, str], dict[str, Any]],
) -> None:
    assert rows["by-alarm", "$LATEST"]["invoked_by"] == ["CloudWatch alarm alarm"]


def test_what_is_lost_is_what_nothing_keeps(rows: dict[tuple[str, str], dict[str, Any]]) -> None:
    lost = {key: row["lost"] for key, row in rows.items() if row["lost"]}
    assert lost == {("lost", "$LATEST"): 412, ("lost-alias", "live"): 4, ("denied", "$LATEST"): 3}
    latest = rows["lost-alias", "$LATEST"]
    assert (latest["received"], latest["dropped"], latest["lost"]) == (4, 3, 0)


def test_a_row_says_where_failed_events_are_kept(
    planted: PlantedAccount, rows: dict[tuple[str, str], dict[str, Any]]
) -> None:
    kept = rows["by-topic", "$LATEST"]["kept"]
    assert kept == [
        {
            "by": "on_failure",
            "arn": planted.arn("sqs", "failures"),
            "service": "SQS queue",
            "name": "failures",
            "waiting": 1,
        }
    ]
    assert rows["dead-letter", "$LATEST"]["kept"][0]["by"] == "dead_letter"


def test_the_first_row_lost_most(planted: PlantedAccount) -> None:
    done = planted.run("audit", "--max-rate=0", "--format=csv")
    assert done.stdout.splitlines()[1].split(",")[2] == '"lost"'
