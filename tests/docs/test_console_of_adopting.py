"""The console blocks of "Adopt what exists" show what the command actually writes."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import ROOT, consoles_of
from tests.unit.inventory.lambda_account import LambdaAccount, destinations

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "eu-west-3"  # of the page; no other test uses it
PAGE = (ROOT / "docs" / "adopting.md").read_text("utf-8")
# Not here: the table on a terminal, and an account that denies access. tests/unit/inventory has both.
SHOWN = [
    (command, output)
    for command, output in consoles_of("adopting.md")
    if output and ">" not in command and "──" not in output
]


@pytest.fixture(scope="module")
def account(emulated: dict[str, str]) -> Iterator[LambdaAccount]:
    """The account that the page is about."""
    account = LambdaAccount(emulated, REGION)
    failures = account.arn("sqs", "failed-events")
    for name in ("nightly-report", "resize-images", "send-invoices"):
        account.function(name)
    account.alias("send-invoices", "live")
    account.put(
        "resize-images",
        MaximumEventAgeInSeconds=21600,
        MaximumRetryAttempts=1,
        DestinationConfig=destinations(on_failure=failures),
    )
    account.put("send-invoices", MaximumEventAgeInSeconds=3600, MaximumRetryAttempts=0)
    account.put(
        "send-invoices",
        "live",
        MaximumEventAgeInSeconds=3600,
        MaximumRetryAttempts=0,
        DestinationConfig=destinations(failures, account.arn("sns", "invoices-sent")),
    )
    yield account
    for name in ("nightly-report", "resize-images", "send-invoices"):
        account.client.delete_function(FunctionName=name)


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_output_is_what_the_page_shows(
    command: str, output: str, account: LambdaAccount
) -> None:
    ran = account.run(*shlex.split(command))
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == output


def test_the_exported_app_has_the_code_that_the_page_shows(account: LambdaAccount) -> None:
    (code,) = re.findall(r"^```python\n(class .*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    ran = account.run("export", "--region", REGION, "--framework", "cdktn")
    assert ran.returncode == 0, ran.stderr
    assert code in ran.stdout


def test_blocks_are_found() -> None:
    assert len(SHOWN) == 3
