from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic.inventory.entry import FIELDS
from constructs_eic.inventory.table import HEADERS
from tests.unit.inventory.lambda_account import LambdaAccount, destinations

if TYPE_CHECKING:
    from tests.unit.inventory.fault_proxy import FaultProxy

HOSTILE = [
    "q\"uo'te",
    "new\nline",
    "\x1b[31mred\x1b[0m",
    "[bold]markup",
    "carriage\rreturn",
    "-1+1",
    "@sum",
    "+1",
    "'quoted",
    "a,b;c",
    "grün",
]


def _rows(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(
        rows, key=lambda row: (row["region"], row["function_name"], str(row["qualifier"]))
    )


def _held(account: LambdaAccount) -> list[dict[str, Any]]:
    """What the API has, read one request after another."""
    rows = []
    for page in account.client.get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            name = function["FunctionName"]
            answer = account.client.list_function_event_invoke_configs(FunctionName=name)
            for config in answer["FunctionEventInvokeConfigs"]:
                end = config["FunctionArn"].partition(f":function:{name}")[2]
                rows.append(
                    {
                        "region": account.region,
                        "function_name": name,
                        "qualifier": end.removeprefix(":") or "$LATEST",
                        "maximum_event_age_in_seconds": config["MaximumEventAgeInSeconds"],
                        "maximum_retry_attempts": config["MaximumRetryAttempts"],
                        "destination_config": config["DestinationConfig"],
                    }
                )
    return _sorted(rows)


@pytest.fixture
def every_form(account: LambdaAccount) -> LambdaAccount:
    """Every form of a configuration, and functions without one."""
    queue, topic = account.arn("sqs", "dlq"), account.arn("sns", "done")
    account.configured(["limits"], MaximumRetryAttempts=0, MaximumEventAgeInSeconds=60)
    account.configured(["failure"], DestinationConfig=destinations(queue))
    account.configured(["success"], DestinationConfig=destinations(None, topic))
    account.configured(["both"], DestinationConfig=destinations(queue, topic))
    account.configured(["none-1", "none-2"])
    account.configured(["many"], DestinationConfig=destinations(topic))
    version = account.alias("many", "live")
    account.put("many", version, MaximumRetryAttempts=2)
    account.put("many", "live", MaximumRetryAttempts=1, DestinationConfig=destinations(queue))
    return account


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_all_that_the_api_holds_is_listed(every_form: LambdaAccount, form: str) -> None:
    done = every_form.run("list", "--max-rate", "0", "--format", form)

    assert (done.returncode, done.stderr) == (0, "")
    if form == "csv":
        rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
        for row in rows:
            for limit in ("maximum_event_age_in_seconds", "maximum_retry_attempts"):
                row[limit] = int(row[limit])
            row["destination_config"] = json.loads(row["destination_config"])
    else:
        rows = json.loads(done.stdout) if form == "json" else _rows(done.stdout)
    assert all(tuple(row) == FIELDS for row in rows)
    assert _sorted(rows) == _held(every_form)
    assert len(rows) == 7


def test_the_order_is_the_same_each_time(every_form: LambdaAccount) -> None:
    for form in ("table", "json", "csv"):
        outputs = {
            every_form.run("list", "--max-rate", "0", "--format", form).stdout for _ in range(3)
        }
        assert len(outputs) == 1


def test_a_table_has_a_line_for_each(every_form: LambdaAccount) -> None:
    header, _rule, *lines = every_form.run("list", "--max-rate", "0").stdout.splitlines()

    assert tuple(header.split()) == HEADERS
    assert [line.split()[:3] for line in lines] == [
        [every_form.region, *names]
        for names in (
            ["both", "$LATEST"],
            ["failure", "$LATEST"],
            ["limits", "$LATEST"],
            ["many", "$LATEST"],
            ["many", "1"],
            ["many", "live"],
            ["success", "$LATEST"],
        )
    ]


def test_functions_without_configuration_are_listed_on_request(every_form: LambdaAccount) -> None:
    done = every_form.run(
        "list", "--max-rate", "0", "--missing", "--function", "none-*", "--format", "json"
    )

    assert json.loads(done.stdout) == [
        {
            "region": every_form.region,
            "function_name": name,
            "qualifier": None,
            "maximum_event_age_in_seconds": None,
            "maximum_retry_attempts": None,
            "destination_config": None,
        }
        for name in ("none-1", "none-2")
    ]


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--function", "s*"], ["success"]),
        (["--function", "S*"], []),
        (["--function", "both", "--function", "lim?ts"], ["both", "limits"]),
        (["--function", "[bl]*"], ["both", "limits"]),
        (["--no-failure-destination"], ["limits", "many:1", "success"]),
        (
            ["--no-failure-destination", "--missing", "--function", "[ln]*"],
            ["limits", "none-1", "none-2"],
        ),
    ],
)
def test_filters(every_form: LambdaAccount, arguments: list[str], names: list[str]) -> None:
    done = every_form.run("list", "--max-rate", "0", "--format", "json", *arguments)

    found = [
        row["function_name"] + (":1" if row["qualifier"] == "1" else "")
        for row in json.loads(done.stdout)
    ]
    assert (done.returncode, found) == (0, names)


def test_limits_never_set_are_null(account: LambdaAccount, proxy: FaultProxy) -> None:
    account.configured(["f"], DestinationConfig=destinations(account.arn("sqs", "dlq")))
    proxy.rewrite = without_limits

    done = account.run("list", "--format", "json", endpoint=proxy.url)
    as_csv = account.run("list", "--format", "csv", endpoint=proxy.url)

    [row] = json.loads(done.stdout)
    assert row["maximum_event_age_in_seconds"] is None
    assert row["maximum_retry_attempts"] is None
    [cells] = csv.DictReader(io.StringIO(as_csv.stdout))
    assert cells["maximum_event_age_in_seconds"] == cells["maximum_retry_attempts"] == ""


def without_limits(_path: str, body: dict[str, Any]) -> dict[str, Any]:
    for config in body.get("FunctionEventInvokeConfigs", ()):
        del config["MaximumEventAgeInSeconds"], config["MaximumRetryAttempts"]
    return body


def test_pages_of_configurations_are_followed(account: LambdaAccount, proxy: FaultProxy) -> None:
    account.configured(["f"], MaximumRetryAttempts=1)
    for number in range(4):
        account.alias("f", f"alias-{number}")
        account.put("f", f"alias-{number}", MaximumRetryAttempts=1)

    pages: list[Any] = []

    def one_at_a_time(path: str, body: dict[str, Any]) -> dict[str, Any]:
        if not path.endswith("/event-invoke-config/list"):
            return body
        all_of_them = body["FunctionEventInvokeConfigs"]
        page: dict[str, Any] = {"FunctionEventInvokeConfigs": [all_of_them[len(pages)]]}
        pages.append(page)
        if len(pages) < len(all_of_them):
            page["NextMarker"] = f"page-{len(pages)}"
        return page

    proxy.rewrite = one_at_a_time
    done = account.run("list", "--max-rate", "0", "--format", "jsonl", endpoint=proxy.url)

    assert len(pages) == 5
    assert _sorted(_rows(done.stdout)) == _held(account)


def test_several_regions_are_read(account: LambdaAccount, other_region: LambdaAccount) -> None:
    account.configured(["here"], MaximumRetryAttempts=1)
    other_region.configured(["there"], MaximumRetryAttempts=1)
    both = [account.region, other_region.region, account.region]

    done = account.run(
        "list", *[f"--region={region}" for region in both], "--max-rate=0", "--format=json"
    )

    assert [(row["region"], row["function_name"]) for row in json.loads(done.stdout)] == sorted(
        [(account.region, "here"), (other_region.region, "there")]
    )


def test_hostile_names_stay_in_their_cells(account: LambdaAccount) -> None:
    account.configured(HOSTILE, MaximumRetryAttempts=1)

    as_json = account.run("list", "--max-rate=0", "--format=json").stdout
    as_csv = account.run("list", "--max-rate=0", "--format=csv").stdout
    as_table = account.run("list", "--max-rate=0").stdout

    assert sorted(row["function_name"] for row in json.loads(as_json)) == sorted(HOSTILE)
    cells = [row["function_name"] for row in csv.DictReader(io.StringIO(as_csv, newline=""))]
    assert sorted(cell.removeprefix("'") for cell in cells) == sorted(HOSTILE)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    lines = as_table.splitlines()
    assert len(lines) == 2 + len(HOSTILE)
    assert all(line.isprintable() for line in lines)
    assert "[bold]markup" in as_table
    assert as_json.isascii()


def test_an_empty_account_is_listed_too(account: LambdaAccount) -> None:
    assert account.run("list", "--format=json").stdout == "[]\n"
    assert account.run("list", "--format=jsonl").stdout == ""
    assert account.run("list", "--format=csv").stdout == ",".join(FIELDS) + "\n"
    assert tuple(account.run("list").stdout.split()[:6]) == HEADERS
