from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.unit.inventory.fault_proxy import DENIED

if TYPE_CHECKING:
    from tests.unit.inventory.fault_proxy import FaultProxy
    from tests.unit.inventory.lambda_account import LambdaAccount


@pytest.fixture
def filled(account: LambdaAccount) -> LambdaAccount:
    account.configured(["f"], MaximumRetryAttempts=0)
    account.alias("f", "live")
    account.put("f", "live", MaximumRetryAttempts=1)
    return account


@pytest.mark.parametrize(
    ("form", "qualifier", "retries"),
    [
        ("f", "$LATEST", 0),
        ("f:$LATEST", "$LATEST", 0),
        ("f|$LATEST", "$LATEST", 0),
        ("{arn}", "$LATEST", 0),
        ("{arn}:$LATEST", "$LATEST", 0),
        ("f:live", "live", 1),
        ("f|live", "live", 1),
        ("{arn}:live", "live", 1),
    ],
)
def test_every_form_of_an_id_is_read(
    filled: LambdaAccount, form: str, qualifier: str, retries: int
) -> None:
    done = filled.run("show", form.format(arn=filled.arn("lambda", "function:f")), "--format=json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [
        {
            "region": filled.region,
            "function_name": "f",
            "qualifier": qualifier,
            "maximum_event_age_in_seconds": 21600,
            "maximum_retry_attempts": retries,
            "destination_config": {"OnSuccess": {}, "OnFailure": {}},
        }
    ]


def test_the_region_of_an_arn_is_asked(filled: LambdaAccount, other_region: LambdaAccount) -> None:
    done = other_region.run("show", filled.arn("lambda", "function:f"), "--format=csv")

    [row] = csv.DictReader(io.StringIO(done.stdout))
    assert row["region"] == filled.region


def test_another_accounts_function_is_not_mistaken_for_a_namesake(filled: LambdaAccount) -> None:
    arn = filled.arn("lambda", "function:f").replace("000000000000", "999999999999")

    done = filled.run("show", arn)

    assert done.returncode == 1
    assert "not found" in done.stderr.lower()


def test_a_configuration_under_another_qualifier_is_mentioned(account: LambdaAccount) -> None:
    account.function("f")
    account.alias("f", "live")
    account.put("f", "live", MaximumRetryAttempts=1)

    done = account.run("show", "f")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("; there is one for f:live\n")


@pytest.mark.parametrize("identity", ["f:blue", "nobody"])
def test_what_is_not_there_is_said_in_one_line(filled: LambdaAccount, identity: str) -> None:
    done = filled.run("show", identity)

    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    said = f"constructs-eic: {filled.region}: {identity}: there is no such configuration ("
    assert line.startswith(said)
    assert "meanwhile" not in line
    assert "An error occurred" not in line


def test_a_denial_is_no_absence(filled: LambdaAccount, proxy: FaultProxy) -> None:
    proxy.answer = lambda _path, _count: DENIED

    done = filled.run("show", "f", endpoint=proxy.url)

    assert done.returncode == 1
    assert "allow lambda:GetFunctionEventInvokeConfig" in done.stderr


@pytest.mark.parametrize(
    "identity", ["", "f:live:1", "123456789012:function:f", "arn:aws:sqs:eu-west-1:123456789012:q"]
)
def test_what_is_no_id_is_wrong_usage(account: LambdaAccount, identity: str) -> None:
    done = account.run("show", identity)

    assert done.returncode == 2
    assert "Invalid value for ID" in done.stderr


@pytest.mark.parametrize(
    ("identity", "forms"),
    [
        ("function:live", ["'live'", "'function|live'"]),
        ("123456789012:live", ["'live'", "'123456789012|live'"]),
        ("123456789012:function:f", ["'f'"]),
    ],
)
def test_a_part_of_an_arn_is_refused_with_the_forms_that_work(
    account: LambdaAccount, identity: str, forms: list[str]
) -> None:
    done = account.run("show", identity)

    assert done.returncode == 2
    assert set(forms) <= set(re.findall(r"'[^']+'", done.stderr))
    assert ("|" in done.stderr) == (len(forms) == 2)


def test_the_forms_that_are_named_work(account: LambdaAccount) -> None:
    account.configured(["function", "-1"], MaximumRetryAttempts=2)
    account.alias("function", "live")
    account.put("function", "live", MaximumRetryAttempts=1)

    refused = account.run("show", "-1", "--format", "json")
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1].endswith("constructs-eic show -- -1")
    for words, retries in ((["function|live"], 1), (["--", "-1"], 2)):
        done = account.run("show", "--format", "json", *words)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)[0]["maximum_retry_attempts"] == retries


def test_an_arn_of_another_region_than_asked_for_is_wrong_usage(account: LambdaAccount) -> None:
    arn = "arn:aws:lambda:eu-west-3:123456789012:function:f"

    done = account.run("show", arn, "--region", "eu-west-1")

    assert done.returncode == 2
    assert "the ARN is of eu-west-3, --region is eu-west-1" in done.stderr
